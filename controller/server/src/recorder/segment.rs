//! A segment: some hundred datagrams packed together, with what one must know to pass it over. Bytes and values only.
//!
//! All numbers are little endian; a varint is 7 bits a byte, lowest first.
//! ```text
//! "SGS1" | head: first, last (i64, microseconds of UTC), datagrams, frames, unpacked, index, packed (u32 each),
//!          checksum of packed (u32) | index | checksum of head and index (u32) | packed
//! index:    the system ids it is about, ascending, each a varint: the distance from the one before
//! packed:   deflate of records, one after the other:
//!           moment (zigzag varint: distance from the one before, the first from the head's)
//!           peer x 2 + sent (varint); a number used for the first time is followed by the peer:
//!               link (varint), 4 or 6, its address, its port (u16)
//!           of what was sent: for whom (varint: how many; system ids)
//!           length (varint), the datagram
//! ```
//! Peers are numbered anew in every segment, so that each can be read alone. Checksums are CRC-32.

use crate::limits::{SEGMENT_BYTES, SEGMENT_LONGEST, SYSTEMS_AT_A_PEER};
use controller_link::{LinkId, Peer};
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc};
use geodata::Timestamp;
use std::collections::{BTreeSet, HashMap};
use std::io::{Read, Write};
use std::net::{IpAddr, SocketAddr};

/// How a segment begins.
pub const MAGIC: &[u8; 4] = b"SGS1";
/// Magic and head.
pub const HEAD: usize = 4 + 8 + 8 + 6 * 4;
const CHECKSUM: usize = 4;
/// No index is longer: every system id it may hold, five bytes each.
pub const INDEX_LONGEST: usize = SEGMENT_LONGEST;

/// Which way a datagram went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Way {
    /// It came to us.
    Heard,
    /// It left us.
    Sent,
}

/// One datagram.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record<'a> {
    /// When.
    pub at: Timestamp,
    /// From whom, or to whom.
    pub peer: Peer,
    /// Which way.
    pub way: Way,
    /// The system ids it was sent for; of what was heard, the frames say it themselves.
    pub systems: Vec<u32>,
    /// As it was on the air.
    pub bytes: &'a [u8],
}

/// What is told of a segment before it is unpacked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The moment of the first datagram, and of the last.
    pub first: Timestamp,
    /// See [`Self::first`].
    pub last: Timestamp,
    /// How many datagrams.
    pub datagrams: u32,
    /// How many good frames in them.
    pub frames: u32,
    /// Bytes of the records.
    unpacked: u32,
    /// Bytes they are packed into.
    pub packed: u32,
    checksum: u32,
    /// The system ids it is about: who was heard, and who was sent something.
    pub systems: Vec<u32>,
}

/// Why bytes are no segment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Damage {
    /// They end before it does.
    Torn,
    /// They do not begin like one, or a checksum is wrong, or they contradict themselves.
    Spoilt,
}

/// A segment that is being filled.
#[derive(Debug, Default)]
pub struct Filling {
    head: Head,
    systems: BTreeSet<u32>,
    peers: HashMap<Peer, u64>,
    body: Vec<u8>,
}

impl Filling {
    /// Adds a datagram in which `heard` are the systems that speak (of what came) and `frames` good frames are.
    pub fn push(&mut self, record: &Record<'_>, heard: impl IntoIterator<Item = u32>, frames: u32) {
        if self.head.datagrams == 0 {
            (self.head.first, self.head.last) = (record.at, record.at);
        }
        let moved = record.at.0.wrapping_sub(self.head.last.0);
        self.head.last = record.at;
        self.head.datagrams += 1;
        self.head.frames += frames;
        let body = &mut self.body;
        varint(body, ((moved << 1) ^ (moved >> 63)).cast_unsigned());
        let next = self.peers.len() as u64;
        let number = *self.peers.entry(record.peer).or_insert(next);
        varint(body, number << 1 | u64::from(record.way == Way::Sent));
        if number == next {
            write_peer(body, record.peer);
        }
        if record.way == Way::Sent {
            varint(body, record.systems.len() as u64);
            record.systems.iter().for_each(|system| varint(body, u64::from(*system)));
        }
        varint(body, record.bytes.len() as u64);
        body.extend_from_slice(record.bytes);
        self.systems.extend(record.systems.iter().copied().chain(heard));
    }

    /// How many datagrams it holds.
    #[must_use]
    pub fn datagrams(&self) -> u32 {
        self.head.datagrams
    }

    /// Whether it is to be closed.
    #[must_use]
    pub fn is_full(&self) -> bool {
        self.body.len() >= SEGMENT_BYTES
    }

    /// Closes it: appends it to `out` and begins anew. Nothing when it holds nothing.
    pub fn seal(&mut self, out: &mut Vec<u8>) {
        if self.head.datagrams == 0 {
            return;
        }
        let packed = pack(&self.body);
        let mut index = Vec::new();
        let mut before = 0;
        for system in &self.systems {
            varint(&mut index, u64::from(system - before));
            before = *system;
        }
        let start = out.len();
        out.extend_from_slice(MAGIC);
        out.extend_from_slice(&self.head.first.0.to_le_bytes());
        out.extend_from_slice(&self.head.last.0.to_le_bytes());
        for number in [
            self.head.datagrams,
            self.head.frames,
            length(self.body.len()),
            length(index.len()),
            length(packed.len()),
            crc(&packed),
        ] {
            out.extend_from_slice(&number.to_le_bytes());
        }
        out.extend_from_slice(&index);
        let sum = crc(&out[start..]);
        out.extend_from_slice(&sum.to_le_bytes());
        out.extend_from_slice(&packed);
        self.body.clear();
        self.peers.clear();
        self.systems.clear();
        self.head = Head::default();
    }
}

/// The fastest deflate: recordings of squadrons shrink by a quarter to a half, and a better one costs three times as much.
fn pack(body: &[u8]) -> Vec<u8> {
    let mut encoder = DeflateEncoder::new(Vec::with_capacity(body.len()), Compression::fast());
    // Writing to memory does not fail; were it to, the checksum would tell.
    let _ = encoder.write_all(body);
    encoder.finish().unwrap_or_default()
}

fn length(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

fn crc(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

impl Head {
    /// Reads a head and its index from the beginning of `bytes`, and how many of them they are; what follows is the packed
    /// part.
    ///
    /// # Errors
    /// Bytes that are no segment's, or not all of them.
    pub fn read(bytes: &[u8]) -> Result<(Self, usize), Damage> {
        let mut from = Cursor(bytes);
        if from.take(4)? != MAGIC {
            return Err(Damage::Spoilt);
        }
        let (first, last) = (Timestamp(from.i64()?), Timestamp(from.i64()?));
        let (datagrams, frames, unpacked) = (from.u32()?, from.u32()?, from.u32()?);
        let (index, packed, checksum) = (from.u32()? as usize, from.u32()?, from.u32()?);
        if index > INDEX_LONGEST || unpacked as usize > SEGMENT_LONGEST || packed as usize > 2 * SEGMENT_LONGEST {
            return Err(Damage::Spoilt);
        }
        let mut list = Cursor(from.take(index)?);
        let told = from.u32()?;
        let length = HEAD + index + CHECKSUM;
        if crc(&bytes[..HEAD + index]) != told {
            return Err(Damage::Spoilt);
        }
        let (mut systems, mut before) = (Vec::new(), 0_u32);
        while !list.0.is_empty() {
            let step = u32::try_from(list.varint().map_err(|_| Damage::Spoilt)?).map_err(|_| Damage::Spoilt)?;
            before = before.checked_add(step).ok_or(Damage::Spoilt)?;
            systems.push(before);
        }
        Ok((Self { first, last, datagrams, frames, unpacked, packed, checksum, systems }, length))
    }

    /// The records of a segment with this head.
    ///
    /// # Errors
    /// Bytes that are not what the head says.
    pub fn unpack(&self, packed: &[u8]) -> Result<Unpacked, Damage> {
        if packed.len() < self.packed as usize {
            return Err(Damage::Torn);
        }
        let packed = &packed[..self.packed as usize];
        let mut body = Vec::with_capacity(self.unpacked as usize);
        let most = u64::from(self.unpacked) + 1;
        let read = DeflateDecoder::new(packed).take(most).read_to_end(&mut body);
        if crc(packed) != self.checksum || read.is_err() || body.len() != self.unpacked as usize {
            return Err(Damage::Spoilt);
        }
        Ok(Unpacked { body, first: self.first })
    }
}

/// The records of one segment in memory.
#[derive(Clone, Debug)]
pub struct Unpacked {
    body: Vec<u8>,
    first: Timestamp,
}

impl Unpacked {
    /// The records in order; one that cannot be read is the last.
    pub fn records(&self) -> impl Iterator<Item = Result<Record<'_>, Damage>> {
        let mut from = Cursor(&self.body);
        let (mut at, mut peers) = (self.first, Vec::new());
        std::iter::from_fn(move || {
            let is_over = from.0.is_empty();
            let record = (!is_over).then(|| from.record(&mut at, &mut peers).map_err(|_| Damage::Spoilt))?;
            if record.is_err() {
                from = Cursor(&[]);
            }
            Some(record)
        })
    }
}

fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7F) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn write_peer(out: &mut Vec<u8>, peer: Peer) {
    varint(out, u64::from(peer.link.0));
    match peer.address.ip() {
        IpAddr::V4(ip) => {
            out.push(4);
            out.extend_from_slice(&ip.octets());
        }
        IpAddr::V6(ip) => {
            out.push(6);
            out.extend_from_slice(&ip.octets());
        }
    }
    out.extend_from_slice(&peer.address.port().to_le_bytes());
}

/// Reads from the front; past the end everything is torn.
struct Cursor<'a>(&'a [u8]);

impl<'a> Cursor<'a> {
    fn take(&mut self, count: usize) -> Result<&'a [u8], Damage> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or(Damage::Torn)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Damage> {
        let (taken, rest) = self.0.split_first_chunk().ok_or(Damage::Torn)?;
        self.0 = rest;
        Ok(*taken)
    }

    fn i64(&mut self) -> Result<i64, Damage> {
        self.array().map(i64::from_le_bytes)
    }

    fn u32(&mut self) -> Result<u32, Damage> {
        self.array().map(u32::from_le_bytes)
    }

    fn varint(&mut self) -> Result<u64, Damage> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let [byte] = self.array()?;
            value |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Ok(value);
            }
        }
        Err(Damage::Spoilt)
    }

    fn peer(&mut self) -> Result<Peer, Damage> {
        let link = LinkId(u16::try_from(self.varint()?).map_err(|_| Damage::Spoilt)?);
        let ip = match self.array()? {
            [4] => IpAddr::from(self.array::<4>()?),
            [6] => IpAddr::from(self.array::<16>()?),
            _ => return Err(Damage::Spoilt),
        };
        let port = u16::from_le_bytes(self.array()?);
        Ok(Peer { link, address: SocketAddr::new(ip, port) })
    }

    fn record(&mut self, at: &mut Timestamp, peers: &mut Vec<Peer>) -> Result<Record<'a>, Damage> {
        let moved = self.varint()?;
        *at = Timestamp(at.0.wrapping_add((moved >> 1).cast_signed() ^ -(moved & 1).cast_signed()));
        let which = self.varint()?;
        let (number, way) = (which >> 1, if which & 1 == 1 { Way::Sent } else { Way::Heard });
        if number == peers.len() as u64 {
            peers.push(self.peer()?);
        }
        let place = usize::try_from(number).map_err(|_| Damage::Spoilt)?;
        let peer = *peers.get(place).ok_or(Damage::Spoilt)?;
        let mut systems = Vec::new();
        let count = if way == Way::Sent { self.varint()? } else { 0 };
        if count > SYSTEMS_AT_A_PEER as u64 {
            return Err(Damage::Spoilt);
        }
        for _ in 0..count {
            systems.push(u32::try_from(self.varint()?).map_err(|_| Damage::Spoilt)?);
        }
        let length = usize::try_from(self.varint()?).map_err(|_| Damage::Spoilt)?;
        Ok(Record { at: *at, peer, way, systems, bytes: self.take(length)? })
    }
}
