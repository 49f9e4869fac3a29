//! The plan of a squadron: who flies what from which dock, who patrols from which station, which lines and areas are flown.
//!
//! Immutable once read, versioned and hashed; every record cites the hash. [`Plan::parse`] lives in `plan/read.rs`.

pub mod book;
pub mod diff;
mod faults;
mod moment;
pub mod package;
mod read;
pub mod roster;
#[cfg(test)]
mod tests;

use crate::airframe::Airframe;
use crate::hex;
use crate::patrol::{PatrolArea, PatrolLine};
use crate::uid::Uid;
use geodata::{Agl, Metres, Profile};
use roster::Roster;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The only version of the file this build reads and writes.
pub const VERSION: u32 = 1;

/// The whole plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Plan {
    /// [`VERSION`].
    pub version: u32,
    /// What it is called; says "fictional" when it is.
    pub name: String,
    /// The hash of the atlas it was made for.
    pub district: String,
    /// The aircraft.
    pub squadron: Vec<Aircraft>,
    /// The ground units.
    pub ground: Vec<GroundUnit>,
    /// The patrol lines.
    pub lines: Vec<PatrolLine>,
    /// The patrol areas.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub areas: Vec<PatrolArea>,
    /// The lowest true height over a scene.
    #[serde(rename = "scene_altitude_agl_m")]
    pub scene_altitude: Agl,
    /// The lowest true height on the way.
    #[serde(rename = "transit_altitude_agl_m")]
    pub transit_altitude: Agl,
    /// How far legs keep off keep-out zones.
    #[serde(rename = "zone_margin_m")]
    pub zone_margin: Metres,
    /// The types the squadron flies.
    pub airframes: Vec<Airframe>,
    /// The pilots' posts; none leaves the crews to the one who approves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub roster: Option<Roster>,
}

/// One aircraft as enrolled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aircraft {
    /// Its number in every record.
    pub vehicle: u32,
    /// On the radio, "Eagle 01".
    pub callsign: String,
    /// On the radio in Chinese, "雄鹰01".
    pub callsign_zh: String,
    /// Its MAVLink system id, 1 to 250.
    pub system_id: u32,
    /// The unique number of its autopilot's board: another board on the same system id is not this aircraft. Left out, the
    /// first one heard is believed and kept, where the policy lets it be learnt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub uid: Option<Uid>,
    /// The name of its airframe.
    pub airframe: String,
    /// The id of its dock, a post of the district.
    pub dock: String,
    /// Its own layer of true height: aircraft keep apart by layer.
    #[serde(rename = "layer_agl_m")]
    pub layer: Agl,
}

/// One ground unit: a crew, never a person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroundUnit {
    /// Its number in every record.
    pub unit: u32,
    /// On the radio, "Patrol 12".
    pub callsign: String,
    /// On the radio in Chinese, "巡组12".
    pub callsign_zh: String,
    /// How it moves.
    pub profile: Profile,
    /// The id of its station, a post of the district.
    pub station: String,
    /// What its crew can do besides, in the policy's words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub can: Vec<String>,
    /// How many they are, until they say so themselves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub crew: Option<u8>,
}

impl Plan {
    /// The file, the same bytes for the same plan.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        // Only a map with keys that are no strings, or a failing writer, can fail; there is neither.
        let mut text = serde_json::to_vec_pretty(self).unwrap_or_default();
        text.push(b'\n');
        text
    }

    /// SHA-256 of the file, in hex.
    #[must_use]
    pub fn hash(&self) -> String {
        hex(&Sha256::digest(self.to_json()))
    }

    /// An aircraft by its number.
    #[must_use]
    pub fn aircraft(&self, vehicle: u32) -> Option<&Aircraft> {
        self.squadron.iter().find(|a| a.vehicle == vehicle)
    }

    /// A ground unit by its number.
    #[must_use]
    pub fn unit(&self, unit: u32) -> Option<&GroundUnit> {
        self.ground.iter().find(|u| u.unit == unit)
    }

    /// The airframe of an aircraft.
    #[must_use]
    pub fn airframe_of(&self, vehicle: u32) -> Option<&Airframe> {
        let aircraft = self.aircraft(vehicle)?;
        self.airframes.iter().find(|f| f.name == aircraft.airframe)
    }

    /// A patrol line by its id.
    #[must_use]
    pub fn line(&self, id: &str) -> Option<&PatrolLine> {
        self.lines.iter().find(|l| l.id == id)
    }

    /// A patrol area by its id.
    #[must_use]
    pub fn area(&self, id: &str) -> Option<&PatrolArea> {
        self.areas.iter().find(|a| a.id == id)
    }
}
