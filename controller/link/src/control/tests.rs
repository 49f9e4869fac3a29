//! A vehicle that knows who controls it, by the words of the protocol, against the squadron.

use crate::codec::{self, CommandAck, CommandLong, Header, Heartbeat, Message};
use crate::{Drained, Enrolled, LinkConfig, Peer, Squadron, Traffic};
use controller_core::{ControlAsk, ControlOrder, ForeignAct, OperatorControl, SkyReport, VehicleId};
use geodata::{Seconds, Timestamp};
use std::net::SocketAddr;

const NOW: Timestamp = Timestamp(1_790_000_000_000_000);
const VEHICLE: VehicleId = VehicleId(3);
const REQUEST: u16 = 32_100;

/// The vehicle: who controls it, and whether whoever asks may.
struct Owned {
    squadron: Squadron,
    at: Timestamp,
    main: u8,
    takeover: bool,
    /// Speaks the protocol.
    knows: bool,
    /// What it was asked: action, takeover, by whom.
    asked: Vec<(u8, u8, u8)>,
    reports: Vec<SkyReport>,
}

impl Owned {
    fn new(main: u8) -> Self {
        let roster = vec![Enrolled { vehicle: VEHICLE, system_id: 3 }];
        let squadron = Squadron::new(LinkConfig { roster, ..LinkConfig::default() });
        let mut owned = Self { squadron, at: NOW, main, takeover: false, knows: true, asked: vec![], reports: vec![] };
        owned.run(2);
        owned
    }

    fn says(&mut self, message: &Message) {
        let bytes = codec::encode(Header { system: 3, component: 1, sequence: 0 }, message);
        self.hears(&bytes);
    }

    fn hears(&mut self, bytes: &[u8]) {
        let from: Peer = SocketAddr::from(([10, 0, 0, 3], 14_550)).into();
        self.squadron.receive(self.at, from, bytes);
        let Drained { reports, datagrams } = self.squadron.drain();
        self.reports.extend(reports.into_iter().map(|(_, report)| report));
        for datagram in datagrams {
            let message = codec::decode(&datagram.bytes).next().unwrap().unwrap().message;
            if let Some(Message::CommandLong(long)) = message.filter(|_| datagram.traffic == Traffic::Order) {
                self.obey(&long);
            }
        }
    }

    fn obey(&mut self, long: &CommandLong) {
        assert_eq!(long.command, REQUEST);
        let [action, takeover, by] = [long.param1, long.param2, long.param4].map(|field| field as u8);
        self.asked.push((action, takeover, by));
        let granted = self.main == 0 || self.main == by || self.takeover;
        if granted {
            (self.main, self.takeover) = if action == 1 { (by, takeover == 1) } else { (0, false) };
        }
        let ack = CommandAck {
            command: REQUEST,
            result: if granted { 0 } else { 4 },
            target_system: 255,
            ..CommandAck::default()
        };
        self.says(&ack.into());
        self.status();
    }

    fn status(&mut self) {
        if self.knows {
            let payload = [1 | if self.takeover { 2 } else { 0 }, self.main];
            let header = Header { system: 3, component: 1, sequence: 0 };
            let bytes = codec::frame(header, 512, &payload).unwrap();
            self.hears(&bytes);
        }
    }

    fn run(&mut self, seconds: u32) {
        for _ in 0..seconds {
            self.at = self.at.plus(Seconds(1.0));
            self.says(&Heartbeat { kind: 2, autopilot: 12, ..Heartbeat::default() }.into());
            self.status();
            self.squadron.tick(self.at);
            self.hears(&[]);
        }
    }

    fn ask(&mut self, ask: ControlAsk) {
        self.squadron.control(self.at, ControlOrder { vehicle: VEHICLE, ask });
        self.run(1);
    }

    fn told(&self) -> Option<OperatorControl> {
        self.reports.iter().rev().find_map(|report| match report {
            SkyReport::Operator(control) => Some(*control),
            _ => None,
        })
    }
}

#[test]
fn control_nobody_has_is_asked_for_and_given() {
    let mut owned = Owned::new(0);
    assert_eq!(owned.told().map(|told| (told.by, told.ours)), Some((None, false)));
    owned.ask(ControlAsk::Request);
    assert_eq!(owned.asked, [(1, 0, 255)]);
    assert_eq!(owned.told().map(|told| (told.by, told.ours, told.refused)), Some((Some(255), true, false)));
    owned.run(5);
    assert_eq!(owned.asked.len(), 1, "what is given is not asked for again");
    owned.ask(ControlAsk::Release);
    assert_eq!((owned.asked.last(), owned.main), (Some(&(0, 0, 255)), 0));
}

#[test]
fn another_stations_control_is_another_hand_and_a_refusal_is_told() {
    let mut owned = Owned::new(250);
    let hand = SkyReport::SharedControl { by: Some(250), act: ForeignAct::Holds };
    assert_eq!(owned.reports.iter().filter(|report| **report == hand).count(), 1);
    owned.ask(ControlAsk::Request);
    let told = owned.told().unwrap();
    assert_eq!((told.by, told.ours, told.refused), (Some(250), false, true));
    owned.run(5);
    assert_eq!(owned.asked.len(), 1, "a no is a no");
    owned.takeover = true;
    owned.run(1);
    owned.ask(ControlAsk::Request);
    assert_eq!(owned.told().map(|told| (told.ours, told.refused)), Some((true, false)));
}

#[test]
fn a_station_that_asks_for_what_is_ours_is_shown_while_it_waits_and_may_be_let_in_for_ten_seconds() {
    let mut owned = Owned::new(255);
    let question = CommandLong {
        command: REQUEST,
        target_system: 255,
        target_component: 190,
        param1: 1.0,
        param3: 20.0,
        param4: 250.0,
        ..CommandLong::default()
    };
    owned.says(&question.into());
    assert_eq!(owned.told().and_then(|told| told.asked_by), Some(250));
    owned.run(19);
    assert_eq!(owned.told().and_then(|told| told.asked_by), Some(250));
    owned.run(3);
    assert_eq!(owned.told().and_then(|told| told.asked_by), None, "it waits no longer");
    owned.ask(ControlAsk::Allow);
    assert!(owned.takeover && owned.told().is_some_and(|told| told.takeover && told.ours));
    owned.run(12);
    assert_eq!(owned.asked.last(), Some(&(1, 0, 255)), "nobody came: ours alone again");
    assert!(!owned.takeover);
}

#[test]
fn a_vehicle_that_does_not_know_who_controls_it_is_not_asked() {
    let roster = vec![Enrolled { vehicle: VEHICLE, system_id: 3 }];
    let squadron = Squadron::new(LinkConfig { roster, ..LinkConfig::default() });
    let mut plain = Owned { squadron, at: NOW, main: 0, takeover: false, knows: false, asked: vec![], reports: vec![] };
    plain.run(3);
    plain.ask(ControlAsk::Request);
    plain.run(10);
    assert!(plain.asked.is_empty() && plain.told().is_none());
}

#[test]
fn what_a_component_says_of_itself_alone_is_not_the_vehicles_word() {
    let mut owned = Owned::new(255);
    let header = Header { system: 3, component: 154, sequence: 0 };
    let bytes = codec::frame(header, 512, &[0, 77]).unwrap();
    owned.hears(&bytes);
    assert_eq!(owned.told().map(|told| told.by), Some(Some(255)));
}
