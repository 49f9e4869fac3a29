//! What the aircraft see, as tracks: a constant-velocity Kalman filter a track, in local metres.
//!
//! State `(x, y, vx, vy)`; white-noise acceleration of 1 m/s² (a walking or driving person starts and stops); the
//! measurement is the detection's place with its 68 % radius as standard deviation in each axis.

use crate::ids::VehicleId;
use crate::input::{Detection, DetectionClass};
use crate::policy::TrackPolicy;
use geodata::{Atlas, Local, Metres, Seconds, Timestamp};
use nalgebra::{Matrix2, Matrix2x4, Matrix4, Vector2, Vector4};
use std::collections::BTreeSet;

/// At most so many tracks and remembered detection keys at once; the oldest go first.
const TRACK_LIMIT: usize = 256;
const KEY_LIMIT: usize = 4096;
const ACCELERATION: f64 = 1.0;
const FIRST_SPEED: f64 = 5.0;

/// How sure a track is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrackState {
    /// Seen, not often enough.
    Tentative,
    /// Seen often enough.
    Confirmed,
    /// Not seen for a moment.
    Coasting,
}

/// Something one aircraft keeps seeing.
#[derive(Clone, Debug)]
pub struct Track {
    /// Whose camera.
    pub vehicle: VehicleId,
    /// What.
    pub class: DetectionClass,
    /// How sure.
    pub state: TrackState,
    /// How often seen.
    pub hits: u32,
    /// When last seen.
    pub last: Timestamp,
    /// Mean confidence, 0 to 1.
    pub confidence: f64,
    mean: Vector4<f64>,
    covariance: Matrix4<f64>,
}

impl Track {
    fn begin(detection: &Detection, place: Local) -> Self {
        let spread = detection.accuracy.0.max(1.0).powi(2);
        let speed = FIRST_SPEED.powi(2);
        Self {
            vehicle: detection.vehicle,
            class: detection.class,
            state: TrackState::Tentative,
            hits: 1,
            last: detection.at,
            confidence: detection.confidence,
            mean: Vector4::new(place.x, place.y, 0.0, 0.0),
            covariance: Matrix4::from_diagonal(&Vector4::new(spread, spread, speed, speed)),
        }
    }

    /// Where it is.
    #[must_use]
    pub fn place(&self) -> Local {
        Local { x: self.mean[0], y: self.mean[1] }
    }

    /// The 68 % radius of [`Track::place`].
    #[must_use]
    pub fn accuracy(&self) -> Metres {
        Metres(((self.covariance[(0, 0)] + self.covariance[(1, 1)]) / 2.0).max(0.0).sqrt())
    }

    fn predicted(&self, at: Timestamp) -> (Vector4<f64>, Matrix4<f64>) {
        let dt = at.since(self.last).0.max(0.0);
        let mut step = Matrix4::identity();
        step[(0, 2)] = dt;
        step[(1, 3)] = dt;
        let (d2, d3, d4) = (dt * dt, dt.powi(3) / 2.0, dt.powi(4) / 4.0);
        let noise = Matrix4::new(
            d4, 0.0, d3, 0.0, //
            0.0, d4, 0.0, d3, //
            d3, 0.0, d2, 0.0, //
            0.0, d3, 0.0, d2,
        ) * ACCELERATION.powi(2);
        (step * self.mean, step * self.covariance * step.transpose() + noise)
    }

    fn update(&mut self, detection: &Detection, place: Local) {
        let (mean, covariance) = self.predicted(detection.at);
        let look = Matrix2x4::new(1.0, 0.0, 0.0, 0.0, 0.0, 1.0, 0.0, 0.0);
        let noise = Matrix2::identity() * detection.accuracy.0.max(1.0).powi(2);
        let innovation = Vector2::new(place.x, place.y) - look * mean;
        let spread = look * covariance * look.transpose() + noise;
        let Some(inverse) = spread.try_inverse() else { return };
        let gain = covariance * look.transpose() * inverse;
        self.mean = mean + gain * innovation;
        self.covariance = (Matrix4::identity() - gain * look) * covariance;
        if self.class == DetectionClass::Object {
            self.class = detection.class;
        }
        self.hits = self.hits.saturating_add(1);
        self.confidence += (detection.confidence - self.confidence) / f64::from(self.hits);
        self.last = self.last.max(detection.at);
    }
}

/// Whether two words can mean one thing: a camera that only follows does not know what.
fn may_be_one(one: DetectionClass, other: DetectionClass) -> bool {
    one == other || [one, other].contains(&DetectionClass::Object)
}

/// All tracks.
#[derive(Clone, Debug, Default)]
pub struct Tracks {
    tracks: Vec<Track>,
    keys: BTreeSet<String>,
    key_order: std::collections::VecDeque<String>,
}

impl Tracks {
    /// The tracks of one aircraft, surest first.
    pub fn of(&self, vehicle: VehicleId) -> impl Iterator<Item = &Track> {
        self.tracks.iter().filter(move |track| track.vehicle == vehicle)
    }

    /// A detection as old as a dropped track says nothing about now.
    pub(super) fn observe(&mut self, now: Timestamp, detection: &Detection, atlas: &Atlas, policy: &TrackPolicy) {
        let stale = now.since(detection.at) > Seconds(policy.drop_after_s);
        if stale || !self.remember(&detection.key) {
            return;
        }
        let place = atlas.frame.to_local(detection.place);
        let near = |track: &Track| {
            let (mean, _) = track.predicted(detection.at);
            place.distance(Local { x: mean[0], y: mean[1] })
        };
        let gate = match detection.class {
            // A direction alone errs by more than a detector's place.
            DetectionClass::Object => policy.gate_m.max(detection.accuracy.0),
            _ => policy.gate_m,
        };
        let best = self
            .tracks
            .iter_mut()
            .filter(|track| track.vehicle == detection.vehicle && may_be_one(track.class, detection.class))
            .map(|track| (track.class != detection.class, near(track), track))
            .filter(|(_, distance, _)| distance.0 <= gate)
            .min_by(|(other, a, _), (another, b, _)| other.cmp(another).then(a.total_cmp(b)));
        match best {
            Some((_, _, track)) => {
                track.update(detection, place);
                if track.hits >= policy.confirm_hits {
                    track.state = TrackState::Confirmed;
                }
            }
            None => self.begin(Track::begin(detection, place)),
        }
    }

    fn begin(&mut self, track: Track) {
        if self.tracks.len() >= TRACK_LIMIT {
            // A flood of glimpses must not push out what is sure.
            let glimpse = self.tracks.iter().position(|track| track.state == TrackState::Tentative);
            self.tracks.remove(glimpse.unwrap_or(0));
        }
        self.tracks.push(track);
    }

    /// False when the key was seen before.
    fn remember(&mut self, key: &str) -> bool {
        if !self.keys.insert(key.to_owned()) {
            return false;
        }
        self.key_order.push_back(key.to_owned());
        if self.key_order.len() > KEY_LIMIT
            && let Some(oldest) = self.key_order.pop_front()
        {
            self.keys.remove(&oldest);
        }
        true
    }

    pub(super) fn age(&mut self, now: Timestamp, policy: &TrackPolicy) {
        self.tracks.retain(|track| now.since(track.last) <= Seconds(policy.drop_after_s));
        for track in &mut self.tracks {
            if track.state == TrackState::Confirmed && now.since(track.last) > Seconds(policy.coast_after_s) {
                track.state = TrackState::Coasting;
            }
        }
    }

    pub(super) fn forget(&mut self, vehicle: VehicleId) {
        self.tracks.retain(|track| track.vehicle != vehicle);
    }
}
