//! Who carries requests of desk and gateway to the door: a few threads with one short line of waiting requests. Each is tried
//! once; whoever wants more asks again, as people and devices do.

use super::door::Door;
use std::collections::VecDeque;
use std::sync::{Condvar, Mutex};
use std::time::Duration;

/// More are not waiting: who is not served asks again.
const WAITING: usize = 512;
const LOOK: Duration = Duration::from_millis(100);

/// One request.
#[derive(Clone, Debug)]
pub struct Posting {
    pub role: &'static str,
    pub path: String,
    pub key: String,
    pub body: String,
    /// The crew's report it carries.
    pub report: Option<u64>,
}

/// The line.
#[derive(Default)]
pub struct Pool {
    waiting: Mutex<VecDeque<Posting>>,
    rung: Condvar,
}

impl Pool {
    pub fn put(&self, posting: Posting) {
        let mut waiting = self.waiting.lock().unwrap();
        if waiting.len() < WAITING {
            waiting.push_back(posting);
            self.rung.notify_one();
        }
    }

    /// One carrier's work, until all is over; `answered` hears of each report and the status it was answered with.
    pub fn carry(&self, door: &Door, answered: impl Fn(u64, u16)) {
        while !door.is_over() {
            let Some(posting) = self.next() else { continue };
            let reply = door.ask(posting.role, &posting.path, &posting.key, &posting.body);
            match (reply, posting.report) {
                (Some(reply), Some(report)) => answered(report, reply.status),
                (Some(_), None) => {}
                // Away: not all of the line at once against a closed door.
                (None, _) => std::thread::sleep(Duration::from_millis(3)),
            }
        }
    }

    fn next(&self) -> Option<Posting> {
        let waiting = self.waiting.lock().unwrap();
        let (mut waiting, _) = self.rung.wait_timeout_while(waiting, LOOK, |line| line.is_empty()).unwrap();
        waiting.pop_front()
    }
}
