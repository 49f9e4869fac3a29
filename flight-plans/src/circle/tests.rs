//! Against counting by hand: every answer of the live audit is computed again from the definitions.

mod advice;
mod audit;
mod county;
mod honest;
mod ways;

use super::*;
use crate::response::TierState;
use geodata::{Local, ResponderClass, Seconds};
use proptest::prelude::*;
use std::sync::Arc;

const CLASSES: [ResponderClass; 5] = [
    ResponderClass::Air,
    ResponderClass::Car,
    ResponderClass::Motorbike,
    ResponderClass::Foot,
    ResponderClass::Station,
];

/// A little world: places with tiers, units with a time to each place in seconds, and who can be called.
#[derive(Clone, Debug)]
struct World {
    circles: Vec<Circle>,
    units: Vec<(ResponderClass, Vec<Option<u32>>, bool)>,
}

impl World {
    fn live(&self) -> Live {
        let classes: Vec<ResponderClass> = self.units.iter().map(|unit| unit.0).collect();
        let times = |unit: usize, place: usize| self.units[unit].1[place].map(|s| Seconds(f64::from(s)));
        let mut live = Live::with(Arc::new(Circles::new(self.circles.clone()).unwrap()), &classes, &times);
        for (unit, _) in self.units.iter().enumerate().filter(|(_, unit)| !unit.2) {
            live.leaves(unit);
        }
        live
    }

    /// How a tier stands, counted.
    fn state(&self, at: TierAt) -> TierState {
        let tier = &self.circles[at.place as usize].tiers[usize::from(at.tier)];
        let have = |need: &Need| {
            let counts = |unit: &&(ResponderClass, Vec<Option<u32>>, bool)| {
                let time = unit.1[at.place as usize];
                unit.2 && need.classes.has(unit.0) && time.is_some_and(|s| f64::from(s) <= tier.budget.0)
            };
            self.units.iter().filter(counts).count()
        };
        let spare = tier.needs.iter().map(|need| have(need) as i64 - i64::from(need.count)).min().unwrap();
        match spare {
            ..0 => TierState::Failed,
            0 => TierState::AtRisk,
            1.. => TierState::Met,
        }
    }

    fn tiers(&self) -> Vec<TierAt> {
        let place = |(place, circle): (u32, &Circle)| {
            (0..u8::try_from(circle.tiers.len()).unwrap()).map(move |tier| TierAt { place, tier }).collect::<Vec<_>>()
        };
        (0..).zip(&self.circles).flat_map(place).collect()
    }

    fn failed(&self) -> Vec<TierAt> {
        self.tiers().into_iter().filter(|at| self.state(*at) == TierState::Failed).collect()
    }

    /// The tiers that fail there and do not fail here.
    fn newly_failed(&self, there: &World) -> Vec<TierAt> {
        there.failed().into_iter().filter(|at| self.state(*at) != TierState::Failed).collect()
    }

    fn without(&self, gone: &[usize]) -> World {
        let mut other = self.clone();
        gone.iter().for_each(|unit| other.units[*unit].2 = false);
        other
    }
}

fn classes() -> impl Strategy<Value = Classes> {
    prop::collection::vec(0..5_usize, 1..4)
        .prop_map(|some| Classes::of(&some.into_iter().map(|at| CLASSES[at]).collect::<Vec<_>>()))
}

fn circle() -> impl Strategy<Value = Circle> {
    let need = (classes(), 1..4_u16).prop_map(|(classes, count)| Need { classes, count });
    let needs = prop::collection::vec(need, 1..3);
    (1..4_u8, prop::collection::vec(needs, 1..4)).prop_map(|(grade, tiers)| Circle {
        id: String::new(),
        at: Local::default(),
        grade,
        weight: f64::from(4 - grade),
        tiers: [60.0, 180.0, 300.0]
            .into_iter()
            .zip(tiers)
            .map(|(budget, needs)| CircleTier { budget: Seconds(budget), needs })
            .collect(),
    })
}

fn time() -> impl Strategy<Value = Option<u32>> {
    prop_oneof![1 => Just(None), 8 => (0..20_u32).prop_map(|t| Some(20 * t))]
}

fn world(places: usize, units: usize) -> impl Strategy<Value = World> {
    (1..=places, 0..=units).prop_flat_map(|(places, units)| {
        let unit = (0..5_usize, prop::collection::vec(time(), places), prop::bool::weighted(0.85));
        (prop::collection::vec(circle(), places), prop::collection::vec(unit, units)).prop_map(
            |(mut circles, units)| {
                circles.iter_mut().enumerate().for_each(|(at, circle)| circle.id = format!("P{at}"));
                let units = units.into_iter().map(|(class, times, here)| (CLASSES[class], times, here)).collect();
                World { circles, units }
            },
        )
    })
}
