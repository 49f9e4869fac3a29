//! One aircraft by its transponder. What its flags do not call valid is not believed.

use crate::codec::AdsbVehicle;
use crate::scale;
use controller_core::{HeightAbove, Traffic, TrafficId, TrafficKind};
use geodata::{Seconds, Timestamp};

/// ADSB_FLAGS of common.xml.
const PLACE: u16 = 1;
const ALTITUDE: u16 = 2;
const HEADING: u16 = 4;
const VELOCITY: u16 = 8;
const SIMULATED: u16 = 64;
const CLIMB: u16 = 128;

/// The aircraft; nothing when it has no address or no valid place, or is a receiver's invention for a test.
pub(super) fn traffic(at: Timestamp, told: &AdsbVehicle) -> Option<Traffic> {
    let has = |flag: u16| told.flags & flag != 0;
    if told.icao_address == 0 || told.icao_address > 0xFF_FFFF || !has(PLACE) || has(SIMULATED) {
        return None;
    }
    let place = scale::from_deg_e7(told.lat, told.lon).filter(|place| !place.is_null_island())?;
    let (kind, on_ground) = kind(told.emitter_type);
    Some(Traffic {
        id: TrafficId::Icao(told.icao_address),
        kind,
        at: at.plus(Seconds(-f64::from(told.tslc))),
        place,
        // Both of its altitude types are told as heights above the sea; a barometer's depends on the setting it was given.
        height: has(ALTITUDE).then(|| (scale::from_mm(told.altitude), HeightAbove::Sea)),
        speed: has(VELOCITY).then(|| scale::from_cm_per_second_unsigned(told.hor_velocity)),
        heading: scale::from_centidegrees(told.heading).filter(|_| has(HEADING)),
        climb: has(CLIMB).then(|| scale::from_cm_per_second(told.ver_velocity)),
        on_ground,
    })
}

/// ADSB_EMITTER_TYPE, and whether that moves on the ground.
fn kind(emitter: u8) -> (TrafficKind, bool) {
    let kind = match emitter {
        1..=6 => TrafficKind::Plane,
        7 => TrafficKind::Helicopter,
        9 => TrafficKind::Glider,
        10 => TrafficKind::Balloon,
        11 => TrafficKind::Parachute,
        12 => TrafficKind::Ultralight,
        14 => TrafficKind::Drone,
        _ => TrafficKind::Unknown,
    };
    (kind, matches!(emitter, 17..=19))
}
