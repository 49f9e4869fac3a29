//! The R-tree of a district: points, lines and areas alike, in local metres, edited in place.
//!
//! Hotspots, patrol lines, cameras, outlines of zones: whatever has a [`Shape`] can lie here beside everything else, and
//! one question finds all of it: the nearest, what is within a radius, what crosses a line, an area or a window of the
//! map. Distances are exact, to the shape and not to its box. An object keeps its [`Id`] for life, and ids are never given
//! twice. Equal distances come in the order of ids, so that the same index gives the same answer on every machine;
//! only [`Index::within`] answers in the order of the tree, which is the fastest there is.

mod search;
#[cfg(test)]
mod tests;
mod within;

pub use search::Found;
pub use within::Within;

use crate::finding::Finding;
use crate::shape::Shape;
use rstar::{AABB, RTree, RTreeObject};
use std::collections::BTreeMap;

/// The name of one object for life: ordered by the moment of insertion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Id(u64);

/// The box of one object in the tree. Small enough to hide in the room that a branch takes anyway.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Leaf {
    envelope: AABB<[f64; 2]>,
    id: Id,
    slot: u32,
}

impl RTreeObject for Leaf {
    type Envelope = AABB<[f64; 2]>;
    fn envelope(&self) -> Self::Envelope {
        self.envelope
    }
}

/// One object of an index.
#[derive(Clone, Debug)]
pub struct Held<T> {
    id: Id,
    shape: Shape,
    item: T,
}

impl<T> Held<T> {
    /// Its name.
    #[must_use]
    pub fn id(&self) -> Id {
        self.id
    }

    /// Where it is.
    #[must_use]
    pub fn shape(&self) -> &Shape {
        &self.shape
    }

    /// What it is.
    #[must_use]
    pub fn item(&self) -> &T {
        &self.item
    }
}

/// Objects with shapes, found by place.
#[derive(Clone, Debug)]
pub struct Index<T> {
    tree: RTree<Leaf>,
    /// Without gaps: where one is taken away the last one takes its place. So a search only computes where an object
    /// lies, and nobody touches it who does not ask for it.
    held: Vec<Held<T>>,
    slots: BTreeMap<Id, u32>,
    next: u64,
}

impl<T> Default for Index<T> {
    fn default() -> Self {
        Self { tree: RTree::new(), held: Vec::new(), slots: BTreeMap::new(), next: 0 }
    }
}

impl<T> Index<T> {
    /// An empty index.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// All at once: several times as fast as one by one, and a better tree. Ids are in the order of the list.
    #[must_use]
    pub fn build(items: impl IntoIterator<Item = (Shape, T)>) -> Self {
        let numbered = (0..).zip(items);
        let held: Vec<Held<T>> = numbered.map(|(id, (shape, item))| Held { id: Id(id), shape, item }).collect();
        let leaves = held.iter().zip(0..).map(|(held, slot)| leaf(held, slot)).collect();
        let slots = held.iter().map(|held| held.id).zip(0..).collect();
        Self { tree: RTree::bulk_load(leaves), next: held.len() as u64, held, slots }
    }

    /// Adds an object.
    pub fn insert(&mut self, shape: Shape, item: T) -> Id {
        let held = Held { id: Id(self.next), shape, item };
        // More than four thousand million objects do not fit in memory.
        let leaf = leaf(&held, u32::try_from(self.held.len()).unwrap_or(u32::MAX));
        self.next += 1;
        self.held.push(held);
        self.slots.insert(leaf.id, leaf.slot);
        self.tree.insert(leaf);
        leaf.id
    }

    /// Takes an object away; nothing when it is not there any more.
    pub fn remove(&mut self, id: Id) -> Option<(Shape, T)> {
        let slot = self.slots.remove(&id)?;
        self.tree.remove(&leaf(self.held.get(slot as usize)?, slot));
        let last = u32::try_from(self.held.len() - 1).unwrap_or(u32::MAX);
        let gone = self.held.swap_remove(slot as usize);
        if let Some(moved) = self.held.get(slot as usize) {
            self.tree.remove(&leaf(moved, last));
            self.tree.insert(leaf(moved, slot));
            self.slots.insert(moved.id, slot);
        }
        Some((gone.shape, gone.item))
    }

    /// Gives an object another shape and content under its old id; the old ones come back.
    ///
    /// # Errors
    /// `index-not-there` when the object was taken away.
    pub fn replace(&mut self, id: Id, shape: Shape, item: T) -> Result<(Shape, T), Finding> {
        let slot = self.slots.get(&id).copied();
        let Some((slot, held)) = slot.and_then(|slot| Some((slot, self.held.get_mut(slot as usize)?))) else {
            let say = "the object was taken away before";
            return Err(Finding::new("index-not-there", "index", say, "Insert it as a new object"));
        };
        let old = leaf(held, slot);
        let before = std::mem::replace(held, Held { id, shape, item });
        let new = leaf(held, slot);
        if new != old {
            self.tree.remove(&old);
            self.tree.insert(new);
        }
        Ok((before.shape, before.item))
    }

    /// An object by its id.
    #[must_use]
    pub fn get(&self, id: Id) -> Option<(&Shape, &T)> {
        let slot = *self.slots.get(&id)?;
        self.held.get(slot as usize).map(|held| (&held.shape, &held.item))
    }

    /// Every object, in the order of ids.
    pub fn iter(&self) -> impl Iterator<Item = (Id, &Shape, &T)> {
        let slots = self.slots.values().filter_map(|slot| self.held.get(*slot as usize));
        slots.map(|held| (held.id, &held.shape, &held.item))
    }

    /// How many objects there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.held.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.held.is_empty()
    }
}

fn leaf<T>(held: &Held<T>, slot: u32) -> Leaf {
    let bounds = held.shape.bounds();
    let envelope = AABB::from_corners([bounds.min.x, bounds.min.y], [bounds.max.x, bounds.max.y]);
    Leaf { envelope, id: held.id, slot }
}
