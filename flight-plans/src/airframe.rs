//! What an aircraft of one type can do: speeds, wind limit, endurance, reserve. Shipped as small TOML files.
//!
//! The endurances are the truth of what a battery gives. An optional table `[power]` says how the draw changes with
//! airspeed, climb and payload, and `[weather]` what else than wind keeps it on the ground; a file without them means
//! what it always meant.

mod fit;
mod power;
mod reserve;
mod weather;

pub use fit::{Covered, Fit, Known, MOST_SAMPLES, Sample, fit, samples};
pub use power::{Flying, Power};
pub use reserve::{Binds, Reserve};
pub use weather::{Weather, WeatherFault, WeatherLimits};

use geodata::{Finding, Metres, MetresPerSecond, Seconds};
use serde::{Deserialize, Serialize};

const SHIPPED: [(&str, &str); 3] = [
    ("county-quad.toml", include_str!("../airframes/county-quad.toml")),
    ("overwatch-quad.toml", include_str!("../airframes/overwatch-quad.toml")),
    ("patrol-quad.toml", include_str!("../airframes/patrol-quad.toml")),
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
    /// Hovering time that must still be in the battery after landing, minutes; holds beside the percent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min_reserve_minutes: Option<f64>,
    /// What it carries beyond its own equipment, kg.
    #[serde(default, rename = "payload_kg", skip_serializing_if = "is_nothing")]
    pub payload: f64,
    /// How the draw changes with airspeed, climb and payload.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub power: Option<Power>,
    /// What weather it flies in, beside the wind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub weather: Option<WeatherLimits>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks for a reference
fn is_nothing(n: &f64) -> bool {
    n.abs() < f64::MIN_POSITIVE
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
            ("min_reserve_minutes", self.min_reserve_minutes.unwrap_or(0.0), 0.0, 120.0),
            ("payload_kg", self.payload, 0.0, 100.0),
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
        faults.extend(self.power.iter().flat_map(|power| power.faults(self)));
        faults.extend(self.weather.iter().flat_map(|weather| weather.faults(&self.name)));
        faults
    }

    /// Percent of the battery drawn by cruising for `time`, with what it carries.
    #[must_use]
    pub fn cruise_draw(&self, time: Seconds) -> f64 {
        100.0 * time.0 / self.cruise_endurance.0 * self.laden(self.cruise)
    }

    /// The longest it stays up on a full battery.
    #[must_use]
    pub fn longest(&self) -> Seconds {
        Seconds(self.hover_endurance.0.max(self.cruise_endurance.0))
    }

    /// Percent of the battery drawn by hovering, or by flying slower than cruise, for `time`, with what it carries.
    #[must_use]
    pub fn hover_draw(&self, time: Seconds) -> f64 {
        100.0 * time.0 / self.hover_endurance.0 * self.laden(MetresPerSecond::ZERO)
    }

    /// How many times what it draws empty it draws with what it carries; 1 without a `[power]` table.
    fn laden(&self, airspeed: MetresPerSecond) -> f64 {
        let power = self.power.as_ref().filter(|_| !is_nothing(&self.payload));
        power.map_or(1.0, |power| {
            power.watts(Flying::level(airspeed, self.payload)) / power.watts(Flying::level(airspeed, 0.0))
        })
    }

    /// Percent of the battery drawn in a state of flight for `time`.
    ///
    /// With a `[power]` table the draw of hovering is the endurance's, and every other state draws in proportion to its
    /// power. Without one, what is slower than cruise or still draws the more of the two endurances, cruising draws its
    /// own, and climbing is flown in place, as the rest of the planners have it. Faster than cruise grows by the cube.
    #[must_use]
    pub fn draw(&self, flying: Flying, time: Seconds) -> f64 {
        let hover = 100.0 * time.0 / self.hover_endurance.0;
        if let Some(power) = &self.power {
            return hover * power.watts(flying) / power.watts(Flying::level(MetresPerSecond::ZERO, 0.0));
        }
        let cruise = 100.0 * time.0 / self.cruise_endurance.0;
        let part = flying.airspeed.0 / self.cruise.0;
        let level = if part < 0.95 {
            if part > 0.0 { cruise.max(hover) } else { hover }
        } else {
            cruise * part.max(1.0).powi(3)
        };
        if flying.climb.0 > 0.0 { level.max(hover * self.climb_over_hover()) } else { level }
    }

    /// How much more than hovering a climb at [`Airframe::climb`] draws.
    #[must_use]
    pub fn climb_over_hover(&self) -> f64 {
        self.power.as_ref().map_or(CLIMB_OVER_HOVER, |power| {
            let climbing = Flying { airspeed: MetresPerSecond::ZERO, climb: self.climb, payload: self.payload };
            power.watts(climbing) / power.watts(Flying::level(MetresPerSecond::ZERO, self.payload))
        })
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
            (time, self.hover_draw(time) * self.climb_over_hover())
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

    #[test]
    fn a_file_without_the_new_tables_draws_what_it_always_drew_and_is_written_as_it_was() {
        let quad = Airframe::shipped().remove(0);
        assert!(
            (quad.hover_draw(Seconds(182.4)) - 10.0).abs() < 1e-12
                && (quad.cruise_draw(Seconds(190.0)) - 10.0).abs() < 1e-12
        );
        let (time, percent) = quad.change_height(Metres(60.0));
        assert!((time.0 - 10.0).abs() < 1e-12 && (percent - 1000.0 / 1824.0 * 1.5).abs() < 1e-12);
        let level = |speed| quad.draw(Flying::level(MetresPerSecond(speed), 0.0), Seconds(19.0));
        assert!((level(15.0) - 1.0).abs() < 1e-12 && level(5.0) > 1.0 && level(20.0) > 2.0);
        let written = toml::to_string(&quad).unwrap();
        assert!(
            !["reserve_minutes", "payload", "power", "weather"].iter().any(|key| written.contains(key)),
            "{written}"
        );
    }

    #[test]
    fn a_load_shortens_the_flight_and_a_reserve_in_minutes_grows_with_it() {
        let empty = Airframe::shipped().remove(2);
        let laden = Airframe { payload: 0.8, ..empty.clone() };
        let minute = Seconds(60.0);
        assert!(laden.faults().is_empty());
        assert!(laden.hover_draw(minute) > 1.15 * empty.hover_draw(minute));
        assert!(laden.cruise_draw(minute) > 1.03 * empty.cruise_draw(minute));
        assert!(laden.reserve().percent >= empty.reserve().percent);
        let all = laden.draw(Flying::level(MetresPerSecond::ZERO, 0.8), minute);
        assert!((all - laden.hover_draw(minute)).abs() < 1e-9);
        let over = Airframe { payload: 9.0, ..empty };
        assert_eq!(over.faults()[0].code, "airframe_payload");
    }

    proptest! {
        #[test]
        fn garbage_never_panics(text in ".{0,200}") {
            let _ = Airframe::parse(&text);
        }
    }
}
