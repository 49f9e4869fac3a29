//! What the samples cover, and so what they can tell.

use super::sample::{MOST_SAMPLES, Sample};
use crate::airframe::Flying;
use geodata::Finding;

/// Fewer samples than this in a kind of flight tell nothing.
const ENOUGH: usize = 10;
/// Fewer samples than this in all tell nothing.
const LEAST: usize = 30;
/// Slower than this is hovering, m/s.
const STILL: f64 = 1.5;
/// Less climb than this is level, m/s.
const LEVEL: f64 = 0.4;
/// More climb than this is climbing, m/s.
const CLIMBING: f64 = 0.8;
/// Airspeeds are told apart in steps of this, m/s.
const STEP: f64 = 2.0;
/// So many steps of airspeed tell how the draw depends on it.
const STEPS: usize = 4;

/// The ranges of the samples, lowest and highest, and what they hold enough of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Covered {
    /// Airspeeds, m/s.
    pub airspeed: [f64; 2],
    /// Climbs, m/s, upward positive.
    pub climb: [f64; 2],
    /// Payloads, kg.
    pub payload: [f64; 2],
    hovering: usize,
    steps: usize,
    climbing: usize,
    sinking: usize,
}

impl Covered {
    pub(super) fn of(samples: &[Sample]) -> Self {
        let range = |value: fn(&Sample) -> f64| {
            let values = samples.iter().map(value);
            [values.clone().fold(f64::INFINITY, f64::min), values.fold(f64::NEG_INFINITY, f64::max)]
        };
        let count = |wanted: fn(&Sample) -> bool| samples.iter().filter(|s| wanted(s)).count();
        let is_level = |s: &&Sample| s.climb.0.abs() < LEVEL;
        let in_step = |step: u32| {
            let from = STEP * f64::from(step);
            let inside = |s: &&Sample| (from..from + STEP).contains(&s.airspeed.0);
            samples.iter().filter(is_level).filter(inside).count() >= ENOUGH / 2
        };
        Self {
            airspeed: range(|s| s.airspeed.0),
            climb: range(|s| s.climb.0),
            payload: range(|s| s.payload),
            hovering: count(|s| s.airspeed.0 < STILL && s.climb.0.abs() < LEVEL),
            steps: (0..50).filter(|&step| in_step(step)).count(),
            climbing: count(|s| s.climb.0 > CLIMBING),
            sinking: count(|s| s.climb.0 < -CLIMBING),
        }
    }

    /// Why nothing can be told at all.
    pub(super) fn faults(&self, samples: &[Sample]) -> Vec<Finding> {
        let finite = |s: &Sample| [s.airspeed.0, s.climb.0, s.watts, s.payload].iter().all(|n| n.is_finite());
        let mut faults = Vec::new();
        let mut fault = |code, say: String, remedy: &str| faults.push(Finding::new(code, "samples", say, remedy));
        let odd = samples.iter().filter(|s| !finite(s)).count();
        if odd > 0 {
            fault("fit_samples", format!("{odd} samples are not numbers"), "Leave them out");
        }
        if samples.len() < LEAST || samples.len() > MOST_SAMPLES {
            let say = format!("{} samples, {LEAST} to {MOST_SAMPLES} are needed", samples.len());
            fault("fit_samples", say, "Record longer flights, or thin them out");
        } else if self.hovering < ENOUGH {
            let say = format!("{} samples of hovering, {ENOUGH} are needed", self.hovering);
            fault("fit_hover", say, "Record some minutes of hovering in calm air");
        }
        faults
    }

    pub(super) fn tells_airspeed(&self) -> bool {
        self.steps >= STEPS
    }

    pub(super) fn tells_climb(&self) -> bool {
        self.climbing >= ENOUGH
    }

    pub(super) fn tells_sink(&self) -> bool {
        self.sinking >= ENOUGH
    }

    /// What cannot be told, and what is taken instead.
    pub(super) fn untold(&self, induced_given: bool) -> Vec<Finding> {
        let mut untold = Vec::new();
        let mut say = |code, say: String, remedy: &str| untold.push(Finding::new(code, "samples", say, remedy));
        if !self.tells_airspeed() {
            let told = format!("level flight at {} different speeds, {STEPS} are needed", self.steps);
            let how = if induced_given { "the given" } else { "a typical" };
            say(
                "fit_airspeed",
                format!("{told}: cruising is taken from hovering with {how} induced velocity and no drag"),
                "Fly level for a minute each at some speeds up to the fastest",
            );
        }
        if !self.tells_climb() {
            let told = format!("{} samples of climbing, {ENOUGH} are needed", self.climbing);
            say("fit_climb", format!("{told}: an efficiency of 0.7 is taken"), "Record some climbs");
        }
        if !self.tells_sink() {
            let told = format!("{} samples of sinking, {ENOUGH} are needed", self.sinking);
            say("fit_sink", format!("{told}: sinking is taken to save nothing"), "Record some descents");
        }
        if self.payload[1] - self.payload[0] < 0.05 {
            let told =
                "all samples carry the same payload: its cost is momentum theory's, and no payload is allowed for";
            say("fit_payload", told.to_owned(), "Fly the same with a load");
        }
        untold
    }

    /// Whether a state of flight lies in the ranges.
    pub(super) fn holds(&self, flying: Flying) -> bool {
        let within = |[low, high]: [f64; 2], value: f64| (low..=high).contains(&value);
        within(self.airspeed, flying.airspeed.0)
            && within(self.climb, flying.climb.0)
            && within(self.payload, flying.payload)
    }
}
