//! Answers by their `Idempotency-Key`, so that a command sent twice is done once and answered twice alike. Bounded:
//! the oldest answers are forgotten first.

use crate::limits::REMEMBERED_ANSWERS;
use crate::request::Reply;
use controller_api::ask::Problem;
use std::collections::{BTreeMap, VecDeque};
use tokio::sync::oneshot;

/// Where an answer goes.
pub type Answer = oneshot::Sender<Result<Reply, Problem>>;
/// Post and key: the same key at another post is another command.
pub type Key = (String, String);

#[derive(Debug)]
enum State {
    Waiting(Vec<Answer>),
    Given(Result<Reply, Problem>),
}

/// The memory.
#[derive(Debug, Default)]
pub struct Remembered {
    answers: BTreeMap<Key, State>,
    order: VecDeque<Key>,
}

impl Remembered {
    /// Takes the command in. Gives the sender back when this is a new command to be done; otherwise the answer is on its
    /// way, or comes with the first one's.
    pub fn admit(&mut self, key: &Key, answer: Answer) -> Option<Answer> {
        match self.answers.get_mut(key) {
            Some(State::Given(given)) => {
                let _ = answer.send(given.clone());
                None
            }
            Some(State::Waiting(waiting)) => {
                waiting.push(answer);
                None
            }
            None => {
                self.answers.insert(key.clone(), State::Waiting(Vec::new()));
                self.order.push_back(key.clone());
                self.forget();
                Some(answer)
            }
        }
    }

    /// The command's answer is given: to all who asked meanwhile, and to all who will.
    pub fn give(&mut self, key: &Key, given: &Result<Reply, Problem>) {
        if let Some(state) = self.answers.get_mut(key)
            && let State::Waiting(waiting) = std::mem::replace(state, State::Given(given.clone()))
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

#[cfg(test)]
mod tests {
    use super::*;
    use controller_api::ask::Accepted;

    fn key(text: &str) -> Key {
        ("commander-1".into(), text.into())
    }

    #[test]
    fn a_repeat_before_and_after_the_answer_hears_the_same_and_is_not_done_again() {
        let mut remembered = Remembered::default();
        let given = Ok(Reply::Accepted(Accepted { record: 7 }));
        let (first, _) = oneshot::channel();
        assert!(remembered.admit(&key("a"), first).is_some());
        let (second, mut heard) = oneshot::channel();
        assert!(remembered.admit(&key("a"), second).is_none());
        assert!(heard.try_recv().is_err(), "the answer is not there yet");
        remembered.give(&key("a"), &given);
        assert_eq!(heard.try_recv().unwrap(), given);
        let (third, mut heard) = oneshot::channel();
        assert!(remembered.admit(&key("a"), third).is_none());
        assert_eq!(heard.try_recv().unwrap(), given);
    }

    #[test]
    fn the_same_key_at_another_post_is_another_command() {
        let mut remembered = Remembered::default();
        assert!(remembered.admit(&key("a"), oneshot::channel().0).is_some());
        assert!(remembered.admit(&("viewer-1".into(), "a".into()), oneshot::channel().0).is_some());
    }

    #[test]
    fn the_oldest_are_forgotten_first() {
        let mut remembered = Remembered::default();
        for number in 0..=REMEMBERED_ANSWERS {
            remembered.admit(&key(&number.to_string()), oneshot::channel().0);
        }
        assert!(remembered.admit(&key("1"), oneshot::channel().0).is_none());
        assert!(remembered.admit(&key("0"), oneshot::channel().0).is_some());
    }
}
