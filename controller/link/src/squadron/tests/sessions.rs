//! Who becomes a vehicle, what is told of it, and what is counted.

use super::rig::{Rig, START, Stub, address, waypoints};
use crate::codec::{self, Header, Heartbeat, Message};
use crate::{Datagram, Enrolled, LinkConfig, Squadron, Traffic};
use controller_core::{FlightMode, OrderKind, SkyReport, VehicleId};
use geodata::{Seconds, Timestamp};

fn heartbeat(system: u32, component: u8, autopilot: u8) -> Vec<u8> {
    let beat = Heartbeat { kind: 2, autopilot, custom_mode: 0x0304_0000, ..Heartbeat::default() };
    codec::encode(Header { system, component, sequence: 0 }, &beat.into())
}

fn one_vehicle() -> Squadron {
    let roster = vec![Enrolled { vehicle: VehicleId(3), system_id: 3 }];
    Squadron::new(LinkConfig { roster, ..LinkConfig::default() })
}

#[test]
fn a_vehicle_is_up_on_its_first_heartbeat_and_lost_three_seconds_after_its_last() {
    let mut rig = Rig::new(vec![Stub::new(3)]);
    rig.run(0.1);
    assert_eq!(rig.reports[0], (VehicleId(3), SkyReport::LinkUp));
    rig.run(2.0);
    let last = rig.at;
    rig.cut = true;
    rig.run(2.0);
    assert!(!rig.reports.iter().any(|(_, report)| matches!(report, SkyReport::LinkLost { .. })));
    rig.run(2.0);
    let lost = rig.reports.iter().find_map(|(_, report)| match report {
        SkyReport::LinkLost { last } => Some(*last),
        _ => None,
    });
    assert!(lost.is_some_and(|lost| lost <= last));
    rig.cut = false;
    rig.run(1.1);
    assert_eq!(rig.reports.iter().filter(|(_, report)| *report == SkyReport::LinkUp).count(), 2);
}

#[test]
fn telemetry_becomes_a_fix_and_a_status() {
    let mut rig = Rig::new(vec![Stub::flying(3)]);
    rig.run(2.1);
    let fix = rig.reports.iter().find_map(|(_, report)| match report {
        SkyReport::Fix(fix) => Some(*fix),
        _ => None,
    });
    assert!(fix.is_some_and(|fix| (fix.place.lat - 47.1).abs() < 1e-9 && (fix.altitude.0.0 - 455.0).abs() < 1e-9));
    let status = rig.reports.iter().rev().find_map(|(_, report)| match report {
        SkyReport::Status(status) => Some(status.clone()),
        _ => None,
    });
    let status = status.unwrap();
    assert!(status.armed && status.ready && status.position_ok && status.in_air == Some(true));
    assert_eq!((status.mode, status.battery_percent), (FlightMode::Hold, Some(80)));
}

#[test]
fn strangers_cameras_and_ground_stations_become_no_vehicle() {
    let mut squadron = one_vehicle();
    squadron.receive(START, address(9), &heartbeat(9, 1, 12));
    squadron.receive(START, address(3), &heartbeat(3, 100, 12));
    squadron.receive(START, address(3), &heartbeat(3, 1, 8));
    squadron.receive(START, address(3), b"\xFDnot a frame at all");
    let drained = squadron.drain();
    assert!(drained.reports.is_empty() && drained.datagrams.is_empty());
    let counters = squadron.counters();
    assert_eq!((counters.not_enrolled, counters.other_components, counters.not_a_vehicle), (1, 1, 1));
    assert_eq!((counters.datagrams, counters.frames, counters.handled, counters.garbage_bytes), (4, 3, 0, 19));
    assert_eq!(squadron.wake_at(), None);
}

/// The question for the number of the autopilot's board.
fn asks_who(datagram: &Datagram) -> bool {
    let message = codec::decode(&datagram.bytes).next().unwrap().unwrap().message;
    matches!(message, Some(Message::CommandLong(long)) if (long.command, long.param1) == (512, 148.0))
}

#[test]
fn a_second_address_is_ignored_while_the_first_is_alive_and_believed_after() {
    let mut squadron = one_vehicle();
    let thief = address(77);
    squadron.receive(START, address(3), &heartbeat(3, 1, 12));
    squadron.receive(START, thief, &heartbeat(3, 1, 12));
    squadron.tick(START);
    let sent = squadron.drain().datagrams;
    assert!(sent.iter().filter(|datagram| !asks_who(datagram)).all(|datagram| datagram.to == address(3)));
    assert!(sent.iter().any(|datagram| datagram.to == thief && asks_who(datagram)), "it is asked who it is");
    assert_eq!(squadron.counters().other_addresses, 1);
    let later = START.plus(Seconds(3.5));
    squadron.receive(later, thief, &heartbeat(3, 1, 12));
    squadron.tick(later);
    let sent = squadron.drain().datagrams;
    assert!(sent.iter().filter(|datagram| !asks_who(datagram)).all(|datagram| datagram.to == thief));
}

#[test]
fn every_vehicle_on_one_port_gets_its_own_datagrams_and_one_heartbeat_a_second() {
    let mut rig = Rig::new(vec![Stub::new(3), Stub::new(4)]);
    rig.run(10.0);
    for system in [3, 4] {
        let to = |message: &Message| match message {
            Message::CommandLong(long) if long.command != 512 => Some(long.target_system),
            _ => None,
        };
        let mine: Vec<_> = rig.sent.iter().filter(|(peer, ..)| *peer == address(system)).collect();
        assert!(mine.iter().all(|(_, _, message)| to(message).is_none_or(|target| target == system)));
        let beats = mine.iter().filter(|(_, _, message)| matches!(message, Message::Heartbeat(_))).count();
        assert!((9..=11).contains(&beats), "{beats} heartbeats in 10 s");
        let position = |message: &Message| match message {
            Message::CommandLong(long) => long.command == 511 && long.param1.to_bits() == 33.0_f32.to_bits(),
            _ => false,
        };
        let asked = mine.iter().filter(|(_, _, message)| position(message)).count();
        assert_eq!(asked, 1, "one request a message rate");
    }
    assert!(rig.sent.iter().all(|(_, traffic, _)| *traffic == Traffic::Keepalive));
}

#[test]
fn missing_sequence_numbers_are_counted_and_reordering_is_not_255_losses() {
    let mut squadron = one_vehicle();
    let frame = |sequence| {
        let beat = Heartbeat { kind: 2, autopilot: 12, ..Heartbeat::default() };
        codec::encode(Header { system: 3, component: 1, sequence }, &beat.into())
    };
    for sequence in [250, 251, 254, 253, 255, 0, 3] {
        squadron.receive(START, address(3), &frame(sequence));
    }
    assert_eq!(squadron.counters().sequence_gaps, 3, "252, 1 and 2; 253 was late");
    assert_eq!(squadron.vehicle_counters(VehicleId(3)).unwrap().handled, 7);
}

#[test]
fn an_idle_link_wakes_for_its_heartbeat_and_not_more_often() {
    let mut rig = Rig::new(vec![Stub::new(3)]);
    rig.run(20.0);
    let wake = rig.squadron.wake_at().unwrap();
    assert!(wake > rig.at.plus(Seconds(-0.1)) && wake <= rig.at.plus(Seconds(1.0)), "{:?}", wake.since(rig.at));
    let _: Timestamp = wake;
}

#[test]
fn what_is_aboard_is_not_asked_while_an_order_runs_and_is_asked_after_it() {
    let mut rig = Rig::new(vec![Stub { mode: 0x0404_0000, lies: true, ..Stub::flying(3) }]);
    rig.stubs[0].items = crate::mission_items(&waypoints(3));
    let lists = |rig: &Rig| {
        let is_list = |message: &Message| matches!(message, Message::MissionRequestList(_));
        rig.sent.iter().filter(|(_, _, message)| is_list(message)).count()
    };
    rig.run(0.05);
    rig.order(1, 3, OrderKind::Return);
    let before = lists(&rig);
    rig.run(3.0);
    // The link is lost and found while the order is still tried: a new contact, and no time for questions.
    rig.cut = true;
    rig.run(4.0);
    rig.cut = false;
    rig.run(5.0);
    assert_eq!((rig.end_of(1), lists(&rig)), (None, before));
    assert!(rig.squadron.wake_at().is_some_and(|wake| wake > rig.at), "it does not wake for what it may not do");
    rig.run(15.0);
    assert!(rig.end_of(1).is_some());
    assert!(lists(&rig) > before);
    assert!(
        rig.reports.iter().any(|(_, report)| matches!(report, SkyReport::Aboard(mission) if mission.items.len() == 3))
    );
}
