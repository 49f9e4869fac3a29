//! Others in the air near us: what is told of them, and whether one of ours and one of them come too near.
//!
//! What is kept is the aircraft's: the address its transmitter sends with, what kind it is, where and how fast. Who flies
//! it, where that person stands and what name it bears are not, though remote identification would tell.

use crate::ids::VehicleId;
use crate::input::Fix;
use geodata::{Frame, Heading, Local, Metres, MetresPerSecond, Seconds, Timestamp, Wgs84};
use serde::{Deserialize, Serialize};
use std::fmt;

/// The address something transmits with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum TrafficId {
    /// The 24 bits of a transponder (ICAO address).
    Icao(u32),
    /// Of a drone's remote identification: a digest of the address it broadcasts with.
    Drone(u64),
    /// One of our own, by its number.
    Own(VehicleId),
}

impl fmt::Display for TrafficId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Icao(address) => write!(f, "icao-{address:06x}"),
            Self::Drone(address) => write!(f, "drone-{address:016x}"),
            Self::Own(vehicle) => write!(f, "own-{}", vehicle.0),
        }
    }
}

impl std::str::FromStr for TrafficId {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fault = || format!("\"{text}\" is no address of traffic");
        match text.split_once('-') {
            Some(("icao", hex)) => u32::from_str_radix(hex, 16).map(Self::Icao).map_err(|_| fault()),
            Some(("drone", hex)) => u64::from_str_radix(hex, 16).map(Self::Drone).map_err(|_| fault()),
            Some(("own", number)) => number.parse().map(VehicleId).map(Self::Own).map_err(|_| fault()),
            _ => Err(fault()),
        }
    }
}

impl Serialize for TrafficId {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for TrafficId {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        String::deserialize(from)?.parse().map_err(serde::de::Error::custom)
    }
}

/// What flies there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TrafficKind {
    /// An aeroplane.
    Plane,
    /// A helicopter.
    Helicopter,
    /// A glider.
    Glider,
    /// A balloon or an airship.
    Balloon,
    /// A parachutist.
    Parachute,
    /// A microlight, a paraglider or a hang glider.
    Ultralight,
    /// An unmanned aircraft.
    Drone,
    /// One of our own.
    Own,
    /// It did not say, or something else.
    #[default]
    Unknown,
}

/// What a height is counted from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum HeightAbove {
    /// The sea.
    Sea,
    /// The pressure of 1013.25 hPa: what a barometer set to nothing shows.
    Pressure,
    /// The WGS-84 ellipsoid.
    Ellipsoid,
    /// The ground straight below.
    Ground,
}

impl HeightAbove {
    /// How far a height so given can lie beside the true one above the sea.
    ///
    /// Pressure: 30 hPa off the standard at 8.3 m/hPa (ICAO standard atmosphere). Ellipsoid: the geoid lies -107 to +86 m
    /// from it (EGM96), and no geoid is at hand. Ground: what a terrain model and a low pass are worth.
    #[must_use]
    pub fn doubt(self) -> Metres {
        match self {
            Self::Sea | Self::Ground => Metres(30.0),
            Self::Pressure => Metres(250.0),
            Self::Ellipsoid => Metres(110.0),
        }
    }
}

/// One of them, as last told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Traffic {
    /// Its address.
    pub id: TrafficId,
    /// What it is.
    pub kind: TrafficKind,
    /// When it was there, by our clock: receipt less the age it came with.
    pub at: Timestamp,
    /// Its place.
    pub place: Wgs84,
    /// Its height, and what from.
    pub height: Option<(Metres, HeightAbove)>,
    /// Over ground.
    pub speed: Option<MetresPerSecond>,
    /// Where it moves to.
    pub heading: Option<Heading>,
    /// Upwards positive.
    pub climb: Option<MetresPerSecond>,
    /// On the ground by its own word: in nobody's way.
    pub on_ground: bool,
}

/// Within what two come too near, and how far ahead is looked.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    /// Horizontally.
    pub apart: Metres,
    /// Vertically, besides the doubt about the other's height.
    pub above: Metres,
    /// Ahead.
    pub ahead: Seconds,
}

impl Bounds {
    /// The same, wider by a factor: an alert ends later than it begins.
    #[must_use]
    pub fn widened(self, by: f64) -> Self {
        Self { apart: Metres(self.apart.0 * by), above: Metres(self.above.0 * by), ahead: Seconds(self.ahead.0 * by) }
    }
}

/// One of ours and one of them come too near.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Encounter {
    /// From now until they first are; 0 when they are now.
    pub within: Seconds,
    /// Horizontally, where they are closest in the time looked ahead.
    pub apart: Metres,
    /// The other above ours at that moment; nothing when it told no height.
    pub above: Option<Metres>,
}

/// Something in the air: east, north in metres of the district's frame, up in metres above the sea where known; and how it
/// moves, in m/s.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Moving {
    /// East, north.
    pub place: Local,
    /// Above the sea.
    pub up: Option<f64>,
    /// East, north, up.
    pub velocity: [f64; 3],
}

impl Moving {
    /// One of ours at the moment `at`, carried on from its fix.
    #[must_use]
    pub fn ours(fix: &Fix, frame: &Frame, at: Timestamp) -> Self {
        let velocity = velocity(Some(fix.speed), Some(fix.heading), Some(fix.climb));
        let still = Self { place: frame.to_local(fix.place), up: Some(fix.altitude.0.0), velocity };
        still.after(at.since(fix.at).0)
    }

    /// One of them at the moment `at`; `ground` is the height of the ground below it.
    #[must_use]
    pub fn theirs(traffic: &Traffic, frame: &Frame, ground: Metres, at: Timestamp) -> Self {
        let up = traffic.height.map(|(height, above)| match above {
            HeightAbove::Ground => ground.0 + height.0,
            HeightAbove::Sea | HeightAbove::Pressure | HeightAbove::Ellipsoid => height.0,
        });
        let velocity = velocity(traffic.speed, traffic.heading, traffic.climb);
        let still = Self { place: frame.to_local(traffic.place), up, velocity };
        still.after(at.since(traffic.at).0)
    }

    fn after(self, seconds: f64) -> Self {
        let [east, north, up] = self.velocity;
        Self {
            place: Local { x: self.place.x + east * seconds, y: self.place.y + north * seconds },
            up: self.up.map(|height| height + up * seconds),
            ..self
        }
    }
}

fn velocity(speed: Option<MetresPerSecond>, heading: Option<Heading>, climb: Option<MetresPerSecond>) -> [f64; 3] {
    let climb = climb.map_or(0.0, |climb| climb.0);
    match speed.zip(heading) {
        Some((speed, heading)) => {
            let angle = heading.as_radians();
            [speed.0 * angle.sin(), speed.0 * angle.cos(), climb]
        }
        None => [0.0, 0.0, climb],
    }
}

/// Whether two that go on straight come within the bounds of each other, horizontally and vertically at one moment; the
/// other's height is in doubt by `doubt`, and without one it may be at any.
///
/// Both distances are those of points in uniform motion: the horizontal one is within the bound between the roots of a
/// quadratic, the vertical one between those of a line, and they come too near when these stretches of time meet.
#[must_use]
pub fn encounter(ours: &Moving, theirs: &Moving, doubt: Metres, bounds: &Bounds) -> Option<Encounter> {
    let (x, y) = (theirs.place.x - ours.place.x, theirs.place.y - ours.place.y);
    let speed: [f64; 3] = std::array::from_fn(|axis| theirs.velocity[axis] - ours.velocity[axis]);
    let up = theirs.up.zip(ours.up).map(|(theirs, ours)| theirs - ours);
    let near = near_between([x, y], [speed[0], speed[1]], bounds.apart.0)?;
    let level = match up {
        Some(up) => level_between(up, speed[2], bounds.above.0 + doubt.0)?,
        None => (f64::NEG_INFINITY, f64::INFINITY),
    };
    let from = near.0.max(level.0).max(0.0);
    let to = near.1.min(level.1).min(bounds.ahead.0);
    if from > to {
        return None;
    }
    let along = speed[0].powi(2) + speed[1].powi(2);
    let closest = if along > 0.0 { -(x * speed[0] + y * speed[1]) / along } else { 0.0 };
    let closest = closest.clamp(0.0, bounds.ahead.0);
    Some(Encounter {
        within: Seconds(from),
        apart: Metres((x + speed[0] * closest).hypot(y + speed[1] * closest)),
        above: up.map(|up| Metres(up + speed[2] * closest)),
    })
}

/// From when to when |place + speed t| is at most `bound`.
fn near_between(place: [f64; 2], speed: [f64; 2], bound: f64) -> Option<(f64, f64)> {
    let a = speed[0].powi(2) + speed[1].powi(2);
    let half_b = place[0] * speed[0] + place[1] * speed[1];
    let c = place[0].powi(2) + place[1].powi(2) - bound.powi(2);
    if a < 1e-9 {
        return (c <= 0.0).then_some((f64::NEG_INFINITY, f64::INFINITY));
    }
    let root = (half_b.powi(2) - a * c).sqrt();
    // Not a number where the way passes outside.
    (root >= 0.0).then_some(((-half_b - root) / a, (-half_b + root) / a))
}

/// From when to when |up + speed t| is at most `bound`.
fn level_between(up: f64, speed: f64, bound: f64) -> Option<(f64, f64)> {
    if speed.abs() < 1e-9 {
        return (up.abs() <= bound).then_some((f64::NEG_INFINITY, f64::INFINITY));
    }
    let (one, other) = ((-bound - up) / speed, (bound - up) / speed);
    Some((one.min(other), one.max(other)))
}

#[cfg(test)]
mod tests;
