//! A round as an array: who comes next, and a stretch turned round, always the shorter side, with a memory to take it back.

/// What was done to a round.
#[derive(Clone, Copy)]
enum Done {
    /// Turned `length` places from a position on.
    Turned(usize, usize),
    /// Swapped two neighbouring strings that begin at a position.
    Swapped(usize, usize, usize),
}

pub(super) struct Order {
    place: Vec<u32>,
    at: Vec<u32>,
    done: Vec<Done>,
    scratch: Vec<u32>,
}

impl Order {
    pub(super) fn new(order: &[u32]) -> Self {
        let mut it = Self { place: order.to_vec(), at: vec![0; order.len()], done: Vec::new(), scratch: Vec::new() };
        for (position, place) in order.iter().enumerate() {
            it.put(position, *place);
        }
        it
    }

    pub(super) fn places(&self) -> &[u32] {
        &self.place
    }

    fn put(&mut self, position: usize, place: u32) {
        self.place[position] = place;
        self.at[place as usize] = u32::try_from(position).unwrap_or(0);
    }

    /// Place at a position; positions go on round.
    pub(super) fn nth(&self, position: usize) -> u32 {
        self.place[position % self.place.len()]
    }

    pub(super) fn position(&self, place: u32) -> usize {
        self.at[place as usize] as usize
    }

    pub(super) fn next(&self, place: u32) -> u32 {
        let at = self.position(place) + 1;
        self.place[if at == self.place.len() { 0 } else { at }]
    }

    pub(super) fn before(&self, place: u32) -> u32 {
        let at = self.position(place);
        self.place[if at == 0 { self.place.len() - 1 } else { at - 1 }]
    }

    /// Turns the stretch from one place on to another round (or all the rest, which is the same round).
    pub(super) fn turn(&mut self, from: u32, to: u32) {
        let n = self.place.len();
        let (first, last) = (self.position(from), self.position(to));
        let length = (last + n - first) % n + 1;
        let (first, length) = if 2 * length <= n { (first, length) } else { ((last + 1) % n, n - length) };
        self.turn_at(first, length);
        self.done.push(Done::Turned(first, length));
    }

    fn turn_at(&mut self, first: usize, length: usize) {
        if length < 2 {
            return;
        }
        let n = self.place.len();
        let (mut a, mut b) = (first, (first + length - 1) % n);
        for _ in 0..length / 2 {
            let (x, y) = (self.place[a], self.place[b]);
            self.put(a, y);
            self.put(b, x);
            a = if a + 1 == n { 0 } else { a + 1 };
            b = if b == 0 { n - 1 } else { b - 1 };
        }
    }

    /// Swaps the `one` places from a position on with the `two` after them.
    pub(super) fn swap(&mut self, first: usize, one: usize, two: usize) {
        self.swap_at(first, one, two);
        self.done.push(Done::Swapped(first, one, two));
    }

    fn swap_at(&mut self, first: usize, one: usize, two: usize) {
        let mut scratch = std::mem::take(&mut self.scratch);
        scratch.clear();
        scratch.extend((one..one + two).chain(0..one).map(|i| self.nth(first + i)));
        let n = self.place.len();
        for (i, place) in scratch.iter().enumerate() {
            self.put((first + i) % n, *place);
        }
        self.scratch = scratch;
    }

    /// How much was done since it was last forgotten.
    pub(super) fn mark(&self) -> usize {
        self.done.len()
    }

    /// Takes back what was done since.
    pub(super) fn back_to(&mut self, mark: usize) {
        while self.done.len() > mark {
            match self.done.pop() {
                Some(Done::Turned(first, length)) => self.turn_at(first, length),
                Some(Done::Swapped(first, one, two)) => self.swap_at(first, two, one),
                None => return,
            }
        }
    }

    pub(super) fn forget(&mut self) {
        self.done.clear();
    }
}
