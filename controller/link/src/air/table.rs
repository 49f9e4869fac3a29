//! A bounded table by link, system and component: open addressing with a hash of no secret. Who would crowd one place on
//! purpose finds a few of them taken and no more, because a search looks at few places.

use crate::{LinkId, limits};

/// Places looked at for one key.
const PROBES: usize = 16;

/// Link, system and component in one number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key(u64);

impl Key {
    #[inline]
    pub(super) fn new(link: LinkId, system: u32, component: u8) -> Self {
        Self(u64::from(link.0) << 40 | u64::from(system) << 8 | u64::from(component))
    }

    #[allow(clippy::cast_possible_truncation)] // as it went in
    pub(super) fn link(self) -> LinkId {
        LinkId((self.0 >> 40) as u16)
    }

    /// The upper bits of a product with an odd number (the golden ratio's) depend on all bits of the key.
    #[inline]
    #[allow(clippy::cast_possible_truncation)] // the table is small
    fn place(self, places: usize) -> usize {
        (self.0.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32) as usize & (places - 1)
    }
}

/// The table: keys by themselves, so that a search stays within a few kilobytes.
#[derive(Clone, Debug, Default)]
pub(super) struct Table<T> {
    /// A power of two of places, at most half of them taken; [`FREE`] is nobody's.
    keys: Vec<u64>,
    values: Vec<T>,
    taken: usize,
}

/// No key: a key has 56 bits.
const FREE: u64 = u64::MAX;

impl<T: Copy + Default> Table<T> {
    pub(super) fn len(&self) -> usize {
        self.taken
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Key, &T)> {
        self.keys.iter().zip(&self.values).filter(|(key, _)| **key != FREE).map(|(key, value)| (Key(*key), value))
    }

    #[inline]
    fn find(&self, key: Key) -> Option<usize> {
        let places = self.keys.len();
        let first = key.place(places.max(1));
        (first..first + PROBES.min(places)).map(|place| place & (places - 1)).find(|place| self.keys[*place] == key.0)
    }

    pub(super) fn get(&self, key: Key) -> Option<&T> {
        self.find(key).and_then(|place| self.values.get(place))
    }

    #[inline]
    pub(super) fn get_mut(&mut self, key: Key) -> Option<&mut T> {
        self.find(key).and_then(|place| self.values.get_mut(place))
    }

    /// The value of a key, made when there is room for one more.
    #[inline]
    pub(super) fn entry(&mut self, key: Key) -> Option<&mut T> {
        let place = match self.find(key) {
            Some(place) => place,
            None => self.add(key)?,
        };
        self.values.get_mut(place)
    }

    #[cold]
    #[inline(never)]
    fn add(&mut self, key: Key) -> Option<usize> {
        if self.taken >= limits::VOICES {
            return None;
        }
        if 2 * (self.taken + 1) > self.keys.len() {
            self.rebuild((2 * self.keys.len()).max(64), |_| true);
        }
        self.put(key, T::default())
    }

    /// Puts a new key where there is room near its place.
    fn put(&mut self, key: Key, value: T) -> Option<usize> {
        let places = self.keys.len();
        let first = key.place(places.max(1));
        let near = (first..first + PROBES.min(places)).map(|place| place & (places - 1));
        let place = near.into_iter().find(|place| self.keys[*place] == FREE)?;
        (self.keys[place], self.values[place]) = (key.0, value);
        self.taken += 1;
        Some(place)
    }

    /// Keeps what the question says yes to.
    pub(super) fn retain(&mut self, keep: impl Fn(Key) -> bool) {
        self.rebuild(self.keys.len(), keep);
    }

    fn rebuild(&mut self, size: usize, keep: impl Fn(Key) -> bool) {
        let (keys, values) = (&mut self.keys, &mut self.values);
        let keys = std::mem::replace(keys, vec![FREE; size]);
        let values = std::mem::replace(values, vec![T::default(); size]);
        self.taken = 0;
        for (key, value) in keys.into_iter().zip(values).filter(|(key, _)| *key != FREE && keep(Key(*key))) {
            self.put(Key(key), value);
        }
    }
}
