//! The way flown while a line or a piece of an area is seen: once along it, from either end where it has two.

use super::{Flyer, Wish};
use geodata::{Finding, Local, MetresPerSecond, Seconds};

/// A way flown at a speed of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Track {
    /// Its corners; a line comes back to its first.
    pub path: Vec<Local>,
    /// Over ground, at most.
    pub speed: MetresPerSecond,
}

impl Track {
    /// The corners in the order of a way of its target: the first is as drawn, the second the other way round.
    #[must_use]
    pub fn flown(&self, way: u8) -> Vec<Local> {
        let mut path = self.path.clone();
        if way == 1 {
            path.reverse();
        }
        path
    }

    /// How long the slowest airframe takes, one way or the other; at cruise where the wind leaves less than the speed.
    pub(super) fn time(&self, wish: &Wish<'_>, flyers: &[Flyer<'_>], way: u8) -> Option<Seconds> {
        let path = self.flown(way);
        let mut slowest = flyers.iter().map(|flyer| along(wish, flyer, &path, self.speed));
        slowest.try_fold(Seconds::ZERO, |most, time| Some(most.max(time?)))
    }

    /// What its climbs draw for one airframe beyond level flight, percent a second; nothing over flat ground.
    pub(super) fn climbing(&self, wish: &Wish<'_>, flyer: &Flyer<'_>) -> f64 {
        if wish.atlas.terrain.is_flat() {
            return 0.0;
        }
        let legs = self.path.windows(2).map(|leg| [leg[0], leg[1]]);
        let both = legs.clone().zip(legs.map(|[a, b]| [b, a]));
        let more = |[a, b]: [Local; 2]| {
            let way = flyer.metric.way(a, b).ok()?;
            let level = along(wish, flyer, &[a, b], MetresPerSecond(f64::INFINITY))?;
            Some((way.battery_percent - flyer.frame.cruise_draw(level)).max(0.0))
        };
        let climbs: f64 = both.map(|(there, back)| more(there).unwrap_or(0.0).max(more(back).unwrap_or(0.0))).sum();
        along(wish, flyer, &self.path, self.speed).map_or(0.0, |time| climbs / time.0.max(1.0))
    }
}

fn along(wish: &Wish<'_>, flyer: &Flyer<'_>, path: &[Local], speed: MetresPerSecond) -> Option<Seconds> {
    let leg = |leg: &[Local]| {
        let length = leg[0].distance(leg[1]);
        if length.0 < 1e-6 {
            return Some(0.0);
        }
        let cruise = wish.wind.ground_speed(flyer.frame.cruise, leg[0].bearing(leg[1]))?;
        Some(length.at(cruise.min(speed)).0)
    };
    path.windows(2).map(leg).sum::<Option<f64>>().map(Seconds)
}

/// The refusal where the wind leaves no way along a track.
pub(super) fn no_way(what: &str, id: &str) -> Finding {
    Finding::new("wind", format!("{what} {id}"), "the wind leaves no way along it", "Wait for less wind")
}
