//! The simulated county in a thread of the test, connected to a controller process by UDP and HTTP.

use harness::county;
use sim::wire::{self, WireOptions, WireReport};
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

/// A world that runs beside the test.
pub struct World {
    stop: Arc<AtomicBool>,
    thread: JoinHandle<WireReport>,
}

impl World {
    /// Starts one against a controller's two doors.
    pub fn start(scenario: &str, seed: u64, http: SocketAddr, mavlink: SocketAddr) -> Self {
        let stop = Arc::new(AtomicBool::new(false));
        let options = WireOptions {
            controller_http: format!("http://{http}"),
            mavlink_to: mavlink,
            scenario: county::scenario(scenario),
            seed,
            stop: Arc::clone(&stop),
            report: None,
        };
        let setup = county::setup();
        let thread = std::thread::spawn(move || wire::run(options, setup.atlas, setup.plan).unwrap());
        Self { stop, thread }
    }

    /// Whether its story is over.
    pub fn is_over(&self) -> bool {
        self.thread.is_finished()
    }

    /// Ends it and reads its account.
    pub fn end(self) -> WireReport {
        self.stop.store(true, Ordering::Relaxed);
        self.thread.join().unwrap()
    }
}
