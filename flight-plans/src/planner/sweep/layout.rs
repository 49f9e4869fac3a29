//! One direction of cells worked out: its cells, the order of them, and the path with its viewpoints.

use super::cells::cells;
use super::ground::{away, doubled_area, edges, turn};
use super::lanes::{Mode, Piece, Seen, lanes, modes};
use super::motion::Motion;
use super::seen::Sight;
use super::share::Sub;
use super::tour::{Stop, Tour};
use super::ways::Ways;
use super::{SweepModel, Unseen};
use geodata::{Finding, Heading, Local};
use rand_chacha::ChaCha8Rng;
use std::f64::consts::PI;

/// Directions of the whole that are tried.
const DIRECTIONS: usize = 8;
/// Ways of lanes one cell may choose from.
const WAYS: usize = 3;
/// Directions nearer than this, in radians, are one.
const ALIKE: f64 = 0.05;

/// One cell: its outline, and the directions of lanes worth trying, the most promising first.
struct Cell {
    ring: Vec<Local>,
    angles: Vec<f64>,
}

/// The ground cut into cells along one direction, and what that promises.
pub(super) struct Cut {
    angle: f64,
    cells: Vec<Cell>,
    /// About how many seconds it takes to fly them all, ways between cells left out.
    pub(super) promise: f64,
}

impl Cut {
    /// Cuts the ground into cells whose rows run along `angle`.
    pub(super) fn new(model: &SweepModel, motion: Motion, angle: f64, jump: Option<f64>) -> Self {
        let seen = model.planned();
        let turned = model.ground.turned(angle);
        let (low, high) = turned.reach();
        let step = (seen.spacing / 8.0).max((high - low) / 3000.0);
        let mut cut = Cut { angle, cells: Vec::new(), promise: 0.0 };
        for ring in cells(&turned, step, jump) {
            let ring: Vec<Local> = ring.into_iter().map(|p| turn(p, angle)).collect();
            let (angles, seconds) = promising(&ring, angle, seen, motion);
            cut.promise += seconds;
            cut.cells.push(Cell { ring, angles });
        }
        cut
    }

    /// Whether two directions cut the ground alike.
    pub(super) fn same(&self, other: &Cut) -> bool {
        (self.promise - other.promise).abs() < 1e-9 && self.cells.len() == other.cells.len()
    }
}

/// Directions of lanes for a cell, the most promising first, and the seconds of the best: what is to be flown along the
/// lanes, and a stop, a step and a start for each of them.
fn promising(ring: &[Local], angle: f64, seen: Seen, motion: Motion) -> (Vec<f64>, f64) {
    let mut sides: Vec<(f64, f64)> = edges(ring).map(|(a, b)| (a.distance(b).0, direction(a, b))).collect();
    sides.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut angles = vec![angle];
    for (_, side) in sides.into_iter().take(4).chain([(0.0, angle + PI / 2.0)]) {
        if angles.iter().all(|&known| !alike(known, side)) {
            angles.push(side);
        }
    }
    let area = doubled_area(ring).abs() / 2.0;
    let seconds = |angle: f64| {
        let (sin, cos) = angle.sin_cos();
        let across = |p: &Local| p.y * cos - p.x * sin;
        let (low, high) =
            ring.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |r, p| (r.0.min(across(p)), r.1.max(across(p))));
        let lanes = ((high - low) / seen.spacing - 1e-9).ceil().max(1.0);
        let pitch = (high - low) / lanes;
        let long = area / (high - low).max(1e-3);
        let at = |along: f64, across: f64| Local { x: along * cos - across * sin, y: along * sin + across * cos };
        let time = |to: Local| motion.seconds(Local::default(), to).unwrap_or(1e9);
        let (there, back) = (time(at(long, 0.0)), time(at(-long, 0.0)));
        let step = 0.5 * (time(at(0.0, pitch)) + time(at(0.0, -pitch)));
        lanes * (0.5 * (there + back) + step)
    };
    let mut all: Vec<(f64, f64)> = angles.into_iter().map(|angle| (seconds(angle), angle)).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0));
    let best = all.first().map_or(0.0, |first| first.0);
    (all.into_iter().map(|one| one.1).collect(), best)
}

/// Cells of one direction with their modes and the best order so far.
pub(super) struct Layout {
    angle: f64,
    cells: Vec<Vec<Mode>>,
    order: Vec<Stop>,
    value: f64,
    /// Square metres of cells that no way leads to.
    lost: f64,
}

/// The ends of a tour: the docks, or wherever it is best.
pub(super) type Ends = [Option<Local>; 2];

impl Layout {
    /// Lays the lanes of every cell, and gives the cells a first order.
    pub(super) fn lay(model: &SweepModel, ways: &Ways, outside: &Ways, cut: &Cut, ends: Ends) -> Self {
        let mut all: Vec<(f64, Vec<Mode>)> = Vec::new();
        for cell in &cut.cells {
            let modes = choices(model, cell, ways);
            if !modes.is_empty() {
                all.push((doubled_area(&cell.ring).abs() / 2.0, modes));
            }
        }
        let (cells, lost) = reachable(all, ways);
        let mut layout = Layout { angle: cut.angle, cells, order: Vec::new(), value: 0.0, lost };
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

    /// Along the lanes, 0 to 180 degrees.
    pub(super) fn heading(&self) -> Heading {
        Heading::degrees((90.0 - self.angle.to_degrees()).rem_euclid(180.0))
    }

    /// Betters the order; the rounds done.
    pub(super) fn better(
        &mut self,
        ways: &Ways,
        outside: &Ways,
        ends: Ends,
        pace: &mut Sub<'_>,
        rng: &mut ChaCha8Rng,
    ) -> u64 {
        let mut tour = Tour::new(&self.cells, ways, outside, ends);
        let (order, value, rounds) = tour.better((self.order.clone(), self.value), pace, rng);
        self.order = order;
        self.value = value;
        rounds
    }

    /// The pieces in flying order with the viewpoints put in, and what is seen from nowhere.
    pub(super) fn path(&self, model: &SweepModel, ways: &Ways) -> (Vec<Piece>, Vec<Unseen>) {
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
            cut_off += usize::from(!put_in(&mut pieces, point, ways, true) && !put_in(&mut pieces, point, ways, false));
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

/// The modes of a cell in the first [`WAYS`] of its directions in which it can be flown.
fn choices(model: &SweepModel, cell: &Cell, ways: &Ways) -> Vec<Mode> {
    let lay = |&angle: &f64| {
        let lanes = lanes(ways, &model.ground.turned(angle), &cell.ring, angle, model.planned())?;
        Some(modes(&lanes, ways)).filter(|modes| !modes.is_empty())
    };
    cell.angles.iter().filter_map(lay).take(WAYS).flatten().collect()
}

/// The cells that can be reached from the largest one, and the square metres of the others.
fn reachable(mut all: Vec<(f64, Vec<Mode>)>, ways: &Ways) -> (Vec<Vec<Mode>>, f64) {
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    let Some(home) = all.first().and_then(|(_, modes)| modes.first()).map(|mode| mode.exit) else {
        return (Vec::new(), 0.0);
    };
    let (near, far): (Vec<_>, Vec<_>) =
        all.into_iter().partition(|(_, modes)| modes.iter().any(|mode| ways.seconds(home, mode.entry).is_some()));
    (near.into_iter().map(|cell| cell.1).collect(), far.iter().map(|cell| cell.0).sum())
}

/// Puts a viewpoint where it costs least: between two pieces, or as a way out of a piece and back; `straight`: only where
/// straight ways lead there.
fn put_in(pieces: &mut Vec<Piece>, point: Local, ways: &Ways, straight: bool) -> bool {
    let far = |piece: &Piece| piece.windows(2).map(|leg| away(point, leg[0], leg[1])).fold(f64::INFINITY, f64::min);
    let mut near: Vec<(f64, usize)> = pieces.iter().enumerate().map(|(i, piece)| (far(piece), i)).collect();
    near.sort_by(|a, b| a.0.total_cmp(&b.0));
    let time = |a: Local, b: Local| if straight { ways.straight(a, b) } else { ways.seconds(a, b) };
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
            let saved = before.zip(after).and_then(|(b, a)| ways.seconds(b, a)).unwrap_or(0.0);
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
