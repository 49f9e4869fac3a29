//! The turns of all walls and which of them see each other, found out when somebody first stands there.
//!
//! A shortest way turns only where it leans on a wall: the line of its leg must touch the rounded border at the turn and
//! not cut it. Legs that would cut are left out before anybody looks whether they are clear, which leaves a few hundred
//! of a million.

use super::cost::{Cost, Costs};
use super::sight::Sight;
use super::turns::turns;
use super::walls::Walls;
use super::yards::Yards;
use crate::planner::obstacle::{Obstacle, Turn};
use geodata::Local;
use std::sync::OnceLock;

/// How far a leg may cut a border and still count as touching it: the sine of about 0.002 degrees, squared.
const TOUCH: f64 = 1e-9;

/// The sine of a bend to the wrong side that still counts as straight.
const STRAIGHT: f32 = 1e-3;
/// The lines between turns stand off straight borders by no more than this, metres.
const STRIP: f64 = 0.02;

/// A leg to another turn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub(super) to: u32,
    /// How a way goes on from there.
    pub(super) bend: Bend,
    pub(super) cost: Cost,
}

/// A leg that leads to a turn, and how a fastest way goes on from there: round the wall.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bend {
    /// Along the leg.
    along: [f32; 2],
    /// 1 to the left, -1 to the right, 0 where it may go on anywhere.
    side: f32,
}

impl Bend {
    pub(super) const ANY: Self = Self { along: [0.0; 2], side: 0.0 };

    #[allow(clippy::cast_possible_truncation)] // rounding is meant
    fn along(x: f64, y: f64, length: f64) -> Self {
        Self { along: [(x / length.max(1e-9)) as f32, (y / length.max(1e-9)) as f32], side: 0.0 }
    }

    fn toward(&self, [x, y]: [f64; 2]) -> f64 {
        f64::from(self.along[0]) * x + f64::from(self.along[1]) * y
    }

    /// Whether a way goes on along another leg that has the wall to the same side.
    pub(super) fn takes(&self, next: &Self) -> bool {
        let ([ax, ay], [bx, by]) = (self.along, next.along);
        self.side * (ax * by - ay * bx) >= -STRAIGHT
    }
}

/// The legs from a turn: those with the wall to the left, then those with the wall to the right, then the others. Of the
/// first two kinds those come first that bend most.
#[derive(Debug, Default)]
pub(super) struct Legs {
    all: Vec<Edge>,
    ends: [usize; 2],
}

impl Legs {
    /// Those that a way may take that comes so, and maybe one more.
    pub(super) fn on(&self, bend: Bend) -> impl Iterator<Item = &Edge> {
        let [left, right] = self.ends;
        let bent = match bend.side {
            0.0 => 0..right,
            side if side > 0.0 => 0..left,
            _ => left..right,
        };
        self.all[bent].iter().take_while(move |edge| bend.takes(&edge.bend)).chain(&self.all[right..])
    }

    /// All of them.
    pub(super) fn all(&self) -> &[Edge] {
        &self.all
    }
}

/// The turns, and the legs between them as far as they were asked for.
#[derive(Debug, Default)]
pub(super) struct Graph {
    /// Whether ways turn only where they lean on a wall.
    taut: bool,
    /// Of the box about the turns, corner to corner, metres.
    size: f64,
    turns: Vec<Turn>,
    legs: Vec<OnceLock<Legs>>,
}

impl Graph {
    pub(super) fn of(obstacles: &[Obstacle<'_>], walls: &Walls, yards: &Yards, taut: bool) -> Self {
        let all = obstacles.iter().flat_map(Obstacle::turns).chain(yards.turns());
        let turns = turns(all, walls, yards);
        let legs = turns.iter().map(|_| OnceLock::new()).collect();
        Self { taut, size: size(&turns), turns, legs }
    }

    pub(super) fn len(&self) -> usize {
        self.turns.len()
    }

    /// How far the turns lie apart at most, about, and at least a little.
    pub(super) fn size(&self) -> f64 {
        self.size
    }

    pub(super) fn at(&self, node: usize) -> Local {
        self.turns[node].at
    }

    pub(super) fn turn(&self, node: usize) -> &Turn {
        &self.turns[node]
    }

    /// Whether a way may turn at a turn as it likes.
    pub(super) fn is_free(&self, node: usize) -> bool {
        !self.taut || self.turns[node].is_free()
    }

    /// Whether a fastest way may have the leg between a turn and another place.
    pub(super) fn leans(&self, node: usize, other: Local) -> bool {
        !self.taut || leans(&self.turns[node], other)
    }

    /// How a fastest way goes on at a turn that it comes to from some place. From between a turn and its border it may go
    /// on round either end of it.
    pub(super) fn bend(&self, from: Local, node: usize) -> Bend {
        let turn = &self.turns[node];
        let ([x, y], [ix, iy]) = ([turn.at.x - from.x, turn.at.y - from.y], turn.inward);
        let length = (x * x + y * y).sqrt();
        if self.is_free(node) || is_between(turn, from) || length < 1e-9 {
            return Bend { side: 0.0, ..Bend::along(x, y, length) };
        }
        let side = if x * iy - y * ix < 0.0 { -1.0 } else { 1.0 };
        Bend { side, ..Bend::along(x, y, length) }
    }

    /// The legs from a turn; those that the wind refuses cost without end.
    pub(super) fn legs(&self, node: usize, walls: &Walls, yards: &Yards, costs: &Costs) -> &Legs {
        self.legs[node].get_or_init(|| self.look(node, walls, yards, costs))
    }

    fn look(&self, node: usize, walls: &Walls, yards: &Yards, costs: &Costs) -> Legs {
        let here = self.turns[node].at;
        let mut sight = Sight::default();
        sight.look(walls, here);
        let mut kinds: [Vec<Edge>; 3] = Default::default();
        for (next, turn) in self.turns.iter().enumerate() {
            let leans = next != node && self.leans(node, turn.at) && self.leans(next, here);
            if !leans || !sight.clear(walls, turn.at) || !yards.allow(here, turn.at) {
                continue;
            }
            #[allow(clippy::cast_possible_truncation)] // limits::ALL_CORNERS
            let edge = Edge { to: next as u32, bend: self.bend(here, next), cost: costs.leg(here, turn.at) };
            kinds[self.kind(node, turn.at)].push(edge);
        }
        let inward = self.turns[node].inward;
        for kind in &mut kinds {
            kind.sort_by(|a, b| b.bend.toward(inward).total_cmp(&a.bend.toward(inward)));
        }
        let ends = [kinds[0].len(), kinds[0].len() + kinds[1].len()];
        Legs { all: kinds.concat(), ends }
    }

    /// Whether a leg from a turn has the wall to the left (0), to the right (1), or neither (2).
    fn kind(&self, node: usize, to: Local) -> usize {
        let turn = &self.turns[node];
        if self.is_free(node) || is_between(turn, to) {
            return 2;
        }
        let (x, y) = (to.x - turn.at.x, to.y - turn.at.y);
        usize::from(x * turn.inward[1] - y * turn.inward[0] < 0.0)
    }
}

/// From corner to corner of the box about some turns, metres.
fn size(turns: &[Turn]) -> f64 {
    let span = |of: fn(&Turn) -> f64| {
        let (low, high) =
            turns.iter().map(of).fold((f64::INFINITY, f64::NEG_INFINITY), |(l, h), v| (l.min(v), h.max(v)));
        (high - low).max(0.0)
    };
    span(|turn| turn.at.x).hypot(span(|turn| turn.at.y))
}

/// Whether the line from a turn to another place has the border on one side, or the place lies between the border and
/// the arms of the turn: before they touch it, or along them within a hair.
fn leans(turn: &Turn, other: Local) -> bool {
    let (x, y) = (other.x - turn.at.x, other.y - turn.at.y);
    let [one, two] = turn.arms.map(|[ax, ay]| x * ay - y * ax);
    one * two >= -TOUCH * (x * x + y * y) || is_between(turn, other)
}

fn is_between(turn: &Turn, other: Local) -> bool {
    let (x, y) = (other.x - turn.at.x, other.y - turn.at.y);
    let [one, two] = turn.arms.map(|[ax, ay]| x * ay - y * ax);
    let inward = x * turn.inward[0] + y * turn.inward[1] >= 0.0;
    let near = || x * x + y * y <= turn.arm * turn.arm || one.abs().min(two.abs()) <= STRIP;
    one * two < 0.0 && inward && near()
}
