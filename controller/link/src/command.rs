//! Every command that may leave, each made by one typed function; nothing else in the product makes a COMMAND_LONG or a
//! COMMAND_INT.
//!
//! Autopilots ship commands that end flights, reboot in the air or inject faults for tests, behind the same two messages.
//! So the numbers that may leave are a list, the functions below are the only source of such messages, and the list is
//! asked once more where messages become bytes.

use crate::codec::{CommandInt, CommandLong, Message};
use crate::scale;
use controller_core::ControlAsk;
use geodata::{AboveHome, Amsl, Metres, MetresPerSecond, Seconds, Wgs84};

/// `MAV_CMD` numbers of commands and mission items this program knows.
pub(crate) mod id {
    pub(crate) const NAV_WAYPOINT: u16 = 16;
    pub(crate) const NAV_LOITER_UNLIM: u16 = 17;
    pub(crate) const NAV_LOITER_TURNS: u16 = 18;
    pub(crate) const NAV_RETURN_TO_LAUNCH: u16 = 20;
    pub(crate) const NAV_TAKEOFF: u16 = 22;
    pub(crate) const DO_ORBIT: u16 = 34;
    pub(crate) const DO_SET_MODE: u16 = 176;
    pub(crate) const DO_CHANGE_SPEED: u16 = 178;
    pub(crate) const DO_REPOSITION: u16 = 192;
    pub(crate) const COMPONENT_ARM_DISARM: u16 = 400;
    pub(crate) const SET_MESSAGE_INTERVAL: u16 = 511;
    pub(crate) const REQUEST_MESSAGE: u16 = 512;
    pub(crate) const REQUEST_OPERATOR_CONTROL: u16 = 32_100;
}

/// The commands that may leave. A new one is added here with the function that makes it.
pub(crate) const ALLOWED: [u16; 8] = [
    id::NAV_TAKEOFF,
    id::DO_ORBIT,
    id::DO_SET_MODE,
    id::DO_REPOSITION,
    id::COMPONENT_ARM_DISARM,
    id::SET_MESSAGE_INTERVAL,
    id::REQUEST_MESSAGE,
    id::REQUEST_OPERATOR_CONTROL,
];

/// `MAV_FRAME_GLOBAL_INT`: altitude above mean sea level.
pub(crate) const FRAME_GLOBAL_INT: u8 = 5;
/// `MAV_FRAME_GLOBAL`: the same, by the older name; autopilots answer with it.
pub(crate) const FRAME_GLOBAL: u8 = 0;
/// `MAV_FRAME_MISSION`: no place.
pub(crate) const FRAME_MISSION: u8 = 2;
/// `MAV_MODE_FLAG_CUSTOM_MODE_ENABLED`.
const CUSTOM_MODE: f32 = 1.0;

/// One command, addressed to nobody yet. Only the functions of this file make one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Command {
    /// Seven numbers.
    Long(CommandLong),
    /// Five numbers and a place of whole 1e-7 degrees.
    Int(CommandInt),
}

impl Command {
    /// Its `MAV_CMD` number.
    #[cfg(test)]
    pub(crate) fn id(&self) -> u16 {
        match self {
            Self::Long(long) => long.command,
            Self::Int(int) => int.command,
        }
    }

    /// The message for a vehicle's autopilot; `tries` is how often it was sent before. COMMAND_INT has no place for it.
    pub(crate) fn to(self, target_system: u8, tries: u8) -> Message {
        self.to_component(target_system, 1, tries)
    }

    /// The same for another component of the vehicle.
    pub(crate) fn to_component(self, target_system: u8, target_component: u8, tries: u8) -> Message {
        match self {
            Self::Long(long) => CommandLong { target_system, target_component, confirmation: tries, ..long }.into(),
            Self::Int(int) => CommandInt { target_system, target_component, ..int }.into(),
        }
    }
}

/// Whether a message may become bytes: everything but a command that is not on the list, and never the force number of
/// arming, which disarms in the air.
pub(crate) fn may_leave(message: &Message) -> bool {
    match message {
        Message::CommandLong(long) if long.command == id::COMPONENT_ARM_DISARM => {
            long.param1.to_bits() == 1.0_f32.to_bits() && long.param2.to_bits() == 0
        }
        Message::CommandLong(long) => ALLOWED.contains(&long.command),
        // Arming has no place: it never travels as a COMMAND_INT.
        Message::CommandInt(int) => int.command != id::COMPONENT_ARM_DISARM && ALLOWED.contains(&int.command),
        _ => true,
    }
}

/// DO_SET_MODE with the autopilot's own numbers.
pub(crate) fn set_mode(main: u8, sub: u8) -> Command {
    Command::Long(CommandLong {
        command: id::DO_SET_MODE,
        param1: CUSTOM_MODE,
        param2: f32::from(main),
        param3: f32::from(sub),
        ..CommandLong::default()
    })
}

/// Starts the motors; never with the force number.
pub(crate) fn arm() -> Command {
    Command::Long(CommandLong { command: id::COMPONENT_ARM_DISARM, param1: 1.0, ..CommandLong::default() })
}

/// Takes off here, to a height above home: how ArduPilot reads NAV_TAKEOFF as a command. PX4 reads the same field as
/// AMSL and is never sent this.
pub(crate) fn take_off(height: AboveHome) -> Command {
    Command::Long(CommandLong { command: id::NAV_TAKEOFF, param7: scale::to_float(height.0), ..CommandLong::default() })
}

/// DO_REPOSITION: fly there and stay, changing to the mode that can. The frame says AMSL; speed and yaw are as given.
pub(crate) fn reposition(at: Wgs84, altitude: Amsl, speed: f32, yaw: f32) -> Command {
    let (x, y) = scale::to_deg_e7(at);
    Command::Int(CommandInt {
        command: id::DO_REPOSITION,
        frame: FRAME_GLOBAL_INT,
        param1: speed,
        param2: 1.0, // MAV_DO_REPOSITION_FLAGS_CHANGE_MODE
        param4: yaw,
        x,
        y,
        z: scale::to_float_metres(altitude),
        ..CommandInt::default()
    })
}

/// DO_REPOSITION to nowhere: stop where you are and stay. Only PX4 reads it so.
pub(crate) fn stay_here() -> Command {
    Command::Long(CommandLong {
        command: id::DO_REPOSITION,
        param1: -1.0,
        param2: 1.0, // MAV_DO_REPOSITION_FLAGS_CHANGE_MODE
        param4: f32::NAN,
        param5: f32::NAN,
        param6: f32::NAN,
        param7: f32::NAN,
        ..CommandLong::default()
    })
}

/// DO_ORBIT: circle this place at this height, clockwise, nose to the middle, until told otherwise.
pub(crate) fn orbit(at: Wgs84, altitude: Amsl, radius: Metres, speed: MetresPerSecond) -> Command {
    let (x, y) = scale::to_deg_e7(at);
    Command::Int(CommandInt {
        command: id::DO_ORBIT,
        frame: FRAME_GLOBAL_INT,
        param1: scale::to_float(radius),
        param2: scale::to_float(Metres(speed.0)),
        param3: 0.0, // ORBIT_YAW_BEHAVIOUR_HOLD_FRONT_TO_CIRCLE_CENTER
        param4: 0.0, // for ever
        x,
        y,
        z: scale::to_float_metres(altitude),
        ..CommandInt::default()
    })
}

/// Asks for a message every so often.
pub(crate) fn message_interval(message: u16, every: Seconds) -> Command {
    #[allow(clippy::cast_possible_truncation)] // microseconds of a float field
    let param2 = (every.0 * 1e6) as f32;
    let command = id::SET_MESSAGE_INTERVAL;
    Command::Long(CommandLong { command, param1: f32::from(message), param2, ..CommandLong::default() })
}

/// Asks for a message once.
pub(crate) fn request_message(message: u16) -> Command {
    let command = id::REQUEST_MESSAGE;
    Command::Long(CommandLong { command, param1: f32::from(message), ..CommandLong::default() })
}

/// REQUEST_OPERATOR_CONTROL: that the vehicle listens to us, to whoever asks next, or to us no longer. Whoever asks has ten
/// seconds.
pub(crate) fn operator_control(ask: ControlAsk, us: u8) -> Command {
    let yes = |yes: bool| if yes { 1.0 } else { 0.0 };
    Command::Long(CommandLong {
        command: id::REQUEST_OPERATOR_CONTROL,
        param1: yes(ask != ControlAsk::Release),
        param2: yes(ask == ControlAsk::Allow),
        param3: 10.0,
        param4: f32::from(us),
        ..CommandLong::default()
    })
}

#[cfg(test)]
mod tests;
