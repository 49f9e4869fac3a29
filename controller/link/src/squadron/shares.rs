//! Radios that carry only so many bytes a second, and the vehicles that share them.

use crate::{LinkId, limits};
use std::collections::BTreeMap;

/// What each vehicle's telemetry may fill.
#[derive(Debug, Default)]
pub(super) struct Shares {
    /// Bytes a second; a link that is not here has no limit.
    capacity: BTreeMap<LinkId, f64>,
    /// Over which limited link each vehicle talks.
    over: BTreeMap<u32, LinkId>,
    talkers: BTreeMap<LinkId, u32>,
}

impl Shares {
    /// A link carries so many bytes a second.
    pub(super) fn limit(&mut self, link: LinkId, bytes_per_second: f64) {
        self.capacity.insert(link, bytes_per_second);
    }

    /// Whether nobody's telemetry was ever limited.
    pub(super) fn is_empty(&self) -> bool {
        self.capacity.is_empty()
    }

    /// A vehicle talks over this link now, or over none; what its telemetry may fill there.
    pub(super) fn of(&mut self, system: u32, link: Option<LinkId>) -> Option<f64> {
        let link = link.filter(|link| self.capacity.contains_key(link));
        let before = self.over.get(&system).copied();
        if before != link {
            if let Some(count) = before.and_then(|before| self.talkers.get_mut(&before)) {
                *count = count.saturating_sub(1);
            }
            match link {
                Some(link) => {
                    self.over.insert(system, link);
                    *self.talkers.entry(link).or_default() += 1;
                }
                None => drop(self.over.remove(&system)),
            }
        }
        let link = link?;
        let talkers = self.talkers.get(&link).copied().unwrap_or(1).max(1);
        Some(self.capacity.get(&link)? * limits::RATE_SHARE / f64::from(talkers))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Beside it a plain map from which the talkers are counted anew each time.
        #[test]
        fn everybody_on_a_radio_has_the_same_share_of_it(
            moves in prop::collection::vec((0_u32..6, prop::option::of(0_u16..4)), 1..100),
        ) {
            let mut shares = Shares::default();
            shares.limit(LinkId(0), 5_760.0);
            shares.limit(LinkId(1), 960.0);
            let mut plain: BTreeMap<u32, Option<u16>> = BTreeMap::new();
            for (system, link) in moves {
                plain.insert(system, link);
                let share = shares.of(system, link.map(LinkId));
                let together = plain.values().filter(|other| **other == link).count();
                let expected = match link {
                    Some(0) => Some(2_880.0 / together as f64),
                    Some(1) => Some(480.0 / together as f64),
                    _ => None,
                };
                prop_assert_eq!(share, expected);
            }
        }
    }
}
