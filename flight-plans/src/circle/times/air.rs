//! By air: straight, in the wind, after what an aircraft needs before it moves.
//!
//! After `t` seconds of cruise an aircraft can be anywhere on a circle of radius airspeed x `t` round the point the wind
//! has carried its start to ([`crate::response::Reach`]). The time to a place is the `t` at which that circle reaches it:
//! the positive root of `|d - w t| = v t`, with the way `d`, the wind `w` and the airspeed `v`.

use super::millis;
use crate::airframe::Airframe;
use crate::circle::model::Circles;
use crate::wind::Wind;
use geodata::{Local, Metres, MetresPerSecond, ResponderClass, Seconds};

/// What an aircraft has to make over ground, in m/s, to be making way; as [`Wind::ground_speed`] has it.
const LEAST_WAY: f64 = 0.5;

/// An aircraft that can be called.
#[derive(Clone, Copy, Debug)]
pub struct AirUnit<'a> {
    /// Its type.
    pub airframe: &'a Airframe,
    /// Where it is.
    pub at: Local,
    /// From its height to the one it flies at; downward negative.
    pub climb: Metres,
    /// Whether it has to be started first.
    pub on_ground: bool,
    /// From the alarm to the order: the approval of a human, a turn-round not yet over.
    pub held: Seconds,
}

/// Aircraft in one wind.
#[derive(Clone, Copy, Debug)]
pub struct ByAir {
    /// In the layer they fly in.
    pub wind: Wind,
}

impl ByAir {
    /// From the alarm until the aircraft cruises; nothing when it may not be started in this wind.
    #[must_use]
    pub fn before(&self, unit: &AirUnit) -> Option<Seconds> {
        let wind = self.wind.speed().0;
        if unit.on_ground && (wind > unit.airframe.max_wind.0 || wind.is_nan()) {
            return None;
        }
        let start = if unit.on_ground { unit.airframe.spin_up } else { Seconds::ZERO };
        Some(unit.held + start + unit.airframe.change_height(unit.climb).0)
    }

    /// From the alarm to a place; nothing when it cannot be started or makes no way there.
    #[must_use]
    pub fn time(&self, unit: &AirUnit, to: Local) -> Option<Seconds> {
        let before = self.before(unit)?;
        let cruise = cruise(unit.airframe.cruise, self.wind, to.x - unit.at.x, to.y - unit.at.y)?;
        Some(Seconds(before.0 + cruise))
    }

    pub(super) fn row(&self, unit: &AirUnit, class: ResponderClass, of: &Circles, row: &mut [u32]) {
        let Some(before) = self.before(unit) else { return };
        let fastest = unit.airframe.cruise.0 + self.wind.speed().0;
        for ((into, circle), last) in row.iter_mut().zip(&of.circles).zip(&of.last[class as usize]) {
            let Some(last) = last else { continue };
            let left = f64::from(*last) / 1000.0 - before.0;
            let (dx, dy) = (circle.at.x - unit.at.x, circle.at.y - unit.at.y);
            let most = left * fastest;
            if left < 0.0 || dx * dx + dy * dy > most * most {
                continue;
            }
            if let Some(cruise) = cruise(unit.airframe.cruise, self.wind, dx, dy) {
                *into = millis(Seconds(before.0 + cruise));
            }
        }
    }
}

/// Seconds of cruise over a way.
fn cruise(airspeed: MetresPerSecond, wind: Wind, dx: f64, dy: f64) -> Option<f64> {
    let far = dx * dx + dy * dy;
    if far == 0.0 {
        return Some(0.0);
    }
    let along = dx * wind.east + dy * wind.north;
    let spare = airspeed.0 * airspeed.0 - wind.east * wind.east - wind.north * wind.north;
    let root = along * along + spare * far;
    // The nearer root in both cases, written so that nothing cancels: far / (along + sqrt(root)). It is the moment at which
    // the growing circle first holds the place.
    let time = far / (along + root.max(0.0).sqrt());
    let makes_way = root >= 0.0 && time > 0.0 && far.sqrt() >= LEAST_WAY * time;
    makes_way.then_some(time)
}
