//! A place is not flown to twice running: what was torn out between two visits takes the second one with it.

use super::super::fiction::{Size, fiction};
use super::super::plan;
use super::super::resources::roster;
use super::super::state::{Field, State};
use super::super::trial::Trial;
use crate::planner::pace::Rounds;
use geodata::Seconds;

const SMALL: Size = Size { aircraft: 4, hotspots: 25, lines: 6, docks: 2 };

#[test]
fn the_second_of_two_visits_running_is_passed_over_unless_it_is_due_again() {
    let (mut duty, _) = fiction(4, SMALL);
    for target in &mut duty.targets {
        target.bands.truncate(1);
        (target.bands[0].from, target.bands[0].to) = (Seconds::ZERO, duty.length);
    }
    let quick = duty.targets[1].ways[0].time;
    duty.targets[0].bands[0].every = Seconds(3_600.0);
    duty.targets[1].bands[0].every = Seconds(f64::from(quick) * 4.0);
    let field = Field::new(&duty, roster(&duty, &[], 0.0));
    let state = State::empty(&field);
    let (mut trial, mut flown, mut due) = (Trial::default(), 0, 0);
    for slot in 0..field.slots.len() {
        let twice = [(0, 0), (0, 0)];
        assert_eq!(field.timed(&state, slot, &twice), None);
        assert!(!trial.fly(&field, &state, slot, &twice));
        let Some(once) = field.timed(&state, slot, &twice[..1]) else { continue };
        assert_eq!(field.timed_but(&state, slot, &twice, |_| true), Some(once));
        flown += 1;
        due += usize::from(field.timed(&state, slot, &[(1, 0), (1, 0)]).is_some_and(|s| s.stops.len() == 2));
    }
    assert!(flown > 0 && due > 0, "{flown}, {due}");
}

#[test]
fn no_sortie_of_a_schedule_visits_one_place_twice_running() {
    for seed in 0..12 {
        let (duty, _) = fiction(seed, SMALL);
        let outcome = plan(&duty, None, seed, &mut Rounds(600));
        for sortie in &outcome.best.sorties {
            for pair in sortie.visits.windows(2) {
                let every = duty.targets[pair[0].target].bands.iter().map(|b| b.every.0).fold(f64::INFINITY, f64::min);
                let soon = pair[1].at.0 - pair[0].at.0 < every / 10.0;
                assert!(pair[0].target != pair[1].target || !soon, "{} at {:?} of {seed}", sortie.vehicle, pair[0].at);
            }
        }
    }
}
