//! Zones set and lifted in scenes.

use super::Stage;
use super::cast::place;
use super::verbs::{Keys, id, post};
use controller_core::{Command, LiveZone};
use geodata::{Local, Seconds, ZoneKind};

/// `set_zone name=N at=PLACE half=METRES [kind=keep_out] [minutes=M]`, each `by=ROLE`: a square.
pub fn set(stage: &mut Stage, rest: &[&str]) -> Result<(), String> {
    let keys: Keys<'_> = rest.iter().filter_map(|word| word.split_once('=')).collect();
    let number = |key: &str| keys.get(key).map(|word| word.parse::<f64>().map_err(|error| format!("{key}: {error}")));
    let middle = place(keys.get("at").ok_or("at= is missing")?)?;
    let half = number("half").ok_or("half= is missing")??;
    let corner = |(x, y): &(f64, f64)| Local { x: middle.x + x * half, y: middle.y + y * half };
    let frame = &stage.setup.atlas.frame;
    let ring =
        [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)].iter().map(|at| frame.to_wgs84(corner(at))).collect();
    let zone: ZoneKind =
        serde_json::from_value((*keys.get("kind").unwrap_or(&"keep_out")).into()).map_err(|error| error.to_string())?;
    let until = number("minutes").transpose()?.map(|minutes| stage.now.plus(Seconds(minutes * 60.0)));
    let name = (*keys.get("name").unwrap_or(&"crane")).to_owned();
    post(stage, &keys, Command::SetZone(LiveZone { name, zone, ring, floor: None, ceiling: None, until }))
}

/// `lift_zone NUMBER`
pub fn lift(stage: &mut Stage, rest: &[&str]) -> Result<(), String> {
    let keys: Keys<'_> = rest.iter().filter_map(|word| word.split_once('=')).collect();
    post(stage, &keys, Command::LiftZone(id(rest.first())?))
}
