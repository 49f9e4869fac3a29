//! Processor time of this process.

use crate::args::Job;
use flight_plans::planner::pace::Progress;
use std::sync::OnceLock;
use std::time::Instant;

/// Seconds of processor time used so far, as the kernel counts them; time on the wall where it does not tell.
pub fn seconds() -> f64 {
    // The kernel's account is brought up to date when a process may be put aside, or some milliseconds later.
    std::thread::yield_now();
    account()
}

fn account() -> f64 {
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    let began = BEGAN.get_or_init(Instant::now);
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanos = text.split(' ').next().and_then(|word| word.parse::<f64>().ok());
    nanos.map_or_else(|| began.elapsed().as_secs_f64(), |nanos| nanos * 1e-9)
}

/// The allowance of a job, counted from the beginning of the process. Between two entries of the kernel's account, of which
/// being put aside is one, time on the wall is processor time.
pub fn pace(job: &Job) -> impl FnMut(&Progress) -> f64 {
    let all = job.seconds;
    let began = seconds();
    let mut last = (began, Instant::now());
    move |_| {
        let told = account();
        if told > last.0 {
            last = (told, Instant::now());
        }
        let now = last.0 + last.1.elapsed().as_secs_f64();
        if began < all { (now - began) / (all - began) } else { 1.0 }
    }
}
