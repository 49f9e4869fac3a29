//! The pairing against an enumeration of all answers that shares no code with it, and mended against made anew.

use super::problem::{Candidate, Capabilities, NO_WAY, Prices, Problem, Serving, Slot, Stage};
use super::solve::{Online, solve};
use crate::ids::{IncidentId, UnitId};

/// A small generator of its own: the same cases every time.
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: u32) -> u32 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u32::try_from((self.0 >> 11) % u64::from(sides)).unwrap()
    }
}

const PRICES: Prices = Prices {
    weight: [8, 4, 2, 1],
    band_ms: 5000,
    taken_ms: [60_000, 180_000, 900_000],
    swap_ms: 120_000,
    never_ms: 300_000,
};

/// A case with everything in it: capabilities, small crews, busy units at all stages, ways that are none, old positions.
pub fn case(dice: &mut Dice, slots: u32, units: u32) -> Problem {
    let wanted: Vec<Slot> = (0..slots)
        .map(|number| Slot {
            incident: IncidentId(number + 1),
            slot: 0,
            priority: u8::try_from(1 + dice.roll(4)).unwrap(),
            needs: Capabilities(if dice.roll(3) == 0 { 1 << dice.roll(3) } else { 0 }),
            min_crew: u8::try_from(dice.roll(4)).unwrap(),
            overrides: dice.roll(9) == 0,
            takes: dice.roll(3) != 0,
            swaps: dice.roll(5) == 0,
        })
        .collect();
    let mut served: Vec<usize> = (0..wanted.len()).filter(|_| dice.roll(3) == 0).collect();
    let candidates = (0..units).map(|number| Candidate {
        unit: UnitId(number + 1),
        capabilities: Capabilities(dice.roll(8)),
        crew: u8::try_from(1 + dice.roll(4)).unwrap(),
        breaks: u8::try_from(dice.roll(3)).unwrap(),
        age_ms: if dice.roll(8) == 0 { 290_000 + dice.roll(20_000) } else { dice.roll(60_000) },
        serves: served
            .pop()
            .map(|slot| Serving { slot, stage: [Stage::Asked, Stage::Firm, Stage::OnScene][dice.roll(3) as usize] }),
        // Few values, so that there are ties.
        eta_ms: wanted.iter().map(|_| if dice.roll(6) == 0 { NO_WAY } else { 20_000 * dice.roll(30) }).collect(),
    });
    let units = candidates.collect();
    let mut problem = Problem { slots: wanted, units, prices: PRICES };
    for unit in &mut problem.units {
        if let Some(serving) = unit.serves
            && unit.eta_ms[serving.slot] == NO_WAY
        {
            unit.eta_ms[serving.slot] = 60_000;
        }
    }
    problem
}

/// Every answer, one slot after the other: seconds and priorities by the letter of the rule, nothing of the code under test.
struct Enumeration<'a> {
    problem: &'a Problem,
    best: Option<([u32; 5], u64, u64)>,
}

impl Enumeration<'_> {
    fn go(&mut self, slot: usize, taken: u32, so_far: ([u32; 5], u64, u64)) {
        let Some(wanted) = self.problem.slots.get(slot) else {
            if self.best.is_none_or(|best| so_far < best) {
                self.best = Some(so_far);
            }
            return;
        };
        let urgency = usize::from(wanted.priority) - 1;
        let weight = [8, 4, 2, 1][urgency];
        let holder = self.problem.units.iter().position(|unit| unit.serves.is_some_and(|s| s.slot == slot));
        let fine = holder.map_or(0, |unit| match self.problem.units[unit].serves.unwrap().stage {
            Stage::Asked => weight * 12,
            // Exchanging the unit of one that swaps is never dearer than two minutes.
            _ if wanted.swaps => weight * 24,
            Stage::Firm => weight * 36,
            Stage::OnScene => weight * 180,
        });
        let mut nobody = so_far;
        nobody.0[if wanted.overrides { 0 } else { 1 + urgency }] += 1;
        nobody.1 += fine;
        self.go(slot + 1, taken, nobody);
        for (number, unit) in self.problem.units.iter().enumerate() {
            if taken >> number & 1 == 1 || !self.allowed(slot, number) {
                continue;
            }
            let mut with = so_far;
            with.1 += weight * u64::from(unit.eta_ms[slot] / 5000) + if holder == Some(number) { 0 } else { fine };
            let age = u64::from(unit.age_ms) / 20_000;
            with.2 += (age.min(15) * 8 + 7 - u64::from(unit.crew)) * 4 + u64::from(unit.breaks);
            self.go(slot + 1, taken | 1 << number, with);
        }
    }

    fn allowed(&self, slot: usize, number: usize) -> bool {
        let (wanted, unit) = (&self.problem.slots[slot], &self.problem.units[number]);
        if let Some(serving) = unit.serves {
            if serving.slot == slot {
                return true;
            }
            let other = &self.problem.slots[serving.slot];
            if other.overrides {
                return false;
            }
            let may_not = (!wanted.takes || wanted.priority >= other.priority) && !other.swaps;
            if !wanted.overrides && (serving.stage == Stage::OnScene || may_not) {
                return false;
            }
        }
        let able = (0..32).all(|bit| wanted.needs.0 >> bit & 1 == 0 || unit.capabilities.0 >> bit & 1 == 1);
        let enough = wanted.overrides || unit.crew >= wanted.min_crew;
        able && enough && unit.age_ms <= 300_000 && unit.eta_ms[slot] != NO_WAY
    }
}

#[test]
fn pairing_equals_brute_force_on_200_cases() {
    let mut dice = Dice(20_260_101);
    let (mut moved, mut left_out) = (0, 0);
    for number in 0..200 {
        let problem = {
            let slots = 1 + dice.roll(6);
            let units = 1 + dice.roll(8);
            case(&mut dice, slots, units)
        };
        let mut all = Enumeration { problem: &problem, best: None };
        all.go(0, 0, ([0; 5], 0, 0));
        let paired = solve(&problem);
        let got = (paired.cost.without, paired.cost.main, paired.cost.tie);
        assert_eq!(Some(got), all.best, "case {number}: {problem:#?}\n{paired:?}");
        let mut seen = 0_u32;
        for (slot, unit) in paired.unit_of.iter().enumerate().filter_map(|(slot, unit)| Some((slot, (*unit)?))) {
            assert!(all.allowed(slot, unit), "case {number}: unit {unit} may not go to slot {slot}");
            assert_eq!(seen >> unit & 1, 0, "case {number}: unit {unit} goes to two slots");
            seen |= 1 << unit;
            moved += u32::from(problem.units[unit].serves.is_some_and(|serving| serving.slot != slot));
        }
        left_out += paired.cost.without.iter().sum::<u32>();
    }
    assert!(moved > 20 && left_out > 50, "the cases must hold pre-emption ({moved}) and want ({left_out})");
}

#[test]
fn online_equals_batch() {
    let mut dice = Dice(7);
    for _ in 0..60 {
        let (slots, units) = (1 + dice.roll(20), 1 + dice.roll(40));
        let mut problem = case(&mut dice, slots, units);
        let mut online = Online::new(problem.clone());
        for step in 0..20 {
            let place = dice.roll(units) as usize;
            let fresh = case(&mut dice, slots, 1);
            let (eta_ms, age_ms) = (fresh.units[0].eta_ms.clone(), fresh.units[0].age_ms);
            problem.units[place].eta_ms = eta_ms.clone();
            problem.units[place].age_ms = age_ms;
            online.change(place, eta_ms, age_ms);
            assert_eq!(online.paired().cost, solve(&problem).cost, "step {step}");
        }
    }
}

#[test]
fn a_hundred_slots_by_three_hundred_units_are_weighed_exactly() {
    let mut dice = Dice(3);
    let problem = case(&mut dice, 100, 300);
    let paired = solve(&problem);
    assert_eq!(paired.beyond, 0);
    // One unit more can only help, and one slot more can only cost.
    let mut fewer = problem.clone();
    fewer.units.truncate(299);
    assert!(paired.cost <= solve(&fewer).cost);
}

#[test]
fn slots_beyond_what_can_be_weighed_are_said_and_are_the_least_urgent() {
    let mut dice = Dice(5);
    let problem = case(&mut dice, 2600, 4);
    let paired = solve(&problem);
    assert!(paired.beyond > 0 && paired.beyond < 2600);
    let urgent = paired.unit_of.iter().zip(&problem.slots).filter(|(unit, _)| unit.is_some());
    assert!(urgent.clone().count() > 0);
    assert!(urgent.map(|(_, slot)| slot.rank()).all(|rank| rank <= 2));
}

fn alone(eta_s: u32, age_s: u32, crew: u8) -> Candidate {
    Candidate {
        unit: UnitId(0),
        capabilities: Capabilities(0),
        crew,
        age_ms: age_s * 1000,
        breaks: 0,
        serves: None,
        eta_ms: vec![eta_s * 1000; 1],
    }
}

fn first_of(units: Vec<Candidate>) -> Option<usize> {
    let (incident, needs) = (IncidentId(1), Capabilities(0));
    let slot = Slot { incident, slot: 0, priority: 2, needs, min_crew: 0, overrides: false, takes: true, swaps: false };
    solve(&Problem { slots: vec![slot], units, prices: PRICES }).unit_of[0]
}

#[test]
fn the_tie_rule_is_band_then_age_then_crew_then_number() {
    // (seconds, age, crew) of two units, and which of them goes.
    let table = [
        ((64, 200, 2), (61, 0, 1), 1),  // one band: the fresher position
        ((65, 0, 7), (64, 200, 1), 1),  // the lower band, whatever else
        ((61, 10, 2), (63, 15, 3), 1),  // one step of age: the stronger crew
        ((63, 10, 3), (61, 15, 3), 0),  // all alike: the lower number
        ((60, 301, 4), (900, 0, 1), 1), // a position older than the limit never goes by itself
    ];
    let row = |(eta, age, crew): (u32, u32, u8)| alone(eta, age, crew);
    for (number, (one, other, goes)) in table.into_iter().enumerate() {
        assert_eq!(first_of(vec![row(one), row(other)]), Some(goes), "row {number}");
    }
    assert_eq!(first_of(vec![alone(10, 301, 4)]), None);
    let breaks = |breaks| Candidate { breaks, ..alone(63, 0, 3) };
    assert_eq!(first_of(vec![breaks(2), breaks(1), breaks(1)]), Some(1), "fewer circles broken, then the lower number");
}

#[test]
fn equal_units_go_by_their_numbers_and_equal_exchanges_by_the_order_of_the_slots() {
    let slot = |incident| Slot {
        incident: IncidentId(incident),
        slot: 0,
        priority: 3,
        needs: Capabilities(0),
        min_crew: 0,
        overrides: false,
        takes: true,
        swaps: false,
    };
    let slots: Vec<Slot> = (1..=5).map(slot).collect();
    let units = (0..9).map(|_| Candidate { eta_ms: vec![40_000; 5], ..alone(40, 0, 2) }).collect();
    let paired = solve(&Problem { slots, units, prices: PRICES });
    assert_eq!(paired.unit_of, [Some(0), Some(1), Some(2), Some(3), Some(4)]);
}

#[test]
fn a_position_older_than_the_limit_is_never_paired_by_itself() {
    let mut dice = Dice(11);
    for _ in 0..20_000 {
        let mut problem = case(&mut dice, 3, 4);
        for unit in &mut problem.units {
            unit.serves = None;
            unit.age_ms = 250_000 + dice.roll(100_000);
        }
        for unit in solve(&problem).unit_of.into_iter().flatten() {
            assert!(problem.units[unit].age_ms <= 300_000);
        }
    }
}
