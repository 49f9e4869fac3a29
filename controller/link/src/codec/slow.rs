//! The scanner as the rules say it, slowly, with the `mavlink` crate's checksum: what [`super::scan`] is compared with, by
//! the tests here and by the fuzzer. The program itself has no use for it.

use super::{Fault, Header};
use mavlink::{Message as _, calculate_crc, dialects::common::MavMessage};

/// A good frame: who, which number, where its payload and its last byte are.
type Good = (Header, u32, std::ops::Range<usize>, usize);

/// What begins at the first byte: a good frame, a fault with its extent, nothing.
enum Begin {
    Good(Good),
    Bad(Fault, usize),
    Nothing,
}

/// A frame's header, number and payload, or what was wrong.
pub type Found = Result<(Header, u32, Vec<u8>), Fault>;

/// Every item of a datagram: good frames as (header, number, payload), faults as they are.
#[must_use]
pub fn scan(datagram: &[u8]) -> Vec<Found> {
    let mut out = Vec::new();
    let (mut at, mut blamed, mut quiet, mut garbage) = (0, 0, false, 0);
    while at < datagram.len() {
        let begin = match begin(&datagram[at..]) {
            Begin::Bad(..) if quiet && at < blamed => Begin::Nothing,
            other => other,
        };
        if garbage > 0 && !matches!(begin, Begin::Nothing) {
            out.push(Err(Fault::Garbage { bytes: garbage }));
            garbage = 0;
        }
        match begin {
            Begin::Good((header, id, payload, end)) => {
                out.push(Ok((header, id, datagram[at..][payload].to_vec())));
                (at, quiet) = (at + end, false);
            }
            Begin::Bad(fault, extent) => {
                out.push(Err(fault));
                let next = datagram.get(at + extent);
                let skipped =
                    matches!(fault, Fault::UnknownId { .. }) && next.is_none_or(|byte| *byte >= 0xFD && *byte < 0xFF);
                (blamed, quiet) = (at + extent, !skipped);
                at += if skipped { extent } else { 1 };
            }
            Begin::Nothing => {
                garbage += usize::from(!quiet);
                at += 1;
            }
        }
    }
    if garbage > 0 {
        out.push(Err(Fault::Garbage { bytes: garbage }));
    }
    out
}

fn begin(bytes: &[u8]) -> Begin {
    let field = |range: std::ops::Range<usize>| -> u32 {
        range.rev().fold(0, |number, at| number << 8 | u32::from(bytes.get(at).copied().unwrap_or(0)))
    };
    let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
    let length = usize::from(byte(1));
    let (header, id, start, flags) = match byte(0) {
        0xFE => (Header { system: field(3..4), component: byte(4), sequence: byte(2) }, field(5..6), 6, 0),
        0xFD if byte(2) > 3 => (Header::default(), 0, 10, byte(2)),
        0xFD if byte(2) & 2 == 0 => {
            (Header { system: field(5..6), component: byte(6), sequence: byte(4) }, field(7..10), 10, byte(2))
        }
        0xFD => (Header { system: field(5..9), component: byte(9), sequence: byte(4) }, field(10..13), 13, byte(2)),
        _ => return Begin::Nothing,
    };
    let end = start + length;
    let extent = end + 2 + if flags <= 3 && flags & 1 == 1 { 13 } else { 0 };
    if bytes.len() < extent {
        return Begin::Nothing;
    }
    let seed = super::seed(id).unwrap_or(0);
    let standard = MavMessage::extra_crc(id);
    assert!(standard == 0 || standard == seed, "message {id}");
    if flags > 3 {
        Begin::Bad(Fault::UnknownFlags { flags }, extent)
    } else if seed == 0 {
        Begin::Bad(Fault::UnknownId { id, header }, extent)
    } else if u32::from(calculate_crc(&bytes[1..end], seed)) != field(end..end + 2) {
        Begin::Bad(Fault::BadCrc { id }, extent)
    } else {
        Begin::Good((header, id, start..end, extent))
    }
}
