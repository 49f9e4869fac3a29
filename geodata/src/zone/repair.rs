//! Repairs of outlines that polygon arithmetic would lose. A repair is shown, with the area before and after, and errs
//! to the safe side: a zone to keep out of never covers less than its outline encloses (every place the outline winds
//! about), a keep-in zone never covers more than its outline surely means (by even and odd). What cannot be repaired so
//! is refused.

use super::draft::{Draft, Shape};
use super::gate::{Zone, more_is_safe};
use super::limits;
use super::ring::{self, Where, coord};
use crate::finding::Finding;
use crate::frame::Local;
use geo::algorithm::bool_ops::FillRule;
use geo::{BooleanOps, LineString, MultiPolygon, Polygon};

/// Most corners of an outline that may be untangled: the pieces grow with the square of the tangles.
const TANGLED: usize = 2_000;
/// The arithmetic of pieces rounds to a grid; corners may move by this much, in metres.
const ROUNDING: f64 = 0.01;

/// How many corners a shape has.
pub(super) fn corners(shape: &Shape) -> usize {
    match shape {
        Shape::Prism { outer, holes } => outer.len() + holes.iter().map(Vec::len).sum::<usize>(),
        Shape::Cylinder { .. } => 1,
    }
}

/// The zones a draft becomes, and the notes of its repair; no notes when it was fine. `at` names it in findings.
pub(super) fn admit(draft: Draft, at: &str) -> Result<(Vec<Zone>, Vec<Finding>), Finding> {
    let placed = |f: Finding| Finding { at: at.to_owned(), ..f };
    let refusal = match Zone::checked(draft.clone()) {
        Ok(zone) => return Ok((vec![zone], Vec::new())),
        Err(finding) => placed(finding),
    };
    let mendable = [
        "zone-repeated-corner",
        "zone-spike",
        "zone-crosses-itself",
        "zone-hole-crosses",
        "zone-hole-outside",
        "zone-too-few-corners",
        "zone-no-area",
    ];
    let Shape::Prism { outer, holes } = &draft.shape else { return Err(refusal) };
    if !mendable.contains(&refusal.code) {
        return Err(refusal);
    }
    let mut mend = Mend { at, safe_more: more_is_safe(draft.kind), notes: Vec::new(), refusal };
    let pieces = mend.pieces(outer, holes)?;
    let count = pieces.len();
    let zone = |(i, (outer, holes)): (usize, Piece)| {
        let id = if count > 1 { format!("{}/{}", draft.id, i + 1) } else { draft.id.clone() };
        Zone::checked(Draft { id, shape: Shape::Prism { outer, holes }, ..draft.clone() }).map_err(placed)
    };
    let zones = pieces.into_iter().enumerate().map(zone).collect::<Result<Vec<_>, _>>()?;
    Ok((zones, mend.notes))
}

/// An outline and its holes.
type Piece = (Vec<Local>, Vec<Vec<Local>>);

struct Mend<'a> {
    at: &'a str,
    safe_more: bool,
    notes: Vec<Finding>,
    refusal: Finding,
}

impl Mend<'_> {
    fn note(&mut self, code: &'static str, say: String) {
        self.notes.push(Finding::new(code, self.at, say, "Look at it on the map, and redraw it if this is not meant"));
    }

    fn refuse<T>(&self) -> Result<T, Finding> {
        Err(self.refusal.clone())
    }

    fn pieces(&mut self, outer: &[Local], holes: &[Vec<Local>]) -> Result<Vec<Piece>, Finding> {
        let clean = cleaned(outer);
        let dropped = outer.len() - clean.len() - usize::from(outer.len() > 1 && outer.first() == outer.last());
        if clean.len() < 3 {
            return self.refuse();
        }
        if dropped > 0 {
            self.note(
                "zone-repaired-corners",
                format!("{dropped} repeated or folded corners were left out; the area is the same"),
            );
        }
        if ring::fault(&[&clean]).is_none() {
            let holes = self.holes(&clean, holes)?;
            return Ok(vec![(clean, holes)]);
        }
        if !holes.is_empty() {
            if !self.safe_more {
                return self.refuse();
            }
            self.note(
                "zone-repaired-holes",
                format!("its {} holes were filled: the outline around them crosses itself", holes.len()),
            );
        }
        self.untangled(&clean)
    }

    /// The holes that can be kept. Filling a hole makes the zone larger, so a keep-in zone with a bad hole is refused.
    fn holes(&mut self, outer: &[Local], holes: &[Vec<Local>]) -> Result<Vec<Vec<Local>>, Finding> {
        let mut kept: Vec<Vec<Local>> = Vec::new();
        for (i, hole) in holes.iter().enumerate() {
            let clean = cleaned(hole);
            let real = clean.len() >= 3 && ring::area(&clean).abs() >= limits::LEAST_AREA;
            let mut rings: Vec<&[Local]> = vec![outer];
            rings.extend(kept.iter().map(Vec::as_slice));
            rings.push(&clean);
            let apart = ring::fault(&rings).is_none();
            let corner = clean.first().copied().unwrap_or_default();
            let nested = ring::locate(outer, corner) == Where::Inside
                && kept.iter().all(|other| ring::locate(other, corner) == Where::Outside)
                && kept.iter().all(|other| other.first().is_some_and(|p| ring::locate(&clean, *p) == Where::Outside));
            if real && apart && nested {
                kept.push(clean);
                continue;
            }
            if real && !self.safe_more {
                return self.refuse();
            }
            let area = ring::area(&clean).abs();
            self.note(
                "zone-repaired-holes",
                format!("hole {} of {area:.0} m2 was filled: it has no clear place or no area", i + 1),
            );
        }
        Ok(kept)
    }

    /// A tangled outline as pieces that do not cross.
    fn untangled(&mut self, outer: &[Local]) -> Result<Vec<Piece>, Finding> {
        if outer.len() > TANGLED {
            return self.refuse();
        }
        let rule = if self.safe_more { FillRule::NonZero } else { FillRule::EvenOdd };
        let mut all = fill(outer, rule);
        let encloses = all.iter().map(area_of).sum::<f64>();
        all.retain(|piece| area_of(piece) >= limits::LEAST_AREA);
        let kept = all.iter().map(area_of).sum::<f64>();
        if all.is_empty() || all.len() > limits::PIECES {
            return self.refuse();
        }
        // A repair that loses a corner it should cover is none.
        let near =
            |p: &Local| all.iter().any(|(outer, _)| ring::locate(outer, *p) != Where::Outside || reaches(outer, *p));
        let slivers = encloses - kept;
        if self.safe_more && slivers == 0.0 && !outer.iter().all(near) {
            return self.refuse();
        }
        let signed = ring::area(outer).abs();
        let lost =
            if slivers > 0.0 { format!("; slivers of {slivers:.2} m2 in all were left out") } else { String::new() };
        self.note(
            "zone-repaired-lobes",
            format!(
                "the outline crosses itself (it reads as {signed:.0} m2); it was split into {} of {kept:.0} m2 in all{lost}",
                if all.len() == 1 { "1 piece".to_owned() } else { format!("{} pieces", all.len()) }
            ),
        );
        Ok(all)
    }
}

fn reaches(ring: &[Local], at: Local) -> bool {
    ring::edges(ring).any(|[p, q]| ring::apart(at, p, q) <= ROUNDING)
}

fn area_of((outer, holes): &Piece) -> f64 {
    ring::area(outer).abs() - holes.iter().map(|hole| ring::area(hole).abs()).sum::<f64>()
}

/// What an outline encloses under a rule, as simple pieces, the holes of less than the least area filled.
fn fill(outer: &[Local], rule: FillRule) -> Vec<Piece> {
    let tangled = Polygon::new(LineString::new(outer.iter().map(|p| coord(*p)).collect()), vec![]);
    let none: MultiPolygon<f64> = MultiPolygon::new(Vec::new());
    let pieces = tangled.union_with_fill_rule(&none, rule);
    let back = |line: &LineString<f64>| cleaned(&line.coords().map(|c| Local { x: c.x, y: c.y }).collect::<Vec<_>>());
    let piece = |polygon: &Polygon<f64>| {
        let holes = polygon.interiors().iter().map(back).filter(|hole| ring::area(hole).abs() >= limits::LEAST_AREA);
        (back(polygon.exterior()), holes.collect())
    };
    pieces.iter().map(piece).filter(|(outer, _)| outer.len() >= 3).collect()
}

/// A ring without its repeated last point, without corners that come twice in a row, and without spikes.
fn cleaned(ring: &[Local]) -> Vec<Local> {
    let mut clean: Vec<Local> = Vec::with_capacity(ring.len());
    for &p in ring {
        push(&mut clean, p);
    }
    // The seam: the last corners against the first.
    loop {
        let [first, second, .., before, last] = clean[..] else { return clean };
        if last.distance(first) < limits::SAME || ring::is_spike(before, last, first) {
            clean.pop();
        } else if ring::is_spike(last, first, second) {
            clean.remove(0);
        } else {
            return clean;
        }
    }
}

/// Adds a corner, dropping the one before while it is the same or the tip of a spike.
fn push(clean: &mut Vec<Local>, p: Local) {
    loop {
        match clean[..] {
            [.., last] if last.distance(p) < limits::SAME => return,
            [.., before, last] if ring::is_spike(before, last, p) => drop(clean.pop()),
            _ => break,
        }
    }
    clean.push(p);
}
