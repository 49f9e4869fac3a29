//! Processor time of this process.

use crate::args::Job;
use flight_plans::planner::pace::Progress;
use std::sync::OnceLock;
use std::time::Instant;

/// Seconds of processor time used so far, as the kernel counts them; time on the wall where it does not tell.
pub fn seconds() -> f64 {
    static BEGAN: OnceLock<Instant> = OnceLock::new();
    let began = BEGAN.get_or_init(Instant::now);
    let text = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanos = text.split(' ').next().and_then(|word| word.parse::<f64>().ok());
    nanos.map_or_else(|| began.elapsed().as_secs_f64(), |nanos| nanos * 1e-9)
}

/// The allowance of a job, counted from the beginning of the process.
pub fn pace(job: &Job) -> impl FnMut(&Progress) -> f64 {
    let all = job.seconds;
    let began = seconds();
    move |_| if began < all { (seconds() - began) / (all - began) } else { 1.0 }
}
