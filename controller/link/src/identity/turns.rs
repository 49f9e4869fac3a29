//! Two that take turns are two. A value that leaves for another and never comes back is one sender that changed (a restart,
//! a new address); a value that comes back, and back again, is two senders that speak in between each other.

use crate::limits;
use geodata::Timestamp;

/// The two values heard last of something a single sender has only one of.
#[derive(Clone, Debug)]
pub(super) struct Turns<T> {
    now: Option<T>,
    then: Timestamp,
    /// Of most vehicles there never was another.
    other: Option<Box<Other<T>>>,
}

/// The value before, and how often it came back.
#[derive(Clone, Copy, Debug)]
struct Other<T> {
    before: Option<(T, Timestamp)>,
    returns: u8,
    first_return: Timestamp,
    returned: Timestamp,
}

impl<T> Default for Turns<T> {
    fn default() -> Self {
        Self { now: None, then: Timestamp::default(), other: None }
    }
}

impl<T: Copy> Turns<T> {
    /// Takes a value that can be the last one's sender's; the same as [`Self::take`] then. False, and nothing is taken, when it
    /// cannot, or nothing was heard yet.
    #[inline]
    pub(super) fn goes_on(&mut self, at: Timestamp, value: T, near: impl Fn(&T, &T, f64) -> bool) -> bool {
        let Some(held) = &self.now else { return false };
        let age = at.since(self.then).0;
        let fits = age <= limits::TURNS_WITHIN.0 && near(held, &value, age);
        if fits {
            (self.now, self.then) = (Some(value), at);
        }
        fits
    }

    /// The last value, and when it came.
    #[inline]
    pub(super) fn last(&self) -> Option<(T, Timestamp)> {
        self.now.map(|now| (now, self.then))
    }

    /// Takes a value that was held against [`Self::last`] and can be the same sender's.
    pub(super) fn renew(&mut self, value: T, at: Timestamp) {
        (self.now, self.then) = (Some(value), at);
    }

    /// Takes a value in. True when it took turns with another at least `enough` times, each within
    /// [`limits::TURNS_WITHIN`] of the last, and for at least [`limits::TURNS_FOR`]: frames that overtake each other while
    /// one sender changes take turns as well, for as long as the link delays.
    /// `near` says whether two values, so many seconds apart, can be one sender's.
    pub(super) fn take(&mut self, at: Timestamp, value: T, enough: u8, near: impl Fn(&T, &T, f64) -> bool) -> bool {
        let fits = |held: &T, then: Timestamp| {
            let age = at.since(then).0;
            age <= limits::TURNS_WITHIN.0 && near(held, &value, age)
        };
        let then = std::mem::replace(&mut self.then, at);
        let Some(last) = self.now.replace(value).filter(|held| !fits(held, then)) else { return false };
        let nobody = Timestamp::default();
        let other = self.other.get_or_insert_with(|| {
            Box::new(Other { before: None, returns: 0, first_return: nobody, returned: nobody })
        });
        let came_back = other.before.replace((last, then)).is_some_and(|(held, then)| fits(&held, then));
        if !came_back {
            other.returns = 0;
            return false;
        }
        if at.since(other.returned).0 > limits::TURNS_WITHIN.0 {
            other.returns = 0;
        }
        if other.returns == 0 {
            other.first_return = at;
        }
        other.returns = other.returns.saturating_add(1);
        other.returned = at;
        other.returns >= enough && at.since(other.first_return).0 >= limits::TURNS_FOR.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geodata::Seconds;

    fn told(values: &[(f64, i32)]) -> bool {
        let mut turns = Turns::default();
        let mut two = false;
        for (seconds, value) in values {
            two |= turns.take(Timestamp(0).plus(Seconds(*seconds)), *value, 2, |a, b, _| (a - b).abs() < 5);
        }
        two
    }

    #[test]
    fn two_values_that_take_turns_are_two() {
        assert!(told(&[(0.0, 10), (0.5, 90), (1.0, 11), (1.7, 91)]));
    }

    #[test]
    fn one_that_changes_or_glitches_once_is_one() {
        assert!(!told(&[(0.0, 10), (0.5, 11), (1.0, 90), (1.5, 91), (2.0, 92)]));
        assert!(!told(&[(0.0, 10), (0.5, 90), (1.0, 11), (1.5, 12)]));
        assert!(!told(&[(0.0, 10), (0.1, 90), (0.2, 11), (0.3, 91), (0.4, 12), (0.5, 92), (0.9, 93)]), "overtaken");
        assert!(!told(&[(0.0, 10), (0.5, 90), (1.0, 170), (1.5, 10), (2.0, 90)]));
    }

    #[test]
    fn turns_taken_slowly_are_changes_of_one() {
        assert!(!told(&[(0.0, 10), (5.0, 90), (10.0, 11), (15.0, 91), (20.0, 12)]));
    }
}
