//! The alerts that begin at one moment. In a crowd everybody is near everybody, and nobody is helped by a list of all: each of
//! ours is told of its most urgent ones, and of the next when one of those has passed.

use crate::ids::VehicleId;
use crate::limits::NEAR;
use crate::traffic::{Bounds, Encounter, Moving, TrafficId, TrafficKind};
use std::collections::BTreeMap;

/// What begins, the soonest of each of ours first.
pub struct Begun {
    lists: BTreeMap<VehicleId, List>,
}

#[derive(Default)]
struct List {
    /// Already told of and not over.
    told: Vec<TrafficId>,
    /// Soonest first; between equals the closer, and then the lower address.
    new: Vec<(TrafficId, Encounter, TrafficKind)>,
}

impl List {
    fn room(&self) -> usize {
        NEAR.saturating_sub(self.told.len())
    }
}

impl Begun {
    /// Nothing yet, after these were told.
    pub fn after<'a>(near: impl Iterator<Item = &'a (VehicleId, TrafficId)>) -> Self {
        let mut lists: BTreeMap<VehicleId, List> = BTreeMap::new();
        for (vehicle, traffic) in near {
            lists.entry(*vehicle).or_default().told.push(*traffic);
        }
        Self { lists }
    }

    /// Whether nothing more is told of it now, however urgent.
    pub fn is_full(&self, vehicle: VehicleId) -> bool {
        self.lists.get(&vehicle).is_some_and(|list| list.room() == 0)
    }

    /// Two come too near each other; the least urgent beyond the limit falls out.
    pub fn add(&mut self, (vehicle, traffic): (VehicleId, TrafficId), seen: Encounter, kind: TrafficKind) {
        let list = self.lists.entry(vehicle).or_default();
        let room = list.room();
        if room == 0 || list.told.contains(&traffic) {
            return;
        }
        let urgency = |id: TrafficId, seen: &Encounter| (seen.within.0, seen.apart.0, id);
        let new = urgency(traffic, &seen);
        let place = list.new.partition_point(|(id, seen, _)| urgency(*id, seen) < new);
        list.new.insert(place, (traffic, seen, kind));
        list.new.truncate(room);
    }

    /// All that is to be told, in the order of our vehicles and the others' addresses.
    pub fn most_urgent(self) -> impl Iterator<Item = ((VehicleId, TrafficId), Encounter, TrafficKind)> {
        self.lists.into_iter().flat_map(|(vehicle, mut list)| {
            list.new.sort_by_key(|(traffic, ..)| *traffic);
            list.new.into_iter().map(move |(traffic, seen, kind)| ((vehicle, traffic), seen, kind))
        })
    }
}

/// Each two of ours that can come within the bounds at all: ordered by east, one need not look beyond what two could cover
/// towards each other.
pub fn among(
    all: &[(VehicleId, Moving)],
    bounds: &Bounds,
    mut meet: impl FnMut(&(VehicleId, Moving), &(VehicleId, Moving)),
) {
    let mut order: Vec<&(VehicleId, Moving)> = all.iter().collect();
    order.sort_by(|one, other| one.1.place.x.total_cmp(&other.1.place.x).then(one.0.cmp(&other.0)));
    let fastest = all.iter().map(|(_, moving)| moving.velocity[0].abs()).fold(0.0, f64::max);
    let reach = bounds.apart.0 + 2.0 * fastest * bounds.ahead.0;
    for (index, one) in order.iter().enumerate() {
        let beyond = one.1.place.x + reach;
        for other in order.iter().skip(index + 1).take_while(|other| other.1.place.x <= beyond) {
            if one.0 < other.0 { meet(one, other) } else { meet(other, one) }
        }
    }
}

#[cfg(test)]
mod tests;
