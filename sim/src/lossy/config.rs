//! How bad a radio is: the keys of a scenario's `[radio]`, and of `skyground sim --loss` and its sisters.

use serde::Deserialize;

/// How bad one direction of a link is. Shares are of datagrams, 0 to 1. The default is a perfect wire.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct LossyConfig {
    /// Share that never arrives.
    pub loss: f64,
    /// Mean length of a run of losses, in datagrams, 1 or more; 1 is independent loss.
    pub burst: f64,
    /// Delay there and back in milliseconds; one direction takes half of it.
    pub rtt_ms: f64,
    /// Up to this much more each way, evenly, in milliseconds; it keeps the order.
    pub jitter_ms: f64,
    /// Share that arrives twice, the second copy 5 to 50 ms later.
    pub duplicate: f64,
    /// Share that comes 5 to 50 ms after its turn, so that later ones pass it.
    pub reorder: f64,
    /// Share that arrives with one bit turned over.
    pub corrupt: f64,
    /// Partitions, as pairs of seconds after the start: nothing sent in between arrives.
    pub cut: Vec<[f64; 2]>,
}

impl Default for LossyConfig {
    fn default() -> Self {
        Self {
            loss: 0.0,
            burst: 1.0,
            rtt_ms: 0.0,
            jitter_ms: 0.0,
            duplicate: 0.0,
            reorder: 0.0,
            corrupt: 0.0,
            cut: Vec::new(),
        }
    }
}

impl LossyConfig {
    /// A link with this loss (0 to 1) and round trip (milliseconds), and nothing else wrong.
    #[must_use]
    pub fn of(loss: f64, rtt_ms: f64) -> Self {
        Self { loss, rtt_ms, ..Self::default() }
    }

    /// The first key whose value cannot be, with the value and its range.
    #[must_use]
    pub fn fault(&self) -> Option<(&'static str, String)> {
        let shares =
            [("loss", self.loss), ("duplicate", self.duplicate), ("reorder", self.reorder), ("corrupt", self.corrupt)];
        let others = [
            ("burst", self.burst, 1.0, 1000.0),
            ("rtt_ms", self.rtt_ms, 0.0, 60_000.0),
            ("jitter_ms", self.jitter_ms, 0.0, 60_000.0),
        ];
        let shares = shares.map(|(key, value)| (key, value, 0.0, 1.0));
        let wrong = shares.into_iter().chain(others).find(|(_, value, low, high)| !(low..=high).contains(&value));
        if let Some((key, value, low, high)) = wrong {
            return Some((key, format!("{value} is not between {low} and {high}")));
        }
        let backward = self.cut.iter().find(|[from, to]| !(0.0 <= *from && from < to && *to <= 604_800.0));
        backward.map(|[from, to]| ("cut", format!("[{from}, {to}] is not two seconds after the start, in order")))
    }
}
