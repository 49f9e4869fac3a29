//! PX4: modes as `main << 16 | sub << 24`, every altitude above mean sea level, item 0 is a real item.
//!
//! Seen on v1.18: DO_REPOSITION ignores the frame of COMMAND_INT and takes the altitude as AMSL (a relative altitude
//! flew the aircraft into the ground), and a mode change may be acknowledged and not happen. So only AMSL is ever sent,
//! and modes are believed when the heartbeat shows them.

use super::{Mode, TransferManners};
use crate::codec::MissionItemInt;
use crate::command::{self, Command, FRAME_GLOBAL, FRAME_GLOBAL_INT, FRAME_MISSION, id};
use crate::scale;
use controller_core::FlightMode;
use flight_plans::{Mission, MissionItem};
use geodata::{Amsl, Metres, MetresPerSecond, Seconds, Wgs84};

const MAIN_POSITION: u8 = 3;
const POSITION_ORBIT: u8 = 1;
const MAIN_AUTO: u8 = 4;
const AUTO_TAKEOFF: u8 = 2;
const AUTO_LOITER: u8 = 3;
const AUTO_MISSION: u8 = 4;
const AUTO_RETURN: u8 = 5;
const AUTO_LAND: u8 = 6;

/// Requests are MISSION_REQUEST_INT, four a second; five seconds of nothing end an upload. Two stores aboard, so the new
/// mission counts only when it is whole; every plan has a CRC-32 as its number.
pub(crate) const TRANSFER: TransferManners = TransferManners {
    home_first: false,
    atomic: true,
    numbers_plans: true,
    gives_in_order: true,
    clears_in_flight: true,
    asks_again: Seconds(0.25),
    gives_up: Seconds(5.0),
};

/// Fastest circling; slower on small circles, so that the turn stays gentle.
const ORBIT_SPEED: f64 = 5.0;

/// `MAV_TYPE`s that fly: generic, fixed wing, the rotorcraft and the VTOLs.
pub(crate) fn flies(kind: u8) -> bool {
    matches!(kind, 0..=4 | 13..=15 | 19..=25 | 29 | 35)
}

/// The mode of a heartbeat in our words.
pub(crate) fn mode(custom_mode: u32) -> FlightMode {
    let [_, _, main, sub] = custom_mode.to_le_bytes();
    match (main, sub) {
        (MAIN_AUTO, AUTO_LOITER) => FlightMode::Hold,
        (MAIN_AUTO, AUTO_TAKEOFF) => FlightMode::Takeoff,
        (MAIN_AUTO, AUTO_MISSION) => FlightMode::Mission,
        (MAIN_AUTO, AUTO_RETURN) => FlightMode::Return,
        (MAIN_AUTO, AUTO_LAND) => FlightMode::Land,
        (MAIN_POSITION, POSITION_ORBIT) => FlightMode::Hold,
        (1..=3 | 5 | 7 | 8, _) => FlightMode::Manual,
        _ => FlightMode::Other,
    }
}

/// Whether the mode asked for is the one shown.
pub(crate) fn shows(asked: Mode, custom_mode: u32) -> bool {
    let [_, _, main, sub] = custom_mode.to_le_bytes();
    number(asked).is_some_and(|number| (main, sub) == (MAIN_AUTO, number))
}

fn number(mode: Mode) -> Option<u8> {
    match mode {
        Mode::Hold => Some(AUTO_LOITER),
        Mode::Mission => Some(AUTO_MISSION),
        Mode::Return => Some(AUTO_RETURN),
        Mode::Land => Some(AUTO_LAND),
        Mode::Guided => None,
    }
}

/// The command that asks for a mode.
pub(crate) fn set_mode(mode: Mode) -> Option<Command> {
    number(mode).map(|sub| command::set_mode(MAIN_AUTO, sub))
}

/// The command that flies to a place and stays. Speed and yaw are the vehicle's choice.
pub(crate) fn go_to(at: Wgs84, altitude: Amsl) -> Command {
    command::reposition(at, altitude, -1.0, f32::NAN)
}

/// The command that circles a place, at most at one metre per second squared.
pub(crate) fn orbit(at: Wgs84, altitude: Amsl, radius: Metres) -> Command {
    let gentle = radius.0.max(0.0).sqrt().min(ORBIT_SPEED);
    command::orbit(at, altitude, radius, MetresPerSecond(gentle))
}

/// Whether it is circling by a command.
pub(crate) fn circles(custom_mode: u32) -> bool {
    let [_, _, main, sub] = custom_mode.to_le_bytes();
    (main, sub) == (MAIN_POSITION, POSITION_ORBIT)
}

/// A mission, numbered from 0.
pub(crate) fn items(mission: &Mission) -> Vec<MissionItemInt> {
    (0..).zip(&mission.items).map(|(seq, next)| MissionItemInt { seq, ..item(next) }).collect()
}

/// Wire items as a mission.
pub(crate) fn read_items(items: &[MissionItemInt]) -> Option<Mission> {
    items.iter().map(read_item).collect::<Option<_>>().map(|items| Mission { items })
}

/// A mission item as PX4 wants it; the caller fills in number and target.
pub(crate) fn item(item: &MissionItem) -> MissionItemInt {
    let placed = |command, hold: f64, at: Wgs84, altitude: Amsl| {
        let (x, y) = scale::to_deg_e7(at);
        #[allow(clippy::cast_possible_truncation)] // seconds of a float field
        let param1 = hold as f32;
        MissionItemInt {
            command,
            frame: FRAME_GLOBAL_INT,
            param1,
            param4: f32::NAN,
            x,
            y,
            z: scale::to_float_metres(altitude),
            autocontinue: 1,
            ..MissionItemInt::default()
        }
    };
    let bare = |command| MissionItemInt { command, frame: FRAME_MISSION, autocontinue: 1, ..MissionItemInt::default() };
    match *item {
        MissionItem::Takeoff { at, altitude } => placed(id::NAV_TAKEOFF, 0.0, at, altitude),
        MissionItem::Waypoint { at, altitude, hold } => placed(id::NAV_WAYPOINT, hold.0, at, altitude),
        MissionItem::LoiterUnlimited { at, altitude } => placed(id::NAV_LOITER_UNLIM, 0.0, at, altitude),
        MissionItem::Speed { speed } => {
            #[allow(clippy::cast_possible_truncation)] // metres per second of a float field
            let param2 = speed.0 as f32;
            MissionItemInt { param1: 1.0, param2, param3: -1.0, ..bare(id::DO_CHANGE_SPEED) }
        }
        MissionItem::Return => bare(id::NAV_RETURN_TO_LAUNCH),
    }
}

/// A wire item as one of ours; nothing for commands we never send and for heights that are not above sea level.
pub(crate) fn read_item(wire: &MissionItemInt) -> Option<MissionItem> {
    let placed = || {
        let at = scale::from_deg_e7(wire.x, wire.y).filter(|_| global(wire.frame) && wire.z.is_finite())?;
        Some((at, Amsl(Metres(f64::from(wire.z)))))
    };
    Some(match wire.command {
        id::NAV_TAKEOFF => placed().map(|(at, altitude)| MissionItem::Takeoff { at, altitude })?,
        id::NAV_WAYPOINT => {
            let hold = Seconds(f64::from(wire.param1).max(0.0));
            placed().map(|(at, altitude)| MissionItem::Waypoint { at, altitude, hold })?
        }
        id::NAV_LOITER_UNLIM => placed().map(|(at, altitude)| MissionItem::LoiterUnlimited { at, altitude })?,
        id::DO_CHANGE_SPEED => MissionItem::Speed { speed: MetresPerSecond(f64::from(wire.param2)) },
        id::NAV_RETURN_TO_LAUNCH => MissionItem::Return,
        _ => return None,
    })
}

/// Whether an item read back is the item sent: command, numbers that mean something for it, place, and whether the
/// mission goes on after it. Which item is current says nothing of the mission.
pub(crate) fn same_item(sent: &MissionItemInt, read: &MissionItemInt) -> bool {
    let same = |a: f32, b: f32| a.to_bits() == b.to_bits() || (a - b).abs() < 1e-3;
    let numbers = match sent.command {
        id::NAV_WAYPOINT => same(sent.param1, read.param1),
        id::DO_CHANGE_SPEED => same(sent.param1, read.param1) && same(sent.param2, read.param2),
        _ => true,
    };
    let place = sent.frame == FRAME_MISSION
        || (global(read.frame) && sent.x == read.x && sent.y == read.y && same(sent.z, read.z));
    let goes_on = sent.autocontinue == read.autocontinue;
    sent.seq == read.seq && sent.command == read.command && goes_on && numbers && place
}

/// `MAV_FRAME_GLOBAL` and `MAV_FRAME_GLOBAL_INT` are the same frame.
fn global(frame: u8) -> bool {
    matches!(frame, FRAME_GLOBAL | FRAME_GLOBAL_INT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modes_are_those_seen_on_px4() {
        assert_eq!(mode(0x0304_0000), FlightMode::Hold);
        assert_eq!(mode(0x0204_0000), FlightMode::Takeoff);
        assert_eq!(mode(0x0404_0000), FlightMode::Mission);
        assert_eq!(mode(0x0504_0000), FlightMode::Return);
        assert_eq!(mode(0x0604_0000), FlightMode::Land);
        assert_eq!(mode(0x0003_0000), FlightMode::Manual);
    }

    #[test]
    fn an_item_sent_and_read_is_the_same_item() {
        let at = Wgs84 { lat: 47.1, lon: 9.5 };
        let altitude = Amsl(Metres(520.0));
        for sent in [
            MissionItem::Takeoff { at, altitude },
            MissionItem::Waypoint { at, altitude, hold: Seconds(5.0) },
            MissionItem::LoiterUnlimited { at, altitude },
            MissionItem::Speed { speed: MetresPerSecond(12.5) },
            MissionItem::Return,
        ] {
            assert_eq!(read_item(&item(&sent)), Some(sent));
        }
        let relative = MissionItemInt { frame: 6, ..item(&MissionItem::LoiterUnlimited { at, altitude }) };
        assert_eq!(read_item(&relative), None, "a height above home is not a height above sea level");
    }

    #[test]
    fn an_item_moved_by_one_wire_unit_is_another_item() {
        let at = Wgs84 { lat: 47.1, lon: 9.5 };
        let sent = item(&MissionItem::Waypoint { at, altitude: Amsl(Metres(520.0)), hold: Seconds(5.0) });
        assert!(same_item(&sent, &MissionItemInt { frame: 0, ..sent }));
        assert!(!same_item(&sent, &MissionItemInt { x: sent.x + 1, ..sent }));
        assert!(!same_item(&sent, &MissionItemInt { z: sent.z + 0.01, ..sent }));
        assert!(!same_item(&sent, &MissionItemInt { frame: 6, ..sent }), "a relative altitude is another altitude");
        assert!(!same_item(&sent, &MissionItemInt { param1: 6.0, ..sent }));
        assert!(!same_item(&sent, &MissionItemInt { command: 17, ..sent }));
    }

    #[test]
    fn an_item_the_mission_would_stop_at_is_another_item_and_which_one_is_current_does_not_matter() {
        let at = Wgs84 { lat: 47.1, lon: 9.5 };
        let waypoint = MissionItem::Waypoint { at, altitude: Amsl(Metres(520.0)), hold: Seconds(0.0) };
        for sent in [item(&waypoint), item(&MissionItem::Speed { speed: MetresPerSecond(12.5) })] {
            assert!(!same_item(&sent, &MissionItemInt { autocontinue: 0, ..sent }));
            assert!(same_item(&sent, &MissionItemInt { current: 1, ..sent }));
        }
    }

    #[test]
    fn altitudes_go_out_above_sea_level_only() {
        let at = Wgs84 { lat: 47.1, lon: 9.5 };
        let Command::Int(go) = go_to(at, Amsl(Metres(520.0))) else { panic!("a place is a COMMAND_INT") };
        assert_eq!((go.frame, go.z), (FRAME_GLOBAL_INT, 520.0));
        assert_eq!(item(&MissionItem::Takeoff { at, altitude: Amsl(Metres(520.0)) }).frame, FRAME_GLOBAL_INT);
    }
}
