//! By road: places snapped once, then one search a move over those that can count.
//!
//! Without a hierarchy the search ends where nothing counts any more. With one, every place asked about costs its part, and
//! which can count is told by landmarks (Goldberg and Harrelson, SODA 2005): with the times from a few points of the net
//! to all places at hand, a unit that is `a` from a landmark cannot be sooner at a place that is `b` from it than `b - a`.

use super::millis;
use crate::circle::NEVER;
use crate::circle::model::Circles;
use geodata::{Local, Profile, ResponderClass, RoadNet, Seconds, Snap, Travel};

/// What sums of rounded times may be off by, seconds.
const SLACK: f64 = 0.01;

/// Landmarks of each profile.
const LANDMARKS: usize = 6;

/// Places of all circles on the roads of one profile, with their landmarks.
#[derive(Clone, Debug)]
struct Side {
    profile: Profile,
    /// By place; nothing where the profile has no road.
    snaps: Vec<Option<Snap>>,
    /// On foot from the road to the place, seconds.
    walk: Vec<f64>,
    marks: Vec<Snap>,
    /// By landmark and place, seconds.
    far: Vec<Vec<f64>>,
}

/// Places of all circles on the roads. To be made anew when closures or speeds change.
#[derive(Clone, Debug)]
pub struct RoadGoals {
    sides: Vec<Side>,
}

impl RoadGoals {
    /// Snaps all places and measures them from the landmarks, under the conditions of `travel`.
    #[must_use]
    pub fn new(net: &RoadNet, travel: Travel, of: &Circles) -> Self {
        Self { sides: Profile::ALL.into_iter().map(|profile| Side::new(net, travel, of, profile)).collect() }
    }
}

impl Side {
    fn new(net: &RoadNet, travel: Travel, of: &Circles, profile: Profile) -> Self {
        let snaps: Vec<Option<Snap>> =
            of.circles.iter().map(|circle| net.snap_for(circle.at, profile).map(|snapped| snapped.snap)).collect();
        let walk = snaps.iter().map(|snap| snap.map_or(f64::INFINITY, |snap| snap.walk().0)).collect();
        let mut side = Self { profile, snaps, walk, marks: Vec::new(), far: Vec::new() };
        // Each landmark is the place farthest from those before, so that they lie round the rim.
        let mut nearest = vec![f64::MAX; side.snaps.len()];
        let mut next = side.snaps.iter().position(Option::is_some);
        while let Some(mark) = next.and_then(|place| side.snaps.get(place).copied().flatten()) {
            let row = side.road(travel, &mark, None, Seconds(f64::INFINITY));
            for (known, time) in nearest.iter_mut().zip(&row) {
                *known = if time.is_finite() { known.min(*time) } else { 0.0 };
            }
            side.marks.push(mark);
            side.far.push(row);
            let farthest = nearest.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1)).filter(|(_, t)| **t > 0.0);
            next = farthest.map(|(place, _)| place).filter(|_| side.marks.len() < LANDMARKS);
        }
        side
    }

    /// Seconds by road from a point to places, all of them or some; endless where there is no way within the limit.
    fn road(&self, travel: Travel, from: &Snap, some: Option<&[usize]>, within: Seconds) -> Vec<f64> {
        let all: Vec<usize>;
        let wanted = match some {
            Some(some) => some,
            None => {
                all = (0..self.snaps.len()).collect();
                &all
            }
        };
        let (places, goals): (Vec<usize>, Vec<Snap>) =
            wanted.iter().enumerate().filter_map(|(at, place)| Some((at, self.snaps.get(*place).copied()??))).unzip();
        let mut row = vec![f64::INFINITY; wanted.len()];
        for (at, time) in places.into_iter().zip(travel.one_to_many_within(from, &goals, self.profile, within)) {
            row[at] = time.map_or(f64::INFINITY, |time| time.0);
        }
        row
    }

    /// The places a unit on the road may be in time at, as far as landmarks can tell.
    fn candidates(&self, travel: Travel, from: &Snap, left: &impl Fn(usize) -> Option<f64>) -> Vec<usize> {
        if !travel.is_layered(self.profile) {
            return (0..self.snaps.len()).filter(|place| left(*place).is_some()).collect();
        }
        let marks = travel.many_to_one(&self.marks, from, self.profile);
        let marks: Vec<f64> = marks.into_iter().map(|time| time.map_or(f64::INFINITY, |time| time.0)).collect();
        let possible = |place: &usize| {
            let Some(left) = left(*place) else { return false };
            let bound = self.far.iter().zip(&marks).filter(|(_, mark)| mark.is_finite());
            bound.map(|(far, mark)| far[*place] - mark).all(|least| least <= left + SLACK)
        };
        (0..self.snaps.len()).filter(possible).collect()
    }
}

/// Ground units on the roads as they are now.
#[derive(Clone, Copy, Debug)]
pub struct ByRoad<'a> {
    /// The roads.
    pub net: &'a RoadNet,
    /// Their times.
    pub travel: Travel<'a>,
    /// The places on them.
    pub goals: &'a RoadGoals,
}

impl ByRoad<'_> {
    pub(super) fn row(
        &self,
        at: Local,
        profile: Profile,
        turnout: Seconds,
        class: ResponderClass,
        of: &Circles,
        row: &mut [u32],
    ) {
        let Some(side) = self.goals.sides.iter().find(|side| side.profile == profile) else { return };
        let Some(from) = self.net.snap_for(at, profile).map(|snapped| snapped.snap) else { return };
        let before = |place: usize| turnout.0 + side.walk.get(place).copied().unwrap_or(f64::INFINITY);
        let left = |place: usize| {
            let left = f64::from(of.last_moment(class, place)?) / 1000.0 - before(place);
            (left >= 0.0).then_some(left)
        };
        let places = side.candidates(self.travel, &from, &left);
        let within = places.iter().filter_map(|place| left(*place)).fold(0.0, f64::max) + SLACK;
        for (place, time) in places.iter().zip(side.road(self.travel, &from, Some(&places), Seconds(within))) {
            let ms = if time.is_finite() { millis(Seconds(before(*place) + time)) } else { NEVER };
            // What comes later is told the same, however the times were found.
            let counts = of.last_moment(class, *place).is_some_and(|last| ms <= last);
            if let Some(into) = row.get_mut(*place) {
                *into = if counts { ms } else { NEVER };
            }
        }
    }
}
