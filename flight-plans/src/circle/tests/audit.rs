//! The live audit after every change: who carries which tier, and who may leave, counted from the definitions.

use super::*;
use crate::response::{Response, audit};
use geodata::GuardedPlace;

fn agrees(live: &Live, world: &World) {
    let told: Vec<(TierAt, TierState)> = live.tiers().collect();
    let right: Vec<(TierAt, TierState)> = world.tiers().into_iter().map(|at| (at, world.state(at))).collect();
    assert_eq!(told, right);
    let free: Vec<usize> = (0..world.units.len())
        .filter(|unit| world.units[*unit].2 && world.newly_failed(&world.without(&[*unit])).is_empty())
        .collect();
    assert_eq!(live.who_may_leave(), free);
    for unit in 0..world.units.len() {
        assert_eq!(live.breaks(unit), world.newly_failed(&world.without(&[unit])), "unit {unit}");
    }
    for place in 0..world.circles.len() {
        let now = live.now(place).unwrap();
        let whole = u32::try_from(place).unwrap();
        for (number, tier) in (0..).zip(&now.tiers) {
            let at = TierAt { place: whole, tier: number };
            assert_eq!((tier.state, live.tier(at)), (world.state(at), Some(tier.state)));
            let carries = |unit: &usize| live.breaks(*unit).contains(&at);
            assert_eq!(tier.carried_by, (0..world.units.len()).filter(carries).collect::<Vec<_>>());
        }
        assert_eq!(live.circle(place), now.tiers.iter().map(|tier| tier.state).max());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn who_moves_leaves_and_returns_is_counted_as_if_all_were_counted_anew(
        mut world in world(6, 7),
        steps in prop::collection::vec((0..7_usize, 0..3_u8, prop::collection::vec(time(), 6)), 0..12),
    ) {
        let mut live = world.live();
        agrees(&live, &world);
        let units = world.units.len();
        for (unit, what, times) in steps.into_iter().filter(|(unit, _, _)| *unit < units) {
            let before = world.clone();
            let changed = match what {
                0 => {
                    world.units[unit].1 = times[..world.circles.len()].to_vec();
                    let now = world.clone();
                    live.moved(unit, &|u: usize, p: usize| now.units[u].1[p].map(|s| Seconds(f64::from(s))))
                }
                1 => {
                    world.units[unit].2 = false;
                    live.leaves(unit)
                }
                _ => {
                    world.units[unit].2 = true;
                    live.returns(unit)
                }
            };
            let right: Vec<Changed> = world.tiers().into_iter()
                .map(|at| Changed { at, from: before.state(at), to: world.state(at) })
                .filter(|c| c.from != c.to)
                .collect();
            prop_assert_eq!(changed, right);
            agrees(&live, &world);
        }
    }

    #[test]
    fn several_that_leave_at_once_break_what_counting_without_them_says(world in world(5, 7), gone in prop::collection::vec(0..7_usize, 0..5)) {
        let gone: Vec<usize> = gone.into_iter().filter(|unit| *unit < world.units.len() && world.units[*unit].2).collect();
        let live = world.live();
        prop_assert_eq!(live.breaks_together(&gone), world.newly_failed(&world.without(&gone)));
        let (go, stay) = live.may_leave_in_order(&gone);
        prop_assert!(world.newly_failed(&world.without(&go)).is_empty());
        prop_assert!(stay.iter().all(|(_, breaks)| !breaks.is_empty()));
    }

    #[test]
    fn the_tiers_of_a_guarded_place_stand_as_the_plain_audit_says(
        grade in 1..4_u8,
        arrivals in prop::collection::vec((0..5_usize, 0..330_u32), 0..8),
    ) {
        let place = GuardedPlace {
            id: "G".into(), name: String::new(), name_zh: String::new(), grade, at: Local::default(),
            tiers: GuardedPlace::usual_tiers(grade),
        };
        let circles = Arc::new(Circles::of(std::slice::from_ref(&place)).unwrap());
        let classes: Vec<ResponderClass> = arrivals.iter().map(|(class, _)| CLASSES[*class]).collect();
        let time = |unit: usize, _: usize| Some(Seconds(f64::from(arrivals[unit].1)));
        let live = Live::with(circles, &classes, &time);
        let respond = |(at, (class, time)): (usize, &(usize, u32))| Response {
            who: format!("{at:02}"), class: CLASSES[*class], time: Seconds(f64::from(*time)),
        };
        let plain = audit(&place, &arrivals.iter().enumerate().map(respond).collect::<Vec<_>>());
        let states: Vec<TierState> = plain.iter().map(|tier| tier.state).collect();
        prop_assert_eq!(live.tiers().map(|(_, state)| state).collect::<Vec<_>>(), states);
        for (tier, now) in plain.iter().zip(live.now(0).unwrap().tiers) {
            let first = now.needs[0].in_time.first().or(now.needs[0].next.as_ref());
            prop_assert_eq!(first.map(|who| who.time), tier.first.as_ref().map(|who| who.time));
        }
    }

    #[test]
    fn percentiles_are_those_of_the_sorted_list(times in prop::collection::vec((0..400_u32, 1..4_u32), 1..20), part in 0.01..1.0f64) {
        let mut long: Vec<u32> = times.iter().flat_map(|(t, w)| vec![*t; *w as usize]).collect();
        long.sort_unstable();
        let at = ((part * long.len() as f64) - 1e-9).ceil().max(1.0) as usize - 1;
        let told = arrivals::Arrivals::of(times.iter().map(|(t, w)| (*t, f64::from(*w)))).quantile(part).unwrap();
        prop_assert!((told.0 * 1000.0 - f64::from(long[at])).abs() < 1e-9);
    }
}

#[test]
fn what_cannot_be_a_circle_is_told_all_at_once() {
    let tier = |budget, count| CircleTier {
        budget: Seconds(budget),
        needs: vec![Need { classes: Classes::of(&[ResponderClass::Car]), count }],
    };
    let circle = |id: &str, tiers| Circle { id: id.into(), at: Local::default(), grade: 1, weight: 1.0, tiers };
    let all = vec![
        circle("a", vec![tier(60.0, 1), tier(60.0, 1)]),
        circle("a", vec![tier(f64::NAN, 1)]),
        circle("b", vec![tier(60.0, 0)]),
        Circle { at: Local { x: f64::NAN, y: 0.0 }, weight: -1.0, ..circle("c", vec![]) },
    ];
    let codes: Vec<&str> = Circles::new(all).unwrap_err().iter().map(|fault| fault.code).collect();
    let right = [
        "circle-order",
        "circle-budget",
        "circle-need",
        "circle-place",
        "circle-weight",
        "circle-tiers",
        "circle-twice",
    ];
    assert_eq!(codes, right);
    let none = Live::new(Arc::new(Circles::new(Vec::new()).unwrap()), &[]);
    assert_eq!(
        (none.tally(), none.who_may_leave(), none.circle(0), none.now(3)),
        (Tally::default(), vec![], None, None)
    );
    assert!(Circles::of(&[]).unwrap().all().is_empty());
}

#[test]
fn two_of_air_or_car_and_one_of_them_a_car_are_two_needs() {
    use ResponderClass::{Air, Car};
    let needs =
        vec![Need { classes: Classes::of(&[Air, Car]), count: 2 }, Need { classes: Classes::of(&[Car]), count: 1 }];
    let tiers = vec![CircleTier { budget: Seconds(180.0), needs }];
    let circle = Circle { id: "bank".into(), at: Local::default(), grade: 1, weight: 1.0, tiers };
    let state = |classes: &[ResponderClass]| {
        let circles = Arc::new(Circles::new(vec![circle.clone()]).unwrap());
        let live = Live::with(circles, classes, &|_: usize, _: usize| Some(Seconds(180.0)));
        (live.circle(0).unwrap(), live.who_may_leave())
    };
    assert_eq!(state(&[Air, Air, Air]), (TierState::Failed, vec![0, 1, 2]));
    assert_eq!(state(&[Air, Air, Car]), (TierState::AtRisk, vec![0, 1]));
    assert_eq!(state(&[Air, Car]), (TierState::AtRisk, vec![]));
    assert_eq!(state(&[Air, Car, Car]), (TierState::Met, vec![0, 1, 2]));
}

#[test]
fn a_busy_first_is_replaced_by_the_second() {
    let spread = arrivals::spread(&[10_000, 20_000], 1.0, 0.3);
    let sure = arrivals::Arrivals::of(spread);
    assert_eq!((sure.p50(), sure.p90(), sure.quantile(0.95)), (Some(Seconds(10.0)), Some(Seconds(20.0)), None));
    assert!((sure.within(Seconds(10.0)) - 0.7).abs() < 1e-12);
    assert!((sure.within(Seconds(20.0)) - 0.91).abs() < 1e-12);
}
