//! The times of what a vehicle signs: for each (link id, system, component) they rise, and none passes the horizon that is
//! durable.

use super::Refused;

/// 10 microseconds in a second.
const SECOND: u64 = 100_000;
/// How far ahead of our clock a sender's may run, and how far behind a stream's first frame may be (the standard's
/// minute).
const MINUTE: u64 = 60 * SECOND;
/// How far beyond the newest time a horizon is set: what a restart after a crash refuses of a live vehicle at most.
pub(super) const RESERVE: u64 = 3 * SECOND;
/// Streams of one vehicle: the standard's own limit.
const STREAMS: usize = 16;

/// Link id, system and component of a stream.
type Name = (u8, u32, u8);

/// All streams of one vehicle.
#[derive(Debug)]
pub(super) struct Streams {
    marks: Vec<(Name, u64)>,
    /// Nothing up to this was ever durable before our start.
    floor: u64,
    /// Nothing beyond this is durable.
    horizon: u64,
    /// The newest time that was refused for that.
    wanted: u64,
    newest: u64,
}

impl Streams {
    pub(super) fn after(floor: u64) -> Self {
        Self { marks: Vec::new(), floor, horizon: floor, wanted: 0, newest: 0 }
    }

    /// The newest time accepted, or 0.
    pub(super) fn newest(&self) -> u64 {
        self.newest
    }

    /// Where the stream stands, when a frame of this time may be accepted.
    pub(super) fn find(&self, now: u64, stream: Name, time: u64) -> Result<Option<usize>, Refused> {
        if time > now + MINUTE {
            return Err(Refused::Future);
        }
        match self.marks.iter().position(|(name, _)| *name == stream) {
            Some(place) if self.marks.get(place).is_some_and(|(_, mark)| time <= *mark) => Err(Refused::Old),
            Some(place) => Ok(Some(place)),
            None if time <= self.floor || time + MINUTE < now => Err(Refused::Old),
            None if self.marks.len() >= STREAMS => Err(Refused::TooMany),
            None => Ok(None),
        }
    }

    /// The frame is genuine: its time counts.
    pub(super) fn accept(&mut self, place: Option<usize>, stream: Name, time: u64) -> Result<(), Refused> {
        if time > self.horizon {
            self.wanted = self.wanted.max(time);
            return Err(Refused::Unreserved);
        }
        match place.and_then(|place| self.marks.get_mut(place)) {
            Some((_, mark)) => *mark = time,
            None => self.marks.push((stream, time)),
        }
        self.newest = self.newest.max(time);
        Ok(())
    }

    /// The horizon wanted, when the one kept does not last.
    pub(super) fn wants(&self, kept: u64) -> Option<u64> {
        let newest = self.newest.max(self.wanted);
        (newest > 0 && newest + RESERVE / 2 > kept).then_some(newest + RESERVE)
    }

    pub(super) fn reserve(&mut self, horizon: u64) {
        self.horizon = self.horizon.max(horizon);
    }
}
