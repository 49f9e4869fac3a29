//! How much of what one source tells is reckoned with: a bucket that fills steadily and is emptied by each word.

use super::Limits;
use geodata::Timestamp;

/// A flood is over after so many seconds without a word too many.
const CALM: f64 = 10.0;

/// One source's share.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Share {
    /// Words taken from the bucket and not yet refilled.
    taken: f64,
    at: Option<Timestamp>,
    flood: Option<Flood>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Flood {
    since: Timestamp,
    last: Timestamp,
    count: u64,
}

impl Share {
    /// Whether one more word is reckoned with.
    pub(super) fn take(&mut self, now: Timestamp, limits: &Limits) -> bool {
        let passed = self.at.map_or(0.0, |then| now.since(then).0.max(0.0));
        self.at = Some(self.at.map_or(now, |then| then.max(now)));
        self.taken = (self.taken - passed * limits.per_second).max(0.0);
        self.age(now);
        if self.taken + 1.0 <= limits.burst {
            self.taken += 1.0;
            return true;
        }
        let flood = self.flood.get_or_insert(Flood { since: now, last: now, count: 0 });
        flood.last = now;
        flood.count += 1;
        false
    }

    pub(super) fn is_idle(&self, now: Timestamp, limits: &Limits) -> bool {
        self.at.is_none_or(|then| now.since(then).0 > CALM.max(limits.burst / limits.per_second.max(1e-3)))
    }

    /// Forgets a flood that is over.
    pub(super) fn age(&mut self, now: Timestamp) {
        self.flood = self.flood.filter(|flood| now.since(flood.last).0 <= CALM);
    }

    /// Since when it tells too much, and how much of it was only counted.
    pub(super) fn flood(&self) -> Option<(Timestamp, u64)> {
        self.flood.map(|flood| (flood.since, flood.count))
    }
}
