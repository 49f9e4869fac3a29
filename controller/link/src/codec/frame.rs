//! One message out of a frame, and one message sealed into a frame.

use super::{Fault, Message, RawFrame, Scan, scan};
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
    let mut raw = MAVLinkV2MessageRaw::new();
    let header = MavHeader { system_id: header.system, component_id: header.component, sequence: header.sequence };
    raw.serialize_message(header, message);
    raw.raw_bytes().to_vec()
}
