//! The path bettered lane by lane, once the cells have given it: runs of lanes turned round (2-opt) or moved elsewhere
//! (Or-opt), every lane flown either way. A whole descent looks at every pair of places, most of them only as far as the
//! straight line between them; kicks and descents go on while there is time.

use super::lanes::{Mode, Piece, mode};
use super::layout::Ends;
use super::tour::{Stop, Tour};
use super::ways::Ways;
use crate::planner::pace::{Pace, Progress, over};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Lanes moved together, at most.
pub(super) const RUN: usize = 8;
/// Less than this is no gain, seconds.
pub(super) const GAIN: f64 = 1e-6;

/// The pieces in a better order, never a worse one, each one way or the other; and the rounds done.
pub(super) fn polish(
    pieces: &[Piece],
    ways: &Ways,
    outside: &Ways,
    ends: Ends,
    pace: &mut dyn Pace,
    rng: &mut ChaCha8Rng,
) -> (Vec<Piece>, f64, u64) {
    let lanes: Option<Vec<Vec<Mode>>> = pieces.iter().map(|piece| both(piece, ways)).collect();
    let Some(lanes) = lanes.filter(|lanes| !lanes.is_empty()) else { return (pieces.to_vec(), f64::INFINITY, 0) };
    let order: Vec<Stop> = (0..lanes.len()).map(|i| (i, 0)).collect();
    let mut polisher = Polisher { tour: Tour::new(&lanes, ways, outside, ends) };
    let mut best = order;
    let mut value = polisher.value(&best);
    let mut rounds = 0;
    let mut now = best.clone();
    loop {
        if !polisher.descend(&mut now, pace, &mut rounds, value) {
            break;
        }
        let tried = polisher.value(&now);
        if tried < value - GAIN {
            (best, value) = (now.clone(), tried);
        } else if tried > value * 1.003 {
            now = best.clone();
        }
        if over(pace.spent(&Progress { rounds, value, bound: None })) || best.len() < 4 {
            break;
        }
        kick(&mut now, rng);
    }
    // What a descent that was cut short has found counts, too.
    let tried = polisher.value(&now);
    if tried < value - GAIN {
        (best, value) = (now, tried);
    }
    let flown = best.iter().map(|&(lane, way)| lanes[lane][way].pieces[0].clone()).collect();
    (flown, value, rounds)
}

/// A piece one way and the other.
pub(super) fn both(piece: &Piece, ways: &Ways) -> Option<Vec<Mode>> {
    let back: Piece = piece.iter().rev().copied().collect();
    Some(vec![mode(vec![piece.clone()], ways)?, mode(vec![back], ways)?])
}

/// Two neighbouring runs change places.
fn kick(order: &mut [Stop], rng: &mut ChaCha8Rng) {
    let count = order.len();
    let most = (count / 2).clamp(1, 12);
    let (first, second) = (rng.random_range(1..=most), rng.random_range(1..=most));
    if first + second <= count {
        let at = rng.random_range(0..=count - first - second);
        order[at..at + first + second].rotate_left(first);
    }
}

pub(super) fn turned(stop: Stop) -> Stop {
    (stop.0, 1 - stop.1)
}

/// The order of lanes between the ends of a tour.
pub(super) struct Polisher<'a> {
    pub(super) tour: Tour<'a>,
}

impl Polisher<'_> {
    /// Seconds between two stops, or from or to an end of the tour.
    pub(super) fn gap(&mut self, a: Option<Stop>, b: Option<Stop>) -> f64 {
        match (a, b) {
            (Some(a), Some(b)) => self.tour.step(a, b),
            (None, Some(b)) => self.tour.out(b),
            (Some(a), None) => self.tour.home(a),
            (None, None) => 0.0,
        }
    }

    /// Never more than [`Self::gap`].
    pub(super) fn least(&self, a: Option<Stop>, b: Option<Stop>) -> f64 {
        match (a, b) {
            (Some(a), Some(b)) => self.tour.least(a, b),
            (None, Some(b)) => self.tour.out(b),
            (Some(a), None) => self.tour.home(a),
            (None, None) => 0.0,
        }
    }

    pub(super) fn value(&mut self, order: &[Stop]) -> f64 {
        let mut sum = self.gap(None, order.first().copied()) + self.gap(order.last().copied(), None);
        for (i, &stop) in order.iter().enumerate() {
            sum += self.tour.own(stop);
            sum += if i > 0 { self.gap(Some(order[i - 1]), Some(stop)) } else { 0.0 };
        }
        sum
    }

    /// Seconds up to each stop as flown, and the same flown backwards.
    pub(super) fn sums(&mut self, order: &[Stop]) -> (Vec<f64>, Vec<f64>) {
        let (mut there, mut back) = (vec![0.0; order.len() + 1], vec![0.0; order.len() + 1]);
        for (i, &stop) in order.iter().enumerate() {
            let (on, off) = match i.checked_sub(1).map(|i| order[i]) {
                Some(last) => (self.tour.step(last, stop), self.tour.step(turned(stop), turned(last))),
                None => (0.0, 0.0),
            };
            there[i + 1] = there[i] + self.tour.own(stop) + on;
            back[i + 1] = back[i] + self.tour.own(turned(stop)) + off;
        }
        (there, back)
    }

    /// To where no run turned round or moved makes it shorter; false when the pace was over before that.
    pub(super) fn descend(&mut self, order: &mut Vec<Stop>, pace: &mut dyn Pace, rounds: &mut u64, told: f64) -> bool {
        loop {
            *rounds += 1;
            let before = *rounds;
            let mut gained = false;
            let mut sums = self.sums(order);
            let mut i = 0;
            while i < order.len() {
                if i % 16 == 15 && over(pace.spent(&Progress { rounds: before, value: told, bound: None })) {
                    return false;
                }
                if self.turn(order, i, &sums) || self.move_run(order, i, &sums) {
                    gained = true;
                    sums = self.sums(order);
                } else {
                    i += 1;
                }
            }
            if !gained {
                return true;
            }
        }
    }

    /// Turns round the run from `i` to wherever it gains.
    fn turn(&mut self, order: &mut [Stop], i: usize, (there, back): &(Vec<f64>, Vec<f64>)) -> bool {
        let before = i.checked_sub(1).map(|i| order[i]);
        for j in i..order.len() {
            let after = order.get(j + 1).copied();
            let (first, last) = (order[i], order[j]);
            let old = self.gap(before, Some(first)) + self.gap(Some(last), after);
            let inner = self.chain(order, i, j, true, back) - self.chain(order, i, j, false, there);
            let (left, right) = (Some(turned(last)), Some(turned(first)));
            if self.least(before, left) + self.least(right, after) + inner > old - GAIN {
                continue;
            }
            if self.gap(before, left) + self.gap(right, after) + inner < old - GAIN {
                order[i..=j].reverse();
                order[i..=j].iter_mut().for_each(|stop| *stop = turned(*stop));
                return true;
            }
        }
        false
    }

    /// Seconds of a run alone, from its first place to its last.
    pub(super) fn chain(&self, order: &[Stop], i: usize, j: usize, backwards: bool, sums: &[f64]) -> f64 {
        let first = if backwards { turned(order[i]) } else { order[i] };
        sums[j + 1] - sums[i + 1] + self.tour.own(first)
    }

    /// Moves a run that begins at `i` to wherever it gains, either way round.
    fn move_run(&mut self, order: &mut Vec<Stop>, i: usize, (there, back): &(Vec<f64>, Vec<f64>)) -> bool {
        let before = i.checked_sub(1).map(|i| order[i]);
        for j in i..order.len().min(i + RUN) {
            let after = order.get(j + 1).copied();
            let (first, last) = (order[i], order[j]);
            let freed = self.gap(before, Some(first)) + self.gap(Some(last), after) - self.gap(before, after);
            if freed < GAIN {
                continue;
            }
            let extra = self.chain(order, i, j, true, back) - self.chain(order, i, j, false, there);
            for at in (0..=order.len()).filter(|&at| at < i || at > j + 1) {
                let (a, b) = (at.checked_sub(1).map(|a| order[a]), order.get(at).copied());
                let gap = self.gap(a, b);
                for (entry, exit, extra) in [(first, last, 0.0), (turned(last), turned(first), extra)] {
                    let (entry_, exit_) = (Some(entry), Some(exit));
                    if self.least(a, entry_) + self.least(exit_, b) - gap + extra > freed - GAIN {
                        continue;
                    }
                    if self.gap(a, entry_) + self.gap(exit_, b) - gap + extra < freed - GAIN {
                        let mut run: Vec<Stop> = order.drain(i..=j).collect();
                        if entry != first {
                            run.reverse();
                            run.iter_mut().for_each(|stop| *stop = turned(*stop));
                        }
                        let at = if at > j { at - run.len() } else { at };
                        order.splice(at..at, run);
                        return true;
                    }
                }
            }
        }
        false
    }
}
