//! Which datum a trace is in: the one under which it lies on the roads.
//!
//! A vehicle's trace under the right datum is some metres off the drawn roads, under a wrong one it cuts through fields
//! and houses. Each datum is tried, and the distances to the nearest road are compared. The answer decides where people
//! are sent, so it is given only when nothing else comes near: enough places, far enough apart, one datum on the roads
//! and every other clearly off them. Everything else is "cannot tell", with the reason.

use super::{Datum, to_wgs84};
use crate::frame::{Frame, Local};
use crate::roads::RoadNet;
use crate::units::Metres;

/// Points of a trace nearer to the last one used are not used: standing at a light proves nothing.
const APART: f64 = 25.0;
/// The least number of such points.
const ENOUGH: usize = 20;
/// The most points used, spread evenly over the trace.
const MOST: usize = 2000;
/// The trace must leave a circle of this radius about its first point, in metres: more than a shift is long.
const SPREAD: f64 = 300.0;
/// Half of the points lie nearer to a road than this when the datum is right, in metres.
const ON_THE_ROAD: f64 = 15.0;
/// The same for nine of ten.
const MOSTLY_ON_THE_ROAD: f64 = 60.0;
/// Every other datum is off by more than this many times as far, and by [`CLEARLY`] metres.
const TIMES_WORSE: f64 = 2.5;
const CLEARLY: f64 = 10.0;
/// Two datums that put every point within this distance of each other are one datum here, in metres.
const THE_SAME: f64 = 1.0;

/// How well one datum fits.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Fitted {
    /// The datum tried.
    pub datum: Datum,
    /// Half of the points are nearer to a road than this.
    pub median: Metres,
    /// Nine of ten points are.
    pub p90: Metres,
}

/// What the comparison says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The trace is in this datum. WGS-84 stands for CGCS2000 too: no trace can tell them apart.
    Is(Datum),
    /// The datums do not differ here: outside of mainland China there is no shift, and any of them reads right.
    NoDifference,
    /// Too few points, or all near one place.
    TooShort,
    /// It lies on the roads under none: another datum, a wrong order of columns, or no road user.
    NoneFits,
    /// More than one datum fits, or the best is not clearly the best.
    Ambiguous,
}

/// A trace compared with the roads.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// How many points were used.
    pub points: usize,
    /// Each datum's distances, best first; empty when no point could be used.
    pub each: Vec<Fitted>,
    /// Which datum it is, or why that cannot be said.
    pub verdict: Verdict,
}

/// Compares a trace of `(latitude, longitude)` pairs, in the order driven, with the road net under each datum.
#[must_use]
pub fn fit(trace: &[(f64, f64)], net: &RoadNet, frame: &Frame) -> Fit {
    fit_by(trace, frame, |at| net.snap(at).map(|snap| snap.off_road))
}

/// The same against any notion of "distance to the nearest road".
pub fn fit_by(trace: &[(f64, f64)], frame: &Frame, off_road: impl Fn(Local) -> Option<Metres>) -> Fit {
    let used = thinned(trace, frame);
    let candidates = [Datum::Wgs84, Datum::Gcj02, Datum::Bd09];
    let mut each: Vec<Fitted> = candidates.iter().filter_map(|d| fitted(*d, &used, frame, &off_road)).collect();
    each.sort_by(|a, b| a.median.total_cmp(&b.median).then(a.datum.cmp(&b.datum)));
    let verdict = verdict(&used, frame, &each);
    Fit { points: used.len(), each, verdict }
}

/// Pairs that are places, each [`APART`] from the one before.
fn thinned(trace: &[(f64, f64)], frame: &Frame) -> Vec<(f64, f64)> {
    let mut used: Vec<(f64, f64)> = Vec::new();
    let mut last: Option<Local> = None;
    for &(lat, lon) in trace {
        let Some(place) = to_wgs84(Datum::Wgs84, lat, lon) else { continue };
        let at = frame.to_local(place);
        if last.is_none_or(|last| last.distance(at).0 >= APART) {
            used.push((lat, lon));
            last = Some(at);
        }
    }
    let step = used.len().div_ceil(MOST).max(1);
    used.into_iter().step_by(step).collect()
}

fn fitted(
    datum: Datum,
    used: &[(f64, f64)],
    frame: &Frame,
    off_road: impl Fn(Local) -> Option<Metres>,
) -> Option<Fitted> {
    let distance = |&(lat, lon): &(f64, f64)| off_road(frame.to_local(to_wgs84(datum, lat, lon)?));
    let mut distances: Vec<Metres> = used.iter().filter_map(distance).collect();
    distances.sort_by(Metres::total_cmp);
    let at = |tenths: usize| distances.get(distances.len() * tenths / 10).copied();
    Some(Fitted { datum, median: at(5)?, p90: at(9)? })
}

fn verdict(used: &[(f64, f64)], frame: &Frame, each: &[Fitted]) -> Verdict {
    let [best, others @ ..] = each else { return Verdict::TooShort };
    if all_the_same(used, frame) {
        return Verdict::NoDifference;
    }
    if used.len() < ENOUGH || !spread(used, frame) {
        return Verdict::TooShort;
    }
    if best.median.0 > ON_THE_ROAD || best.p90.0 > MOSTLY_ON_THE_ROAD {
        return Verdict::NoneFits;
    }
    let worse = |other: &Fitted| {
        other.median.0 > best.median.0 * TIMES_WORSE + CLEARLY && other.p90.0 > best.p90.0 * TIMES_WORSE + CLEARLY
    };
    if others.iter().all(worse) { Verdict::Is(best.datum) } else { Verdict::Ambiguous }
}

fn local(frame: &Frame, datum: Datum, &(lat, lon): &(f64, f64)) -> Option<Local> {
    to_wgs84(datum, lat, lon).map(|place| frame.to_local(place))
}

/// Whether every datum puts every point at the same place.
fn all_the_same(used: &[(f64, f64)], frame: &Frame) -> bool {
    let near = |pair: &(f64, f64)| {
        let raw = local(frame, Datum::Wgs84, pair);
        [Datum::Gcj02, Datum::Bd09].iter().all(|d| match (raw, local(frame, *d, pair)) {
            (Some(a), Some(b)) => a.distance(b).0 < THE_SAME,
            _ => false,
        })
    };
    used.iter().all(near)
}

/// Whether the trace goes far enough from where it began.
fn spread(used: &[(f64, f64)], frame: &Frame) -> bool {
    let mut places = used.iter().filter_map(|pair| local(frame, Datum::Wgs84, pair));
    let Some(first) = places.next() else { return false };
    places.any(|at| at.distance(first).0 > SPREAD)
}
