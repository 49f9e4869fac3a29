//! Hostile archives: KMZ with names that leave the folder, bombs, links, and `.osm.gz` that never ends.

use crate::corpus::Case;
use crate::doors::Door;
use crate::seeds::good;
use crate::texts::gzip;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub fn cases() -> Vec<Case> {
    let mut all = names();
    all.extend(bombs());
    all.extend(broken());
    all.extend(gzipped());
    all
}

fn archive(build: impl FnOnce(&mut ZipWriter<Cursor<Vec<u8>>>)) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    build(&mut writer);
    writer.finish().unwrap().into_inner()
}

fn put(writer: &mut ZipWriter<Cursor<Vec<u8>>>, name: &str, bytes: &[u8]) {
    writer.start_file(name, SimpleFileOptions::default()).unwrap();
    writer.write_all(bytes).unwrap();
}

/// An archive of a good document and one more entry.
fn with(name: &str, bytes: &[u8]) -> Vec<u8> {
    archive(|writer| {
        put(writer, "doc.kml", &good(Door::Kml));
        put(writer, name, bytes);
    })
}

fn names() -> Vec<Case> {
    let door = Door::Kmz;
    let mut all = vec![Case::taken(door, "good", || with("files/icon.png", b"x"))];
    for name in
        ["../../etc/passwd", "/etc/passwd", "a/../../b.png", "..\\..\\b.png", "C:\\b.png", "\\\\server\\b", "..", "a:b"]
    {
        all.push(Case::refused(door, &format!("an entry {name:?}"), move || with(name, b"x")));
    }
    for name in ["inner.kmz", "inner.zip", "a.tar", "b.GZ", "c.7z", "d.rar"] {
        all.push(Case::refused(door, &format!("an archive {name:?} inside"), move || with(name, b"PK\x03\x04")));
    }
    all.push(Case::refused(door, "no document", || archive(|w| put(w, "readme.txt", b"x"))));
    all.push(Case::refused(door, "no entries", || archive(|_| {})));
    all.push(Case::refused(door, "a document that is a web page", || archive(|w| put(w, "doc.kml", b"<html></html>"))));
    all.push(Case::refused(door, "an empty document", || archive(|w| put(w, "doc.kml", b""))));
    all.push(Case::refused(door, "a link", || {
        archive(|w| {
            put(w, "doc.kml", &good(Door::Kml));
            w.add_symlink("icon.png", "/etc/passwd", SimpleFileOptions::default()).unwrap();
        })
    }));
    all.push(Case::refused(door, "a document that is a link", || {
        archive(|w| w.add_symlink("doc.kml", "/etc/passwd", SimpleFileOptions::default()).unwrap())
    }));
    all.push(Case::told(door, "two documents", || with("other.kml", &good(Door::Kml))));
    all.push(Case::refused(door, "1,001 entries", || {
        archive(|w| (0..=1000).for_each(|i| put(w, &format!("{i}.png"), b"")))
    }));
    all.push(Case::refused(door, "60,000 entries", || {
        archive(|w| (0..60_000).for_each(|i| put(w, &format!("{i}"), b"")))
    }));
    all
}

fn bombs() -> Vec<Case> {
    let door = Door::Kmz;
    let blanks = |millions: usize| {
        archive(|w| {
            w.start_file("doc.kml", SimpleFileOptions::default()).unwrap();
            w.write_all(b"<kml>").unwrap();
            let blank = vec![b' '; 1_000_000];
            (0..millions).for_each(|_| w.write_all(&blank).unwrap());
        })
    };
    vec![
        Case::refused(door, "2 MB of blanks", move || blanks(2)),
        Case::refused(door, "300 MB of blanks", move || blanks(300)),
        Case::refused(door, "a size that lies", move || {
            let mut bytes = blanks(50);
            lie_about_size(&mut bytes, 10);
            bytes
        }),
        Case::taken(door, "an entry that claims 4 GB, which nobody believes", || {
            let mut bytes = with("files/icon.png", b"x");
            lie_about_size(&mut bytes, u32::MAX - 1);
            bytes
        }),
        // A good ratio, and yet too much: 15 MB of text that does not repeat much, then 100 vertices a line.
        Case::refused(door, "5,000,000 vertices", || {
            archive(|w| {
                let line: String = (0..5_000_000).map(|i| format!("{}.{},{} ", i % 180, i, i % 90)).collect();
                let text = format!(
                    "<kml><Placemark><LineString><coordinates>{line}</coordinates></LineString></Placemark></kml>"
                );
                put(w, "doc.kml", text.as_bytes());
            })
        }),
    ]
}

/// Writes another size of the first entry into the archive's directory.
fn lie_about_size(bytes: &mut [u8], size: u32) {
    let entry = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    bytes[entry + 24..entry + 28].copy_from_slice(&size.to_le_bytes());
}

fn broken() -> Vec<Case> {
    let door = Door::Kmz;
    let whole = || with("files/icon.png", b"x");
    let mut all = Vec::new();
    for part in [4, 30, 100, 200] {
        all.push(Case::refused(door, &format!("its first {part} bytes"), move || whole()[..part].to_vec()));
    }
    all.push(Case::refused(door, "its last byte missing", move || {
        let bytes = whole();
        bytes[..bytes.len() - 1].to_vec()
    }));
    all.push(Case::refused(door, "a document spoilt inside", || {
        let mut bytes = archive(|w| put(w, "doc.kml", &good(Door::Kml).repeat(50)));
        (60..80).for_each(|at| bytes[at] ^= 0x5A);
        bytes
    }));
    all.push(Case::refused(door, "a wrong checksum", || {
        let mut bytes = archive(|w| {
            let options = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
            w.start_file("doc.kml", options).unwrap();
            w.write_all(&good(Door::Kml)).unwrap();
        });
        let at = bytes.windows(9).position(|part| part == "派出所".as_bytes()).unwrap();
        bytes[at..at + 3].copy_from_slice("说".as_bytes());
        bytes
    }));
    all.push(Case::refused(door, "an encrypted document", || {
        let mut bytes = with("files/icon.png", b"x");
        let entry = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
        bytes[entry + 8] |= 1;
        bytes[6] |= 1;
        bytes
    }));
    all.push(Case::refused(door, "an unknown packing", || {
        let mut bytes = with("files/icon.png", b"x");
        let entry = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
        bytes[entry + 10] = 99;
        bytes[8] = 99;
        bytes
    }));
    all
}

fn gzipped() -> Vec<Case> {
    let door = Door::OsmPacked;
    let endless = |head: &[u8], piece: &[u8], times: usize| {
        let mut packer = GzEncoder::new(Vec::new(), Compression::best());
        packer.write_all(head).unwrap();
        (0..times).for_each(|_| packer.write_all(piece).unwrap());
        packer.finish().unwrap()
    };
    let blank = vec![b' '; 1_000_000];
    let other = blank.clone();
    vec![
        Case::taken(door, "good", || gzip(&good(Door::OsmXml))),
        Case::refused(door, "2 GB of blanks", move || endless(b"<osm>", &blank, 2000)),
        Case::refused(door, "1 GB in front of anything", move || endless(b"", &other, 1000)),
        Case::refused(door, "packed twice", || gzip(&gzip(&good(Door::OsmXml)))),
        Case::refused(door, "packed thrice, 1 GB inside", move || {
            gzip(&gzip(&endless(b"<osm>", &vec![b' '; 1_000_000], 1000)))
        }),
        Case::refused(door, "half of it", || {
            let whole = gzip(&good(Door::OsmXml));
            whole[..whole.len() / 2].to_vec()
        }),
        Case::refused(door, "a wrong checksum", || {
            let mut bytes = gzip(&good(Door::OsmXml));
            let end = bytes.len() - 6;
            bytes[end] ^= 0xFF;
            bytes
        }),
        Case::refused(door, "its first ten bytes", || gzip(&good(Door::OsmXml))[..10].to_vec()),
        Case::refused(door, "a packed PDF", || gzip(b"%PDF-1.7")),
        Case::refused(door, "nothing packed", || gzip(b"")),
    ]
}
