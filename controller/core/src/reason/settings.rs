//! What of an aircraft's parameters is not as the policy wants it.

use crate::readiness::Failsafe;
use serde::{Deserialize, Serialize};

/// It would do this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SettingAction {
    /// The parameter.
    pub setting: String,
    /// What it would do.
    pub action: Failsafe,
}

/// A parameter as it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SettingValue {
    /// The parameter.
    pub setting: String,
    /// Its value.
    pub value: f64,
}

/// It listens to other ground stations than ours.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeedsOtherStation {
    /// The parameter.
    pub setting: String,
    /// The system id, or the range of them, it listens to.
    pub heeds: String,
    /// Ours.
    pub ours: u32,
}

/// It waits too long for a lost link.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LinkLossLate {
    /// The parameter.
    pub setting: String,
    /// How long.
    pub seconds: f64,
    /// How long it may.
    pub most_s: f64,
}

/// It acts too late on a low battery.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BatteryLate {
    /// The parameter.
    pub setting: String,
    /// At what charge it acts, 0 to 100.
    pub percent: f64,
    /// At what charge it must.
    pub least: f64,
}

/// It returns among the roofs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReturnLow {
    /// The parameter.
    pub setting: String,
    /// How high above home it returns.
    pub metres: f64,
    /// How high it must.
    pub least_m: f64,
}

/// It returns higher than it should.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReturnHigh {
    /// The parameter.
    pub setting: String,
    /// How high above home it returns.
    pub metres: f64,
    /// How high it may.
    pub most_m: f64,
}
