//! Which moving things a telemetry frame holds: those that changed since they were last sent, and from time to time all
//! of them, so that a screen that missed a frame is right again within a second.

use crate::limits::TELEMETRY_FULL_EVERY;
use bytes::Bytes;
use controller_api::telemetry::{Mover, encode};
use geodata::Timestamp;
use std::collections::BTreeMap;

/// What was sent last.
#[derive(Debug, Default)]
pub(crate) struct Moving {
    sent: BTreeMap<u32, Mover>,
    frames: u64,
}

impl Moving {
    /// The next frame, encoded once for all screens; `None` when nothing moved.
    pub(crate) fn frame(&mut self, at: Timestamp, movers: Vec<Mover>) -> Option<Bytes> {
        let is_full = self.frames.is_multiple_of(TELEMETRY_FULL_EVERY);
        self.frames = self.frames.wrapping_add(1);
        let changed: Vec<Mover> = movers.into_iter().filter(|mover| self.changes(mover) || is_full).collect();
        // Milliseconds since 1970 are exact in a double for the next 285,000 years.
        #[allow(clippy::cast_precision_loss)]
        let time = at.as_millis() as f64;
        (!changed.is_empty()).then(|| Bytes::from(encode(time, &changed)))
    }

    fn changes(&mut self, mover: &Mover) -> bool {
        // Age grows by itself; a screen continues it with its own clock.
        let ageless = Mover { age: 0.0, ..*mover };
        self.sent.insert(mover.id, ageless) != Some(ageless)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use controller_api::telemetry::{HEAD, STRIDE};

    fn count(frame: Option<Bytes>) -> usize {
        frame.map_or(0, |bytes| (bytes.len() - HEAD) / STRIDE)
    }

    #[test]
    fn a_frame_holds_what_moved_and_every_fifth_holds_all() {
        let mut moving = Moving::default();
        let parked = Mover { id: 1, ..Mover::default() };
        let mut counts = Vec::new();
        for step in 0..6 {
            let flying = Mover { id: 2, lat: f64::from(step), age: f64::from(step), ..Mover::default() };
            counts.push(count(moving.frame(Timestamp(0), vec![Mover { age: f64::from(step), ..parked }, flying])));
        }
        assert_eq!(counts, [2, 1, 1, 1, 1, 2]);
    }

    #[test]
    fn when_nothing_moved_there_is_no_frame() {
        let mut moving = Moving::default();
        moving.frame(Timestamp(0), vec![Mover::default()]);
        assert!(moving.frame(Timestamp(0), vec![Mover::default()]).is_none());
    }
}
