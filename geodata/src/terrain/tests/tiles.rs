//! SRTM tiles, several at once: names, seams, the antimeridian, holes, other sizes, packed.

use super::tiffs::{bounds, tiled};
use super::*;
use crate::finding::Finding;
use std::io::Write;

/// A tile with a height for every latitude and longitude; `None` is a hole.
pub(super) fn tile(side: usize, south: f64, west: f64, height: impl Fn(f64, f64) -> Option<i16>) -> Vec<u8> {
    let step = 1.0 / (side - 1) as f64;
    let mut bytes = Vec::with_capacity(side * side * 2);
    for row in 0..side {
        for column in 0..side {
            let (lat, lon) = (south + 1.0 - row as f64 * step, west + column as f64 * step);
            bytes.extend(height(lat, lon).unwrap_or(-32768).to_be_bytes());
        }
    }
    bytes
}

/// Ground that rises northward and eastward, the same in every tile.
fn slope(lat: f64, lon: f64) -> Option<i16> {
    Some((lat.rem_euclid(10.0) * 100.0 + lon.rem_euclid(360.0) * 5.0).round() as i16)
}

fn about(lat: f64, lon: f64, half: f64) -> (Frame, [Wgs84; 2]) {
    let wrap = |lon: f64| (lon + 540.0).rem_euclid(360.0) - 180.0;
    let corner = |sign: f64| Wgs84 { lat: lat + sign * half, lon: wrap(lon + sign * half) };
    (Frame::at(Wgs84 { lat, lon: wrap(lon) }), [corner(-1.0), corner(1.0)])
}

fn all_known(terrain: &Terrain, frame: &Frame, lat: f64, lon: f64, half: f64) {
    for i in -20..=20 {
        for j in -20..=20 {
            let (dy, dx) = (f64::from(i) / 20.0 * half, f64::from(j) / 20.0 * half);
            let at = frame.to_local(Wgs84 { lat: lat + dy, lon: (lon + dx + 540.0).rem_euclid(360.0) - 180.0 });
            let height = terrain.height(at).unwrap_or_else(|| panic!("{dy} {dx}")).0.0;
            let exact = (lat + dy).rem_euclid(10.0) * 100.0 + (lon + dx).rem_euclid(360.0) * 5.0;
            assert!((height - exact).abs() < 0.6, "{dy} {dx}: {height} for {exact}");
        }
    }
}

#[test]
fn four_tiles_meet_without_a_seam() {
    let (frame, bounds) = about(36.0, 105.0, 0.05);
    let tiles: Vec<(&str, Vec<u8>)> = [
        ("N35E104.hgt", 35.0, 104.0),
        ("n35e105.hgt", 35.0, 105.0),
        ("N36E104.SRTMGL3.hgt", 36.0, 104.0),
        ("dem/N36E105.hgt", 36.0, 105.0),
    ]
    .map(|(name, south, west)| (name, tile(1201, south, west, slope)))
    .into();
    let sources: Vec<(&str, &[u8])> = tiles.iter().map(|(name, bytes)| (*name, &bytes[..])).collect();
    let (terrain, notes) = import(&sources, &frame, &bounds).unwrap();
    assert!(notes.is_empty(), "{notes:?}");
    all_known(&terrain, &frame, 36.0, 105.0, 0.05);
    let note = terrain.note().unwrap();
    assert!(note.contains("N35E104.hgt") && note.contains("EGM96") && note.contains("no holes"), "{note}");
    // One of them left out leaves a quarter unknown, and that is told.
    let (gap, notes) = import(&sources[..3], &frame, &bounds).unwrap();
    assert_eq!(notes[0].code, "terrain-gap");
    assert!(notes[0].say.contains("25.0 %") && notes[0].remedy.contains("N36E105.hgt"), "{}", notes[0]);
    assert_eq!(gap.height(Local { x: 2000.0, y: 2000.0 }), None);
    assert!(gap.height(Local { x: -2000.0, y: 2000.0 }).is_some());
    // The order of the files changes nothing.
    let turned: Vec<_> = sources.iter().rev().copied().collect();
    all_known(&import(&turned, &frame, &bounds).unwrap().0, &frame, 36.0, 105.0, 0.05);
}

#[test]
fn the_antimeridian_and_the_equator_are_no_edges() {
    let (frame, bounds) = about(0.0, 180.0, 0.03);
    let tiles = [
        ("N00E179.hgt", 0.0, 179.0),
        ("N00W180.hgt", 0.0, -180.0),
        ("S01E179.hgt", -1.0, 179.0),
        ("S01W180.hgt", -1.0, -180.0),
    ]
    .map(|(name, south, west)| (name, tile(1201, south, west, |lat, lon| slope(lat + 5.0, lon))));
    let sources: Vec<(&str, &[u8])> = tiles.iter().map(|(name, bytes)| (*name, &bytes[..])).collect();
    let (terrain, notes) = import(&sources, &frame, &bounds).unwrap();
    assert!(notes.is_empty(), "{notes:?}");
    let file = file::write(&terrain).unwrap();
    for terrain in [terrain, file::read(&file, &frame).unwrap()] {
        for (x, y) in [(0.0, 0.0), (-2000.0, 1500.0), (2500.0, -2500.0)] {
            let place = frame.to_wgs84(Local { x, y });
            let exact = (place.lat + 5.0) * 100.0 + place.lon.rem_euclid(360.0) * 5.0;
            assert!((terrain.height(Local { x, y }).unwrap().0.0 - exact).abs() < 0.7, "{x} {y}");
        }
    }
}

#[test]
fn fine_and_coarse_tiles_join_on_the_fine_lattice() {
    let (frame, bounds) = about(35.5, 105.0, 0.02);
    let (fine, coarse) = (tile(3601, 35.0, 104.0, slope), tile(1201, 35.0, 105.0, slope));
    let (terrain, notes) = import(&[("N35E105.hgt", &coarse), ("N35E104.hgt", &fine)], &frame, &bounds).unwrap();
    assert!(notes.is_empty(), "{notes:?}");
    let Terrain::Grid(grid) = &terrain else { unreachable!() };
    assert!((grid.spacing().1.0 - 30.8).abs() < 0.1, "{:?}", grid.spacing());
    all_known(&terrain, &frame, 35.5, 105.0, 0.02);
}

#[test]
fn small_holes_are_filled_and_marked_and_large_ones_stay() {
    let (frame, bounds) = about(35.5, 104.5, 0.02);
    let hole = |lat: f64, lon: f64| {
        let (row, column) =
            (((36.0 - lat) * 1200.0).round() as i64 - 600, ((lon - 104.0) * 1200.0).round() as i64 - 600);
        let small = (0..2).contains(&row) && (0..2).contains(&column);
        let long = column == -10 && (-15..15).contains(&row);
        let large = (8..16).contains(&row) && (8..16).contains(&column);
        if small || long || large { None } else { slope(lat, lon) }
    };
    let (terrain, notes) = import(&[("N35E104.hgt", &tile(1201, 35.0, 104.0, hole))], &frame, &bounds).unwrap();
    let at = |row: f64, column: f64| frame.to_local(Wgs84 { lat: 35.5 - row / 1200.0, lon: 104.5 + column / 1200.0 });
    let known = |row: f64, column: f64| terrain.known(at(row, column));
    assert!(known(0.5, 0.5).unwrap().filled && known(1.0, -10.0).unwrap().filled && !known(-5.0, 5.0).unwrap().filled);
    let exact =
        |row: f64, column: f64| (35.5 - row / 1200.0).rem_euclid(10.0) * 100.0 + (104.5 + column / 1200.0) * 5.0;
    assert!((known(0.5, 0.5).unwrap().amsl.0.0 - exact(0.5, 0.5)).abs() < 0.7);
    assert_eq!(known(12.0, 12.0), None, "700 m wide");
    let note = terrain.note().unwrap();
    assert!(note.contains("unknown") && note.contains("interpolated"), "{note}");
    assert_eq!(notes.len(), 1, "{notes:?}");
    let bytes = file::write(&terrain).unwrap();
    let again = file::read(&bytes, &frame).unwrap();
    assert!(again.known(at(0.5, 0.5)).unwrap().filled);
    assert_eq!(again.note(), terrain.note());
}

fn zipped(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("readme.txt", zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(b"hello").unwrap();
    archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
    archive.write_all(bytes).unwrap();
    archive.finish().unwrap().into_inner()
}

fn gzipped(bytes: &[u8]) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::new(1));
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}

#[test]
fn packed_tiles_are_read_as_they_are() {
    let (frame, bounds) = about(35.5, 104.5, 0.01);
    let plain = tile(1201, 35.0, 104.0, slope);
    let sources = [
        ("N35E104.hgt.zip", zipped("N35E104.hgt", &plain)),
        ("N35E104.zip", zipped("tile.hgt", &plain)),
        ("download", zipped("srtm/N35E104.SRTMGL3.hgt", &plain)),
        ("N35E104.hgt.gz", gzipped(&plain)),
    ];
    for (name, bytes) in sources {
        let (terrain, _) = import(&[(name, &bytes)], &frame, &bounds).unwrap_or_else(|e| panic!("{name}: {e:?}"));
        all_known(&terrain, &frame, 35.5, 104.5, 0.01);
    }
    let tiff = import(&[("dem.zip", &zipped("dem.tif", &tiled(3)))], &super::frame(), &bounds_of_tiff());
    assert!(tiff.is_ok(), "{:?}", tiff.err());
}

fn bounds_of_tiff() -> [Wgs84; 2] {
    bounds()
}

#[test]
fn every_file_that_is_wrong_is_told_at_once_and_tiles_of_elsewhere_are_passed_over() {
    let (frame, bounds) = about(35.5, 104.5, 0.01);
    let good = tile(1201, 35.0, 104.0, slope);
    let faults: Vec<Finding> = import(
        &[("N35E104.hgt", &good), ("heights.hgt", &good), ("N35E105.hgt", &good[..1000]), ("x.zip", b"PK\x03\x04 no")],
        &frame,
        &bounds,
    )
    .unwrap_err();
    let told: Vec<(&str, &str)> = faults.iter().map(|f| (f.code, &f.at[..])).collect();
    assert_eq!(told, [("terrain-name", "heights.hgt"), ("terrain-size", "N35E105.hgt"), ("terrain-zip", "x.zip")]);
    let (_, notes) = import(&[("N35E104.hgt", &good), ("N10E010.hgt", &good)], &frame, &bounds).unwrap();
    assert_eq!((notes.len(), notes[0].code), (1, "terrain-passed-over"));
    let nothing = import(&[("N10E010.hgt", &good)], &frame, &bounds).unwrap_err();
    assert!(nothing[0].code == "terrain-elsewhere" && nothing[0].remedy.contains("N35E104.hgt"), "{}", nothing[0]);
    assert_eq!(import(&[], &frame, &bounds).unwrap_err()[0].code, "terrain-elsewhere");
    let empty = tile(1201, 35.0, 104.0, |_, _| None);
    assert_eq!(import(&[("N35E104.hgt", &empty)], &frame, &bounds).unwrap_err()[0].code, "terrain-empty");
    let nan = [Wgs84 { lat: f64::NAN, lon: 1.0 }; 2];
    assert!(import(&[("N35E104.hgt", &good)], &frame, &nan).is_err());
}

#[test]
fn names_say_the_south_west_corner() {
    let corner = |name| crate::terrain::hgt::corner(name);
    assert_eq!(corner("N47E009.hgt"), Some((47, 9)));
    assert_eq!(corner("/a/S01W180.hgt"), Some((-1, -180)));
    assert_eq!(corner("c:\\dem\\s34e018.SRTMGL1.hgt.zip"), Some((-34, 18)));
    for name in ["", "N47.hgt", "N47E9.hgt", "X47E009.hgt", "N91E009.hgt", "N47E181.hgt", "N35E104/tile.hgt"] {
        assert_eq!(corner(name), None, "{name}");
    }
}

#[test]
fn a_district_larger_than_its_grid_may_be_is_refused() {
    let (frame, bounds) = about(35.5, 104.5, 0.45);
    let fine = tile(3601, 35.0, 104.0, slope);
    let tiles = [("N35E104.hgt", &fine[..])];
    assert!(import(&tiles, &frame, &bounds).is_ok(), "a degree at one second is 13 million heights");
    let (frame, bounds) = about(36.0, 105.0, 0.9);
    let tiles = ["N35E104.hgt", "N35E105.hgt", "N36E104.hgt", "N36E105.hgt"].map(|name| (name, &fine[..]));
    assert_eq!(import(&tiles, &frame, &bounds).unwrap_err()[0].code, "terrain-large");
}
