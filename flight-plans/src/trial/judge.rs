//! The judge against missions that were good until somebody changed one thing.

use super::{atlas, docked, flying, plan};
use crate::check::check;
use crate::{Mission, MissionItem, Situation, Wind, patrol, to_scene};
use geodata::{
    Agl, Amsl, Atlas, Draft, Heading, Hours, Limit, Local, Metres, MetresPerSecond, Schedule, Seconds, Wgs84, Zone,
    ZoneKind,
};
use proptest::prelude::*;

/// A good mission: from the first dock to a place 2 km away with nothing in between.
fn good() -> (Mission, Local) {
    let from = docked(1).from;
    let clear = (0..36).find_map(|h| {
        let place = from.moved(Heading::degrees(10.0 * f64::from(h)), Metres(2000.0));
        let proposal = to_scene(&docked(1), atlas().frame.to_wgs84(place)).ok()?;
        (proposal.path.len() == 2 && check(&proposal.mission, &docked(1)).is_empty())
            .then_some((proposal.mission, place))
    });
    clear.unwrap()
}

fn codes(mission: &Mission, s: &Situation<'_>) -> Vec<&'static str> {
    check(mission, s).iter().map(|f| f.code).collect()
}

fn with_zone(zone: Zone) -> Atlas {
    let mut atlas = atlas().clone();
    atlas.zones.insert(zone).unwrap();
    atlas
}

/// A strip `wide` metres across the middle of the way from the first dock to `to`.
fn strip(to: Local, wide: f64) -> Zone {
    Zone::checked(strip_draft(to, wide)).unwrap()
}

fn strip_draft(to: Local, wide: f64) -> Draft {
    let from = docked(1).from;
    let (along, across) = (from.bearing(to), Heading::degrees(from.bearing(to).as_degrees() + 90.0));
    let middle = from.toward(to, 0.5037);
    let corner = |far: f64, side: f64| middle.moved(along, Metres(far)).moved(across, Metres(side));
    let ring = vec![corner(0.0, -400.0), corner(0.0, 400.0), corner(wide, 400.0), corner(wide, -400.0)];
    let strip = Draft::prism("strip", ZoneKind::KeepOut, ring).between(Limit::amsl(0.0), Limit::amsl(2000.0));
    Draft { name: "the strip".into(), ..strip }
}

#[test]
fn a_leg_through_a_zone_five_metres_wide_is_caught() {
    let (mission, to) = good();
    let narrow = with_zone(strip(to, 5.0));
    let found = codes(&mission, &Situation { atlas: &narrow, ..docked(1) });
    assert_eq!(found, ["zone_blocks", "return_crosses_zone"]);
}

#[test]
fn a_zone_over_the_heights_flown_or_asleep_for_the_hour_does_not_matter() {
    let (mission, to) = good();
    let with = |draft: Draft| with_zone(Zone::checked(draft).unwrap());
    let high = with(Draft { floor: Limit::amsl(700.0), ..strip_draft(to, 50.0) });
    assert!(codes(&mission, &Situation { atlas: &high, ..docked(1) }).is_empty());
    let hours = |from_minute, to_minute| Schedule::daily(Hours { from_minute, to_minute });
    let night = with(Draft { schedule: hours(1200, 240), ..strip_draft(to, 50.0) });
    assert!(codes(&mission, &Situation { atlas: &night, ..docked(1) }).is_empty());
    let over = |floor, ceiling| {
        codes(&mission, &Situation { atlas: &with(strip_draft(to, 50.0).between(floor, ceiling)), ..docked(1) })
    };
    assert!(over(Limit::agl(121.0), Limit::Open).is_empty(), "a floor above all flights");
    assert_eq!(over(Limit::agl(119.0), Limit::Open), ["zone_blocks", "return_crosses_zone"]);
    let ground = docked(1).from_altitude.0.0;
    assert!(over(Limit::Open, Limit::amsl(ground - 1.0)).is_empty(), "under the ground");
    assert_eq!(over(Limit::Open, Limit::amsl(ground + 1.0)), ["zone_blocks", "return_crosses_zone"]);
    let soon = with(Draft { schedule: hours(10 * 60 + 20, 10 * 60 + 21), ..strip_draft(to, 50.0) });
    assert!(!codes(&mission, &Situation { atlas: &soon, ..docked(1) }).is_empty(), "it wakes in twenty minutes");
}

#[test]
fn a_new_zone_is_flown_round_with_a_way_home_by_waypoints_and_a_note() {
    let (_, to) = good();
    let wide = with_zone(strip(to, 60.0));
    let s = Situation { atlas: &wide, ..docked(1) };
    let proposal = to_scene(&s, wide.frame.to_wgs84(to)).unwrap();
    assert!(proposal.path.len() > 2);
    assert_eq!(codes(&proposal.mission, &s), ["note_return_crosses_zone"]);
    let mut without = proposal.mission.clone();
    without.items.truncate(usize::from(proposal.arrival_item) + 1);
    assert_eq!(codes(&without, &s), ["return_crosses_zone"]);
    let mut cut = proposal.mission;
    cut.items.retain(|i| !matches!(i, MissionItem::Waypoint { .. }));
    assert!(codes(&cut, &s).contains(&"zone_blocks"), "the last straight return is a leg like any other");
}

#[test]
fn every_single_spoiling_of_a_good_mission_is_caught() {
    let (mission, _) = good();
    let spoiled = |change: fn(&mut Vec<MissionItem>)| {
        let mut bad = mission.clone();
        change(&mut bad.items);
        codes(&bad, &docked(1))
    };
    assert!(spoiled(|i| set_height(i, 12.0)).contains(&"too_low"));
    assert!(spoiled(|i| set_height(i, 150.0)).contains(&"too_high"));
    assert_eq!(spoiled(|i| set_height(i, 75.0)), ["off_layer"]);
    assert_eq!(spoiled(|i| set_height(i, f64::NAN)), ["not_a_number"]);
    assert_eq!(spoiled(|i| *i = i.split_off(1)), ["takeoff_missing"]);
    assert!(spoiled(|i| i.insert(1, i[0])).contains(&"takeoff_late"));
    assert!(spoiled(Vec::clear).contains(&"mission_empty"));
    assert!(spoiled(|i| i.insert(1, MissionItem::Return)).contains(&"after_return"));
    assert_eq!(spoiled(|i| i.truncate(i.len() - 1)), ["mission_open_end"]);
    assert_eq!(spoiled(|i| i.insert(1, MissionItem::Speed { speed: MetresPerSecond(-3.0) })), ["not_a_number"]);
    assert_eq!(spoiled(|i| i[0] = elsewhere(i[0])), ["takeoff_elsewhere"]);
    assert_eq!(spoiled(|i| linger(i, 3000.0)), ["reserve_short"]);
    assert!(
        spoiled(|i| i.extend(vec![MissionItem::Speed { speed: MetresPerSecond(9.0) }; 600]))
            .contains(&"mission_too_long")
    );
}

fn set_height(items: &mut [MissionItem], metres: f64) {
    if let Some(MissionItem::LoiterUnlimited { altitude, .. }) = items.last_mut() {
        *altitude = atlas().terrain.ground(Local::default()).raised(Agl(Metres(metres)));
    }
}

fn elsewhere(item: MissionItem) -> MissionItem {
    let (mut at, altitude) = item.place().unwrap();
    at.lat += 0.001;
    MissionItem::Takeoff { at, altitude }
}

fn linger(items: &mut Vec<MissionItem>, seconds: f64) {
    let (at, altitude) = items.last().unwrap().place().unwrap();
    let last = items.len() - 1;
    items.insert(last, MissionItem::Waypoint { at, altitude, hold: Seconds(seconds) });
}

#[test]
fn a_short_battery_and_a_storm_are_caught() {
    let (mission, _) = good();
    let with = |battery_percent, wind| codes(&mission, &Situation { battery_percent, wind, ..docked(1) });
    assert_eq!(with(30.0, Wind::CALM), ["reserve_short"]);
    assert_eq!(with(100.0, Wind { east: 12.5, north: 0.0 }), ["wind"]);
    assert!(with(100.0, Wind { east: 20.0, north: 20.0 }).contains(&"wind"));
    assert_eq!(with(f64::INFINITY, Wind::CALM), ["not_a_number"]);
    assert_eq!(codes(&mission, &Situation { vehicle: 9, ..docked(1) }), ["not_enrolled"]);
    assert!(codes(&mission, &flying(1, docked(1).from)).contains(&"takeoff_in_air"));
}

#[test]
fn who_stands_elsewhere_than_on_the_districts_ground_does_not_take_off() {
    let (mission, _) = good();
    let standing = |off: f64| {
        let s = docked(1);
        Situation { from_altitude: Amsl(Metres(s.from_altitude.0.0 + off)), ..s }
    };
    for off in [-29.0, -5.0, 5.0, 29.0] {
        assert_eq!(codes(&mission, &standing(off)), [] as [&str; 0], "{off} m off");
    }
    for off in [-460.0, -31.0, 31.0] {
        assert!(codes(&mission, &standing(off)).contains(&"ground_disagrees"), "{off} m off");
    }
    let finding = check(&mission, &standing(-460.0)).remove(0);
    assert_eq!(finding.say, "it stands at 0 m, the district says 460 m");
    assert!(crate::check::blocks(&finding) && finding.remedy.contains("right ground height"), "{finding}");
    let there = flying(1, docked(1).from.moved(Heading::degrees(0.0), Metres(300.0)));
    assert!(!codes(&mission, &there).contains(&"ground_disagrees"), "in flight the height says nothing of the ground");
}

#[test]
fn a_take_off_that_does_not_go_up_is_caught() {
    let (mission, _) = good();
    let to = |metres: f64| {
        let mut bad = mission.clone();
        let (at, _) = bad.items[0].place().unwrap();
        let altitude = Amsl(Metres(docked(1).from_altitude.0.0 + metres));
        bad.items[0] = MissionItem::Takeoff { at, altitude };
        codes(&bad, &docked(1)).contains(&"takeoff_not_up")
    };
    assert!(to(-100.0) && to(0.0) && !to(1.0));
    let (_, top) = mission.items[0].place().unwrap();
    let above = Situation { from_altitude: Amsl(Metres(top.0.0 + 1.0)), ..docked(1) };
    assert!(codes(&mission, &above).contains(&"takeoff_not_up"), "the aircraft stands above the height it is sent to");
}

#[test]
fn where_keep_in_zones_hold_a_leg_outside_of_them_is_caught() {
    let (mission, to) = good();
    let with = |draft: Draft| with_zone(Zone::checked(draft).unwrap());
    let fenced = with(Draft { kind: ZoneKind::KeepIn, ..strip_draft(to, 50.0) });
    assert!(codes(&mission, &Situation { atlas: &fenced, ..docked(1) }).contains(&"keep_in"));
    let far = 1e5;
    let ring = [(-far, -far), (far, -far), (far, far), (-far, far)].map(|(x, y)| Local { x, y }).to_vec();
    let whole = with(Draft::prism("whole", ZoneKind::KeepIn, ring));
    assert!(codes(&mission, &Situation { atlas: &whole, ..docked(1) }).is_empty());
}

#[test]
fn the_judge_and_the_planner_reckon_the_same_energy_to_a_tenth_of_a_percent() {
    // At the battery where the planner first refuses a lap, the judge is at most its spare half percent away.
    let line = &plan().lines[0];
    let s = |battery_percent| Situation { battery_percent, wind: Wind { east: 5.0, north: -3.0 }, ..docked(1) };
    let full = patrol(&s(100.0), line).unwrap();
    let judged = (0..1000)
        .map(|i| f64::from(i) / 10.0)
        .find(|&b| check(&full.mission, &s(b)).iter().all(|f| f.code != "reserve_short"));
    let planned = 100.0 - full.battery_back_home + 25.0;
    let judged = judged.unwrap();
    println!("planner needs {planned:.2} %, judge {judged:.1} %");
    assert!(judged <= planned + 0.2 && judged >= planned - 6.0, "planner needs {planned:.2} %, judge {judged:.1} %");
}

/// Beside the strip's long edge, `off` metres from it, and the bearing straight away from it.
fn beside(strip: &Zone, off: f64) -> (Local, Heading) {
    let strip = &strip.rings()[0];
    let (edge, other) = (strip[0].toward(strip[1], 0.5), strip[3].toward(strip[2], 0.5));
    let away = other.bearing(edge);
    (edge.moved(away, Metres(off)), away)
}

#[test]
fn who_has_drifted_near_a_zone_may_fly_away_from_it_but_not_nearer() {
    let (_, to) = good();
    let zone = strip(to, 60.0);
    let near_zone = with_zone(zone.clone());
    let (drifted, away) = beside(&zone, 18.0);
    let s = Situation { atlas: &near_zone, ..flying(1, drifted) };
    let hover = |place: Local| {
        let altitude = s.from_altitude;
        Mission { items: vec![MissionItem::LoiterUnlimited { at: near_zone.frame.to_wgs84(place), altitude }] }
    };
    assert_eq!(codes(&hover(drifted.moved(away, Metres(60.0))), &s), [] as [&str; 0]);
    let along = Heading::degrees(away.as_degrees() + 100.0);
    assert!(codes(&hover(drifted.moved(along, Metres(60.0))), &s).contains(&"zone_blocks"));
    let proposal = crate::home(&s).unwrap();
    assert!(check(&proposal.mission, &s).iter().all(|f| !crate::check::blocks(f)));
}

fn any_item() -> impl Strategy<Value = MissionItem> {
    let number = || prop_oneof![Just(f64::NAN), Just(f64::INFINITY), Just(0.0), -1e9..1e9f64, 0.0..600.0f64];
    let place = (number(), number(), 47.0..47.3f64, 9.4..9.7f64, any::<bool>())
        .prop_map(|(x, y, lat, lon, sane)| if sane { Wgs84 { lat, lon } } else { Wgs84 { lat: x, lon: y } });
    (place, number(), number(), 0..5u8).prop_map(|(at, height, other, kind)| {
        let altitude = Amsl(Metres(height));
        match kind {
            0 => MissionItem::Takeoff { at, altitude },
            1 => MissionItem::Waypoint { at, altitude, hold: Seconds(other) },
            2 => MissionItem::LoiterUnlimited { at, altitude },
            3 => MissionItem::Speed { speed: MetresPerSecond(other) },
            _ => MissionItem::Return,
        }
    })
}

proptest! {
    #[test]
    fn whatever_is_uploaded_the_judge_answers(items in prop::collection::vec(any_item(), 0..12), ground in any::<bool>()) {
        let s = if ground { docked(1) } else { flying(1, docked(1).from) };
        let _ = check(&Mission { items }, &s);
    }
}
