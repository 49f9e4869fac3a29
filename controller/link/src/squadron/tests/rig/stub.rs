//! A vehicle as small as can be: it says what a real one says, stores missions and obeys commands.
#![allow(clippy::float_cmp)] // numbers that a float field carries unchanged

use super::super::copter;
use crate::autopilot::Personality;
use crate::codec::{
    self, AutopilotVersion, CommandAck, CommandInt, CommandLong, EkfStatusReport, ExtendedSysState, GlobalPositionInt,
    Header, Heartbeat, HomePosition, Message, MissionAck, MissionCount, MissionCurrent, MissionItemInt, MissionRequest,
    MissionRequestInt, SysStatus,
};
use controller_core::FlightMode;

/// A vehicle as small as can be, with PX4's or ArduPilot's manners in mission transfer.
pub(in crate::squadron::tests) struct Stub {
    pub(in crate::squadron::tests) system: u8,
    pub(in crate::squadron::tests) autopilot: u8,
    pub(in crate::squadron::tests) mode: u32,
    pub(in crate::squadron::tests) armed: bool,
    pub(in crate::squadron::tests) in_air: bool,
    pub(in crate::squadron::tests) items: Vec<MissionItemInt>,
    pub(in crate::squadron::tests) uploading: Option<(u16, Vec<MissionItemInt>)>,
    /// Asks with the old MISSION_REQUEST.
    pub(in crate::squadron::tests) old_requests: bool,
    /// Acknowledges modes and does not change them.
    pub(in crate::squadron::tests) lies: bool,
    /// Stores another place than it was sent.
    pub(in crate::squadron::tests) garbles: bool,
    /// The same for the last item.
    pub(in crate::squadron::tests) garbles_last: bool,
    /// Does not know this command.
    pub(in crate::squadron::tests) refuses: Option<u16>,
    /// Answers every command with this instead.
    pub(in crate::squadron::tests) verdict: Option<u8>,
    pub(in crate::squadron::tests) armings: u32,
    /// How often it left the ground by a command, and how high above home it was told to.
    pub(in crate::squadron::tests) take_offs: Vec<f32>,
    /// How often it changed into the mission mode.
    pub(in crate::squadron::tests) starts: u32,
    /// The last place it was sent to, or round.
    pub(in crate::squadron::tests) sent_to: Option<CommandInt>,
    /// How often that was another place than before.
    pub(in crate::squadron::tests) moves: u32,
    /// Northwards, cm/s.
    pub(in crate::squadron::tests) speed: i16,
    /// The item it flies, by its own number.
    pub(in crate::squadron::tests) current: u16,
    /// Its estimator knows where it is.
    pub(in crate::squadron::tests) positioned: bool,
    pub(in crate::squadron::tests) commands: Vec<u16>,
    pub(in crate::squadron::tests) sequence: u8,
}

impl Stub {
    pub(in crate::squadron::tests) fn new(system: u8) -> Self {
        Self {
            system,
            autopilot: 12,
            mode: 0x0304_0000,
            armed: false,
            in_air: false,
            items: Vec::new(),
            uploading: None,
            old_requests: false,
            lies: false,
            garbles: false,
            garbles_last: false,
            refuses: None,
            verdict: None,
            armings: 0,
            take_offs: Vec::new(),
            starts: 0,
            sent_to: None,
            moves: 0,
            speed: 0,
            current: 0,
            positioned: true,
            commands: Vec::new(),
            sequence: 0,
        }
    }

    /// An ArduCopter on the ground.
    pub(in crate::squadron::tests) fn copter(system: u8) -> Self {
        Self { autopilot: 3, mode: 0, old_requests: true, ..Self::new(system) }
    }

    pub(in crate::squadron::tests) fn flying(system: u8) -> Self {
        Self { armed: true, in_air: true, ..Self::new(system) }
    }

    pub(in crate::squadron::tests) fn mode(&self) -> FlightMode {
        self.personality().mode(self.mode)
    }

    pub(in crate::squadron::tests) fn personality(&self) -> Personality {
        Personality::of(&self.heartbeat()).unwrap()
    }

    fn heartbeat(&self) -> Heartbeat {
        let base_mode = 29 | if self.armed { 0x80 } else { 0 };
        Heartbeat { custom_mode: self.mode, kind: 2, autopilot: self.autopilot, base_mode, ..Heartbeat::default() }
    }

    pub(in crate::squadron::tests) fn seal(&mut self, message: &Message) -> Vec<u8> {
        let header = Header { system: u32::from(self.system), component: 1, sequence: self.sequence };
        self.sequence = self.sequence.wrapping_add(1);
        codec::encode(header, message)
    }

    /// What it says once a second.
    pub(in crate::squadron::tests) fn beat(&self) -> Vec<Message> {
        vec![
            self.heartbeat().into(),
            HomePosition { latitude: 471_000_000, longitude: 95_000_000, altitude: 455_000, ..HomePosition::default() }
                .into(),
            ExtendedSysState { landed_state: if self.in_air { 2 } else { 1 }, ..ExtendedSysState::default() }.into(),
            SysStatus { onboard_control_sensors_health: 0x1000_0020, battery_remaining: 80, ..SysStatus::default() }
                .into(),
            GlobalPositionInt {
                lat: 471_000_000,
                lon: 95_000_000,
                alt: 455_000,
                vx: self.speed,
                ..GlobalPositionInt::default()
            }
            .into(),
            MissionCurrent { seq: self.current, ..MissionCurrent::default() }.into(),
            // As seen: 831 with a place, 167 (constant position) before.
            EkfStatusReport { flags: if self.positioned { 831 } else { 167 }, ..EkfStatusReport::default() }.into(),
        ]
    }

    /// Asks again for a missing item.
    pub(in crate::squadron::tests) fn nag(&self) -> Option<Message> {
        self.uploading.as_ref().map(|(_, items)| self.ask(items.len()))
    }

    fn ask(&self, seq: usize) -> Message {
        let seq = u16::try_from(seq).unwrap();
        if self.old_requests {
            MissionRequest { seq, target_system: 255, target_component: 190, mission_type: 0 }.into()
        } else {
            MissionRequestInt { seq, target_system: 255, target_component: 190, mission_type: 0 }.into()
        }
    }

    fn ack(kind: u8) -> Message {
        MissionAck { target_system: 255, target_component: 190, kind, ..MissionAck::default() }.into()
    }

    pub(in crate::squadron::tests) fn receive(&mut self, message: &Message) -> Vec<Message> {
        match message {
            Message::MissionCount(count) => {
                self.uploading = Some((count.count, Vec::new()));
                vec![self.ask(0)]
            }
            Message::MissionItemInt(item) => self.item(item),
            Message::MissionRequestList(_) => {
                let count = u16::try_from(self.items.len()).unwrap();
                vec![
                    MissionCount { count, target_system: 255, target_component: 190, ..MissionCount::default() }.into(),
                ]
            }
            Message::MissionRequestInt(ask) => match self.items.get(usize::from(ask.seq)) {
                Some(item) => vec![copter::kept(self, item).into()],
                None => vec![Self::ack(13)],
            },
            Message::MissionSetCurrent(set) => {
                self.current = set.seq;
                vec![MissionCurrent { seq: set.seq, ..MissionCurrent::default() }.into()]
            }
            Message::CommandLong(long) => self.command(long.command, Form::Long(*long)),
            Message::CommandInt(int) => self.command(int.command, Form::Int(*int)),
            _ => Vec::new(),
        }
    }

    fn item(&mut self, item: &MissionItemInt) -> Vec<Message> {
        let Some((count, items)) = &mut self.uploading else {
            let last = usize::from(item.seq) + 1 == self.items.len();
            return vec![Self::ack(if last { 0 } else { 1 })];
        };
        if usize::from(item.seq) != items.len() {
            return vec![Self::ack(13)];
        }
        items.push(*item);
        if items.len() < usize::from(*count) {
            let next = items.len();
            return vec![self.ask(next)];
        }
        self.items = self.uploading.take().unwrap().1;
        if self.garbles {
            self.items[0].x += 1;
        }
        if let Some(last) = self.items.last_mut().filter(|_| self.garbles_last) {
            last.x += 1;
        }
        vec![Self::ack(0)]
    }

    /// Flying to where it already flies to changes nothing.
    pub(in crate::squadron::tests) fn go_there(&mut self, place: CommandInt) {
        let where_to = |place: CommandInt| (place.command, place.x, place.y);
        self.moves += u32::from(self.sent_to.map(where_to) != Some(where_to(place)));
        self.sent_to = Some(place);
    }

    /// As PX4 does, without a mission it would not fly.
    fn obey(&mut self, command: u16, form: Form) -> u8 {
        match (command, form) {
            (176, Form::Long(long)) => {
                let mode = (long.param2 as u32) << 16 | (long.param3 as u32) << 24;
                self.starts += u32::from(mode == 0x0404_0000 && self.mode != mode);
                self.mode = mode;
            }
            (192, Form::Int(int)) => {
                self.mode = 0x0304_0000;
                self.go_there(int);
            }
            // Nowhere: stay where you are.
            (192, Form::Long(long)) if long.param5.is_nan() => {
                self.mode = 0x0304_0000;
                self.speed = 0;
            }
            (34, Form::Int(int)) => {
                self.mode = 0x0103_0000;
                self.go_there(int);
            }
            (400, _) => {
                self.armings += u32::from(!self.armed);
                self.armed = true;
            }
            _ => {}
        }
        self.in_air |= self.armed && self.mode() == FlightMode::Mission;
        0
    }

    fn command(&mut self, command: u16, form: Form) -> Vec<Message> {
        if matches!(form, Form::Long(CommandLong { command: 512, param1, .. }) if param1 == 148.0) {
            let version = AutopilotVersion { uid: u64::from(self.system), ..AutopilotVersion::default() };
            return vec![version.into()];
        }
        self.commands.push(command);
        let verdict = self.verdict.or(self.refuses.filter(|refused| *refused == command).map(|_| 3));
        let verdict = verdict.filter(|_| !matches!(command, 511 | 512));
        let result = match verdict {
            Some(verdict) => verdict,
            None if self.lies => 0,
            None if self.autopilot == 3 => copter::obey(self, command, form),
            None => self.obey(command, form),
        };
        vec![CommandAck { command, result, target_system: 255, target_component: 190, ..CommandAck::default() }.into()]
    }
}

/// A command as it came.
#[derive(Clone, Copy)]
pub(in crate::squadron::tests) enum Form {
    Long(CommandLong),
    Int(CommandInt),
}
