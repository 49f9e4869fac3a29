//! The local search: from each place in the queue a chain of exchanges that each keep a round, and strings moved elsewhere.

use super::order::Order;
use std::collections::VecDeque;

/// How many neighbours are tried at each step of a chain.
const BREADTH: [usize; 6] = [8, 4, 3, 2, 1, 1];
/// Longest string moved.
const STRING: usize = 3;
/// Gains below this part of a way are rounding.
const LEAST: f64 = 1e-9;
/// Places between two looks at the allowance.
const LOOK: usize = 256;

pub(super) struct Climb<'a, F> {
    order: Order,
    between: &'a F,
    near: &'a [Vec<u32>],
    queue: VecDeque<u32>,
    waits: Vec<bool>,
    /// Ends of the exchanges of the chain being tried.
    ends: Vec<u32>,
}

impl<'a, F: Fn(u32, u32) -> f64> Climb<'a, F> {
    pub(super) fn new(order: &[u32], between: &'a F, near: &'a [Vec<u32>]) -> Self {
        let waits = vec![false; order.len()];
        Self { order: Order::new(order), between, near, queue: VecDeque::new(), waits, ends: Vec::new() }
    }

    pub(super) fn order(&self) -> Vec<u32> {
        self.order.places().to_vec()
    }

    pub(super) fn forget(&mut self) {
        self.order.forget();
    }

    pub(super) fn undo(&mut self) {
        self.order.back_to(0);
    }

    fn d(&self, a: u32, b: u32) -> f64 {
        (self.between)(a, b)
    }

    fn wait(&mut self, place: u32) {
        if !std::mem::replace(&mut self.waits[place as usize], true) {
            self.queue.push_back(place);
        }
    }

    /// Swaps two strings; gives the ends and what it costs.
    pub(super) fn bridge(&mut self, at: usize, one: usize, two: usize) -> ([u32; 6], f64) {
        let nth = |i| self.order.nth(at + i);
        let ends = [nth(0), nth(1), nth(one), nth(one + 1), nth(one + two), nth(one + two + 1)];
        let [a, b, c, d, e, f] = ends;
        let cost = self.d(a, d) + self.d(e, b) + self.d(c, f) - self.d(a, b) - self.d(c, d) - self.d(e, f);
        let first = (at + 1) % self.waits.len();
        self.order.swap(first, one, two);
        (ends, cost)
    }

    /// Improves round the given places until nothing helps or `over` says stop; gives what was gained.
    pub(super) fn run(&mut self, places: impl IntoIterator<Item = u32>, over: &mut dyn FnMut() -> bool) -> f64 {
        for place in places {
            self.wait(place);
        }
        let mut gained = 0.0;
        let mut looked = 0;
        while let Some(place) = self.queue.pop_front() {
            self.waits[place as usize] = false;
            loop {
                let gain = self.chains(place) + self.shift(place);
                if gain <= 0.0 {
                    break;
                }
                gained += gain;
            }
            looked += 1;
            if looked % LOOK == 0 && over() {
                for place in std::mem::take(&mut self.queue) {
                    self.waits[place as usize] = false;
                }
            }
        }
        gained
    }

    /// Chains from a place, both ways round; gives what the first one that helps gains.
    fn chains(&mut self, t1: u32) -> f64 {
        for forward in [true, false] {
            let t2 = if forward { self.order.next(t1) } else { self.order.before(t1) };
            self.ends.clear();
            let gain = self.chain(t1, t2, self.d(t1, t2), forward, 0);
            if gain > 0.0 {
                self.wait(t1);
                for end in std::mem::take(&mut self.ends) {
                    self.wait(end);
                }
                return gain;
            }
        }
        0.0
    }

    /// One more exchange: the way from `t1` to its neighbour `t2` goes; `open` is the sum of what went less what came.
    fn chain(&mut self, t1: u32, t2: u32, open: f64, forward: bool, depth: usize) -> f64 {
        let near = self.near;
        let mut tried = 0;
        for t3 in &near[t2 as usize] {
            let t3 = *t3;
            let left = open - self.d(t2, t3);
            if left <= LEAST * open || tried >= BREADTH[depth] {
                break;
            }
            let t4 = if forward { self.order.before(t3) } else { self.order.next(t3) };
            if t3 == t1 || t4 == t2 || self.ends.contains(&t3) {
                continue;
            }
            tried += 1;
            let freed = left + self.d(t4, t3);
            let closed = freed - self.d(t4, t1);
            let mark = self.order.mark();
            if closed > LEAST * open || depth + 1 < BREADTH.len() {
                self.exchange(t1, t2, t4);
                self.ends.extend([t2, t3, t4]);
                if closed > LEAST * open {
                    return closed;
                }
                let gain = self.chain(t1, t4, freed, self.order.next(t1) == t4, depth + 1);
                if gain > 0.0 {
                    return gain;
                }
                self.ends.truncate(self.ends.len() - 3);
                self.order.back_to(mark);
            }
        }
        0.0
    }

    /// A string that begins or ends at a place goes between two neighbours elsewhere, either way round.
    fn shift(&mut self, place: u32) -> f64 {
        let near = self.near;
        for length in 1..=STRING.min(self.waits.len().saturating_sub(3)) {
            for forward in [true, false] {
                // The string runs from `place` away from `out`.
                let step = |c: u32| if forward { self.order.next(c) } else { self.order.before(c) };
                let out = if forward { self.order.before(place) } else { self.order.next(place) };
                let end = (1..length).fold(place, |c, _| step(c));
                let after = step(end);
                let freed = self.d(out, place) + self.d(end, after) - self.d(out, after);
                for other in &near[place as usize] {
                    let other = *other;
                    let join = self.d(place, other);
                    if freed - join <= LEAST * freed.abs() {
                        break;
                    }
                    let (from, at) =
                        (self.order.position(if forward { place } else { end }), self.order.position(other));
                    if (at + self.waits.len() - from) % self.waits.len() < length {
                        continue;
                    }
                    for far in [self.order.next(other), self.order.before(other)] {
                        let within = (self.order.position(far) + self.waits.len() - from) % self.waits.len() < length;
                        if within {
                            continue;
                        }
                        let gain = freed - join - self.d(end, far) + self.d(other, far);
                        if gain > LEAST * freed.abs() {
                            let (first, last) = if forward { (place, end) } else { (end, place) };
                            self.carry(first, last, place, (other, far));
                            for touched in [place, end, out, after, other, far] {
                                self.wait(touched);
                            }
                            return gain;
                        }
                    }
                }
            }
        }
        0.0
    }

    /// Moves the string `first..=last` between two neighbours so that `place` joins `other`: turns of stretches, each a round.
    fn carry(&mut self, first: u32, last: u32, place: u32, (other, far): (u32, u32)) {
        let n = self.waits.len();
        let (left, right) = if self.order.next(other) == far { (other, far) } else { (far, other) };
        let from = |c: u32, start: u32| (self.order.position(c) + n - self.order.position(start)) % n;
        let forward = from(left, last) <= from(first, right);
        let (head, tail, l) = if forward { (first, last, left) } else { (last, first, right) };
        let (out, x) = if forward {
            (self.order.before(first), self.order.next(last))
        } else {
            (self.order.next(last), self.order.before(first))
        };
        self.exchange(out, head, l);
        self.exchange(out, l, x);
        // Now out, x..l, tail..head, and what came after l.
        if head != tail && (other == l) == (place == head) {
            self.exchange(l, tail, head);
        }
    }

    /// The neighbours `a` and `b`, and `c` with the one after it in the same direction, part: `a` joins `c`.
    fn exchange(&mut self, a: u32, b: u32, c: u32) {
        if self.order.next(a) == b {
            self.order.turn(b, c);
        } else {
            self.order.turn(c, b);
        }
    }
}
