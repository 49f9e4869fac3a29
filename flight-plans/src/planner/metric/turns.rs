//! Where ways may turn: the turns about the rounded borders of all walls, finer where borders come close to each other.
//!
//! Between a turn and the border it stands for lies a little triangle. As long as nothing else is in it, whoever goes
//! round the border loses nothing by going round the turn. Where another wall or another wall's turn is in it, a way may
//! pass between the two that no turns lead through; there the turns about smaller parts of the border come instead, until
//! what is left between is no way.

use super::walls::Walls;
use super::yards::Yards;
use crate::planner::obstacle::Turn;
use geodata::Local;

/// Turns that stand off their border by no more than this are not made finer, metres.
const NARROW: f64 = 0.005;
/// Triangles that share no more than this share a corner, metres.
const SAME: f64 = 1e-6;

/// The turns that are clear, fine enough.
pub(super) fn turns(all: impl Iterator<Item = Turn>, walls: &Walls, yards: &Yards) -> Vec<Turn> {
    let mut turns = Vec::new();
    all.for_each(|turn| fit(turn, walls, yards, &mut turns));
    loop {
        let crowded = crowded(&turns);
        if !crowded.contains(&true) {
            return turns;
        }
        let before = std::mem::take(&mut turns);
        for (turn, crowded) in before.into_iter().zip(crowded) {
            if crowded {
                turn.halves().into_iter().for_each(|half| fit(half, walls, yards, &mut turns));
            } else {
                turns.push(turn);
            }
        }
    }
}

/// Puts in a turn when it is clear; where a wall is between it and its border, the turns about the halves.
fn fit(turn: Turn, walls: &Walls, yards: &Yards, turns: &mut Vec<Turn>) {
    let clear = walls.blocks(turn.at).is_none() && yards.hold(turn.at);
    let room = || turn.touched().iter().all(|&end| (0..walls.len()).all(|wall| walls.clear(wall, turn.at, end)));
    if turn.off() > NARROW && !(clear && room()) {
        turn.halves().into_iter().for_each(|half| fit(half, walls, yards, turns));
    } else if clear {
        turns.push(turn);
    }
}

/// Which turns have to be finer for another's sake: their triangles overlap.
fn crowded(turns: &[Turn]) -> Vec<bool> {
    let mut order: Vec<usize> = (0..turns.len()).collect();
    order.sort_by(|&a, &b| turns[a].at.x.total_cmp(&turns[b].at.x));
    let longest = turns.iter().map(|turn| turn.arm).fold(0.0, f64::max);
    let mut crowded = vec![false; turns.len()];
    for (place, &i) in order.iter().enumerate() {
        let one = &turns[i];
        let far = one.at.x + one.arm + longest;
        for &j in order[place + 1..].iter().take_while(|&&j| turns[j].at.x <= far) {
            let other = &turns[j];
            let fine = one.off() <= NARROW && other.off() <= NARROW;
            if !fine && one.at.distance(other.at).0 < one.arm + other.arm && overlap(one, other) {
                crowded[i] |= one.off() > NARROW;
                crowded[j] |= other.off() > NARROW;
            }
        }
    }
    crowded
}

/// Whether the triangles of two turns overlap. Neighbours on one border share a corner of theirs.
fn overlap(one: &Turn, other: &Turn) -> bool {
    let (a, b) = (triangle(one), triangle(other));
    let near = |p: &Local, q: &Local| p.distance(*q).0 < SAME;
    let neighbours = a[1..].iter().any(|p| b[1..].iter().any(|q| near(p, q)));
    !neighbours && parting(&a, &b).is_none() && parting(&b, &a).is_none()
}

fn triangle(turn: &Turn) -> [Local; 3] {
    let [one, two] = turn.touched();
    [turn.at, one, two]
}

/// A side of one triangle that has all of the other beyond it.
fn parting(a: &[Local; 3], b: &[Local; 3]) -> Option<usize> {
    let side = |p: Local, q: Local, at: Local| (q.x - p.x) * (at.y - p.y) - (q.y - p.y) * (at.x - p.x);
    (0..3).find(|&i| {
        let (p, q) = (a[i], a[(i + 1) % 3]);
        let inner = side(p, q, a[(i + 2) % 3]);
        b.iter().all(|&at| side(p, q, at) * inner <= 0.0)
    })
}
