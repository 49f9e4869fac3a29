//! What goes on by all that is seen from the air: of which incident it is, or that it begins one; and who tells too much.
//!
//! Looked at once a second, all of it in one step. Smoke and crowds that were seen often, surely and long enough belong to
//! the open incident within reach at which they would be seen, and else begin one, unless the policy gives them no priority: people and
//! vehicles never do. What goes on after its incident was closed begins no other.

use crate::controller::Controller;
use crate::decide::air::tenth;
use crate::decide::{Step, alarm};
use crate::event::Fact;
use crate::facts::{DetectionsMerged, SourceCalm, SourceFlooding};
use crate::ids::IncidentId;
use crate::input::{AlarmKind, DetectionClass};
use crate::ledger::seen::Seen;
use crate::merge::Event;
use crate::picture::tracks::track::may_be_one;
use crate::reason::{self, Reason};
use crate::sight::ellipse;
use geodata::{Local, Seconds, Timestamp};

/// What is seen again is told after twice as long each time, up to so many doublings.
const DOUBLINGS: u32 = 5;
/// The door an incident seen from the air came through.
pub const AIR: &str = "air";

/// Everything that is due.
#[must_use]
pub fn told(controller: &Controller, at: Timestamp) -> Step {
    let mut step = Step::of(controller);
    if !controller.picture.beat {
        return step;
    }
    floods(controller, at, &mut step);
    let mut begun: Vec<(DetectionClass, Local)> = Vec::new();
    for (_, event) in controller.picture.events.iter().filter(|(_, event)| is_sure(controller, event)) {
        let Some((kind, priority)) = begins(controller, event.class) else { continue };
        match of_incident(controller, event, kind) {
            Some((incident, seen)) => again(controller, at, event, incident, seen, &mut step),
            None => {
                let place = event.place();
                let near = |(class, other): &(DetectionClass, Local)| {
                    *class == event.class && other.distance(place).0 <= reach(controller, event)
                };
                if priority > 0 && alarm::near(controller, place) && !begun.iter().any(near) {
                    begun.push((event.class, place));
                    begin(controller, event, kind, priority, &mut step);
                }
            }
        }
    }
    step
}

/// The kind of incident something is, and the priority of the one it begins; 0: none.
fn begins(controller: &Controller, class: DetectionClass) -> Option<(AlarmKind, u8)> {
    let policy = &controller.setup.policy.seen;
    match class {
        DetectionClass::Smoke => Some((AlarmKind::Fire, policy.smoke_priority.min(4))),
        DetectionClass::Crowd => Some((AlarmKind::Crowd, policy.crowd_priority.min(4))),
        DetectionClass::Person | DetectionClass::Vehicle | DetectionClass::Object => None,
    }
}

/// Whether what would begin an incident of one kind is to be seen at one of another.
fn shows(kind: AlarmKind, other: AlarmKind) -> bool {
    match kind {
        AlarmKind::Fire => matches!(other, AlarmKind::Fire | AlarmKind::TrafficAccident),
        AlarmKind::Crowd => matches!(other, AlarmKind::Crowd | AlarmKind::Disturbance | AlarmKind::Assault),
        _ => kind == other,
    }
}

/// Seen often, surely and long enough.
fn is_sure(controller: &Controller, event: &Event) -> bool {
    let policy = &controller.setup.policy.seen;
    event.seen >= policy.hits
        && event.confidence >= policy.confidence
        && event.last.since(event.first) >= Seconds(policy.seconds)
}

/// How far from an event what belongs to it can be.
fn reach(controller: &Controller, event: &Event) -> f64 {
    controller.setup.policy.seen.reach_m + event.error().ellipse(ellipse::MOST).major.0
}

/// How long nothing is told of an incident after something was.
fn pause(controller: &Controller, seen: &Seen) -> f64 {
    controller.setup.policy.seen.told_s * f64::from(1_u32 << seen.times.saturating_sub(1).min(DOUBLINGS))
}

/// The incident an event is of: the nearest it was seen of before and still goes on, or the nearest open one it would be seen at.
fn of_incident(controller: &Controller, event: &Event, kind: AlarmKind) -> Option<(IncidentId, Option<Seen>)> {
    let (ledger, frame) = (&controller.ledger, &controller.setup.atlas.frame);
    let (place, reach) = (event.place(), reach(controller, event));
    let within = |other: Local| Some(other.distance(place).0).filter(|distance| *distance <= reach);
    let goes_on = |seen: &Seen| {
        let most = controller.setup.policy.seen.over_s + pause(controller, seen);
        may_be_one(seen.class, event.class) && event.first.since(seen.last).0 <= most
    };
    let known = ledger
        .seen
        .incidents
        .iter()
        .filter(|(_, seen)| goes_on(seen))
        .filter_map(|(id, seen)| within(frame.to_local(seen.place)).map(|distance| (distance, *id, Some(*seen))));
    let nearest = |a: &(f64, IncidentId, Option<Seen>), b: &(f64, IncidentId, Option<Seen>)| {
        a.0.total_cmp(&b.0).then(a.1.cmp(&b.1))
    };
    let known = known.min_by(nearest);
    let open = || {
        let open = ledger.open_incidents().filter(|(_, incident)| shows(kind, incident.what));
        open.filter_map(|(id, incident)| within(frame.to_local(incident.place)).map(|distance| (distance, *id, None)))
            .min_by(nearest)
    };
    known.or_else(open).map(|(_, id, seen)| (id, seen))
}

/// An incident's event is seen again: told when it is time, or when it has moved away from where it was told.
fn again(
    controller: &Controller,
    at: Timestamp,
    event: &Event,
    incident: IncidentId,
    seen: Option<Seen>,
    step: &mut Step,
) {
    let Some(open) = controller.ledger.incidents.get(&incident).filter(|incident| incident.is_open()) else { return };
    let frame = &controller.setup.atlas.frame;
    let from = frame.to_local(seen.map_or(open.place, |seen| seen.place));
    let distance = from.distance(event.place()).0;
    let due = seen.is_none_or(|seen| {
        let moved = distance > controller.setup.policy.seen.reach_m / 2.0;
        event.last > seen.last && (at.since(seen.told).0 >= pause(controller, &seen) || moved)
    });
    if due {
        let seconds = seen.map_or(0.0, |seen| event.last.since(seen.last).0);
        let why = Reason::SeenAgain { distance_m: distance.round(), seconds: seconds.round() };
        step.say(merged(controller, event, incident), why);
    }
}

fn begin(controller: &Controller, event: &Event, kind: AlarmKind, priority: u8, step: &mut Step) {
    let atlas = &controller.setup.atlas;
    let incident = step.next.next_incident();
    let why = || {
        Reason::SeenFromAir(reason::SeenFromAir {
            class: event.class,
            hits: event.seen,
            sources: u32::try_from(event.by.len()).unwrap_or(u32::MAX),
            accuracy_m: tenth(event.error().radius(ellipse::TOLD).0),
        })
    };
    step.say(
        Fact::IncidentReported {
            incident,
            key: format!("{AIR}-{incident}"),
            what: kind,
            priority,
            place: atlas.frame.to_wgs84(event.place()),
            place_name: atlas.place_name(event.place()),
            source: AIR.to_owned(),
        },
        why(),
    );
    step.say(merged(controller, event, incident), why());
}

fn merged(controller: &Controller, event: &Event, incident: IncidentId) -> Fact {
    Fact::DetectionsMerged(DetectionsMerged {
        incident,
        class: event.class,
        place: controller.setup.atlas.frame.to_wgs84(event.place()),
        error: event.error().rounded(),
        count: event.seen,
        withheld: event.withheld,
        seen_by: event.by.keys().copied().collect(),
        first: event.first,
        last: event.last,
    })
}

/// Who tells too much, and who no longer does.
fn floods(controller: &Controller, at: Timestamp, step: &mut Step) {
    let (known, policy) = (&controller.ledger.seen.floods, &controller.setup.policy.seen);
    let now: Vec<_> = controller.picture.events.floods().map(|(vehicle, ..)| vehicle).collect();
    for vehicle in now.iter().filter(|vehicle| !known.contains_key(vehicle)) {
        let why = Reason::SourceFlooding { per_second: policy.per_second };
        step.say(Fact::SourceFlooding(SourceFlooding { vehicle: *vehicle }), why);
    }
    for (vehicle, since) in known.iter().filter(|(vehicle, _)| !now.contains(vehicle)) {
        let why = Reason::SourceCalm { seconds: at.since(*since).0.round() };
        step.say(Fact::SourceCalm(SourceCalm { vehicle: *vehicle }), why);
    }
}
