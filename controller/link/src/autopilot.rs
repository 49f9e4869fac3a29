//! What differs between autopilots: their modes, how they want to be told things, and what their missions look like.
//!
//! Nobody else asks which autopilot it is; [`Personality`] answers in words both share. What it does not know how to fly
//! it only reads, and says why.

pub(crate) mod ardupilot;
pub(crate) mod px4;
pub(crate) mod settings;

use crate::codec::{Heartbeat, MissionItemInt};
use crate::command::{self, Command};
use controller_core::FlightMode;
use flight_plans::Mission;
use geodata::{AboveHome, Amsl, Metres, Seconds, Wgs84};

/// `MAV_AUTOPILOT` values of the autopilots we know.
const ARDUPILOT: u8 = 3;
const PX4: u8 = 12;
/// `MAV_AUTOPILOT_INVALID`: a camera, a ground station, anything that is no flight controller.
const NONE: u8 = 8;
/// `MAV_TYPE_GCS`.
const GROUND_STATION: u8 = 6;

/// Which autopilot a vehicle runs, as far as it matters for flying it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Personality {
    /// PX4 in an aircraft.
    Px4,
    /// ArduPilot in a multicopter or helicopter (ArduCopter).
    ArduCopter,
    /// Read only: ArduPilot or PX4 in something else, with its `MAV_TYPE`.
    OtherVehicle {
        /// `MAV_AUTOPILOT`.
        autopilot: u8,
        /// `MAV_TYPE`.
        kind: u8,
    },
    /// Read only: an autopilot we do not know, with its `MAV_AUTOPILOT`.
    Unknown {
        /// `MAV_AUTOPILOT`.
        autopilot: u8,
    },
}

/// What we ask a vehicle to do by a mode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    /// Stop and stay.
    Hold,
    /// Obey single commands with a place: ArduPilot wants it before a take-off.
    Guided,
    /// Fly the mission aboard.
    Mission,
    /// Fly home.
    Return,
    /// Land here.
    Land,
}

/// The place missions begin and end at.
pub(crate) type Home = Option<(Wgs84, Amsl)>;

/// How a vehicle takes and keeps missions.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct TransferManners {
    /// Item 0 on the wire is home: written values are ignored, real items begin at 1, and what is read back is compared
    /// from 1.
    pub(crate) home_first: bool,
    /// A new mission replaces the old one at once, or not at all. Otherwise a broken upload leaves a mixture.
    pub(crate) atomic: bool,
    /// It numbers its plans (opaque ids other than 0), so that a look at the number tells whether ours is aboard.
    pub(crate) numbers_plans: bool,
    /// It gives out only the next item and the one before, and ends a reading that asks for another.
    pub(crate) gives_in_order: bool,
    /// Clearing the mission is obeyed while the mission is flown.
    pub(crate) clears_in_flight: bool,
    /// The vehicle asks again for a missing item after this long.
    pub(crate) asks_again: Seconds,
    /// It gives up an upload that stands still for this long.
    pub(crate) gives_up: Seconds,
}

impl Personality {
    /// The personality a heartbeat shows; nothing when it is no autopilot at all.
    pub(crate) fn of(heartbeat: &Heartbeat) -> Option<Self> {
        let (autopilot, kind) = (heartbeat.autopilot, heartbeat.kind);
        match (autopilot, kind) {
            (_, GROUND_STATION) | (NONE, _) => None,
            (PX4, kind) if px4::flies(kind) => Some(Self::Px4),
            (ARDUPILOT, kind) if ardupilot::flies(kind) => Some(Self::ArduCopter),
            (PX4 | ARDUPILOT, _) => Some(Self::OtherVehicle { autopilot, kind }),
            _ => Some(Self::Unknown { autopilot }),
        }
    }

    /// Why it is only read, if so.
    pub(crate) fn only_read(self) -> Option<String> {
        let name = |autopilot| if autopilot == PX4 { "PX4" } else { "ArduPilot" };
        match self {
            Self::Px4 | Self::ArduCopter => None,
            Self::OtherVehicle { autopilot, kind } => Some(format!(
                "{} in a vehicle of type {kind} (MAV_TYPE) is only read, not commanded; aircraft {}",
                name(autopilot),
                if autopilot == PX4 { "fly by PX4" } else { "that hover fly by ArduCopter" }
            )),
            Self::Unknown { autopilot } => Some(format!(
                "this autopilot (MAV_AUTOPILOT {autopilot}) is only read, not commanded; PX4 and ArduCopter are flown"
            )),
        }
    }

    /// The mode a heartbeat shows, in the words all share.
    pub(crate) fn mode(self, custom_mode: u32) -> FlightMode {
        match self {
            Self::Px4 => px4::mode(custom_mode),
            Self::ArduCopter => ardupilot::mode(custom_mode),
            Self::OtherVehicle { .. } | Self::Unknown { .. } => FlightMode::Other,
        }
    }

    /// Whether a heartbeat with this custom mode shows what `asked` asks for. Stricter than [`Self::mode`], whose words
    /// are coarser than autopilots' modes.
    pub(crate) fn shows(self, asked: Mode, custom_mode: u32) -> bool {
        match self {
            Self::Px4 => px4::shows(asked, custom_mode),
            Self::ArduCopter => ardupilot::shows(asked, custom_mode),
            Self::OtherVehicle { .. } | Self::Unknown { .. } => false,
        }
    }

    /// The command that asks for a mode; nothing where the autopilot has none such.
    pub(crate) fn set_mode(self, mode: Mode) -> Option<Command> {
        match self {
            Self::Px4 => px4::set_mode(mode),
            Self::ArduCopter => Some(ardupilot::set_mode(mode)),
            Self::OtherVehicle { .. } | Self::Unknown { .. } => None,
        }
    }

    /// The command that starts the motors.
    pub(crate) fn arm(self) -> Option<Command> {
        self.commanded().then(command::arm)
    }

    /// The command that takes off, for an autopilot that does so before its mission. PX4 takes off by the mission's own
    /// item, whose height is above sea level.
    pub(crate) fn take_off(self, height: AboveHome) -> Option<Command> {
        (self == Self::ArduCopter).then(|| command::take_off(height))
    }

    /// The command that flies to a place and stays.
    pub(crate) fn go_to(self, at: Wgs84, altitude: Amsl) -> Option<Command> {
        match self {
            Self::Px4 => Some(px4::go_to(at, altitude)),
            Self::ArduCopter => Some(ardupilot::go_to(at, altitude)),
            Self::OtherVehicle { .. } | Self::Unknown { .. } => None,
        }
    }

    /// The command that stops a vehicle which flies somewhere in its hold mode; nothing where go-to is another mode.
    /// PX4's go-to is its hold mode with a place, and the mode asked for again leaves the place as it is.
    pub(crate) fn stay(self) -> Option<Command> {
        (self == Self::Px4).then(command::stay_here)
    }

    /// The command that circles a place; nothing where circling is a mission (see [`Self::orbit_items`]).
    pub(crate) fn orbit(self, at: Wgs84, altitude: Amsl, radius: Metres) -> Option<Command> {
        self.circles_by_command().then(|| px4::orbit(at, altitude, radius))
    }

    /// Whether circling is a command of its own.
    pub(crate) fn circles_by_command(self) -> bool {
        self == Self::Px4
    }

    /// Whether a heartbeat with this custom mode shows the circling that is a command.
    pub(crate) fn circles(self, custom_mode: u32) -> bool {
        self == Self::Px4 && px4::circles(custom_mode)
    }

    /// The mission that circles a place; nothing where circling is a command.
    pub(crate) fn orbit_items(
        self,
        at: Wgs84,
        altitude: Amsl,
        radius: Metres,
        home: Home,
    ) -> Option<Vec<MissionItemInt>> {
        (self == Self::ArduCopter).then(|| ardupilot::orbit_items(at, altitude, radius, home))
    }

    /// A mission as wire items, numbered from 0 as the autopilot counts, addressed to nobody yet. `home` is written where
    /// item 0 is home; the autopilot puts its own there.
    pub(crate) fn items(self, mission: &Mission, home: Home) -> Vec<MissionItemInt> {
        match self {
            Self::ArduCopter => ardupilot::items(mission, home),
            Self::Px4 | Self::OtherVehicle { .. } | Self::Unknown { .. } => px4::items(mission),
        }
    }

    /// Whether an item read back is the item sent.
    pub(crate) fn same_item(self, sent: &MissionItemInt, read: &MissionItemInt) -> bool {
        match self {
            Self::ArduCopter => ardupilot::same_item(sent, read),
            Self::Px4 | Self::OtherVehicle { .. } | Self::Unknown { .. } => px4::same_item(sent, read),
        }
    }

    /// Wire items as a mission of ours; nothing when one of them is none we could have sent.
    pub(crate) fn read_items(self, items: &[MissionItemInt]) -> Option<Mission> {
        match self {
            Self::Px4 => px4::read_items(items),
            Self::ArduCopter => ardupilot::read_items(items),
            Self::OtherVehicle { .. } | Self::Unknown { .. } => None,
        }
    }

    /// How it takes missions.
    pub(crate) fn transfer(self) -> TransferManners {
        if self == Self::ArduCopter { ardupilot::TRANSFER } else { px4::TRANSFER }
    }

    /// The autopilot's number of the mission's first real item; items of ours are numbered from 0.
    pub(crate) fn first_item(self) -> u16 {
        u16::from(self.transfer().home_first)
    }

    /// Our number of an item the autopilot names; nothing for home.
    pub(crate) fn item_index(self, seq: u16) -> Option<u16> {
        seq.checked_sub(self.first_item())
    }

    /// Whether the vehicle takes off by a command of its own before the mission is started.
    pub(crate) fn takes_off_first(self) -> bool {
        self == Self::ArduCopter
    }

    /// The parameters that say whose heartbeats count, what the vehicle does when link, battery or fence fail, and how it
    /// returns; none of what we do not fly.
    pub(crate) fn settings(self) -> &'static [settings::Wanted] {
        match self {
            Self::Px4 => &settings::PX4,
            Self::ArduCopter => &settings::ARDUPILOT,
            Self::OtherVehicle { .. } | Self::Unknown { .. } => &[],
        }
    }

    fn commanded(self) -> bool {
        matches!(self, Self::Px4 | Self::ArduCopter)
    }
}

#[cfg(test)]
mod tests;
