//! What lies within a radius, in the order of the tree: the cheapest question there is, for callers who need no order.
//!
//! A box that lies in the circle as a whole proves that all in it does, so nothing under it is measured any more; only
//! what the edge of the circle runs through is.

use super::search::square_of;
use super::{Held, Index, Leaf};
use crate::frame::Local;
use crate::shape::SLACK;
use crate::units::Metres;
use rstar::{AABB, ParentNode, RTreeNode};
use std::slice::Iter;

impl<T> Index<T> {
    /// All within `radius`, its edge included, that `wanted` lets pass, in the order of the tree: the same for the same
    /// list and the same edits, but an accident of both. Who must not depend on it sorts by id, or asks
    /// [`Index::within_nearest_first`]. Nothing for a place or radius that is not a number.
    pub fn within<'a, F: Fn(&T) -> bool>(&'a self, at: Local, radius: Metres, wanted: F) -> Within<'a, T, F> {
        let limit = square_of(at, radius);
        let (limit, open) = (limit.unwrap_or(0.0), limit.map(|_| self.tree.root()));
        let mut within = Within {
            index: self,
            at,
            limit,
            wanted,
            row: [].iter(),
            row_is_inside: false,
            open: Vec::with_capacity(32),
        };
        within.open.extend(open.and_then(|root| Some((root, within.place(root)?))));
        within
    }
}

/// What [`Index::within`] finds, as it is asked for.
#[derive(Clone, Debug)]
pub struct Within<'a, T, F> {
    index: &'a Index<T>,
    at: Local,
    /// The square of the radius.
    limit: f64,
    wanted: F,
    /// What is left of the node that is looked through.
    row: Iter<'a, RTreeNode<Leaf>>,
    row_is_inside: bool,
    /// Nodes to be looked through, each with whether it lies inside as a whole.
    open: Vec<(&'a ParentNode<Leaf>, bool)>,
}

impl<T, F> Within<'_, T, F> {
    /// Whether a node lies inside of the circle as a whole; nothing where it lies outside of it.
    #[inline]
    fn place(&self, node: &ParentNode<Leaf>) -> Option<bool> {
        let [nearest, farthest] = squares(&node.envelope(), self.at);
        (nearest * SLACK <= self.limit).then_some(farthest <= self.limit * SLACK)
    }

    /// Whether a leaf lies in the circle.
    #[inline]
    #[allow(clippy::float_cmp)] // the box of a point has one corner, to the last bit
    fn holds(&self, leaf: &Leaf, held: &Held<T>) -> bool {
        let [nearest, farthest] = squares(&leaf.envelope, self.at);
        // Of a point both are the distance itself.
        if leaf.envelope.lower() == leaf.envelope.upper() {
            return nearest <= self.limit;
        }
        let maybe = nearest * SLACK <= self.limit;
        maybe && (farthest <= self.limit * SLACK || held.shape.distance_2(self.at) <= self.limit)
    }
}

impl<'a, T, F: Fn(&T) -> bool> Iterator for Within<'a, T, F> {
    type Item = &'a Held<T>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(child) = self.row.next() else {
                let (node, inside) = self.open.pop()?;
                (self.row, self.row_is_inside) = (node.children().iter(), inside);
                continue;
            };
            match child {
                RTreeNode::Parent(node) if self.row_is_inside => self.open.push((node, true)),
                RTreeNode::Parent(node) => self.open.extend(self.place(node).map(|inside| (node, inside))),
                RTreeNode::Leaf(leaf) => {
                    let Some(held) = self.index.held.get(leaf.slot as usize) else { continue };
                    if (self.row_is_inside || self.holds(leaf, held)) && (self.wanted)(&held.item) {
                        return Some(held);
                    }
                }
            }
        }
    }
}

/// The squares of the distances from a place to the nearest point of a box and to its farthest corner.
#[inline]
fn squares(envelope: &AABB<[f64; 2]>, at: Local) -> [f64; 2] {
    let (lower, upper) = (envelope.lower(), envelope.upper());
    let axis = |lower: f64, upper: f64, at: f64| {
        let (before, behind) = (lower - at, at - upper);
        let outside = if before > behind { before } else { behind };
        // One of the two is the way to the nearer side, the other the way to the farther one turned about.
        let inside = if before > behind { behind } else { before };
        [if outside > 0.0 { outside } else { 0.0 }, -inside]
    };
    let ([x, far_x], [y, far_y]) = (axis(lower[0], upper[0], at.x), axis(lower[1], upper[1], at.y));
    [x * x + y * y, far_x * far_x + far_y * far_y]
}
