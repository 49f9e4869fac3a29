//! What the aircraft see, as tracks: one for each thing, whoever sees it.
//!
//! Each track is a Kalman filter (`filter`). The things of one picture are assigned to the tracks together, each to at most
//! one (`scan`): a thing belongs to a track when it lies within what both may be off. Two tracks that stay where one thing
//! could be are one, unless a picture has ever shown both. When an aircraft is no longer heard, what it alone saw is
//! forgotten; what another sees stays.

pub(crate) mod filter;
mod scan;
#[cfg(test)]
mod tests;
pub(crate) mod track;

use crate::ids::VehicleId;
use crate::input::Detection;
use crate::policy::TrackPolicy;
use geodata::{Local, Seconds, Timestamp};
use scan::Scan;
use std::collections::BTreeMap;
pub use track::{Track, TrackState};

/// At most so many tracks at once; glimpses go first.
const TRACK_LIMIT: usize = 256;
/// Two tracks nearer than this, squared and in deviations of their difference, may be one: 95 % of two estimates of one
/// place are nearer (chi-square of two degrees of freedom).
const ONE_THING: f64 = 5.99;
/// So many seconds in a row.
const SECONDS_AS_ONE: u8 = 3;

/// All tracks.
#[derive(Clone, Debug, Default)]
pub struct Tracks {
    tracks: Vec<Track>,
    scan: Option<Scan>,
    next: u64,
    /// For how many seconds two have been where one thing could be.
    as_one: BTreeMap<(u64, u64), u8>,
}

impl Tracks {
    /// The tracks one aircraft sees, with or without others.
    pub fn of(&self, vehicle: VehicleId) -> impl Iterator<Item = &Track> {
        self.tracks.iter().filter(move |track| track.seen_by.contains_key(&vehicle))
    }

    /// All of them, in the order they began.
    pub fn iter(&self) -> impl Iterator<Item = &Track> {
        self.tracks.iter()
    }

    /// Takes a detection in, which is no repeat. One as old as a dropped track says nothing about now.
    pub(super) fn observe(&mut self, now: Timestamp, detection: &Detection, place: Local, policy: &TrackPolicy) {
        if now.since(detection.at) <= Seconds(policy.drop_after_s) {
            self.take(detection, place, policy);
        }
    }

    fn take(&mut self, detection: &Detection, place: Local, policy: &TrackPolicy) {
        let mut scan = match self.scan.take() {
            Some(scan) if scan.holds(detection) => scan,
            _ => Scan::of(detection),
        };
        scan.undo(&mut self.tracks);
        scan.add(detection, place, &self.tracks, policy.gate_m);
        let next = &mut self.next;
        scan.assign(&mut self.tracks, |tracks, track| begin(tracks, next, track));
        for track in self.tracks.iter_mut().filter(|track| track.seen(detection.vehicle) == Some(detection.at)) {
            if track.hits >= policy.confirm_hits {
                track.state = TrackState::Confirmed;
            }
        }
        self.scan = Some(scan);
    }

    pub(super) fn age(&mut self, now: Timestamp, policy: &TrackPolicy) {
        self.scan = None;
        let (coasts, dropped) = (Seconds(policy.coast_after_s), Seconds(policy.drop_after_s));
        self.tracks.retain(|track| now.since(track.last) <= dropped);
        self.tracks.iter_mut().for_each(|track| track.age(now, coasts, dropped));
        self.join(now, policy.gate_m);
    }

    /// What an aircraft alone saw is forgotten.
    pub(super) fn forget(&mut self, vehicle: VehicleId) {
        self.scan = None;
        self.tracks.retain_mut(|track| {
            track.seen_by.remove(&vehicle);
            !track.seen_by.is_empty()
        });
    }

    /// Makes one of two that have been where one thing could be for some seconds.
    fn join(&mut self, now: Timestamp, gate: f64) {
        let mut pairs = BTreeMap::new();
        for (index, one) in self.tracks.iter().enumerate() {
            for other in self.tracks.iter().skip(index + 1).filter(|other| could_be(one, other, now, gate)) {
                let pair = (one.serial, other.serial);
                pairs.insert(pair, self.as_one.get(&pair).copied().unwrap_or(0).saturating_add(1));
            }
        }
        let sure: Vec<(u64, u64)> =
            pairs.iter().filter(|(_, seconds)| **seconds >= SECONDS_AS_ONE).map(|(pair, _)| *pair).collect();
        self.as_one = pairs;
        for (older, younger) in sure {
            let at = |serial: u64| self.tracks.iter().position(|track| track.serial == serial);
            let Some((older, younger)) = at(older).zip(at(younger)) else { continue };
            if self.tracks[older].was_beside(&self.tracks[younger]) {
                continue; // it has just become another's
            }
            let other = self.tracks.remove(younger);
            self.tracks[older].take_in(&other);
            if other.state == TrackState::Confirmed {
                self.tracks[older].state = TrackState::Confirmed;
            }
        }
    }
}

/// Whether two tracks could be of one thing now.
fn could_be(one: &Track, other: &Track, now: Timestamp, gate: f64) -> bool {
    if !track::may_be_one(one.class, other.class) || one.hits.min(other.hits) < 2 || one.was_beside(other) {
        return false;
    }
    let (here, error) = one.expected(now);
    let (there, doubt) = other.expected(now);
    here.distance(there).0 <= gate && error.plus(doubt).squared_distance(here, there) <= ONE_THING
}

/// Keeps a new track and numbers it. A flood of glimpses must not push out what is sure.
fn begin(tracks: &mut Vec<Track>, next: &mut u64, mut track: Track) -> u64 {
    if tracks.len() >= TRACK_LIMIT {
        let glimpse = tracks.iter().position(|track| track.state == TrackState::Tentative);
        tracks.remove(glimpse.unwrap_or(0));
    }
    *next += 1;
    track.serial = *next;
    tracks.push(track);
    *next
}
