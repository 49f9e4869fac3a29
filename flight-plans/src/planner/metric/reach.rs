//! What an aircraft reaches in a time, round the zones: the fan it sees from where it starts, and behind each zone the
//! fans of the turns it leans on.
//!
//! A place that is not seen from the start is reached by a last leg from a turn that bends on round the zone the turn
//! belongs to. So each turn has only to look between the line of the leg that leads to it and the border it leans on.

use super::Metric;
use super::answer::{End, NoWay};
use super::search::{START, Search};
use super::sight::Sight;
use crate::response;
use geo::{Area as _, Contains as _, LineString, MultiPolygon, Polygon};
use geodata::{Local, Metres, Seconds};
use std::f64::consts::TAU;

/// Rays of a whole turn before any is added.
const RAYS: u32 = 360;
/// Rays are added until the border of a fan is this straight between them, metres ...
const STRAIGHT: f64 = 0.3;
/// (where a ray ends is looked for to this, far finer, or its error would ask for more rays) ...
const FINE: f64 = 0.01;
/// ... or they are this near, radians.
const NEAREST: f64 = 4e-6;
/// A ray to either side of each turn that is seen, radians: nothing stands between two rays unseen.
const BESIDE: f64 = 1e-4;
/// Fans begin this much on the seen side, so that neighbours overlap, radians.
const OVERLAP: f64 = 1e-3;
/// Pieces and holes smaller than this are rounding, m².
const CRUMB: f64 = 1.0;

/// One piece of what is reached; first corners are not repeated.
#[derive(Clone, Debug, PartialEq)]
pub struct Patch {
    /// The outline, counter-clockwise.
    pub outer: Vec<Local>,
    /// What is not reached inside of it, clockwise.
    pub holes: Vec<Vec<Local>>,
}

/// What is reached. Corners of its outline lie on the true border, edges cut at most a few tenths of a metre off it.
#[derive(Clone, Debug)]
pub struct Reached {
    shape: MultiPolygon<f64>,
}

impl Reached {
    /// The pieces, the largest first; none when the time is gone before the aircraft cruises.
    #[must_use]
    pub fn patches(&self) -> Vec<Patch> {
        let mut pieces: Vec<&Polygon<f64>> = self.shape.iter().collect();
        pieces.sort_by(|a, b| b.unsigned_area().total_cmp(&a.unsigned_area()));
        pieces.into_iter().map(patch).collect()
    }

    /// Square metres.
    #[must_use]
    pub fn area_m2(&self) -> f64 {
        self.shape.unsigned_area()
    }

    /// Whether a place is reached.
    #[must_use]
    pub fn contains(&self, at: Local) -> bool {
        self.shape.contains(&geo::Coord { x: at.x, y: at.y })
    }
}

fn patch(piece: &Polygon<f64>) -> Patch {
    let ring = |line: &LineString<f64>| {
        let corners: Vec<Local> = line.coords().map(|c| Local { x: c.x, y: c.y }).collect();
        corners[..corners.len().saturating_sub(1)].to_vec()
    };
    Patch { outer: ring(piece.exterior()), holes: piece.interiors().iter().map(ring).collect() }
}

impl Metric {
    /// What an aircraft at `from` reaches in the layer within `budget`, after gaining `climb` (negative descends) and,
    /// `from_ground`, its spin-up: round the zones, in the wind, over the ground.
    ///
    /// # Errors
    /// `from` is no place, or in a zone.
    pub fn reach(&self, from: Local, climb: Metres, from_ground: bool, budget: Seconds) -> Result<Reached, NoWay> {
        if let Some(fault) = self.spot(from).fault(End::From) {
            return Err(fault);
        }
        let left = response::cruising(self.costs.airframe(), climb, from_ground, budget);
        let fans = left.map_or_else(Vec::new, |left| self.fans(from, left.0));
        let mut shape = match fans.len() {
            1 => MultiPolygon::new(fans),
            _ => geo::unary_union(&fans),
        };
        shape.0.retain(|piece| piece.unsigned_area() >= CRUMB);
        for piece in &mut shape.0 {
            let hole = |ring: &LineString<f64>| Polygon::new(ring.clone(), Vec::new()).unsigned_area() >= CRUMB;
            let holes = piece.interiors().iter().filter(|ring| hole(ring)).cloned().collect();
            *piece = Polygon::new(piece.exterior().clone(), holes);
        }
        Ok(Reached { shape })
    }

    fn fans(&self, from: Local, left: f64) -> Vec<Polygon<f64>> {
        let mut search = Search::default();
        let mut sight = Sight::default();
        sight.look(&self.walls, from);
        let near = self.near(from, &sight);
        search.begin(self, from, &near, |_| 0.0);
        let whole = Fan { metric: self, sight: &sight, from, left };
        let towards: Vec<f64> = near.iter().map(|n| angle(from, self.graph.at(n.node as usize))).collect();
        let mut fans: Vec<Polygon<f64>> = whole.all_round(&towards).into_iter().collect();
        let mut chains: Vec<Chain> = Vec::new();
        // The chain that ends at a turn.
        let mut tails: Vec<Option<usize>> = vec![None; self.graph.len()];
        while let Some(node) = search.step(self, left, |_| 0.0) {
            let before = search.before(node);
            if self.graph.is_free(node) {
                fans.extend(self.fan_about(node, left - search.cost(node).seconds));
                continue;
            }
            let link = if before == START { None } else { tails[before as usize] };
            let comes_from = if before == START { from } else { self.graph.at(before as usize) };
            let (side, along) = self.bend(node, comes_from);
            let link = link.filter(|&chain| chains[chain].side * side > 0.0 && self.follows(before as usize, node));
            let begin = along.0 - if link.is_some() { 0.0 } else { side * OVERLAP };
            let border = self.border_behind(node, (begin, along.1), left - search.cost(node).seconds);
            let chain = link.unwrap_or(chains.len());
            if link.is_none() {
                chains.push(Chain { side, border: Vec::new(), spine: Vec::new() });
            } else {
                tails[before as usize] = None;
            }
            tails[node] = Some(chain);
            chains[chain].border.extend(border);
            chains[chain].spine.push(self.graph.at(node));
        }
        fans.extend(chains.into_iter().filter_map(Chain::polygon));
        fans
    }

    /// What is reached from a turn all round.
    fn fan_about(&self, node: usize, left: f64) -> Option<Polygon<f64>> {
        let from = self.graph.at(node);
        let mut sight = Sight::default();
        sight.look(&self.walls, from);
        let towards: Vec<f64> =
            self.legs(node).all().iter().map(|edge| angle(from, self.graph.at(edge.to as usize))).collect();
        Fan { metric: self, sight: &sight, from, left }.all_round(&towards)
    }

    /// To which side a way that comes to a turn bends there, and from which angle to which.
    fn bend(&self, node: usize, before: Local) -> (f64, (f64, f64)) {
        let turn = self.graph.turn(node);
        let (x, y) = (turn.at.x - before.x, turn.at.y - before.y);
        let side = (x * turn.inward[1] - y * turn.inward[0]).signum();
        let on = |arm: &[f64; 2]| arm[0] * x + arm[1] * y;
        let arm = if on(&turn.arms[0]) >= on(&turn.arms[1]) { turn.arms[0] } else { turn.arms[1] };
        let begin = y.atan2(x);
        let bend = (side * wrap(arm[1].atan2(arm[0]) - begin)).max(0.0);
        (side, (begin, begin + side * bend))
    }

    /// Whether a turn lies straight on along the border from another.
    fn follows(&self, before: usize, node: usize) -> bool {
        let (turn, next) = (self.graph.turn(before), self.graph.at(node));
        let (x, y) = (next.x - turn.at.x, next.y - turn.at.y);
        let along = |[ax, ay]: [f64; 2]| (ax * y - ay * x).abs() < 1e-6 * x.hypot(y) && ax * x + ay * y > 0.0;
        along(turn.arms[0]) || along(turn.arms[1])
    }

    /// What is reached from a turn behind the wall it leans on: the ends of rays from one angle to another.
    fn border_behind(&self, node: usize, (begin, end): (f64, f64), left: f64) -> Vec<Local> {
        let from = self.graph.at(node);
        let mut sight = Sight::default();
        sight.look(&self.walls, from);
        let fan = Fan { metric: self, sight: &sight, from, left };
        let edges = self.legs(node).all();
        let towards = edges.iter().map(|edge| angle(from, self.graph.at(edge.to as usize)));
        let mut border = fan.between(begin, end, towards);
        if end < begin {
            border.reverse();
        }
        border
    }
}

/// The fans of turns that follow each other round one wall: what is reached between the wall and where they end.
struct Chain {
    /// To which side they bend.
    side: f64,
    border: Vec<Local>,
    spine: Vec<Local>,
}

impl Chain {
    fn polygon(self) -> Option<Polygon<f64>> {
        let mut ring = self.border;
        ring.extend(self.spine.into_iter().rev());
        // The union wants all pieces to run the same way round.
        if self.side < 0.0 {
            ring.reverse();
        }
        polygon(ring)
    }
}

/// The rays from one place.
struct Fan<'a> {
    metric: &'a Metric,
    sight: &'a Sight,
    from: Local,
    /// Seconds of cruise.
    left: f64,
}

impl Fan<'_> {
    /// All round, with rays beside some angles.
    fn all_round(&self, towards: &[f64]) -> Option<Polygon<f64>> {
        let mut angles: Vec<f64> = (0..RAYS).map(|i| self.even(TAU * f64::from(i) / f64::from(RAYS))).collect();
        angles.extend(towards.iter().flat_map(|a| [a - BESIDE, *a, a + BESIDE]).map(|a| a.rem_euclid(TAU)));
        angles.sort_by(f64::total_cmp);
        let first = *angles.first()?;
        angles.push(first + TAU);
        let mut border = self.border(&angles);
        border.pop();
        polygon(border)
    }

    /// The angle of the ray that ends at an angle about the middle of what free air would let reach: even corners there,
    /// however the wind blows. In a wind too strong for that, the angle itself.
    fn even(&self, about_middle: f64) -> f64 {
        let gauge = &self.metric.costs.gauge;
        let strong = gauge.wind.speed().0 > 0.95 * gauge.airspeed;
        if strong {
            return about_middle;
        }
        let (sin, cos) = about_middle.sin_cos();
        (gauge.wind.north + gauge.airspeed * sin).atan2(gauge.wind.east + gauge.airspeed * cos).rem_euclid(TAU)
    }

    /// Between two angles, rising, with rays beside some others.
    fn between(&self, begin: f64, end: f64, towards: impl Iterator<Item = f64>) -> Vec<Local> {
        let (low, high) = (begin.min(end), begin.max(end));
        let step = TAU / f64::from(RAYS);
        let middle = f64::midpoint(low, high);
        let inside = |a: f64| {
            let a = middle + wrap(a - middle);
            (low < a && a < high).then_some(a)
        };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 1 to 360
        let parts = ((high - low) / step).ceil().clamp(1.0, 360.0) as u32;
        let mut angles: Vec<f64> = (0..=parts).map(|i| low + (high - low) * f64::from(i) / f64::from(parts)).collect();
        angles.extend(towards.flat_map(|a| [a - BESIDE, a, a + BESIDE]).filter_map(inside));
        angles.sort_by(f64::total_cmp);
        self.border(&angles)
    }

    /// The ends of rays at rising angles, and of those between them that the border needs.
    fn border(&self, angles: &[f64]) -> Vec<Local> {
        let mut border = Vec::with_capacity(2 * angles.len());
        let mut before: Option<(f64, Local)> = None;
        for &angle in angles {
            let here = (angle, self.end(angle));
            if let Some(before) = before {
                self.refine(before, here, &mut border);
            }
            border.push(here.1);
            before = Some(here);
        }
        border
    }

    fn refine(&self, a: (f64, Local), b: (f64, Local), border: &mut Vec<Local>) {
        if b.0 - a.0 <= NEAREST {
            return;
        }
        let angle = f64::midpoint(a.0, b.0);
        let end = self.end(angle);
        if off(end, a.1, b.1) <= STRAIGHT {
            return;
        }
        self.refine(a, (angle, end), border);
        border.push(end);
        self.refine((angle, end), b, border);
    }

    /// Where a ray ends: at a wall, or when the time is gone.
    fn end(&self, angle: f64) -> Local {
        let unit = [angle.cos(), angle.sin()];
        let place = |far: f64| Local { x: self.from.x + far * unit[0], y: self.from.y + far * unit[1] };
        let Some(speed) = self.metric.costs.gauge.speed(unit) else { return self.from };
        let free = self.sight.range(&self.metric.walls, unit, speed * self.left);
        let (costs, yards) = (&self.metric.costs, &self.metric.yards);
        // Over hills the time of a ray grows with its length as good as always.
        let fits = |far: f64| {
            yards.allow(self.from, place(far))
                && (costs.is_flat() || costs.leg(self.from, place(far)).seconds <= self.left)
        };
        if (costs.is_flat() && yards.is_empty()) || fits(free) {
            return place(free);
        }
        let (mut low, mut high) = (0.0, free);
        while high - low > FINE {
            let middle = f64::midpoint(low, high);
            if fits(middle) { low = middle } else { high = middle }
        }
        place(low)
    }
}

fn polygon(border: Vec<Local>) -> Option<Polygon<f64>> {
    let ring: Vec<(f64, f64)> = border.into_iter().map(|p| (p.x, p.y)).collect();
    let polygon = Polygon::new(LineString::from(ring), Vec::new());
    (polygon.unsigned_area() > 0.0).then_some(polygon)
}

fn angle(from: Local, to: Local) -> f64 {
    (to.y - from.y).atan2(to.x - from.x)
}

fn wrap(angle: f64) -> f64 {
    (angle + TAU / 2.0).rem_euclid(TAU) - TAU / 2.0
}

/// How far a place is off the line between two others.
fn off(at: Local, a: Local, b: Local) -> f64 {
    let (x, y) = (b.x - a.x, b.y - a.y);
    let length = x.hypot(y);
    let away = ((at.x - a.x) * y - (at.y - a.y) * x).abs();
    if length > 1e-9 { away / length } else { at.distance(a).0 }
}
