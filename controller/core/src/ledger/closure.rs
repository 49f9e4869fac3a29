//! Closed roads: where, since when, until when. Which stretch of the net that is, the controller works out anew from its
//! atlas, so that a journal outlives a fresh import of the district.

use super::{Entry, Ledger};
use crate::event::Fact;
use geodata::{Timestamp, Wgs84};
use serde::{Deserialize, Serialize};

/// One closed stretch of road.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Closure {
    /// On the road, in the stretch.
    pub place: Wgs84,
    /// The road's name, or empty.
    pub road: String,
    /// Since when.
    pub since: Timestamp,
    /// When it opens by itself.
    pub until: Option<Timestamp>,
    /// The post that closed it.
    pub by: String,
}

impl Ledger {
    pub(super) fn change_closures(&mut self, entry: &Entry) {
        match &entry.event.fact {
            Fact::RoadClosed { closure, place, road, until, by } => {
                let (road, by) = (road.clone(), by.post.clone());
                let closed = Closure { place: *place, road, since: entry.at, until: *until, by };
                self.closures.insert(*closure, closed);
            }
            Fact::RoadOpened { closure } => {
                self.closures.remove(closure);
            }
            _ => {}
        }
    }
}
