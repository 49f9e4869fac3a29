//! Hotspots: points, lines and areas that call for attention at some hours, found by place in the [`Index`].
//!
//! What one asks for at a moment is [`Hotspot::weight_at`]: its weight, times the share of the hour of the week or of the
//! special day ([`Rhythm`]), times what age has left of it ([`Decay`]). Weights come from a planner's hand or from counts
//! of past calls ([`counts`]), which hold a place, a time and a type, never a person; what patrol itself detected does not
//! feed them. What may be shown to the public is [`public`].

pub mod counts;
pub mod file;
pub mod public;
mod rhythm;
#[cfg(test)]
mod tests;

pub use rhythm::{Decay, Rhythm, SpecialDays};

use crate::frame::Local;
use crate::index::{Found, Index};
use crate::place::PlaceKind;
use crate::shape::Shape;
use crate::units::{Metres, Timestamp};
use std::collections::BTreeMap;

/// A spot, stretch or area with a weight and the hours in which it counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Hotspot {
    /// The id other records cite.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub shape: Shape,
    /// What kind of place it is, where that is known.
    pub place: Option<PlaceKind>,
    /// How much attention it asks for at its best hour, above 0 and at most 1.
    pub weight: f64,
    /// When.
    pub rhythm: Rhythm,
    /// How it fades when nothing happens any more; nothing means it does not.
    pub decay: Option<Decay>,
    /// What it was made of, when it was made of counts.
    pub evidence: Option<Evidence>,
}

/// The counts a hotspot was made of: how many, not who.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Calls and reports by type; these made the weight.
    pub by_type: BTreeMap<String, u32>,
    /// Detections by patrol, which did not.
    pub patrol: u32,
}

impl Evidence {
    /// Calls and reports of all types.
    #[must_use]
    pub fn total(&self) -> u64 {
        self.by_type.values().map(|count| u64::from(*count)).sum()
    }
}

impl Hotspot {
    /// A hotspot that counts at all hours and does not fade.
    #[must_use]
    pub fn new(id: impl Into<String>, name: impl Into<String>, shape: Shape, weight: f64) -> Self {
        let (rhythm, decay) = (Rhythm::default(), None);
        Self { id: id.into(), name: name.into(), shape, place: None, weight, rhythm, decay, evidence: None }
    }

    /// One place that stands for it; see [`Shape::anchor`].
    #[must_use]
    pub fn at(&self) -> Local {
        self.shape.anchor()
    }

    /// How much attention it asks for at a moment, `0..=1`.
    #[must_use]
    pub fn weight_at(&self, at: Timestamp) -> f64 {
        self.weight * self.rhythm.share(at) * self.decay.map_or(1.0, |decay| decay.left(at))
    }
}

/// All hotspots of a district, in the order of their file, with an R-tree over them.
#[derive(Clone, Debug, Default)]
pub struct Hotspots {
    list: Vec<Hotspot>,
    index: Index<usize>,
}

impl Hotspots {
    /// Builds the tree.
    #[must_use]
    pub fn new(list: Vec<Hotspot>) -> Self {
        let index = Index::build(list.iter().map(|hotspot| hotspot.shape.clone()).zip(0..));
        Self { list, index }
    }

    /// The `k` nearest, nearest first; equal distances in file order. Inside of an area the distance is 0.
    #[must_use]
    pub fn nearest(&self, at: Local, k: usize) -> Vec<&Hotspot> {
        self.tell(self.index.nearest(at, k, |_| true))
    }

    /// The `k` nearest that ask for more than nothing at a moment.
    #[must_use]
    pub fn nearest_awake(&self, at: Local, k: usize, moment: Timestamp) -> Vec<&Hotspot> {
        let is_awake = |index: &usize| self.list.get(*index).is_some_and(|hotspot| hotspot.weight_at(moment) > 0.0);
        self.tell(self.index.nearest(at, k, is_awake))
    }

    /// All within `radius`, nearest first; equal distances in file order.
    #[must_use]
    pub fn within(&self, at: Local, radius: Metres) -> Vec<&Hotspot> {
        self.tell(self.index.within_nearest_first(at, radius, |_| true))
    }

    /// All that share at least a point with a line or an area, in file order.
    #[must_use]
    pub fn crossing(&self, what: &Shape) -> Vec<&Hotspot> {
        self.tell(self.index.crossing(what, |_| true))
    }

    /// Every hotspot, in file order.
    pub fn iter(&self) -> std::slice::Iter<'_, Hotspot> {
        self.list.iter()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }

    fn tell(&self, found: Vec<Found<'_, usize>>) -> Vec<&Hotspot> {
        found.into_iter().filter_map(|one| self.list.get(*one.item())).collect()
    }
}

impl<'a> IntoIterator for &'a Hotspots {
    type Item = &'a Hotspot;
    type IntoIter = std::slice::Iter<'a, Hotspot>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
