//! Others in the air, as a receiver aboard one of ours hears them: transponders (ADSB_VEHICLE) and the remote identification
//! of drones (OPEN_DRONE_ID_LOCATION and _BASIC_ID, alone or in a pack). Any component of an enrolled vehicle may tell.
//!
//! What remote identification tells of persons is never read: OPEN_DRONE_ID_SYSTEM (where the operator stands),
//! _OPERATOR_ID and _SELF_ID have no decoder here, and in a pack they are stepped over. Of the id a drone broadcasts with, a
//! digest is kept that tells drones apart.

mod adsb;
mod bucket;
mod drone;
mod ground;

use crate::codec::{AdsbVehicle, OpenDroneIdBasicId, OpenDroneIdLocation, Payload as _, RawFrame};
use crate::limits;
use bucket::Bucket;
use controller_core::{Traffic, TrafficKind};
use geodata::Timestamp;
pub(crate) use ground::Ground;
use std::collections::BTreeMap;

/// The number of OPEN_DRONE_ID_MESSAGE_PACK.
const PACK: u32 = 12_915;

/// Whether a message tells of others in the air.
pub(crate) fn concerns(id: u32) -> bool {
    matches!(id, AdsbVehicle::ID | OpenDroneIdBasicId::ID | OpenDroneIdLocation::ID | PACK)
}

/// What is remembered of what was heard.
#[derive(Debug, Default)]
pub(crate) struct Around {
    /// What each drone said it is, by its digest.
    kinds: BTreeMap<u64, TrafficKind>,
    /// How much each of our vehicles may still tell.
    budgets: BTreeMap<u32, Bucket>,
}

impl Around {
    /// Takes a frame that [`concerns`] others in the air.
    pub(crate) fn receive(&mut self, at: Timestamp, raw: &RawFrame<'_>) -> Option<Traffic> {
        let budget = self.budgets.entry(raw.header.system).or_insert_with(|| Bucket::full(at, limits::TRAFFIC_BURST));
        if !budget.take(at, limits::TRAFFIC_PER_SECOND, limits::TRAFFIC_BURST) {
            return None;
        }
        match raw.id {
            AdsbVehicle::ID => adsb::traffic(at, &AdsbVehicle::read(raw.payload)),
            OpenDroneIdBasicId::ID => {
                let told = OpenDroneIdBasicId::read(raw.payload);
                self.learn(drone::address(&told.id_or_mac)?, told.ua_type);
                None
            }
            OpenDroneIdLocation::ID => self.located(at, &OpenDroneIdLocation::read(raw.payload)),
            PACK => self.unpacked(at, raw.payload),
            _ => None,
        }
    }

    fn located(&mut self, at: Timestamp, told: &OpenDroneIdLocation) -> Option<Traffic> {
        let address = drone::address(&told.id_or_mac)?;
        let kind = self.kinds.get(&address).copied().unwrap_or(TrafficKind::Drone);
        drone::traffic(at, address, kind, told)
    }

    fn unpacked(&mut self, at: Timestamp, payload: &[u8]) -> Option<Traffic> {
        let pack = drone::unpack(payload)?;
        if let Some(ua_type) = pack.ua_type {
            self.learn(drone::address(&pack.id_or_mac)?, ua_type);
        }
        self.located(at, &pack.location?)
    }

    fn learn(&mut self, address: u64, ua_type: u8) {
        if self.kinds.len() >= limits::DRONES_KNOWN && !self.kinds.contains_key(&address) {
            self.kinds.clear();
        }
        self.kinds.insert(address, drone::kind(ua_type));
    }
}

#[cfg(test)]
mod tests;
