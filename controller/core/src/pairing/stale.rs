//! What an old position is worth. A unit last heard `age` ago may have driven away from the place for so long and then needs as
//! long to come back, so it is reckoned with its road time from there plus its age: the latest it can be there from anywhere
//! within the disc it can have moved in, where roads lead both ways. Beyond the policy's first limit screens show it grey; beyond
//! the second it is never sent by itself, though a person may.

use geodata::Seconds;

/// When a unit is there at the latest.
#[must_use]
pub fn latest(by_road: Seconds, age: Seconds) -> Seconds {
    Seconds(by_road.0 + age.0.max(0.0))
}

/// Whole milliseconds, held to what fits.
#[must_use]
pub fn ms(time: Seconds) -> u32 {
    // A float-to-integer cast saturates, and takes NaN to zero.
    ((time.0 * 1000.0).round() as u32).min(u32::MAX - 1)
}
