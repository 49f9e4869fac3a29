//! The net as it is now: the times of all roads under conditions, changed in place, read by every answer.
//!
//! Setting new conditions touches only what differs from those before, so a closure is in the next answer after
//! microseconds; a hierarchy's shortcuts are mended for the changed roads alone, or filled in anew where the hour of the
//! day changed them all.

use super::RoadNet;
use super::conditions::{Conditions, LEAST_FACTOR, MOST_FACTOR, Pace};
use super::costs::{Costs, Times, whole_ms};
use super::graph::{Graph, NEVER};
use super::hours::{Hours, Key};
use super::metric::Metric;
use super::profile::{Profile, RoadClass};
use super::turns::bit;
use crate::finding::Finding;
use crate::units::Timestamp;
use std::collections::BTreeMap;
use std::sync::OnceLock;

/// Above this share of all slots, mending shortcuts one by one takes longer than filling them in anew.
const MENDED_AT_MOST: usize = 64;

const MINUTE_US: i64 = 60_000_000;

/// The times of one net under the conditions last set. Belongs to the net it was made from.
#[derive(Clone, Debug)]
pub struct Live {
    pub(super) times: Times,
    pub(super) metrics: [OnceLock<Metric>; Profile::ALL.len()],
    /// Slot and profile of what edge conditions changed.
    changed: BTreeMap<Key, u32>,
    /// The hour's factor for each class and profile that the times bear.
    factors: BTreeMap<(RoadClass, Profile), f64>,
}

impl Live {
    /// How many directions of edges have another time than without conditions, counted for each profile.
    #[must_use]
    pub fn changed(&self) -> usize {
        self.changed.len()
    }
}

impl RoadNet {
    /// The net without any conditions, ready to take some.
    #[must_use]
    pub fn live(&self) -> Live {
        Live {
            times: self.times.clone(),
            metrics: Default::default(),
            changed: BTreeMap::new(),
            factors: BTreeMap::new(),
        }
    }

    /// Brings `live` to what `conditions` say of the moment `at`. The next answer under it knows them.
    ///
    /// # Errors
    /// All faults of the conditions at once ([`Conditions::check`]); then nothing changes.
    pub fn set(&self, live: &mut Live, conditions: &Conditions, at: Timestamp) -> Result<(), Vec<Finding>> {
        let faults = conditions.check(self);
        if !faults.is_empty() {
            return Err(faults);
        }
        let factors = self.factors(conditions, at);
        let minute = conditions.minute(at);
        let hours = minute.map(|minute| self.hours.at(&self.graph, minute)).unwrap_or_default();
        let wanted = self.wanted(conditions, &factors, &hours, at);
        self.bar(live, minute);
        if factors == live.factors {
            self.mend(live, wanted);
        } else {
            self.renew(live, factors, wanted);
        }
        Ok(())
    }

    /// The next moment after `at` when something begins or ends: by the conditions ([`Conditions::next_change`]), or by
    /// a rule of certain hours of the net, where the conditions know the clock.
    #[must_use]
    pub fn next_change(&self, conditions: &Conditions, at: Timestamp) -> Option<Timestamp> {
        let minutes = conditions.minute(at).and_then(|minute| self.hours.next_change(&self.graph, minute));
        let begun = at.0.saturating_sub(at.0.rem_euclid(MINUTE_US));
        let rule = minutes.map(|minutes| Timestamp(begun.saturating_add(i64::from(minutes) * MINUTE_US)));
        conditions.next_change(at).into_iter().chain(rule).min()
    }

    /// Brings the turns of certain hours to a minute of the week, and mends the shortcuts over those that changed.
    fn bar(&self, live: &mut Live, minute: Option<u16>) {
        let barred = minute.map_or_else(|| self.times.barred.clone(), |minute| Hours::barred_at(&self.graph, minute));
        let before = std::mem::replace(&mut live.times.barred, barred);
        for profile in Profile::ALL {
            let slots = self.turned(&before, &live.times.barred, profile);
            self.mend_metric(live, profile, &slots);
        }
    }

    /// The slots of turns that are forbidden to a profile in one of two states and not in the other.
    fn turned(&self, before: &[u8], now: &[u8], profile: Profile) -> Vec<u32> {
        let both = self.graph.timed_turns.iter().zip(before.iter().zip(now));
        both.filter(|(_, (before, now))| (*before ^ *now) & bit(profile) != 0).map(|(turn, _)| turn.slot).collect()
    }

    /// The factors of the hour that are not 1.
    fn factors(&self, conditions: &Conditions, at: Timestamp) -> BTreeMap<(RoadClass, Profile), f64> {
        let mut factors = BTreeMap::new();
        if conditions.hours.is_empty() {
            return factors;
        }
        for class in (0..=u8::MAX).map_while(RoadClass::of_code) {
            for profile in Profile::ALL {
                if let Some(factor) = conditions.hourly(at, class, profile).filter(|f| (f - 1.0).abs() > 1e-9) {
                    factors.insert((class, profile), factor);
                }
            }
        }
        factors
    }

    /// The times that rules of the hour, closures and speeds ask for, by slot and profile.
    fn wanted(
        &self,
        conditions: &Conditions,
        factors: &BTreeMap<(RoadClass, Profile), f64>,
        hours: &BTreeMap<Key, u32>,
        at: Timestamp,
    ) -> BTreeMap<Key, u32> {
        let slowed = |free: u32, slot: u32, profile: usize| {
            hour_ms(free, factors.get(&(self.graph.edges[slot as usize / 2].class, Profile::ALL[profile])))
        };
        let undisturbed = |slot: u32, profile: usize| self.times.ms[profile][slot as usize];
        let by_hour = hours.iter().filter(|((slot, profile), ms)| **ms != undisturbed(*slot, *profile));
        let by_hour = by_hour.map(|((slot, profile), ms)| ((*slot, *profile), slowed(*ms, *slot, *profile)));
        let mut wanted: BTreeMap<Key, u32> = by_hour.collect();
        let mut put = |edge: u32, forward: bool, profile: Profile, time: &dyn Fn(u32) -> u32| {
            let slot = Graph::slots(edge)[usize::from(!forward)];
            let key = (slot, profile.index());
            let usual = undisturbed(slot, profile.index());
            let free = hours.get(&key).copied().unwrap_or(usual);
            if free == NEVER {
                return;
            }
            match time(free) {
                ms if ms == slowed(usual, slot, profile.index()) => wanted.remove(&key),
                ms => wanted.insert(key, ms),
            };
        };
        for speed in conditions.speeds.iter().filter(|speed| speed.span.holds(at)) {
            let mine = |p: Profile| {
                if speed.profiles.is_empty() { p != Profile::Foot } else { speed.profiles.contains(&p) }
            };
            let metres = self.graph.length(speed.edge.0);
            let time = |free: u32| match speed.speed {
                Pace::Kph(kph) => whole_ms(metres / kph * 3600.0),
                Pace::Factor(factor) => hour_ms(free, Some(&factor)),
            };
            for forward in [true, false].into_iter().filter(|forward| speed.direction.means(*forward)) {
                Profile::ALL.into_iter().filter(|p| mine(*p)).for_each(|p| put(speed.edge.0, forward, p, &time));
            }
        }
        for closure in conditions.closures.iter().filter(|closure| closure.span.holds(at)) {
            let mine = |p: &Profile| closure.profiles.is_empty() || closure.profiles.contains(p);
            for forward in [true, false].into_iter().filter(|forward| closure.direction.means(*forward)) {
                Profile::ALL.into_iter().filter(mine).for_each(|p| put(closure.edge.0, forward, p, &|_| NEVER));
            }
        }
        wanted
    }

    /// Changes what is wanted otherwise than before.
    fn mend(&self, live: &mut Live, wanted: BTreeMap<Key, u32>) {
        let mut touched: [Vec<u32>; Profile::ALL.len()] = Default::default();
        for (slot, profile) in live.changed.keys().filter(|key| !wanted.contains_key(key)) {
            live.times.ms[*profile][*slot as usize] = self.hour_time(&live.factors, *slot, *profile);
            touched[*profile].push(*slot);
        }
        for ((slot, profile), ms) in &wanted {
            let now = &mut live.times.ms[*profile][*slot as usize];
            if *now != *ms {
                *now = *ms;
                touched[*profile].push(*slot);
            }
        }
        live.changed = wanted;
        for (profile, slots) in Profile::ALL.into_iter().zip(touched) {
            self.mend_metric(live, profile, &slots);
        }
    }

    fn mend_metric(&self, live: &mut Live, profile: Profile, slots: &[u32]) {
        let (Some(hierarchy), false) = (&self.hierarchy, slots.is_empty()) else { return };
        let (ms, free) = (&live.times.ms[profile.index()], &self.times.ms[profile.index()]);
        let barred = &live.times.barred;
        let costs = Costs { graph: &self.graph, ms, free, barred, hours: &self.hours, profile };
        let cell = &mut live.metrics[profile.index()];
        if slots.len() > ms.len() / MENDED_AT_MOST + 16 {
            // Filled in anew by the next answer that needs it.
            *cell = OnceLock::new();
        } else if let Some(metric) = cell.get_mut() {
            metric.update(hierarchy, costs, slots.iter().copied());
        }
    }

    /// All times anew under other factors of the hour.
    fn renew(&self, live: &mut Live, factors: BTreeMap<(RoadClass, Profile), f64>, wanted: BTreeMap<Key, u32>) {
        for profile in Profile::ALL {
            for slot in 0..self.graph.edge_count() * 2 {
                live.times.ms[profile.index()][slot as usize] = self.hour_time(&factors, slot, profile.index());
            }
        }
        for ((slot, profile), ms) in &wanted {
            live.times.ms[*profile][*slot as usize] = *ms;
        }
        live.metrics = Default::default();
        (live.factors, live.changed) = (factors, wanted);
    }

    fn hour_time(&self, factors: &BTreeMap<(RoadClass, Profile), f64>, slot: u32, profile: usize) -> u32 {
        let free = self.times.ms[profile][slot as usize];
        let class = self.graph.edges[slot as usize / 2].class;
        hour_ms(free, factors.get(&(class, Profile::ALL[profile])))
    }

    /// The metric of a live net, made from the undisturbed one by mending when few roads differ.
    pub(super) fn live_metric<'a>(&'a self, live: &'a Live, costs: Costs) -> Option<&'a Metric> {
        let hierarchy = self.hierarchy.as_ref()?;
        let index = costs.profile.index();
        Some(live.metrics[index].get_or_init(|| {
            let mut slots: Vec<u32> = live.changed.keys().filter(|key| key.1 == index).map(|key| key.0).collect();
            slots.extend(self.turned(&self.times.barred, &live.times.barred, costs.profile));
            let few = slots.len() <= costs.ms.len() / MENDED_AT_MOST + 16;
            let same_hour = live.factors.keys().all(|(_, profile)| *profile != costs.profile);
            match self.metrics[index].get().filter(|_| few && same_hour) {
                Some(free) => {
                    let mut metric = free.clone();
                    metric.update(hierarchy, costs, slots.into_iter());
                    metric
                }
                None => Metric::full(hierarchy, costs),
            }
        }))
    }
}

fn hour_ms(free: u32, factor: Option<&f64>) -> u32 {
    match factor {
        Some(factor) if free != NEVER => whole_ms(f64::from(free) / factor.clamp(LEAST_FACTOR, MOST_FACTOR)),
        _ => free,
    }
}
