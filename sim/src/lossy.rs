//! A bad radio with a seed: datagrams go in with the moment they are sent, and come out when they arrive, if they do.
//!
//! One [`Lossy`] is one direction. It reads no clock: the same seed, configuration, moments and bytes give the same
//! arrivals. Each datagram throws the same dice whatever the configuration is, so that runs at 10 % and 30 % loss differ
//! by the loss alone.

mod config;
mod radios;
#[cfg(test)]
mod tests;

pub use config::LossyConfig;
pub use radios::{Radios, Way};

use crate::limits::UNDER_WAY;
use crate::seed::Dice;
use geodata::{Seconds, Timestamp};
use std::collections::BTreeMap;

/// A datagram out of order comes up to this much later than its turn, and at least a tenth of it.
const HELD_BACK: f64 = 0.050;

/// What became of what was sent. `sent + duplicated = lost + delivered + under way`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LossyCounters {
    /// Datagrams given to [`Lossy::send`].
    pub sent: u64,
    /// Of these, those that never arrive: by chance, in a partition, or because too many were under way.
    pub lost: u64,
    /// Second copies.
    pub duplicated: u64,
    /// Datagrams with one bit turned over.
    pub corrupted: u64,
    /// Datagrams that let later ones pass.
    pub reordered: u64,
    /// Datagrams (and copies) that came out of [`Lossy::due`].
    pub delivered: u64,
}

impl LossyCounters {
    /// Both together.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        Self {
            sent: self.sent + other.sent,
            lost: self.lost + other.lost,
            duplicated: self.duplicated + other.duplicated,
            corrupted: self.corrupted + other.corrupted,
            reordered: self.reordered + other.reordered,
            delivered: self.delivered + other.delivered,
        }
    }
}

/// One direction of a radio link.
#[derive(Clone, Debug)]
pub struct Lossy {
    config: LossyConfig,
    dice: Dice,
    /// When the seconds of the partitions begin to count.
    began: Option<Timestamp>,
    cuts: Vec<(Timestamp, Timestamp)>,
    /// The last datagram was lost by chance.
    fading: bool,
    /// No datagram in its turn arrives before this.
    turn: Timestamp,
    under_way: BTreeMap<(Timestamp, u64), Vec<u8>>,
    number: u64,
    counters: LossyCounters,
}

impl Lossy {
    /// A direction with its own chance. The seconds of `config.cut` count from [`Self::begin`], or else from the first
    /// datagram.
    #[must_use]
    pub fn new(seed: u64, config: LossyConfig) -> Self {
        Self {
            config,
            dice: Dice::of(seed, "lossy", 0),
            began: None,
            cuts: Vec::new(),
            fading: false,
            turn: Timestamp(i64::MIN),
            under_way: BTreeMap::new(),
            number: 0,
            counters: LossyCounters::default(),
        }
    }

    /// The seconds of the partitions count from `at`.
    pub fn begin(&mut self, at: Timestamp) {
        self.began = Some(at);
    }

    /// Nothing sent from `from` until just before `to` arrives, whatever the configuration says.
    pub fn cut(&mut self, from: Timestamp, to: Timestamp) {
        self.cuts.push((from, to));
    }

    /// Another configuration from here on; what is under way arrives as it would have.
    pub fn change(&mut self, config: LossyConfig) {
        self.config = config;
    }

    /// Sends one datagram at `at`.
    pub fn send(&mut self, at: Timestamp, mut bytes: Vec<u8>) {
        let fate = self.throw();
        self.counters.sent += 1;
        let lost = self.fades(&fate) || self.is_cut(at) || self.under_way.len() >= UNDER_WAY;
        if lost {
            self.counters.lost += 1;
            return;
        }
        let clean = bytes.clone();
        if fate.corrupt < self.config.corrupt {
            self.counters.corrupted += 1;
            spoil(&mut bytes, fate.bit);
        }
        let arrival = self.arrival(at, &fate);
        self.put(arrival, bytes);
        if fate.duplicate < self.config.duplicate {
            self.counters.duplicated += 1;
            self.put(arrival.plus(Seconds(HELD_BACK * fate.later)), clean);
        }
    }

    /// Everything that has arrived by `at`, in order of arrival.
    pub fn due(&mut self, at: Timestamp) -> Vec<Vec<u8>> {
        let mut arrived = Vec::new();
        while let Some(first) = self.under_way.first_entry()
            && first.key().0 <= at
        {
            arrived.push(first.remove());
        }
        self.counters.delivered += arrived.len() as u64;
        arrived
    }

    /// When [`Self::due`] next has something; nothing while nothing is under way.
    #[must_use]
    pub fn next(&self) -> Option<Timestamp> {
        self.under_way.first_key_value().map(|((at, _), _)| *at)
    }

    /// What is under way is lost.
    pub fn forget(&mut self) {
        self.counters.lost += self.under_way.len() as u64;
        self.under_way.clear();
    }

    /// What became of what was sent.
    #[must_use]
    pub fn counters(&self) -> LossyCounters {
        self.counters
    }

    fn put(&mut self, arrival: Timestamp, bytes: Vec<u8>) {
        self.under_way.insert((arrival, self.number), bytes);
        self.number += 1;
    }

    fn throw(&mut self) -> Fate {
        Fate {
            loss: self.dice.unit(),
            jitter: self.dice.unit(),
            corrupt: self.dice.unit(),
            bit: self.dice.unit(),
            duplicate: self.dice.unit(),
            reorder: self.dice.unit(),
            later: self.dice.between([0.1, 1.0]),
        }
    }

    /// Losses come in runs of `burst` on average, and are `loss` of all: a two-state chain (Gilbert 1960) that leaves the
    /// bad state with chance 1/burst and enters it so often that the share holds.
    fn fades(&mut self, fate: &Fate) -> bool {
        let LossyConfig { loss, burst, .. } = self.config;
        let leave = 1.0 / burst.max(1.0);
        let chance = if loss >= 1.0 {
            1.0
        } else if burst <= 1.0 {
            loss
        } else if self.fading {
            1.0 - leave
        } else {
            (leave * loss / (1.0 - loss)).min(1.0)
        };
        self.fading = fate.loss < chance;
        self.fading
    }

    fn is_cut(&mut self, at: Timestamp) -> bool {
        let began = *self.began.get_or_insert(at);
        let within = |from: Timestamp, to: Timestamp| from <= at && at < to;
        self.cuts.iter().any(|(from, to)| within(*from, *to))
            || self.config.cut.iter().any(|[from, to]| within(began.plus(Seconds(*from)), began.plus(Seconds(*to))))
    }

    /// Jitter alone keeps the order, as a queue does; a reordered datagram lets those after it pass.
    fn arrival(&mut self, at: Timestamp, fate: &Fate) -> Timestamp {
        let delay = (self.config.rtt_ms / 2.0 + self.config.jitter_ms * fate.jitter) / 1e3;
        let arrival = at.plus(Seconds(delay)).max(self.turn);
        if fate.reorder < self.config.reorder {
            self.counters.reordered += 1;
            return arrival.plus(Seconds(HELD_BACK * fate.later));
        }
        self.turn = arrival;
        arrival
    }
}

/// One datagram's throws, each evenly between 0 and 1.
struct Fate {
    loss: f64,
    jitter: f64,
    corrupt: f64,
    bit: f64,
    duplicate: f64,
    reorder: f64,
    later: f64,
}

/// Turns one bit over; `which` is its place as a share of all.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss)] // 0 <= which < 1
fn spoil(bytes: &mut [u8], which: f64) {
    let bit = (which * (bytes.len() * 8) as f64) as usize;
    if let Some(byte) = bytes.get_mut(bit / 8) {
        *byte ^= 1 << (bit % 8);
    }
}
