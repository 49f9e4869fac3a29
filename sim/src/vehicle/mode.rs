//! Flight modes of both autopilots, with the numbers each calls them by.

use super::firmware::Firmware;
use controller_core::FlightMode;

/// What the autopilot does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Sticks, without height hold.
    Stabilize,
    /// Sticks, with height hold.
    AltHold,
    /// Sticks, with position hold (PX4's POSCTL, ArduPilot's POSHOLD).
    Position,
    /// PX4's take-off mode.
    Takeoff,
    /// Waiting in place (PX4's AUTO.LOITER, ArduPilot's LOITER).
    Hold,
    /// ArduPilot's BRAKE: stop and stay.
    Brake,
    /// ArduPilot's GUIDED: flies where it is told.
    Guided,
    /// The mission aboard (PX4's AUTO.MISSION, ArduPilot's AUTO).
    Mission,
    /// Home and down.
    Return,
    /// ArduPilot's SMART_RTL; the way back is flown straight here.
    SmartReturn,
    /// Down, here.
    Land,
    /// Round a place (PX4's POSCTL.ORBIT, ArduPilot's CIRCLE).
    Orbit,
}

/// PX4's main and sub modes (px4_custom_mode.h; those of the recorded flight agree).
const PX4: [(Mode, u8, u8); 9] = [
    (Mode::Stabilize, 1, 0),
    (Mode::AltHold, 2, 0),
    (Mode::Position, 3, 0),
    (Mode::Orbit, 3, 1),
    (Mode::Takeoff, 4, 2),
    (Mode::Hold, 4, 3),
    (Mode::Mission, 4, 4),
    (Mode::Return, 4, 5),
    (Mode::Land, 4, 6),
];

/// ArduCopter's numbers and names (mode.h; those of the recorded flights agree).
const ARDUCOPTER: [(Mode, u32, &str); 11] = [
    (Mode::Stabilize, 0, "STABILIZE"),
    (Mode::AltHold, 2, "ALT_HOLD"),
    (Mode::Mission, 3, "AUTO"),
    (Mode::Guided, 4, "GUIDED"),
    (Mode::Hold, 5, "LOITER"),
    (Mode::Return, 6, "RTL"),
    (Mode::Orbit, 7, "CIRCLE"),
    (Mode::Land, 9, "LAND"),
    (Mode::Position, 16, "POSHOLD"),
    (Mode::Brake, 17, "BRAKE"),
    (Mode::SmartReturn, 21, "SMART_RTL"),
];

impl Mode {
    /// PX4's mode with these numbers; nothing when it is not flown here.
    pub(super) fn of_px4(main: u8, sub: u8) -> Option<Self> {
        PX4.iter().find(|(_, known, below)| (*known, *below) == (main, sub)).map(|(mode, ..)| *mode)
    }

    /// PX4's answer to a standard mode (`MAV_STANDARD_MODE`); nothing when it has none of the kind.
    pub(super) fn of_standard(number: u8) -> Option<Self> {
        match number {
            1 => Some(Self::Position),
            2 => Some(Self::Orbit),
            4 => Some(Self::AltHold),
            5 => Some(Self::Return),
            6 => Some(Self::Mission),
            7 => Some(Self::Land),
            8 => Some(Self::Takeoff),
            _ => None,
        }
    }

    /// ArduCopter's mode with this number; nothing when it is not flown here.
    pub(super) fn of_arducopter(number: u32) -> Option<Self> {
        ARDUCOPTER.iter().find(|(_, known, _)| *known == number).map(|(mode, ..)| *mode)
    }

    /// `HEARTBEAT.custom_mode`.
    pub(super) fn custom(self, firmware: Firmware) -> u32 {
        match firmware {
            Firmware::Px4 => PX4
                .iter()
                .find(|(mode, ..)| *mode == self)
                .map_or(0x0304_0000, |(_, main, sub)| u32::from(*main) << 16 | u32::from(*sub) << 24),
            Firmware::ArduPilot => {
                ARDUCOPTER.iter().find(|(mode, ..)| *mode == self).map_or(0, |(_, number, _)| *number)
            }
        }
    }

    /// ArduCopter's name.
    pub(super) fn name(self) -> &'static str {
        ARDUCOPTER.iter().find(|(mode, ..)| *mode == self).map_or("UNKNOWN", |(.., name)| name)
    }

    /// Whether it goes down by itself in the end.
    pub(super) fn is_coming_down(self) -> bool {
        matches!(self, Self::Return | Self::SmartReturn | Self::Land)
    }

    /// In the words all autopilots share.
    pub(super) fn shared(self) -> FlightMode {
        match self {
            Self::Stabilize | Self::AltHold | Self::Position => FlightMode::Manual,
            Self::Takeoff => FlightMode::Takeoff,
            Self::Hold | Self::Brake | Self::Guided => FlightMode::Hold,
            Self::Mission => FlightMode::Mission,
            Self::Return | Self::SmartReturn => FlightMode::Return,
            Self::Land => FlightMode::Land,
            Self::Orbit => FlightMode::Other,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_recorded_flights() {
        let px4 = [Mode::Hold, Mode::Takeoff, Mode::Mission, Mode::Return].map(|mode| mode.custom(Firmware::Px4));
        assert_eq!(px4, [50_593_792, 33_816_576, 67_371_008, 84_148_224]);
        let ardupilot = [Mode::Stabilize, Mode::Mission, Mode::Guided, Mode::Hold, Mode::Return];
        assert_eq!(ardupilot.map(|mode| mode.custom(Firmware::ArduPilot)), [0, 3, 4, 5, 6]);
    }

    #[test]
    fn every_number_is_read_as_the_mode_that_is_told_by_it() {
        for (mode, main, sub) in PX4 {
            assert_eq!(Mode::of_px4(main, sub), Some(mode));
        }
        for (mode, number, _) in ARDUCOPTER {
            assert_eq!((Mode::of_arducopter(number), mode.custom(Firmware::ArduPilot)), (Some(mode), number));
        }
    }
}
