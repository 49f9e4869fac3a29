//! Zones set while the controller runs, and the flights they are in the way of.

use super::{Entry, Ledger};
use crate::event::Fact;

impl Ledger {
    pub(super) fn change_zones(&mut self, entry: &Entry) {
        match &entry.event.fact {
            Fact::ZoneSet(set) => {
                self.zones.insert(set.number, set.drawn.clone());
            }
            Fact::ZoneLifted(lifted) => {
                self.zones.remove(&lifted.number);
            }
            Fact::SortieBlocked(blocked) => {
                if let Some(sortie) = self.sorties.get_mut(&blocked.sortie) {
                    sortie.blocked = Some(blocked.number);
                }
            }
            Fact::SortieCleared(cleared) => {
                if let Some(sortie) = self.sorties.get_mut(&cleared.sortie) {
                    sortie.blocked = None;
                }
            }
            _ => {}
        }
    }
}
