//! A made-up village as one data block of an `.osm.pbf`: small enough for a fuzzer to change every byte of it.
//!
//! Format facts: wiki.openstreetmap.org/wiki/PBF_Format; field numbers are those of osmformat.proto.

/// Roads each way; they cross in a grid.
const GRID: i64 = 6;
/// Between two roads, in 1e-7 degree: about 400 m north, 380 m east.
const STEP: i64 = 36_000;
const SOUTH_WEST: (i64, i64) = (471_000_000, 95_000_000);
const STRINGS: [&str; 17] = [
    "",
    "highway",
    "residential",
    "primary",
    "name",
    "Mill Lane",
    "maxspeed",
    "50",
    "oneway",
    "yes",
    "place",
    "village",
    "boundary",
    "administrative",
    "admin_level",
    "8",
    "outer",
];

/// A whole extract with this data block, unpacked.
pub fn extract(block: &[u8]) -> Vec<u8> {
    let mut file = blob("OSMHeader", &[]);
    file.extend(blob("OSMData", block));
    file
}

/// The village.
pub fn village() -> Vec<u8> {
    let mut block = Vec::new();
    let mut table = Vec::new();
    STRINGS.iter().for_each(|text| bytes(&mut table, 1, text.as_bytes()));
    bytes(&mut block, 1, &table);
    let mut group = Vec::new();
    bytes(&mut group, 2, &nodes());
    for road in 0..GRID {
        let east: Vec<i64> = (0..GRID).map(|column| id(road, column)).collect();
        let north: Vec<i64> = (0..GRID).map(|row| id(row, road)).collect();
        bytes(&mut group, 3, &way(100 + road, &east, &[(1, 2), (4, 5), (6, 7)]));
        bytes(&mut group, 3, &way(200 + road, &north, if road == 2 { &[(1, 3), (8, 9)] } else { &[(1, 3)] }));
    }
    let last = GRID - 1;
    let ring = [id(0, 0), id(0, last), id(last, last), id(last, 0), id(0, 0)];
    bytes(&mut group, 3, &way(300, &ring, &[]));
    bytes(&mut group, 4, &outline());
    bytes(&mut block, 2, &group);
    block
}

fn id(row: i64, column: i64) -> i64 {
    1 + row * GRID + column
}

/// All crossings as dense nodes; the first is the village itself.
fn nodes() -> Vec<u8> {
    let all = || (0..GRID).flat_map(|row| (0..GRID).map(move |column| (row, column)));
    let mut out = Vec::new();
    bytes(&mut out, 1, &deltas(all().map(|(row, column)| id(row, column))));
    bytes(&mut out, 8, &deltas(all().map(|(row, _)| SOUTH_WEST.0 + row * STEP)));
    bytes(&mut out, 9, &deltas(all().map(|(_, column)| SOUTH_WEST.1 + column * STEP * 3 / 2)));
    let mut tags = numbers([10, 11, 4, 5, 0]);
    tags.extend(numbers((1..GRID * GRID).map(|_| 0)));
    bytes(&mut out, 10, &tags);
    out
}

fn way(id: i64, nodes: &[i64], tags: &[(u64, u64)]) -> Vec<u8> {
    let mut out = Vec::new();
    number(&mut out, 1, id.cast_unsigned());
    bytes(&mut out, 2, &numbers(tags.iter().map(|tag| tag.0)));
    bytes(&mut out, 3, &numbers(tags.iter().map(|tag| tag.1)));
    bytes(&mut out, 8, &deltas(nodes.iter().copied()));
    out
}

/// The boundary: one relation with one outer way.
fn outline() -> Vec<u8> {
    let mut out = Vec::new();
    number(&mut out, 1, 1);
    bytes(&mut out, 2, &numbers([12, 14]));
    bytes(&mut out, 3, &numbers([13, 15]));
    bytes(&mut out, 8, &numbers([16]));
    bytes(&mut out, 9, &deltas([300]));
    bytes(&mut out, 10, &numbers([1]));
    out
}

fn blob(kind: &str, raw: &[u8]) -> Vec<u8> {
    let (mut blob, mut header) = (Vec::new(), Vec::new());
    bytes(&mut blob, 1, raw);
    bytes(&mut header, 1, kind.as_bytes());
    number(&mut header, 3, blob.len() as u64);
    let length = u32::try_from(header.len()).unwrap_or_default();
    [length.to_be_bytes().as_slice(), &header, &blob].concat()
}

fn varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7F) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn number(out: &mut Vec<u8>, field: u64, value: u64) {
    varint(out, field << 3);
    varint(out, value);
}

fn bytes(out: &mut Vec<u8>, field: u64, value: &[u8]) {
    varint(out, field << 3 | 2);
    varint(out, value.len() as u64);
    out.extend_from_slice(value);
}

fn numbers(values: impl IntoIterator<Item = u64>) -> Vec<u8> {
    let mut out = Vec::new();
    values.into_iter().for_each(|value| varint(&mut out, value));
    out
}

/// Differences, zigzag.
fn deltas(values: impl IntoIterator<Item = i64>) -> Vec<u8> {
    let (mut out, mut last) = (Vec::new(), 0);
    for value in values {
        let step: i64 = value - last;
        varint(&mut out, ((step << 1) ^ (step >> 63)).cast_unsigned());
        last = value;
    }
    out
}
