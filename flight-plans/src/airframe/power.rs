//! What flying takes, in watts, as a function of airspeed, climb and payload.
//!
//! Level flight is the rotary-wing model of Y. Zeng, J. Xu, R. Zhang, "Energy Minimization for Wireless Communication
//! With Rotary-Wing UAV", IEEE Trans. Wireless Communications 18(4), 2019, equation (12): blade profile power that grows
//! with the square of airspeed, induced power that falls with it, parasite power that grows with its cube. Induced power
//! grows with the weight to the power of 3/2 and the induced velocity with its root, as momentum theory has it
//! (J. G. Leishman, Principles of Helicopter Aerodynamics, 2nd ed., section 2.5). Climbing adds lifting work over an
//! efficiency; sinking saves a part of that work, never more than a third of hovering.

use super::Airframe;
use geodata::{Finding, MetresPerSecond};
use serde::{Deserialize, Serialize};

/// Standard gravity, m/s² (ISO 80000-3).
pub(super) const GRAVITY: f64 = 9.806_65;
/// Sinking never takes less than this share of level flight.
const LEAST_OF_LEVEL: f64 = 0.67;
/// How far the table and the two endurances of a file may be apart.
const AGREES: f64 = 0.08;

/// A state of flight.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flying {
    /// Through the air, level, m/s.
    pub airspeed: MetresPerSecond,
    /// Upward positive, downward negative, m/s.
    pub climb: MetresPerSecond,
    /// Carried beyond its own equipment, kg.
    pub payload: f64,
}

impl Flying {
    /// Level flight; hovering at airspeed zero.
    #[must_use]
    pub fn level(airspeed: MetresPerSecond, payload: f64) -> Self {
        Self { airspeed, climb: MetresPerSecond::ZERO, payload }
    }
}

/// The table `[power]` of an airframe file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Power {
    /// All-up mass without payload, kg.
    pub mass_kg: f64,
    /// The most it may carry, kg.
    #[serde(default)]
    pub max_payload_kg: f64,
    /// What turning the blades takes in hover, W (`P0` of the source).
    pub blade_w: f64,
    /// Growth of the blades' part with airspeed, W per (m/s)² (`3 P0 / Utip²`).
    #[serde(default)]
    pub blade_w_s2_m2: f64,
    /// What carrying the weight takes in hover, W (`Pi`).
    pub induced_w: f64,
    /// The velocity of the air through the rotors in hover, m/s (`v0`).
    pub induced_mps: f64,
    /// Drag of the body, W per (m/s)³ (`d0 rho s A / 2`).
    pub parasite_w_s3_m3: f64,
    /// Share of the power added in a climb that becomes height, 0.2 to 1.
    pub climb_efficiency: f64,
    /// Share of the height's work that sinking saves, 0 to 1.
    #[serde(default)]
    pub sink_saves: f64,
    /// What the battery gives from full to empty, worn, Wh; left out, what the hover endurance comes to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usable_wh: Option<f64>,
}

impl Power {
    /// What a state of flight takes, W. Finite and positive for every finite state of a table without faults.
    #[must_use]
    pub fn watts(&self, flying: Flying) -> f64 {
        let airspeed = flying.airspeed.0.abs();
        let mass = self.mass_kg + flying.payload;
        let weight = mass / self.mass_kg;
        let blade = self.blade_w + self.blade_w_s2_m2 * airspeed * airspeed;
        let induced = self.induced_w * weight.powf(1.5) * induced_share(airspeed, self.induced_mps * weight.sqrt());
        let level = blade + induced + self.parasite_w_s3_m3 * airspeed.powi(3);
        let lift = mass * GRAVITY * flying.climb.0;
        if lift >= 0.0 {
            level + lift / self.climb_efficiency
        } else {
            (level + lift * self.sink_saves).max(level * LEAST_OF_LEVEL)
        }
    }

    pub(super) fn faults(&self, of: &Airframe) -> Vec<Finding> {
        let figures = [
            ("mass_kg", self.mass_kg, 0.1, 200.0),
            ("max_payload_kg", self.max_payload_kg, 0.0, 100.0),
            ("blade_w", self.blade_w, 0.0, 50_000.0),
            ("blade_w_s2_m2", self.blade_w_s2_m2, 0.0, 100.0),
            ("induced_w", self.induced_w, 1.0, 100_000.0),
            ("induced_mps", self.induced_mps, 0.5, 30.0),
            ("parasite_w_s3_m3", self.parasite_w_s3_m3, 0.0, 10.0),
            ("climb_efficiency", self.climb_efficiency, 0.2, 1.0),
            ("sink_saves", self.sink_saves, 0.0, 1.0),
            ("usable_wh", self.usable_wh.unwrap_or(1.0), 1.0, 100_000.0),
        ];
        let odd = figures.into_iter().filter(|(_, value, low, high)| !(low..=high).contains(&value));
        let at = || format!("airframe {}", of.name);
        let mut faults: Vec<Finding> = odd
            .map(|(key, value, low, high)| {
                let say = format!("power.{key} = {value} lies outside of {low} to {high}");
                Finding::new("airframe_power", at(), say, "Use a figure the aircraft has, or leave the table out")
            })
            .collect();
        if of.payload > self.max_payload_kg {
            let say = format!("payload_kg = {} is over max_payload_kg = {}", of.payload, self.max_payload_kg);
            faults.push(Finding::new("airframe_payload", at(), say, "Carry less"));
        }
        if faults.is_empty() {
            faults.extend(self.disagrees(of, at()));
        }
        faults
    }

    /// The two endurances say what cruising takes of hovering; the table must not say something else.
    fn disagrees(&self, of: &Airframe, at: String) -> Option<Finding> {
        let told = of.hover_endurance.0 / of.cruise_endurance.0;
        let hover = self.watts(Flying::level(MetresPerSecond::ZERO, 0.0));
        let ours = self.watts(Flying::level(of.cruise, 0.0)) / hover;
        // Written so that a NaN disagrees.
        let agrees = |ours: f64, told: f64| (ours - told).abs() <= AGREES * told;
        let wh = hover * of.hover_endurance.0 / 3600.0;
        let say = if !agrees(ours, told) {
            format!("cruising takes {told:.2} of hovering by the endurances, {ours:.2} by the table [power]")
        } else if let Some(usable) = self.usable_wh.filter(|usable| !agrees(wh, *usable)) {
            format!("hovering to empty takes {wh:.0} Wh by [power] and the endurance, usable_wh is {usable:.0}")
        } else {
            return None;
        };
        Some(Finding::new("airframe_power", at, say, "Correct the endurances or the table"))
    }
}

/// The share of its hover value that induced power has at an airspeed, by the induced velocity in hover:
/// `(sqrt(1 + V⁴ / 4 v0⁴) - V² / 2 v0²)^½`, 1 at rest, falling to 0.
#[must_use]
pub(super) fn induced_share(airspeed: f64, induced: f64) -> f64 {
    let half = airspeed * airspeed / (2.0 * induced * induced);
    // The same as `sqrt(1 + half²) - half`, without the loss of digits at high speed.
    (1.0 / ((1.0 + half * half).sqrt() + half)).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The constants of the source's table I: a rotary-wing aircraft of 20 N.
    fn source() -> Power {
        Power {
            mass_kg: 20.0 / GRAVITY,
            max_payload_kg: 1.0,
            blade_w: 79.856,
            blade_w_s2_m2: 3.0 * 79.856 / (120.0 * 120.0),
            induced_w: 88.628,
            induced_mps: 4.03,
            parasite_w_s3_m3: 0.5 * 0.6 * 1.225 * 0.05 * 0.503,
            climb_efficiency: 0.7,
            sink_saves: 0.5,
            usable_wh: None,
        }
    }

    fn level(airspeed: f64) -> f64 {
        source().watts(Flying::level(MetresPerSecond(airspeed), 0.0))
    }

    #[test]
    fn the_published_example_is_met_hover_168_watts_and_least_power_near_10_metres_a_second() {
        assert!((level(0.0) - 168.48).abs() < 0.01, "{}", level(0.0));
        let slowest = (0..300).map(|i| f64::from(i) / 10.0).min_by(|a, b| level(*a).total_cmp(&level(*b))).unwrap();
        assert!((slowest - 10.2).abs() < 0.3, "the source gives 10.2 m/s, we {slowest}");
        assert!((level(slowest) - 126.0).abs() < 1.0, "{}", level(slowest));
    }

    #[test]
    fn a_load_and_a_climb_cost_and_sinking_saves_within_bounds() {
        let power = source();
        let watts = |v: f64, climb: f64, payload| {
            power.watts(Flying { airspeed: MetresPerSecond(v), climb: MetresPerSecond(climb), payload })
        };
        assert!(watts(0.0, 0.0, 0.5) > watts(0.0, 0.0, 0.0));
        assert!((watts(0.0, 2.0, 0.0) - level(0.0) - 20.0 * 2.0 / 0.7).abs() < 1e-9);
        assert!((watts(0.0, -1.0, 0.0) - level(0.0) + 10.0).abs() < 1e-9);
        assert!((watts(0.0, -50.0, 0.0) - level(0.0) * LEAST_OF_LEVEL).abs() < 1e-9);
        assert!(watts(1e6, 0.0, 0.0).is_finite());
    }

    #[test]
    fn a_table_that_contradicts_the_endurances_is_refused() {
        let mut of = Airframe::shipped().remove(0);
        of.power = Some(Power { parasite_w_s3_m3: 1.0, ..source() });
        assert_eq!(of.faults()[0].code, "airframe_power");
        of.power = Some(Power { mass_kg: f64::NAN, ..source() });
        assert_eq!(of.faults()[0].code, "airframe_power");
    }
}
