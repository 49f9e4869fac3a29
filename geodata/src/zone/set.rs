//! All zones of a district under one R-tree of their boxes, in local metres; edits in place.

use super::draft::ZoneKind;
use super::gate::{Zone, more_is_safe, place};
use super::intervals::{self, Fractions};
use super::leg::{Crossing, Leg, Part};
use super::limits;
use crate::finding::Finding;
use crate::frame::Local;
use crate::terrain::Terrain;
use crate::units::{Amsl, Metres, Timestamp};
use rstar::{AABB, Envelope, PointDistance, RTree, RTreeObject, SelectionFunction};
use std::collections::BTreeMap;

/// The zones of one district. Their order is that of insertion, and every answer keeps it.
#[derive(Clone, Debug, Default)]
pub struct Zones {
    slots: Vec<Option<Zone>>,
    by_id: BTreeMap<String, usize>,
    tree: RTree<Entry>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Entry {
    slot: usize,
    low: [f64; 2],
    high: [f64; 2],
}

impl RTreeObject for Entry {
    type Envelope = AABB<[f64; 2]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(self.low, self.high)
    }
}

impl PointDistance for Entry {
    fn distance_2(&self, point: &[f64; 2]) -> f64 {
        self.envelope().distance_2(point)
    }
}

impl Entry {
    fn of(slot: usize, zone: &Zone) -> Self {
        let [low, high] = zone.bounds();
        Self { slot, low: [low.x, low.y], high: [high.x, high.y] }
    }
}

impl Zones {
    /// All these zones.
    ///
    /// # Errors
    /// `zone-id-twice` for the first id that comes twice, `zone-too-many` over the limit.
    pub fn new(zones: Vec<Zone>) -> Result<Self, Finding> {
        let mut set = Self::default();
        for zone in zones {
            let slot = set.slot_for(&zone)?;
            set.by_id.insert(zone.id.clone(), slot);
            set.slots.push(Some(zone));
        }
        let entries = set.slots.iter().flatten().enumerate().map(|(slot, zone)| Entry::of(slot, zone)).collect();
        set.tree = RTree::bulk_load(entries);
        Ok(set)
    }

    fn slot_for(&self, zone: &Zone) -> Result<usize, Finding> {
        if self.by_id.contains_key(&zone.id) {
            let say = "another zone has the same id";
            return Err(Finding::new("zone-id-twice", place(&zone.id), say, "Give every zone an id of its own"));
        }
        if self.by_id.len() >= limits::ZONES {
            let say = format!("there are {} zones already", limits::ZONES);
            return Err(Finding::new("zone-too-many", place(&zone.id), say, "Leave out zones far from the district"));
        }
        Ok(self.slots.len())
    }

    /// Puts in one more.
    ///
    /// # Errors
    /// As [`Zones::new`]; then nothing has changed.
    pub fn insert(&mut self, zone: Zone) -> Result<(), Finding> {
        let slot = self.slot_for(&zone)?;
        self.by_id.insert(zone.id.clone(), slot);
        self.tree.insert(Entry::of(slot, &zone));
        self.slots.push(Some(zone));
        Ok(())
    }

    /// Takes one out; nothing when there is none of this id.
    pub fn remove(&mut self, id: &str) -> Option<Zone> {
        let slot = self.by_id.remove(id)?;
        let zone = self.slots.get_mut(slot)?.take()?;
        self.tree.remove(&Entry::of(slot, &zone));
        Some(zone)
    }

    /// Puts a zone in the place of the one with its id, and gives that back; inserts it when there was none.
    ///
    /// # Errors
    /// As [`Zones::insert`].
    pub fn replace(&mut self, zone: Zone) -> Result<Option<Zone>, Finding> {
        let Some(&slot) = self.by_id.get(&zone.id) else { return self.insert(zone).map(|()| None) };
        let Some(place) = self.slots.get_mut(slot) else { return Ok(None) };
        let entry = Entry::of(slot, &zone);
        let old = place.replace(zone);
        if let Some(old) = &old {
            self.tree.remove(&Entry::of(slot, old));
        }
        self.tree.insert(entry);
        Ok(old)
    }

    /// All of them, in order.
    pub fn iter(&self) -> impl Iterator<Item = &Zone> {
        self.slots.iter().flatten()
    }

    /// The one at this place in the order of all, as [`Zones::about`] tells it.
    #[must_use]
    pub fn nth(&self, order: usize) -> Option<&Zone> {
        self.zone(order)
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }

    /// The one with this id.
    #[must_use]
    pub fn get(&self, id: &str) -> Option<&Zone> {
        self.slots.get(*self.by_id.get(id)?)?.as_ref()
    }

    /// Those that hold at a moment.
    pub fn effective(&self, at: Timestamp) -> impl Iterator<Item = &Zone> {
        self.iter().filter(move |zone| zone.active(at))
    }

    /// Those over or under a place, at any height and time.
    #[must_use]
    pub fn over(&self, place: Local) -> Vec<&Zone> {
        let spot = AABB::from_point([place.x, place.y]);
        self.pick(self.tree.locate_in_envelope_intersecting(&spot).map(|e| e.slot), |zone| zone.contains(place))
    }

    /// Those a place at a height is in at a moment.
    #[must_use]
    pub fn at(&self, place: Local, height: Amsl, at: Timestamp, terrain: &Terrain) -> Vec<&Zone> {
        let point = Leg { from: place, from_height: height, to: place, to_height: height, start: at, end: at };
        let mut zones = self.over(place);
        zones.retain(|zone| !zone.spans(&point, terrain).is_empty());
        zones
    }

    /// Those that touch the box between two corners, at any height and time.
    #[must_use]
    pub fn touching(&self, [a, b]: [Local; 2]) -> Vec<&Zone> {
        let area = AABB::from_corners([a.x, a.y], [b.x, b.y]);
        let (low, high) = (area.lower(), area.upper());
        let corners =
            [[low[0], low[1]], [high[0], low[1]], [high[0], high[1]], [low[0], high[1]]].map(|[x, y]| Local { x, y });
        let middle = Local { x: (low[0] + high[0]) / 2.0, y: (low[1] + high[1]) / 2.0 };
        let sides = || (0..4).map(|i| (corners[i], corners[(i + 1) % 4]));
        // Either their borders meet, or one lies wholly in the other.
        let within = |zone: &Zone| area.contains_envelope(&Entry::of(0, zone).envelope());
        self.pick(self.tree.locate_in_envelope_intersecting(&area).map(|e| e.slot), |zone| {
            within(zone) || zone.contains(middle) || sides().any(|(a, b)| zone.crossed_by(a, b))
        })
    }

    /// The nearest border of those that pass `filter`, and how far it is; from inside as well.
    #[must_use]
    pub fn nearest_border(&self, at: Local, filter: impl Fn(&Zone) -> bool) -> Option<(&Zone, Metres)> {
        let mut best: Option<(&Zone, Metres)> = None;
        for (entry, squared) in self.tree.nearest_neighbor_iter_with_distance_2(&[at.x, at.y]) {
            if best.is_some_and(|(_, far)| squared > far.0 * far.0) {
                break;
            }
            let Some(zone) = self.zone(entry.slot).filter(|zone| filter(zone)) else { continue };
            let far = zone.border_distance(at);
            if best.is_none_or(|(_, least)| far < least) {
                best = Some((zone, far));
            }
        }
        best
    }

    /// Every part of a leg that lies in a zone while it holds, in the order of the flight.
    #[must_use]
    pub fn crossings(&self, leg: &Leg, terrain: &Terrain) -> Vec<Crossing<'_>> {
        let mut found = Vec::new();
        self.near(leg, |zone| {
            found.extend(zone.spans(leg, terrain).into_iter().map(|span| Crossing { zone, part: leg.part(span) }));
        });
        found.sort_by(|x, y| {
            x.part.enter.fraction.total_cmp(&y.part.enter.fraction).then_with(|| x.zone.id.cmp(&y.zone.id))
        });
        found
    }

    /// The parts of a leg outside of all keep-in zones, while any of them holds anywhere.
    #[must_use]
    pub fn outside_keep_in(&self, leg: &Leg, terrain: &Terrain) -> Vec<Part> {
        let mut bound: Fractions =
            self.iter().filter(|zone| !more_is_safe(zone.kind)).flat_map(|zone| leg.during(&zone.schedule)).collect();
        if bound.is_empty() {
            return Vec::new();
        }
        intervals::merge(&mut bound);
        let mut within: Fractions = Vec::new();
        self.near(leg, |zone| {
            if zone.kind == ZoneKind::KeepIn {
                within.extend(zone.spans(leg, terrain));
            }
        });
        intervals::merge(&mut within);
        intervals::without(&bound, &within).into_iter().map(|span| leg.part(span)).collect()
    }

    /// Those whose box comes within `margin` of a straight line, each with its place in the order of all, in no order
    /// themselves; a zone left out is farther away. All of them for a line or a margin that is not numbers.
    pub fn about(&self, a: Local, b: Local, margin: Metres) -> impl Iterator<Item = (usize, &Zone)> {
        let found = self.tree.locate_with_selection_function(Meets::within(a, b, margin));
        found.filter_map(|entry| Some((entry.slot, self.zone(entry.slot)?)))
    }

    /// Calls `found` with every zone whose box the leg meets; with all for a leg that is not all numbers.
    fn near<'a>(&'a self, leg: &Leg, mut found: impl FnMut(&'a Zone)) {
        if !leg.is_finite() {
            self.iter().for_each(found);
            return;
        }
        let select = Meets::new(leg.from, leg.to);
        for entry in self.tree.locate_with_selection_function(select) {
            if let Some(zone) = self.zone(entry.slot) {
                found(zone);
            }
        }
    }

    fn pick(&self, slots: impl Iterator<Item = usize>, keep: impl Fn(&Zone) -> bool) -> Vec<&Zone> {
        let mut slots: Vec<usize> = slots.collect();
        slots.sort_unstable();
        slots.into_iter().filter_map(|slot| self.zone(slot)).filter(|zone| keep(zone)).collect()
    }

    fn zone(&self, slot: usize) -> Option<&Zone> {
        self.slots.get(slot)?.as_ref()
    }
}

/// Chooses the boxes a segment meets, a little generously, so that rounding loses none.
struct Meets {
    from: [f64; 2],
    step: [f64; 2],
    margin: f64,
}

/// Metres by which boxes are taken as larger.
const GENEROUS: f64 = 1e-3;

impl Meets {
    fn new(a: Local, b: Local) -> Self {
        Self::within(a, b, Metres::ZERO)
    }

    fn within(a: Local, b: Local, margin: Metres) -> Self {
        let whole = [a.x, a.y, b.x, b.y].iter().all(|number| number.is_finite()) && !margin.0.is_nan();
        let margin = if whole { margin.0.max(0.0) + GENEROUS } else { f64::INFINITY };
        Self { from: [a.x, a.y], step: [b.x - a.x, b.y - a.y], margin }
    }

    fn meets(&self, low: [f64; 2], high: [f64; 2]) -> bool {
        let (mut enter, mut leave) = (0.0f64, 1.0f64);
        for axis in 0..2 {
            let (from, step) = (self.from[axis], self.step[axis]);
            let (low, high) = (low[axis] - self.margin, high[axis] + self.margin);
            if step == 0.0 {
                if from < low || from > high {
                    return false;
                }
                continue;
            }
            let (s, t) = ((low - from) / step, (high - from) / step);
            enter = enter.max(s.min(t));
            leave = leave.min(s.max(t));
        }
        enter <= leave
    }
}

impl SelectionFunction<Entry> for Meets {
    fn should_unpack_parent(&self, envelope: &AABB<[f64; 2]>) -> bool {
        self.meets(envelope.lower(), envelope.upper())
    }

    fn should_unpack_leaf(&self, entry: &Entry) -> bool {
        self.meets(entry.low, entry.high)
    }
}
