//! Files of elevation: tiles of SRTM, GeoTIFFs, and the ground of a district's folder.

use geodata::{Agl, Frame, Local, Metres, Terrain, Wgs84, terrain};

const CORNERS: [Wgs84; 2] = [Wgs84 { lat: 47.14, lon: 9.52 }, Wgs84 { lat: 47.15, lon: 9.53 }];

fn frame() -> Frame {
    Frame::at(Wgs84 { lat: 47.145, lon: 9.525 })
}

/// A GeoTIFF as it is.
pub fn geotiff(bytes: &[u8]) -> bool {
    brought("dem.tif", bytes)
}

/// A tile, or what is packed in it; what is neither is repeated until it has the length of one.
pub fn hgt(bytes: &[u8]) -> bool {
    let packed = bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0x1f, 0x8b]);
    let whole: Vec<u8> =
        if packed { bytes.to_vec() } else { bytes.iter().copied().cycle().take(1201 * 1201 * 2).collect() };
    brought("N47E009.hgt", &whole)
}

/// The ground of a folder.
pub fn ground(bytes: &[u8]) -> bool {
    match terrain::file::read(bytes, &frame()) {
        Ok(ground) => {
            ask(&ground);
            true
        }
        Err(fault) => {
            assert!(!fault.remedy.is_empty(), "{fault}");
            false
        }
    }
}

fn brought(name: &str, bytes: &[u8]) -> bool {
    match terrain::import(&[(name, bytes)], &frame(), &CORNERS) {
        Ok((ground, notes)) => {
            assert!(notes.iter().all(|note| !note.remedy.is_empty()), "{notes:?}");
            ask(&ground);
            let file = terrain::file::write(&ground);
            let again = file.as_ref().map(|file| terrain::file::read(file, &frame()));
            assert!(matches!(again, Some(Ok(_))), "what was imported opens");
            true
        }
        Err(faults) => {
            assert!(!faults.is_empty() && faults.iter().all(|f| !f.remedy.is_empty()), "{faults:?}");
            false
        }
    }
}

/// What the product asks of the ground.
fn ask(ground: &Terrain) {
    let (a, b) = (Local { x: -300.0, y: 200.0 }, Local { x: 900.0, y: -700.0 });
    let height = ground.ground(a);
    assert!(height.0.0.is_finite() && ground.known(a).is_none_or(|known| known.amsl == height));
    let leg = ((a, height.raised(Agl(Metres(60.0)))), (b, ground.ground(b).raised(Agl(Metres(60.0)))));
    let _ = (ground.max_along(a, b), ground.least_clearance(leg.0, leg.1));
    let _ = ground.line_of_sight(leg.0, leg.1, terrain::Bending::Radio);
    let highest = ground.highest_within(a, Metres(800.0)).value;
    let known = ground.height(a);
    assert!(known.is_none_or(|here| highest.is_some_and(|top| top.0.0 >= here.0.0 - 1e-6)), "{known:?} {highest:?}");
}

/// A few rows of a tile.
pub fn hgt_seeds() -> Vec<Vec<u8>> {
    let row =
        |first: i16| (0..1201_i16).flat_map(move |column| (first + column / 7).to_be_bytes()).collect::<Vec<u8>>();
    vec![row(440), row(2400), [430_i16, 431, -32768, 500].map(i16::to_be_bytes).concat()]
}

/// A small GeoTIFF of 24 x 24 heights over the place, in two strips.
pub fn geotiff_seeds() -> Vec<Vec<u8>> {
    let heights: Vec<u8> = (0..576_i16).flat_map(|i| (450 + i / 24 * 9 + i % 24).to_le_bytes()).collect();
    let doubles = |numbers: &[f64]| numbers.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>();
    let shorts = |numbers: &[u16]| numbers.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>();
    let longs = |numbers: &[u32]| numbers.iter().flat_map(|n| n.to_le_bytes()).collect::<Vec<u8>>();
    let mut file = b"II*\0\0\0\0\0".to_vec();
    file.extend(heights);
    let keys = [1, 1, 0, 3, 1024, 0, 1, 2, 1025, 0, 1, 1, 2048, 0, 1, 4326];
    let tags: [(u16, u16, u32, Vec<u8>); 13] = [
        (256, 3, 1, shorts(&[24])),
        (257, 3, 1, shorts(&[24])),
        (258, 3, 1, shorts(&[16])),
        (259, 3, 1, shorts(&[1])),
        (262, 3, 1, shorts(&[1])),
        (273, 4, 2, longs(&[8, 8 + 576])),
        (277, 3, 1, shorts(&[1])),
        (278, 3, 1, shorts(&[12])),
        (279, 4, 2, longs(&[576, 576])),
        (339, 3, 1, shorts(&[2])),
        (33550, 12, 3, doubles(&[0.001, 0.001, 0.0])),
        (33922, 12, 6, doubles(&[0.0, 0.0, 0.0, 9.515, 47.16, 0.0])),
        (34735, 3, 16, shorts(&keys)),
    ];
    let mut directory = (tags.len() as u16).to_le_bytes().to_vec();
    for (tag, kind, count, mut bytes) in tags {
        directory.extend([tag.to_le_bytes(), kind.to_le_bytes()].concat());
        directory.extend(count.to_le_bytes());
        if bytes.len() > 4 {
            directory.extend((file.len() as u32).to_le_bytes());
            file.extend(bytes);
        } else {
            bytes.resize(4, 0);
            directory.extend(bytes);
        }
    }
    let at = (file.len() as u32).to_le_bytes();
    file[4..8].copy_from_slice(&at);
    file.extend(directory);
    file.extend([0; 4]);
    vec![file]
}

/// The ground made of the GeoTIFF.
pub fn ground_seeds() -> Vec<Vec<u8>> {
    let made = geotiff_seeds()
        .into_iter()
        .filter_map(|tiff| terrain::import(&[("dem.tif", &tiff[..])], &frame(), &CORNERS).ok());
    made.filter_map(|(ground, _)| terrain::file::write(&ground)).collect()
}
