//! What ArduCopter does in its own way: it arms in STABILIZE before it knows where it is, takes off from GUIDED only,
//! stays in AUTO whatever item it flies, and keeps the mode it landed in.
//!
//! From ArduCopter 4.x: `mode.cpp`, `mode_auto.cpp`, `AP_Arming.cpp`, `takeoff.cpp`, `AP_Mission.cpp` (behaviour, not
//! code), and the recorded flights.

use super::{ARMING_CHARGE, Autopilot, CRITICAL, Cockpit, INFO, Orbit};
use crate::vehicle::battery::Battery;
use crate::vehicle::dynamics::Vector;
use crate::vehicle::firmware::Firmware;
use crate::vehicle::mode::Mode;
use controller_link::codec::MissionItemInt;
use geodata::{Seconds, Timestamp};

/// Sensors and attitude are good this long after switch-on, and `PREARM_CHECK` is set.
const PREARM: Seconds = Seconds(2.0);
/// The estimator uses the satellites this long after switch-on (40 s in the recorded flights; less here).
pub(super) const USING_GPS: Seconds = Seconds(6.0);
/// After landing in RTL, LAND or AUTO the motors stop this much later (2 s in the recorded flight).
const AFTER_LANDING: f64 = 2.0;

/// `MAV_CMD_NAV_TAKEOFF`.
const TAKEOFF: u16 = 22;

impl Autopilot {
    /// `PREARM_CHECK` of `SYS_STATUS`: said before the position is known, since STABILIZE needs none.
    pub(super) fn says_prearm_good(&self, at: Timestamp, battery: &Battery) -> bool {
        at.since(self.booted).0 >= PREARM.0 && battery.percent() >= ARMING_CHARGE
    }

    /// Why the motors must not start, if so.
    pub(super) fn ardupilot_objection(&self, cockpit: &Cockpit<'_>) -> Option<String> {
        if cockpit.at.since(self.booted).0 < PREARM.0 {
            return Some("AHRS: not healthy".to_owned());
        }
        if cockpit.battery.percent() < ARMING_CHARGE {
            return Some("Battery 1 low voltage failsafe".to_owned());
        }
        match self.mode {
            Mode::Mission if cockpit.items.len() <= 1 => Some("Mode requires mission".to_owned()),
            Mode::Mission | Mode::Return | Mode::SmartReturn | Mode::Land | Mode::Brake | Mode::Orbit => {
                Some(format!("{} mode not armable", self.mode.name()))
            }
            mode if needs_position(mode) && !self.aligned(cockpit.at) => Some("Need Position Estimate".to_owned()),
            _ => None,
        }
    }

    /// The mode stays; the mission begins anew next time.
    pub(super) fn ardupilot_disarmed(&mut self) {
        self.auto_armed = false;
        self.paused = None;
        self.runner.restart();
        self.say(INFO, "Disarming motors");
    }

    /// The mode of its parameter at switch-on; PX4 has no such parameter and begins in hold.
    pub(in crate::vehicle) fn begin_in(&mut self, initial: f64) {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // saturates
        let mode = Mode::of_arducopter(initial.round() as u32);
        if let (Firmware::ArduPilot, Some(mode)) = (self.firmware, mode) {
            self.mode = mode;
        }
    }

    /// Changes the mode; false with a word why not. With the motors off every mode is taken.
    pub(in crate::vehicle) fn change_mode(&mut self, mode: Mode, cockpit: &Cockpit<'_>) -> bool {
        if mode == self.mode {
            return true;
        }
        let objection = if self.armed { self.mode_objection(mode, cockpit) } else { None };
        if let Some(why) = objection {
            self.say(CRITICAL, format!("Mode change to {} failed: {why}", mode.name()));
            return false;
        }
        self.takeoff_height = None;
        if mode == Mode::Orbit {
            self.orbit = Some(Orbit::ahead(cockpit));
        }
        self.take_up(mode, cockpit);
        if mode == Mode::Mission {
            self.runner.resume(cockpit.items);
        }
        true
    }

    fn mode_objection(&mut self, mode: Mode, cockpit: &Cockpit<'_>) -> Option<&'static str> {
        if needs_position(mode) && !self.aligned(cockpit.at) {
            return Some("requires position");
        }
        if mode == Mode::Mission && cockpit.items.len() <= 1 {
            return Some("init failed");
        }
        if mode == Mode::Mission && !self.in_air && !starts_with_takeoff(cockpit.items) {
            self.say(CRITICAL, "Auto: Missing Takeoff Cmd");
            return Some("init failed");
        }
        None
    }

    /// Climbs to `height` above home: armed, on the ground and in GUIDED only.
    pub(in crate::vehicle) fn guided_take_off(&mut self, height: f64, cockpit: &Cockpit<'_>) -> bool {
        let may = self.armed && !self.in_air && self.mode == Mode::Guided && height > cockpit.body.place[2];
        if may {
            self.target = cockpit.body.place;
            self.takeoff_height = Some(height);
            self.auto_armed = true;
        }
        may
    }

    /// Flies to a place in GUIDED, which must be the mode already. A coordinate that is not a number stays as it is.
    pub(in crate::vehicle) fn guide(&mut self, place: Vector) {
        self.takeoff_height = None;
        self.paused = None;
        self.aim(place);
    }

    /// MISSION_START: AUTO, and leave to take off.
    pub(in crate::vehicle) fn start_mission(&mut self, cockpit: &Cockpit<'_>) -> bool {
        let done = self.change_mode(Mode::Mission, cockpit);
        self.auto_armed |= done && self.armed;
        done
    }

    /// DO_PAUSE_CONTINUE: only GUIDED and AUTO in the air can stop and go on.
    pub(in crate::vehicle) fn pause(&mut self, pause: bool, cockpit: &Cockpit<'_>) -> bool {
        if !self.in_air || !matches!(self.mode, Mode::Guided | Mode::Mission) {
            self.say(INFO, if pause { "Failed to pause" } else { "Failed to resume" });
            return false;
        }
        self.paused = pause.then_some(cockpit.body.place);
        true
    }

    /// Armed on the ground: stops the motors soon after an automatic landing, and after DISARM_DELAY at rest.
    pub(super) fn ardupilot_idle(&mut self, cockpit: &Cockpit<'_>) {
        let (since, delay) = match self.landed_at {
            Some(landed) if self.mode.is_coming_down() || self.mode == Mode::Mission => (landed, AFTER_LANDING),
            Some(landed) => (landed, cockpit.params.number("DISARM_DELAY")),
            None if self.auto_armed => return,
            None => (self.armed_at, cockpit.params.number("DISARM_DELAY")),
        };
        if self.landed_at.is_some() {
            self.auto_armed = false;
        }
        if cockpit.at.since(since).0 >= delay {
            self.disarm("");
        }
    }

    /// AUTO's RTL item: it flies home and lands without leaving AUTO.
    pub(super) fn fly_home_in_auto(&mut self, cockpit: &Cockpit<'_>) -> super::Demand {
        if self.runner.begin_return() {
            self.climbing_home = true;
            self.target = cockpit.body.place;
        }
        self.fly_home(cockpit)
    }
}

fn needs_position(mode: Mode) -> bool {
    !matches!(mode, Mode::Stabilize | Mode::AltHold | Mode::Land)
}

/// Whether the first item that flies is a take-off; item 0 is home.
fn starts_with_takeoff(items: &[MissionItemInt]) -> bool {
    items.iter().skip(1).find(|item| item.command < 95).is_some_and(|item| item.command == TAKEOFF)
}
