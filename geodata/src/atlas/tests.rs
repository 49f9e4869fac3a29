//! A district opens whole or not at all.

use super::*;
use crate::osm::{ImportOptions, import_osm};
use crate::units::{Amsl, Metres};
use proptest::prelude::*;
use std::sync::LazyLock;

static EXTRACT: &[u8] = include_bytes!("../../districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf");

static FILES: LazyLock<Files> = LazyLock::new(|| {
    let options = ImportOptions {
        name: "Liechtenstein".into(),
        name_zh: "列支敦士登".into(),
        fiction_seed: Some(7),
        ground: Amsl(Metres(460.0)),
        ..ImportOptions::default()
    };
    import_osm(EXTRACT, &options).unwrap()
});

fn refused(change: impl FnOnce(&mut Files)) -> Finding {
    let mut files = FILES.clone();
    change(&mut files);
    Atlas::open(&files).unwrap_err()
}

#[test]
fn the_demo_district_opens_with_all_its_layers() {
    let atlas = Atlas::open(&FILES).unwrap();
    assert_eq!((atlas.name.as_str(), atlas.name_zh.as_str()), ("Liechtenstein", "列支敦士登"));
    assert!(atlas.places.len() > 50 && atlas.boundary.len() == 1);
    assert_eq!(atlas.terrain.ground(Local::default()), Amsl(Metres(460.0)));
    assert!(atlas.attribution.contains("OpenStreetMap"));
    assert_eq!(atlas.hash.len(), 64);
    let [sw, ne] = atlas.bounds;
    assert!(sw.lat < 47.05 && ne.lat > 47.26 && sw.lon < 9.48 && ne.lon > 9.63);
}

#[test]
fn a_place_is_told_by_its_road_and_the_nearest_name() {
    let atlas = Atlas::open(&FILES).unwrap();
    let landtag = atlas.places.iter().find(|p| p.name == "Landtag").unwrap();
    let told = atlas.place_name(landtag.at);
    assert!(told.contains("Landtag (0 m)"), "{told}");
    let far = atlas.place_name(Local { x: 40_000.0, y: 0.0 });
    assert!(far.ends_with("km)"), "{far}");
}

#[test]
fn a_folder_may_hold_more_than_the_district_and_may_lack_the_base_map() {
    let mut files = FILES.clone();
    files.insert("ATTRIBUTION.md".into(), vec![1, 2, 3]);
    files.remove("basemap.pmtiles");
    let atlas = Atlas::open(&files).unwrap();
    assert_eq!(atlas.hash, Atlas::open(&FILES).unwrap().hash);
}

#[test]
fn every_missing_or_changed_file_is_named() {
    for name in ["roads.bin", "places.json", "boundary.geojson", "fiction.json"] {
        let missing = refused(|files| drop(files.remove(name)));
        assert_eq!((missing.code, missing.at.as_str()), ("district-file-missing", name));
    }
    for name in FILES.keys().filter(|name| *name != MANIFEST) {
        let changed = refused(|files| files.get_mut(name).unwrap().push(b' '));
        assert_eq!((changed.code, &changed.at), ("district-hash", name));
    }
    assert_eq!(refused(|files| drop(files.remove(MANIFEST))).code, "district-no-manifest");
    assert_eq!(Atlas::open(&Files::new()).unwrap_err().code, "district-no-manifest");
}

fn with_manifest(from: &str, to: &str) -> Finding {
    refused(|files| {
        let text = String::from_utf8(files[MANIFEST].clone()).unwrap();
        let changed = text.replacen(from, to, 1);
        assert_ne!(changed, text, "{from} is there to be changed");
        files.insert(MANIFEST.into(), changed.into_bytes());
    })
}

#[test]
fn another_format_another_datum_and_unknown_fields_are_refused() {
    assert_eq!(with_manifest("\"format\": 1", "\"format\": 2").code, "district-format");
    assert!(with_manifest("WGS-84", "GCJ-02").say.contains("GCJ-02"));
    assert_eq!(with_manifest("\"counts\"", "\"extra\": 1, \"counts\"").code, "district-manifest");
    assert_eq!(with_manifest("\"lat\": 47", "\"lat\": 470").code, "district-manifest");
    assert_eq!(with_manifest("\"roads.bin\": ", "\"roads.bun\": ").code, "district-file-missing");
}

/// Puts new bytes into a file and their hash into the manifest: what is left is the reading itself.
fn forged(name: &str, bytes: Vec<u8>) -> Files {
    let mut files = FILES.clone();
    let text = String::from_utf8(files[MANIFEST].clone()).unwrap();
    let text = text.replace(&sha256(&files[name]), &sha256(&bytes));
    files.insert(MANIFEST.into(), text.into_bytes());
    files.insert(name.into(), bytes);
    files
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn flipped_bits_behind_a_right_hash_never_panic(
        which in 0..5usize, flips in prop::collection::vec((any::<prop::sample::Index>(), 0..8u32), 1..6),
    ) {
        let name = ["roads.bin", "places.json", "boundary.geojson", "fiction.json", MANIFEST][which];
        let mut bytes = FILES[name].clone();
        for (at, bit) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
        }
        let _ = Atlas::open(&forged(name, bytes));
    }
}
