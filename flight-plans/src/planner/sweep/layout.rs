//! One direction of cells worked out: its cells, the order of them, and the path with its viewpoints.

use super::cells::cells;
use super::ground::{Ground, away, doubled_area, edges, turn};
use super::lanes::{Mode, Piece, Seen, lanes, modes};
use super::seen::{Sight, planned};
use super::tour::{Stop, Tour};
use super::ways::Ways;
use super::{SweepModel, SweepOutcome, SweepPlan, Unseen};
use crate::planner::pace::{Pace, Progress};
use geodata::{Finding, Heading, Local, Seconds};
use rand_chacha::ChaCha8Rng;
use std::f64::consts::PI;

/// Directions of the whole that are tried.
const DIRECTIONS: usize = 8;
/// Ways of lanes one cell may choose from.
const WAYS: usize = 3;
/// Directions nearer than this, in radians, are one.
const ALIKE: f64 = 0.05;

/// Cells of one direction with their modes and the best order so far.
pub(super) struct Layout {
    angle: f64,
    cells: Vec<Vec<Mode>>,
    order: Vec<Stop>,
    value: f64,
    /// Square metres of cells that no way leads to.
    lost: f64,
}

impl Layout {
    /// Cuts the ground into cells whose rows run along `angle`, and gives them a first order.
    pub(super) fn lay(model: &SweepModel, ways: &Ways<'_>, outside: &Ways<'_>, angle: f64, jump: Option<f64>) -> Self {
        let seen = model.planned();
        let turned = model.ground.turned(angle);
        let (low, high) = turned.reach();
        let step = (seen.spacing / 8.0).max((high - low) / 3000.0);
        let mut all: Vec<(f64, Vec<Mode>)> = Vec::new();
        for ring in cells(&turned, step, jump) {
            let ring: Vec<Local> = ring.into_iter().map(|p| turn(p, angle)).collect();
            let modes = choices(&model.ground, &ring, angle, seen, ways);
            if !modes.is_empty() {
                all.push((doubled_area(&ring).abs() / 2.0, modes));
            }
        }
        let (cells, lost) = reachable(all, ways);
        let mut layout = Layout { angle, cells, order: Vec::new(), value: 0.0, lost };
        let ends = [model.searchers.first().map(|s| s.start), model.searchers.first().map(|s| s.end)];
        let (order, value) = Tour::new(&layout.cells, ways, outside, ends).first();
        layout.order = order;
        layout.value = value;
        layout
    }

    /// Its cells with their modes.
    #[cfg(test)]
    pub(super) fn cells(&self) -> &[Vec<Mode>] {
        &self.cells
    }

    /// Lower is more promising.
    pub(super) fn rank(&self) -> f64 {
        self.value + self.lost
    }

    /// Whether two layouts are the same one found twice.
    pub(super) fn same(&self, other: &Layout) -> bool {
        (self.value - other.value).abs() < 1e-9 && self.cells.len() == other.cells.len()
    }

    /// Along the lanes, 0 to 180 degrees.
    pub(super) fn heading(&self) -> Heading {
        Heading::degrees((90.0 - self.angle.to_degrees()).rem_euclid(180.0))
    }

    /// Betters the order; the rounds done.
    pub(super) fn better(
        &mut self,
        ways: &Ways<'_>,
        outside: &Ways<'_>,
        pace: &mut Sub<'_>,
        rng: &mut ChaCha8Rng,
    ) -> u64 {
        let ends = pace.ends;
        let mut tour = Tour::new(&self.cells, ways, outside, ends);
        let (order, value, rounds) = tour.better((self.order.clone(), self.value), pace, rng);
        self.order = order;
        self.value = value;
        rounds
    }

    /// The pieces in flying order with the viewpoints put in, and what is seen from nowhere.
    pub(super) fn path(&self, model: &SweepModel, ways: &Ways<'_>) -> (Vec<Piece>, Vec<Unseen>) {
        let mut pieces: Vec<Piece> =
            self.order.iter().flat_map(|&(cell, mode)| self.cells[cell][mode].pieces.iter().cloned()).collect();
        let mut sight = Sight::new(&model.ground, model.seen.radius.0);
        for piece in &pieces {
            match piece.as_slice() {
                [alone] => sight.see(*alone, *alone),
                more => more.windows(2).for_each(|leg| sight.see(leg[0], leg[1])),
            }
        }
        let points = sight.viewpoints();
        let mut cut_off = 0;
        for point in points {
            cut_off += usize::from(!put_in(&mut pieces, point, ways));
        }
        let mut left = Vec::new();
        let unseen = sight.unseen_m2();
        if unseen > 0.5 {
            let say = "too near to a border, a hole or a keep-out to be seen from where one may fly";
            let remedy = "Keep a smaller distance to borders, fly higher, or send a ground unit";
            left.push(Unseen { area_m2: unseen, why: Finding::new("search_near_border", "the area", say, remedy) });
        }
        if self.lost > 0.5 || cut_off > 0 {
            let say = format!("no way leads to this part between the borders ({cut_off} viewpoints)");
            let remedy = "Search it as an area of its own, or keep a smaller distance to borders";
            left.push(Unseen { area_m2: self.lost, why: Finding::new("search_no_way", "the area", say, remedy) });
        }
        (pieces, left)
    }
}

/// The modes of a cell over all directions worth trying for it, the quickest [`WAYS`] of them.
fn choices(ground: &Ground, ring: &[Local], angle: f64, seen: Seen, ways: &Ways<'_>) -> Vec<Mode> {
    let mut sides: Vec<(f64, f64)> = edges(ring).map(|(a, b)| (a.distance(b).0, direction(a, b))).collect();
    sides.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut angles = vec![angle];
    for (_, side) in sides.into_iter().take(4).chain([(0.0, angle + PI / 2.0)]) {
        if angles.iter().all(|&known| !alike(known, side)) {
            angles.push(side);
        }
    }
    let mut all: Vec<Vec<Mode>> = angles
        .into_iter()
        .filter_map(|angle| lanes(ground, &ground.turned(angle), ring, angle, seen))
        .map(|lanes| modes(&lanes, ways))
        .filter(|modes| !modes.is_empty())
        .collect();
    let quickest = |modes: &[Mode]| modes.iter().map(|m| m.seconds).fold(f64::INFINITY, f64::min);
    all.sort_by(|a, b| quickest(a).total_cmp(&quickest(b)));
    all.into_iter().take(WAYS).flatten().collect()
}

/// The cells that can be reached from the largest one, and the square metres of the others.
fn reachable(mut all: Vec<(f64, Vec<Mode>)>, ways: &Ways<'_>) -> (Vec<Vec<Mode>>, f64) {
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    let Some(home) = all.first().and_then(|(_, modes)| modes.first()).map(|mode| mode.exit) else {
        return (Vec::new(), 0.0);
    };
    let (near, far): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|(_, modes)| modes.iter().any(|mode| ways.between(home, mode.entry).is_some()));
    (near.into_iter().map(|cell| cell.1).collect(), far.iter().map(|cell| cell.0).sum())
}

/// Puts a viewpoint where it costs least: between two pieces, or as a way out of a piece and back.
fn put_in(pieces: &mut Vec<Piece>, point: Local, ways: &Ways<'_>) -> bool {
    let far = |piece: &Piece| piece.windows(2).map(|leg| away(point, leg[0], leg[1])).fold(f64::INFINITY, f64::min);
    let mut near: Vec<(f64, usize)> = pieces.iter().enumerate().map(|(i, piece)| (far(piece), i)).collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0));
    let time = |a: Local, b: Local| ways.between(a, b).map(|way| way.1);
    /// A place within a piece, and where one leaves it.
    type Inside = Option<(usize, Local)>;
    let mut best: Option<(f64, usize, Inside)> = None;
    let mut consider = |cost: f64, at: usize, inside: Inside| {
        if best.is_none_or(|b| cost < b.0) {
            best = Some((cost, at, inside));
        }
    };
    for &(_, i) in near.iter().take(4) {
        for at in [i, i + 1] {
            let before = at.checked_sub(1).and_then(|b| pieces[b].last()).copied();
            let after = pieces.get(at).and_then(|piece| piece.first()).copied();
            let legs = [before.map(|b| time(b, point)), after.map(|a| time(point, a))];
            let saved = before.zip(after).and_then(|(b, a)| time(b, a)).unwrap_or(0.0);
            if let Some(sum) = legs.into_iter().flatten().sum::<Option<f64>>() {
                consider(sum - saved, at, None);
            }
        }
        for (k, leg) in pieces[i].windows(2).enumerate() {
            let foot = nearest(point, leg[0], leg[1]);
            if let (Some(there), Some(back)) = (time(foot, point), time(point, foot)) {
                consider(there + back, i, Some((k, foot)));
            }
        }
    }
    let Some((_, at, inside)) = best else {
        if pieces.is_empty() {
            pieces.push(vec![point]);
            return true;
        }
        return false;
    };
    if let Some((k, foot)) = inside {
        let tail: Piece = std::iter::once(foot).chain(pieces[at].drain(k + 1..)).collect();
        pieces[at].push(foot);
        pieces.splice(at + 1..at + 1, [vec![point], tail]);
    } else {
        pieces.insert(at, vec![point]);
    }
    true
}

fn nearest(at: Local, p: Local, q: Local) -> Local {
    let (dx, dy) = (q.x - p.x, q.y - p.y);
    let squared = dx * dx + dy * dy;
    let t = if squared > 0.0 { (((at.x - p.x) * dx + (at.y - p.y) * dy) / squared).clamp(0.0, 1.0) } else { 0.0 };
    p.toward(q, t)
}

/// The direction of a line, 0 to π.
fn direction(a: Local, b: Local) -> f64 {
    (b.y - a.y).atan2(b.x - a.x).rem_euclid(PI)
}

fn alike(a: f64, b: f64) -> bool {
    let apart = (a - b).rem_euclid(PI);
    apart < ALIKE || PI - apart < ALIKE
}

/// Directions worth trying for the whole: those of its sides, the most metres first, and across the wind.
pub(super) fn directions(model: &SweepModel) -> Vec<f64> {
    let mut found: Vec<(f64, f64)> = Vec::new();
    for (a, b) in model.ground.outer_and_holes().flat_map(|ring| edges(ring)) {
        let (length, angle) = (a.distance(b).0, direction(a, b));
        match found.iter_mut().find(|known| alike(known.1, angle)) {
            Some(known) => known.0 += length,
            None => found.push((length, angle)),
        }
    }
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut angles: Vec<f64> = found.into_iter().take(DIRECTIONS).map(|known| known.1).collect();
    let wind = model.searchers.first().map(|s| s.motion.wind).filter(|wind| wind.speed().0 > 1.0);
    let across = wind.map(|wind| wind.north.atan2(wind.east) + PI / 2.0);
    let square = angles.first().map(|first| first + PI / 2.0);
    for angle in across.into_iter().chain(square) {
        if angles.iter().all(|&known| !alike(known, angle)) {
            angles.push(angle);
        }
    }
    angles
}

/// A share of an allowance.
pub(super) struct Sub<'p> {
    whole: &'p mut dyn Pace,
    from: f64,
    share: f64,
    before: u64,
    value: f64,
    ends: [Option<Local>; 2],
}

impl<'p> Sub<'p> {
    pub(super) fn new(whole: &'p mut dyn Pace, from: f64, share: f64, before: u64, value: f64) -> Self {
        Self { whole, from, share, before, value, ends: [None, None] }
    }

    /// The docks of the tour.
    pub(super) fn between(mut self, ends: [Option<Local>; 2]) -> Self {
        self.ends = ends;
        self
    }
}

impl Pace for Sub<'_> {
    fn spent(&mut self, progress: &Progress) -> f64 {
        let rounds = self.before + progress.rounds;
        let spent =
            self.whole.spent(&Progress { rounds, value: progress.value.min(self.value), bound: progress.bound });
        if spent >= 1.0 { 1.0 } else { (spent - self.from) / self.share }
    }
}

impl SweepModel {
    /// Everything wrong with the model.
    #[must_use]
    pub fn faults(&self) -> Vec<Finding> {
        let mut faults = self.ground.faults();
        let mut fault = |at: String, say: &str| {
            faults.push(Finding::new("search_figure", at, say, "Correct the figure"));
        };
        let (radius, spacing) = (self.seen.radius.0, self.seen.spacing.0);
        if !(0.5..=5000.0).contains(&radius) || !(0.1..=2.0 * radius + 1e-9).contains(&spacing) {
            fault("the footprint".into(), "lanes must lie at most twice the radius of 0.5 to 5,000 m apart");
        }
        let (low, high) = self.ground.reach();
        if high - low > 4000.0 * radius {
            fault("the footprint".into(), "it is too small for so large an area: more than 2,000 lanes");
        }
        if self.within.0.is_nan() || self.within.0 <= 0.0 {
            fault("the search".into(), "the time it may take is not positive");
        }
        for one in &self.searchers {
            let numbers = [one.start.x, one.start.y, one.end.x, one.end.y, one.ready.0, one.turn_round.0];
            let wind = [one.motion.wind.east, one.motion.wind.north, one.motion.airspeed.0, one.motion.acceleration];
            if !numbers.iter().chain(&wind).all(|n| n.is_finite()) || one.motion.airspeed.0 <= 0.0 {
                fault(format!("searcher {}", one.id), "a place, a speed or a time is not a number");
            }
            if one.ready.0 < 0.0 || one.turn_round.0 < 0.0 || one.endurance.0.is_nan() || one.endurance.0 <= 0.0 {
                fault(format!("searcher {}", one.id), "a time is negative, or its endurance is nothing");
            }
        }
        faults
    }

    /// The footprint as planned with: a little smaller, so that what is seen on rows is seen between them.
    pub(super) fn planned(&self) -> Seen {
        let radius = planned(self.seen.radius.0);
        Seen { radius, spacing: self.seen.spacing.0.min(2.0 * radius) }
    }

    /// Proven: with all aircraft at once at their best ground speed.
    pub(super) fn bound(&self, area_m2: f64) -> Seconds {
        let best = |one: &super::Searcher| one.motion.airspeed.0 + one.motion.wind.speed().0;
        let speed: f64 = self.searchers.iter().map(best).sum();
        let (r, count) = (self.seen.radius.0, self.searchers.len() as f64);
        let starts: f64 = self.searchers.iter().map(|one| f64::from(one.sorties)).sum::<f64>().max(count) * PI * r * r;
        if speed > 0.0 { Seconds(((area_m2 - starts) / (2.0 * r * speed)).max(0.0)) } else { Seconds::ZERO }
    }

    /// Why a part of the path is not flown.
    pub(super) fn too_little(&self) -> Finding {
        let say = "the aircraft come to the end of their endurance, their sorties or the time allowed";
        Finding::new("search_endurance", "the search", say, "Add aircraft, sorties or time, or fly higher")
    }

    /// Whether a plan from before may still be flown: every leg clear, every time as it was or better.
    pub(super) fn flies(&self, plan: &SweepPlan, outside: &[Ways<'_>]) -> bool {
        plan.parts.len() == self.searchers.len()
            && plan.parts.iter().zip(&self.searchers).zip(outside).all(|((part, who), ways)| {
                let sound = |sortie: &super::SweepSortie| {
                    let ends = [(sortie.path.first(), who.start), (sortie.path.last(), who.end)];
                    let legs = || sortie.path.windows(2).zip(&sortie.looking);
                    ends.iter().all(|(at, dock)| at.is_some_and(|at| at.distance(*dock).0 < 0.01))
                        && legs().all(|(leg, look)| {
                            if *look { self.ground.clear(leg[0], leg[1]) } else { ways.clear(leg[0], leg[1]) }
                        })
                        && sortie.time <= who.endurance
                        && who.motion.along(&sortie.path).is_some_and(|t| t <= sortie.time.0 + 1e-6)
                };
                part.searcher == who.id
                    && part.sorties.len() <= who.sorties as usize
                    && part.home <= self.within
                    && part.sorties.iter().all(sound)
            })
    }

    /// A plan from before against this ground: what it leaves unseen is counted anew.
    pub(super) fn again(&self, warm: &SweepOutcome) -> SweepOutcome {
        let mut sight = Sight::new(&self.ground, self.seen.radius.0);
        for sortie in warm.best.parts.iter().flat_map(|part| &part.sorties) {
            let legs = sortie.path.windows(2).zip(&sortie.looking).filter(|(_, look)| **look);
            legs.for_each(|(leg, _)| sight.see(leg[0], leg[1]));
        }
        let (unseen, area_m2) = (sight.unseen_m2(), self.ground.area_m2());
        let why = || Finding::new("search_warm", "the search", "the plan from before leaves it out", "Plan it anew");
        let left_out = if unseen > 0.5 { vec![Unseen { area_m2: unseen, why: why() }] } else { Vec::new() };
        let best = SweepPlan { area_m2, ..warm.best.clone() };
        SweepOutcome { best, left_out, bound: self.bound(area_m2), ..warm.clone() }
    }
}
