//! Others in the air as last told, by whichever of our aircraft heard them: a bounded table that forgets.

use crate::ids::VehicleId;
use crate::traffic::{Traffic, TrafficId};
use geodata::{Seconds, Timestamp};
use std::collections::BTreeMap;

/// More than this are not shown; a flood of invented ones must not fill the memory.
pub const MOST: usize = 256;
/// One that is told of so often keeps its place in a full table.
const FRESH: Seconds = Seconds(5.0);

/// One of them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// As last told.
    pub traffic: Traffic,
    /// Which of ours heard it.
    pub by: VehicleId,
}

/// All of them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Around {
    seen: BTreeMap<TrafficId, Seen>,
    /// Counts changes, so that a screen is told when there was one.
    pub edition: u64,
}

impl Around {
    /// In the order of their addresses.
    pub fn iter(&self) -> impl Iterator<Item = (&TrafficId, &Seen)> {
        self.seen.iter()
    }

    /// One of them.
    #[must_use]
    pub fn get(&self, id: TrafficId) -> Option<&Seen> {
        self.seen.get(&id)
    }

    /// Whether there is nobody.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.seen.is_empty()
    }

    /// Takes what one of ours heard. An older word than the one held changes nothing.
    pub(super) fn observe(&mut self, by: VehicleId, traffic: &Traffic) {
        let known = self.seen.get(&traffic.id).map(|seen| seen.traffic.at);
        let is_old = known.is_some_and(|then| then >= traffic.at);
        let is_full = known.is_none() && self.seen.len() >= MOST;
        if is_old || (is_full && !self.make_room(traffic.at)) {
            return;
        }
        self.seen.insert(traffic.id, Seen { traffic: *traffic, by });
        self.edition += 1;
    }

    /// The one silent for longest goes, when it is silent indeed.
    fn make_room(&mut self, at: Timestamp) -> bool {
        let oldest = self.seen.values().map(|seen| (seen.traffic.at, seen.traffic.id)).min();
        match oldest.filter(|(then, _)| at.since(*then) > FRESH) {
            Some((_, id)) => self.seen.remove(&id).is_some(),
            None => false,
        }
    }

    /// Forgets who was not told of for so long.
    pub(super) fn age(&mut self, at: Timestamp, forget: Seconds) {
        let before = self.seen.len();
        self.seen.retain(|_, seen| at.since(seen.traffic.at) <= forget);
        self.edition += u64::from(self.seen.len() != before);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::traffic::TrafficKind;
    use geodata::Wgs84;

    fn told(address: u32, seconds: i64) -> Traffic {
        Traffic {
            id: TrafficId::Icao(address),
            kind: TrafficKind::Helicopter,
            at: Timestamp::from_millis(seconds * 1000),
            place: Wgs84 { lat: 47.14, lon: 9.52 },
            height: None,
            speed: None,
            heading: None,
            climb: None,
            on_ground: false,
        }
    }

    #[test]
    fn the_newest_word_counts_whoever_heard_it() {
        let mut around = Around::default();
        around.observe(VehicleId(1), &told(7, 10));
        around.observe(VehicleId(2), &told(7, 8));
        assert_eq!(around.get(TrafficId::Icao(7)).map(|seen| seen.by), Some(VehicleId(1)));
        around.observe(VehicleId(2), &told(7, 11));
        assert_eq!((around.get(TrafficId::Icao(7)).map(|seen| seen.by), around.edition), (Some(VehicleId(2)), 2));
        around.age(Timestamp::from_millis(42_000), Seconds(30.0));
        assert!(around.is_empty() && around.edition == 3);
    }

    #[test]
    fn a_flood_of_invented_ones_neither_grows_the_table_nor_pushes_a_live_one_out() {
        let mut around = Around::default();
        around.observe(VehicleId(1), &told(7, 100));
        (1000..9000).for_each(|address| around.observe(VehicleId(2), &told(address, 101)));
        assert_eq!(around.iter().count(), MOST);
        assert!(around.get(TrafficId::Icao(7)).is_some());
        around.observe(VehicleId(1), &told(8, 107));
        assert!(around.get(TrafficId::Icao(8)).is_some() && around.iter().count() == MOST, "the silent one made room");
    }
}
