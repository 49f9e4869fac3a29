//! Hills: no leg may come nearer to the ground than the lowest height flown, anywhere along it and not only at its ends.
//! Only with real elevation; over flat ground the heights at the ends say it all.

use super::HEIGHTS;
use super::flown::{Flown, Kind, Stop};
use super::heights::{IN_PLACE, TOLERANCE};
use crate::situation::Situation;
use geodata::{Amsl, Finding, Local, Metres, Wgs84};

pub(super) fn check(flown: &Flown<'_>, s: &Situation<'_>) -> Vec<Finding> {
    if s.atlas.terrain.is_flat() {
        return Vec::new();
    }
    let legs = flown.stops.iter().enumerate().filter(|(index, stop)| {
        let in_place = *index == 0 && stop.from.distance(stop.to).0 < IN_PLACE;
        stop.kind != Kind::Takeoff && !in_place
    });
    let mut findings: Vec<Finding> = legs.clone().filter_map(|(index, stop)| hill(index, stop, flown, s)).collect();
    findings.extend(legs.clone().find_map(|(_, stop)| unknown(stop, s)));
    findings.extend(flown.stops.iter().find_map(|stop| straight_home(stop, flown, s)));
    findings
}

/// The height above sea level of a leg's beginning or end.
fn amsl(metres: f64) -> Amsl {
    Amsl(Metres(metres))
}

/// Ground that comes too near between the ends of a leg; at the ends the heights are judged by themselves.
fn hill(index: usize, stop: &Stop, flown: &Flown<'_>, s: &Situation<'_>) -> Option<Finding> {
    let terrain = &s.atlas.terrain;
    let least = terrain.least_clearance((stop.from, amsl(stop.from_height)), (stop.to, amsl(stop.to_height)));
    let above = least.value?.0.0;
    let at_an_end = [stop.from, stop.to].iter().any(|end| end.distance(least.at).0 < 1.0);
    if above >= HEIGHTS.0.0.0 - TOLERANCE || at_an_end {
        return None;
    }
    let before = index
        .checked_sub(1)
        .and_then(|i| flown.stops.get(i))
        .map_or_else(|| "where the aircraft is".to_owned(), |before| format!("item {}", before.item));
    let Wgs84 { lat, lon } = s.atlas.frame.to_wgs84(least.at);
    let passes = if above >= 0.0 {
        format!("passes {above:.0} m above the ground")
    } else {
        format!("goes {:.0} m under the ground", -above)
    };
    let low = HEIGHTS.0.0.0;
    let say = format!("the leg from {before} to it {passes} at {lat:.5}, {lon:.5}; allowed are {low:.0} m and more");
    let top = terrain.max_along(stop.from, stop.to).value.map_or(f64::NAN, |top| top.0.0);
    let remedy = format!(
        "Add a waypoint over the hill, at {:.0} m above sea level or more, or plan a way round it",
        (top + low).ceil()
    );
    Some(Finding::new("hill_in_the_way", format!("item {}", stop.item), say, remedy))
}

/// The first leg over ground that the elevation data does not know. A note: such ground is taken as the highest near by.
fn unknown(stop: &Stop, s: &Situation<'_>) -> Option<Finding> {
    let say = "the ground is unknown somewhere under the leg to it, and is taken as the highest known near by";
    let remedy = "Bring elevation data without this hole, or keep well above the ground there";
    let unknown = s.atlas.terrain.max_along(stop.from, stop.to).unknown;
    unknown.then(|| Finding::new("note_ground_unknown", format!("item {}", stop.item), say, remedy))
}

/// The first stop from which a straight return at its height would come too near to the ground. A note: the autopilot's
/// own return climbs first, and by how much is set in the aircraft.
fn straight_home(stop: &Stop, flown: &Flown<'_>, s: &Situation<'_>) -> Option<Finding> {
    let way = |to: Local| s.atlas.terrain.least_clearance((stop.to, amsl(stop.to_height)), (to, amsl(stop.to_height)));
    let above = way(flown.dock).value?.0.0;
    if stop.kind == Kind::Return || above >= HEIGHTS.0.0.0 - TOLERANCE {
        return None;
    }
    let top = s.atlas.terrain.max_along(stop.to, flown.dock).value?.0.0;
    let say = format!("a straight return from there at its height would come within {above:.0} m of the ground");
    let remedy = format!(
        "See that the aircraft's return altitude is {:.0} m above sea level or more",
        (top + HEIGHTS.0.0.0).ceil()
    );
    Some(Finding::new("note_return_low", format!("item {}", stop.item), say, remedy))
}
