//! ArduCopter: modes are plain numbers, item 0 of a mission is home, a take-off command counts its height from home.
//!
//! Seen on 4.7: a take-off is obeyed only armed and in GUIDED; DO_REPOSITION only as COMMAND_INT, and outside GUIDED only
//! with the flag that changes to it; DO_PAUSE_CONTINUE fails after an upload, so hold is the BRAKE mode, which needs no
//! sticks (LOITER without a pilot's transmitter obeys a throttle that is not there). AUTO is acknowledged without a
//! mission. Mission items keep their frame, so heights go out above sea level, the datum they were judged in: the
//! autopilot subtracts its own home height, which is exact, where ours may be an old one.

mod items;

pub(crate) use items::{items, orbit_items, read_items, same_item};

use super::{Mode, TransferManners};
use crate::command::{self, Command};
use controller_core::FlightMode;
use geodata::{Amsl, Seconds, Wgs84};

const AUTO: u8 = 3;
const GUIDED: u8 = 4;
const LOITER: u8 = 5;
const RETURN: u8 = 6;
const CIRCLE: u8 = 7;
const LAND: u8 = 9;
const POSHOLD: u8 = 16;
const BRAKE: u8 = 17;
const SMART_RETURN: u8 = 21;
const AUTO_RETURN: u8 = 27;

/// Requests are the older MISSION_REQUEST, once a second; `upload_timeout_ms` is 8000.
pub(crate) const TRANSFER: TransferManners = TransferManners {
    home_first: true,
    atomic: false,
    numbers_plans: false,
    gives_in_order: false,
    clears_in_flight: false,
    asks_again: Seconds(1.0),
    gives_up: Seconds(8.0),
};

/// `MAV_TYPE`s that ArduCopter flies: quadrotor, coaxial, helicopter, hexa-, octo-, tri-, dodeca- and decarotor.
pub(crate) fn flies(kind: u8) -> bool {
    matches!(kind, 2..=4 | 13..=15 | 29 | 35)
}

/// The mode of a heartbeat in the words all share. GUIDED stays where it is told to be: it is the hold of a go-to.
pub(crate) fn mode(custom_mode: u32) -> FlightMode {
    let Ok(number) = u8::try_from(custom_mode) else { return FlightMode::Other };
    match number {
        AUTO => FlightMode::Mission,
        GUIDED | LOITER | CIRCLE | POSHOLD | BRAKE => FlightMode::Hold,
        RETURN | SMART_RETURN | AUTO_RETURN => FlightMode::Return,
        LAND => FlightMode::Land,
        0..=2 => FlightMode::Manual,
        _ => FlightMode::Other,
    }
}

/// Whether the mode asked for is the one shown. GUIDED may be flying somewhere, so it is no hold.
pub(crate) fn shows(asked: Mode, custom_mode: u32) -> bool {
    let Ok(number) = u8::try_from(custom_mode) else { return false };
    match asked {
        Mode::Hold => matches!(number, LOITER | POSHOLD | BRAKE),
        Mode::Guided => number == GUIDED,
        Mode::Mission => number == AUTO,
        Mode::Return => matches!(number, RETURN | SMART_RETURN | AUTO_RETURN),
        Mode::Land => number == LAND,
    }
}

/// DO_SET_MODE with the mode's number. The same two numbers mean another mode to PX4, and both accept them.
pub(crate) fn set_mode(mode: Mode) -> Command {
    let number = match mode {
        Mode::Hold => BRAKE,
        Mode::Guided => GUIDED,
        Mode::Mission => AUTO,
        Mode::Return => RETURN,
        Mode::Land => LAND,
    };
    command::set_mode(number, 0)
}

/// Flies there and stays, in GUIDED. Speed and yaw are the vehicle's choice.
pub(crate) fn go_to(at: Wgs84, altitude: Amsl) -> Command {
    command::reposition(at, altitude, -1.0, f32::NAN)
}
