//! What the world says, on its way to the controller: words in order and for certain, positions only the newest.

use super::api::{Address, Api, Away};
use super::{Event, door, is_fleeting};
use crate::limits;
use crate::world::Said;
use controller_api::ask::Ask;
use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

const FIRST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_millis(500);
/// How often a waiting thread looks whether the run is over.
const LOOK: Duration = Duration::from_millis(200);

/// How something said was taken.
#[derive(Clone, Debug)]
pub(super) struct Posted {
    pub said: Said,
    /// The controller's answer.
    pub status: u16,
    /// Its words, when it refused.
    pub body: String,
}

#[derive(Default)]
struct Held {
    words: VecDeque<Said>,
    positions: Option<(Instant, Said)>,
    detections: Option<(Instant, Said)>,
    lost: u32,
}

/// Where the world puts what it says.
#[derive(Clone, Default)]
pub(super) struct Mailbox(Arc<(Mutex<Held>, Condvar)>);

impl Mailbox {
    pub fn put(&self, said: Said) {
        let mut open = self.open();
        match said.ask {
            Ask::Positions(_) => open.positions = Some((Instant::now(), said)),
            Ask::Detections(_) => open.detections = Some((Instant::now(), said)),
            _ => {
                open.words.push_back(said);
                if open.words.len() > limits::WORDS {
                    open.words.pop_front();
                    open.lost += 1;
                }
            }
        }
        self.wake();
    }

    pub fn wake(&self) {
        self.0.1.notify_all();
    }

    /// How many words were lost.
    pub fn lost(&self) -> u32 {
        self.open().lost
    }

    fn open(&self) -> MutexGuard<'_, Held> {
        self.0.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The next of what `take` takes, as soon as there is one; nothing when it is time to look at `stop`.
    fn wait<T>(&self, take: impl Fn(&mut Held) -> Option<T>) -> Option<T> {
        let mut open = self.open();
        if let Some(taken) = take(&mut open) {
            return Some(taken);
        }
        let (mut open, _) = self.0.1.wait_timeout(open, LOOK).unwrap_or_else(PoisonError::into_inner);
        take(&mut open)
    }
}

/// Opens the mailbox and the two threads that empty it.
pub(super) fn open(
    address: &Address,
    into: &SyncSender<Event>,
    stop: &Arc<AtomicBool>,
) -> (Mailbox, Vec<JoinHandle<()>>) {
    let mailbox = Mailbox::default();
    let words =
        Poster { api: Api::new(address.clone()), mailbox: mailbox.clone(), into: into.clone(), stop: Arc::clone(stop) };
    let newest =
        Poster { api: Api::new(address.clone()), mailbox: mailbox.clone(), into: into.clone(), stop: Arc::clone(stop) };
    let threads = vec![std::thread::spawn(|| words.post_words()), std::thread::spawn(|| newest.post_newest())];
    (mailbox, threads)
}

struct Poster {
    api: Api,
    mailbox: Mailbox,
    into: SyncSender<Event>,
    stop: Arc<AtomicBool>,
}

impl Poster {
    fn post_words(mut self) {
        while !self.stop.load(Ordering::Relaxed) {
            if let Some(said) = self.mailbox.wait(|open| open.words.pop_front()) {
                self.post_until_taken(said);
            }
        }
    }

    /// The same words with the same key until the controller takes or refuses them.
    fn post_until_taken(&mut self, said: Said) {
        let (path, body) = door::of(&said.ask, 0);
        let mut pause = FIRST_PAUSE;
        while !self.stop.load(Ordering::Relaxed) {
            match self.api.post(said.role, &path, &said.key, &body) {
                Ok((status, body)) if status < 500 && status != 429 => {
                    // A full inbox costs a line of the report, nothing else.
                    let _ = self.into.try_send(Event::Posted(Posted { said, status, body }));
                    return;
                }
                Ok(_) | Err(Away) => {
                    std::thread::sleep(pause);
                    pause = (pause * 2).min(LONGEST_PAUSE);
                }
            }
        }
    }

    fn post_newest(mut self) {
        while !self.stop.load(Ordering::Relaxed) {
            let newest = self.mailbox.wait(|open| open.detections.take().or_else(|| open.positions.take()));
            let Some((since, said)) = newest else { continue };
            debug_assert!(is_fleeting(&said));
            let late_ms = u32::try_from(since.elapsed().as_millis()).unwrap_or(u32::MAX);
            let (path, body) = door::of(&said.ask, late_ms);
            match self.api.post(said.role, &path, &said.key, &body) {
                Ok((status, body)) if status >= 400 => {
                    let _ = self.into.try_send(Event::Posted(Posted { said, status, body }));
                }
                Ok(_) => {}
                Err(Away) => std::thread::sleep(FIRST_PAUSE),
            }
        }
    }
}
