//! How boldly the search goes about each goal. Found by trial on one half of the public instances, held against the other.

use super::model::Goal;

#[derive(Clone, Copy)]
pub(super) struct Style {
    /// Temperature at the start and at the end, in parts of what a task costs (or is worth) on average.
    pub warm: f64,
    pub cold: f64,
    /// Tasks taken out in a round on average, and the longest string of one sortie.
    pub taken: f64,
    pub longest: f64,
    /// How often a whole sortie is flown anew. Without it some answers are never left when prizes are chosen.
    pub whole: f64,
}

impl Style {
    pub(super) fn of(goal: Goal) -> Self {
        match goal {
            Goal::Prize => Self { warm: 1.0, cold: 0.1, taken: 25.0, longest: 25.0, whole: 0.12 },
            Goal::Cost | Goal::Longest => Self { warm: 0.3, cold: 0.003, taken: 10.0, longest: 10.0, whole: 0.0 },
        }
    }
}
