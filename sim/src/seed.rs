//! Chance that repeats: every person, unit and thing has dice of its own, drawn from the run's one seed by name.
//!
//! Separate dice keep runs comparable: one more call on the list does not change how a unit on the other side of the
//! district drives.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// One stream of chance.
#[derive(Clone, Debug)]
pub struct Dice(ChaCha8Rng);

impl Dice {
    /// The dice of `who` number `number` in the run `seed`.
    #[must_use]
    pub fn of(seed: u64, who: &str, number: u64) -> Self {
        let bytes = seed.to_le_bytes().into_iter().chain(who.bytes()).chain([0xFF]).chain(number.to_le_bytes());
        Self(ChaCha8Rng::seed_from_u64(bytes.fold(0xcbf2_9ce4_8422_2325, fnv_1a)))
    }

    /// Evenly between 0 and 1.
    pub fn unit(&mut self) -> f64 {
        self.0.random::<f64>()
    }

    /// Evenly between the two ends.
    pub fn between(&mut self, [low, high]: [f64; 2]) -> f64 {
        low + (high - low) * self.unit()
    }

    /// True in this share of the throws.
    pub fn chance(&mut self, share: f64) -> bool {
        self.unit() < share
    }

    /// The waiting time to the next of independent events that come every `mean` on average.
    pub fn waiting(&mut self, mean: f64) -> f64 {
        -mean * (1.0 - self.unit()).ln()
    }

    /// Normally distributed, mean 0, deviation 1 (Box and Muller's transform).
    pub fn normal(&mut self) -> f64 {
        let radius = (-2.0 * (1.0 - self.unit()).ln()).sqrt();
        radius * (std::f64::consts::TAU * self.unit()).cos()
    }

    /// The index of one of the weights, each as likely as its share; nothing when no weight is positive.
    pub fn pick(&mut self, weights: &[f64]) -> Option<usize> {
        let total: f64 = weights.iter().sum();
        let mut left = self.unit() * total;
        for (index, weight) in weights.iter().enumerate() {
            left -= weight;
            if left < 0.0 {
                return Some(index);
            }
        }
        weights.iter().rposition(|weight| *weight > 0.0)
    }

    /// A number for something that seeds its own chance.
    pub fn seed(&mut self) -> u64 {
        self.0.random::<u64>()
    }
}

fn fnv_1a(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_name_throws_the_same_and_another_name_other_numbers() {
        let throws = |seed, who, number| Dice::of(seed, who, number).seed();
        assert_eq!(throws(7, "unit", 3), throws(7, "unit", 3));
        assert_ne!(throws(7, "unit", 3), throws(8, "unit", 3));
        assert_ne!(throws(7, "unit", 3), throws(7, "unit", 4));
        assert_ne!(throws(7, "unit", 3), throws(7, "officer", 3));
    }

    #[test]
    fn waiting_times_have_the_mean_asked_for() {
        let mut dice = Dice::of(1, "calls", 0);
        let mean = (0..20_000).map(|_| dice.waiting(240.0)).sum::<f64>() / 20_000.0;
        assert!((mean - 240.0).abs() < 6.0, "{mean}");
    }

    #[test]
    fn a_weight_of_zero_is_never_picked() {
        let mut dice = Dice::of(1, "pick", 0);
        assert!((0..1000).all(|_| dice.pick(&[0.0, 2.0, 0.0, 1.0]).is_some_and(|i| i == 1 || i == 3)));
        assert_eq!(dice.pick(&[]), None);
        assert_eq!(dice.pick(&[0.0]), None);
    }
}
