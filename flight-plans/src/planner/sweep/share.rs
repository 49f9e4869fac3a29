//! A share of an allowance: a part of the search that thinks it has all of it.

use crate::planner::pace::{Pace, Progress};

/// A share of an allowance.
pub(super) struct Sub<'p> {
    whole: &'p mut dyn Pace,
    from: f64,
    share: f64,
    before: u64,
    value: f64,
}

impl<'p> Sub<'p> {
    pub(super) fn new(whole: &'p mut dyn Pace, from: f64, share: f64, before: u64, value: f64) -> Self {
        Self { whole, from, share, before, value }
    }
}

impl Pace for Sub<'_> {
    fn spent(&mut self, progress: &Progress) -> f64 {
        let rounds = self.before + progress.rounds;
        let spent =
            self.whole.spent(&Progress { rounds, value: progress.value.min(self.value), bound: progress.bound });
        if spent >= 1.0 { 1.0 } else { (spent - self.from) / self.share }
    }
}
