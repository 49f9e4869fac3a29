//! Forbidden turns, by splitting junctions: whoever has begun a forbidden run arrives at a copy of the junction that
//! lacks the forbidden way on.
//!
//! All forbidden runs together are a dictionary over slots, and the copies are the states of the automaton of Aho and
//! Corasick ("Efficient string matching", CACM 18, 1975) that reads a way and knows which begun runs it ends with. A
//! junction gets one copy for each begun run that ends there, so the graph stays near its size, runs of three and more
//! edges cost no more than runs of two, and every search, outward, backward or in a hierarchy, sees one and the same
//! graph. An arc that only some profiles must not take carries their bits.
//!
//! A turn forbidden at certain hours has an arc with a number of its own, so that its ban can come and go while the graph
//! stays: who may not take it now is kept beside the times ([`super::hours`]).
//!
//! U-turns: at a junction they cost nothing and are allowed unless a run of an edge and itself backward forbids them;
//! between junctions nobody turns round, but a way may begin in either direction.

use super::data::ForbiddenTurn;
use super::graph::{Arc, Graph, Rows, index_u32, slot};
use super::profile::Profile;
use super::week::Week;
use std::collections::BTreeMap;

/// Longer runs than this are not believed.
const MOST_EDGES: usize = 16;

/// The copies of junctions.
#[derive(Clone, Debug, Default)]
pub(super) struct Split {
    /// The copies of junction `n` are `first[n]..first[n + 1]`; empty when there are none at all.
    first: Vec<u32>,
    /// The junction of each copy.
    junction: Vec<u32>,
}

/// A turn into a slot that is forbidden at certain hours.
#[derive(Clone, Debug)]
pub(super) struct TimedTurn {
    pub slot: u32,
    /// Who may not, and when; as bits of profiles.
    pub bans: Vec<(u8, Week)>,
}

/// What a way so far ends with: a begun run, by its place in the dictionary. Word 0 is "nothing begun".
#[derive(Default)]
struct Word {
    children: BTreeMap<u32, usize>,
    /// The longest other word this one ends with.
    fallback: usize,
    /// Profiles that must not end here.
    banned: u8,
    /// Those who must not at certain hours.
    timed: Vec<(u8, Week)>,
    /// The junction it ends at.
    junction: u32,
    /// The state of who is here.
    state: Option<u32>,
}

impl Split {
    /// The copies, the arcs of all states, and the turns among them that hold at certain hours.
    pub fn build(graph: &Graph, turns: &[ForbiddenTurn]) -> (Self, Rows, Vec<TimedTurn>) {
        let mut words = dictionary(graph, turns);
        let split = Self::number(graph, &mut words);
        let leaving = Leaving::of(graph);
        let mut timed = Vec::new();
        let mut rows = Rows { first: vec![0], arcs: Vec::with_capacity(leaving.slots.len()) };
        let copied = words.iter().enumerate().filter_map(|(word, w)| Some((w.state?, word)));
        let mut copies: Vec<(u32, usize)> = copied.collect();
        copies.sort_unstable();
        let junctions = (0..graph.junctions()).map(|junction| (junction, 0));
        for (junction, word) in junctions.chain(copies.into_iter().map(|(_, word)| (words[word].junction, word))) {
            for &slot in leaving.at(junction) {
                rows.arcs.extend(arc(graph, &words, word, slot, &mut timed));
            }
            rows.first.push(index_u32(rows.arcs.len()));
        }
        rows.arcs.shrink_to_fit();
        (split, rows, timed)
    }

    /// Gives a state to every word that can go on to something forbidden.
    fn number(graph: &Graph, words: &mut [Word]) -> Self {
        let begun = (1..words.len()).filter(|&word| !words[word].children.is_empty());
        let mut order: Vec<(u32, usize)> = begun.map(|word| (words[word].junction, word)).collect();
        if order.is_empty() {
            return Self::default();
        }
        order.sort_unstable();
        let mut first = vec![0u32; graph.nodes.len() + 1];
        for (copy, &(junction, word)) in order.iter().enumerate() {
            words[word].state = Some(graph.junctions() + index_u32(copy));
            first[junction as usize + 1] += 1;
        }
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        Self { first, junction: order.into_iter().map(|(junction, _)| junction).collect() }
    }

    /// The junction a copy stands for.
    pub fn junction(&self, copy: u32) -> u32 {
        self.junction.get(copy as usize).copied().unwrap_or(0)
    }

    /// The numbers of a junction's copies.
    pub fn copies(&self, junction: u32) -> std::ops::Range<u32> {
        let junction = junction as usize;
        match (self.first.get(junction), self.first.get(junction + 1)) {
            (Some(&a), Some(&b)) => a..b,
            _ => 0..0,
        }
    }
}

/// The arc of someone at `word` who takes `slot`; nothing when nobody may.
fn arc(graph: &Graph, words: &[Word], word: usize, slot: u32, timed: &mut Vec<TimedTurn>) -> Option<Arc> {
    let edge = graph.edges.get(slot as usize / 2)?;
    let forward = slot.is_multiple_of(2);
    let open = Profile::ALL.iter().filter(|p| edge.access.allows(**p, forward)).fold(0, |bits, p| bits | bit(*p));
    let mut next = follow(words, word, slot);
    let banned = words[next].banned;
    if open & !banned == 0 {
        return None;
    }
    let still = |(profiles, _): &&(u8, Week)| profiles & open & !banned != 0;
    let bans: Vec<(u8, Week)> = words[next].timed.iter().filter(still).cloned().collect();
    let number = if bans.is_empty() { slot } else { index_u32(graph.edges.len() * 2 + timed.len()) };
    if !bans.is_empty() {
        timed.push(TimedTurn { slot, bans });
    }
    while next != 0 && words[next].state.is_none() {
        next = words[next].fallback;
    }
    Some(Arc::new(words[next].state.unwrap_or(edge.ends(forward).1), number, banned))
}

/// The bit of a profile.
pub(super) const fn bit(profile: Profile) -> u8 {
    1 << profile.index()
}

fn follow(words: &[Word], mut word: usize, slot: u32) -> usize {
    loop {
        if let Some(&next) = words[word].children.get(&slot) {
            return next;
        }
        if word == 0 {
            return 0;
        }
        word = words[word].fallback;
    }
}

/// All runs and their beginnings, each with its fallback. A run that is not connected forbids nothing.
fn dictionary(graph: &Graph, turns: &[ForbiddenTurn]) -> Vec<Word> {
    let mut words = vec![Word::default()];
    for turn in turns.iter().filter(|turn| connected(graph, turn) && turn.profiles & 0xF != 0) {
        let mut word = 0;
        for &(edge, forward) in &turn.arcs {
            let slot = slot(edge, forward);
            let fresh = words.len();
            word = *words[word].children.entry(slot).or_insert(fresh);
            if word == fresh {
                let junction = graph.edges.get(edge as usize).map_or(0, |e| e.ends(forward).1);
                words.push(Word { junction, ..Word::default() });
            }
        }
        match &turn.hours {
            None => words[word].banned |= turn.profiles,
            Some(hours) => words[word].timed.push((turn.profiles, hours.clone())),
        }
    }
    fall_back(&mut words);
    words
}

/// Shorter words first, so that every fallback is final before it is followed.
fn fall_back(words: &mut [Word]) {
    let mut line = std::collections::VecDeque::from([0]);
    while let Some(word) = line.pop_front() {
        let children: Vec<(u32, usize)> = words[word].children.iter().map(|(slot, child)| (*slot, *child)).collect();
        for (slot, child) in children {
            if word != 0 {
                words[child].fallback = follow(words, words[word].fallback, slot);
            }
            let fallback = words[child].fallback;
            words[child].banned |= words[fallback].banned;
            let timed = words[fallback].timed.clone();
            words[child].timed.extend(timed);
            line.push_back(child);
        }
    }
}

fn connected(graph: &Graph, turn: &ForbiddenTurn) -> bool {
    let ends = |&(edge, forward): &(u32, bool)| graph.edges.get(edge as usize).map(|e| e.ends(forward));
    let joined = |pair: &[(u32, bool)]| matches!(pair, [a, b] if ends(a).zip(ends(b)).is_some_and(|(a, b)| a.1 == b.0));
    (2..=MOST_EDGES).contains(&turn.arcs.len()) && turn.arcs.windows(2).all(joined)
}

/// The slots that leave each junction.
struct Leaving {
    first: Vec<u32>,
    slots: Vec<u32>,
}

impl Leaving {
    fn of(graph: &Graph) -> Self {
        let tails = || (0..index_u32(graph.edges.len() * 2)).map(|s| graph.edges[s as usize / 2].ends(s % 2 == 0).0);
        let mut first = vec![0u32; graph.nodes.len() + 1];
        tails().for_each(|tail| first[tail as usize + 1] += 1);
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        let (mut next, mut slots) = (first.clone(), vec![0u32; graph.edges.len() * 2]);
        for (slot, tail) in (0..).zip(tails()) {
            let place = &mut next[tail as usize];
            slots[*place as usize] = slot;
            *place += 1;
        }
        Self { first, slots }
    }

    fn at(&self, junction: u32) -> &[u32] {
        let junction = junction as usize;
        &self.slots[self.first[junction] as usize..self.first[junction + 1] as usize]
    }
}
