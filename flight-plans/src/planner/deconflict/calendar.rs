//! What flights use one after the other: docks, aircraft, operators. Says what keeps a flight from a time.

use super::lay::{Course, Field};
use crate::schedule::ScheduledFlight;
use geodata::{Seconds, Timestamp};
use std::collections::BTreeMap;

/// Kept over the least times, for rounding, in seconds.
const SPARE: Seconds = Seconds(1.0);

/// The flights that have their time.
#[derive(Default)]
pub(super) struct Calendar {
    /// Take-offs and landings of a dock.
    docks: BTreeMap<String, Vec<(Timestamp, String)>>,
    /// Flights of an aircraft.
    aircraft: BTreeMap<u32, Vec<([Timestamp; 2], String)>>,
    /// Flights of an operator.
    operators: BTreeMap<String, Vec<[Timestamp; 2]>>,
}

/// When a flight uses its dock.
fn uses(flight: &ScheduledFlight, [start, end]: [Timestamp; 2]) -> impl Iterator<Item = Timestamp> {
    let takeoff = flight.airborne.is_none().then_some(start);
    takeoff.into_iter().chain(std::iter::once(end))
}

impl Calendar {
    /// Gives a flight its time.
    pub(super) fn book(&mut self, flight: &ScheduledFlight, span: [Timestamp; 2]) {
        let dock = self.docks.entry(flight.dock.clone()).or_default();
        dock.extend(uses(flight, span).map(|at| (at, flight.id.clone())));
        self.aircraft.entry(flight.vehicle).or_default().push((span, flight.id.clone()));
        if let Some(operator) = &flight.operator {
            self.operators.entry(operator.clone()).or_default().push(span);
        }
    }

    /// What keeps a flight from its time; nothing when it may have it.
    pub(super) fn refuses(&self, flight: &ScheduledFlight, course: &Course, field: Field<'_>) -> Option<String> {
        let span = course.span(field.zero);
        self.slot(flight, span, field)
            .or_else(|| closed(flight, span, field))
            .or_else(|| self.busy(flight, span, field))
            .or_else(|| self.operator(flight, span, field))
    }

    fn slot(&self, flight: &ScheduledFlight, span: [Timestamp; 2], field: Field<'_>) -> Option<String> {
        let own = field.schedule.docks.iter().find(|rule| rule.dock == flight.dock).and_then(|rule| rule.slot);
        let slot = own.unwrap_or(field.schedule.rules.dock_slot) + SPARE;
        let others = self.docks.get(&flight.dock)?;
        let near = |at: Timestamp| others.iter().find(|(other, _)| at.since(*other).0.abs() < slot.0);
        let (_, other) = uses(flight, span).find_map(near)?;
        Some(format!("dock {} is taken by flight {other}", flight.dock))
    }

    fn busy(&self, flight: &ScheduledFlight, [start, end]: [Timestamp; 2], field: Field<'_>) -> Option<String> {
        let turn = field.plan.airframe_of(flight.vehicle).map_or(Seconds(0.0), |airframe| airframe.turn_round) + SPARE;
        let over = |([from, until], _): &&([Timestamp; 2], String)| start < until.plus(turn) && *from < end.plus(turn);
        let (_, other) = self.aircraft.get(&flight.vehicle)?.iter().find(over)?;
        Some(format!("its aircraft is in flight {other} or made ready after it"))
    }

    /// No operator has more in the air than allowed, counted with all of a flight's time at once.
    fn operator(&self, flight: &ScheduledFlight, [start, end]: [Timestamp; 2], field: Field<'_>) -> Option<String> {
        let id = flight.operator.as_ref()?;
        let operator = field.schedule.operators.iter().find(|operator| &operator.id == id)?;
        if operator.shift.is_some_and(|[from, until]| start < from || end > until) {
            return Some(format!("operator {id} is not on duty"));
        }
        let others = self.operators.get(id).map_or(&[][..], Vec::as_slice);
        let up = |at: Timestamp| others.iter().filter(|[from, until]| *from <= at && at < *until).count();
        let starts = others.iter().map(|[from, _]| *from).filter(|from| start <= *from && *from < end);
        let most = starts.chain(std::iter::once(start)).map(up).max().unwrap_or(0);
        (most >= operator.most as usize).then(|| format!("operator {id} already has {most} aircraft in the air"))
    }
}

/// A dock that is closed when the flight, or any return of it, would use it.
fn closed(flight: &ScheduledFlight, [start, end]: [Timestamp; 2], field: Field<'_>) -> Option<String> {
    let rule = field.schedule.docks.iter().find(|rule| rule.dock == flight.dock)?;
    let late = end.plus(Seconds(super::lay::RETURN));
    let shut = rule.closed.iter().any(|[from, until]| start < *until && *from < late);
    shut.then(|| format!("dock {} is closed", flight.dock))
}
