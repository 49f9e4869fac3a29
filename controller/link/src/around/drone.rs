//! One drone by its remote identification. Packs hold the messages as they are broadcast: 25 bytes each, by the public
//! standard ASTM F3411 (the layout is that of opendroneid-core-c's documentation), little endian.

use crate::codec::OpenDroneIdLocation;
use crate::scale;
use controller_core::{HeightAbove, Traffic, TrafficId, TrafficKind};
use geodata::{Metres, MetresPerSecond, Timestamp};

/// What means "unknown": metres, hundredths of a degree, centimetres a second horizontally and vertically.
const NO_HEIGHT: f32 = -1000.0;
const NO_DIRECTION: u16 = 36_000;
const NO_SPEED: u16 = 25_500;
const NO_CLIMB: i16 = 6_300;
/// MAV_ODID_STATUS_GROUND.
const STANDS: u8 = 1;
/// MAV_ODID_HEIGHT_REF_OVER_GROUND.
const OVER_GROUND: u8 = 1;
/// Bytes of one broadcast message, and how many a pack holds at most.
const MESSAGE: usize = 25;
const MESSAGES: usize = 9;

/// The digest of the address a drone broadcasts with (FNV-1a); nothing for our vehicle's own, which is all zeros.
pub(super) fn address(id_or_mac: &[u8; 20]) -> Option<u64> {
    let mix = |digest: u64, byte: &u8| (digest ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01B3);
    id_or_mac.iter().any(|byte| *byte != 0).then(|| id_or_mac.iter().fold(0xCBF2_9CE4_8422_2325, mix))
}

/// MAV_ODID_UA_TYPE.
pub(super) fn kind(ua_type: u8) -> TrafficKind {
    match ua_type {
        8..=10 => TrafficKind::Balloon,
        11 => TrafficKind::Parachute,
        _ => TrafficKind::Drone,
    }
}

/// The drone; nothing when it does not know where it is.
pub(super) fn traffic(at: Timestamp, address: u64, kind: TrafficKind, told: &OpenDroneIdLocation) -> Option<Traffic> {
    let place = scale::from_deg_e7(told.latitude, told.longitude).filter(|place| !place.is_null_island())?;
    let speed = (told.speed_horizontal < NO_SPEED).then(|| scale::from_cm_per_second_unsigned(told.speed_horizontal));
    let climb = (told.speed_vertical.abs() < NO_CLIMB).then(|| scale::from_cm_per_second(told.speed_vertical));
    let heading = scale::from_centidegrees(told.direction).filter(|_| told.direction <= NO_DIRECTION);
    Some(Traffic {
        id: TrafficId::Drone(address),
        kind,
        at,
        place,
        height: height(told),
        speed,
        heading,
        climb: climb.filter(|climb: &MetresPerSecond| climb.0.is_finite()),
        on_ground: told.status == STANDS,
    })
}

/// The best of the heights it tells; over its take-off place is none for us, who do not know where that is.
fn height(told: &OpenDroneIdLocation) -> Option<(Metres, HeightAbove)> {
    let over_ground = (told.height_reference == OVER_GROUND).then_some(told.height);
    [
        (over_ground, HeightAbove::Ground),
        (Some(told.altitude_geodetic), HeightAbove::Ellipsoid),
        (Some(told.altitude_barometric), HeightAbove::Pressure),
    ]
    .into_iter()
    .find_map(|(metres, above)| {
        let metres = metres.filter(|metres| metres.is_finite() && *metres > NO_HEIGHT && *metres < 31_767.5)?;
        Some((Metres(f64::from(metres)), above))
    })
}

/// What a pack holds that is read.
pub(super) struct Pack {
    pub(super) id_or_mac: [u8; 20],
    pub(super) ua_type: Option<u8>,
    pub(super) location: Option<OpenDroneIdLocation>,
}

/// The wire order of the pack: target system and component, id_or_mac, size of one message, how many, the messages.
pub(super) fn unpack(payload: &[u8]) -> Option<Pack> {
    // MAVLink cuts zeros at the end.
    let mut whole = [0; 24 + MESSAGE * MESSAGES];
    whole.get_mut(..payload.len())?.copy_from_slice(payload);
    let (head, messages) = whole.split_at(24);
    let id_or_mac = *head.get(2..)?.first_chunk::<20>()?;
    let &[size, count] = head.get(22..)?.first_chunk::<2>()?;
    if usize::from(size) != MESSAGE || usize::from(count) > MESSAGES {
        return None;
    }
    let mut pack = Pack { id_or_mac, ua_type: None, location: None };
    for message in messages.chunks_exact(MESSAGE).take(usize::from(count)) {
        match message.first().map(|head| head >> 4) {
            Some(0) => pack.ua_type = message.get(1).map(|types| types & 0x0F),
            Some(1) => pack.location = message.first_chunk().map(|bytes| location(&id_or_mac, bytes)),
            // Of operators and of texts nothing is read.
            _ => {}
        }
    }
    Some(pack)
}

/// A broadcast location as MAVLink's message.
fn location(id_or_mac: &[u8; 20], bytes: &[u8; MESSAGE]) -> OpenDroneIdLocation {
    let half = |at: usize| u16::from_le_bytes([bytes[at], bytes[at + 1]]);
    let whole = |at: usize| i32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]]);
    let height = |at: usize| f32::from(half(at)) * 0.5 - 1000.0;
    let flags = bytes[1];
    let (fast, west) = (flags & 1 != 0, flags & 2 != 0);
    let quarters = if fast { u16::from(bytes[3]) * 3 + 255 } else { u16::from(bytes[3]) };
    OpenDroneIdLocation {
        latitude: whole(5),
        longitude: whole(9),
        altitude_barometric: height(13),
        altitude_geodetic: height(15),
        height: height(17),
        timestamp: f32::from(half(21)) * 0.1,
        direction: (u16::from(bytes[2]) + if west { 180 } else { 0 }) * 100,
        speed_horizontal: if fast && bytes[3] == u8::MAX { NO_SPEED } else { quarters * 25 },
        speed_vertical: i16::from(i8::from_le_bytes([bytes[4]])) * 50,
        id_or_mac: *id_or_mac,
        status: flags >> 4,
        height_reference: flags >> 2 & 1,
        horizontal_accuracy: bytes[19] & 0x0F,
        vertical_accuracy: bytes[19] >> 4,
        barometer_accuracy: bytes[20] >> 4,
        speed_accuracy: bytes[20] & 0x0F,
        timestamp_accuracy: bytes[23] & 0x0F,
        ..OpenDroneIdLocation::default()
    }
}
