//! How outputs leave the loop: in order, each after its record; while the journal fails, only what is safe.

use crate::outgoing::Outgoing;
use crate::run::Loop;
use controller_link::{Datagram, Traffic};
use geodata::Timestamp;

impl Loop {
    /// Puts an output in the line and lets out what may leave.
    pub(crate) fn put_out(&mut self, mut output: Outgoing) {
        if self.is_failing {
            let safe = output.take_safe();
            self.send(safe);
        }
        if !output.is_empty() {
            self.held.push(self.last_record, output);
        }
        self.release();
    }

    /// Everything whose record is durable.
    pub(crate) fn release(&mut self) {
        while let Some(output) = self.held.next_free() {
            self.send(output);
        }
    }

    /// The journal has begun to fail: what is safe leaves now, orders that wait are dropped.
    pub(crate) fn release_safe(&mut self) {
        let safe: Vec<Outgoing> = self.held.waiting().map(Outgoing::take_safe).collect();
        for output in safe {
            self.send(output);
        }
    }

    fn send(&mut self, output: Outgoing) {
        let now = self.clock.now();
        for datagram in &output.datagrams {
            if is_late(datagram, now) {
                self.count_late();
                continue;
            }
            self.radio.send(datagram);
        }
        for delta in &output.deltas {
            self.screens.tell(delta);
        }
        if let Some(answer) = output.answer {
            if let Some(key) = &answer.key {
                self.remembered.give(key, &answer.result);
            }
            // Whoever gave up waiting hears it with the repeat of the same key.
            let _ = answer.to.send(answer.result);
        }
        if let Some((to, snapshot)) = output.snapshot {
            let _ = to.send(snapshot);
        }
    }
    /// An order held so long by the journal that it is no longer good does not fly.
    fn count_late(&mut self) {
        if self.orders_late == 0 {
            tracing::warn!(
                "an order waited for the journal until it was no longer good; it and all like it are dropped"
            );
        }
        self.orders_late = self.orders_late.saturating_add(1);
    }
}

fn is_late(datagram: &Datagram, now: Timestamp) -> bool {
    datagram.traffic == Traffic::Order && datagram.expires.is_some_and(|expires| expires < now)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::net::SocketAddr;

    #[test]
    fn an_order_past_its_time_is_late_and_nothing_else_is() {
        let at = |traffic, expires: Option<i64>| {
            let expires = expires.map(Timestamp::from_millis);
            let to = "10.0.0.1:14550".parse::<SocketAddr>().unwrap().into();
            is_late(&Datagram { to, bytes: vec![1], traffic, expires }, Timestamp::from_millis(1_000))
        };
        assert!(at(Traffic::Order, Some(999)));
        assert!(!at(Traffic::Order, Some(1_000)), "to the very moment it is good");
        assert!(!at(Traffic::Order, None));
        assert!(!at(Traffic::Safety, Some(1)), "return is good also late");
        assert!(!at(Traffic::Keepalive, Some(1)));
    }
}
