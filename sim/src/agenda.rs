//! What is to happen, in order of time; what falls on the same moment happens in the order it was put down.

use geodata::Timestamp;
use std::collections::BTreeMap;

/// Things to come.
#[derive(Clone, Debug)]
pub struct Agenda<T> {
    entries: BTreeMap<(Timestamp, u64), T>,
    next: u64,
}

impl<T> Default for Agenda<T> {
    fn default() -> Self {
        Self { entries: BTreeMap::new(), next: 0 }
    }
}

impl<T> Agenda<T> {
    /// Puts down one thing to happen at `at`.
    pub fn add(&mut self, at: Timestamp, what: T) {
        self.entries.insert((at, self.next), what);
        self.next += 1;
    }

    /// Takes off the first thing that is due, with the moment it was due at.
    pub fn take_due(&mut self, now: Timestamp) -> Option<(Timestamp, T)> {
        let entry = self.entries.first_entry()?;
        let at = entry.key().0;
        (at <= now).then(|| (at, entry.remove()))
    }

    /// Strikes out what is not to be kept.
    pub fn retain(&mut self, keep: impl Fn(&T) -> bool) {
        self.entries.retain(|_, what| keep(what));
    }

    /// When the first thing is due.
    #[must_use]
    pub fn first(&self) -> Option<Timestamp> {
        self.entries.first_key_value().map(|(key, _)| key.0)
    }

    /// How many things are to come.
    #[must_use]
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether nothing is to come.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn things_come_in_order_of_time_and_then_of_writing() {
        let mut agenda = Agenda::default();
        for (at, what) in [(3, 'c'), (1, 'a'), (3, 'd'), (2, 'b'), (9, 'z')] {
            agenda.add(Timestamp(at), what);
        }
        let mut seen = String::new();
        while let Some((_, what)) = agenda.take_due(Timestamp(3)) {
            seen.push(what);
        }
        assert_eq!(seen, "abcd");
        assert_eq!((agenda.first(), agenda.len()), (Some(Timestamp(9)), 1));
    }
}
