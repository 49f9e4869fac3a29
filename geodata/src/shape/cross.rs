//! Whether two shapes share at least a point. Touching counts.

use super::{Form, Shape};
use crate::frame::Local;

impl Shape {
    /// Whether this and `other` share at least a point: a line that only touches a corner crosses, an area wholly inside
    /// of another crosses, one wholly inside of its hole does not. Exact for all finite numbers.
    #[must_use]
    pub fn crosses(&self, other: &Shape) -> bool {
        if !self.bounds().touches(&other.bounds()) {
            return false;
        }
        // Each shape hangs together. So where no edges meet, one lies wholly inside of the other, or they are apart,
        // and any one point of each tells which.
        self.covers(other.any_point())
            || other.covers(self.any_point())
            || self.paths().iter().any(|mine| other.paths().iter().any(|theirs| mine.meets(theirs)))
    }

    fn any_point(&self) -> Local {
        match &self.0 {
            Form::Point(at) => *at,
            Form::Line(path) => path.points[0],
            Form::Area(rings) => rings[0].points[0],
        }
    }
}
