//! Hotspots: spots that call for attention at some hours, kept in an R-tree of local metres.

use crate::frame::Local;
use crate::units::Metres;
use crate::zone::Hours;
use rstar::{AABB, PointDistance, RTree, RTreeObject};

/// A spot with a weight and the hours in which it counts.
#[derive(Clone, Debug, PartialEq)]
pub struct Hotspot {
    /// The id other records cite.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Where it is.
    pub at: Local,
    /// How much attention it asks for, above 0 and at most 1.
    pub weight: f64,
    /// The hours of the day in which it counts; empty means always.
    pub hours: Vec<Hours>,
}

/// The place of one hotspot in the tree.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Spot {
    at: [f64; 2],
    index: usize,
}

impl RTreeObject for Spot {
    type Envelope = AABB<[f64; 2]>;
    fn envelope(&self) -> Self::Envelope {
        AABB::from_point(self.at)
    }
}

impl PointDistance for Spot {
    fn distance_2(&self, point: &[f64; 2]) -> f64 {
        (self.at[0] - point[0]).powi(2) + (self.at[1] - point[1]).powi(2)
    }
}

/// All hotspots of a district, in the order of their file, with an R-tree over them.
#[derive(Clone, Debug)]
pub struct Hotspots {
    list: Vec<Hotspot>,
    tree: RTree<Spot>,
}

impl Hotspots {
    /// Builds the tree. Hotspots whose place is not finite stay in the list but are never found by place.
    #[must_use]
    pub fn new(list: Vec<Hotspot>) -> Self {
        let spots = list.iter().enumerate().map(|(index, h)| Spot { at: [h.at.x, h.at.y], index });
        let tree = RTree::bulk_load(spots.filter(|s| s.at[0].is_finite() && s.at[1].is_finite()).collect());
        Self { list, tree }
    }

    /// The `k` nearest, nearest first; equal distances in file order.
    #[must_use]
    pub fn nearest(&self, at: Local, k: usize) -> Vec<&Hotspot> {
        let point = [at.x, at.y];
        let mut found: Vec<(f64, usize)> = Vec::new();
        for (spot, far) in self.tree.nearest_neighbor_iter_with_distance_2(&point) {
            let full = found.len() >= k;
            if full && found.last().is_none_or(|last| far > last.0) {
                break;
            }
            found.push((far, spot.index));
        }
        self.in_order(found, k)
    }

    /// All within `radius`, nearest first; equal distances in file order.
    #[must_use]
    pub fn within(&self, at: Local, radius: Metres) -> Vec<&Hotspot> {
        let point = [at.x, at.y];
        let near = self.tree.locate_within_distance(point, radius.0.powi(2));
        let found = near.map(|spot| (spot.distance_2(&point), spot.index)).collect();
        self.in_order(found, usize::MAX)
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

    fn in_order(&self, mut found: Vec<(f64, usize)>, k: usize) -> Vec<&Hotspot> {
        found.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        found.into_iter().take(k).filter_map(|(_, index)| self.list.get(index)).collect()
    }
}

impl<'a> IntoIterator for &'a Hotspots {
    type Item = &'a Hotspot;
    type IntoIter = std::slice::Iter<'a, Hotspot>;
    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn hotspots(points: &[(i32, i32)]) -> Hotspots {
        let spot = |(i, &(x, y)): (usize, &(i32, i32))| Hotspot {
            id: format!("H{i}"),
            name: String::new(),
            at: Local { x: f64::from(x), y: f64::from(y) },
            weight: 1.0,
            hours: vec![],
        };
        Hotspots::new(points.iter().enumerate().map(spot).collect())
    }

    fn by_brute_force(all: &Hotspots, at: Local) -> Vec<&str> {
        let mut order: Vec<(f64, usize, &str)> =
            all.iter().enumerate().map(|(i, h)| (h.at.distance(at).0, i, h.id.as_str())).collect();
        order.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
        order.into_iter().map(|o| o.2).collect()
    }

    proptest! {
        #[test]
        fn the_tree_finds_what_brute_force_finds(
            points in prop::collection::vec((-20..20i32, -20..20i32), 0..80), x in -20..20i32, y in -20..20i32, k in 0..12usize,
        ) {
            let all = hotspots(&points);
            let at = Local { x: f64::from(x), y: f64::from(y) };
            let slow = by_brute_force(&all, at);
            let fast: Vec<&str> = all.nearest(at, k).iter().map(|h| h.id.as_str()).collect();
            prop_assert_eq!(&fast[..], &slow[..k.min(slow.len())]);
            let near: Vec<&str> = all.within(at, Metres(9.5)).iter().map(|h| h.id.as_str()).collect();
            let count = all.iter().filter(|h| h.at.distance(at).0 <= 9.5).count();
            prop_assert_eq!(&near[..], &slow[..count]);
        }
    }

    #[test]
    fn no_hotspots_and_places_that_are_not_numbers_are_answered_with_nothing() {
        assert!(hotspots(&[]).nearest(Local::default(), 3).is_empty());
        let mut lost = hotspots(&[(1, 1)]).list;
        lost[0].at.x = f64::NAN;
        assert!(Hotspots::new(lost).nearest(Local::default(), 3).is_empty());
    }
}
