//! The turns of all walls and which of them see each other, found out when somebody first stands there.
//!
//! A shortest way turns only where it leans on a wall: the line of its leg must touch the rounded border at the turn and
//! not cut it. Legs that would cut are left out before anybody looks whether they are clear, which leaves a few hundred
//! of a million.

use super::cost::{Cost, Costs};
use super::sight::Sight;
use super::walls::Walls;
use super::yards::Yards;
use crate::planner::obstacle::{Obstacle, Turn};
use geodata::Local;
use std::sync::OnceLock;

/// How far a leg may cut a border and still count as touching it: the sine of about 0.002 degrees, squared.
const TOUCH: f64 = 1e-9;

/// A leg to another turn.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    pub(super) to: u32,
    pub(super) cost: Cost,
}

/// The turns, and the legs between them as far as they were asked for.
#[derive(Debug, Default)]
pub(super) struct Graph {
    turns: Vec<Turn>,
    edges: Vec<OnceLock<Vec<Edge>>>,
}

impl Graph {
    pub(super) fn of(obstacles: &[Obstacle<'_>], walls: &Walls, yards: &Yards) -> Self {
        let all = obstacles.iter().flat_map(Obstacle::turns).chain(yards.turns());
        let free = |turn: &Turn| walls.blocks(turn.at).is_none() && yards.hold(turn.at);
        let turns: Vec<Turn> = all.filter(free).collect();
        let edges = turns.iter().map(|_| OnceLock::new()).collect();
        Self { turns, edges }
    }

    pub(super) fn len(&self) -> usize {
        self.turns.len()
    }

    pub(super) fn at(&self, node: usize) -> Local {
        self.turns[node].at
    }

    pub(super) fn turn(&self, node: usize) -> &Turn {
        &self.turns[node]
    }

    /// Whether a leg between a turn and another place leans on the wall at the turn.
    pub(super) fn leans(&self, node: usize, other: Local) -> bool {
        leans(&self.turns[node], other)
    }

    /// The legs from a turn.
    pub(super) fn edges(&self, node: usize, walls: &Walls, yards: &Yards, costs: &Costs) -> &[Edge] {
        self.edges[node].get_or_init(|| self.look(node, walls, yards, costs))
    }

    fn look(&self, node: usize, walls: &Walls, yards: &Yards, costs: &Costs) -> Vec<Edge> {
        let here = self.turns[node].at;
        let mut sight = Sight::default();
        sight.look(walls, here);
        let mut edges = Vec::new();
        for (next, turn) in self.turns.iter().enumerate() {
            let leans = next != node && leans(&self.turns[node], turn.at) && leans(turn, here);
            if !leans || !sight.clear(walls, turn.at) || !yards.allow(here, turn.at) {
                continue;
            }
            let cost = costs.leg(here, turn.at);
            #[allow(clippy::cast_possible_truncation)] // limits::ALL_CORNERS
            let to = next as u32;
            if cost.seconds.is_finite() {
                edges.push(Edge { to, cost });
            }
        }
        edges
    }
}

/// Whether the line from a turn to another place has the border on one side.
fn leans(turn: &Turn, other: Local) -> bool {
    let (x, y) = (other.x - turn.at.x, other.y - turn.at.y);
    let side = |[ax, ay]: [f64; 2]| x * ay - y * ax;
    side(turn.arms[0]) * side(turn.arms[1]) >= -TOUCH * (x * x + y * y)
}
