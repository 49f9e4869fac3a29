//! What an import made of an extract, in numbers: for the person who reads it and for the manifest; and how far it is.

use super::rules::hours::Told;
use crate::finding::Finding;
use crate::roads::data::RoadData;
use crate::roads::{Islands, Profile};
use std::collections::BTreeMap;

/// How far a long import is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// What is being done: `read`, `roads`, `places`, `base map`, `fiction`. The same stage never comes back.
    pub stage: &'static str,
    /// How much of it is done; never falls within a stage.
    pub done: u64,
    /// How much there is to do, in units of the stage's own (bytes for `read`); at least `done`.
    pub total: u64,
}

/// Is told of progress now and then.
pub type Watch<'a> = &'a mut dyn FnMut(Progress);

/// Tells the watcher.
pub(crate) fn tell(watch: &mut dyn FnMut(Progress), stage: &'static str, done: usize, total: usize) {
    watch(Progress { stage, done: done.min(total) as u64, total: total as u64 });
}

/// So many places are named where there are more.
pub const SHOWN: usize = 20;

/// How many of something were left aside, by reason.
pub type Reasons = BTreeMap<&'static str, u64>;

/// What an import found, used and left aside.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ImportReport {
    /// Nodes of the extract.
    pub nodes: u64,
    /// Ways of the extract.
    pub ways: u64,
    /// Relations of the extract.
    pub relations: u64,
    /// Ways that became road, and by reason those with a `highway` or `route=ferry` tag that did not.
    pub road_ways: u64,
    /// Ways left aside, by reason.
    pub ways_skipped: Reasons,
    /// Nodes named by road ways that the extract does not hold: the cut at its edge.
    pub nodes_missing: u64,
    /// Nodes of road ways too far from the middle to belong to the district.
    pub nodes_stray: u64,
    /// Nodes with a barrier that stops somebody who might come along.
    pub barriers: u64,
    /// Turn restrictions that bind a profile, and by reason those that do not.
    pub restrictions_used: u64,
    /// Of those used, how many hold at certain hours only.
    pub restrictions_timed: u64,
    /// Ways of which something holds at certain hours only.
    pub hours_ways: u64,
    /// Ways and restrictions with conditions that are not understood: what these forbid is forbidden always.
    pub hours_unread: u64,
    /// The first [`SHOWN`] of them, with their tag.
    pub hours_unread_at: Vec<String>,
    /// Ways and restrictions whose hours name public holidays, which are taken for other days.
    pub hours_holidays: u64,
    /// Turn restrictions left aside, by reason.
    pub restrictions_skipped: Reasons,
    /// Junctions of the road net.
    pub junctions: u64,
    /// Edges of the road net, islands included.
    pub edges: u64,
    /// Length of all edges in metres.
    pub metres: f64,
    /// Forbidden turns of the road net.
    pub turns: u64,
    /// What each profile lost to islands, in the order of [`Profile::ALL`].
    pub islands: [Islands; 4],
    /// Administrative outlines that are no civil areas, each with the reason.
    pub open_areas: Vec<Finding>,
}

impl ImportReport {
    /// Counts a finished road net.
    pub(crate) fn count_net(&mut self, data: &RoadData) {
        self.junctions = data.nodes.len() as u64;
        self.edges = data.edges.len() as u64;
        self.turns = data.turns.len() as u64;
        self.metres = data.edges.iter().map(|edge| data.length(edge)).sum();
    }

    /// Counts what is not held to as it was meant.
    pub(super) fn note_hours(&mut self, place: &str, told: Told) {
        self.hours_holidays += u64::from(told.holidays);
        if let Some(tag) = told.unread {
            self.hours_unread += 1;
            if self.hours_unread_at.len() < SHOWN {
                self.hours_unread_at.push(format!("{place}: {tag}"));
            }
        }
    }

    /// The same as names and whole numbers, for the manifest.
    #[must_use]
    pub fn counts(&self) -> BTreeMap<String, u64> {
        let plain = [
            ("nodes", self.nodes),
            ("ways", self.ways),
            ("relations", self.relations),
            ("road_ways", self.road_ways),
            ("road_nodes_missing", self.nodes_missing),
            ("road_nodes_stray", self.nodes_stray),
            ("road_barriers", self.barriers),
            ("road_junctions", self.junctions),
            ("road_edges", self.edges),
            ("road_metres", whole(self.metres)),
            ("road_turns", self.turns),
            ("restrictions_used", self.restrictions_used),
            ("restrictions_timed", self.restrictions_timed),
            ("hours_ways", self.hours_ways),
            ("hours_unread", self.hours_unread),
            ("hours_holidays", self.hours_holidays),
        ];
        let mut counts: BTreeMap<String, u64> =
            plain.iter().map(|(name, count)| ((*name).to_owned(), *count)).collect();
        for (kind, reasons) in
            [("ways_skipped", &self.ways_skipped), ("restrictions_skipped", &self.restrictions_skipped)]
        {
            counts
                .extend(reasons.iter().map(|(reason, count)| (format!("{kind}_{}", reason.replace(' ', "_")), *count)));
        }
        for profile in Profile::ALL {
            let lost = &self.islands[profile.index()];
            counts.insert(format!("island_edges_{}", profile.word()), lost.edges);
            counts.insert(format!("island_metres_{}", profile.word()), whole(lost.metres));
        }
        counts
    }

    /// What somebody should know before relying on the net, as findings; empty when there is nothing to tell.
    #[must_use]
    pub fn findings(&self) -> Vec<Finding> {
        let mut list: Vec<Finding> = self.open_areas.iter().take(SHOWN).cloned().collect();
        let mut add = |code, say: String, remedy: &str| list.push(Finding::new(code, "the extract", say, remedy));
        if let Some(more) = self.open_areas.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            let say = format!("{more} more outlines are not closed in this extract, or have no name");
            add("area-open-outline", say, "Use an extract that holds them whole, or import their outlines from a file");
        }
        let broken: u64 =
            self.restrictions_skipped.iter().filter(|(why, _)| why.starts_with("broken")).map(|r| r.1).sum();
        if broken > 0 {
            let say = format!("{broken} turn restrictions name ways or nodes that are missing or do not meet");
            add("osm-restrictions-broken", say, "Mend them in OpenStreetMap, or take an extract with a margin");
        }
        if self.hours_unread > 0 {
            let more = self.hours_unread.saturating_sub(self.hours_unread_at.len() as u64);
            let more = if more > 0 { format!("; and {more} more") } else { String::new() };
            let list = self.hours_unread_at.join("; ");
            let say = format!(
                "{} conditions are not understood, and what they forbid is forbidden always: {list}{more}",
                self.hours_unread
            );
            add("osm-hours-unread", say, "Expect detours there, or mend the hours in OpenStreetMap");
        }
        if self.hours_holidays > 0 {
            let say = format!("{} hours name public holidays, which are taken for other days", self.hours_holidays);
            add("osm-hours-holidays", say, "Check ways over those roads on holidays");
        }
        if self.nodes_stray > 0 {
            let say =
                format!("{} nodes of roads lie more than 150 km from the middle and are left out", self.nodes_stray);
            add("osm-stray", say, "Check that the extract is cut to the district");
        }
        let car = &self.islands[Profile::Car.index()];
        if car.metres > 0.1 * self.metres {
            let say =
                format!("{:.0} km of roads are cut off from the main part of the net for cars", car.metres / 1000.0);
            add("osm-islands", say, "Take an extract with a margin of some kilometres round the district");
        }
        list
    }
}

/// Whole metres; a float-to-integer cast saturates.
fn whole(metres: f64) -> u64 {
    metres.round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_matters_becomes_a_finding_and_everything_a_count() {
        let mut report = ImportReport { metres: 1000.4, hours_holidays: 2, ..ImportReport::default() };
        assert_eq!(report.findings().iter().map(|f| f.code).collect::<Vec<_>>(), ["osm-hours-holidays"]);
        report.restrictions_skipped.insert("broken: member missing", 3);
        report.islands[0] = Islands { edges: 7, metres: 200.0 };
        assert_eq!(report.findings().len(), 3);
        for way in 0..25 {
            let told = Told { unread: Some("access:conditional=no @ (wet)".into()), holidays: false };
            report.note_hours(&format!("way {way}"), told);
        }
        let unread = report.findings().into_iter().find(|finding| finding.code == "osm-hours-unread").unwrap();
        assert!(unread.say.starts_with("25 conditions") && unread.say.contains("way 19: access"), "{}", unread.say);
        assert!(unread.say.ends_with("; and 5 more") && !unread.say.contains("way 20"), "{}", unread.say);
        let open = |number: usize| Finding::new("area-open-outline", format!("A{number}"), "it is open", "Close it");
        report.open_areas = (0..SHOWN + 7).map(open).collect();
        let told = report.findings();
        let told: Vec<&Finding> = told.iter().filter(|finding| finding.code == "area-open-outline").collect();
        assert_eq!((told.len(), told[SHOWN].say.starts_with("7 more")), (SHOWN + 1, true));
        let counts = report.counts();
        assert_eq!((counts["road_metres"], counts["island_edges_car"]), (1000, 7));
        assert_eq!(counts["restrictions_skipped_broken:_member_missing"], 3);
    }
}
