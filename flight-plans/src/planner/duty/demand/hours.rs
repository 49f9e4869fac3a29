//! Zones by their hours in a shift: a zone counts for a sortie only when it may hold while that sortie is out. What stands
//! or lies in a zone rests while the zone holds.

use super::{Band, Wish};
use crate::planner::obstacle::Obstacle;
use geodata::{Finding, Local, Seconds, Zone};

/// A sortie may be this much later than planned and still meet no zone it was not planned round, seconds.
pub(super) const LATE: f64 = 600.0;
/// A visit ends this much before a zone holds, and begins this much after, seconds.
const ROOM: f64 = 30.0;
/// Hours shorter than this are none, seconds.
const NONE: f64 = 60.0;
/// Most zones with hours of their own, and most sets of them that are planned for; the restless ones count always.
const MOST: usize = 60;
const SETS: usize = 8;

/// Zones that hold during a part of the shift.
pub(super) struct Hours<'a> {
    zones: Vec<Timed<'a>>,
    /// From which launch on which of [`Hours::sets`] counts, seconds of the shift.
    pub(super) from: Vec<(Seconds, usize)>,
    /// Sets of these zones, a bit each.
    pub(super) sets: Vec<u64>,
}

struct Timed<'a> {
    obstacle: Obstacle<'a>,
    spans: Vec<[f64; 2]>,
}

impl<'a> Hours<'a> {
    /// From all zones in the way at any moment of the shift; those that count always are given back. A sortie is out for
    /// `ahead` seconds at most.
    pub(super) fn of(wish: &Wish<'a>, zones: &[&'a Zone], ahead: f64) -> (Self, Vec<&'a Zone>) {
        let (length, until) = (wish.length.0, wish.from.plus(wish.length));
        let margin = wish.plan.zone_margin + crate::planner::desk::SLACK;
        let (mut always, mut timed) = (Vec::new(), Vec::new());
        for zone in zones {
            let spans: Vec<[f64; 2]> = zone
                .schedule
                .windows(wish.from, until)
                .iter()
                .map(|span| span.map(|moment| moment.since(wish.from).0.clamp(0.0, length)))
                .collect();
            let whole = matches!(spans[..], [[from, to]] if from <= 0.0 && to >= length);
            if whole || timed.len() >= MOST {
                always.push(*zone);
            } else if !spans.is_empty() {
                timed.push(Timed { obstacle: Obstacle::new(zone, margin), spans });
            }
        }
        loop {
            let (from, sets) = sets(&timed, ahead);
            if sets.len() <= SETS {
                return (Self { zones: timed, from, sets }, always);
            }
            let restless = (0..timed.len()).max_by_key(|&i| timed[i].spans.len()).unwrap_or(0);
            always.push(timed.remove(restless).obstacle.zone);
        }
    }

    /// The zones of a set.
    pub(super) fn zones(&self, set: u64) -> impl Iterator<Item = &'a Zone> + '_ {
        let of = move |i: &usize| set >> i & 1 == 1;
        (0..self.zones.len()).filter(of).map(|i| self.zones[i].obstacle.zone)
    }

    /// The zones that a leg crosses or comes too near to, a bit each.
    pub(super) fn met(&self, a: Local, b: Local) -> u64 {
        self.zones.iter().enumerate().map(|(i, z)| u64::from(!z.obstacle.clear_leg(a, b)) << i).sum()
    }

    /// The zones that a path meets.
    pub(super) fn met_by(&self, path: &[Local]) -> u64 {
        path.windows(2).map(|leg| self.met(leg[0], leg[1])).fold(0, |all, one| all | one)
    }

    /// What is left of bands while none of the zones holds; and what is to be told of it.
    pub(super) fn rest(&self, wish: &Wish<'_>, at: &str, bands: Vec<Band>, zones: u64) -> (Vec<Band>, Option<Finding>) {
        if zones == 0 {
            return (bands, None);
        }
        let held = || (0..self.zones.len()).filter(|i| zones >> i & 1 == 1).map(|i| &self.zones[i]);
        let mut left = bands;
        for [from, to] in held().flat_map(|z| &z.spans) {
            left = left
                .into_iter()
                .flat_map(|b| {
                    let before = Band { to: Seconds(b.to.0.min(from - ROOM)), ..b };
                    let after = Band { from: Seconds(b.from.0.max(to + ROOM)), ..b };
                    [before, after]
                })
                .filter(|b| b.to.0 - b.from.0 >= NONE)
                .collect();
        }
        let names: Vec<&str> = held().map(|z| z.obstacle.zone.name.as_str()).collect();
        let clock = |second: f64| {
            let moment = wish.from.plus(Seconds(second)).to_string();
            moment.chars().skip(11).take(5).collect::<String>() + "Z"
        };
        let spans: Vec<String> =
            held().flat_map(|z| &z.spans).map(|[a, b]| format!("{} to {}", clock(*a), clock(*b))).collect();
        let say = format!("nobody is there from {} while {} holds", spans.join(", "), names.join(", "));
        let code = if left.is_empty() { "zone_blocks" } else { "note_zone_hours" };
        (left, Some(Finding::new(code, at, say, "Leave it to another shift, or open the zone first")))
    }
}

/// The sets that count from which launch on, and the different ones.
fn sets(zones: &[Timed<'_>], ahead: f64) -> (Vec<(Seconds, usize)>, Vec<u64>) {
    // A zone whose hours end at a moment still counts at it.
    let mut ends: Vec<f64> = zones.iter().flat_map(|z| &z.spans).flat_map(|[a, b]| [a - ahead, b + 1.0]).collect();
    ends.push(0.0);
    ends.retain(|at| *at >= 0.0);
    ends.sort_by(f64::total_cmp);
    ends.dedup();
    let (mut from, mut different): (Vec<(Seconds, usize)>, Vec<u64>) = (Vec::new(), Vec::new());
    for at in ends {
        let holds = |z: &Timed<'_>| z.spans.iter().any(|[a, b]| a - ahead <= at && at < b + 1.0);
        let set: u64 = zones.iter().enumerate().map(|(i, z)| u64::from(holds(z)) << i).sum();
        let index = different.iter().position(|known| *known == set).unwrap_or_else(|| {
            different.push(set);
            different.len() - 1
        });
        if from.last().is_none_or(|last| last.1 != index) {
            from.push((Seconds(at), index));
        }
    }
    (from, different)
}
