//! A station that loses the bureau and comes back, over and over: both sides take calls, task crews, crash and go on. Whoever
//! was answered is in the journal under the number that was told, no number is given twice, no crew has two tasks, and what
//! was merged twice counts once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod county;
mod two_sides;

use controller_core::decide::levels::informed;
use controller_core::decide::station;
use controller_core::{AlarmKind, Answer, Fact, IncidentId, Input, Ledger, Reason, StationSay, StationWord};
use proptest::prelude::*;
use two_sides::world::{Deed, World, deed};

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, max_shrink_iters: 300, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_lost_and_nothing_is_done_twice(deeds in prop::collection::vec(deed(), 1..70)) {
        let mut world = World::new();
        for deed in &deeds {
            world.act(deed);
            world.sound()?;
        }
        world.heal();
        world.sound()?;
        world.settled()?;
    }
}

/// A call at the station while it is alone, its crew on it, and back.
fn alone_for_a_while() -> World {
    let mut world = World::new();
    world.act(&Deed::Cut);
    world.act(&Deed::Pass(25));
    world.act(&Deed::Call { at_station: true, place: 0, kind: AlarmKind::Theft });
    world.act(&Deed::Pass(3));
    world
}

#[test]
fn a_station_that_is_cut_off_answers_a_call_with_its_own_crew_and_a_number_of_its_own() {
    let world = alone_for_a_while();
    let station = world.station.as_ref().expect("it is alone");
    let (id, _) = station.controller.ledger.open_incidents().next().expect("the call");
    assert!(id.0 > 1 << 31, "{id}");
    let (_, tasking) = station.controller.ledger.tasking_for(*id).expect("a crew");
    assert!(world.own.contains(&tasking.unit));
    let given = station.controller.ledger.tasking_for(*id).map(|(id, _)| *id).unwrap();
    assert_eq!(informed(&station.controller, given, tasking), None, "it gave the task itself");
    assert!(world.bureau.entries.iter().any(|entry| matches!(entry.event.fact, Fact::StationCut(_))));
    assert_eq!(world.bureau.controller.ledger.incidents.len(), 0);
}

#[test]
fn the_bureau_lets_go_before_the_station_begins() {
    let mut world = World::new();
    world.act(&Deed::Cut);
    let mut let_go = None;
    for second in 1..=60 {
        world.act(&Deed::Pass(1));
        let is_cut = !world.bureau.controller.ledger.partition.cut.is_empty();
        let_go = let_go.or(is_cut.then_some(second));
        if world.station.is_some() {
            assert!(let_go.is_some_and(|at| at < second), "{let_go:?} and {second}");
            return;
        }
    }
    panic!("the station never went on");
}

#[test]
fn what_the_station_did_is_in_the_bureaus_journal_under_its_own_time() {
    let mut world = alone_for_a_while();
    let branch = world.station.as_ref().map(|station| station.entries.clone()).expect("it is alone");
    let done =
        branch.iter().find(|entry| matches!(entry.event.fact, Fact::TaskingSent { .. })).expect("a crew was sent");
    world.act(&Deed::Pass(40));
    world.act(&Deed::Join);
    let ledger = &world.bureau.controller.ledger;
    let Fact::TaskingSent { tasking, incident, .. } = &done.event.fact else { unreachable!() };
    assert_eq!(ledger.taskings[tasking].sent, done.at);
    let hops = &ledger.incidents[incident].timeline;
    assert!(hops.windows(2).all(|pair| pair[0].at <= pair[1].at), "a story out of order");
    let merged = world.bureau.entries.iter().filter_map(|entry| entry.event.from.as_ref());
    assert!(
        merged.map(|from| from.seq).eq(branch[0].seq..branch[0].seq + u32::try_from(merged_count(&world)).unwrap())
    );
}

fn merged_count(world: &World) -> usize {
    world.bureau.entries.iter().filter(|entry| entry.event.from.is_some()).count()
}

#[test]
fn a_caller_who_reached_both_has_two_incidents_that_are_linked() {
    let mut world = World::new();
    world.act(&Deed::Cut);
    world.act(&Deed::Pass(25));
    world.act(&Deed::CallBoth { place: 1, kind: AlarmKind::Theft });
    world.act(&Deed::Pass(2));
    world.act(&Deed::Join);
    let ledger = &world.bureau.controller.ledger;
    assert_eq!(ledger.incidents.len(), 2);
    assert!(ledger.incidents.values().all(|incident| incident.links.len() == 1));
    assert_eq!(ledger.keys.values().collect::<Vec<_>>(), [&IncidentId(1)], "its key is the bureau's");
}

#[test]
fn records_out_of_turn_are_refused_with_the_one_that_comes_next_and_repeats_change_nothing() {
    let mut world = alone_for_a_while();
    let station = world.station.take().expect("it is alone");
    let words: Vec<StationWord> = station.words(&world.name);
    let backs = |world: &World| {
        let all = world.bureau.entries.iter();
        all.filter(|entry| matches!(entry.event.fact, Fact::StationBack(_))).count()
    };
    let before = backs(&world);
    let late = world.bureau.answer(world.now, &Input::Station(words[1].clone()));
    assert!(matches!(late, Answer::Denied(Reason::BranchNext(_))), "{late:?}");
    for _ in 0..2 {
        for word in &words {
            assert_eq!(
                world.bureau.answer(world.now, &Input::Station(word.clone())),
                Answer::Accepted { incident: None }
            );
        }
    }
    assert_eq!(merged_count(&world), station.entries.len());
    assert_eq!(backs(&world), before + 1);
}

#[test]
fn a_branch_of_a_station_nobody_knows_or_of_another_journal_is_refused() {
    let mut world = alone_for_a_while();
    let station = world.station.take().expect("it is alone");
    let mut word = station.words("nowhere").remove(0);
    let answer = world.bureau.answer(world.now, &Input::Station(word.clone()));
    assert!(matches!(answer, Answer::Denied(Reason::NoSuch { .. })), "{answer:?}");
    word.station = world.name.clone();
    if let StationSay::Wrote(branch) = &mut word.say {
        (branch.on, branch.entry.seq) = (9_999, 10_000);
    }
    let answer = world.bureau.answer(world.now, &Input::Station(word));
    assert!(matches!(answer, Answer::Denied(Reason::BranchNext(_))), "{answer:?}");
    assert_eq!(merged_count(&world), 0);
}

#[test]
fn a_station_counts_on_where_it_stopped_when_it_was_alone_before() {
    let mut world = alone_for_a_while();
    world.act(&Deed::Join);
    world.act(&Deed::Pass(5));
    world.act(&Deed::Cut);
    world.act(&Deed::Pass(25));
    world.act(&Deed::Call { at_station: true, place: 2, kind: AlarmKind::Assault });
    world.act(&Deed::Join);
    let numbers: Vec<u32> = world.bureau.controller.ledger.incidents.keys().map(|id| id.0).collect();
    assert_eq!(numbers.len(), 2);
    assert_eq!(numbers[0] + 1, numbers[1]);
}

#[test]
fn a_plan_has_room_for_each_of_its_stations() {
    let setup = county::setup();
    let mut ranges: Vec<u8> = Vec::new();
    for unit in &setup.plan.ground {
        let (range, crews) = station::own(&setup, &unit.station).expect("a station of the plan");
        assert!(crews.iter().any(|crew| crew.0 == unit.unit));
        ranges.push(range);
    }
    ranges.sort_unstable();
    ranges.dedup();
    assert_eq!(ranges, (1..=u8::try_from(ranges.len()).unwrap()).collect::<Vec<_>>());
    assert!(station::own(&setup, "nowhere").is_none());
}

#[test]
fn a_ledger_is_the_fold_of_its_records_on_both_sides() {
    let mut world = alone_for_a_while();
    let station = world.station.as_ref().expect("it is alone");
    let mirror = world.bureau.entries.iter().take_while(|entry| entry.seq < station.entries[0].seq);
    let folded = Ledger::default().and(mirror).and(&station.entries);
    assert_eq!(folded, station.controller.ledger);
    world.act(&Deed::Join);
    assert_eq!(Ledger::default().and(&world.bureau.entries), world.bureau.controller.ledger);
}

/// Found by a seed: a station that was alone for longer than the bureau waits counted itself among those that are cut off.
#[test]
fn a_station_that_is_alone_misses_nobody() {
    let mut world = alone_for_a_while();
    world.act(&Deed::Pass(30));
    let station = world.station.as_ref().expect("it is alone");
    assert!(station.controller.ledger.partition.cut.is_empty());
}
