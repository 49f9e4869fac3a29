//! Points, lines and areas in local metres that can be trusted: finite, on the globe, with enough corners. The one
//! geometry of the index and the hotspots, with exact distance and exact crossing.
//!
//! A [`Shape`] is only made by its constructors, so that no NaN ever reaches a tree. Long outlines keep a box for every
//! sixteen pieces; distance and crossing skip what those rule out, and answer what a plain walk over all pieces answers.

mod cross;
mod measure;
mod path;
#[cfg(test)]
pub(crate) mod tests;

pub use path::Bounds;
pub(crate) use path::SLACK;
#[cfg(test)]
pub(crate) use path::to_piece;

use crate::finding::Finding;
use crate::frame::Local;
use path::Path;

/// The most corners one shape may have; more is a map layer, not a shape.
pub const MOST_CORNERS: usize = 100_000;
/// The farthest a place may lie from the district's origin, in metres: a quarter of the way round the Earth.
pub const FARTHEST: f64 = 1.0e7;

/// A point, a line or an area with holes, in local metres.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape(Form);

#[derive(Clone, Debug, PartialEq)]
enum Form {
    Point(Local),
    Line(Path),
    /// The outline first, then the holes; each closed, the first corner repeated.
    Area(Vec<Path>),
}

/// What a [`Shape`] is made of, for those who draw or write it.
#[derive(Clone, Debug, PartialEq)]
pub enum Parts<'a> {
    /// A spot.
    Point(Local),
    /// Its corners.
    Line(&'a [Local]),
    /// Its outline and its holes, first corners not repeated.
    Area {
        /// The outline.
        outer: &'a [Local],
        /// What is not part of it.
        holes: Vec<&'a [Local]>,
    },
}

impl Shape {
    /// A spot.
    ///
    /// # Errors
    /// `shape-not-finite`, `shape-off-the-globe`.
    pub fn point(at: Local) -> Result<Self, Finding> {
        check(&[at], 1)?;
        Ok(Self(Form::Point(at)))
    }

    /// A line of two corners or more.
    ///
    /// # Errors
    /// `shape-not-finite`, `shape-off-the-globe`, `shape-too-few-corners`, `shape-too-many-corners`.
    pub fn line(points: Vec<Local>) -> Result<Self, Finding> {
        check(&points, 2)?;
        Ok(Self(Form::Line(Path::new(points))))
    }

    /// An area: its outline, and the outlines of what is not part of it. First corners may be repeated at the end.
    ///
    /// Inside is decided by the even-odd rule, so an outline that crosses itself loses none of its lobes. A corner of a
    /// hole outside of the outline is refused, because then nobody knows what was meant.
    ///
    /// # Errors
    /// As for [`Shape::line`], and `shape-hole-outside`.
    pub fn area(outer: Vec<Local>, holes: Vec<Vec<Local>>) -> Result<Self, Finding> {
        let corners = holes.iter().map(Vec::len).sum::<usize>().saturating_add(outer.len());
        if corners > MOST_CORNERS {
            return Err(too_many());
        }
        let outer = ring(outer)?;
        let mut rings = vec![outer];
        for hole in holes {
            let hole = ring(hole)?;
            if !hole.points.iter().all(|&corner| rings[0].covers(corner)) {
                let remedy = "Draw the hole inside of the outline, or as an area of its own";
                return Err(wrong("shape-hole-outside", "a hole reaches out of the outline", remedy));
            }
            rings.push(hole);
        }
        Ok(Self(Form::Area(rings)))
    }

    /// The upright rectangle between two opposite corners, edges included: a window of a map.
    ///
    /// # Errors
    /// `shape-not-finite`, `shape-off-the-globe`.
    pub fn rectangle(a: Local, b: Local) -> Result<Self, Finding> {
        Self::area(vec![a, Local { x: b.x, y: a.y }, b, Local { x: a.x, y: b.y }], vec![])
    }

    /// What it is made of.
    #[must_use]
    pub fn parts(&self) -> Parts<'_> {
        match &self.0 {
            Form::Point(at) => Parts::Point(*at),
            Form::Line(path) => Parts::Line(&path.points),
            Form::Area(rings) => {
                Parts::Area { outer: rings[0].corners(), holes: rings[1..].iter().map(Path::corners).collect() }
            }
        }
    }

    /// The smallest upright box round it.
    #[must_use]
    pub fn bounds(&self) -> Bounds {
        match &self.0 {
            Form::Point(at) => Bounds::of(*at),
            Form::Line(path) => path.bounds(),
            Form::Area(rings) => rings[0].bounds(),
        }
    }

    /// One place that stands for it: the point; half-way along the line; the middle of the area where that lies inside
    /// of it, else the middle of its widest cut at half height.
    #[must_use]
    pub fn anchor(&self) -> Local {
        match &self.0 {
            Form::Point(at) => *at,
            Form::Line(path) => path.half_way(),
            Form::Area(rings) => measure::middle(self, rings),
        }
    }

    fn paths(&self) -> &[Path] {
        match &self.0 {
            Form::Point(_) => &[],
            Form::Line(path) => std::slice::from_ref(path),
            Form::Area(rings) => rings,
        }
    }
}

/// The ring, closed.
fn ring(mut corners: Vec<Local>) -> Result<Path, Finding> {
    if corners.len() > 1 && corners.first() == corners.last() {
        corners.pop();
    }
    check(&corners, 3)?;
    corners.extend(corners.first().copied());
    Ok(Path::new(corners))
}

fn check(points: &[Local], least: usize) -> Result<(), Finding> {
    if points.len() < least {
        let say = format!("it has {} corners and needs {least}", points.len());
        return Err(wrong("shape-too-few-corners", say, "Draw it again"));
    }
    if points.len() > MOST_CORNERS {
        return Err(too_many());
    }
    if !points.iter().all(|p| p.x.is_finite() && p.y.is_finite()) {
        return Err(wrong("shape-not-finite", "a coordinate is not a number", "Mend or remove the coordinate"));
    }
    if !points.iter().all(|p| p.x.abs() <= FARTHEST && p.y.abs() <= FARTHEST) {
        let say = "a place lies farther from the district than any place of its half of the Earth";
        return Err(wrong("shape-off-the-globe", say, "Check the order of latitude and longitude and the units"));
    }
    Ok(())
}

fn too_many() -> Finding {
    let say = format!("it has more than {MOST_CORNERS} corners");
    wrong("shape-too-many-corners", say, "Simplify the outline")
}

fn wrong(code: &'static str, say: impl Into<String>, remedy: &str) -> Finding {
    Finding::new(code, "shape", say, remedy)
}
