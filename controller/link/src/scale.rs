//! The only place that knows degE7, millimetres and centimetres: quantities to wire integers and back.
//!
//! An `as` from float to integer saturates and turns NaN into zero, which is what a wire field wants.
#![allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]

use geodata::{Amsl, Heading, Metres, MetresPerSecond, Wgs84};

/// Degrees to 1e-7 degree: (latitude, longitude).
#[must_use]
pub fn to_deg_e7(place: Wgs84) -> (i32, i32) {
    ((place.lat * 1e7).round() as i32, (place.lon * 1e7).round() as i32)
}

/// 1e-7 degree to a place; nothing when out of range.
#[must_use]
pub fn from_deg_e7(lat: i32, lon: i32) -> Option<Wgs84> {
    Wgs84::new(f64::from(lat) / 1e7, f64::from(lon) / 1e7)
}

/// A place in the wire's 1e-7 degrees, for what is kept of each vehicle: it is how it came, in half the room.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct DegE7(i32, i32);

impl From<Wgs84> for DegE7 {
    fn from(place: Wgs84) -> Self {
        let (lat, lon) = to_deg_e7(place);
        Self(lat, lon)
    }
}

impl DegE7 {
    /// The place.
    pub(crate) fn place(self) -> Wgs84 {
        Wgs84 { lat: f64::from(self.0) / 1e7, lon: f64::from(self.1) / 1e7 }
    }
}

/// Metres to millimetres.
#[must_use]
pub fn to_mm(length: Metres) -> i32 {
    (length.0 * 1e3).round() as i32
}

/// Millimetres to metres.
#[must_use]
pub fn from_mm(length: i32) -> Metres {
    Metres(f64::from(length) / 1e3)
}

/// A sea-level height to the float metres of mission items and commands.
#[must_use]
pub fn to_float_metres(height: Amsl) -> f32 {
    height.0.0 as f32
}

/// A length to the float metres of commands.
#[must_use]
pub fn to_float(length: Metres) -> f32 {
    length.0 as f32
}

/// Metres per second to centimetres per second.
#[must_use]
pub fn to_cm_per_second(speed: MetresPerSecond) -> i16 {
    (speed.0 * 100.0).round() as i16
}

/// Centimetres per second to metres per second.
#[must_use]
pub fn from_cm_per_second(speed: i16) -> MetresPerSecond {
    MetresPerSecond(f64::from(speed) / 100.0)
}

/// A speed in a field without a sign, centimetres per second.
#[must_use]
pub fn from_cm_per_second_unsigned(speed: u16) -> MetresPerSecond {
    MetresPerSecond(f64::from(speed) / 100.0)
}

/// A length in a field of whole metres without a sign.
#[must_use]
#[allow(clippy::cast_sign_loss)] // it saturates
pub fn to_whole_metres(length: Metres) -> u16 {
    length.0.round() as u16
}

/// A heading to hundredths of a degree, `0..36000`.
#[must_use]
pub fn to_centidegrees(heading: Heading) -> u16 {
    ((heading.as_degrees() * 100.0).round() as u16) % 36_000
}

/// Hundredths of a degree to a heading; 65535 means unknown.
#[must_use]
pub fn from_centidegrees(heading: u16) -> Option<Heading> {
    (heading != u16::MAX).then(|| Heading::degrees(f64::from(heading) / 100.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_place_survives_the_wire_within_half_a_unit(lat in -90.0..90.0f64, lon in -180.0..180.0f64) {
            let (north, east) = to_deg_e7(Wgs84 { lat, lon });
            let back = from_deg_e7(north, east).unwrap();
            prop_assert!((back.lat - lat).abs() <= 0.5001e-7 && (back.lon - lon).abs() <= 0.5001e-7);
        }
    }

    proptest! {
        #[test]
        fn what_came_over_the_wire_is_kept_as_it_is(
            lat in -900_000_000..=900_000_000_i32,
            lon in -1_800_000_000..=1_800_000_000_i32,
            speed: i16,
            height: i32,
        ) {
            let place = from_deg_e7(lat, lon).unwrap();
            prop_assert_eq!(DegE7::from(place), DegE7(lat, lon));
            prop_assert_eq!(DegE7::from(place).place(), place);
            prop_assert_eq!(to_cm_per_second(from_cm_per_second(speed)), speed);
            prop_assert_eq!(to_mm(from_mm(height)), height);
        }
    }

    #[test]
    fn a_heading_just_under_north_is_north_on_the_wire() {
        assert_eq!(to_centidegrees(Heading::degrees(359.999)), 0);
        assert_eq!(from_centidegrees(u16::MAX), None);
    }

    #[test]
    fn what_is_not_a_number_or_too_large_stays_in_range() {
        assert_eq!(to_mm(Metres(f64::NAN)), 0);
        assert_eq!(to_cm_per_second(MetresPerSecond(1e9)), i16::MAX);
        assert_eq!(from_deg_e7(i32::MAX, 0), None);
    }
}
