//! Aircraft of one dock relieve each other from the beginning of a long shift.

use super::super::fiction::{Size, fiction};
use super::super::{Duty, Slot, roster};
use geodata::Seconds;

const SIZE: Size = Size { aircraft: 6, hotspots: 10, lines: 2, docks: 2 };

/// When the aircraft of each dock first leave, in order.
fn first(duty: &Duty, slots: &[Slot]) -> Vec<Vec<f64>> {
    let of = |dock: usize| {
        let here = (0..duty.fleet.len()).filter(|c| duty.fleet[*c].dock == dock);
        let mut first: Vec<f64> =
            here.map(|c| slots.iter().find(|s| s.craft == c).map_or(f64::INFINITY, |s| s.launch)).collect();
        first.sort_by(f64::total_cmp);
        first
    };
    (0..duty.docks.len()).map(of).collect()
}

fn alike() -> Duty {
    let (mut duty, _) = fiction(1, SIZE);
    duty.fleet.iter_mut().for_each(|c| c.kind = 0);
    duty
}

#[test]
fn in_a_long_shift_the_aircraft_of_a_dock_begin_a_part_of_a_flight_and_turn_round_apart() {
    let duty = alike();
    let cycle = duty.kinds[0].longest.0 + duty.kinds[0].turn.0;
    for launches in first(&duty, &roster(&duty, &[], 0.0)) {
        for (launch, part) in launches.iter().zip([0.0, 1.0 / 3.0, 2.0 / 3.0]) {
            assert!((launch - part * cycle).abs() < 2.0, "{launches:?}");
        }
    }
}

#[test]
fn in_a_short_shift_or_alone_at_a_dock_or_in_the_middle_of_a_shift_nobody_waits() {
    let near = |duty: &Duty, slots: &[Slot], from: f64| {
        let gap = duty.docks[0].slot.0;
        first(duty, slots).iter().flatten().all(|launch| *launch < from + 3.0 * gap)
    };
    let mut short = alike();
    short.length = Seconds(7_200.0);
    assert!(near(&short, &roster(&short, &[], 0.0), 0.0));
    let mut alone = alike();
    alone.fleet.truncate(2);
    assert!(near(&alone, &roster(&alone, &[], 0.0), 0.0));
    let mut leaves = alike();
    leaves.fleet.iter_mut().skip(2).for_each(|c| c.until = Seconds(3_000.0));
    assert!(near(&leaves, &roster(&leaves, &[], 0.0), 0.0), "who is there for a short time leaves at once");
    let long = alike();
    assert!(near(&long, &roster(&long, &[], 5_000.0), 5_000.0));
}
