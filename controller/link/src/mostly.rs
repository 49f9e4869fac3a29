//! A list of which most vehicles have one: that one lies in the vehicle itself, where it is looked for with every frame, and
//! not behind a pointer that has to be read first.

use std::ops::{Deref, DerefMut};

/// None, one, or more.
#[derive(Clone, Debug)]
pub(crate) enum Mostly<T> {
    /// The usual one.
    One(T),
    /// Any other number of them.
    Some(Vec<T>),
}

impl<T> Default for Mostly<T> {
    fn default() -> Self {
        Self::Some(Vec::new())
    }
}

impl<T> Deref for Mostly<T> {
    type Target = [T];

    #[inline]
    fn deref(&self) -> &[T] {
        match self {
            Self::One(one) => std::slice::from_ref(one),
            Self::Some(all) => all,
        }
    }
}

impl<T> DerefMut for Mostly<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut [T] {
        match self {
            Self::One(one) => std::slice::from_mut(one),
            Self::Some(all) => all,
        }
    }
}

impl<T> Mostly<T> {
    /// Adds one at the end; there are never many, so no room is kept for more.
    pub(crate) fn push(&mut self, next: T) {
        *self = match std::mem::take(self) {
            Self::Some(all) if all.is_empty() => Self::One(next),
            Self::One(one) => Self::Some(vec![one, next]),
            Self::Some(mut all) => {
                all.reserve_exact(1);
                all.push(next);
                Self::Some(all)
            }
        };
    }

    /// Keeps what the question says yes to.
    pub(crate) fn retain(&mut self, keep: impl Fn(&T) -> bool) {
        if self.iter().all(&keep) {
            return;
        }
        let mut all = match std::mem::take(self) {
            Self::One(one) => vec![one],
            Self::Some(all) => all,
        };
        all.retain(keep);
        *self = match all.pop() {
            Some(one) if all.is_empty() => Self::One(one),
            last => {
                all.extend(last);
                Self::Some(all)
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn it_holds_what_a_plain_list_holds(moves in prop::collection::vec((0_u8..4, any::<u8>()), 0..60)) {
            let (mut mostly, mut plain) = (Mostly::default(), Vec::new());
            for (kind, value) in moves {
                if kind == 0 {
                    let keep = |held: &u8| held % 3 != value % 3;
                    mostly.retain(keep);
                    plain.retain(keep);
                } else {
                    mostly.push(value);
                    plain.push(value);
                }
                mostly.iter_mut().chain(&mut plain).for_each(|held| *held = held.wrapping_add(1));
                prop_assert_eq!(&*mostly, &*plain);
                prop_assert_eq!(matches!(mostly, Mostly::One(_)), plain.len() == 1);
            }
        }
    }
}
