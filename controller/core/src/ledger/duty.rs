//! Who is duty commander.

use super::{Entry, Ledger};
use crate::event::Fact;
use geodata::Timestamp;
use serde::{Deserialize, Serialize};

/// The seat, while somebody has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Duty {
    /// The post on duty.
    pub post: String,
    /// Since when.
    pub since: Timestamp,
    /// When the watch ends by itself.
    pub until: Timestamp,
    /// Whether other commanders' posts may decide in its name.
    pub deputies: bool,
    /// The post it was offered to.
    pub offered: Option<String>,
}

impl Ledger {
    pub(super) fn change_duty(&mut self, entry: &Entry) {
        match &entry.event.fact {
            Fact::DutyTaken(taken) => {
                self.duty = Some(Duty {
                    post: taken.by.post.clone(),
                    since: entry.at,
                    until: taken.until,
                    deputies: taken.deputies,
                    offered: None,
                });
            }
            Fact::DutyHanded(handed) => {
                if let Some(duty) = &mut self.duty {
                    duty.offered = Some(handed.to.clone());
                }
            }
            Fact::DutyLeft(_) => self.duty = None,
            _ => {}
        }
    }
}
