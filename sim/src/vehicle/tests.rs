//! The aircraft flown by a small scripted ground station, in virtual time.

mod ardupilot;
mod px4;
mod readiness;
mod recorded;
mod station;

use super::{Start, Vehicle, VehicleConfig};
use controller_core::{FlightMode, Order, OrderId, OrderKind, OrderProgress, SkyReport, VehicleId, safety};
use controller_link::codec::{CommandInt, Message, SetMode};
use controller_link::{Enrolled, LinkConfig, LinkId, Squadron};
use flight_plans::{Mission, MissionItem};
use geodata::{Amsl, Frame, Local, Metres, Seconds, Timestamp};
use proptest::prelude::*;
use station::*;
use std::net::SocketAddr;

#[test]
fn a_mission_from_the_dock_is_flown_home_and_ends_disarmed_and_charging() {
    let mut station = docked();
    station.upload(&triangle());
    assert_eq!((station.arm(), station.mode(4.0)), (0, 0));
    let up = station.until(20.0, "off the ground", |truth| truth.in_air);
    assert!(up < 3.0);
    station.until(90.0, "at the far corner", |truth| truth.item == 4 || truth.mode == FlightMode::Return);
    assert!(station.vehicle.truth().above_ground.0 > 65.0);
    station.until(120.0, "home", |truth| !truth.in_air);
    station.until(5.0, "disarmed", |truth| !truth.armed);
    let truth = station.vehicle.truth();
    assert!(Frame::at(HOME).to_local(truth.place).distance(Local::default()).0 < 2.0);
    assert!(truth.battery_percent < 89.0);
    for seq in 0..4 {
        let reached = |message: &Message| matches!(message, Message::MissionItemReached(item) if item.seq == seq);
        assert!(station.heard.iter().any(reached), "item {seq} reported");
    }
    station.run(1300.0);
    assert!(station.vehicle.truth().battery_percent > 99.0, "the dock fills it");
}

#[test]
fn it_says_yes_to_the_mission_mode_without_a_mission_and_stays() {
    let mut station = docked();
    assert_eq!(station.mode(4.0), 0);
    station.run(1.0);
    assert_eq!(station.vehicle.truth().mode, FlightMode::Hold);
}

#[test]
fn it_will_not_arm_on_a_low_battery_and_says_why() {
    let low = VehicleConfig { battery_percent: 5.0, ..config(Start::Docked) };
    let mut station = Station::new(Vehicle::new(low, START));
    station.run(4.0);
    assert_eq!(station.arm(), 1);
    station.run(0.2);
    assert!(station.said("Preflight Fail: low battery"));
}

#[test]
fn armed_and_left_alone_it_disarms_itself() {
    let mut station = docked();
    assert_eq!(station.arm(), 0);
    let waited = station.until(15.0, "disarmed", |truth| !truth.armed);
    assert!(waited > 9.0);
}

#[test]
fn a_silent_ground_station_brings_it_home() {
    let mut station = Station::new(airborne());
    station.run(5.0);
    station.silent = true;
    station.run(8.0);
    assert_eq!(station.vehicle.truth().mode, FlightMode::Mission);
    station.run(4.0);
    assert_eq!(station.vehicle.truth().mode, FlightMode::Return);
    assert!(station.said("GCS connection lost"));
    station.until(200.0, "down", |truth| !truth.armed);
}

#[test]
fn a_low_battery_brings_it_home_before_it_is_empty() {
    let mission =
        Mission { items: vec![MissionItem::LoiterUnlimited { at: at(600.0, 0.0), altitude: Amsl(Metres(540.0)) }] };
    let start = Start::Airborne { mission, at_item: 0 };
    let mut station = Station::new(Vehicle::new(VehicleConfig { battery_percent: 22.0, ..config(start) }, START));
    station.until(200.0, "low", |truth| truth.mode == FlightMode::Return);
    station.until(200.0, "home", |truth| !truth.armed);
    assert!(station.vehicle.truth().battery_percent > 5.0);
}

#[test]
fn the_altitude_of_a_reposition_is_above_sea_level_whatever_its_frame_says() {
    let mut station = Station::new(airborne());
    station.run(2.0);
    let (x, y) = controller_link::scale::to_deg_e7(at(100.0, 100.0));
    let go = CommandInt {
        command: 192,
        frame: 6,
        x,
        y,
        z: 520.0,
        param2: 1.0,
        target_system: 3,
        target_component: 1,
        ..CommandInt::default()
    };
    station.send(go);
    station.run(60.0);
    assert!((station.vehicle.truth().altitude.0.0 - 520.0).abs() < 1.0);
    station.send(CommandInt { z: 30.0, ..go });
    station.run(200.0);
    assert!(!station.vehicle.truth().in_air, "30 m above the sea is under this ground");
}

#[test]
fn wind_and_gusts_are_felt_and_the_same_seed_flies_the_same_flight() {
    let fly = |seed| {
        let mission = Mission { items: vec![waypoint(600.0, 0.0, 80.0), waypoint(600.0, 600.0, 80.0)] };
        let start = Start::Airborne { mission, at_item: 0 };
        let mut station = Station::new(Vehicle::new(VehicleConfig { seed, ..config(start) }, START));
        station.wind = (-6.0, 4.0);
        station.run(30.0);
        let truth = station.vehicle.truth();
        (truth.place.lat.to_bits(), truth.place.lon.to_bits(), station.heard.len())
    };
    assert_eq!(fly(1), fly(1));
    assert_ne!(fly(1), fly(2));
}

#[test]
fn one_long_step_is_the_same_flight_as_many_short_ones() {
    let run = |every: i64| {
        let mut vehicle = airborne();
        for step in 1..=(20_000_000 / every) {
            vehicle.step(Timestamp(START.0 + step * every), (2.0, 2.0));
        }
        vehicle.truth()
    };
    assert_eq!(run(50_000), run(1_000_000));
}

#[test]
fn the_old_set_mode_works_too() {
    let mut station = Station::new(airborne());
    station.run(1.0);
    station.send(SetMode { custom_mode: 0x0304_0000, target_system: 3, base_mode: 1 });
    assert_eq!(station.vehicle.truth().mode, FlightMode::Hold);
}

#[test]
fn our_own_link_flies_it_there_holds_it_and_brings_it_home() {
    fly_with_our_link(airborne());
}

#[test]
fn our_own_link_flies_ardupilot_there_holds_it_and_brings_it_home() {
    fly_with_our_link(ardupilot::airborne());
}

fn fly_with_our_link(mut vehicle: Vehicle) {
    let roster = vec![Enrolled { vehicle: VehicleId(1), system_id: 3 }];
    let mut squadron = Squadron::new(LinkConfig { roster, ..LinkConfig::default() });
    let mut now = START;
    let mut ends = Vec::new();
    let target = at(-200.0, 150.0);
    let kinds = [OrderKind::GoTo { at: target, altitude: Amsl(Metres(525.0)) }, OrderKind::Hold, OrderKind::Return];
    for (number, kind) in (1..).zip(kinds) {
        for step in 0..1200 {
            if step == 20 {
                let expires = now.plus(Seconds(10.0));
                let order = Order { id: OrderId(number), vehicle: VehicleId(1), kind: kind.clone(), expires };
                squadron.order(now, safety::without_approval(order, now, true).unwrap());
            }
            now = now.plus(Seconds(0.05));
            vehicle.step(now, (0.0, 3.0));
            for (_, bytes) in vehicle.drain() {
                squadron.receive(now, SocketAddr::from(([127, 0, 0, 1], 14_001)), &bytes);
            }
            squadron.tick(now);
            let drained = squadron.drain();
            for datagram in drained.datagrams {
                vehicle.receive(now, station(), &datagram.bytes);
            }
            ends.extend(drained.reports.into_iter().filter_map(|(_, report)| match report {
                SkyReport::Order(id, OrderProgress::Done) => Some(id.0),
                _ => None,
            }));
        }
        if number == 1 {
            let off = Frame::at(HOME).to_local(vehicle.truth().place).distance(Local { x: -200.0, y: 150.0 });
            assert!(off.0 < 5.0, "{off} off");
        }
    }
    assert_eq!(ends, [1, 2, 3]);
    assert!(!vehicle.truth().in_air || vehicle.truth().mode == FlightMode::Return);
    assert_eq!(squadron.counters().sequence_gaps, 0);
}

proptest! {
    #[test]
    fn no_bytes_and_no_message_make_it_panic(
        noise in proptest::collection::vec(any::<u8>(), 0..120),
        id in proptest::sample::select(Message::IDS),
        mut payload in proptest::collection::vec(any::<u8>(), 60),
        command in prop_oneof![any::<u16>(), Just(176), Just(192), Just(22), Just(400), Just(511)],
    ) {
        let mut station = Station::new(airborne());
        station.run(1.0);
        station.vehicle.receive(station.now, super::tests::station(), &noise);
        if matches!(id, 75 | 76) {
            payload[28..30].copy_from_slice(&command.to_le_bytes());
            payload[30] = 3;
            payload[31] = 1;
        }
        station.send(Message::read(id, &payload).unwrap());
        station.run(5.0);
        let truth = station.vehicle.truth();
        prop_assert!(truth.place.lat.is_finite() && truth.altitude.0.0.is_finite());
    }
}
