//! An order is good until it expires: nothing of it starts later, however far it has come.

use super::rig::{Rig, Stub, Weather, patrol, place, waypoints};
use crate::Traffic;
use crate::codec::Message;
use controller_core::{FlightMode, OrderKind, OrderProgress};
use geodata::{Amsl, Metres, Seconds, Timestamp};

/// Runs until the mission is read back, then cuts the link.
fn cut_when_verified(rig: &mut Rig) {
    while !rig.progress(1).contains(&OrderProgress::Verified) {
        assert_eq!(rig.end_of(1), None);
        rig.run(0.05);
    }
    rig.cut = true;
}

fn refused(rig: &Rig) -> String {
    match rig.end_of(1) {
        Some(OrderProgress::Refused { why }) => why,
        other => panic!("not refused but {other:?}"),
    }
}

#[test]
fn a_launch_whose_upload_outlasts_the_order_arms_nothing() {
    for valid in [0.3, 0.6, 1.0, 2.0, 4.0] {
        let weather = Weather { lost: 20, doubled: 0, late: 6, ..Weather::default() };
        let mut rig = Rig::seeded(vec![Stub::new(3)], weather, 5);
        rig.run(1.0);
        rig.order_for(Seconds(valid), 1, 3, OrderKind::Launch { mission: patrol(90) });
        rig.run(60.0);
        assert!(refused(&rig).contains("expired before it could"), "{}", refused(&rig));
        let stub = &rig.stubs[0];
        assert!(stub.armings == 0 && !stub.commands.contains(&400) && !stub.commands.contains(&176));
    }
}

#[test]
fn a_launch_that_expires_at_any_moment_is_flying_or_never_gets_another_start() {
    for tenths in 1..60 {
        let mut rig =
            Rig::seeded(vec![Stub::new(3)], Weather { lost: 0, doubled: 0, late: 4, ..Weather::default() }, tenths);
        rig.run(1.0);
        rig.order_for(Seconds(tenths as f64 * 0.1), 1, 3, OrderKind::Launch { mission: patrol(10) });
        let expires = rig.at.plus(Seconds(tenths as f64 * 0.1));
        rig.run(60.0);
        let late = rig
            .sent
            .iter()
            .zip(&rig.validity)
            .filter(|((_, traffic, _), (left, _))| *traffic == Traffic::Order && *left > expires);
        assert_eq!(late.count(), 0, "expired after {tenths} tenths of a second");
        let (stub, end) = (&rig.stubs[0], rig.end_of(1).unwrap());
        assert!(!stub.in_air || end == OrderProgress::Done, "{end:?}");
    }
}

#[test]
fn an_aircraft_armed_just_before_the_order_expired_gets_no_mission_mode_after() {
    let mut rig = Rig::new(vec![Stub::new(3)]);
    rig.run(1.0);
    rig.order_for(Seconds(6.0), 1, 3, OrderKind::Launch { mission: patrol(4) });
    while !rig.stubs[0].armed {
        assert_eq!(rig.end_of(1), None);
        rig.run(0.05);
    }
    rig.cut = true;
    rig.run(6.0);
    rig.cut = false;
    rig.run(30.0);
    assert!(!rig.stubs[0].commands.contains(&176), "PX4 disarms by itself what does not take off");
    assert_eq!(refused(&rig), "mission mode held back: the order expired before it could start");
}

#[test]
fn a_new_mission_in_the_air_that_expired_on_a_cut_link_is_not_started_when_the_link_is_back() {
    let mut rig = Rig::new(vec![Stub::flying(3)]);
    rig.run(1.0);
    rig.order_for(Seconds(5.0), 1, 3, OrderKind::FlyMission { mission: waypoints(5) });
    cut_when_verified(&mut rig);
    rig.run(5.0);
    rig.cut = false;
    rig.run(30.0);
    assert!(!matches!(rig.end_of(1), None | Some(OrderProgress::Done)));
    assert_eq!(rig.stubs[0].mode(), FlightMode::Hold, "it hovers where it is");
}

#[test]
fn the_way_home_goes_on_once_it_has_begun() {
    let mut rig = Rig::new(vec![Stub::flying(3)]);
    rig.run(1.0);
    rig.order_for(Seconds(3.0), 1, 3, OrderKind::FlyHome { mission: waypoints(5) });
    cut_when_verified(&mut rig);
    rig.run(3.0);
    rig.cut = false;
    assert_eq!(rig.run_until_over(1, 30.0), Some(OrderProgress::Done));
    assert_eq!(rig.stubs[0].mode(), FlightMode::Mission);
}

#[test]
fn what_an_order_sends_says_until_when_it_may_leave_and_safety_never_does() {
    let mut rig = Rig::new(vec![Stub::flying(3)]);
    rig.run(1.0);
    let until: Timestamp = rig.at.plus(Seconds(10.0));
    rig.order(1, 3, OrderKind::GoTo { at: place(1), altitude: Amsl(Metres(520.0)) });
    rig.run(3.0);
    rig.order(2, 3, OrderKind::Return);
    rig.run(3.0);
    let mut kinds = [0, 0, 0];
    for ((_, traffic, message), (_, expires)) in rig.sent.iter().zip(&rig.validity) {
        let is_go_to = matches!(message, Message::CommandInt(_));
        assert_eq!((*traffic == Traffic::Order, *expires), (is_go_to, is_go_to.then_some(until)), "{message:?}");
        kinds[*traffic as usize] += 1;
    }
    assert!(kinds.iter().all(|count| *count > 0), "{kinds:?}");
}
