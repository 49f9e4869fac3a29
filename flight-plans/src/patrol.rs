//! Patrol lines (重点巡逻线路): closed loops that are flown again and again; and patrol areas (巡逻区域).

pub mod area;
pub mod revisit;

pub use area::PatrolArea;
pub use revisit::Revisit;

use geodata::{Agl, Finding, Frame, Local, Metres, MetresPerSecond, Wgs84};
use serde::{Deserialize, Serialize};

/// A closed loop: after the last point comes the first, which is not repeated.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PatrolLine {
    /// The id other records cite.
    pub id: String,
    /// English name.
    pub name: String,
    /// Chinese name.
    pub name_zh: String,
    /// The corners in flying order.
    pub points: Vec<Wgs84>,
    /// The lowest true height at which it may be flown; an aircraft flies it in its own layer.
    #[serde(rename = "altitude_agl_m")]
    pub altitude: Agl,
    /// Over ground.
    #[serde(rename = "speed_mps")]
    pub speed: MetresPerSecond,
    /// How often, by time bands; none leaves it to the shift.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub revisit: Vec<Revisit>,
}

/// The fewest and the most corners of a line; the most keeps eight laps within one mission transfer.
pub const CORNERS: std::ops::RangeInclusive<usize> = 3..=60;

impl PatrolLine {
    /// The corners in a district's metres.
    #[must_use]
    pub fn local(&self, frame: &Frame) -> Vec<Local> {
        self.points.iter().map(|&p| frame.to_local(p)).collect()
    }

    /// Once round.
    #[must_use]
    pub fn length(&self, frame: &Frame) -> Metres {
        loop_length(&self.local(frame))
    }

    /// Everything wrong with the line by itself.
    #[must_use]
    pub fn faults(&self) -> Vec<Finding> {
        let at = format!("line {}", self.id);
        let mut faults = Vec::new();
        let mut fault = |code, say: String, remedy: &str| faults.push(Finding::new(code, at.clone(), say, remedy));
        if !CORNERS.contains(&self.points.len()) {
            let say = format!("{} corners, allowed are {} to {}", self.points.len(), CORNERS.start(), CORNERS.end());
            fault("line_corners", say, "Redraw the line");
        }
        if let Some(bad) = self.points.iter().position(|p| Wgs84::new(p.lat, p.lon).is_none()) {
            fault("line_point", format!("corner {bad} is no place on Earth"), "Correct the latitude and longitude");
        }
        if !(30.0..=120.0).contains(&self.altitude.0.0) {
            fault(
                "line_altitude",
                format!("altitude_agl_m = {} lies outside of 30 to 120", self.altitude.0.0),
                "Use a height from 30 to 120 m above ground",
            );
        }
        if !(1.0..=30.0).contains(&self.speed.0) {
            fault(
                "line_speed",
                format!("speed_mps = {} lies outside of 1 to 30", self.speed.0),
                "Use a speed from 1 to 30 m/s",
            );
        }
        faults.extend(revisit::faults(&self.revisit, &at));
        faults
    }
}

/// Once round a closed loop.
#[must_use]
pub fn loop_length(corners: &[Local]) -> Metres {
    let next = corners.iter().cycle().skip(1);
    Metres(corners.iter().zip(next).map(|(a, b)| a.distance(*b).0).sum())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loop_counts_the_leg_back_to_its_start() {
        let square = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)].map(|(x, y)| Local { x, y });
        assert!((loop_length(&square).0 - 40.0).abs() < 1e-12);
        assert_eq!(loop_length(&[]), Metres::ZERO);
    }

    #[test]
    fn a_line_with_four_faults_names_all_four() {
        let line = PatrolLine {
            id: "L1".into(),
            name: String::new(),
            name_zh: String::new(),
            points: vec![Wgs84 { lat: 91.0, lon: 0.0 }],
            altitude: Agl(Metres(f64::NAN)),
            speed: MetresPerSecond(0.0),
            revisit: Vec::new(),
        };
        let codes: Vec<&str> = line.faults().iter().map(|f| f.code).collect();
        assert_eq!(codes, ["line_corners", "line_point", "line_altitude", "line_speed"]);
    }
}
