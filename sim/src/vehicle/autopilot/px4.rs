//! What PX4 does in its own way: modes that are acknowledged and not taken up, disarming by itself before and after a
//! flight, altitudes above sea level only.

use super::{ARMING_CHARGE, Autopilot, Cockpit, INFO, Orbit};
use crate::vehicle::battery::Battery;
use crate::vehicle::dynamics::Vector;
use crate::vehicle::firmware::Firmware;
use crate::vehicle::mode::Mode;
use geodata::{Seconds, Timestamp};

/// The estimator needs this long after switch-on.
pub(super) const ALIGNMENT: Seconds = Seconds(2.0);

impl Autopilot {
    pub(super) fn say_px4(&mut self, words: &str) {
        if self.firmware == Firmware::Px4 {
            self.say(INFO, words);
        }
    }

    /// Why the motors must not start, if so.
    pub(super) fn px4_objection(&self, at: Timestamp, battery: &Battery) -> Option<&'static str> {
        if !self.aligned(at) {
            Some("Preflight Fail: no valid position estimate")
        } else if battery.percent() < ARMING_CHARGE {
            Some("Preflight Fail: low battery")
        } else {
            None
        }
    }

    pub(super) fn px4_arming(&mut self, cockpit: &Cockpit<'_>) -> Option<String> {
        let mut objection = self.px4_objection(cockpit.at, cockpit.battery);
        if self.mode == Mode::Mission && cockpit.items.is_empty() {
            objection = Some("Arming denied: no valid mission");
        }
        if self.mode.is_coming_down() {
            self.mode = Mode::Hold;
        }
        objection.map(str::to_owned)
    }

    pub(super) fn px4_disarmed(&mut self, why: &str) {
        self.say(INFO, format!("Disarmed by {why}"));
        self.mode = Mode::Hold;
    }

    /// Changes the mode. Mission without a mission is acknowledged and not done.
    pub(in crate::vehicle) fn set_mode(&mut self, mode: Mode, cockpit: &Cockpit<'_>) {
        let mode = if mode == Mode::Mission && !self.runner.can_start(cockpit.items) { Mode::Hold } else { mode };
        if mode == Mode::Mission && self.mode != Mode::Mission {
            self.say(INFO, "Executing Mission");
        }
        if mode == Mode::Takeoff && self.mode != mode && self.takeoff_height.is_none() {
            self.takeoff_height = Some(cockpit.params.number("MIS_TAKEOFF_ALT"));
        }
        self.take_up(mode, cockpit);
    }

    /// Climbs to `height` above home, once armed; nothing means the parameter's height.
    pub(in crate::vehicle) fn take_off(&mut self, height: Option<f64>, cockpit: &Cockpit<'_>) {
        if height.is_none() {
            let metres = cockpit.params.number("MIS_TAKEOFF_ALT");
            self.say(INFO, format!("Using default takeoff altitude: {metres:.1} m"));
        }
        self.takeoff_height = height;
        self.set_mode(Mode::Takeoff, cockpit);
    }

    /// Flies to a place and holds there. A coordinate that is not a number stays as it is.
    pub(in crate::vehicle) fn reposition(&mut self, place: Vector, cockpit: &Cockpit<'_>) {
        self.set_mode(Mode::Hold, cockpit);
        self.aim(place);
    }

    /// Circles from now on.
    pub(in crate::vehicle) fn circle(&mut self, orbit: Orbit, cockpit: &Cockpit<'_>) {
        self.take_up(Mode::Orbit, cockpit);
        self.orbit = Some(orbit);
    }

    /// Armed on the ground: after a landing and before a take-off it stops its motors by itself.
    pub(super) fn px4_idle(&mut self, cockpit: &Cockpit<'_>) {
        let wants_up = matches!(self.mode, Mode::Takeoff | Mode::Mission);
        match self.landed_at {
            Some(landed) if cockpit.at.since(landed).0 >= cockpit.params.number("COM_DISARM_LAND") => {
                self.disarm("landing");
            }
            None if !wants_up && cockpit.at.since(self.armed_at).0 >= cockpit.params.number("COM_DISARM_PRFLT") => {
                self.disarm("auto preflight disarming");
            }
            _ => {}
        }
    }
}
