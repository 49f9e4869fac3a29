//! What bureau and stations say to each other.

use super::problem;
use crate::ask::{LendVehicle, Problem};
use controller_core::{LevelCommand, VehicleId};

/// The words as a command.
pub(super) fn say(vehicle: u32, lend: &LendVehicle) -> Result<LevelCommand, Problem> {
    let vehicle = VehicleId(vehicle);
    let named = matches!(lend.act.as_str(), "lend" | "deny");
    if lend.text.is_some() && lend.act != "deny" {
        return Err(problem("unexpected", "text", "only with deny", "Leave it out."));
    }
    match (lend.act.as_str(), &lend.station) {
        ("ask", None) => Ok(LevelCommand::Ask(vehicle)),
        ("back", None) => Ok(LevelCommand::Back(vehicle)),
        ("lend", Some(station)) => Ok(LevelCommand::Lend(vehicle, station.clone())),
        ("deny", Some(station)) => {
            let Some(text) = lend.text.clone() else {
                return Err(problem("missing", "text", "the reason is missing", "Say why, in a sentence."));
            };
            Ok(LevelCommand::Deny { vehicle, station: station.clone(), text })
        }
        (_, None) if named => Err(problem("missing", "station", "which station is missing", "Name one of /seats.")),
        ("ask" | "back", Some(_)) => Err(problem("unexpected", "station", "only with lend and deny", "Leave it out.")),
        _ => Err(problem("unknown_word", "act", "unknown act", "One of ask, lend, deny, back.")),
    }
}
