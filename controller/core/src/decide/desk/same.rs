//! Whether a call is about an event that is an incident already: the same kind, within the protocol's radius of its place and
//! time of the last call about it. It then becomes a further report of it, with the figures that say why, and nothing of it is
//! dropped; a person can split it off again. A crew that asks for help is never taken for another's call.

use super::{Said, held};
use crate::controller::Controller;
use crate::decide::{Step, tasking};
use crate::event::Fact;
use crate::facts::desk::{ReportMerged, ReportSplit, ReportsBeyond};
use crate::ids::IncidentId;
use crate::input::{Actor, Alarm, AlarmKind};
use crate::ledger::incident::Incident;
use crate::limits;
use crate::reason::Reason;
use geodata::{Metres, Seconds, Timestamp};

/// The door of the crews themselves.
pub const UNIT: &str = "unit";

/// The incident a call is about.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Same {
    /// Which.
    pub incident: IncidentId,
    /// From its place.
    pub distance: Metres,
    /// Since the last call about it.
    pub after: Seconds,
}

/// The incident a call is about: the nearest that fits, of equals the oldest.
#[must_use]
pub fn event_of(controller: &Controller, at: Timestamp, alarm: &Alarm) -> Option<Same> {
    if alarm.kind == AlarmKind::OfficerInNeed && alarm.source == UNIT {
        return None;
    }
    let frame = &controller.setup.atlas.frame;
    let rule = controller.setup.policy.protocol.of(alarm.kind);
    let place = frame.to_local(alarm.place);
    let fits = |(id, incident): (&IncidentId, &Incident)| {
        let distance = frame.to_local(incident.place).distance(place);
        let after = Seconds(at.since(incident.last_report()).0.max(0.0));
        let is_same = incident.is_open() && incident.what == alarm.kind;
        let is_near = distance.0 <= rule.merge_radius_m && after.0 <= rule.merge_s;
        (is_same && is_near).then_some(Same { incident: *id, distance, after })
    };
    let found = controller.ledger.open_incidents().filter_map(fits);
    found.min_by(|a, b| a.distance.0.total_cmp(&b.distance.0).then(a.incident.cmp(&b.incident)))
}

/// A further report of an incident.
pub fn merge(controller: &Controller, alarm: &Alarm, same: &Same, step: &mut Step) {
    let (distance, after) = (Metres(same.distance.0.round()), Seconds(same.after.0.round()));
    let version = controller.setup.policy.protocol.version;
    let merged = ReportMerged {
        incident: same.incident,
        key: alarm.key.clone(),
        what: alarm.kind,
        priority: alarm.priority.clamp(1, 4),
        place: alarm.place,
        source: alarm.source.clone(),
        distance,
        after,
    };
    let why = Reason::SameEvent { version, distance_m: distance.0, seconds: after.0 };
    step.say(Fact::ReportMerged(merged), why);
    beyond(controller, same.incident, step);
    let priority = alarm.priority.clamp(1, 4);
    if controller.ledger.incidents.get(&same.incident).is_some_and(|incident| priority < incident.priority) {
        tasking::tell_priority(controller, same.incident, priority, step);
    }
}

/// A call more than are kept one by one is said with the first, and whenever they have doubled.
pub(super) fn beyond(controller: &Controller, id: IncidentId, step: &mut Step) {
    let Some(incident) = controller.ledger.incidents.get(&id).filter(|incident| incident.is_full()) else { return };
    let count = incident.beyond.count.saturating_add(1);
    if count.is_power_of_two() {
        let why = Reason::TooMany { most: limits::REPORTS };
        step.say(Fact::ReportsBeyond(ReportsBeyond { incident: id, count }), why);
    }
}

/// A merged report becomes an incident of its own after all, with everything that is done for one.
pub fn split(controller: &Controller, id: IncidentId, key: &str, actor: &Actor) -> Said {
    let report = held(controller, id)?.report(key);
    let report = report.ok_or_else(|| Reason::NoSuch { what: format!("report {key} of {id}") })?;
    let mut step = Step::of(controller);
    let incident = step.next.next_incident();
    let atlas = &controller.setup.atlas;
    let place_name = atlas.place_name(atlas.frame.to_local(report.place));
    let split = ReportSplit { incident, from: id, key: key.to_owned(), place_name };
    step.say(Fact::ReportSplit(split), Reason::SplitBy { post: actor.post.clone() });
    Ok((step, incident))
}
