//! Many datagrams in one piece of memory, each with its moment and its peer: how the radios' thread hands over what came
//! without an allocation for every datagram.

use crate::Peer;
use geodata::Timestamp;

/// Datagrams in the order they came.
#[derive(Clone, Debug, Default)]
pub struct Batch {
    bytes: Vec<u8>,
    marks: Vec<Mark>,
}

#[derive(Clone, Copy, Debug)]
struct Mark {
    at: Timestamp,
    from: Peer,
    end: usize,
}

impl Batch {
    /// Adds one datagram.
    pub fn push(&mut self, at: Timestamp, from: Peer, datagram: &[u8]) {
        self.bytes.extend_from_slice(datagram);
        self.marks.push(Mark { at, from, end: self.bytes.len() });
    }

    /// The datagrams in order: when each came, from whom, and its bytes.
    pub fn iter(&self) -> impl Iterator<Item = (Timestamp, Peer, &[u8])> {
        let mut start = 0;
        self.marks.iter().map(move |mark| {
            let bytes = self.bytes.get(start..mark.end).unwrap_or_default();
            start = mark.end;
            (mark.at, mark.from, bytes)
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
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::SocketAddr;

    #[test]
    fn datagrams_come_out_as_they_went_in_empty_ones_too() {
        let peer = |port| Peer::from(SocketAddr::from(([127, 0, 0, 1], port)));
        let said: [(i64, u16, &[u8]); 4] = [(1, 10, b"one"), (2, 11, b""), (2, 10, b"three"), (5, 12, b"4")];
        let mut batch = Batch::default();
        for round in 0..2 {
            said.iter().for_each(|(at, port, bytes)| batch.push(Timestamp(*at), peer(*port), bytes));
            let got: Vec<_> = batch.iter().map(|(at, from, bytes)| (at.0, from.address.port(), bytes)).collect();
            assert_eq!(got, said, "round {round}");
            assert_eq!((batch.len(), batch.size()), (4, 9));
            batch.clear();
            assert!(batch.is_empty());
        }
    }
}
