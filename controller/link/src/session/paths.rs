//! The ways to one vehicle: a radio and a modem reach the same autopilot, and both together are still one vehicle.
//!
//! A way is learnt from a heartbeat. On one link a vehicle has one address at a time: a second one is not believed before
//! the first has fallen silent. Each way counts sequence numbers by itself, because autopilots number the frames of each
//! of their ports; a router on board that copies frames to two links leaves number and checksum as they were, and such
//! a copy is told from a new frame by just these.

use crate::air::{Stream, Verdict};
use crate::codec::Frame;
use crate::config::LinkConfig;
use crate::mostly::Mostly;
use crate::rare::Few;
use crate::session::age;
use crate::{Peer, limits};
use geodata::Timestamp;
use std::collections::VecDeque;

/// One way to the vehicle.
#[derive(Clone, Debug)]
pub(crate) struct Path {
    pub(crate) peer: Peer,
    pub(crate) heartbeat_at: Timestamp,
    pub(crate) heard_at: Timestamp,
    /// Share of its frames that did not come, 0 to 1, over about the last hundred.
    pub(crate) loss: f32,
    /// Which of its numbers came.
    stream: Stream,
    /// The sequence number of our next frame on it.
    sequence: u8,
}

/// All ways to one vehicle, and what came over more than one of them.
#[derive(Debug, Default)]
pub(crate) struct Paths {
    ways: Mostly<Path>,
    best: u8,
    /// Of a vehicle with more than one.
    lately: Few<VecDeque<Heard>>,
}

/// What tells a copy of a frame from another frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Mark {
    component: u8,
    sequence: u8,
    id: u32,
    checksum: u16,
}

#[derive(Clone, Copy, Debug)]
struct Heard {
    mark: Mark,
    way: u8,
    at: Timestamp,
}

impl Paths {
    /// A heartbeat came over `peer`. False when it is not believed: another address on that link is alive, or there is
    /// no room for one more way.
    pub(crate) fn learn(&mut self, at: Timestamp, peer: Peer, config: &LinkConfig) -> bool {
        let known = self.ways.iter().position(|way| way.peer == peer);
        let index = known.or_else(|| self.ways.iter().position(|way| way.peer.link == peer.link));
        match index {
            Some(index) if known.is_none() && self.ways[index].is_alive(at, config) => return false,
            Some(index) => {
                let way = &mut self.ways[index];
                if known.is_none() {
                    *way = Path { sequence: way.sequence, ..Path::new(at, peer) };
                }
                way.heartbeat_at = at;
                way.heard_at = at;
            }
            None if self.ways.len() < limits::PATHS => {
                self.ways.push(Path::new(at, peer));
            }
            None => return false,
        }
        true
    }

    /// Whether frames of `peer` are this vehicle's.
    pub(crate) fn knows(&self, peer: Peer) -> bool {
        self.ways.iter().any(|way| way.peer == peer)
    }

    /// Whether this is the one way there is.
    #[inline]
    pub(crate) fn is_only(&self, peer: Peer) -> bool {
        matches!(&*self.ways, [way] if way.peer == peer)
    }

    /// The one way there is, and the number that comes next on it; nothing when there are more, or before a first one came.
    #[inline]
    pub(super) fn only(&self) -> Option<(Peer, u8)> {
        match &*self.ways {
            [way] => Some((way.peer, way.stream.next()?)),
            _ => None,
        }
    }

    /// Frames came over the one way there is, each with the number after the one before, the last of them at `at`.
    pub(super) fn went_on(&mut self, at: Timestamp, numbers: impl Iterator<Item = u8>) {
        let [way] = &mut *self.ways else { return };
        way.heard_at = at;
        for number in numbers {
            way.stream.count(number);
            way.loss -= way.loss * limits::PATH_LOSS_MEMORY;
        }
    }

    /// Whether nobody was ever heard.
    pub(crate) fn is_empty(&self) -> bool {
        self.ways.is_empty()
    }

    /// Counts a frame of `peer`, and gives how many more are missing on that way than before it: one less when it was late.
    pub(crate) fn count(&mut self, at: Timestamp, peer: Peer, sequence: u8) -> i64 {
        let Some(way) = self.ways.iter_mut().find(|way| way.peer == peer) else { return 0 };
        way.heard_at = at;
        match way.stream.count(sequence) {
            Verdict::New { missing } => {
                let arrived = limits::PATH_LOSS_MEMORY;
                for _ in 0..missing {
                    way.loss += (1.0 - way.loss) * arrived;
                }
                way.loss -= way.loss * arrived;
                i64::from(missing)
            }
            Verdict::Late => -1,
            Verdict::Duplicate | Verdict::Uncounted => 0,
        }
    }

    /// Whether the same frame came over another way a moment ago.
    pub(crate) fn is_copy(&mut self, at: Timestamp, peer: Peer, frame: &Frame) -> bool {
        if self.ways.len() < 2 {
            return false;
        }
        let Some(way) = self.ways.iter().position(|way| way.peer == peer) else { return false };
        let way = u8::try_from(way).unwrap_or(u8::MAX);
        let lately = self.lately.get_or_insert_default();
        while lately.front().is_some_and(|heard| at.since(heard.at).0 > limits::COPY_WITHIN.0) {
            lately.pop_front();
        }
        let header = frame.header;
        let mark =
            Mark { component: header.component, sequence: header.sequence, id: frame.id, checksum: frame.checksum };
        let is_copy = lately.iter().any(|heard| heard.way != way && heard.mark == mark);
        if !is_copy {
            if lately.len() == limits::COPIES_REMEMBERED {
                lately.pop_front();
            }
            lately.push_back(Heard { mark, way, at });
        }
        is_copy
    }

    /// Chooses the way to send on, and forgets ways long silent while another lives. True when the choice changed.
    pub(crate) fn choose(&mut self, at: Timestamp, config: &LinkConfig) -> bool {
        let before = self.best().map(|way| way.peer);
        if self.ways.iter().any(|way| way.is_alive(at, config)) {
            self.ways.retain(|way| at.since(way.heard_at).0 < limits::PATH_FORGOTTEN.0);
        }
        let kept = before.and_then(|peer| self.ways.iter().position(|way| way.peer == peer)).unwrap_or(0);
        self.choose_way(kept);
        let Some(current) = self.best().map(|way| way.badness(at, config)) else { return false };
        let worth = |way: &Path| way.badness(at, config) + limits::PATH_CHANGE_WORTH < current;
        let better = (0..self.ways.len())
            .filter(|index| worth(&self.ways[*index]))
            .min_by(|a, b| self.ways[*a].badness(at, config).total_cmp(&self.ways[*b].badness(at, config)));
        better.into_iter().for_each(|better| self.choose_way(better));
        before.is_some() && before != self.best().map(|way| way.peer)
    }

    /// There are only a few.
    fn choose_way(&mut self, index: usize) {
        self.best = u8::try_from(index).unwrap_or(0);
    }

    /// The way to send on.
    pub(crate) fn best(&self) -> Option<&Path> {
        self.ways.get(usize::from(self.best))
    }

    /// All ways.
    pub(crate) fn all(&self) -> &[Path] {
        &self.ways
    }

    /// The vehicle is new, or was gone: the numbers of the way it speaks on now begin anew. Gives how many that were
    /// counted as missing never were.
    pub(crate) fn restart(&mut self, at: Timestamp) -> u64 {
        let speaking = self.ways.iter_mut().filter(|way| way.heard_at == at);
        let retract = |way: &mut Path| {
            let before = way.stream.missing();
            way.stream.restart();
            way.loss = 0.0;
            before.saturating_sub(way.stream.missing())
        };
        speaking.map(retract).sum()
    }

    /// The next sequence number of ours for `peer`.
    pub(crate) fn number(&mut self, peer: Peer) -> u8 {
        let Some(way) = self.ways.iter_mut().find(|way| way.peer == peer) else { return 0 };
        let number = way.sequence;
        way.sequence = number.wrapping_add(1);
        number
    }
}

impl Path {
    fn new(at: Timestamp, peer: Peer) -> Self {
        Self { peer, heartbeat_at: at, heard_at: at, loss: 0.0, stream: Stream::default(), sequence: 0 }
    }

    /// Whether a heartbeat came over it within the configured time.
    pub(crate) fn is_alive(&self, at: Timestamp, config: &LinkConfig) -> bool {
        at.since(self.heartbeat_at).0 < config.link_loss.0
    }

    /// Loss, and more when it has been silent for more than one heartbeat, and much more when it is dead.
    fn badness(&self, at: Timestamp, config: &LinkConfig) -> f32 {
        let silence = if !self.is_alive(at, config) {
            2.0
        } else if age(at, Some(self.heard_at)).0 > limits::PATH_SILENT.0 {
            1.0
        } else {
            0.0
        };
        self.loss + silence
    }
}

#[cfg(test)]
mod tests;
