//! No number of a MAVLink command passes the API: what is no word of ours is refused, and whatever is asked, only the
//! commands of the list are ever sent. All 65,536 in process by the door's own reading, the dangerous ones by HTTP too.

use controller_api::ask::{Ask, OrderVehicle};
use controller_core::Role;
use controller_engine::Stimulus;
use controller_link::codec::{ExtendedSysState, Message, decode};
use geodata::Seconds;
use harness::Scratch;
use harness::controller::{Controller, Start};
use harness::hostile::world::{Desk, hello, setup};
use std::collections::BTreeSet;

/// What may leave: take-off, orbit, mode, reposition, arming, message rate, message request.
const LIST: [u16; 7] = [22, 34, 176, 192, 400, 511, 512];

/// Flight termination, force-disarm, reboot, fault injection, parachute, motor test, gripper, user commands.
const DANGEROUS: [u16; 9] = [185, 400, 246, 420, 208, 209, 211, 31_010, 42_428];

fn commands(frames: &[Vec<u8>]) -> BTreeSet<u16> {
    let sent = frames.iter().flat_map(|bytes| decode(bytes)).flatten().filter_map(|frame| frame.message);
    sent.filter_map(|message| match message {
        Message::CommandLong(long) => Some(long.command),
        Message::CommandInt(int) => Some(int.command),
        _ => None,
    })
    .collect()
}

/// Ways in which somebody might try to name a command in an order.
fn spellings(command: u16, callsign: &str) -> [String; 5] {
    [
        format!(r#"{{"kind":"{command}","callsign":"{callsign}"}}"#),
        format!(r#"{{"kind":{command},"callsign":"{callsign}"}}"#),
        format!(r#"{{"kind":"hold","callsign":"{callsign}","command":{command}}}"#),
        format!(r#"{{"kind":"MAV_CMD_{command}","callsign":"{callsign}"}}"#),
        format!(
            r#"{{"kind":"orbit","callsign":"{callsign}","to":{{"lat":47.141,"lon":9.5215}},"radius_m":{command}}}"#
        ),
    ]
}

#[test]
fn all_65536_command_numbers_asked_for_through_the_api_send_nothing_outside_the_list() {
    let mut desk = Desk::new(setup());
    desk.populate();
    let (system, callsign) = {
        let first = &desk.setup().plan.squadron[0];
        (first.system_id, first.callsign.clone())
    };
    let flying = ExtendedSysState { landed_state: 2, ..ExtendedSysState::default() };
    let mut sent = BTreeSet::new();
    let mut understood = 0;
    for command in 0..=u16::MAX {
        for body in spellings(command, &callsign) {
            let Ok(order) = serde_json::from_str::<OrderVehicle>(&body) else { continue };
            understood += 1;
            sent.extend(commands(&desk.ask(Role::Operator, &Ask::Order(1, order))));
        }
        if command % 64 == 0 {
            desk.wait(Seconds(0.5));
            for message in hello().into_iter().chain([flying.into()]) {
                sent.extend(commands(&desk.hear(system, 1, 0, &message)));
            }
            sent.extend(commands(&desk.take(Stimulus::Clock)));
        }
    }
    assert!(understood >= 3 * 65_536, "the words were read, not stumbled over: {understood}");
    assert!(sent.contains(&34) || sent.contains(&511), "something did leave: {sent:?}");
    assert!(sent.iter().all(|command| LIST.contains(command)), "{sent:?}");
}

#[test]
fn dangerous_commands_have_no_address_and_no_word_in_the_http_api() {
    let folder = Scratch::new("commands");
    let controller = Controller::start(Start::on(folder.path()));
    let client = controller.client("commander");
    for command in DANGEROUS {
        for path in ["commands", "command", "mavlink", "orders/raw"] {
            let path = format!("/api/v1/vehicles/1/{path}");
            let body = format!(r#"{{"command":{command},"param1":1}}"#);
            assert_eq!(client.post(&path, &body).unwrap().status, 404, "{path}");
        }
        for body in &spellings(command, "Eagle 01")[..4] {
            let reply = client.post("/api/v1/vehicles/1/orders", body).unwrap();
            assert_eq!(reply.status, 400, "{body}: {}", reply.json());
        }
    }
}
