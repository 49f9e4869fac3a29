//! A crew of ours calls for help. That is an incident of the highest priority at once, wherever it is; the crew itself is not
//! sent there, or anywhere else. A second call of the same crew is of the same incident.

use super::same::{self, UNIT};
use crate::controller::{Answer, Controller};
use crate::decide::Step;
use crate::event::Fact;
use crate::facts::desk::{OfficerCalls, ReportMerged};
use crate::input::{AlarmKind, Need};
use crate::reason::Reason;
use geodata::{Metres, Seconds, Timestamp};

/// Takes a crew's call in.
pub fn called(controller: &Controller, at: Timestamp, need: &Need) -> (Step, Answer) {
    let mut step = Step::of(controller);
    let denied = |why| (Step::of(controller), Answer::Denied(why));
    if let Some(known) = controller.ledger.keys.get(&need.key) {
        return (step, Answer::Accepted { incident: Some(*known) });
    }
    if controller.setup.plan.unit(need.unit.0).is_none() {
        return denied(Reason::NoSuch { what: need.unit.to_string() });
    }
    let heard = controller.picture.units.get(need.unit).map(|face| face.report.place);
    let (key, source) = (need.key.clone(), UNIT.to_owned());
    let atlas = &controller.setup.atlas;
    if let Some((id, incident)) = controller
        .ledger
        .need_of(need.unit)
        .filter(|id| controller.ledger.minds(*id))
        .and_then(|id| controller.ledger.incidents.get_key_value(&id))
    {
        // Whom nobody heard since a restart is where it called from before.
        let place = need.place.or(heard).unwrap_or(incident.place);
        let distance = Metres(atlas.frame.to_local(incident.place).distance(atlas.frame.to_local(place)).0.round());
        let after = Seconds(at.since(incident.last_report()).0.round());
        let what = AlarmKind::OfficerInNeed;
        let merged = ReportMerged { incident: *id, key, what, priority: 1, place, source, distance, after };
        let version = controller.setup.policy.protocol.version;
        let why = Reason::SameEvent { version, distance_m: distance.0, seconds: after.0 };
        step.say(Fact::ReportMerged(merged), why);
        same::beyond(controller, *id, &mut step);
        return (step, Answer::Accepted { incident: Some(*id) });
    }
    let Some(place) = need.place.or(heard) else { return denied(Reason::NoPosition {}) };
    let incident = step.next.next_incident();
    let reported = Fact::IncidentReported {
        incident,
        key,
        what: AlarmKind::OfficerInNeed,
        priority: 1,
        place,
        place_name: atlas.place_name(atlas.frame.to_local(place)),
        source: source.clone(),
    };
    step.say(reported, Reason::ReportedBy { source: source.clone() });
    step.say(Fact::OfficerCalls(OfficerCalls { incident, unit: need.unit }), Reason::ReportedBy { source });
    (step, Answer::Accepted { incident: Some(incident) })
}
