//! The order of the roads lies beside a large net, is read with it, and is refused when it belongs to another.

use super::*;
use crate::roads::Profile;
use std::fmt::Write;

/// A district with some bytes listed as its order.
fn with_order(files: &Files, bytes: &[u8]) -> Files {
    let mut files = files.clone();
    let mut manifest = Manifest::of(&files).unwrap();
    let listed = crate::manifest::Listed::new(bytes, Provenance::default());
    manifest.files.insert(ORDER.to_owned(), listed);
    files.insert(MANIFEST.to_owned(), crate::osm::json(&manifest).unwrap());
    files.insert(ORDER.to_owned(), bytes.to_vec());
    files
}

/// Streets of a town `side` by `side` junctions wide, as OpenStreetMap has them.
fn town(side: usize) -> Vec<u8> {
    let mut text = String::from("<osm version='0.6'>");
    for node in 0..side * side {
        let (lat, lon) = (35.0 + 0.001 * (node / side) as f64, 104.0 + 0.001 * (node % side) as f64);
        write!(text, "<node id='{}' lat='{lat:.3}' lon='{lon:.3}'/>", node + 1).unwrap();
    }
    for street in 0..2 * side {
        write!(text, "<way id='{}'>", street + 1).unwrap();
        for i in 0..side {
            let node = if street < side { street * side + i } else { i * side + street - side };
            write!(text, "<nd ref='{}'/>", node + 1).unwrap();
        }
        text += "<tag k='highway' v='residential'/></way>";
    }
    (text + "</osm>").into_bytes()
}

#[test]
fn a_large_net_is_imported_with_its_order_and_opens_with_it() {
    let files = import_osm(&town(40), &ImportOptions::default()).unwrap();
    let atlas = Atlas::open(&files).unwrap();
    assert!(atlas.roads.junctions() >= 1_000 && atlas.roads.has_order());
    assert!(atlas.provenance.contains_key(ORDER));
    let [from, to] = [-1200.0, 1200.0].map(|m| atlas.roads.snap(Local { x: m, y: m }).unwrap());
    let travel = atlas.roads.undisturbed();
    let time = travel.travel_time(&from, &to, Profile::Car);
    assert!(time.is_some() && time == travel.plain().travel_time(&from, &to, Profile::Car));
}

#[test]
fn a_small_net_has_no_order_and_takes_its_own() {
    let village = import_osm(&town(20), &ImportOptions::default()).unwrap();
    assert!(!village.contains_key(ORDER));
    let atlas = Atlas::open(&village).unwrap();
    assert!(!atlas.roads.has_order());
    let mut files = with_order(&village, &atlas.roads.order());
    assert!(Atlas::open(&files).unwrap().roads.has_order());
    files.remove(ORDER);
    assert!(!Atlas::open(&files).unwrap().roads.has_order(), "without the listed order it opens as well");
}

#[test]
fn an_order_that_is_broken_or_of_another_net_is_one_finding() {
    let other = import_osm(&town(4), &ImportOptions::default()).unwrap();
    let foreign = Atlas::open(&other).unwrap().roads.order();
    for bytes in [&foreign[..], b"", b"SGORDER1"] {
        let faults = Atlas::open(&with_order(&FILES, bytes)).unwrap_err();
        assert_eq!((faults.len(), faults[0].code, faults[0].at.as_str()), (1, "roads-order", ORDER));
    }
    let mut files = with_order(&FILES, &foreign);
    files.get_mut(ORDER).unwrap()[60] ^= 1;
    assert_eq!(Atlas::open(&files).unwrap_err()[0].code, "district-hash");
}
