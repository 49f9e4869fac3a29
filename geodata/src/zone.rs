//! Zones of the air: where to stay in, where to keep out, where not to record. A zone that cannot be trusted is refused.
//!
//! The gate matters: a self-crossing ring or a NaN makes polygon arithmetic answer "empty" without an error, and a
//! no-fly zone would vanish. So a [`Zone`] is only made by [`Zone::checked`].

use crate::finding::Finding;
use crate::frame::Local;
use crate::units::{Amsl, Timestamp};
use geo::{Contains, Coord, Intersects, Line, LineString, Polygon, Validation};
use serde::{Deserialize, Serialize};

/// What a zone asks of an aircraft.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ZoneKind {
    /// Stay inside (作业区).
    KeepIn,
    /// Stay outside (禁飞区).
    KeepOut,
    /// Fly, but do not record (不录像区).
    NoRecord,
}

/// A span of the day in minutes of UTC, `from` inclusive, `to` exclusive; wraps midnight when `to` is before `from`,
/// and lasts all day when they are equal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hours {
    /// The first minute of the day, `0..1440`, UTC.
    pub from_minute: u16,
    /// The minute after the last, `0..=1440`, UTC.
    pub to_minute: u16,
}

impl Hours {
    /// Whether `at` falls into this span.
    #[must_use]
    pub fn contains(&self, at: Timestamp) -> bool {
        let minute = at.0.div_euclid(60_000_000).rem_euclid(1440);
        let (from, to) = (i64::from(self.from_minute), i64::from(self.to_minute));
        match from.cmp(&to) {
            std::cmp::Ordering::Less => (from..to).contains(&minute),
            std::cmp::Ordering::Equal => true,
            std::cmp::Ordering::Greater => minute >= from || minute < to,
        }
    }
}

/// A piece of airspace with a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Zone {
    /// The id other records cite.
    pub id: String,
    /// What it is called.
    pub name: String,
    /// What it asks.
    pub kind: ZoneKind,
    /// The outline, first point not repeated.
    pub ring: Vec<Local>,
    /// The lowest height it covers.
    pub floor: Amsl,
    /// The highest height it covers.
    pub ceiling: Amsl,
    /// When it holds; nothing means always.
    pub hours: Option<Hours>,
}

impl Zone {
    /// The gate every zone passes: finite, three corners or more, not crossing itself, floor below ceiling.
    ///
    /// # Errors
    /// The first rule the zone breaks.
    pub fn checked(mut self) -> Result<Zone, Finding> {
        if self.ring.len() > 1 && self.ring.first() == self.ring.last() {
            self.ring.pop();
        }
        let broken = |code, say: &str| Err(Finding::new(code, format!("zone {}", self.id), say, "Redraw the zone"));
        if !self.ring.iter().all(|p| p.x.is_finite() && p.y.is_finite()) {
            return broken("zone-not-finite", "a corner is not a number");
        }
        if self.ring.len() < 3 {
            return broken("zone-too-few-corners", "the outline has fewer than three corners");
        }
        if !self.polygon().is_valid() {
            return broken("zone-crosses-itself", "the outline crosses or touches itself");
        }
        if !(self.floor.0.0.is_finite() && self.ceiling.0.0.is_finite() && self.floor < self.ceiling) {
            return broken("zone-heights", "the floor is not below the ceiling");
        }
        let minutes_fit = self.hours.is_none_or(|h| h.from_minute < 1440 && h.to_minute <= 1440);
        if !minutes_fit {
            return broken("zone-hours", "the hours lie outside of the day");
        }
        Ok(self)
    }

    /// Whether a place is inside of the outline or on it, at any height.
    #[must_use]
    pub fn contains(&self, at: Local) -> bool {
        let polygon = self.polygon();
        polygon.contains(&coord(at)) || polygon.exterior().intersects(&coord(at))
    }

    /// Whether the straight leg from `a` to `b` enters the outline or touches it, at any height.
    #[must_use]
    pub fn crossed_by(&self, a: Local, b: Local) -> bool {
        self.polygon().intersects(&Line::new(coord(a), coord(b)))
    }

    /// Whether the zone holds at this moment.
    #[must_use]
    pub fn active(&self, at: Timestamp) -> bool {
        self.hours.is_none_or(|hours| hours.contains(at))
    }

    fn polygon(&self) -> Polygon<f64> {
        Polygon::new(LineString::new(self.ring.iter().map(|&p| coord(p)).collect()), vec![])
    }
}

fn coord(at: Local) -> Coord<f64> {
    Coord { x: at.x, y: at.y }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::Metres;
    use proptest::prelude::*;

    fn zone(corners: &[(f64, f64)]) -> Zone {
        Zone {
            id: "Z1".into(),
            name: "test".into(),
            kind: ZoneKind::KeepOut,
            ring: corners.iter().map(|&(x, y)| Local { x, y }).collect(),
            floor: Amsl(Metres(0.0)),
            ceiling: Amsl(Metres(500.0)),
            hours: None,
        }
    }

    const SQUARE: [(f64, f64); 4] = [(0.0, 0.0), (10.0, 0.0), (10.0, 10.0), (0.0, 10.0)];

    #[test]
    fn a_zone_that_polygon_arithmetic_would_lose_is_refused() {
        let code = |corners: &[(f64, f64)]| zone(corners).checked().map_err(|f| f.code);
        assert_eq!(code(&[(0.0, 0.0), (10.0, 10.0), (10.0, 0.0), (0.0, 10.0)]), Err("zone-crosses-itself"));
        assert_eq!(code(&[(0.0, 0.0), (f64::NAN, 1.0), (1.0, 0.0)]), Err("zone-not-finite"));
        assert_eq!(code(&[(0.0, 0.0), (1.0, 1.0), (0.0, 0.0)]), Err("zone-too-few-corners"));
        assert!(code(&SQUARE).is_ok());
        let upside_down = Zone { floor: Amsl(Metres(600.0)), ..zone(&SQUARE) };
        assert_eq!(upside_down.checked().unwrap_err().code, "zone-heights");
    }

    #[test]
    fn a_leg_that_only_cuts_a_corner_still_crosses() {
        let square = zone(&SQUARE).checked().unwrap();
        let p = |x, y| Local { x, y };
        assert!(square.crossed_by(p(-1.0, 1.0), p(1.0, -1.0)));
        assert!(square.crossed_by(p(2.0, 2.0), p(3.0, 3.0)), "wholly inside");
        assert!(square.crossed_by(p(-5.0, 10.0), p(15.0, 10.0)), "along an edge");
        assert!(!square.crossed_by(p(-5.0, -1.0), p(15.0, -1.0)));
        assert!(square.contains(p(0.0, 5.0)) && !square.contains(p(-0.001, 5.0)));
    }

    #[test]
    fn hours_may_wrap_midnight() {
        let night = Hours { from_minute: 22 * 60, to_minute: 6 * 60 };
        let at = |hour: i64| Timestamp::from_millis(1_778_544_000_000 + hour * 3_600_000);
        assert!(night.contains(at(23)) && night.contains(at(5)) && !night.contains(at(6)) && !night.contains(at(12)));
        assert!(Hours { from_minute: 0, to_minute: 0 }.contains(at(12)));
    }

    proptest! {
        #[test]
        fn a_leg_between_points_sampled_inside_crosses(
            x in -5.0..15.0f64, y in -5.0..15.0f64, u in -5.0..15.0f64, v in -5.0..15.0f64,
        ) {
            let square = zone(&SQUARE).checked().unwrap();
            let (a, b) = (Local { x, y }, Local { x: u, y: v });
            let touched = (0..=200).any(|i| square.contains(a.toward(b, f64::from(i) / 200.0)));
            prop_assert!(!touched || square.crossed_by(a, b));
        }
    }
}
