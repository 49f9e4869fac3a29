//! The box round a district, to tell what is brought to the wrong one.

use crate::datum;
use crate::frame::{Frame, Local, Wgs84};
use crate::units::Metres;

/// South-west and north-east corner, in degrees and on the plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bounds {
    degrees: [Wgs84; 2],
    sw: Local,
    ne: Local,
}

impl Bounds {
    /// The box of two corners on a district's plane.
    #[must_use]
    pub fn new(degrees: [Wgs84; 2], frame: &Frame) -> Self {
        let [sw, ne] = degrees.map(|corner| frame.to_local(corner));
        Self { degrees, sw, ne }
    }

    /// How far a place lies outside; zero inside.
    #[must_use]
    pub fn outside(&self, at: Local) -> Metres {
        let beyond = |v: f64, low: f64, high: f64| (low - v).max(v - high).max(0.0);
        Metres(beyond(at.x, self.sw.x, self.ne.x).hypot(beyond(at.y, self.sw.y, self.ne.y)))
    }

    /// Whether a place lies outside, but inside with latitude and longitude exchanged.
    #[must_use]
    pub fn looks_swapped(&self, at: Wgs84) -> bool {
        datum::looks_swapped(&self.degrees, at.lat, at.lon)
    }
}
