//! The answers: who is there first, how long between points, which way, what is within reach; now or undisturbed.
//!
//! A net with an order ([`RoadNet::with_order`]) has a hierarchy and uses it for tables, for ways, and for times between
//! many points; the `k` nearest are found by bounded search as long as that is expected to look at less. Answers are the
//! same either way, to the millisecond and to the road.

use super::RoadNet;
use super::costs::Costs;
use super::engine::{Layered, Plain, TravelTimes, expected};
use super::live::Live;
use super::matrix::Matrix;
use super::metric::Metric;
use super::nearest::{self, Arrival, Best, UnitAt, limit, reached, seconds};
use super::path::{self, Route};
use super::profile::Profile;
use super::search::Search;
use super::snap::Snap;
use crate::frame::Local;
use crate::units::Seconds;

/// How many states a hierarchy looks at for one point, about: what bounded search is weighed against.
const CLIMB: usize = 60;

/// A road net under the conditions of now, or under none.
#[derive(Clone, Copy, Debug)]
pub struct Travel<'a> {
    pub(super) net: &'a RoadNet,
    live: Option<&'a Live>,
    plain: bool,
}

impl RoadNet {
    /// The net without closures and traffic.
    #[must_use]
    pub fn undisturbed(&self) -> Travel<'_> {
        Travel { net: self, live: None, plain: false }
    }

    /// The net under the conditions that `live` was set to ([`RoadNet::set`]).
    #[must_use]
    pub fn under<'a>(&'a self, live: &'a Live) -> Travel<'a> {
        Travel { net: self, live: Some(live), plain: false }
    }
}

impl<'a> Travel<'a> {
    /// The same, answered by plain search alone, as where the net has no order.
    #[must_use]
    pub fn plain(self) -> Self {
        Self { plain: true, ..self }
    }

    /// The `k` units that arrive first at `to`, none slower than `within`: ascending time, ties by index.
    #[must_use]
    pub fn nearest_units(&self, to: &Snap, units: &[UnitAt], k: usize, within: Seconds) -> Vec<Arrival> {
        if k == 0 || within.0 < 0.0 || within.0.is_nan() {
            return Vec::new();
        }
        let mut best = Best::new(k, within);
        if k.saturating_mul(4) > units.len().saturating_add(16) {
            best.found = self.all_arrivals(to, units, k, within);
        } else {
            self.offer_all(to, units, k, &mut best);
        }
        let off_road = to.walk();
        best.found.into_iter().map(|(ms, index)| Arrival { index, time: seconds(ms), off_road }).collect()
    }

    /// Offers all units, the fast ones first, so that the search for slow ones is short.
    fn offer_all(&self, to: &Snap, units: &[UnitAt], k: usize, best: &mut Best) {
        for profile in [Profile::Emergency, Profile::Motorbike, Profile::Car, Profile::Foot] {
            let count = units.iter().filter(|unit| unit.profile == profile).count();
            if count == 0 {
                continue;
            }
            let costs = self.costs(profile);
            if best.found.len() < k && expected(&self.net.graph, k, count) > count * CLIMB && self.has_order() {
                let mine = || units.iter().filter(|unit| unit.profile == profile);
                let from: Vec<Snap> = mine().map(|unit| unit.snap).collect();
                let times = self.engine(profile).to_one(&from, to);
                mine().zip(times).for_each(|(unit, ms)| best.offer(ms, unit.index));
            } else {
                self.net.pool.with(|space| nearest::search(costs, to, units, best, space));
            }
        }
    }

    /// All units within the limit, sorted and cut: cheaper than keeping the best in order when most are asked for.
    fn all_arrivals(&self, to: &Snap, units: &[UnitAt], k: usize, within: Seconds) -> Vec<(u32, usize)> {
        let limit = limit(within);
        let timed = self.ms_of_units(units, to).into_iter().zip(units).map(|(ms, unit)| (ms, unit.index));
        let mut found: Vec<(u32, usize)> = timed.filter(|(ms, _)| *ms <= limit).collect();
        found.sort_unstable_by_key(|&(ms, index)| (index, ms));
        found.dedup_by_key(|(_, index)| *index);
        found.sort_unstable();
        found.truncate(k);
        found
    }

    /// How long each unit takes to one point, in the order of the units; nothing for who cannot get there.
    #[must_use]
    pub fn units_to(&self, units: &[UnitAt], to: &Snap) -> Vec<Option<Seconds>> {
        self.ms_of_units(units, to).into_iter().map(reached).collect()
    }

    fn ms_of_units(&self, units: &[UnitAt], to: &Snap) -> Vec<u32> {
        let mut all = vec![super::graph::NEVER; units.len()];
        for profile in Profile::ALL {
            let (places, from): (Vec<usize>, Vec<Snap>) = units
                .iter()
                .enumerate()
                .filter(|(_, unit)| unit.profile == profile)
                .map(|(i, unit)| (i, unit.snap))
                .unzip();
            if !from.is_empty() {
                let times = self.engine(profile).to_one(&from, to);
                places.into_iter().zip(times).for_each(|(place, ms)| all[place] = ms);
            }
        }
        all
    }

    /// How long from each of many points to one.
    #[must_use]
    pub fn many_to_one(&self, from: &[Snap], to: &Snap, profile: Profile) -> Vec<Option<Seconds>> {
        self.engine(profile).to_one(from, to).into_iter().map(reached).collect()
    }

    /// How long from one point to each of many.
    #[must_use]
    pub fn one_to_many(&self, from: &Snap, to: &[Snap], profile: Profile) -> Vec<Option<Seconds>> {
        self.one_to_many_within(from, to, profile, Seconds(f64::INFINITY))
    }

    /// The same; nothing also for who is farther than `within`, up to which is searched.
    #[must_use]
    pub fn one_to_many_within(
        &self,
        from: &Snap,
        to: &[Snap],
        profile: Profile,
        within: Seconds,
    ) -> Vec<Option<Seconds>> {
        self.engine(profile).to_many(from, to, limit(within)).into_iter().map(reached).collect()
    }

    /// Whether times between far points cost no more than between near ones: answered by a hierarchy, not by search.
    #[must_use]
    pub fn is_layered(&self, profile: Profile) -> bool {
        self.has_order() && self.metric(self.costs(profile)).is_some()
    }

    /// How long from each of many points to each of many.
    #[must_use]
    pub fn matrix(&self, from: &[Snap], to: &[Snap], profile: Profile) -> Matrix {
        Matrix { goals: to.len(), ms: self.engine(profile).matrix(from, to) }
    }

    /// How long from one point to another; nothing when the profile cannot get there.
    #[must_use]
    pub fn travel_time(&self, from: &Snap, to: &Snap, profile: Profile) -> Option<Seconds> {
        self.engine(profile).to_one(std::slice::from_ref(from), to).first().and_then(|ms| reached(*ms))
    }

    /// The fastest way from one point to another; its time is that of [`Travel::travel_time`].
    #[must_use]
    pub fn route(&self, from: &Snap, to: &Snap, profile: Profile) -> Option<Route> {
        let way = self.engine(profile).way(from, to)?;
        Some(path::draw(self.costs(profile), &self.net.names, from, to, &way))
    }

    /// The junctions reached within `budget`, in the order of reaching them, each once.
    #[must_use]
    pub fn reachable_within(&self, from: &Snap, profile: Profile, budget: Seconds) -> Vec<Local> {
        let (costs, graph, limit) = (self.costs(profile), &self.net.graph, limit(budget));
        self.net.pool.with(|space| {
            let mut search = Search::new(costs, true, costs.exits(from), space);
            let mut found: Vec<u32> = Vec::new();
            while let Some((state, time)) = search.next(limit) {
                let junction = graph.junction(state);
                let others = graph.states_of(junction).filter(|other| *other != state);
                // Another copy of the junction may have been here before.
                if others.map(|other| (search.space.time(other), other)).all(|other| other > (time, state)) {
                    found.push(junction);
                }
            }
            found.into_iter().map(|junction| super::data::local(graph.nodes[junction as usize])).collect()
        })
    }

    pub(super) fn costs(&self, profile: Profile) -> Costs<'a> {
        let free = &self.net.times.ms[profile.index()];
        let times = self.live.map_or(&self.net.times, |live| &live.times);
        let (ms, barred) = (&times.ms[profile.index()], &times.barred);
        Costs { graph: &self.net.graph, ms, free, barred, hours: &self.net.hours, profile }
    }

    fn has_order(&self) -> bool {
        !self.plain && self.net.has_order()
    }

    fn metric(&self, costs: Costs<'a>) -> Option<&'a Metric> {
        match self.live {
            Some(live) => self.net.live_metric(live, costs),
            None => self.net.metric(costs),
        }
    }

    fn engine(&self, profile: Profile) -> Box<dyn TravelTimes + 'a> {
        let (costs, pool) = (self.costs(profile), &self.net.pool);
        let hierarchy = self.net.hierarchy.as_deref().filter(|_| self.has_order());
        match hierarchy.zip(hierarchy.and_then(|_| self.metric(costs))) {
            Some((hierarchy, metric)) => Box::new(Layered { costs, hierarchy, metric, pool }),
            None => Box::new(Plain { costs, pool }),
        }
    }
}
