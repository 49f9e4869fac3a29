//! What became of the last orders, so that one repeated is told what became of it and not carried out again.

use crate::limits;
use crate::rare::Few;
use controller_core::{OrderId, OrderProgress};
use std::collections::VecDeque;

/// The last orders that came to an end; most vehicles never had one.
#[derive(Debug, Default)]
pub(crate) struct Finished(Few<VecDeque<(OrderId, OrderProgress)>>);

impl Finished {
    /// What became of an order, if it is one of them.
    pub(crate) fn of(&self, order: OrderId) -> Option<&OrderProgress> {
        self.0.as_ref()?.iter().find(|(id, _)| *id == order).map(|(_, progress)| progress)
    }

    /// One more; the oldest makes room.
    pub(crate) fn add(&mut self, order: OrderId, progress: OrderProgress) {
        let all = self.0.get_or_insert_default();
        if all.len() == limits::FINISHED_ORDERS {
            all.pop_front();
        }
        all.push_back((order, progress));
    }
}
