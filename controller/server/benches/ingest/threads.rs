//! Processor time of this process's threads, by name.

use std::fs;
use std::time::Duration;

/// The processor time so far of the thread whose name begins so.
pub fn cpu(name: &str) -> Duration {
    let tasks = fs::read_dir("/proc/self/task").unwrap();
    let nanos = tasks.flatten().find_map(|task| {
        let own = fs::read_to_string(task.path().join("comm")).ok()?;
        own.starts_with(name).then(|| fs::read_to_string(task.path().join("schedstat")).ok())?
    });
    let nanos = nanos.and_then(|line| line.split(' ').next()?.parse().ok()).unwrap_or_default();
    Duration::from_nanos(nanos)
}

/// A percentile of a sorted row.
pub fn percentile(sorted: &[Duration], share: f64) -> Duration {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let index = ((sorted.len() as f64 - 1.0) * share).round() as usize;
    sorted.get(index).copied().unwrap_or_default()
}
