//! Real tiles: Bavaria over a seam, the coast of Monaco with holes, Helsinki as GeoTIFF.

use super::*;

/// The one file of a zip archive beside the repository.
fn unzipped(name: &str) -> Option<Vec<u8>> {
    let bytes = outside(name)?;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut tile = Vec::new();
    std::io::Read::read_to_end(&mut archive.by_index(0).unwrap(), &mut tile).unwrap();
    Some(tile)
}

/// The slow answer: four samples of a three-second tile about a place in degrees.
fn naive(tile: &[u8], south: f64, west: f64, place: Wgs84) -> Option<f64> {
    let (row, column) = ((south + 1.0 - place.lat) * 1200.0, (place.lon - west) * 1200.0);
    let (r, c) = (row.floor().min(1199.0) as usize, column.floor().min(1199.0) as usize);
    let (down, right) = (row - r as f64, column - c as f64);
    let sample = |r: usize, c: usize| {
        let at = (r * 1201 + c) * 2;
        let height = i16::from_be_bytes([tile[at], tile[at + 1]]);
        (height != -32768).then_some(f64::from(height))
    };
    Some(
        sample(r, c)? * (1.0 - down) * (1.0 - right)
            + sample(r, c + 1)? * (1.0 - down) * right
            + sample(r + 1, c)? * down * (1.0 - right)
            + sample(r + 1, c + 1)? * down * right,
    )
}

/// The box of the drivable net of the extract.
fn bayreuth() -> (Frame, [Wgs84; 2]) {
    let bounds = [Wgs84 { lat: 49.9673, lon: 11.4578 }, Wgs84 { lat: 50.0602, lon: 11.6134 }];
    (Frame::at(Wgs84 { lat: 50.01, lon: 11.53 }), bounds)
}

fn bavaria() -> Option<(Terrain, Frame, [Vec<u8>; 2])> {
    let tiles = [unzipped("N49E011.hgt.zip")?, unzipped("N50E011.hgt.zip")?];
    let (frame, bounds) = bayreuth();
    let sources = [("N49E011.hgt", &tiles[0][..]), ("N50E011.hgt", &tiles[1][..])];
    let (terrain, notes) = import(&sources, &frame, &bounds).unwrap();
    assert!(notes.is_empty(), "{notes:?}");
    Some((terrain, frame, tiles))
}

#[test]
fn the_ground_of_a_bavarian_county_is_that_of_its_two_tiles() {
    let Some((terrain, frame, tiles)) = bavaria() else { return };
    let mut rng = seeded(21);
    for _ in 0..10_000 {
        let at = Local { x: rng.random_range(-5000.0..5000.0), y: rng.random_range(-4500.0..5400.0) };
        let place = frame.to_wgs84(at);
        let south = place.lat.floor();
        let exact = naive(&tiles[(south - 49.0) as usize], south, 11.0, place);
        let ours = terrain.height(at).map(|h| h.0.0);
        assert_eq!(ours.is_some(), exact.is_some(), "{place:?}");
        assert!((ours.unwrap() - exact.unwrap()).abs() < 0.06, "{place:?}: {ours:?} {exact:?}");
    }
    // Bayreuth's market place lies at some 340 m.
    let market = frame.to_local(Wgs84 { lat: 49.9445, lon: 11.5760 });
    assert!((terrain.height(market).unwrap().0.0 - 345.0).abs() < 20.0, "{:?}", terrain.height(market));
}

#[test]
fn neighbouring_tiles_agree_along_their_seam() {
    let Some((terrain, frame, tiles)) = bavaria() else { return };
    for column in 500..780 {
        let place = Wgs84 { lat: 50.0, lon: 11.0 + f64::from(column) / 1200.0 };
        let both = [naive(&tiles[0], 49.0, 11.0, place), naive(&tiles[1], 50.0, 11.0, place)].map(Option::unwrap);
        let ours = terrain.height(frame.to_local(place)).unwrap().0.0;
        assert!((both[0] - both[1]).abs() < 1e-6 && (ours - both[0]).abs() < 0.06, "{column}: {ours} {both:?}");
    }
}

#[test]
fn lines_over_real_hills_are_those_of_fine_sampling() {
    let Some((terrain, ..)) = bavaria() else { return };
    let mut rng = seeded(22);
    for turn in 0..1000 {
        let mut end = || Local { x: rng.random_range(-7000.0..7000.0), y: rng.random_range(-6000.0..7000.0) };
        let (a, b) = (end(), end());
        let sample = |i: u32| terrain.height(a.toward(b, f64::from(i) / 3000.0)).unwrap().0.0;
        let slow = (0..=3000).map(sample).fold(f64::NEG_INFINITY, f64::max);
        let found = terrain.max_along(a, b);
        let highest = found.value.unwrap().0.0;
        assert!(!found.unknown && highest >= slow - 1e-6 && highest - slow < 3.0, "line {turn}: {highest} {slow}");
        assert!((terrain.height(found.at).unwrap().0.0 - highest).abs() < 1e-3);
        let radius = rng.random_range(0.0..900.0);
        let circle = terrain.highest_within(a, Metres(radius));
        for _ in 0..20 {
            let (turn, far) = (rng.random_range(0.0..6.3_f64), radius * rng.random_range(0.0..1.0_f64));
            let near = Local { x: a.x + far * turn.sin(), y: a.y + far * turn.cos() };
            if let Some(height) = terrain.height(near) {
                assert!(circle.value.unwrap().0.0 >= height.0.0 - 1e-9);
            }
        }
    }
}

#[test]
fn monaco_rises_from_the_sea_and_its_holes_are_told() {
    let Some(tile) = unzipped("N43E007.hgt.zip") else { return };
    let bounds = [Wgs84 { lat: 43.71, lon: 7.38 }, Wgs84 { lat: 43.79, lon: 7.47 }];
    let frame = Frame::at(Wgs84 { lat: 43.74, lon: 7.42 });
    let (terrain, notes) = import(&[("N43E007.hgt", &tile)], &frame, &bounds).unwrap();
    let Terrain::Grid(grid) = &terrain else { unreachable!() };
    println!("{} notes {notes:?}", terrain.note().unwrap());
    assert!(grid.unknown_share() < 0.2);
    let height = |lat, lon| terrain.height(frame.to_local(Wgs84 { lat, lon })).map(|h| h.0.0);
    assert!(height(43.725, 7.45).unwrap().abs() < 5.0, "the sea");
    // Mont Agel is 1,148 m high; a mean over 90 m is lower than a peak.
    let agel = terrain.highest_within(frame.to_local(Wgs84 { lat: 43.7747, lon: 7.4222 }), Metres(500.0));
    assert!((1080.0..1155.0).contains(&agel.value.unwrap().0.0), "{agel:?}");
    // From the harbour the mountain's far side is hidden.
    let harbour = (frame.to_local(Wgs84 { lat: 43.735, lon: 7.427 }), amsl(10.0));
    let behind = (frame.to_local(Wgs84 { lat: 43.79, lon: 7.42 }), amsl(600.0));
    assert!(matches!(terrain.line_of_sight(harbour, behind, Bending::Radio), Sight::Blocked { .. }));
}

#[test]
fn a_geotiff_of_helsinki_gives_its_own_samples() {
    let Some(tiff) = outside("lapinlahti.tif") else { return };
    // 274 x 210 pixels of 1.515e-5 x 1.510e-5 degrees from 24.910366 E, 60.169541 N: a metre or two apart, in
    // strips of seven rows whose places are listed at byte 266.
    let (west, north, dx, dy) = (24.910366425, 60.169540772, 1.5152536496357912e-05, 1.5103609523812283e-05);
    let bounds = [Wgs84 { lat: 60.1668, lon: 24.9110 }, Wgs84 { lat: 60.1690, lon: 24.9140 }];
    let frame = Frame::at(Wgs84 { lat: 60.168, lon: 24.9125 });
    let (terrain, _) = import(&[("lapinlahti.tif", &tiff)], &frame, &bounds).unwrap();
    println!("{}", terrain.note().unwrap());
    for (row, column) in [(0, 0), (3, 100), (104, 137), (209, 273), (50, 12)] {
        let place = Wgs84 { lat: north - (f64::from(row) + 0.5) * dy, lon: west + (f64::from(column) + 0.5) * dx };
        let mut at = frame.to_local(place);
        at.x += if column == 0 { 1e-3 } else { -1e-3 };
        at.y += if row == 0 { -1e-3 } else { 1e-3 };
        let strip = row as usize / 7;
        let offset = u32::from_le_bytes(tiff[0x10a + strip * 4..][..4].try_into().unwrap()) as usize;
        let within = ((row as usize % 7) * 274 + column as usize) * 4;
        let sample = f32::from_le_bytes(tiff[offset + within..][..4].try_into().unwrap());
        let ours = terrain.height(at).map(|h| h.0.0);
        assert!(ours.is_some_and(|h| (h - f64::from(sample)).abs() < 0.06), "{row} {column}: {ours:?} {sample}");
    }
}
