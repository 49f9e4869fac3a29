//! One-way or not: by tag, else by nature.
//!
//! `oneway:motorcar` and the like beat `oneway`; `oneway:bicycle`, `oneway:bus` and so on are for others. A lane that
//! changes its direction by the hour (`reversible`) is used by nobody: which way it runs is not known.

use super::super::extract::Tags;
use crate::roads::{Profile, RoadClass};

/// Which way traffic may flow along a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flow {
    Both,
    Forward,
    Backward,
    /// Now one way, now the other.
    Unknown,
}

impl Flow {
    /// Whether it allows to move with (`forward`) or against the drawn direction.
    pub fn allows(self, forward: bool) -> bool {
        match self {
            Self::Both => true,
            Self::Forward => forward,
            Self::Backward => !forward,
            Self::Unknown => false,
        }
    }
}

fn of_value(value: &str) -> Option<Flow> {
    match value {
        "yes" | "true" | "1" => Some(Flow::Forward),
        "-1" | "reverse" => Some(Flow::Backward),
        "no" | "false" | "0" | "alternating" => Some(Flow::Both),
        "reversible" => Some(Flow::Unknown),
        _ => None,
    }
}

/// For who drives: by tag, else roundabouts and motorways flow one way.
pub(super) fn driving(tags: &Tags, class: RoadClass, link: bool, profile: Profile) -> Flow {
    let own = if profile == Profile::Motorbike { "oneway:motorcycle" } else { "oneway:motorcar" };
    let told = [own, "oneway:motor_vehicle", "oneway:vehicle", "oneway"];
    if let Some(flow) = told.iter().find_map(|key| tags.get(key).and_then(of_value)) {
        return flow;
    }
    let round = tags.is("junction", "roundabout") || tags.is("junction", "circular");
    if round || (class == RoadClass::Motorway && !link) { Flow::Forward } else { Flow::Both }
}

/// On foot: only what is told to be for feet, and moving stairs.
pub(super) fn on_foot(tags: &Tags) -> Flow {
    if let Some(flow) = tags.get("oneway:foot").and_then(of_value) {
        return flow;
    }
    match tags.get("conveying") {
        Some("forward") => Flow::Forward,
        Some("backward") => Flow::Backward,
        _ => Flow::Both,
    }
}
