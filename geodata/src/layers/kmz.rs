//! KMZ in and out: a ZIP file with one KML document. Only that document is unpacked, within limits, in memory.
//!
//! The document is `doc.kml`, else the first `.kml`. A file that has what no honest one has is refused whole: names
//! that leave the folder, symbolic links, encryption, archives inside, equal names, too many entries, more than a
//! hundredfold or 100 MB inflated.

pub mod pack;

use super::faults::{Faults, short};
use super::out::Notes;
use super::{Layer, Limits, encoding, kml};
use crate::datum::Datum;
use crate::finding::Finding;
use std::io::{Cursor, Read};
use zip::read::ZipFile;
use zip::{CompressionMethod, ZipArchive};

/// Reads a KMZ file whose coordinates are in `datum`.
pub(super) fn read(name: &str, bytes: &[u8], datum: Datum) -> Result<Layer, Vec<Finding>> {
    encoding::sized(name, bytes, Limits::FILE).map_err(|finding| vec![finding])?;
    let (inside, document, notes) = document(&short(name), bytes)?;
    let mut layer =
        kml::read_within(&format!("{}/{}", short(name), short(&inside)), &document, Limits::INFLATED, datum)?;
    layer.notes.splice(0..0, notes);
    Ok(layer)
}

/// The name and bytes of the document inside, and notes about what else is there.
fn document(name: &str, bytes: &[u8]) -> Result<(String, Vec<u8>, Vec<Finding>), Vec<Finding>> {
    few_entries(name, bytes).map_err(|finding| vec![finding])?;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| vec![broken(name, &error.to_string())])?;
    let mut faults = Faults::default();
    let mut documents = Vec::new();
    for index in 0..archive.len() {
        let Some(entry) = faults.keep(archive.by_index_raw(index).map_err(|e| broken(name, &e.to_string()))) else {
            continue;
        };
        let inside = String::from_utf8_lossy(entry.name_raw()).into_owned();
        check(name, &inside, &entry, &mut faults);
        if inside.to_ascii_lowercase().ends_with(".kml") {
            documents.push((inside, index));
        }
    }
    if archive.has_duplicate_names() {
        faults.fault(entry_fault(name, "kmz-same-name", "two entries have the same name", "Pack it again"));
    }
    documents.sort_by_key(|(inside, index)| (inside != "doc.kml", *index));
    let mut documents = documents.into_iter();
    let Some((inside, index)) = documents.next() else {
        faults.fault(entry_fault(name, "kmz-no-document", "there is no .kml in it", "Export it as KMZ"));
        return Err(faults.close().err().unwrap_or_default());
    };
    for (other, _) in documents {
        let say = format!("only {} is read; {} is not", short(&inside), short(&other));
        faults.note(entry_fault(name, "kmz-other-document", &say, "Import the other one by itself"));
    }
    let notes = faults.close()?;
    let inflated = inflate(name, &inside, &mut archive, index, bytes.len()).map_err(|finding| vec![finding])?;
    Ok((inside, inflated, notes))
}

/// Counts the headers of entries before the library makes something of each.
fn few_entries(name: &str, bytes: &[u8]) -> Result<(), Finding> {
    let headers = bytes.windows(4).filter(|four| *four == b"PK\x01\x02").count();
    if headers <= Limits::ENTRIES {
        return Ok(());
    }
    let say = format!("there are more than {} entries in it", Limits::ENTRIES);
    Err(entry_fault(name, "kmz-entries", &say, "Pack only the document and its pictures"))
}

fn check<R: Read>(name: &str, inside: &str, entry: &ZipFile<'_, R>, faults: &mut Faults) {
    let at = format!("{name}/{}", short(inside));
    let mut fault = |code, say: &str, remedy: &str| faults.fault(Finding::new(code, at.as_str(), say, remedy));
    if inside.split(['/', '\\']).any(|part| part == "..")
        || inside.starts_with(['/', '\\'])
        || inside.contains([':', '\0'])
    {
        fault("kmz-path", "the name of an entry leads out of the folder", "Pack it again, with plain names");
    }
    if entry.encrypted() {
        fault("kmz-encrypted", "an entry is encrypted", "Pack it again without a password");
    }
    if entry.is_symlink() {
        fault("kmz-link", "an entry is a symbolic link", "Pack the file itself");
    }
    let lower = inside.to_ascii_lowercase();
    if [".zip", ".kmz", ".gz", ".7z", ".rar", ".tar"].iter().any(|end| lower.ends_with(end)) {
        fault("kmz-archive-inside", "there is an archive inside of the archive", "Unpack it, and import what is in it");
    }
    if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
        fault("kmz-method", "an entry is packed in a way that is not known here", "Pack it with plain ZIP (deflate)");
    }
}

fn inflate(
    name: &str,
    inside: &str,
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    index: usize,
    whole: usize,
) -> Result<Vec<u8>, Finding> {
    let entry = archive.by_index(index).map_err(|error| broken(name, &error.to_string()))?;
    let packed = usize::try_from(entry.compressed_size()).unwrap_or(usize::MAX).min(whole);
    let by_ratio = packed.saturating_mul(Limits::RATIO).max(Limits::RATIO_FREE);
    let limit = by_ratio.min(Limits::INFLATED);
    let mut inflated = Vec::new();
    // What the header says of the size is not believed.
    let read = entry.take(limit as u64 + 1).read_to_end(&mut inflated);
    if inflated.len() > limit {
        let say = format!("{} unpacks to more than {limit} bytes, as bombs do", short(inside));
        return Err(entry_fault(name, "kmz-bomb", &say, "Unpack it by hand, look at it, and import the .kml"));
    }
    read.map(|_| inflated).map_err(|error| broken(name, &error.to_string()))
}

fn broken(name: &str, say: &str) -> Finding {
    let say = format!("the archive is broken: {}", say.chars().take(120).collect::<String>());
    entry_fault(name, "kmz-broken", &say, "Get the whole file again, or pack it again")
}

fn entry_fault(name: &str, code: &'static str, say: &str, remedy: &str) -> Finding {
    Finding::new(code, name, say, remedy)
}

/// Writes `doc.kml` packed, with a fixed date: the same layer gives the same bytes.
pub(super) fn write(layer: &Layer, notes: &mut Notes) -> Result<Vec<u8>, Finding> {
    let document = kml::write::write(layer, notes);
    pack::pack(&[("doc.kml", document)])
}
