//! Another station's hand is noticed within a second; our own, and the autopilot's, never taken for one.

use crate::codec::{
    self, CommandAck, CommandLong, Header, Heartbeat, Message, MissionAck, MissionCurrent, ParamSet, Statustext,
};
use crate::{Enrolled, LinkConfig, Peer, Squadron};
use controller_core::{ForeignAct, Order, OrderId, OrderKind, SkyReport, VehicleId};
use geodata::{Seconds, Timestamp};
use std::net::SocketAddr;

const START: Timestamp = Timestamp(1_700_000_000_000_000);
const HOLD: u32 = 0x0304_0000;
const MISSION: u32 = 0x0404_0000;
const RETURN: u32 = 0x0504_0000;

struct Stage {
    squadron: Squadron,
    at: Timestamp,
    sequence: u8,
    told: Vec<(Timestamp, Option<u32>, ForeignAct)>,
}

fn peer(number: u16) -> Peer {
    SocketAddr::from(([10, 0, 0, 1], number)).into()
}

impl Stage {
    /// An aircraft in the air, armed, in hold.
    fn new() -> Self {
        let roster = vec![Enrolled { vehicle: VehicleId(3), system_id: 3 }];
        let squadron = Squadron::new(LinkConfig { roster, ..LinkConfig::default() });
        let mut stage = Self { squadron, at: START, sequence: 0, told: Vec::new() };
        stage.beat(HOLD, true);
        stage.beat(HOLD, true);
        stage
    }

    fn hear(&mut self, from: Peer, system: u8, message: Message) {
        self.sequence = self.sequence.wrapping_add(1);
        let header = Header { system: u32::from(system), component: 1, sequence: self.sequence };
        self.squadron.receive(self.at, from, &codec::encode(header, &message));
        self.collect();
    }

    fn collect(&mut self) {
        for (_, report) in self.squadron.drain().reports {
            if let SkyReport::SharedControl { by, act } = report {
                self.told.push((self.at, by, act));
            }
        }
    }

    fn pass(&mut self, seconds: f64) {
        for _ in 0..(seconds * 20.0).round() as u32 {
            self.at = self.at.plus(Seconds(0.05));
            self.squadron.tick(self.at);
            self.collect();
        }
    }

    /// A second with a heartbeat at its beginning.
    fn beat(&mut self, mode: u32, armed: bool) {
        let base_mode = if armed { 0x80 } else { 0 };
        let beat = Heartbeat { kind: 2, autopilot: 12, custom_mode: mode, base_mode, ..Heartbeat::default() };
        self.hear(peer(3), 3, beat.into());
        self.pass(1.0);
    }

    fn acts(&self) -> Vec<(Option<u32>, ForeignAct)> {
        self.told.iter().map(|(_, by, act)| (*by, *act)).collect()
    }
}

#[test]
fn a_command_of_another_station_heard_on_our_links_is_told_at_once_and_once() {
    let mut stage = Stage::new();
    let takeoff = CommandLong { command: 22, target_system: 3, target_component: 1, ..CommandLong::default() };
    for _ in 0..5 {
        stage.hear(peer(9), 251, takeoff.into());
    }
    stage.hear(peer(9), 251, ParamSet { target_system: 3, ..ParamSet::default() }.into());
    assert_eq!(stage.acts(), [(Some(251), ForeignAct::Command), (Some(251), ForeignAct::Parameter)]);
}

#[test]
fn questions_and_commands_to_others_are_no_hand_on_ours() {
    let mut stage = Stage::new();
    for command in [410, 511, 512, 520] {
        stage.hear(peer(9), 251, CommandLong { command, target_system: 3, ..CommandLong::default() }.into());
    }
    stage.hear(peer(9), 251, CommandLong { command: 22, target_system: 4, ..CommandLong::default() }.into());
    assert_eq!(stage.acts(), []);
}

#[test]
fn an_answer_to_somebody_else_shows_whose_order_it_took() {
    let mut stage = Stage::new();
    let ack = |result, to| CommandAck { command: 192, result, target_system: to, ..CommandAck::default() };
    stage.hear(peer(3), 3, ack(2, 251).into());
    stage.hear(peer(3), 3, ack(0, 255).into());
    stage.hear(peer(3), 3, ack(0, 0).into());
    assert_eq!(stage.acts(), [], "a refusal, an answer to us, an answer to nobody");
    stage.hear(peer(3), 3, ack(0, 251).into());
    stage.hear(peer(3), 3, MissionAck { target_system: 252, ..MissionAck::default() }.into());
    assert_eq!(stage.acts(), [(Some(251), ForeignAct::Command), (Some(252), ForeignAct::Mission)]);
}

#[test]
fn a_mode_an_autopilot_does_not_take_by_itself_is_told_within_a_second() {
    let mut stage = Stage::new();
    let changed = stage.at;
    stage.beat(MISSION, true);
    assert_eq!(stage.acts(), [(None, ForeignAct::Mode)]);
    assert!(stage.told[0].0.since(changed).0 <= 1.0);
}

#[test]
fn a_return_with_its_reason_and_the_end_of_a_mission_are_the_autopilots_own() {
    let mut stage = Stage::new();
    stage.hear(
        peer(3),
        3,
        Statustext { severity: 3, text: "Failsafe: low battery".into(), ..Statustext::default() }.into(),
    );
    stage.beat(RETURN, true);
    assert_eq!(stage.acts(), []);
    let mut stage = Stage::new();
    let beat = Heartbeat { kind: 2, autopilot: 12, custom_mode: RETURN, base_mode: 0x80, ..Heartbeat::default() };
    stage.hear(peer(3), 3, beat.into());
    stage.pass(0.2);
    stage.hear(peer(3), 3, Statustext { severity: 3, text: "RTL: battery".into(), ..Statustext::default() }.into());
    stage.pass(2.0);
    assert_eq!(stage.acts(), [], "the reason may come after");
}

#[test]
fn what_changes_after_an_order_of_ours_is_ours() {
    let mut stage = Stage::new();
    let expires = stage.at.plus(Seconds(10.0));
    let order = Order { id: OrderId(1), vehicle: VehicleId(3), kind: OrderKind::Return, expires };
    stage.squadron.begin(stage.at, order);
    stage.pass(0.5);
    stage.beat(RETURN, true);
    assert_eq!(stage.acts(), []);
}

#[test]
fn motors_that_start_and_a_plan_that_changes_without_us_are_told() {
    let mut stage = Stage::new();
    let plan = |mission_id| MissionCurrent { mission_id, ..MissionCurrent::default() };
    stage.hear(peer(3), 3, plan(7).into());
    stage.hear(peer(3), 3, plan(7).into());
    stage.beat(HOLD, false);
    stage.beat(HOLD, true);
    stage.hear(peer(3), 3, plan(8).into());
    assert_eq!(stage.acts(), [(None, ForeignAct::Arming), (None, ForeignAct::Mission)]);
}
