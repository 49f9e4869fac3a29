//! Dose ledgers: minutes of presence per place and hour, required against given. Air and ground are two types that cannot
//! be added to each other: an aircraft overhead is not an officer in the street.

use super::model::Duty;
use super::patrol::Patrol;
use geodata::Timestamp;
use std::collections::BTreeMap;
use std::marker::PhantomData;

/// Whose presence a ledger counts.
pub trait Side {
    /// In records.
    const NAME: &'static str;
}

/// Presence of aircraft.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Air;

/// Presence of ground units.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ground;

impl Side for Air {
    const NAME: &'static str = "air";
}

impl Side for Ground {
    const NAME: &'static str = "ground";
}

/// Microseconds of an hour.
const HOUR: i64 = 3_600_000_000;
/// Microseconds of a minute.
const MINUTE: f64 = 60e6;
/// A presence longer than this many hours is no presence.
const LONGEST: i64 = 48;

/// Minutes of a place in an hour.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Dose {
    /// Wanted.
    pub required: f64,
    /// Flown or walked, or planned to be.
    pub given: f64,
}

impl Dose {
    /// What is still wanted; more than wanted does not make up for another hour.
    #[must_use]
    pub fn missing(&self) -> f64 {
        (self.required - self.given).max(0.0)
    }
}

/// Minutes by place and hour of UTC (hours since 1970).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ledger<S> {
    rows: BTreeMap<(String, i64), Dose>,
    side: PhantomData<S>,
}

/// How much of what is required is given: numerator and denominator in minutes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// Given, counted up to what its hour requires.
    pub given: f64,
    /// Required.
    pub required: f64,
}

impl<S: Side> Ledger<S> {
    /// An empty ledger.
    #[must_use]
    pub fn new() -> Self {
        Self { rows: BTreeMap::new(), side: PhantomData }
    }

    /// Asks for minutes at a place in the hour of a moment; what is no amount asks for nothing.
    pub fn require(&mut self, place: &str, hour: Timestamp, minutes: f64) {
        if minutes.is_finite() && minutes > 0.0 {
            self.row(place, hour.0.div_euclid(HOUR)).required += minutes;
        }
    }

    /// Books a presence, divided at full hours.
    pub fn give(&mut self, place: &str, from: Timestamp, until: Timestamp) {
        let (first, last) = (from.0.div_euclid(HOUR), until.0.saturating_sub(1).div_euclid(HOUR));
        if until <= from || last - first > LONGEST {
            return;
        }
        for hour in first..=last {
            let begins = from.0.max(hour.saturating_mul(HOUR));
            let ends = until.0.min((hour + 1).saturating_mul(HOUR));
            #[allow(clippy::cast_precision_loss)] // An hour of microseconds.
            let minutes = (ends - begins) as f64 / MINUTE;
            self.row(place, hour).given += minutes;
        }
    }

    fn row(&mut self, place: &str, hour: i64) -> &mut Dose {
        self.rows.entry((place.to_owned(), hour)).or_default()
    }

    /// One place in the hour of a moment.
    #[must_use]
    pub fn dose(&self, place: &str, hour: Timestamp) -> Dose {
        self.rows.get(&(place.to_owned(), hour.0.div_euclid(HOUR))).copied().unwrap_or_default()
    }

    /// All rows by place, then hour: the beginning of the hour and the minutes.
    pub fn rows(&self) -> impl Iterator<Item = (&str, Timestamp, Dose)> {
        self.rows.iter().map(|((place, hour), dose)| (place.as_str(), Timestamp(hour * HOUR), *dose))
    }

    /// The presence rate: what was given of what was required.
    #[must_use]
    pub fn rate(&self) -> Rate {
        let given = self.rows.values().map(|d| d.given.min(d.required)).sum();
        Rate { given, required: self.rows.values().map(|d| d.required).sum() }
    }

    /// What is missing by place over all hours that end by a moment, most first: the elastic duty's list to catch up with.
    #[must_use]
    pub fn missing(&self, by: Timestamp) -> Vec<(String, f64)> {
        let mut places: BTreeMap<&str, f64> = BTreeMap::new();
        for ((place, hour), dose) in &self.rows {
            if (hour + 1).saturating_mul(HOUR) <= by.0 && dose.missing() > 0.0 {
                *places.entry(place).or_default() += dose.missing();
            }
        }
        let mut list: Vec<(String, f64)> = places.into_iter().map(|(p, m)| (p.to_owned(), m)).collect();
        list.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        list
    }
}

impl Ledger<Air> {
    /// Books every visit of a schedule; `begins` is the moment its shift begins.
    pub fn fly(&mut self, duty: &Duty, patrol: &Patrol, begins: Timestamp) {
        for visit in patrol.cut.iter().chain(&patrol.sorties).flat_map(|s| &s.visits) {
            if let Some(target) = duty.targets.get(visit.target) {
                self.give(&target.id, begins.plus(visit.at), begins.plus(visit.until));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geodata::Seconds;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn minutes_agree_with_a_count_second_by_second(spans in prop::collection::vec((0_i64..20_000, 1_i64..9_000), 0..6)) {
            let mut ledger = Ledger::<Air>::new();
            let mut counted: BTreeMap<i64, f64> = BTreeMap::new();
            for (from, length) in &spans {
                ledger.give("p", Timestamp(from * 1_000_000), Timestamp((from + length) * 1_000_000));
                for second in *from..from + length {
                    *counted.entry(second / 3_600).or_default() += 1.0 / 60.0;
                }
            }
            for (hour, minutes) in &counted {
                prop_assert!((ledger.dose("p", Timestamp(hour * HOUR)).given - minutes).abs() < 1e-6);
            }
            prop_assert_eq!(ledger.rows().count(), counted.len());
        }
    }

    #[test]
    fn too_much_in_one_hour_does_not_make_up_for_another() {
        let mut ledger = Ledger::<Ground>::new();
        let at = |minutes: f64| Timestamp(0).plus(Seconds(minutes * 60.0));
        ledger.require("p", at(0.0), 10.0);
        ledger.require("p", at(60.0), 10.0);
        ledger.give("p", at(5.0), at(45.0));
        ledger.give("p", at(118.0), at(122.0));
        assert_eq!(ledger.rate(), Rate { given: 12.0, required: 20.0 });
        assert_eq!(ledger.missing(at(120.0)), vec![("p".to_owned(), 8.0)]);
        assert!(ledger.missing(at(60.0)).is_empty());
    }

    #[test]
    fn a_presence_that_ends_before_it_begins_is_none() {
        let mut ledger = Ledger::<Air>::new();
        ledger.give("p", Timestamp(5), Timestamp(5));
        ledger.give("p", Timestamp(i64::MIN), Timestamp(i64::MAX));
        ledger.require("p", Timestamp(0), f64::NAN);
        assert_eq!(ledger.rows().count(), 0);
    }
}
