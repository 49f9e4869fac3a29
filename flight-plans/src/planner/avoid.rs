//! Ways round keep-out zones: a visibility graph over the turning points of the zones, searched by air time.
//!
//! In a steady wind a straight line is the fastest way through free air, so a fastest way turns only at zones; edge
//! times depend on the direction. Zones are not simplified: a hollow one may be flown into if there is room.

#[cfg(test)]
mod tests;

use super::obstacle::{Obstacle, all_clear};
use crate::wind::Wind;
use geodata::{Local, Metres, MetresPerSecond, Zone};

/// The fastest way from `from` to `to` that keeps `margin` from every zone given; both ends included.
///
/// Nothing when an end is nearer to a zone than `margin`, when the zones close the way, or when the wind does.
#[must_use]
pub fn path_around(
    from: Local,
    to: Local,
    zones: &[&Zone],
    margin: Metres,
    airspeed: MetresPerSecond,
    wind: Wind,
) -> Option<Vec<Local>> {
    let obstacles: Vec<Obstacle<'_>> = zones.iter().map(|z| Obstacle::new(z, margin)).collect();
    around(from, to, &obstacles, airspeed, wind)
}

/// [`path_around`] for obstacles already made.
pub(super) fn around(
    from: Local,
    to: Local,
    obstacles: &[Obstacle<'_>],
    airspeed: MetresPerSecond,
    wind: Wind,
) -> Option<Vec<Local>> {
    let finite = [from.x, from.y, to.x, to.y].iter().all(|n| n.is_finite());
    if !finite || !all_clear(obstacles, from, from) || !all_clear(obstacles, to, to) {
        return None;
    }
    let mut near = vec![false; obstacles.len()];
    loop {
        let met: Vec<&Obstacle<'_>> = obstacles.iter().zip(&near).filter(|(_, n)| **n).map(|(o, _)| o).collect();
        let way = round_some(from, to, &met, airspeed, wind)?;
        if !touch(obstacles, &way, &mut near) {
            return Some(way);
        }
    }
}

/// Marks the obstacles a way runs into; false when there are none. An obstacle marked before is never run into, so
/// every round that goes on marks at least one more, and the rounds end.
fn touch(obstacles: &[Obstacle<'_>], way: &[Local], near: &mut [bool]) -> bool {
    let mut more = false;
    for (obstacle, near) in obstacles.iter().zip(near) {
        if !*near && !way.windows(2).all(|leg| obstacle.clear_leg(leg[0], leg[1])) {
            *near = true;
            more = true;
        }
    }
    more
}

/// The fastest way round some of the obstacles: no slower than round all of them, so it is the answer when it happens
/// to clear them all.
fn round_some(
    from: Local,
    to: Local,
    obstacles: &[&Obstacle<'_>],
    airspeed: MetresPerSecond,
    wind: Wind,
) -> Option<Vec<Local>> {
    let turns = obstacles
        .iter()
        .flat_map(|o| o.turns())
        .map(|turn| turn.at)
        .filter(|&p| all_clear(obstacles.iter().copied(), p, p));
    let nodes: Vec<Local> = [from, to].into_iter().chain(turns).collect();
    Search::new(&nodes, airspeed, wind).run(obstacles)
}

pub(super) fn seconds(airspeed: MetresPerSecond, wind: Wind, a: Local, b: Local) -> Option<f64> {
    let length = a.distance(b);
    if length.0 < 1e-9 { Some(0.0) } else { Some(length.at(wind.ground_speed(airspeed, a.bearing(b))?).0) }
}

const START: usize = 0;
const GOAL: usize = 1;

/// A* from node 0 to node 1; whether two nodes see each other is only asked when one of them is settled.
struct Search<'a> {
    nodes: &'a [Local],
    airspeed: MetresPerSecond,
    wind: Wind,
    best: Vec<f64>,
    before: Vec<usize>,
    settled: Vec<bool>,
}

impl<'a> Search<'a> {
    fn new(nodes: &'a [Local], airspeed: MetresPerSecond, wind: Wind) -> Self {
        let mut best = vec![f64::INFINITY; nodes.len()];
        best[START] = 0.0;
        Self { nodes, airspeed, wind, best, before: vec![START; nodes.len()], settled: vec![false; nodes.len()] }
    }

    fn run(mut self, obstacles: &[&Obstacle<'_>]) -> Option<Vec<Local>> {
        while let Some(node) = self.next() {
            if node == GOAL {
                return Some(self.path());
            }
            self.settled[node] = true;
            self.relax(node, obstacles);
        }
        None
    }

    /// The open node that may end soonest; ties by index.
    fn next(&self) -> Option<usize> {
        let open = (0..self.nodes.len()).filter(|&n| !self.settled[n] && self.best[n].is_finite());
        open.min_by(|&a, &b| self.bound(a).total_cmp(&self.bound(b)))
    }

    /// No way is faster than straight with the whole wind behind.
    fn bound(&self, node: usize) -> f64 {
        let fastest = self.airspeed.0 + self.wind.speed().0;
        self.best[node] + self.nodes[node].distance(self.nodes[GOAL]).0 / fastest
    }

    fn relax(&mut self, node: usize, obstacles: &[&Obstacle<'_>]) {
        for next in 0..self.nodes.len() {
            let (a, b) = (self.nodes[node], self.nodes[next]);
            let Some(edge) = seconds(self.airspeed, self.wind, a, b).filter(|_| !self.settled[next]) else { continue };
            let time = self.best[node] + edge;
            if time < self.best[next] && all_clear(obstacles.iter().copied(), a, b) {
                self.best[next] = time;
                self.before[next] = node;
            }
        }
    }

    fn path(&self) -> Vec<Local> {
        let mut path = vec![self.nodes[GOAL]];
        let mut node = GOAL;
        while node != START {
            node = self.before[node];
            path.push(self.nodes[node]);
        }
        path.reverse();
        path
    }
}
