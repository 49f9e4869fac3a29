//! Learning what an aircraft draws from what it drew: recorded flights in, a `[power]` table out.
//!
//! The model is linear in its coefficients once the induced velocity is held, so they are found by least squares with
//! weights that let go of outliers (Tukey's biweight; P. J. Huber, E. M. Ronchetti, Robust Statistics, 2nd ed.,
//! sections 4.8 and 7.8), for a range of induced velocities, and the best is kept. No coefficient may be negative. What
//! the flights cannot tell is not told: each such part is a finding, and takes a stated typical value.

mod cover;
mod sample;
mod solve;
#[cfg(test)]
mod tests;

pub use cover::Covered;
pub use sample::{MOST_SAMPLES, Sample, samples};

use super::power::{self, GRAVITY};
use super::{Flying, Power};
use geodata::Finding;
use solve::{PARTS, Problem, Solution};

/// Blade tips of small multirotors move at about this speed, m/s; it shapes a small part of the draw.
const TIP: f64 = 150.0;
/// Induced velocities tried, m/s: from small multirotors to heavily loaded ones.
const INDUCED: (f64, f64) = (2.0, 14.0);
/// A typical share of climbing power that becomes height, where no climbs were recorded.
const TYPICAL_CLIMB: f64 = 0.7;
/// A typical induced velocity of a small multirotor, m/s, where no fast flight was recorded.
const TYPICAL_INDUCED: f64 = 5.0;
/// A coefficient whose standard error is over this share of it is not told.
const TOLD: f64 = 0.5;

/// What must be known of the aircraft beforehand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Known {
    /// All-up mass without payload, kg: weigh it.
    pub mass_kg: f64,
    /// The velocity of the air through the rotors in hover, m/s, where it is known: `sqrt(m g / (2 rho A))`. Left out,
    /// it is looked for.
    pub induced_mps: Option<f64>,
}

/// What recorded flights say.
#[derive(Clone, Debug, PartialEq)]
pub struct Fit {
    /// The table, ready for an airframe file.
    pub model: Power,
    /// Root of the mean squared difference over the samples used, W.
    pub residual_w: f64,
    /// Samples used.
    pub n: usize,
    /// Samples let go as outliers.
    pub outliers: usize,
    /// Where the samples lie; elsewhere the model is a guess.
    pub range: Covered,
    /// What the flights could not tell, and what stands in its place.
    pub untold: Vec<Finding>,
}

/// Fits the model of [`Power`] to samples of steady flight.
///
/// # Errors
/// `fit_samples` when there are too few or too many, `fit_hover` when the aircraft never hovered, `fit_mass` when the mass
/// or the induced velocity given is no such figure, `fit_spread` when nothing that was tried explains the samples.
pub fn fit(samples: &[Sample], known: Known) -> Result<Fit, Vec<Finding>> {
    let covered = Covered::of(samples);
    let mut faults = covered.faults(samples);
    faults.extend(known.fault());
    if !faults.is_empty() {
        return Err(faults);
    }
    let parts = parts(&covered);
    let tried = |induced: f64| {
        let rows = samples.iter().map(|s| features(s, known.mass_kg, induced)).collect();
        Problem::new(rows, samples.iter().map(|s| s.watts).collect(), parts).solve().map(|found| (induced, found))
    };
    let best = |tries: Vec<f64>| tries.into_iter().filter_map(tried).min_by(|a, b| a.1.loss.total_cmp(&b.1.loss));
    let (induced, found) = match known.induced_mps {
        Some(given) => best(vec![given]),
        None if parts[PARASITE_PART] => search(&best),
        None => best(vec![TYPICAL_INDUCED]),
    }
    .ok_or_else(|| vec![unexplained()])?;
    let mut untold = covered.untold(known.induced_mps.is_some());
    untold.extend(vague(&found, parts));
    let model = model(&found, parts, known.mass_kg, induced, &covered);
    Ok(Fit {
        model,
        residual_w: found.residual,
        n: found.used,
        outliers: samples.len() - found.used,
        range: covered,
        untold,
    })
}

const BLADE_PART: usize = 0;
const INDUCED_PART: usize = 1;
const PARASITE_PART: usize = 2;
const CLIMB_PART: usize = 3;
const SINK_PART: usize = 4;
const NAMES: [&str; PARTS] = ["blade_w", "induced_w", "parasite_w_s3_m3", "climb_efficiency", "sink_saves"];

/// Which parts the samples can tell: without slow and fast flight all of hovering counts as induced.
fn parts(covered: &Covered) -> [bool; PARTS] {
    let speeds = covered.tells_airspeed();
    [speeds, true, speeds, covered.tells_climb(), covered.tells_sink()]
}

/// What each coefficient is multiplied by in one sample.
fn features(s: &Sample, mass: f64, induced: f64) -> [f64; PARTS] {
    let v = s.airspeed.0.abs();
    let weight = (mass + s.payload) / mass;
    let lift = (mass + s.payload) * GRAVITY * s.climb.0;
    [
        1.0 + 3.0 * v * v / (TIP * TIP),
        weight.powf(1.5) * power::induced_share(v, induced * weight.sqrt()),
        v.powi(3),
        lift.max(0.0),
        lift.min(0.0),
    ]
}

/// A coarse look at all induced velocities, and a fine one about the best.
fn search(best: &impl Fn(Vec<f64>) -> Option<(f64, Solution)>) -> Option<(f64, Solution)> {
    let steps = |low: f64, high: f64, count: u32| {
        (0..=count).map(move |i| low + (high - low) * f64::from(i) / f64::from(count))
    };
    let (coarse, _) = best(steps(INDUCED.0, INDUCED.1, 24).collect())?;
    let (low, high) = ((coarse - 0.5).max(INDUCED.0), (coarse + 0.5).min(INDUCED.1));
    best(steps(low, high, 20).collect())
}

fn model(found: &Solution, parts: [bool; PARTS], mass: f64, induced: f64, covered: &Covered) -> Power {
    let c = &found.coefficients;
    let efficiency = if parts[CLIMB_PART] && c[CLIMB_PART] > 0.0 { 1.0 / c[CLIMB_PART] } else { TYPICAL_CLIMB };
    Power {
        mass_kg: mass,
        max_payload_kg: covered.payload[1],
        blade_w: c[BLADE_PART],
        blade_w_s2_m2: 3.0 * c[BLADE_PART] / (TIP * TIP),
        // A table needs some of it; less than a watt changes nothing.
        induced_w: c[INDUCED_PART].max(1.0),
        induced_mps: induced,
        parasite_w_s3_m3: c[PARASITE_PART],
        climb_efficiency: efficiency.clamp(0.2, 1.0),
        sink_saves: if parts[SINK_PART] { c[SINK_PART].min(1.0) } else { 0.0 },
        usable_wh: None,
    }
}

/// Coefficients that were looked for and not found well.
fn vague(found: &Solution, parts: [bool; PARTS]) -> Vec<Finding> {
    let told = |i: &usize| !parts[*i] || found.errors[*i] <= TOLD * found.coefficients[*i].abs().max(1e-9);
    let finding = |i: usize| {
        let say = format!("{} is {:.3} give or take {:.3}", NAMES[i], found.coefficients[i], found.errors[i]);
        Finding::new("fit_vague", "samples", say, "Fly more of what tells it: hover, slow, fast, climb and descend")
    };
    // The blades' part and the induced part hide each other; only their sum matters near hovering.
    let mut vague: Vec<Finding> = (0..PARTS).filter(|i| *i != BLADE_PART && !told(i)).map(finding).collect();
    if parts[CLIMB_PART] && found.coefficients[CLIMB_PART] < 1.0 {
        let say = "climbs drew less than the work of lifting the mass: an efficiency of 1 is taken";
        vague.push(Finding::new("fit_climb", "samples", say, "Check the mass, and that climbs were steady"));
    }
    vague
}

fn unexplained() -> Finding {
    let say = "no coefficients explain the samples";
    Finding::new("fit_spread", "samples", say, "Check the units: W, m/s, upward positive")
}

impl Known {
    fn fault(&self) -> Option<Finding> {
        let odd = |value: f64, low: f64, high: f64| !(low..=high).contains(&value);
        let wrong = odd(self.mass_kg, 0.1, 200.0) || self.induced_mps.is_some_and(|v| odd(v, 0.5, 30.0));
        let say = format!("mass {} kg or induced velocity {:?} m/s is no such figure", self.mass_kg, self.induced_mps);
        wrong.then(|| Finding::new("fit_mass", "aircraft", say, "Weigh the aircraft"))
    }
}

impl Fit {
    /// Whether a state of flight lies where samples lie.
    #[must_use]
    pub fn covers(&self, flying: Flying) -> bool {
        self.range.holds(flying)
    }
}
