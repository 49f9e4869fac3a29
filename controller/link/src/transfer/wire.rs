//! Fences and rally points as items on the wire, and back in comparison.
//!
//! Command numbers are `MAV_CMD_NAV_FENCE_*` and `MAV_CMD_NAV_RALLY_POINT` of common.xml. A fence has no heights: its
//! items go out at height 0 and come back with whatever the autopilot puts there. Rally points: PX4 keeps the frame it is
//! sent; ArduPilot (its `MissionItemProtocol_Rally.cpp`) takes heights above home only, in whole metres.

use crate::autopilot::Personality;
use crate::codec::MissionItemInt;
use crate::scale;
use flight_plans::{Fence, FenceArea, Rally};
use geodata::{Amsl, Wgs84};

const POLYGON_INCLUSION: u16 = 5001;
const POLYGON_EXCLUSION: u16 = 5002;
const CIRCLE_INCLUSION: u16 = 5003;
const CIRCLE_EXCLUSION: u16 = 5004;
const RALLY_POINT: u16 = 5100;
/// `MAV_FRAME_GLOBAL`.
const FRAME_GLOBAL: u8 = 0;
/// `MAV_FRAME_GLOBAL_RELATIVE_ALT`.
const FRAME_ABOVE_HOME: u8 = 3;

fn item(command: u16, mission_type: u8, at: Wgs84) -> MissionItemInt {
    let (x, y) = scale::to_deg_e7(at);
    MissionItemInt { command, frame: FRAME_GLOBAL, x, y, autocontinue: 1, mission_type, ..MissionItemInt::default() }
}

/// The items of a fence, numbered, addressed to nobody yet.
pub(crate) fn fence_items(fence: &Fence) -> Vec<MissionItemInt> {
    numbered(fence.areas.iter().flat_map(area_items).collect())
}

fn area_items(area: &FenceArea) -> Vec<MissionItemInt> {
    #[allow(clippy::cast_precision_loss)] // corners of a fence, 250 at most
    let outline = |command, corners: &[Wgs84]| {
        let param1 = corners.len() as f32;
        corners.iter().map(|corner| MissionItemInt { param1, ..item(command, 1, *corner) }).collect()
    };
    #[allow(clippy::cast_possible_truncation)] // metres of a float field
    let circle = |command, centre: Wgs84, radius: f64| {
        vec![MissionItemInt { param1: radius as f32, ..item(command, 1, centre) }]
    };
    match area {
        FenceArea::StayIn { corners } => outline(POLYGON_INCLUSION, corners),
        FenceArea::KeepOut { corners } => outline(POLYGON_EXCLUSION, corners),
        FenceArea::StayInCircle { centre, radius } => circle(CIRCLE_INCLUSION, *centre, radius.0),
        FenceArea::KeepOutCircle { centre, radius } => circle(CIRCLE_EXCLUSION, *centre, radius.0),
    }
}

/// The items of a list of rally points, numbered, addressed to nobody yet.
///
/// # Errors
/// When the autopilot counts heights from home and home is not known.
pub(crate) fn rally_items(
    rally: &Rally,
    personality: Personality,
    home: Option<Amsl>,
) -> Result<Vec<MissionItemInt>, String> {
    let above_home = personality == Personality::ArduCopter;
    let items = rally.points.iter().map(|point| {
        let bare = item(RALLY_POINT, 2, point.at);
        if !above_home {
            return Ok(MissionItemInt { z: scale::to_float_metres(point.altitude), ..bare });
        }
        let home =
            home.ok_or("rally points of this autopilot are heights above home, and its home is not known yet")?;
        #[allow(clippy::cast_possible_truncation)] // whole metres of a float field
        let z = (point.altitude.0 - home.0).0.ceil() as f32;
        Ok(MissionItemInt { frame: FRAME_ABOVE_HOME, z, ..bare })
    });
    items.collect::<Result<Vec<_>, String>>().map(numbered)
}

fn numbered(items: Vec<MissionItemInt>) -> Vec<MissionItemInt> {
    (0..).zip(items).map(|(seq, item)| MissionItemInt { seq, ..item }).collect()
}

/// Whether an item of a fence or rally list read back is the item sent: number, command, place, corners or radius, and
/// for a rally point its height and what that is counted from.
pub(super) fn same_place_item(sent: &MissionItemInt, read: &MissionItemInt) -> bool {
    let near = |a: f32, b: f32| (a - b).abs() < 1e-2;
    let height = sent.command != RALLY_POINT || (near(sent.z, read.z) && plain(sent.frame) == plain(read.frame));
    let size = sent.command == RALLY_POINT || near(sent.param1, read.param1);
    let place = sent.x == read.x && sent.y == read.y;
    sent.seq == read.seq && sent.command == read.command && place && size && height
}

/// The `_INT` frames 5 and 6 are 0 and 3.
fn plain(frame: u8) -> u8 {
    match frame {
        5 => FRAME_GLOBAL,
        6 => FRAME_ABOVE_HOME,
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flight_plans::RallyPoint;
    use geodata::Metres;

    fn place(lat: f64) -> Wgs84 {
        Wgs84 { lat, lon: 9.5 }
    }

    #[test]
    fn an_outline_is_its_corners_each_with_their_number_and_a_circle_is_one_item() {
        let fence = Fence {
            areas: vec![
                FenceArea::StayIn { corners: vec![place(47.0), place(47.1), place(47.2), place(47.3)] },
                FenceArea::KeepOutCircle { centre: place(47.15), radius: Metres(120.5) },
                FenceArea::KeepOut { corners: vec![place(47.11), place(47.12), place(47.13)] },
                FenceArea::StayInCircle { centre: place(47.15), radius: Metres(5_000.0) },
            ],
        };
        let items = fence_items(&fence);
        let told: Vec<_> = items.iter().map(|item| (item.seq, item.command, item.param1)).collect();
        let outline = |from: u16, command, corners: u16| {
            (from..from + corners).map(move |seq| (seq, command, f32::from(corners)))
        };
        let meant: Vec<_> = outline(0, 5001, 4)
            .chain([(4, 5004, 120.5)])
            .chain(outline(5, 5002, 3))
            .chain([(8, 5003, 5_000.0)])
            .collect();
        assert_eq!(told, meant);
        assert!(items.iter().all(|item| item.mission_type == 1));
        assert!(same_place_item(&items[0], &MissionItemInt { z: 7.0, frame: 5, ..items[0] }), "a fence has no height");
        for other in [
            MissionItemInt { x: items[0].x + 1, ..items[0] },
            MissionItemInt { param1: 5.0, ..items[0] },
            MissionItemInt { command: 5002, ..items[0] },
            MissionItemInt { seq: 1, ..items[0] },
        ] {
            assert!(!same_place_item(&items[0], &other));
        }
    }

    #[test]
    fn rally_heights_are_above_sea_level_for_px4_and_above_home_for_ardupilot() {
        let rally = Rally { points: vec![RallyPoint { at: place(47.1), altitude: Amsl(Metres(520.4)) }] };
        let px4 = rally_items(&rally, Personality::Px4, None).unwrap();
        assert_eq!((px4[0].frame, px4[0].z), (0, 520.4));
        let home = Amsl(Metres(455.0));
        let ardupilot = rally_items(&rally, Personality::ArduCopter, Some(home)).unwrap();
        assert_eq!((ardupilot[0].frame, ardupilot[0].z), (3, 66.0));
        assert!(rally_items(&rally, Personality::ArduCopter, None).unwrap_err().contains("home is not known"));
        assert!(!same_place_item(&px4[0], &MissionItemInt { frame: 3, ..px4[0] }), "another zero is another height");
        assert!(!same_place_item(&px4[0], &MissionItemInt { z: 521.0, ..px4[0] }));
    }
}
