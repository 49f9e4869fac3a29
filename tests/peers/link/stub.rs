//! A vehicle in the air that holds, takes missions as its policy has it, and hears and speaks through a bad radio.

use crate::Outcome;
use crate::codec::{
    self, AutopilotVersion, CommandAck, ExtendedSysState, GlobalPositionInt, Header, Heartbeat, HomePosition, Message,
    MissionAck, MissionCount, MissionCurrent, MissionItemInt, MissionRequest, MissionRequestInt, SysStatus,
};
use crate::servers::{Policy, Shelf};
use geodata::Timestamp;
use sim::lossy::{Lossy, LossyConfig};
use std::io::{BufRead, Write};
use std::net::{SocketAddr, UdpSocket};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// `MAV_CMD`s that are answered with more than a word.
const SET_MODE: u16 = 176;
const REQUEST_MESSAGE: u16 = 512;

struct Vehicle {
    shelf: Shelf,
    mode: u32,
    current: u16,
    sequence: u8,
    /// Who spoke to it last: system and component.
    client: (u8, u8),
}

/// Runs until its standard input ends.
pub(crate) fn run(policy: Policy, radio: &LossyConfig, seed: u64, to: SocketAddr) -> Outcome<()> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    socket.connect(to)?;
    socket.set_read_timeout(Some(Duration::from_millis(1)))?;
    let (mut up, mut down) = (Lossy::new(seed, radio.clone()), Lossy::new(seed ^ 0x5EED, radio.clone()));
    let questions = questions();
    let mut vehicle = Vehicle::new(policy);
    let (start, mut beat) = (Instant::now(), Instant::now());
    let mut buffer = [0; 2048];
    loop {
        let at = crate::moment(start);
        if let Ok(length) = socket.recv(&mut buffer) {
            up.send(at, buffer[..length].to_vec());
        }
        let mut says = vehicle.shelf.tick(at);
        for bytes in up.due(at) {
            for frame in codec::decode(&bytes).flatten() {
                says.extend(vehicle.hear(at, &frame));
            }
        }
        if Instant::now() >= beat {
            beat += Duration::from_millis(250);
            says.extend(vehicle.beat(at));
        }
        for message in says {
            let bytes = vehicle.seal(message);
            down.send(at, bytes);
        }
        for bytes in down.due(at) {
            // Nobody there yet is a radio nobody hears.
            let _ = socket.send(&bytes);
        }
        match questions.try_recv() {
            Ok(true) => vehicle.tell()?,
            Ok(false) => return Ok(()),
            Err(_) => {}
        }
    }
}

/// True for each line of the standard input, false at its end.
fn questions() -> Receiver<bool> {
    let (send, receive) = channel();
    std::thread::spawn(move || {
        for _ in std::io::stdin().lock().lines().map_while(Result::ok) {
            if send.send(true).is_err() {
                return;
            }
        }
        let _ = send.send(false);
    });
    receive
}

impl Vehicle {
    fn new(policy: Policy) -> Self {
        let mode = if policy == Policy::Px4 { 0x0304_0000 } else { 17 };
        Self { shelf: Shelf::new(policy), mode, current: 0, sequence: 0, client: (255, 190) }
    }

    /// What it holds, one line of JSON: command, latitude and longitude in 1e-7 degree.
    fn tell(&self) -> Outcome<()> {
        let items: Vec<_> = self.shelf.lists[0].iter().map(|item| (item.command, item.x, item.y)).collect();
        let mut out = std::io::stdout();
        writeln!(out, "{}", serde_json::to_string(&items)?)?;
        Ok(out.flush()?)
    }

    fn seal(&mut self, message: Message) -> Vec<u8> {
        let header = Header { system: 3, component: 1, sequence: self.sequence };
        self.sequence = self.sequence.wrapping_add(1);
        codec::encode(header, &self.addressed(message))
    }

    /// The same message to whoever spoke last.
    fn addressed(&self, message: Message) -> Message {
        let (target_system, target_component) = self.client;
        match message {
            Message::MissionRequestInt(m) => MissionRequestInt { target_system, target_component, ..m }.into(),
            Message::MissionRequest(m) => MissionRequest { target_system, target_component, ..m }.into(),
            Message::MissionCount(m) => MissionCount { target_system, target_component, ..m }.into(),
            Message::MissionItemInt(m) => MissionItemInt { target_system, target_component, ..m }.into(),
            Message::MissionAck(m) => MissionAck { target_system, target_component, ..m }.into(),
            Message::CommandAck(m) => CommandAck { target_system, target_component, ..m }.into(),
            other => other,
        }
    }

    fn beat(&self, at: Timestamp) -> Vec<Message> {
        let autopilot = if self.shelf.policy == Policy::Px4 { 12 } else { 3 };
        let millis = u32::try_from(at.as_millis()).unwrap_or(0);
        let (lat, lon) = (471_000_000, 95_000_000);
        vec![
            Heartbeat {
                custom_mode: self.mode,
                kind: 2,
                autopilot,
                base_mode: 0x9D,
                system_status: 4,
                mavlink_version: 3,
            }
            .into(),
            ExtendedSysState { landed_state: 2, ..ExtendedSysState::default() }.into(),
            SysStatus { onboard_control_sensors_health: 0x1000_0020, battery_remaining: 80, ..SysStatus::default() }
                .into(),
            GlobalPositionInt {
                time_boot_ms: millis,
                lat,
                lon,
                alt: 520_000,
                relative_alt: 60_000,
                ..GlobalPositionInt::default()
            }
            .into(),
            HomePosition { latitude: lat, longitude: lon, altitude: 460_000, ..HomePosition::default() }.into(),
            MissionCurrent { seq: self.current, mission_id: self.shelf.id(0), ..MissionCurrent::default() }.into(),
        ]
    }

    fn hear(&mut self, at: Timestamp, frame: &codec::Frame) -> Vec<Message> {
        let Some(message) = &frame.message else { return Vec::new() };
        if let Ok(system) = u8::try_from(frame.header.system) {
            self.client = (system, frame.header.component);
        }
        match message {
            Message::CommandLong(long) => self.command(long.command, [long.param1, long.param2, long.param3]),
            Message::CommandInt(int) => self.command(int.command, [int.param1, int.param2, int.param3]),
            Message::MissionSetCurrent(set) => {
                self.current = set.seq;
                vec![
                    MissionCurrent { seq: self.current, mission_id: self.shelf.id(0), ..MissionCurrent::default() }
                        .into(),
                ]
            }
            other => self.shelf.receive(at, other),
        }
    }

    fn command(&mut self, command: u16, [first, main, sub]: [f32; 3]) -> Vec<Message> {
        let mut result = 0;
        let mut says: Vec<Message> = Vec::new();
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // small numbers in float fields
        match command {
            SET_MODE if self.shelf.policy == Policy::Px4 => self.mode = (main as u32) << 16 | (sub as u32) << 24,
            SET_MODE => self.mode = main as u32,
            REQUEST_MESSAGE if first as u32 == 148 => {
                // Missions and commands with whole numbers, MAVLink 2.
                says.push(AutopilotVersion { capabilities: 0x200D, uid: 3, ..AutopilotVersion::default() }.into());
            }
            REQUEST_MESSAGE if matches!(first as u32, 242 | 245 | 33 | 1) => {}
            REQUEST_MESSAGE => result = 2,
            _ => {}
        }
        says.insert(0, CommandAck { command, result, ..CommandAck::default() }.into());
        says
    }
}
