//! The slow oracle of travel times: a way is a list of edges, and every forbidden run is looked for in it literally.

use super::super::graph::slot;
use super::*;
use std::collections::{BTreeMap, BTreeSet};

/// Milliseconds from one point to each of some others, over all ways whose last edges hold no forbidden run.
///
/// What counts is where one is and the last edges driven, as many as the longest run has but one. The first and the last
/// edge of a way count as driven. `ms` are the times by slot, [`NEVER`] where closed.
pub fn times(data: &RoadData, ms: &[u32], profile: Profile, from: &Snap, to: &[Snap]) -> Vec<u32> {
    let turns: Vec<Vec<u32>> = data.turns.iter().filter(|t| t.binds(profile)).map(slots).collect();
    let memory = turns.iter().map(Vec::len).max().unwrap_or(2) - 1;
    let mut leaving = vec![Vec::new(); data.nodes.len()];
    for s in 0..data.edges.len() as u32 * 2 {
        leaving[tail(data, s) as usize].push(s);
    }
    let forbidden = |way: &[u32]| turns.iter().any(|turn| way.ends_with(turn));
    let mut best: Vec<u32> = to.iter().map(|to| direct(ms, from, to)).collect();
    let mut goals: BTreeMap<u32, Vec<(usize, u32)>> = BTreeMap::new();
    for (i, to) in to.iter().enumerate() {
        for forward in [true, false] {
            let s = slot(to.edge, forward);
            if ms[s as usize] != NEVER {
                goals
                    .entry(s)
                    .or_default()
                    .push((i, part(ms, s, if forward { to.fraction } else { 1.0 - to.fraction })));
            }
        }
    }
    let mut known: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
    let mut line: BTreeSet<(u32, Vec<u32>)> = BTreeSet::new();
    for forward in [true, false] {
        let s = slot(from.edge, forward);
        if ms[s as usize] != NEVER {
            let time = part(ms, s, if forward { 1.0 - from.fraction } else { from.fraction });
            known.insert(vec![s], time);
            line.insert((time, vec![s]));
        }
    }
    while let Some((time, history)) = line.pop_first() {
        if known[&history] < time {
            continue;
        }
        for &next in &leaving[head(data, history[history.len() - 1]) as usize] {
            let mut way = history.clone();
            way.push(next);
            if ms[next as usize] == NEVER || forbidden(&way) {
                continue;
            }
            for (goal, part) in goals.get(&next).into_iter().flatten() {
                best[*goal] = best[*goal].min(time + part);
            }
            way.drain(..way.len().saturating_sub(memory));
            let arrival = time + ms[next as usize];
            if known.get(&way).is_none_or(|known| arrival < *known) {
                known.insert(way.clone(), arrival);
                line.insert((arrival, way));
            }
        }
    }
    best
}

fn slots(turn: &ForbiddenTurn) -> Vec<u32> {
    turn.arcs.iter().map(|(edge, forward)| slot(*edge, *forward)).collect()
}

fn tail(data: &RoadData, s: u32) -> u32 {
    data.ends((s / 2, s.is_multiple_of(2))).unwrap().0
}

fn head(data: &RoadData, s: u32) -> u32 {
    data.ends((s / 2, s.is_multiple_of(2))).unwrap().1
}

fn part(ms: &[u32], s: u32, share: f64) -> u32 {
    (f64::from(ms[s as usize]) * share.clamp(0.0, 1.0)).round() as u32
}

fn direct(ms: &[u32], from: &Snap, to: &Snap) -> u32 {
    if from.edge != to.edge {
        return NEVER;
    }
    let s = slot(from.edge, from.fraction <= to.fraction);
    let share = (from.fraction - to.fraction).abs();
    if share <= 0.0 {
        0
    } else if ms[s as usize] == NEVER {
        NEVER
    } else {
        part(ms, s, share)
    }
}

/// Milliseconds of an answer.
pub fn ms(time: Option<Seconds>) -> u32 {
    time.map_or(NEVER, |time| (time.0 * 1000.0).round() as u32)
}
