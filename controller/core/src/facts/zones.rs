//! Zones that people set and lift while aircraft fly, and what that means for the flights.

use crate::ids::SortieId;
use crate::input::Actor;
use geodata::{Amsl, Timestamp, Wgs84, ZoneKind};
use serde::{Deserialize, Serialize};

/// A zone as a person draws it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct LiveZone {
    /// What it is called.
    pub name: String,
    /// Stay outside, or do not record.
    pub zone: ZoneKind,
    /// Its outline, first corner not repeated.
    pub ring: Vec<Wgs84>,
    /// The lowest height it covers; nothing: from the ground.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub floor: Option<Amsl>,
    /// The highest; nothing: without end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ceiling: Option<Amsl>,
    /// When it is lifted by itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<Timestamp>,
}

/// A zone holds from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ZoneSet {
    /// Its number.
    pub number: u32,
    /// What it is.
    pub drawn: LiveZone,
    /// Who.
    pub by: Actor,
}

/// It no longer does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ZoneLifted {
    /// Its number.
    pub number: u32,
}

/// What is left of a flight, or its way home, leads through a zone that was set meanwhile.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SortieBlocked {
    /// Which.
    pub sortie: SortieId,
    /// The number of the zone.
    pub number: u32,
    /// Where, as the judge says it: `item 3`.
    pub leg: String,
    /// The way home round it that is proposed; nothing where the straight one is free, or none is.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub way_home: Vec<Wgs84>,
}

/// No zone that was set meanwhile is in its way any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SortieCleared {
    /// Which.
    pub sortie: SortieId,
}
