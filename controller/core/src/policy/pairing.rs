//! Whom the units are given to, and what may be taken from whom.

use serde::Deserialize;

/// How units are chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PairingRule {
    /// All open places and all units at once.
    Batch,
    /// First come, first served: the nearest idle unit by road. For comparison.
    NearestIdle,
}

/// When a place takes a unit away from something less urgent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Takes {
    /// When it gains more than that is charged.
    Sooner,
    /// When nobody who is free can go.
    Nobody,
    /// Never.
    Never,
}

section!(
    /// Whom the units are given to.
    PairingPolicy {
        /// How.
        rule: PairingRule,
        /// What a second of arrival counts, by priority 1 to 4.
        weight: [u32; 4],
        /// Seconds within which two arrivals are equal.
        band_s: u32,
        /// Whether one of that priority, 1 to 4, takes a unit away from something less urgent by itself. An officer in need
        /// always does; a person may always.
        takes: [Takes; 4],
        /// Seconds charged for taking a unit away that was asked, that said yes, that is there.
        taken_s: [u32; 3],
        /// At most this is charged where an incident became more urgent than when its own unit was chosen.
        swap_s: u32,
        /// Seconds another unit must be sooner, on another road within the error of what was seen, for a second look.
        look_again_s: f64,
    }
);
