//! One long path cut into parts, one sortie after another, so that the last aircraft is home as early as it can be: the
//! finish is found by halving, each aircraft in turn takes as much of the path as it can bring home by then.

use super::lanes::Piece;
use super::motion::Motion;
use super::ways::Ways;
use geodata::{Local, Seconds};

/// Up to this many aircraft the best order of them along the path is found exactly.
const EXACT: usize = 6;

/// One aircraft of a search.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Searcher {
    /// Its number in the plan.
    pub id: u32,
    /// How it moves in its layer.
    pub motion: Motion,
    /// Over its dock, where every sortie begins.
    pub start: Local,
    /// Over the dock where every sortie ends.
    pub end: Local,
    /// From now until it is in its layer over `start`.
    pub ready: Seconds,
    /// The longest sortie from `start` to `end`, reserve already taken off.
    pub endurance: Seconds,
    /// From `end` to `start` again: landing, battery, climb.
    pub turn_round: Seconds,
    /// The most sorties it may fly.
    pub sorties: u32,
}

/// One sortie of a part: out, the search, home.
#[derive(Clone, Debug, PartialEq)]
pub struct SweepSortie {
    /// Every corner from `start` to `end`.
    pub path: Vec<Local>,
    /// The legs by number flown with the camera on; leg `i` goes from `path[i]` to `path[i + 1]`.
    pub looking: Vec<bool>,
    /// When it leaves `start`, from now.
    pub leaves: Seconds,
    /// From `start` to `end`.
    pub time: Seconds,
}

/// What one aircraft flies.
#[derive(Clone, Debug, PartialEq)]
pub struct Part {
    /// Who.
    pub searcher: u32,
    /// Its sorties in order.
    pub sorties: Vec<SweepSortie>,
    /// From now until it is home for good; zero when it does not fly.
    pub home: Seconds,
}

/// A path: its corners, and for each leg whether the camera is on.
#[derive(Clone, Debug, Default)]
pub(super) struct Line {
    pub(super) path: Vec<Local>,
    pub(super) looking: Vec<bool>,
}

impl Line {
    /// Pieces joined by ways; nothing when there is none between two of them.
    pub(super) fn of(pieces: &[Piece], ways: &Ways) -> Option<Line> {
        let mut line = Line::default();
        let mut alone = false;
        for piece in pieces {
            let first = *piece.first()?;
            if let Some(&last) = line.path.last() {
                let way = ways.between(last, first)?.0;
                let before = line.looking.len();
                line.go(&way[1..], false);
                // A single place is looked at from the leg that ends there; the first of all from the leg that leaves it.
                if alone && let Some(leg) = line.looking.get_mut(before) {
                    *leg = true;
                }
                if piece.len() == 1
                    && let Some(leg) = line.looking.last_mut()
                {
                    *leg = true;
                }
            } else {
                line.path.push(first);
            }
            alone = piece.len() == 1 && line.looking.is_empty();
            line.go(&piece[1..], true);
        }
        Some(line)
    }

    fn go(&mut self, to: &[Local], looking: bool) {
        for &at in to {
            if self.path.last().is_some_and(|last| last.distance(at).0 < 1e-6) {
                continue;
            }
            self.path.push(at);
            self.looking.push(looking);
        }
    }
}

/// A place on a line: the leg, and how much of it is flown.
type Cut = (usize, f64);

/// A line and the seconds of its legs for one aircraft.
pub(super) struct Flown<'a> {
    line: &'a Line,
    who: &'a Searcher,
    outside: &'a Ways,
    /// Seconds from the first corner to each.
    sum: Vec<f64>,
    /// Seconds from the dock to each corner, and from each corner to the dock.
    out: Vec<f64>,
    home: Vec<f64>,
}

impl<'a> Flown<'a> {
    pub(super) fn new(line: &'a Line, who: &'a Searcher, outside: &'a Ways) -> Option<Self> {
        let mut sum = vec![0.0];
        for leg in line.path.windows(2) {
            let last = sum.last().copied().unwrap_or(0.0);
            sum.push(last + who.motion.seconds(leg[0], leg[1])?);
        }
        let out = outside.many(who.start, &line.path, true);
        let home = outside.many(who.end, &line.path, false);
        Some(Self { line, who, outside, sum, out, home })
    }

    fn at(&self, (leg, part): Cut) -> Local {
        match (self.line.path.get(leg), self.line.path.get(leg + 1)) {
            (Some(a), Some(b)) => a.toward(*b, part),
            _ => self.line.path.last().copied().unwrap_or_default(),
        }
    }

    /// Seconds along the line from one cut to a later one, stopping at both.
    fn along(&self, from: Cut, to: Cut) -> f64 {
        let leg = |a: Local, b: Local| self.who.motion.seconds(a, b).unwrap_or(f64::INFINITY);
        if from.0 == to.0 {
            return leg(self.at(from), self.at(to));
        }
        let head = leg(self.at(from), self.at((from.0 + 1, 0.0)));
        let tail = if to.1 > 0.0 { leg(self.at((to.0, 0.0)), self.at(to)) } else { 0.0 };
        head + self.sum[to.0] - self.sum[from.0 + 1] + tail
    }

    /// Seconds between the dock and a cut; never less than the fastest way, which may save the way over a corner.
    fn way(&self, dock: Local, cut: Cut, out: bool) -> f64 {
        let corners = if out { &self.out } else { &self.home };
        let at = self.at(cut);
        let leg = |a: Local, b: Local| {
            let (a, b) = if out { (a, b) } else { (b, a) };
            self.who.motion.seconds(a, b).unwrap_or(f64::INFINITY)
        };
        if cut.1 <= 0.0 || cut.0 + 1 >= self.line.path.len() {
            return corners.get(cut.0).copied().unwrap_or(f64::INFINITY);
        }
        if self.outside.clear(dock, at) {
            return leg(dock, at);
        }
        let over = |corner: usize| corners[corner] + leg(self.line.path[corner], at);
        over(cut.0).min(over(cut.0 + 1))
    }

    fn sortie(&self, from: Cut, to: Cut) -> f64 {
        self.way(self.who.start, from, true) + self.along(from, to) + self.way(self.who.end, to, false)
    }

    /// The farthest cut from which it is home within `limit`; nothing when it gets nowhere.
    fn farthest(&self, from: Cut, limit: f64) -> Option<Cut> {
        let legs = self.line.looking.len();
        if self.sortie(from, (legs, 0.0)) <= limit {
            return Some((legs, 0.0));
        }
        let (mut low, mut high) = (from.0, legs);
        while high - low > 1 {
            let middle = usize::midpoint(low, high);
            if self.sortie(from, (middle, 0.0)) <= limit { low = middle } else { high = middle }
        }
        let start = if low == from.0 { from.1 } else { 0.0 };
        let (mut near, mut far) = (start, 1.0);
        for _ in 0..12 {
            let middle = f64::midpoint(near, far);
            if self.sortie(from, (low, middle)) <= limit { near = middle } else { far = middle }
        }
        let metres = self.line.path[low].distance(self.line.path[low + 1]).0 * (near - start);
        if low == from.0 && (metres < 1.0 || self.sortie(from, (low, near)) > limit) {
            return None;
        }
        Some((low, near))
    }

    /// The whole line as one sortie.
    pub(super) fn whole(&self, leaves: f64) -> SweepSortie {
        self.cut_out((0, 0.0), (self.line.looking.len(), 0.0), leaves)
    }

    fn cut_out(&self, from: Cut, to: Cut, leaves: f64) -> SweepSortie {
        let mut path = self.outside.between(self.who.start, self.at(from)).map_or_else(Vec::new, |way| way.0);
        let mut looking = vec![false; path.len().saturating_sub(1)];
        let mut on = |at: Local, look: bool| {
            if path.last().is_none_or(|last: &Local| last.distance(at).0 > 1e-6) {
                if !path.is_empty() {
                    looking.push(look);
                }
                path.push(at);
            }
        };
        let mut leg = from.0;
        while leg < to.0 {
            on(self.line.path[leg + 1], self.line.looking[leg]);
            leg += 1;
        }
        if to.1 > 0.0 {
            on(self.at(to), self.line.looking[leg]);
        }
        for at in self.outside.between(self.at(to), self.who.end).map_or_else(Vec::new, |way| way.0) {
            on(at, false);
        }
        let time = self.who.motion.along(&path).unwrap_or(f64::INFINITY);
        SweepSortie { path, looking, leaves: Seconds(leaves), time: Seconds(time) }
    }
}

/// The parts of a line, in the order of the searchers, and when the last of them is home.
pub(super) struct Parts {
    pub(super) parts: Vec<Part>,
    pub(super) home: f64,
}

/// A sortie: whose, from where to where of the line, and when it leaves.
type Sortie = (usize, Cut, Cut, f64);

/// What one aircraft brings home by `finish` of the line from a cut on: how far it comes, and when it is home.
fn take(flown: &[Flown<'_>], index: usize, from: Cut, finish: f64, sorties: &mut Vec<Sortie>) -> (Cut, f64) {
    let (one, legs) = (&flown[index], flown[index].line.looking.len());
    let (mut at, mut home, mut now) = (from, 0.0, one.who.ready.0);
    for _ in 0..one.who.sorties {
        // Nobody flies out only to begin with a way between lanes.
        while at.0 < legs && !one.line.looking[at.0] {
            at = (at.0 + 1, 0.0);
        }
        if at.0 >= legs {
            break;
        }
        let Some(to) = one.farthest(at, one.who.endurance.0.min(finish - now)) else { break };
        let takes = one.sortie(at, to);
        sorties.push((index, at, to, now));
        home = now + takes;
        now += takes + one.who.turn_round.0;
        at = to;
    }
    (at, home)
}

/// Every aircraft in turn takes what it can bring home by `finish`.
fn fill(flown: &[Flown<'_>], order: &[usize], finish: f64) -> (Vec<Sortie>, Cut, f64) {
    let (mut at, mut sorties, mut home): (Cut, _, f64) = ((0, 0.0), Vec::new(), 0.0);
    for &index in order {
        let (to, back) = take(flown, index, at, finish, &mut sorties);
        at = to;
        home = home.max(back);
    }
    (sorties, at, home)
}

/// The order of the aircraft along the line that comes farthest by `finish`: dynamic programming over who has flown, since
/// who begins later on the line never comes less far.
fn farthest_order(flown: &[Flown<'_>], finish: f64) -> Vec<usize> {
    let (count, legs) = (flown.len(), flown.first().map_or(0, |f| f.line.looking.len()));
    let mut best: Vec<(Cut, usize)> = vec![((0, -1.0), usize::MAX); 1 << count];
    best[0].0 = (0, 0.0);
    let mut spare = Vec::new();
    let mut done = (1 << count) - 1;
    for flew in 0..(1_usize << count) {
        let from = best[flew].0;
        if from.0 >= legs {
            done = flew;
            break;
        }
        for index in (0..count).filter(|i| flew >> i & 1 == 0) {
            spare.clear();
            let to = take(flown, index, from, finish, &mut spare).0;
            let known = &mut best[flew | 1 << index];
            if to.0 > known.0.0 || (to.0 == known.0.0 && to.1 > known.0.1) {
                *known = (to, index);
            }
        }
    }
    let mut order: Vec<usize> = (0..count).filter(|i| done >> i & 1 == 0).rev().collect();
    while done != 0 {
        let last = best[done].1;
        order.push(last);
        done &= !(1 << last);
    }
    order.reverse();
    order
}

/// The orders of many aircraft: by the part of the line each is nearest to, then whatever two change places and come home
/// sooner.
fn swapped(flown: &[Flown<'_>], latest: f64) -> Vec<usize> {
    let near = |one: &Flown<'_>| {
        let cost = |i: usize| one.out[i] + one.home[i];
        (0..one.out.len()).min_by(|&a, &b| cost(a).total_cmp(&cost(b))).unwrap_or(0)
    };
    let mut order: Vec<usize> = (0..flown.len()).collect();
    order.sort_by_key(|&i| near(&flown[i]));
    let legs = flown.first().map_or(0, |f| f.line.looking.len());
    let (mut sorties, mut best) = soonest(flown, |_| order.clone(), latest);
    let mut better = true;
    while better && sorties.1.0 >= legs {
        better = false;
        for (i, j) in (0..flown.len()).flat_map(|i| (i + 1..flown.len()).map(move |j| (i, j))) {
            let mut other = best.clone();
            other.swap(i, j);
            if fill(flown, &other, sorties.2 * 0.998).1.0 >= legs {
                (sorties, best) = soonest(flown, |_| other.clone(), sorties.2 * 0.998);
                better = true;
            }
        }
    }
    best
}

/// The soonest finish by halving; `order` tells who flies in which order for a finish.
fn soonest(
    flown: &[Flown<'_>],
    order: impl Fn(f64) -> Vec<usize>,
    latest: f64,
) -> ((Vec<Sortie>, Cut, f64), Vec<usize>) {
    let legs = flown.first().map_or(0, |f| f.line.looking.len());
    let mut who = order(latest);
    let mut best = fill(flown, &who, latest);
    if best.1.0 < legs {
        return (best, who);
    }
    let (mut low, mut high) = (0.0, best.2);
    while high - low > 1e-4 * high + 0.05 {
        let middle = f64::midpoint(low, high);
        let tried = order(middle);
        let filled = fill(flown, &tried, middle);
        if filled.1.0 >= legs {
            high = filled.2.min(middle);
            (best, who) = (filled, tried);
        } else {
            low = middle;
        }
    }
    (best, who)
}

/// Cuts a line for the aircraft, so that the last is home as early as possible, at most at `latest`.
pub(super) fn split(line: &Line, who: &[Searcher], outside: &[Ways], latest: f64) -> Option<Parts> {
    let flown: Vec<Flown<'_>> =
        who.iter().zip(outside).map(|(one, ways)| Flown::new(line, one, ways)).collect::<Option<_>>()?;
    let (sorties, _, home) = if flown.len() <= EXACT {
        soonest(&flown, |finish| farthest_order(&flown, finish), latest).0
    } else {
        let order = swapped(&flown, latest);
        soonest(&flown, |_| order.clone(), latest).0
    };
    let part = |index: usize| {
        let own = sorties.iter().filter(|sortie| sortie.0 == index);
        let sorties: Vec<SweepSortie> = own.map(|&(_, from, to, now)| flown[index].cut_out(from, to, now)).collect();
        let home = sorties.last().map_or(Seconds::ZERO, |last| last.leaves + last.time);
        Part { searcher: who[index].id, sorties, home }
    };
    Some(Parts { parts: (0..who.len()).map(part).collect(), home })
}
