//! Traffic and terrain through the whole squadron, frame by frame.

use super::*;
use crate::codec::{self, Header, Heartbeat, Message, TerrainCheck, TerrainData, TerrainRequest, Text};
use crate::{Enrolled, LinkConfig, Peer, Squadron, scale};
use controller_core::{HeightAbove, SkyReport, TrafficId, VehicleId};
use geodata::{Frame, Local, Metres, Seconds, Terrain, Wgs84, terrain};
use proptest::prelude::*;
use std::net::SocketAddr;

const NOW: Timestamp = Timestamp(1_790_000_000_000_000);
const HERE: Wgs84 = Wgs84 { lat: 47.14, lon: 9.52 };

fn peer() -> Peer {
    SocketAddr::from(([10, 0, 0, 3], 14_550)).into()
}

fn sealed(component: u8, message: &Message) -> Vec<u8> {
    codec::encode(Header { system: 3, component, sequence: 0 }, message)
}

/// A squadron that hears vehicle 3, an ArduPilot.
fn squadron() -> Squadron {
    let roster = vec![Enrolled { vehicle: VehicleId(3), system_id: 3 }];
    let mut squadron = Squadron::new(LinkConfig { roster, ..LinkConfig::default() });
    let beat = Heartbeat { kind: 2, autopilot: 3, ..Heartbeat::default() };
    squadron.receive(NOW, peer(), &sealed(1, &beat.into()));
    squadron.drain();
    squadron
}

fn heard(squadron: &mut Squadron, at: Timestamp, bytes: &[u8]) -> Vec<Traffic> {
    squadron.receive(at, peer(), bytes);
    let told = squadron.drain().reports.into_iter().filter_map(|(vehicle, report)| match report {
        SkyReport::Around(traffic) => Some((vehicle, traffic)),
        _ => None,
    });
    told.map(|(vehicle, traffic)| {
        assert_eq!(vehicle, VehicleId(3));
        traffic
    })
    .collect()
}

fn helicopter() -> AdsbVehicle {
    let (lat, lon) = scale::to_deg_e7(HERE);
    AdsbVehicle {
        icao_address: 0x4b_1234,
        lat,
        lon,
        altitude: 640_000,
        heading: 9_000,
        hor_velocity: 6_000,
        ver_velocity: -150,
        flags: 1 | 2 | 4 | 8 | 128,
        callsign: Text::from("RESCUE1"),
        emitter_type: 7,
        tslc: 2,
        ..AdsbVehicle::default()
    }
}

#[test]
fn a_transponder_is_heard_through_any_component_with_its_place_of_two_seconds_ago() {
    let mut squadron = squadron();
    let told = heard(&mut squadron, NOW, &sealed(156, &helicopter().into()));
    let [traffic] = told.as_slice() else { panic!("{told:?}") };
    assert_eq!((traffic.id, traffic.kind), (TrafficId::Icao(0x4b_1234), TrafficKind::Helicopter));
    assert_eq!(NOW.since(traffic.at), Seconds(2.0));
    assert_eq!(traffic.height, Some((Metres(640.0), HeightAbove::Sea)));
    assert_eq!(traffic.speed.map(|speed| speed.0), Some(60.0));
    assert_eq!(traffic.climb.map(|climb| climb.0), Some(-1.5));
    assert_eq!(traffic.heading.map(|heading| heading.as_degrees()), Some(90.0));
}

#[test]
fn what_its_flags_do_not_call_valid_is_not_believed() {
    let mut squadron = squadron();
    for flags in [0, 2 | 4 | 8, 1 | 64] {
        let nowhere = AdsbVehicle { flags, ..helicopter() };
        assert_eq!(heard(&mut squadron, NOW, &sealed(156, &nowhere.into())), [], "{flags}");
    }
    for nobody in [0, 0x0100_0000] {
        let nobody = AdsbVehicle { icao_address: nobody, ..helicopter() };
        assert_eq!(heard(&mut squadron, NOW, &sealed(156, &nobody.into())), []);
    }
    let bare = heard(&mut squadron, NOW, &sealed(156, &AdsbVehicle { flags: 1, ..helicopter() }.into()));
    assert!(matches!(bare.as_slice(), [Traffic { height: None, speed: None, heading: None, climb: None, .. }]));
}

#[test]
fn an_address_that_is_not_the_vehicles_tells_nothing_in_its_name() {
    let mut squadron = squadron();
    let elsewhere: Peer = SocketAddr::from(([10, 0, 0, 66], 14_550)).into();
    let status = codec::frame(Header { system: 3, component: 1, sequence: 0 }, 512, &[1, 77]).unwrap();
    for bytes in [sealed(156, &helicopter().into()), status] {
        squadron.receive(NOW, elsewhere, &bytes);
    }
    let reports = squadron.drain().reports;
    let told = |report: &SkyReport| matches!(report, SkyReport::Around(_) | SkyReport::Operator(_));
    assert!(!reports.iter().any(|(_, report)| told(report)), "{reports:?}");
}

#[test]
fn strangers_and_a_vehicle_that_was_never_heard_tell_nothing() {
    let mut squadron = squadron();
    let stranger = codec::encode(Header { system: 9, component: 156, sequence: 0 }, &helicopter().into());
    assert_eq!(heard(&mut squadron, NOW, &stranger), []);
    let later = NOW.plus(Seconds(60.0));
    assert_eq!(heard(&mut squadron, later, &sealed(156, &helicopter().into())), [], "its autopilot is silent");
}

fn location() -> OpenDroneIdLocation {
    let (latitude, longitude) = scale::to_deg_e7(HERE);
    let mut id_or_mac = [0; 20];
    id_or_mac[..6].copy_from_slice(&[2, 0, 0, 0xAB, 0xCD, 0xEF]);
    OpenDroneIdLocation {
        latitude,
        longitude,
        altitude_barometric: 610.0,
        altitude_geodetic: 655.5,
        height: 60.0,
        direction: 27_000,
        speed_horizontal: 1_250,
        speed_vertical: 100,
        id_or_mac,
        status: 2,
        height_reference: 1,
        ..OpenDroneIdLocation::default()
    }
}

#[test]
fn a_drone_is_told_apart_by_a_digest_of_its_address_and_our_own_identification_is_nobody_else() {
    let mut squadron = squadron();
    let told = heard(&mut squadron, NOW, &sealed(236, &location().into()));
    let [traffic] = told.as_slice() else { panic!("{told:?}") };
    assert!(matches!(traffic.id, TrafficId::Drone(digest) if digest != 0));
    assert_eq!((traffic.kind, traffic.height), (TrafficKind::Drone, Some((Metres(60.0), HeightAbove::Ground))));
    let ours = OpenDroneIdLocation { id_or_mac: [0; 20], ..location() };
    assert_eq!(heard(&mut squadron, NOW, &sealed(1, &ours.into())), []);
}

#[test]
fn the_height_a_drone_tells_keeps_what_it_is_counted_from() {
    let mut squadron = squadron();
    let mut height = |told: OpenDroneIdLocation| heard(&mut squadron, NOW, &sealed(236, &told.into()))[0].height;
    let over_home = OpenDroneIdLocation { height_reference: 0, ..location() };
    assert_eq!(height(over_home), Some((Metres(655.5), HeightAbove::Ellipsoid)));
    let pressure = OpenDroneIdLocation { altitude_geodetic: -1000.0, ..over_home };
    assert_eq!(height(pressure), Some((Metres(610.0), HeightAbove::Pressure)));
    assert_eq!(height(OpenDroneIdLocation { altitude_barometric: f32::NAN, ..pressure }), None);
}

/// The same location as it is broadcast (ASTM F3411), built from the standard's own scales.
fn broadcast() -> [u8; 25] {
    let mut bytes = [0; 25];
    let told = location();
    let height = |metres: f32| (((metres + 1000.0) * 2.0) as u16).to_le_bytes();
    bytes[0] = 0x12;
    bytes[1] = 0x20 | 0x04 | 0x02; // airborne, height over ground, west
    bytes[2] = 90; // and 180: 270 degrees
    bytes[3] = 50; // quarters of a metre a second
    bytes[4] = 2; // halves
    bytes[5..9].copy_from_slice(&told.latitude.to_le_bytes());
    bytes[9..13].copy_from_slice(&told.longitude.to_le_bytes());
    bytes[13..15].copy_from_slice(&height(told.altitude_barometric));
    bytes[15..17].copy_from_slice(&height(told.altitude_geodetic));
    bytes[17..19].copy_from_slice(&height(told.height));
    bytes
}

fn pack(messages: &[[u8; 25]]) -> Vec<u8> {
    let mut payload = vec![0, 0];
    payload.extend(location().id_or_mac);
    payload.extend([25, u8::try_from(messages.len()).unwrap()]);
    messages.iter().for_each(|message| payload.extend(message));
    codec::frame(Header { system: 3, component: 236, sequence: 0 }, PACK, &payload).unwrap()
}

#[test]
fn a_drone_in_a_pack_is_the_drone_in_single_messages_and_nothing_of_its_operator_is_read() {
    let mut squadron = squadron();
    let single = heard(&mut squadron, NOW, &sealed(236, &location().into()));
    // Basic id: serial number, balloon. System: where the operator stands. Operator id: a name.
    let (mut basic, mut system, mut operator) = ([0x30; 25], [0x41; 25], [0x52; 25]);
    (basic[0], basic[1]) = (0x02, 0x18);
    (system[0], operator[0]) = (0x42, 0x52);
    let packed = heard(&mut squadron, NOW, &pack(&[system, broadcast(), operator]));
    assert_eq!(packed, single);
    let balloon = heard(&mut squadron, NOW, &pack(&[basic, broadcast(), system, operator]));
    assert_eq!(balloon, [Traffic { kind: TrafficKind::Balloon, ..single[0] }]);
    // Alone, what tells of persons leaves no trace: 12903 is a text, 12904 the operator's place, 12905 the operator's id.
    for id in [12_903, 12_904, 12_905] {
        let frame = codec::frame(Header { system: 3, component: 236, sequence: 0 }, id, &[0x55; 60]).unwrap();
        assert_eq!(heard(&mut squadron, NOW, &frame), []);
        assert_eq!(Message::read(id, &[0x55; 60]), None, "there is no decoder for it");
    }
}

#[test]
fn a_pack_that_lies_about_its_size_is_passed_over() {
    let mut squadron = squadron();
    let good = pack(&[broadcast()]);
    assert_eq!(heard(&mut squadron, NOW, &good).len(), 1);
    for (size, count) in [(24, 1), (25, 10), (0, 0), (255, 255)] {
        let mut payload = vec![0, 0];
        payload.extend(location().id_or_mac);
        payload.extend([size, count]);
        payload.extend(broadcast());
        let bytes = codec::frame(Header { system: 3, component: 236, sequence: 0 }, PACK, &payload).unwrap();
        assert_eq!(heard(&mut squadron, NOW, &bytes), [], "{size} {count}");
    }
}

proptest! {
    #[test]
    fn garbage_in_these_messages_never_panics_and_tells_no_place_that_is_none(
        id in prop::sample::select(vec![246u32, 12_900, 12_901, 12_915]),
        payload in prop::collection::vec(any::<u8>(), 0..255),
    ) {
        let mut squadron = squadron();
        let bytes = codec::frame(Header { system: 3, component: 7, sequence: 0 }, id, &payload).unwrap();
        for traffic in heard(&mut squadron, NOW, &bytes) {
            prop_assert!(Wgs84::new(traffic.place.lat, traffic.place.lon).is_some());
            prop_assert!(traffic.height.is_none_or(|(metres, _)| metres.0.is_finite()));
        }
    }
}

#[test]
fn a_receiver_gone_mad_tells_a_hundred_a_second_and_no_more() {
    let mut squadron = squadron();
    let mut told = 0;
    for ms in 0..2_000_i64 {
        let at = NOW.plus(Seconds(ms as f64 / 1000.0));
        for copy in 0..5 {
            let one = AdsbVehicle { icao_address: 1 + (ms as u32 * 5 + copy), ..helicopter() };
            told += heard(&mut squadron, at, &sealed(156, &one.into())).len();
        }
    }
    assert!((390..=401).contains(&told), "{told}");
}

/// A tile of one degree whose height is known everywhere: 400 m and a metre for every two samples east and four north.
fn hills() -> (Terrain, Frame) {
    let side = 1201;
    let height = |row: usize, column: usize| (400 + column / 2 + (side - row) / 4) as i16;
    let bytes: Vec<u8> = (0..side * side).flat_map(|index| height(index / side, index % side).to_be_bytes()).collect();
    let frame = Frame::at(HERE);
    let bounds = [Wgs84 { lat: 47.05, lon: 9.45 }, Wgs84 { lat: 47.25, lon: 9.65 }];
    let (terrain, _) = terrain::import(&[("N47E009.hgt", bytes.as_slice())], &frame, &bounds).unwrap();
    (terrain, frame)
}

fn question(mask: u64) -> Message {
    let (lat, lon) = scale::to_deg_e7(HERE);
    TerrainRequest { mask, lat, lon, grid_spacing: 100 }.into()
}

fn squares(answers: &[Message]) -> Vec<TerrainData> {
    let square = |message: &Message| match message {
        Message::TerrainData(data) => *data,
        other => panic!("{other:?}"),
    };
    answers.iter().map(square).collect()
}

#[test]
fn a_square_holds_the_heights_of_the_ground_at_its_own_sixteen_places() {
    let (terrain, frame) = hills();
    let mut ground = Ground::of(&terrain, frame);
    let corner = frame.to_local(HERE);
    for data in squares(&ground.answers(NOW, 3, &question(1 << 0 | 1 << 9 | 1 << 55))) {
        for (index, height) in data.data.iter().enumerate() {
            let (north, east) = (f64::from(data.gridbit / 8) * 4.0, f64::from(data.gridbit % 8) * 4.0);
            let (north, east) = (north + (index / 4) as f64, east + (index % 4) as f64);
            let at = Local { x: corner.x + east * 100.0, y: corner.y + north * 100.0 };
            let truth = terrain.height(at).unwrap().0.0;
            assert!((f64::from(*height) - truth).abs() <= 0.5, "{} {index}: {height} {truth}", data.gridbit);
        }
    }
}

#[test]
fn an_aircraft_that_asks_on_has_all_squares_within_seconds_at_a_bounded_pace() {
    let (terrain, frame) = hills();
    let mut ground = Ground::of(&terrain, frame);
    let (mut mask, mut sent, mut seconds) = ((1_u64 << 56) - 1, 0, 0);
    while mask != 0 {
        let at = NOW.plus(Seconds(f64::from(seconds) * 2.0));
        let answers = squares(&ground.answers(at, 3, &question(mask)));
        assert!(answers.len() <= 16);
        sent += answers.len();
        answers.iter().for_each(|data| mask &= !(1 << data.gridbit));
        seconds += 1;
    }
    assert!(sent == 56 && seconds <= 5, "{sent} {seconds}");
    let flood: usize = (0..10_000)
        .map(|n| ground.answers(NOW.plus(Seconds(60.0 + f64::from(n) / 1000.0)), 3, &question(1)).len())
        .sum();
    assert!(flood <= 116, "{flood} in ten seconds");
}

#[test]
fn a_flat_district_and_a_hole_answer_nothing() {
    let (terrain, frame) = hills();
    let mut flat = Ground::of(&Terrain::Flat(geodata::Amsl(Metres(460.0))), frame);
    assert!(flat.answers(NOW, 3, &question(u64::MAX)).is_empty());
    let (lat, lon) = scale::to_deg_e7(HERE);
    assert!(flat.answers(NOW, 3, &TerrainCheck { lat, lon }.into()).is_empty());
    let mut ground = Ground::of(&terrain, frame);
    let far = TerrainRequest { mask: u64::MAX, lat: 100_000_000, lon: 100_000_000, grid_spacing: 100 };
    assert!(ground.answers(NOW, 3, &far.into()).is_empty());
    for grid_spacing in [0, u16::MAX] {
        let odd = TerrainRequest { mask: 1, lat, lon, grid_spacing };
        assert!(ground.answers(NOW, 3, &odd.into()).is_empty());
    }
}

#[test]
fn a_check_of_one_place_is_answered_with_its_height_and_a_place_beyond_with_a_spacing_of_nothing() {
    let (terrain, frame) = hills();
    let mut ground = Ground::of(&terrain, frame);
    let (lat, lon) = scale::to_deg_e7(HERE);
    let report = |answers: Vec<Message>| match answers.as_slice() {
        [Message::TerrainReport(report)] => *report,
        other => panic!("{other:?}"),
    };
    let here = report(ground.answers(NOW, 3, &TerrainCheck { lat, lon }.into()));
    let truth = terrain.height(frame.to_local(HERE)).unwrap().0.0;
    assert!((f64::from(here.terrain_height) - truth).abs() < 0.01 && here.spacing > 0);
    let beyond = report(ground.answers(NOW, 3, &TerrainCheck { lat: 0, lon: 0 }.into()));
    assert_eq!((beyond.spacing, beyond.terrain_height), (0, 0.0));
}
