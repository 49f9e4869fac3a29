//! The conversation with the squadron over MAVLink, both ways, without a socket.
//!
//! [`Squadron`] takes datagrams with the time and the peer's address, and [`Permit`](controller_core::Permit)s; it gives
//! [`SkyReport`](controller_core::SkyReport)s and datagrams to send. It reads no clock and opens no socket. Only this
//! crate names `mavlink`; only [`scale`] knows degE7, millimetres and centimetres.

pub mod air;
mod around;
mod autopilot;
mod batch;
pub mod codec;
mod command;
mod config;
mod control;
mod conversation;
mod foreign;
mod identity;
pub mod limits;
mod mostly;
mod payload;
mod peer;
mod rare;
mod readiness;
pub mod scale;
mod session;
pub mod signing;
mod sometime;
mod squadron;
pub mod told;
mod transfer;
mod urgency;

pub use batch::Batch;
pub use config::{Counters, Datagram, Drained, Enrolled, LinkConfig, Traffic, VehicleCounters};
pub use peer::{LinkId, Peer};
pub use squadron::Squadron;
pub use urgency::{Urgency, urgency};

/// Our heartbeat to somebody who has not spoken yet, with this sequence number: the first word on a link where we begin.
#[must_use]
pub fn greeting(sequence: u8) -> Vec<u8> {
    let config = LinkConfig::default();
    let header = codec::Header { system: u32::from(config.system_id), component: config.component_id, sequence };
    codec::encode(header, &session::our_heartbeat().into())
}

/// A mission as the wire items PX4 takes, numbered from 0, addressed to nobody yet.
#[must_use]
pub fn mission_items(mission: &flight_plans::Mission) -> Vec<codec::MissionItemInt> {
    autopilot::px4::items(mission)
}
