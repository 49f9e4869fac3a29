//! Autopilots that are nobody's: asked for their number while an aircraft of ours is missing, because it may be ours under
//! another system id. Few are remembered and few are asked a second, so that a flood of false ones costs nothing and moves
//! nothing.

use crate::limits;
use geodata::Timestamp;
use std::collections::VecDeque;

/// Who was asked lately.
#[derive(Debug, Default)]
pub(crate) struct Strangers {
    asked: VecDeque<(u32, Timestamp)>,
}

impl Strangers {
    /// Whether to ask this system now.
    pub(crate) fn ask(&mut self, at: Timestamp, system: u32) -> bool {
        let lately = |(who, then): &(u32, Timestamp)| *who == system && at.since(*then).0 < limits::DOUBT_LASTS.0;
        let hasty = self.asked.back().is_some_and(|(_, then)| at.since(*then).0 < limits::STRANGERS_APART.0);
        if hasty || self.asked.iter().any(lately) {
            return false;
        }
        self.asked.retain(|(who, _)| *who != system);
        if self.asked.len() == limits::STRANGERS {
            self.asked.pop_front();
        }
        self.asked.push_back((system, at));
        true
    }
}
