//! Closures, live speeds and times of day: what is asked under them equals a net built with them.

use super::oracle::{ms, times};
use super::*;
use crate::units::Timestamp;

const NOON: Timestamp = Timestamp::from_millis(1_792_584_000_000);

fn closure(edge: u32, direction: Direction) -> Closure {
    Closure { edge: EdgeId(edge), direction, span: Span::default(), profiles: vec![] }
}

fn speed(edge: u32, pace: Pace) -> LiveSpeed {
    let (direction, span, profiles) = (Direction::Both, Span::default(), vec![]);
    LiveSpeed { edge: EdgeId(edge), direction, speed: pace, span, profiles }
}

/// Random closures and speeds.
fn random(net: &RoadNet, count: usize, rng: &mut ChaCha8Rng) -> Conditions {
    let mut conditions = Conditions::default();
    for i in 0..count {
        let edge = rng.random_range(0..net.graph.edge_count());
        match i % 4 {
            0 => conditions.closures.push(closure(edge, Direction::Both)),
            1 => conditions.closures.push(closure(edge, Direction::Backward)),
            2 => conditions.speeds.push(speed(edge, Pace::Kph(rng.random_range(3.0..150.0)))),
            _ => conditions.speeds.push(speed(edge, Pace::Factor(rng.random_range(0.1..2.0)))),
        }
    }
    conditions
}

#[test]
fn answers_under_conditions_are_those_of_the_oracle_and_of_a_hierarchy() {
    let net = RoadNet::new(&FORBIDDING);
    let order = net.order();
    let net = net.with_order(&order).unwrap();
    let mut rng = ChaCha8Rng::seed_from_u64(31);
    let mut live = net.live();
    for count in [10, 400, 4000, 3, 0] {
        let conditions = random(&net, count, &mut rng);
        net.set(&mut live, &conditions, NOON).unwrap();
        for profile in Profile::ALL {
            let ms_now = &live.times.ms[profile.index()];
            let touched =
                conditions.closures.iter().map(|c| c.edge.0).chain(conditions.speeds.iter().map(|s| s.edge.0));
            let touched: std::collections::BTreeSet<u32> = touched.collect();
            let mut snaps = random_snaps(&net, 60, &mut rng);
            // The oracle closes the ends of ways too.
            snaps.retain(|snap| !touched.contains(&snap.edge));
            for start in &snaps[..3] {
                let slow = times(&FORBIDDING, ms_now, profile, start, &snaps);
                let fast = net.under(&live).one_to_many(start, &snaps, profile);
                let plain = net.under(&live).plain().one_to_many(start, &snaps, profile);
                assert_eq!(fast.into_iter().map(ms).collect::<Vec<_>>(), slow);
                assert_eq!(plain.into_iter().map(ms).collect::<Vec<_>>(), slow);
            }
        }
    }
    assert_eq!((live.changed(), live.times.ms.clone()), (0, net.times.ms.clone()), "nothing of it stays");
}

#[test]
fn a_closure_is_in_the_next_answer_and_gone_when_it_ends() {
    let net = &*NET;
    let snaps = random_snaps(net, 2, &mut ChaCha8Rng::seed_from_u64(32));
    let before = net.route(&snaps[0], &snaps[1], Profile::Car).unwrap();
    let middle = net.snap(before.points[before.points.len() / 2]).unwrap();
    let until = NOON.plus(Seconds(600.0));
    let mut closed = closure(middle.edge().0, Direction::Both);
    closed.span = Span { from: Some(NOON), until: Some(until) };
    closed.profiles = vec![Profile::Car];
    let conditions = Conditions { closures: vec![closed], ..Conditions::default() };
    let mut live = net.live();
    let time = |live: &Live, profile| net.under(live).travel_time(&snaps[0], &snaps[1], profile).unwrap();
    for (moment, shut) in
        [(NOON.plus(Seconds(-1.0)), false), (NOON, true), (until.plus(Seconds(-0.001)), true), (until, false)]
    {
        net.set(&mut live, &conditions, moment).unwrap();
        assert_eq!(time(&live, Profile::Car) > before.time, shut, "{moment}");
        assert_eq!(Some(time(&live, Profile::Emergency)), net.travel_time(&snaps[0], &snaps[1], Profile::Emergency));
        let way = net.under(&live).route(&snaps[0], &snaps[1], Profile::Car).unwrap();
        assert_eq!(way.time, time(&live, Profile::Car));
    }
    assert_eq!(conditions.next_change(NOON.plus(Seconds(-5.0))), Some(NOON));
    assert_eq!(conditions.next_change(NOON), Some(until));
    assert_eq!(conditions.next_change(until), None);
}

#[test]
fn who_stands_on_a_closed_road_leaves_it_and_who_is_sent_to_it_arrives() {
    let nodes = vec![(0, 0), (10_000, 0), (20_000, 0), (30_000, 0)];
    let edge = |from, to| street(from, to, RoadClass::Residential, 36, Access::all());
    let edges = vec![edge(0, 1), edge(1, 2), edge(2, 3)];
    let net = RoadNet::new(&RoadData { names: vec![RoadName::default()], nodes, edges, turns: vec![], timed: vec![] });
    let mut live = net.live();
    let conditions = Conditions { closures: vec![closure(1, Direction::Both)], ..Conditions::default() };
    net.set(&mut live, &conditions, NOON).unwrap();
    let at = |x| net.snap(Local { x, y: 0.0 }).unwrap();
    let time = |from, to| net.under(&live).travel_time(&at(from), &at(to), Profile::Car).map(|t| t.0);
    assert_eq!(time(50.0, 250.0), None, "nobody passes through");
    assert_eq!(time(50.0, 150.0), Some(10.0));
    assert_eq!(time(150.0, 250.0), Some(10.0));
}

#[test]
fn an_hour_of_the_week_slows_civil_traffic_and_an_emergency_vehicle_only_by_its_own_table() {
    let mut factors = vec![1.0; 168];
    // Tuesday, 8 to 9 in the morning, Beijing time.
    factors[24 + 8] = 0.5;
    let rush = Hourly { classes: vec![], profiles: vec![], factors };
    let mut conditions = Conditions { utc_offset_min: Some(480), hours: vec![rush], ..Conditions::default() };
    let tuesday = Timestamp::from_millis(1_792_454_400_000 - 8 * 3_600_000 + 24 * 3_600_000);
    assert_eq!(tuesday.to_string(), "2026-10-20T16:00:00.000Z");
    let eight = Timestamp::from_millis(tuesday.as_millis() - 16 * 3_600_000);
    let snaps = random_snaps(&NET, 2, &mut ChaCha8Rng::seed_from_u64(33));
    let mut live = NET.live();
    let ratio = |live: &Live, profile| {
        let free = NET.travel_time(&snaps[0], &snaps[1], profile).unwrap();
        NET.under(live).travel_time(&snaps[0], &snaps[1], profile).unwrap().0 / free.0
    };
    for (minutes, slow) in
        [(-1.0, 1.0), (0.0, 2.0), (59.0, 2.0), (60.0, 1.0), (24.0 * 60.0, 1.0), (7.0 * 24.0 * 60.0, 2.0)]
    {
        NET.set(&mut live, &conditions, eight.plus(Seconds(minutes * 60.0))).unwrap();
        assert!((ratio(&live, Profile::Car) - slow).abs() < 0.01, "{minutes} min: {}", ratio(&live, Profile::Car));
        assert!((ratio(&live, Profile::Emergency) - 1.0).abs() < 1e-9);
        assert!((ratio(&live, Profile::Foot) - 1.0).abs() < 1e-9);
    }
    conditions.hours.push(Hourly { classes: vec![], profiles: vec![Profile::Emergency], factors: vec![0.8; 24] });
    NET.set(&mut live, &conditions, eight).unwrap();
    assert!((ratio(&live, Profile::Emergency) - 1.25).abs() < 0.01);
    assert_eq!(conditions.next_change(eight), Some(eight.plus(Seconds(3600.0))));
}

#[test]
fn all_faults_of_conditions_are_told_at_once_and_nothing_changes() {
    let mut backward = closure(0, Direction::Both);
    backward.span = Span { from: Some(NOON), until: Some(NOON) };
    let conditions = Conditions {
        utc_offset_min: Some(5000),
        closures: vec![closure(u32::MAX, Direction::Both), backward],
        speeds: vec![speed(0, Pace::Kph(0.0)), speed(0, Pace::Factor(f64::NAN)), speed(1, Pace::Kph(50.0))],
        hours: vec![Hourly { classes: vec![], profiles: vec![], factors: vec![1.0; 23] }],
    };
    let mut live = NET.live();
    let faults = NET.set(&mut live, &conditions, NOON).unwrap_err();
    let codes: Vec<&str> = faults.iter().map(|f| f.code).collect();
    let expected = ["edge", "span", "speed", "speed", "hours", "offset"].map(|code| format!("conditions-{code}"));
    assert_eq!(codes, expected);
    assert_eq!(live.changed(), 0);
}

#[test]
fn conditions_are_the_same_after_being_written_and_read() {
    let mut conditions = random(&NET, 12, &mut ChaCha8Rng::seed_from_u64(34));
    conditions.hours.push(Hourly {
        classes: vec![RoadClass::Primary],
        profiles: vec![Profile::Car],
        factors: vec![0.5; 24],
    });
    let text = serde_json::to_string(&conditions).unwrap();
    assert_eq!(serde_json::from_str::<Conditions>(&text).unwrap(), conditions);
    let short = r#"{"closures":[{"edge":7,"direction":"forward"}],"speeds":[{"edge":3,"speed":{"kph":12.5}}]}"#;
    let read: Conditions = serde_json::from_str(short).unwrap();
    assert_eq!((read.closures[0].edge, read.speeds[0].speed), (EdgeId(7), Pace::Kph(12.5)));
    assert!(serde_json::from_str::<Conditions>(r#"{"closure":[]}"#).is_err());
}

#[test]
fn a_road_is_found_by_its_place_by_its_name_and_by_the_compass() {
    let named =
        (0..NET.graph.edge_count()).map(EdgeId).find(|e| NET.names_of(*e).is_some_and(|n| n.name.len() > 3)).unwrap();
    let name = NET.names_of(named).unwrap().name.clone();
    let place = NET.line(named)[0];
    let found = NET.edges_named(&name.to_uppercase(), place, Metres(1.0));
    assert!(found.contains(&named) && found.iter().all(|e| NET.names_of(*e).unwrap().name == name));
    assert!(NET.edges_named("", place, Metres(1e6)).is_empty());
    let ends = NET.line(named);
    let ahead = ends[0].bearing(ends[ends.len() - 1]);
    assert_eq!(NET.direction_toward(named, ahead), Direction::Forward);
    assert_eq!(NET.direction_toward(named, Heading::degrees(ahead.as_degrees() + 180.0)), Direction::Backward);
}
