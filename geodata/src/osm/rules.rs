//! What the tags of a way say about moving on it: class, who may go which way, how fast, on what.
//!
//! Facts about tags: wiki.openstreetmap.org, pages Key:access, Key:oneway, Key:maxspeed, Key:barrier, Key:highway. Values
//! that hold at certain hours only (`...:conditional`) are brought in by [`hours`]. Ferries are no roads: a crew on a ferry waits
//! for a timetable nobody tells us. Squares drawn as areas (`area=yes`) are left out too; nobody moves along an outline.

mod access;
pub(super) mod barrier;
pub(super) mod hours;
mod limit;
mod oneway;
mod speed;
#[cfg(test)]
mod tests;

use super::extract::Tags;
use crate::roads::data::Structure;
use crate::roads::{Access, RoadClass};

/// A way that somebody moves on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rule {
    pub class: RoadClass,
    /// Car speed with and against the drawn direction.
    pub kph: [u8; 2],
    pub access: Access,
    pub structure: Structure,
}

/// Why a way is no road: nothing for ways that do not even look like one.
pub(super) type Skip = Option<&'static str>;

/// Reads the tags of a way, conditional ones apart.
pub(super) fn rule(tags: &Tags) -> Result<Rule, Skip> {
    let Some(highway) = tags.get("highway") else {
        return Err(tags.is("route", "ferry").then_some("ferry"));
    };
    if matches!(highway, "construction" | "proposed" | "planned" | "abandoned" | "disused" | "razed")
        || ["abandoned", "disused", "impassable"].iter().any(|key| tags.is(key, "yes"))
    {
        return Err(Some("not in use"));
    }
    let (class, default) = RoadClass::of_tag(highway).ok_or(Some("other kind"))?;
    if tags.is("area", "yes") {
        return Err(Some("area"));
    }
    if tags.is("indoor", "yes") {
        return Err(Some("indoor"));
    }
    let access = access::of(tags, class, highway.ends_with("_link"));
    if access.is_empty() {
        return Err(Some("closed to all"));
    }
    Ok(Rule { class, kph: speed::of(tags, class, default, access), access, structure: structure(tags) })
}

fn structure(tags: &Tags) -> Structure {
    let says = |key| tags.get(key).is_some_and(|value| value != "no");
    match (says("bridge"), says("tunnel")) {
        (true, _) => Structure::Bridge,
        (_, true) => Structure::Tunnel,
        _ => Structure::Ground,
    }
}
