//! The shipped county with a larger squadron and more units: the ground the benchmarks of a busy day stand on.

#[path = "../../tests/county/mod.rs"]
mod county;

use controller_core::Setup;
use std::sync::Arc;

/// The county with so many aircraft and so many units, each like one of the shipped ones.
pub fn setup(aircraft: u32, units: u32) -> Setup {
    let setup = county::setup();
    let mut plan = (*setup.plan).clone();
    let (squadron, ground) = (plan.squadron.clone(), plan.ground.clone());
    plan.squadron = (1..=aircraft)
        .zip(squadron.iter().cycle())
        .map(|(number, like)| flight_plans::Aircraft { vehicle: number, system_id: number, uid: None, ..like.clone() })
        .collect();
    plan.ground = (1..=units)
        .zip(ground.iter().cycle())
        .map(|(number, like)| flight_plans::GroundUnit { unit: number, ..like.clone() })
        .collect();
    Setup { plan: Arc::new(plan), ..setup }
}
