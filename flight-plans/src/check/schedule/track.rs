//! The way of one flight laid out in time: straight parts, each with its seconds and its share of the battery.

use super::case::{Case, destinations, nearest, return_heights};
use crate::check::energy::{Meter, per_second};
use crate::check::flown::{Kind, Stop};
use geodata::{Finding, Local, Timestamp};

/// No battery lasts longer, in seconds.
const DAY: f64 = 86_400.0;
/// Shorter than this is no part, in seconds.
const INSTANT: f64 = 1e-9;

/// One straight part flown evenly: a climb, a leg, a hover, a descent.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::check) struct Part {
    /// Index of the stop it belongs to.
    pub(in crate::check) stop: usize,
    /// Index of the item of the mission it belongs to.
    pub(in crate::check) item: usize,
    /// Seconds from the start of the flight, first and last.
    pub(in crate::check) time: [f64; 2],
    pub(in crate::check) place: [Local; 2],
    /// Metres above sea level.
    pub(in crate::check) height: [f64; 2],
    /// Percent of the battery used.
    pub(in crate::check) used: f64,
}

impl Part {
    /// Place and height at a second of the flight.
    pub(in crate::check) fn at(&self, second: f64) -> (Local, f64) {
        let length = self.time[1] - self.time[0];
        let share = if length > INSTANT { ((second - self.time[0]) / length).clamp(0.0, 1.0) } else { 1.0 };
        (self.place[0].toward(self.place[1], share), self.height[0] + (self.height[1] - self.height[0]) * share)
    }
}

/// All parts of a flight, without gaps.
#[derive(Clone, Debug, Default, PartialEq)]
pub(in crate::check) struct Track {
    pub(in crate::check) parts: Vec<Part>,
}

impl Track {
    /// Seconds from the start to the landing.
    pub(super) fn length(&self) -> f64 {
        self.parts.last().map_or(0.0, |part| part.time[1])
    }

    /// When it has landed.
    pub(super) fn landed_at(&self, start: Timestamp) -> Timestamp {
        start.plus(geodata::Seconds(self.length()))
    }

    /// First and last second of everything that belongs to a stop.
    pub(super) fn span(&self, stop: usize) -> Option<[f64; 2]> {
        let mut parts = self.parts.iter().filter(|part| part.stop == stop);
        let first = parts.next()?;
        Some([first.time[0], parts.next_back().unwrap_or(first).time[1]])
    }

    /// Lays out a flight; a return at the end is raised to the height the autopilot returns at.
    pub(super) fn lay(case: &mut Case<'_>) -> Result<Self, Finding> {
        let mut track = Self::default();
        for index in 0..case.flown.stops.len() {
            if case.flown.stops.get(index).is_some_and(|stop| stop.kind == Kind::Return) {
                track.rise(case, index);
            }
            let Some(stop) = case.flown.stops.get(index).copied() else { break };
            track.stop(case, index, &stop)?;
            if track.length() > DAY || !track.length().is_finite() {
                let say = "it would fly for more than a day";
                let remedy = "Shorten it, or let it fly faster";
                return Err(case.finding("flight_too_long", (stop.item, 0.0, stop.to), say, remedy));
            }
        }
        Ok(track)
    }

    fn push(&mut self, (stop, item): (usize, usize), lasts: f64, ends: [(Local, f64); 2], used: f64) {
        let begin = self.length();
        if lasts > INSTANT || lasts.is_nan() {
            let [(a, low), (b, high)] = ends;
            let time = [begin, begin + lasts];
            self.parts.push(Part { stop, item, time, place: [a, b], height: [low, high], used });
        }
    }

    /// The climb before a return, at the end of which the return begins.
    fn rise(&mut self, case: &mut Case<'_>, index: usize) {
        let Some(stop) = case.flown.stops.get(index).copied() else { return };
        let all = destinations(case);
        let Some(destination) = nearest(&all, stop.from).and_then(|i| all.get(i)) else { return };
        let target = return_heights(case, stop.from_height, destination).1;
        let airframe = case.flown.airframe;
        let lasts = (target - stop.from_height) / airframe.climb.0;
        let used = per_second(airframe).1 * airframe.climb_over_hover() * lasts;
        self.push((index, stop.item), lasts, [(stop.from, stop.from_height), (stop.from, target)], used);
        if let Some(stop) = case.flown.stops.get_mut(index) {
            (stop.from_height, stop.to_height, stop.to) = (target, target, destination.at);
        }
    }

    fn stop(&mut self, case: &Case<'_>, index: usize, stop: &Stop) -> Result<(), Finding> {
        let airframe = case.flown.airframe;
        let hover = per_second(airframe).1;
        let key = (index, stop.item);
        let begin = case.moment(self.length());
        let no_way = || {
            let say = "it makes no way against the wind expected then";
            case.finding("wind", (stop.item, self.length(), stop.from), say, "Fly it when there is less wind")
        };
        let wind = case.winds(begin, begin).first().copied().unwrap_or_default();
        let meter = Meter { flown: &case.flown, wind: [wind.east, wind.north] };
        let along = meter.seconds(stop.from, stop.to, stop.speed).ok_or_else(no_way)?;
        let rise = stop.to_height - stop.from_height;
        let upright = if rise > 0.0 { rise / airframe.climb.0 } else { -rise / airframe.descend.0 };
        let lasts = along.max(upright);
        // The dearest of the winds that may blow while the leg is flown.
        let end = begin.plus(geodata::Seconds(lasts + stop.hold));
        let mut used = 0.0f64;
        for wind in case.winds(begin, end) {
            let meter = Meter { flown: &case.flown, wind: [wind.east, wind.north] };
            used = used.max(meter.stop(stop).ok_or_else(no_way)? - hover * stop.hold);
        }
        self.push(key, lasts, [(stop.from, stop.from_height), (stop.to, stop.to_height)], used);
        self.push(key, stop.hold, [(stop.to, stop.to_height); 2], hover * stop.hold);
        if stop.kind == Kind::Return {
            let ground = case.s.atlas.terrain.ground(stop.to).0.0;
            let down = (stop.to_height - ground).max(0.0) / airframe.descend.0;
            self.push(key, down, [(stop.to, stop.to_height), (stop.to, ground)], hover * down);
        }
        Ok(())
    }
}
