//! Single items: which are refused, what ArduPilot makes of one, and PX4's id over all of them.

use super::{INVALID_PARAM1, UNSUPPORTED, UNSUPPORTED_FRAME};
use controller_link::codec::{Message, MissionItemInt};

/// Why PX4 does not take an item, if so.
pub(super) fn px4_objection(item: &MissionItemInt) -> Option<u8> {
    let frame = matches!(item.frame, 0 | 2 | 3 | 5 | 6);
    let command = match item.mission_type {
        0 => matches!(
            item.command,
            16 | 17 | 19..=22 | 93 | 178 | 195 | 197 | 200 | 201 | 203 | 205 | 206 | 214 | 530..=532 | 1000 | 1001
                | 2000 | 2001 | 2500 | 2501
        ),
        1 => matches!(item.command, 5001..=5004),
        _ => item.command == 5100,
    };
    match (frame, command) {
        (false, _) => Some(UNSUPPORTED_FRAME),
        (_, false) => Some(UNSUPPORTED),
        _ => None,
    }
}

/// Why ArduPilot does not take an item, if so. A parameter that is not a number is refused by its place, but for the yaw
/// of waypoints, landings and take-offs.
pub(super) fn ardupilot_objection(item: &MissionItemInt) -> Option<u8> {
    let params = [item.param1, item.param2, item.param3, item.param4];
    let any_yaw = matches!(item.command, 16 | 21 | 22);
    let bad = |(place, value): (u8, f32)| {
        (value.is_infinite() || (value.is_nan() && !(any_yaw && place == 3))).then_some(place)
    };
    if let Some(place) = (0..).zip(params).find_map(bad) {
        return Some(INVALID_PARAM1 + place);
    }
    let command = match item.mission_type {
        0 => matches!(
            item.command,
            16..=22 | 31 | 82 | 85 | 92..=95 | 112..=115 | 177..=179 | 181..=184 | 189 | 195 | 197 | 201 | 203 | 205
                | 206..=208 | 211 | 212 | 222 | 223 | 530 | 1000 | 2000 | 2001 | 2500 | 2501
        ),
        1 => matches!(item.command, 5000..=5004),
        _ => item.command == 5100,
    };
    match (has_place(item.command), matches!(item.frame, 0 | 3 | 5 | 6 | 10 | 11), command) {
        (_, _, false) => Some(UNSUPPORTED),
        (true, false, _) => Some(UNSUPPORTED_FRAME),
        _ => None,
    }
}

/// Whether an item of this kind is at a place; ArduPilot keeps coordinates and frame of those only.
fn has_place(command: u16) -> bool {
    matches!(command, 16..=19 | 21 | 22 | 31 | 82 | 85 | 94 | 95 | 179 | 189 | 195 | 201 | 5000..=5100)
}

/// What ArduPilot keeps of an item, as it is read back: frames without INT, heights to the centimetre, and only the
/// parameters it has room for.
pub(super) fn as_stored(item: &MissionItemInt) -> MissionItemInt {
    let [one, two, three, four] =
        [item.param1, item.param2, item.param3, item.param4].map(|value| if value.is_nan() { 0.0 } else { value });
    let params = match item.command {
        16 => [whole(one), 0.0, 0.0, 0.0],
        19 | 22 => [whole(one), 0.0, 0.0, 0.0],
        18 => [whole(one), 0.0, whole(three), 0.0],
        20 | 17 => [0.0; 4],
        21 => [whole(one), 0.0, 0.0, 0.0],
        178 => [one, two, three, 0.0],
        _ => [one, two, three, four],
    };
    let placed = has_place(item.command);
    let frame = match item.frame {
        _ if !placed => 0,
        5 => 0,
        6 => 3,
        11 => 10,
        frame => frame,
    };
    let height = if placed && item.z.is_finite() { (item.z * 100.0).trunc() / 100.0 } else { 0.0 };
    MissionItemInt {
        param1: params[0],
        param2: params[1],
        param3: params[2],
        param4: params[3],
        x: if placed { item.x } else { 0 },
        y: if placed { item.y } else { 0 },
        z: height,
        frame,
        current: 0,
        autocontinue: 1,
        ..*item
    }
}

/// As ArduPilot's 16 bits keep it.
fn whole(value: f32) -> f32 {
    value.trunc().clamp(-32_768.0, 65_535.0)
}

/// CRC-32 (the one of zip files) over the items as they lie on the wire, without their target.
pub(super) fn identity(items: &[MissionItemInt]) -> u32 {
    let mut crc = u32::MAX;
    for item in items {
        let bare = MissionItemInt { target_system: 0, target_component: 0, ..*item };
        for byte in Message::from(bare).payload() {
            crc ^= u32::from(byte);
            for _ in 0..8 {
                crc = if crc & 1 == 0 { crc >> 1 } else { (crc >> 1) ^ 0xEDB8_8320 };
            }
        }
    }
    !crc
}
