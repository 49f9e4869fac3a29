//! Which tiers fail, as far as it was written down.

use super::{Entry, Ledger};
use crate::event::Fact;

impl Ledger {
    pub(super) fn change_circles(&mut self, entry: &Entry) {
        if let Fact::CirclesChanged(changed) = &entry.event.fact {
            for tier in &changed.restored {
                self.failed_tiers.remove(tier);
            }
            self.failed_tiers.extend(changed.failed.iter().cloned());
        }
    }
}
