//! Missions for one aircraft as it stands now: to a scene, along a patrol line, home. Each is proposed or refused with
//! the reason that binds: `zone_blocks`, `no_way`, `wind`, `reserve_short`.

use super::desk::Desk;
use super::draft::Draft;
use super::patrol_mission;
use crate::mission::Mission;
use crate::patrol::PatrolLine;
use crate::route::Flight;
use crate::situation::Situation;
use geodata::{Finding, Local, Metres, Seconds, Wgs84};

/// How far from a scene an aircraft may hover when a zone keeps it from hovering above.
pub const STANDOFF: Metres = Metres(150.0);
/// The least time over a scene that a flight there must leave energy for.
pub const TIME_ON_SCENE: Seconds = Seconds(120.0);

/// A mission, and what flying it takes.
#[derive(Clone, Debug, PartialEq)]
pub struct Proposal {
    /// What to fly.
    pub mission: Mission,
    /// The way to draw: to the scene, or once along the whole sortie of a patrol.
    pub path: Vec<Wgs84>,
    /// Until over the place; for a patrol or a way home the whole sortie until landed.
    pub flight: Flight,
    /// Percent left over the scene, or at the start of the line; rounded down.
    pub battery_on_arrival: u8,
    /// Percent left after landing at the dock; a scene counts with [`TIME_ON_SCENE`].
    pub battery_back_home: f64,
    /// The index of the mission's item over the scene, or of the first corner of the line.
    pub arrival_item: u16,
}

/// The way to a scene, round the zones, in the aircraft's own layer, to hover there until told otherwise.
///
/// Where a straight return from any point of it would cross a zone, the mission goes on after the hover with a way
/// home round the zones; an order to return by that way is "continue the mission", see also [`home`].
///
/// # Errors
/// The reason that binds.
pub fn to_scene(s: &Situation<'_>, scene: Wgs84) -> Result<Proposal, Finding> {
    let desk = Desk::open(s)?;
    desk.wind_allows()?;
    let over = desk.place_near(scene)?;
    let way = desk.way(s.from, over)?;
    let back = desk.way(over, desk.dock)?;
    let arrival = desk.departure().then(desk.flight(&way)?);
    let on_scene = Flight::hover(desk.airframe, TIME_ON_SCENE);
    let whole = arrival.then(on_scene).then(desk.flight(&back)?).then(desk.landing());
    let battery_back_home = desk.reserve_left(&whole)?;

    let mut draft = Draft::new(&desk);
    draft.depart();
    draft.transit(&way);
    draft.stay();
    let arrival_item = draft.last_index();
    if !desk.returns_straight(&way) {
        draft.transit(&back);
        draft.finish(desk.dock);
    }
    Ok(Proposal {
        mission: draft.mission,
        path: desk.degrees(&way),
        flight: arrival,
        battery_on_arrival: percent(s.battery_percent - arrival.battery_percent),
        battery_back_home,
        arrival_item,
    })
}

/// No flight of the aircraft as it stands is over a scene sooner than this: straight from where it is, at cruise airspeed with
/// all the wind behind it, to the nearest point it may hover at. Without end when nothing is known of its airframe.
#[must_use]
pub fn soonest(s: &Situation<'_>, scene: Wgs84) -> Seconds {
    let Some(airframe) = s.plan.airframe_of(s.vehicle) else { return Seconds(f64::INFINITY) };
    let straight = s.from.distance(s.atlas.frame.to_local(scene));
    Seconds((straight - STANDOFF).0.max(0.0) / (airframe.cruise.0 + s.wind.speed().0))
}

/// As many laps of a line as the energy allows, at most eight, and home.
///
/// # Errors
/// The reason that binds.
pub fn patrol(s: &Situation<'_>, line: &PatrolLine) -> Result<Proposal, Finding> {
    patrol_mission::patrol(s, line)
}

/// The way home round the zones, for an aircraft in flight. It is proposed however little is in the battery: there is
/// nothing better to do.
///
/// # Errors
/// On the ground, or no way at all.
pub fn home(s: &Situation<'_>) -> Result<Proposal, Finding> {
    let desk = Desk::open(s)?;
    if s.on_ground {
        return Err(desk.refusal("on_ground", "it stands on the ground", "Order a launch instead"));
    }
    let back = desk.way(s.from, desk.dock)?;
    let flight = desk.departure().then(desk.flight(&back)?).then(desk.landing());
    let (mission, arrival_item) = homeward(&desk, &back);
    let left = s.battery_percent - flight.battery_percent;
    let path = desk.degrees(&back);
    Ok(Proposal { mission, path, flight, battery_on_arrival: percent(left), battery_back_home: left, arrival_item })
}

/// The mission along a way home, and the number of its item over the dock.
pub(super) fn homeward(desk: &Desk<'_>, back: &[Local]) -> (Mission, u16) {
    let mut draft = Draft::new(desk);
    draft.depart();
    draft.transit(back);
    let arrival_item = draft.last_index();
    draft.finish(desk.dock);
    (draft.mission, arrival_item)
}

/// Whole percent, rounded down, 0 to 100.
pub(super) fn percent(left: f64) -> u8 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped just before
    let whole = left.clamp(0.0, 100.0).floor() as u8;
    whole
}
