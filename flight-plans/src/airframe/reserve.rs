//! What must still be in the battery after landing: a percent and a time, and whichever is more binds.

use super::Airframe;
use geodata::Seconds;
use std::fmt;

/// Which of the two reserves is the greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Binds {
    /// `reserve_percent`.
    Percent,
    /// `min_reserve_minutes`.
    Minutes,
}

/// The reserve that holds, and which of the file's two it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reserve {
    /// Of a full battery.
    pub percent: f64,
    /// Which of the two binds.
    pub binds: Binds,
    /// The minutes asked for; zero when none are.
    pub minutes: f64,
}

impl Airframe {
    /// The reserve after landing, percent: the greater of `reserve_percent` and of hovering for `min_reserve_minutes`
    /// with what it carries.
    #[must_use]
    pub fn reserve(&self) -> Reserve {
        let minutes = self.min_reserve_minutes.unwrap_or(0.0);
        let by_time = self.hover_draw(Seconds(60.0 * minutes));
        if by_time > self.reserve_percent {
            Reserve { percent: by_time, binds: Binds::Minutes, minutes }
        } else {
            Reserve { percent: self.reserve_percent, binds: Binds::Percent, minutes }
        }
    }
}

impl fmt::Display for Reserve {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.binds {
            Binds::Percent => write!(f, "{:.0} %", self.percent),
            Binds::Minutes => write!(f, "{:.0} % ({} minutes of hovering)", self.percent.ceil(), self.minutes),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_greater_of_percent_and_minutes_binds_and_says_so() {
        let mut quad = Airframe::shipped().remove(0);
        assert_eq!(quad.reserve(), Reserve { percent: 25.0, binds: Binds::Percent, minutes: 0.0 });
        assert_eq!(quad.reserve().to_string(), "25 %");
        quad.min_reserve_minutes = Some(5.0);
        assert_eq!(quad.reserve().binds, Binds::Percent);
        quad.min_reserve_minutes = Some(10.0);
        let reserve = quad.reserve();
        assert_eq!(reserve.binds, Binds::Minutes);
        assert!((reserve.percent - 100.0 * 600.0 / 1824.0).abs() < 1e-9);
        assert_eq!(reserve.to_string(), "33 % (10 minutes of hovering)");
    }
}
