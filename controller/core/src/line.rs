//! One line an event, in one fixed grammar, for terminals, drills and diffs.
//!
//! `T+hh:mm:ss.mmm kind key=value ... why=code key=value ...` with `T` the first record's time. Values hold no blanks:
//! blanks become `_`. Nested things are left out or named by their number; the journal's body holds all.

use crate::event::{Event, Fact, FlightOffer};
use crate::ledger::Entry;
use geodata::Timestamp;
use serde_json::Value;
use std::fmt::Write as _;

/// The line of an entry, counted from `start`.
#[must_use]
pub fn of(entry: &Entry, start: Timestamp) -> String {
    let mut line = clock(start, entry.at);
    let _ = write!(line, " {}", entry.event.fact.kind());
    for (key, value) in facts(&entry.event) {
        push(&mut line, &key, &value);
    }
    line
}

fn clock(start: Timestamp, at: Timestamp) -> String {
    let millis = at.as_millis() - start.as_millis();
    let (sign, millis) = if millis < 0 { ('-', -millis) } else { ('+', millis) };
    let (hours, minutes) = (millis / 3_600_000, millis / 60_000 % 60);
    format!("T{sign}{hours:02}:{minutes:02}:{:02}.{:03}", millis / 1000 % 60, millis % 1000)
}

fn push(line: &mut String, key: &str, value: &str) {
    let value: String = value.chars().map(|c| if c.is_whitespace() { '_' } else { c }).collect();
    let _ = write!(line, " {key}={value}");
}

fn facts(event: &Event) -> Vec<(String, String)> {
    let mut out = Vec::new();
    if let Ok(Value::Object(fields)) = serde_json::to_value(&event.fact) {
        for (key, value) in &fields {
            // A moment reads badly in microseconds; the body has it.
            if key != "kind"
                && !matches!(key.as_str(), "expires" | "due")
                && let Some(text) = short(key, value)
            {
                out.push((key.clone(), text));
            }
        }
    }
    out.extend(extra(&event.fact));
    if let Ok(Value::Object(fields)) = serde_json::to_value(&event.why) {
        if let Some(code) = fields.get("code").and_then(Value::as_str) {
            out.push(("why".to_owned(), code.to_owned()));
        }
        for (key, value) in &fields {
            if key != "code"
                && let Some(text) = short(key, value)
            {
                out.push((key.clone(), text));
            }
        }
    }
    out
}

/// Numbers, words and places; longer things by what names them.
fn short(key: &str, value: &Value) -> Option<String> {
    match value {
        Value::String(text) if text.is_empty() => Some("-".to_owned()),
        Value::String(text) => Some(text.chars().take(80).collect()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(truth) => Some(truth.to_string()),
        Value::Object(fields) => named(key, fields),
        Value::Null | Value::Array(_) => None,
    }
}

fn named(key: &str, fields: &serde_json::Map<String, Value>) -> Option<String> {
    let word = |name: &str| fields.get(name).and_then(Value::as_str).map(str::to_owned);
    match (fields.get("lat").and_then(Value::as_f64), fields.get("lon").and_then(Value::as_f64)) {
        (Some(lat), Some(lon)) => Some(format!("{lat:.5},{lon:.5}")),
        _ if key == "by" => word("post"),
        _ => word("reply").or_else(|| word("progress")).or_else(|| word("purpose")),
    }
}

/// The parts of nested facts a reader of a drill wants to see.
fn extra(fact: &Fact) -> Vec<(String, String)> {
    let pair = |key: &str, value: String| (key.to_owned(), value);
    match fact {
        Fact::IncidentAssessed { recommendation, .. } => {
            let air = recommendation.air.as_ref();
            let ground = recommendation.ground.first();
            let offer = |offer: &FlightOffer| format!("{}:{:.0}s", offer.vehicle.0, offer.eta.0);
            vec![
                pair("air", air.map_or_else(|| "-".to_owned(), offer)),
                pair(
                    "ground",
                    ground.map_or_else(|| "-".to_owned(), |unit| format!("{}:{:.0}s", unit.unit.0, unit.eta.0)),
                ),
            ]
        }
        Fact::ApprovalRequested { offer, .. } => {
            vec![pair("vehicle", offer.vehicle.0.to_string()), pair("eta_s", format!("{:.0}", offer.eta.0))]
        }
        Fact::SortieOrdered { order, .. } | Fact::OrderGiven { order } => {
            vec![pair("vehicle", order.vehicle.0.to_string()), pair("order", order.kind.word().to_owned())]
        }
        _ => Vec::new(),
    }
}
