//! The units on the demo district's own roads.

use super::*;
use crate::testing::district;
use geodata::{Profile, Seconds, Snap};

fn moved(seconds: i64, mut each: impl FnMut(&Ground)) -> Ground {
    let (atlas, plan) = district();
    let mut ground = Ground::new(&atlas, &plan, 7, Timestamp(0));
    for second in 0..seconds {
        ground.step(Timestamp::from_millis(second * 1000), &atlas.roads);
        each(&ground);
    }
    ground
}

#[test]
fn three_hundred_and_ten_units_stay_on_the_roads_and_most_of_them_get_about() {
    let (atlas, _) = district();
    let mut begin = Vec::new();
    let ground = moved(600, |ground| {
        if begin.is_empty() {
            begin = ground.crews().iter().map(|crew| crew.place).collect();
        }
        for crew in ground.crews().iter().step_by(7) {
            let off = atlas.roads.snap_for(crew.place, crew.profile).unwrap().snap.off_road;
            assert!(off.0 < 0.5, "unit {} is {off} off the road", crew.unit);
        }
    });
    assert_eq!(ground.crews().len(), 310);
    let about = ground.crews().iter().zip(&begin).filter(|(crew, start)| crew.place.distance(**start).0 > 50.0).count();
    assert!(about > 200, "{about}");
}

/// The slow oracle of lawful driving: the shortest lawful way from each second's place to the next may not be much
/// longer than a second at the crew's own speed, which a step against a one-way or off the net would be.
#[test]
fn no_car_drives_against_a_one_way_or_faster_than_its_roads_allow() {
    let (atlas, _) = district();
    let mut before: BTreeMap<u32, Snap> = BTreeMap::new();
    let (mut steps, mut odd) = (0, 0);
    moved(240, |ground| {
        for crew in ground.crews().iter().filter(|crew| crew.profile != Profile::Foot).step_by(23) {
            let now = atlas.roads.snap(crew.place).unwrap();
            if let (Some(before), Doing::Patrol(drive)) = (before.insert(crew.unit, now), &crew.doing) {
                let lawful = atlas.roads.travel_time(&before, &now, crew.profile).unwrap();
                steps += 1;
                // Where two roads meet or lie on top of each other, the snap may take the other one.
                odd += usize::from(lawful.0 > 1.2 * drive.factor() + 0.5);
            }
        }
    });
    assert!(steps > 500 && odd * 100 <= steps, "{odd} of {steps}");
}

#[test]
fn a_unit_that_is_sent_arrives_about_when_the_road_net_says_and_is_not_available_meanwhile() {
    let (atlas, plan) = district();
    let mut ground = moved(120, |_| {});
    let at = |second: i64| Timestamp::from_millis(second * 1000);
    for unit in plan.ground.iter().filter(|unit| unit.profile == Profile::Car).step_by(40) {
        let to = atlas.guarded[3].at;
        let from = atlas.roads.snap(ground.crew(unit.unit).unwrap().place).unwrap();
        let expected = atlas.roads.travel_time(&from, &atlas.roads.snap(to).unwrap(), Profile::Car).unwrap();
        assert!(ground.send(unit.unit, to, at(120), &atlas.roads));
        assert!(ground.crew(unit.unit).unwrap().has_errand());
        let mut copy = ground.clone();
        let mut second = 120;
        while !copy.arrived(unit.unit) && second < 4000 {
            second += 1;
            copy.step(at(second), &atlas.roads);
        }
        let walk = copy.crew(unit.unit).unwrap().place.distance(atlas.roads.snap(to).unwrap().point);
        let taken = Seconds((second - 120) as f64 - walk.0 / 1.4);
        assert!(taken.0 <= expected.0 * 1.02 + 2.0 && taken.0 >= expected.0 / 1.4, "{taken} for {expected}");
        copy.release(unit.unit, at(second));
        assert!(!copy.crew(unit.unit).unwrap().has_errand());
    }
}

#[test]
fn positions_tell_every_unit_once_with_a_heading_within_the_circle() {
    let (atlas, plan) = district();
    let positions = moved(60, |_| {}).positions(&atlas.frame);
    let units: Vec<u32> = positions.iter().map(|position| position.unit).collect();
    assert_eq!(units, plan.ground.iter().map(|unit| unit.unit).collect::<Vec<_>>());
    assert!(positions.iter().all(|p| (0.0..360.0).contains(&p.heading_deg) && p.available && p.speed_mps < 45.0));
}
