//! What the search adds up for a change before it makes it, held against the whole schedule priced again after it.

use super::super::fiction::{Size, fiction};
use super::super::first::fill;
use super::super::fit::gain;
use super::super::resources::roster;
use super::super::search::Search;
use super::super::state::{Field, Look, State};
use super::super::trial::Trial;
use proptest::prelude::*;

const SMALL: Size = Size { aircraft: 4, hotspots: 25, lines: 6, docks: 2 };

fn close(a: f64, b: f64, scale: f64) -> bool {
    (a - b).abs() <= 1e-9 * scale.abs().max(1.0)
}

/// A filled schedule at a sharpness and one of its slots that is flown.
fn flown(field: &Field<'_>, pick: prop::sample::Index, sharp: u32) -> (State, usize) {
    let mut state = State::empty(field);
    fill(field, &mut state);
    state.sharp = sharp;
    let promise = state.promise();
    state.priced(field, promise);
    let slots: Vec<usize> = (0..field.slots.len()).filter(|s| !state.sorties[*s].stops.is_empty()).collect();
    let slot = slots[pick.index(slots.len())];
    (state, slot)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn a_sortie_tried_is_the_sortie_flown_and_costs_what_it_is_said_to(
        seed in 0_u64..40,
        pick: prop::sample::Index,
        sharp in 1_u32..7,
        drop in prop::option::of(any::<prop::sample::Index>()),
        add in prop::option::of((0_u32..31, any::<prop::sample::Index>())),
        turn in prop::option::of((any::<prop::sample::Index>(), any::<prop::sample::Index>())),
    ) {
        let (duty, _) = fiction(seed, SMALL);
        let field = Field::new(&duty, roster(&duty, &[], 0.0));
        let (mut state, slot) = flown(&field, pick, sharp);
        let mut order: Vec<(u32, u8)> = state.sorties[slot].stops.iter().map(|s| (s.target, s.way)).collect();
        if let Some((a, b)) = turn {
            let (a, b) = (a.index(order.len()), b.index(order.len()));
            order[a.min(b)..=a.max(b)].reverse();
        }
        if let Some(at) = drop {
            order.remove(at.index(order.len()));
        }
        if let Some((target, at)) = add {
            order.insert(at.index(order.len() + 1), (target, 0));
        }
        let mut trial = Trial::default();
        let can = trial.fly(&field, &state, slot, &order);
        let timed = field.timed(&state, slot, &order);
        prop_assert_eq!(can, timed.is_some());
        if let Some(sortie) = timed {
            prop_assert!(close(trial.end, sortie.end, sortie.end) && close(trial.energy, sortie.energy, 100.0));
            let (before, change) = (state.cost, trial.change(&field, &state, slot));
            state.put(&field, slot, sortie);
            let scale = before.max(change.abs());
            prop_assert!(close(before + change, state.cost, scale), "{} by {change} to {}", before, state.cost);
            let unit = 1.0 / state.unit;
            state.priced(&field, unit);
            prop_assert!(close(before + change, state.cost, scale), "all priced again: {}", state.cost);
        }
    }

    #[test]
    fn one_visit_more_or_less_costs_what_the_whole_schedule_says(
        seed in 0_u64..40,
        pick: prop::sample::Index,
        sharp in 1_u32..7,
        stop: prop::sample::Index,
        part in 0.0_f64..1.0,
    ) {
        let (duty, _) = fiction(seed, SMALL);
        let field = Field::new(&duty, roster(&duty, &[], 0.0));
        let (state, slot) = flown(&field, pick, sharp);
        let stops = &state.sorties[slot].stops;
        let stop = stops[stop.index(stops.len())];
        let target = stop.target as usize;
        let priced = |change: &dyn Fn(&mut Vec<Look>)| {
            let mut other = state.clone();
            change(&mut other.seen[target].looks);
            other.priced(&field, 1.0 / state.unit);
            other.cost - state.cost
        };
        let lost = Search::new(&field).loss(&state, target, stop.need);
        let without = priced(&|looks| {
            let at = looks.iter().position(|l| l.need.to_bits() == stop.need.to_bits()).unwrap();
            looks.remove(at);
        });
        prop_assert!(close(lost, without, state.cost.max(lost)), "{lost}, not {without}");
        let need = field.needs[target].first() + part * (field.needs[target].last() - field.needs[target].first());
        let won = gain(&field, &state.seen[target], target, need, state.unit, state.sharp);
        let with = priced(&|looks| looks.insert(looks.partition_point(|l| l.need < need), Look { need, slot: 0 }));
        // So soon before or after another visit it is worth nothing.
        prop_assert!(won == 0.0 || close(won, -with, state.cost.max(won)), "{won}, not {}", -with);
    }
}
