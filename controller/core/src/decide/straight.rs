//! Whether the straight way home is surely free, without planning one.

use flight_plans::Situation;
use geodata::{Local, Metres, Zone, ZoneKind};

/// How much farther than the plan asks a zone must be from the way: more than the planner's own slack.
const SPARE: Metres = Metres(50.0);

/// Whether every keep-out zone, whatever its hours and heights, is farther from the straight way to the dock than a planned
/// way would ever keep. Then the planner's way is that straight one.
pub fn is_free(situation: &Situation<'_>) -> bool {
    let plan = situation.plan;
    let dock = plan.aircraft(situation.vehicle).map(|aircraft| aircraft.dock.as_str());
    let Some(dock) = situation.atlas.posts.iter().find(|post| Some(post.id.as_str()) == dock) else { return false };
    let margin = plan.zone_margin + SPARE;
    let zones = situation.atlas.zones.iter();
    zones.filter(|zone| zone.kind == ZoneKind::KeepOut).all(|zone| keeps_off(zone, situation.from, dock.at, margin))
}

fn keeps_off(zone: &Zone, from: Local, to: Local, margin: Metres) -> bool {
    let [least, most] = zone.bounds();
    let apart = |a: f64, b: f64, least: f64, most: f64| a.min(b) - margin.0 > most || a.max(b) + margin.0 < least;
    apart(from.x, to.x, least.x, most.x)
        || apart(from.y, to.y, least.y, most.y)
        || zone.clearance(from, to).0 > margin.0
}
