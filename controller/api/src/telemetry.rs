//! Moving things on the wire: one binary frame, a 16-byte head and 32-byte records, little-endian.
//!
//! Head: `u16 version=1, u16 stride=32, u32 count, f64 server_time_ms`. Record: `u32 id` (ground units have the top bit
//! set), `i32 lat` and `i32 lon` in 1e-7 degree, `i32 altitude` in centimetres AMSL, `u16 heading` in 0.01 degree,
//! `u16 speed` in cm/s, `i16 climb` in cm/s, `u16 age` of the fix in ms (saturates), `u32 flags`, `u8 battery` percent
//! (255 unknown), `u8 mode`, `u16` zero. A reader steps by `stride`, so fields can be appended.

/// The head's length.
pub const HEAD: usize = 16;
/// A record's length.
pub const STRIDE: usize = 32;
/// Set in the id of a ground unit.
pub const GROUND: u32 = 0x8000_0000;
/// Flag: armed.
pub const ARMED: u32 = 1;
/// Flag: in the air.
pub const IN_AIR: u32 = 2;
/// Flag: link lost.
pub const LOST: u32 = 4;

/// One moving thing.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Mover {
    /// Vehicle number, or unit number with [`GROUND`].
    pub id: u32,
    /// Degrees north.
    pub lat: f64,
    /// Degrees east.
    pub lon: f64,
    /// Metres above mean sea level.
    pub altitude: f64,
    /// Degrees from north.
    pub heading: f64,
    /// Metres per second over ground.
    pub speed: f64,
    /// Metres per second upwards.
    pub climb: f64,
    /// Milliseconds since the fix.
    pub age: f64,
    /// [`ARMED`] and so on.
    pub flags: u32,
    /// Percent, 255 unknown.
    pub battery: u8,
    /// Index into hold, takeoff, mission, return, land, manual, other.
    pub mode: u8,
}

/// One frame for all screens.
#[must_use]
pub fn encode(server_time_ms: f64, movers: &[Mover]) -> Vec<u8> {
    let mut frame = Vec::with_capacity(HEAD + STRIDE * movers.len());
    frame.extend_from_slice(&1u16.to_le_bytes());
    frame.extend_from_slice(&(u16::try_from(STRIDE).unwrap_or(u16::MAX)).to_le_bytes());
    frame.extend_from_slice(&u32::try_from(movers.len()).unwrap_or(u32::MAX).to_le_bytes());
    frame.extend_from_slice(&server_time_ms.to_le_bytes());
    for mover in movers {
        put(&mut frame, mover);
    }
    frame
}

// Float-to-integer `as` saturates and sends NaN to zero: what a wire field wants.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn put(frame: &mut Vec<u8>, mover: &Mover) {
    frame.extend_from_slice(&mover.id.to_le_bytes());
    frame.extend_from_slice(&((mover.lat * 1e7).round() as i32).to_le_bytes());
    frame.extend_from_slice(&((mover.lon * 1e7).round() as i32).to_le_bytes());
    frame.extend_from_slice(&((mover.altitude * 100.0).round() as i32).to_le_bytes());
    frame.extend_from_slice(&((mover.heading * 100.0).round() as u16).to_le_bytes());
    frame.extend_from_slice(&((mover.speed * 100.0).round() as u16).to_le_bytes());
    frame.extend_from_slice(&((mover.climb * 100.0).round() as i16).to_le_bytes());
    frame.extend_from_slice(&(mover.age.round() as u16).to_le_bytes());
    frame.extend_from_slice(&mover.flags.to_le_bytes());
    frame.extend_from_slice(&[mover.battery, mover.mode, 0, 0]);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mover_is_sixteen_and_thirty_two_bytes_in_the_order_the_page_reads() {
        let mover = Mover {
            id: 7 | GROUND,
            lat: 47.141_234_5,
            lon: 9.521_234_5,
            altitude: 520.25,
            heading: 270.5,
            speed: 15.25,
            climb: -1.5,
            age: 70_000.0,
            flags: ARMED | IN_AIR,
            battery: 83,
            mode: 2,
        };
        let frame = encode(1_778_578_800_123.0, &[mover]);
        assert_eq!(frame.len(), HEAD + STRIDE);
        let golden = include_bytes!("../golden/one_mover.bin");
        assert_eq!(frame, golden, "the page's reader is tested against the same file");
    }
}
