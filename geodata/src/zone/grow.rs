//! A zone made wider by a margin, proven: polygon arithmetic may answer "nothing" without an error, so the result must
//! hold the original and more, or there is none.

use super::draft::{Draft, Shape};
use super::gate::{Zone, place};
use super::ring::{self, coord};
use crate::finding::Finding;
use crate::frame::Local;
use crate::units::Metres;
use geo::algorithm::buffer::{BufferStyle, LineJoin};
use geo::{Buffer, LineString, Polygon};

/// Rounding of the arithmetic, in metres.
const ROUNDING: f64 = 0.05;
/// The angle of one flat of an arc, in radians. The arithmetic may double it; a flat then stays within 1 % of the arc,
/// 1 - cos(0.1) = 0.5 %.
const FLAT: f64 = 0.1;

impl Zone {
    /// The same zone, wider by `by` on every side, same heights. A hole that closes is gone.
    ///
    /// # Errors
    /// `zone-not-grown` when the margin is not a positive number, or when the arithmetic does not hold what it was given.
    pub fn grown(&self, by: Metres) -> Result<Zone, Finding> {
        let failed = |say: &str| {
            Finding::new(
                "zone-not-grown",
                place(&self.id),
                say,
                "Redraw the zone with fewer corners, or use a smaller margin",
            )
        };
        if !(by.0.is_finite() && by.0 > 0.0) {
            return Err(failed("the margin is not a positive number"));
        }
        let shape = match &self.shape {
            Shape::Cylinder { centre, radius } => Shape::Cylinder { centre: *centre, radius: *radius + by },
            Shape::Prism { outer, holes } => {
                buffered(outer, holes, by).ok_or_else(|| failed("widening it left no single outline"))?
            }
        };
        let wide = Zone::checked(Draft { shape, ..self.clone().into_draft() })?;
        if !self.is_within(&wide, by) {
            return Err(failed("the widened outline does not hold the original"));
        }
        Ok(wide)
    }

    /// Whether a wider zone holds this one at the margin: it has more area, and every corner and middle of an edge of the
    /// original lies in it, the margin away from its outline.
    fn is_within(&self, wide: &Zone, by: Metres) -> bool {
        let holds = |at: Local| wide.contains(at);
        let Shape::Prism { outer, .. } = &self.shape else { return true };
        let Shape::Prism { outer: edge, .. } = &wide.shape else { return false };
        let kept = |at: Local| ring::edges(edge).all(|[p, q]| ring::apart(at, p, q) >= by.0 * 0.98 - ROUNDING);
        wide.area_m2() > self.area_m2()
            && self.borders().all(|[p, q]| holds(p) && holds(p.toward(q, 0.5)))
            && ring::edges(outer).all(|[p, q]| kept(p) && kept(p.toward(q, 0.5)))
    }
}

fn buffered(outer: &[Local], holes: &[Vec<Local>], by: Metres) -> Option<Shape> {
    let line = |ring: &[Local]| LineString::new(ring.iter().map(|p| coord(*p)).collect());
    let polygon = Polygon::new(line(outer), holes.iter().map(|hole| line(hole)).collect());
    // A little more, for the flats of the arcs and for the grid of the arithmetic.
    let style = BufferStyle::new(by.0 * 1.01 + ROUNDING).line_join(LineJoin::Round(FLAT));
    let wide = polygon.buffer_with_style(style);
    let [one] = &wide.0[..] else { return None };
    let back = |ring: &LineString<f64>| -> Vec<Local> {
        let mut corners: Vec<Local> = ring.coords().map(|c| Local { x: c.x, y: c.y }).collect();
        corners.dedup_by(|a, b| a.distance(*b).0 < 0.002);
        corners
    };
    let holes = one.interiors().iter().map(back).filter(|hole| ring::area(hole).abs() > super::limits::LEAST_AREA);
    Some(Shape::Prism { outer: back(one.exterior()), holes: holes.collect() })
}
