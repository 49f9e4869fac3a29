//! Which of the things in one picture is which track: all of them together, each at most one.
//!
//! Detections come one by one. As long as they are of one picture (one aircraft, one moment) and nothing comes between, the
//! tracks they touched are put back and the whole picture is assigned anew: the last word is the one a whole picture at
//! once would have had, and nothing waits for a picture to be complete.

use super::track::{Track, may_be_one};
use crate::ids::VehicleId;
use crate::input::{Detection, DetectionClass};
use flight_plans::planner::assign::Assignment;
use geodata::{Local, Timestamp};
use std::collections::BTreeMap;

/// A thing and a track farther apart than this, squared and in deviations, are not one: 99 % of a place's errors are
/// nearer (chi-square of two degrees of freedom, -2 ln 0.01).
const GATE: f64 = 9.21;
/// Another word for it counts as much as this: two deviations.
const OTHER_WORD: f64 = 4.0;
/// Things of one picture that are assigned together; more begin another.
const MOST: usize = 64;

/// One picture, as far as it has been told.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Scan {
    vehicle: VehicleId,
    at: Timestamp,
    seen: Vec<Seen>,
    /// Tracks this picture has touched, as they were before it.
    before: BTreeMap<u64, Track>,
    /// Tracks it began.
    begun: Vec<u64>,
}

/// One thing of it.
#[derive(Clone, Debug, PartialEq)]
struct Seen {
    detection: Detection,
    place: Local,
    /// The tracks of before the picture it may be, and what that costs.
    near: Vec<(u64, f64)>,
}

impl Scan {
    pub(super) fn of(detection: &Detection) -> Self {
        let (vehicle, at) = (detection.vehicle, detection.at);
        Self { vehicle, at, seen: Vec::new(), before: BTreeMap::new(), begun: Vec::new() }
    }

    /// Whether a detection is of this picture.
    pub(super) fn holds(&self, detection: &Detection) -> bool {
        self.vehicle == detection.vehicle && self.at == detection.at && self.seen.len() < MOST
    }

    /// Puts the tracks back as they were before the picture.
    pub(super) fn undo(&mut self, tracks: &mut Vec<Track>) {
        tracks.retain(|track| !self.begun.contains(&track.serial));
        self.begun.clear();
        for track in tracks.iter_mut() {
            if let Some(before) = self.before.get(&track.serial) {
                track.clone_from(before);
            }
        }
    }

    /// One more thing in the picture; the tracks are as they were before it. Farther than `gate` metres, or its own error
    /// where that is larger, nothing is the same.
    pub(super) fn add(&mut self, detection: &Detection, place: Local, tracks: &[Track], gate: f64) {
        let reach = gate.max(detection.error.ellipse(crate::sight::ellipse::MOST).major.0);
        let near = tracks.iter().filter(|track| may_be_one(track.class, detection.class));
        let near = near.filter_map(|track| Some((track.serial, cost(track, detection, place, reach)?))).collect();
        self.seen.push(Seen { detection: detection.clone(), place, near });
    }

    /// Gives each thing its track; what has none begins one, which `begin` numbers and keeps.
    pub(super) fn assign(&mut self, tracks: &mut Vec<Track>, mut begin: impl FnMut(&mut Vec<Track>, Track) -> u64) {
        let mut columns: Vec<u64> =
            self.seen.iter().flat_map(|seen| seen.near.iter().map(|(serial, _)| *serial)).collect();
        columns.sort_unstable();
        columns.dedup();
        let of_row = solved(&self.seen, &columns);
        let mut together = Vec::with_capacity(self.seen.len());
        for (seen, column) in self.seen.iter().zip(of_row) {
            let track = column.and_then(|column| columns.get(column));
            let track = track.and_then(|serial| tracks.iter_mut().find(|track| track.serial == *serial));
            if let Some(track) = track {
                self.before.entry(track.serial).or_insert_with(|| track.clone());
                track.update(&seen.detection, seen.place);
                together.push(track.serial);
            } else {
                let serial = begin(tracks, Track::begin(0, &seen.detection, seen.place));
                self.begun.push(serial);
                together.push(serial);
            }
        }
        for track in tracks.iter_mut().filter(|track| together.contains(&track.serial)) {
            together.iter().for_each(|other| track.is_not(*other));
        }
    }
}

/// What it costs to take a thing for a track: minus twice the logarithm of its likelihood, but for a constant. Nothing when
/// it is too far.
fn cost(track: &Track, detection: &Detection, place: Local, reach: f64) -> Option<f64> {
    let (expected, error) = track.expected(detection.at);
    if expected.distance(place).0 > reach {
        return None;
    }
    let spread = error.plus(detection.error);
    let squared = spread.squared_distance(expected, place);
    let other = track.class != detection.class && detection.class != DetectionClass::Object;
    (squared <= GATE).then(|| squared + spread.determinant().ln() + if other { OTHER_WORD } else { 0.0 })
}

/// The column of each row: as many as possible, and of these the likeliest.
fn solved(seen: &[Seen], columns: &[u64]) -> Vec<Option<usize>> {
    let mut costs = vec![f64::INFINITY; seen.len() * columns.len()];
    for (row, thing) in seen.iter().enumerate() {
        for (serial, cost) in &thing.near {
            if let Ok(column) = columns.binary_search(serial)
                && let Some(place) = costs.get_mut(row * columns.len() + column)
            {
                *place = *cost;
            }
        }
    }
    match Assignment::solve(seen.len(), columns.len(), costs) {
        Ok(best) => (0..seen.len()).map(|row| best.column_of(row)).collect(),
        Err(_) => vec![None; seen.len()],
    }
}
