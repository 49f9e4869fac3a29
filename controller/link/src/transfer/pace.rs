//! How much is sent at once: no faster than a slow radio carries, and as often as the air loses.

use crate::limits;
use geodata::{Seconds, Timestamp};

/// A purse of bytes that fills with time, so that a transfer leaves room for heartbeats and orders.
#[derive(Debug)]
pub(super) struct Pace {
    bytes: f64,
    filled: Timestamp,
}

impl Pace {
    pub(super) fn new(at: Timestamp) -> Self {
        Self { bytes: limits::TRANSFER_BURST, filled: at }
    }

    /// Takes `bytes` out when they are there.
    pub(super) fn spend(&mut self, at: Timestamp, bytes: f64) -> bool {
        let grown = self.bytes + at.since(self.filled).0.max(0.0) * limits::TRANSFER_BYTES_PER_SECOND;
        self.bytes = grown.min(limits::TRANSFER_BURST);
        self.filled = at;
        let enough = self.bytes >= bytes;
        if enough {
            self.bytes -= bytes;
        }
        enough
    }

    /// When a quarter of the purse will be there: small sips would wake the machine for every frame.
    pub(super) fn next(&self) -> Timestamp {
        let missing = (limits::TRANSFER_BURST / 4.0 - self.bytes).max(1.0);
        self.filled.plus(Seconds((missing / limits::TRANSFER_BYTES_PER_SECOND).max(0.001)))
    }
}

/// How often each frame is sent so that at most one of thirty is lost altogether, and once more for every `setback`.
pub(super) fn copies(loss: f64, setbacks: u8) -> u8 {
    let enough = (1..limits::TRANSFER_COPIES).find(|copies| loss.powi(i32::from(*copies)) <= limits::TRANSFER_MISS);
    enough.unwrap_or(limits::TRANSFER_COPIES).saturating_add(setbacks).min(limits::TRANSFER_COPIES)
}

/// The time from a message to its answer: the shortest seen in this transfer, since waiting only adds.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct RoundTrip(Option<Seconds>);

impl RoundTrip {
    pub(super) fn seen(&mut self, asked: Timestamp, answered: Timestamp) {
        let took = Seconds(answered.since(asked).0.max(0.0));
        self.0 = Some(self.0.map_or(took, |known| if took < known { took } else { known }));
    }

    /// No answer comes sooner than this; zero before any came.
    pub(super) fn shortest(self) -> Seconds {
        self.0.unwrap_or_default()
    }

    /// An answer that comes later than this after its question will not come; before any answer, a guess.
    pub(super) fn patience(self) -> Seconds {
        self.0.map_or(limits::TRANSFER_GUESS, |known| known + Seconds((known.0 / 4.0).max(0.05)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_purse_gives_no_more_than_its_rate_and_its_burst() {
        let start = Timestamp(1_000_000);
        let mut pace = Pace::new(start);
        let mut given = 0.0;
        for step in 0..1000 {
            let at = start.plus(Seconds(f64::from(step) * 0.01));
            while pace.spend(at, 50.0) {
                given += 50.0;
            }
            assert!(pace.next() > at);
        }
        let most = limits::TRANSFER_BURST + 10.0 * limits::TRANSFER_BYTES_PER_SECOND;
        assert!(given <= most && given > 0.95 * (most - limits::TRANSFER_BURST), "{given} of {most}");
    }

    #[test]
    fn a_clean_air_gets_one_copy_and_a_bad_one_as_many_as_it_takes() {
        assert_eq!([0.0, 0.02, 0.1, 0.3, 0.5, 1.0].map(|loss| copies(loss, 0)), [1, 1, 2, 3, 6, 6]);
        assert_eq!((copies(0.0, 1), copies(0.1, 2), copies(0.3, 9)), (2, 4, 6));
    }

    #[test]
    fn the_shortest_answer_is_the_round_trip() {
        let mut trip = RoundTrip::default();
        assert_eq!(trip.patience(), limits::TRANSFER_GUESS);
        trip.seen(Timestamp(0), Timestamp(900_000));
        trip.seen(Timestamp(0), Timestamp(400_000));
        trip.seen(Timestamp(0), Timestamp(700_000));
        assert!((trip.patience().0 - 0.5).abs() < 1e-9);
    }
}
