//! The command link: at every place of the way an antenna is in range and in sight.

use super::case::Case;
use crate::schedule::Relay;
use geodata::terrain::{Bending, Sight};
use geodata::{Amsl, Finding, Local, Metres};

/// Ways are looked at this often, in metres over ground or up.
const LOOK: f64 = 30.0;
/// On the ground nothing needs to be heard, in metres above it.
const GROUND: f64 = 2.0;

pub(super) fn check(case: &Case<'_>) -> Option<Finding> {
    if case.schedule.relays.is_empty() {
        return None;
    }
    let frame = &case.s.atlas.frame;
    let relays: Vec<(&Relay, Local)> = case.schedule.relays.iter().map(|r| (r, frame.to_local(r.at))).collect();
    case.track.parts.iter().find_map(|part| {
        let [a, b] = part.place;
        let length = a.distance(b).0.max((part.height[1] - part.height[0]).abs());
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a district is not 30,000 km wide
        let looks = (length / LOOK).ceil().clamp(1.0, 1e6) as u32;
        (0..=looks).find_map(|look| {
            let second = part.time[0] + (part.time[1] - part.time[0]) * f64::from(look) / f64::from(looks);
            let (at, height) = part.at(second);
            let why = lost(case, &relays, (at, height))?;
            let remedy = "Fly it higher or nearer to an antenna, or add a relay";
            Some(case.finding("link_lost", (part.item, second, at), &why, remedy))
        })
    })
}

/// Why nobody is heard at a place; nothing when an antenna is.
fn lost(case: &Case<'_>, relays: &[(&Relay, Local)], (at, height): (Local, f64)) -> Option<String> {
    let terrain = &case.s.atlas.terrain;
    if height - terrain.ground(at).0.0 < GROUND {
        return None;
    }
    let far = |(relay, place): &(&Relay, Local)| place.distance(at).0.hypot(relay.altitude.0.0 - height);
    let in_range = || relays.iter().filter(|antenna| far(antenna) <= antenna.0.range.0);
    let seen = |(relay, place): &(&Relay, Local)| {
        let sight = terrain.line_of_sight((*place, relay.altitude), (at, Amsl(Metres(height))), Bending::Radio);
        !matches!(sight, Sight::Blocked { .. })
    };
    if in_range().any(seen) {
        return None;
    }
    let (name, far) = relays.iter().map(|r| (r.0.id.as_str(), far(r))).min_by(|a, b| a.1.total_cmp(&b.1))?;
    Some(match in_range().next() {
        Some((relay, _)) => format!("the ground hides it from every antenna in range, {} among them", relay.id),
        None => format!("it is out of range of every antenna; {name} is nearest, {far:.0} m away"),
    })
}
