//! The weather in a screen's words.

use super::why;
use crate::view::{WeatherLimitView, WeatherReportView, WeatherView};
use controller_core::WeatherReport;
use controller_core::decide::gates;
use controller_engine::Engine;

/// As it was last measured.
pub fn view(engine: &Engine) -> WeatherView {
    let controller = engine.controller();
    let policy = &controller.setup.policy.weather;
    let limits = gates::forbidden(controller).into_iter();
    WeatherView {
        report: gates::latest(controller).map(report),
        stale_s: policy.stale_s,
        required: policy.required,
        forbids: limits.map(|(airframe, limit)| WeatherLimitView { airframe, why: why(&limit) }).collect(),
    }
}

fn report(report: &WeatherReport) -> WeatherReportView {
    WeatherReportView {
        at_ms: report.at.as_millis(),
        source: report.source.clone(),
        wind_mps: report.wind_mps,
        gust_mps: report.gust_mps,
        visibility_m: report.visibility_m,
        ceiling_m: report.ceiling_m,
        rain_mm_h: report.rain_mm_h,
        temperature_c: report.temperature_c,
    }
}
