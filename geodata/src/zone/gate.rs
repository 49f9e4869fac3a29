//! The gate: what a zone must be before anybody relies on it. There is no other way to make a [`Zone`].

use super::draft::{Draft, Limit, Shape, ZoneKind};
use super::ring::{self, Where};
use super::{inside, limits};
use crate::finding::Finding;
use crate::frame::Local;
use crate::units::{Metres, Timestamp};
use std::ops::Deref;

/// A piece of airspace with a rule: a [`Draft`] that passed the gate, readable and not to be changed.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    draft: Draft,
    /// South-west and north-east corner of the box around it.
    bounds: [Local; 2],
}

impl Deref for Zone {
    type Target = Draft;

    fn deref(&self) -> &Draft {
        &self.draft
    }
}

impl Zone {
    /// The gate every zone passes. A repeated last point is dropped, nothing else is changed; see [`super::Intake`] for
    /// repairs.
    ///
    /// # Errors
    /// The first rule the zone breaks: `zone-id`, `zone-text`, `zone-not-finite`, `zone-too-few-corners`,
    /// `zone-too-many-corners`, `zone-repeated-corner`, `zone-spike`, `zone-crosses-itself`, `zone-no-area`,
    /// `zone-hole-outside`, `zone-inside-out`, `zone-radius`, `zone-too-large`, `zone-too-far`, `zone-heights`,
    /// `zone-schedule`.
    pub fn checked(mut draft: Draft) -> Result<Zone, Finding> {
        open_rings(&mut draft.shape);
        let fault = words(&draft)
            .or_else(|| shape(&draft.shape))
            .or_else(|| heights(draft.floor, draft.ceiling))
            .or_else(|| draft.schedule.fault().map(|say| ("zone-schedule", say)));
        if let Some((code, say)) = fault {
            return Err(Finding::new(code, place(&draft.id), say, remedy(code)));
        }
        let bounds = inside::bounds(&draft.shape);
        Ok(Self { draft, bounds })
    }

    /// South-west and north-east corner of the box around it.
    #[must_use]
    pub fn bounds(&self) -> [Local; 2] {
        self.bounds
    }

    /// Whether the zone holds at this moment.
    #[must_use]
    pub fn active(&self, at: Timestamp) -> bool {
        self.schedule.active(at)
    }

    /// The zone as a draft again, to be changed and checked anew.
    #[must_use]
    pub fn into_draft(self) -> Draft {
        self.draft
    }
}

/// How findings name a zone.
pub(super) fn place(id: &str) -> String {
    let short: String = id.chars().filter(|c| !c.is_control()).take(60).collect();
    format!("zone {short}")
}

type Fault = (&'static str, String);

fn remedy(code: &str) -> &'static str {
    match code {
        "zone-id" | "zone-text" => "Shorten it, or give it one",
        "zone-heights" => "Correct the floor and the ceiling, and what they are measured from",
        "zone-schedule" => "Correct the hours and the dates",
        "zone-too-large" | "zone-too-far" => "Check the coordinates and their order, or cut the zone to the district",
        _ => "Redraw the zone",
    }
}

/// Drops the repeated last point by which many formats close a ring.
fn open_rings(shape: &mut Shape) {
    if let Shape::Prism { outer, holes } = shape {
        for ring in std::iter::once(outer).chain(holes) {
            if ring.len() > 1 && ring.first() == ring.last() {
                ring.pop();
            }
        }
    }
}

fn words(draft: &Draft) -> Option<Fault> {
    let id = draft.id.trim();
    if id.is_empty() || id.chars().count() > limits::ID || id.chars().any(char::is_control) {
        return Some(("zone-id", format!("the id is empty, holds control characters or is over {} long", limits::ID)));
    }
    let source = &draft.source;
    let texts = [&draft.name, &draft.name_zh, &source.authority, &source.reason, &source.file];
    let long = texts.iter().any(|text| text.chars().count() > limits::TEXT);
    long.then(|| ("zone-text", format!("a text is over {} characters long", limits::TEXT)))
}

fn shape(shape: &Shape) -> Option<Fault> {
    match shape {
        Shape::Cylinder { centre, radius } => cylinder(*centre, *radius),
        Shape::Prism { outer, holes } => prism(outer, holes),
    }
}

fn cylinder(centre: Local, radius: Metres) -> Option<Fault> {
    if !(finite(centre) && radius.0.is_finite()) {
        return Some(("zone-not-finite", "the middle or the radius is not a number".into()));
    }
    if std::f64::consts::PI * radius.0 * radius.0 < limits::LEAST_AREA || radius.0 <= 0.0 {
        return Some(("zone-radius", format!("the radius of {radius} is too small")));
    }
    extent(&[
        Local { x: centre.x - radius.0, y: centre.y - radius.0 },
        Local { x: centre.x + radius.0, y: centre.y + radius.0 },
    ])
}

fn prism(outer: &[Local], holes: &[Vec<Local>]) -> Option<Fault> {
    let corners = outer.len() + holes.iter().map(Vec::len).sum::<usize>();
    if corners > limits::CORNERS || holes.len() > limits::HOLES {
        let say = format!(
            "it has {corners} corners and {} holes, over {} or {}",
            holes.len(),
            limits::CORNERS,
            limits::HOLES
        );
        return Some(("zone-too-many-corners", say));
    }
    let rings: Vec<&[Local]> = std::iter::once(outer).chain(holes.iter().map(Vec::as_slice)).collect();
    if !rings.iter().all(|ring| ring.iter().all(|p| finite(*p))) {
        return Some(("zone-not-finite", "a corner is not a number".into()));
    }
    extent(outer)
        .or_else(|| rings.iter().find_map(|ring| single(ring)))
        .or_else(|| ring::fault(&rings).map(|at| crossing(&rings, at)))
        .or_else(|| nesting(outer, holes))
}

/// What is wrong with one ring by itself, but for crossing.
fn single(ring: &[Local]) -> Option<Fault> {
    if ring.len() < 3 {
        return Some(("zone-too-few-corners", format!("an outline has {} corners, fewer than three", ring.len())));
    }
    if let Some([p, _]) = ring::edges(ring).find(|[p, q]| p.distance(*q) < limits::SAME) {
        return Some(("zone-repeated-corner", format!("the corner at {} comes twice in a row", spot(p))));
    }
    let around = |i: usize| (ring[(i + ring.len() - 1) % ring.len()], ring[i], ring[(i + 1) % ring.len()]);
    if let Some(i) = (0..ring.len()).find(|&i| ring::is_spike(around(i).0, around(i).1, around(i).2)) {
        return Some(("zone-spike", format!("the outline folds back on itself at {}", spot(ring[i]))));
    }
    None
}

fn crossing(rings: &[&[Local]], at: Local) -> Fault {
    if ring::fault(&rings[..1]).is_some() {
        return ("zone-crosses-itself", format!("the outline crosses or touches itself near {}", spot(at)));
    }
    ("zone-hole-crosses", format!("a hole crosses or touches the outline, itself or another hole near {}", spot(at)))
}

fn nesting(outer: &[Local], holes: &[Vec<Local>]) -> Option<Fault> {
    let area = ring::area(outer).abs();
    if area < limits::LEAST_AREA {
        return Some(("zone-no-area", format!("the outline encloses {area:.2} m2")));
    }
    for (i, hole) in holes.iter().enumerate() {
        let Some(&corner) = hole.first() else { continue };
        if ring::locate(outer, corner) != Where::Inside {
            let around = outer.first().is_some_and(|&p| ring::locate(hole, p) == Where::Inside);
            return Some(match around {
                true => ("zone-inside-out", "a hole lies around the outline: what is inside is not clear".into()),
                false => ("zone-hole-outside", format!("the hole near {} lies outside of the outline", spot(corner))),
            });
        }
        if ring::area(hole).abs() < limits::LEAST_AREA {
            return Some(("zone-no-area", format!("the hole near {} has no area", spot(corner))));
        }
        if holes.iter().enumerate().any(|(j, other)| i != j && ring::locate(other, corner) != Where::Outside) {
            return Some(("zone-hole-outside", format!("the hole near {} lies in another hole", spot(corner))));
        }
    }
    None
}

fn extent(corners: &[Local]) -> Option<Fault> {
    let [low, high] = inside::bounds_of(corners.iter().copied());
    let (width, height) = (high.x - low.x, high.y - low.y);
    if width > limits::WIDTH.0 || height > limits::WIDTH.0 {
        let say = format!("it is {:.0} km wide, over {:.0} km", width.max(height) / 1e3, limits::WIDTH.0 / 1e3);
        return Some(("zone-too-large", say));
    }
    let far = corners.iter().map(|p| p.x.hypot(p.y)).fold(0.0, f64::max);
    (far > limits::FAR.0).then(|| {
        (
            "zone-too-far",
            format!(
                "it reaches {:.0} km from the middle of the district, over {:.0} km",
                far / 1e3,
                limits::FAR.0 / 1e3
            ),
        )
    })
}

fn heights(floor: Limit, ceiling: Limit) -> Option<Fault> {
    let [low, high] = limits::HEIGHTS;
    let odd = |limit: Limit| limit.metres().is_some_and(|m| !(low..=high).contains(&m));
    if odd(floor) || odd(ceiling) {
        return Some((
            "zone-heights",
            format!("the floor ({floor}) or the ceiling ({ceiling}) is no height in the air"),
        ));
    }
    let upside_down = match (floor, ceiling) {
        (Limit::Amsl(a), Limit::Amsl(b)) => a >= b,
        (Limit::Agl(a), Limit::Agl(b)) => a >= b,
        (Limit::Open, Limit::Agl(b)) => b.0 <= Metres::ZERO,
        _ => false,
    };
    upside_down.then(|| ("zone-heights", format!("the floor ({floor}) is not below the ceiling ({ceiling})")))
}

fn finite(at: Local) -> bool {
    at.x.is_finite() && at.y.is_finite()
}

/// A place in whole metres of the district, for findings.
fn spot(at: Local) -> String {
    format!("{:.0} m east, {:.0} m north of the middle", at.x, at.y)
}

/// Whether covering more is the safe side: true for all but keep-in.
pub(super) fn more_is_safe(kind: ZoneKind) -> bool {
    kind != ZoneKind::KeepIn
}
