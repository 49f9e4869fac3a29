//! One output of the engine on its way out: datagrams, changes for screens, messages for units, answers. While the
//! journal fails, only what keeps aircraft safe and people informed leaves; orders do not.

use crate::remembered::{Answer, Key};
use crate::request::Reply;
use controller_api::ask::Problem;
use controller_api::view::{Change, Delta, Snapshot};
use controller_link::{Datagram, Traffic};
use tokio::sync::oneshot;

/// What waits to leave together.
#[derive(Debug, Default)]
pub(crate) struct Outgoing {
    /// To aircraft.
    pub datagrams: Vec<Datagram>,
    /// To screens and to the field gateway.
    pub deltas: Vec<Delta>,
    /// To whoever asked.
    pub answer: Option<Answered>,
    /// To a screen that starts.
    pub snapshot: Option<(oneshot::Sender<Box<Snapshot>>, Box<Snapshot>)>,
}

/// An answer with its way back.
#[derive(Debug)]
pub(crate) struct Answered {
    pub key: Option<Key>,
    pub to: Answer,
    pub result: Result<Reply, Problem>,
    /// Hold, return and land are answered also while nothing can be recorded; so are refusals.
    pub is_safe: bool,
}

impl Outgoing {
    /// Takes out what may leave while nothing can be recorded. What tasks a unit or confirms a command stays and waits;
    /// orders to aircraft are dropped, because nobody can say how old they will be.
    pub(crate) fn take_safe(&mut self) -> Outgoing {
        let datagrams = std::mem::take(&mut self.datagrams);
        let (told, kept) = std::mem::take(&mut self.deltas)
            .into_iter()
            .partition(|delta| !matches!(delta.change, Change::ToUnit { .. }));
        self.deltas = kept;
        Outgoing {
            datagrams: datagrams.into_iter().filter(|datagram| datagram.traffic != Traffic::Order).collect(),
            deltas: told,
            answer: self.answer.take_if(|answer| answer.is_safe || answer.result.is_err()),
            snapshot: self.snapshot.take(),
        }
    }

    /// Whether nothing is left to send.
    pub(crate) fn is_empty(&self) -> bool {
        self.datagrams.is_empty() && self.deltas.is_empty() && self.answer.is_none() && self.snapshot.is_none()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use controller_api::ask::Accepted;
    use controller_api::view::{HealthView, Point, UnitMessage};
    use std::net::SocketAddr;

    fn datagram(traffic: Traffic) -> Datagram {
        let to = "10.0.0.1:14550".parse::<SocketAddr>().unwrap().into();
        Datagram { to, bytes: vec![1], traffic, expires: None }
    }

    fn delta(change: Change) -> Delta {
        Delta { seq: 1, server_time_ms: 0, change }
    }

    fn health() -> Change {
        let health = HealthView {
            journal_writable: false,
            records: 1,
            frames: 0,
            frames_lost: 0,
            frames_bad: 0,
            wind_from_deg: 0.0,
            wind_mps: 0.0,
        };
        Change::Health { health }
    }

    fn to_unit() -> Change {
        let message = UnitMessage {
            unit: 1,
            tasking: 1,
            incident: 1,
            kind: "task".into(),
            incident_kind: "theft".into(),
            priority: 1,
            to: Point { lat: 47.0, lon: 9.5 },
            epoch: 1,
            post: String::new(),
        };
        Change::ToUnit { message }
    }

    fn answered(is_safe: bool) -> Answered {
        let result = Ok(Reply::Accepted(Accepted { record: 1 }));
        Answered { key: None, to: oneshot::channel().0, result, is_safe }
    }

    #[test]
    fn while_nothing_can_be_recorded_orders_are_dropped_and_safety_and_heartbeats_pass() {
        let datagrams = [Traffic::Keepalive, Traffic::Order, Traffic::Safety].map(datagram).to_vec();
        let mut output = Outgoing { datagrams, ..Outgoing::default() };
        let passed: Vec<_> = output.take_safe().datagrams.into_iter().map(|datagram| datagram.traffic).collect();
        assert_eq!(passed, [Traffic::Keepalive, Traffic::Safety]);
        assert!(output.is_empty(), "the order is gone for good");
    }

    #[test]
    fn while_nothing_can_be_recorded_screens_are_told_and_units_are_not_tasked() {
        let mut output = Outgoing { deltas: vec![delta(health()), delta(to_unit())], ..Outgoing::default() };
        assert_eq!(output.take_safe().deltas, [delta(health())]);
        assert_eq!(output.deltas, [delta(to_unit())]);
    }

    #[test]
    fn while_nothing_can_be_recorded_only_safety_commands_are_confirmed() {
        for is_safe in [true, false] {
            let mut output = Outgoing { answer: Some(answered(is_safe)), ..Outgoing::default() };
            assert_eq!(output.take_safe().answer.is_some(), is_safe);
        }
    }
}
