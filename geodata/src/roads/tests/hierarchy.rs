//! The hierarchy gives the answers of plain search, whatever the metric went through before.

use super::super::engine::{Layered, Plain, TravelTimes};
use super::*;

/// An answer of the hierarchy, however small the net is.
pub fn forced<T>(net: &RoadNet, profile: Profile, ask: impl FnOnce(&dyn TravelTimes) -> T) -> T {
    let costs = net.undisturbed().costs(profile);
    let (hierarchy, metric) = (net.hierarchy.as_deref().unwrap(), net.metric(costs).unwrap());
    ask(&Layered { costs, hierarchy, metric, pool: &net.pool })
}

/// An answer of plain search.
pub fn plain<T>(net: &RoadNet, profile: Profile, ask: impl FnOnce(&dyn TravelTimes) -> T) -> T {
    ask(&Plain { costs: net.undisturbed().costs(profile), pool: &net.pool })
}

fn layered(data: &RoadData) -> RoadNet {
    let net = RoadNet::new(data);
    let order = net.order();
    net.with_order(&order).unwrap()
}

#[test]
fn a_thousand_pairs_a_profile_are_the_same_with_and_without_a_hierarchy() {
    for data in [&*DATA, &*FORBIDDING] {
        let net = layered(data);
        let snaps = random_snaps(&net, 110, &mut ChaCha8Rng::seed_from_u64(11));
        let (starts, goals) = snaps.split_at(10);
        for profile in Profile::ALL {
            let slow = plain(&net, profile, |engine| engine.matrix(starts, goals));
            assert_eq!(forced(&net, profile, |engine| engine.matrix(starts, goals)), slow);
            for (i, start) in starts.iter().enumerate() {
                let row = &slow[i * goals.len()..(i + 1) * goals.len()];
                assert_eq!(forced(&net, profile, |engine| engine.to_many(start, goals, NEVER - 1)), row);
                // Up to a limit: what is over it is told as out of reach, by both.
                let limit = row.iter().copied().filter(|ms| *ms < NEVER).max().unwrap_or(0) / 2;
                let near: Vec<u32> = row.iter().map(|ms| if *ms <= limit { *ms } else { NEVER }).collect();
                assert_eq!(forced(&net, profile, |engine| engine.to_many(start, goals, limit)), near);
                assert_eq!(plain(&net, profile, |engine| engine.to_many(start, goals, limit)), near);
                for goal in goals.iter().step_by(9) {
                    let way = forced(&net, profile, |engine| engine.way(start, goal));
                    assert_eq!(way, plain(&net, profile, |engine| engine.way(start, goal)));
                }
            }
            for (j, goal) in goals.iter().enumerate() {
                let column: Vec<u32> = (0..starts.len()).map(|i| slow[i * goals.len() + j]).collect();
                assert_eq!(forced(&net, profile, |engine| engine.to_one(starts, goal)), column);
                assert_eq!(plain(&net, profile, |engine| engine.to_one(starts, goal)), column);
            }
        }
    }
}

#[test]
fn the_nearest_units_are_the_same_with_and_without_a_hierarchy() {
    let (net, mut rng) = (layered(&FORBIDDING), ChaCha8Rng::seed_from_u64(12));
    for count in [3, 20, 60, 400] {
        let snaps = random_snaps(&net, count + 1, &mut rng);
        let unit = |(index, snap): (usize, &Snap)| UnitAt { index, snap: *snap, profile: Profile::ALL[index % 4] };
        let units: Vec<UnitAt> = snaps[1..].iter().enumerate().map(unit).collect();
        for k in [1, 5, count / 2, count] {
            for within in [60.0, 600.0, f64::INFINITY] {
                let fast = net.undisturbed().nearest_units(&snaps[0], &units, k, Seconds(within));
                let slow = net.undisturbed().plain().nearest_units(&snaps[0], &units, k, Seconds(within));
                assert_eq!(fast, slow, "{k} of {count} within {within} s");
                let mut all: Vec<(f64, usize)> = units
                    .iter()
                    .filter_map(|unit| {
                        let time = net.undisturbed().plain().travel_time(&unit.snap, &snaps[0], unit.profile)?;
                        (time.0 <= within).then_some((time.0, unit.index))
                    })
                    .collect();
                all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
                all.truncate(k);
                assert_eq!(fast.iter().map(|a| (a.time.0, a.index)).collect::<Vec<_>>(), all);
            }
        }
    }
}

#[test]
fn mending_some_roads_gives_the_metric_that_filling_in_all_gives() {
    let net = layered(&FORBIDDING);
    let hierarchy = net.hierarchy.as_deref().unwrap();
    let mut rng = ChaCha8Rng::seed_from_u64(13);
    let profile = Profile::Car;
    let mut ms = net.times.ms[profile.index()].clone();
    let free = ms.clone();
    let mut metric = Metric::full(hierarchy, net.undisturbed().costs(profile));
    for round in 0..40 {
        let slots: Vec<u32> = (0..10).map(|_| rng.random_range(0..ms.len() as u32)).collect();
        for s in &slots {
            let now = free[*s as usize];
            ms[*s as usize] = match round % 3 {
                0 => NEVER,
                1 => now,
                _ => {
                    if now < NEVER {
                        (now / 3).max(1)
                    } else {
                        NEVER
                    }
                }
            };
        }
        let costs = Costs { ms: &ms, free: &free, ..net.undisturbed().costs(profile) };
        metric.update(hierarchy, costs, slots.into_iter());
        let full = Metric::full(hierarchy, costs);
        assert!(metric.up == full.up && metric.down == full.down, "round {round}");
    }
}

#[test]
fn an_order_belongs_to_its_net() {
    let net = RoadNet::new(&DATA);
    let order = net.order();
    assert_eq!(order, net.order(), "the same net, the same order");
    let code = |bytes: &[u8]| net.clone().with_order(bytes).err().map(|finding| finding.code);
    assert_eq!(code(&order), None);
    let other = RoadNet::new(&FORBIDDING);
    assert_eq!(other.with_order(&order).unwrap_err().code, "roads-order");
    for cut in [0, 7, 39, 43, 44, order.len() - 1] {
        assert_eq!(code(&order[..cut]), Some("roads-order"), "cut at {cut}");
    }
    let mut twice = order.clone();
    let end = twice.len();
    twice.copy_within(44..48, end - 4);
    assert_eq!(code(&twice), Some("roads-order"), "one state twice");
    let mut random = order.clone();
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    for i in (1..(end - 44) / 4).rev() {
        // Bad, but not so bad that it would be refused.
        let j = rng.random_range(i.saturating_sub(64)..=i);
        for byte in 0..4 {
            random.swap(44 + i * 4 + byte, 44 + j * 4 + byte);
        }
    }
    // A bad order makes slow answers, not wrong ones.
    let badly = net.clone().with_order(&random).unwrap();
    let snaps = random_snaps(&net, 12, &mut rng);
    let table = forced(&badly, Profile::Car, |engine| engine.matrix(&snaps, &snaps));
    assert_eq!(table, plain(&net, Profile::Car, |engine| engine.matrix(&snaps, &snaps)));
    let empty = RoadNet::new(&RoadData::default());
    let order = empty.order();
    assert!(empty.with_order(&order).is_ok());
}
