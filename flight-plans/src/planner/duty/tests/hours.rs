//! Zones that hold during a part of the shift: flown round while they hold, through when they do not, and the judge, who
//! knows every zone's hours by himself, agrees.

use super::super::demand::{Demand, Dosage, Wish, demand};
use super::super::flights::{apart, flights};
use super::super::model::Ways;
use super::super::{Outcome, plan as plan_duty};
use super::simulator::holds;
use crate::check::{World, schedule};
use crate::patrol::area::tests::rectangle;
use crate::planner::pace::Rounds;
use crate::schedule::{Operator, Rules, Schedule};
use crate::trial::{NOON, atlas, docked, plan as enrolled};
use crate::{Plan, Wind};
use geodata::{Atlas, Draft, Heading, Hotspot, Hours, Local, Metres, Seconds, Zone, ZoneKind};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// A zone of a radius that holds daily between two hours of UTC; all day where they are equal.
fn zone(middle: Local, radius: f64, [from, to]: [u16; 2]) -> Zone {
    let schedule = geodata::Schedule::daily(Hours { from_minute: from * 60, to_minute: to * 60 });
    let draft = Draft::cylinder("Z-test", ZoneKind::KeepOut, middle, Metres(radius));
    Zone::checked(Draft { schedule, ..draft }).unwrap()
}

fn wish<'a>(
    atlas: &'a Atlas,
    plan: &'a Plan,
    hotspots: Vec<&'a Hotspot>,
    operators: &'a [Operator],
    hours: f64,
) -> Wish<'a> {
    Wish {
        atlas,
        plan,
        hotspots,
        wind: Wind::CALM,
        from: NOON,
        length: Seconds(3_600.0 * hours),
        dosage: Dosage { line_every: Seconds(3_600.0), ..Dosage::default() },
        operators,
        rules: Rules::default(),
    }
}

fn operators() -> Vec<Operator> {
    (0..2).map(|i| Operator { id: format!("W{i}"), most: 4, shift: None }).collect()
}

fn planned(wish: &Wish<'_>, rounds: u64) -> (Demand, Outcome, Schedule) {
    let asked = demand(wish);
    let outcome = plan_duty(&asked.duty, None, 1, &mut Rounds(rounds));
    assert_eq!(holds(&asked.duty, &outcome), Ok(()));
    let (flown, refused) = flights(wish, &asked, &outcome.best);
    assert_eq!(refused, vec![]);
    let (flown, _, _) = apart(wish, &flown);
    let world = World { atlas: wish.atlas, plan: wish.plan };
    let found: Vec<String> =
        schedule(&flown, &world).into_iter().filter(|f| !f.code.starts_with("note_")).map(|f| f.to_string()).collect();
    assert_eq!(found, Vec::<String>::new());
    (asked, outcome, flown)
}

/// The line laid for the first dock, and the middle of one of its legs.
fn first_line() -> (Plan, Local) {
    let line = enrolled().lines[0].clone();
    let corners = line.local(&atlas().frame);
    let middle = corners[2].toward(corners[3], 0.5);
    (Plan { lines: vec![line], ..enrolled().clone() }, middle)
}

#[test]
fn a_zone_of_two_hours_keeps_flights_off_then_and_neither_before_nor_after() {
    let (plan, middle) = first_line();
    let operators = operators();
    let mut world = atlas().clone();
    // The shift lasts from 10:00 to 16:00 UTC.
    world.zones.insert(zone(middle, 150.0, [12, 14])).unwrap();
    let timed = wish(&world, &plan, Vec::new(), &operators, 6.0);
    let (asked, outcome, _) = planned(&timed, 300);
    assert_eq!(asked.refused, vec![]);
    let (id, why) = &asked.rests[0];
    assert!(id == &plan.lines[0].id && why.code == "note_zone_hours" && why.say.contains("12:00Z to 14:00Z"), "{why}");
    let visits: Vec<(f64, f64)> =
        outcome.best.sorties.iter().flat_map(|s| &s.visits).map(|v| (v.at.0 / 3_600.0, v.until.0 / 3_600.0)).collect();
    assert!(visits.iter().any(|v| v.1 <= 2.0) && visits.iter().any(|v| v.0 >= 4.0), "{visits:?}");
    assert!(visits.iter().all(|v| v.1 <= 2.0 || v.0 >= 4.0), "{visits:?}");
    // The rule that a zone counts for the whole shift could not fly it at all.
    let mut world = atlas().clone();
    world.zones.insert(zone(middle, 150.0, [0, 0])).unwrap();
    let whole = demand(&wish(&world, &plan, Vec::new(), &operators, 6.0));
    assert_eq!(whole.refused[0].1.code, "zone_blocks");
    assert!(whole.duty.targets.is_empty() && outcome.value < 1.5, "{}", outcome.value);
}

#[test]
fn a_shift_is_better_with_the_hours_of_zones_than_with_zones_that_count_all_day() {
    let operators = operators();
    let plan = Plan { lines: enrolled().lines[..5].to_vec(), ..enrolled().clone() };
    let hotspots: Vec<&Hotspot> = atlas().hotspots.iter().step_by(6).collect();
    let middle = docked(5).from.moved(Heading::degrees(150.0), Metres(1_500.0));
    let mut told = Vec::new();
    for hours in [[15, 16], [0, 0]] {
        let mut world = atlas().clone();
        world.zones.insert(zone(middle, 900.0, hours)).unwrap();
        let (asked, outcome, _) = planned(&wish(&world, &plan, hotspots.clone(), &operators, 6.0), 400);
        let out = asked.refused.len() + outcome.left_out.len();
        println!(
            "{hours:?}: {} places, {out} left out, mean {:.4}, promise {:.4}",
            asked.duty.targets.len(),
            outcome.mean,
            outcome.value
        );
        told.push((asked.refused.len(), out));
    }
    assert!(told[0].0 < told[1].0 && told[0].1 < told[1].1, "{told:?}");
}

#[test]
fn in_two_hundred_random_shifts_with_zones_of_random_hours_the_judge_finds_nothing() {
    let operators = operators();
    let mut rng = ChaCha8Rng::seed_from_u64(11);
    let all: Vec<&Hotspot> = atlas().hotspots.iter().collect();
    let mut world = atlas().clone();
    let (mut rests, mut flown, mut sets) = (0, 0, 0);
    for number in 0..200 {
        let dock = docked(rng.random_range(1..=5)).from;
        let mut ids = Vec::new();
        for index in 0..rng.random_range(1..4) {
            let off = Metres(rng.random_range(0.0..2_500.0));
            let middle = dock.moved(Heading::degrees(rng.random_range(0.0..360.0)), off);
            let from = rng.random_range(8..15);
            let zone = zone(middle, rng.random_range(60.0..600.0), [from, from + rng.random_range(1..3)]);
            let id = format!("Z-{index}");
            world.zones.insert(Zone::checked(Draft { id: id.clone(), ..zone.into_draft() }).unwrap()).unwrap();
            ids.push(id);
        }
        let lines = (0..2).map(|_| enrolled().lines[rng.random_range(0..enrolled().lines.len())].clone());
        let mut lines: Vec<_> = lines.collect();
        lines.dedup_by(|a, b| a.id == b.id);
        let at = dock.moved(Heading::degrees(rng.random_range(0.0..360.0)), Metres(rng.random_range(300.0..1_200.0)));
        let areas = vec![rectangle("A1", &atlas().frame, at, [rng.random_range(150.0..500.0), 250.0])];
        let plan = Plan { lines, areas, ..enrolled().clone() };
        let picked: std::collections::BTreeSet<usize> = (0..12).map(|_| rng.random_range(0..all.len())).collect();
        let hotspots: Vec<&Hotspot> = picked.into_iter().map(|i| all[i]).collect();
        let wish = wish(&world, &plan, hotspots, &operators, 4.0);
        let (asked, _, flights) = planned(&wish, 24);
        rests += asked.rests.len();
        flown += flights.flights.len();
        sets += usize::from(asked.duty.kinds.iter().any(|k| {
            let ports = u32::try_from(k.ways.ports()).unwrap();
            (0..ports).any(|p| k.ways.during(0.0).between(0, p) != k.ways.during(7_200.0).between(0, p))
        }));
        for id in ids {
            world.zones.remove(&id);
        }
        if number % 50 == 0 {
            println!("{number}: {flown} flights, {rests} rests");
        }
    }
    println!("{flown} flights, {rests} places that rest, {sets} shifts whose ways change");
    assert!(flown > 1_000 && rests > 50 && sets > 50);
}

#[test]
fn ways_are_those_of_the_set_at_the_launch_and_the_quickest_when_nobody_says_when() {
    let set = |more: f64| Ways::new(3, move |a, b| (a + 2 != b).then_some((Seconds(10.0 + more), 1.0 + more)));
    let shut = Ways::new(3, |_, _| None);
    let from = [(Seconds(0.0), 0), (Seconds(100.0), 2), (Seconds(200.0), 1)];
    let ways = Ways::by_launch(vec![set(0.0), set(5.0), shut], &from);
    for (launch, time) in
        [(-5.0, 10.0), (0.0, 10.0), (99.0, 10.0), (100.0, f32::INFINITY), (199.0, f32::INFINITY), (200.0, 15.0)]
    {
        let told = ways.during(launch).between(0, 1).time;
        assert_eq!(told.to_bits(), time.to_bits(), "{launch}");
    }
    assert_eq!((ways.between(0, 1).time, ways.between(0, 2).is_way(), ways.ports()), (10.0, false, 3));
    assert_eq!(Ways::by_launch(vec![set(5.0)], &[]).during(7.0).between(0, 1), ways.during(300.0).between(0, 1));
}
