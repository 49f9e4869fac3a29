//! From ways to the road net: which ways carry somebody, where they meet, what stands in the way.
//!
//! A way is cut at every node that two roads share, at its ends, at a barrier, and where the extract's cut left a node
//! out. A node further than [`REACH`] from the middle counts as left out: stray nodes of an extract, not of the district.
//!
//! At a barrier that stops somebody the roads do not share a junction. Each has its own, all in the same place, and edges
//! of no length join them for those who get past: so a barrier is in the net itself, and no search needs to know of it.

use super::REACH;
use super::extract::{Extract, Way};
use super::names::Names;
use super::report::ImportReport;
use super::rules::hours::AtHours;
use super::rules::{self, Rule, barrier};
use crate::frame::{Frame, Local, Wgs84};
use crate::roads::data::{Cm, RoadData, RoadEdge, Structure, TimedRule, centimetres};
use crate::roads::{Access, Profile};
use std::collections::BTreeMap;

/// A way with what its tags say.
pub(super) struct Road<'a> {
    pub way: &'a Way,
    pub rule: Rule,
    /// What holds at certain hours.
    pub hours: AtHours,
}

/// All ways that carry somebody, sorted by id; the others are counted by reason.
pub(super) fn roads<'a>(extract: &'a Extract, report: &mut ImportReport) -> Vec<Road<'a>> {
    let mut list = Vec::new();
    for way in &extract.ways {
        match rules::hours::by_hours(&way.tags) {
            Ok((rule, hours, told)) => {
                report.hours_ways += u64::from(!hours.is_empty());
                report.note_hours(&format!("way {}", way.id), told);
                list.push(Road { way, rule, hours });
            }
            Err(Some(why)) => *report.ways_skipped.entry(why).or_insert(0) += 1,
            Err(None) => {}
        }
    }
    report.road_ways = list.len() as u64;
    list
}

/// The places of all nodes of roads that cars drive, for finding the middle of the district.
pub(super) fn places(extract: &Extract, roads: &[Road]) -> Vec<Wgs84> {
    let driven = roads.iter().filter(|road| road.rule.class.for_cars());
    driven.flat_map(|road| extract.line(road.way)).collect()
}

/// Where a way went in the net.
pub(super) struct Stretch {
    pub way: i64,
    /// Its edges: from here, so many, in the order of the way.
    pub first: u32,
    pub count: u32,
}

/// The net and how to find a way in it.
pub(super) struct Net {
    pub data: RoadData,
    /// For each way that has edges, which; sorted by way.
    pub stretches: Vec<Stretch>,
    /// For each edge the nodes where it begins and ends.
    pub ends: Vec<[i64; 2]>,
}

/// The road net of these ways, islands included, no turns yet.
pub(super) fn net(extract: &Extract, roads: &[Road], frame: &Frame, report: &mut ImportReport) -> Net {
    let (meetings, barriers) = meetings(extract, roads);
    report.barriers = barriers.len() as u64;
    let mut build = Build {
        extract,
        frame,
        places: vec![UNSEEN; meetings.len()],
        meetings,
        barriers,
        names: Names::default(),
        joints: Vec::new(),
        net: Net { data: RoadData::default(), stretches: Vec::with_capacity(roads.len()), ends: Vec::new() },
        report,
    };
    for road in roads {
        build.add(road);
    }
    build.finish()
}

/// A number no junction has.
const UNSEEN: u32 = u32::MAX;

/// The nodes where roads are cut, sorted; and those with a barrier that stops somebody who might come along, with who is
/// stopped, in the order of [`Profile::ALL`].
fn meetings(extract: &Extract, roads: &[Road]) -> (Vec<i64>, BTreeMap<i64, [bool; 4]>) {
    let ends = |way: &Way| [way.nodes.first().copied(), way.nodes.last().copied()];
    let mut uses: Vec<i64> = Vec::new();
    for road in roads {
        let mut last = None;
        // A node named twice in a row is there once.
        uses.extend(road.way.nodes.iter().filter(|node| last.replace(**node) != Some(**node)));
        // Ends count twice, so that an edge ends there.
        uses.extend(ends(road.way).into_iter().flatten());
    }
    uses.sort_unstable();
    let barriers = barriers(extract, roads, &uses);
    let mut meetings: Vec<i64> = uses.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
    meetings.extend(barriers.keys());
    meetings.sort_unstable();
    meetings.dedup();
    (meetings, barriers)
}

fn barriers(extract: &Extract, roads: &[Road], uses: &[i64]) -> BTreeMap<i64, [bool; 4]> {
    let candidates = extract.barriers.iter().filter(|(id, _)| uses.binary_search(id).is_ok());
    let mut stops: BTreeMap<i64, ([bool; 4], u32)> = BTreeMap::new();
    for (id, tags) in candidates {
        let stopped = barrier::stops(tags);
        if stopped.contains(&true) {
            stops.insert(*id, (stopped, 0));
        }
    }
    // Most extracts have few barriers on roads, and some none.
    let roads = if stops.is_empty() { &[][..] } else { roads };
    for road in roads {
        for id in &road.way.nodes {
            if let Some((stopped, met)) = stops.get_mut(id) {
                *met += u32::from(Profile::ALL.iter().any(|p| stopped[p.index()] && road.rule.access.allows_any(*p)));
            }
        }
    }
    stops.into_iter().filter(|(_, (_, met))| *met > 0).map(|(id, (stopped, _))| (id, stopped)).collect()
}

struct Build<'a, 'r> {
    extract: &'a Extract,
    frame: &'a Frame,
    /// Nodes where roads are cut, sorted.
    meetings: Vec<i64>,
    /// The junction of each of them, once there is one.
    places: Vec<u32>,
    barriers: BTreeMap<i64, [bool; 4]>,
    names: Names,
    /// Edges of no length across barriers, with the barrier's node.
    joints: Vec<(i64, RoadEdge)>,
    net: Net,
    report: &'r mut ImportReport,
}

/// A node with its place in the plane.
type Spot = (i64, Cm);

impl Build<'_, '_> {
    fn add(&mut self, road: &Road) {
        let name = self.names.of(&road.way.tags);
        let first = self.net.data.edges.len();
        let mut stretch: Vec<Spot> = Vec::new();
        for id in &road.way.nodes {
            let Some(spot) = self.spot(*id) else {
                self.close(&mut stretch, road, name);
                continue;
            };
            if stretch.last().is_some_and(|last| last.0 == *id) {
                continue;
            }
            stretch.push(spot);
            if stretch.len() > 1 && self.meetings.binary_search(id).is_ok() {
                self.close(&mut stretch, road, name);
                stretch.push(spot);
            }
        }
        self.close(&mut stretch, road, name);
        let count = number(self.net.data.edges.len() - first);
        if count > 0 {
            self.net.stretches.push(Stretch { way: road.way.id, first: number(first), count });
        }
    }

    /// Where a node is; nothing where the cut left it out, or it is astray.
    fn spot(&mut self, id: i64) -> Option<Spot> {
        let Some(at) = self.extract.node(id) else {
            self.report.nodes_missing += 1;
            return None;
        };
        let at = self.frame.to_local(at);
        let near = at.distance(Local::default()) <= REACH;
        self.report.nodes_stray += u64::from(!near);
        Some((id, centimetres(at).filter(|_| near)?))
    }

    /// Ends an edge here and empties the stretch.
    fn close(&mut self, stretch: &mut Vec<Spot>, road: &Road, name: u32) {
        if let [first, bends @ .., last] = &stretch[..] {
            let Rule { class, kph, access, structure } = road.rule;
            let bends = bends.iter().map(|bend| bend.1).collect();
            let mut edge =
                RoadEdge { from: 0, to: 0, class, kph, access, island: Access::none(), structure, name, bends };
            (edge.from, edge.to) = (self.junction(*first, &edge), self.junction(*last, &edge));
            let number = number(self.net.data.edges.len());
            let timed = road.hours.iter().cloned();
            let timed = timed.map(|(forward, what, hours)| TimedRule { edge: number, forward, what, hours });
            self.net.data.timed.extend(timed);
            self.net.ends.push([first.0, last.0]);
            self.net.data.edges.push(edge);
        }
        stretch.clear();
    }

    /// The junction at a node: the one of all roads there, or at a barrier one of the edge's own.
    fn junction(&mut self, (id, at): Spot, edge: &RoadEdge) -> u32 {
        let new = number(self.net.data.nodes.len());
        let Ok(found) = self.meetings.binary_search(&id) else {
            // A stretch that ends where the extract is cut: nobody else comes here.
            self.net.data.nodes.push(at);
            return new;
        };
        let Some(known) = self.places.get_mut(found) else { return UNSEEN };
        if *known == UNSEEN {
            *known = new;
            self.net.data.nodes.push(at);
            return new;
        }
        let known = *known;
        let Some(stopped) = self.barriers.get(&id) else { return known };
        self.net.data.nodes.push(at);
        let past = Profile::ALL.into_iter().filter(|p| !stopped[p.index()]);
        let access = past.fold(Access::none(), |access, p| access.with(p, true).with(p, false));
        let (island, structure) = (Access::none(), Structure::Ground);
        let joint = RoadEdge { from: known, to: new, access, island, structure, bends: Vec::new(), ..edge.clone() };
        self.joints.push((id, joint));
        new
    }

    fn finish(mut self) -> Net {
        for (id, joint) in self.joints {
            self.net.ends.push([id, id]);
            self.net.data.edges.push(joint);
        }
        self.net.data.names = self.names.finish();
        self.net
    }
}

/// Numbers are `u32`: a net of four thousand million edges does not fit any district.
fn number(index: usize) -> u32 {
    u32::try_from(index).unwrap_or(UNSEEN)
}

#[cfg(test)]
mod tests {
    use super::super::testing::World;
    use super::*;

    /// The edges as `1-2`, by the nodes of their ends.
    fn edges(net: &Net) -> Vec<String> {
        net.ends.iter().map(|[from, to]| format!("{from}-{to}")).collect()
    }

    #[test]
    fn ways_are_cut_where_they_meet_and_where_a_node_is_missing() {
        let mut world = World::grid();
        world.way(1, &[1, 2, 3, 99, 4, 5], "highway=residential");
        world.way(2, &[2, 7], "highway=residential");
        let (net, report) = world.net();
        assert_eq!(edges(&net), ["1-2", "2-3", "4-5", "2-7"]);
        assert_eq!(net.data.nodes.len(), 6);
        assert!(net.data.edges.iter().all(|e| e.bends.is_empty()));
        assert_eq!((report.nodes_missing, report.road_ways), (1, 2));
        assert_eq!(net.stretches.iter().map(|s| (s.way, s.first, s.count)).collect::<Vec<_>>(), [(1, 0, 3), (2, 3, 1)]);
    }

    #[test]
    fn bends_are_kept_and_a_way_that_crosses_itself_is_cut_there() {
        let mut world = World::grid();
        world.way(1, &[1, 2, 3, 3, 8, 7, 2, 6], "highway=residential name=Loop");
        let (net, _) = world.net();
        assert_eq!(edges(&net), ["1-2", "2-2", "2-6"]);
        assert_eq!(net.data.edges[1].bends.len(), 3);
        assert_eq!(net.data.names[net.data.edges[1].name as usize].name, "Loop");
    }

    #[test]
    fn a_stray_node_is_left_out_and_counted() {
        let mut world = World::grid();
        world.node(50, 2_000_000.0, 0.0, "");
        world.way(1, &[1, 2, 50], "highway=residential");
        let (net, report) = world.net();
        assert_eq!((edges(&net), report.nodes_stray), (vec!["1-2".to_owned()], 1));
    }

    #[test]
    fn a_bollard_parts_the_road_for_cars_and_joins_it_for_feet() {
        let mut world = World::grid();
        world.node(20, 150.0, 0.0, "barrier=bollard");
        world.way(1, &[1, 2, 20, 3, 4], "highway=residential");
        world.way(2, &[2, 7], "highway=residential");
        let (net, report) = world.net();
        assert_eq!(report.barriers, 1);
        assert_eq!(edges(&net), ["1-2", "2-20", "20-4", "2-7", "20-20"]);
        let joint = &net.data.edges[4];
        assert!(joint.access.allows_any(Profile::Foot) && !joint.access.allows_any(Profile::Car));
        let (data, islands) = net.data.settled();
        // For cars the side with more junctions is the main part; on foot there is only one part.
        assert!(data.edges[2].island.allows_any(Profile::Car) && !data.edges[2].access.allows_any(Profile::Car));
        assert!(data.edges.iter().all(|edge| edge.access.allows_any(Profile::Foot)));
        assert_eq!(islands.map(|i| i.edges), [1, 0, 0, 1]);
    }

    #[test]
    fn a_barrier_parts_nothing_where_it_stops_nobody_who_comes_along() {
        let mut world = World::grid();
        world.node(20, 150.0, 0.0, "barrier=bollard");
        world.node(21, 250.0, 0.0, "barrier=gate");
        world.way(1, &[1, 2, 20, 3], "highway=footway");
        world.way(2, &[3, 21, 4], "highway=residential");
        let (net, report) = world.net();
        assert_eq!((edges(&net), report.barriers), (vec!["1-3".to_owned(), "3-4".to_owned()], 0));
    }

    #[test]
    fn three_roads_at_a_barrier_have_a_junction_each() {
        let mut world = World::grid();
        world.node(20, 150.0, 0.0, "barrier=block");
        for (id, end) in [(1, 1), (2, 3), (3, 7)] {
            world.way(id, &[end, 20], "highway=residential");
        }
        let (net, _) = world.net();
        assert_eq!(net.data.edges.len(), 5);
        assert_eq!(net.data.nodes.len(), 6);
        assert!(net.data.edges[3..].iter().all(|joint| !joint.access.allows_any(Profile::Emergency)));
    }
}
