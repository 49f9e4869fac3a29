//! What one vehicle is told to fly: an ordered list of items, every altitude above mean sea level.

use geodata::{Amsl, MetresPerSecond, Seconds, Wgs84};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// One step of a [`Mission`].
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "item", rename_all = "snake_case")]
pub enum MissionItem {
    /// Climb straight up over `at` to `altitude`.
    Takeoff {
        /// Where the vehicle stands.
        at: Wgs84,
        /// The height to climb to.
        altitude: Amsl,
    },
    /// Fly to `at` and stay for `hold`.
    Waypoint {
        /// The place.
        at: Wgs84,
        /// The height there.
        altitude: Amsl,
        /// How long to stay; zero flies through.
        hold: Seconds,
    },
    /// Fly to `at` and stay until told otherwise.
    LoiterUnlimited {
        /// The place.
        at: Wgs84,
        /// The height there.
        altitude: Amsl,
    },
    /// Fly the legs after this at `speed` over ground.
    Speed {
        /// Ground speed asked for.
        speed: MetresPerSecond,
    },
    /// Go home by the vehicle's own return procedure.
    Return,
}

impl MissionItem {
    /// The place of the item, if it has one.
    #[must_use]
    pub fn place(&self) -> Option<(Wgs84, Amsl)> {
        match *self {
            Self::Takeoff { at, altitude }
            | Self::Waypoint { at, altitude, .. }
            | Self::LoiterUnlimited { at, altitude } => Some((at, altitude)),
            Self::Speed { .. } | Self::Return => None,
        }
    }
}

/// What one vehicle is told to fly.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Mission {
    /// The steps in order.
    pub items: Vec<MissionItem>,
}

impl Mission {
    /// SHA-256 in hex over the items as they go on the wire: 1e-7 degree, millimetre, millisecond.
    #[must_use]
    pub fn hash(&self) -> String {
        let mut digest = Sha256::new();
        for item in &self.items {
            digest.update(item.canonical().as_bytes());
        }
        digest.finalize().iter().fold(String::with_capacity(64), |mut hex, byte| {
            let _ = write!(hex, "{byte:02x}");
            hex
        })
    }
}

impl MissionItem {
    fn canonical(&self) -> String {
        let place =
            |at: Wgs84, altitude: Amsl| format!("{:.0} {:.0} {:.0}", at.lat * 1e7, at.lon * 1e7, altitude.0.0 * 1e3);
        match *self {
            Self::Takeoff { at, altitude } => format!("takeoff {}\n", place(at, altitude)),
            Self::Waypoint { at, altitude, hold } => format!("waypoint {} {:.0}\n", place(at, altitude), hold.0 * 1e3),
            Self::LoiterUnlimited { at, altitude } => format!("loiter {}\n", place(at, altitude)),
            Self::Speed { speed } => format!("speed {:.0}\n", speed.0 * 1e3),
            Self::Return => "return\n".to_owned(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geodata::Metres;

    #[test]
    fn a_mission_moved_by_one_wire_unit_has_another_hash() {
        let at = |lat| Mission {
            items: vec![MissionItem::Waypoint {
                at: Wgs84 { lat, lon: 9.5 },
                altitude: Amsl(Metres(520.0)),
                hold: Seconds(0.0),
            }],
        };
        assert_eq!(at(47.1).hash(), at(47.1 + 1e-9).hash());
        assert_ne!(at(47.1).hash(), at(47.1 + 1e-7).hash());
    }
}
