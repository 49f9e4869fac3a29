//! Answers by their `Idempotency-Key`, so that a command sent twice is done once and answered twice alike. The key
//! stands for one command only: another command with the same key is refused, never answered in its place. Bounded:
//! the oldest answers are forgotten first.

use crate::limits::REMEMBERED_ANSWERS;
use crate::request::Reply;
use controller_api::ask::{Ask, Problem};
use controller_api::inward::problem;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, VecDeque};
use tokio::sync::oneshot;

/// Where an answer goes.
pub type Answer = oneshot::Sender<Result<Reply, Problem>>;
/// Post and key: the same key at another post is another command.
pub type Key = (String, String);

/// What a command is, in 32 bytes: its route, its path's id and its body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Print([u8; 32]);

impl Print {
    /// Of a command. Only compared within one run of the program, so the text it is taken of need not last.
    #[must_use]
    pub fn of(ask: &Ask) -> Self {
        Self(Sha256::digest(format!("{ask:?}").as_bytes()).into())
    }
}

#[derive(Debug)]
struct Entry {
    print: Print,
    state: State,
}

#[derive(Debug)]
enum State {
    Waiting(Vec<Answer>),
    Given(Result<Reply, Problem>),
}

/// The memory.
#[derive(Debug, Default)]
pub struct Remembered {
    answers: BTreeMap<Key, Entry>,
    order: VecDeque<Key>,
}

impl Remembered {
    /// Takes the command in. Gives the sender back when this is a new command to be done; otherwise the answer is on its
    /// way, or comes with the first one's, or is that the key belongs to another command.
    pub fn admit(&mut self, key: &Key, print: Print, answer: Answer) -> Option<Answer> {
        match self.answers.get_mut(key) {
            Some(entry) if entry.print != print => {
                let _ = answer.send(Err(reused()));
                None
            }
            Some(Entry { state: State::Given(given), .. }) => {
                let _ = answer.send(given.clone());
                None
            }
            Some(Entry { state: State::Waiting(waiting), .. }) => {
                waiting.push(answer);
                None
            }
            None => {
                self.answers.insert(key.clone(), Entry { print, state: State::Waiting(Vec::new()) });
                self.order.push_back(key.clone());
                self.forget();
                Some(answer)
            }
        }
    }

    /// Whether a command with this key has been taken in.
    #[must_use]
    pub fn knows(&self, key: &Key) -> bool {
        self.answers.contains_key(key)
    }

    /// The command's answer is given: to all who asked meanwhile, and to all who will.
    pub fn give(&mut self, key: &Key, given: &Result<Reply, Problem>) {
        if let Some(entry) = self.answers.get_mut(key)
            && let State::Waiting(waiting) = std::mem::replace(&mut entry.state, State::Given(given.clone()))
        {
            for answer in waiting {
                let _ = answer.send(given.clone());
            }
        }
    }

    fn forget(&mut self) {
        while self.order.len() > REMEMBERED_ANSWERS {
            if let Some(oldest) = self.order.pop_front() {
                self.answers.remove(&oldest);
            }
        }
    }
}

fn reused() -> Problem {
    problem(
        "key_reused",
        "Idempotency-Key",
        "this key was used for another command; this one was not done",
        "Send it again with a fresh random key",
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use controller_api::ask::{Accepted, OrderVehicle};

    fn key(text: &str) -> Key {
        ("commander-1".into(), text.into())
    }

    fn print() -> Print {
        Print::of(&Ask::Reassess(1))
    }

    fn order(kind: &str) -> Ask {
        Ask::Order(
            1,
            OrderVehicle {
                kind: kind.into(),
                callsign: "Eagle 01".into(),
                to: None,
                radius_m: None,
                unit: None,
                epoch: None,
            },
        )
    }

    #[test]
    fn a_safety_order_with_a_used_key_is_refused_and_never_answered_with_another_orders_answer() {
        let mut remembered = Remembered::default();
        assert!(remembered.admit(&key("a"), Print::of(&order("hold")), oneshot::channel().0).is_some());
        for given in [false, true] {
            let (second, mut heard) = oneshot::channel();
            assert!(remembered.admit(&key("a"), Print::of(&order("return")), second).is_none());
            assert_eq!(heard.try_recv().unwrap().unwrap_err().code, "key_reused", "answered already: {given}");
            remembered.give(&key("a"), &Ok(Reply::Accepted(Accepted { record: 7 })));
        }
        let (same, mut heard) = oneshot::channel();
        assert!(remembered.admit(&key("a"), Print::of(&order("hold")), same).is_none());
        assert!(heard.try_recv().unwrap().is_ok());
    }

    #[test]
    fn the_same_command_for_another_vehicle_is_another_command() {
        assert_ne!(Print::of(&Ask::Reassess(1)), Print::of(&Ask::Reassess(2)));
        assert_ne!(Print::of(&Ask::Reassess(1)), Print::of(&Ask::Recall(1)));
        assert_eq!(Print::of(&order("land")), Print::of(&order("land")));
    }

    #[test]
    fn a_repeat_before_and_after_the_answer_hears_the_same_and_is_not_done_again() {
        let mut remembered = Remembered::default();
        let given = Ok(Reply::Accepted(Accepted { record: 7 }));
        let (first, _) = oneshot::channel();
        assert!(remembered.admit(&key("a"), print(), first).is_some());
        let (second, mut heard) = oneshot::channel();
        assert!(remembered.admit(&key("a"), print(), second).is_none());
        assert!(heard.try_recv().is_err(), "the answer is not there yet");
        remembered.give(&key("a"), &given);
        assert_eq!(heard.try_recv().unwrap(), given);
        let (third, mut heard) = oneshot::channel();
        assert!(remembered.admit(&key("a"), print(), third).is_none());
        assert_eq!(heard.try_recv().unwrap(), given);
    }

    #[test]
    fn the_same_key_at_another_post_is_another_command() {
        let mut remembered = Remembered::default();
        assert!(remembered.admit(&key("a"), print(), oneshot::channel().0).is_some());
        assert!(remembered.admit(&("viewer-1".into(), "a".into()), print(), oneshot::channel().0).is_some());
    }

    #[test]
    fn the_oldest_are_forgotten_first() {
        let mut remembered = Remembered::default();
        for number in 0..=REMEMBERED_ANSWERS {
            remembered.admit(&key(&number.to_string()), print(), oneshot::channel().0);
        }
        assert!(remembered.admit(&key("1"), print(), oneshot::channel().0).is_none());
        assert!(remembered.admit(&key("0"), print(), oneshot::channel().0).is_some());
    }
}
