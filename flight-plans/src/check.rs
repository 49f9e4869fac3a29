//! The judge: reads a mission item by item, or a whole schedule flight by flight, and says everything that is wrong. It shares no code with the
//! planners, so that a mistake in one of them cannot hide here.
//!
//! Codes that start with `note_` inform; every other finding blocks.

mod airspace;
pub mod conflict;
mod energy;
mod flown;
mod geometry;
#[cfg(test)]
pub(crate) use geometry::clearance;
mod heights;
mod schedule;
mod shape;
mod terrain;

pub use schedule::{AreaSeen, Judge, Span, World, areas, schedule};

use crate::mission::Mission;
use crate::situation::Situation;
use geodata::{Agl, Finding, Metres};

/// The lowest and the highest true height flown. 120 m is where controlled airspace begins in China (Interim
/// Regulation on unmanned aircraft flights, 2023, article 19).
pub const HEIGHTS: (Agl, Agl) = (Agl(Metres(30.0)), Agl(Metres(120.0)));

/// Whether a finding stops a flight.
#[must_use]
pub fn blocks(finding: &Finding) -> bool {
    !finding.code.starts_with("note_")
}

/// Everything that is wrong with this mission for this aircraft now; nothing when it may fly.
#[must_use]
pub fn check(mission: &Mission, s: &Situation<'_>) -> Vec<Finding> {
    let broken = shape::check(mission, s);
    if !broken.is_empty() {
        return broken;
    }
    let flown = match flown::Flown::read(mission, s) {
        Ok(flown) => flown,
        Err(finding) => return vec![finding],
    };
    let mut findings = heights::check(&flown, s);
    findings.extend(terrain::check(&flown, s));
    findings.extend(airspace::check(&flown, s));
    findings.extend(energy::check(&flown, s));
    findings
}
