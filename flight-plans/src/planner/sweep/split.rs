//! One long path cut into parts, one sortie after another, so that the last aircraft is home as early as it can be: the
//! finish is found by halving, each aircraft in turn takes as much of the path as it can bring home by then.

use super::lanes::Piece;
use super::motion::Motion;
use super::ways::Ways;
use geodata::{Local, Seconds};

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
    pub(super) fn of(pieces: &[Piece], ways: &Ways<'_>) -> Option<Line> {
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
struct Flown<'a> {
    line: &'a Line,
    who: &'a Searcher,
    outside: &'a Ways<'a>,
    /// Seconds from the first corner to each.
    sum: Vec<f64>,
    /// Seconds from the dock to each corner, and from each corner to the dock.
    out: Vec<f64>,
    home: Vec<f64>,
}

impl<'a> Flown<'a> {
    fn new(line: &'a Line, who: &'a Searcher, outside: &'a Ways<'a>) -> Option<Self> {
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
        for _ in 0..20 {
            let middle = f64::midpoint(near, far);
            if self.sortie(from, (low, middle)) <= limit { near = middle } else { far = middle }
        }
        let metres = self.line.path[low].distance(self.line.path[low + 1]).0 * (near - start);
        if low == from.0 && (metres < 1.0 || self.sortie(from, (low, near)) > limit) {
            return None;
        }
        Some((low, near))
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

/// The parts of a line, and the leg at which the last of them ends (the number of legs when all is flown).
pub(super) struct Parts {
    pub(super) parts: Vec<Part>,
    pub(super) flown: Cut,
    pub(super) home: f64,
}

/// A sortie: whose, from where to where of the line, and when it leaves.
type Sortie = (usize, Cut, Cut, f64);

/// Every aircraft in turn takes what it can bring home by `finish`.
fn fill(flown: &[Flown<'_>], finish: f64) -> (Vec<Sortie>, Cut, f64) {
    let Some(legs) = flown.first().map(|f| f.line.looking.len()) else { return (Vec::new(), (0, 0.0), 0.0) };
    let (mut at, mut sorties, mut home): (Cut, _, f64) = ((0, 0.0), Vec::new(), 0.0);
    for (index, one) in flown.iter().enumerate() {
        let mut now = one.who.ready.0;
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
            home = home.max(now + takes);
            now += takes + one.who.turn_round.0;
            at = to;
        }
    }
    (sorties, at, home)
}

/// Cuts a line for the aircraft in the order given, so that the last is home as early as possible, at most at `latest`.
pub(super) fn split(line: &Line, who: &[Searcher], outside: &[Ways<'_>], latest: f64, rounds: u32) -> Option<Parts> {
    let flown: Vec<Flown<'_>> =
        who.iter().zip(outside).map(|(one, ways)| Flown::new(line, one, ways)).collect::<Option<_>>()?;
    let legs = line.looking.len();
    let all = fill(&flown, latest);
    let (mut low, mut high) = (0.0, all.2);
    let mut best = all;
    if best.1.0 >= legs {
        for _ in 0..rounds {
            let middle = f64::midpoint(low, high);
            let tried = fill(&flown, middle);
            if tried.1.0 >= legs {
                high = tried.2.min(middle);
                best = tried;
            } else {
                low = middle;
            }
        }
    }
    let (sorties, at, home) = best;
    let part = |index: usize| {
        let own = sorties.iter().filter(|sortie| sortie.0 == index);
        let sorties: Vec<SweepSortie> = own.map(|&(_, from, to, now)| flown[index].cut_out(from, to, now)).collect();
        let home = sorties.last().map_or(Seconds::ZERO, |last| last.leaves + last.time);
        Part { searcher: who[index].id, sorties, home }
    };
    Some(Parts { parts: (0..who.len()).map(part).collect(), flown: at, home })
}
