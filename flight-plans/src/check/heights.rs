//! Heights along the whole way: between 30 and 120 m above the ground below, and every stop in the aircraft's layer. All
//! of it hangs on the district's ground, so an aircraft that stands elsewhere than on that ground does not fly.

use super::HEIGHTS;
use super::flown::{Flown, Kind, Stop};
use crate::situation::Situation;
use geodata::{Finding, Local};

/// Legs are sampled this finely, in metres.
const SAMPLE: f64 = 20.0;
/// Rounding on the wire and in the autopilot, in metres.
pub(super) const TOLERANCE: f64 = 1.0;
/// A first leg in flight shorter than this is a change of height in place, in metres.
pub(super) const IN_PLACE: f64 = 30.0;
/// A standing aircraft's height may differ this much from the district's ground, in metres: receivers err by some
/// metres upright and terrain by some more.
const GROUND_AGREES: f64 = 30.0;

pub(super) fn check(flown: &Flown<'_>, s: &Situation<'_>) -> Vec<Finding> {
    let mut findings: Vec<Finding> = ground(flown, s).into_iter().collect();
    for (index, stop) in flown.stops.iter().enumerate() {
        findings.extend(leg(stop, index == 0, s));
        findings.extend(layer(stop, flown, s));
        findings.extend(takeoff(stop));
    }
    findings
}

/// Whether a standing aircraft stands on the ground the district tells of.
fn ground(flown: &Flown<'_>, s: &Situation<'_>) -> Option<Finding> {
    let (stands, told) = (s.from_altitude.0.0, s.atlas.terrain.ground(s.from).0.0);
    let agrees = (stands - told).abs() <= GROUND_AGREES;
    let say = || format!("it stands at {stands:.0} m, the district says {told:.0} m");
    let remedy = "Import the district with the right ground height";
    let at = format!("aircraft {}", flown.aircraft.callsign);
    (s.on_ground && !agrees).then(|| Finding::new("ground_disagrees", at, say(), remedy))
}

/// A take-off goes up.
fn takeoff(stop: &Stop) -> Option<Finding> {
    let down = stop.kind == Kind::Takeoff && stop.to_height <= stop.from_height;
    let say = || format!("take-off to {:.0} m from {:.0} m is no climb", stop.to_height, stop.from_height);
    let remedy = "Plan it again; if that does not help, import the district with the right ground height";
    down.then(|| Finding::new("takeoff_not_up", format!("item {}", stop.item), say(), remedy))
}

fn leg(stop: &Stop, first: bool, s: &Situation<'_>) -> Option<Finding> {
    let length = stop.from.distance(stop.to).0;
    // A climb from the ground or a change of height in place passes the lower heights on purpose.
    let only_its_end = stop.kind == Kind::Takeoff || (first && length < IN_PLACE);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a district is not 80,000 km wide
    let parts = (length / SAMPLE).ceil().clamp(1.0, 4e6) as u32;
    let begin = if only_its_end { parts } else { 0 };
    (begin..=parts).find_map(|part| {
        let share = f64::from(part) / f64::from(parts);
        let at = Local { x: mix(stop.from.x, stop.to.x, share), y: mix(stop.from.y, stop.to.y, share) };
        let above = mix(stop.from_height, stop.to_height, share) - s.atlas.terrain.ground(at).0.0;
        // A hill between the ends is another rule's, which knows it exactly and says where it is.
        let hill = part > 0 && part < parts && above < HEIGHTS.0.0.0 && s.atlas.terrain.height(at).is_some();
        outside_heights(stop, above).filter(|_| s.atlas.terrain.is_flat() || !hill)
    })
}

fn outside_heights(stop: &Stop, above_ground: f64) -> Option<Finding> {
    let (low, high) = (HEIGHTS.0.0.0, HEIGHTS.1.0.0);
    let fits = above_ground >= low - TOLERANCE && above_ground <= high + TOLERANCE;
    let code = if above_ground > high { "too_high" } else { "too_low" };
    let say = || format!("{above_ground:.0} m above ground, allowed are {low:.0} to {high:.0}");
    (!fits).then(|| Finding::new(code, format!("item {}", stop.item), say(), "Plan it at an allowed height"))
}

fn layer(stop: &Stop, flown: &Flown<'_>, s: &Situation<'_>) -> Option<Finding> {
    let (above, own) = (stop.to_height - s.atlas.terrain.ground(stop.to).0.0, flown.layer.0.0);
    let off = stop.kind != Kind::Return && (above - own).abs() > TOLERANCE;
    let say = || format!("{above:.0} m above ground, the layer of {} is {own:.0}", flown.aircraft.callsign);
    off.then(|| Finding::new("off_layer", format!("item {}", stop.item), say(), "Plan it in the aircraft's own layer"))
}

fn mix(a: f64, b: f64, share: f64) -> f64 {
    a + (b - a) * share
}
