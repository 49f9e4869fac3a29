//! When a long-running command ends: Ctrl-C, a termination signal, or the end of standard input when a parent asked.

use geodata::Finding;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use tokio::signal::unix::{SignalKind, signal};

/// A single-threaded tokio: the loop and the door take turns, the journal has its own thread.
pub fn runtime() -> Result<tokio::runtime::Runtime, Finding> {
    tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|why| {
        Finding::new(
            "no_runtime",
            "process",
            format!("cannot start: {why}"),
            "Check the limits of open files and threads",
        )
    })
}

/// Comes back when the process was asked to end.
pub async fn asked(until_input_ends: bool) {
    let (ended, input) = tokio::sync::oneshot::channel::<()>();
    if until_input_ends {
        std::thread::spawn(move || {
            wait_for_end_of_input();
            drop(ended);
        });
    } else {
        // Never told: an interactive command does not end with its input.
        std::mem::forget(ended);
    }
    let terminate = async {
        match signal(SignalKind::terminate()) {
            Ok(mut terminate) => {
                terminate.recv().await;
            }
            Err(_) => std::future::pending().await,
        }
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminate => {}
        _ = input => {}
    }
}

fn wait_for_end_of_input() {
    let mut dust = [0u8; 64];
    let mut input = std::io::stdin();
    while matches!(input.read(&mut dust), Ok(read) if read > 0) {}
}

/// A flag that goes up when the process was asked to end, for commands without tokio of their own.
pub fn flag(until_input_ends: bool) -> Result<Arc<AtomicBool>, Finding> {
    let flag = Arc::new(AtomicBool::new(false));
    let raised = Arc::clone(&flag);
    let runtime = runtime()?;
    std::thread::spawn(move || {
        runtime.block_on(asked(until_input_ends));
        raised.store(true, Ordering::Relaxed);
    });
    Ok(flag)
}
