//! Bureau and stations in scenes.

use super::Stage;
use super::verbs::{Keys, id, post};
use controller_core::{Command, LevelCommand, TaskingId, VehicleId};

/// The id of the station that `unit:N`, a unit's number, belongs to.
pub fn station(stage: &Stage, word: &str) -> Result<String, String> {
    let unit = word.strip_prefix("unit:").and_then(|number| number.parse().ok()).ok_or("station=unit:N is wanted")?;
    let unit = stage.controller.setup.plan.unit(unit).ok_or("no such unit")?;
    Ok(unit.station.clone())
}

/// `aircraft ask V`, `aircraft lend V to=unit:N`, `aircraft deny V to=unit:N text=WORD`, `aircraft back V`, `saw TASKING`,
/// each `by=ROLE post=NUMBER station=unit:N`.
pub fn say(stage: &mut Stage, rest: &[&str]) -> Result<(), String> {
    let keys: Keys<'_> = rest.iter().filter_map(|word| word.split_once('=')).collect();
    let number = id(rest.get(1))?;
    let vehicle = VehicleId(number);
    let to = |stage: &Stage| station(stage, keys.get("to").ok_or("to= is missing")?);
    let command = match rest.first() {
        Some(&"ask") => LevelCommand::Ask(vehicle),
        Some(&"lend") => LevelCommand::Lend(vehicle, to(stage)?),
        Some(&"deny") => LevelCommand::Deny {
            vehicle,
            station: to(stage)?,
            text: (*keys.get("text").unwrap_or(&"wanted")).to_owned(),
        },
        Some(&"back") => LevelCommand::Back(vehicle),
        Some(&"saw") => LevelCommand::Saw(TaskingId(number)),
        other => return Err(format!("levels are not told {other:?}")),
    };
    post(stage, &keys, Command::Level(command))
}
