//! What an aircraft would do by itself, in words both autopilots share: its settings for a lost link, an empty battery, the
//! way home and the fence, and how sure it is of where it is. The link reads and translates them; the policy is compared
//! with them before a launch.

use geodata::{Metres, Seconds};
use serde::{Deserialize, Serialize};

/// What an autopilot does by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Failsafe {
    /// Nothing, not even a word.
    Nothing,
    /// It says so and flies on.
    Warn,
    /// It goes on with its mission.
    Continue,
    /// It stops and stays.
    Hold,
    /// It flies home.
    Return,
    /// It flies home the way it came.
    SmartReturn,
    /// It lands where it is.
    Land,
    /// It stops its motors in the air.
    Terminate,
    /// Something we have no word for.
    Other,
}

/// What one parameter says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Means {
    /// The lowest system id that is a ground station to it.
    StationFrom(u32),
    /// The highest; it counts when above the lowest.
    StationTo(u32),
    /// What it does when it hears no ground station.
    LinkLoss(Failsafe),
    /// How long it waits for one.
    LinkLossAfter(Seconds),
    /// Whether it flies its mission on all the same.
    LinkLossIgnored(bool),
    /// What it does on a low battery.
    BatteryLow(Failsafe),
    /// What it does on a nearly empty one.
    BatteryCritical(Failsafe),
    /// The charge at which it acts, 0 to 100.
    BatteryPercent(f64),
    /// The voltage at which it acts; 0 is never.
    BatteryVolts(f64),
    /// The milliampere hours left at which it acts; 0 is never.
    BatteryMilliampereHours(f64),
    /// How high above home it returns, if it is lower.
    ReturnHeight(Metres),
    /// Whether it watches its fence at all.
    FenceOn(bool),
    /// What it does at the fence.
    Fence(Failsafe),
    /// After how long it stops motors that run on the ground; 0 is never.
    DisarmAfter(Seconds),
}

/// One parameter as read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Setting {
    /// Its name aboard.
    pub name: &'static str,
    /// Its value as the autopilot has it.
    pub value: f64,
    /// What that means.
    pub means: Means,
}

/// What one aircraft's parameters say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Settings {
    /// The system id we speak with.
    pub ours: u32,
    /// What was read.
    pub known: Vec<Setting>,
    /// Names of what must be known and was not told.
    pub missing: Vec<&'static str>,
}

/// How sure an aircraft's estimator is of where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Estimator {
    /// It knows where on the globe it is.
    pub knows_place: bool,
    /// It holds the satellites' word for wrong.
    pub glitching: bool,
    /// What its receivers say differs from what it expects by more than they should.
    pub disagrees: bool,
}

/// How well an aircraft knows where it is; nothing where it has not said.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Navigation {
    /// Satellites used.
    pub satellites: Option<u8>,
    /// Horizontal dilution of precision.
    pub dilution: Option<f64>,
    /// Horizontal accuracy, as the receiver states it.
    pub accuracy: Option<Metres>,
    /// The estimator's word.
    pub estimator: Option<Estimator>,
}

/// Why a position is not believed. It stands still at the last one that was.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "doubt", rename_all = "snake_case")]
pub enum PositionDoubt {
    /// It could not have come there.
    Jumped {
        /// From where it was expected to where it says it is.
        distance: Metres,
    },
    /// Its own estimator holds the satellites' word for wrong.
    Glitching {},
}
