//! Two aircraft on one system id in five hundred seeded ways, and one aircraft on bad links that is never taken for two.

mod world;

use crate::codec::{
    self, AutopilotVersion, CommandLong, GlobalPositionInt, Header, Heartbeat, Message, MissionItemReached,
};
use crate::{Enrolled, LinkConfig, Peer, Squadron};
use controller_core::{IdentityDoubt, OrderProgress, SkyReport};
use flight_plans::Uid;
use world::{Board, Dice, STEP, SYSTEM, VEHICLE, World, is_question, peer};

/// Two boards drawn by a seed, and whether anything tells them apart without a question.
fn two_boards(seed: u64) -> (World, u64) {
    let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9).wrapping_add(77));
    let mut boards = vec![Board::new(0xA1), Board::new(0xB2)];
    let tells = dice.chance(70);
    let (clocks, places) = (dice.chance(50), dice.chance(50));
    let elsewhere = dice.roll(4);
    for board in &mut boards {
        board.every = [100, 10 + dice.roll(40), [0, 2, 5, 20][dice.roll(4) as usize]];
        board.phase = dice.roll(100);
        board.ports[0].1 = u8::try_from(dice.roll(256)).unwrap();
    }
    let b = &mut boards[1];
    b.from_step = dice.roll(1_000);
    if !tells {
        b.uid = 0;
    }
    if clocks || !(tells || places || elsewhere >= 2) {
        b.booted -= 6_000 + dice.roll(1_000_000) as i64;
    }
    if places {
        b.lat += 30_000 + dice.roll(1_000_000) as i32;
    }
    match elsewhere {
        2 => b.ports[0].0 = peer(0, 2),
        3 => b.ports[0].0 = peer(1, 1),
        _ => {}
    }
    if !tells && dice.chance(50) {
        boards[0].uid = 0;
    }
    let second = boards[1].from_step.max(1);
    let planned = (boards[0].uid != 0 && dice.chance(50)).then_some(0xA1);
    (World::new(boards, planned, seed), second)
}

#[test]
fn two_aircraft_on_one_system_id_are_quarantined_within_two_seconds_and_nothing_is_sent_after() {
    for seed in 0..500 {
        let (mut world, second) = two_boards(seed);
        world.run(second as f64 * STEP.0 + 2.0);
        // A proven way goes on alone beside an address that shows nothing of another aircraft but that it is another.
        let Some((when, doubt)) = world.quarantined() else {
            let shown = &world.boards;
            let silent = shown[1].uid == 0
                && shown[0].uid != 0
                && shown[0].ports[0].0 != shown[1].ports[0].0
                && shown[0].booted == shown[1].booted
                && shown[0].lat == shown[1].lat;
            assert!(silent, "seed {seed}: not noticed: {shown:?}");
            world.order(1);
            world.run(3.0);
            let stray = world.sent.iter().find(|(_, to, message)| {
                *to == shown_peer(&world) && !is_question(message) && !matches!(message, Message::Heartbeat(_))
            });
            assert_eq!(stray, None, "seed {seed}: sent to the address that proved nothing");
            continue;
        };
        let doubled = matches!(doubt, IdentityDoubt::Doubled {} | IdentityDoubt::Stranger { .. });
        assert!(doubled, "seed {seed}: {doubt:?}");
        assert!(when <= second + 200, "seed {seed}: {} ms late", (when - second) * 10);
        world.order(1);
        world.run(20.0);
        world.order(2);
        world.run(5.0);
        let after: Vec<_> = world.sent.iter().filter(|(step, ..)| *step > when).collect();
        assert!(after.iter().all(|(.., message)| is_question(message)), "seed {seed}: {after:?}");
        assert!(!world.has_told(|report| matches!(report, SkyReport::Cleared)), "seed {seed}");
        for id in [1, 2] {
            let refused = |report: &SkyReport| matches!(report, SkyReport::Order(order, OrderProgress::Refused { why }) if order.0 == id && why.contains("quarantine"));
            assert!(world.has_told(refused), "seed {seed}");
        }
        let believed = world
            .told
            .iter()
            .filter(|(step, report)| *step > when && matches!(report, SkyReport::Fix(_) | SkyReport::Status(_)));
        assert_eq!(believed.count(), 0, "seed {seed}");
    }
}

fn shown_peer(world: &World) -> Peer {
    world.boards[1].ports[0].0
}

#[test]
fn once_shown_to_be_two_not_even_a_question_leaves() {
    let mut other = Board::new(0xB2);
    (other.booted, other.from_step) = (-900_000, 300);
    let mut world = World::new(vec![Board::new(0xA1), other], None, 1);
    world.run(60.0);
    let (when, _) = world.quarantined().unwrap();
    assert_eq!(world.sent.iter().filter(|(step, ..)| *step > when).count(), 0);
}

#[test]
fn one_aircraft_on_any_link_is_never_taken_for_two() {
    for seed in 0..300 {
        let mut dice = Dice(seed + 5);
        let mut board = Board::new([0, 0xA1][dice.roll(2) as usize]);
        board.every = [100, 10 + dice.roll(90), [0, 2, 5, 20][dice.roll(4) as usize]];
        board.ports[0].1 = u8::try_from(dice.roll(256)).unwrap();
        let mut world = World::new(vec![board], None, seed);
        (world.lost, world.doubled, world.late) = (dice.roll(50), dice.roll(30), dice.roll(50));
        world.run(20.0);
        // It restarts (which takes longer than any link delays), jumps in a bad fix and comes back, and speaks from another address afterwards.
        world.boards[0].from_step = world.step + 300;
        world.boards[0].booted = world.step as i64 * 10 - 1;
        world.boards[0].ports[0].1 = u8::try_from(dice.roll(256)).unwrap();
        world.run(5.0);
        world.boards[0].lat += 2_000_000;
        world.run(1.0);
        world.boards[0].lat -= 2_000_000;
        world.run(5.0);
        world.boards[0].ports[0].0 = peer(0, 9);
        world.run(10.0);
        assert_eq!(world.quarantined(), None, "seed {seed}");
    }
}

#[test]
fn two_ways_to_one_board_are_one_aircraft() {
    for seed in 0..100 {
        let mut board = Board::new(0xA1);
        board.ports.push((peer(1, 1), 99));
        let mut world = World::new(vec![board], (seed % 2 == 0).then_some(0xA1), seed);
        (world.lost, world.late) = (if seed < 50 { 0 } else { 5 }, 10);
        world.run(30.0);
        assert_eq!(world.quarantined(), None, "seed {seed}");
        assert!(world.has_told(|report| *report == SkyReport::Identified { uid: Uid::Short(0xA1) }));
    }
}

#[test]
fn a_router_that_copies_frames_to_two_links_makes_no_second_aircraft() {
    let mut board = Board::new(0);
    board.ports.push((peer(1, 1), 0));
    let mut world = World::new(vec![board], None, 3);
    world.late = 5;
    world.run(30.0);
    assert_eq!(world.quarantined(), None);
}

#[test]
fn a_planned_aircraft_gets_no_order_before_its_board_has_told_the_number() {
    let mut board = Board::new(0xA1);
    let answers = board.clone();
    board.uid = 0;
    let mut world = World::new(vec![board], Some(0xA1), 1);
    world.run(1.0);
    world.order(1);
    world.run(3.0);
    let is_order =
        |message: &Message| matches!(message, Message::CommandLong(long) if !matches!(long.command, 511 | 512));
    assert!(!world.sent.iter().any(|(.., message)| is_order(message)));
    world.boards[0].uid = answers.uid;
    world.run(5.0);
    assert!(world.sent.iter().any(|(.., message)| is_order(message)), "and then it goes out");
}

#[test]
fn another_board_on_our_system_id_is_a_stranger_until_ours_is_back() {
    let mut world = World::new(vec![Board::new(0xCC)], Some(0xA1), 1);
    world.run(2.0);
    let uid = Uid::Short(0xCC).to_string();
    assert_eq!(world.quarantined().unwrap().1, IdentityDoubt::Stranger { uid });
    world.run(20.0);
    assert!(!world.has_told(|report| matches!(report, SkyReport::Cleared)));
    world.boards[0].from_step = u64::MAX;
    world.run(40.0);
    world.boards.push(Board { from_step: world.step, ..Board::new(0xA1) });
    world.run(20.0);
    assert!(world.has_told(|report| matches!(report, SkyReport::Cleared)));
    let commands = world.sent.len();
    world.order(1);
    world.run(1.0);
    assert!(world.sent.len() > commands);
}

#[test]
fn without_learning_an_aircraft_that_is_not_in_the_plan_is_read_and_told_how_to_enrol_it() {
    let mut world = World::new(vec![Board::new(0xA1)], None, 1);
    let config = LinkConfig {
        roster: vec![Enrolled { vehicle: VEHICLE, system_id: u32::from(SYSTEM) }],
        learn: false,
        ..LinkConfig::default()
    };
    world.squadron = Squadron::new(config);
    world.run(3.0);
    assert!(world.has_told(|report| matches!(report, SkyReport::Fix(_))));
    world.order(1);
    let why = |report: &SkyReport| matches!(report, SkyReport::Order(_, OrderProgress::Refused { why }) if why.contains("uid 00000000000000a1"));
    assert!(world.has_told(why), "{:?}", world.told.last());
}

#[test]
fn a_doubt_from_before_a_restart_is_lifted_only_by_proof() {
    let config = LinkConfig {
        roster: vec![Enrolled { vehicle: VEHICLE, system_id: u32::from(SYSTEM) }],
        boards: [(VEHICLE, Uid::Short(0xA1))].into(),
        in_doubt: [VEHICLE].into(),
        ..LinkConfig::default()
    };
    let mut world = World::of(config, vec![Board::new(0xA1)], 1);
    world.run(9.0);
    assert!(world.sent.is_empty() && world.told.iter().all(|(_, report)| !matches!(report, SkyReport::Fix(_))));
    world.run(6.0);
    assert!(world.has_told(|report| matches!(report, SkyReport::Cleared)));
}

#[test]
fn garbage_of_any_kind_neither_panics_nor_grows() {
    let mut dice = Dice(9);
    let mut world = World::new(vec![Board::new(0xA1)], None, 1);
    for _ in 0..20_000 {
        let from = peer(dice.roll(3) as u16, dice.roll(200) as u16);
        let header = Header { system: 3, component: 1, sequence: dice.roll(256) as u8 };
        let message: Message = match dice.roll(4) {
            0 => Heartbeat { kind: dice.roll(9) as u8, autopilot: 3, ..Heartbeat::default() }.into(),
            1 => AutopilotVersion { uid: dice.roll(3), ..AutopilotVersion::default() }.into(),
            2 => GlobalPositionInt {
                time_boot_ms: dice.roll(u64::MAX) as u32,
                lat: dice.roll(u64::MAX) as i32,
                ..Default::default()
            }
            .into(),
            _ => MissionItemReached { seq: 1 }.into(),
        };
        world.squadron.receive(world.now(), from, &codec::encode(header, &message));
        world.step += dice.roll(50);
        world.squadron.tick(world.now());
        world.collect();
    }
    assert!(world.quarantined().is_some());
}

#[test]
fn our_board_under_another_system_id_is_noticed_and_its_vehicle_blocked_until_it_is_back() {
    let mut world = World::new(vec![Board { system: 9, ..Board::new(0xA1) }], Some(0xA1), 1);
    world.run(2.0);
    assert_eq!(world.quarantined().unwrap().1, IdentityDoubt::Moved { system_id: 9 });
    world.order(1);
    let why = |report: &SkyReport| matches!(report, SkyReport::Order(_, OrderProgress::Refused { why }) if why.contains("system 9"));
    assert!(world.has_told(why));
    world.boards[0].system = SYSTEM;
    world.run(20.0);
    assert!(world.has_told(|report| matches!(report, SkyReport::Cleared)));
}

#[test]
fn a_flood_of_a_thousand_false_aircraft_moves_nothing_and_the_one_of_ours_is_heard() {
    let mut world = World::new(vec![Board::new(0xA1)], Some(0xA1), 1);
    world.run(2.0);
    let (handled, sent) = (world.squadron.counters().handled, world.sent.len());
    let beat: Message = Heartbeat { kind: 2, autopilot: 12, ..Heartbeat::default() }.into();
    let false_ones: Vec<Vec<u8>> = (0..65_025u32)
        .map(|number| {
            // Every system and component but those of our aircraft.
            let (system, component) = (number % 255 + 1, u8::try_from(number / 255).unwrap() + 1);
            let header = Header { system: if system == 3 { 250 } else { system }, component, sequence: 0 };
            codec::encode(header, &beat)
        })
        .collect();
    for second in 0..2 {
        for step in 0..100 {
            for number in 0..500u32 {
                let bytes = &false_ones[((second * 50_000 + step * 500 + number) % 65_025) as usize];
                world.squadron.receive(world.now(), peer(0, (number % 300) as u16 + 100), bytes);
            }
            world.step();
        }
    }
    let counters = world.squadron.counters();
    assert_eq!(counters.not_enrolled + counters.other_components, 100_000);
    assert!(counters.handled - handled >= 2 * (1 + 5 + 10) - 1, "all of ours: {counters:?}");
    assert!(world.sent.len() - sent < 40, "nobody is answered");
    assert_eq!(world.quarantined(), None);
    world.order(1);
    let is_return = |message: &Message| matches!(message, Message::CommandLong(CommandLong { command: 176, .. }));
    world.run(0.1);
    assert!(world.sent.iter().any(|(.., message)| is_return(message)));
}
