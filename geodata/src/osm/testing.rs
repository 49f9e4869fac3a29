//! Small worlds for tests: nodes on a plane, ways and relations as a few words, written out as `.osm` and read again.

use super::extract::Extract;
use super::report::ImportReport;
use super::ways::{self, Net};
use super::{read_extract, turns};
use crate::frame::{Frame, Local, Wgs84};
use crate::roads::data::ForbiddenTurn;

/// Where the plane touches the globe.
const MIDDLE: Wgs84 = Wgs84 { lat: 35.58, lon: 104.62 };

pub(super) struct World {
    text: String,
}

impl World {
    /// Nodes 1 to 5 in a row, 100 m apart, and 6 to 10 a hundred metres north of them, and so on to 15.
    pub fn grid() -> Self {
        let mut world = Self { text: String::new() };
        for i in 0..15 {
            world.node(i + 1, 100.0 * (i % 5) as f64, 100.0 * (i / 5) as f64, "");
        }
        world
    }

    /// A node so many metres east and north, with tags as `key=value key=value`; a blank in a value is written `~`.
    pub fn node(&mut self, id: i64, x: f64, y: f64, tags: &str) {
        let at = Frame::at(MIDDLE).to_wgs84(Local { x, y });
        self.text += &format!("<node id='{id}' lat='{}' lon='{}'>{}</node>\n", at.lat, at.lon, written(tags));
    }

    pub fn way(&mut self, id: i64, nodes: &[i64], tags: &str) {
        let nodes: String = nodes.iter().map(|node| format!("<nd ref='{node}'/>")).collect();
        self.text += &format!("<way id='{id}'>{nodes}{}</way>\n", written(tags));
    }

    /// A restriction with members as `from:1 via:n2 to:3`; `n` before a number means a node.
    pub fn restriction(&mut self, members: &str, tags: &str) {
        let member = |member: &str| {
            let (role, id) = member.split_once(':').unwrap();
            let kind = if id.starts_with('n') { "node" } else { "way" };
            format!("<member type='{kind}' ref='{}' role='{role}'/>", id.trim_start_matches('n'))
        };
        let members: String = members.split(' ').map(member).collect();
        self.text +=
            &format!("<relation id='1'>{members}<tag k='type' v='restriction'/>{}</relation>\n", written(tags));
    }

    pub fn extract(&self) -> Extract {
        read_extract(format!("<osm version='0.6'>{}</osm>", self.text).as_bytes()).unwrap()
    }

    /// The net before islands are told apart.
    pub fn net(&self) -> (Net, ImportReport) {
        let (extract, mut report) = (self.extract(), ImportReport::default());
        let roads = ways::roads(&extract, &mut report);
        let net = ways::net(&extract, &roads, &Frame::at(MIDDLE), &mut report);
        (net, report)
    }

    /// The forbidden turns as the nodes they pass, `1>2>3`, with the letters of whom they bind and the minutes of the week.
    pub fn turns(&self) -> (Vec<String>, ImportReport) {
        let (net, mut report) = self.net();
        let turns = turns::turns(&self.extract(), &net, &mut report);
        (turns.iter().map(|turn| passed(&net, turn)).collect(), report)
    }
}

fn passed(net: &Net, turn: &ForbiddenTurn) -> String {
    let mut nodes = Vec::new();
    for (edge, forward) in &turn.arcs {
        let [from, to] = net.ends[*edge as usize];
        let (from, to) = if *forward { (from, to) } else { (to, from) };
        if nodes.is_empty() {
            nodes.push(from.to_string());
        }
        assert_eq!(nodes.last().unwrap(), &from.to_string(), "a run has a gap");
        nodes.push(to.to_string());
    }
    let bound = crate::roads::Profile::ALL.into_iter().filter(|p| turn.binds(*p));
    let hours = turn.hours.as_ref().map_or(String::new(), |hours| format!(" {:?}", hours.spans()));
    format!("{} {}{hours}", nodes.join(">"), bound.map(|p| ['c', 'm', 'f', 'e'][p.index()]).collect::<String>())
}

fn written(tags: &str) -> String {
    let pairs = tags.split(' ').filter_map(|pair| pair.split_once('='));
    pairs.map(|(key, value)| format!("<tag k='{key}' v='{}'/>", value.replace('~', " "))).collect()
}
