//! From ways to the road net: which ways are driven, where they meet, which way they flow, how fast.
//!
//! Driven are `highway` motorway to service and track. `access=private` stays in (police may pass), `access=no` goes.
//! A way is cut at every node that two driven ways share, at its ends, and where the extract's cut left a node out.
//! A node further than [`REACH`] from the middle counts as left out: stray nodes of an extract, not of the district.

use super::REACH;
use super::extract::{Extract, Tags, Way};
use crate::frame::{Frame, Local, Wgs84};
use crate::roads::data::{Cm, RoadData, RoadEdge, RoadName, Structure, centimetres};
use crate::roads::{Access, Profile, RoadClass, car_speed};
use std::collections::BTreeMap;

/// All driven ways of an extract as junctions and edges, islands included.
pub(super) fn roads(extract: &Extract, frame: &Frame) -> RoadData {
    let driven: Vec<Driven> = extract.ways.iter().filter_map(Driven::of).collect();
    let mut build = Build {
        extract,
        frame,
        uses: count_uses(&driven),
        junctions: BTreeMap::new(),
        names: BTreeMap::from([(RoadName::default(), 0)]),
        data: RoadData { names: vec![RoadName::default()], ..RoadData::default() },
    };
    for way in &driven {
        build.add(way);
    }
    build.data
}

/// The places of all nodes of driven ways, for finding the middle of the district.
pub(super) fn places(extract: &Extract) -> Vec<Wgs84> {
    let driven = extract.ways.iter().filter(|way| Driven::of(way).is_some());
    driven.flat_map(|way| extract.line(way)).collect()
}

/// Which way traffic may flow along a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Flow {
    Both,
    Forward,
    Backward,
}

impl Flow {
    fn allows(self, forward: bool) -> bool {
        self == Self::Both || (self == Self::Forward) == forward
    }
}

/// A way that cars drive.
struct Driven<'a> {
    way: &'a Way,
    class: RoadClass,
    kph: u8,
    flow: Flow,
}

impl<'a> Driven<'a> {
    fn of(way: &'a Way) -> Option<Self> {
        let tags = &way.tags;
        let (class, default) = RoadClass::of_tag(tags.get("highway")?).filter(|(class, _)| class.for_cars())?;
        if tags.is("area", "yes") || tags.is("access", "no") || way.nodes.len() < 2 {
            return None;
        }
        Some(Self { way, class, kph: car_speed(class, default, tags.get("maxspeed")), flow: flow(tags, class) })
    }

    fn access(&self) -> Access {
        let mut access = Access::none();
        for forward in [true, false] {
            for profile in Profile::ALL {
                let walks = profile == Profile::Foot && self.class != RoadClass::Motorway;
                let drives = profile != Profile::Foot && self.flow.allows(forward);
                access = if walks || drives { access.with(profile, forward) } else { access };
            }
        }
        access
    }
}

/// One-way or not, by tag, else by nature: roundabouts and motorways flow one way.
fn flow(tags: &Tags, class: RoadClass) -> Flow {
    match tags.get("oneway") {
        Some("yes" | "true" | "1") => Flow::Forward,
        Some("-1" | "reverse") => Flow::Backward,
        Some("no" | "false" | "0") => Flow::Both,
        _ if tags.is("junction", "roundabout") || tags.is("junction", "circular") => Flow::Forward,
        _ if class == RoadClass::Motorway && tags.is("highway", "motorway") => Flow::Forward,
        _ => Flow::Both,
    }
}

/// How often each node is used; the ends of a way count twice, so that an edge ends there.
fn count_uses(driven: &[Driven]) -> BTreeMap<i64, u32> {
    let mut uses = BTreeMap::new();
    for way in driven {
        let ends = [way.way.nodes.first(), way.way.nodes.last()];
        for node in way.way.nodes.iter().chain(ends.into_iter().flatten()) {
            *uses.entry(*node).or_insert(0u32) += 1;
        }
    }
    uses
}

struct Build<'a> {
    extract: &'a Extract,
    frame: &'a Frame,
    uses: BTreeMap<i64, u32>,
    junctions: BTreeMap<i64, u32>,
    names: BTreeMap<RoadName, u32>,
    data: RoadData,
}

/// A node with its place in the plane.
type Spot = (i64, Cm);

impl Build<'_> {
    fn add(&mut self, driven: &Driven) {
        let name = self.name(&driven.way.tags);
        let mut stretch: Vec<Spot> = Vec::new();
        for id in &driven.way.nodes {
            let Some(spot) = self.spot(*id) else {
                self.close(&mut stretch, driven, name);
                continue;
            };
            if stretch.last().is_some_and(|last| last.0 == *id) {
                continue;
            }
            stretch.push(spot);
            if self.uses.get(id).is_some_and(|uses| *uses > 1) && stretch.len() > 1 {
                self.close(&mut stretch, driven, name);
                stretch.push(spot);
            }
        }
        self.close(&mut stretch, driven, name);
    }

    fn spot(&self, id: i64) -> Option<Spot> {
        let at = self.frame.to_local(self.extract.node(id)?);
        let near = at.distance(Local::default()) <= REACH;
        Some((id, centimetres(at).filter(|_| near)?))
    }

    /// Ends an edge here and empties the stretch.
    fn close(&mut self, stretch: &mut Vec<Spot>, driven: &Driven, name: u32) {
        let spots = std::mem::take(stretch);
        let [first, bends @ .., last] = &spots[..] else { return };
        let (from, to) = (self.junction(*first), self.junction(*last));
        let bends = bends.iter().map(|bend| bend.1).collect();
        let (class, kph, access) = (driven.class, [driven.kph; 2], driven.access());
        let (island, structure) = (Access::none(), Structure::Ground);
        self.data.edges.push(RoadEdge { from, to, class, kph, access, island, structure, name, bends });
    }

    fn junction(&mut self, (id, at): Spot) -> u32 {
        let nodes = &mut self.data.nodes;
        *self.junctions.entry(id).or_insert_with(|| {
            nodes.push(at);
            u32::try_from(nodes.len() - 1).unwrap_or(u32::MAX)
        })
    }

    fn name(&mut self, tags: &Tags) -> u32 {
        let text = |keys: &[&str]| keys.iter().find_map(|key| tags.get(key)).unwrap_or_default().to_owned();
        let (name, zh, en) = (text(&["name", "ref"]), text(&["name:zh", "name:zh-Hans"]), text(&["name:en"]));
        let name = RoadName { name, zh, en };
        let names = &mut self.data.names;
        *self.names.entry(name.clone()).or_insert_with(|| {
            names.push(name);
            u32::try_from(names.len() - 1).unwrap_or(0)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_motorway_and_a_roundabout_flow_one_way_unless_told_otherwise() {
        let flow_of = |pairs: &[(&str, &str)]| flow(&Tags::of(pairs), RoadClass::of_tag(pairs[0].1).unwrap().0);
        assert_eq!(flow_of(&[("highway", "motorway")]), Flow::Forward);
        assert_eq!(flow_of(&[("highway", "motorway_link")]), Flow::Both);
        assert_eq!(flow_of(&[("highway", "primary"), ("junction", "roundabout")]), Flow::Forward);
        assert_eq!(flow_of(&[("highway", "primary"), ("oneway", "-1")]), Flow::Backward);
        assert_eq!(flow_of(&[("highway", "motorway"), ("oneway", "no")]), Flow::Both);
    }

    #[test]
    fn ways_are_cut_where_they_meet_and_where_a_node_is_missing() {
        let way = |id, nodes: &[i64]| Way { id, nodes: nodes.to_vec(), tags: Tags::of(&[("highway", "residential")]) };
        let mut extract = Extract::default();
        for i in [1, 2, 3, 5, 6, 7] {
            extract.place_node(i, Wgs84 { lat: 47.0 + i as f64 * 1e-3, lon: 9.0 });
        }
        extract.add_way(way(1, &[1, 2, 3, 4, 5, 6]));
        extract.add_way(way(2, &[2, 7]));
        extract.finish();
        let net = roads(&extract, &Frame::at(Wgs84 { lat: 47.0, lon: 9.0 }));
        // 1-2, 2-3 (4 is missing), 5-6, and 2-7.
        assert_eq!(net.edges.len(), 4);
        assert_eq!(net.nodes.len(), 6);
        assert!(net.edges.iter().all(|e| e.bends.is_empty()));
    }
}
