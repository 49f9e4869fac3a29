//! From a frame another library wrote to quantities with units: degrees, metres above the sea and above home, metres a
//! second, compass degrees. A unit mixed up on the way shows here.

use crate::frames::golden;
use controller_core::{Fix, SkyReport, VehicleId};
use controller_link::codec::{Header, Heartbeat, encode};
use controller_link::{Enrolled, LinkConfig, Squadron};
use geodata::{Timestamp, Wgs84};
use std::net::{Ipv4Addr, SocketAddr};

/// What the file says GLOBAL_POSITION_INT `plain` holds, in the units of common.xml: 1e-7 degree, mm, cm/s, 0.01 degree.
const FIX: [f64; 8] =
    [-337_654_321.0, 1_512_087_654.0, -2_027_808_452.0, 387_276_917.0, -23_078.0, 21_463.0, -19_848.0, 18_233.0];

fn fix() -> Fix {
    let at = Timestamp::from_millis(1_000_000);
    let from = SocketAddr::from((Ipv4Addr::LOCALHOST, 14_550));
    let frame = golden().into_iter().find(|one| one.name == "GLOBAL_POSITION_INT" && one.variant == "plain").unwrap();
    let system = u32::from(frame.bytes[5]);
    let roster = vec![Enrolled { vehicle: VehicleId(1), system_id: system }];
    let mut squadron = Squadron::new(LinkConfig { roster, ..LinkConfig::default() });
    // An autopilot of PX4's, a quadrotor.
    let heartbeat = Heartbeat { kind: 2, autopilot: 12, ..Heartbeat::default() };
    squadron.receive(at, from, &encode(Header { system, component: 1, sequence: 0 }, &heartbeat.into()));
    // The file's sender may be another component; the squadron listens to autopilots.
    let mut message = crate::frames::only(&frame);
    message.header.component = 1;
    squadron.receive(at, from, &encode(message.header, &message.message.unwrap()));
    let mut fixes = squadron.drain().reports.into_iter().filter_map(|(_, report)| match report {
        SkyReport::Fix(fix) => Some(fix),
        _ => None,
    });
    fixes.next_back().expect("the position became a fix")
}

fn near(value: f64, wire: f64, scale: f64) {
    assert!((value - wire * scale).abs() < 1e-6 * wire.abs() * scale, "{value} is not {wire} x {scale}");
}

#[test]
fn a_position_keeps_its_units_from_wire_to_core() {
    let fix = fix();
    let [lat, lon, alt, relative, north, east, down, _] = FIX;
    near(fix.place.lat, lat, 1e-7);
    near(fix.place.lon, lon, 1e-7);
    near(fix.altitude.0.0, alt, 1e-3);
    near(fix.above_home.0, relative, 1e-3);
    near(fix.speed.0, north.hypot(east), 1e-2);
    near(fix.climb.0, -down, 1e-2);
    assert!(Wgs84::new(fix.place.lat, fix.place.lon).is_some());
}

#[test]
fn a_moving_aircraft_heads_where_it_moves() {
    let [_, _, _, _, north, east, ..] = FIX;
    let compass = east.atan2(north).to_degrees().rem_euclid(360.0);
    assert!((fix().heading.as_degrees() - compass).abs() < 1e-6);
}
