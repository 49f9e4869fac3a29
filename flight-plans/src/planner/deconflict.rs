//! Flights that do not come too near to each other: another layer first, then a later start, and for docks, aircraft and
//! operators a time of their own.
//!
//! Flights are given their place one after the other, those in the air first and then by their start. Each takes the
//! least delay at which any layer is free, its own layer first. What finds no place is left out and told who stands in
//! its way. The judge has a test of its own for the same thing, and shares nothing with this one.

mod calendar;
mod fit;
mod lay;
pub mod pairs;
#[cfg(test)]
mod tests;

use super::contract::{Outcome, Why};
use super::pace::{Pace, Progress};
use crate::plan::Plan;
use crate::schedule::{Schedule, ScheduledFlight};
use calendar::Calendar;
use geodata::{Agl, Atlas, Seconds, Timestamp};
use lay::{Course, Field};
use pairs::{Spacing, Way};
use std::collections::BTreeSet;

/// What is asked of the planner.
#[derive(Clone, Debug)]
pub struct Wish<'a> {
    /// The district.
    pub atlas: &'a Atlas,
    /// The plan with the aircraft.
    pub plan: &'a Plan,
    /// The layers that may be flown, besides each flight's own.
    pub layers: Vec<Agl>,
    /// The most a start may be put off.
    pub most_delay: Seconds,
    /// Delays are tried in steps of this; at least a second.
    pub step: Seconds,
}

/// What was changed of a flight.
#[derive(Clone, Debug, PartialEq)]
pub struct Moved {
    /// The flight.
    pub flight: String,
    /// Its layer before and after.
    pub layer: [Agl; 2],
    /// How much later it starts.
    pub delay: Seconds,
    /// What stood in the way of leaving it as it was.
    pub because: String,
}

/// A schedule whose flights keep apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Untangled {
    /// The flights that found a place, in the order of the schedule, and all the schedule's rules.
    pub schedule: Schedule,
    /// What was changed.
    pub moved: Vec<Moved>,
}

/// The schedule with its flights apart. The value is the sum of all delays in seconds; no sum is less than zero, and the
/// bound says so. Who is left out could not be put anywhere within the wish, and is told why.
///
/// When the pace is used up, the flights that have not been looked at are left out.
#[must_use]
pub fn deconflict(schedule: &Schedule, wish: &Wish<'_>, pace: &mut dyn Pace) -> Outcome<Untangled, String> {
    let zero = schedule.flights.iter().map(|flight| flight.takeoff_at).min().unwrap_or(Timestamp(0));
    let field = Field { atlas: wish.atlas, plan: wish.plan, schedule, zero };
    let mut order: Vec<usize> = (0..schedule.flights.len()).collect();
    let key = |i: usize| {
        let flight = &schedule.flights[i];
        (flight.airborne.is_none(), flight.takeoff_at, flight.id.as_str())
    };
    order.sort_by_key(|&i| key(i));
    let mut desk = Desk { field, wish, calendar: Calendar::default(), placed: Vec::new(), names: BTreeSet::new() };
    let (mut left_out, mut moved, mut rounds, mut delays) = (Vec::new(), Vec::new(), 0, 0.0);
    for &index in &order {
        let flight = &schedule.flights[index];
        if pace.spent(&Progress { rounds, value: delays, bound: Some(0.0) }) >= 1.0 {
            left_out.push((flight.id.clone(), Why::Other("there was no time left to look for a place".into())));
            continue;
        }
        rounds += 1;
        match desk.place(flight, index) {
            Ok(change) => {
                delays += change.as_ref().map_or(0.0, |change| change.delay.0);
                moved.extend(change);
            }
            Err(why) => left_out.push((flight.id.clone(), Why::Other(why))),
        }
    }
    desk.placed.sort_by_key(|placed| placed.index);
    let flights = desk.placed.into_iter().map(|placed| placed.flight).collect();
    let best = Untangled { schedule: Schedule { flights, ..schedule.clone() }, moved };
    Outcome { best, value: delays, bound: Some(0.0), seed: 0, rounds, left_out }
}

/// The way of every flight of a schedule in time, as this planner reckons it: seconds after `zero`. A flight that cannot
/// be laid out says why.
#[must_use]
pub fn ways(schedule: &Schedule, atlas: &Atlas, plan: &Plan, zero: Timestamp) -> Vec<Result<Way, String>> {
    let field = Field { atlas, plan, schedule, zero };
    schedule.flights.iter().map(|flight| lay::lay(flight, field).map(|course| Way::new(course.knots))).collect()
}

/// A flight that has its place.
struct Placed {
    index: usize,
    flight: ScheduledFlight,
    way: Way,
}

/// The state of the search.
struct Desk<'a> {
    field: Field<'a>,
    wish: &'a Wish<'a>,
    calendar: Calendar,
    placed: Vec<Placed>,
    names: BTreeSet<String>,
}

impl Desk<'_> {
    /// Gives a flight a place; says what was changed for it, or what stands in its way.
    fn place(&mut self, flight: &ScheduledFlight, index: usize) -> Result<Option<Moved>, String> {
        if !self.names.insert(flight.id.clone()) {
            return Err("another flight has the same id".into());
        }
        let planned = lay::lay(flight, self.field)?;
        let span = planned.span(self.field.zero);
        let mut because: Option<String> = None;
        for delay in self.delays(flight) {
            for layer in self.layers(flight) {
                let unchanged = delay.0 <= 0.0 && layer == flight.layer;
                let candidate = match self.candidate(flight, layer, delay) {
                    Ok(candidate) => candidate,
                    Err(why) => {
                        because.get_or_insert(why);
                        continue;
                    }
                };
                let way = Way::new(candidate.1.knots.clone());
                let judged = if unchanged { None } else { fit::refuses(&candidate.0, &candidate.1, span, self.field) };
                let refused = judged
                    .or_else(|| self.calendar.refuses(&candidate.0, &candidate.1, self.field))
                    .or_else(|| self.meets(&way));
                if let Some(why) = refused {
                    because.get_or_insert(why);
                    continue;
                }
                self.calendar.book(&candidate.0, candidate.1.span(self.field.zero));
                self.placed.push(Placed { index, flight: candidate.0, way });
                let change = || Moved {
                    flight: flight.id.clone(),
                    layer: [flight.layer, layer],
                    delay,
                    because: because.unwrap_or_default(),
                };
                return Ok((!unchanged).then(change));
            }
        }
        let most = if flight.airborne.is_some() { 0.0 } else { self.wish.most_delay.0 };
        let because = because.unwrap_or_else(|| "nothing could be tried".into());
        Err(format!("{because}; no other layer and no delay of up to {most:.0} s helps"))
    }

    /// The flight in a layer and so much later, and its course.
    fn candidate(
        &self,
        flight: &ScheduledFlight,
        layer: Agl,
        delay: Seconds,
    ) -> Result<(ScheduledFlight, Course), String> {
        let raised =
            if layer == flight.layer { Some(flight.clone()) } else { fit::in_layer(flight, layer, self.field) };
        let raised = raised.ok_or_else(|| format!("it cannot be flown at {:.0} m", layer.0.0))?;
        let candidate = ScheduledFlight { takeoff_at: flight.takeoff_at.plus(delay), ..raised };
        let course = lay::lay(&candidate, self.field)?;
        Ok((candidate, course))
    }

    /// Delays to try, the least first; who flies already cannot wait on the ground.
    fn delays(&self, flight: &ScheduledFlight) -> Vec<Seconds> {
        let (most, step) = (self.wish.most_delay.0.clamp(0.0, 86_400.0), self.wish.step.0.max(1.0));
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // at most the seconds of a day
        let steps = if flight.airborne.is_some() { 0 } else { (most / step).floor() as u32 };
        (0..=steps).map(|i| Seconds(f64::from(i) * step)).collect()
    }

    /// Layers to try, its own first; who flies already keeps its own.
    fn layers(&self, flight: &ScheduledFlight) -> Vec<Agl> {
        let mut layers = vec![flight.layer];
        if flight.airborne.is_none() {
            layers.extend(self.wish.layers.iter().copied().filter(|layer| *layer != flight.layer));
        }
        layers
    }

    /// A placed flight that comes too near.
    fn meets(&self, way: &Way) -> Option<String> {
        let rules = &self.field.schedule.rules;
        let room = Spacing { level: rules.horizontal.0, up: rules.vertical.0 - HAIR };
        let other = self.placed.iter().find(|placed| placed.way.conflict(way, room).is_some())?;
        Some(format!("it would come too near to flight {}", other.flight.id))
    }
}

/// Layers that are exactly as far apart as the rules ask are apart, whatever the rounding, in metres.
const HAIR: f64 = 0.1;
