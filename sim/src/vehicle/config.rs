//! What an aircraft is made of and where it begins, and how it really is.

use super::camera::Follows;
use super::firmware::Firmware;
use controller_core::FlightMode;
use flight_plans::Mission;
use geodata::{Amsl, Heading, Metres, MetresPerSecond, Seconds, Wgs84};

/// One aircraft and its beginning.
#[derive(Clone, Debug, PartialEq)]
pub struct VehicleConfig {
    /// MAVLink system id, 1 to 255.
    pub system_id: u8,
    /// Where its dock stands.
    pub home: Wgs84,
    /// The ground there; the ground is flat.
    pub ground: Amsl,
    /// What it can do.
    pub airframe: Airframe,
    /// Charge at the beginning, 0 to 100.
    pub battery_percent: f64,
    /// How it begins.
    pub start: Start,
    /// Chooses its gusts and its sensor noise.
    pub seed: u64,
    /// The autopilot that flies it.
    pub firmware: Firmware,
    /// Parameters set otherwise than in this squadron's usual setting; a name the autopilot does not have is passed over.
    pub params: Vec<(String, f64)>,
    /// Whether a gimbal with a camera hangs under it.
    pub gimbal: bool,
    /// Whether it knows who controls it (MAVLink's operator control) and listens to nobody else.
    pub operator_control: bool,
    /// What that camera does with what it sees.
    pub follows: Follows,
}

impl Default for VehicleConfig {
    /// A charged PX4 aircraft with system id 1, docked at sea level where the equator meets the prime meridian.
    fn default() -> Self {
        Self {
            system_id: 1,
            home: Wgs84 { lat: 0.0, lon: 0.0 },
            ground: Amsl(Metres(0.0)),
            airframe: Airframe::default(),
            battery_percent: 100.0,
            start: Start::Docked,
            seed: 1,
            firmware: Firmware::Px4,
            params: Vec::new(),
            gimbal: false,
            operator_control: false,
            follows: Follows::Nothing,
        }
    }
}

/// How an aircraft begins.
#[derive(Clone, Debug, Default, PartialEq)]
pub enum Start {
    /// On its dock, motors off.
    #[default]
    Docked,
    /// In the air, flying this mission.
    Airborne {
        /// The mission aboard.
        mission: Mission,
        /// It is at this item and flies on from there.
        at_item: u16,
    },
}

/// What a multirotor can do.
#[derive(Clone, Debug, PartialEq)]
pub struct Airframe {
    /// Ground speed asked for on mission legs.
    pub cruise: MetresPerSecond,
    /// Fastest through the air.
    pub airspeed: MetresPerSecond,
    /// Fastest up.
    pub climb: MetresPerSecond,
    /// Fastest down.
    pub descend: MetresPerSecond,
    /// Speed of touching down.
    pub touch_down: MetresPerSecond,
    /// Horizontal acceleration, from the largest tilt, in m/s².
    pub acceleration: f64,
    /// Hovering time on a full battery.
    pub endurance: Seconds,
    /// Time from empty to full on the dock.
    pub turnround: Seconds,
    /// A waypoint is reached within this distance.
    pub acceptance: Metres,
}

impl Default for Airframe {
    /// A patrol multirotor of the 9 kg class: 15 m/s, 38 minutes.
    fn default() -> Self {
        Self {
            cruise: MetresPerSecond(15.0),
            airspeed: MetresPerSecond(23.0),
            climb: MetresPerSecond(6.0),
            descend: MetresPerSecond(3.0),
            touch_down: MetresPerSecond(0.7),
            acceleration: 4.0,
            endurance: Seconds(38.0 * 60.0),
            turnround: Seconds(20.0 * 60.0),
            acceptance: Metres(4.0),
        }
    }
}

/// How an aircraft really is, whatever it says.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Truth {
    /// Where.
    pub place: Wgs84,
    /// Height above sea level.
    pub altitude: Amsl,
    /// Height above the flat ground.
    pub above_ground: Metres,
    /// Velocity toward (east, north, up) in m/s.
    pub velocity: (f64, f64, f64),
    /// Where the nose points.
    pub heading: Heading,
    /// Charge, 0 to 100.
    pub battery_percent: f64,
    /// What the autopilot does.
    pub mode: FlightMode,
    /// Whether the motors may turn.
    pub armed: bool,
    /// Whether it is off the ground.
    pub in_air: bool,
    /// The mission item it flies to.
    pub item: u16,
}
