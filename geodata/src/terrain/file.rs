//! `terrain.bin`: the grid of a district as it lies in its folder.
//!
//! All numbers are little-endian. Magic `SGTERRN1`; latitude of the first row, longitude of the first column, degrees from
//! row to row and from column to column, metres of raw zero, metres of one raw step (six f64); rows, columns (two u32);
//! code of the vertical datum (u8); whether marks follow (u8); length of the source's text (u16) and the text. Then one
//! zlib stream: the low bytes of all samples, their high bytes, and where they follow the marks, a bit a sample. A sample
//! is the difference from the one before in its row, or above at a row's begin, wrapping; raw 65,535 is "unknown".
//! About a byte a sample: a county of 60 x 60 km at 30 m is 4 million samples.

use super::Terrain;
use super::grid::{About, Grid};
use super::lattice::Lattice;
use super::packed::{HEIGHTS, Packed};
use crate::datum::VerticalDatum;
use crate::finding::Finding;
use crate::frame::Frame;
use std::io::{Read, Write};
use std::sync::Arc;

/// The name of the file in a district folder.
pub const NAME: &str = "terrain.bin";
const MAGIC: &[u8; 8] = b"SGTERRN1";
/// The longest text of a source.
const MOST_TEXT: usize = 400;

const DATUMS: [VerticalDatum; 4] =
    [VerticalDatum::Egm96, VerticalDatum::Egm2008, VerticalDatum::China1985, VerticalDatum::SeaLevel];

/// The bytes of a terrain; nothing for flat ground, which needs no file. The same terrain gives the same bytes.
#[must_use]
pub fn write(terrain: &Terrain) -> Option<Vec<u8>> {
    let Terrain::Grid(grid) = terrain else { return None };
    let mut out = MAGIC.to_vec();
    let l = &grid.lattice;
    for number in [l.north, l.west, l.step_lat, l.step_lon, grid.packed.base, grid.packed.unit] {
        out.extend(number.to_le_bytes());
    }
    out.extend(l.rows.to_le_bytes());
    out.extend(l.columns.to_le_bytes());
    let datum = DATUMS.iter().position(|datum| *datum == grid.about.vertical).unwrap_or(DATUMS.len() - 1);
    out.push(u8::try_from(datum).unwrap_or(u8::MAX));
    out.push(u8::from(!grid.packed.marks.is_empty()));
    let text: String = grid
        .about
        .source
        .chars()
        .scan(0, |long, c| {
            *long += c.len_utf8();
            (*long <= MOST_TEXT).then_some(c)
        })
        .collect();
    out.extend(u16::try_from(text.len()).unwrap_or(0).to_le_bytes());
    out.extend(text.bytes());
    let differences = differences(&grid.packed.raw, l.columns as usize);
    let mut packer = flate2::write::ZlibEncoder::new(out, flate2::Compression::new(9));
    let low: Vec<u8> = differences.iter().map(|d| d.to_le_bytes()[0]).collect();
    let high: Vec<u8> = differences.iter().map(|d| d.to_le_bytes()[1]).collect();
    for plane in [&low, &high, &grid.packed.marks] {
        packer.write_all(plane).ok()?;
    }
    packer.finish().ok()
}

fn differences(raw: &[u16], columns: usize) -> Vec<u16> {
    let before = |index: usize| match index % columns {
        0 => index.checked_sub(columns).map_or(0, |above| raw[above]),
        _ => raw[index - 1],
    };
    raw.iter().enumerate().map(|(index, value)| value.wrapping_sub(before(index))).collect()
}

/// The terrain of a file, placed in the district's plane.
///
/// # Errors
/// The first fault: another format, a file cut off, numbers that are no grid.
pub fn read(bytes: &[u8], frame: &Frame) -> Result<Terrain, Finding> {
    let broken = |say: &str| Finding::new("terrain-broken", NAME, say, "Import the elevation again");
    let rest = bytes.strip_prefix(MAGIC).ok_or_else(|| {
        let remedy = "Import the elevation again with this version";
        Finding::new("terrain-format", NAME, "it does not begin as this version's terrain does", remedy)
    })?;
    let mut reader = Fields(rest);
    let header = reader.header().ok_or_else(|| broken("its head is cut off or makes no sense"))?;
    let samples = header.lattice.samples();
    let marks = if header.marked { samples.div_ceil(8) } else { 0 };
    let planes =
        unpacked(reader.0, samples * 2 + marks).ok_or_else(|| broken("its heights are cut off or too many"))?;
    let (heights, marks) = planes.split_at(samples * 2);
    let raw = sums(heights, header.lattice.columns as usize);
    if raw.iter().all(|raw| *raw == super::packed::UNKNOWN) {
        return Err(broken("it knows no height"));
    }
    let packed = Packed::of_raw(header.base, header.unit, raw, marks.to_vec());
    Ok(Terrain::Grid(Arc::new(Grid::new(header.lattice, packed, header.about, frame))))
}

/// Exactly so many bytes.
fn unpacked(stream: &[u8], length: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    flate2::read::ZlibDecoder::new(stream).take(length as u64 + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() == length).then_some(bytes)
}

fn sums(planes: &[u8], columns: usize) -> Vec<u16> {
    let (low, high) = planes.split_at(planes.len() / 2);
    let mut raw: Vec<u16> = Vec::with_capacity(low.len());
    for (index, (low, high)) in low.iter().zip(high).enumerate() {
        let before = match index % columns {
            0 => index.checked_sub(columns).map_or(0, |above| raw[above]),
            _ => raw[index - 1],
        };
        raw.push(before.wrapping_add(u16::from_le_bytes([*low, *high])));
    }
    raw
}

struct Header {
    lattice: Lattice,
    base: f64,
    unit: f64,
    marked: bool,
    about: About,
}

/// Reads one field after another.
struct Fields<'a>(&'a [u8]);

impl Fields<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    fn number(&mut self) -> Option<f64> {
        self.take().map(f64::from_le_bytes).filter(|n| n.is_finite())
    }

    fn header(&mut self) -> Option<Header> {
        let (north, west) = (self.number()?, self.number()?);
        let (step_lat, step_lon) = (self.number()?, self.number()?);
        let (base, unit) = (self.number()?, self.number()?);
        let (rows, columns) = (u32::from_le_bytes(self.take()?), u32::from_le_bytes(self.take()?));
        let [datum, marked] = self.take()?;
        let length = usize::from(u16::from_le_bytes(self.take()?)).min(self.0.len());
        let (text, rest) = self.0.split_at(length);
        self.0 = rest;
        let source = std::str::from_utf8(text).ok().filter(|text| text.len() <= MOST_TEXT)?.to_owned();
        let lattice = Lattice { north, west, step_lat, step_lon, rows, columns };
        let sound = lattice.is_sound() && HEIGHTS.contains(&base) && (0.01..=1.0).contains(&unit) && marked <= 1;
        let about = About { source, vertical: *DATUMS.get(usize::from(datum))? };
        sound.then_some(Header { lattice, base, unit, marked: marked == 1, about })
    }
}
