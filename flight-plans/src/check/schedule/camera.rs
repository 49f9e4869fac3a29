//! The camera: where nothing may be recorded, recording is off.

use super::case::Case;
use crate::check::geometry::clearance;
use crate::schedule::Recording;
use geodata::{Finding, Seconds, Zone, ZoneKind};

pub(super) fn check(case: &Case<'_>) -> Vec<Finding> {
    let records = |item: usize| match &case.flight.recording {
        Recording::Off => false,
        Recording::On => true,
        Recording::Legs(items) => items.contains(&item),
    };
    let quiet = case.s.atlas.zones.iter().filter(|zone| zone.kind == ZoneKind::NoRecord);
    quiet.flat_map(|zone| recorded(case, zone, &records)).collect()
}

/// The legs on which a zone is recorded while it holds.
fn recorded(case: &Case<'_>, zone: &Zone, records: &dyn Fn(usize) -> bool) -> Vec<Finding> {
    let mut found: Vec<Finding> = Vec::new();
    let mut last = None;
    for part in case.track.parts.iter().filter(|part| records(part.item)) {
        let near = clearance(&zone.shape, part.place[0], part.place[1]);
        let outside = near > 0.0;
        let [begin, end] = part.time.map(Seconds).map(|t| case.flight.takeoff_at.plus(t));
        if outside || last == Some(part.item) || !zone.schedule.active_within(begin, end) {
            continue;
        }
        last = Some(part.item);
        let say = format!("the camera records in {}, where nothing may be recorded", zone.name);
        let remedy = "Switch the recording off on this leg, or fly round the zone";
        found.push(case.finding("records_in_no_record_zone", (part.item, part.time[0], part.place[0]), &say, remedy));
    }
    found
}
