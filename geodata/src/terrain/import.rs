//! From the files of elevation tiles to the terrain of one district.

use super::fill::fill;
use super::grid::{About, Grid};
use super::lattice::{Lattice, Placed};
use super::mosaic::{Cut, Piece, Source, join};
use super::packed::Packed;
use super::{Terrain, geotiff, hgt};
use crate::datum::VerticalDatum;
use crate::finding::Finding;
use crate::frame::{Frame, Wgs84};
use std::borrow::Cow;
use std::io::Read;
use std::sync::Arc;

/// How far beyond the district's box the ground is kept, in metres: flights along its edge and views out of it.
pub const MARGIN: f64 = 3000.0;
/// The largest file after unpacking, in bytes: a one-degree tile at one second as Float32 has 52 MB.
const MOST_BYTES: u64 = 96 << 20;
/// No district needs more files.
const MOST_FILES: usize = 400;
/// Samples of the files together before they are joined.
const MOST_TOGETHER: usize = 20_000_000;

/// The terrain of the district with these bounds (south-west and north-east corner), from `.hgt` tiles and GeoTIFFs, each
/// with its file name, plain or packed with zip or gzip. Files that lie elsewhere are passed over.
///
/// Beside the terrain come notes for the person who imports: what is missing, filled or passed over.
///
/// # Errors
/// Everything that is wrong with the files, each with its remedy; nothing is imported then.
pub fn import(
    sources: &[(&str, &[u8])],
    frame: &Frame,
    bounds: &[Wgs84; 2],
) -> Result<(Terrain, Vec<Finding>), Vec<Finding>> {
    if sources.len() > MOST_FILES {
        let say = format!("{} files are more than {MOST_FILES}", sources.len());
        return Err(vec![Finding::new("terrain-files", "terrain", say, "Bring only the tiles of this district")]);
    }
    let cut = Cut::new(bounds, MARGIN, frame);
    let (mut pieces, mut notes, mut faults): (Vec<Piece>, Vec<Finding>, Vec<Finding>) = Default::default();
    for (name, bytes) in sources {
        match piece(name, bytes, &cut, frame) {
            Ok(Some(piece)) => pieces.push(piece),
            Ok(None) => notes.push(elsewhere(name)),
            Err(found) => faults.extend(found),
        }
        if pieces.iter().map(|piece| piece.lattice.samples()).sum::<usize>() > MOST_TOGETHER {
            faults.push(super::mosaic::too_large("the files together", MOST_TOGETHER));
            break;
        }
    }
    if pieces.is_empty() && faults.is_empty() {
        faults.push(nothing(bounds, sources));
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let terrain = build(pieces, &cut, frame).map_err(|fault| vec![fault])?;
    notes.extend(gaps(&terrain, frame, bounds));
    Ok((Terrain::Grid(Arc::new(terrain)), notes))
}

fn piece(name: &str, bytes: &[u8], cut: &Cut, frame: &Frame) -> Result<Option<Piece>, Vec<Finding>> {
    let (name, bytes) = unpacked(name, bytes).map_err(|fault| vec![fault])?;
    open(&name, bytes)?.piece(cut, frame).map_err(|fault| vec![fault])
}

fn open<'a>(name: &str, bytes: Cow<'a, [u8]>) -> Result<Source<'a>, Vec<Finding>> {
    if geotiff::is_tiff(&bytes) { geotiff::open(name, bytes) } else { hgt::open(name, bytes).map_err(|f| vec![f]) }
}

/// A file as it is, or what is packed in it.
fn unpacked<'a>(name: &str, bytes: &'a [u8]) -> Result<(String, Cow<'a, [u8]>), Finding> {
    if bytes.starts_with(b"PK\x03\x04") {
        return unzipped(name, bytes).map(|(inner, bytes)| (inner, Cow::Owned(bytes)));
    }
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let inner = name.strip_suffix(".gz").unwrap_or(name);
        return Ok((inner.to_owned(), Cow::Owned(limited(name, flate2::read::GzDecoder::new(bytes))?)));
    }
    Ok((name.to_owned(), Cow::Borrowed(bytes)))
}

/// The one elevation file in a zip archive.
fn unzipped(name: &str, bytes: &[u8]) -> Result<(String, Vec<u8>), Finding> {
    let broken = |say: String| Finding::new("terrain-zip", name, say, "Unpack it and bring what is inside");
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(bytes)).map_err(|e| broken(e.to_string()))?;
    let ours = |inner: &str| [".hgt", ".tif", ".tiff"].iter().any(|end| inner.to_ascii_lowercase().ends_with(end));
    let inner: Vec<String> =
        archive.file_names().filter_map(Result::ok).filter(|inner| ours(inner)).map(Into::into).collect();
    let [inner] = &inner[..] else {
        return Err(broken(format!("it holds {} elevation files, not one", inner.len())));
    };
    let file = archive.by_name(inner).map_err(|e| broken(e.to_string()))?;
    // The name inside counts where it says the corner, else the archive's own.
    let told = if hgt::corner(inner).is_some() { inner.as_str() } else { name };
    Ok((told.to_owned(), limited(name, file)?))
}

fn limited(name: &str, reader: impl Read) -> Result<Vec<u8>, Finding> {
    let mut bytes = Vec::new();
    let read = reader.take(MOST_BYTES + 1).read_to_end(&mut bytes);
    let fault = |say: String, remedy: &str| Finding::new("terrain-packed", name, say, remedy);
    read.map_err(|e| fault(e.to_string(), "Bring the file again: it is cut off or changed"))?;
    if bytes.len() as u64 > MOST_BYTES {
        return Err(fault(format!("it unpacks to more than {MOST_BYTES} bytes"), "Cut it to the district"));
    }
    Ok(bytes)
}

fn elsewhere(name: &str) -> Finding {
    Finding::new("terrain-passed-over", name, "it lies outside of the district", "Nothing needs to be done")
}

fn nothing(bounds: &[Wgs84; 2], sources: &[(&str, &[u8])]) -> Finding {
    let say = format!("none of {} files lies in the district", sources.len());
    Finding::new("terrain-elsewhere", "terrain", say, format!("Bring {}", tiles(bounds).join(", ")))
}

/// The names of the one-degree tiles of a box, for remedies.
#[allow(clippy::cast_possible_truncation)] // degrees of the globe
fn tiles(bounds: &[Wgs84; 2]) -> Vec<String> {
    let degree = |at: f64| at.floor().clamp(-360.0, 360.0) as i32;
    let wide = super::mosaic::east_of(bounds[0].lon, bounds[1].lon).max(0.0);
    let (south, north) = (degree(bounds[0].lat), degree(bounds[1].lat));
    let (west, east) = (degree(bounds[0].lon), degree(bounds[0].lon + wide));
    let name = |lat: i32, lon: i32| {
        let lon = (lon + 180).rem_euclid(360) - 180;
        let (ns, ew) = (if lat < 0 { 'S' } else { 'N' }, if lon < 0 { 'W' } else { 'E' });
        format!("{ns}{:02}{ew}{:03}.hgt", lat.abs(), lon.abs())
    };
    let all = (south..=north).flat_map(|lat| (west..=east).map(move |lon| (lat, lon)));
    all.take(12).map(|(lat, lon)| name(lat, lon)).collect()
}

fn build(pieces: Vec<Piece>, cut: &Cut, frame: &Frame) -> Result<Grid, Finding> {
    let about = about(&pieces);
    let (lattice, mut heights) = join(pieces, cut)?;
    // From "east of the origin" back to longitude.
    let west = super::mosaic::east_of(0.0, lattice.west + frame.origin().lon);
    let lattice = Lattice { west, ..lattice };
    let placed = Placed::new(&lattice, frame);
    let marks = fill(&mut heights, placed.columns, placed.dx, placed.dy);
    if heights.iter().all(|height| height.is_nan()) {
        let say = "the files know no height anywhere in the district";
        return Err(Finding::new("terrain-empty", about.source, say, "Bring tiles without this hole"));
    }
    Ok(Grid::new(lattice, Packed::new(&heights, marks), about, frame))
}

/// Names of the files, the first few, and what their heights count from: the first file's, when they differ.
fn about(pieces: &[Piece]) -> About {
    let file = |piece: &Piece| piece.name.rsplit(['/', '\\']).next().unwrap_or_default().chars().take(60).collect();
    let names: Vec<String> = pieces.iter().take(4).map(file).collect();
    let more = pieces.len().saturating_sub(names.len());
    let source = names.join(", ") + &if more > 0 { format!(" and {more} more") } else { String::new() };
    About { source, vertical: pieces.first().map_or(VerticalDatum::SeaLevel, |piece| piece.vertical) }
}

/// What is unknown within the district's own box, on a lattice of 100 x 100 places.
fn gaps(grid: &Grid, frame: &Frame, bounds: &[Wgs84; 2]) -> Vec<Finding> {
    let [a, b] = bounds.map(|corner| frame.to_local(corner));
    let place = |step: u32, from: f64, to: f64| from + (to - from) * (f64::from(step) + 0.5) / 100.0;
    let all = (0..100).flat_map(|i| (0..100).map(move |j| (i, j)));
    let at = |(i, j)| crate::frame::Local { x: place(i, a.x, b.x), y: place(j, a.y, b.y) };
    let unknown = all.filter(|ij| grid.height(at(*ij)).is_none()).count();
    let note = |say: String, remedy: String| Finding::new("terrain-gap", "terrain", say, remedy);
    let remedy = || format!("Bring all of {}, from a source without holes there", tiles(bounds).join(", "));
    let hundredths = f64::from(u32::try_from(unknown).unwrap_or(u32::MAX)) / 100.0;
    (unknown > 0)
        .then(|| note(format!("{hundredths:.1} % of the district has no height"), remedy()))
        .into_iter()
        .collect()
}
