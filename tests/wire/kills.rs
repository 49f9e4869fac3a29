//! `kill -9` of the controller at fifty random instants of the mission: nothing forgotten, nothing done twice.

use crate::world::World;
use harness::controller::{Controller, Start, run};
use harness::{Scratch, book};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

const MISSIONS: u64 = 5;
const KILLS: usize = 10;
/// Kills fall into the part of the mission in which something happens.
const WITHIN: std::ops::Range<f64> = 1.0..100.0;
const BACK_WITHIN: Duration = Duration::from_secs(1);

struct Survived {
    kills: usize,
    slowest: Duration,
}

/// One mission with its kills.
fn mission(seed: u64) -> Survived {
    let folder = Scratch::new(&format!("kills-{seed}"));
    let mut dice = ChaCha8Rng::seed_from_u64(seed);
    let mut moments: Vec<f64> = (0..KILLS).map(|_| dice.random_range(WITHIN)).collect();
    moments.sort_by(f64::total_cmp);
    let mut controller = Controller::start(Start::on(folder.path()));
    let world = World::start("quick-alarm.toml", seed, controller.http, controller.mavlink);
    let began = Instant::now();
    let mut survived = Survived { kills: 0, slowest: Duration::ZERO };
    for moment in moments {
        while began.elapsed().as_secs_f64() < moment {
            std::thread::sleep(Duration::from_millis(2));
        }
        controller = controller.again();
        survived.kills += 1;
        survived.slowest = survived.slowest.max(controller.ready_after);
    }
    while !world.is_over() && began.elapsed() < Duration::from_secs(290) {
        std::thread::sleep(Duration::from_millis(100));
    }
    let report = world.end();
    drop(controller);
    assert!(report.over, "seed {seed}: the story did not end: {report:?}");
    assert_eq!(report.alarms, 2, "seed {seed}: {report:?}");
    assert_eq!((report.incidents, report.closed), (2, 2), "seed {seed}: an alarm was forgotten: {report:?}");
    assert!(report.takeoffs.values().all(|count| *count == 1), "seed {seed}: a second take-off: {report:?}");
    sound(seed, folder.path());
    survived
}

fn sound(seed: u64, folder: &std::path::Path) {
    let records = book::read(folder);
    assert_eq!(book::faults(&records), Vec::<String>::new(), "seed {seed}");
    let accepted = book::accepted(&records);
    assert_eq!(accepted.keys().copied().collect::<BTreeSet<u32>>(), BTreeSet::from([1, 2]), "seed {seed}");
    assert!(accepted.values().all(|taskings| taskings.len() == 1), "seed {seed}: tasked twice: {accepted:?}");
    let verdict = run(&["audit", "verify", &folder.display().to_string()]);
    assert!(verdict.status.success(), "seed {seed}: {verdict:?}");
}

#[test]
fn killed_at_fifty_random_instants_it_forgets_no_alarm_tasks_nothing_twice_and_is_back_within_a_second() {
    let missions: Vec<_> = (1..=MISSIONS).map(|seed| std::thread::spawn(move || mission(seed))).collect();
    let survived: Vec<Survived> = missions.into_iter().map(|mission| mission.join().unwrap()).collect();
    let slowest = survived.iter().map(|survived| survived.slowest).max().unwrap();
    let kills: usize = survived.iter().map(|survived| survived.kills).sum();
    println!("{kills} kills, slowest return {} ms", slowest.as_millis());
    assert_eq!(kills, 50);
    assert!(slowest < BACK_WITHIN, "back after {slowest:?}");
}
