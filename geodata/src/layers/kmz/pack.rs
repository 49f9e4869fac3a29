//! Packed files with documents of given names, under the same guard as KMZ.

use super::{broken, check, entry_fault, few_entries, inflate};
use crate::finding::Finding;
use crate::layers::faults::{Faults, short};
use crate::layers::{Limits, encoding};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipArchive, ZipWriter};

/// The documents of these names out of a packed file, in the order asked for; those that are not there are left out.
///
/// # Errors
/// As for a KMZ file: every entry that no honest file has, a bomb, a broken archive.
pub fn unpack(name: &str, bytes: &[u8], wanted: &[&str]) -> Result<Vec<(String, Vec<u8>)>, Vec<Finding>> {
    let one = |finding: Finding| vec![finding];
    encoding::sized(name, bytes, Limits::FILE).map_err(one)?;
    let name = &short(name);
    few_entries(name, bytes).map_err(one)?;
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| vec![broken(name, &error.to_string())])?;
    let (mut faults, mut found) = (Faults::default(), Vec::new());
    for index in 0..archive.len() {
        let entry = archive.by_index_raw(index).map_err(|error| broken(name, &error.to_string()));
        let Some(entry) = faults.keep(entry) else { continue };
        let inside = String::from_utf8_lossy(entry.name_raw()).into_owned();
        check(name, &inside, &entry, &mut faults);
        if let Some(place) = wanted.iter().position(|wanted| *wanted == inside) {
            found.push((place, inside, index));
        }
    }
    if archive.has_duplicate_names() {
        faults.fault(entry_fault(name, "kmz-same-name", "two entries have the same name", "Pack it again"));
    }
    faults.close()?;
    found.sort();
    let mut documents = Vec::new();
    for (_, inside, index) in found {
        let document = inflate(name, &inside, &mut archive, index, bytes.len()).map_err(one)?;
        documents.push((inside, document));
    }
    Ok(documents)
}

/// Packs documents with a fixed date: the same documents give the same bytes.
///
/// # Errors
/// `export-kmz` when the packer refuses.
pub fn pack(documents: &[(&str, Vec<u8>)]) -> Result<Vec<u8>, Finding> {
    let failed = |error: String| Finding::new("export-kmz", "the export", error, "Export as KML instead");
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    for (inside, document) in documents {
        archive.start_file(*inside, options).map_err(|error| failed(error.to_string()))?;
        archive.write_all(document).map_err(|error| failed(error.to_string()))?;
    }
    archive.finish().map(Cursor::into_inner).map_err(|error| failed(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_packed_is_unpacked_by_name() {
        let packed = pack(&[("a/b.kml", b"<kml/>".to_vec()), ("c.txt", vec![b'x'; 5000])]).unwrap();
        let found = unpack("x", &packed, &["c.txt", "none", "a/b.kml"]).unwrap();
        assert_eq!(found, [("c.txt".to_owned(), vec![b'x'; 5000]), ("a/b.kml".to_owned(), b"<kml/>".to_vec())]);
    }

    #[test]
    fn names_that_lead_out_and_broken_archives_are_refused() {
        let packed = pack(&[("../a.kml", vec![])]).unwrap();
        assert_eq!(unpack("x", &packed, &["a.kml"]).unwrap_err()[0].code, "kmz-path");
        assert_eq!(unpack("x", b"PK\x03\x04 no", &["a"]).unwrap_err()[0].code, "kmz-broken");
    }
}
