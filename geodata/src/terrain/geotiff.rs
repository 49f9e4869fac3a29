//! Elevation as GeoTIFF: whole or broken metres in strips or tiles, plain or packed, read only where they are needed.

use super::keys::GeoTags;
use super::mosaic::{Samples, Source, Window};
use crate::finding::Finding;
use std::borrow::Cow;
use std::io::Cursor;
use tiff::decoder::{Decoder, DecodingResult, Limits};
use tiff::tags::Tag;
use tiff::{ColorType, TiffError};

/// Samples of a side; a world at 200 m has as many.
const MOST_SIDE: u32 = 200_000;
/// Samples of one strip or tile.
const MOST_CHUNK: u64 = 16_000_000;
/// Bytes of one strip or tile, packed or not.
const MOST_CHUNK_BYTES: usize = 64 << 20;
/// Samples unpacked for one district, those outside of it included: strips of a wide image bring many of these.
const MOST_UNPACKED: u64 = 100_000_000;

type Reader<'a> = Decoder<Cursor<&'a [u8]>>;

/// Whether the bytes begin as a TIFF or BigTIFF.
pub(super) fn is_tiff(bytes: &[u8]) -> bool {
    [&b"II*\0"[..], b"MM\0*", b"II+\0", b"MM\0+"].iter().any(|magic| bytes.starts_with(magic))
}

/// Reads the tags; the heights are read when their window is known.
pub(super) fn open<'a>(name: &str, bytes: Cow<'a, [u8]>) -> Result<Source<'a>, Vec<Finding>> {
    let mut decoder = decoder(&bytes).map_err(|e| vec![broken(name, &e)])?;
    let (columns, rows) = decoder.dimensions().map_err(|e| vec![broken(name, &e)])?;
    let colour = decoder.colortype().map_err(|e| vec![broken(name, &e)])?;
    let mut findings = Vec::new();
    if !matches!(colour, ColorType::Gray(16 | 32 | 64)) {
        let say = format!("it has {colour:?} samples, not one height a pixel in 16, 32 or 64 bits");
        findings.push(Finding::new("terrain-bands", name, say, "Bring the elevation itself, not a picture of it"));
    }
    if !(2..=MOST_SIDE).contains(&columns) || !(2..=MOST_SIDE).contains(&rows) {
        let say = format!("{columns} x {rows} samples are no elevation model of a district");
        findings.push(Finding::new("terrain-size", name, say, "Cut it to the district"));
    }
    let tags = tags(&mut decoder);
    let nodata = nodata(&mut decoder);
    drop(decoder);
    let vertical = tags.vertical(name);
    match tags.lattice(name, columns, rows) {
        Ok(lattice) if findings.is_empty() => {
            Ok(Source { name: name.to_owned(), lattice, vertical, samples: Samples::Tiff { bytes, nodata } })
        }
        Ok(_) => Err(findings),
        Err(more) => {
            findings.extend(more);
            Err(findings)
        }
    }
}

fn decoder(bytes: &[u8]) -> Result<Reader<'_>, TiffError> {
    let mut limits = Limits::default();
    limits.decoding_buffer_size = MOST_CHUNK_BYTES;
    limits.intermediate_buffer_size = MOST_CHUNK_BYTES;
    limits.ifd_value_size = 4 << 20;
    Ok(Decoder::new(Cursor::new(bytes))?.with_limits(limits))
}

fn broken(name: &str, error: &TiffError) -> Finding {
    let remedy = match error {
        TiffError::UnsupportedError(_) => "Convert it: gdal_translate -co COMPRESS=DEFLATE in.tif out.tif",
        _ => "Bring the file again: it is cut off or changed",
    };
    Finding::new("terrain-tiff", name, error.to_string(), remedy)
}

fn tags(decoder: &mut Reader<'_>) -> GeoTags {
    let numbers = |decoder: &mut Reader<'_>, tag| decoder.get_tag_f64_vec(tag).unwrap_or_default();
    GeoTags {
        directory: decoder.get_tag_u16_vec(Tag::GeoKeyDirectoryTag).unwrap_or_default(),
        scale: numbers(decoder, Tag::ModelPixelScaleTag),
        tie: numbers(decoder, Tag::ModelTiepointTag),
        transformation: numbers(decoder, Tag::ModelTransformationTag),
        metadata: decoder.get_tag_ascii_string(Tag::Unknown(42112)).unwrap_or_default(),
    }
}

/// The height that means none, where the file names one.
fn nodata(decoder: &mut Reader<'_>) -> Option<f64> {
    let text = decoder.get_tag_ascii_string(Tag::GdalNodata).ok()?;
    text.trim_matches(['\0', ' ']).parse().ok()
}

/// The heights of a window, row by row; holes are not a number.
pub(super) fn read(name: &str, bytes: &[u8], nodata: Option<f64>, window: &Window) -> Result<Vec<f32>, Finding> {
    let mut decoder = decoder(bytes).map_err(|e| broken(name, &e))?;
    let shape = Shape::of(&mut decoder, name)?;
    shape.affordable(name, window)?;
    let mut heights = vec![f32::NAN; window.samples()];
    for down in window.rows.start / shape.chunk.1..=(window.rows.end - 1) / shape.chunk.1 {
        for right in window.columns.start / shape.chunk.0..=(window.columns.end - 1) / shape.chunk.0 {
            let first = (right * shape.chunk.0, down * shape.chunk.1);
            let chunk = shape.read(&mut decoder, name, down, right)?;
            paste(&chunk, first, shape.data(first), nodata, window, &mut heights);
        }
    }
    Ok(heights)
}

/// Sizes in samples, columns first.
struct Shape {
    image: (usize, usize),
    chunk: (usize, usize),
}

impl Shape {
    fn of(decoder: &mut Reader<'_>, name: &str) -> Result<Self, Finding> {
        let image = decoder.dimensions().map_err(|e| broken(name, &e))?;
        let chunk = decoder.chunk_dimensions();
        // A strip may say to be higher than the image.
        let chunk = (chunk.0, chunk.1.min(image.1.max(1)));
        let samples = u64::from(chunk.0) * u64::from(chunk.1);
        if samples == 0 || samples > MOST_CHUNK {
            let say = format!("it is packed in pieces of {} x {} samples", chunk.0, chunk.1);
            let remedy = "Convert it: gdal_translate -co TILED=YES in.tif out.tif";
            return Err(Finding::new("terrain-tiff", name, say, remedy));
        }
        let whole = |(a, b): (u32, u32)| (a as usize, b as usize);
        Ok(Self { image: whole(image), chunk: whole(chunk) })
    }

    /// Whether the chunks that a window touches can be unpacked in a sensible time.
    fn affordable(&self, name: &str, window: &Window) -> Result<(), Finding> {
        let touched =
            |range: &std::ops::Range<usize>, size: usize| ((range.end - 1) / size - range.start / size + 1) as u64;
        let chunks = touched(&window.rows, self.chunk.1) * touched(&window.columns, self.chunk.0);
        let samples = chunks.saturating_mul((self.chunk.0 * self.chunk.1) as u64);
        if samples <= MOST_UNPACKED {
            return Ok(());
        }
        let say = format!("{samples} samples would have to be unpacked for this district");
        Err(Finding::new("terrain-large", name, say, "Cut it to the district: gdal_translate -projwin in.tif out.tif"))
    }

    /// The part of a chunk that lies within the image.
    fn data(&self, first: (usize, usize)) -> (usize, usize) {
        (self.chunk.0.min(self.image.0 - first.0), self.chunk.1.min(self.image.1 - first.1))
    }

    fn read(&self, decoder: &mut Reader<'_>, name: &str, down: usize, right: usize) -> Result<DecodingResult, Finding> {
        let index = u32::try_from(down * self.image.0.div_ceil(self.chunk.0) + right).unwrap_or(u32::MAX);
        decoder.read_chunk(index).map_err(|e| broken(name, &e))
    }
}

/// Copies what a chunk and the window share.
fn paste(
    chunk: &DecodingResult,
    first: (usize, usize),
    size: (usize, usize),
    nodata: Option<f64>,
    window: &Window,
    heights: &mut [f32],
) {
    let width = window.columns.len();
    for row in first.1.max(window.rows.start)..(first.1 + size.1).min(window.rows.end) {
        for column in first.0.max(window.columns.start)..(first.0 + size.0).min(window.columns.end) {
            let height = sample(chunk, (row - first.1) * size.0 + column - first.0);
            let place = (row - window.rows.start) * width + column - window.columns.start;
            // The declared number is compared as the file's own type would hold it.
            let none = nodata.is_some_and(|none| (none as f32).to_bits() == height.to_bits());
            if let Some(slot) = heights.get_mut(place).filter(|_| !none) {
                *slot = height;
            }
        }
    }
}

/// A sample in metres; not a number where there is none. Whole numbers beyond 16 million metres are no heights.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
fn sample(chunk: &DecodingResult, index: usize) -> f32 {
    let height = match chunk {
        DecodingResult::I16(v) => v.get(index).map(|h| f32::from(*h)),
        DecodingResult::U16(v) => v.get(index).map(|h| f32::from(*h)),
        DecodingResult::I32(v) => v.get(index).map(|h| *h as f32),
        DecodingResult::U32(v) => v.get(index).map(|h| *h as f32),
        DecodingResult::F32(v) => v.get(index).copied(),
        DecodingResult::F64(v) => v.get(index).map(|h| *h as f32),
        _ => None,
    };
    height.unwrap_or(f32::NAN)
}
