//! A shift as it lives: incidents, losses, draws. Every schedule that follows is held against the simulator.

use super::super::fiction::{Size, fiction};
use super::super::order::{vary, watched_bits};
use super::super::*;
use super::simulator::{clashes, faults, promise};
use crate::planner::pace::Rounds;
use geodata::{Local, Seconds};
use proptest::prelude::*;

/// A scene on the plane, ways as the crow flies at 12 m/s ground speed on a cruise endurance of 1,900 s.
struct Plane {
    ports: Vec<Local>,
    scene: Local,
}

impl Plane {
    fn place(&self, at: Whereabouts) -> Local {
        match at {
            Whereabouts::Port(port) => self.ports[port as usize],
            Whereabouts::Between { from, to, part } => self.ports[from as usize].toward(self.ports[to as usize], part),
        }
    }

    fn hop(&self, at: Whereabouts) -> Option<Hop> {
        let time = self.place(at).distance(self.scene).0 / 12.0;
        Some(Hop::new(Seconds(time), 100.0 * time / 1_900.0))
    }
}

impl Approach for Plane {
    fn to(&self, _: usize, from: Whereabouts) -> Option<Hop> {
        self.hop(from)
    }

    fn away(&self, _: usize, to: Whereabouts) -> Option<Hop> {
        self.hop(to)
    }
}

const SIZE: Size = Size { aircraft: 8, hotspots: 60, lines: 8, docks: 3 };

/// The schedule but for what was in the air: an incident's flight is no patrol.
fn later(patrol: &Patrol, now: f64) -> Patrol {
    let patrols = |s: &&Sortie| s.slot.launch > now && !s.visits.is_empty();
    let sorties = patrol.sorties.iter().filter(patrols).cloned().collect();
    Patrol { sorties, cut: Vec::new() }
}

/// Asks who could come, takes those offers that are told by their index and how many there are, each by itself, and holds
/// what follows against the simulator.
fn an_incident(
    seed: u64,
    now: f64,
    stay: f64,
    (x, y): (f64, f64),
    taken: impl Fn(usize, usize) -> bool,
) -> Result<(), TestCaseError> {
    let (duty, ports) = fiction(seed, SIZE);
    let patrol = plan(&duty, None, seed, &mut Rounds(64)).best;
    let plane = Plane { ports, scene: Local { x, y } };
    let incident = Incident { now: Seconds(now), stay: Seconds(stay) };
    let (able, unable) = offers(&duty, &patrol, incident, &plane);
    prop_assert_eq!(able.len() + unable.len(), duty.fleet.len(), "everyone is asked");
    for offer in &able {
        let craft = duty.fleet.iter().find(|c| c.vehicle == offer.vehicle).unwrap();
        let kind = &duty.kinds[craft.kind];
        prop_assert!(offer.spare >= 0.0 && offer.arrive.0 > now && offer.leave.0 - offer.arrive.0 >= stay - 1e-9);
        prop_assert!(offer.sortie.land.0 > offer.leave.0);
        prop_assert!(offer.sortie.visits.iter().all(|v| v.at.0 < now + 1e-6 || v.at.0 > offer.leave.0));
        // Hover and cruise draw nearly alike here: the whole time out bounds what is used from both sides.
        let out = offer.sortie.land.0 - offer.sortie.slot.launch;
        prop_assert!((offer.sortie.energy - out * kind.serving).abs() < 8.0, "{} % in {out} s", offer.sortie.energy);
    }
    for (index, offer) in able.iter().enumerate().filter(|(index, _)| taken(*index, able.len())) {
        let accepted = accept(&duty, &patrol, incident, offer, seed, &mut Rounds(64));
        let best = &accepted.outcome.best;
        let flown = |s: &Sortie| s.vehicle == offer.vehicle && (s.land.0 - offer.sortie.land.0).abs() < 1e-6;
        prop_assert!(best.sorties.iter().any(flown), "the flight to the incident stays, offer {index}");
        prop_assert_eq!(faults(&duty, &later(best, now)), Vec::<String>::new());
        prop_assert_eq!(clashes(&duty, best), Vec::<String>::new());
        let (alone, caught_up) = (offer.promise, accepted.outcome.value);
        prop_assert!(caught_up <= alone + 1e-9, "{alone} without catching up, {caught_up} with");
        prop_assert_eq!(accepted.caught_up.len(), offer.lost.len());
        for lost in &accepted.caught_up {
            let target = duty.targets.iter().position(|t| t.id == lost.id).unwrap();
            if let Some(at) = lost.instead {
                prop_assert!(best.arrivals(target).contains(&at) && at.0 >= now);
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn every_offer_comes_back_with_its_reserve_and_what_follows_can_be_flown(
        seed: u64, now in 0.0_f64..28_800.0, stay in 30.0_f64..600.0, x in 0.0_f64..7_000.0, y in 0.0_f64..7_000.0, pick in any::<prop::sample::Index>(),
    ) {
        an_incident(seed, now, stay, (x, y), |index, count| index == pick.index(count))?;
    }

    #[test]
    fn a_drawn_schedule_can_be_flown_and_costs_no_more_than_allowed(seed: u64, other: u64) {
        let (duty, _) = fiction(seed, SIZE);
        let planned = plan(&duty, None, seed, &mut Rounds(256));
        let drawn = vary(&duty, &planned.best, Change::at(Seconds(-1_000.0)), 0.05, other);
        prop_assert_eq!(faults(&duty, &drawn.outcome.best), Vec::<String>::new());
        prop_assert!(promise(&duty, &drawn.outcome.best) <= planned.value * 1.05 + 1e-9);
        prop_assert!(drawn.cost <= 0.05 + 1e-9);
        prop_assert!(drawn.bits <= 64.0 && drawn.bits <= drawn.drawn_bits);
        prop_assert_eq!(&drawn, &vary(&duty, &planned.best, Change::at(Seconds(-1_000.0)), 0.05, other));
    }
}

#[test]
fn many_draws_are_as_uncertain_as_is_told() {
    // One aircraft, one sortie, three places: few enough variants to count what comes how often.
    let (mut duty, _) = fiction(4, Size { aircraft: 1, hotspots: 3, lines: 0, docks: 1 });
    duty.length = Seconds(1_500.0);
    for target in &mut duty.targets {
        target.bands = vec![Band { from: Seconds::ZERO, to: Seconds(1_500.0), every: Seconds(3_600.0) }];
    }
    let planned = plan(&duty, None, 1, &mut Rounds(256));
    let mut counts: std::collections::BTreeMap<String, (u32, f64)> = std::collections::BTreeMap::new();
    let draws = 4_000_u32;
    let mut patrols = Vec::new();
    for seed in 0..u64::from(draws) {
        let drawn = vary(&duty, &planned.best, Change::at(Seconds(-1_000.0)), 3.0, seed);
        let entry = counts.entry(format!("{:?}", drawn.outcome.best)).or_insert((0, drawn.drawn_bits));
        assert!((entry.1 - drawn.drawn_bits).abs() < 1e-9, "one schedule, one chance");
        entry.0 += 1;
        patrols.push(drawn.outcome.best);
    }
    assert!(counts.len() > 1);
    // The chance told of each schedule is 2^-bits; together they are certain, and what came is as frequent as told.
    let all: f64 = counts.values().map(|(_, bits)| (-bits).exp2()).sum();
    assert!((all - 1.0).abs() < 0.02, "{all}");
    for (count, bits) in counts.values() {
        let told = (-bits).exp2() * f64::from(draws);
        assert!((f64::from(*count) - told).abs() < 6.0 * told.sqrt() + 6.0, "{count} times instead of {told}");
    }
    assert!(watched_bits(&duty, &patrols, Seconds(60.0)) > 0.0);
    assert!(watched_bits(&duty, &patrols[..1], Seconds(60.0)).abs() < 1e-12, "one schedule is a timetable");
}

#[test]
fn fewer_operators_and_another_lost_aircraft_are_planned_for_at_once() {
    let (duty, _) = fiction(9, SIZE);
    let before = plan(&duty, None, 9, &mut Rounds(256)).best;
    let now = Seconds(9_000.0);
    let mut after = duty.clone();
    after.fleet[1].until = now;
    after.watchers[0].most = 2;
    let outcome = replan(&after, &before, Change::at(now), 9, &mut Rounds(128));
    assert_eq!(faults(&after, &later(&outcome.best, now.0 + 120.0)), Vec::<String>::new());
    assert!(outcome.best.cut.iter().all(|s| s.land.0 <= now.0));
    let after_loss = |s: &&Sortie| s.vehicle == after.fleet[1].vehicle && s.land.0 > now.0;
    assert_eq!(outcome.best.sorties.iter().find(after_loss), None);
}

#[test]
fn who_has_landed_early_no_longer_counts_under_his_operator_when_an_aircraft_is_launched() {
    let all = |_: usize, _: usize| true;
    an_incident(2_060_706_663_581_815_068, 13_534.059_557_758_992, 30.0, (0.0, 0.0), all).unwrap();
    an_incident(10_521_698_480_213_882_008, 19_206.807_216_547_71, 30.0, (2_216.069_689_875_656, 0.0), all).unwrap();
}

#[test]
fn a_launch_in_whole_seconds_stays_off_the_movement_that_follows_it() {
    let all = |_: usize, _: usize| true;
    an_incident(269_543_428_562_037_233, 27_357.235_244_795_662, 30.0, (4_958.486_444_145_466, 0.0), all).unwrap();
}
