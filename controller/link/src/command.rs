//! Every command that may leave, each made by one typed function; nothing else in the product makes a COMMAND_LONG or a
//! COMMAND_INT.
//!
//! Autopilots ship commands that end flights, reboot in the air or inject faults for tests, behind the same two messages.
//! So the numbers that may leave are a list, the functions below are the only source of such messages, and the list is
//! asked once more where messages become bytes.

use crate::codec::{CommandInt, CommandLong, GimbalManagerSetPitchyaw, Message};
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
    pub(crate) const DO_SET_ROI_LOCATION: u16 = 195;
    pub(crate) const DO_SET_ROI_NONE: u16 = 197;
    pub(crate) const COMPONENT_ARM_DISARM: u16 = 400;
    pub(crate) const SET_MESSAGE_INTERVAL: u16 = 511;
    pub(crate) const REQUEST_MESSAGE: u16 = 512;
    pub(crate) const REQUEST_OPERATOR_CONTROL: u16 = 32_100;
    /// Deprecated, for cameras older than REQUEST_MESSAGE.
    pub(crate) const REQUEST_CAMERA_INFORMATION: u16 = 521;
    pub(crate) const DO_GIMBAL_MANAGER_PITCHYAW: u16 = 1000;
    pub(crate) const DO_GIMBAL_MANAGER_CONFIGURE: u16 = 1001;
    pub(crate) const VIDEO_START_CAPTURE: u16 = 2500;
    pub(crate) const VIDEO_STOP_CAPTURE: u16 = 2501;
    /// Deprecated, likewise.
    pub(crate) const REQUEST_VIDEO_STREAM_INFORMATION: u16 = 2504;
}

/// The commands that may leave. A new one is added here with the function that makes it.
pub(crate) const ALLOWED: [u16; 16] = [
    id::NAV_TAKEOFF,
    id::DO_ORBIT,
    id::DO_SET_MODE,
    id::DO_REPOSITION,
    id::DO_SET_ROI_LOCATION,
    id::DO_SET_ROI_NONE,
    id::COMPONENT_ARM_DISARM,
    id::SET_MESSAGE_INTERVAL,
    id::REQUEST_MESSAGE,
    id::REQUEST_CAMERA_INFORMATION,
    id::DO_GIMBAL_MANAGER_PITCHYAW,
    id::DO_GIMBAL_MANAGER_CONFIGURE,
    id::VIDEO_START_CAPTURE,
    id::VIDEO_STOP_CAPTURE,
    id::REQUEST_VIDEO_STREAM_INFORMATION,
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

/// The time between two of a message that is not to be sent: SET_MESSAGE_INTERVAL's -1.
pub(crate) const NEVER: Seconds = Seconds(-1e-6);

/// Asks for a message every so often, or [`NEVER`].
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

/// Asks a camera what it is, the old way.
pub(crate) fn request_camera_information() -> Command {
    let command = id::REQUEST_CAMERA_INFORMATION;
    Command::Long(CommandLong { command, param1: 1.0, ..CommandLong::default() })
}

/// Asks a camera where all of its streams are, the old way.
pub(crate) fn request_video_streams() -> Command {
    let command = id::REQUEST_VIDEO_STREAM_INFORMATION;
    Command::Long(CommandLong { command, param1: 0.0, ..CommandLong::default() })
}

/// "Whoever sends this", and "if it is whoever sends this": the gimbal protocol's words for control.
const MYSELF: f32 = -2.0;
const IF_MYSELF: f32 = -3.0;
/// "As it is": whoever has secondary control.
const AS_IT_IS: f32 = -1.0;

/// Takes primary control of a gimbal.
pub(crate) fn gimbal_take(device: u8) -> Command {
    gimbal_configure(MYSELF, device)
}

/// Gives it back, if it is ours; nobody else's is taken.
pub(crate) fn gimbal_give_back(device: u8) -> Command {
    gimbal_configure(IF_MYSELF, device)
}

fn gimbal_configure(primary: f32, device: u8) -> Command {
    Command::Long(CommandLong {
        command: id::DO_GIMBAL_MANAGER_CONFIGURE,
        param1: primary,
        param2: primary,
        param3: AS_IT_IS,
        param4: AS_IT_IS,
        param7: f32::from(device),
        ..CommandLong::default()
    })
}

/// Points a gimbal: radians up from the horizon, and right of the nose (or of north with the flag that locks it).
pub(crate) fn gimbal_point(pitch: f64, yaw: f64, flags: u16, device: u8) -> Command {
    #[allow(clippy::cast_possible_truncation)] // degrees of a float field
    let degrees = |angle: f64| half_turn(angle).to_degrees() as f32;
    Command::Long(CommandLong {
        command: id::DO_GIMBAL_MANAGER_PITCHYAW,
        param1: degrees(pitch),
        param2: degrees(yaw),
        param3: f32::NAN,
        param4: f32::NAN,
        param5: f32::from(flags),
        param7: f32::from(device),
        ..CommandLong::default()
    })
}

/// The same as a message of its own, for pointing anew all the time: nobody acknowledges it.
pub(crate) fn gimbal_stare(pitch: f64, yaw: f64, flags: u16, system: u8, component: u8, device: u8) -> Message {
    #[allow(clippy::cast_possible_truncation)] // radians of a float field
    let radians = |angle: f64| half_turn(angle) as f32;
    let (pitch_rate, yaw_rate) = (f32::NAN, f32::NAN);
    GimbalManagerSetPitchyaw {
        flags: u32::from(flags),
        pitch: radians(pitch),
        yaw: radians(yaw),
        pitch_rate,
        yaw_rate,
        target_system: system,
        target_component: component,
        gimbal_device_id: device,
    }
    .into()
}

/// Between minus and plus half a turn.
fn half_turn(angle: f64) -> f64 {
    (angle + std::f64::consts::PI).rem_euclid(std::f64::consts::TAU) - std::f64::consts::PI
}

/// Looks at a place and stays on it; its height is AMSL, as the frame says.
pub(crate) fn look_at(at: Wgs84, altitude: Amsl, device: u8) -> Command {
    let (x, y) = scale::to_deg_e7(at);
    Command::Int(CommandInt {
        command: id::DO_SET_ROI_LOCATION,
        frame: FRAME_GLOBAL_INT,
        param1: f32::from(device),
        x,
        y,
        z: scale::to_float_metres(altitude),
        ..CommandInt::default()
    })
}

/// Looks at no place any more.
pub(crate) fn look_nowhere(device: u8) -> Command {
    let command = id::DO_SET_ROI_NONE;
    Command::Long(CommandLong { command, param1: f32::from(device), ..CommandLong::default() })
}

/// Records all streams of a camera, or stops; while it records it says so once a second.
pub(crate) fn video(on: bool) -> Command {
    let (command, param2) = if on { (id::VIDEO_START_CAPTURE, 1.0) } else { (id::VIDEO_STOP_CAPTURE, 0.0) };
    Command::Long(CommandLong { command, param2, ..CommandLong::default() })
}

#[cfg(test)]
mod tests;
