//! The first schedule: slot by slot in order of launch, each filled with what has been idle longest for the detour.

use super::fit::{Offer, best, with};
use super::state::{Field, State};

/// What is younger than this part of its interval is not yet visited again.
const FRESH: f64 = 0.3;
/// The power of idleness in what a visit is worth.
const EAGER: i32 = 3;
/// Added to every detour, seconds, so that a place on the way is not worth everything.
const FREE: f64 = 10.0;
/// Places looked at again and again for one sortie: those that alone in it would be worth most.
const SHORT_LIST: usize = 48;

/// Fills every slot that may be changed and has room.
pub(super) fn fill(field: &Field<'_>, state: &mut State) {
    let mut list = Vec::with_capacity(field.needs.len());
    for slot in 0..field.slots.len() {
        if !field.frozen[slot] {
            fill_slot(field, state, slot, &mut list);
        }
    }
}

/// How much a visit is worth that comes at a reading of a place's clock, for the seconds it takes.
fn worth(field: &Field<'_>, state: &State, target: usize, need: f64, more: f64) -> f64 {
    let looks = &state.seen[target].looks;
    let after = looks.partition_point(|l| l.need < need);
    let low = if after == 0 { field.needs[target].first() } else { looks[after - 1].need };
    let since = looks.get(after).map_or(need - low, |l| (need - low).min(l.need - need));
    let idle = since * field.duty.targets[target].weight;
    if idle < FRESH { 0.0 } else { idle.powi(EAGER) / (more + FREE) }
}

/// Whether a place can be old enough for a visit before a slot ends: no more is added to its clock than until then.
fn due(field: &Field<'_>, state: &State, slot: usize, target: usize) -> bool {
    let (need, span) = (&field.needs[target], &field.slots[slot]);
    let begins = need.at(span.launch);
    let looks = &state.seen[target].looks;
    let before = looks.partition_point(|l| l.need <= begins);
    let low = if before == 0 { need.first() } else { looks[before - 1].need };
    (need.at(span.by) - low) * field.duty.targets[target].weight >= FRESH
}

fn fill_slot(field: &Field<'_>, state: &mut State, slot: usize, list: &mut Vec<Offer>) {
    list.clear();
    for target in (0..field.needs.len()).filter(|t| field.able[*t] && due(field, state, slot, *t)) {
        let mut rate = |target: usize, need: f64, more: f64| worth(field, state, target, need, more);
        list.extend(best(field, state, slot, u32::try_from(target).unwrap_or(0), &mut rate));
    }
    let order = |a: &Offer, b: &Offer| b.score.total_cmp(&a.score).then(a.target.cmp(&b.target));
    if list.len() > SHORT_LIST {
        list.select_nth_unstable_by(SHORT_LIST, order);
        list.truncate(SHORT_LIST);
    }
    list.sort_by(order);
    let mut visits = Vec::new();
    while let Some(offer) =
        list.iter().copied().max_by(|a, b| a.score.total_cmp(&b.score).then(b.target.cmp(&a.target)))
    {
        with(&state.sorties[slot], &offer, &mut visits);
        let Some(sortie) = field.timed(state, slot, &visits) else {
            list.retain(|o| o.target != offer.target);
            continue;
        };
        state.put(field, slot, sortie);
        let mut rate = |target: usize, need: f64, more: f64| worth(field, state, target, need, more);
        let again = |o: &Offer| best(field, state, slot, o.target, &mut rate);
        let offers: Vec<Offer> = list.iter().filter_map(again).collect();
        *list = offers;
    }
}

#[cfg(test)]
mod tests {
    use super::super::fiction::{Size, fiction};
    use super::super::resources::roster;
    use super::super::state::Sortie;
    use super::*;

    #[test]
    fn what_is_not_due_would_be_offered_nothing() {
        let mut spared = 0;
        for seed in 0..8 {
            let (duty, _) = fiction(seed, Size { aircraft: 4, hotspots: 25, lines: 6, docks: 2 });
            let field = Field::new(&duty, roster(&duty, &[], 0.0));
            let mut state = State::empty(&field);
            fill(&field, &mut state);
            for slot in 0..field.slots.len() {
                let idle = Sortie { stops: Vec::new(), end: field.slots[slot].launch, energy: 0.0 };
                let flown = state.put(&field, slot, idle);
                for target in (0..field.needs.len()).filter(|t| !due(&field, &state, slot, *t)) {
                    let mut rate = |t: usize, need: f64, more: f64| worth(&field, &state, t, need, more);
                    let offer = best(&field, &state, slot, u32::try_from(target).unwrap(), &mut rate);
                    assert!(offer.is_none(), "{target} in {slot} of {seed}");
                    spared += 1;
                }
                state.put(&field, slot, flown);
            }
        }
        assert!(spared > 0);
    }
}
