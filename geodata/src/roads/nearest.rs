//! The `k` units that arrive first: one backward search from the incident that stops as soon as no unit can be better.

use super::graph::{Graph, NEVER};
use super::profile::Profile;
use super::search::{Search, direct, leave};
use super::snap::Snap;
use crate::units::Seconds;

/// A unit on the road net.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct UnitAt {
    /// The caller's number for it; breaks ties, low first.
    pub index: usize,
    /// Where it is.
    pub snap: Snap,
    /// How it moves.
    pub profile: Profile,
}

/// When a unit would be there.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Arrival {
    /// The caller's number for the unit.
    pub index: usize,
    /// Road time from the unit's point on the road to the goal's point on the road.
    pub time: Seconds,
}

pub(super) fn nearest_units(graph: &Graph, to: &Snap, units: &[UnitAt], k: usize, within: Seconds) -> Vec<Arrival> {
    let mut best = Best { found: Vec::with_capacity(k.saturating_add(1).min(units.len())), k, limit: limit(within) };
    if k == 0 || within.0 < 0.0 || within.0.is_nan() {
        return Vec::new();
    }
    for profile in Profile::ALL {
        let waiting = Waiting::new(graph, units, profile, to, &mut best);
        if waiting.at_junction.is_empty() {
            continue;
        }
        let mut search = Search::backward(graph, to, profile);
        while let Some((node, time)) = search.next(best.limit) {
            for &(_, offset, unit) in waiting.at(node) {
                best.offer(time.saturating_add(offset), unit);
            }
        }
    }
    best.found.into_iter().map(|(ms, index)| Arrival { index, time: seconds(ms) }).collect()
}

/// Whole milliseconds of a span; endless spans stop just below [`NEVER`].
fn limit(within: Seconds) -> u32 {
    // A float-to-integer cast saturates, and takes NaN to zero.
    ((within.0 * 1000.0).floor() as u32).min(NEVER - 1)
}

/// Milliseconds as seconds.
pub(super) fn seconds(ms: u32) -> Seconds {
    Seconds(f64::from(ms) / 1000.0)
}

/// Units of one profile, listed at the junctions they can drive to first.
struct Waiting {
    /// Junction, milliseconds from the unit to it, the unit's number; sorted.
    at_junction: Vec<(u32, u32, usize)>,
}

impl Waiting {
    /// Lists the units, and offers those on the goal's own edge at once.
    fn new(graph: &Graph, units: &[UnitAt], profile: Profile, to: &Snap, best: &mut Best) -> Self {
        let mut at_junction = Vec::new();
        for unit in units.iter().filter(|u| u.profile == profile) {
            let Some(edge) = graph.edges.get(unit.snap.edge as usize) else { continue };
            best.offer(direct(graph, &unit.snap, to, profile).0, unit.index);
            for (node, forward) in [(edge.to, true), (edge.from, false)] {
                let offset = leave(edge, profile, forward, &unit.snap);
                if offset != NEVER {
                    at_junction.push((node, offset, unit.index));
                }
            }
        }
        at_junction.sort_unstable();
        Self { at_junction }
    }

    fn at(&self, node: u32) -> &[(u32, u32, usize)] {
        let start = self.at_junction.partition_point(|w| w.0 < node);
        let rest = self.at_junction.get(start..).unwrap_or(&[]);
        let count = rest.iter().take_while(|w| w.0 == node).count();
        rest.get(..count).unwrap_or(&[])
    }
}

/// The best `k` so far, in order, each unit once.
struct Best {
    found: Vec<(u32, usize)>,
    k: usize,
    /// Nothing slower than this can still enter.
    limit: u32,
}

impl Best {
    fn offer(&mut self, time: u32, unit: usize) {
        if time > self.limit {
            return;
        }
        if let Some(known) = self.found.iter().position(|f| f.1 == unit) {
            if self.found[known].0 <= time {
                return;
            }
            self.found.remove(known);
        }
        let place = self.found.partition_point(|f| *f < (time, unit));
        self.found.insert(place, (time, unit));
        self.found.truncate(self.k);
        if let Some(last) = self.found.last().filter(|_| self.found.len() == self.k) {
            // Equal times may still enter: the lower number wins.
            self.limit = self.limit.min(last.0);
        }
    }
}
