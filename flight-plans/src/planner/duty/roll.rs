//! A rolling schedule from a wish: the roster, the first filling, the search, and the words for what could not be done.

use super::bound::bound;
use super::first::fill;
use super::model::Duty;
use super::nearby::nearby;
use super::patrol::{Outcome, Patrol, Sortie, Visit};
use super::reasons::{late, left_out, unasked};
use super::resources::{Charge, Slot, beside};
use super::search::{Search, Style};
use super::state::{Field, State, Stop};
use crate::planner::pace::Pace;
use geodata::Seconds;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// The best schedule within the allowance, never worse than `warm` as far as that can still be flown. What cannot be done
/// is left out with its reason; a wish that is faulty gives an empty schedule and the faults.
#[must_use]
pub fn plan(duty: &Duty, warm: Option<&Patrol>, seed: u64, pace: &mut dyn Pace) -> Outcome {
    let findings = duty.faults();
    if !findings.is_empty() {
        return faulty(duty, seed, findings);
    }
    let duty = &nearby(duty);
    let kept = warm.map_or_else(Vec::new, |w| slots_of(duty, w));
    let mut field = Field::new(duty, beside(duty, &kept, &warm.map_or_else(Vec::new, |w| landings(duty, w)), 0.0));
    field.cut = warm.map_or_else(Vec::new, |w| w.cut.clone());
    let mut state = State::empty(&field);
    if let Some(warm) = warm {
        lay(&field, &mut state, warm);
    }
    let warm_state = warm.map(|_| state.clone());
    fill(&field, &mut state);
    if let Some(warm) = warm_state
        && (state.promise(), state.cost) > (warm.promise(), warm.cost)
    {
        state = warm;
    }
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let (state, iterations) = Search::new(&field).run(state, &mut rng, pace, Style::default());
    tell(&field, &state, seed, iterations)
}

/// Where and when the sorties of a schedule land.
pub(super) fn landings(duty: &Duty, patrol: &Patrol) -> Vec<(usize, f64)> {
    let dock = |s: &Sortie| duty.fleet.iter().find(|c| c.vehicle == s.vehicle).map(|c| c.dock);
    patrol.sorties.iter().filter_map(|s| Some((dock(s)?, s.land.0))).collect()
}

/// The slots of a schedule whose aircraft and operators are still there.
pub(super) fn slots_of(duty: &Duty, patrol: &Patrol) -> Vec<Slot> {
    let mut slots = Vec::with_capacity(patrol.sorties.len());
    for sortie in &patrol.sorties {
        let Some(craft) = duty.fleet.iter().position(|c| c.vehicle == sortie.vehicle) else { continue };
        let one = &duty.fleet[craft];
        let slot = Slot { craft, ..sortie.slot };
        if slot.watcher < duty.watchers.len() && one.until.0 >= slot.by && slot.by <= duty.length.0 {
            slots.push(slot);
        }
    }
    slots
}

/// Puts a schedule's sorties into the slots that are their own: as they were first, then again what can no longer be flown
/// so, with visits passed over until it can. What is in the air stays.
pub(super) fn lay(field: &Field<'_>, state: &mut State, patrol: &Patrol) {
    let mut own: Vec<usize> = Vec::with_capacity(patrol.sorties.len());
    for sortie in &patrol.sorties {
        let same = |s: &Slot| {
            field.duty.fleet[s.craft].vehicle == sortie.vehicle && s.launch.to_bits() == sortie.slot.launch.to_bits()
        };
        if let Some(slot) = field.slots.iter().position(same) {
            let flown = as_flown(field, sortie);
            state.put(field, slot, flown);
            own.push(slot);
        }
    }
    for slot in own {
        if field.frozen[slot] {
            continue;
        }
        let now = state.sorties[slot].clone();
        let mut order: Vec<(u32, u8)> = now.stops.iter().map(|s| (s.target, s.way)).collect();
        let same = |timed: &super::state::Sortie| {
            timed.stops.len() == now.stops.len()
                && timed.stops.iter().zip(&now.stops).all(|(a, b)| (a.at - b.at).abs() < 1e-6)
        };
        if field.timed(state, slot, &order).is_some_and(|timed| same(&timed)) {
            continue;
        }
        loop {
            if let Some(timed) = field.timed_but(state, slot, &order, |_| true) {
                state.put(field, slot, timed);
                break;
            }
            order.pop();
        }
    }
}

/// A sortie with the times it was given.
fn as_flown(field: &Field<'_>, sortie: &Sortie) -> super::state::Sortie {
    let stops = sortie.visits.iter().filter_map(|v| {
        let need = field.needs.get(v.target)?.at(v.at.0);
        field.duty.targets[v.target].ways.get(v.way as usize)?;
        Some(Stop { target: u32::try_from(v.target).ok()?, way: v.way, at: v.at.0, need })
    });
    super::state::Sortie { stops: stops.collect(), end: sortie.land.0, energy: sortie.energy }
}

pub(super) fn faulty(duty: &Duty, seed: u64, findings: Vec<geodata::Finding>) -> Outcome {
    let why = findings[0].clone();
    Outcome {
        best: Patrol::default(),
        value: f64::INFINITY,
        mean: f64::INFINITY,
        bound: None,
        seed,
        iterations: 0,
        left_out: duty.targets.iter().map(|t| (t.id.clone(), why.clone())).collect(),
        late: Vec::new(),
        findings,
    }
}

/// The state in words of the outside.
pub(super) fn tell(field: &Field<'_>, state: &State, seed: u64, iterations: u64) -> Outcome {
    let left_out = left_out(field, state);
    Outcome {
        best: patrol(field, state),
        value: state.promise(),
        mean: mean(field, state),
        bound: bound(field.duty, &field.needs),
        seed,
        iterations,
        late: late(field, state),
        findings: unasked(field, state),
        left_out,
    }
}

/// The time-average of idleness over all places: half the square of each gap, over all of the clocks' readings.
fn mean(field: &Field<'_>, state: &State) -> f64 {
    let (mut area, mut all) = (0.0, 0.0);
    for ((need, seen), target) in field.needs.iter().zip(&state.seen).zip(&field.duty.targets) {
        let mut last = need.first();
        for next in seen.looks.iter().map(|l| l.need).chain([need.last()]) {
            area += target.weight * (next - last) * (next - last) / 2.0;
            last = next;
        }
        all += need.last() - need.first();
    }
    if all > 0.0 { area / all } else { 0.0 }
}

/// The sorties flown, with chargers as they will be used.
pub(super) fn patrol(field: &Field<'_>, state: &State) -> Patrol {
    let mut sorties: Vec<Sortie> = Vec::new();
    for (slot, flown) in field.slots.iter().zip(&state.sorties) {
        // A flight to an incident visits no place.
        if flown.stops.is_empty() && flown.end <= slot.launch {
            continue;
        }
        let visits = flown.stops.iter().map(|s| {
            let time = f64::from(field.way(s.target, s.way).time);
            Visit { target: s.target as usize, way: s.way, at: Seconds(s.at), until: Seconds(s.at + time) }
        });
        sorties.push(Sortie {
            vehicle: field.duty.fleet[slot.craft].vehicle,
            slot: *slot,
            visits: visits.collect(),
            land: Seconds(flown.end),
            energy: flown.energy,
            charge: None,
        });
    }
    charge(field.duty, &mut sorties);
    Patrol { sorties, cut: field.cut.clone() }
}

/// Every aircraft goes to the charger kept for it, as soon as it has landed and the charger is free.
pub(super) fn charge(duty: &Duty, sorties: &mut [Sortie]) {
    let mut order: Vec<usize> = (0..sorties.len()).collect();
    let kept = |s: &Sortie| s.slot.charge.map_or(f64::INFINITY, |c| c.from);
    order.sort_by(|a, b| kept(&sorties[*a]).total_cmp(&kept(&sorties[*b])).then(a.cmp(b)));
    let mut free: Vec<Vec<f64>> = duty.docks.iter().map(|_| Vec::new()).collect();
    for at in order {
        let Some(kept) = sorties[at].slot.charge else { continue };
        let craft = &duty.fleet[sorties[at].slot.craft];
        let kind = &duty.kinds[craft.kind];
        let lanes = &mut free[craft.dock];
        if lanes.len() <= kept.lane {
            lanes.resize(kept.lane + 1, 0.0);
        }
        let from = sorties[at].land.0.max(lanes[kept.lane]);
        let to = from + kind.turn.0 + kind.turn_per_percent.0 * sorties[at].energy;
        lanes[kept.lane] = to;
        sorties[at].charge = Some(Charge { lane: kept.lane, from, to });
    }
}
