//! A judge that is kept while a schedule is edited: what a flight needs alone is judged again only when that flight, or
//! something it depends on, has changed.

use super::together::Entry;
use super::track::Track;
use super::{World, alone, numbers, together};
use crate::schedule::{DockRule, Relay, Rules, Schedule, ScheduledFlight, Weather};
use geodata::{Finding, Timestamp};
use std::collections::BTreeMap;

/// Judges schedules, and remembers the flights of the last one.
#[derive(Clone, Debug)]
pub struct Judge<'a> {
    world: World<'a>,
    shared: Option<Shared>,
    flights: BTreeMap<String, Judged>,
}

/// What a single flight depends on besides itself.
#[derive(Clone, Debug, PartialEq)]
struct Shared {
    docks: Vec<DockRule>,
    relays: Vec<Relay>,
    weather: Vec<Weather>,
    rules: Rules,
}

#[derive(Clone, Debug)]
struct Judged {
    flight: ScheduledFlight,
    findings: Vec<Finding>,
    track: Option<Track>,
}

impl<'a> Judge<'a> {
    /// A judge that remembers nothing yet.
    #[must_use]
    pub fn new(world: World<'a>) -> Self {
        Self { world, shared: None, flights: BTreeMap::new() }
    }

    /// The same judge in another world, after zones, ground or the plan have changed; it begins anew.
    pub fn world(&mut self, world: World<'a>) {
        *self = Self::new(world);
    }

    /// Everything that is wrong with a schedule: exactly what [`super::schedule`] says, from the flights that did not
    /// change since the last time without judging them again.
    pub fn judge(&mut self, schedule: &Schedule) -> Vec<Finding> {
        let mut findings = numbers::check(schedule);
        if !findings.is_empty() {
            return findings;
        }
        self.remember(schedule);
        let zero = schedule.flights.iter().map(|flight| flight.takeoff_at).min().unwrap_or(Timestamp(0));
        let judged = || schedule.flights.iter().filter_map(|flight| self.flights.get(&flight.id));
        findings.extend(judged().flat_map(|judged| judged.findings.iter().cloned()));
        let entries: Vec<Entry<'_>> =
            judged().filter_map(|judged| Some(Entry::new(&judged.flight, judged.track.as_ref()?, zero))).collect();
        findings.extend(together::check(&entries, schedule, &self.world));
        findings
    }

    /// Judges what has changed and forgets what is gone.
    fn remember(&mut self, schedule: &Schedule) {
        let Schedule { docks, relays, weather, rules, .. } = schedule;
        let same = self
            .shared
            .as_ref()
            .is_some_and(|s| &s.docks == docks && &s.relays == relays && &s.weather == weather && &s.rules == rules);
        if !same {
            self.flights.clear();
            let (docks, relays, weather) = (docks.clone(), relays.clone(), weather.clone());
            self.shared = Some(Shared { docks, relays, weather, rules: *rules });
        }
        let mut known = std::mem::take(&mut self.flights);
        for flight in &schedule.flights {
            let kept = known.remove(&flight.id).filter(|judged| &judged.flight == flight);
            let judged = kept.unwrap_or_else(|| {
                let (findings, track) = alone::check(flight, schedule, &self.world);
                Judged { flight: flight.clone(), findings, track }
            });
            self.flights.insert(flight.id.clone(), judged);
        }
    }
}
