//! What an aircraft of one type can do: speeds, wind limit, endurance, reserve. Shipped as small TOML files.

use geodata::{Finding, Metres, MetresPerSecond, Seconds};
use serde::{Deserialize, Serialize};

const SHIPPED: [(&str, &str); 2] = [
    ("county-quad.toml", include_str!("../airframes/county-quad.toml")),
    ("overwatch-quad.toml", include_str!("../airframes/overwatch-quad.toml")),
];

/// How much more than hovering a climb draws.
const CLIMB_OVER_HOVER: f64 = 1.5;
/// The share of hover power drawn between the order and leaving the ground.
const IDLE_OF_HOVER: f64 = 0.1;

/// The figures of one type of aircraft. Endurances are from full to empty, already worn for age and cold.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Airframe {
    /// What the plan calls it.
    pub name: String,
    /// Airspeed in cruise.
    #[serde(rename = "cruise_mps")]
    pub cruise: MetresPerSecond,
    /// Straight up.
    #[serde(rename = "climb_mps")]
    pub climb: MetresPerSecond,
    /// Straight down.
    #[serde(rename = "descend_mps")]
    pub descend: MetresPerSecond,
    /// The strongest wind in which it may be launched.
    #[serde(rename = "max_wind_mps")]
    pub max_wind: MetresPerSecond,
    /// From the order to leaving the ground.
    #[serde(rename = "spin_up_s")]
    pub spin_up: Seconds,
    /// Full to empty, hovering.
    #[serde(rename = "hover_endurance_s")]
    pub hover_endurance: Seconds,
    /// Full to empty, cruising.
    #[serde(rename = "cruise_endurance_s")]
    pub cruise_endurance: Seconds,
    /// What must still be in the battery after landing, percent.
    pub reserve_percent: f64,
    /// From landing to ready for the next launch.
    #[serde(rename = "turn_round_s")]
    pub turn_round: Seconds,
}

impl Airframe {
    /// Reads one airframe file.
    ///
    /// # Errors
    /// The first fault: not TOML, an unknown or missing key (named), or a figure that cannot fly.
    pub fn parse(text: &str) -> Result<Airframe, Finding> {
        let airframe: Airframe = toml::from_str(text).map_err(|fault| {
            let line = fault.span().map_or(1, |span| 1 + text[..span.start.min(text.len())].matches('\n').count());
            let say = fault.message().trim().to_owned();
            Finding::new(
                "airframe_syntax",
                format!("airframe, line {line}"),
                say,
                "Correct this line of the airframe file",
            )
        })?;
        match airframe.faults().into_iter().next() {
            Some(fault) => Err(fault),
            None => Ok(airframe),
        }
    }

    /// The airframes that come with the product.
    #[must_use]
    pub fn shipped() -> Vec<Airframe> {
        SHIPPED.iter().filter_map(|(_, text)| Airframe::parse(text).ok()).collect()
    }

    /// Every figure that cannot be true of an aircraft.
    #[must_use]
    pub fn faults(&self) -> Vec<Finding> {
        let figures = [
            ("cruise_mps", self.cruise.0, 1.0, 60.0),
            ("climb_mps", self.climb.0, 0.5, 20.0),
            ("descend_mps", self.descend.0, 0.5, 20.0),
            ("max_wind_mps", self.max_wind.0, 0.0, 40.0),
            ("spin_up_s", self.spin_up.0, 0.0, 600.0),
            ("hover_endurance_s", self.hover_endurance.0, 60.0, 86_400.0),
            ("cruise_endurance_s", self.cruise_endurance.0, 60.0, 86_400.0),
            ("reserve_percent", self.reserve_percent, 20.0, 90.0),
            ("turn_round_s", self.turn_round.0, 0.0, 86_400.0),
        ];
        let mut faults: Vec<Finding> = figures
            .into_iter()
            .filter(|(_, value, low, high)| !(low..=high).contains(&value))
            .map(|(key, value, low, high)| {
                let say = format!("{key} = {value} lies outside of {low} to {high}");
                Finding::new("airframe_figure", format!("airframe {}", self.name), say, "Use a figure the aircraft has")
            })
            .collect();
        if self.name.trim().is_empty() {
            faults.push(Finding::new("airframe_name", "airframe", "the name is empty", "Give the airframe a name"));
        }
        faults
    }

    /// Percent of the battery drawn by cruising for `time`.
    #[must_use]
    pub fn cruise_draw(&self, time: Seconds) -> f64 {
        100.0 * time.0 / self.cruise_endurance.0
    }

    /// Percent of the battery drawn by hovering, or by flying slower than cruise, for `time`.
    #[must_use]
    pub fn hover_draw(&self, time: Seconds) -> f64 {
        100.0 * time.0 / self.hover_endurance.0
    }

    /// Percent drawn before leaving the ground.
    #[must_use]
    pub fn idle_draw(&self) -> f64 {
        self.hover_draw(self.spin_up) * IDLE_OF_HOVER
    }

    /// Time and percent to change height straight up (`climb` positive) or down (negative).
    #[must_use]
    pub fn change_height(&self, climb: Metres) -> (Seconds, f64) {
        if climb.0 >= 0.0 {
            let time = climb.at(self.climb);
            (time, self.hover_draw(time) * CLIMB_OVER_HOVER)
        } else {
            let time = (-climb).at(self.descend);
            (time, self.hover_draw(time))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn every_shipped_airframe_reads_and_has_no_fault() {
        let all = Airframe::shipped();
        assert_eq!(all.len(), SHIPPED.len());
        assert!(all.iter().all(|a| a.faults().is_empty()));
    }

    #[test]
    fn an_unknown_key_is_refused_by_name_and_line() {
        let text = format!("{}wing_span = 3\n", SHIPPED[0].1);
        let fault = Airframe::parse(&text).unwrap_err();
        assert!(fault.say.contains("wing_span"), "{fault}");
        assert!(fault.at.contains("line 12"), "{fault}");
    }

    #[test]
    fn a_reserve_under_a_fifth_is_refused() {
        let text = SHIPPED[0].1.replace("reserve_percent = 25.0", "reserve_percent = 5");
        assert_eq!(Airframe::parse(&text).unwrap_err().code, "airframe_figure");
    }

    proptest! {
        #[test]
        fn garbage_never_panics(text in ".{0,200}") {
            let _ = Airframe::parse(&text);
        }
    }
}
