//! The only clock. Wall time is read once; afterwards a monotonic clock carries it, so that it never jumps backwards.

use crate::limits::CLOCK_APART;
use geodata::Timestamp;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// Wall time at the start, and how long ago that was.
#[derive(Clone, Copy, Debug)]
pub struct Clock {
    start: Instant,
    wall_at_start: Timestamp,
}

impl Clock {
    /// Reads the wall once. `not_before` is the last moment of the journal: time goes on from there even when the
    /// machine's wall clock was set back in between.
    #[must_use]
    pub fn start(not_before: Option<Timestamp>) -> Self {
        let wall = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        let wall = Timestamp(i64::try_from(wall.as_micros()).unwrap_or(i64::MAX));
        Self { start: Instant::now(), wall_at_start: not_before.map_or(wall, |last| wall.max(last)) }
    }

    /// The moment.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let gone = i64::try_from(self.start.elapsed().as_micros()).unwrap_or(i64::MAX);
        Timestamp(self.wall_at_start.0.saturating_add(gone))
    }

    /// A moment of the machine's monotonic clock, to measure waits by.
    #[must_use]
    pub fn instant(&self) -> Instant {
        Instant::now()
    }

    /// How long until `at`; zero when it is past.
    #[must_use]
    pub fn until(&self, at: Timestamp) -> Duration {
        Duration::from_micros(u64::try_from(at.0.saturating_sub(self.now().0)).unwrap_or(0))
    }
}

/// When the engine is given the clock.
#[derive(Debug, Default)]
pub struct Turns {
    last: Option<Timestamp>,
}

impl Turns {
    /// The engine has the clock now.
    pub fn take(&mut self, at: Timestamp) {
        self.last = Some(at);
    }

    /// How long until it wants it, `wake_at`, and may have it: not within [`CLOCK_APART`] of the last time, unless somebody waits
    /// for an answer. Never zero, so that a wish in the past cannot spin the loop.
    #[must_use]
    pub fn wait(&self, clock: Clock, wake_at: Option<Timestamp>, is_awaited: bool) -> Duration {
        let far = Duration::from_secs(3_600);
        let Some(wake_at) = wake_at else { return far };
        let earliest = self.last.filter(|_| !is_awaited).map(|last| last.plus(CLOCK_APART));
        clock.until(earliest.map_or(wake_at, |earliest| wake_at.max(earliest))).clamp(Duration::from_millis(1), far)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_comes_in_turns_and_at_once_when_somebody_waits() {
        let (clock, mut turns) = (Clock::start(None), Turns::default());
        let (soon, least) = (Some(clock.now()), Duration::from_millis(1));
        assert_eq!(turns.wait(clock, soon, false), least);
        turns.take(clock.now().plus(geodata::Seconds(100.0)));
        assert!(turns.wait(clock, soon, false) > Duration::from_secs(50));
        assert_eq!(turns.wait(clock, soon, true), least);
        assert_eq!(turns.wait(clock, None, true), Duration::from_secs(3_600));
    }

    #[test]
    fn time_goes_on_from_the_journal_when_the_wall_was_set_back() {
        let last = Timestamp(i64::MAX / 2);
        assert!(Clock::start(Some(last)).now() >= last);
    }

    #[test]
    fn a_past_moment_is_due_at_once() {
        assert_eq!(Clock::start(None).until(Timestamp(0)), Duration::ZERO);
    }
}
