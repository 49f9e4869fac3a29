//! Hostile terrain: tiles of the wrong size, holes only, and GeoTIFFs whose tags lie.

use crate::corpus::Case;
use crate::doors::Door;
use crate::texts::gzip;

pub fn cases() -> Vec<Case> {
    let mut all = tiles();
    all.extend(tiffs());
    all
}

fn named(mut case: Case, file: &str) -> Case {
    case.file = file.to_owned();
    case.name = format!("{} as {file}", case.name);
    case
}

fn tiles() -> Vec<Case> {
    let door = Door::Hgt;
    let flat = |value: i16, side: usize| value.to_be_bytes().repeat(side * side);
    vec![
        Case::taken(door, "good", move || flat(1900, 1201)),
        Case::refused(door, "nothing", Vec::new),
        Case::refused(door, "one byte", || vec![7]),
        Case::refused(door, "one sample too few", move || flat(1900, 1201)[2..].to_vec()),
        Case::refused(door, "one byte too many", move || [flat(1900, 1201), vec![0]].concat()),
        Case::refused(door, "a square of another size", move || flat(1900, 1000)),
        Case::refused(door, "100 MB", || vec![0; 100_000_000]),
        Case::told(door, "holes only", move || flat(i16::MIN, 1201)),
        Case::told(door, "heights of 32,767 m", move || flat(i16::MAX, 1201)),
        Case::told(door, "heights of -32,767 m", move || flat(-32_767, 1201)),
        named(Case::refused(door, "a name without a corner", move || flat(1900, 1201)), "hello.hgt"),
        named(Case::refused(door, "a name off the globe", move || flat(1900, 1201)), "N95E204.hgt"),
        named(Case::refused(door, "a name that is a path", move || flat(1900, 1201)), "../../etc/passwd"),
        named(Case::refused(door, "packed, 1 GB", || gzip(&vec![0; 300_000_000])), "N35E104.hgt.gz"),
        named(
            Case::refused(door, "packed and cut off", move || gzip(&flat(1900, 1201))[..2000].to_vec()),
            "N35E104.hgt.gz",
        ),
        named(Case::refused(door, "text", || b"hello".repeat(1000)), "N35E104.hgt"),
    ]
}

/// A TIFF of one strip with the tags given as (tag, type, count, value).
fn tiff(tags: &[(u16, u16, u32, u32)], rest: &[u8]) -> Vec<u8> {
    let mut bytes = b"II*\0\x08\0\0\0".to_vec();
    bytes.extend((tags.len() as u16).to_le_bytes());
    for (tag, kind, count, value) in tags {
        bytes.extend(tag.to_le_bytes());
        bytes.extend(kind.to_le_bytes());
        bytes.extend(count.to_le_bytes());
        bytes.extend(value.to_le_bytes());
    }
    bytes.extend([0; 4]);
    bytes.extend(rest);
    bytes
}

fn tiffs() -> Vec<Case> {
    let door = Door::Tiff;
    let image = |width: u32, height: u32, more: &[(u16, u16, u32, u32)]| {
        let mut tags = vec![
            (256, 4, 1, width),
            (257, 4, 1, height),
            (258, 3, 1, 16),
            (259, 3, 1, 1),
            (262, 3, 1, 1),
            (273, 4, 1, 200),
            (277, 3, 1, 1),
            (278, 4, 1, height),
            (279, 4, 1, width.wrapping_mul(height).wrapping_mul(2)),
        ];
        tags.extend(more);
        tiff(&tags, &[7; 4096])
    };
    vec![
        Case::refused(door, "nothing", Vec::new),
        Case::refused(door, "a magic alone", || b"II*\0".to_vec()),
        Case::refused(door, "a directory beyond its end", || b"II*\0\xFF\xFF\xFF\x7F".to_vec()),
        Case::refused(door, "a directory that is itself", || b"II*\0\0\0\0\0".to_vec()),
        Case::refused(door, "65,535 tags", || b"II*\0\x08\0\0\0\xFF\xFF".to_vec()),
        Case::refused(door, "4 billion samples a side", move || image(u32::MAX, u32::MAX, &[])),
        Case::refused(door, "100,000 samples a side", move || image(100_000, 100_000, &[])),
        Case::refused(door, "0 samples a side", move || image(0, 0, &[])),
        Case::refused(door, "no place on the globe", move || image(16, 16, &[])),
        Case::refused(door, "a scale of nothing", move || image(16, 16, &[(33550, 12, 3, 0)])),
        Case::refused(door, "tags of 4 GB", move || image(16, 16, &[(33922, 12, 400_000_000, 200)])),
        Case::refused(door, "a packing that is none", || {
            tiff(&[(256, 4, 1, 16), (257, 4, 1, 16), (259, 3, 1, 999)], &[0; 999])
        }),
        Case::refused(door, "a picture of three colours", || {
            tiff(
                &[
                    (256, 4, 1, 2),
                    (257, 4, 1, 2),
                    (258, 3, 1, 8),
                    (259, 3, 1, 1),
                    (262, 3, 1, 2),
                    (273, 4, 1, 100),
                    (277, 3, 1, 3),
                    (279, 4, 1, 12),
                ],
                &[0; 99],
            )
        }),
        Case::refused(door, "a BigTIFF of nothing", || b"II+\0\x08\0\0\0\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x7F".to_vec()),
        Case::refused(door, "text", || b"GeoTIFF".repeat(100)),
        named(Case::refused(door, "a PNG", || b"\x89PNG\r\n\x1a\n".repeat(100)), "x.tif"),
    ]
}
