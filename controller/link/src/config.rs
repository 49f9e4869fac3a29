//! What the link is told at the start, and what it hands out.

use crate::Peer;
use crate::limits;
use crate::signing::Refused;
use controller_core::{SkyReport, VehicleId};
use flight_plans::Uid;
use geodata::{Seconds, Timestamp};
use std::collections::{BTreeMap, BTreeSet};

/// Who we are on the air, whom we listen to, and how patient we are.
#[derive(Clone, Debug, PartialEq)]
pub struct LinkConfig {
    /// Our system id. ArduPilot's ground-station failsafe counts only the id it is configured for.
    pub system_id: u8,
    /// Our component id.
    pub component_id: u8,
    /// The vehicles of the squadron; nobody else becomes one.
    pub roster: Vec<Enrolled>,
    /// The unique numbers of their autopilots' boards, where known.
    pub boards: BTreeMap<VehicleId, Uid>,
    /// Vehicles whose identity was in doubt before: they prove themselves first.
    pub in_doubt: BTreeSet<VehicleId>,
    /// Vehicles whose position was not believed before.
    pub misplaced: BTreeSet<VehicleId>,
    /// Whether the first number told by a vehicle without one becomes its own. Otherwise such a vehicle is only read.
    pub learn: bool,
    /// Without a heartbeat for this long a vehicle counts as lost.
    pub link_loss: Seconds,
    /// Time between two tries of an unanswered message.
    pub retry: Seconds,
    /// A single step of an order that is not seen done after this long is unknown.
    pub step_deadline: Seconds,
    /// The same for hold, return and land, which we try longer.
    pub safety_deadline: Seconds,
    /// Parameters older than this are read again: at half that age.
    pub settings_age: Seconds,
    /// A mission transfer that makes no progress for this long is given up.
    pub transfer_stall: Seconds,
}

impl Default for LinkConfig {
    fn default() -> Self {
        Self {
            system_id: 255,
            component_id: 190,
            roster: Vec::new(),
            boards: BTreeMap::new(),
            in_doubt: BTreeSet::new(),
            misplaced: BTreeSet::new(),
            learn: true,
            link_loss: limits::LINK_LOSS,
            retry: limits::RETRY,
            step_deadline: limits::STEP_DEADLINE,
            safety_deadline: limits::SAFETY_DEADLINE,
            settings_age: limits::SETTINGS_AGE,
            transfer_stall: limits::TRANSFER_STALL,
        }
    }
}

/// One vehicle of the squadron and its MAVLink system id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Enrolled {
    /// The vehicle.
    pub vehicle: VehicleId,
    /// Its system id; its autopilot is component 1.
    pub system_id: u32,
}

/// Bytes for one peer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Datagram {
    /// Where to.
    pub to: Peer,
    /// One MAVLink frame.
    pub bytes: Vec<u8>,
    /// How much it matters.
    pub traffic: Traffic,
    /// After this moment it must not leave any more: what an order sends is only good as long as the order is. Nothing
    /// for what may be late.
    pub expires: Option<Timestamp>,
}

/// What a datagram does, so that the shell can refuse orders while nothing can be recorded.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Traffic {
    /// Heartbeats, requests, reads: changes nothing.
    Keepalive,
    /// Changes what a vehicle does, or will do.
    Order,
    /// Hold, return or land.
    Safety,
}

/// Everything that came about since the last drain.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drained {
    /// What the controller should know, in order.
    pub reports: Vec<(VehicleId, SkyReport)>,
    /// What should be sent, in order.
    pub datagrams: Vec<Datagram>,
}

/// What happened to everything received.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counters {
    /// Datagrams received.
    pub datagrams: u64,
    /// Frames with a good checksum.
    pub frames: u64,
    /// Frames of the squadron that were used.
    pub handled: u64,
    /// Frames missing between two sequence numbers of one vehicle.
    pub sequence_gaps: u64,
    /// Frames with a wrong checksum.
    pub bad_crc: u64,
    /// Frames with a number nobody knows.
    pub unknown_ids: u64,
    /// Frames with a flag that must be understood and is not.
    pub unknown_flags: u64,
    /// Bytes that were no frame.
    pub garbage_bytes: u64,
    /// Frames of the squadron that came again over another way.
    pub copies: u64,
    /// Good frames with the system id of a vehicle in quarantine, believed no more.
    pub quarantined: u64,
    /// Good frames without a signature of a vehicle with a key.
    pub unsigned: u64,
    /// Signed frames whose signature is wrong.
    pub bad_signatures: u64,
    /// Signed frames that are not newer than what was accepted, or from before our start.
    pub replayed: u64,
    /// Signed frames from more than a minute ahead of our clock, or of a stream too many.
    pub ahead: u64,
    /// Signed frames not accepted because no more could be made durable yet.
    pub unreserved: u64,
    /// Good frames of systems that are not enrolled.
    pub not_enrolled: u64,
    /// Good frames of an enrolled system's other components (cameras, gimbals).
    pub other_components: u64,
    /// Good frames with an enrolled id from a second address while the first was alive.
    pub other_addresses: u64,
    /// Good frames nobody should send us (a ground station's, an unknown kind of autopilot's).
    pub not_a_vehicle: u64,
}

impl Counters {
    pub(crate) fn refused(&mut self, why: Refused) {
        let count = match why {
            Refused::Unsigned => &mut self.unsigned,
            Refused::BadTag => &mut self.bad_signatures,
            Refused::Old => &mut self.replayed,
            Refused::Future | Refused::TooMany => &mut self.ahead,
            Refused::Unreserved => &mut self.unreserved,
        };
        *count += 1;
    }
}

/// What happened to what one vehicle sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct VehicleCounters {
    /// Frames used.
    pub handled: u64,
    /// Frames missing between two sequence numbers.
    pub sequence_gaps: u64,
}
