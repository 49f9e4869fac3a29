//! The slow oracle: every turn against every turn, each leg tested against each zone by the judge's own geometry, no leg
//! left out, Dijkstra without a heap.

use super::super::gauge::Gauge;
use super::worlds::{MARGIN, World};
use crate::check::clearance;
use crate::planner::obstacle::{Obstacle, Turn};
use geodata::{Local, Zone};

pub(crate) struct Plain<'a> {
    zones: &'a [Zone],
    gauge: Gauge,
    turns: Vec<Local>,
    edges: Vec<Vec<(usize, f64)>>,
}

impl<'a> Plain<'a> {
    pub(crate) fn of(world: &'a World) -> Self {
        Self::fine(world, f64::INFINITY)
    }

    /// The same, with every turn at most so far off its border, metres: where borders nearly meet, coarse turns leave
    /// out a way that there is.
    pub(crate) fn fine(world: &'a World, off: f64) -> Self {
        let zones = &world.zones;
        let gauge = Gauge::new(world.quad.cruise, world.wind);
        let coarse = zones.iter().flat_map(|z| Obstacle::new(z, MARGIN).turns());
        let turns = coarse.flat_map(|turn| halved(turn, off)).map(|t| t.at);
        let turns: Vec<Local> = turns.filter(|&at| clear(zones, at, at)).collect();
        let seen = |&a: &Local| {
            let to = turns.iter().enumerate().filter(|(_, b)| a != **b && clear(zones, a, **b));
            to.map(|(i, b)| (i, gauge.seconds(a, *b))).collect()
        };
        let edges = turns.iter().map(seen).collect();
        Self { zones, gauge, turns, edges }
    }

    pub(crate) fn seconds(&self, from: Local, to: Local) -> Option<f64> {
        if !clear(self.zones, from, from) || !clear(self.zones, to, to) {
            return None;
        }
        let straight = self.gauge.seconds(from, to);
        let flown = straight.is_finite() && clear(self.zones, from, to);
        let whole = if flown { straight } else { self.around(from, to) };
        whole.is_finite().then_some(whole)
    }

    /// The time to every turn, from anywhere clear.
    pub(crate) fn to_turns(&self, from: Local) -> Vec<f64> {
        let first =
            |at: &Local| if clear(self.zones, from, *at) { self.gauge.seconds(from, *at) } else { f64::INFINITY };
        let mut best: Vec<f64> = self.turns.iter().map(first).collect();
        let mut done = vec![false; best.len()];
        while let Some(node) =
            (0..best.len()).filter(|&n| !done[n] && best[n].is_finite()).min_by(|&a, &b| best[a].total_cmp(&best[b]))
        {
            done[node] = true;
            for &(next, time) in &self.edges[node] {
                best[next] = best[next].min(best[node] + time);
            }
        }
        best
    }

    /// Whether a place is reached within a time, given the times to the turns.
    pub(crate) fn reaches(&self, from: Local, turns: &[f64], to: Local, left: f64) -> bool {
        let within = |at: Local, time: f64| time + self.gauge.seconds(at, to) <= left && clear(self.zones, at, to);
        clear(self.zones, to, to)
            && (within(from, 0.0) || self.turns.iter().zip(turns).any(|(at, time)| within(*at, *time)))
    }

    fn around(&self, from: Local, to: Local) -> f64 {
        let best = self.to_turns(from);
        let last = |(node, at): (usize, &Local)| {
            if clear(self.zones, *at, to) { best[node] + self.gauge.seconds(*at, to) } else { f64::INFINITY }
        };
        self.turns.iter().enumerate().map(last).fold(f64::INFINITY, f64::min)
    }

    /// Whether a way keeps its distance, asked every metre and of the whole legs.
    pub(crate) fn keeps_off(&self, corners: &[Local]) -> bool {
        corners.windows(2).all(|leg| {
            let parts = leg[0].distance(leg[1]).0.ceil().max(1.0) as u32;
            let place = |part: u32| leg[0].toward(leg[1], f64::from(part) / f64::from(parts));
            (0..=parts).all(|part| self.zones.iter().all(|z| z.distance(place(part)).0 >= MARGIN.0 - 1e-6))
                && self.zones.iter().all(|z| clearance(&z.shape, leg[0], leg[1]) >= MARGIN.0 - 1e-6)
        })
    }
}

fn halved(turn: Turn, off: f64) -> Vec<Turn> {
    if turn.off() <= off { vec![turn] } else { turn.halves().into_iter().flat_map(|half| halved(half, off)).collect() }
}

fn clear(zones: &[Zone], a: Local, b: Local) -> bool {
    zones.iter().all(|z| clearance(&z.shape, a, b) >= MARGIN.0)
}
