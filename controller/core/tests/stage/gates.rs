//! Pilots and weather in scenes.

use super::verbs::{Keys, id};
use super::{START, Stage};
use controller_core::{Input, Setup, VehicleId, WeatherReport};
use flight_plans::airframe::WeatherLimits;
use flight_plans::plan::roster::{Licence, Pilot, Roster};
use geodata::{MetresPerSecond, Seconds};
use std::sync::Arc;

fn keys<'a>(rest: &[&'a str]) -> Keys<'a> {
    rest.iter().filter_map(|word| word.split_once('=')).collect()
}

fn figure(keys: &Keys<'_>, key: &str) -> Result<Option<f64>, String> {
    keys.get(key).map(|word| word.parse::<f64>().map_err(|error| format!("{key}: {error}"))).transpose()
}

/// `roster least=N most=M PILOT ...` with each pilot `NUMBER:LICENCE:CURRENT:FROM:UNTIL` in seconds of the scene; the scene
/// starts over with it.
pub fn roster(stage: &mut Stage, rest: &[&str]) -> Result<(), String> {
    let keys = keys(rest);
    let mut pilots = Vec::new();
    for word in rest.iter().filter(|word| word.contains(':')) {
        let parts: Vec<&str> = word.split(':').collect();
        let [number, licence, current, from, until] = parts.as_slice() else { return Err(format!("no pilot: {word}")) };
        let moment =
            |text: &str| text.parse::<f64>().map(|s| START.plus(Seconds(s))).map_err(|error| error.to_string());
        let licence: Licence = serde_json::from_value((*licence).into()).map_err(|error| error.to_string())?;
        pilots.push(Pilot {
            post: format!("pilot-{number}"),
            licence,
            current_until: moment(current)?,
            duty_from: moment(from)?,
            duty_until: moment(until)?,
            airframes: Vec::new(),
        });
    }
    let (crew_minimum, most_aircraft) = (id(keys.get("least"))?, id(keys.get("most"))?);
    let roster = Roster { licence: Licence::BeyondSight, crew_minimum, most_aircraft, pilots };
    let mut plan = flight_plans::Plan::clone(&stage.setup.plan);
    plan.roster = Some(roster);
    let written = flight_plans::Plan::parse(&plan.to_json()).map_err(|faults| format!("{faults:?}"))?;
    assert_eq!(written, plan);
    stage.over(Setup { plan: Arc::new(plan), ..stage.setup.clone() });
    Ok(())
}

/// `frame gust=MPS cold=C rain=MMH`: the limits of every airframe; the scene starts over with them.
pub fn frame(stage: &mut Stage, rest: &[&str]) -> Result<(), String> {
    let keys = keys(rest);
    let limits = WeatherLimits {
        max_gust: figure(&keys, "gust")?.map(MetresPerSecond),
        min_temperature_c: figure(&keys, "cold")?,
        max_rain_mm_h: figure(&keys, "rain")?,
        ..WeatherLimits::default()
    };
    let mut plan = flight_plans::Plan::clone(&stage.setup.plan);
    plan.airframes.iter_mut().for_each(|airframe| airframe.weather = Some(limits));
    stage.over(Setup { plan: Arc::new(plan), ..stage.setup.clone() });
    Ok(())
}

/// `weather [age=S] [wind=MPS] [gust=MPS] [visibility=M] [ceiling=M] [rain=MMH] [temperature=C]`
pub fn weather(stage: &mut Stage, rest: &[&str]) -> Result<(), String> {
    let keys = keys(rest);
    let report = WeatherReport {
        at: stage.now.plus(Seconds(-figure(&keys, "age")?.unwrap_or(0.0))),
        source: (*keys.get("source").unwrap_or(&"mast-1")).to_owned(),
        wind_mps: figure(&keys, "wind")?,
        gust_mps: figure(&keys, "gust")?,
        visibility_m: figure(&keys, "visibility")?,
        ceiling_m: figure(&keys, "ceiling")?,
        rain_mm_h: figure(&keys, "rain")?,
        temperature_c: figure(&keys, "temperature")?,
    };
    stage.feed(&Input::Weather(report));
    Ok(())
}

/// `lacks N CODE ...`: what blocks a launch of the aircraft now, all of it, what binds first.
pub fn lacks(stage: &mut Stage, rest: &[&str]) -> Result<(), String> {
    let (vehicle, wanted) = rest.split_first().ok_or("which vehicle?")?;
    let vehicle = VehicleId(id(Some(vehicle))?);
    let face = stage.controller.picture.fleet.get(vehicle).ok_or("nobody heard of it")?;
    let all = controller_core::decide::readiness::shortfalls(&stage.controller, stage.now, vehicle, face);
    let codes: Vec<String> = all.iter().filter(|one| one.blocks).map(|one| one.why.code()).collect();
    if codes == wanted { Ok(()) } else { Err(format!("instead: {codes:?}")) }
}
