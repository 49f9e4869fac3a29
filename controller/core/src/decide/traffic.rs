//! Others in the air, and our own, who come too near one of ours: told when it begins to look so, and when it is over. Nothing is steered
//! by it: whether to hold, climb away or land is the operator's.

mod begun;

use crate::controller::Controller;
use crate::decide::{Step, assess};
use crate::event::Fact;
use crate::ids::VehicleId;
use crate::reason::{self, Reason};
use crate::traffic::{Bounds, Encounter, HeightAbove, Moving, Traffic, TrafficId, TrafficKind, encounter};
use begun::{Begun, among};
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
    let sky = Sky { controller, ours, others: others(controller, at) };
    let mut begun = Begun::after(near.keys());
    sky.begin_with_others(&mut begun);
    sky.begin_among(&mut begun);
    for ((vehicle, traffic), seen, kind) in begun.most_urgent() {
        step.say(Fact::TrafficNear { vehicle, traffic }, why(kind, &seen));
    }
    // After a start the picture is empty for a moment, and nobody has passed.
    let is_over = |pair: &&(VehicleId, TrafficId)| {
        assess::warm(controller, at) && !sky.still_meet(**pair) && !is_unknown(controller, at, **pair)
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

/// Everybody of ours in the air whose place is known now.
fn flying(controller: &Controller, at: Timestamp) -> Vec<(VehicleId, Moving)> {
    let stale = Seconds(controller.setup.policy.aircraft.position_stale_s);
    let flying = controller.picture.fleet.iter().filter(|(_, face)| face.in_air());
    let fixes = flying.filter_map(|(vehicle, face)| Some((*vehicle, face.fresh_fix(at, stale)?)));
    fixes.map(|(vehicle, fix)| (vehicle, Moving::ours(&fix, &controller.setup.atlas.frame, at))).collect()
}

/// Somebody else in the air.
struct Other {
    id: TrafficId,
    kind: TrafficKind,
    moving: Moving,
    /// About its height.
    doubt: Metres,
}

/// Everybody else in the air, by their addresses.
fn others(controller: &Controller, at: Timestamp) -> BTreeMap<TrafficId, Other> {
    let seen = controller.picture.around.iter().map(|(_, seen)| &seen.traffic);
    seen.filter(|traffic| !traffic.on_ground).map(|traffic| (traffic.id, other(controller, at, traffic))).collect()
}

fn other(controller: &Controller, at: Timestamp, traffic: &Traffic) -> Other {
    let atlas = &controller.setup.atlas;
    let ground = atlas.terrain.ground(atlas.frame.to_local(traffic.place)).0;
    let moving = Moving::theirs(traffic, &atlas.frame, ground, at);
    // Over a ground nobody knows the height of, a height above it is none.
    let over_ground = traffic.height.is_some_and(|(_, above)| above == HeightAbove::Ground);
    let up = moving.up.filter(|_| !(over_ground && atlas.terrain.is_flat()));
    let doubt = traffic.height.map_or(Metres(0.0), |(_, above)| above.doubt());
    Other { id: traffic.id, kind: traffic.kind, moving: Moving { up, ..moving }, doubt }
}

/// Who is in the air at this moment.
struct Sky<'a> {
    controller: &'a Controller,
    /// In the order of their numbers.
    ours: Vec<(VehicleId, Moving)>,
    others: BTreeMap<TrafficId, Other>,
}

impl Sky<'_> {
    /// Each of ours against everybody else.
    fn begin_with_others(&self, begun: &mut Begun) {
        let bounds = self.bounds();
        for (vehicle, ours) in &self.ours {
            for other in self.others.values() {
                if let Some(seen) = encounter(ours, &other.moving, other.doubt, &bounds) {
                    begun.add((*vehicle, other.id), seen, other.kind);
                }
            }
        }
    }

    /// All of ours against each other, each told of the other.
    fn begin_among(&self, begun: &mut Begun) {
        let bounds = self.own_bounds();
        among(&self.ours, &bounds, |(one, ours), (other, theirs)| {
            if begun.is_full(*one) && begun.is_full(*other) {
                return;
            }
            if let Some(seen) = encounter(ours, theirs, Metres(0.0), &bounds) {
                let above = seen.above.map(|above| Metres(-above.0));
                begun.add((*one, TrafficId::Own(*other)), seen, TrafficKind::Own);
                begun.add((*other, TrafficId::Own(*one)), Encounter { above, ..seen }, TrafficKind::Own);
            }
        });
    }

    /// Whether two of whom it was told come near each other within the wider bounds, too.
    fn still_meet(&self, (vehicle, traffic): (VehicleId, TrafficId)) -> bool {
        let Some(ours) = self.own(vehicle) else { return false };
        let seen = match traffic {
            TrafficId::Own(other) => self
                .own(other)
                .and_then(|theirs| encounter(ours, theirs, Metres(0.0), &self.own_bounds().widened(WIDER))),
            _ => self
                .others
                .get(&traffic)
                .and_then(|other| encounter(ours, &other.moving, other.doubt, &self.bounds().widened(WIDER))),
        };
        seen.is_some()
    }

    fn own(&self, vehicle: VehicleId) -> Option<&Moving> {
        let index = self.ours.binary_search_by_key(&vehicle, |one| one.0).ok()?;
        Some(&self.ours.get(index)?.1)
    }

    fn bounds(&self) -> Bounds {
        let policy = &self.controller.setup.policy.traffic;
        Bounds { apart: Metres(policy.apart_m), above: Metres(policy.above_m), ahead: Seconds(policy.look_ahead_s) }
    }

    fn own_bounds(&self) -> Bounds {
        let own = &self.controller.setup.policy.traffic.own;
        Bounds { apart: Metres(own.apart_m), above: Metres(own.above_m), ahead: Seconds(own.look_ahead_s) }
    }
}

fn why(what: TrafficKind, seen: &Encounter) -> Reason {
    Reason::TrafficNear(reason::TrafficNear {
        what,
        seconds: seen.within.0.round(),
        distance_m: seen.apart.0.round(),
        height_m: seen.above.map(|above| above.0.round()),
    })
}
