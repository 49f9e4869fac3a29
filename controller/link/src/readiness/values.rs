//! A parameter's number out of the float it travels in: PX4 lays an integer's bytes into it, ArduPilot casts
//! (mavlink.io, "Parameter Protocol", "Parameter Encoding"). The autopilot's capabilities say which.

use crate::autopilot::Personality;

/// `MAV_PROTOCOL_CAPABILITY_PARAM_ENCODE_BYTEWISE` and `_C_CAST`.
const BYTEWISE: u64 = 1 << 4;
const CAST: u64 = 1 << 17;

/// How a vehicle lays integers into floats.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Byte for byte.
    Bytewise,
    /// As the nearest float.
    Cast,
}

impl Encoding {
    /// By the capabilities it tells; nothing when it tells neither, or both.
    pub(super) fn told(capabilities: u64) -> Option<Self> {
        match capabilities & (BYTEWISE | CAST) {
            BYTEWISE => Some(Self::Bytewise),
            CAST => Some(Self::Cast),
            _ => None,
        }
    }

    /// As it told; one that told nothing has its autopilot's habit.
    pub(super) fn of(told: Option<Self>, personality: Personality) -> Self {
        let habit = if personality == Personality::Px4 { Self::Bytewise } else { Self::Cast };
        told.unwrap_or(habit)
    }
}

/// `MAV_PARAM_TYPE`: unsigned and signed whole numbers of 8, 16 and 32 bits. Wider ones do not fit the field.
pub(super) fn number(value: f32, kind: u8, encoding: Encoding) -> Option<f64> {
    let bytes = value.to_le_bytes();
    let [first, second, ..] = bytes;
    let number = match (encoding, kind) {
        (Encoding::Cast, _) | (Encoding::Bytewise, 9) => f64::from(value),
        (Encoding::Bytewise, 1) => f64::from(first),
        (Encoding::Bytewise, 2) => f64::from(i8::from_le_bytes([first])),
        (Encoding::Bytewise, 3) => f64::from(u16::from_le_bytes([first, second])),
        (Encoding::Bytewise, 4) => f64::from(i16::from_le_bytes([first, second])),
        (Encoding::Bytewise, 5) => f64::from(u32::from_le_bytes(bytes)),
        (Encoding::Bytewise, 6) => f64::from(i32::from_le_bytes(bytes)),
        (Encoding::Bytewise, _) => return None,
    };
    number.is_finite().then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn whole_numbers_come_out_as_they_went_in_either_way() {
        let laid = |number: i32| f32::from_bits(number.cast_unsigned());
        assert_eq!(number(laid(2), 6, Encoding::Bytewise), Some(2.0));
        assert_eq!(number(laid(-1), 6, Encoding::Bytewise), Some(-1.0), "its bytes are no finite float");
        assert_eq!(number(2.0, 6, Encoding::Cast), Some(2.0));
        assert_eq!(number(f32::from_bits(0xFF), 2, Encoding::Bytewise), Some(-1.0));
        assert_eq!(number(f32::from_bits(0xFFFF), 3, Encoding::Bytewise), Some(65_535.0));
        // The wrong way round it would read as nothing at all.
        assert!(number(laid(2), 6, Encoding::Cast).unwrap() < 1e-40);
    }

    #[test]
    fn what_is_no_number_is_not_told() {
        assert_eq!(number(f32::NAN, 9, Encoding::Bytewise), None);
        assert_eq!(number(f32::INFINITY, 9, Encoding::Cast), None);
        assert_eq!(number(1.0, 10, Encoding::Bytewise), None);
    }

    #[test]
    fn the_capabilities_say_how_and_the_autopilots_habit_where_they_do_not() {
        for (capabilities, px4, copter) in [
            (None, Encoding::Bytewise, Encoding::Cast),
            (Some(BYTEWISE), Encoding::Bytewise, Encoding::Bytewise),
            (Some(CAST), Encoding::Cast, Encoding::Cast),
            (Some(2), Encoding::Bytewise, Encoding::Cast),
            (Some(BYTEWISE | CAST), Encoding::Bytewise, Encoding::Cast),
        ] {
            assert_eq!(Encoding::of(capabilities.and_then(Encoding::told), Personality::Px4), px4);
            assert_eq!(Encoding::of(capabilities.and_then(Encoding::told), Personality::ArduCopter), copter);
        }
    }

    proptest! {
        #[test]
        fn garbage_never_panics(bits: u32, kind: u8) {
            for encoding in [Encoding::Bytewise, Encoding::Cast] {
                prop_assert!(number(f32::from_bits(bits), kind, encoding).is_none_or(f64::is_finite));
            }
        }
    }
}
