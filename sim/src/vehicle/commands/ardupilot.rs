//! ArduCopter's answers: it honours the frame, wants GUIDED for take-off and go-to, and fails where PX4 denies.

use super::{ACCEPTED, Command, DENIED, Done, UNSUPPORTED, number, small};
use crate::vehicle::Vehicle;
use crate::vehicle::dynamics::Vector;
use crate::vehicle::mode::Mode;

/// `MAV_FRAME_GLOBAL_RELATIVE_ALT`, what a COMMAND_LONG's height is taken as.
const RELATIVE: u8 = 3;

impl Vehicle {
    pub(super) fn ardupilot_command(&mut self, command: &Command) -> Done {
        let [first, second, ..] = command.params;
        match command.number {
            number::ARM_DISARM => self.ardupilot_arm_disarm(first),
            number::SET_MODE if small(first) & 1 == 0 => DENIED.into(),
            number::SET_MODE => self.set_ardupilot_mode(second),
            number::TAKEOFF => self.ardupilot_take_off(command),
            number::LOITER => self.change_to(Mode::Hold),
            number::RETURN => self.change_to(Mode::Return),
            number::LAND => self.change_to(Mode::Land),
            number::REPOSITION => self.ardupilot_reposition(command),
            number::PAUSE_CONTINUE => self.pause_continue(first),
            number::FENCE_ENABLE if !(0.0..=2.0).contains(&first) => DENIED.into(),
            number::FENCE_ENABLE => {
                self.params.put("FENCE_ENABLE", f64::from(u8::from(first > 0.5)));
                ACCEPTED.into()
            }
            number::SET_MISSION_CURRENT => self.ardupilot_set_current(first),
            number::MISSION_START => {
                let mut done = false;
                self.with_cockpit(|pilot, cockpit| done = pilot.start_mission(cockpit));
                done.into()
            }
            _ => UNSUPPORTED.into(),
        }
    }

    fn ardupilot_arm_disarm(&mut self, arm: f64) -> Done {
        let mut done = false;
        match small(arm) {
            1 => self.with_cockpit(|pilot, cockpit| done = pilot.arm(cockpit)),
            0 => done = self.pilot.disarm(""),
            _ => return UNSUPPORTED.into(),
        }
        done.into()
    }

    fn change_to(&mut self, mode: Mode) -> Done {
        let mut done = false;
        self.with_cockpit(|pilot, cockpit| done = pilot.change_mode(mode, cockpit));
        done.into()
    }

    /// ArduCopter's mode number; the sub mode is not looked at.
    pub(in crate::vehicle) fn set_ardupilot_mode(&mut self, number: f64) -> Done {
        match Mode::of_arducopter(u32::from(small(number))) {
            Some(mode) => self.change_to(mode),
            None => false.into(),
        }
    }

    /// Metres above home; of COMMAND_INT only with the relative frame.
    fn ardupilot_take_off(&mut self, command: &Command) -> Done {
        if command.frame.is_some_and(|frame| frame != RELATIVE) {
            return DENIED.into();
        }
        let mut done = false;
        self.with_cockpit(|pilot, cockpit| done = pilot.guided_take_off(command.params[6], cockpit));
        done.into()
    }

    /// COMMAND_INT only, in GUIDED or with the flag that changes to it.
    fn ardupilot_reposition(&mut self, command: &Command) -> Done {
        let Some(frame) = command.frame else { return UNSUPPORTED.into() };
        let [_, flags, _, _, lat, lon, z] = command.params;
        let may_change = small(flags) & 1 == 1;
        if self.pilot.mode != Mode::Guided && !may_change {
            return DENIED.into();
        }
        let Some(place) = self.ardupilot_place(frame, lat, lon, z) else { return DENIED.into() };
        let changed = self.change_to(Mode::Guided);
        if changed.result == ACCEPTED {
            self.pilot.guide(place);
        }
        changed
    }

    /// A place in one of the frames it knows: above sea level, above home, above the (flat) terrain.
    pub(in crate::vehicle) fn ardupilot_place(&self, frame: u8, lat: f64, lon: f64, z: f64) -> Option<Vector> {
        let height = match frame {
            0 | 5 => z - self.config.ground.0.0,
            3 | 6 | 10 | 11 => z,
            _ => return None,
        };
        let place = self.seen_from_home(lat, lon, height);
        (lat.is_finite() && lon.is_finite() && height.is_finite()).then_some(place)
    }

    fn pause_continue(&mut self, go_on: f64) -> Done {
        let pause = match small(go_on) {
            0 => true,
            1 => false,
            _ => return DENIED.into(),
        };
        let mut done = false;
        self.with_cockpit(|pilot, cockpit| done = pilot.pause(pause, cockpit));
        done.into()
    }

    fn ardupilot_set_current(&mut self, seq: f64) -> Done {
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // saturates
        let done = seq >= 0.0 && self.go_to_item(seq as u16);
        done.into()
    }
}
