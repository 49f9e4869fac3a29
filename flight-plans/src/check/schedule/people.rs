//! Operators: each flight has one, on duty all the time it flies, and none has more aircraft in the air than allowed.

use super::together::Entry;
use crate::schedule::{Operator, Schedule};
use geodata::{Finding, Timestamp};

pub(super) fn check(entries: &[Entry<'_>], schedule: &Schedule) -> Vec<Finding> {
    if schedule.operators.is_empty() {
        return Vec::new();
    }
    let mut findings: Vec<Finding> = entries.iter().filter_map(|entry| watched(entry, schedule)).collect();
    for operator in &schedule.operators {
        findings.extend(too_many(operator, entries));
    }
    findings
}

fn watched(entry: &Entry<'_>, schedule: &Schedule) -> Option<Finding> {
    let at = || format!("flight {}", entry.flight.id);
    let Some(id) = &entry.flight.operator else {
        return Some(Finding::new("operator_missing", at(), "nobody watches over it", "Give it an operator"));
    };
    let Some(operator) = schedule.operators.iter().find(|o| &o.id == id) else {
        let say = format!("the schedule has no operator {id}");
        return Some(Finding::new("operator_missing", at(), say, "Give it an operator of the schedule"));
    };
    let [from, until] = operator.shift?;
    let (start, end) = (entry.flight.takeoff_at, entry.landed_at());
    let say = || format!("it flies from {start} to {end}, operator {id} is on duty from {from} to {until}");
    let remedy = "Give it an operator who is on duty, or fly it within the shift";
    (start < from || end > until).then(|| Finding::new("operator_off_duty", at(), say(), remedy))
}

/// Each take-off at which an operator has more in the air than allowed.
fn too_many(operator: &Operator, entries: &[Entry<'_>]) -> Vec<Finding> {
    let own = || entries.iter().filter(|entry| entry.flight.operator.as_ref() == Some(&operator.id));
    let up = |now: Timestamp| own().filter(move |e| e.flight.takeoff_at <= now && now < e.landed_at());
    let over = |entry: &&Entry<'_>| up(entry.flight.takeoff_at).count() > operator.most as usize;
    let finding = |entry: &Entry<'_>| {
        let now = entry.flight.takeoff_at;
        let others: Vec<&str> =
            up(now).map(|e| e.flight.id.as_str()).filter(|id| *id != entry.flight.id.as_str()).take(8).collect();
        let at = format!("flight {}, item 0", entry.flight.id);
        let (id, most, many) = (&operator.id, operator.most, up(now).count());
        let say = format!(
            "operator {id} would have {many} aircraft in the air, {most} at most: flights {}",
            others.join(", ")
        );
        Finding::new("operator_over", at, say, "Give it to another operator, or start it later")
    };
    own().filter(over).map(finding).collect()
}
