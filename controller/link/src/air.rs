//! Everyone heard, by link, system and component: whether their frames all come, and what they last said of themselves.
//!
//! This stands before the squadron and knows no roster: it takes each frame where it lies, counts it, and keeps what was
//! last said in 64 bytes without decoding the message. The table is bounded; who finds no room in it is told in
//! [`Totals::crowded`] and is handled like anybody else, only not counted by himself.
//!
//! The account, for each sender and for each link: **sent = handled + missing**. `handled` are the numbers of which a
//! good frame came, `missing` those of which none did; a frame that comes late leaves `missing` for `handled`, a second
//! one is a duplicate and is in neither. Of what is missing, a link knows the checksum faults, the unknown messages and
//! flags, and what the kernel dropped; what is left was lost on the way ([`Totals::gaps`]). Numbers begin with the first
//! frame heard and end with the last: what was lost after it is not known yet. The counter has 256 values, so up to
//! 191 frames lost in a row are told, and up to 64 are told to be late.

mod hot;
mod stream;
mod table;

pub use hot::{Heard, HotState};
pub use stream::{Stream, Verdict};

use crate::LinkId;
use crate::codec::{Fault, Header, RawFrame};
use geodata::Timestamp;
use table::{Key, Table};

/// Somebody who speaks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Voice {
    /// The account of his frames.
    pub stream: Stream,
    /// What he last said of himself.
    pub state: HotState,
}

/// What came over one link, all senders together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Frames with a wrong checksum.
    pub bad_crc: u64,
    /// Frames with a number nobody knows.
    pub unknown_ids: u64,
    /// Frames with a flag that must be understood and is not.
    pub unknown_flags: u64,
    /// Bytes that were no frame.
    pub garbage_bytes: u64,
    /// Datagrams the kernel dropped for want of room, as the radios' thread was told.
    pub kernel_drops: u64,
    /// Good frames of senders there was no room for.
    pub crowded: u64,
    /// Numbers of which a good frame came.
    pub handled: u64,
    /// Numbers of which none came.
    pub missing: u64,
    /// Frames whose number had come before.
    pub duplicates: u64,
    /// Frames that came after a later one, handled all the same.
    pub late: u64,
}

impl Totals {
    /// How many frames must have been sent: [`Self::handled`] and [`Self::missing`].
    #[must_use]
    pub fn sent(&self) -> u64 {
        self.handled + self.missing
    }

    /// Frames that never got here: what is missing, less what came and could not be read and what the kernel dropped.
    #[must_use]
    pub fn gaps(&self) -> u64 {
        let known = self.bad_crc + self.unknown_ids + self.unknown_flags + self.kernel_drops;
        self.missing.saturating_sub(known)
    }
}

/// Everyone heard.
#[derive(Clone, Debug, Default)]
pub struct Air {
    voices: Table<Voice>,
    /// A few; in the order they were first heard.
    links: Vec<(LinkId, Totals)>,
}

impl Air {
    /// Takes one good frame that came over `link`.
    #[inline]
    pub fn hear(&mut self, at: Timestamp, link: LinkId, frame: &RawFrame<'_>) -> Heard {
        let Header { system, component, sequence } = frame.header;
        let Some(voice) = self.voices.entry(Key::new(link, system, component)) else {
            self.link(link).crowded += 1;
            return Heard::default();
        };
        let verdict = voice.stream.count(sequence);
        let heard = voice.state.take(at, frame, verdict);
        if heard.restarted {
            voice.stream.restart();
        }
        heard
    }

    /// Takes what was no good frame.
    #[cold]
    pub fn fault(&mut self, link: LinkId, fault: Fault) {
        match fault {
            Fault::BadCrc { .. } => self.link(link).bad_crc += 1,
            Fault::UnknownId { header, .. } => {
                self.link(link).unknown_ids += 1;
                // Only somebody known: a number nobody could check makes nobody.
                if let Some(voice) = self.voices.get_mut(Key::new(link, header.system, header.component)) {
                    voice.stream.unread(header.sequence);
                }
            }
            Fault::UnknownFlags { .. } => self.link(link).unknown_flags += 1,
            Fault::Garbage { bytes } => self.link(link).garbage_bytes += bytes as u64,
        }
    }

    /// The kernel has dropped this many datagrams of a link, in all.
    pub fn dropped(&mut self, link: LinkId, datagrams: u64) {
        self.link(link).kernel_drops = datagrams;
    }

    fn link(&mut self, link: LinkId) -> &mut Totals {
        let known = self.links.iter().position(|(known, _)| *known == link);
        let place = known.unwrap_or(self.links.len());
        if known.is_none() {
            self.links.push((link, Totals::default()));
        }
        &mut self.links[place].1
    }

    /// The account of one link.
    #[must_use]
    pub fn totals(&self, link: LinkId) -> Totals {
        let known = self.links.iter().find(|(known, _)| *known == link);
        let mut totals = known.map(|(_, totals)| *totals).unwrap_or_default();
        for (_, voice) in self.voices.iter().filter(|(key, _)| key.link() == link) {
            voice.stream.add_to(&mut totals);
        }
        totals
    }

    /// Who was heard on a link under this system and component id.
    #[must_use]
    pub fn voice(&self, link: LinkId, system: u32, component: u8) -> Option<&Voice> {
        self.voices.get(Key::new(link, system, component))
    }

    /// How many were heard.
    #[must_use]
    pub fn len(&self) -> usize {
        self.voices.len()
    }

    /// Whether nobody was.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.voices.len() == 0
    }

    /// A link is gone: its senders make room. Numbers of links are not used again.
    pub fn forget(&mut self, link: LinkId) {
        self.voices.retain(|key| key.link() != link);
        self.links.retain(|(known, _)| *known != link);
    }
}

#[cfg(test)]
mod tests;
