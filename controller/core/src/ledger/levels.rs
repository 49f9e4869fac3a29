//! What stations asked for and were lent, and what they know of tasks from above.

use super::{Entry, Ledger};
use crate::event::Fact;
use crate::facts::levels::{AircraftBack, AircraftDenied, AircraftLent, AircraftWanted, StationSaw};
use crate::ids::VehicleId;
use crate::lease::Lease;
use geodata::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// An aircraft at a station.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lent {
    /// Which station.
    pub station: String,
    /// Since when.
    pub since: Timestamp,
}

/// Who has which aircraft, and who wants one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Levels {
    /// Aircraft that are not the bureau's now.
    pub lent: BTreeMap<VehicleId, Lent>,
    /// What stations ask for and have no answer to: by aircraft and station, since when.
    pub wanted: BTreeMap<(VehicleId, String), Timestamp>,
}

impl Levels {
    /// The station an aircraft is lent to.
    #[must_use]
    pub fn holder(&self, vehicle: VehicleId) -> Option<&str> {
        self.lent.get(&vehicle).map(|lent| lent.station.as_str())
    }

    /// The stations that ask for an aircraft and have no answer, and since when.
    pub fn asking(&self, vehicle: VehicleId) -> impl Iterator<Item = (&str, Timestamp)> {
        let ours = self.wanted.iter().filter(move |((wanted, _), _)| *wanted == vehicle);
        ours.map(|((_, station), since)| (station.as_str(), *since))
    }
}

/// The part of the fold that is about this.
impl Ledger {
    pub(super) fn change_levels(&mut self, entry: &Entry) {
        match &entry.event.fact {
            Fact::AircraftWanted(AircraftWanted { vehicle, station, .. }) => {
                self.levels.wanted.insert((*vehicle, station.clone()), entry.at);
            }
            Fact::AircraftDenied(AircraftDenied { vehicle, station, .. }) => {
                self.levels.wanted.remove(&(*vehicle, station.clone()));
            }
            Fact::AircraftLent(AircraftLent { vehicle, station, .. }) => {
                self.levels.wanted.remove(&(*vehicle, station.clone()));
                let lent = Lent { station: station.clone(), since: entry.at };
                self.levels.lent.insert(*vehicle, lent);
                self.let_go(*vehicle);
            }
            Fact::AircraftBack(AircraftBack { vehicle, .. }) => {
                self.levels.lent.remove(vehicle);
                self.let_go(*vehicle);
            }
            Fact::StationSaw(StationSaw { tasking, by }) => {
                if let Some(tasking) = self.taskings.get_mut(tasking) {
                    tasking.seen_by_station.get_or_insert((entry.at, by.post.clone()));
                }
            }
            _ => {}
        }
    }

    /// Whoever held the vehicle holds it no longer, and orders meant before are refused.
    fn let_go(&mut self, vehicle: VehicleId) {
        let epoch = self.leases.get(&vehicle).map_or(0, |lease| lease.epoch).saturating_add(1);
        self.leases.insert(vehicle, Lease { epoch, holder: None, asked: None });
    }
}
