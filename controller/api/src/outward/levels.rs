//! Bureau and stations in a screen's words.

use crate::view::{InformedView, SeatsView, StationAskView, StationView};
use controller_core::decide::levels::informed;
use controller_core::ledger::tasking::Tasking;
use controller_core::policy::Policy;
use controller_core::{Controller, TaskingId, VehicleId};
use flight_plans::Plan;
use geodata::Atlas;
use std::collections::BTreeSet;

/// Where somebody can sit down: the levels, and the stations that have units.
#[must_use]
pub fn seats(atlas: &Atlas, plan: &Plan, policy: &Policy) -> SeatsView {
    let manned: BTreeSet<&str> = plan.ground.iter().map(|unit| unit.station.as_str()).collect();
    let posts = atlas.posts.iter().filter(|post| manned.contains(post.id.as_str()));
    let station = |post: &geodata::Post| StationView {
        id: post.id.clone(),
        name: post.name.clone(),
        name_zh: post.name_zh.clone(),
    };
    SeatsView {
        levels_zh: policy.levels.names_zh.clone(),
        levels_en: policy.levels.names_en.clone(),
        stations: posts.map(station).collect(),
    }
}

/// The stations that ask for an aircraft.
pub(super) fn asking(controller: &Controller, vehicle: VehicleId) -> Vec<StationAskView> {
    let asking = controller.ledger.levels.asking(vehicle);
    asking.map(|(station, since)| StationAskView { station: station.to_owned(), since_ms: since.as_millis() }).collect()
}

/// The station informed of a task.
pub(super) fn told(controller: &Controller, id: TaskingId, tasking: &Tasking) -> Option<InformedView> {
    let (seen, by) = tasking.seen_by_station.as_ref().map(|(at, by)| (at.as_millis(), by.clone())).unzip();
    Some(InformedView { station: informed(controller, id, tasking)?.to_owned(), seen_ms: seen, seen_by: by })
}
