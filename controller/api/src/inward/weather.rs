//! A report of the weather, held to what weather can be.

use super::problem;
use crate::ask::{Problem, ReportWeather};
use controller_core::{Actor, Input, Role, WeatherReport};
use geodata::{Seconds, Timestamp};

/// The words as an input.
pub(super) fn report(at: Timestamp, actor: &Actor, said: &ReportWeather) -> Result<Vec<Input>, Problem> {
    if !matches!(actor.role, Role::Commander | Role::Dispatcher | Role::Field) {
        let remedy = "Log in as commander, dispatcher or field.";
        return Err(problem("not_allowed", "role", "this post reports no weather", remedy));
    }
    let is_post = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    if !(1..=32).contains(&said.source.len()) || !said.source.bytes().all(is_post) {
        let remedy = "Send 1 to 32 letters, digits, - and _.";
        return Err(problem("out_of_range", "source", "not the name of a station", remedy));
    }
    let figures = [
        ("wind_mps", said.wind_mps, 0.0, 120.0),
        ("gust_mps", said.gust_mps, 0.0, 150.0),
        ("visibility_m", said.visibility_m, 0.0, 100_000.0),
        ("ceiling_m", said.ceiling_m, 0.0, 20_000.0),
        ("rain_mm_h", said.rain_mm_h, 0.0, 500.0),
        ("temperature_c", said.temperature_c, -80.0, 60.0),
    ];
    for (field, figure, low, high) in figures {
        if figure.is_some_and(|figure| !(low..=high).contains(&figure)) {
            let say = format!("must be {low} to {high}");
            return Err(problem("out_of_range", field, &say, "Leave out what nobody measured."));
        }
    }
    if figures.iter().all(|(_, figure, ..)| figure.is_none()) {
        return Err(problem("missing", "body", "nothing was measured", "Send at least one figure."));
    }
    Ok(vec![Input::Weather(WeatherReport {
        at: at.plus(Seconds(-f64::from(said.age_s))),
        source: said.source.clone(),
        wind_mps: said.wind_mps,
        gust_mps: said.gust_mps,
        visibility_m: said.visibility_m,
        ceiling_m: said.ceiling_m,
        rain_mm_h: said.rain_mm_h,
        temperature_c: said.temperature_c,
    })])
}
