//! Hostile extracts: OpenStreetMap XML that lies about its ids, and PBF that lies about its lengths.

use crate::corpus::Case;
use crate::doors::Door;

pub fn cases() -> Vec<Case> {
    let mut all = xml();
    all.extend(pbf());
    all
}

fn xml() -> Vec<Case> {
    let door = Door::OsmXml;
    let osm = |inside: &str| format!("<osm version=\"0.6\">{inside}</osm>").into_bytes();
    let mut all = Vec::new();
    for (what, inside) in [
        ("no elements", ""),
        ("an id of words", "<node id='a' lat='1' lon='2'/>"),
        ("an id beyond all", "<node id='99999999999999999999' lat='1' lon='2'/>"),
        ("a node without an id", "<node lat='1' lon='2'/>"),
        ("a way to nowhere", "<way id='1'><nd ref='5'/><nd ref='6'/><tag k='highway' v='primary'/></way>"),
        (
            "a way to itself",
            "<node id='1' lat='1' lon='2'/><way id='1'><nd ref='1'/><nd ref='1'/><tag k='highway' v='primary'/></way>",
        ),
    ] {
        all.push(Case::refused(door, what, move || osm(inside)));
    }
    for (what, head, piece, times, tail) in [
        ("600,000 nodes of one place", "", "<node id='1' lat='1' lon='2'/>", 600_000, ""),
        ("a way of 1,000,000 nodes", "<way id='1'>", "<nd ref='1'/>", 1_000_000, "</way>"),
        ("900,000 tags", "<node id='1' lat='1' lon='2'>", "<tag k='a' v='b'/>", 900_000, "</node>"),
        ("450,000 members", "<relation id='1'>", "<member type='way' ref='1' role=''/>", 450_000, "</relation>"),
    ] {
        all.push(Case::refused(door, what, move || osm(&format!("{head}{}{tail}", piece.repeat(times)))));
    }
    all
}

/// A blob of the container: its header's length, the header, the body (wiki.openstreetmap.org/wiki/PBF_Format).
fn blob(kind: &[u8], claims: u64, body: &[u8]) -> Vec<u8> {
    let mut header = vec![0x0A, kind.len() as u8];
    header.extend(kind);
    header.push(0x18);
    varint(&mut header, claims);
    let mut bytes = (header.len() as u32).to_be_bytes().to_vec();
    bytes.extend(header);
    bytes.extend(body);
    bytes
}

fn varint(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number as u8 | 0x80);
        number >>= 7;
    }
    out.push(number as u8);
}

/// A packed blob's body that claims to unpack to so many bytes.
fn packed(claims: u64, inside: &[u8]) -> Vec<u8> {
    use std::io::Write;
    let mut packer = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(inside).unwrap();
    let inside = packer.finish().unwrap();
    let mut body = vec![0x10];
    varint(&mut body, claims);
    body.push(0x1A);
    varint(&mut body, inside.len() as u64);
    body.extend(inside);
    body
}

fn pbf() -> Vec<Case> {
    let door = Door::OsmPbf;
    let whole = |body: Vec<u8>| blob(b"OSMHeader", body.len() as u64, &body);
    let data = |body: Vec<u8>| blob(b"OSMData", body.len() as u64, &body);
    vec![
        Case::refused(door, "a header of 4 GB", || vec![0xFF; 8]),
        Case::refused(door, "a header of 0 bytes", || vec![0; 64]),
        Case::refused(door, "a blob that claims 2 GB", || blob(b"OSMHeader", 2_000_000_000, &[1, 2, 3])),
        Case::refused(door, "a blob that claims 2^63", || blob(b"OSMHeader", 1 << 63, &[])),
        Case::refused(door, "a blob of unknown kind", || blob(b"Hello", 0, &[])),
        Case::refused(door, "a blob that unpacks to more than it says", move || whole(packed(10, &[0; 10_000_000]))),
        Case::refused(door, "a blob that says 4 GB", move || whole(packed(4_000_000_000, &[0; 100]))),
        Case::refused(door, "a bomb of 1 GB", move || whole(packed(1_000_000_000, &vec![0; 200_000_000]))),
        Case::refused(door, "5,000 blobs that unpack to 30 MB each", move || {
            let one = data(packed(30_000_000, &vec![0; 30_000_000]));
            [whole(packed(0, &[])), one.repeat(300)].concat()
        }),
        Case::refused(door, "a varint without an end", || {
            [&[0, 0, 0, 12, 0x0A, 9][..], b"OSMHeader", &[0xFF; 30]].concat()
        }),
        Case::refused(door, "a header alone", move || whole(packed(0, &[]))),
        Case::refused(door, "words", || b"OSMHeader OSMData".to_vec()),
        Case::refused(door, "a lot of nothing", || vec![0; 5_000_000]),
        Case::refused(door, "a data block of chance", move || {
            let chance: Vec<u8> = (0..50_000u32).map(|i| (i.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
            [whole(packed(0, &[])), data(packed(50_000, &chance))].concat()
        }),
    ]
}
