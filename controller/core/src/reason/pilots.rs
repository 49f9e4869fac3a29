//! What can be amiss with a pilot's post.

use serde::{Deserialize, Serialize};

/// Why a pilot's post cannot mind a flight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PilotFault {
    /// A lower class of licence than the roster wants.
    Licence,
    /// Not rated for the airframe.
    Rating,
    /// Its recurrent training does not hold until the battery is empty.
    Currency,
    /// Not on duty for as long as the aircraft can stay up.
    Hours,
    /// It minds as many aircraft as it may.
    Full,
}
