//! The mission as it would be flown: stops in order, each with the leg that leads there.

use crate::airframe::Airframe;
use crate::mission::{Mission, MissionItem};
use crate::plan::Aircraft;
use crate::situation::Situation;
use geodata::{Agl, Finding, Local};

/// The mission against the district's metres.
pub(super) struct Flown<'a> {
    pub(super) aircraft: &'a Aircraft,
    pub(super) airframe: &'a Airframe,
    pub(super) dock: Local,
    /// The layer its stops must be flown in.
    pub(super) layer: Agl,
    pub(super) stops: Vec<Stop>,
    /// Whether the mission itself comes home, by waypoints and a last straight return.
    pub(super) comes_home: bool,
}

/// One item with a place, or the return.
#[derive(Clone, Copy)]
pub(super) struct Stop {
    /// The index of the item.
    pub(super) item: usize,
    pub(super) kind: Kind,
    /// Where the leg begins.
    pub(super) from: Local,
    /// Metres above sea level where the leg begins.
    pub(super) from_height: f64,
    /// Where it ends.
    pub(super) to: Local,
    /// Metres above sea level where it ends.
    pub(super) to_height: f64,
    /// The ground speed the mission asks for on this leg, m/s.
    pub(super) speed: Option<f64>,
    /// Seconds to stay there.
    pub(super) hold: f64,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Takeoff,
    Pass,
    Stay,
    Return,
}

/// A hover until told otherwise is reckoned to last at least this long, in seconds.
const LEAST_STAY: f64 = 120.0;

impl<'a> Flown<'a> {
    pub(super) fn read(mission: &Mission, s: &Situation<'a>) -> Result<Self, Finding> {
        let unknown =
            |what: &str| Finding::new("not_enrolled", format!("vehicle {}", s.vehicle), what, "Enrol it in the plan");
        let squadron = s.plan.squadron.iter();
        let aircraft = squadron.clone().find(|a| a.vehicle == s.vehicle).ok_or_else(|| unknown("not in the plan"))?;
        let airframe = s.plan.airframes.iter().find(|f| f.name == aircraft.airframe);
        let airframe = airframe.ok_or_else(|| unknown("its airframe is not in the plan"))?;
        let dock = s.atlas.posts.iter().find(|p| p.id == aircraft.dock);
        let dock = dock.ok_or_else(|| unknown("its dock is not in the district"))?.at;
        let stops = stops(mission, s, dock);
        let comes_home = matches!(mission.items.last(), Some(MissionItem::Return));
        Ok(Self { aircraft, airframe, dock, layer: aircraft.layer, stops, comes_home })
    }

    /// The same from another dock and in another layer than those the plan enrols it with, each endless hover as long as
    /// planned and not as long as at least.
    pub(super) fn scheduled(mission: &Mission, s: &Situation<'a>, terms: &Terms) -> Result<Self, Finding> {
        let mut flown = Self::read(mission, s)?;
        (flown.dock, flown.layer) = (terms.dock, terms.layer);
        flown.stops = stops(mission, s, terms.dock);
        for stop in flown.stops.iter_mut().filter(|stop| stop.kind == Kind::Stay) {
            stop.hold = terms.stay;
        }
        if let Some(last) = flown.stops.last().copied().filter(|last| last.kind != Kind::Return) {
            // After its last hover it is ordered to return, and does so at its own speed and not at the last leg's.
            let (from, from_height, to) = (last.to, last.to_height, terms.dock);
            let kind = Kind::Return;
            flown.stops.push(Stop {
                kind,
                from,
                from_height,
                to,
                to_height: from_height,
                hold: 0.0,
                speed: None,
                ..last
            });
        }
        Ok(flown)
    }
}

/// What a schedule says of a flight that the plan does not.
pub(super) struct Terms {
    pub(super) dock: Local,
    pub(super) layer: Agl,
    /// Seconds of each endless hover.
    pub(super) stay: f64,
}

fn stops(mission: &Mission, s: &Situation<'_>, dock: Local) -> Vec<Stop> {
    let (mut at, mut height, mut speed) = (s.from, s.from_altitude.0.0, None);
    let mut stops = Vec::with_capacity(mission.items.len());
    for (item, step) in mission.items.iter().enumerate() {
        let (kind, hold) = match *step {
            MissionItem::Speed { speed: asked } => {
                speed = Some(asked.0);
                continue;
            }
            MissionItem::Takeoff { .. } => (Kind::Takeoff, 0.0),
            MissionItem::Waypoint { hold, .. } => (Kind::Pass, hold.0),
            MissionItem::LoiterUnlimited { .. } => (Kind::Stay, LEAST_STAY),
            MissionItem::Return => (Kind::Return, 0.0),
        };
        let (to, to_height) = match step.place() {
            Some((place, altitude)) => (s.atlas.frame.to_local(place), altitude.0.0),
            None => (dock, height),
        };
        stops.push(Stop { item, kind, from: at, from_height: height, to, to_height, speed, hold });
        (at, height) = (to, to_height);
    }
    stops
}
