//! From TOML to a checked scenario: the first fault found is told with file, line and remedy.

use super::{AircraftStart, PassingSettings, Scenario, ScriptedCall, Where};
use chrono::{NaiveDate, NaiveTime};
use geodata::{Finding, Timestamp, Wgs84};
use serde::{Deserialize, Deserializer, de::Error as _};
use toml::value::{Datetime, Offset};

const DAY: f64 = 86_400.0;

pub(super) fn full() -> f64 {
    100.0
}

pub(super) fn door() -> String {
    "110".to_owned()
}

pub(super) fn scenario(file: &str, text: &str) -> Result<Scenario, Finding> {
    let scenario: Scenario = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| text.bytes().take(span.start).filter(|b| *b == b'\n').count() + 1);
        finding(format!("{file}:{line}"), error.message().replace('\n', " "))
    })?;
    check(&scenario).map_err(|(at, say)| finding(format!("{file}: {at}"), say))?;
    Ok(scenario)
}

fn finding(at: String, say: String) -> Finding {
    Finding::new("scenario-unreadable", at, say, "Correct the scenario; those in sim/scenarios are complete ones")
}

/// A TOML moment with its offset, as UTC.
pub(super) fn moment<'de, D: Deserializer<'de>>(from: D) -> Result<Timestamp, D::Error> {
    let written = Datetime::deserialize(from)?;
    utc(&written)
        .ok_or_else(|| D::Error::custom("a moment has a date, a time and an offset, as in 2026-05-12T09:40:00Z"))
}

fn utc(written: &Datetime) -> Option<Timestamp> {
    let (date, time) = (written.date?, written.time?);
    let day = NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))?;
    let second = u32::from(time.second.unwrap_or(0));
    let clock = NaiveTime::from_hms_opt(u32::from(time.hour), u32::from(time.minute), second)?;
    let minutes = match written.offset? {
        Offset::Z => 0,
        Offset::Custom { minutes } => i64::from(minutes),
    };
    let seconds = day.and_time(clock).and_utc().timestamp() - minutes * 60;
    Some(Timestamp::from_millis(seconds * 1000))
}

type Fault = (String, String);

fn check(scenario: &Scenario) -> Result<(), Fault> {
    within("max_seconds", scenario.max_seconds, 0.0, 7.0 * DAY)?;
    within("end_after_closed", scenario.end_after_closed, 0.0, DAY)?;
    within("wind.from_deg", scenario.wind.from_deg, 0.0, 360.0)?;
    within("wind.speed", scenario.wind.speed, 0.0, 40.0)?;
    within("wind.gust", scenario.wind.gust, 0.0, 20.0)?;
    if let Some((key, say)) = scenario.radio.as_ref().and_then(|radio| radio.fault()) {
        return Err((format!("radio.{key}"), say));
    }
    for (index, start) in scenario.aircraft.iter().enumerate() {
        check_start(&format!("aircraft {}", index + 1), start)?;
    }
    for (index, passing) in scenario.traffic.iter().enumerate() {
        check_passing(&format!("traffic {}", index + 1), passing)?;
    }
    for (index, call) in scenario.call.iter().enumerate() {
        check_call(&format!("call {}", index + 1), call)?;
    }
    check_stream(scenario)?;
    check_people(scenario)
}

fn check_start(at: &str, start: &AircraftStart) -> Result<(), Fault> {
    within(&format!("{at}, fraction"), start.fraction, 0.0, 1.0)?;
    within(&format!("{at}, battery"), start.battery, 1.0, 100.0)?;
    check_params(at, start)?;
    match (start.start, start.line) {
        (Where::Airborne, None | Some(0)) => Err((
            format!("{at}, line"),
            "an aircraft that starts in the air is on one of the plan's lines, counted from 1".to_owned(),
        )),
        _ => Ok(()),
    }
}

fn check_params(at: &str, start: &AircraftStart) -> Result<(), Fault> {
    for (name, value) in &start.params {
        if !start.autopilot.has_parameter(name) {
            return Err((format!("{at}, params.{name}"), "its autopilot has no such parameter here".to_owned()));
        }
        within(&format!("{at}, params.{name}"), *value, -2_147_483_648.0, 2_147_483_647.0)?;
    }
    Ok(())
}

fn check_passing(at: &str, passing: &PassingSettings) -> Result<(), Fault> {
    within(&format!("{at}, at"), passing.at, 0.0, 7.0 * DAY)?;
    within(&format!("{at}, every"), passing.every.unwrap_or(DAY), 1.0, DAY)?;
    within(&format!("{at}, address"), f64::from(passing.address), 1.0, 16_777_215.0)?;
    within(&format!("{at}, altitude"), passing.altitude, -500.0, 15_000.0)?;
    within(&format!("{at}, speed"), passing.speed, 1.0, 300.0)?;
    for (key, spot) in [("from", passing.from), ("to", passing.to)] {
        if Wgs84::new(spot.lat, spot.lon).is_none() {
            return Err((format!("{at}, {key}"), "`lat` and `lon` in degrees are no place on earth".to_owned()));
        }
    }
    Ok(())
}

fn check_call(at: &str, call: &ScriptedCall) -> Result<(), Fault> {
    within(&format!("{at}, at"), call.at, 0.0, 7.0 * DAY)?;
    within(&format!("{at}, spread"), call.spread, 0.0, 20_000.0)?;
    priority(&format!("{at}, priority"), call.priority)?;
    if let Some(target) = &call.target {
        within(&format!("{at}, target.offset"), target.offset, 0.0, 2000.0)?;
    }
    if !["110", "unit", "console"].contains(&call.source.as_str()) {
        return Err((format!("{at}, source"), format!("`{}` is no door; there are 110, unit, console", call.source)));
    }
    match (&call.place, call.lat, call.lon) {
        (Some(_), None, None) => Ok(()),
        (None, Some(lat), Some(lon)) if Wgs84::new(lat, lon).is_some() => Ok(()),
        _ => Err((format!("{at}, place"), "a call has either `place`, or `lat` and `lon` in degrees".to_owned())),
    }
}

fn check_stream(scenario: &Scenario) -> Result<(), Fault> {
    let stream = &scenario.stream;
    within("stream.mean_interval", stream.mean_interval, 0.0, DAY)?;
    within("stream.first_after", stream.first_after, 0.0, DAY)?;
    priority("stream.priority", stream.priority[0])?;
    priority("stream.priority", stream.priority[1])?;
    for (kind, share) in &stream.kinds {
        within(&format!("stream.kinds.{kind}"), *share, 0.0, 1e6)?;
    }
    if stream.mean_interval > 0.0 && stream.kinds.values().sum::<f64>() <= 0.0 {
        return Err(("stream.kinds".to_owned(), "a stream needs at least one kind with a share above 0".to_owned()));
    }
    Ok(())
}

fn check_people(scenario: &Scenario) -> Result<(), Fault> {
    within("target.offset", scenario.target.offset, 0.0, 2000.0)?;
    let officers = &scenario.officers;
    span("officers.ack_delay", officers.ack_delay)?;
    span("officers.on_scene", officers.on_scene)?;
    within("officers.decline_share", officers.decline_share, 0.0, 1.0)?;
    within("officers.silent_share", officers.silent_share, 0.0, 1.0)?;
    let delays = [
        ("commander.approve_patrol_after", scenario.commander.approve_patrol_after),
        ("commander.approve_incident_after", scenario.commander.approve_incident_after),
        ("dispatcher.close_after", scenario.dispatcher.close_after),
        ("dispatcher.task_after", scenario.dispatcher.task_after),
    ];
    delays
        .into_iter()
        .filter_map(|(at, delay)| Some((at, delay?)))
        .try_for_each(|(at, delay)| within(at, delay, 0.0, DAY))
}

fn within(at: &str, value: f64, low: f64, high: f64) -> Result<(), Fault> {
    if (low..=high).contains(&value) {
        Ok(())
    } else {
        Err((at.to_owned(), format!("{value} is not between {low} and {high}")))
    }
}

fn span(at: &str, [low, high]: [f64; 2]) -> Result<(), Fault> {
    within(at, low, 0.0, DAY)?;
    within(at, high, low, DAY)
}

fn priority(at: &str, value: u8) -> Result<(), Fault> {
    within(at, f64::from(value), 1.0, 4.0)
}
