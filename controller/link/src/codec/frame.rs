//! One message out of a frame, and one message sealed into a frame.

use super::{Fault, LongMessage, Message, RawFrame, Scan, checksum, scan, seed};
use mavlink::{MAVLinkV2MessageRaw, MavHeader};

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

/// One frame with a good checksum, decoded.
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

impl Frame {
    /// The same frame, decoded.
    #[must_use]
    pub fn of(raw: &RawFrame<'_>) -> Self {
        Self { header: raw.header, id: raw.id, checksum: raw.checksum, message: raw.message() }
    }
}

/// The frames of one datagram, in order, decoded. To look at a frame before deciding whether to decode it, see [`scan`].
#[must_use]
pub fn decode(datagram: &[u8]) -> Frames<'_> {
    Frames(scan(datagram))
}

/// Iterator over the decoded frames of one datagram; see [`decode`].
#[derive(Clone, Debug)]
pub struct Frames<'a>(Scan<'a>);

impl Iterator for Frames<'_> {
    type Item = Result<Frame, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.0.next()?.map(|raw| Frame::of(&raw)))
    }
}

/// One message as a MAVLink 2 frame.
#[must_use]
pub fn encode(header: Header, message: &Message) -> Vec<u8> {
    sealed(header, message.id(), |bytes| message.write(bytes)).unwrap_or_else(|| sealed_wide(header, message))
}

/// One long message as a MAVLink 2 frame.
#[must_use]
pub fn encode_long(header: Header, message: &LongMessage) -> Vec<u8> {
    sealed(header, message.id(), |bytes| message.write(bytes)).unwrap_or_else(|| sealed_wide(header, message))
}

/// A payload of this number as a MAVLink 2 frame, for messages that are not in the table because what they hold is never to
/// be kept or shown (keys), or because they are as long as a frame can be. Nothing for a number without a checksum seed, a
/// system id above 255 or a payload longer than 255 bytes.
#[must_use]
pub fn frame(header: Header, id: u32, payload: &[u8]) -> Option<Vec<u8>> {
    sealed(header, id, |bytes| bytes.extend_from_slice(payload))
}

/// Bytes of most of our frames.
const USUAL: usize = 64;

/// Every second of every vehicle begins with a few of these, so they are written where they stay.
fn sealed(header: Header, id: u32, write: impl FnOnce(&mut Vec<u8>)) -> Option<Vec<u8>> {
    let (seed, system) = (seed(id)?, u8::try_from(header.system).ok()?);
    let [low, middle, high, _] = id.to_le_bytes();
    let mut bytes = Vec::with_capacity(USUAL);
    bytes.extend_from_slice(&[0xFD, 0, 0, 0, header.sequence, system, header.component, low, middle, high]);
    let head = bytes.len();
    write(&mut bytes);
    // Trailing zeros are cut, the first byte always stays.
    let used = bytes[head..].iter().rposition(|byte| *byte != 0).map_or(1, |last| last + 1);
    bytes.resize(head + used, 0);
    bytes[1] = u8::try_from(used).ok()?;
    let checksum = checksum(&bytes[1..], seed);
    bytes.extend_from_slice(&checksum.to_le_bytes());
    Some(bytes)
}

/// The crate's way, which knows system ids of four bytes; and what ours is held against.
fn sealed_wide(header: Header, message: &impl mavlink::Message) -> Vec<u8> {
    let mut raw = MAVLinkV2MessageRaw::new();
    let header = MavHeader { system_id: header.system, component_id: header.component, sequence: header.sequence };
    raw.serialize_message(header, message);
    raw.raw_bytes().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::{Heartbeat, Payload as _, Ping};

    #[test]
    fn a_frame_of_bare_bytes_is_the_frame_of_the_message() {
        let header = Header { system: 250, component: 191, sequence: 200 };
        let heartbeat = Message::from(Heartbeat { kind: 6, autopilot: 8, mavlink_version: 3, ..Heartbeat::default() });
        let ping = Message::from(Ping { time_usec: 1, ..Ping::default() });
        for message in [heartbeat, ping, Heartbeat::default().into()] {
            let bytes = frame(header, message.id(), &message.payload());
            assert_eq!(bytes, Some(encode(header, &message)), "{}", message.name());
        }
        assert_eq!(frame(header, 0x7F_FFFF, &[1]), None);
        assert_eq!(frame(Header { system: 256, ..header }, Heartbeat::ID, &[1]), None);
        assert_eq!(frame(header, Heartbeat::ID, &[1; 256]), None);
        assert_eq!(frame(header, Heartbeat::ID, &[]), frame(header, Heartbeat::ID, &[0, 0]));
    }

    #[test]
    fn every_message_is_sealed_as_the_crate_seals_it() {
        let header = Header { system: 3, component: 200, sequence: 77 };
        let payloads: [&[u8]; 4] = [&[], &[7; 255], &[0, 0, 1], &[0x80, 0, 0x3F, 0xFF, 9, 0, 0, 4, 1]];
        for (id, payload) in Message::IDS.iter().flat_map(|id| payloads.map(|payload| (*id, payload))) {
            let message = Message::read(id, payload).unwrap();
            assert_eq!(encode(header, &message), sealed_wide(header, &message), "{}", message.name());
            let wide = Header { system: 70_000, ..header };
            assert_eq!(encode(wide, &message), sealed_wide(wide, &message), "{}", message.name());
        }
        for (id, payload) in LongMessage::IDS.iter().flat_map(|id| payloads.map(|payload| (*id, payload))) {
            let message = LongMessage::read(id, payload).unwrap();
            assert_eq!(encode_long(header, &message), sealed_wide(header, &message), "{}", message.name());
        }
    }
}
