//! One simulated aircraft: a PX4-like multirotor that speaks MAVLink 2.
//!
//! A pure state machine: time, wind and datagrams come in, datagrams come out. The same seed, inputs and times give the
//! same flight.

mod config;

pub use config::{Airframe, Start, Truth, VehicleConfig};

use geodata::{Seconds, Timestamp};
use std::net::SocketAddr;

/// One aircraft.
#[derive(Debug)]
pub struct Vehicle {
    config: VehicleConfig,
    now: Timestamp,
}

impl Vehicle {
    /// An aircraft switched on at `at`.
    #[must_use]
    pub fn new(config: VehicleConfig, at: Timestamp) -> Self {
        Self { config, now: at }
    }

    /// Flies up to `at` in wind blowing toward (east, north) in m/s.
    pub fn step(&mut self, at: Timestamp, wind: (f64, f64)) {
        let _ = wind;
        self.now = at;
    }

    /// Takes one datagram.
    pub fn receive(&mut self, at: Timestamp, from: SocketAddr, datagram: &[u8]) {
        let _ = (at, from, datagram);
    }

    /// Takes out the datagrams to send; no address means the ground station the aircraft is configured for.
    pub fn drain(&mut self) -> Vec<(Option<SocketAddr>, Vec<u8>)> {
        Vec::new()
    }

    /// When [`Self::step`] next has something to send.
    #[must_use]
    pub fn next_wake(&self) -> Timestamp {
        self.now.plus(Seconds(0.05))
    }

    /// How it really is.
    #[must_use]
    pub fn truth(&self) -> Truth {
        Truth::parked(&self.config)
    }
}
