//! What is seen from the air of which incident, as far as it was written down.

use super::{Entry, Ledger};
use crate::event::Fact;
use crate::ids::{IncidentId, VehicleId};
use crate::input::DetectionClass;
use geodata::{Timestamp, Wgs84};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Of so many incidents at most; the oldest go first.
const MOST: usize = 1024;

/// All of it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SeenBook {
    /// By incident.
    pub incidents: BTreeMap<IncidentId, Seen>,
    /// Who tells too much, and since when.
    pub floods: BTreeMap<VehicleId, Timestamp>,
}

/// What is seen of one incident.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Seen {
    /// What.
    pub class: DetectionClass,
    /// Where it was last.
    pub place: Wgs84,
    /// When it was last seen.
    pub last: Timestamp,
    /// When that was written down.
    pub told: Timestamp,
    /// How often something was.
    pub times: u32,
}

impl Ledger {
    pub(super) fn change_seen(&mut self, entry: &Entry) {
        match &entry.event.fact {
            Fact::DetectionsMerged(merged) => {
                let times = self.seen.incidents.get(&merged.incident).map_or(0, |seen| seen.times).saturating_add(1);
                let seen = Seen { class: merged.class, place: merged.place, last: merged.last, told: entry.at, times };
                self.seen.incidents.insert(merged.incident, seen);
                if self.seen.incidents.len() > MOST {
                    self.seen.incidents.pop_first();
                }
            }
            Fact::SourceFlooding(flood) => {
                self.seen.floods.insert(flood.vehicle, entry.at);
            }
            Fact::SourceCalm(calm) => {
                self.seen.floods.remove(&calm.vehicle);
            }
            _ => {}
        }
    }
}
