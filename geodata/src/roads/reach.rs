//! What is within reach: the ground along all road that is come to in a time, as polygons with holes.
//!
//! Road is reached as far as the time lasts, parts of edges included. A polygon holds all reached road, and the ground
//! within [`HALF_WIDTH`] of it to half a cell of the grid it is drawn on (12.5 m; wider where the reach is so large that
//! the grid would have more than a million points, see [`Reach::half_width`]). Ground farther from reached road than one
//! and a half times the half width is never in it. The way off the road is not timed.

use super::costs::Costs;
use super::data::local;
use super::graph::{Graph, NEVER};
use super::nearest::limit;
use super::profile::Profile;
use super::raster::Raster;
use super::search::Search;
use super::snap::Snap;
use super::travel::Travel;
use crate::frame::Local;
use crate::units::{Metres, Seconds};

/// How far the ground on either side of a reached road belongs to the reach.
pub const HALF_WIDTH: Metres = Metres(50.0);

/// Bends are left out while the line stays within so many metres: less than what the half width has to spare over the
/// diagonal of a cell, so that a reached road still lies inside.
const SMOOTH: f64 = 5.0;

/// The ground within reach in a time.
#[derive(Clone, Debug, PartialEq)]
pub struct Reach {
    /// The time.
    pub budget: Seconds,
    /// How wide the strips are that it is made of; [`HALF_WIDTH`] or more.
    pub half_width: Metres,
    /// As a rule one: reached road hangs together.
    pub areas: Vec<Area>,
}

/// A polygon in local metres; rings are not closed by repetition.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Area {
    /// Turns left (counter-clockwise).
    pub outer: Vec<Local>,
    /// Turn right, lie inside and do not touch.
    pub holes: Vec<Vec<Local>>,
}

impl Reach {
    /// Whether a place is in it.
    #[must_use]
    pub fn holds(&self, at: Local) -> bool {
        let rings = self.areas.iter().flat_map(|area| std::iter::once(&area.outer).chain(&area.holes));
        rings.filter(|ring| within(ring, at)).count() % 2 == 1
    }

    /// Its area in square metres.
    #[must_use]
    pub fn square_metres(&self) -> f64 {
        let rings = self.areas.iter().flat_map(|area| std::iter::once(&area.outer).chain(&area.holes));
        rings.map(|ring| signed_area(ring)).sum()
    }
}

impl Travel<'_> {
    /// What a profile reaches from a point within each of some times, in the order of the times.
    #[must_use]
    pub fn reach(&self, from: &Snap, profile: Profile, budgets: &[Seconds]) -> Vec<Reach> {
        let costs = self.costs(profile);
        let mut order: Vec<usize> = (0..budgets.len()).filter(|i| budgets[*i].0 >= 0.0).collect();
        order.sort_by(|a, b| budgets[*a].total_cmp(&budgets[*b]).then(a.cmp(b)));
        let none = |budget: &Seconds| Reach { budget: *budget, half_width: HALF_WIDTH, areas: Vec::new() };
        let mut reaches: Vec<Reach> = budgets.iter().map(none).collect();
        let (Some(last), true) = (order.last(), (from.edge as usize) < costs.graph.edges.len()) else { return reaches };
        let farthest = limit(budgets[*last]);
        self.net.pool.with(|space| {
            let mut search = Search::new(costs, true, costs.exits(from), space);
            let settled: Vec<(u32, u32)> = std::iter::from_fn(|| search.next(farthest)).collect();
            let mut strips =
                Strips { costs, from, settled: &settled, whole: vec![0; costs.graph.edges.len().div_ceil(64)] };
            let (low, high) = strips.corners();
            let half_width = space.raster.open(low, high, HALF_WIDTH.0);
            for index in order {
                strips.stamp(limit(budgets[index]), &mut space.raster);
                reaches[index].areas = areas(space.raster.rings());
                reaches[index].half_width = Metres(half_width);
            }
            space.raster.close();
        });
        reaches
    }
}

/// The reached parts of roads.
struct Strips<'a> {
    costs: Costs<'a>,
    from: &'a Snap,
    /// States and their times, ascending.
    settled: &'a [(u32, u32)],
    /// Edges that are drawn as a whole already, one bit each.
    whole: Vec<u64>,
}

impl Strips<'_> {
    /// The corners of the box round all edges touched.
    fn corners(&self) -> (Local, Local) {
        let graph = self.costs.graph;
        let (mut low, mut high) = (self.from.point, self.from.point);
        let mut join = |edge: u32| {
            for point in graph.points[graph.span(edge)].iter().map(|cm| local(*cm)) {
                (low.x, low.y) = (low.x.min(point.x), low.y.min(point.y));
                (high.x, high.y) = (high.x.max(point.x), high.y.max(point.y));
            }
        };
        join(self.from.edge);
        for (state, _) in self.settled {
            graph.out.of(*state).iter().for_each(|arc| join(graph.slot_of(*arc) / 2));
        }
        (low, high)
    }

    /// Draws what is reached within `budget` and is not drawn yet.
    fn stamp(&mut self, budget: u32, raster: &mut Raster) {
        raster.stamp(self.from.point, self.from.point);
        for forward in [true, false] {
            let at = self.from.fraction;
            let (whole, left) = (self.costs.leave(self.from, forward), if forward { 1.0 - at } else { at });
            if whole < NEVER {
                let part = left * share(budget, whole);
                self.draw(self.from.edge, (at, if forward { at + part } else { at - part }), raster);
            }
        }
        let reached = self.settled.partition_point(|(_, time)| *time <= budget);
        for &(state, time) in &self.settled[..reached] {
            for &arc in self.costs.graph.out.of(state) {
                let (slot, ms) = (self.costs.graph.slot_of(arc), self.costs.of(arc));
                let (edge, forward) = (slot / 2, slot % 2 == 0);
                if ms == NEVER || self.whole[edge as usize / 64] >> (edge % 64) & 1 == 1 {
                    continue;
                }
                let part = share(budget - time, ms);
                if part >= 1.0 {
                    self.whole[edge as usize / 64] |= 1 << (edge % 64);
                }
                self.draw(edge, if forward { (0.0, part) } else { (1.0 - part, 1.0) }, raster);
            }
        }
    }

    /// Draws a part of an edge, small bends left out.
    fn draw(&self, edge: u32, (from, to): (f64, f64), raster: &mut Raster) {
        let (from, to) = (from.min(to), from.max(to));
        let graph = self.costs.graph;
        let mut anchor = graph.point_at(edge, from);
        let mut skipped: Vec<Local> = Vec::new();
        let end = graph.point_at(edge, to);
        for point in inner(graph, edge, from, to).chain(std::iter::once(end)) {
            let straight = skipped.len() < 16 && skipped.iter().all(|p| off_line(anchor, point, *p) <= SMOOTH);
            if let (false, Some(last)) = (straight, skipped.last()) {
                raster.stamp(anchor, *last);
                anchor = *last;
                skipped.clear();
            }
            skipped.push(point);
        }
        raster.stamp(anchor, end);
    }
}

/// The share of a whole time that a budget lasts for.
fn share(budget: u32, whole: u32) -> f64 {
    if budget >= whole { 1.0 } else { f64::from(budget) / f64::from(whole) }
}

/// The bends strictly between two parts of the way along an edge.
fn inner(graph: &Graph, edge: u32, from: f64, to: f64) -> impl Iterator<Item = Local> + '_ {
    let (span, length) = (graph.span(edge), graph.length(edge));
    let (from, to) = (from * length, to * length);
    let along = graph.along[span.clone()].iter().map(|a| f64::from(*a));
    graph.points[span].iter().zip(along).filter(move |(_, a)| *a > from && *a < to).map(|(cm, _)| local(*cm))
}

/// How far a place is from a straight line between two points.
fn off_line(a: Local, b: Local, at: Local) -> f64 {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let t = (((at.x - a.x) * dx + (at.y - a.y) * dy) / (dx * dx + dy * dy).max(1e-12)).clamp(0.0, 1.0);
    at.distance(a.toward(b, t)).0
}

/// Holes go to the smallest outer ring that holds them.
fn areas(rings: Vec<Vec<Local>>) -> Vec<Area> {
    let (outer, holes): (Vec<_>, Vec<_>) = rings.into_iter().partition(|ring| signed_area(ring) > 0.0);
    let mut areas: Vec<Area> = outer.into_iter().map(|outer| Area { outer, holes: Vec::new() }).collect();
    areas.sort_by(|a, b| signed_area(&b.outer).total_cmp(&signed_area(&a.outer)));
    for hole in holes {
        let home = if areas.len() > 1 {
            areas.iter().rposition(|area| hole.first().is_some_and(|at| within(&area.outer, *at)))
        } else {
            None
        };
        if let Some(area) = areas.get_mut(home.unwrap_or(0)) {
            area.holes.push(hole);
        }
    }
    areas
}

fn signed_area(ring: &[Local]) -> f64 {
    let Some(first) = ring.first() else { return 0.0 };
    let pairs = ring.iter().zip(ring.iter().skip(1).chain(ring.first()));
    pairs.map(|(a, b)| (a.x - first.x) * (b.y - first.y) - (b.x - first.x) * (a.y - first.y)).sum::<f64>() / 2.0
}

/// Whether a ring goes round a place: by counting crossings of a ray to the east.
fn within(ring: &[Local], at: Local) -> bool {
    let pairs = ring.iter().zip(ring.iter().skip(1).chain(ring.first()));
    let crossed =
        pairs.filter(|(a, b)| (a.y > at.y) != (b.y > at.y) && at.x < a.x + (b.x - a.x) * (at.y - a.y) / (b.y - a.y));
    crossed.count() % 2 == 1
}
