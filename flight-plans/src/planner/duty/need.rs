//! The clock of a place: how many revisit intervals have passed by a moment. It stands still outside of the place's hours
//! and runs faster where the interval is shorter, so that idleness in it needs no cases for bands.

use super::model::Target;
use geodata::Seconds;

/// A stretch in which the clock runs evenly.
#[derive(Clone, Copy, Debug)]
struct Run {
    from: f64,
    to: f64,
    /// Reading at `from`, and readings a second.
    reading: f64,
    pace: f64,
    /// End of the hours this stretch is part of, over bands that touch.
    closes: f64,
}

/// The clock of one place.
#[derive(Clone, Debug)]
pub struct Need {
    runs: Vec<Run>,
    /// Reading when the shift begins: 0 or below, by how long nobody was there.
    first: f64,
    /// Reading when it ends.
    last: f64,
}

impl Need {
    /// From the bands that lie in the shift.
    #[must_use]
    pub fn of(target: &Target, length: Seconds) -> Self {
        let mut runs: Vec<Run> = Vec::with_capacity(target.bands.len());
        let mut reading = 0.0;
        for band in &target.bands {
            let (from, to) = (band.from.0.max(0.0), band.to.0.min(length.0));
            if from < to {
                let pace = 1.0 / band.every.0;
                runs.push(Run { from, to, reading, pace, closes: to });
                reading += (to - from) * pace;
            }
        }
        for at in (1..runs.len()).rev() {
            if runs[at - 1].to >= runs[at].from {
                runs[at - 1].closes = runs[at].closes;
            }
        }
        let first = -runs.first().map_or(0.0, |r| target.idle.0 * r.pace);
        Self { runs, first, last: reading }
    }

    /// Reading when the shift begins; below 0 when the place has been idle.
    #[must_use]
    pub fn first(&self) -> f64 {
        self.first
    }

    /// Reading when the shift ends.
    #[must_use]
    pub fn last(&self) -> f64 {
        self.last
    }

    /// The reading at a moment at which a visit may begin and, lasting `time`, end within the hours.
    #[must_use]
    pub fn visit(&self, at: f64, time: f64) -> Option<f64> {
        let run = self.runs.iter().rev().find(|r| r.from <= at)?;
        (at <= run.to && at + time <= run.closes + 1e-9).then_some(run.reading + (at - run.from) * run.pace)
    }

    /// The reading at any moment of the shift.
    #[must_use]
    pub fn at(&self, at: f64) -> f64 {
        match self.runs.iter().rev().find(|r| r.from <= at) {
            Some(run) => run.reading + (at.min(run.to) - run.from) * run.pace,
            None => 0.0,
        }
    }

    /// The moment at which the clock first shows a reading.
    #[must_use]
    pub fn when(&self, reading: f64) -> f64 {
        match self.runs.iter().find(|r| reading <= r.reading + (r.to - r.from) * r.pace) {
            Some(run) => run.from + (reading - run.reading).max(0.0) / run.pace,
            None => self.runs.last().map_or(0.0, |r| r.to),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::model::{Band, Way};
    use super::*;

    fn band(from: f64, to: f64, every: f64) -> Band {
        Band { from: Seconds(from), to: Seconds(to), every: Seconds(every) }
    }

    fn place(bands: Vec<Band>) -> Target {
        let ways = vec![Way { enter: 0, leave: 0, time: 0.0 }];
        Target { id: "p".into(), ways, weight: 1.0, bands, idle: Seconds(100.0) }
    }

    #[test]
    fn the_clock_agrees_with_a_count_second_by_second() {
        let target = place(vec![band(100.0, 300.0, 50.0), band(300.0, 400.0, 20.0), band(700.0, 900.0, 100.0)]);
        let need = Need::of(&target, Seconds(800.0));
        let mut counted = 0.0;
        for second in 0..800 {
            let at = f64::from(second);
            assert!((need.at(at) - counted).abs() < 1e-9, "{second}");
            counted +=
                target.bands.iter().filter(|b| b.from.0 <= at && at < b.to.0).map(|b| 1.0 / b.every.0).sum::<f64>();
        }
        assert!((need.last() - counted).abs() < 1e-9);
        assert!((need.first() + 2.0).abs() < 1e-9);
        assert!((need.when(4.5) - 310.0).abs() < 1e-9);
    }

    #[test]
    fn a_visit_ends_within_the_hours_over_bands_that_touch() {
        let need = Need::of(&place(vec![band(100.0, 300.0, 50.0), band(300.0, 400.0, 20.0)]), Seconds(800.0));
        assert!(need.visit(290.0, 50.0).is_some());
        assert!(need.visit(390.0, 50.0).is_none());
        assert!(need.visit(99.0, 0.0).is_none());
        assert!(need.visit(500.0, 0.0).is_none());
    }
}
