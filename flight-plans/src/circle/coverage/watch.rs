//! What one unit reaches.

use super::plane;
use crate::planner::metric::Reached;
use crate::response;
use geodata::{Area, Finding, Local};

/// Corners of a disc.
const CORNERS: u32 = 128;

/// By which way a unit comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Domain {
    /// By air.
    Air,
    /// By road or on foot.
    Ground,
}

/// What one unit reaches in the time in question.
#[derive(Clone, Debug, PartialEq)]
pub struct Watch {
    /// Its callsign, for what is wrong with it.
    pub id: String,
    /// By which way.
    pub domain: Domain,
    /// The ground it reaches; none when it cannot be there in time at all.
    pub ground: Vec<Area>,
}

impl Watch {
    /// An aircraft's disc, zones not cut out ([`response::reach`]), as a polygon of the same size.
    #[must_use]
    pub fn disc(id: impl Into<String>, reach: Option<response::Reach>) -> Self {
        let ground = reach.filter(|reach| reach.radius.0 > 0.0).map(|reach| {
            let step = std::f64::consts::TAU / f64::from(CORNERS);
            let radius = reach.radius.0 * (step / step.sin()).sqrt();
            let corner = |number: u32| {
                let (sin, cos) = (f64::from(number) * step).sin_cos();
                Local { x: reach.centre.x + radius * cos, y: reach.centre.y + radius * sin }
            };
            Area { outer: (0..CORNERS).map(corner).collect(), holes: Vec::new() }
        });
        Self { id: id.into(), domain: Domain::Air, ground: ground.into_iter().collect() }
    }

    /// What an aircraft reaches round the zones.
    #[must_use]
    pub fn reached(id: impl Into<String>, reached: &Reached) -> Self {
        let ground = reached.patches().into_iter().map(|patch| Area { outer: patch.outer, holes: patch.holes });
        Self { id: id.into(), domain: Domain::Air, ground: ground.collect() }
    }

    /// What a ground unit reaches along the roads.
    #[must_use]
    pub fn roads(id: impl Into<String>, reach: &geodata::Reach) -> Self {
        Self { id: id.into(), domain: Domain::Ground, ground: reach.areas.clone() }
    }

    pub(super) fn faults(&self) -> Vec<Finding> {
        let rings = self.ground.iter().flat_map(|area| std::iter::once(&area.outer).chain(&area.holes));
        rings.filter_map(|ring: &Vec<Local>| plane::fault(&self.id, ring)).collect()
    }
}
