//! The wind over the district: a steady part from the scenario, and gusts that come and go within some ten seconds.

use crate::scenario::WindSettings;
use crate::seed::Dice;
use geodata::{Seconds, Timestamp};

/// How long a gust lasts before it has mostly died away (assumed; no source read gives one).
const GUST_SPAN: f64 = 8.0;
const TICK: Seconds = Seconds(1.0);

/// The moving air.
#[derive(Clone, Debug)]
pub struct Air {
    mean: [f64; 2],
    gust: f64,
    swing: [f64; 2],
    dice: Dice,
    next: Timestamp,
}

impl Air {
    /// The air at the start of a run.
    #[must_use]
    pub fn new(settings: &WindSettings, seed: u64, at: Timestamp) -> Self {
        // The wind is named by where it comes from; what pushes an aircraft is where it goes to.
        let from = settings.from_deg.to_radians();
        let mean = [-settings.speed * from.sin(), -settings.speed * from.cos()];
        Self { mean, gust: settings.gust, swing: [0.0; 2], dice: Dice::of(seed, "air", 0), next: at }
    }

    /// The wind at `at`, blowing toward (east, north) in m/s.
    pub fn at(&mut self, at: Timestamp) -> (f64, f64) {
        while self.next <= at {
            self.next = self.next.plus(TICK);
            for axis in &mut self.swing {
                // First-order noise whose deviation stays `gust`.
                let keep = (-TICK.0 / GUST_SPAN).exp();
                *axis = *axis * keep + self.gust * (1.0 - keep * keep).sqrt() * self.dice.normal();
            }
        }
        (self.mean[0] + self.swing[0], self.mean[1] + self.swing[1])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn air(from_deg: f64, speed: f64, gust: f64) -> Air {
        Air::new(&WindSettings { from_deg, speed, gust }, 3, Timestamp(0))
    }

    #[test]
    fn a_west_wind_pushes_east() {
        let (east, north) = air(270.0, 5.0, 0.0).at(Timestamp::from_millis(5000));
        assert!((east - 5.0).abs() < 1e-9 && north.abs() < 1e-9);
    }

    #[test]
    fn gusts_swing_by_what_the_scenario_says_around_the_steady_wind() {
        let mut air = air(0.0, 4.0, 1.5);
        let norths: Vec<f64> = (0..20_000).map(|s| air.at(Timestamp::from_millis(s * 1000)).1).collect();
        let mean = norths.iter().sum::<f64>() / 20_000.0;
        let spread = (norths.iter().map(|n| (n - mean).powi(2)).sum::<f64>() / 20_000.0).sqrt();
        assert!((mean + 4.0).abs() < 0.2 && (spread - 1.5).abs() < 0.15, "{mean} {spread}");
    }
}
