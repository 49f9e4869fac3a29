//! A district opens whole or not at all.

mod order;

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

fn all_refused(change: impl FnOnce(&mut Files)) -> Vec<Finding> {
    let mut files = FILES.clone();
    change(&mut files);
    Atlas::open(&files).unwrap_err()
}

/// The only finding.
fn refused(change: impl FnOnce(&mut Files)) -> Finding {
    let faults = all_refused(change);
    assert_eq!(faults.len(), 1, "{faults:?}");
    faults.into_iter().next().unwrap()
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
    for name in ["roads.bin", "places.json", "boundary.geojson", "posts.json", "zones.json"] {
        let missing = refused(|files| drop(files.remove(name)));
        assert_eq!((missing.code, missing.at.as_str()), ("district-file-missing", name));
    }
    for name in FILES.keys().filter(|name| *name != MANIFEST) {
        let changed = refused(|files| files.get_mut(name).unwrap().push(b' '));
        assert_eq!((changed.code, &changed.at), ("district-hash", name));
    }
    assert_eq!(refused(|files| drop(files.remove(MANIFEST))).code, "district-no-manifest");
    assert_eq!(Atlas::open(&Files::new()).unwrap_err()[0].code, "district-no-manifest");
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
    assert_eq!(with_manifest("\"format\": 2", "\"format\": 1").code, "district-format");
    assert!(with_manifest("WGS-84", "GCJ-02").say.contains("GCJ-02"));
    assert_eq!(with_manifest("\"counts\"", "\"extra\": 1, \"counts\"").code, "district-manifest");
    assert_eq!(with_manifest("\"lat\": 47", "\"lat\": 470").code, "district-manifest");
    let misnamed = all_refused(|files| {
        let text = String::from_utf8(files[MANIFEST].clone()).unwrap().replace("\"roads.bin\": ", "\"roads.bun\": ");
        files.insert(MANIFEST.into(), text.into_bytes());
    });
    assert_eq!(
        misnamed.iter().map(|f| (f.code, f.at.as_str())).collect::<Vec<_>>(),
        [("district-file-missing", "roads.bun"), ("district-file-missing", "roads.bin")]
    );
}

#[test]
fn a_folder_of_format_1_is_refused_with_the_command_that_makes_it_anew() {
    let old = Files::from([(MANIFEST.into(), br#"{"format":1,"name":"Old","files":{"fiction.json":"00"}}"#.to_vec())]);
    let faults = Atlas::open(&old).unwrap_err();
    assert_eq!((faults.len(), faults[0].code), (1, "district-format"));
    assert!(faults[0].say.contains("format 1") && faults[0].remedy.contains("skyground import osm"), "{}", faults[0]);
}

#[test]
fn all_faults_of_a_folder_are_told_at_once() {
    let faults = all_refused(|files| {
        files.remove("places.json");
        files.get_mut("roads.bin").unwrap()[40] ^= 1;
        let posts = String::from_utf8(files["posts.json"].clone()).unwrap();
        let spoilt = posts.replacen("\"lat\": 47", "\"lat\": 470", 2).replacen("ST-2", "ST-1", 1).into_bytes();
        *files = forged_from(files, "posts.json", spoilt);
    });
    let told: Vec<&str> = faults.iter().map(|fault| fault.at.as_str()).collect();
    assert_eq!(told[..2], ["places.json", "roads.bin"]);
    assert!(told[2..].iter().all(|at| at.starts_with("posts.json, ")) && told.len() == 5, "{faults:?}");
}

#[test]
fn every_listed_file_says_where_it_came_from_and_what_is_invented_says_so() {
    let atlas = Atlas::open(&FILES).unwrap();
    for (name, from) in &atlas.provenance {
        let invented =
            ["posts.json", "guarded.json", "hotspots.json", "zones.json", "police_areas.json"].contains(&name.as_str());
        assert_eq!((from.fictional, from.sources.is_empty()), (invented, invented), "{name}");
        assert!(from.sources.iter().all(|source| source.datum == "WGS-84" && source.sha256 == sha256(EXTRACT)));
    }
}

/// Puts new bytes into a file and their hash into the manifest: what is left is the reading itself.
fn forged(name: &str, bytes: Vec<u8>) -> Files {
    forged_from(&FILES, name, bytes)
}

fn forged_from(files: &Files, name: &str, bytes: Vec<u8>) -> Files {
    let mut files = files.clone();
    let text = String::from_utf8(files[MANIFEST].clone()).unwrap();
    let text = text.replace(&sha256(&files[name]), &sha256(&bytes));
    files.insert(MANIFEST.into(), text.into_bytes());
    files.insert(name.into(), bytes);
    files
}

const NAMES: [&str; 8] = [
    "roads.bin",
    "places.json",
    "boundary.geojson",
    "posts.json",
    "guarded.json",
    "hotspots.json",
    "zones.json",
    MANIFEST,
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn flipped_bits_behind_a_right_hash_never_panic(
        which in 0..8usize, flips in prop::collection::vec((any::<prop::sample::Index>(), 0..8u32), 1..6),
    ) {
        let name = NAMES[which];
        let mut bytes = FILES[name].clone();
        for (at, bit) in flips {
            let at = at.index(bytes.len());
            bytes[at] ^= 1 << bit;
        }
        let _ = Atlas::open(&forged(name, bytes));
    }
}

#[test]
fn spoilt_items_are_told_by_their_ids_and_the_rule() {
    for (name, from, to, say) in [
        ("guarded.json", "\"minutes\": 3", "\"minutes\": 4", "GP-01"),
        ("guarded.json", "\"grade\": 1", "\"grade\": 9", "GP-01"),
        ("posts.json", "\"kind\": \"station\"", "\"kind\": \"castle\"", "posts[0]"),
        ("posts.json", "\"format\": 1", "\"format\": 7", "format"),
        ("posts.json", "\"ST-3\"", "\"\"", "id"),
    ] {
        let text = String::from_utf8(FILES[name].clone()).unwrap();
        let spoilt = text.replacen(from, to, 1);
        assert_ne!(spoilt, text, "{from} is there to be spoilt");
        let faults = Atlas::open(&forged(name, spoilt.into_bytes())).unwrap_err();
        assert_eq!(faults.len(), 1, "{faults:?}");
        assert!(faults[0].to_string().contains(say), "{}", faults[0]);
    }
}

#[test]
fn posts_and_guarded_places_written_and_read_are_the_same() {
    let atlas = Atlas::open(&FILES).unwrap();
    let posts = posts::read(&FILES["posts.json"], &atlas.frame).unwrap();
    assert_eq!(posts::write(&posts, &atlas.frame).unwrap(), FILES["posts.json"]);
    let guarded = guarded::read(&FILES["guarded.json"], &atlas.frame).unwrap();
    assert_eq!(guarded::write(&guarded, &atlas.frame).unwrap(), FILES["guarded.json"]);
}

#[test]
fn a_layer_is_replaced_whole_and_the_rest_stays() {
    let atlas = Atlas::open(&FILES).unwrap();
    let bytes = posts::write(&atlas.posts[..3], &atlas.frame).unwrap();
    let source = Source::new("/a/b/posts 岗.csv", "GCJ-02", b"x");
    let from = Provenance { sources: vec![source], attribution: "City of Test".into(), ..Provenance::default() };
    let changed = replace(&FILES, Layer::Posts, bytes, from.clone()).unwrap();
    let after = Atlas::open(&changed).unwrap();
    assert_eq!((after.posts.len(), after.zones.len()), (3, atlas.zones.len()));
    assert_eq!(after.provenance["posts.json"], from);
    assert_eq!(from.sources[0].name, "posts 岗.csv");
    assert!(after.attribution.ends_with("; City of Test") && after.fictional, "{}", after.attribution);
    assert_ne!(after.hash, atlas.hash);
    let unchanged = |name: &&String| !["posts.json", MANIFEST].contains(&name.as_str());
    assert!(FILES.keys().filter(unchanged).all(|name| FILES[name] == changed[name]));
}

#[test]
fn a_district_without_any_invented_layer_is_not_fictional() {
    let bare = Layer::ALL
        .iter()
        .filter(|layer| FILES.contains_key(layer.file()))
        .fold(FILES.clone(), |files, layer| remove(&files, *layer).unwrap());
    let atlas = Atlas::open(&bare).unwrap();
    assert!(!atlas.fictional && atlas.posts.is_empty() && atlas.zones.is_empty());
    assert!(!String::from_utf8(bare[MANIFEST].clone()).unwrap().contains("fiction_seed"));
    assert_eq!(remove(&bare, Layer::Posts).unwrap_err()[0].code, "district-no-layer");
}

#[test]
fn a_broken_layer_or_a_broken_district_changes_nothing() {
    let broken = replace(&FILES, Layer::Zones, b"{}".to_vec(), Provenance::default()).unwrap_err();
    assert!(broken.iter().all(|fault| fault.at.starts_with("zones.json")), "{broken:?}");
    let mut spoilt = FILES.clone();
    spoilt.get_mut("roads.bin").unwrap()[9] ^= 1;
    assert_eq!(remove(&spoilt, Layer::Zones).unwrap_err()[0].code, "district-hash");
}
