//! The radios of a whole squadron: each way of each vehicle is a lossy link of its own, with its own chance.

use super::{Lossy, LossyConfig, LossyCounters};
use crate::limits::WAYS;
use crate::seed::Dice;
use geodata::Timestamp;
use std::collections::BTreeMap;
use std::net::SocketAddr;

/// One way of a vehicle's radio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Way {
    /// To a ground station; nothing is the one the vehicle is configured for.
    ToStation(Option<SocketAddr>),
    /// From a ground station to the vehicle.
    ToVehicle(SocketAddr),
}

/// Every way of every vehicle.
#[derive(Clone, Debug)]
pub struct Radios {
    seed: u64,
    config: LossyConfig,
    began: Timestamp,
    links: BTreeMap<(usize, Way), Lossy>,
}

impl Radios {
    /// All as bad as `config` says; its partitions count from `began`.
    #[must_use]
    pub fn new(seed: u64, config: LossyConfig, began: Timestamp) -> Self {
        Self { seed, config, began, links: BTreeMap::new() }
    }

    /// Sends a datagram on one way of a vehicle. More ways than there may be carry nothing.
    pub fn send(&mut self, at: Timestamp, vehicle: usize, way: Way, bytes: Vec<u8>) {
        let count = self.links.len() as u64;
        if count >= WAYS as u64 && !self.links.contains_key(&(vehicle, way)) {
            return;
        }
        let (seed, config, began) = (self.seed, &self.config, self.began);
        let link = self.links.entry((vehicle, way)).or_insert_with(|| {
            let mut link = Lossy::new(Dice::of(seed, "radio", count).seed(), config.clone());
            link.begin(began);
            link
        });
        link.send(at, bytes);
    }

    /// Everything that has arrived by `at`: the vehicle, the way and the bytes.
    pub fn due(&mut self, at: Timestamp) -> Vec<(usize, Way, Vec<u8>)> {
        let mut arrived = Vec::new();
        for ((vehicle, way), link) in &mut self.links {
            if link.next().is_some_and(|next| next <= at) {
                arrived.extend(link.due(at).into_iter().map(|bytes| (*vehicle, *way, bytes)));
            }
        }
        arrived
    }

    /// When the next datagram arrives.
    #[must_use]
    pub fn next(&self) -> Option<Timestamp> {
        self.links.values().filter_map(Lossy::next).min()
    }

    /// Nothing that is under way to a ground station arrives, as when it has just been started again.
    pub fn forget_to_station(&mut self) {
        for ((_, way), link) in &mut self.links {
            if matches!(way, Way::ToStation(_)) {
                link.forget();
            }
        }
    }

    /// What became of everything.
    #[must_use]
    pub fn counters(&self) -> LossyCounters {
        self.links.values().map(Lossy::counters).fold(LossyCounters::default(), LossyCounters::plus)
    }
}
