//! The judge's own arithmetic of wind and battery: after every stop there must be enough left to land at the dock with
//! the reserve, straight or along the rest of the mission.

use super::flown::{Flown, Kind, Stop};
use crate::airframe::Airframe;
use crate::situation::Situation;
use geodata::{Finding, Local, Seconds};

/// A leg flown slower than this share of what cruise airspeed gives is drawn like hovering when that is more.
const SLOW: f64 = 0.95;

/// Percent of battery and nothing else: the clock of this file.
pub(super) struct Meter<'a, 'b> {
    pub(super) flown: &'a Flown<'b>,
    /// Toward east and north, m/s.
    pub(super) wind: [f64; 2],
}

pub(super) fn check(flown: &Flown<'_>, s: &Situation<'_>) -> Vec<Finding> {
    let meter = Meter { flown, wind: [s.wind.east, s.wind.north] };
    let mut findings: Vec<Finding> = storm(flown, s).into_iter().collect();
    let mut left = s.battery_percent;
    let (mut least, mut worst) = (f64::INFINITY, 0);
    for stop in &flown.stops {
        let Some(used) = meter.stop(stop) else {
            findings.push(no_way(stop.item, "the leg to it"));
            return findings;
        };
        left -= used;
        let back = if stop.kind == Kind::Return { Some(0.0) } else { meter.leg(stop.to, flown.dock, None) };
        let Some(back) = back else {
            findings.push(no_way(stop.item, "the straight return from it"));
            return findings;
        };
        let landed = left - back - meter.descent(stop, s);
        if landed < least {
            (least, worst) = (landed, stop.item);
        }
    }
    findings.extend(short(flown, s, &meter, (least, worst)));
    findings
}

fn storm(flown: &Flown<'_>, s: &Situation<'_>) -> Option<Finding> {
    let wind = (s.wind.east * s.wind.east + s.wind.north * s.wind.north).sqrt();
    let limit = flown.airframe.max_wind.0;
    let code = if goes_straight_home(flown) { "note_wind" } else { "wind" };
    let say = || format!("wind {wind:.1} m/s, the limit of {} is {limit:.1}", flown.airframe.name);
    (wind > limit).then(|| Finding::new(code, flown.aircraft.callsign.clone(), say(), "Wait for less wind"))
}

fn no_way(item: usize, what: &str) -> Finding {
    Finding::new("wind", format!("item {item}"), format!("{what} makes no way against the wind"), "Wait for less wind")
}

fn short(flown: &Flown<'_>, s: &Situation<'_>, meter: &Meter<'_, '_>, (least, item): (f64, usize)) -> Option<Finding> {
    let reserve = flown.airframe.reserve().percent;
    if least >= reserve {
        return None;
    }
    // On the way home and nowhere else, too little is a fact and no reason to stay out.
    let code = if !s.on_ground && goes_straight_home(flown) && detour(flown, s, meter) <= 5.0 {
        "note_reserve_short"
    } else {
        "reserve_short"
    };
    let say = format!("it would land with {least:.1} %, the reserve is {reserve:.0} %");
    Some(Finding::new(code, format!("item {item}"), say, "Charge it, shorten the mission, or send a nearer aircraft"))
}

/// Whether the mission holds nowhere and ends at home.
pub(super) fn goes_straight_home(flown: &Flown<'_>) -> bool {
    flown.comes_home
        && flown.stops.iter().all(|stop| matches!(stop.kind, Kind::Pass | Kind::Return) && stop.hold <= 0.0)
}

/// What the mission uses over a straight return from where the aircraft is, in percentage points.
fn detour(flown: &Flown<'_>, s: &Situation<'_>, meter: &Meter<'_, '_>) -> f64 {
    let whole: Option<f64> = flown.stops.iter().map(|stop| meter.stop(stop)).sum();
    let straight = meter.leg(s.from, flown.dock, None);
    whole.zip(straight).map_or(f64::INFINITY, |(whole, straight)| whole - straight)
}

/// Percent drawn by a second of cruising and by a second of hovering, with what the aircraft carries.
pub(super) fn per_second(airframe: &Airframe) -> (f64, f64) {
    (airframe.cruise_draw(Seconds(1.0)), airframe.hover_draw(Seconds(1.0)))
}

impl Meter<'_, '_> {
    /// The leg to a stop, the change of height on it, and the time there.
    pub(super) fn stop(&self, stop: &Stop) -> Option<f64> {
        let airframe = self.flown.airframe;
        let hover = per_second(airframe).1;
        let rise = stop.to_height - stop.from_height;
        // A descent draws like hovering.
        let climb = hover * airframe.climb_over_hover();
        let vertical = if rise > 0.0 { climb * rise / airframe.climb.0 } else { hover * -rise / airframe.descend.0 };
        // Idling before take-off draws a tenth of hovering.
        let start = if stop.kind == Kind::Takeoff { 0.1 * hover * airframe.spin_up.0 } else { 0.0 };
        Some(start + vertical + self.leg(stop.from, stop.to, stop.speed)? + hover * stop.hold)
    }

    /// One straight leg, at the speed asked for or at what the wind leaves of cruise airspeed.
    pub(super) fn leg(&self, from: Local, to: Local, asked: Option<f64>) -> Option<f64> {
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let length = (dx * dx + dy * dy).sqrt();
        if length < 1e-6 {
            return Some(0.0);
        }
        let most = over_ground(self.flown.airframe.cruise.0, self.wind, [dx / length, dy / length])?;
        let speed = asked.map_or(most, |asked| asked.min(most));
        let airframe = self.flown.airframe;
        let (cruise, hover) = per_second(airframe);
        let draw = if speed < SLOW * most { cruise.max(hover) } else { cruise };
        Some(draw * length / speed)
    }

    /// Seconds of one straight leg, at the speed asked for or at what the wind leaves of cruise airspeed.
    pub(super) fn seconds(&self, from: Local, to: Local, asked: Option<f64>) -> Option<f64> {
        let (dx, dy) = (to.x - from.x, to.y - from.y);
        let length = (dx * dx + dy * dy).sqrt();
        if length < 1e-6 {
            return Some(0.0);
        }
        let most = over_ground(self.flown.airframe.cruise.0, self.wind, [dx / length, dy / length])?;
        Some(length / asked.map_or(most, |asked| asked.min(most)))
    }

    /// Down at the dock from the height of a stop.
    fn descent(&self, stop: &Stop, s: &Situation<'_>) -> f64 {
        let down = (stop.to_height - s.atlas.terrain.ground(self.flown.dock).0.0).max(0.0);
        per_second(self.flown.airframe).1 * down / self.flown.airframe.descend.0
    }
}

/// The ground speed `g` along the unit vector `u` with `|g u - wind| = airspeed`: the larger root of
/// `g² - 2 g (u·w) + w² - a² = 0`.
fn over_ground(airspeed: f64, wind: [f64; 2], u: [f64; 2]) -> Option<f64> {
    let along = u[0] * wind[0] + u[1] * wind[1];
    let rest = along * along - (wind[0] * wind[0] + wind[1] * wind[1]) + airspeed * airspeed;
    let speed = along + rest.max(0.0).sqrt();
    (rest > 0.0 && speed >= 0.5).then_some(speed)
}
