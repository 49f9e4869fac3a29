//! Whether the weather lets an aircraft leave the ground: by its airframe's limits and by the policy's. A report that is
//! too old says nothing any more, and where there was one, or the policy wants one, that forbids a launch.

use crate::controller::Controller;
use crate::decide::Step;
use crate::event::Fact;
use crate::facts::weather::{WeatherReport, WeatherReported};
use crate::ids::VehicleId;
use crate::reason::{Reason, WeatherLimit, WeatherStale};
use flight_plans::WeatherFault;
use geodata::{Seconds, Timestamp};

/// What is told again at least this often although nothing changed.
const TOLD_AGAIN: Seconds = Seconds(600.0);

/// A report is written down when it changes what may fly, and now and then.
pub fn heard(controller: &Controller, at: Timestamp, report: &WeatherReport) -> Step {
    let mut step = Step::of(controller);
    let last = controller.ledger.weather.as_ref();
    let same = last.is_some_and(|last| {
        verdict(controller, last) == verdict(controller, report) && report.at.since(last.at) < TOLD_AGAIN
    });
    // Neither from the future nor older than what is known.
    let is_old = last.is_some_and(|last| report.at <= last.at) || report.at > at;
    if !same && !is_old {
        let why = Reason::ReportedBy { source: report.source.clone() };
        step.say(Fact::WeatherReported(WeatherReported { report: report.clone() }), why);
    }
    step
}

/// Everything the weather has against this aircraft.
pub(super) fn faults(controller: &Controller, at: Timestamp, vehicle: VehicleId) -> Vec<Reason> {
    let policy = &controller.setup.policy.weather;
    let Some(report) = latest(controller) else {
        let missing = Reason::WeatherUnknown {};
        return if policy.required { vec![missing] } else { Vec::new() };
    };
    let age = at.since(report.at);
    if age.0 > policy.stale_s {
        return vec![Reason::WeatherStale(WeatherStale { seconds: age.0.round(), source: report.source.clone() })];
    }
    let mut all: Vec<Reason> = Vec::new();
    if let Some(airframe) = controller.setup.plan.airframe_of(vehicle.0) {
        all.extend(airframe.weather_faults(&report.as_measured()).iter().map(limit));
    }
    all.extend(policy_faults(controller, report));
    all
}

/// What the newest report forbids, whatever its age: the policy's limits, which hold for every aircraft, then each airframe's by
/// its name.
#[must_use]
pub fn forbidden(controller: &Controller) -> Vec<(String, Reason)> {
    let Some(report) = latest(controller) else { return Vec::new() };
    let all = policy_faults(controller, report).into_iter().map(|why| (String::new(), why));
    let airframes = controller.setup.plan.airframes.iter().flat_map(|airframe| {
        let faults = airframe.weather_faults(&report.as_measured());
        faults.iter().map(|fault| (airframe.name.clone(), limit(fault))).collect::<Vec<_>>()
    });
    all.chain(airframes).collect()
}

/// The newest report: what was heard, or after a restart what was written down.
#[must_use]
pub fn latest(controller: &Controller) -> Option<&WeatherReport> {
    let heard = controller.picture.weather.as_ref();
    heard.into_iter().chain(&controller.ledger.weather).max_by_key(|report| report.at)
}

/// In figures and signs alone, so that it reads the same in every language.
fn limit(fault: &WeatherFault) -> Reason {
    let WeatherFault { what, measured, limit, unit, least } = *fault;
    let (within, beyond) = if least { ("≥", "<") } else { ("≤", ">") };
    let (what, text) = match (measured, limit) {
        (None, limit) => (format!("unknown_{what}"), format!("{within} {:.1} {unit}", limit.unwrap_or_default())),
        (Some(is), Some(limit)) => (what.to_owned(), format!("{is:.1} {beyond} {limit:.1} {unit}")),
        (Some(is), None) => (what.to_owned(), format!("{is:.1} {unit}")),
    };
    Reason::WeatherLimit(WeatherLimit { what, text })
}

/// The policy's limits: what nobody measured does not break them.
fn policy_faults(controller: &Controller, report: &WeatherReport) -> Vec<Reason> {
    let policy = &controller.setup.policy.weather;
    let over = |what: &str, is: Option<f64>, most: f64, unit: &str| {
        let is = is.filter(|is| *is > most)?;
        Some(Reason::WeatherLimit(WeatherLimit { what: what.to_owned(), text: format!("{is:.1} > {most:.1} {unit}") }))
    };
    let under = |what: &str, is: Option<f64>, least: f64, unit: &str| {
        let is = is.filter(|is| *is < least)?;
        Some(Reason::WeatherLimit(WeatherLimit { what: what.to_owned(), text: format!("{is:.0} < {least:.0} {unit}") }))
    };
    [
        over("gust", report.gust_mps, policy.max_gust_mps, "m/s"),
        over("rain", report.rain_mm_h, policy.max_rain_mm_h, "mm/h"),
        under("visibility", report.visibility_m, policy.min_visibility_m, "m"),
        under("ceiling", report.ceiling_m, policy.min_ceiling_m, "m"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// What a report forbids, by airframe and for all: the kinds, not the figures.
fn verdict(controller: &Controller, report: &WeatherReport) -> Vec<String> {
    let kind = |why: &Reason| match why {
        Reason::WeatherLimit(limit) => limit.what.clone(),
        _ => String::new(),
    };
    let airframes = controller.setup.plan.airframes.iter().flat_map(|airframe| {
        let faults = airframe.weather_faults(&report.as_measured());
        faults
            .into_iter()
            .map(move |fault| format!("{} {} {}", airframe.name, fault.what, fault.measured.is_some()))
            .collect::<Vec<_>>()
    });
    airframes.chain(policy_faults(controller, report).iter().map(kind)).collect()
}
