//! Commands to the aircraft, with the answers PX4 gives.

use super::Vehicle;
use super::dynamics::Vector;
use super::mission_server::Client;
use controller_core::FlightMode;
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
    pub(super) const RETURN: u16 = 20;
    pub(super) const LAND: u16 = 21;
    pub(super) const TAKEOFF: u16 = 22;
    pub(super) const SET_MODE: u16 = 176;
    pub(super) const CHANGE_SPEED: u16 = 178;
    pub(super) const REPOSITION: u16 = 192;
    pub(super) const MISSION_START: u16 = 300;
    pub(super) const ARM_DISARM: u16 = 400;
    pub(super) const GET_INTERVAL: u16 = 510;
    pub(super) const SET_INTERVAL: u16 = 511;
    pub(super) const REQUEST_MESSAGE: u16 = 512;
    pub(super) const REQUEST_CAPABILITIES: u16 = 520;
}

/// A command in either form: seven numbers, where 5 to 7 are latitude, longitude (degrees) and metres.
struct Command {
    number: u16,
    params: [f64; 7],
}

impl From<&CommandLong> for Command {
    fn from(long: &CommandLong) -> Self {
        let params = [long.param1, long.param2, long.param3, long.param4, long.param5, long.param6, long.param7];
        Self { number: long.command, params: params.map(f64::from) }
    }
}

impl From<&CommandInt> for Command {
    fn from(int: &CommandInt) -> Self {
        let place = scale::from_deg_e7(int.x, int.y).unwrap_or(Wgs84 { lat: f64::NAN, lon: f64::NAN });
        let [a, b, c, d] = [int.param1, int.param2, int.param3, int.param4].map(f64::from);
        Self { number: int.command, params: [a, b, c, d, place.lat, place.lon, f64::from(int.z)] }
    }
}

impl Vehicle {
    /// A command with seven numbers.
    pub(super) fn command_long(&mut self, client: Client, long: &CommandLong) {
        if self.is_target(long.target_system, long.target_component) {
            self.obey(client, &long.into());
        }
    }

    /// A command with a place. Its frame is ignored and its altitude taken above sea level, as PX4 does.
    pub(super) fn command_int(&mut self, client: Client, int: &CommandInt) {
        if self.is_target(int.target_system, int.target_component) {
            self.obey(client, &int.into());
        }
    }

    fn obey(&mut self, client: Client, command: &Command) {
        let mut after = Vec::new();
        let result = self.carry_out(command, &mut after);
        let ack = CommandAck {
            command: command.number,
            result,
            target_system: client.0,
            target_component: client.1,
            ..CommandAck::default()
        };
        self.answer(client, ack);
        for message in after {
            self.answer(client, message);
        }
    }

    fn carry_out(&mut self, command: &Command, after: &mut Vec<Message>) -> u8 {
        let [first, second, third, ..] = command.params;
        match command.number {
            number::ARM_DISARM => self.arm_disarm(first > 0.5),
            number::SET_MODE => self.set_px4_mode(second, third),
            number::TAKEOFF => {
                let height = Some(command.params[6] - self.config.ground.0.0).filter(|height| height.is_finite());
                self.with_cockpit(|pilot, cockpit| pilot.take_off(height, cockpit));
                ACCEPTED
            }
            number::RETURN => self.enter(FlightMode::Return),
            number::LAND => self.enter(FlightMode::Land),
            number::MISSION_START if self.missions.mission().is_empty() => DENIED,
            number::MISSION_START => self.enter(FlightMode::Mission),
            number::REPOSITION => self.reposition(command),
            number::CHANGE_SPEED => ACCEPTED,
            number::SET_INTERVAL => {
                let known = message_number(first).is_some_and(|id| self.streams.set(self.now, id, second));
                if known { ACCEPTED } else { DENIED }
            }
            number::GET_INTERVAL => {
                let Some(id) = message_number(first) else { return DENIED };
                let interval_us = self.streams.interval(id);
                after.push(MessageInterval { interval_us, message_id: u16::try_from(id).unwrap_or(0) }.into());
                ACCEPTED
            }
            number::REQUEST_MESSAGE => self.give(message_number(first), after),
            number::REQUEST_CAPABILITIES => self.give(Some(148), after),
            _ => UNSUPPORTED,
        }
    }

    fn give(&mut self, id: Option<u32>, after: &mut Vec<Message>) -> u8 {
        match id.and_then(|id| self.compose(id)) {
            Some(message) => {
                after.push(message);
                ACCEPTED
            }
            None => DENIED,
        }
    }

    fn arm_disarm(&mut self, arm: bool) -> u8 {
        let mut done = false;
        self.with_cockpit(|pilot, cockpit| {
            done = if arm { pilot.arm(cockpit) } else { pilot.disarm("external command") };
        });
        match (done, arm) {
            (true, _) => ACCEPTED,
            (false, true) => TEMPORARILY_REJECTED,
            (false, false) => FAILED,
        }
    }

    fn enter(&mut self, mode: FlightMode) -> u8 {
        self.with_cockpit(|pilot, cockpit| pilot.set_mode(mode, cockpit));
        ACCEPTED
    }

    /// PX4's main and sub mode numbers. A mode it cannot fly is denied.
    pub(super) fn set_px4_mode(&mut self, main: f64, sub: f64) -> u8 {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // saturates
        let mode = match (main.round() as u8, sub.round() as u8) {
            (1..=3, _) => FlightMode::Manual,
            (4, 2) => FlightMode::Takeoff,
            (4, 3) => FlightMode::Hold,
            (4, 4) => FlightMode::Mission,
            (4, 5) => FlightMode::Return,
            (4, 6) => FlightMode::Land,
            _ => return DENIED,
        };
        self.enter(mode)
    }

    fn reposition(&mut self, command: &Command) -> u8 {
        if !self.pilot.in_air {
            return DENIED;
        }
        let [.., lat, lon, altitude] = command.params;
        let local = Wgs84::new(lat, lon).map(|place| self.frame.to_local(place));
        let (east, north) = local.map_or((f64::NAN, f64::NAN), |local| (local.x, local.y));
        let place: Vector = [east, north, altitude - self.config.ground.0.0];
        self.with_cockpit(|pilot, cockpit| pilot.reposition(place, cockpit));
        ACCEPTED
    }
}

/// A message number in a float field.
fn message_number(number: f64) -> Option<u32> {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // in range by the check
    (0.0..16_777_216.0).contains(&number).then(|| number.round() as u32)
}
