//! Turn restrictions: relations of `from`, `via` and `to` become forbidden runs of edges.
//!
//! Facts: wiki.openstreetmap.org/wiki/Relation:restriction. `no_...` forbids the run itself. `only_...` forbids, once its
//! way is entered, every other exit on it, turning round included; with ways as `via`, whoever does not enter them is
//! free. `no_entry` may have several `from`, `no_exit` several `to`. People on foot and emergency vehicles are never bound,
//! but for people by `restriction:foot`. One of certain hours holds in them; where they are not understood, always. One
//! that names
//! what is missing, or what does not meet, is counted by its reason and never guessed at.

mod kind;
#[cfg(test)]
mod tests;

use super::extract::{Extract, Relation, Way};
use super::report::ImportReport;
use super::ways::{Net, Stretch};
use crate::roads::data::ForbiddenTurn;
use crate::roads::{Profile, Week};
use kind::{Kind, kind};
use std::collections::{BTreeMap, BTreeSet};

/// A directed edge: its number, and whether it is driven with its drawn direction.
type Arc = (u32, bool);
type Why = &'static str;

const MISSING: Why = "broken: member missing";
const APART: Why = "broken: members do not meet";
const COUNT: Why = "broken: wrong number of members";
const NO_ROAD: Why = "broken: member is no road";
/// More ways than this in one restriction are a mistake.
const MAX_MEMBERS: usize = 32;

/// What a restriction says of one way in and one way out.
struct Run {
    /// The way in: at least one edge.
    before: Vec<Arc>,
    /// Edges of it that lie on a `via` way, from the end.
    via: usize,
    /// The way out.
    exit: Arc,
}

/// A run, whom it binds, and when.
type Bound = (Run, u8, Option<Week>);

/// All forbidden turns of an extract, sorted, each once.
pub(super) fn turns(extract: &Extract, net: &Net, report: &mut ImportReport) -> Vec<ForbiddenTurn> {
    let (mut no, mut only): (Vec<Bound>, Vec<Bound>) = Default::default();
    for relation in
        extract.relations.iter().filter(|r| r.tags.get("type").is_some_and(|t| t.starts_with("restriction")))
    {
        match kind(&relation.tags).and_then(|kind| runs(extract, net, relation, &kind).map(|runs| (kind, runs))) {
            Ok((kind, runs)) => {
                report.restrictions_used += 1;
                report.restrictions_timed += u64::from(kind.hours.is_some());
                let from = relation.ways.iter().find(|member| &*member.1 == "from").map_or(0, |member| member.0);
                report.note_hours(&format!("turn from way {from}"), kind.told);
                let list = if kind.only { &mut only } else { &mut no };
                list.extend(runs.into_iter().map(|run| (run, kind.profiles, kind.hours.clone())));
            }
            Err(why) => *report.restrictions_skipped.entry(why).or_insert(0) += 1,
        }
    }
    let mut found: BTreeMap<(Vec<Arc>, Option<Week>), u8> = BTreeMap::new();
    let mut forbid = |arcs: Vec<Arc>, profiles: u8, hours: &Option<Week>| {
        let profiles = bound(net, &arcs, profiles);
        if profiles != 0 {
            *found.entry((arcs, hours.clone())).or_insert(0) |= profiles;
        }
    };
    for (run, profiles, hours) in no {
        forbid([run.before, vec![run.exit]].concat(), profiles, &hours);
    }
    let exits = Exits::at(net, &only);
    for (run, profiles, hours) in &only {
        others(&exits, net, run, |arcs| forbid(arcs, *profiles, hours));
    }
    found.into_iter().map(|((arcs, hours), profiles)| ForbiddenTurn { arcs, profiles, hours }).collect()
}

/// Of these profiles, those that might drive the run at all.
fn bound(net: &Net, arcs: &[Arc], profiles: u8) -> u8 {
    let may = |profile: Profile| {
        arcs.iter().all(|(edge, forward)| {
            net.data.edges.get(*edge as usize).is_some_and(|edge| edge.access.allows(profile, *forward))
        })
    };
    let mask = Profile::ALL.into_iter().filter(|p| may(*p)).fold(0, |mask, p| mask | 1 << p.index());
    if net.data.connected(arcs) { profiles & mask } else { 0 }
}

/// Every run of an `only_...` restriction that leaves its way, once on it.
fn others(exits: &Exits, net: &Net, run: &Run, mut forbid: impl FnMut(Vec<Arc>)) {
    let whole: Vec<Arc> = run.before.iter().copied().chain([run.exit]).collect();
    let first = if run.via == 0 { 1 } else { whole.len() - run.via };
    for length in first..whole.len() {
        let (before, next) = (&whole[..length], whole[length]);
        let Some((_, junction)) = before.last().and_then(|last| net.data.ends(*last)) else { continue };
        for other in exits.of(junction).iter().filter(|other| **other != next) {
            forbid(before.iter().copied().chain([*other]).collect());
        }
    }
}

/// The directed edges that leave the junctions where an `only_...` restriction is left.
struct Exits(BTreeMap<u32, Vec<Arc>>);

impl Exits {
    fn at(net: &Net, only: &[Bound]) -> Self {
        let arcs = only.iter().flat_map(|(run, ..)| &run.before);
        let wanted: BTreeSet<u32> = arcs.filter_map(|arc| net.data.ends(*arc)).map(|ends| ends.1).collect();
        let mut exits: BTreeMap<u32, Vec<Arc>> = BTreeMap::new();
        for (number, edge) in (0u32..).zip(&net.data.edges).filter(|_| !wanted.is_empty()) {
            for (junction, forward) in [(edge.from, true), (edge.to, false)] {
                if wanted.contains(&junction) {
                    exits.entry(junction).or_default().push((number, forward));
                }
            }
        }
        Self(exits)
    }

    fn of(&self, junction: u32) -> &[Arc] {
        self.0.get(&junction).map_or(&[], Vec::as_slice)
    }
}

/// The runs a restriction speaks of.
fn runs(extract: &Extract, net: &Net, relation: &Relation, kind: &Kind) -> Result<Vec<Run>, Why> {
    let members = |role: &str| -> Vec<i64> {
        let own = relation.ways.iter().filter(|member| &*member.1 == role);
        own.map(|member| member.0).take(MAX_MEMBERS + 1).collect()
    };
    let (from, to, via) = (members("from"), members("to"), members("via"));
    let nodes: Vec<i64> = relation.nodes.iter().filter(|member| &*member.1 == "via").map(|member| member.0).collect();
    let one = |list: &[i64], many: bool| !list.is_empty() && (list.len() == 1 || (many && list.len() <= MAX_MEMBERS));
    let ways_or_node = if via.is_empty() { nodes.len() == 1 } else { nodes.is_empty() && via.len() <= MAX_MEMBERS };
    if !(one(&from, kind.many_from) && one(&to, kind.many_to) && ways_or_node) {
        return Err(COUNT);
    }
    let find = |ids: &[i64]| ids.iter().map(|id| Member::find(extract, net, *id)).collect::<Result<Vec<_>, _>>();
    let (from, to, via) = (find(&from)?, find(&to)?, find(&via)?);
    let mut runs = Vec::new();
    for (from, to) in from.iter().flat_map(|from| to.iter().map(move |to| (from, to))) {
        let before = runs.len();
        match nodes.first() {
            Some(node) => at_node(net, from, *node, to, kind, &mut runs),
            None => along(net, from, &via, to, &mut runs),
        }
        if runs.len() == before {
            return Err(APART);
        }
    }
    Ok(runs)
}

/// A way of a restriction, in the extract and in the net.
struct Member<'a> {
    way: &'a Way,
    stretch: &'a Stretch,
}

impl<'a> Member<'a> {
    fn find(extract: &'a Extract, net: &'a Net, id: i64) -> Result<Self, Why> {
        let way = extract.way(id).ok_or(MISSING)?;
        let found = net.stretches.binary_search_by_key(&id, |stretch| stretch.way).map_err(|_| NO_ROAD)?;
        net.stretches.get(found).map(|stretch| Self { way, stretch }).ok_or(NO_ROAD)
    }

    /// Its first and last node.
    fn ends(&self) -> [Option<i64>; 2] {
        [self.way.nodes.first().copied(), self.way.nodes.last().copied()]
    }

    fn edges(&self) -> std::ops::Range<u32> {
        self.stretch.first..self.stretch.first + self.stretch.count
    }

    /// The directed edges of it that end at a node where the way itself ends.
    fn into(&self, net: &Net, node: i64) -> impl Iterator<Item = Arc> {
        let edges = self.edges();
        let (first, last) = (edges.start, edges.end.saturating_sub(1));
        let at = |edge: u32, side: usize| net.ends.get(edge as usize).map(|ends| ends[side]) == Some(node);
        let [start, end] = self.ends();
        let backward = (start == Some(node) && at(first, 0)).then_some((first, false));
        let forward = (end == Some(node) && at(last, 1)).then_some((last, true));
        forward.into_iter().chain(backward)
    }

    /// The directed edges of it that begin there.
    fn out_of(&self, net: &Net, node: i64) -> impl Iterator<Item = Arc> {
        self.into(net, node).map(|(edge, forward)| (edge, !forward))
    }

    /// The whole way from the end at this node to its other end, and that node; nothing for a ring or a way cut apart.
    fn across(&self, net: &Net, node: i64) -> Option<(Vec<Arc>, i64)> {
        let [start, end] = self.ends();
        let (start, end) = start.zip(end).filter(|(start, end)| start != end)?;
        if node == start {
            let arcs: Vec<Arc> = self.edges().map(|edge| (edge, true)).collect();
            return net.data.ends(*arcs.first()?).map(|_| (arcs, end));
        }
        (node == end).then(|| (self.edges().rev().map(|edge| (edge, false)).collect(), start))
    }
}

fn at_node(net: &Net, from: &Member, node: i64, to: &Member, kind: &Kind, runs: &mut Vec<Run>) {
    for entry in from.into(net, node) {
        for exit in to.out_of(net, node) {
            let round = exit == (entry.0, !entry.1);
            let same = from.way.id == to.way.id;
            if round == (kind.u_turn && same) && net.data.connected(&[entry, exit]) {
                runs.push(Run { before: vec![entry], via: 0, exit });
            }
        }
    }
}

/// Along one or several ways, given in the order of driving or the other way about.
fn along(net: &Net, from: &Member, via: &[Member], to: &Member, runs: &mut Vec<Run>) {
    let backwards: Vec<&Member> = via.iter().rev().collect();
    let given: Vec<&Member> = via.iter().collect();
    let orders = if via.len() > 1 { vec![given, backwards] } else { vec![given] };
    for order in orders {
        for node in from.ends().into_iter().flatten() {
            let Some((arcs, last)) = chain(net, &order, node) else { continue };
            for entry in from.into(net, node) {
                for exit in to.out_of(net, last) {
                    let before: Vec<Arc> = [entry].into_iter().chain(arcs.iter().copied()).collect();
                    if net.data.connected(&[&before[..], &[exit]].concat()) {
                        runs.push(Run { before, via: arcs.len(), exit });
                    }
                }
            }
        }
    }
}

/// All edges of several ways one after the other from a node, and the node where they end.
fn chain(net: &Net, via: &[&Member], node: i64) -> Option<(Vec<Arc>, i64)> {
    via.iter().try_fold((Vec::new(), node), |(mut arcs, node), member| {
        let (more, end) = member.across(net, node)?;
        arcs.extend(more);
        Some((arcs, end))
    })
}
