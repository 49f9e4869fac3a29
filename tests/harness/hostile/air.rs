//! What comes by radio: raw datagrams of any peer, and whole conversations in well-formed frames that say anything.

use super::obedient::Obedient;
use super::world::{Desk, START, address, setup};
use controller_api::ask::{Ask, Decide, Duty, OrderVehicle};
use controller_core::ledger::approval::ApprovalState;
use controller_core::{Role, VehicleId};
use controller_engine::Stimulus;
use controller_link::codec::{LongMessage, Message, decode, encode};
use controller_link::{Enrolled, LinkConfig, Squadron};
use geodata::Seconds;

/// MAV_CMD_NAV_TAKEOFF, MAV_CMD_COMPONENT_ARM_DISARM, MAV_CMD_MISSION_START.
const LAUNCH: [u16; 3] = [22, 400, 300];

/// The bytes as one datagram, then as many: each is told by two bytes, from whom and how long.
///
/// # Panics
/// When a good frame does not survive being written again, or more was counted than came.
pub fn datagrams(bytes: &[u8]) -> bool {
    let roster = (1..=3).map(|number| Enrolled { vehicle: VehicleId(number), system_id: number }).collect();
    let mut squadron = Squadron::new(LinkConfig { roster, ..LinkConfig::default() });
    let (mut at, mut rest) = (START, bytes);
    squadron.receive(at, address(0), bytes);
    while let [peer, length, tail @ ..] = rest {
        let (datagram, after) = tail.split_at(usize::from(*length).min(tail.len()));
        at = at.plus(Seconds(0.2));
        squadron.receive(at, address(*peer), datagram);
        squadron.tick(at);
        squadron.drain().datagrams.iter().for_each(|sent| assert_eq!(decode(&sent.bytes).flatten().count(), 1));
        rest = after;
    }
    let counters = squadron.counters();
    assert!(counters.garbage_bytes as usize <= 2 * bytes.len(), "{counters:?}");
    assert!(counters.handled <= counters.frames, "{counters:?}");
    let mut accepted = false;
    for frame in decode(bytes).flatten() {
        accepted = true;
        let Some(message) = frame.message else { continue };
        let again: Vec<_> = decode(&encode(frame.header, &message)).flatten().collect();
        assert!(again.len() == 1 && again[0].header == frame.header, "{again:?}");
        assert_eq!(again[0].message.map(|message| message.payload()), Some(message.payload()));
    }
    accepted
}

/// The bytes as steps of a squadron's day: frames of any vehicle, an obedient one's answers, alarms,
/// approvals, orders, time.
///
/// # Panics
/// When a vehicle is told to arm, take off or start without an approval, or the records do not chain.
pub fn conversation(bytes: &[u8]) -> bool {
    let mut desk = Desk::new(setup());
    desk.populate();
    let launched = live(&mut desk, bytes);
    desk.check();
    launched
}

/// Takes every step; whether a launch left that was approved.
///
/// # Panics
/// When a launch leaves that nobody approved.
pub fn live(desk: &mut Desk, bytes: &[u8]) -> bool {
    let (mut rest, mut granted, mut launched, mut vehicle) = (bytes, false, false, Obedient::default());
    while let Some((kind, tail)) = rest.split_first() {
        let (sent, after) = step(desk, *kind, tail, &mut granted, &mut vehicle);
        vehicle.hear(&sent);
        launched |= sent.iter().any(|bytes| launches(bytes));
        assert!(granted || !launched, "a launch nobody approved");
        rest = after;
    }
    launched
}

fn step<'a>(
    desk: &mut Desk,
    kind: u8,
    bytes: &'a [u8],
    granted: &mut bool,
    vehicle: &mut Obedient,
) -> (Vec<Vec<u8>>, &'a [u8]) {
    match (kind, bytes) {
        (0, [span, rest @ ..]) => {
            desk.wait(Seconds(f64::from(*span) * 0.1));
            (desk.take(Stimulus::Clock), rest)
        }
        (1, [east, rest @ ..]) => (desk.alarm(f64::from(*east) * 1e-4), rest),
        (2, rest) => (approve(desk, granted), rest),
        (4, rest) => (vehicle.speak().iter().flat_map(|message| desk.hear(1, 1, 0, message)).collect(), rest),
        (6, [system, id, length, rest @ ..]) => {
            let (payload, after) = rest.split_at(usize::from(*length).min(rest.len()));
            let id = LongMessage::IDS[usize::from(*id) % LongMessage::IDS.len()];
            let said = LongMessage::read(id, payload);
            (said.map(|said| desk.hear_long(u32::from(*system), &said)).unwrap_or_default(), after)
        }
        (3, [vehicle, order, rest @ ..]) => (command(desk, *vehicle, *order), rest),
        (_, [system, id, length, rest @ ..]) => {
            let (payload, after) = rest.split_at(usize::from(*length).min(rest.len()));
            let id = Message::IDS[usize::from(*id) % Message::IDS.len()];
            // The autopilot's, another's, or the camera's.
            let component = if kind % 2 == 1 && kind > 100 { 100 } else { 1 + kind / 200 };
            let sent = Message::read(id, payload)
                .map(|message| desk.hear(u32::from(*system), component, system.saturating_sub(1), &message));
            (sent.unwrap_or_default(), after)
        }
        _ => (Vec::new(), &[]),
    }
}

fn approve(desk: &mut Desk, granted: &mut bool) -> Vec<Vec<u8>> {
    let approvals = &desk.engine().controller().ledger.approvals;
    let open = approvals.iter().find(|(_, approval)| approval.state == ApprovalState::Requested);
    let Some((id, approval)) = open else { return Vec::new() };
    *granted = true;
    let card_hash = desk.engine().controller().ledger.card_hash(*id).unwrap_or_default();
    let ask = Ask::Decide(id.0, Decide { grant: true, mission_hash: approval.offer.mission.hash(), card_hash });
    let take = Duty { act: "take".to_owned(), to: None, relieve: false, deputies: false };
    desk.ask(Role::Commander, &Ask::Duty(take));
    desk.ask(Role::Commander, &ask)
}

fn command(desk: &mut Desk, vehicle: u8, order: u8) -> Vec<Vec<u8>> {
    let id = 1 + u32::from(vehicle % 5);
    let callsign = desk.setup().plan.aircraft(id).map(|aircraft| aircraft.callsign.clone()).unwrap_or_default();
    let (kind, to) = match order % 8 {
        0 => ("hold", None),
        1 => ("return", None),
        2 => ("land", None),
        4 => ("look_at", Some(super::world::point(f64::from(order) * 1e-4))),
        5 => ("lock", None),
        6 => ("record", None),
        7 => ("stop_recording", None),
        _ => ("go_to", Some(super::world::point(f64::from(order) * 1e-4))),
    };
    desk.ask(
        Role::Operator,
        &Ask::Order(id, OrderVehicle { kind: kind.to_owned(), callsign, to, radius_m: None, unit: None, epoch: None }),
    )
}

fn launches(bytes: &[u8]) -> bool {
    decode(bytes).flatten().any(|frame| match frame.message {
        Some(Message::CommandLong(sent)) => LAUNCH.contains(&sent.command),
        Some(Message::CommandInt(sent)) => LAUNCH.contains(&sent.command),
        _ => false,
    })
}
