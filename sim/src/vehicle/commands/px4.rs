//! PX4's answers: every altitude is above sea level, whatever the frame says, and a mode is acknowledged before it is
//! taken up.

use super::{ACCEPTED, Command, DENIED, Done, FAILED, TEMPORARILY_REJECTED, UNSUPPORTED, number, small};
use crate::vehicle::Vehicle;
use crate::vehicle::autopilot::Orbit;
use crate::vehicle::mode::Mode;

/// `MPC_XY_VEL_MAX`-like bounds of an orbit: PX4 takes 1 to 1000 m.
const ORBIT_RADIUS: [f64; 2] = [1.0, 1000.0];
/// Default of an orbit's speed, m/s.
const ORBIT_SPEED: f64 = 1.0;

impl Vehicle {
    pub(super) fn px4_command(&mut self, command: &Command) -> Done {
        let [first, second, third, ..] = command.params;
        match command.number {
            number::ARM_DISARM => self.px4_arm_disarm(first > 0.5),
            number::SET_MODE => self.set_px4_mode(second, third).into(),
            number::SET_STANDARD_MODE => self.set_standard_mode(first),
            number::TAKEOFF => {
                let height = Some(command.params[6] - self.config.ground.0.0).filter(|height| height.is_finite());
                self.with_cockpit(|pilot, cockpit| pilot.take_off(height, cockpit));
                ACCEPTED.into()
            }
            number::RETURN => self.enter(Mode::Return),
            number::LAND => self.enter(Mode::Land),
            number::MISSION_START => self.px4_mission_start(first),
            number::REPOSITION => self.px4_reposition(command),
            number::ORBIT => self.px4_orbit(command),
            _ => UNSUPPORTED.into(),
        }
    }

    fn px4_arm_disarm(&mut self, arm: bool) -> Done {
        let mut done = false;
        self.with_cockpit(|pilot, cockpit| {
            done = if arm { pilot.arm(cockpit) } else { pilot.disarm("external command") };
        });
        match (done, arm) {
            (true, _) => ACCEPTED.into(),
            (false, true) => TEMPORARILY_REJECTED.into(),
            (false, false) => FAILED.into(),
        }
    }

    fn enter(&mut self, mode: Mode) -> Done {
        self.with_cockpit(|pilot, cockpit| pilot.set_mode(mode, cockpit));
        ACCEPTED.into()
    }

    /// PX4's main and sub mode numbers. A mode it cannot fly is denied.
    pub(in crate::vehicle) fn set_px4_mode(&mut self, main: f64, sub: f64) -> u8 {
        match Mode::of_px4(small(main), small(sub)) {
            None | Some(Mode::Orbit) => DENIED,
            Some(mode) => self.enter(mode).result,
        }
    }

    fn set_standard_mode(&mut self, number: f64) -> Done {
        match Mode::of_standard(small(number)) {
            None | Some(Mode::Orbit) => FAILED.into(),
            Some(mode) => self.enter(mode),
        }
    }

    /// Begins the mission at an item, and arms.
    fn px4_mission_start(&mut self, first: f64) -> Done {
        let items = self.missions.mission().len();
        if items == 0 || first.is_nan() || first < -1.0 || first >= items as f64 {
            return DENIED.into();
        }
        let armed = self.px4_arm_disarm(true);
        if armed.result == ACCEPTED {
            self.enter(Mode::Mission);
        }
        armed
    }

    /// Without the flag that changes the mode it does nothing.
    fn px4_reposition(&mut self, command: &Command) -> Done {
        let [_, flags, _, _, lat, lon, altitude] = command.params;
        if small(flags) != 1 {
            return UNSUPPORTED.into();
        }
        if !self.pilot.in_air {
            return DENIED.into();
        }
        let place = self.seen_from_home(lat, lon, altitude - self.config.ground.0.0);
        self.with_cockpit(|pilot, cockpit| pilot.reposition(place, cockpit));
        ACCEPTED.into()
    }

    /// Radius (negative: counter-clockwise), speed; what is left open is where it is, and as it was.
    fn px4_orbit(&mut self, command: &Command) -> Done {
        let [radius, speed, _, _, lat, lon, altitude] = command.params;
        if !self.pilot.in_air {
            return TEMPORARILY_REJECTED.into();
        }
        if radius.is_finite() && !(ORBIT_RADIUS[0]..=ORBIT_RADIUS[1]).contains(&radius.abs()) {
            return DENIED.into();
        }
        let old = self.pilot.orbit;
        let given = self.seen_from_home(lat, lon, altitude - self.config.ground.0.0);
        let mut centre = self.body.place;
        for (axis, given) in given.into_iter().enumerate() {
            if given.is_finite() {
                centre[axis] = given;
            }
        }
        let signed = if radius.is_finite() { radius } else { old.map_or(ORBIT_RADIUS[0] * 20.0, |old| old.radius) };
        let speed =
            if speed.is_finite() && speed.abs() > 0.0 { speed } else { old.map_or(ORBIT_SPEED, |old| old.speed) };
        let clockwise = (signed > 0.0) == (speed > 0.0);
        let orbit = Orbit { centre, radius: signed.abs(), speed: speed.abs(), clockwise, flown: 0.0 };
        self.with_cockpit(|pilot, cockpit| pilot.circle(orbit, cockpit));
        ACCEPTED.into()
    }
}
