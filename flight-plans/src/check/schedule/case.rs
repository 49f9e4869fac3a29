//! One scheduled flight looked up in the district and the plan: what every rule on a single flight reads.

use super::World;
use super::track::Track;
use crate::check::flown::{Flown, Terms};
use crate::mission::MissionItem;
use crate::schedule::{Schedule, ScheduledFlight};
use crate::situation::Situation;
use crate::wind::Wind;
use geodata::{Finding, Local, Metres, Timestamp};

/// A flight with its names looked up and its way laid out in time.
pub(super) struct Case<'a> {
    pub(super) flight: &'a ScheduledFlight,
    pub(super) schedule: &'a Schedule,
    pub(super) s: Situation<'a>,
    pub(super) flown: Flown<'a>,
    pub(super) track: Track,
}

impl<'a> Case<'a> {
    /// Looks a flight up and lays its way out.
    ///
    /// # Errors
    /// Everything that keeps the flight from being judged any further.
    pub(super) fn open(
        flight: &'a ScheduledFlight,
        schedule: &'a Schedule,
        world: &World<'a>,
    ) -> Result<Self, Vec<Finding>> {
        let s = situation(flight, schedule, world).map_err(|fault| vec![fault])?;
        let broken = crate::check::shape::check(&flight.mission, &s);
        if !broken.is_empty() {
            return Err(broken.into_iter().map(|fault| named(flight, fault)).collect());
        }
        let terms = Terms { dock: home(flight, world).unwrap_or(s.from), layer: flight.layer, stay: flight.stay.0 };
        let flown = Flown::scheduled(&flight.mission, &s, &terms).map_err(|fault| vec![named(flight, fault)])?;
        let mut case = Self { flight, schedule, s, flown, track: Track::default() };
        case.track = Track::lay(&mut case).map_err(|fault| vec![fault])?;
        Ok(case)
    }

    /// The winds expected between two moments, the one that blows at the first of them first.
    pub(super) fn winds(&self, from: Timestamp, to: Timestamp) -> Vec<Wind> {
        winds(self.schedule, from, to)
    }

    /// A moment of the flight.
    pub(super) fn moment(&self, second: f64) -> Timestamp {
        self.flight.takeoff_at.plus(geodata::Seconds(second))
    }

    /// A finding on a second of the flight: which item leads there, when, and where.
    pub(super) fn finding(
        &self,
        code: &'static str,
        (item, second, place): (usize, f64, Local),
        say: &str,
        remedy: &str,
    ) -> Finding {
        let at = format!("flight {}, item {item}", self.flight.id);
        let geodata::Wgs84 { lat, lon } = self.s.atlas.frame.to_wgs84(place);
        let when = clock(second);
        Finding::new(code, at, format!("{when} after its start, at {lat:.5}, {lon:.5}: {say}"), remedy)
    }
}

/// Minutes and seconds of a flight.
pub(super) fn clock(second: f64) -> String {
    let whole = second.max(0.0).floor();
    format!("{:.0}:{:02.0}", (whole / 60.0).floor(), whole % 60.0)
}

/// A finding of the judge of missions, with the flight it is about.
pub(super) fn named(flight: &ScheduledFlight, finding: Finding) -> Finding {
    Finding { at: format!("flight {}, {}", flight.id, finding.at), ..finding }
}

/// The winds of a schedule between two moments; calm where it has none.
pub(super) fn winds(schedule: &Schedule, from: Timestamp, to: Timestamp) -> Vec<Wind> {
    let weather = &schedule.weather;
    let first = weather.iter().rev().find(|w| w.from <= from).or(weather.first()).map_or(Wind::CALM, |w| w.wind);
    let later = weather.iter().filter(|w| w.from > from && w.from <= to).map(|w| w.wind);
    std::iter::once(first).chain(later).collect()
}

fn home(flight: &ScheduledFlight, world: &World<'_>) -> Option<Local> {
    world.atlas.posts.iter().find(|post| post.id == flight.dock).map(|post| post.at)
}

fn situation<'a>(flight: &ScheduledFlight, schedule: &Schedule, world: &World<'a>) -> Result<Situation<'a>, Finding> {
    let missing =
        |code, say: String, remedy: &str| Err(Finding::new(code, format!("flight {}", flight.id), say, remedy));
    let Some(home) = home(flight, world) else {
        let say = format!("the district has no dock {}", flight.dock);
        return missing("dock_unknown", say, "Fly it from a dock of the district");
    };
    let Some(aircraft) = world.plan.aircraft(flight.vehicle) else {
        let say = format!("the plan has no aircraft {}", flight.vehicle);
        return missing("not_enrolled", say, "Enrol it in the plan");
    };
    let begins_in_air = flight.airborne.is_some();
    if !begins_in_air && aircraft.dock != flight.dock {
        let say = format!("{} stands at dock {}, not at {}", aircraft.callsign, aircraft.dock, flight.dock);
        return missing("dock_not_its_own", say, "Send an aircraft of this dock, or move the aircraft in the plan");
    }
    if !world.plan.airframe_of(flight.vehicle).is_some_and(|airframe| airframe.faults().is_empty()) {
        let say = format!("the plan has no sound airframe for {}", aircraft.callsign);
        return missing("not_enrolled", say, "Correct the airframe in the plan");
    }
    let dock_ground = world.atlas.terrain.ground(home);
    let (from, from_altitude) = flight
        .airborne
        .map_or((home, dock_ground), |airborne| (world.atlas.frame.to_local(airborne.at), airborne.altitude));
    Ok(Situation {
        atlas: world.atlas,
        plan: world.plan,
        vehicle: flight.vehicle,
        wind: winds(schedule, flight.takeoff_at, flight.takeoff_at).first().copied().unwrap_or_default(),
        battery_percent: flight.battery_percent,
        from,
        from_altitude,
        on_ground: !begins_in_air,
        at: flight.takeoff_at,
    })
}

/// The height of a planned return above sea level, from a height at a place: what the autopilot climbs to before it
/// turns to a destination on ground of a height. Lowest and highest where it is not known whose autopilot it is.
///
/// ArduPilot Copter (`ModeRTL::compute_return_target`): the most of where it is, `RTL_ALT` above home, and the height of
/// the rally point. PX4 (`RTL::findRtlDestination`): the most of where it is and `RTL_RETURN_ALT` above the destination.
/// The cones within which both climb less reach no farther from the destination than they climb, and are not counted.
pub(super) fn return_heights(case: &Case<'_>, height: f64, destination: &Destination) -> (f64, f64) {
    use crate::schedule::Autopilot;
    let Some(Metres(up)) = case.flight.contingency.return_height else {
        let rally = destination.rally_height.unwrap_or(height);
        return match case.flight.contingency.autopilot {
            Autopilot::Px4 => (height, height),
            Autopilot::ArduPilot => (height.max(rally), height.max(rally)),
            Autopilot::Unknown => (height, height.max(rally)),
        };
    };
    let home = case.s.atlas.terrain.ground(case.flown.dock).0.0;
    let ardupilot = height.max(home + up).max(destination.rally_height.unwrap_or(height));
    let px4 = height.max(destination.ground + up);
    match case.flight.contingency.autopilot {
        Autopilot::ArduPilot => (ardupilot, ardupilot),
        Autopilot::Px4 => (px4, px4),
        Autopilot::Unknown => (ardupilot.min(px4), ardupilot.max(px4)),
    }
}

/// Where a return may end.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Destination {
    pub(super) at: Local,
    /// Height of the ground there, metres above sea level.
    pub(super) ground: f64,
    /// The height a rally point is entered with, metres above sea level; home has none.
    pub(super) rally_height: Option<f64>,
    /// What findings call it.
    pub(super) name: String,
    /// The dock that is there, if one is.
    pub(super) dock: Option<String>,
}

/// A rally point this near to a dock is that dock, in metres.
const AT_DOCK: f64 = 30.0;

/// Home first, then the rally points of the flight.
pub(super) fn destinations(case: &Case<'_>) -> Vec<Destination> {
    let (terrain, frame) = (&case.s.atlas.terrain, &case.s.atlas.frame);
    let docks = || case.s.atlas.posts.iter().filter(|post| post.kind == geodata::PostKind::Dock);
    let home = Destination {
        at: case.flown.dock,
        ground: terrain.ground(case.flown.dock).0.0,
        rally_height: None,
        name: format!("its dock {}", case.flight.dock),
        dock: Some(case.flight.dock.clone()),
    };
    let rally = case.flight.contingency.rally.points.iter().enumerate().map(|(index, point)| {
        let at = frame.to_local(point.at);
        let dock = docks().find(|post| post.at.distance(at).0 <= AT_DOCK).map(|post| post.id.clone());
        let (ground, rally_height) = (terrain.ground(at).0.0, Some(point.altitude.0.0));
        Destination { at, ground, rally_height, name: format!("rally point {index}"), dock }
    });
    std::iter::once(home).chain(rally).collect()
}

/// The nearest of the destinations; home among equals. Nothing when a place is no place.
pub(super) fn nearest(destinations: &[Destination], at: Local) -> Option<usize> {
    let far = |index: usize| destinations.get(index).map_or(f64::NAN, |d| d.at.distance(at).0);
    (0..destinations.len()).filter(|&i| far(i).is_finite()).min_by(|&a, &b| far(a).total_cmp(&far(b)))
}

/// Whether a mission of this kind of items ends by its own return.
pub(super) fn ends_at_home(flight: &ScheduledFlight) -> bool {
    matches!(flight.mission.items.last(), Some(MissionItem::Return))
}
