//! What the aircraft makes of what it hears, message by message.

use super::Vehicle;
use super::firmware::Firmware;
use super::mission_server::Client;
use super::mode::Mode;
use controller_link::codec::{Heartbeat, Message, MissionItemInt, Ping, SetMode, Timesync};
use geodata::Timestamp;

/// `MAV_TYPE_GCS`.
const GROUND_STATION: u8 = 6;

impl Vehicle {
    pub(super) fn heed(&mut self, at: Timestamp, client: Client, message: &Message) {
        match message {
            Message::Heartbeat(heartbeat) => self.heed_heartbeat(at, client, heartbeat),
            Message::CommandLong(long) => self.command_long(client, long),
            Message::CommandInt(int) => self.command_int(client, int),
            Message::SetMode(mode) if self.is_target(mode.target_system, 0) => self.heed_set_mode(mode),
            Message::MissionSetCurrent(set) if self.is_target(set.target_system, set.target_component) => {
                self.go_to_item(set.seq);
            }
            Message::ParamRequestList(ask) if self.is_target(ask.target_system, ask.target_component) => {
                self.params.list();
            }
            Message::ParamRequestRead(ask) if self.is_target(ask.target_system, ask.target_component) => {
                if let Some(value) = self.params.read(ask) {
                    self.answer(client, value);
                }
            }
            Message::ParamSet(ask) if self.is_target(ask.target_system, ask.target_component) => {
                // Everybody hears of a change.
                if let Some(value) = self.params.set(ask) {
                    self.broadcast(value);
                }
            }
            Message::GimbalManagerSetPitchyaw(set) if self.is_target(set.target_system, set.target_component) => {
                self.heed_pitchyaw(client, set);
            }
            Message::TerrainData(data) => self.terrain.take(data),
            Message::Ping(ping) if ping.target_system == 0 => {
                let (target_system, target_component) = client;
                self.answer(client, Ping { target_system, target_component, ..*ping });
            }
            Message::Timesync(ask) if ask.tc1 == 0 => {
                let (target_system, target_component) = client;
                let tc1 = self.boot_nanos();
                self.answer(client, Timesync { tc1, ts1: ask.ts1, target_system, target_component });
            }
            message if mission_target(message).is_some_and(|(system, component)| self.is_target(system, component)) => {
                let in_auto = self.pilot.armed && self.pilot.mode == Mode::Mission;
                let answer = self.missions.receive(at.max(self.now), client, message, in_auto);
                self.mission_answer(answer);
            }
            _ => {}
        }
    }

    /// To ArduPilot only the ground stations of its parameters are one: MAV_GCS_SYSID, up to MAV_GCS_SYSID_HI.
    fn heed_heartbeat(&mut self, at: Timestamp, client: Client, heartbeat: &Heartbeat) {
        let system = f64::from(client.0);
        let counts = match self.config.firmware {
            Firmware::Px4 => heartbeat.kind == GROUND_STATION,
            Firmware::ArduPilot => {
                let first = self.params.number("MAV_GCS_SYSID");
                let last = self.params.number("MAV_GCS_SYSID_HI").max(first);
                (first..=last).contains(&system)
            }
        };
        if counts {
            self.pilot.hear_ground_station(at);
        }
    }

    fn heed_set_mode(&mut self, mode: &SetMode) {
        match self.config.firmware {
            Firmware::Px4 => {
                let [_, _, main, sub] = mode.custom_mode.to_le_bytes();
                self.set_px4_mode(f64::from(main), f64::from(sub));
            }
            Firmware::ArduPilot => {
                self.set_ardupilot_mode(f64::from(mode.custom_mode.min(255)));
            }
        }
    }

    /// An item the mission does not have is ignored. ArduPilot answers with where it now is.
    pub(super) fn go_to_item(&mut self, seq: u16) -> bool {
        if usize::from(seq) >= self.missions.mission().len() {
            return false;
        }
        self.notice_mission();
        self.pilot.runner.go_to(seq);
        self.streams.hurry(self.now, 42);
        if self.config.firmware == Firmware::ArduPilot
            && let Some(current) = self.compose(42)
        {
            self.broadcast(current);
        }
        true
    }
}

/// Whom a message of the mission protocol is for.
fn mission_target(message: &Message) -> Option<Client> {
    match message {
        Message::MissionCount(m) => Some((m.target_system, m.target_component)),
        Message::MissionItemInt(MissionItemInt { target_system, target_component, .. }) => {
            Some((*target_system, *target_component))
        }
        Message::MissionRequestList(m) => Some((m.target_system, m.target_component)),
        Message::MissionRequestInt(m) => Some((m.target_system, m.target_component)),
        Message::MissionRequest(m) => Some((m.target_system, m.target_component)),
        Message::MissionClearAll(m) => Some((m.target_system, m.target_component)),
        Message::MissionAck(m) => Some((m.target_system, m.target_component)),
        _ => None,
    }
}
