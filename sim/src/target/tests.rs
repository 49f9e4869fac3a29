//! What is laid down for an incident, and when it is gone.

use super::*;
use crate::testing::{district, incident};

fn settings(offset: f64) -> TargetSettings {
    TargetSettings { offset, ..TargetSettings::default() }
}

#[test]
fn each_incident_gets_one_thing_to_see_near_it_of_its_usual_class_until_it_is_over() {
    let (atlas, _) = district();
    let mut targets = Targets::new(settings(25.0), 7);
    for (id, kind, class) in [(1, "assault", "person"), (2, "fire", "smoke"), (3, "traffic_accident", "vehicle")] {
        let shown = incident(id, kind, "assessed");
        targets.hear(&shown, &atlas.frame);
        targets.hear(&shown, &atlas.frame);
        let target = targets.iter().last().unwrap();
        let place = atlas.frame.to_local(Wgs84 { lat: shown.at.lat, lon: shown.at.lon });
        assert_eq!(target.class.word(), class);
        assert!(target.place(Timestamp(0)).distance(place).0 <= 25.0 + STRAY);
        assert_eq!(targets.iter().count(), id as usize);
    }
    targets.hear(&incident(2, "fire", "resolved"), &atlas.frame);
    targets.hear(&incident(2, "fire", "closed"), &atlas.frame);
    assert_eq!(targets.iter().count(), 2);
}

#[test]
fn a_person_strays_a_little_and_a_fire_stays() {
    let (atlas, _) = district();
    let mut targets = Targets::new(settings(0.0), 7);
    targets.hear(&incident(1, "assault", "reported"), &atlas.frame);
    targets.hear(&incident(2, "fire", "reported"), &atlas.frame);
    let moved: Vec<f64> =
        targets.iter().map(|t| t.place(Timestamp(0)).distance(t.place(Timestamp::from_millis(10_000))).0).collect();
    assert!(moved[0] > 1.0 && moved[0] <= 2.0 * STRAY, "{moved:?}");
    assert!(moved[1] == 0.0, "{moved:?}");
}

#[test]
fn a_wrong_report_shows_nothing_and_only_for_its_own_incident() {
    let (atlas, _) = district();
    let mut targets = Targets::new(settings(25.0), 7);
    let wrong = incident(1, "assault", "reported");
    let place = atlas.frame.to_local(Wgs84 { lat: wrong.at.lat, lon: wrong.at.lon });
    targets.expect(place, TargetSettings { present: false, ..TargetSettings::default() });
    targets.hear(&wrong, &atlas.frame);
    assert_eq!(targets.iter().count(), 0);
    targets.hear(&incident(2, "assault", "reported"), &atlas.frame);
    assert_eq!(targets.iter().count(), 1);
}
