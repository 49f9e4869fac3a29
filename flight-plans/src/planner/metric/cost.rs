//! Time and energy of one straight leg in the layer: level cruise in the wind, and the changes of height that the ground
//! below asks for.

use super::gauge::Gauge;
use super::setting::Setting;
use crate::airframe::Airframe;
use crate::planner::follow::follow;
use crate::route::Flight;
use geodata::{Agl, Local, Metres, Seconds, Terrain};

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
        if self.flat { level } else { level.then(self.slopes(from, to)) }
    }

    /// The changes of height of the parts in which a leg is flown over the ground.
    fn slopes(&self, from: Local, to: Local) -> Cost {
        let height = |at: Local| self.terrain.ground(at).raised(self.layer).0.0;
        let mut before = height(from);
        let mut sum = Flight::default();
        for end in follow(&self.terrain, self.layer, from, to) {
            let here = height(end);
            sum = sum.then(Flight::vertical(&self.airframe, Metres(here - before)));
            before = here;
        }
        Cost { seconds: sum.time.0, percent: sum.battery_percent }
    }
}
