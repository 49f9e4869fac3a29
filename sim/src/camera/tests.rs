//! What the cameras tell, and above all what they do not.

use super::*;
use crate::scenario::TargetSettings;
use crate::testing::{district, incident_at};
use geodata::{Heading, Wgs84};

const NOON: Timestamp = Timestamp::from_millis(1_778_578_800_000);

/// How often in a thousand looks from `eye` the thing at `place` is told, and where.
fn told(eye: Eye, place: Local) -> Vec<ReportDetection> {
    let (atlas, _) = district();
    let mut targets = Targets::new(TargetSettings { offset: 0.0, ..TargetSettings::default() }, 7);
    targets.hear(&incident_at(1, "fire", atlas.frame.to_wgs84(place)), &atlas.frame);
    let mut cameras = Cameras::new(7);
    (0..1000).flat_map(|_| cameras.look(NOON, &[eye], &targets, &atlas, "x")).collect()
}

fn eye(place: Local, height: f64) -> Eye {
    Eye { vehicle: 3, place, height: Agl(Metres(height)) }
}

/// A place without a no-record zone near it.
fn open_ground() -> Local {
    let (atlas, _) = district();
    let far = |place: Local| {
        let private = atlas.zones.iter().filter(|zone| zone.kind == ZoneKind::NoRecord);
        private.flat_map(|zone| zone.rings().remove(0)).all(|corner| corner.distance(place).0 > 1000.0)
    };
    atlas.guarded.iter().map(|guarded| guarded.at).find(|place| far(*place)).unwrap()
}

#[test]
fn what_is_near_and_below_is_told_most_of_the_time_with_an_honest_error() {
    let (atlas, _) = district();
    let place = open_ground();
    let seen = told(eye(place.moved(Heading::degrees(40.0), Metres(150.0)), 60.0), place);
    assert!((800..=900).contains(&seen.len()), "{}", seen.len());
    let keys: std::collections::BTreeSet<&String> = seen.iter().map(|one| &one.key).collect();
    assert_eq!(keys.len(), seen.len());
    let error = |one: &ReportDetection| {
        let at = one.at.unwrap();
        atlas.frame.to_local(Wgs84 { lat: at.lat, lon: at.lon }).distance(place).0 / one.accuracy_m.unwrap()
    };
    let within = seen.iter().filter(|one| error(one) <= 1.0).count() as f64 / seen.len() as f64;
    assert!((0.63..=0.73).contains(&within), "{within}");
    for one in &seen {
        assert_eq!((one.vehicle, one.class.as_str()), (3, "smoke"));
        assert!(
            (0.6..=0.95).contains(&one.confidence)
                && (3.0..=8.0).contains(&one.accuracy_m.unwrap())
                && one.age_ms < 1000
        );
    }
}

#[test]
fn too_far_or_too_low_tells_nothing() {
    let place = open_ground();
    assert!(told(eye(place.moved(Heading::degrees(40.0), Metres(201.0)), 60.0), place).is_empty());
    assert!(told(eye(place, 19.0), place).is_empty());
}

#[test]
fn nothing_is_told_out_of_a_no_record_zone_nor_from_inside_one() {
    let (atlas, _) = district();
    let zone = atlas.zones.iter().find(|zone| zone.kind == ZoneKind::NoRecord).unwrap();
    let ring = zone.rings().remove(0);
    let count = ring.len() as f64;
    let middle = ring
        .iter()
        .fold(Local::default(), |sum, corner| Local { x: sum.x + corner.x / count, y: sum.y + corner.y / count });
    assert!(zone.contains(middle));
    let outside = (0..400)
        .map(|step| middle.moved(Heading::degrees(90.0), Metres(f64::from(step))))
        .find(|p| !zone.contains(*p))
        .unwrap();
    assert!(told(eye(outside, 60.0), middle).is_empty());
    assert!(told(eye(middle, 60.0), outside).is_empty());
}
