//! The metric that every planner stands on: time and energy between places in the wind, round the zones that hold, in
//! one layer, over the ground.
//!
//! A [`Metric`] is made once for a [`Setting`] and asked often. In a steady wind a straight line is the fastest way
//! through free air, so a fastest way turns only at zones; it is found over the turns of all zones (`graph`), where legs
//! that cannot belong to a fastest way are left out. Where keep-in zones hold, ways stay in them. Times depend on the
//! direction. The fastest way is the one that is fastest level; the changes of height that the ground asks for are added
//! to what it costs, and weighed only between ways round zones. Legs are cruised at the airframe's cruise airspeed.

mod answer;
mod cost;
mod gauge;
mod graph;
mod matrix;
mod queue;
mod reach;
mod search;
mod setting;
mod sight;
mod slope;
#[cfg(test)]
mod tests;
mod turns;
mod walls;
mod yards;

pub use answer::{End, Matrix, NoWay, Way};
pub use reach::{Patch, Reached};
pub use setting::Setting;

use super::obstacle::Obstacle;
use answer::Spot;
use cost::{Cost, Costs};
use geodata::{Local, Metres, Seconds};
use graph::{Graph, Legs};
use search::Search;
use sight::Sight;
use std::sync::Arc;
use walls::Walls;
use yards::Yards;

/// Time and energy between places in one setting. It owns what it needs and may be kept.
#[derive(Debug)]
pub struct Metric {
    walls: Walls,
    yards: Yards,
    graph: Graph,
    costs: Costs,
}

impl Metric {
    /// The metric of a setting.
    #[must_use]
    pub fn of(setting: &Setting<'_>) -> Self {
        let obstacles: Vec<Obstacle<'_>> =
            setting.in_the_way().into_iter().map(|zone| Obstacle::new(zone, setting.margin)).collect();
        let walls = Walls::of(&obstacles);
        let yards = Yards::of(&setting.to_stay_in());
        let costs = Costs::of(setting);
        let graph = Graph::of(&obstacles, &walls, &yards, !costs.gauge.tacks());
        Self { walls, yards, graph, costs }
    }

    /// The fastest way from one place to another, both in the layer.
    ///
    /// # Errors
    /// Why there is none.
    pub fn way(&self, from: Local, to: Local) -> Result<Way, NoWay> {
        let ends = self.spot(from).fault(End::From).or_else(|| self.spot(to).fault(End::To));
        if let Some(fault) = ends {
            return Err(fault);
        }
        let gauge = &self.costs.gauge;
        let straight = gauge.seconds(from, to).is_finite();
        if !straight && !gauge.tacks() {
            return Err(NoWay::Wind);
        }
        let mut sight = Sight::default();
        sight.look(&self.walls, from);
        if straight && self.sees((from, &sight), to) {
            return Ok(self.told(vec![from, to], self.costs.leg(from, to)));
        }
        let (turns, cost) = self.search((from, to)).ok_or_else(|| self.why((from, &sight), to))?;
        let corners = std::iter::once(from).chain(turns.into_iter().map(|n| self.graph.at(n))).chain([to]).collect();
        Ok(self.told(corners, cost))
    }

    /// Times and energies between all pairs of places.
    #[must_use]
    pub fn matrix(&self, points: &[Local]) -> Matrix {
        matrix::matrix(self, points)
    }

    /// The name of the zone that a place is in or too near to.
    #[must_use]
    pub fn blocked_by(&self, at: Local) -> Option<&str> {
        self.walls.blocks(at).map(|wall| self.walls.name(wall))
    }

    /// Whether a straight leg keeps its distance from every zone.
    #[must_use]
    pub fn clear(&self, from: Local, to: Local) -> bool {
        let places = self.spot(from) == Spot::Clear && self.spot(to) == Spot::Clear;
        places && self.yards.allow(from, to) && (0..self.walls.len()).all(|wall| self.walls.clear(wall, from, to))
    }

    /// Whether the straight leg to a clear place may be flown; `sight` has looked about from where it begins.
    fn sees(&self, (from, sight): (Local, &Sight), to: Local) -> bool {
        sight.clear(&self.walls, to) && self.yards.allow(from, to)
    }

    fn legs(&self, node: usize) -> &Legs {
        self.graph.legs(node, &self.walls, &self.yards, &self.costs)
    }

    fn spot(&self, at: Local) -> Spot {
        if !(at.x.is_finite() && at.y.is_finite()) {
            return Spot::NoPlace;
        }
        match self.blocked_by(at) {
            Some(zone) => Spot::InZone(Arc::from(zone)),
            None if self.yards.hold(at) => Spot::Clear,
            None => Spot::Outside,
        }
    }

    /// The turns of the best way round the walls, and what it costs.
    fn search(&self, (from, to): (Local, Local)) -> Option<(Vec<usize>, Cost)> {
        let mut sight = Sight::default();
        sight.look(&self.walls, from);
        let bound = |at: Local| at.distance(to).0 / self.costs.gauge.fastest();
        let mut search = Search::default();
        search.begin(self, from, &self.near(from, &sight), bound);
        sight.look(&self.walls, to);
        let mut best: Option<(usize, Cost)> = None;
        loop {
            let most = best.map_or(f64::INFINITY, |(_, cost)| cost.seconds);
            let Some(node) = search.step(self, most, bound) else { break };
            let at = self.graph.at(node);
            if !self.graph.leans(node, to) || !self.sees((to, &sight), at) {
                continue;
            }
            let cost = search.cost(node).then(self.costs.leg(at, to));
            if cost.seconds < most {
                best = Some((node, cost));
            }
        }
        best.map(|(node, cost)| (search.turns_to(node), cost))
    }

    /// Why there is no way between two clear places; `sight` has looked about from where it would begin.
    fn why(&self, (from, sight): (Local, &Sight), to: Local) -> NoWay {
        if self.costs.gauge.is_whole() {
            return NoWay::WalledIn;
        }
        let reached = Search::flood(self, &self.near(from, sight));
        let mut about = Sight::default();
        about.look(&self.walls, to);
        let round = self.near(to, &about).iter().any(|near| reached[near.node as usize]);
        if round || self.sees((from, sight), to) { NoWay::Wind } else { NoWay::WalledIn }
    }

    fn told(&self, corners: Vec<Local>, cost: Cost) -> Way {
        let length = corners.windows(2).map(|leg| leg[0].distance(leg[1])).fold(Metres::ZERO, |sum, leg| sum + leg);
        Way { time: Seconds(cost.seconds), length, battery_percent: cost.percent, corners }
    }
}
