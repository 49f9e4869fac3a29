//! Islands: what a profile might use by its tags, but cannot get to from the main part of its net and back.
//!
//! Extracts are cut at a box, courtyards are tagged without their gate, one-way streets run out of the picture: a unit
//! snapped to such an edge could go nowhere. Each profile has its own main part: the largest strongly connected one.

use super::access::Access;
use super::data::{ForbiddenTurn, RoadData, TimedRule};
use super::profile::Profile;
use super::scc;

/// What one profile lost to islands.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Islands {
    /// Edges of which it lost at least one direction.
    pub edges: u64,
    /// Their length in metres.
    pub metres: f64,
}

impl RoadData {
    /// Moves what lies outside of the main part of each profile from `access` to `island`, and leaves out edges that
    /// nobody may use by their tags and junctions without edges. Counts what moved, in the order of [`Profile::ALL`].
    #[must_use]
    pub fn settled(mut self) -> (RoadData, [Islands; 4]) {
        let counts = Profile::ALL.map(|profile| self.part(profile));
        (self.compacted(), counts)
    }

    /// Marks the islands of one profile.
    fn part(&mut self, profile: Profile) -> Islands {
        let main = scc::largest(self, profile);
        let inside = |node: u32| main.get(node as usize).copied().unwrap_or(false);
        let mut count = Islands::default();
        for index in 0..self.edges.len() {
            let edge = &mut self.edges[index];
            if !edge.access.allows_any(profile) || (inside(edge.from) && inside(edge.to)) {
                continue;
            }
            let open = edge.access;
            for forward in [true, false].into_iter().filter(|forward| open.allows(profile, *forward)) {
                edge.access = edge.access.without(profile, forward);
                edge.island = edge.island.with(profile, forward);
            }
            count.edges += 1;
            count.metres += self.length(&self.edges[index]);
        }
        count
    }

    /// The same net without edges nobody may use, and without junctions no edge uses.
    fn compacted(self) -> RoadData {
        let used = |access: Access, island: Access| !(access.is_empty() && island.is_empty());
        let edge_numbers = numbers(self.edges.iter().map(|edge| used(edge.access, edge.island)));
        let mut touched = vec![false; self.nodes.len()];
        for edge in self.edges.iter().filter(|edge| used(edge.access, edge.island)) {
            for node in [edge.from, edge.to] {
                if let Some(slot) = touched.get_mut(node as usize) {
                    *slot = true;
                }
            }
        }
        let node_numbers = numbers(touched.into_iter());
        let new = |old: u32| node_numbers.get(old as usize).copied().flatten();
        let mut kept = RoadData { names: self.names, ..RoadData::default() };
        let nodes = self.nodes.iter().zip(&node_numbers).filter(|(_, number)| number.is_some());
        kept.nodes = nodes.map(|(node, _)| *node).collect();
        for mut edge in self.edges.into_iter().filter(|edge| used(edge.access, edge.island)) {
            if let (Some(from), Some(to)) = (new(edge.from), new(edge.to)) {
                (edge.from, edge.to) = (from, to);
                kept.edges.push(edge);
            }
        }
        for turn in self.turns {
            let arc = |(edge, forward): &(u32, bool)| Some((edge_numbers.get(*edge as usize).copied()??, *forward));
            if let Some(arcs) = turn.arcs.iter().map(arc).collect() {
                kept.turns.push(ForbiddenTurn { arcs, ..turn });
            }
        }
        for rule in self.timed {
            if let Some(edge) = edge_numbers.get(rule.edge as usize).copied().flatten() {
                kept.timed.push(TimedRule { edge, ..rule });
            }
        }
        kept
    }
}

/// New numbers for what is kept, in order.
fn numbers(keep: impl Iterator<Item = bool>) -> Vec<Option<u32>> {
    let mut next = 0;
    keep.map(|keep| {
        let number = keep.then_some(next);
        next += u32::from(keep);
        number
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::roads::Week;
    use crate::roads::data::{RoadEdge, RoadName, Structure, Timed};
    use crate::roads::profile::RoadClass;

    fn edge(from: u32, to: u32, access: Access) -> RoadEdge {
        RoadEdge {
            from,
            to,
            class: RoadClass::Residential,
            kph: [30; 2],
            access,
            island: Access::none(),
            structure: Structure::Ground,
            name: 0,
            bends: vec![],
        }
    }

    #[test]
    fn a_one_way_out_of_the_picture_is_an_island_for_cars_but_not_on_foot() {
        let walk = Access::none().with(Profile::Foot, true).with(Profile::Foot, false);
        let data = RoadData {
            names: vec![RoadName::default()],
            nodes: vec![(0, 0), (10_000, 0), (20_000, 0), (30_000, 0)],
            edges: vec![
                edge(3, 3, Access::none()),
                edge(0, 1, Access::all()),
                edge(1, 2, walk.with(Profile::Car, true)),
            ],
            turns: vec![
                ForbiddenTurn { arcs: vec![(1, true), (2, true)], profiles: 1, hours: None },
                ForbiddenTurn { arcs: vec![(0, true), (0, true)], profiles: 1, hours: None },
            ],
            timed: vec![
                TimedRule { edge: 0, forward: true, what: Timed::Kph(9), hours: Week::always() },
                TimedRule { edge: 2, forward: false, what: Timed::Closed(1), hours: Week::of([(5, 9)]) },
            ],
        };
        let (settled, counts) = data.settled();
        assert_eq!((settled.nodes.len(), settled.edges.len()), (3, 2));
        assert_eq!(settled.edges[0].access, Access::all());
        assert_eq!(settled.edges[1].access, walk);
        assert_eq!(settled.edges[1].island, Access::none().with(Profile::Car, true));
        assert_eq!(settled.turns, [ForbiddenTurn { arcs: vec![(0, true), (1, true)], profiles: 1, hours: None }]);
        let rule = TimedRule { edge: 1, forward: false, what: Timed::Closed(1), hours: Week::of([(5, 9)]) };
        assert_eq!(settled.timed, [rule]);
        assert_eq!(counts.map(|c| (c.edges, c.metres)), [(1, 100.0), (0, 0.0), (0, 0.0), (0, 0.0)]);
    }
}
