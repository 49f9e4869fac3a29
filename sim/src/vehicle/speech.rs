//! What the aircraft says of itself, message by message.

use super::Vehicle;
use super::firmware::Firmware;
use super::mode::Mode;
use controller_link::codec::{
    Altitude, Attitude, AutopilotVersion, BatteryStatus, EkfStatusReport, EstimatorStatus, ExtendedSysState,
    GlobalPositionInt, GpsGlobalOrigin, GpsRawInt, Heartbeat, HomePosition, LocalPositionNed, Message, MissionCurrent,
    Ping, SysStatus, SystemTime, Timesync, VfrHud, WindCov,
};
use controller_link::scale;
use geodata::{Amsl, Heading, Metres, MetresPerSecond};

/// Gyro, accelerometer, compass, barometer, satellites, rate, attitude, yaw, height and position control, motors,
/// attitude reference, battery, and the pre-arm check.
const SENSORS: u32 = 0x1220_FC2F;
const PREARM: u32 = 0x1000_0000;
const SATELLITES: u32 = 0x20;
/// ArduCopter's sensors present, enabled and healthy, as the recorded flight has them, with and without satellites.
const ARDUPILOT_SENSORS: [u32; 3] = [1_399_979_023, 1_380_031_503, 1_196_530_703];

#[allow(clippy::cast_possible_truncation)] // float fields of the wire
fn f(value: f64) -> f32 {
    value as f32
}

impl Vehicle {
    /// The message with this number as it would be sent now; nothing when it has none.
    pub(super) fn compose(&mut self, id: u32) -> Option<Message> {
        Some(match id {
            0 => self.heartbeat().into(),
            1 => self.sys_status().into(),
            2 => SystemTime { time_unix_usec: self.now.0.unsigned_abs(), time_boot_ms: self.boot_millis() }.into(),
            4 => self.ping().into(),
            24 => self.gps().into(),
            30 => self.attitude().into(),
            32 => self.local_position().into(),
            33 => self.global_position().into(),
            42 => self.mission_current().into(),
            49 if self.knows_home() => self.origin().into(),
            74 => self.hud().into(),
            141 => self.altitude().into(),
            147 => self.battery_status().into(),
            148 => self.version().into(),
            230 => self.estimator().into(),
            231 => self.wind_message().into(),
            242 if self.knows_home() => self.home().into(),
            245 => self.extended().into(),
            193 if self.config.firmware == Firmware::ArduPilot => self.ekf().into(),
            280 => self.gimbal_information()?.into(),
            281 => self.gimbal_status()?.into(),
            285 => self.gimbal_attitude()?.into(),
            111 => Timesync { ts1: self.boot_nanos(), ..Timesync::default() }.into(),
            _ => return None,
        })
    }

    /// Whether a real one says the message with this number, though it is not simulated: raw sensors, servos, radio
    /// channels, navigation, vibration, terrain and the like.
    pub(super) fn might_speak(&self, id: u32) -> bool {
        let both = matches!(id, 29 | 36 | 65 | 85 | 87 | 109 | 132 | 136 | 241);
        let ardupilot =
            matches!(id, 27 | 62 | 116 | 125 | 129 | 137 | 152 | 163 | 165 | 168 | 178 | 226 | 253 | 11_030);
        let px4 = matches!(id, 31 | 77 | 83 | 105 | 140 | 331 | 360 | 380 | 410 | 411 | 436 | 12_901 | 12_904);
        both || match self.config.firmware {
            Firmware::Px4 => px4,
            Firmware::ArduPilot => ardupilot,
        }
    }

    /// Nanoseconds since switch-on, for comparing clocks.
    pub(super) fn boot_nanos(&self) -> i64 {
        self.now.0.saturating_sub(self.booted.0).saturating_mul(1000)
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // milliseconds since switch-on
    pub(super) fn boot_millis(&self) -> u32 {
        (self.now.since(self.booted).0 * 1e3) as u32
    }

    fn boot_micros(&self) -> u64 {
        u64::from(self.boot_millis()) * 1000
    }

    fn height(&self, above_home: f64) -> Amsl {
        Amsl(self.config.ground.0 + Metres(above_home))
    }

    fn heartbeat(&self) -> Heartbeat {
        let base_mode = match self.config.firmware {
            Firmware::Px4 => 29,
            // CUSTOM_MODE, STABILIZE and MANUAL_INPUT always; GUIDED in modes that hold a place by themselves.
            Firmware::ArduPilot => {
                81 | if matches!(self.pilot.mode, Mode::Stabilize | Mode::AltHold | Mode::Land) { 0 } else { 8 }
            }
        };
        Heartbeat {
            custom_mode: self.pilot.mode.custom(self.config.firmware),
            kind: 2,
            autopilot: self.config.firmware.number(),
            base_mode: base_mode | if self.pilot.armed { 0x80 } else { 0 },
            system_status: self.system_status(),
            mavlink_version: 3,
        }
    }

    /// MAV_STATE: 3 standby, 4 active, 5 critical. ArduPilot is active in the air only.
    fn system_status(&self) -> u8 {
        let active = match self.config.firmware {
            Firmware::Px4 => self.pilot.armed,
            Firmware::ArduPilot => self.pilot.in_air,
        };
        match (active, self.pilot.failsafe.is_active()) {
            (true, true) => 5,
            (true, false) => 4,
            (false, _) => 3,
        }
    }

    fn sys_status(&self) -> SysStatus {
        let [present, enabled, all] = match self.config.firmware {
            Firmware::Px4 => [SENSORS; 3],
            Firmware::ArduPilot => {
                let [present, enabled, healthy] = ARDUPILOT_SENSORS;
                [present, enabled, healthy].map(|sensors| sensors | SATELLITES | PREARM)
            }
        };
        let mut healthy = all;
        if !self.pilot.aligned(self.now) {
            healthy &= !SATELLITES;
        }
        if !self.pilot.says_armable(self.now, &self.battery) {
            healthy &= !PREARM;
        }
        let wire = self.battery_wire();
        SysStatus {
            onboard_control_sensors_present: present,
            onboard_control_sensors_enabled: enabled,
            onboard_control_sensors_health: healthy,
            load: 250,
            voltage_battery: wire.0,
            current_battery: wire.1,
            battery_remaining: wire.2,
            ..SysStatus::default()
        }
    }

    /// Millivolts, centiamperes, percent.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // saturates
    fn battery_wire(&self) -> (u16, i16, i8) {
        let battery = &self.battery;
        ((battery.volts() * 1e3) as u16, (battery.amperes() * 100.0) as i16, battery.percent().round() as i8)
    }

    fn battery_status(&self) -> BatteryStatus {
        let (millivolts, current_battery, battery_remaining) = self.battery_wire();
        let mut voltages = [u16::MAX; 10];
        voltages[0] = millivolts;
        BatteryStatus {
            current_consumed: -1,
            energy_consumed: -1,
            temperature: 2500,
            voltages,
            current_battery,
            battery_function: 1,
            kind: 1,
            battery_remaining,
            charge_state: 1,
            ..BatteryStatus::default()
        }
    }

    fn ping(&mut self) -> Ping {
        self.pings = self.pings.wrapping_add(1);
        Ping { time_usec: self.boot_micros(), seq: self.pings, ..Ping::default() }
    }

    fn gps(&self) -> GpsRawInt {
        let (lat, lon) = scale::to_deg_e7(self.place());
        let aligned = self.pilot.aligned(self.now);
        let speed = self.ground_speed();
        GpsRawInt {
            time_usec: self.boot_micros(),
            lat,
            lon,
            alt: scale::to_mm(self.height(self.body.place[2]).0),
            eph: 70,
            epv: 110,
            vel: scale::to_cm_per_second(MetresPerSecond(speed)).unsigned_abs(),
            cog: scale::to_centidegrees(Heading::of(self.body.velocity[0], self.body.velocity[1])),
            fix_type: if aligned { 3 } else { 1 },
            satellites_visible: if aligned { 17 } else { 4 },
            h_acc: 700,
            v_acc: 1100,
            ..GpsRawInt::default()
        }
    }

    fn ground_speed(&self) -> f64 {
        self.body.velocity[0].hypot(self.body.velocity[1])
    }

    fn attitude(&self) -> Attitude {
        let half_turn = (self.body.heading.as_degrees() + 180.0).rem_euclid(360.0) - 180.0;
        Attitude { time_boot_ms: self.boot_millis(), yaw: f(half_turn.to_radians()), ..Attitude::default() }
    }

    fn local_position(&self) -> LocalPositionNed {
        let ([east, north, up], [ve, vn, vu]) = (self.body.place, self.body.velocity);
        LocalPositionNed {
            time_boot_ms: self.boot_millis(),
            x: f(north),
            y: f(east),
            z: f(-up),
            vx: f(vn),
            vy: f(ve),
            vz: f(-vu),
        }
    }

    fn global_position(&self) -> GlobalPositionInt {
        let (lat, lon) = scale::to_deg_e7(self.place());
        let [east, north, up] = self.body.velocity.map(MetresPerSecond);
        GlobalPositionInt {
            time_boot_ms: self.boot_millis(),
            lat,
            lon,
            alt: scale::to_mm(self.height(self.body.place[2]).0),
            relative_alt: scale::to_mm(Metres(self.body.place[2])),
            vx: scale::to_cm_per_second(north),
            vy: scale::to_cm_per_second(east),
            vz: scale::to_cm_per_second(-up),
            hdg: scale::to_centidegrees(self.body.heading),
        }
    }

    fn mission_current(&self) -> MissionCurrent {
        let [mission_id, fence_id, rally_points_id] = self.missions.ids();
        let count = u16::try_from(self.missions.mission().len()).unwrap_or(u16::MAX);
        let ardupilot = self.config.firmware == Firmware::ArduPilot;
        let runner = &self.pilot.runner;
        // ArduPilot counts without home, which is its item 0; PX4 calls nothing 65535.
        let total = match (ardupilot, count) {
            (true, count) => count.saturating_sub(1),
            (false, 0) => u16::MAX,
            (false, count) => count,
        };
        let flying = self.pilot.mode == Mode::Mission && (!ardupilot || self.pilot.armed);
        // MISSION_STATE: 1 no mission, 2 not started, 3 active, 4 paused, 5 complete.
        let mission_state = match total {
            0 | u16::MAX => 1,
            _ if runner.finished => 5,
            _ if flying => 3,
            _ if runner.current == 0 => 2,
            _ => 4,
        };
        // Flying the mission 1, not 2; ArduPilot says 0 while there is none.
        let mission_mode = match (mission_state, ardupilot) {
            (1, true) => 0,
            _ if flying => 1,
            _ => 2,
        };
        MissionCurrent {
            seq: runner.current.min(count.saturating_sub(1)),
            total,
            mission_state,
            mission_mode,
            mission_id,
            fence_id,
            rally_points_id,
        }
    }

    /// ArduPilot sets its home when it first knows where it is.
    pub(super) fn knows_home(&self) -> bool {
        self.config.firmware == Firmware::Px4 || self.pilot.aligned(self.now)
    }

    fn origin(&self) -> GpsGlobalOrigin {
        let (latitude, longitude) = scale::to_deg_e7(self.config.home);
        let altitude = scale::to_mm(self.config.ground.0);
        GpsGlobalOrigin { latitude, longitude, altitude, time_usec: self.boot_micros() }
    }

    fn home(&self) -> HomePosition {
        let (latitude, longitude) = scale::to_deg_e7(self.config.home);
        HomePosition {
            latitude,
            longitude,
            altitude: scale::to_mm(self.config.ground.0),
            // ArduPilot does not know how the ground lies.
            q: if self.config.firmware == Firmware::Px4 { [1.0, 0.0, 0.0, 0.0] } else { [f32::NAN; 4] },
            time_usec: self.boot_micros(),
            ..HomePosition::default()
        }
    }

    #[allow(clippy::cast_possible_truncation)] // 0 to 359
    fn hud(&self) -> VfrHud {
        VfrHud {
            airspeed: f(self.body.airspeed),
            groundspeed: f(self.ground_speed()),
            alt: f(self.height(self.body.place[2]).0.0),
            climb: f(self.body.velocity[2]),
            heading: self.body.heading.as_degrees() as i16,
            throttle: if self.pilot.in_air { 50 } else { 0 },
        }
    }

    fn altitude(&self) -> Altitude {
        let up = self.body.place[2];
        let amsl = f(self.height(up).0.0);
        Altitude {
            time_usec: self.boot_micros(),
            altitude_monotonic: amsl,
            altitude_amsl: amsl,
            altitude_local: f(up),
            altitude_relative: f(up),
            altitude_terrain: f(up),
            bottom_clearance: f(up),
        }
    }

    fn version(&self) -> AutopilotVersion {
        let uid = 0x5347_0000_0000_0000 | u64::from(self.config.system_id);
        let mut uid2 = [0; 18];
        uid2[..8].copy_from_slice(&uid.to_be_bytes());
        uid2[8..16].copy_from_slice(&self.config.seed.to_be_bytes());
        AutopilotVersion {
            capabilities: self.config.firmware.capabilities(),
            // ArduPilot has the long one only.
            uid: if self.config.firmware == Firmware::Px4 { uid } else { 0 },
            uid2,
            flight_sw_version: self.config.firmware.version(),
            ..AutopilotVersion::default()
        }
    }

    fn estimator(&self) -> EstimatorStatus {
        let flags = if self.pilot.aligned(self.now) { 0x033F } else { 0x0001 };
        EstimatorStatus { time_usec: self.boot_micros(), flags, pos_horiz_accuracy: 0.7, ..EstimatorStatus::default() }
    }

    /// ESTIMATOR_STATUS_FLAGS as the recorded flight has them: 167 before the satellites are used (constant position),
    /// 831 after.
    fn ekf(&self) -> EkfStatusReport {
        let flags = if self.pilot.aligned(self.now) { 831 } else { 167 };
        EkfStatusReport {
            pos_horiz_variance: 0.01,
            pos_vert_variance: 0.005,
            compass_variance: 0.01,
            flags,
            ..EkfStatusReport::default()
        }
    }

    fn wind_message(&self) -> WindCov {
        let (east, north) = self.wind;
        WindCov {
            time_usec: self.boot_micros(),
            wind_x: f(north),
            wind_y: f(east),
            wind_alt: f(self.height(self.body.place[2]).0.0),
            horiz_accuracy: 1.0,
            vert_accuracy: 1.0,
            ..WindCov::default()
        }
    }

    fn extended(&self) -> ExtendedSysState {
        // MAV_LANDED_STATE: 1 on ground, 2 in air, 3 taking off, 4 landing.
        let landed_state = match (self.pilot.in_air, self.pilot.mode) {
            (false, _) => 1,
            (true, Mode::Takeoff) => 3,
            (true, _) if self.pilot.is_taking_off() => 3,
            (true, Mode::Land) => 4,
            (true, _) => 2,
        };
        let vtol_state = if self.config.firmware == Firmware::Px4 { 0 } else { 3 };
        ExtendedSysState { vtol_state, landed_state }
    }
}
