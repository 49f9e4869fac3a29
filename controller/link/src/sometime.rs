//! A moment that may be none, in the room of a moment: every vehicle holds many of these.

use geodata::Timestamp;
use std::fmt;

/// A moment, or none.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sometime(i64);

impl Sometime {
    /// No moment.
    pub(crate) const NEVER: Self = Self(i64::MIN);

    /// The moment, if it is one.
    #[inline]
    pub(crate) fn get(self) -> Option<Timestamp> {
        (self.0 != i64::MIN).then_some(Timestamp(self.0))
    }

    /// Whether there is none.
    pub(crate) fn is_none(self) -> bool {
        self == Self::NEVER
    }

    /// Whether it is a moment and the question says yes to it.
    pub(crate) fn is_some_and(self, is: impl FnOnce(Timestamp) -> bool) -> bool {
        self.get().is_some_and(is)
    }

    /// The same where none counts as a yes.
    pub(crate) fn is_none_or(self, is: impl FnOnce(Timestamp) -> bool) -> bool {
        self.get().is_none_or(is)
    }

    /// This moment from now on, unless there is one.
    pub(crate) fn get_or_insert(&mut self, at: Timestamp) {
        if self.is_none() {
            *self = at.into();
        }
    }
}

impl Default for Sometime {
    fn default() -> Self {
        Self::NEVER
    }
}

impl From<Timestamp> for Sometime {
    /// The first of all moments, 292,000 years ago, is none.
    fn from(at: Timestamp) -> Self {
        Self(at.0)
    }
}

impl From<Option<Timestamp>> for Sometime {
    fn from(at: Option<Timestamp>) -> Self {
        at.map_or(Self::NEVER, Self::from)
    }
}

impl fmt::Debug for Sometime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.get().fmt(f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_is_the_moment_or_none(at in prop::option::of((i64::MIN + 1..).prop_map(Timestamp)), other: i64) {
            let (mut some, mut plain) = (Sometime::from(at), at);
            let after = |then: Timestamp| then.0 > other;
            prop_assert_eq!((some.get(), some.is_none()), (plain, plain.is_none()));
            prop_assert_eq!(some.is_some_and(after), plain.is_some_and(after));
            prop_assert_eq!(some.is_none_or(after), plain.is_none_or(after));
            some.get_or_insert(Timestamp(7));
            plain.get_or_insert(Timestamp(7));
            prop_assert_eq!(some.get(), plain);
        }
    }
}
