//! What waits for the journal: outputs leave in the order they were decided, each only when the record that covers it
//! is durable. This is the line "nothing leaves before it is recorded" stands on.

use std::collections::VecDeque;

/// A first-in first-out line of things, each covered by a record number.
#[derive(Debug)]
pub struct Held<T> {
    line: VecDeque<(u32, T)>,
    durable: u32,
}

impl<T> Held<T> {
    /// An empty line; records up to `durable` are already in the journal.
    #[must_use]
    pub fn new(durable: u32) -> Self {
        Self { line: VecDeque::new(), durable }
    }

    /// Puts `thing` at the end; it may leave when record `covered_by` is durable and everything before it has left.
    pub fn push(&mut self, covered_by: u32, thing: T) {
        self.line.push_back((covered_by, thing));
    }

    /// Records up to `seq` are durable.
    pub fn commit(&mut self, seq: u32) {
        self.durable = self.durable.max(seq);
    }

    /// The next thing that may leave.
    pub fn next_free(&mut self) -> Option<T> {
        match self.line.front() {
            Some((covered_by, _)) if *covered_by <= self.durable => self.line.pop_front().map(|(_, thing)| thing),
            _ => None,
        }
    }

    /// The last durable record.
    #[must_use]
    pub fn durable(&self) -> u32 {
        self.durable
    }

    /// How many wait.
    #[must_use]
    pub fn count(&self) -> usize {
        self.line.len()
    }

    /// Everything that waits, to look at or to change, in order.
    pub fn waiting(&mut self) -> impl Iterator<Item = &mut T> {
        self.line.iter_mut().map(|(_, thing)| thing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drain(held: &mut Held<char>) -> String {
        std::iter::from_fn(|| held.next_free()).collect()
    }

    #[test]
    fn nothing_leaves_before_its_record_is_durable() {
        let mut held = Held::new(0);
        held.push(2, 'a');
        assert_eq!(drain(&mut held), "");
        held.commit(1);
        assert_eq!(drain(&mut held), "");
        held.commit(2);
        assert_eq!(drain(&mut held), "a");
    }

    #[test]
    fn a_thing_without_a_record_passes_at_once_only_when_nothing_waits_before_it() {
        let mut held = Held::new(5);
        held.push(5, 'a');
        assert_eq!(drain(&mut held), "a");
        held.push(6, 'b');
        held.push(5, 'c');
        assert_eq!(drain(&mut held), "", "c keeps its place behind b");
        held.commit(6);
        assert_eq!(drain(&mut held), "bc");
        assert_eq!(held.count(), 0);
    }
}
