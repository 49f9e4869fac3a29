//! The volatile state: what the sky and the ground repeat every second. Lost in a crash, refilled by the next second.

pub mod around;
pub mod fleet;
mod sighted;
pub mod tracks;
pub mod units;

use crate::decide::recording::no_record;
use crate::facts::weather::WeatherReport;
use crate::input::{Detection, Input, SkyReport, StationSay, UnitReport};
use crate::merge::Merger;
use crate::setup::Setup;
use around::Around;
use fleet::Fleet;
use geodata::{Seconds, Timestamp};
use std::collections::BTreeMap;
use tracks::Tracks;
use units::Units;

/// What is where right now.
#[derive(Clone, Debug, Default)]
pub struct Picture {
    /// The aircraft.
    pub fleet: Fleet,
    /// The ground units.
    pub units: Units,
    /// What the aircraft see, moment by moment.
    pub tracks: Tracks,
    /// What goes on, by all that is seen from the air.
    pub events: Merger,
    /// Others in the air.
    pub around: Around,
    /// What the desks of stations that follow us heard of us last, by the ids of their posts.
    pub stations: BTreeMap<String, Timestamp>,
    /// When the controller started.
    pub started: Timestamp,
    /// The last input's time.
    pub now: Timestamp,
    /// Whether this input is the first of a new second.
    pub beat: bool,
    /// When the last second but this began to be looked at.
    pub beat_before: Timestamp,
    /// When the present second did.
    beat_at: Timestamp,
    /// The newest weather.
    pub weather: Option<WeatherReport>,
    /// Whether records become durable.
    pub unrecordable: bool,
    /// Whether the last detection said something new.
    pub is_news: bool,
}

impl Picture {
    /// An empty picture.
    #[must_use]
    pub fn new(at: Timestamp) -> Self {
        Self { started: at, now: at, beat_before: at, beat_at: at, ..Self::default() }
    }

    /// Takes one input in. The only way the picture changes.
    pub fn observe(&mut self, at: Timestamp, input: &Input, setup: &Setup) {
        let (atlas, policy) = (&setup.atlas, &setup.policy);
        self.beat = at.as_millis().div_euclid(1000) > self.now.as_millis().div_euclid(1000);
        self.now = self.now.max(at);
        if self.beat {
            (self.beat_before, self.beat_at) = (self.beat_at, self.now);
        }
        match input {
            Input::Sky(vehicle, report) => {
                if matches!(report, SkyReport::LinkLost { .. } | SkyReport::Doubted(_)) {
                    self.tracks.forget(*vehicle);
                }
                if let SkyReport::Around(traffic) = report {
                    self.around.observe(*vehicle, traffic);
                }
                self.fleet.observe(at, *vehicle, report);
                // What an aircraft sees lies where it believes itself to be.
                if let SkyReport::Sighted(sighting) = report {
                    let fix = self.fleet.get(*vehicle).and_then(|face| face.fix);
                    let seen = sighted::detection(*vehicle, sighting, fix, setup);
                    self.see(at, seen, setup);
                }
            }
            Input::Ground(report) => {
                if let Some(unit) = setup.plan.unit(report.unit.0) {
                    let cap = Seconds(setup.policy.units.age_cap_s);
                    let heard = UnitReport { at: believed(at, report.at, cap), ..report.clone() };
                    self.units.observe(&heard, unit.profile, atlas);
                }
            }
            Input::Detection(detection) => self.see(at, Some(detection.clone()), setup),
            Input::Pixel(pixel) => {
                let face = self.fleet.get(pixel.vehicle);
                let seen = face.and_then(|face| sighted::through_pixel(pixel, face, setup));
                self.see(at, seen, setup);
            }
            Input::Weather(report) => {
                let newer = self.weather.as_ref().is_none_or(|last| report.at > last.at);
                if newer && report.at <= at {
                    self.weather = Some(report.clone());
                }
            }
            Input::Station(word) => {
                let heard = match &word.say {
                    StationSay::Follows { answered } => Some((*answered).min(at)),
                    StationSay::Back { .. } => Some(at),
                    StationSay::Wrote(_) => None,
                };
                let known = self.stations.get(&word.station).copied();
                self.stations.extend(heard.max(known).map(|heard| (word.station.clone(), heard)));
            }
            Input::Journal { writable } => self.unrecordable = !writable,
            Input::Clock | Input::Need(_) | Input::Reply(_) | Input::Alarm(_) | Input::Command(..) => {}
        }
        if self.beat {
            self.tracks.age(at, &policy.track);
            self.events.age(at, &policy.seen.limits());
            self.around.age(at, Seconds(policy.traffic.forget_s));
        }
    }
    /// What a camera saw. What lies in a no-record zone nobody has seen, nor what an aircraft saw that is not where it
    /// believes itself to be.
    fn see(&mut self, at: Timestamp, seen: Option<Detection>, setup: &Setup) {
        self.is_news = false;
        let Some(seen) = seen.filter(|seen| !self.fleet.is_misplaced(seen.vehicle)) else { return };
        let place = setup.atlas.frame.to_local(seen.place);
        if no_record(&setup.atlas, at, place).is_some() {
            return;
        }
        if self.events.take(at, &seen, place, &setup.policy.seen.limits()).is_news() {
            self.is_news = true;
            self.tracks.observe(at, &seen, place, &setup.policy.track);
        }
    }
}

/// When a report was true by our clock: not before receipt less the most a position can be old, and not after receipt. What a
/// device says beyond that is its clock's error.
fn believed(at: Timestamp, stated: Timestamp, cap: Seconds) -> Timestamp {
    stated.min(at).max(at.plus(Seconds(-cap.0)))
}
