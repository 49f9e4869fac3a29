//! Where a visit fits best in a sortie: what it gains for the time it takes, found with a handful of additions a gap.

use super::state::{Field, Seen, Sortie, State, Stop, price};

/// A visit so soon before or after another is worth nothing, in parts of the longest gap.
const SOON: f64 = 0.1;

/// A place for a visit.
#[derive(Clone, Copy, Debug)]
pub(super) struct Offer {
    /// More is better.
    pub score: f64,
    pub target: u32,
    pub way: u8,
    /// Before which stop.
    pub gap: usize,
}

/// What the smooth cost falls by when a place is also seen at a reading of its clock; `sharp` may differ from the search's,
/// gaps are multiplied by `unit` first.
pub(super) fn gain(field: &Field<'_>, seen: &Seen, target: usize, need: f64, unit: f64, sharp: u32) -> f64 {
    let weight = field.duty.targets[target].weight * unit;
    let after = seen.looks.partition_point(|l| l.need < need);
    let low = if after == 0 { field.needs[target].first() } else { seen.looks[after - 1].need };
    let high = seen.looks.get(after).map_or(field.needs[target].last(), |l| l.need);
    if (need - low).min(high - need) * weight < SOON {
        return 0.0;
    }
    let price = |gap: f64| price(weight * gap, sharp);
    price(high - low) - price(need - low) - price(high - need)
}

/// The best gap of a slot's sortie for a visit. `rate` makes a score of (target, reading, more seconds); nothing above 0
/// is no offer.
pub(super) fn best(
    field: &Field<'_>,
    state: &State,
    slot: usize,
    target: u32,
    rate: &mut impl FnMut(usize, f64, f64) -> f64,
) -> Option<Offer> {
    let span = &field.slots[slot];
    let craft = &field.duty.fleet[span.craft];
    let kind = &field.duty.kinds[craft.kind];
    let ways = kind.ways.during(span.launch);
    let dock = field.duty.docks[craft.dock].port;
    let sortie = &state.sorties[slot];
    let (time_left, energy_left) = left(field, slot, sortie);
    let mut found: Option<Offer> = None;
    let mut port = dock;
    let mut at = span.launch + f64::from(kind.launch.time);
    for gap in 0..=sortie.stops.len() {
        let next = sortie.stops.get(gap).map(|s| served(field, s));
        let next_port = next.map_or(dock, |w| w.enter);
        let now = if sortie.stops.is_empty() {
            super::model::Hop { time: 0.0, energy: 0.0 }
        } else {
            ways.between(port, next_port)
        };
        for (way, served) in field.ways(target).iter().enumerate() {
            let there = ways.between(port, served.enter);
            let on = ways.between(served.leave, next_port);
            let more = f64::from(there.time + served.time + on.time - now.time);
            if more > time_left || more.is_nan() {
                continue;
            }
            let draw = f64::from(there.energy + on.energy - now.energy) + f64::from(served.time) * kind.serving;
            if draw > energy_left || draw.is_nan() {
                continue;
            }
            let then = at + f64::from(there.time);
            let Some(need) = field.needs[target as usize].visit(then, f64::from(served.time)) else { continue };
            let score = rate(target as usize, need, more.max(0.0));
            if score > 0.0 && found.is_none_or(|f| score > f.score) {
                found = Some(Offer { score, target, way: u8::try_from(way).unwrap_or(0), gap });
            }
        }
        if let (Some(stop), Some(way)) = (sortie.stops.get(gap), next) {
            port = way.leave;
            at = stop.at + f64::from(way.time);
        }
    }
    found
}

fn served<'a>(field: &'a Field<'_>, stop: &Stop) -> &'a super::model::Way {
    field.way(stop.target, stop.way)
}

/// Seconds and percent a slot has left.
fn left(field: &Field<'_>, slot: usize, sortie: &Sortie) -> (f64, f64) {
    let span = &field.slots[slot];
    let kind = &field.duty.kinds[field.duty.fleet[span.craft].kind];
    if sortie.stops.is_empty() {
        let fixed = f64::from(kind.launch.time + kind.land.time);
        let draw = f64::from(kind.launch.energy + kind.land.energy);
        return (span.by - span.launch - fixed, kind.budget - draw);
    }
    (span.by - sortie.end, kind.budget - sortie.energy)
}

/// The order of a sortie with one more visit.
pub(super) fn with(sortie: &Sortie, offer: &Offer, order: &mut Vec<(u32, u8)>) {
    order.clear();
    order.extend(sortie.stops.iter().map(|s| (s.target, s.way)));
    order.insert(offer.gap.min(order.len()), (offer.target, offer.way));
}
