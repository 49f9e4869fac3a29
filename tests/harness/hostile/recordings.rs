//! A file of recordings, as a disk or an ill will may leave it.

use controller_link::{LinkId, Peer};
use controller_server::recorder::reader::Segments;
use controller_server::recorder::segment::{Filling, Record, Unpacked, Way};
use geodata::Timestamp;
use std::io::Cursor;
use std::net::SocketAddr;

const NOON: i64 = 1_778_578_800_000_000;

/// The bytes as a file; whether all of it was good.
///
/// # Panics
/// When a byte is neither a segment's nor noted, or what was read is not read again after being packed.
pub fn recording(bytes: &[u8]) -> bool {
    let Ok(mut segments) = Segments::of(Cursor::new(bytes)) else { return false };
    let (mut found, mut covered) = (Vec::new(), 0);
    while let Ok(Some(one)) = segments.find() {
        covered += one.bytes();
        found.push(one);
    }
    let noted: u64 = segments.notes().iter().map(|note| note.bytes).sum();
    assert_eq!(covered + noted, bytes.len() as u64, "{:?}", segments.notes());
    let mut good = !found.is_empty() && noted == 0;
    for one in &found {
        match segments.unpack(one) {
            Ok(Some(unpacked)) => good &= again(&unpacked),
            _ => good = false,
        }
    }
    good
}

/// Whether every record could be read; those before the first that could not are packed and read again.
fn again(unpacked: &Unpacked) -> bool {
    let all: Vec<_> = unpacked.records().collect();
    let records: Vec<Record<'_>> = all.iter().flatten().cloned().collect();
    let (mut filling, mut bytes) = (Filling::default(), Vec::new());
    records.iter().for_each(|record| filling.push(record, [], 0));
    filling.seal(&mut bytes);
    if let (false, Ok(mut segments)) = (records.is_empty(), Segments::of(Cursor::new(&bytes))) {
        let found = segments.find().ok().flatten();
        let unpacked = found.and_then(|found| segments.unpack(&found).ok().flatten());
        assert!(unpacked.is_some(), "what was packed is found and unpacked");
        let read: Vec<_> = unpacked.iter().flat_map(Unpacked::records).flatten().collect();
        assert_eq!(read, records);
    }
    records.len() == all.len()
}

/// A segment, and three.
pub fn seeds() -> Vec<Vec<u8>> {
    let mut file = Vec::new();
    let first: Vec<u8> = (0..3_u8).flat_map(|number| segment(number, &mut file)).collect();
    vec![first, segment(9, &mut Vec::new())]
}

fn segment(number: u8, file: &mut Vec<u8>) -> Vec<u8> {
    let mut filling = Filling::default();
    for place in 0..6_u8 {
        let address: SocketAddr = if place.is_multiple_of(2) {
            ([10, 0, 0, place], 14_550).into()
        } else {
            ([0_u16, 0, 0, 0, 0, 0, 0, 1], 14_550 + u16::from(place)).into()
        };
        let peer = Peer { link: LinkId(u16::from(place % 3)), address };
        let (way, systems) = if place > 3 { (Way::Sent, vec![1, 70_000]) } else { (Way::Heard, Vec::new()) };
        let at = Timestamp(NOON + i64::from(number) * 100_000 + i64::from(place) * 7);
        let bytes = [0xFD, place, number];
        filling.push(&Record { at, peer, way, systems, bytes: &bytes }, [u32::from(place)], 1);
    }
    file.clear();
    filling.seal(file);
    file.clone()
}
