//! An alarm becomes an incident, once.

use crate::controller::{Answer, Controller};
use crate::decide::Step;
use crate::decide::desk::same;
use crate::event::Fact;
use crate::input::Alarm;
use crate::reason::Reason;
use geodata::{Local, Timestamp};

/// How far outside the district's bounds an alarm is still taken in.
const MARGIN_M: f64 = 2000.0;

/// A new alarm makes an incident, or is a further call about one; a repeated key names the incident of before.
pub fn taken_in(controller: &Controller, at: Timestamp, alarm: &Alarm) -> (Step, Answer) {
    let mut step = Step::of(controller);
    if let Some(known) = controller.ledger.keys.get(&alarm.key) {
        return (step, Answer::Accepted { incident: Some(*known) });
    }
    let atlas = &controller.setup.atlas;
    let place = atlas.frame.to_local(alarm.place);
    if !near(controller, place) {
        return (step, Answer::Denied(Reason::OutOfDistrict {}));
    }
    if let Some(same) = same::event_of(controller, at, alarm) {
        same::merge(controller, alarm, &same, &mut step);
        return (step, Answer::Accepted { incident: Some(same.incident) });
    }
    let incident = step.next.next_incident();
    step.say(
        Fact::IncidentReported {
            incident,
            key: alarm.key.clone(),
            what: alarm.kind,
            priority: alarm.priority.clamp(1, 4),
            place: alarm.place,
            place_name: atlas.place_name(place),
            source: alarm.source.clone(),
        },
        Reason::ReportedBy { source: alarm.source.clone() },
    );
    (step, Answer::Accepted { incident: Some(incident) })
}

/// Whether a place lies in the district or just outside.
pub fn near(controller: &Controller, place: Local) -> bool {
    let atlas = &controller.setup.atlas;
    let [sw, ne] = atlas.bounds.map(|corner| atlas.frame.to_local(corner));
    (sw.x - MARGIN_M..=ne.x + MARGIN_M).contains(&place.x) && (sw.y - MARGIN_M..=ne.y + MARGIN_M).contains(&place.y)
}
