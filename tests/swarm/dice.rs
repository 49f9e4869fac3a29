//! The only chance there is in a light world: one generator a seed.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Throws the same for the same seed.
pub struct Dice(ChaCha8Rng);

impl Dice {
    pub fn of(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    /// Whether something of this likelihood happens.
    pub fn chance(&mut self, likely: f64) -> bool {
        self.0.random_range(0.0..1.0) < likely
    }

    /// One of `sides`, from 0.
    pub fn roll(&mut self, sides: u32) -> u32 {
        self.0.random_range(0..sides.max(1))
    }

    pub fn between(&mut self, low: f64, high: f64) -> f64 {
        if low < high { self.0.random_range(low..high) } else { low }
    }

    /// One of what there is.
    pub fn one<T: Copy>(&mut self, of: &[T]) -> Option<T> {
        let index = self.roll(u32::try_from(of.len()).ok()?);
        of.get(index as usize).copied()
    }
}
