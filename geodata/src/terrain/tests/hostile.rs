//! Files that lie: nothing panics, nothing grows without bound, and what was written is read back.

use super::tiffs::{HIGH, WIDE, brought, geography, tiled, usual};
use super::*;
use proptest::prelude::*;

#[test]
fn what_is_written_is_read_back_to_the_sample() {
    let mut rng = seeded(31);
    for turn in 0..20 {
        let terrain = hills(&mut rng, 40, 70, if turn % 2 == 0 { 0.0 } else { 0.05 });
        let bytes = file::write(&terrain).unwrap();
        let again = file::read(&bytes, &frame()).unwrap();
        let (Terrain::Grid(one), Terrain::Grid(other)) = (&terrain, &again) else { unreachable!() };
        assert_eq!((one.lattice, &one.packed, &one.about), (other.lattice, &other.packed, &other.about));
        assert_eq!(file::write(&again).unwrap(), bytes, "the same terrain gives the same bytes");
    }
    assert_eq!(file::write(&Terrain::Flat(amsl(1.0))), None);
}

#[test]
fn a_terrain_cut_off_or_with_a_changed_head_is_refused() {
    let terrain = hills(&mut seeded(32), 30, 30, 0.0);
    let bytes = file::write(&terrain).unwrap();
    for length in (0..bytes.len() - 1).step_by(7) {
        assert!(file::read(&bytes[..length], &frame()).is_err(), "{length}");
    }
    for (at, value) in [(8, f64::NAN), (16, 1e9), (24, 0.0), (24, -1.0), (32, 1e-9), (40, f64::INFINITY), (48, 0.0)] {
        let mut changed = bytes.clone();
        changed[at..at + 8].copy_from_slice(&f64::to_le_bytes(value));
        assert_eq!(file::read(&changed, &frame()).unwrap_err().code, "terrain-broken", "{at} {value}");
    }
    for (rows, columns) in [(1, 900), (u32::MAX, u32::MAX), (30, 31), (29, 30), (0, 0)] {
        let mut changed = bytes.clone();
        changed[56..60].copy_from_slice(&u32::to_le_bytes(rows));
        changed[60..64].copy_from_slice(&u32::to_le_bytes(columns));
        assert!(file::read(&changed, &frame()).is_err(), "{rows} x {columns}");
    }
    assert_eq!(file::read(b"SGTERRN2", &frame()).unwrap_err().code, "terrain-format");
}

#[test]
fn a_tiff_that_promises_more_than_it_holds_is_refused() {
    let long = |n: u32| super::tiffs::Field::Long(vec![n]);
    let made = |changes: Vec<(u16, super::tiffs::Field)>| {
        let kept = |tag: &u16| !changes.iter().any(|(changed, _)| changed == tag);
        let mut tags: Vec<_> = usual(1, 1).into_iter().chain(geography()).filter(|(tag, _)| kept(tag)).collect();
        tags.extend(changes);
        super::tiffs::file(tags, &[vec![0; WIDE * HIGH * 4]])
    };
    let huge = [(256, long(u32::MAX)), (257, long(u32::MAX))];
    let cases = [
        made(huge.into()),
        made(vec![(256, long(100_000)), (257, long(100_000)), (278, long(100_000))]),
        made(vec![(256, long(0))]),
        made(vec![(278, long(0))]),
        made(vec![(322, long(0)), (323, long(0))]),
        made(vec![(322, long(u32::MAX)), (323, long(u32::MAX))]),
        made(vec![(322, long(1)), (323, long(1))]),
        made(vec![(258, super::tiffs::Field::Short(vec![32, 32, 32]))]),
        made(vec![(258, super::tiffs::Field::Short(vec![0]))]),
        made(vec![(339, super::tiffs::Field::Short(vec![6]))]),
    ];
    for (index, bytes) in cases.iter().enumerate() {
        assert!(brought("x.tif", bytes).is_err(), "case {index}");
    }
}

proptest! {
    #[test]
    fn garbage_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..600), kind in 0..6_usize) {
        let head: &[u8] = [&b"SGTERRN1"[..], b"II*\0", b"MM\0*", b"PK\x03\x04", &[0x1f, 0x8b, 8, 0], b""][kind];
        let whole = [head, &bytes].concat();
        let _ = file::read(&whole, &frame());
        let _ = brought("N35E104.hgt", &whole);
    }

    #[test]
    fn a_geotiff_with_bytes_changed_never_panics(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12), at_the_end in any::<bool>(),
    ) {
        let mut bytes = tiled(3);
        let directory = bytes.len() - 320;
        for (index, value) in changes {
            let at = if at_the_end { directory + index.index(320) } else { index.index(bytes.len()) };
            bytes[at] = value;
        }
        let _ = brought("x.tif", &bytes);
    }

    #[test]
    fn a_terrain_with_bytes_changed_never_panics(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6),
    ) {
        let mut bytes = file::write(&hills(&mut seeded(33), 12, 12, 0.1)).unwrap();
        for (index, value) in changes {
            let at = index.index(bytes.len());
            bytes[at] = value;
        }
        if let Ok(terrain) = file::read(&bytes, &frame()) {
            let (a, b) = (Local { x: -900.0, y: 3.0 }, Local { x: 1200.0, y: -800.0 });
            let _ = (terrain.ground(a), terrain.max_along(a, b), terrain.highest_within(a, Metres(700.0)));
        }
    }

    #[test]
    fn any_question_is_answered(
        n in prop::collection::vec(prop_oneof![any::<f64>(), -5e3..5e3_f64, Just(f64::NAN), Just(f64::INFINITY)], 7),
    ) {
        let terrain = hills(&mut seeded(34), 30, 30, 0.02);
        let (a, b) = (Local { x: n[0], y: n[1] }, Local { x: n[2], y: n[3] });
        let (up, down) = (amsl(n[4]), amsl(n[5]));
        prop_assert!(terrain.ground(a).0.0.is_finite());
        let _ = (terrain.max_along(a, b), terrain.least_clearance((a, up), (b, down)));
        let _ = (terrain.line_of_sight((a, up), (b, down), Bending::Radio), terrain.highest_within(a, Metres(n[6])));
        prop_assert!(terrain.profile(a, b, Metres(n[6])).len() <= 10_001);
    }
}
