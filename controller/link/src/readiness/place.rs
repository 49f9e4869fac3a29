//! Whether a vehicle can be where it says it is. What a receiver tells after a jump (a spoofer's, a reflection's, a restart of
//! the estimator's) is flown on by the autopilot, but nothing may be planned on it and no ground unit sent to what the
//! camera sees from there. The position stands still at the last one believed until the vehicle is again where it can have
//! flown to, and has been consistent there for a while.
//!
//! The test is dead reckoning by the vehicle's own clock: from the last position with its speed, within three standard
//! deviations of two fixes and of the hardest manoeuvre in between.

use crate::codec::{EkfStatusReport, EstimatorStatus, GpsRawInt};
use crate::limits;
use crate::scale::{DegE7, from_cm_per_second, to_cm_per_second};
use controller_core::{Estimator, PositionDoubt};
use geodata::{Frame, Local, Metres, MetresPerSecond, Wgs84};

/// One position told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Told {
    /// Milliseconds since it was switched on.
    pub(crate) millis: u32,
    /// Where.
    pub(crate) place: Wgs84,
    /// Eastwards and northwards, m/s.
    pub(crate) velocity: (f64, f64),
}

/// The same as the wire has it, which is how it came: degrees times 10^7, centimetres a second.
#[derive(Clone, Copy, Debug)]
struct Kept {
    millis: u32,
    place: DegE7,
    velocity: (i16, i16),
}

impl From<Told> for Kept {
    fn from(told: Told) -> Self {
        let wire = |speed| to_cm_per_second(MetresPerSecond(speed));
        let velocity = (wire(told.velocity.0), wire(told.velocity.1));
        Self { millis: told.millis, place: told.place.into(), velocity }
    }
}

impl From<Kept> for Told {
    fn from(kept: Kept) -> Self {
        let velocity = (from_cm_per_second(kept.velocity.0).0, from_cm_per_second(kept.velocity.1).0);
        Self { millis: kept.millis, place: kept.place.place(), velocity }
    }
}

/// What became of a position told.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Verdict {
    /// Believed.
    Good,
    /// Believed again, after a doubt.
    Again,
    /// Not believed; what is new about that.
    Bad(Option<PositionDoubt>),
}

#[derive(Clone, Copy, Debug)]
struct Trial {
    latest: Told,
    /// Since when what it says fits together, milliseconds since it was switched on.
    consistent: u32,
    glitched: bool,
}

/// The gate of one vehicle's positions.
#[derive(Debug, Default)]
pub(crate) struct Place {
    good: Option<Kept>,
    trial: Option<Box<Trial>>,
    /// In doubt from before; nobody told yet.
    inherited: bool,
}

impl Place {
    /// In doubt from before we were started.
    pub(crate) fn doubted(is_doubted: bool) -> Self {
        Self { inherited: is_doubted, ..Self::default() }
    }

    /// It was switched on anew: it may have been carried anywhere.
    pub(crate) fn restart(&mut self) {
        self.inherited = self.is_doubted();
        (self.good, self.trial) = (None, None);
    }

    pub(crate) fn is_doubted(&self) -> bool {
        self.inherited || self.trial.is_some()
    }

    /// Judges one position, told with this accuracy while the estimator holds the satellites for wrong or not.
    pub(crate) fn judge(&mut self, told: Told, accuracy: Option<Metres>, glitching: bool) -> Verdict {
        if let Some(trial) = self.trial.as_deref().copied() {
            return self.tried(trial, told, accuracy, glitching);
        }
        let jump = self.good.and_then(|good| beyond(good.into(), told, accuracy));
        let doubt = match jump {
            _ if self.inherited => Some(PositionDoubt::Jumped { distance: Metres(0.0) }),
            Some(distance) => Some(PositionDoubt::Jumped { distance }),
            None if glitching => Some(PositionDoubt::Glitching {}),
            None => None,
        };
        if doubt.is_none() {
            self.good = Some(told.into());
            return Verdict::Good;
        }
        self.inherited = false;
        self.trial = Some(Box::new(Trial { latest: told, consistent: told.millis, glitched: glitching }));
        Verdict::Bad(doubt)
    }

    fn tried(&mut self, trial: Trial, told: Told, accuracy: Option<Metres>, glitching: bool) -> Verdict {
        let fits = beyond(trial.latest, told, accuracy).is_none() && !glitching;
        let consistent = if fits { trial.consistent } else { told.millis };
        let waited = f64::from(told.millis.saturating_sub(consistent)) / 1e3;
        if fits && waited >= limits::PLACE_SETTLES.0 && self.reachable(told) {
            (self.good, self.trial) = (Some(told.into()), None);
            return Verdict::Again;
        }
        self.trial = Some(Box::new(Trial { latest: told, consistent, glitched: glitching }));
        let news = (glitching && !trial.glitched).then_some(PositionDoubt::Glitching {});
        Verdict::Bad(news)
    }

    /// Whether it can have flown there since it was last believed. Only so much time counts: to wait long enough makes no
    /// place likely.
    fn reachable(&self, told: Told) -> bool {
        let Some(good) = self.good.map(Told::from) else { return true };
        let since = f64::from(told.millis.saturating_sub(good.millis)) / 1e3;
        let reach = limits::PLACE_SPEED.0 * since.min(limits::PLACE_WAITS.0) + limits::PLACE_SLACK.0;
        apart(good.place, told.place, Local { x: 0.0, y: 0.0 }) <= reach
    }
}

/// How far `now` lies from where `before` leads to, when that is farther than it can be.
fn beyond(before: Told, now: Told, accuracy: Option<Metres>) -> Option<Metres> {
    let seconds = f64::from(now.millis.saturating_sub(before.millis)) / 1e3;
    let (east, north) = before.velocity;
    let too_fast = now.velocity.0.hypot(now.velocity.1) > limits::FASTEST.0;
    if !too_fast && at_most(before.place, now.place) + east.hypot(north) * seconds <= limits::PLACE_SLACK.0 {
        return None;
    }
    let distance = apart(before.place, now.place, Local { x: east * seconds, y: north * seconds });
    let accuracy = accuracy.map_or(limits::PLACE_ACCURACY.0, |accuracy| accuracy.0.min(limits::PLACE_ACCURACY.0));
    let of_two = 3.0 * std::f64::consts::SQRT_2 * accuracy;
    let turned = 0.5 * limits::PLACE_ACCELERATION * seconds * seconds;
    let flown = (limits::PLACE_SPEED.0 + east.hypot(north)) * seconds;
    let jumped = distance > limits::PLACE_SLACK.0 + of_two + turned.min(flown);
    (jumped || too_fast).then_some(Metres(distance))
}

/// Metres that two places are apart at most: a degree is nowhere longer than that of latitude at a pole (WGS 84). One addition
/// where [`apart`] lays a plane, which is enough for most of what an aircraft says.
fn at_most(one: Wgs84, other: Wgs84) -> f64 {
    const DEGREE: f64 = 111_694.0;
    ((one.lat - other.lat).abs() + (one.lon - other.lon).abs()) * DEGREE
}

/// Metres from `from` moved by `moved` to `to`.
fn apart(from: Wgs84, to: Wgs84, moved: Local) -> f64 {
    Frame::at(from).to_local(to).distance(moved).0
}

/// Satellites above this are as good as this many.
const PLENTY: u8 = 12;

/// What GPS_RAW_INT tells. Rounded to the worse, so that what a receiver says anew each second is news only when it matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Satellites {
    /// Seen; nothing when it does not say.
    pub(crate) seen: Option<u8>,
    /// The horizontal dilution of precision in halves; 0 is unknown.
    pub(crate) halves: u16,
    /// The horizontal accuracy in whole metres; 0 is unknown.
    pub(crate) metres: u32,
}

/// The fields of GPS_RAW_INT; what is unknown says so by a number of its own.
pub(crate) fn satellites(gps: &GpsRawInt) -> Satellites {
    let seen = gps.satellites_visible;
    Satellites {
        seen: (seen != u8::MAX).then_some(seen.min(PLENTY)),
        halves: if gps.eph == u16::MAX { 0 } else { gps.eph.div_ceil(50) },
        metres: if gps.h_acc == u32::MAX { 0 } else { gps.h_acc.div_ceil(1_000) },
    }
}

/// POS_HORIZ_ABS and CONST_POS_MODE are alike in ESTIMATOR_STATUS_FLAGS and EKF_STATUS_FLAGS.
const KNOWS_PLACE: u16 = 0x10;
const CONSTANT_PLACE: u16 = 0x80;
/// ESTIMATOR_GPS_GLITCH and ESTIMATOR_ACCEL_ERROR; EKF_GPS_GLITCHING has a bit of its own.
const GLITCH: u16 = 0x400;
const ACCELERATION_ERROR: u16 = 0x800;
const EKF_GLITCH: u16 = 0x8000;

/// Test ratios above 1 mean that a receiver's word is thrown away (ESTIMATOR_STATUS).
pub(crate) fn px4_estimator(status: &EstimatorStatus) -> Estimator {
    let ratios = [status.pos_horiz_ratio, status.vel_ratio];
    Estimator {
        knows_place: status.flags & KNOWS_PLACE != 0 && status.flags & CONSTANT_PLACE == 0,
        glitching: status.flags & GLITCH != 0,
        disagrees: status.flags & ACCELERATION_ERROR != 0 || ratios.iter().any(|ratio| *ratio > 1.0),
    }
}

/// Variances above 0.8 set off ArduPilot's own EKF failsafe (FS_EKF_THRESH as delivered).
pub(crate) fn ardupilot_estimator(status: &EkfStatusReport) -> Estimator {
    let variances = [status.velocity_variance, status.pos_horiz_variance, status.compass_variance];
    Estimator {
        knows_place: status.flags & KNOWS_PLACE != 0 && status.flags & CONSTANT_PLACE == 0,
        glitching: status.flags & EKF_GLITCH != 0,
        disagrees: variances.iter().any(|variance| *variance > 0.8),
    }
}

#[cfg(test)]
mod tests;
