//! Numbers as text, out and in: the same value gives the same text everywhere, and only plain decimal numbers come in.

use crate::units::{Metres, Timestamp};
use std::fmt;

/// Degrees rounded to nine digits after the point (a tenth of a millimetre), no trailing zeros.
pub(super) fn degrees(value: f64) -> impl fmt::Display {
    rounded(value, 1e9)
}

/// Metres rounded to a millimetre.
pub(super) fn metres(value: Metres) -> impl fmt::Display {
    rounded(value.0, 1e3)
}

/// `-0` would read back as another text; adding zero makes it `0`.
fn rounded(value: f64, parts: f64) -> f64 {
    let scaled = value * parts;
    if scaled.abs() < 9e15 { scaled.round() / parts + 0.0 } else { value }
}

/// A number in plain decimal or exponent form. `NaN`, `inf` and what overflows are no numbers.
pub(super) fn parse(text: &str) -> Option<f64> {
    let plain = text.bytes().all(|byte| byte.is_ascii_digit() || b"+-.eE".contains(&byte));
    if !plain {
        return None;
    }
    text.parse().ok().filter(|number: &f64| number.is_finite())
}

/// A moment of ISO 8601 as XML writes it: `2026-05-12T09:40:00Z`; without a zone it is UTC (GPX says so).
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let with_zone = chrono::DateTime::parse_from_rfc3339(text).map(|at| at.timestamp_micros());
    let micros = with_zone.or_else(|_| {
        chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").map(|at| at.and_utc().timestamp_micros())
    });
    micros.ok().map(Timestamp)
}

/// A moment as XML writes it, to the microsecond where it has one.
pub(super) fn moment_text(at: Timestamp) -> Option<String> {
    let moment = chrono::DateTime::from_timestamp_micros(at.0)?;
    let year: i32 = moment.format("%Y").to_string().parse().ok()?;
    (0..=9999).contains(&year).then(|| moment.format("%Y-%m-%dT%H:%M:%S%.fZ").to_string())
}
