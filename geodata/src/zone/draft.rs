//! A zone as a file or a person words it, before the gate: every field open, nothing checked.

use super::schedule::Schedule;
use crate::frame::Local;
use crate::units::{Agl, Amsl, Metres};
use serde::{Deserialize, Serialize};

/// What a zone asks of an aircraft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneKind {
    /// Stay inside (作业区).
    KeepIn,
    /// Stay outside (禁飞区).
    KeepOut,
    /// Fly, but do not record (不录像区).
    NoRecord,
}

/// The outline on the ground.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// An outline with holes; first points not repeated, any direction.
    Prism {
        /// The outline.
        outer: Vec<Local>,
        /// Outlines of what is not part of the zone.
        holes: Vec<Vec<Local>>,
    },
    /// A circle.
    Cylinder {
        /// The middle.
        centre: Local,
        /// Its radius.
        radius: Metres,
    },
}

/// A floor or a ceiling.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Limit {
    /// No limit on this side: from the ground and below, or up without end.
    #[default]
    Open,
    /// Above mean sea level.
    Amsl(Amsl),
    /// Above the ground straight below (真高).
    Agl(Agl),
}

/// Where a zone comes from, for whoever asks "says who?". Free text, empty when unknown.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Source {
    /// Who decides over it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub authority: String,
    /// Why it is there, and on what conditions it may be entered.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// The file and the datum it was read from.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub file: String,
}

/// A piece of airspace with a rule, not yet checked. The way to a [`super::Zone`] is [`super::Zone::checked`].
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// The id other records cite.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// Its Chinese name; empty when it has none.
    pub name_zh: String,
    /// What it asks.
    pub kind: ZoneKind,
    /// Where it is.
    pub shape: Shape,
    /// The lowest height it covers.
    pub floor: Limit,
    /// The highest height it covers.
    pub ceiling: Limit,
    /// When it holds.
    pub schedule: Schedule,
    /// Who says so.
    pub source: Source,
}

impl Draft {
    /// A zone of one outline, at all heights and all times.
    #[must_use]
    pub fn prism(id: impl Into<String>, kind: ZoneKind, outer: Vec<Local>) -> Self {
        Self::new(id, kind, Shape::Prism { outer, holes: Vec::new() })
    }

    /// A round zone, at all heights and all times.
    #[must_use]
    pub fn cylinder(id: impl Into<String>, kind: ZoneKind, centre: Local, radius: Metres) -> Self {
        Self::new(id, kind, Shape::Cylinder { centre, radius })
    }

    /// A zone of this shape, at all heights and all times, called by its id.
    #[must_use]
    pub fn new(id: impl Into<String>, kind: ZoneKind, shape: Shape) -> Self {
        let id = id.into();
        Self {
            name: id.clone(),
            id,
            name_zh: String::new(),
            kind,
            shape,
            floor: Limit::Open,
            ceiling: Limit::Open,
            schedule: Schedule::default(),
            source: Source::default(),
        }
    }

    /// The same zone between two heights.
    #[must_use]
    pub fn between(self, floor: Limit, ceiling: Limit) -> Self {
        Self { floor, ceiling, ..self }
    }
}

impl Limit {
    /// A height above sea level in metres.
    #[must_use]
    pub fn amsl(metres: f64) -> Self {
        Self::Amsl(Amsl(Metres(metres)))
    }

    /// A height above ground in metres.
    #[must_use]
    pub fn agl(metres: f64) -> Self {
        Self::Agl(Agl(Metres(metres)))
    }

    /// The height above sea level over ground of this height; nothing when open.
    #[must_use]
    pub fn over(self, ground: Amsl) -> Option<Amsl> {
        match self {
            Self::Open => None,
            Self::Amsl(height) => Some(height),
            Self::Agl(height) => Some(ground.raised(height)),
        }
    }

    /// The bare number of metres; nothing when open.
    pub(super) fn metres(self) -> Option<f64> {
        match self {
            Self::Open => None,
            Self::Amsl(height) => Some(height.0.0),
            Self::Agl(height) => Some(height.0.0),
        }
    }
}
