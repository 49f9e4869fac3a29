//! Cameras in the whole mission: turned to the scene, followed into a track, recording held to its rule.

use super::tests::setup;
use super::*;
use crate::vehicle::Follows;
use controller_api::ask::{Ask, OrderVehicle};
use controller_core::decide::recording::no_record;
use controller_core::{DetectionClass, Fact};
use geodata::Metres;

fn lockstep(change: impl FnOnce(&mut Scenario)) -> Lockstep {
    let (name, text) = crate::SHIPPED[1];
    let mut scenario = Scenario::parse(name, text).unwrap();
    change(&mut scenario);
    Lockstep::new(setup(), &scenario, 7, &mut |_| ()).unwrap()
}

/// Goes on to the end; `look` sees every fact right after the step it came of.
fn fly(lockstep: &mut Lockstep, mut look: impl FnMut(&mut Lockstep, &[Fact])) {
    loop {
        let mut facts = Vec::new();
        let goes_on = lockstep.step(&mut |record| facts.push(record.entry().unwrap().event.fact));
        look(lockstep, &facts);
        if !goes_on {
            return;
        }
    }
}

#[test]
fn over_its_scene_a_camera_looks_there_and_what_it_follows_is_where_it_is_on_the_ground() {
    for follows in [Follows::Picture, Follows::Place] {
        let mut lockstep = lockstep(|scenario| {
            scenario.camera.follows = follows;
            scenario.camera.without_detectors = true;
        });
        let (mut tracks, mut turned) = (0, 0);
        fly(&mut lockstep, |lockstep, facts| {
            for fact in facts {
                match fact {
                    Fact::PayloadProgressed { progress: controller_core::OrderProgress::Done, .. } => turned += 1,
                    Fact::TrackConfirmed(controller_core::facts::TrackConfirmed { place, class, accuracy, .. }) => {
                        let atlas = &lockstep.engine.controller().setup.atlas;
                        let at = atlas.frame.to_local(*place);
                        let things =
                            lockstep.world.targets().iter().map(|thing| thing.place(lockstep.now).distance(at));
                        let off = things.min_by(Metres::total_cmp).unwrap();
                        // The requirement: five percent of a slant range of some 70 to 150 m.
                        assert!(off.0 < 5.0, "{follows:?}: {off} off, told ±{accuracy}");
                        assert_eq!(*class, DetectionClass::Object);
                        tracks += 1;
                    }
                    _ => {}
                }
            }
        });
        assert_eq!(tracks, 2, "{follows:?}: one for each alarm");
        assert!(turned >= 2, "{follows:?}: both cameras were seen to look there");
        let run = lockstep.finish();
        assert!(run.closed && run.refused.is_empty(), "{follows:?}: {run:?}");
    }
}

/// Whether a vehicle is where it may record: truly, not by its word.
fn may(lockstep: &Lockstep, index: usize) -> bool {
    let controller = lockstep.engine.controller();
    let atlas = &controller.setup.atlas;
    let place = atlas.frame.to_local(lockstep.world.vehicles()[index].truth().place);
    let circle = Metres(controller.setup.policy.camera.scene_radius_m);
    let near = |scene| atlas.frame.to_local(scene).distance(place) <= circle;
    let inside = controller.ledger.incidents.values().any(|incident| near(incident.place));
    inside && no_record(atlas, lockstep.now, place).is_none()
}

#[test]
fn every_moment_a_camera_records_it_is_where_it_may_and_each_flight_ends_with_the_proof() {
    // Farther from the dock than the circle is wide.
    let mut lockstep = lockstep(|scenario| {
        scenario.call[0].lat = Some(47.1740);
        scenario.max_seconds = 500.0;
    });
    let (mut samples, mut proven, mut asked) = (0, Vec::new(), 0);
    fly(&mut lockstep, |lockstep, facts| {
        for fact in facts {
            match fact {
                Fact::SortieAirborne { sortie } => {
                    let vehicle = lockstep.engine.controller().ledger.sorties[sortie].vehicle;
                    let callsign = lockstep.plan.aircraft(vehicle.0).unwrap().callsign.clone();
                    let order = |kind: &str, number: u32| Said {
                        role: "operator",
                        key: format!("camera-{}-{number}", vehicle.0),
                        ask: Ask::Order(
                            vehicle.0,
                            OrderVehicle {
                                kind: kind.to_owned(),
                                callsign: callsign.clone(),
                                to: None,
                                radius_m: None,
                                unit: None,
                                epoch: None,
                            },
                        ),
                    };
                    // All the way there and back somebody presses the button: only within the circle is it heard.
                    for second in 1..60_u32 {
                        let at = lockstep.now.plus(Seconds(f64::from(second) * 2.0));
                        lockstep.under_way.add(at, Parcel::Ask(order("record", second)));
                    }
                    asked += 1;
                }
                Fact::RecordingProven(proof) => proven.push((proof.recorded.0, proof.breaches)),
                Fact::RecordingBreached { .. } => panic!("it recorded where it must not: {facts:?} {:?}", lockstep.now),
                _ => {}
            }
        }
        for index in 0..lockstep.world.vehicles().len() {
            if lockstep.world.vehicles()[index].records() {
                assert!(may(lockstep, index), "aircraft {index} records where it must not");
                samples += 1;
            }
        }
    });
    assert_eq!((asked, proven.len()), (2, 2));
    // A unit may be done before the aircraft is there: then there is nothing to record.
    assert!(proven.iter().all(|(_, breaches)| *breaches == 0), "{proven:?}");
    assert!(proven.iter().any(|(recorded, _)| *recorded > 5.0), "{proven:?}");
    assert!(samples > 200, "{samples} samples");
    let run = lockstep.finish();
    assert!(run.closed, "{run:?}");
    assert!(
        run.refused.iter().any(|refused| refused.contains("outside")),
        "on the way it was refused: {:?}",
        run.refused
    );
}
