//! The questions that are asked with an order: the nearest first, or by id. Each is one walk over the tree that leaves out
//! whole boxes and measures exactly what remains.

use super::{Held, Id, Index, Leaf};
use crate::frame::Local;
use crate::shape::{Bounds, SLACK, Shape};
use crate::units::Metres;
use rstar::{AABB, ParentNode, RTreeNode};
use std::cmp::Ordering;
use std::collections::BinaryHeap;

/// An object that answers a question.
#[derive(Debug)]
pub struct Found<'a, T> {
    held: &'a Held<T>,
    /// Its name.
    pub id: Id,
    /// How far it is from the place asked about, straight; 0 inside of an area.
    pub distance: Metres,
}

impl<'a, T> Found<'a, T> {
    /// What it is.
    #[must_use]
    pub fn item(&self) -> &'a T {
        &self.held.item
    }

    /// Where it is.
    #[must_use]
    pub fn shape(&self) -> &'a Shape {
        &self.held.shape
    }
}

/// A distance, as its square, with the object it belongs to: nearest first, then by id.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Far {
    square: f64,
    id: Id,
    slot: u32,
}

impl Eq for Far {}

impl Ord for Far {
    fn cmp(&self, other: &Self) -> Ordering {
        self.square.total_cmp(&other.square).then(self.id.cmp(&other.id))
    }
}

impl PartialOrd for Far {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A branch of the tree to be looked into: the nearest is the greatest, as the heap wants it.
struct Branch<'a> {
    square: f64,
    node: &'a ParentNode<Leaf>,
}

impl PartialEq for Branch<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Branch<'_> {}

impl Ord for Branch<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        other.square.total_cmp(&self.square)
    }
}

impl PartialOrd for Branch<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T> Index<T> {
    /// The `k` nearest of those that `wanted` lets pass: nearest first, equal distances by id. Nothing for a place that
    /// is not a number.
    pub fn nearest(&self, at: Local, k: usize, wanted: impl Fn(&T) -> bool) -> Vec<Found<'_, T>> {
        if k == 0 || !is_finite(at) {
            return Vec::new();
        }
        let mut best: BinaryHeap<Far> = BinaryHeap::with_capacity(k.min(self.len()) + 1);
        let mut branches = BinaryHeap::with_capacity(64);
        branches.push(Branch { square: 0.0, node: self.tree.root() });
        while let Some(Branch { square, node }) = branches.pop() {
            if square * SLACK > limit(&best, k) {
                break;
            }
            for child in node.children() {
                match child {
                    RTreeNode::Parent(node) => {
                        let square = box_distance_2(&node.envelope(), at);
                        if square * SLACK <= limit(&best, k) {
                            branches.push(Branch { square, node });
                        }
                    }
                    RTreeNode::Leaf(leaf) => {
                        if let Some(square) = self.measure(leaf, at, limit(&best, k), &wanted) {
                            best.push(Far { square, id: leaf.id, slot: leaf.slot });
                            if best.len() > k {
                                best.pop();
                            }
                        }
                    }
                }
            }
        }
        self.tell(best.into_sorted_vec())
    }

    /// As [`Index::within`], nearest first, equal distances by id, with the distances.
    pub fn within_nearest_first(&self, at: Local, radius: Metres, wanted: impl Fn(&T) -> bool) -> Vec<Found<'_, T>> {
        let Some(limit) = square_of(at, radius) else { return Vec::new() };
        let mut near = Vec::new();
        let mut branches = vec![self.tree.root()];
        while let Some(node) = branches.pop() {
            for child in node.children() {
                match child {
                    RTreeNode::Parent(node) => {
                        if box_distance_2(&node.envelope(), at) * SLACK <= limit {
                            branches.push(node);
                        }
                    }
                    RTreeNode::Leaf(leaf) => {
                        if let Some(square) = self.measure(leaf, at, limit, &wanted) {
                            near.push(Far { square, id: leaf.id, slot: leaf.slot });
                        }
                    }
                }
            }
        }
        self.tell(nearest_first(near, limit))
    }

    /// All that share at least a point with `what` - a line flown, an area, a window of the map
    /// ([`Shape::rectangle`]) - and that `wanted` lets pass, by id. Touching counts. Their distance is 0.
    pub fn crossing(&self, what: &Shape, wanted: impl Fn(&T) -> bool) -> Vec<Found<'_, T>> {
        let bounds = what.bounds();
        let window = AABB::from_corners([bounds.min.x, bounds.min.y], [bounds.max.x, bounds.max.y]);
        let boxes = self.tree.locate_in_envelope_intersecting(&window);
        let crossed = boxes.filter(|leaf| {
            let held = self.held.get(leaf.slot as usize);
            held.is_some_and(|held| wanted(&held.item) && held.shape.crosses(what))
        });
        let mut ids: Vec<Far> = crossed.map(|leaf| Far { square: 0.0, id: leaf.id, slot: leaf.slot }).collect();
        ids.sort_unstable();
        self.tell(ids)
    }

    /// The square of the distance to an object, when it is wanted and not farther than `limit`.
    #[allow(clippy::float_cmp)] // the box of a point has one corner, to the last bit
    fn measure(&self, leaf: &Leaf, at: Local, limit: f64, wanted: &impl Fn(&T) -> bool) -> Option<f64> {
        let square = box_distance_2(&leaf.envelope, at);
        if square * SLACK > limit {
            return None;
        }
        let held = self.held.get(leaf.slot as usize)?;
        let is_point = leaf.envelope.lower() == leaf.envelope.upper();
        let square = if is_point { square } else { held.shape.distance_2(at) };
        (square <= limit && wanted(&held.item)).then_some(square)
    }

    fn tell(&self, found: Vec<Far>) -> Vec<Found<'_, T>> {
        let one = |far: Far| {
            let held = self.held.get(far.slot as usize)?;
            Some(Found { held, id: far.id, distance: Metres(far.square.sqrt()) })
        };
        found.into_iter().filter_map(one).collect()
    }
}

/// Sorts what lies within `limit`. Squares of distances to evenly spread places are evenly spread themselves, so as many
/// buckets as places leave about one in each: linear time, and never worse than a sort.
fn nearest_first(mut found: Vec<Far>, limit: f64) -> Vec<Far> {
    let scale = found.len() as f64 / limit;
    if found.len() < 32 || !scale.is_normal() {
        found.sort_unstable();
        return found;
    }
    let bucket = |far: &Far| ((far.square * scale) as usize).min(found.len() - 1);
    let mut ends = vec![0usize; found.len() + 1];
    found.iter().for_each(|far| ends[bucket(far) + 1] += 1);
    (1..ends.len()).for_each(|i| ends[i] += ends[i - 1]);
    let starts = ends.clone();
    let mut sorted = found.clone();
    for far in &found {
        let end = &mut ends[bucket(far)];
        sorted[*end] = *far;
        *end += 1;
    }
    for (from, to) in starts.iter().zip(&starts[1..]).filter(|(from, to)| *to - *from > 1) {
        sorted[*from..*to].sort_unstable();
    }
    sorted
}

/// What a newcomer must not exceed: the farthest of the `k` held so far.
fn limit(best: &BinaryHeap<Far>, k: usize) -> f64 {
    if best.len() < k { f64::INFINITY } else { best.peek().map_or(f64::INFINITY, |far| far.square) }
}

/// The square of a radius round a place; nothing where one of them is not a number, or the radius is negative.
pub(super) fn square_of(at: Local, radius: Metres) -> Option<f64> {
    (is_finite(at) && radius.0 >= 0.0).then_some(radius.0 * radius.0)
}

fn box_distance_2(envelope: &AABB<[f64; 2]>, at: Local) -> f64 {
    let (lower, upper) = (envelope.lower(), envelope.upper());
    let min = Local { x: lower[0], y: lower[1] };
    Bounds { min, max: Local { x: upper[0], y: upper[1] } }.distance_2(at)
}

fn is_finite(at: Local) -> bool {
    at.x.is_finite() && at.y.is_finite()
}
