//! What is sent unasked, how often, and the change of it with SET_MESSAGE_INTERVAL.

use geodata::{Seconds, Timestamp};

/// Message numbers and their rates in Hz at switch-on; the least that kept every client call happy, and a little more.
const DEFAULTS: [(u32, f64); 17] = [
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
];

/// Nothing is sent more often than this.
const FASTEST: f64 = 0.05;

#[derive(Clone, Copy, Debug)]
struct Stream {
    id: u32,
    default: Seconds,
    every: Option<Seconds>,
    due: Timestamp,
}

/// The streams of one aircraft.
#[derive(Debug)]
pub(super) struct Streams(Vec<Stream>);

impl Streams {
    /// All due at once, so that a listener knows everything after the first step.
    pub(super) fn new(at: Timestamp) -> Self {
        let stream = |(id, hertz): (u32, f64)| {
            let every = Seconds(1.0 / hertz);
            Stream { id, default: every, every: Some(every), due: at }
        };
        Self(DEFAULTS.into_iter().map(stream).collect())
    }

    /// Changes a rate: microseconds, -1 stops, 0 is the default again. False when there is no such stream.
    pub(super) fn set(&mut self, at: Timestamp, id: u32, micros: f64) -> bool {
        let Some(stream) = self.0.iter_mut().find(|stream| stream.id == id) else { return false };
        stream.every = if micros < 0.0 {
            None
        } else if micros > 0.0 {
            Some(Seconds((micros / 1e6).max(FASTEST)))
        } else {
            Some(stream.default)
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
        let mut streams = Streams::new(Timestamp(0));
        assert!(streams.set(Timestamp(0), 33, 250_000.0));
        assert!(!streams.set(Timestamp(0), 9999, 250_000.0));
        let sent = (0..200).filter(|step| streams.due(Timestamp(step * 50_000)).contains(&33)).count();
        assert_eq!(sent, 40, "4 Hz for 10 s");
        streams.set(Timestamp(0), 33, -1.0);
        assert_eq!(streams.interval(33), -1);
    }
}
