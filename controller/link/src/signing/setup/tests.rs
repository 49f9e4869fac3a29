//! The carrying of a key to an aircraft that takes it, and to those that do not.

use super::*;
use mavlink::{MAVLinkV2MessageRaw, MavHeader, dialects::common::SETUP_SIGNING_DATA};

const NOW: Timestamp = Timestamp(1_790_000_000_000_000);
const US: Header = Header { system: 255, component: 190, sequence: 0 };

fn key() -> Key {
    Key::new(std::array::from_fn(|place| place as u8 + 1))
}

/// An aircraft on the wire: whether it is there, armed, takes keys, and is deaf to what nobody signed.
#[derive(Clone, Copy)]
struct Aircraft {
    there: bool,
    armed: bool,
    takes: bool,
    deaf: bool,
}

const GOOD: Aircraft = Aircraft { there: true, armed: false, takes: true, deaf: true };

/// Runs the set-up against it; gives the end, how often the key left, and the aircraft's key.
fn run(aircraft: Aircraft) -> (Option<Ended>, usize, Option<Key>) {
    let mut setup = Setup::new(NOW, 3, key(), US);
    let (mut held, mut carried, mut time) = (None::<Key>, 0, 0);
    for tenth in 0..600 {
        let at = NOW.plus(Seconds(f64::from(tenth) * 0.1));
        let mut says: Vec<Message> = Vec::new();
        if tenth % 10 == 0 {
            let base_mode = if aircraft.armed { 0x80 } else { 0 };
            says.push(Heartbeat { kind: 2, autopilot: 3, base_mode, ..Heartbeat::default() }.into());
        }
        for bytes in setup.tick(at) {
            for raw in codec::scan(&bytes).map(Result::unwrap) {
                carried += usize::from(raw.id == SETUP_SIGNING);
                if raw.id == SETUP_SIGNING && aircraft.takes {
                    held = Some(Key::new(*raw.payload.last_chunk().unwrap()));
                }
                let opens = held.as_ref().is_none_or(|held| signed_with(held, &raw).is_some()) || !aircraft.deaf;
                if let Some(Message::Timesync(ask)) = raw.message().filter(|_| opens) {
                    says.push(Timesync { tc1: 7, ..ask }.into());
                }
            }
        }
        for message in says.iter().filter(|_| aircraft.there) {
            let plain = codec::encode(Header { system: 3, component: 1, sequence: 0 }, message);
            time += 1;
            let bytes = held.as_ref().map_or(plain.clone(), |held| sign(held, plain.clone(), 1, stamp(at) + time));
            setup.receive(at, &bytes);
        }
        if setup.ended().is_some() {
            break;
        }
    }
    (setup.ended(), carried, held)
}

#[test]
fn an_aircraft_that_takes_the_key_signs_and_is_deaf_to_what_nobody_signed() {
    let (ended, carried, held) = run(GOOD);
    assert_eq!(ended, Some(Ended::Signs { obeys_unsigned: false }));
    assert_eq!((carried, held), (3, Some(key())));
}

#[test]
fn a_port_left_open_is_told() {
    let (ended, ..) = run(Aircraft { deaf: false, ..GOOD });
    assert_eq!(ended, Some(Ended::Signs { obeys_unsigned: true }));
}

#[test]
fn an_armed_aircraft_nobody_and_one_that_takes_no_key_are_told_apart() {
    assert_eq!(run(Aircraft { armed: true, ..GOOD }), (Some(Ended::Armed), 0, None));
    assert_eq!(run(Aircraft { there: false, ..GOOD }), (Some(Ended::Unheard), 0, None));
    assert_eq!(run(Aircraft { takes: false, ..GOOD }).0, Some(Ended::DoesNotSign));
}

#[test]
fn the_message_is_that_of_another_encoder_byte_for_byte() {
    let mut setup = Setup::new(NOW, 3, key(), US);
    let ours = setup.carry(NOW).unwrap();
    let theirs = SETUP_SIGNING_DATA {
        initial_timestamp: stamp(NOW),
        target_system: 3,
        target_component: 1,
        secret_key: std::array::from_fn(|place| place as u8 + 1),
    };
    let mut raw = MAVLinkV2MessageRaw::new();
    raw.serialize_message_data(MavHeader { system_id: 255, component_id: 190, sequence: 1 }, &theirs);
    assert_eq!(ours, raw.raw_bytes());
}

#[test]
fn garbage_on_the_wire_never_panics() {
    let mut setup = Setup::new(NOW, 3, key(), US);
    let mut random = 1_u64;
    for _ in 0..2_000 {
        let bytes: Vec<u8> = (0..60)
            .map(|_| {
                random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (random >> 56) as u8
            })
            .collect();
        setup.receive(NOW, &bytes);
    }
    assert_eq!(setup.ended(), None);
}
