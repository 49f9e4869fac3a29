//! Schedules held against the simulator, and the promises of the contract.

mod areas;
mod district;
mod hours;
mod life;
mod relief;
mod simulator;
mod trial;
mod twice;

use super::fiction::{Size, fiction};
use super::*;
use crate::planner::pace::Rounds;
use geodata::Seconds;
use proptest::prelude::*;
use simulator::holds;

fn sizes() -> impl Strategy<Value = Size> {
    (0_usize..7, 0_usize..30, 0_usize..6, 0_usize..4).prop_map(|(aircraft, hotspots, lines, docks)| Size {
        aircraft,
        hotspots,
        lines,
        docks,
    })
}

/// A shift with its corners knocked off: fewer operators, one charger, hours of service, short days.
fn shifts() -> impl Strategy<Value = Duty> {
    (sizes(), any::<u64>(), any::<u64>()).prop_map(|(size, seed, knocks)| {
        let (mut duty, _) = fiction(seed, size);
        let knock = |bit: u32| knocks >> bit & 1 == 1;
        if knock(0) {
            duty.docks.iter_mut().for_each(|d| d.chargers = 1);
        }
        if knock(1) && knock(2) {
            duty.docks.iter_mut().for_each(|d| d.chargers = 0);
        }
        if knock(3) {
            duty.watchers.iter_mut().for_each(|w| w.most = 1);
        }
        if knock(4) {
            duty.watchers.iter_mut().for_each(|w| (w.from, w.to) = (Seconds(3_000.0), Seconds(20_000.5)));
        }
        if knock(5) && knock(6) {
            duty.watchers.clear();
        }
        if knock(7) {
            duty.fleet.iter_mut().step_by(2).for_each(|c| (c.ready, c.until) = (Seconds(777.7), Seconds(9_000.0)));
        }
        if knock(8) {
            duty.length = Seconds(7_200.0);
        }
        if knock(9) {
            duty.docks.iter_mut().for_each(|d| d.slot = Seconds(90.0));
        }
        duty
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn what_is_planned_can_be_flown(duty in shifts(), seed: u64) {
        let outcome = plan(&duty, None, seed, &mut Rounds(160));
        prop_assert_eq!(holds(&duty, &outcome), Ok(()));
    }

    #[test]
    fn the_same_seed_is_the_same_schedule_and_a_warm_start_is_never_spoilt(duty in shifts(), seed: u64) {
        let first = plan(&duty, None, seed, &mut Rounds(64));
        prop_assert_eq!(&first, &plan(&duty, None, seed, &mut Rounds(64)));
        let second = plan(&duty, Some(&first.best), seed ^ 1, &mut Rounds(32));
        prop_assert_eq!(holds(&duty, &second), Ok(()));
        prop_assert!(second.value <= first.value * (1.0 + 1e-9), "{} after {}", second.value, first.value);
    }

    #[test]
    fn after_a_loss_the_rest_can_be_flown_and_most_of_it_stays(duty in shifts(), seed: u64, lost in any::<prop::sample::Index>(), at in 0.0_f64..20_000.0) {
        prop_assume!(!duty.fleet.is_empty());
        let before = plan(&duty, None, seed, &mut Rounds(64)).best;
        let mut after = duty.clone();
        let lost = lost.index(after.fleet.len());
        after.fleet[lost].until = Seconds(at);
        let outcome = replan(&after, &before, Change::at(Seconds(at)), seed, &mut Rounds(64));
        prop_assert_eq!(holds(&after, &outcome), Ok(()));
        let gone = before.sorties.iter().filter(|s| s.vehicle == after.fleet[lost].vehicle);
        let alone = Patrol { sorties: gone.cloned().collect(), cut: Vec::new() };
        let (all, gone) = (before.legs(Seconds(at)), alone.legs(Seconds(at)));
        let kept = before.kept(&outcome.best, Seconds(at));
        #[allow(clippy::cast_precision_loss)]
        let least = (0.82_f64).min((all - gone) as f64 / all.max(1) as f64);
        prop_assert!(kept >= least - 1e-9 || all == 0, "kept {kept} of {all}, {gone} lost");
    }
}

#[test]
fn a_large_squadron_is_planned_and_told_in_full() {
    let (duty, _) = fiction(3, Size::LARGE);
    let outcome = plan(&duty, None, 3, &mut Rounds(8_000));
    assert_eq!(holds(&duty, &outcome), Ok(()));
    assert!(outcome.value < plan(&duty, None, 3, &mut Rounds(0)).value);
    let mut after = duty.clone();
    after.fleet[4].until = Seconds(9_000.0);
    let repaired = replan(&after, &outcome.best, Change::at(Seconds(9_000.0)), 3, &mut Rounds(500));
    assert_eq!(holds(&after, &repaired), Ok(()));
    assert!(outcome.best.kept(&repaired.best, Seconds(9_000.0)) >= 0.8);
}

/// A wish of one hotspot and one line with one aircraft, to be spoilt.
fn small() -> Duty {
    fiction(1, Size { aircraft: 1, hotspots: 1, lines: 1, docks: 1 }).0
}

fn reason_of(duty: &Duty, id: &str) -> &'static str {
    let outcome = plan(duty, None, 1, &mut Rounds(32));
    assert!(outcome.value.is_infinite() || holds(duty, &outcome) == Ok(()));
    outcome.left_out.iter().find(|l| l.0 == id).expect("it is left out").1.code
}

#[test]
fn an_impossible_wish_is_refused_with_the_reason_that_binds() {
    let mut duty = small();
    duty.docks.clear();
    duty.fleet.clear();
    assert_eq!(reason_of(&duty, "H0"), "no_docks");
    let mut duty = small();
    duty.fleet.clear();
    assert_eq!(reason_of(&duty, "H0"), "no_aircraft");
    let mut duty = small();
    duty.watchers.clear();
    assert_eq!(reason_of(&duty, "L0"), "no_operators");
    let mut duty = small();
    duty.kinds.iter_mut().for_each(|k| k.longest = Seconds(60.0));
    assert_eq!(reason_of(&duty, "H0"), "no_sortie");
    let mut duty = small();
    duty.targets[1].ways.iter_mut().for_each(|w| w.time = 5_000.0);
    assert_eq!(reason_of(&duty, "L0"), "endurance_short");
    let mut duty = small();
    let walled = duty.targets[0].ways[0].enter as usize;
    let ports = duty.kinds[0].ways.ports();
    duty.kinds.iter_mut().for_each(|k| {
        let open = k.ways.clone();
        k.ways = Ways::new(ports, |a, b| {
            let hop = open.between(u32::try_from(a).unwrap(), u32::try_from(b).unwrap());
            (a != walled && b != walled).then_some((Seconds(f64::from(hop.time)), f64::from(hop.energy)))
        });
    });
    assert_eq!(reason_of(&duty, "H0"), "no_way");
    let mut duty = small();
    duty.targets[0].bands.clear();
    assert_eq!(reason_of(&duty, "H0"), "not_asked");
}

#[test]
fn a_place_out_of_reach_is_told_and_does_not_blunt_the_search_for_the_others() {
    let (mut duty, _) = fiction(7, Size { aircraft: 4, hotspots: 25, lines: 4, docks: 2 });
    duty.targets[3].ways[0].time = 5_000.0;
    duty.targets[3].idle = Seconds(1e5);
    let (first, searched) = (plan(&duty, None, 7, &mut Rounds(0)), plan(&duty, None, 7, &mut Rounds(512)));
    assert_eq!(holds(&duty, &searched), Ok(()));
    assert_eq!(searched.left_out.iter().find(|l| l.0 == "H3").unwrap().1.code, "endurance_short");
    assert!(searched.value < first.value && first.value < 20.0, "{} after {}", searched.value, first.value);
    assert!((idleness(&duty, &searched.best).0 - searched.value).abs() < 1e-9);
    duty.targets.remove(3);
    let without = plan(&duty, None, 7, &mut Rounds(512));
    // One port fewer to come from may only raise it.
    assert_eq!(holds(&duty, &without), Ok(()));
    assert!(searched.bound <= without.bound, "{:?}, {:?}", searched.bound, without.bound);
}

#[test]
fn every_fault_of_a_model_is_told_at_once_and_nothing_is_planned() {
    let mut duty = small();
    duty.length = Seconds(f64::NAN);
    duty.targets[0].weight = -1.0;
    duty.targets[1].ways.clear();
    duty.fleet[0].dock = 9;
    duty.docks[0].port = 9_999;
    let outcome = plan(&duty, None, 1, &mut Rounds(32));
    assert_eq!(outcome.findings.len(), 5, "{:?}", outcome.findings);
    assert!(outcome.best.sorties.is_empty());
    assert_eq!(outcome.left_out.len(), duty.targets.len());
}
