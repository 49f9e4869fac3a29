//! `.osm.pbf` read whole: the file's blobs, unpacked one after the other.
//!
//! Format facts: wiki.openstreetmap.org/wiki/PBF_Format (fileformat.proto). Limits are those of the format: a blob header
//! under 64 KiB, a blob under 32 MiB unpacked. History files are refused.

use super::block;
use super::extract::Extract;
use super::report::{Watch, tell};
use super::wire::fields;
use crate::finding::Finding;
use std::io::Read;

const MAX_HEADER: usize = 64 * 1024;
const MAX_BLOB: u64 = 32 * 1024 * 1024;
/// Real extracts unpack to two or three times their size; one that unpacks to more than this is made to fill the memory.
const MAX_RATIO: u64 = 10;

/// Reads a whole extract.
///
/// # Errors
/// One finding: not a PBF file, cut off, or broken at a block.
pub(crate) fn read(bytes: &[u8], watch: Watch) -> Result<Extract, Finding> {
    let mut extract = Extract::default();
    let mut rest = bytes;
    let mut count = 0;
    let mut room = MAX_BLOB.saturating_add(MAX_RATIO.saturating_mul(bytes.len() as u64));
    while !rest.is_empty() {
        let at = Place { block: count, offset: bytes.len() - rest.len(), size: bytes.len() };
        tell(watch, "read", at.offset, at.size);
        let (kind, blob) = next_blob(&mut rest, &at)?;
        if count == 0 && kind != b"OSMHeader" {
            return Err(not_pbf());
        }
        match kind {
            b"OSMHeader" => header(&unpack(blob, &at)?, &mut extract, &at)?,
            b"OSMData" => {
                let data = unpack(blob, &at)?;
                let left = room.checked_sub(data.len() as u64);
                room = left.ok_or_else(|| at.corrupt("the file unpacks to more than ten times its size"))?;
                block::read(&data, &mut extract).ok_or_else(|| at.corrupt("the block makes no sense"))?;
            }
            // The format says: ignore what you do not know.
            _ => {}
        }
        count += 1;
    }
    tell(watch, "read", bytes.len(), bytes.len());
    extract.finish();
    Ok(extract)
}

/// Where in the file we are, for findings.
struct Place {
    block: usize,
    offset: usize,
    size: usize,
}

impl Place {
    fn at(&self) -> String {
        format!("the extract, block {} at byte {} of {}", self.block, self.offset, self.size)
    }

    fn corrupt(&self, say: &str) -> Finding {
        Finding::new("osm-corrupt", self.at(), say, "Download the extract again and compare its checksum")
    }

    fn truncated(&self) -> Finding {
        let say = "the file ends in the middle of a block";
        Finding::new("osm-truncated", self.at(), say, "Download the extract again; the download was cut off")
    }
}

fn not_pbf() -> Finding {
    let remedy = "Use an extract as .osm.pbf, .osm or .osm.gz; convert others with `osmium cat IN -o OUT.osm.pbf`";
    Finding::new("osm-not-pbf", "the extract", "this is neither .osm.pbf nor .osm", remedy)
}

/// The kind and the raw bytes of the next blob.
fn next_blob<'a>(rest: &mut &'a [u8], at: &Place) -> Result<(&'a [u8], &'a [u8]), Finding> {
    let foreign = |finding: Finding| if at.block == 0 { not_pbf() } else { finding };
    let (length, tail) = rest.split_first_chunk::<4>().ok_or_else(|| foreign(at.truncated()))?;
    let length = u32::from_be_bytes(*length) as usize;
    if length == 0 || length > MAX_HEADER {
        return Err(foreign(at.corrupt("a block header has an impossible length")));
    }
    let (header, tail) = tail.split_at_checked(length).ok_or_else(|| at.truncated())?;
    let (mut kind, mut size) = (&b""[..], None);
    let read = fields(header, |number, value| {
        match number {
            1 => kind = value.bytes()?,
            3 => size = value.number(),
            _ => {}
        }
        Some(())
    });
    let size = read.and(size).and_then(|size| usize::try_from(size).ok());
    let size = size.ok_or_else(|| foreign(at.corrupt("a block header makes no sense")))?;
    let (blob, tail) = tail.split_at_checked(size).ok_or_else(|| at.truncated())?;
    *rest = tail;
    Ok((kind, blob))
}

/// The content of a blob, unpacked.
fn unpack(blob: &[u8], at: &Place) -> Result<Vec<u8>, Finding> {
    let (mut raw, mut zlib, mut other) = (None, None, None);
    let read = fields(blob, |number, value| {
        match number {
            1 => raw = Some(value.bytes()?),
            3 => zlib = Some(value.bytes()?),
            4 => other = Some("lzma"),
            5 => other = Some("bzip2"),
            6 => other = Some("lz4"),
            7 => other = Some("zstd"),
            _ => {}
        }
        Some(())
    });
    read.ok_or_else(|| at.corrupt("the block's wrapping makes no sense"))?;
    match (raw, zlib) {
        (Some(raw), _) => Ok(raw.to_vec()),
        (None, Some(zlib)) => inflate(zlib, at),
        (None, None) => Err(other.map_or_else(|| at.corrupt("the block is empty"), |method| packing(method, at))),
    }
}

fn packing(method: &str, at: &Place) -> Finding {
    let say = format!("the block is packed with {method}; zlib and none are read");
    let remedy = "Convert it with `osmium cat IN -o OUT.osm.pbf`, which packs with zlib";
    Finding::new("osm-packing", at.at(), say, remedy)
}

fn inflate(zlib: &[u8], at: &Place) -> Result<Vec<u8>, Finding> {
    let mut out = Vec::new();
    let read = flate2::read::ZlibDecoder::new(zlib).take(MAX_BLOB + 1).read_to_end(&mut out);
    if read.is_err() {
        return Err(at.corrupt("the block does not unpack"));
    }
    if out.len() as u64 > MAX_BLOB {
        return Err(at.corrupt("the block unpacks to more than 32 MiB"));
    }
    Ok(out)
}

fn header(bytes: &[u8], extract: &mut Extract, at: &Place) -> Result<(), Finding> {
    let mut foreign = None;
    let read = fields(bytes, |number, value| {
        match number {
            4 => {
                let feature = value.bytes()?;
                if ![&b"OsmSchema-V0.6"[..], b"DenseNodes", b"LocationsOnWays"].contains(&feature) {
                    foreign = Some(String::from_utf8_lossy(feature).into_owned());
                }
            }
            32 => extract.taken = value.signed(),
            _ => {}
        }
        Some(())
    });
    read.ok_or_else(|| at.corrupt("the file header makes no sense"))?;
    match foreign {
        Some(feature) => {
            let say = format!("the file requires the feature {feature:?}, which is not supported");
            Err(Finding::new("osm-feature", at.at(), say, "Use a plain extract, without history"))
        }
        None => Ok(()),
    }
}

/// The unpacked content of every data block, for tests that spoil it.
#[cfg(test)]
pub(super) fn contents(mut rest: &[u8]) -> Vec<Vec<u8>> {
    let at = Place { block: 0, offset: 0, size: rest.len() };
    let mut all = Vec::new();
    while let Ok((kind, bytes)) = next_blob(&mut rest, &at) {
        if kind == b"OSMData" {
            all.push(unpack(bytes, &at).unwrap());
        }
    }
    all
}
