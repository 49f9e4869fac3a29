//! All flights together: separation in space and time, docks, aircraft and operators.

use super::case::clock;
use super::track::{Part, Track};
use super::{World, docks, people};
use crate::check::conflict::{Apart, Encounter, Knot, encounters};
use crate::schedule::{Schedule, ScheduledFlight};
use geodata::{Finding, Local, Timestamp, Wgs84};

/// Rounding on the wire, in metres.
const TOLERANCE: f64 = 0.5;

/// One flight whose way is known.
pub(super) struct Entry<'a> {
    pub(super) flight: &'a ScheduledFlight,
    pub(super) track: &'a Track,
    knots: Vec<Knot>,
    low: [f64; 4],
    high: [f64; 4],
}

impl<'a> Entry<'a> {
    /// A flight on the clock of all flights, whose zero is `zero`.
    pub(super) fn new(flight: &'a ScheduledFlight, track: &'a Track, zero: Timestamp) -> Self {
        let start = flight.takeoff_at.since(zero).0;
        let knot = |part: &Part, end: usize| Knot {
            time: start + part.time[end],
            at: part.place[end],
            height: part.height[end],
        };
        let first = track.parts.first().map(|part| knot(part, 0));
        let knots: Vec<Knot> = first.into_iter().chain(track.parts.iter().map(|part| knot(part, 1))).collect();
        let (mut low, mut high) = ([f64::INFINITY; 4], [f64::NEG_INFINITY; 4]);
        for knot in &knots {
            for (axis, value) in [knot.time, knot.at.x, knot.at.y, knot.height].into_iter().enumerate() {
                low[axis] = low[axis].min(value);
                high[axis] = high[axis].max(value);
            }
        }
        Self { flight, track, knots, low, high }
    }

    pub(super) fn landed_at(&self) -> Timestamp {
        self.track.landed_at(self.flight.takeoff_at)
    }

    /// Whether the box round this flight in space and time touches that of another.
    fn near(&self, other: &Self, apart: Apart) -> bool {
        let room = [0.0, apart.horizontal, apart.horizontal, apart.vertical];
        (0..4).all(|axis| {
            self.low[axis] - room[axis] <= other.high[axis] && other.low[axis] - room[axis] <= self.high[axis]
        })
    }
}

pub(super) fn check(entries: &[Entry<'_>], schedule: &Schedule, world: &World<'_>) -> Vec<Finding> {
    let mut findings = separation(entries, schedule, world);
    findings.extend(docks::check(entries, schedule, world.plan));
    findings.extend(people::check(entries, schedule));
    findings
}

fn separation(entries: &[Entry<'_>], schedule: &Schedule, world: &World<'_>) -> Vec<Finding> {
    let rules = &schedule.rules;
    let apart = Apart {
        horizontal: (rules.horizontal.0 - TOLERANCE).max(0.0),
        vertical: (rules.vertical.0 - TOLERANCE).max(0.0),
    };
    let mut findings = Vec::new();
    for (index, a) in entries.iter().enumerate() {
        for b in entries.iter().skip(index + 1).filter(|b| a.near(b, apart)) {
            findings.extend(meeting(a, b, apart, world));
        }
    }
    findings
}

/// Two flights that come too near to each other: told once, with the first moment and the closest.
fn meeting(a: &Entry<'_>, b: &Entry<'_>, apart: Apart, world: &World<'_>) -> Option<Finding> {
    let met = encounters(&a.knots, &b.knots, apart);
    let first = met.first()?;
    let closest = met.iter().min_by(|x, y| x.horizontal.total_cmp(&y.horizontal))?;
    let item = |entry: &Entry<'_>, part: usize| entry.track.parts.get(part).map_or(0, |part| part.item);
    let at = format!(
        "flight {}, item {}; flight {}, item {}",
        a.flight.id,
        item(a, first.parts[0]),
        b.flight.id,
        item(b, first.parts[1])
    );
    let place = place(a, closest);
    let Wgs84 { lat, lon } = world.atlas.frame.to_wgs84(place);
    let begin = a.knots.first().map_or(0.0, |knot| knot.time);
    let say = format!(
        "from {} after the start of {} they are too near to each other; nearest at {lat:.5}, {lon:.5}, {:.0} m apart and {:.0} m in height",
        clock(first.time[0] - begin),
        a.flight.id,
        closest.horizontal,
        closest.vertical
    );
    Some(Finding::new("separation", at, say, "Fly one of them in another layer or at another time"))
}

fn place(entry: &Entry<'_>, met: &Encounter) -> Local {
    let begin = entry.knots.first().map_or(0.0, |knot| knot.time);
    entry.track.parts.get(met.parts[0]).map_or(Local::default(), |part| part.at(met.closest - begin).0)
}
