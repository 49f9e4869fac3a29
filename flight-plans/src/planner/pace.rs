//! The contract of every planner: how long it may think, who may stop it, and who hears of its progress.
//!
//! No planner reads a clock. A deadline is a closure of the caller's that tells what part of the time is spent; tests give
//! a number of rounds instead, so that the same seed gives the same plan on every machine.

/// What a planner tells while it works.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Progress {
    /// Rounds done.
    pub rounds: u64,
    /// Value of the best answer so far, in the model's own measure.
    pub value: f64,
    /// A proven bound of that measure, where the planner has one.
    pub bound: Option<f64>,
}

/// Says how much of the allowance is used up.
pub trait Pace {
    /// The part of the allowance spent, 0 at the start; from 1 on the planner stops and gives its best so far. A caller
    /// that wants to cancel returns 1.
    fn spent(&mut self, progress: &Progress) -> f64;
}

/// Whether that is all of it; what is no number is, too.
#[must_use]
pub fn over(spent: f64) -> bool {
    spent.is_nan() || spent >= 1.0
}

/// A number of rounds: the same on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rounds(pub u64);

impl Pace for Rounds {
    #[allow(clippy::cast_precision_loss)] // Rounds are far below 2^52.
    fn spent(&mut self, progress: &Progress) -> f64 {
        if self.0 == 0 { 1.0 } else { progress.rounds as f64 / self.0 as f64 }
    }
}

impl<F: FnMut(&Progress) -> f64> Pace for F {
    fn spent(&mut self, progress: &Progress) -> f64 {
        self(progress)
    }
}
