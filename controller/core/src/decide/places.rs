//! Orders with a place: fly there and stay, or circle it. Both are judged before they leave, each leg of them.

use super::air;
use super::command::order;
use crate::controller::{Answer, Controller};
use crate::decide::Step;
use crate::ids::VehicleId;
use crate::input::Actor;
use crate::order::{ORBIT_RADIUS, OrderKind};
use crate::reason::Reason;
use flight_plans::check::{blocks, check};
use flight_plans::{Mission, MissionItem, Situation};
use geodata::{Agl, Amsl, Local, Metres, Seconds, Timestamp, Wgs84};

/// Corners of the polygon round a circle that is judged in its stead.
const CORNERS: u32 = 24;

/// Flies straight to a place, at the plan's height over its ground, and stays.
pub(super) fn go_to(
    controller: &Controller,
    at: Timestamp,
    vehicle: VehicleId,
    place: Wgs84,
    actor: &Actor,
) -> (Step, Answer) {
    told(controller, at, vehicle, there(controller, at, vehicle, place), actor)
}

/// The order that leads an aircraft in the air to a place.
///
/// # Errors
/// Why it cannot fly there now.
pub(super) fn there(
    controller: &Controller,
    at: Timestamp,
    vehicle: VehicleId,
    place: Wgs84,
) -> Result<OrderKind, Reason> {
    placed(controller, at, vehicle, |situation: &Situation<'_>, layer: Agl| {
        let atlas = &controller.setup.atlas;
        let altitude = atlas.terrain.ground(atlas.frame.to_local(place)).raised(layer);
        let leg = Mission { items: vec![MissionItem::LoiterUnlimited { at: place, altitude }] };
        air::judged(&leg, situation)?;
        Ok(OrderKind::GoTo { at: place, altitude })
    })
}

/// Circles a place, at the plan's height over the highest ground of the circle.
pub(super) fn orbit(
    controller: &Controller,
    at: Timestamp,
    vehicle: VehicleId,
    (place, radius): (Wgs84, Metres),
    actor: &Actor,
) -> (Step, Answer) {
    let kind = |situation: &Situation<'_>, layer: Agl| {
        if !ORBIT_RADIUS.contains(&radius.0) {
            let text =
                format!("a circle of {radius}; {} to {} m can be flown", ORBIT_RADIUS.start(), ORBIT_RADIUS.end());
            return Err(Reason::Blocked { text });
        }
        let atlas = &controller.setup.atlas;
        let corners = corners(atlas.frame.to_local(place), radius, situation.from);
        let altitude = highest(controller, &corners).raised(layer);
        let hold = Seconds(0.0);
        let corner = |at: &Local| MissionItem::Waypoint { at: atlas.frame.to_wgs84(*at), altitude, hold };
        let last = corners.last().map(|at| MissionItem::LoiterUnlimited { at: atlas.frame.to_wgs84(*at), altitude });
        let round = Mission { items: corners.iter().map(corner).chain(last).collect() };
        // One height all round cannot keep to a layer over uneven ground; every other word of the judge counts.
        if let Some(finding) = check(&round, situation).iter().find(|one| blocks(one) && one.code != "off_layer") {
            return Err(air::blocked(finding));
        }
        Ok(OrderKind::Orbit { at: place, altitude, radius })
    };
    told(controller, at, vehicle, placed(controller, at, vehicle, kind), actor)
}

/// The order `kind` makes of the present situation, for an aircraft in the air.
fn placed(
    controller: &Controller,
    at: Timestamp,
    vehicle: VehicleId,
    kind: impl Fn(&Situation<'_>, Agl) -> Result<OrderKind, Reason>,
) -> Result<OrderKind, Reason> {
    let aircraft = controller.setup.plan.aircraft(vehicle.0);
    let aircraft = aircraft.ok_or_else(|| Reason::NoSuch { what: vehicle.to_string() })?;
    let situation = air::situation(controller, at, vehicle)?;
    if situation.on_ground {
        return Err(Reason::WrongState { state: "on the ground".to_owned() });
    }
    kind(&situation, aircraft.layer)
}

/// Gives the order, or says why not.
fn told(
    controller: &Controller,
    at: Timestamp,
    vehicle: VehicleId,
    kind: Result<OrderKind, Reason>,
    actor: &Actor,
) -> (Step, Answer) {
    match kind {
        Ok(kind) => order(controller, at, vehicle, kind, actor),
        Err(why) => (Step::of(controller), Answer::Denied(why)),
    }
}

/// A closed polygon that holds the whole circle, from the corner nearest to `from` once round.
pub(super) fn corners(middle: Local, radius: Metres, from: Local) -> Vec<Local> {
    let half = std::f64::consts::PI / f64::from(CORNERS);
    let out = radius.0 / half.cos();
    let corner = |number: u32| {
        let angle = 2.0 * half * f64::from(number);
        Local { x: middle.x + out * angle.sin(), y: middle.y + out * angle.cos() }
    };
    let nearest = (0..CORNERS).min_by(|a, b| corner(*a).distance(from).total_cmp(&corner(*b).distance(from)));
    let first = nearest.unwrap_or(0);
    (0..=CORNERS).map(|step| corner((first + step) % CORNERS)).collect()
}

/// The highest ground under the corners and the sides between them.
fn highest(controller: &Controller, corners: &[Local]) -> Amsl {
    let terrain = &controller.setup.atlas.terrain;
    let middles = corners.windows(2).filter_map(|pair| {
        let [a, b] = pair else { return None };
        Some(Local { x: f64::midpoint(a.x, b.x), y: f64::midpoint(a.y, b.y) })
    });
    let height = |at: Local| terrain.ground(at).0;
    Amsl(corners.iter().copied().chain(middles).map(height).reduce(Metres::max).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_polygon_that_is_judged_holds_the_whole_circle_and_begins_where_the_aircraft_comes_from() {
        let middle = Local { x: 100.0, y: -40.0 };
        let from = Local { x: 400.0, y: -40.0 };
        for radius in [15.0, 80.0, 250.0] {
            let corners = corners(middle, Metres(radius), from);
            assert_eq!((corners.len(), corners.first()), (25, corners.last()));
            for pair in corners.windows(2) {
                let side = Local { x: f64::midpoint(pair[0].x, pair[1].x), y: f64::midpoint(pair[0].y, pair[1].y) };
                assert!(middle.distance(side).0 >= radius - 1e-9, "the middle of a side touches the circle");
                assert!(middle.distance(pair[0]).0 <= radius * 1.01);
            }
            assert!(corners[0].x > middle.x + radius * 0.99);
        }
    }
}
