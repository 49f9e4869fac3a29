//! A seeded air between two ends: loss, delay, jitter, and whether messages may pass each other.

use crate::codec::Message;
use geodata::{Seconds, Timestamp};
use std::collections::BTreeMap;

/// How bad it is, each way.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Weather {
    /// Share lost, 0 to 1.
    pub(crate) loss: f64,
    /// There and back, seconds.
    pub(crate) rtt: f64,
    /// Up to this much later each way, seconds.
    pub(crate) jitter: f64,
    /// Share that arrives twice.
    pub(crate) doubled: f64,
    /// Jitter lets messages pass each other.
    pub(crate) overtakes: bool,
}

/// One direction.
#[derive(Debug)]
pub(crate) struct Air {
    pub(crate) weather: Weather,
    pub(crate) cut: bool,
    under_way: BTreeMap<(Timestamp, u64), Message>,
    turn: Timestamp,
    number: u64,
    random: u64,
    /// Messages and bytes that were sent into it.
    pub(crate) sent: usize,
    pub(crate) bytes: usize,
}

impl Air {
    pub(crate) fn new(seed: u64, weather: Weather) -> Self {
        Self {
            weather,
            cut: false,
            under_way: BTreeMap::new(),
            turn: Timestamp(i64::MIN),
            number: 0,
            random: seed.wrapping_mul(2).wrapping_add(1),
            sent: 0,
            bytes: 0,
        }
    }

    /// Knuth's MMIX generator, its upper bits.
    pub(crate) fn unit(&mut self) -> f64 {
        self.random = self.random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.random >> 33) as f64 / (1u64 << 31) as f64
    }

    pub(crate) fn send(&mut self, at: Timestamp, message: &Message) {
        let frame = crate::codec::encode(crate::codec::Header::default(), message);
        self.sent += 1;
        self.bytes += frame.len();
        let (lost, doubled) = (self.unit(), self.unit());
        if self.cut || lost < self.weather.loss {
            return;
        }
        for _ in 0..1 + usize::from(doubled < self.weather.doubled) {
            let late = self.weather.rtt / 2.0 + self.unit() * self.weather.jitter;
            let mut arrival = at.plus(Seconds(late));
            if !self.weather.overtakes {
                self.turn = self.turn.max(arrival);
                arrival = self.turn;
            }
            self.number += 1;
            self.under_way.insert((arrival, self.number), *message);
        }
    }

    pub(crate) fn due(&mut self, at: Timestamp) -> Vec<Message> {
        let mut arrived = Vec::new();
        while let Some(first) = self.under_way.first_entry()
            && first.key().0 <= at
        {
            arrived.push(first.remove());
        }
        arrived
    }
}
