//! Finding frames in one datagram without copying them.
//!
//! Each datagram is searched by itself, so bytes of one vehicle can never swallow a frame of another. A bad frame is
//! reported once; the search goes on at its second byte, and what is no frame until the next good one belongs to that
//! fault. Signatures are handed on unchecked, here only the checksum is tested.

use super::{Header, LongMessage, Message, crc, seeds};

/// The first byte of a MAVLink 2 frame, and of a MAVLink 1 frame.
const START_2: u8 = 0xFD;
const START_1: u8 = 0xFE;
/// Flags that a reader must understand or drop the frame: a signature follows; the system id has four bytes.
const SIGNED: u8 = 0x01;
const WIDE_SYSTEM_ID: u8 = 0x02;
const SIGNATURE: usize = 13;
const CHECKSUM: usize = 2;
/// Start, length, two flag fields, sequence, system, component and message number (MAVLink 2, narrow).
const HEAD_2: usize = 10;
const HEAD_1: usize = 6;
/// How much longer the head is with a wide system id.
const WIDER: usize = 3;
/// No frame is longer: a wide head, 255 bytes, checksum and signature.
pub const LONGEST: usize = HEAD_2 + WIDER + 255 + CHECKSUM + SIGNATURE;

/// Which MAVLink a frame is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Version {
    /// MAVLink 1: numbers up to 255, no extensions, no signature.
    V1,
    /// MAVLink 2.
    V2,
}

/// One frame with a good checksum, where it lies in its datagram.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RawFrame<'a> {
    /// Who speaks.
    pub header: Header,
    /// The message's number.
    pub id: u32,
    /// The frame's form.
    pub version: Version,
    /// MAVLink 2's flags that must be understood: 0x01 signed, 0x02 wide system id.
    pub incompat: u8,
    /// MAVLink 2's flags that may be ignored.
    pub compat: u8,
    /// Its checksum, which fits: with the sequence number it tells a copy from another frame.
    pub checksum: u16,
    /// The message's fields; MAVLink 2 cuts zeros at the end.
    pub payload: &'a [u8],
    /// Link id, time and hash of a signed frame (13 bytes), unchecked.
    pub signature: Option<&'a [u8; SIGNATURE]>,
    /// The whole frame, from start byte to signature.
    pub bytes: &'a [u8],
}

impl RawFrame<'_> {
    /// The message's fields; nothing when its number is known to the standard but not used here.
    #[must_use]
    pub fn message(&self) -> Option<Message> {
        Message::read(self.id, self.payload)
    }

    /// The message's fields, if it is one of the long ones.
    #[must_use]
    pub fn long_message(&self) -> Option<LongMessage> {
        LongMessage::read(self.id, self.payload)
    }
}

/// What a stretch of bytes was, when it was no frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A frame whose checksum does not fit.
    BadCrc {
        /// The number it claims.
        id: u32,
    },
    /// A frame with a number we have no checksum seed for; skipped whole. Nothing of it is verified.
    UnknownId {
        /// The number it claims.
        id: u32,
        /// Who it claims to come from.
        header: Header,
    },
    /// A MAVLink 2 frame with a flag that must be understood and is not.
    UnknownFlags {
        /// All its flags.
        flags: u8,
    },
    /// Bytes that start no frame.
    Garbage {
        /// How many.
        bytes: usize,
    },
}

/// The frames of one datagram, in order, where they lie.
#[must_use]
pub fn scan(datagram: &[u8]) -> Scan<'_> {
    Scan { rest: datagram, blame: None }
}

/// How much of a stream can be searched now: what is after that may be the beginning of a frame whose rest is still on
/// its way, and is never longer than three of the [`LONGEST`] frames.
#[must_use]
pub fn whole(stream: &[u8]) -> usize {
    // The last bad frame, and whether a good one was found since.
    let (mut at, mut bad, mut blame) = (0, 0..0, false);
    while let Some(start) = stream[at..].iter().position(|byte| matches!(*byte, START_1 | START_2)) {
        at += start;
        let inside = bad.contains(&at);
        match look(&stream[at..]) {
            Look::Good(frame) => (at, blame) = (at + frame.bytes.len(), false),
            // Whether it ends well is told by the next byte.
            Look::Bad { step, .. } if !(inside && blame) && step > 1 && at + step == stream.len() => return at,
            Look::Bad { extent, step, .. } if !(inside && blame) => {
                bad = if inside { bad.start..bad.end.max(at + extent) } else { at..at + extent };
                (at, blame) = (at + step, true);
            }
            // A bad frame cut in two would look like another; what begins inside stays with it.
            Look::Short => return if inside && at - bad.start < 2 * LONGEST { bad.start } else { at },
            Look::Bad { .. } | Look::Nothing => at += 1,
        }
    }
    stream.len()
}

/// Iterator over the frames of one datagram; see [`scan`].
#[derive(Clone, Debug)]
pub struct Scan<'a> {
    rest: &'a [u8],
    /// Since the last bad frame nothing good was found, and that frame claimed to end when so many bytes were left: up to
    /// there only a good frame counts, and what is no frame belongs to that fault.
    blame: Option<usize>,
}

impl<'a> Iterator for Scan<'a> {
    type Item = Result<RawFrame<'a>, Fault>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        if let Sight::Frame(layout) = Layout::of(self.rest)
            && let Ok(frame) = layout.open(self.rest)
        {
            self.rest = &self.rest[layout.length..];
            self.blame = None;
            return Some(Ok(frame));
        }
        self.search()
    }
}

impl<'a> Scan<'a> {
    /// The same where the first byte begins no good frame.
    #[cold]
    #[inline(never)]
    fn search(&mut self) -> Option<Result<RawFrame<'a>, Fault>> {
        let mut garbage = 0;
        while !self.rest.is_empty() {
            let (left, inside) = (self.rest.len(), self.blame.is_some_and(|end| self.rest.len() > end));
            let (step, blame, item) = match look(self.rest) {
                Look::Good(frame) => (frame.bytes.len(), None, Some(Ok(frame))),
                Look::Bad { fault, extent, step } if !inside => {
                    (step, (step < extent).then_some(left - extent), Some(Err(fault)))
                }
                _ => (1, self.blame, None),
            };
            if garbage > 0 && item.is_some() {
                return Some(Err(Fault::Garbage { bytes: garbage }));
            }
            garbage += usize::from(item.is_none() && self.blame.is_none());
            (self.rest, self.blame) = (&self.rest[step..], blame);
            if item.is_some() {
                return item;
            }
        }
        (garbage > 0).then_some(Err(Fault::Garbage { bytes: garbage }))
    }
}

/// What the first bytes are.
enum Look<'a> {
    Good(RawFrame<'a>),
    /// A whole frame of `extent` bytes that cannot be used; the search goes on after `step` of them.
    Bad {
        fault: Fault,
        extent: usize,
        step: usize,
    },
    Short,
    Nothing,
}

fn look(bytes: &[u8]) -> Look<'_> {
    match Layout::of(bytes) {
        Sight::Frame(layout) => match layout.open(bytes) {
            Ok(frame) => Look::Good(frame),
            Err(fault) => {
                let known = !matches!(fault, Fault::UnknownId { .. });
                let step = if known || !ends_well(&bytes[layout.length..]) { 1 } else { layout.length };
                Look::Bad { fault, extent: layout.length, step }
            }
        },
        Sight::Strange { flags, extent } => Look::Bad { fault: Fault::UnknownFlags { flags }, extent, step: 1 },
        Sight::Short => Look::Short,
        Sight::Nothing => Look::Nothing,
    }
}

/// Behind a frame nobody can check comes another frame or nothing; otherwise it was none, and its length means nothing.
fn ends_well(after: &[u8]) -> bool {
    after.first().is_none_or(|byte| matches!(*byte, START_1 | START_2))
}

/// What begins at a byte.
enum Sight {
    /// A whole frame, if its checksum is right.
    Frame(Layout),
    /// A frame that is not all there.
    Short,
    /// A frame with a flag that nobody here understands.
    Strange { flags: u8, extent: usize },
    /// No frame.
    Nothing,
}

/// Where the parts of a frame lie.
struct Layout {
    header: Header,
    id: u32,
    version: Version,
    incompat: u8,
    compat: u8,
    /// Offset of the payload's first byte.
    start: usize,
    /// Offset of the checksum.
    end: usize,
    /// The whole frame, signature included.
    length: usize,
}

impl Layout {
    #[inline]
    fn of(bytes: &[u8]) -> Sight {
        match bytes {
            [START_2, 0..=255, 0, ..] => Self::narrow(bytes),
            [START_2, ..] => Self::flagged(bytes),
            [START_1, ..] => Self::version_1(bytes),
            _ => Sight::Nothing,
        }
    }

    /// MAVLink 2 without flags: what nearly all frames are.
    #[inline]
    fn narrow(bytes: &[u8]) -> Sight {
        let Some(&[_, payload, incompat, compat, sequence, system, component, a, b, c]) = bytes.first_chunk::<HEAD_2>()
        else {
            return Sight::Short;
        };
        let header = Header { system: u32::from(system), component, sequence };
        let end = HEAD_2 + usize::from(payload);
        let id = u32::from_le_bytes([a, b, c, 0]);
        let length = end + CHECKSUM;
        let layout = Self { header, id, version: Version::V2, incompat, compat, start: HEAD_2, end, length };
        if length <= bytes.len() { Sight::Frame(layout) } else { Sight::Short }
    }

    fn flagged(bytes: &[u8]) -> Sight {
        let &[_, payload, flags, compat, sequence, ref rest @ ..] = bytes else { return Sight::Short };
        if flags & !(SIGNED | WIDE_SYSTEM_ID) != 0 {
            // How long it is depends on the flag; a frame without it would be this long.
            let extent = HEAD_2 + usize::from(payload) + CHECKSUM;
            return if extent <= bytes.len() { Sight::Strange { flags, extent } } else { Sight::Short };
        }
        let wide = flags & WIDE_SYSTEM_ID != 0;
        let parts = if wide {
            rest.split_first_chunk::<4>().map(|(system, rest)| (u32::from_le_bytes(*system), rest))
        } else {
            rest.split_first().map(|(system, rest)| (u32::from(*system), rest))
        };
        let Some((system, &[component, a, b, c, ..])) = parts else { return Sight::Short };
        let start = if wide { HEAD_2 + WIDER } else { HEAD_2 };
        let end = start + usize::from(payload);
        let layout = Self {
            header: Header { system, component, sequence },
            id: u32::from_le_bytes([a, b, c, 0]),
            version: Version::V2,
            incompat: flags,
            compat,
            start,
            end,
            length: end + CHECKSUM + if flags & SIGNED == 0 { 0 } else { SIGNATURE },
        };
        if layout.length <= bytes.len() { Sight::Frame(layout) } else { Sight::Short }
    }

    fn version_1(bytes: &[u8]) -> Sight {
        let &[_, payload, sequence, system, component, id, ..] = bytes else { return Sight::Short };
        let end = HEAD_1 + usize::from(payload);
        let header = Header { system: u32::from(system), component, sequence };
        let (version, length) = (Version::V1, end + CHECKSUM);
        let layout = Self { header, id: u32::from(id), version, incompat: 0, compat: 0, start: HEAD_1, end, length };
        if length <= bytes.len() { Sight::Frame(layout) } else { Sight::Short }
    }

    #[inline]
    fn open<'a>(&self, bytes: &'a [u8]) -> Result<RawFrame<'a>, Fault> {
        let Self { header, id, version, incompat, compat, .. } = *self;
        let Some(seed) = seeds::seed(id) else { return Err(Fault::UnknownId { id, header }) };
        let bytes = &bytes[..self.length];
        let told = u16::from_le_bytes([bytes[self.end], bytes[self.end + 1]]);
        if crc::checksum(&bytes[1..self.end], seed) != told {
            return Err(Fault::BadCrc { id });
        }
        let payload = &bytes[self.start..self.end];
        let signature = if incompat & SIGNED == 0 { None } else { bytes.last_chunk() };
        Ok(RawFrame { header, id, version, incompat, compat, checksum: told, payload, signature, bytes })
    }
}
