//! The circles as they stand beside a slow look at every unit and place, second by second as units move, fall silent and are
//! sent on tasks; what settles is written down, once.

// A test says what is wrong by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod county;

use controller_core::{Controller, Fact, Input, UnitId, UnitReport};
use geodata::{Heading, Local, MetresPerSecond, PostKind, Profile, ResponderClass, Seconds, Timestamp};
use std::collections::BTreeMap;

const START: Timestamp = Timestamp(1_778_572_800_000_000);
/// From the alarm until a patrol moves, and until people of a station sit in their car.
const PATROL: f64 = 10.0;
const STATION: f64 = 60.0;

/// A stream of numbers that look like chance (Lehmer).
struct Chance(u64);

impl Chance {
    fn below(&mut self, most: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

fn report(controller: &Controller, unit: u32, at: Local, now: Timestamp) -> Input {
    Input::Ground(UnitReport {
        unit: UnitId(unit),
        at: now,
        place: controller.setup.atlas.frame.to_wgs84(at),
        speed: MetresPerSecond(0.0),
        heading: Heading::degrees(0.0),
        available: true,
        duty: None,
        crew: None,
        seq: None,
    })
}

/// Seconds by road from the alarm, looked up one by one.
fn time(controller: &Controller, from: Local, to: Local, profile: Profile, turnout: f64) -> Option<f64> {
    let (roads, travel) = (&controller.setup.atlas.roads, controller.travel());
    let (from, to) = (roads.snap_for(from, profile)?.snap, roads.snap_for(to, profile)?.snap);
    Some(turnout + to.walk().0 + travel.travel_time(&from, &to, profile)?.0)
}

/// Which tiers nobody would be in time at: by place and minutes, how long the nearest takes.
fn slowly(controller: &Controller, units: &BTreeMap<u32, Local>) -> BTreeMap<(String, u32), f64> {
    let (atlas, plan) = (&controller.setup.atlas, &controller.setup.plan);
    let mut all = BTreeMap::new();
    for place in &atlas.guarded {
        for tier in &place.tiers {
            let mut best = f64::INFINITY;
            for (unit, at) in units {
                let profile = plan.unit(*unit).unwrap().profile;
                let class = match profile {
                    Profile::Foot => ResponderClass::Foot,
                    Profile::Motorbike => ResponderClass::Motorbike,
                    _ => ResponderClass::Car,
                };
                if tier.responders.contains(&class) {
                    best = best.min(time(controller, *at, place.at, profile, PATROL).unwrap_or(f64::INFINITY));
                }
            }
            for post in atlas.posts.iter().filter(|post| post.kind == PostKind::Station) {
                if tier.responders.contains(&ResponderClass::Station) {
                    best =
                        best.min(time(controller, post.at, place.at, Profile::Car, STATION).unwrap_or(f64::INFINITY));
                }
            }
            all.insert((place.id.clone(), u32::from(tier.minutes)), best);
        }
    }
    all
}

/// The tiers as the controller has them beside the slow look. A time within a millisecond of the budget may fall either way.
fn compare(controller: &Controller, units: &BTreeMap<u32, Local>) -> usize {
    let watch = controller.circles.as_ref().unwrap();
    let wanted = slowly(controller, units);
    let mut failed = 0;
    for stand in watch.stands() {
        let (place, minutes) = watch.name(stand.at).unwrap();
        let best = wanted[&(place.to_owned(), minutes)];
        let late = best - f64::from(minutes) * 60.0;
        if late.abs() > 0.002 {
            assert_eq!(stand.failed, late > 0.0, "{place} within {minutes}: {best} s");
        }
        failed += usize::from(stand.failed);
    }
    failed
}

#[test]
fn the_circles_are_those_of_a_slow_look_within_a_second_of_every_move() {
    let (mut controller, _) = Controller::start(county::setup(), START);
    let guarded: Vec<Local> = controller.setup.atlas.guarded.iter().map(|place| place.at).collect();
    assert!(guarded.len() >= 3, "{} guarded places", guarded.len());
    let numbers: Vec<u32> = controller.setup.plan.ground.iter().map(|unit| unit.unit).collect();
    let (mut chance, mut units, mut seen) = (Chance(5), BTreeMap::new(), Vec::new());
    let mut now = START;
    for second in 0..40 {
        now = now.plus(Seconds(1.0));
        // Some move to somewhere near a guarded place; all say where they are.
        for unit in numbers.iter().take(12) {
            if chance.below(4) == 0 || second == 0 {
                let by = |chance: &mut Chance| chance.below(1600) as f64 - 800.0;
                let near = guarded[chance.below(guarded.len() as u64) as usize];
                let at = Local { x: near.x + by(&mut chance), y: near.y + by(&mut chance) };
                // A unit that moves less than fifty metres keeps its times.
                if units.get(unit).is_none_or(|old: &Local| old.distance(at).0 > 60.0) {
                    units.insert(*unit, at);
                }
            }
        }
        for (unit, at) in &units {
            let input = report(&controller, *unit, *at, now);
            controller.handle(now, &input);
        }
        now = now.plus(Seconds(1.0));
        controller.handle(now, &Input::Clock);
        seen.push(compare(&controller, &units));
    }
    println!("{} places, tiers that failed second by second: {seen:?}", guarded.len());
    assert!(seen.iter().collect::<std::collections::BTreeSet<_>>().len() > 3, "nothing ever changed: {seen:?}");
}

#[test]
fn what_fails_for_a_while_is_written_down_once_and_its_mending_too() {
    let (mut controller, _) = Controller::start(county::setup(), START);
    let place = controller.setup.atlas.guarded[0].clone();
    let car = controller.setup.plan.ground.iter().find(|unit| unit.profile != Profile::Foot).unwrap().unit;
    let mut told: Vec<(i64, Vec<u32>, Vec<u32>)> = Vec::new();
    for second in 1..=200_i64 {
        let now = Timestamp(START.0 + second * 1_000_000);
        // There for a minute from the 50th second; then silent for good.
        let input = if (50..110).contains(&second) { report(&controller, car, place.at, now) } else { Input::Clock };
        for entry in controller.handle(now, &input).entries {
            if let Fact::CirclesChanged(changed) = entry.event.fact {
                let here = |tiers: &[controller_core::facts::circles::Tier]| -> Vec<u32> {
                    tiers.iter().filter(|tier| tier.place == place.id).map(|tier| tier.minutes).collect()
                };
                told.push((second, here(&changed.failed), here(&changed.restored)));
            }
        }
    }
    // At the beginning what fails; ten seconds after it came what no longer does; and a minute after its last word, and ten
    // seconds, what fails again.
    assert_eq!(told.len(), 3, "{told:?}");
    let (first, mended, again) = (&told[0], &told[1], &told[2]);
    assert!((10..=12).contains(&first.0) && !first.1.is_empty() && first.2.is_empty(), "{told:?}");
    assert!((60..=62).contains(&mended.0) && mended.1.is_empty() && !mended.2.is_empty(), "{told:?}");
    assert!((178..=182).contains(&again.0) && again.1 == mended.2 && again.2.is_empty(), "{told:?}");
}

/// What passes within seconds is not written down, and a restart tells nothing again.
#[test]
fn what_passes_is_not_written_down() {
    let setup = county::setup();
    let (mut controller, _) = Controller::start(setup.clone(), START);
    let mut entries = Vec::new();
    for second in 1..=20_i64 {
        entries.extend(controller.handle(Timestamp(START.0 + second * 1_000_000), &Input::Clock).entries);
    }
    let count = |entries: &[controller_core::Entry]| {
        entries.iter().filter(|entry| matches!(entry.event.fact, Fact::CirclesChanged(_))).count()
    };
    assert_eq!(count(&entries), 1);
    let (mut again, _) = Controller::resume(setup, &entries, Timestamp(START.0 + 21_000_000));
    let place = again.setup.atlas.guarded[0].at;
    let car = again.setup.plan.ground.iter().find(|unit| unit.profile != Profile::Foot).unwrap().unit;
    let mut after = Vec::new();
    for second in 22..=60_i64 {
        let now = Timestamp(START.0 + second * 1_000_000);
        let mut input = report(&again, car, place, now);
        // For eight seconds it can be called, then no more.
        if let Input::Ground(report) = &mut input {
            report.available = second < 30;
        }
        after.extend(again.handle(now, &input).entries);
    }
    assert_eq!(count(&after), 0, "{after:?}");
}
