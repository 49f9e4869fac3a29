//! The archive read back with nothing but its specification: header, root directory, one tile, its layers.

use super::*;
use crate::osm::{import_osm, read_extract};
use std::collections::BTreeMap;
use std::io::Read;

static EXTRACT: &[u8] = include_bytes!("../../districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf");

fn u64_at(bytes: &[u8], at: usize) -> usize {
    usize::try_from(u64::from_le_bytes(bytes[at..at + 8].try_into().unwrap())).unwrap()
}

fn unpacked(bytes: &[u8]) -> Vec<u8> {
    let mut out = Vec::new();
    flate2::read::GzDecoder::new(bytes).read_to_end(&mut out).unwrap();
    out
}

fn varint(bytes: &[u8], at: &mut usize) -> u64 {
    let (mut value, mut shift) = (0, 0);
    loop {
        let byte = bytes[*at];
        *at += 1;
        value |= u64::from(byte & 0x7f) << shift;
        shift += 7;
        if byte < 0x80 {
            return value;
        }
    }
}

/// Tile id, offset and length of every entry of the root directory (github.com/protomaps/PMTiles, version 3).
fn entries(archive: &[u8]) -> Vec<(u64, usize, usize)> {
    let directory = unpacked(&archive[u64_at(archive, 8)..][..u64_at(archive, 16)]);
    let mut at = 0;
    let count = varint(&directory, &mut at);
    let column = |at: &mut usize| (0..count).map(|_| varint(&directory, at)).collect::<Vec<_>>();
    let (ids, _runs, lengths, offsets) = (column(&mut at), column(&mut at), column(&mut at), column(&mut at));
    let (mut id, mut next, mut list) = (0, 0, Vec::new());
    for i in 0..ids.len() {
        id += ids[i];
        let offset = if offsets[i] == 0 { next } else { offsets[i] - 1 };
        next = offset + lengths[i];
        list.push((id, usize::try_from(offset).unwrap(), usize::try_from(lengths[i]).unwrap()));
    }
    list
}

/// Every field of a message that holds bytes.
fn parts(bytes: &[u8], wanted: u64) -> Vec<&[u8]> {
    let (mut at, mut found) = (0, Vec::new());
    while at < bytes.len() {
        let key = varint(bytes, &mut at);
        if key & 7 == 2 {
            let length = usize::try_from(varint(bytes, &mut at)).unwrap();
            if key >> 3 == wanted {
                found.push(&bytes[at..at + length]);
            }
            at += length;
        } else {
            varint(bytes, &mut at);
        }
    }
    found
}

/// Names of the layers of a tile with their feature counts.
fn layers(tile: &[u8]) -> BTreeMap<String, usize> {
    let name = |layer| String::from_utf8(parts(layer, 1)[0].to_vec()).unwrap();
    parts(tile, 3).into_iter().map(|layer| (name(layer), parts(layer, 2).len())).collect()
}

#[test]
fn the_tile_over_vaduz_holds_every_layer_a_town_needs() {
    let files = import_osm(EXTRACT, &ImportOptions::default()).unwrap();
    let archive = &files["basemap.pmtiles"];
    assert_eq!(&archive[..8], b"PMTiles\x03");
    assert_eq!((archive[97], archive[98], archive[99]), (2, 2, 1), "gzip inside, gzip tiles, MVT");
    assert_eq!((archive[100], archive[101]), (8, 14));
    let data = u64_at(archive, 56);
    let vaduz = crate::basemap::shape::project(Wgs84 { lat: 47.139, lon: 9.522 }).map(|v| (v * 16384.0) as u32);
    let id = pmtiles::TileId::from(TileCoord::new(14, vaduz[0], vaduz[1]).unwrap()).value();
    let entries = entries(archive);
    assert!(entries.is_sorted_by_key(|e| e.0));
    let (_, offset, length) = *entries.iter().find(|e| e.0 == id).expect("there is a tile over Vaduz");
    let layers = layers(&unpacked(&archive[data + offset..][..length]));
    assert!(layers["roads"] > 50 && layers["places"] > 5 && layers.contains_key("landuse"), "{layers:?}");
    let metadata = unpacked(&archive[u64_at(archive, 24)..][..u64_at(archive, 32)]);
    assert!(String::from_utf8(metadata).unwrap().contains("OpenStreetMap"));
}

#[test]
fn every_zoom_has_tiles_and_no_tile_is_heavy() {
    let osm = read_extract(EXTRACT).unwrap();
    let bounds = [Wgs84 { lat: 47.048, lon: 9.471 }, Wgs84 { lat: 47.271, lon: 9.636 }];
    let tiles = tiles::cut(&features::collect(&osm, &[], bounds), bounds);
    for zoom in ZOOMS {
        assert!(tiles.keys().any(|id| id.0 == zoom), "zoom {zoom}");
    }
    let heaviest = tiles.values().map(|layers| tile(layers).len()).max().unwrap();
    assert!(heaviest < 500_000, "{heaviest} bytes before packing");
}
