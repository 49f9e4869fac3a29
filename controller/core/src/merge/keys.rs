//! Which detections have been heard before: their keys, for so long that no sender still repeats them.

use geodata::{Seconds, Timestamp};
use std::collections::{BTreeSet, VecDeque};

/// A sender that has had no answer for so long no longer repeats what it said.
const REMEMBERED: Seconds = Seconds(600.0);
/// At most so many at once, the oldest go first: what one source may tell is limited before.
const LIMIT: usize = 65_536;

/// The keys of the last while.
#[derive(Clone, Debug, Default)]
pub(super) struct Keys {
    known: BTreeSet<String>,
    order: VecDeque<(Timestamp, String)>,
}

impl Keys {
    /// False when the key was heard before.
    pub(super) fn remember(&mut self, now: Timestamp, key: &str) -> bool {
        while self.order.len() >= LIMIT || self.order.front().is_some_and(|(then, _)| now.since(*then) > REMEMBERED) {
            let Some((_, oldest)) = self.order.pop_front() else { break };
            self.known.remove(&oldest);
        }
        if !self.known.insert(key.to_owned()) {
            return false;
        }
        self.order.push_back((now, key.to_owned()));
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_known_for_ten_minutes_however_many_come_between() {
        let mut keys = Keys::default();
        let at = |seconds: i64| Timestamp::from_millis(seconds * 1000);
        assert!(keys.remember(at(0), "first"));
        assert!((0..20_000).all(|number| keys.remember(at(1), &format!("k{number}"))));
        assert!(!keys.remember(at(599), "first") && keys.remember(at(601), "first"));
        assert!(keys.known.len() == keys.order.len());
    }

    #[test]
    fn no_flood_grows_it_without_end() {
        let mut keys = Keys::default();
        for number in 0..LIMIT + 1000 {
            keys.remember(Timestamp::from_millis(0), &format!("k{number}"));
        }
        assert_eq!((keys.known.len(), keys.order.len()), (LIMIT, LIMIT));
    }
}
