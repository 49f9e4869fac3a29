//! What keeps an aircraft on the ground besides itself: the pilots' posts and the weather.

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

/// A pilot's post cannot mind the flight.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PilotUnfit {
    /// Which.
    pub post: String,
    /// Why not.
    pub fault: PilotFault,
}

/// The last report of the weather is too old to fly by.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WeatherStale {
    /// How old.
    pub seconds: f64,
    /// Who told it.
    pub source: String,
}

/// The weather is beyond a limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WeatherLimit {
    /// Which limit.
    pub what: String,
    /// What is, and what may be.
    pub text: String,
}
