//! What is still to happen, by the moment: what falls on one moment happens in the order in which it was put down.

use geodata::Timestamp;
use std::collections::BTreeMap;

/// A queue by time.
pub struct Agenda<T> {
    line: BTreeMap<(Timestamp, u64), T>,
    number: u64,
}

impl<T> Agenda<T> {
    pub fn new() -> Self {
        Self { line: BTreeMap::new(), number: 0 }
    }

    pub fn put(&mut self, at: Timestamp, what: T) {
        self.number += 1;
        self.line.insert((at, self.number), what);
    }

    /// When the next is due.
    pub fn next(&self) -> Option<Timestamp> {
        self.line.keys().next().map(|(at, _)| *at)
    }

    pub fn take(&mut self) -> Option<T> {
        self.line.pop_first().map(|(_, what)| what)
    }
}
