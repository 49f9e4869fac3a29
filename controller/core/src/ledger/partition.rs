//! Who decides about what while bureau and station do not hear each other.
//!
//! The bureau's journal goes on; the station begins a branch where its copy of it ends, numbers what is new from a range of
//! its own, and decides about what it began itself, its own crews and the aircraft lent to it. What belongs to the other
//! side is left alone: also what the station began when it was alone before, which is the bureau's since. When the two hear each other again the bureau writes the branch's records into its journal, each once,
//! under the times they have there. So nothing is lost, nothing is numbered twice, and no order is given twice.

use super::{Counters, Entry, Ledger};
use crate::event::Fact;
use crate::facts::station::Origin;
use crate::ids::{ApprovalId, IncidentId, TaskingId, UnitId, VehicleId};
use geodata::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The first number of the stations' ranges; below is the bureau's.
pub const STATIONS: u32 = 1 << 31;
/// So many numbers has a range.
const WIDE: u32 = 1 << 23;

/// The range a number is from: 0 the bureau's, 1 to 255 the stations'.
#[must_use]
pub fn range_of(number: u32) -> u8 {
    number.checked_sub(STATIONS).map_or(0, |beyond| u8::try_from(beyond / WIDE + 1).unwrap_or(u8::MAX))
}

/// The number before the first of a range.
fn before(range: u8) -> u32 {
    range.checked_sub(1).map_or(0, |stations| STATIONS + u32::from(stations) * WIDE)
}

/// A station that is on its own, as either side knows it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Apart {
    /// Since when.
    pub since: Timestamp,
    /// The last record before.
    pub on: u32,
    /// The range of its numbers.
    pub range: u8,
    /// Its crews.
    pub units: BTreeSet<UnitId>,
    /// The last numbers of its range given before.
    given: Counters,
}

/// Which numbers are meant.
pub type Kind = fn(&Counters) -> u32;

impl Apart {
    /// Whether the station gave this number since.
    #[must_use]
    pub fn began(&self, number: u32, kind: Kind) -> bool {
        range_of(number) == self.range && number > kind(&self.given)
    }
}

/// How far a branch was taken in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// When it began.
    pub began: Timestamp,
    /// The number of its first record there.
    pub first: u32,
    /// That of the last that was taken in.
    pub last: u32,
}

impl Taken {
    /// How many records were taken in.
    #[must_use]
    pub fn records(self) -> u32 {
        self.last.saturating_sub(self.first).saturating_add(1)
    }
}

/// Stations that are on their own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Partition {
    /// The bureau's: stations it does not hear, by the ids of their posts.
    pub cut: BTreeMap<String, Apart>,
    /// A station's: that it is alone, and its id.
    pub alone: Option<(String, Apart)>,
    /// When each station that follows came to, or came back last.
    back: BTreeMap<String, Timestamp>,
    /// The last numbers given of the ranges that are not given from now.
    numbers: BTreeMap<u8, Counters>,
    /// How far the last branch of each station was taken in.
    taken: BTreeMap<String, Taken>,
}

impl Partition {
    /// The branch of a station that was taken in last.
    #[must_use]
    pub fn taken(&self, station: &str) -> Option<Taken> {
        self.taken.get(station).copied()
    }

    /// When a station that was cut off came back last.
    #[must_use]
    pub fn back(&self, station: &str) -> Option<Timestamp> {
        self.back.get(station).copied()
    }

    /// The stations that follow, or did, in the order of their ids.
    pub fn followers(&self) -> impl Iterator<Item = &str> {
        self.back.keys().map(String::as_str)
    }

    /// The range numbers are given from now.
    fn range(&self) -> u8 {
        self.alone.as_ref().map_or(0, |(_, apart)| apart.range)
    }

    /// The station that is cut off and began this.
    #[must_use]
    pub fn began(&self, number: u32, kind: Kind) -> Option<&str> {
        self.cut.iter().find(|(_, apart)| apart.began(number, kind)).map(|(station, _)| station.as_str())
    }

    /// Whether what has this number is decided about here, now.
    #[must_use]
    pub fn minds(&self, number: u32, kind: Kind) -> bool {
        match &self.alone {
            Some((_, apart)) => apart.began(number, kind),
            None => self.began(number, kind).is_none(),
        }
    }
}

/// Questions, and the part of the fold that is about this.
impl Ledger {
    /// Whether an incident is decided about here, now.
    #[must_use]
    pub fn minds(&self, incident: IncidentId) -> bool {
        self.partition.minds(incident.0, |given| given.incident)
    }

    /// Whether a question is put here, now.
    #[must_use]
    pub fn asks(&self, approval: ApprovalId) -> bool {
        self.partition.minds(approval.0, |given| given.approval)
    }

    /// Whether a task is followed from here, now: of a crew that is led from here, and not one a station gave that is cut off.
    #[must_use]
    pub fn follows_task(&self, id: TaskingId, unit: UnitId) -> bool {
        self.leads(unit) && self.partition.began(id.0, |given| given.tasking).is_none()
    }

    /// Whether a crew is tasked from here, as far as the ledger knows: a station that is alone tasks its own.
    #[must_use]
    pub fn leads(&self, unit: UnitId) -> bool {
        self.partition.alone.as_ref().is_none_or(|(_, apart)| apart.units.contains(&unit))
    }

    /// Whether an aircraft is flown from here: a station that is alone flies what is lent to it.
    #[must_use]
    pub fn flies(&self, vehicle: VehicleId) -> bool {
        let alone = self.partition.alone.as_ref();
        alone.is_none_or(|(station, _)| self.levels.holder(vehicle) == Some(station.as_str()))
    }

    /// The book a number is counted in.
    pub(super) fn numbers(&mut self, number: u32) -> &mut Counters {
        let range = range_of(number);
        if range == self.partition.range() {
            return &mut self.counters;
        }
        self.partition.numbers.entry(range).or_insert_with(|| Counters::all(before(range)))
    }

    pub(super) fn change_partition(&mut self, entry: &Entry) {
        match &entry.event.fact {
            Fact::StationCut(cut) => {
                let given = self.partition.numbers.get(&cut.range).copied();
                let given = given.unwrap_or_else(|| Counters::all(before(cut.range)));
                let units = cut.units.iter().copied().collect();
                let apart = Apart { since: entry.at, on: entry.seq.saturating_sub(1), range: cut.range, units, given };
                self.partition.cut.insert(cut.station.clone(), apart);
            }
            Fact::StationBack(back) => {
                self.partition.cut.remove(&back.station);
                self.partition.back.insert(back.station.clone(), entry.at);
            }
            Fact::StationAlone(alone) => {
                let known = self.partition.numbers.remove(&alone.range);
                let given = known.unwrap_or_else(|| Counters::all(before(alone.range))).max(&alone.given);
                let bureaus = std::mem::replace(&mut self.counters, given);
                self.partition.numbers.insert(0, bureaus);
                let units = alone.units.iter().copied().collect();
                let apart =
                    Apart { since: entry.at, on: entry.seq.saturating_sub(1), range: alone.range, units, given };
                // The bureau may have written down that it does not hear us before we lost it.
                self.partition.cut.remove(&alone.station);
                self.partition.alone = Some((alone.station.clone(), apart));
            }
            _ => {}
        }
    }

    /// A record of a branch: what it says counts where the station had to decide, and it happened when the station says.
    pub(super) fn take_branch(&mut self, origin: &Origin, entry: &Entry) {
        let known = self.partition.taken(&origin.station).filter(|taken| taken.began == origin.began);
        let first = known.map_or(origin.seq, |taken| taken.first);
        let taken = Taken { began: origin.began, first, last: origin.seq };
        self.partition.taken.insert(origin.station.clone(), taken);
        if self.was_stations(&origin.station, &entry.event.fact) {
            self.take(&Entry { at: origin.at, ..entry.clone() });
        }
    }

    /// Whether a fact is about what a station decides while it is alone. The rest of its branch is in the journal, and changes
    /// nothing here.
    fn was_stations(&self, station: &str, fact: &Fact) -> bool {
        let Some(apart) = self.partition.cut.get(station) else { return false };
        let is_new = |number: u32, kind: Kind| apart.began(number, kind);
        let flies = |vehicle: VehicleId| self.levels.holder(vehicle) == Some(station);
        match fact {
            Fact::RoadClosed { closure, .. } => return is_new(closure.0, |given| given.closure),
            Fact::ZoneSet(set) => return is_new(set.number, |given| given.zone),
            Fact::RoadOpened { .. } | Fact::ZoneLifted(_) => return true,
            Fact::SourceFlooding(_) | Fact::SourceCalm(_) => return false,
            _ => {}
        }
        let about = fact.about();
        if let Some(id) = about.tasking {
            return is_new(id.0, |given| given.tasking)
                || self.taskings.get(&id).is_some_and(|tasking| apart.units.contains(&tasking.unit));
        }
        if let Some(id) = about.sortie {
            return is_new(id.0, |given| given.sortie)
                || self.sorties.get(&id).is_some_and(|sortie| flies(sortie.vehicle));
        }
        match (about.approval, about.incident, about.vehicle, about.unit) {
            (Some(id), ..) => is_new(id.0, |given| given.approval),
            (_, Some(id), ..) => is_new(id.0, |given| given.incident),
            (_, _, Some(id), _) => flies(id),
            (_, _, _, Some(id)) => apart.units.contains(&id),
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_of_one_range_and_every_range_begins_after_the_one_before() {
        assert_eq!([range_of(0), range_of(1), range_of(STATIONS - 1)], [0, 0, 0]);
        for range in 1..=u8::MAX {
            let first = before(range) + 1;
            assert_eq!([range_of(first), range_of(before(range) + WIDE - 1)], [range, range]);
        }
        assert_eq!(range_of(u32::MAX), u8::MAX, "there is none beyond the last");
    }
}
