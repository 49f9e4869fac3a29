//! So many a second and so many at once.

use geodata::Timestamp;

/// What is left.
#[derive(Clone, Copy, Debug)]
pub(super) struct Bucket {
    left: f64,
    at: Timestamp,
}

impl Bucket {
    pub(super) fn full(at: Timestamp, burst: f64) -> Self {
        Self { left: burst, at }
    }

    /// Takes one, when there is one.
    pub(super) fn take(&mut self, at: Timestamp, per_second: f64, burst: f64) -> bool {
        self.left = (self.left + at.since(self.at).0.max(0.0) * per_second).min(burst);
        self.at = self.at.max(at);
        let may = self.left >= 1.0;
        if may {
            self.left -= 1.0;
        }
        may
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn in_ten_seconds_leave_the_burst_and_ten_seconds_worth() {
        let mut bucket = Bucket::full(Timestamp(0), 5.0);
        let taken = (0..10_000).filter(|ms| bucket.take(Timestamp::from_millis(*ms), 3.0, 5.0)).count();
        assert!((34..=35).contains(&taken), "{taken}");
        assert!(!bucket.take(Timestamp(0), 3.0, 5.0), "a clock that goes back gives nothing");
    }
}
