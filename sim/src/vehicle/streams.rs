//! What is sent unasked, how often, and the change of it with SET_MESSAGE_INTERVAL.

use super::firmware::Firmware;
use geodata::{Seconds, Timestamp};

/// PX4's message numbers and their rates in Hz at switch-on; the least that kept every client call happy, and a little
/// more.
const PX4: [(u32, f64); 19] = [
    (0, 1.0),
    (1, 1.0),
    (2, 0.2),
    (4, 0.25),
    (24, 1.0),
    (30, 2.0),
    (32, 1.0),
    (33, 5.0),
    (42, 1.0),
    (74, 1.0),
    (141, 1.0),
    (147, 1.0),
    (230, 0.5),
    (231, 0.5),
    (242, 1.0),
    (245, 1.0),
    (49, 0.2),
    (281, 0.5),
    (285, 0.0),
];

/// What ArduPilot says unasked, and what it says when asked to (rate 0).
const ARDUPILOT: [(u32, f64); 17] = [
    (0, 1.0),
    (111, 0.1),
    (1, 0.0),
    (2, 0.0),
    (24, 0.0),
    (30, 0.0),
    (32, 0.0),
    (33, 0.0),
    (42, 0.0),
    (49, 0.0),
    (74, 0.0),
    (147, 0.0),
    (193, 0.0),
    (281, 0.0),
    (285, 0.0),
    (242, 0.0),
    (245, 0.0),
];

/// Nothing is sent more often than this.
const FASTEST: f64 = 0.05;

#[derive(Clone, Copy, Debug)]
struct Stream {
    id: u32,
    /// The pause at switch-on; nothing for a message that waits to be asked for.
    default: Option<Seconds>,
    every: Option<Seconds>,
    due: Timestamp,
}

/// The streams of one aircraft.
#[derive(Debug)]
pub(super) struct Streams(Vec<Stream>);

impl Streams {
    /// All due at once, so that a listener knows everything after the first step.
    pub(super) fn new(firmware: Firmware, at: Timestamp) -> Self {
        let stream = |(id, hertz): &(u32, f64)| {
            let every = (*hertz > 0.0).then(|| Seconds(1.0 / hertz));
            Stream { id: *id, default: every, every, due: at }
        };
        let table: &[(u32, f64)] = match firmware {
            Firmware::Px4 => &PX4,
            Firmware::ArduPilot => &ARDUPILOT,
        };
        Self(table.iter().map(stream).collect())
    }

    /// Changes a rate: microseconds, -1 stops, 0 is the default again. False when there is no such stream.
    pub(super) fn set(&mut self, at: Timestamp, id: u32, micros: f64) -> bool {
        let Some(stream) = self.0.iter_mut().find(|stream| stream.id == id) else { return false };
        stream.every = if micros < 0.0 {
            None
        } else if micros > 0.0 {
            Some(Seconds((micros / 1e6).max(FASTEST)))
        } else {
            stream.default
        };
        stream.due = at;
        true
    }

    /// Microseconds between two of a message; -1 when it is not sent.
    pub(super) fn interval(&self, id: u32) -> i32 {
        let every = self.0.iter().find(|stream| stream.id == id).and_then(|stream| stream.every);
        #[allow(clippy::cast_possible_truncation)] // saturates
        every.map_or(-1, |every| (every.0 * 1e6).round() as i32)
    }

    /// The messages due now.
    pub(super) fn due(&mut self, at: Timestamp) -> Vec<u32> {
        let mut ids = Vec::new();
        for stream in &mut self.0 {
            let Some(every) = stream.every else { continue };
            if at >= stream.due {
                ids.push(stream.id);
                stream.due = stream.due.plus(every).max(at.plus(Seconds(FASTEST * 0.5)));
            }
        }
        ids
    }

    /// Sends a message with the next step, out of turn.
    pub(super) fn hurry(&mut self, at: Timestamp, id: u32) {
        if let Some(stream) = self.0.iter_mut().find(|stream| stream.id == id && stream.every.is_some()) {
            stream.due = at;
        }
    }

    /// When the next is due.
    pub(super) fn next(&self) -> Option<Timestamp> {
        self.0.iter().filter(|stream| stream.every.is_some()).map(|stream| stream.due).min()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rate_asked_for_is_the_rate_sent() {
        let mut streams = Streams::new(Firmware::Px4, Timestamp(0));
        assert!(streams.set(Timestamp(0), 33, 250_000.0));
        assert!(!streams.set(Timestamp(0), 9999, 250_000.0));
        let sent = (0..200).filter(|step| streams.due(Timestamp(step * 50_000)).contains(&33)).count();
        assert_eq!(sent, 40, "4 Hz for 10 s");
        streams.set(Timestamp(0), 33, -1.0);
        assert_eq!(streams.interval(33), -1);
    }

    #[test]
    fn ardupilot_says_little_until_it_is_asked() {
        let mut streams = Streams::new(Firmware::ArduPilot, Timestamp(0));
        let heard = |streams: &mut Streams, from: i64| {
            (0..200)
                .flat_map(|step| streams.due(Timestamp(from + step * 50_000)))
                .collect::<std::collections::BTreeSet<_>>()
        };
        assert_eq!(heard(&mut streams, 0).into_iter().collect::<Vec<_>>(), [0, 111]);
        assert!(streams.set(Timestamp(10_000_000), 33, 200_000.0));
        assert!(heard(&mut streams, 10_000_000).contains(&33));
    }
}
