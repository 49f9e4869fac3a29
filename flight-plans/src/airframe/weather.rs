//! What weather an aircraft and its dock can stand, beside the wind limit that every airframe file has.

use super::Airframe;
use geodata::{Finding, MetresPerSecond};
use serde::{Deserialize, Serialize};

/// The table `[weather]` of an airframe file; what is left out is no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WeatherLimits {
    /// The coldest air it flies in, °C.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_temperature_c: Option<f64>,
    /// The warmest, °C.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_temperature_c: Option<f64>,
    /// The heaviest rain, mm/h; 0 flies dry only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub max_rain_mm_h: Option<f64>,
    /// The strongest gust.
    #[serde(rename = "max_gust_mps", skip_serializing_if = "Option::is_none")]
    pub max_gust: Option<MetresPerSecond>,
    /// The strongest wind in which its dock opens.
    #[serde(rename = "dock_max_wind_mps", skip_serializing_if = "Option::is_none")]
    pub dock_max_wind: Option<MetresPerSecond>,
    /// Least visibility, m.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub min_visibility_m: Option<f64>,
    /// Whether it flies where ice may form: near or below 0 °C in visible moisture.
    pub icing: bool,
}

/// Weather as measured or forecast; what nobody measured is left out.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Weather {
    /// Mean wind.
    pub wind: Option<MetresPerSecond>,
    /// Gusts.
    pub gust: Option<MetresPerSecond>,
    /// Air temperature, °C.
    pub temperature_c: Option<f64>,
    /// Rain, mm/h.
    pub rain_mm_h: Option<f64>,
    /// Visibility, m.
    pub visibility_m: Option<f64>,
}

/// Ice is reckoned with from here down, °C.
const FREEZING: f64 = 2.0;
/// Fog is thinner than this, m (WMO Guide to Instruments, visibility below 1 km).
const FOG: f64 = 1_000.0;

impl WeatherLimits {
    pub(super) fn faults(&self, name: &str) -> Vec<Finding> {
        let none = f64::NAN;
        let figures = [
            ("min_temperature_c", self.min_temperature_c, -60.0, 40.0),
            ("max_temperature_c", self.max_temperature_c, 0.0, 70.0),
            ("max_rain_mm_h", self.max_rain_mm_h, 0.0, 200.0),
            ("max_gust_mps", self.max_gust.map(|s| s.0), 0.0, 50.0),
            ("dock_max_wind_mps", self.dock_max_wind.map(|s| s.0), 0.0, 50.0),
            ("min_visibility_m", self.min_visibility_m, 0.0, 50_000.0),
        ];
        let odd =
            figures.into_iter().filter(|(_, v, low, high)| v.is_some() && !(low..=high).contains(&&v.unwrap_or(none)));
        odd.map(|(key, value, low, high)| {
            let say = format!("weather.{key} = {} lies outside of {low} to {high}", value.unwrap_or(none));
            Finding::new("airframe_weather", format!("airframe {name}"), say, "Use a figure the aircraft has")
        })
        .collect()
    }
}

/// Something in the weather that keeps an aircraft on the ground.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct WeatherFault {
    /// Which limit: `wind`, `gust`, `dock_wind`, `cold`, `hot`, `rain`, `visibility` or `ice`.
    pub what: &'static str,
    /// What was measured; nothing for a limit of the file that nothing was measured for.
    pub measured: Option<f64>,
    /// The limit; nothing where it is no figure.
    pub limit: Option<f64>,
    /// The unit of both.
    pub unit: &'static str,
    /// Whether the limit is the least and not the most.
    pub least: bool,
}

impl Airframe {
    /// Everything in this weather that keeps the aircraft on the ground.
    #[must_use]
    pub fn weather_faults(&self, weather: &Weather) -> Vec<WeatherFault> {
        let limits = self.weather.unwrap_or_default();
        let speed = |s: Option<MetresPerSecond>| s.map(|s| s.0);
        let over = |what, unit, measured, limit| WeatherFault { what, measured, limit, unit, least: false };
        let under = |what, unit, measured, limit| WeatherFault { what, measured, limit, unit, least: true };
        let rules = [
            over("wind", "m/s", speed(weather.wind), Some(self.max_wind.0)),
            over("gust", "m/s", speed(weather.gust), speed(limits.max_gust)),
            over("dock_wind", "m/s", speed(weather.wind), speed(limits.dock_max_wind)),
            under("cold", "°C", weather.temperature_c, limits.min_temperature_c),
            over("hot", "°C", weather.temperature_c, limits.max_temperature_c),
            over("rain", "mm/h", weather.rain_mm_h, limits.max_rain_mm_h),
            under("visibility", "m", weather.visibility_m, limits.min_visibility_m),
        ];
        let mut faults: Vec<WeatherFault> = rules.into_iter().filter(WeatherFault::stands).collect();
        let wet = weather.rain_mm_h.is_some_and(|r| r > 0.0) || weather.visibility_m.is_some_and(|v| v < FOG);
        if self.weather.is_some() && !limits.icing && wet && weather.temperature_c.is_some_and(|t| t <= FREEZING) {
            faults.push(over("ice", "°C", weather.temperature_c, None));
        }
        faults
    }
}

impl WeatherFault {
    /// Whether there is a limit that is broken, or that nothing was measured for.
    fn stands(&self) -> bool {
        let Some(limit) = self.limit else { return false };
        // Written so that a NaN is a breach.
        !self.measured.is_some_and(|measured| if self.least { measured >= limit } else { measured <= limit })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_limit_is_told_by_its_own_code_and_a_limit_nothing_was_measured_for_too() {
        let mut quad = Airframe::shipped().remove(0);
        let calm = Weather { wind: Some(MetresPerSecond(3.0)), ..Weather::default() };
        assert!(quad.weather_faults(&calm).is_empty(), "a file without the table has only the wind limit");
        quad.weather = Some(WeatherLimits {
            min_temperature_c: Some(-10.0),
            max_temperature_c: Some(40.0),
            max_rain_mm_h: Some(2.0),
            max_gust: Some(MetresPerSecond(14.0)),
            dock_max_wind: Some(MetresPerSecond(8.0)),
            min_visibility_m: Some(800.0),
            icing: false,
        });
        let good = Weather {
            wind: Some(MetresPerSecond(5.0)),
            gust: Some(MetresPerSecond(8.0)),
            temperature_c: Some(20.0),
            rain_mm_h: Some(1.0),
            visibility_m: Some(5_000.0),
        };
        let codes = |w: &Weather| quad.weather_faults(w).into_iter().map(|f| f.what).collect::<Vec<_>>();
        assert!(codes(&good).is_empty());
        assert_eq!(codes(&calm), ["gust", "cold", "hot", "rain", "visibility"]);
        assert!(quad.weather_faults(&calm).iter().all(|fault| fault.measured.is_none() && fault.limit.is_some()));
        assert_eq!(codes(&Weather { wind: Some(MetresPerSecond(10.0)), ..good }), ["dock_wind"]);
        assert_eq!(codes(&Weather { wind: Some(MetresPerSecond(13.0)), ..good }), ["wind", "dock_wind"]);
        assert_eq!(codes(&Weather { gust: Some(MetresPerSecond(f64::NAN)), ..good }), ["gust"]);
        assert_eq!(codes(&Weather { temperature_c: Some(1.0), ..good }), ["ice"]);
        assert_eq!(codes(&Weather { temperature_c: Some(-20.0), rain_mm_h: Some(0.0), ..good }), ["cold"]);
        assert_eq!(codes(&Weather { rain_mm_h: Some(3.0), visibility_m: Some(100.0), ..good }).len(), 2);
    }
}
