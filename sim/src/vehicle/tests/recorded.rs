//! What a ground station once said to a real autopilot is said again to the simulated one, at the recorded times: it must
//! answer the same, in the same order, and go through the same modes. The recordings lie beside the repository; without
//! them the tests say so and pass.

use super::super::{Airframe, Firmware};
use super::*;
use controller_link::codec;

/// A message of a recording: seconds from its beginning, whether the ground station spoke, and what.
struct Line {
    at: f64,
    ground: bool,
    message: Message,
}

/// Eight bytes of microseconds before each frame; the frame tells its length.
fn recording(name: &str) -> Option<Vec<Line>> {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/tlogs").join(name);
    let Ok(bytes) = std::fs::read(&path) else {
        println!("skipped: no {} beside the repository", path.display());
        return None;
    };
    let (mut lines, mut rest, mut began) = (Vec::new(), &bytes[..], None);
    while rest.len() > 20 {
        let micros = u64::from_be_bytes(rest[..8].try_into().unwrap());
        let signature = if rest[10] & 1 == 1 { 13 } else { 0 };
        let end = 8 + 10 + usize::from(rest[9]) + 2 + signature;
        let Some(frame) = rest.get(8..end) else { break };
        let at = (micros - *began.get_or_insert(micros)) as f64 / 1e6;
        for frame in codec::decode(frame).flatten() {
            let ground = frame.header.system != 1;
            lines.extend(frame.message.map(|message| Line { at, ground, message }));
        }
        rest = &rest[end..];
    }
    Some(lines)
}

/// An answer in words that do not depend on the moment or on the flight's metres.
fn answer(message: &Message) -> Option<String> {
    Some(match message {
        Message::CommandAck(ack) => format!("command {} answered {}", ack.command, ack.result),
        Message::AutopilotVersion(version) => {
            // Files are not served here (capability 32).
            format!("version {:#x} with {:#x}", version.flight_sw_version, version.capabilities & !32)
        }
        Message::MissionRequest(ask) => format!("asks the old way for {} of {}", ask.seq, ask.mission_type),
        Message::MissionRequestInt(ask) => format!("asks for {} of {}", ask.seq, ask.mission_type),
        Message::MissionAck(ack) => format!("plan {} answered {}", ack.mission_type, ack.kind),
        Message::MissionCount(count) => format!("{} items of {}", count.count, count.mission_type),
        Message::MissionItemInt(item) if item.seq == 0 => format!("item 0: {} in {}", item.command, item.frame),
        Message::MissionItemInt(i) => format!(
            "item {}: {} in {} at {},{},{} with {},{},{},{}",
            i.seq, i.command, i.frame, i.x, i.y, i.z, i.param1, i.param2, i.param3, i.param4
        ),
        _ => return None,
    })
}

/// The modes of the heartbeats, with whether it was armed, each change once.
fn modes<'a>(messages: impl Iterator<Item = &'a Message>) -> Vec<(u32, bool)> {
    let mode = |message: &Message| match message {
        Message::Heartbeat(beat) => Some((beat.custom_mode, beat.base_mode & 0x80 != 0)),
        _ => None,
    };
    let mut modes: Vec<_> = messages.filter_map(mode).collect();
    modes.dedup();
    modes
}

/// Says everything again; `pace` seconds of the flight went by in one recorded second.
fn say_again(lines: &[Line], firmware: Firmware, pace: f64) -> Vec<Message> {
    let airframe =
        Airframe { cruise: geodata::MetresPerSecond(6.0), climb: geodata::MetresPerSecond(1.5), ..Airframe::default() };
    let config = VehicleConfig {
        system_id: 1,
        home: geodata::Wgs84 { lat: 47.397_741_9, lon: 8.545_593_7 },
        ground: Amsl(Metres(488.1)),
        airframe,
        firmware,
        ..VehicleConfig::default()
    };
    let mut station = Station::new(Vehicle::new(config, START));
    station.silent = true;
    station.wind = (0.0, 0.0);
    for line in lines.iter().filter(|line| line.ground) {
        station.now = START.plus(Seconds(line.at * pace + 3.0));
        station.vehicle.step(station.now, station.wind);
        station.listen();
        station.system = 245;
        station.send(line.message);
    }
    station.run(120.0);
    station.heard
}

fn compare(name: &str, firmware: Firmware, pace: f64) {
    let Some(lines) = recording(name) else { return };
    let heard = say_again(&lines, firmware, pace);
    let real: Vec<&Message> = lines.iter().filter(|line| !line.ground).map(|line| &line.message).collect();
    let wanted: Vec<String> = real.iter().filter_map(|message| answer(message)).collect();
    let given: Vec<String> = heard.iter().filter_map(answer).collect();
    assert!(wanted.len() > 20, "{}", wanted.len());
    for (number, (wanted, given)) in wanted.iter().zip(&given).enumerate() {
        assert_eq!(given, wanted, "answer {number} of {name}");
    }
    assert_eq!(given.len(), wanted.len(), "{name}: {:?}", given.get(wanted.len()));
    let (wanted, given) = (modes(real.into_iter()), modes(heard.iter()));
    // The recordings begin before and end after what can be compared: from the first arming to the last mode in the air.
    let flown = |modes: &[(u32, bool)]| -> Vec<u32> {
        modes.iter().filter(|(_, armed)| *armed).map(|(mode, _)| *mode).collect()
    };
    let wanted = flown(&wanted);
    // How long it stays in the mode it was armed in is less than the pause between two heartbeats.
    let given: Vec<u32> = flown(&given).into_iter().skip_while(|mode| Some(mode) != wanted.first()).collect();
    assert_eq!(given, wanted, "{name}");
    println!("{name}: answers alike, modes {given:?}");
}

#[test]
fn ardupilot_answers_mavsdk_as_the_recorded_one_did() {
    compare("arducopter_mavsdk_grpc_flight.tlog", Firmware::ArduPilot, 1.0);
}

#[test]
fn ardupilot_answers_pymavlink_as_the_recorded_one_did() {
    compare("arducopter_pymavlink_mission_rtl.tlog", Firmware::ArduPilot, 4.0);
}

#[test]
fn px4_answers_mavsdk_as_the_recorded_one_did() {
    compare("px4_mavsdk_grpc_flight.tlog", Firmware::Px4, 1.0);
}
