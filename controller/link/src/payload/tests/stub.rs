//! A vehicle with a gimbal managed by its autopilot and a camera of its own, and a link that loses both ways.

use crate::codec::{
    self, CameraCaptureStatus, CameraInformation, CommandAck, CommandInt, CommandLong, ExtendedSysState,
    GimbalDeviceAttitudeStatus, GimbalManagerInformation, GimbalManagerStatus, GlobalPositionInt, Header, Heartbeat,
    LongMessage, Message, SysStatus, Text, VideoStreamInformation,
};
use crate::payload::aim::{self, Angles};
use crate::{Enrolled, LinkConfig, Peer, Squadron, scale};
use controller_core::{OrderId, PayloadKind, PayloadOrder, SkyReport, VehicleId};
use geodata::{Amsl, Frame, Local, Metres, Seconds, Timestamp, Wgs84};
use std::collections::BTreeMap;
use std::net::SocketAddr;

const STEP: Seconds = Seconds(0.05);
const START: Timestamp = Timestamp(1_000_000_000);
const HOME: Wgs84 = Wgs84 { lat: 47.1, lon: 9.5 };
const HEIGHT: f64 = 515.0;

/// What is said, by which component.
type Said = (u8, Result<Message, LongMessage>);

pub(super) struct Stub {
    pub(super) silent: bool,
    /// No gimbal, no camera, and its autopilot denies or says nothing.
    pub(super) bare: bool,
    pub(super) denies: bool,
    /// The camera knows only the old questions.
    pub(super) old_camera: bool,
    pub(super) finds_places: bool,
    pub(super) refuses_places: bool,
    /// The gimbal does not turn.
    pub(super) stuck: bool,
    /// The camera acknowledges and does nothing; says nothing of its state; acknowledges as somebody else.
    pub(super) lies: bool,
    pub(super) mute: bool,
    pub(super) acks_as: Option<u8>,
    pub(super) control: (u8, u8),
    pub(super) recording: bool,
    /// How many recordings began.
    pub(super) files: u32,
    /// How often it was pointed by message.
    pub(super) stares: u32,
    pub(super) commands: Vec<(u8, u16)>,
    /// Messages it was asked for once.
    pub(super) asked: Vec<u16>,
    /// By component and message, in seconds.
    pub(super) rates: BTreeMap<(u8, u16), f64>,
    /// Degrees.
    pub(super) nose: f64,
    /// Metres east of home, and metres a second eastwards.
    pub(super) east: f64,
    pub(super) speed: f64,
    pub(super) aim: Aim,
    pub(super) points: Angles,
    pub(super) sequences: BTreeMap<u8, u8>,
}

#[derive(Clone, Copy)]
pub(super) enum Aim {
    Ahead,
    Place(Wgs84, Amsl),
    Angles(Angles, bool),
}

impl Default for Stub {
    fn default() -> Self {
        let points = Angles { pitch: -0.262, yaw: 0.0 };
        Self {
            silent: false,
            bare: false,
            denies: false,
            old_camera: false,
            finds_places: true,
            refuses_places: false,
            stuck: false,
            lies: false,
            mute: false,
            acks_as: None,
            control: (0, 0),
            recording: false,
            files: 0,
            stares: 0,
            commands: Vec::new(),
            asked: Vec::new(),
            rates: BTreeMap::new(),
            nose: 30.0,
            east: 0.0,
            speed: 0.0,
            aim: Aim::Ahead,
            points,
            sequences: BTreeMap::new(),
        }
    }
}

fn f(value: f64) -> f32 {
    value as f32
}

fn bytes(text: &str) -> [u8; 32] {
    Text::<32>::from(text).0
}

impl Stub {
    fn place(&self) -> (Wgs84, Amsl) {
        (Frame::at(HOME).to_wgs84(Local { x: self.east, y: 0.0 }), Amsl(Metres(HEIGHT)))
    }

    pub(super) fn yaw_from_north(&self) -> f64 {
        self.points.yaw.to_degrees()
    }

    /// Degrees between where it points and a place on the ground.
    pub(super) fn off(&self, place: Wgs84) -> f64 {
        aim::apart(self.points, aim::between(self.place(), (place, Amsl(Metres(455.0))))).to_degrees()
    }

    fn turn(&mut self) {
        self.east += self.speed * STEP.0;
        let nose = self.nose.to_radians();
        let wanted = match self.aim {
            Aim::Ahead => Angles { pitch: -0.262, yaw: nose },
            Aim::Place(at, altitude) => aim::between(self.place(), (at, altitude)),
            Aim::Angles(angles, true) => angles,
            Aim::Angles(Angles { pitch, yaw }, false) => Angles { pitch, yaw: nose + yaw },
        };
        let most = if self.stuck { 0.0 } else { STEP.0 };
        let turn = |now: f64, wanted: f64| now + (wanted - now).clamp(-most, most);
        self.points = Angles { pitch: turn(self.points.pitch, wanted.pitch), yaw: turn(self.points.yaw, wanted.yaw) };
    }

    /// What it says at step `number`.
    fn says(&self, number: u32) -> Vec<Said> {
        let mut said: Vec<Said> = Vec::new();
        let mut say = |component: u8, message: Message| said.push((component, Ok(message)));
        if number.is_multiple_of(20) {
            let heartbeat =
                Heartbeat { kind: 2, autopilot: 12, base_mode: 29, mavlink_version: 3, ..Heartbeat::default() };
            say(1, heartbeat.into());
            say(1, ExtendedSysState { landed_state: 2, ..ExtendedSysState::default() }.into());
            say(1, SysStatus { onboard_control_sensors_health: 0x1000_0020, ..SysStatus::default() }.into());
            if !self.bare {
                say(100, Heartbeat { kind: 30, autopilot: 8, ..Heartbeat::default() }.into());
            }
        }
        if number.is_multiple_of(4) {
            let (lat, lon) = scale::to_deg_e7(self.place().0);
            let hdg = (self.nose.rem_euclid(360.0) * 100.0) as u16;
            let vy = (self.speed * 100.0) as i16;
            let (time_boot_ms, alt) = (1000 + number * 50, (HEIGHT * 1e3) as i32);
            say(1, GlobalPositionInt { time_boot_ms, lat, lon, alt, hdg, vy, ..GlobalPositionInt::default() }.into());
        }
        let due = |(_, every): &(&(u8, u16), &f64)| f64::from(number) % (**every / STEP.0).round() < 0.5;
        let streams: Vec<(u8, u16)> = self.rates.iter().filter(due).map(|(key, _)| *key).collect();
        for (component, message) in streams {
            said.extend(self.message(component, message).map(|message| (component, Ok(message))));
        }
        said
    }

    fn message(&self, component: u8, id: u16) -> Option<Message> {
        let ((sp, cp), (sy, cy)) = ((self.points.pitch / 2.0).sin_cos(), (self.points.yaw / 2.0).sin_cos());
        Some(match (component, id) {
            (1, 280) if !self.bare => GimbalManagerInformation {
                cap_flags: if self.finds_places { 131_072 } else { 0 },
                gimbal_device_id: 1,
                ..GimbalManagerInformation::default()
            }
            .into(),
            (1, 281) => GimbalManagerStatus {
                flags: if matches!(self.aim, Aim::Angles(_, true)) { 16 } else { 0 },
                gimbal_device_id: 1,
                primary_control_sysid: self.control.0,
                primary_control_compid: self.control.1,
                ..GimbalManagerStatus::default()
            }
            .into(),
            (1, 285) => GimbalDeviceAttitudeStatus {
                q: [cp * cy, -sp * sy, sp * cy, cp * sy].map(f),
                flags: 64,
                gimbal_device_id: 1,
                ..GimbalDeviceAttitudeStatus::default()
            }
            .into(),
            (100, 262) if !self.mute => CameraCaptureStatus {
                video_status: u8::from(self.recording),
                available_capacity: 1234.0,
                ..CameraCaptureStatus::default()
            }
            .into(),
            _ => return None,
        })
    }

    fn information(&self) -> Said {
        let (vendor_name, model_name) = (bytes("Maker"), bytes("Model\u{7}"));
        let flags = 1 | 256;
        (100, Err(CameraInformation { flags, vendor_name, model_name, ..CameraInformation::default() }.into()))
    }

    fn streams(&self) -> Vec<Said> {
        let stream = |stream_id, uri: &str| {
            let uri = Text::from(uri);
            (100, Err(VideoStreamInformation { stream_id, uri, ..VideoStreamInformation::default() }.into()))
        };
        vec![stream(1, "rtsp://user:word@10.0.0.2:8554/main"), stream(2, "javascript:alert(1)")]
    }

    fn hears(&mut self, message: &Message) -> Vec<Said> {
        match message {
            Message::CommandLong(long) => self.command(long.target_component, long.command, Ok(*long)),
            Message::CommandInt(int) => self.command(int.target_component, int.command, Err(*int)),
            Message::GimbalManagerSetPitchyaw(set) => {
                self.stares += 1;
                let angles = Angles { pitch: f64::from(set.pitch), yaw: f64::from(set.yaw) };
                self.aim = Aim::Angles(angles, set.flags & 16 != 0);
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn command(&mut self, component: u8, command: u16, form: Result<CommandLong, CommandInt>) -> Vec<Said> {
        self.commands.push((component, command));
        let long = form.ok().unwrap_or_default();
        let wanted = long.param1 as u16;
        if command == 512 {
            self.asked.push(wanted);
        }
        let mut said = Vec::new();
        let result = match (component, command) {
            (_, 511) => {
                self.rates.insert((component, wanted), f64::from(long.param2) / 1e6);
                0
            }
            (100, 512) if self.old_camera => 3,
            (100, 512) if wanted == 259 => {
                said.push(self.information());
                0
            }
            (100, 512) if wanted == 269 => {
                said.extend(self.streams());
                0
            }
            (100, 521) => {
                said.push(self.information());
                0
            }
            (100, 2504) => {
                said.extend(self.streams());
                0
            }
            (_, 512) => {
                let message = self.message(component, wanted);
                let result = if message.is_none() && self.denies { 2 } else { 0 };
                said.extend(message.map(|message| (component, Ok(message))));
                result
            }
            (100, 2500 | 2501) => {
                let on = command == 2500;
                if !self.lies {
                    self.files += u32::from(on);
                    self.recording = on;
                }
                0
            }
            (1, 1001) if !self.bare => {
                match long.param1 {
                    taken if taken < -2.5 && self.control == (255, 190) => self.control = (0, 0),
                    taken if taken < -1.5 && taken > -2.5 => self.control = (255, 190),
                    _ => {}
                }
                0
            }
            (1, 195) if self.refuses_places => 3,
            (1, 195) => {
                if let Err(int) = form {
                    let at = scale::from_deg_e7(int.x, int.y).unwrap();
                    self.aim = Aim::Place(at, Amsl(Metres(f64::from(int.z))));
                }
                0
            }
            (1, 197) => {
                self.aim = Aim::Ahead;
                0
            }
            (1, 1000) => {
                let angles = [long.param1, long.param2].map(|degrees| f64::from(degrees).to_radians());
                self.aim = Aim::Angles(Angles { pitch: angles[0], yaw: angles[1] }, long.param5 as u32 & 16 != 0);
                0
            }
            _ => 3,
        };
        let component = if component == 100 { self.acks_as.unwrap_or(100) } else { component };
        let ack = CommandAck { command, result, target_system: 255, target_component: 190, ..CommandAck::default() };
        said.insert(0, (component, Ok(ack.into())));
        said
    }

    fn seal(&mut self, (component, message): Said) -> Vec<u8> {
        let sequence = self.sequences.entry(component).or_default();
        *sequence = sequence.wrapping_add(1);
        let header = Header { system: 3, component, sequence: *sequence };
        match message {
            Ok(message) => codec::encode(header, &message),
            Err(long) => codec::encode_long(header, &long),
        }
    }
}

pub(super) struct World {
    pub(super) squadron: Squadron,
    pub(super) stub: Stub,
    pub(super) at: Timestamp,
    pub(super) reports: Vec<SkyReport>,
    steps: u32,
    loss: f64,
    dice: u64,
}

impl World {
    pub(super) fn new(stub: Stub, loss: f64, seed: u64) -> Self {
        let roster = vec![Enrolled { vehicle: VehicleId(3), system_id: 3 }];
        let squadron = Squadron::new(LinkConfig { roster, ..LinkConfig::default() });
        Self {
            squadron,
            stub,
            at: START,
            reports: Vec::new(),
            steps: 0,
            loss,
            dice: (seed + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15),
        }
    }

    /// One that has run for so long without loss.
    pub(super) fn after(stub: Stub, seconds: f64) -> Self {
        let mut world = Self::new(stub, 0.0, 1);
        world.run(seconds);
        world
    }

    pub(super) fn order(&mut self, id: u32, kind: PayloadKind) {
        let expires = self.at.plus(Seconds(10.0));
        self.give(PayloadOrder { id: OrderId(id), vehicle: VehicleId(3), kind, expires });
    }

    pub(super) fn give(&mut self, order: PayloadOrder) {
        self.squadron.begin_turn(self.at, order);
        self.carry();
    }

    pub(super) fn run(&mut self, seconds: f64) {
        let until = self.at.plus(Seconds(seconds));
        while self.at < until {
            self.at = self.at.plus(STEP);
            self.steps += 1;
            self.stub.turn();
            let said = if self.stub.silent { Vec::new() } else { self.stub.says(self.steps) };
            said.into_iter().for_each(|said| self.deliver(said));
            self.squadron.tick(self.at);
            self.carry();
        }
    }

    fn lost(&mut self) -> bool {
        // xorshift64
        self.dice ^= self.dice << 13;
        self.dice ^= self.dice >> 7;
        self.dice ^= self.dice << 17;
        ((self.dice >> 11) as f64 / (1_u64 << 53) as f64) < self.loss
    }

    fn deliver(&mut self, said: Said) {
        let bytes = self.stub.seal(said);
        if !self.lost() {
            let from: Peer = SocketAddr::from(([127, 0, 0, 1], 14_003)).into();
            self.squadron.receive(self.at, from, &bytes);
        }
    }

    /// What left reaches the vehicle, and its answers come back.
    fn carry(&mut self) {
        for _ in 0..10 {
            let drained = self.squadron.drain();
            self.reports.extend(drained.reports.into_iter().map(|(_, report)| report));
            if drained.datagrams.is_empty() {
                return;
            }
            for datagram in drained.datagrams {
                if self.lost() || self.stub.silent {
                    continue;
                }
                for frame in codec::decode(&datagram.bytes).flatten() {
                    let answers = frame.message.map(|message| self.stub.hears(&message)).unwrap_or_default();
                    answers.into_iter().for_each(|said| self.deliver(said));
                }
            }
        }
    }
}
