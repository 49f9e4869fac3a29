//! Commands to the aircraft: what both autopilots answer alike, and the way to each one's own part.

mod ardupilot;
mod px4;

use super::Vehicle;
use super::camera;
use super::dynamics::Vector;
use super::firmware::Firmware;
use super::mission_server::Client;
use super::ownership::{self, Ownership};
use controller_link::codec::{CommandAck, CommandInt, CommandLong, Message, MessageInterval};
use controller_link::scale;
use geodata::Wgs84;

/// `MAV_RESULT` values.
const ACCEPTED: u8 = 0;
const TEMPORARILY_REJECTED: u8 = 1;
const DENIED: u8 = 2;
const UNSUPPORTED: u8 = 3;
const FAILED: u8 = 4;

/// `MAV_CMD` numbers.
mod number {
    pub(super) const LOITER: u16 = 17;
    pub(super) const RETURN: u16 = 20;
    pub(super) const LAND: u16 = 21;
    pub(super) const TAKEOFF: u16 = 22;
    pub(super) const ORBIT: u16 = 34;
    pub(super) const SET_MODE: u16 = 176;
    pub(super) const CHANGE_SPEED: u16 = 178;
    pub(super) const REPOSITION: u16 = 192;
    pub(super) const PAUSE_CONTINUE: u16 = 193;
    pub(super) const ROI_LOCATION: u16 = 195;
    pub(super) const ROI_NONE: u16 = 197;
    pub(super) const FENCE_ENABLE: u16 = 207;
    pub(super) const SET_MISSION_CURRENT: u16 = 224;
    pub(super) const SET_STANDARD_MODE: u16 = 262;
    pub(super) const MISSION_START: u16 = 300;
    pub(super) const ARM_DISARM: u16 = 400;
    pub(super) const GET_INTERVAL: u16 = 510;
    pub(super) const SET_INTERVAL: u16 = 511;
    pub(super) const REQUEST_MESSAGE: u16 = 512;
    pub(super) const REQUEST_CAPABILITIES: u16 = 520;
    pub(super) const GIMBAL_PITCHYAW: u16 = 1000;
    pub(super) const GIMBAL_CONFIGURE: u16 = 1001;
}

/// A command in either form: seven numbers, where 5 to 7 are latitude, longitude (degrees) and metres.
struct Command {
    number: u16,
    params: [f64; 7],
    /// The frame of COMMAND_INT; nothing for COMMAND_LONG.
    frame: Option<u8>,
}

impl From<&CommandLong> for Command {
    fn from(long: &CommandLong) -> Self {
        let params = [long.param1, long.param2, long.param3, long.param4, long.param5, long.param6, long.param7];
        Self { number: long.command, params: params.map(f64::from), frame: None }
    }
}

impl From<&CommandInt> for Command {
    fn from(int: &CommandInt) -> Self {
        let place = scale::from_deg_e7(int.x, int.y).unwrap_or(Wgs84 { lat: f64::NAN, lon: f64::NAN });
        let [a, b, c, d] = [int.param1, int.param2, int.param3, int.param4].map(f64::from);
        let params = [a, b, c, d, place.lat, place.lon, f64::from(int.z)];
        Self { number: int.command, params, frame: Some(int.frame) }
    }
}

/// What became of a command.
pub(super) struct Done {
    result: u8,
    /// Messages asked for.
    given: Vec<Message>,
}

impl From<u8> for Done {
    fn from(result: u8) -> Self {
        Self { result, given: Vec::new() }
    }
}

impl From<bool> for Done {
    fn from(done: bool) -> Self {
        Self::from(if done { ACCEPTED } else { FAILED })
    }
}

impl Vehicle {
    /// A command with seven numbers.
    pub(super) fn command_long(&mut self, client: Client, long: &CommandLong) {
        if long.target_system == self.config.system_id && long.target_component == camera::COMPONENT {
            self.camera_command(client, long);
        } else if self.is_target(long.target_system, long.target_component) {
            self.obey(client, &long.into());
        }
    }

    /// A command with a place.
    pub(super) fn command_int(&mut self, client: Client, int: &CommandInt) {
        if self.is_target(int.target_system, int.target_component) {
            self.obey(client, &int.into());
        }
    }

    /// PX4 gives what was asked for before it acknowledges, ArduPilot after; PX4 acknowledges a change of mode twice.
    fn obey(&mut self, client: Client, command: &Command) {
        let Done { result, given } = match (self.owned(client, command), self.config.firmware) {
            (Some(done), _) => done,
            (None, Firmware::Px4) => self.px4_command(command),
            (None, Firmware::ArduPilot) => self.ardupilot_command(command),
        };
        let (target_system, target_component) = client;
        let ack =
            CommandAck { command: command.number, result, target_system, target_component, ..CommandAck::default() };
        let px4 = self.config.firmware == Firmware::Px4;
        if !px4 {
            self.answer(client, ack);
        }
        for message in given {
            self.answer(client, message);
        }
        if px4 {
            let times = if command.number == number::SET_MODE { 2 } else { 1 };
            (0..times).for_each(|_| self.answer(client, ack));
        }
    }

    /// What an aircraft that knows who controls it has to say, and what both autopilots answer alike.
    fn owned(&mut self, client: Client, command: &Command) -> Option<Done> {
        if let Some(ownership) = &mut self.ownership {
            if command.number == ownership::REQUEST {
                let asked = ownership.request(client.0, command.params[0], command.params[1]);
                if let Some(owner) = asked.tell {
                    self.broadcast(Ownership::question(owner, client.0));
                }
                return Some(asked.result.into());
            }
            if !ownership.obeys(client.0, command.number) {
                return Some(ownership::NOT_IN_CONTROL.into());
            }
        }
        self.for_all(client, command)
    }

    fn for_all(&mut self, client: Client, command: &Command) -> Option<Done> {
        let [first, second, ..] = command.params;
        Some(match command.number {
            number::CHANGE_SPEED => ACCEPTED.into(),
            number::SET_INTERVAL => self.set_interval(first, second),
            number::GET_INTERVAL => self.tell_interval(first),
            number::REQUEST_MESSAGE => self.give(message_number(first)),
            number::REQUEST_CAPABILITIES => self.give(Some(148)),
            number::ROI_LOCATION | number::ROI_NONE | number::GIMBAL_PITCHYAW | number::GIMBAL_CONFIGURE => {
                self.gimbal_command(client, command)
            }
            _ => return None,
        })
    }

    /// Commands to the gimbal; without one nobody knows them.
    fn gimbal_command(&mut self, client: Client, command: &Command) -> Done {
        let [first, second, _, _, fifth, sixth, seventh] = command.params;
        let ground = self.config.ground.0.0;
        let relative = self.config.firmware == Firmware::ArduPilot && !matches!(command.frame, Some(0 | 5));
        let height = if relative { seventh } else { seventh - ground };
        let place = self.seen_from_home(fifth, sixth, height);
        let Some(gimbal) = &mut self.gimbal else { return UNSUPPORTED.into() };
        match command.number {
            number::ROI_LOCATION if place.iter().any(|part| !part.is_finite()) => return DENIED.into(),
            number::ROI_LOCATION => gimbal.look_at(Some(place)),
            number::ROI_NONE => gimbal.look_at(None),
            number::GIMBAL_CONFIGURE => gimbal.configure(client, first, second),
            _ => {
                #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // flags, saturates
                let flags = fifth as u32;
                if !gimbal.point(client, first.to_radians(), second.to_radians(), flags) {
                    return DENIED.into();
                }
            }
        }
        ACCEPTED.into()
    }

    fn set_interval(&mut self, id: f64, micros: f64) -> Done {
        let known = message_number(id).is_some_and(|id| self.streams.set(self.now, id, micros) || self.might_speak(id));
        Done::from(if known { ACCEPTED } else { DENIED })
    }

    fn tell_interval(&mut self, id: f64) -> Done {
        let Some(id) = message_number(id) else { return DENIED.into() };
        let interval_us = self.streams.interval(id);
        let told = MessageInterval { interval_us, message_id: u16::try_from(id).unwrap_or(0) };
        Done { result: ACCEPTED, given: vec![told.into()] }
    }

    fn give(&mut self, id: Option<u32>) -> Done {
        match id.and_then(|id| self.compose(id)) {
            Some(message) => Done { result: ACCEPTED, given: vec![message] },
            None => self.nothing_to_give(id),
        }
    }

    /// Observed: PX4 denies; ArduPilot fails, but says yes to messages it knows and has nothing to fill with.
    fn nothing_to_give(&self, id: Option<u32>) -> Done {
        match (self.config.firmware, id) {
            (Firmware::Px4, _) => DENIED.into(),
            (Firmware::ArduPilot, Some(242 | 259 | 280 | 435 | 437)) => ACCEPTED.into(),
            (Firmware::ArduPilot, _) => FAILED.into(),
        }
    }

    /// Where a place of the wire is from home, at `height` metres above home; NaN where it is none.
    fn seen_from_home(&self, lat: f64, lon: f64, height: f64) -> Vector {
        let local = Wgs84::new(lat, lon).map(|place| self.frame.to_local(place));
        let (east, north) = local.map_or((f64::NAN, f64::NAN), |local| (local.x, local.y));
        [east, north, height]
    }
}

/// A message number in a float field.
fn message_number(number: f64) -> Option<u32> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // in range by the check
    (0.0..16_777_216.0).contains(&number).then(|| number.round() as u32)
}

/// A small whole number in a float field.
fn small(number: f64) -> u8 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // saturates
    {
        number.round() as u8
    }
}
