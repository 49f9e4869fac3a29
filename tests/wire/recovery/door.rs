//! The controller's HTTP door as everybody of one lane uses it: sessions by role, each request counted when it is on its way
//! and when it was answered, so that a kill can be laid exactly there.

use harness::http::{Client, Reply};
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::time::Duration;

/// Between two tries while the controller is away.
const PAUSE: Duration = Duration::from_millis(5);

/// One lane's.
pub struct Door {
    address: SocketAddr,
    clients: Mutex<BTreeMap<&'static str, Client>>,
    /// Requests begun.
    pub sent: AtomicU64,
    /// Requests answered, whatever the answer.
    pub answered: AtomicU64,
    /// How often which answer came; 0 is none at all.
    pub statuses: Mutex<BTreeMap<u16, u64>>,
    /// Everybody goes home.
    pub over: AtomicBool,
}

impl Door {
    pub fn new(address: SocketAddr) -> Self {
        Self {
            address,
            clients: Mutex::default(),
            sent: AtomicU64::new(0),
            answered: AtomicU64::new(0),
            statuses: Mutex::default(),
            over: AtomicBool::new(false),
        }
    }

    pub fn is_over(&self) -> bool {
        self.over.load(Relaxed)
    }

    /// Asks once. Nothing when there was no answer, or one that says to ask again.
    pub fn ask(&self, role: &'static str, path: &str, key: &str, body: &str) -> Option<Reply> {
        let client = self.client(role)?;
        self.sent.fetch_add(1, Relaxed);
        let reply = client.post_with_key(path, key, body).ok();
        *self.statuses.lock().unwrap().entry(reply.as_ref().map_or(0, |reply| reply.status)).or_default() += 1;
        let reply = reply?;
        self.answered.fetch_add(1, Relaxed);
        match reply.status {
            401 => self.forget(role),
            429 | 500.. => None,
            _ => Some(reply),
        }
    }

    /// Asks with the same key until there is an answer; nothing when all is over before.
    pub fn insist(&self, role: &'static str, path: &str, key: &str, body: &str) -> Option<Reply> {
        while !self.is_over() {
            if let Some(reply) = self.ask(role, path, key, body) {
                return Some(reply);
            }
            std::thread::sleep(PAUSE);
        }
        None
    }

    pub fn get(&self, role: &'static str, path: &str) -> Option<Reply> {
        let reply = self.client(role)?.get(path).ok()?;
        if reply.status == 401 { self.forget(role) } else { Some(reply) }
    }

    /// A client at a post of that role; nothing while the controller is away.
    pub fn client(&self, role: &'static str) -> Option<Client> {
        if let Some(client) = self.clients.lock().unwrap().get(role) {
            return Some(client.clone());
        }
        let client = Client::login(self.address, role).ok()?;
        Some(self.clients.lock().unwrap().entry(role).or_insert(client).clone())
    }

    fn forget<T>(&self, role: &'static str) -> Option<T> {
        self.clients.lock().unwrap().remove(role);
        None
    }
}
