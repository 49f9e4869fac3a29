//! Whom to move when a unit leaves: every unit at every point, counted again.

use super::*;
use crate::circle::relocate::{Move, Standby, Standbys, Terms, Unmended, relocate, relocate_all};

/// A standby point: who may wait there and the time to each place.
type Point = (Classes, Vec<Option<u32>>);

fn points(most: usize) -> impl Strategy<Value = Vec<Point>> {
    prop::collection::vec((classes(), prop::collection::vec(time(), 5)), 0..most)
}

fn standbys(points: &[Point], circles: &Circles) -> Standbys {
    let list =
        points.iter().enumerate().map(|(at, point)| Standby { id: format!("S{at}"), classes: point.0 }).collect();
    Standbys::new(list, circles, &|point: usize, place: usize| points[point].1[place].map(|s| Seconds(f64::from(s))))
}

fn way(unit: usize, point: usize) -> Option<Seconds> {
    ((unit + point) % 5 != 4).then_some(Seconds(60.0 * ((unit * 7 + point * 3) % 11) as f64))
}

/// Every unit put to every point, and all tiers counted anew.
fn by_trial(world: &World, points: &[Point], terms: &Terms) -> Vec<Move> {
    let mut moves = Vec::new();
    for (unit, (class, _, here)) in world.units.iter().enumerate() {
        for (to, (may, times)) in points.iter().enumerate() {
            let Some(cost) = way(unit, to).filter(|cost| *cost <= terms.longest) else { continue };
            if !here || !may.has(*class) {
                continue;
            }
            let mut there = world.clone();
            there.units[unit].1 = times[..world.circles.len()].to_vec();
            let (mends, breaks) = (there.newly_failed(world), world.newly_failed(&there));
            let weigh = |tiers: &[TierAt]| tiers.iter().map(|at| world.circles[at.place as usize].weight).sum::<f64>();
            let gain = weigh(&mends) - weigh(&breaks);
            if gain > 0.0 && (terms.may_break || breaks.is_empty()) {
                moves.push(Move { unit, to, cost, mends, breaks, gain });
            }
        }
    }
    moves.sort_by(|a, b| {
        b.gain
            .total_cmp(&a.gain)
            .then(a.breaks.len().cmp(&b.breaks.len()))
            .then(a.cost.total_cmp(&b.cost))
            .then((a.unit, a.to).cmp(&(b.unit, b.to)))
    });
    moves
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    #[test]
    fn the_advice_is_what_trying_every_unit_at_every_point_gives(
        world in world(5, 7), points in points(5), may_break: bool, longest in 0..660_u32,
    ) {
        let live = world.live();
        let standbys = standbys(&points, live.circles());
        let terms = Terms { may_break, longest: Seconds(f64::from(longest)), most: usize::MAX };
        let advice = relocate(&live, &standbys, way, &terms);
        let right = by_trial(&world, &points, &terms);
        prop_assert_eq!(&advice.moves, &right);
        // Every failing tier is mended by some move or left out with a reason, never both and never neither.
        let mut told: Vec<TierAt> = advice.left_out.iter().map(|(at, _)| *at).collect();
        told.extend(right.iter().flat_map(|one| one.mends.iter().copied()));
        told.sort_unstable();
        told.dedup();
        prop_assert_eq!(told, world.failed());
        for (at, why) in &advice.left_out {
            prop_assert!(right.iter().all(|one| !one.mends.contains(at)));
            let free = Terms { may_break: true, longest: Seconds(1e9), most: usize::MAX };
            let possible = |place: &Point| {
                let tier = &world.circles[at.place as usize].tiers[usize::from(at.tier)];
                let near = place.1[at.place as usize].is_some_and(|s| f64::from(s) <= tier.budget.0);
                near && tier.needs.iter().any(|need| place.0.iter().any(|class| need.classes.has(class)))
            };
            match why {
                Unmended::NoPointInTime => prop_assert!(by_trial(&world, &points, &free).iter().all(|m| !m.mends.contains(at))),
                _ => prop_assert!(points.iter().any(possible)),
            }
        }
    }

    #[test]
    fn several_moves_are_told_as_they_come_out_one_after_the_other(world in world(5, 6), points in points(4)) {
        let live = world.live();
        let standbys = standbys(&points, live.circles());
        let terms = Terms { may_break: false, longest: Seconds(1e4), most: 3 };
        let mut now = world.clone();
        let advice = relocate_all(&live, &standbys, way, &terms);
        for one in &advice.moves {
            let mut next = now.clone();
            next.units[one.unit].1 = points[one.to].1[..world.circles.len()].to_vec();
            prop_assert_eq!(&one.mends, &next.newly_failed(&now));
            prop_assert_eq!(&one.breaks, &now.newly_failed(&next));
            now = next;
        }
        let first = by_trial(&world, &points, &terms);
        prop_assert_eq!(advice.moves.first(), first.first());
        prop_assert!(advice.left_out.iter().all(|(at, _)| now.state(*at) == TierState::Failed));
    }
}

#[test]
fn when_the_only_car_is_called_away_the_spare_one_is_moved_and_the_needed_one_stays() {
    let car = Classes::of(&[ResponderClass::Car]);
    let tier = CircleTier { budget: Seconds(180.0), needs: vec![Need { classes: car, count: 1 }] };
    let circle =
        |id: &str| Circle { id: id.into(), at: Local::default(), grade: 1, weight: 1.0, tiers: vec![tier.clone()] };
    let near = |place: usize| (0..3).map(|p| Some(if p == place { 60 } else { 600 })).collect::<Vec<_>>();
    let units = [0, 1, 2, 2].map(|place| (ResponderClass::Car, near(place), true)).to_vec();
    let world = World { circles: ["school", "bank", "station"].map(circle).to_vec(), units };
    let mut live = world.live();
    assert_eq!(live.who_may_leave(), vec![2, 3]);
    let changed = live.leaves(0);
    assert_eq!(
        changed,
        vec![Changed { at: TierAt { place: 0, tier: 0 }, from: TierState::AtRisk, to: TierState::Failed }]
    );
    let standbys = standbys(&[(car, near(0))], live.circles());
    let minutes = |unit: usize, _: usize| Some(Seconds(60.0 * [0.0, 1.0, 4.0, 3.0][unit]));
    let advice = relocate(&live, &standbys, minutes, &Terms { may_break: true, ..Terms::default() });
    let told: Vec<(usize, f64, usize)> = advice.moves.iter().map(|m| (m.unit, m.cost.0, m.breaks.len())).collect();
    assert_eq!(told, vec![(3, 180.0, 0), (2, 240.0, 0)], "the bank's car would mend one and break one: no gain");
    assert!(advice.left_out.is_empty());
    let far = standbys_none(&live);
    let none = relocate(&live, &far, minutes, &Terms::default());
    assert_eq!(none.left_out, vec![(TierAt { place: 0, tier: 0 }, Unmended::NoPointInTime)]);
}

fn standbys_none(live: &Live) -> Standbys {
    Standbys::new(Vec::new(), live.circles(), &|_: usize, _: usize| None)
}
