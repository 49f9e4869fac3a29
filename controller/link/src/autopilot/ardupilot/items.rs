//! ArduPilot's missions: home first, whole seconds of waiting, heights in whole centimetres.

use super::super::{Home, px4};
use crate::codec::MissionItemInt;
use crate::command::{FRAME_GLOBAL, FRAME_GLOBAL_INT, FRAME_MISSION, id};
use crate::scale;
use flight_plans::{Mission, MissionItem};
use geodata::{Amsl, Metres, Wgs84};

/// Turns of an orbit: as many as the item can hold, which is longer than any battery lasts.
const TURNS: f32 = 255.0;
/// Heights are stored in centimetres, cut off; the wire's floats add less than a millimetre.
const HEIGHT_STEP: f32 = 0.0105;

/// Home, then the items.
pub(crate) fn items(mission: &Mission, home: Home) -> Vec<MissionItemInt> {
    numbered(home, mission.items.iter().map(item))
}

/// Home, then one circle round `at` that does not end: LOITER_TURNS with the middle at `at`, clockwise.
pub(crate) fn orbit_items(at: Wgs84, altitude: Amsl, radius: Metres, home: Home) -> Vec<MissionItemInt> {
    let middle = item(&MissionItem::LoiterUnlimited { at, altitude });
    let circle = MissionItemInt {
        command: id::NAV_LOITER_TURNS,
        param1: TURNS,
        param3: scale::to_float(Metres(radius.0.round())),
        ..middle
    };
    numbered(home, std::iter::once(circle))
}

fn numbered(home: Home, items: impl Iterator<Item = MissionItemInt>) -> Vec<MissionItemInt> {
    (0..).zip(std::iter::once(home_item(home)).chain(items)).map(|(seq, item)| MissionItemInt { seq, ..item }).collect()
}

/// Item 0. The autopilot writes its own home there, whatever is sent.
fn home_item(home: Home) -> MissionItemInt {
    let (at, altitude) = home.unwrap_or_default();
    let (x, y) = scale::to_deg_e7(at);
    MissionItemInt {
        command: id::NAV_WAYPOINT,
        frame: FRAME_GLOBAL_INT,
        x,
        y,
        z: scale::to_float_metres(altitude),
        autocontinue: 1,
        ..MissionItemInt::default()
    }
}

/// One item: as for PX4, but a yaw left to the vehicle is 0 here, and waiting is whole seconds, rounded up.
fn item(item: &MissionItem) -> MissionItemInt {
    let wire = px4::item(item);
    let waits = wire.command == id::NAV_WAYPOINT;
    let param1 = if waits { wire.param1.ceil() } else { wire.param1 };
    let param4 = if wire.param4.is_nan() { 0.0 } else { wire.param4 };
    MissionItemInt { param1, param4, ..wire }
}

/// Whether an item read back is the item sent. Item 0 always is: it is the vehicle's own home.
pub(crate) fn same_item(sent: &MissionItemInt, read: &MissionItemInt) -> bool {
    if sent.seq == 0 {
        return read.seq == 0;
    }
    let same = |a: f32, b: f32| (a - b).abs() < 1e-3;
    let numbers = match sent.command {
        id::NAV_WAYPOINT => same(sent.param1, read.param1),
        id::DO_CHANGE_SPEED => same(sent.param1, read.param1) && same(sent.param2, read.param2),
        id::NAV_LOITER_TURNS => same(sent.param1, read.param1) && same(sent.param3, read.param3),
        _ => true,
    };
    let above_sea = matches!(read.frame, FRAME_GLOBAL | FRAME_GLOBAL_INT);
    let height = (sent.z - read.z).abs() < HEIGHT_STEP;
    let place = sent.frame == FRAME_MISSION || (above_sea && sent.x == read.x && sent.y == read.y && height);
    let goes_on = sent.autocontinue == read.autocontinue;
    sent.seq == read.seq && sent.command == read.command && goes_on && numbers && place
}

/// Wire items as a mission: without home.
pub(crate) fn read_items(items: &[MissionItemInt]) -> Option<Mission> {
    px4::read_items(items.get(1..)?)
}
