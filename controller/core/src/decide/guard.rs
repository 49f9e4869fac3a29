//! Identity in doubt and other hands on a vehicle: recorded when they begin and end, and what may not happen meanwhile.

use crate::controller::Controller;
use crate::decide::Step;
use crate::event::Fact;
use crate::facts::control::ControlShared;
use crate::guard::{ForeignAct, IdentityDoubt};
use crate::ids::VehicleId;
use crate::input::SkyReport;
use crate::reason::Reason;

/// Why nothing at all may be sent to a vehicle, if so.
///
/// # Errors
/// The doubt about its identity.
pub fn certain(controller: &Controller, vehicle: VehicleId) -> Result<(), Reason> {
    match controller.ledger.guard.doubted.get(&vehicle) {
        Some((_, doubt)) => Err(doubt.why()),
        None => Ok(()),
    }
}

/// Why automation must leave a vehicle alone, if so: it is in doubt, or somebody else has a hand on it.
///
/// # Errors
/// The reason.
pub fn ours(controller: &Controller, vehicle: VehicleId) -> Result<(), Reason> {
    certain(controller, vehicle)?;
    match controller.ledger.guard.shared.get(&vehicle) {
        Some(shared) => Err(Reason::SharedControl { other: shared.other, act: shared.act }),
        None => Ok(()),
    }
}

/// The durable part of what the link says about identity and control.
pub fn heard(controller: &Controller, vehicle: VehicleId, report: &SkyReport, step: &mut Step) {
    let guard = &controller.ledger.guard;
    match report {
        SkyReport::Identified { uid } => {
            let planned = controller.setup.plan.aircraft(vehicle.0).is_some_and(|aircraft| aircraft.uid.is_some());
            let known = guard.learnt.contains_key(&vehicle);
            if !planned && !known && controller.setup.policy.identity.learn {
                step.say(Fact::AircraftIdentified { vehicle, uid: *uid }, Reason::IdentityLearnt {});
            }
        }
        SkyReport::Quarantined(doubt) => doubted(controller, vehicle, doubt, step),
        SkyReport::Cleared if guard.doubted.contains_key(&vehicle) => {
            step.say(Fact::AircraftCleared { vehicle }, Reason::IdentityProven {});
        }
        SkyReport::Doubted(doubt) if !guard.misplaced.contains_key(&vehicle) => {
            step.say(Fact::PositionDoubted { vehicle, doubt: *doubt }, doubt.why());
        }
        SkyReport::Believed if guard.misplaced.contains_key(&vehicle) => {
            step.say(Fact::PositionBelieved { vehicle }, Reason::PositionBelieved {});
        }
        SkyReport::SharedControl { by, act } => shared(controller, vehicle, *by, *act, step),
        _ => {}
    }
}

fn doubted(controller: &Controller, vehicle: VehicleId, doubt: &IdentityDoubt, step: &mut Step) {
    let known = controller.ledger.guard.doubted.get(&vehicle).is_some_and(|(_, known)| known == doubt);
    if !known {
        step.say(Fact::AircraftQuarantined { vehicle, doubt: doubt.clone() }, doubt.why());
    }
}

fn shared(controller: &Controller, vehicle: VehicleId, other: Option<u32>, act: ForeignAct, step: &mut Step) {
    if !controller.ledger.guard.shared.contains_key(&vehicle) {
        step.say(Fact::ControlShared(ControlShared { vehicle, other, act }), Reason::SharedControl { other, act });
    }
}
