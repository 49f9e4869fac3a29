//! Many datagrams in one piece of memory, each with its moment and its peer: how the radios' thread hands over what came
//! without an allocation for every datagram.

use crate::{LinkId, Peer};
use geodata::Timestamp;
use std::net::{Ipv4Addr, SocketAddr, SocketAddrV4};

/// Datagrams in the order they came.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    bytes: Vec<u8>,
    marks: Vec<Mark>,
    /// Those that do not fit into a mark.
    wide: Vec<Peer>,
}

/// Written by one core and read by another, so as short as it can be.
#[derive(Clone, Copy, Debug)]
struct Mark {
    at: Timestamp,
    from: From,
    link: LinkId,
    port: u16,
    length: u32,
}

#[derive(Clone, Copy, Debug)]
enum From {
    /// An address of four bytes.
    Narrow([u8; 4]),
    /// The next of those that do not fit.
    Wide,
}

const _: () = assert!(size_of::<Mark>() == 24, "most frames are hardly longer");

impl Batch {
    /// Adds one datagram.
    #[inline]
    pub fn push(&mut self, at: Timestamp, from: Peer, datagram: &[u8]) {
        // A datagram has 16 bits of length.
        let length = u32::try_from(datagram.len()).unwrap_or(u32::MAX);
        let kept = &datagram[..datagram.len().min(length as usize)];
        self.bytes.extend_from_slice(kept);
        let (link, port) = (from.link, from.address.port());
        let from = match from.address {
            SocketAddr::V4(address) => From::Narrow(address.ip().octets()),
            SocketAddr::V6(_) => {
                self.wide.push(from);
                From::Wide
            }
        };
        self.marks.push(Mark { at, from, link, port, length });
    }

    /// The datagrams in order: when each came, from whom, and its bytes.
    pub fn iter(&self) -> impl Iterator<Item = (Timestamp, Peer, &[u8])> {
        let (mut rest, mut wide) = (&self.bytes[..], self.wide.iter());
        self.marks.iter().filter_map(move |mark| {
            let (bytes, after) = rest.split_at_checked(mark.length as usize)?;
            rest = after;
            let from = match mark.from {
                From::Narrow(ip) => {
                    let address = SocketAddrV4::new(Ipv4Addr::from(ip), mark.port).into();
                    Peer { link: mark.link, address }
                }
                From::Wide => *wide.next()?,
            };
            Some((mark.at, from, bytes))
        })
    }

    /// How many datagrams there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.marks.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.marks.is_empty()
    }

    /// Bytes of all datagrams together.
    #[must_use]
    pub fn size(&self) -> usize {
        self.bytes.len()
    }

    /// Empties it and keeps its memory.
    pub fn clear(&mut self) {
        self.bytes.clear();
        self.marks.clear();
        self.wide.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::SocketAddr;

    #[test]
    fn datagrams_come_out_as_they_went_in_empty_ones_too() {
        let peer = |port: u16| match port {
            11 => Peer { link: LinkId(3), address: "[fe80::7%4]:11".parse().unwrap() },
            _ => Peer::from(SocketAddr::from(([127, 0, 0, 1], port))),
        };
        let said: [(i64, u16, &[u8]); 4] = [(1, 10, b"one"), (2, 11, b""), (2, 10, b"three"), (5, 12, b"4")];
        let mut batch = Batch::default();
        for round in 0..2 {
            said.iter().for_each(|(at, port, bytes)| batch.push(Timestamp(*at), peer(*port), bytes));
            let got: Vec<_> = batch.iter().collect();
            let put = said.map(|(at, port, bytes)| (Timestamp(at), peer(port), bytes));
            assert_eq!(got, put, "round {round}");
            assert_eq!((batch.len(), batch.size()), (4, 9));
            batch.clear();
            assert!(batch.is_empty());
        }
    }
}
