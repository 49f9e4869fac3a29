//! Finding frames in one datagram, and sealing one message into a frame.
//!
//! Each datagram is searched by itself, so bytes of one vehicle can never swallow a frame of another. A bad frame is
//! reported once; the search goes on at its second byte.

use super::Message;
use mavlink::{MAV_STX, MAV_STX_V2, MAVLinkV2MessageRaw, MavHeader, Message as _, calculate_crc};

const SIGNED: u8 = 0x01;
const WIDE_SYSTEM_ID: u8 = 0x02;
const SIGNATURE: usize = 13;
const CHECKSUM: usize = 2;

/// Who speaks, and how often before.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Header {
    /// System id; over 255 only with MAVLink 2's wide ids.
    pub system: u32,
    /// Component id; 1 is an autopilot.
    pub component: u8,
    /// Counts the sender's frames, modulo 256.
    pub sequence: u8,
}

/// One frame with a good checksum.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Frame {
    /// Who speaks.
    pub header: Header,
    /// The message's number.
    pub id: u32,
    /// The frame's checksum.
    pub checksum: u16,
    /// The message; nothing when its number is known to the standard but not used here.
    pub message: Option<Message>,
}

/// What a stretch of bytes was, when it was no frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A frame whose checksum does not fit.
    BadCrc {
        /// The number it claims.
        id: u32,
    },
    /// A frame with a number we have no checksum seed for; skipped whole.
    UnknownId {
        /// The number it claims.
        id: u32,
    },
    /// Bytes that start no frame.
    Garbage {
        /// How many.
        bytes: usize,
    },
}

/// The frames of one datagram, in order.
#[must_use]
pub fn decode(datagram: &[u8]) -> Frames<'_> {
    Frames { rest: datagram, resyncing: false }
}

/// One message as a MAVLink 2 frame.
#[must_use]
pub fn encode(header: Header, message: &Message) -> Vec<u8> {
    let mut raw = MAVLinkV2MessageRaw::new();
    let header = MavHeader { system_id: header.system, component_id: header.component, sequence: header.sequence };
    raw.serialize_message(header, message);
    raw.raw_bytes().to_vec()
}

/// Iterator over the frames of one datagram; see [`decode`].
#[derive(Clone, Debug)]
pub struct Frames<'a> {
    rest: &'a [u8],
    /// Since the last bad frame nothing good was found: what follows belongs to that fault.
    resyncing: bool,
}

impl Iterator for Frames<'_> {
    type Item = Result<Frame, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        let mut garbage = 0;
        while !self.rest.is_empty() {
            let outcome = Layout::of(self.rest).map(|layout| (layout.open(self.rest), layout));
            let (step, item) = match outcome {
                Some((Ok(frame), layout)) => (layout.length, Some(Ok(frame))),
                Some((Err(fault @ Fault::UnknownId { .. }), layout)) => (layout.length, Some(Err(fault))),
                Some((Err(fault), _)) => (1, (!self.resyncing).then_some(Err(fault))),
                None => (1, None),
            };
            if garbage > 0 && item.is_some() && !self.resyncing {
                return Some(Err(Fault::Garbage { bytes: garbage }));
            }
            self.rest = &self.rest[step..];
            match item {
                Some(item) => {
                    self.resyncing = matches!(item, Err(Fault::BadCrc { .. }));
                    return Some(item);
                }
                None => garbage += 1,
            }
        }
        (garbage > 0 && !self.resyncing).then_some(Err(Fault::Garbage { bytes: garbage }))
    }
}

/// Where the parts of a frame lie.
struct Layout {
    header: Header,
    id: u32,
    /// Offset of the payload's first byte.
    start: usize,
    /// Offset of the checksum.
    end: usize,
    /// The whole frame, signature included.
    length: usize,
}

impl Layout {
    /// The frame that starts at the first byte, when there is a whole one.
    fn of(bytes: &[u8]) -> Option<Self> {
        let layout = match *bytes.first()? {
            MAV_STX_V2 => Self::version_2(bytes)?,
            MAV_STX => Self::version_1(bytes)?,
            _ => return None,
        };
        (layout.length <= bytes.len()).then_some(layout)
    }

    fn version_2(bytes: &[u8]) -> Option<Self> {
        let &[_, payload, flags, _, sequence, ref rest @ ..] = bytes else { return None };
        if flags & !(SIGNED | WIDE_SYSTEM_ID) != 0 {
            return None;
        }
        let (system, rest, start) = if flags & WIDE_SYSTEM_ID == 0 {
            (u32::from(*rest.first()?), rest.get(1..)?, 10)
        } else {
            (u32::from_le_bytes(rest.first_chunk().copied()?), rest.get(4..)?, 13)
        };
        let &[component, a, b, c, ..] = rest else { return None };
        let end = start + usize::from(payload);
        let signature = if flags & SIGNED == 0 { 0 } else { SIGNATURE };
        Some(Self {
            header: Header { system, component, sequence },
            id: u32::from_le_bytes([a, b, c, 0]),
            start,
            end,
            length: end + CHECKSUM + signature,
        })
    }

    fn version_1(bytes: &[u8]) -> Option<Self> {
        let &[_, payload, sequence, system, component, id, ..] = bytes else { return None };
        let end = 6 + usize::from(payload);
        let header = Header { system: u32::from(system), component, sequence };
        Some(Self { header, id: u32::from(id), start: 6, end, length: end + CHECKSUM })
    }

    fn open(&self, bytes: &[u8]) -> Result<Frame, Fault> {
        let seed = Message::extra_crc(self.id);
        if seed == 0 {
            return Err(Fault::UnknownId { id: self.id });
        }
        let told = u16::from_le_bytes([bytes[self.end], bytes[self.end + 1]]);
        if calculate_crc(&bytes[1..self.end], seed) != told {
            return Err(Fault::BadCrc { id: self.id });
        }
        let message = Message::read(self.id, &bytes[self.start..self.end]);
        Ok(Frame { header: self.header, id: self.id, checksum: told, message })
    }
}
