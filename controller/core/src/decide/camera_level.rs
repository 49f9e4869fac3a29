//! On its way to a scene and home from it a camera looks at the horizon: what lies on the way is nobody's business.
//!
//! The gimbal is levelled once for each leg, where it is nobody else's and nobody of ours has turned it on that leg. What it
//! did is counted every second, and told with the proof of the flight.

use crate::controller::Controller;
use crate::decide::{Scope, Step, guard, payload};
use crate::ids::{SortieId, VehicleId};
use crate::ledger::payload::PayloadBook;
use crate::ledger::sortie::{Sortie, SortieState};
use crate::payload::{GimbalControl, PayloadKind};
use crate::picture::fleet::{Link, VehicleFace};
use crate::reason::Reason;
use crate::sight::view;
use geodata::{Metres, Seconds, Timestamp};
use std::collections::BTreeMap;

/// How long a camera looked where, outside of its scene.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    /// At the horizon.
    pub level: Seconds,
    /// Lower.
    pub lower: Seconds,
    /// Nobody knows.
    pub unknown: Seconds,
}

/// The first gimbal that has to be levelled.
#[must_use]
pub fn en_route(controller: &Controller, at: Timestamp, scope: Scope) -> Step {
    let mut step = Step::of(controller);
    for sortie in scope.sorties(&controller.ledger) {
        let vehicle = sortie.vehicle;
        let Some(face) = controller.picture.fleet.get(vehicle).filter(|face| face.link == Link::Up) else { continue };
        let free = face
            .gimbal
            .as_ref()
            .is_some_and(|gimbal| matches!(gimbal.control, GimbalControl::Free | GimbalControl::Ours));
        let turned = controller.ledger.payload_of(vehicle).and_then(|book: &PayloadBook| book.gimbal.as_ref());
        let turned = turned.is_some_and(|state| state.given >= sortie.since);
        if free
            && !turned
            && is_between(controller, at, sortie, face)
            && guard::ours(controller, vehicle).is_ok()
            && payload::give(controller, at, vehicle, PayloadKind::Level, None, Reason::LevelEnRoute {}, &mut step)
                .is_ok()
        {
            return step;
        }
    }
    step
}

/// Whether an aircraft flies for an incident, is in the air, and outside of the scene.
fn is_between(controller: &Controller, at: Timestamp, sortie: &Sortie, face: &VehicleFace) -> bool {
    let (atlas, policy) = (&controller.setup.atlas, &controller.setup.policy);
    let way = matches!(sortie.state, SortieState::EnRoute | SortieState::Returning) && face.in_air();
    let scene = sortie.purpose.incident().and_then(|incident| controller.ledger.incidents.get(&incident));
    let fix = face.fresh_fix(at, Seconds(policy.aircraft.position_stale_s));
    let (Some(scene), Some(fix), true) = (scene, fix, way) else { return false };
    let apart = atlas.frame.to_local(scene.place).distance(atlas.frame.to_local(fix.place));
    apart > Metres(policy.camera.scene_radius_m)
}

/// Counts one second of everybody who is on such a way.
pub fn count(controller: &Controller, at: Timestamp, tallies: &mut BTreeMap<SortieId, (VehicleId, Tally)>) {
    let kept = |sortie: &SortieId, vehicle: VehicleId| {
        let unproven = controller.ledger.payload_of(vehicle).and_then(|book| book.unproven);
        unproven == Some(*sortie) || controller.ledger.sortie_of(vehicle).is_some_and(|(open, _)| open == sortie)
    };
    tallies.retain(|sortie, (vehicle, _)| kept(sortie, *vehicle));
    for (id, sortie) in controller.ledger.open_sorties() {
        let Some(face) = controller.picture.fleet.get(sortie.vehicle).filter(|face| face.gimbal.is_some()) else {
            continue;
        };
        if !is_between(controller, at, sortie, face) {
            continue;
        }
        let (_, tally) = tallies.entry(*id).or_insert((sortie.vehicle, Tally::default()));
        let lowest = -controller.setup.policy.camera.level_deg;
        let second = match pitch(face, at) {
            Some(pitch) if pitch >= lowest => &mut tally.level,
            Some(_) => &mut tally.lower,
            None => &mut tally.unknown,
        };
        second.0 += 1.0;
    }
}

/// Degrees up from the horizon: exactly where that was told lately, else as the screens know it.
fn pitch(face: &VehicleFace, at: Timestamp) -> Option<f64> {
    let exact = face.look_at(at).map(|look| view::pitch(look.attitude).to_degrees());
    exact.or_else(|| face.gimbal.as_ref()?.pitch_deg.map(f64::from))
}
