//! Files of the ground: extracts of OpenStreetMap, their data blocks, and the files of a district's folder.

use super::{tiny, world};
use geodata::{
    Atlas, Conditions, Files, Frame, ImportOptions, Local, Profile, Seconds, Timestamp, Wgs84, import_osm,
    import_roads, zone,
};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

const MANIFEST: &str = "manifest.json";

/// An extract as it is.
///
/// # Panics
/// When what was imported does not open, or opens and cannot be asked.
#[allow(clippy::panic)]
pub fn extract(bytes: &[u8]) -> bool {
    let roads = import_roads(bytes);
    match import_osm(bytes, &ImportOptions { fiction_seed: Some(1), ..ImportOptions::default() }) {
        Ok(files) => {
            assert!(roads.is_ok(), "the whole imports, its roads alone do not");
            match Atlas::open(&files) {
                Ok(atlas) => ask(&atlas),
                Err(faults) => panic!("imported, but does not open: {faults:?}"),
            }
            true
        }
        Err(finding) => {
            assert!(!finding.remedy.is_empty(), "{finding}");
            false
        }
    }
}

/// One data block in a sound file, so that a fuzzer need not learn to pack.
pub fn block(bytes: &[u8]) -> bool {
    extract(&tiny::extract(bytes))
}

/// What stands between `<osm>` and `</osm>`: the elements of an extract as text.
pub fn osmxml(bytes: &[u8]) -> bool {
    extract(&[b"<osm version='0.6'>", bytes, b"</osm>"].concat())
}

/// One file of a district exchanged, its hash in the manifest put right: the first byte says which.
pub fn district(bytes: &[u8]) -> bool {
    let Some((which, content)) = bytes.split_first() else { return false };
    let mut files = world::village().clone();
    let names: Vec<String> = files.keys().filter(|name| !name.ends_with(".pmtiles")).cloned().collect();
    let Some(name) = names.get(usize::from(*which) % names.len()) else { return false };
    files.insert(name.clone(), content.to_vec());
    if name != MANIFEST {
        seal(&mut files, name);
    }
    match Atlas::open(&files) {
        Ok(atlas) => {
            ask(&atlas);
            true
        }
        Err(faults) => {
            super::told(&faults);
            false
        }
    }
}

/// The order of the village's road net, exchanged: whatever order is taken, answers stay the same.
pub fn order(bytes: &[u8]) -> bool {
    let roads = &world::opened_village().roads;
    match roads.clone().with_order(bytes) {
        Ok(ordered) => {
            let here = roads.snap(Local { x: 0.0, y: 0.0 });
            let there = roads.snap(Local { x: 700.0, y: -300.0 });
            if let (Some(from), Some(to)) = (here, there) {
                let time = ordered.travel_time(&from, &to, Profile::Car);
                assert_eq!(time, roads.travel_time(&from, &to, Profile::Car));
            }
            true
        }
        Err(finding) => {
            assert!(!finding.remedy.is_empty(), "{finding}");
            false
        }
    }
}

/// Closures and speeds on the village's roads.
pub fn conditions(bytes: &[u8]) -> bool {
    let Ok(conditions) = serde_json::from_slice::<Conditions>(bytes) else { return false };
    let roads = &world::opened_village().roads;
    let mut live = roads.live();
    for moment in [0, i64::MIN, i64::MAX] {
        let _ = conditions.next_change(Timestamp(moment));
        if roads.set(&mut live, &conditions, Timestamp(moment)).is_err() {
            assert_eq!(live.changed(), 0, "what is refused changes nothing");
            return false;
        }
        if let Some(from) = roads.snap(Local { x: 0.0, y: 0.0 }) {
            let _ = roads.under(&live).reach(&from, Profile::Car, &[Seconds(60.0)]);
        }
    }
    true
}

/// Writes the hash of a file into the manifest.
fn seal(files: &mut Files, name: &str) {
    let hash = Sha256::digest(&files[name]).iter().fold(String::new(), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    });
    let manifest = files.get(MANIFEST).and_then(|bytes| serde_json::from_slice::<serde_json::Value>(bytes).ok());
    let Some(mut manifest) = manifest else { return };
    manifest["files"][name]["sha256"] = hash.into();
    files.insert(MANIFEST.to_owned(), manifest.to_string().into_bytes());
}

/// What the product asks of a district: names, ways, reach, hotspots, zones.
fn ask(atlas: &Atlas) {
    let [here, there] = [Local { x: 0.0, y: 0.0 }, Local { x: 700.0, y: -300.0 }];
    let _ = (atlas.place_name(here), atlas.place_name(there));
    if let (Some(from), Some(to)) = (atlas.roads.snap(here), atlas.roads.snap(there)) {
        for profile in [Profile::Car, Profile::Foot] {
            let time = atlas.roads.travel_time(&from, &to, profile);
            let route = atlas.roads.route(&from, &to, profile);
            assert_eq!(time.is_some(), route.is_some(), "a way with a time, and a time with a way");
        }
        let _ = atlas.roads.reachable_within(&from, Profile::Car, Seconds(120.0));
    }
    let _ = atlas.hotspots.nearest(here, 3);
    let hit = atlas.zones.iter().filter(|zone| zone.contains(here) || zone.crossed_by(here, there)).count();
    assert!(hit <= atlas.zones.len());
}

/// Zones of a file: the first byte says whether it is ED-269, ED-318 or a district's own.
///
/// # Panics
/// When a zone of the file is neither taken nor repaired, refused or left out, or when what was taken cannot be kept.
pub fn zones(bytes: &[u8]) -> bool {
    let Some((which, content)) = bytes.split_first() else { return false };
    let frame = Frame::at(Wgs84 { lat: 35.58, lon: 104.62 });
    let bounds = [Wgs84 { lat: 35.4, lon: 104.4 }, Wgs84 { lat: 35.8, lon: 104.9 }];
    let door = zone::Door { frame: &frame, bounds, file: "zones", kind: None };
    let read = match which % 3 {
        0 => zone::ed269::read("zones", content, &door),
        1 => zone::ed318::read("zones", content, &door),
        _ => return zone::file::read(content, &frame).is_ok(),
    };
    let Ok(intake) = read else { return false };
    assert!(intake.tally.adds_up() && intake.refused.len() >= intake.tally.refused, "{:?}", intake.tally);
    assert!(intake.refused.iter().chain(&intake.notes).all(|f| !f.at.is_empty() && !f.remedy.is_empty()));
    let kept = zone::file::write(&intake.zones, &frame);
    // Corners a tenth of a millimetre apart may not survive rounding; then the file is refused, not the zone lost.
    assert!(kept.is_ok_and(|bytes| !bytes.is_empty()) || !intake.zones.is_empty());
    !intake.zones.is_empty()
}
