//! A span of the day in whole minutes, as timetables write it.

use crate::units::Timestamp;
use serde::{Deserialize, Serialize};

/// A span of the day in minutes, `from` inclusive, `to` exclusive; wraps midnight when `to` is before `from`, and lasts
/// all day when they are equal. The clock is that of the owner: UTC, unless the owner states an offset.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// The first minute of the day, `0..1440`.
    pub from_minute: u16,
    /// The minute after the last, `0..=1440`.
    pub to_minute: u16,
}

impl Hours {
    /// The whole day.
    pub const ALL_DAY: Self = Self { from_minute: 0, to_minute: 1440 };

    /// Whether `at`, on the clock of UTC, falls into this span.
    #[must_use]
    pub fn contains(&self, at: Timestamp) -> bool {
        let minute = at.0.div_euclid(60_000_000).rem_euclid(1440);
        let (from, to) = (i64::from(self.from_minute), i64::from(self.to_minute));
        match from.cmp(&to) {
            std::cmp::Ordering::Less => (from..to).contains(&minute),
            std::cmp::Ordering::Equal => true,
            std::cmp::Ordering::Greater => minute >= from || minute < to,
        }
    }

    /// Whether both minutes lie in the day.
    #[must_use]
    pub fn fits(&self) -> bool {
        self.from_minute < 1440 && self.to_minute <= 1440
    }

    /// Minutes from the start to the end, `1..=1440`.
    #[must_use]
    pub fn length(&self) -> i64 {
        let (from, to) = (i64::from(self.from_minute), i64::from(self.to_minute));
        if to > from { to - from } else { 1440 - from + to }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_may_wrap_midnight() {
        let night = Hours { from_minute: 22 * 60, to_minute: 6 * 60 };
        let at = |hour: i64| Timestamp::from_millis(1_778_544_000_000 + hour * 3_600_000);
        assert!(night.contains(at(23)) && night.contains(at(5)) && !night.contains(at(6)) && !night.contains(at(12)));
        assert!(Hours { from_minute: 0, to_minute: 0 }.contains(at(12)));
        assert_eq!((night.length(), Hours::ALL_DAY.length()), (480, 1440));
    }
}
