//! Which format an extract is in, told by its first bytes and never by its name: PBF, XML, packed XML, or something else
//! that deserves a word about what to do with it.

use super::extract::Extract;
use super::report::Watch;
use super::{pbf, xml};
use crate::finding::Finding;
use flate2::bufread::MultiGzDecoder;
use std::io::BufReader;

/// What can be told from the first bytes of a file, and the remedy where that is nothing that is read.
const FOREIGN: [(&[u8], &str, &str); 8] = [
    (b"PK\x03\x04", "a ZIP archive", "Unpack it and use the .osm.pbf or .osm inside"),
    (b"BZh", "packed with bzip2", "Unpack it with `bunzip2` first"),
    (b"\xfd7zXZ\0", "packed with xz", "Unpack it with `unxz` first"),
    (b"\x28\xb5\x2f\xfd", "packed with zstd", "Unpack it with `unzstd` first"),
    (b"\xff\xe0", "in the o5m format", "Convert it with `osmconvert IN -o=OUT.osm.pbf`"),
    (b"{", "JSON", "Ask Overpass for [out:xml], or use an extract in PBF format"),
    (b"\xff\xfe", "text in UTF-16", "Convert it to UTF-8"),
    (b"\xfe\xff", "text in UTF-16", "Convert it to UTF-8"),
];

/// Reads an extract of any format that is known.
///
/// # Errors
/// One finding: an unknown format, or what the format's reader found.
pub(crate) fn read(bytes: &[u8], watch: Watch) -> Result<Extract, Finding> {
    if bytes.is_empty() {
        return Err(Finding::new("osm-empty", "the extract", "the file is empty", "Download it again"));
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes).trim_ascii_start();
    if bytes.starts_with(&[0x1f, 0x8b]) {
        let unpacked = BufReader::with_capacity(1 << 16, MultiGzDecoder::new(bytes));
        return xml::read(unpacked, bytes.len(), |decoder| bytes.len() - decoder.get_ref().get_ref().len(), watch);
    }
    if text.starts_with(b"<") {
        return xml::read(text, bytes.len(), |rest| bytes.len() - rest.len(), watch);
    }
    if let Some((_, what, remedy)) = FOREIGN.iter().find(|row| text.starts_with(row.0)) {
        return Err(Finding::new("osm-format", "the extract", format!("this file is {what}"), *remedy));
    }
    pbf::read(bytes, watch)
}
