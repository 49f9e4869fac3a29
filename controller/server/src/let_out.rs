//! How outputs leave the loop: in order, each after its record; while the journal fails, only what is safe.

use crate::outgoing::Outgoing;
use crate::run::Loop;

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
        for datagram in &output.datagrams {
            self.radio.send(datagram.to, &datagram.bytes);
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
}
