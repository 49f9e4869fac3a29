//! Docks and aircraft as things that are used one after the other: take-off and landing slots, closed docks, the time
//! between landing and the next start.

use super::together::Entry;
use crate::plan::Plan;
use crate::schedule::Schedule;
use geodata::{Finding, Timestamp};
use std::collections::BTreeMap;

/// Rounding of moments, in seconds.
const ROUNDING: f64 = 1e-3;

pub(super) fn check(entries: &[Entry<'_>], schedule: &Schedule, plan: &Plan) -> Vec<Finding> {
    let mut findings = slots(entries, schedule);
    findings.extend(closed(entries, schedule));
    findings.extend(turn_round(entries, plan));
    findings
}

/// A take-off or a landing.
struct Use<'a> {
    at: Timestamp,
    entry: &'a Entry<'a>,
    word: &'static str,
    item: usize,
}

/// Take-offs and landings by dock, in order of time.
fn uses<'a>(entries: &'a [Entry<'a>]) -> BTreeMap<&'a str, Vec<Use<'a>>> {
    let mut docks: BTreeMap<&str, Vec<Use<'_>>> = BTreeMap::new();
    for entry in entries {
        let uses = docks.entry(entry.flight.dock.as_str()).or_default();
        if entry.flight.airborne.is_none() {
            uses.push(Use { at: entry.flight.takeoff_at, entry, word: "take-off", item: 0 });
        }
        let item = entry.track.parts.last().map_or(0, |part| part.item);
        uses.push(Use { at: entry.landed_at(), entry, word: "landing", item });
    }
    for uses in docks.values_mut() {
        uses.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| a.entry.flight.id.cmp(&b.entry.flight.id)));
    }
    docks
}

fn slots(entries: &[Entry<'_>], schedule: &Schedule) -> Vec<Finding> {
    let slot = |dock: &str| {
        let own = schedule.docks.iter().find(|rule| rule.dock == dock).and_then(|rule| rule.slot);
        own.unwrap_or(schedule.rules.dock_slot)
    };
    let mut findings = Vec::new();
    for (dock, uses) in uses(entries) {
        let slot = slot(dock).0;
        for pair in uses.windows(2).filter(|pair| pair[1].at.since(pair[0].at).0 + ROUNDING < slot) {
            let (first, then) = (&pair[0], &pair[1]);
            let at = format!("flight {}, item {}", then.entry.flight.id, then.item);
            let gap = then.at.since(first.at).0;
            let say = format!(
                "its {} at dock {dock} comes {gap:.0} s after the {} of flight {}, the slot is {slot:.0} s",
                then.word, first.word, first.entry.flight.id
            );
            let remedy = format!("Start it {:.0} s later", (slot - gap).ceil());
            findings.push(Finding::new("dock_slot", at, say, remedy));
        }
    }
    findings
}

/// Take-offs and landings while a dock is closed.
fn closed(entries: &[Entry<'_>], schedule: &Schedule) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (dock, uses) in uses(entries) {
        let spans = schedule.docks.iter().filter(|rule| rule.dock == dock).flat_map(|rule| &rule.closed);
        for [from, until] in spans {
            for used in uses.iter().filter(|used| (*from..*until).contains(&used.at)) {
                let at = format!("flight {}, item {}", used.entry.flight.id, used.item);
                let say =
                    format!("its {} at {} is while dock {dock} is closed, from {from} to {until}", used.word, used.at);
                findings.push(Finding::new("dock_closed", at, say, "Fly it at another time or from another dock"));
            }
        }
    }
    findings
}

/// One aircraft flies one flight at a time, and is made ready between two.
fn turn_round(entries: &[Entry<'_>], plan: &Plan) -> Vec<Finding> {
    let mut by_vehicle: BTreeMap<u32, Vec<&Entry<'_>>> = BTreeMap::new();
    for entry in entries {
        by_vehicle.entry(entry.flight.vehicle).or_default().push(entry);
    }
    let mut findings = Vec::new();
    for (vehicle, mut flights) in by_vehicle {
        flights.sort_by(|a, b| (a.flight.takeoff_at, &a.flight.id).cmp(&(b.flight.takeoff_at, &b.flight.id)));
        let needed = plan.airframe_of(vehicle).map_or(0.0, |airframe| airframe.turn_round.0);
        for pair in flights.windows(2) {
            let gap = pair[1].flight.takeoff_at.since(pair[0].landed_at()).0;
            if gap + ROUNDING >= needed {
                continue;
            }
            let at = format!("flight {}, item 0", pair[1].flight.id);
            let (code, say) = if gap < 0.0 {
                ("vehicle_in_use", format!("its aircraft still flies flight {} for {:.0} s", pair[0].flight.id, -gap))
            } else {
                let before = &pair[0].flight.id;
                (
                    "turn_round",
                    format!("its aircraft landed {gap:.0} s before from flight {before}, it needs {needed:.0} s"),
                )
            };
            let remedy = format!("Start it {:.0} s later, or send another aircraft", (needed - gap).ceil());
            findings.push(Finding::new(code, at, say, remedy));
        }
    }
    findings
}
