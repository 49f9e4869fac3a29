//! Time and energy of one straight leg in the layer: level cruise in the wind, and the changes of height that the ground
//! below asks for.

use super::gauge::Gauge;
use super::setting::Setting;
use super::slope::{Slope, slope};
use crate::airframe::Airframe;
use crate::route::Flight;
use geodata::{Agl, Local, Seconds, Terrain};

/// Of a leg or a way.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Cost {
    pub(super) seconds: f64,
    pub(super) percent: f64,
}

impl Cost {
    pub(super) const NONE: Self = Self { seconds: f64::INFINITY, percent: f64::INFINITY };

    pub(super) fn then(self, next: Self) -> Self {
        Self { seconds: self.seconds + next.seconds, percent: self.percent + next.percent }
    }
}

/// What legs cost.
#[derive(Clone, Debug)]
pub(super) struct Costs {
    pub(super) gauge: Gauge,
    /// Percent a second of level cruise.
    rate: f64,
    airframe: Airframe,
    terrain: Terrain,
    layer: Agl,
    flat: bool,
}

impl Costs {
    pub(super) fn of(setting: &Setting<'_>) -> Self {
        Self {
            gauge: Gauge::new(setting.airframe.cruise, setting.wind),
            rate: setting.airframe.cruise_draw(Seconds(1.0)),
            airframe: setting.airframe.clone(),
            terrain: setting.terrain.clone(),
            layer: setting.layer,
            flat: setting.terrain.is_flat(),
        }
    }

    /// Whether every leg is level.
    pub(super) fn is_flat(&self) -> bool {
        self.flat
    }

    pub(super) fn airframe(&self) -> &Airframe {
        &self.airframe
    }

    /// A level leg of so many seconds.
    pub(super) fn level(&self, seconds: f64) -> Cost {
        Cost { seconds, percent: seconds * self.rate }
    }

    /// One leg; infinite when no way is made.
    pub(super) fn leg(&self, from: Local, to: Local) -> Cost {
        let seconds = self.gauge.seconds(from, to);
        if !seconds.is_finite() {
            return Cost::NONE;
        }
        let level = self.level(seconds);
        if self.flat { level } else { level.then(self.steep(slope(&self.terrain, self.layer, from, to))) }
    }

    /// A leg there and the same leg back.
    pub(super) fn both(&self, a: Local, b: Local) -> [Cost; 2] {
        let level = [self.gauge.seconds(a, b), self.gauge.seconds(b, a)];
        let slope = if self.flat { None } else { Some(slope(&self.terrain, self.layer, a, b)) };
        let cost = |seconds: f64, slope: Option<Slope>| match slope {
            _ if !seconds.is_finite() => Cost::NONE,
            Some(slope) => self.level(seconds).then(self.steep(slope)),
            None => self.level(seconds),
        };
        [cost(level[0], slope), cost(level[1], slope.map(Slope::back))]
    }

    /// What changes of height take.
    fn steep(&self, slope: Slope) -> Cost {
        let changes = Flight::vertical(&self.airframe, slope.up).then(Flight::vertical(&self.airframe, -slope.down));
        Cost { seconds: changes.time.0, percent: changes.battery_percent }
    }
}
