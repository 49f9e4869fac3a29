//! SRTM tiles as they are handed around: a square of big-endian whole metres, no header, the corner in the file's name.
//!
//! Layout (USGS, SRTM Topography, chapter 2): rows from north to south, columns from west to east, samples of one degree
//! with both borders included, -32768 is a hole, heights above the EGM96 geoid.

use super::lattice::Lattice;
use super::mosaic::{Samples, Source};
use crate::datum::VerticalDatum;
use crate::finding::Finding;

/// Samples of a side of the tiles in use: three seconds and one second of arc.
const SIDES: [u32; 2] = [1201, 3601];

/// Reads the name and the size; the heights are read when their window is known.
pub(super) fn open<'a>(name: &str, bytes: std::borrow::Cow<'a, [u8]>) -> Result<Source<'a>, Finding> {
    let side = SIDES.into_iter().find(|side| bytes.len() as u64 == u64::from(*side) * u64::from(*side) * 2);
    let side = side.ok_or_else(|| {
        let say = format!("{} bytes are neither a tile of 1201 x 1201 nor of 3601 x 3601 heights", bytes.len());
        Finding::new("terrain-size", name, say, "Bring .hgt tiles of SRTM, or a GeoTIFF")
    })?;
    let (south, west) = corner(name).ok_or_else(|| {
        let say = "the name does not say where the tile lies";
        Finding::new("terrain-name", name, say, "Name it after its south-west corner, such as N47E009.hgt")
    })?;
    let step = 1.0 / f64::from(side - 1);
    let lattice = Lattice {
        north: f64::from(south) + 1.0,
        west: f64::from(west),
        step_lat: step,
        step_lon: step,
        rows: side,
        columns: side,
    };
    Ok(Source { name: name.to_owned(), lattice, vertical: VerticalDatum::Egm96, samples: Samples::Hgt(bytes) })
}

/// The south-west corner in a name such as `N47E009.SRTMGL1.hgt`: latitude and longitude in whole degrees.
pub(super) fn corner(name: &str) -> Option<(i32, i32)> {
    let file = name.rsplit(['/', '\\']).next().unwrap_or(name).as_bytes();
    file.windows(7).find_map(|w| {
        let south = number(&w[1..3]).map(|n| sign(w[0], b'N', b'S').map(|s| s * n))??;
        let west = number(&w[4..7]).map(|n| sign(w[3], b'E', b'W').map(|s| s * n))??;
        ((-90..90).contains(&south) && (-180..180).contains(&west)).then_some((south, west))
    })
}

fn sign(letter: u8, plus: u8, minus: u8) -> Option<i32> {
    let letter = letter.to_ascii_uppercase();
    if letter == plus {
        return Some(1);
    }
    (letter == minus).then_some(-1)
}

fn number(digits: &[u8]) -> Option<i32> {
    digits.iter().try_fold(0, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + i32::from(digit - b'0')))
}

/// One height; the caller keeps row and column within the tile.
pub(super) fn height(bytes: &[u8], side: usize, row: usize, column: usize) -> f32 {
    let at = (row * side + column) * 2;
    match bytes.get(at..at + 2) {
        Some(&[high, low]) => f32::from(i16::from_be_bytes([high, low])),
        _ => f32::NAN,
    }
}
