//! Others in the air, and our own, who come too near one of ours: told when it begins to look so, and when it is over. Nothing is steered
//! by it: whether to hold, climb away or land is the operator's.

use crate::controller::Controller;
use crate::decide::{Step, assess};
use crate::event::Fact;
use crate::ids::VehicleId;
use crate::reason::{self, Reason};
use crate::traffic::{Bounds, Encounter, HeightAbove, Moving, Traffic, TrafficId, TrafficKind, encounter};
use geodata::{Metres, Seconds, Timestamp};
use std::collections::BTreeMap;

/// An alert ends when it would not begin with bounds wider by this.
const WIDER: f64 = 1.5;

/// Once a second: alerts that begin and that end.
pub fn watch(controller: &Controller, at: Timestamp) -> Step {
    let mut step = Step::of(controller);
    let near = &controller.ledger.near;
    if !controller.picture.beat {
        return step;
    }
    let ours = flying(controller, at);
    if near.is_empty() && ours.len() < 2 && (ours.is_empty() || controller.picture.around.is_empty()) {
        return step;
    }
    let mut meetings = with_others(controller, at, &ours);
    meetings.extend(among(controller, &ours));
    for (pair, meeting) in &meetings {
        let begins = encounter(&meeting.ours, &meeting.theirs, meeting.doubt, &meeting.bounds);
        if let Some(seen) = begins.filter(|_| !near.contains_key(pair)) {
            let (vehicle, traffic) = *pair;
            step.say(Fact::TrafficNear { vehicle, traffic }, why(meeting.kind, &seen));
        }
    }
    // After a start the picture is empty for a moment, and nobody has passed.
    let is_over = |pair: &&(VehicleId, TrafficId)| {
        assess::warm(controller, at) && !meetings.contains_key(pair) && !is_unknown(controller, at, **pair)
    };
    for (vehicle, traffic) in near.keys().filter(is_over) {
        let fact = Fact::TrafficPassed { vehicle: *vehicle, traffic: *traffic };
        step.say(fact, Reason::TrafficPassed { traffic: traffic.to_string() });
    }
    step
}

/// Whether nobody can say if it is over: ours flies and is not heard, the other is still told of.
fn is_unknown(controller: &Controller, at: Timestamp, (vehicle, traffic): (VehicleId, TrafficId)) -> bool {
    let stale = Seconds(controller.setup.policy.aircraft.position_stale_s);
    let unheard = |vehicle| {
        let face = controller.picture.fleet.get(vehicle);
        face.is_some_and(|face| face.in_air() && face.fresh_fix(at, stale).is_none())
    };
    match traffic {
        TrafficId::Own(other) => unheard(vehicle) || unheard(other),
        _ => unheard(vehicle) && controller.picture.around.get(traffic).is_some(),
    }
}

/// Two that come near each other, as they move now.
struct Meeting {
    ours: Moving,
    theirs: Moving,
    doubt: Metres,
    kind: TrafficKind,
    /// What makes it a meeting.
    bounds: Bounds,
}

/// Everybody of ours in the air whose place is known now.
fn flying(controller: &Controller, at: Timestamp) -> Vec<(VehicleId, Moving)> {
    let stale = Seconds(controller.setup.policy.aircraft.position_stale_s);
    let flying = controller.picture.fleet.iter().filter(|(_, face)| face.in_air());
    let fixes = flying.filter_map(|(vehicle, face)| Some((*vehicle, face.fresh_fix(at, stale)?)));
    fixes.map(|(vehicle, fix)| (vehicle, Moving::ours(&fix, &controller.setup.atlas.frame, at))).collect()
}

/// All of ours against each other, each told of the other, within the wider bounds.
fn among(controller: &Controller, all: &[(VehicleId, Moving)]) -> Vec<((VehicleId, TrafficId), Meeting)> {
    let own = &controller.setup.policy.traffic.own;
    let bounds = Bounds { apart: Metres(own.apart_m), above: Metres(own.above_m), ahead: Seconds(own.look_ahead_s) };
    let (wide, doubt, kind) = (bounds.widened(WIDER), Metres(0.0), TrafficKind::Own);
    let mut meetings = Vec::new();
    for (index, (one, ours)) in all.iter().enumerate() {
        for (other, theirs) in all.iter().skip(index + 1) {
            if encounter(ours, theirs, doubt, &wide).is_some() {
                let meeting =
                    |ours: &Moving, theirs: &Moving| Meeting { ours: *ours, theirs: *theirs, doubt, kind, bounds };
                meetings.push(((*one, TrafficId::Own(*other)), meeting(ours, theirs)));
                meetings.push(((*other, TrafficId::Own(*one)), meeting(theirs, ours)));
            }
        }
    }
    meetings
}

/// Everybody of ours in the air against everybody else in the air, within the wider bounds.
fn with_others(
    controller: &Controller,
    at: Timestamp,
    all: &[(VehicleId, Moving)],
) -> BTreeMap<(VehicleId, TrafficId), Meeting> {
    let bounds = bounds(controller);
    let wide = bounds.widened(WIDER);
    let atlas = &controller.setup.atlas;
    let others: Vec<(&Traffic, Moving)> = controller
        .picture
        .around
        .iter()
        .filter(|(_, seen)| !seen.traffic.on_ground)
        .map(|(_, seen)| {
            let ground = atlas.terrain.ground(atlas.frame.to_local(seen.traffic.place)).0;
            let theirs = Moving::theirs(&seen.traffic, &atlas.frame, ground, at);
            // Over a ground nobody knows the height of, a height above it is none.
            let over_ground = seen.traffic.height.is_some_and(|(_, above)| above == HeightAbove::Ground);
            let up = theirs.up.filter(|_| !(over_ground && atlas.terrain.is_flat()));
            (&seen.traffic, Moving { up, ..theirs })
        })
        .collect();
    let mut meetings = BTreeMap::new();
    for (vehicle, ours) in all {
        for (traffic, theirs) in &others {
            let doubt = traffic.height.map_or(Metres(0.0), |(_, above)| above.doubt());
            if encounter(ours, theirs, doubt, &wide).is_some() {
                let meeting = Meeting { ours: *ours, theirs: *theirs, doubt, kind: traffic.kind, bounds };
                meetings.insert((*vehicle, traffic.id), meeting);
            }
        }
    }
    meetings
}

fn bounds(controller: &Controller) -> Bounds {
    let policy = &controller.setup.policy.traffic;
    Bounds { apart: Metres(policy.apart_m), above: Metres(policy.above_m), ahead: Seconds(policy.look_ahead_s) }
}

fn why(what: TrafficKind, seen: &Encounter) -> Reason {
    Reason::TrafficNear(reason::TrafficNear {
        what,
        seconds: seen.within.0.round(),
        distance_m: seen.apart.0.round(),
        height_m: seen.above.map(|above| above.0.round()),
    })
}
