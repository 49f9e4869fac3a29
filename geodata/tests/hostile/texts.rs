//! What may be wrong with any text: its encoding, its end, its size, and files that are something else altogether.

use crate::corpus::Case;
use crate::doors::Door;
use crate::seeds::{TEXTS, good};
use flate2::Compression;
use flate2::write::GzEncoder;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::io::Write;

pub fn cases() -> Vec<Case> {
    TEXTS.into_iter().flat_map(of).collect()
}

fn of(door: Door) -> Vec<Case> {
    let text = move || String::from_utf8(good(door)).unwrap();
    let mut all = vec![
        Case::taken(door, "good", move || good(door)),
        Case::refused(door, "nothing", Vec::new),
        Case::refused(door, "blanks", || b" \n\t \r\n".to_vec()),
        Case::refused(door, "20 MB of blanks", || vec![b' '; 20_000_000]),
        Case::refused(door, "20 MB of one letter", || vec![b'a'; 20_000_000]),
        Case::refused(door, "20 MB of zero bytes", || vec![0; 20_000_000]),
        Case::refused(door, "20 MB of line ends", || vec![b'\n'; 20_000_000]),
        Case::refused(door, "half of it", move || {
            let whole = good(door);
            whole[..whole.len() / 2].to_vec()
        }),
        Case::refused(door, "a quarter of it", move || {
            let whole = good(door);
            whole[..whole.len() / 4].to_vec()
        }),
        Case::refused(door, "a zero byte inside", move || text().replace('派', "\0").into_bytes()),
        Case::refused(door, "a byte that is not UTF-8", move || spoil(good(door), "派", &[0xFF, 0xFE, 0xFF])),
        Case::refused(door, "half a character", move || spoil(good(door), "派", &[0xE6, 0xB4])),
        Case::refused(door, "a name in GBK", move || {
            spoil(good(door), "派出所", &[0xC5, 0xC9, 0xB3, 0xF6, 0xCB, 0xF9])
        }),
        Case::refused(door, "an overlong slash", move || spoil(good(door), "派", &[0xC0, 0xAF])),
        Case::refused(door, "UTF-16 from the right", move || utf16(&text(), u16::to_le_bytes)),
        Case::refused(door, "UTF-16 from the left", move || utf16(&text(), u16::to_be_bytes)),
        Case::refused(door, "a PDF", || b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n".to_vec()),
        Case::refused(door, "a picture", || b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01".to_vec()),
        Case::refused(door, "a program", || b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0".to_vec()),
        Case::refused(door, "a web page", || b"<!DOCTYPE html><html><script>alert(1)</script></html>".to_vec()),
        Case::refused(door, "bytes of chance", || {
            let mut rng = ChaCha8Rng::seed_from_u64(7);
            (0..100_000).map(|_| rng.random()).collect()
        }),
    ];
    if door != Door::OsmXml {
        all.push(Case::refused(door, "packed where it must not be", move || gzip(&good(door))));
    }
    all
}

fn spoil(bytes: Vec<u8>, word: &str, by: &[u8]) -> Vec<u8> {
    let at = bytes.windows(word.len()).position(|part| part == word.as_bytes());
    let Some(at) = at else { return by.to_vec() };
    [&bytes[..at], by, &bytes[at + word.len()..]].concat()
}

fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(bytes).collect()
}

/// The bytes packed by gzip.
pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packer = GzEncoder::new(Vec::new(), Compression::best());
    packer.write_all(bytes).unwrap();
    packer.finish().unwrap()
}
