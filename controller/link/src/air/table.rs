//! A bounded table by link, system and component: open addressing with a hash of no secret. Who would crowd one place on
//! purpose finds a few of them taken and no more, because a search looks at few places.

use crate::{LinkId, limits};

/// Places looked at for one key.
const PROBES: usize = 16;
/// So many places for each that is taken, at most, when they stand close together.
const SPARSEST: usize = 32;

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

    /// What tells most keys apart that lie close together; the value has the whole key.
    #[inline]
    #[allow(clippy::cast_possible_truncation)] // system and component, most of them
    fn tag(self) -> u32 {
        self.0 as u32
    }
}

/// The table: keys and places by themselves, so that a search stays within a few kilobytes; the values lie one behind the
/// other and take no more room than they need.
#[derive(Clone, Debug, Default)]
pub(super) struct Table<T> {
    /// A power of two of places, at most half of them taken, fewer when those stand close together; [`FREE`] is nobody's.
    index: Vec<(u32, u32)>,
    values: Vec<Slot<T>>,
}

/// A key and its value, from the beginning of a line of the cache on.
#[derive(Clone, Copy, Debug)]
#[repr(align(64))]
struct Slot<T> {
    key: Key,
    value: T,
}

/// No place among the values.
const FREE: (u32, u32) = (0, u32::MAX);

impl<T: Copy + Default> Table<T> {
    pub(super) fn len(&self) -> usize {
        self.values.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Key, &T)> {
        self.values.iter().map(|slot| (slot.key, &slot.value))
    }

    /// Nearly always the first place is the right one.
    #[inline]
    fn find(&self, key: Key) -> Option<usize> {
        let first = key.place(self.index.len().max(1));
        if let Some((_, number)) = self.index.get(first)
            && self.is(*number as usize, key)
        {
            return Some(*number as usize);
        }
        self.find_near(key)
    }

    #[inline(never)]
    fn find_near(&self, key: Key) -> Option<usize> {
        let near = self.near(key).map(|place| self.index[place]).filter(|(tag, _)| *tag == key.tag());
        near.map(|(_, number)| number as usize).find(|number| self.is(*number, key))
    }

    #[inline]
    fn is(&self, number: usize, key: Key) -> bool {
        self.values.get(number).is_some_and(|slot| slot.key == key)
    }

    /// The places where a key may lie.
    #[inline]
    fn near(&self, key: Key) -> impl Iterator<Item = usize> + use<T> {
        let places = self.index.len();
        let first = key.place(places.max(1));
        (first..first + PROBES.min(places)).map(move |place| place & (places - 1))
    }

    pub(super) fn get(&self, key: Key) -> Option<&T> {
        self.find(key).and_then(|place| self.values.get(place)).map(|slot| &slot.value)
    }

    #[inline]
    pub(super) fn get_mut(&mut self, key: Key) -> Option<&mut T> {
        self.find(key).and_then(|place| self.values.get_mut(place)).map(|slot| &mut slot.value)
    }

    /// The value of a key, made when there is room for one more.
    #[inline]
    pub(super) fn entry(&mut self, key: Key) -> Option<&mut T> {
        let place = match self.find(key) {
            Some(place) => place,
            None => self.add(key)?,
        };
        self.values.get_mut(place).map(|slot| &mut slot.value)
    }

    #[cold]
    #[inline(never)]
    fn add(&mut self, key: Key) -> Option<usize> {
        if self.values.len() >= limits::VOICES {
            return None;
        }
        if 2 * (self.values.len() + 1) > self.index.len() {
            self.rebuild((2 * self.index.len()).max(64), |_| true);
        }
        loop {
            let places = self.index.len();
            match self.put(key, T::default()) {
                None if may_grow(places, self.values.len() + 1) => self.rebuild(2 * places, |_| true),
                place => return place,
            }
        }
    }

    /// Puts a new key where there is room near its place.
    fn put(&mut self, key: Key, value: T) -> Option<usize> {
        let place = self.near(key).find(|place| self.index[*place] == FREE)?;
        let number = self.values.len();
        self.index[place] = (key.tag(), u32::try_from(number).ok()?);
        self.values.push(Slot { key, value });
        Some(number)
    }

    /// Keeps what the question says yes to.
    pub(super) fn retain(&mut self, keep: impl Fn(Key) -> bool) {
        self.rebuild(self.index.len(), keep);
    }

    fn rebuild(&mut self, size: usize, keep: impl Fn(Key) -> bool) {
        let kept: Vec<Slot<T>> = std::mem::take(&mut self.values).into_iter().filter(|slot| keep(slot.key)).collect();
        let mut size = size;
        loop {
            self.index = vec![FREE; size];
            self.values = Vec::with_capacity(kept.len());
            for Slot { key, value } in &kept {
                self.put(*key, *value);
            }
            if self.values.len() == kept.len() || !may_grow(size, kept.len()) {
                return;
            }
            size *= 2;
        }
    }
}

/// Whether many find no place because they happen to stand close together, and not because there are too many.
fn may_grow(places: usize, wanted: usize) -> bool {
    places < (SPARSEST * wanted).min(2 * limits::VOICES)
}
