//! The R-tree of a district: points, lines and areas alike, in local metres, edited in place.
//!
//! Hotspots, patrol lines, cameras, outlines of zones: whatever has a [`Shape`] can lie here beside everything else, and
//! one question finds all of it: the nearest, what is within a radius, what crosses a line, an area or a window of the
//! map. Distances are exact, to the shape and not to its box. An object keeps its [`Id`] for life, and ids are never given
//! twice. Equal distances come in the order of ids, so that the same index gives the same answer on every machine.

mod search;
#[cfg(test)]
mod tests;

pub use search::Found;

use crate::finding::Finding;
use crate::shape::Shape;
use rstar::{AABB, RTree, RTreeObject};

/// The name of one object for life: ordered by the moment of insertion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id {
    serial: u64,
    slot: u32,
}

/// The box of one object in the tree. Small enough to hide in a node of the tree.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Leaf {
    min: [f64; 2],
    max: [f64; 2],
    id: Id,
}

impl RTreeObject for Leaf {
    type Envelope = AABB<[f64; 2]>;
    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(self.min, self.max)
    }
}

#[derive(Clone, Debug)]
struct Held<T> {
    serial: u64,
    shape: Shape,
    item: T,
}

/// Objects with shapes, found by place.
#[derive(Clone, Debug)]
pub struct Index<T> {
    tree: RTree<Leaf>,
    slots: Vec<Option<Held<T>>>,
    free: Vec<u32>,
    next: u64,
}

impl<T> Default for Index<T> {
    fn default() -> Self {
        Self { tree: RTree::new(), slots: Vec::new(), free: Vec::new(), next: 0 }
    }
}

impl<T> Index<T> {
    /// An empty index.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// All at once: five times as fast as one by one, and a better tree. Ids are in the order of the list.
    #[must_use]
    pub fn build(items: impl IntoIterator<Item = (Shape, T)>) -> Self {
        let mut index = Self::default();
        let leaves = items.into_iter().map(|(shape, item)| index.hold(shape, item)).collect();
        index.tree = RTree::bulk_load(leaves);
        index
    }

    /// Adds an object.
    pub fn insert(&mut self, shape: Shape, item: T) -> Id {
        let leaf = self.hold(shape, item);
        self.tree.insert(leaf);
        leaf.id
    }

    /// Takes an object away; nothing when it is not there any more.
    pub fn remove(&mut self, id: Id) -> Option<(Shape, T)> {
        let leaf = leaf(id, self.held(id)?);
        self.tree.remove(&leaf)?;
        let held = self.slots.get_mut(id.slot as usize)?.take()?;
        self.free.push(id.slot);
        Some((held.shape, held.item))
    }

    /// Gives an object another shape and content under its old id; the old ones come back.
    ///
    /// # Errors
    /// `index-not-there` when the object was taken away.
    pub fn replace(&mut self, id: Id, shape: Shape, item: T) -> Result<(Shape, T), Finding> {
        let gone = || {
            let say = "the object was taken away before";
            Finding::new("index-not-there", "index", say, "Insert it as a new object")
        };
        let old = leaf(id, self.held(id).ok_or_else(gone)?);
        let held = self.slots.get_mut(id.slot as usize).and_then(Option::as_mut).ok_or_else(gone)?;
        let before = std::mem::replace(held, Held { serial: id.serial, shape, item });
        let new = leaf(id, held);
        if new != old {
            self.tree.remove(&old);
            self.tree.insert(new);
        }
        Ok((before.shape, before.item))
    }

    /// An object by its id.
    #[must_use]
    pub fn get(&self, id: Id) -> Option<(&Shape, &T)> {
        self.held(id).map(|held| (&held.shape, &held.item))
    }

    /// Every object, in the order of ids.
    #[must_use]
    pub fn all(&self) -> Vec<(Id, &Shape, &T)> {
        let numbered = (0u32..).zip(&self.slots);
        let held = numbered.filter_map(|(slot, held)| {
            held.as_ref().map(|held| (Id { serial: held.serial, slot }, &held.shape, &held.item))
        });
        let mut all: Vec<_> = held.collect();
        all.sort_unstable_by_key(|one| one.0);
        all
    }

    /// How many objects there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.tree.size()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    fn held(&self, id: Id) -> Option<&Held<T>> {
        self.slots.get(id.slot as usize)?.as_ref().filter(|held| held.serial == id.serial)
    }

    /// Puts an object into a slot and gives the leaf for the tree. More than four thousand million do not fit in memory.
    fn hold(&mut self, shape: Shape, item: T) -> Leaf {
        let held = Held { serial: self.next, shape, item };
        let slot = self.free.pop().unwrap_or_else(|| {
            self.slots.push(None);
            u32::try_from(self.slots.len() - 1).unwrap_or(u32::MAX)
        });
        let id = Id { serial: self.next, slot };
        let leaf = leaf(id, &held);
        self.next += 1;
        self.slots[slot as usize] = Some(held);
        leaf
    }
}

fn leaf<T>(id: Id, held: &Held<T>) -> Leaf {
    let bounds = held.shape.bounds();
    Leaf { min: [bounds.min.x, bounds.min.y], max: [bounds.max.x, bounds.max.y], id }
}
