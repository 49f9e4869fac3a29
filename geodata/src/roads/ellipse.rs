//! The roads under an error ellipse: which edges a thing that was seen roughly here can be on, and how likely each is.

use super::RoadNet;
use super::grid;
use super::profile::Profile;
use super::snap::Snap;
use super::turns::bit;
use crate::frame::Local;
use crate::units::Metres;
use std::collections::BTreeMap;

/// Where a thing is, and how far it may be off: a normal distribution in the plane.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Seen {
    /// The middle.
    pub at: Local,
    /// Variance to the east, covariance, variance to the north, in square metres.
    pub cov: [f64; 3],
}

/// Of a normal distribution in the plane nine tenths lie within this many standard deviations, squared: -2 ln(0.1).
pub const NINETY_PERCENT: f64 = 4.605_170_185_988_091;

/// An edge that crosses the ellipse.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EdgeWithin {
    /// The point of the edge where the thing is likeliest.
    pub snap: Snap,
    /// How much of the edge lies within.
    pub length: Metres,
    /// How likely it is that the thing is on this edge, if it is on one of them: 0 to 1, all together 1.
    pub share: f64,
}

/// Pieces are cut to at most this part of the lesser standard deviation, where the likelihood is taken at the middle.
const STEP: f64 = 0.25;
/// Longest side of an ellipse that is looked at; beyond it nothing is known of the place.
const MOST_M: f64 = 2_000.0;
/// Parts a piece is cut into at most.
const PARTS: f64 = 4096.0;

impl Seen {
    /// The square of the distance from the middle in standard deviations; nothing when the covariance is none.
    #[must_use]
    pub fn deviations_2(&self, at: Local) -> Option<f64> {
        let [east, both, north] = self.cov;
        let determinant = east * north - both * both;
        let (x, y) = (at.x - self.at.x, at.y - self.at.y);
        let sound = east > 0.0 && north > 0.0 && determinant > 0.0 && determinant.is_finite();
        let value = (north * x * x - 2.0 * both * x * y + east * y * y) / determinant;
        (sound && value.is_finite()).then_some(value)
    }

    /// The standard deviations along the longer and the shorter axis.
    #[must_use]
    pub fn axes(&self) -> (Metres, Metres) {
        let [east, both, north] = self.cov;
        let (middle, half) = (f64::midpoint(east, north), (0.5 * (east - north)).hypot(both));
        (Metres((middle + half).max(0.0).sqrt()), Metres((middle - half).max(0.0).sqrt()))
    }
}

/// What of an edge was gathered.
#[derive(Clone, Copy)]
struct Gathered {
    length: f64,
    weight: f64,
    likeliest: f64,
    at: Local,
}

impl RoadNet {
    /// The edges open to a profile that cross the nine-tenths ellipse, likeliest first, ties by edge. None when the covariance
    /// is none, or the ellipse is beyond two kilometres long.
    #[must_use]
    pub fn within_ellipse(&self, seen: &Seen, profile: Profile) -> Vec<EdgeWithin> {
        let (long, short) = seen.axes();
        let reach = long.0 * NINETY_PERCENT.sqrt();
        if seen.deviations_2(seen.at).is_none()
            || reach.is_nan()
            || 2.0 * reach > MOST_M
            || !seen.at.x.is_finite()
            || !seen.at.y.is_finite()
        {
            return Vec::new();
        }
        let mut points: Vec<u32> = Vec::new();
        self.grid.within(&self.graph, seen.at, reach, bit(profile), |near| points.push(near.point));
        points.sort_unstable();
        points.dedup();
        let mut edges: BTreeMap<u32, Gathered> = BTreeMap::new();
        for point in points {
            self.gather(seen, point, short.0 * STEP, &mut edges);
        }
        let all: f64 = edges.values().map(|one| one.weight).sum();
        let found = edges.into_iter().filter_map(|(edge, one)| {
            let snap = self.snap_all(one.at, Metres(0.1), profile).into_iter().find(|snap| snap.edge == edge)?;
            Some(EdgeWithin { snap, length: Metres(one.length), share: one.weight / all })
        });
        let mut found: Vec<EdgeWithin> = found.collect();
        found.sort_by(|a, b| b.share.total_cmp(&a.share).then(a.snap.edge.cmp(&b.snap.edge)));
        found
    }

    /// One straight piece of an edge, cut into parts.
    fn gather(&self, seen: &Seen, point: u32, step: f64, edges: &mut BTreeMap<u32, Gathered>) {
        let (a, b) = grid::ends(&self.graph, point);
        let length = a.distance(b).0;
        let parts = (length / step).ceil().clamp(1.0, PARTS);
        let mut part = 0.0;
        while part < parts {
            let at = a.toward(b, (part + 0.5) / parts);
            part += 1.0;
            let Some(off) = seen.deviations_2(at).filter(|off| *off <= NINETY_PERCENT) else { continue };
            let likelihood = (-0.5 * off).exp();
            let one = edges.entry(self.graph.edge_of(point)).or_insert(Gathered {
                length: 0.0,
                weight: 0.0,
                likeliest: -1.0,
                at,
            });
            one.length += length / parts;
            one.weight += likelihood * length / parts;
            if likelihood > one.likeliest {
                (one.likeliest, one.at) = (likelihood, at);
            }
        }
    }
}
