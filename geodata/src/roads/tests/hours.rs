//! Rules of certain hours: at every moment, the answers are those of a net in which what holds then holds always, read
//! literally by the oracle.

use super::oracle::{ms, times};
use super::*;
use crate::roads::data::{Timed, TimedRule};
use crate::roads::week::WEEK;
use crate::units::Timestamp;

const MINUTE_MS: i64 = 60_000;

/// Monday, 5 January 1970, midnight, in minutes since 1970.
const MONDAY: i64 = 4 * 24 * 60;

/// A moment at a minute of a week, on a clock so many minutes ahead of UTC.
fn moment(minute: u16, ahead: i32) -> Timestamp {
    let weeks = 2_900 * i64::from(WEEK);
    Timestamp::from_millis((MONDAY + weeks + i64::from(minute) - i64::from(ahead)) * MINUTE_MS + 31_000)
}

fn some_hours(rng: &mut ChaCha8Rng) -> Week {
    let span = |rng: &mut ChaCha8Rng| {
        let from = rng.random_range(0..u32::from(WEEK));
        (from, from + rng.random_range(1..6_000))
    };
    Week::of((0..rng.random_range(1..4)).map(|_| span(rng)).collect::<Vec<_>>())
}

/// Turns, closures and speeds of certain hours, at random, beside what holds always.
fn with_hours(mut data: RoadData, rng: &mut ChaCha8Rng) -> RoadData {
    let turns = random_turns(&data, 1_500, 3, rng);
    data.turns.extend(turns.into_iter().map(|turn| ForbiddenTurn { hours: Some(some_hours(rng)), ..turn }));
    for _ in 0..1_500 {
        let (edge, forward) = (rng.random_range(0..data.edges.len() as u32), rng.random());
        let what =
            if rng.random() { Timed::Closed(rng.random_range(1..16)) } else { Timed::Kph(rng.random_range(5..90)) };
        data.timed.push(TimedRule { edge, forward, what, hours: some_hours(rng) });
    }
    data
}

/// The net in which what holds at a minute holds always; without one, everything that forbids.
fn as_at(data: &RoadData, minute: Option<u16>) -> RoadData {
    let holds =
        |hours: &Week| minute.is_none_or(|minute| hours.spans().iter().any(|span| (span.0..span.1).contains(&minute)));
    let mut now = RoadData { timed: vec![], ..data.clone() };
    now.turns.retain(|turn| turn.hours.as_ref().is_none_or(holds));
    now.turns.iter_mut().for_each(|turn| turn.hours = None);
    for rule in data.timed.iter().filter(|rule| holds(&rule.hours)) {
        let edge = &mut now.edges[rule.edge as usize];
        match rule.what {
            Timed::Kph(kph) if minute.is_some() => edge.kph[usize::from(!rule.forward)] = kph,
            Timed::Kph(_) => {}
            Timed::Closed(who) => {
                for profile in Profile::ALL.into_iter().filter(|profile| who >> profile.index() & 1 == 1) {
                    edge.access = edge.access.without(profile, rule.forward);
                }
            }
        }
    }
    now
}

/// Points on edges that nothing happens to at certain hours: the oracle closes the ends of ways too.
fn quiet_snaps(data: &RoadData, net: &RoadNet, rng: &mut ChaCha8Rng) -> Vec<Snap> {
    let touched: std::collections::BTreeSet<u32> = data.timed.iter().map(|rule| rule.edge).collect();
    let mut snaps = random_snaps(net, 120, rng);
    snaps.retain(|snap| !touched.contains(&snap.edge));
    snaps.truncate(26);
    snaps
}

#[test]
fn two_thousand_pairs_at_random_hours_take_as_long_as_in_a_net_of_that_hour() {
    let mut rng = ChaCha8Rng::seed_from_u64(71);
    let data = with_hours(FORBIDDING.clone(), &mut rng);
    let net = RoadNet::new(&data);
    let order = net.order();
    let net = net.with_order(&order).unwrap();
    let (mut live, mut pairs, mut changed) = (net.live(), 0, 0);
    for turn in 0..20 {
        let minute = if turn % 7 == 6 { None } else { Some(rng.random_range(0..WEEK)) };
        let ahead = rng.random_range(-840..=840);
        let conditions = Conditions { utc_offset_min: minute.map(|_| ahead), ..Conditions::default() };
        net.set(&mut live, &conditions, moment(minute.unwrap_or(0), ahead)).unwrap();
        let now = as_at(&data, minute);
        let slow_net = RoadNet::new(&now);
        let snaps = quiet_snaps(&data, &net, &mut rng);
        let start = snaps[0];
        for profile in Profile::ALL {
            let slow = times(&now, &slow_net.times.ms[profile.index()], profile, &start, &snaps);
            let fast: Vec<u32> = net.under(&live).one_to_many(&start, &snaps, profile).into_iter().map(ms).collect();
            let plain = net.under(&live).plain().one_to_many(&start, &snaps, profile);
            let one = |to| ms(net.under(&live).plain().travel_time(&start, to, profile));
            let free = net.undisturbed().one_to_many(&start, &snaps, profile).into_iter().map(ms);
            changed += free.zip(&slow).filter(|(free, slow)| free != *slow).count();
            assert_eq!(fast, slow, "{minute:?} {profile:?} over the hierarchy");
            assert_eq!(plain.into_iter().map(ms).collect::<Vec<_>>(), slow, "{minute:?} {profile:?} by search");
            assert_eq!(snaps.iter().map(one).collect::<Vec<_>>(), slow, "{minute:?} {profile:?} backward");
            let ways = snaps.iter().map(|to| ms(net.under(&live).route(&start, to, profile).map(|route| route.time)));
            assert_eq!(ways.collect::<Vec<_>>(), slow, "{minute:?} {profile:?} with the way");
            pairs += snaps.len();
        }
    }
    assert!(pairs >= 2_000 && changed > 200, "{pairs} pairs, {changed} of them by the hour");
    net.set(&mut live, &Conditions::default(), moment(0, 0)).unwrap();
    assert_eq!((live.changed(), &live.times), (0, &net.times), "nothing of it stays");
}

#[test]
fn hours_closures_speeds_and_the_hour_s_traffic_go_together() {
    let mut rng = ChaCha8Rng::seed_from_u64(72);
    let data = with_hours(DATA.clone(), &mut rng);
    let net = RoadNet::new(&data);
    let order = net.order();
    let net = net.with_order(&order).unwrap();
    let mut live = net.live();
    for turn in 0..8 {
        let minute = rng.random_range(0..WEEK);
        let rush = Hourly { classes: vec![], profiles: vec![], factors: vec![0.5; 24] };
        let hours = if turn % 2 == 0 { vec![rush] } else { vec![] };
        let shut = |_| Closure {
            edge: EdgeId(rng.random_range(0..net.graph.edge_count())),
            direction: Direction::Both,
            span: Span::default(),
            profiles: vec![],
        };
        let closures: Vec<Closure> = (0..300).map(shut).collect();
        let conditions = Conditions { utc_offset_min: Some(480), hours, closures, ..Conditions::default() };
        let at = moment(minute, 480);
        net.set(&mut live, &conditions, at).unwrap();
        // The same conditions over the net of that hour.
        let now = RoadNet::new(&as_at(&data, Some(minute)));
        let mut then = now.live();
        now.set(&mut then, &conditions, at).unwrap();
        for profile in Profile::ALL {
            let snaps = quiet_snaps(&data, &net, &mut rng);
            let closed = |snap: &Snap| conditions.closures.iter().any(|closure| closure.edge.0 == snap.edge);
            let snaps: Vec<Snap> = snaps.into_iter().filter(|snap| !closed(snap)).collect();
            let slow = now.under(&then).plain().matrix(&snaps, &snaps, profile);
            assert_eq!(net.under(&live).matrix(&snaps, &snaps, profile).ms, slow.ms, "{minute} {profile:?}");
            assert_eq!(net.under(&live).plain().matrix(&snaps, &snaps, profile).ms, slow.ms, "{minute} {profile:?}");
        }
    }
}

/// A row of three streets, 100 m each, the middle one of which cars may not enter on Monday from 7 to 9; a bend of a turn
/// from the first into the second for motorbikes on Tuesday.
fn row() -> RoadNet {
    let nodes = vec![(0, 0), (10_000, 0), (20_000, 0), (30_000, 0)];
    let edge = |from, to| street(from, to, RoadClass::Residential, 36, Access::all());
    let edges = vec![edge(0, 1), edge(1, 2), edge(2, 3)];
    let closed = TimedRule { edge: 1, forward: true, what: Timed::Closed(1), hours: Week::of([(420, 540)]) };
    let slow = TimedRule { edge: 2, forward: true, what: Timed::Kph(18), hours: Week::of([(480, 600)]) };
    let turn = ForbiddenTurn { arcs: vec![(0, true), (1, true)], profiles: 2, hours: Some(Week::of([(1_440, 2_880)])) };
    RoadNet::new(&RoadData {
        names: vec![RoadName::default()],
        nodes,
        edges,
        turns: vec![turn],
        timed: vec![closed, slow],
    })
}

#[test]
fn a_road_is_closed_in_its_hours_on_the_local_clock_and_always_where_there_is_none() {
    let net = row();
    let at = |x| net.snap(Local { x, y: 0.0 }).unwrap();
    let mut live = net.live();
    let mut time = |minute: u16, ahead: Option<i32>, profile, from, to| {
        let conditions = Conditions { utc_offset_min: ahead, ..Conditions::default() };
        net.set(&mut live, &conditions, moment(minute, ahead.unwrap_or(0))).unwrap();
        net.under(&live).travel_time(&at(from), &at(to), profile).map(|time| time.0)
    };
    for ahead in [0, 480, -300] {
        assert_eq!(time(419, Some(ahead), Profile::Car, 50.0, 250.0), Some(20.0));
        assert_eq!(time(420, Some(ahead), Profile::Car, 50.0, 250.0), None);
        assert_eq!(time(420, Some(ahead), Profile::Car, 150.0, 250.0), Some(10.0), "who is on it leaves it");
        assert_eq!(time(420, Some(ahead), Profile::Car, 50.0, 150.0), Some(10.0), "who is sent to it arrives");
        assert_eq!(time(420, Some(ahead), Profile::Emergency, 50.0, 250.0), Some(20.0));
        assert_eq!(time(539, Some(ahead), Profile::Emergency, 50.0, 250.0), Some(25.0), "at half the speed");
        assert_eq!(time(540, Some(ahead), Profile::Car, 50.0, 250.0), Some(25.0));
        assert_eq!(time(1_439, Some(ahead), Profile::Motorbike, 50.0, 150.0), Some(9.092));
        assert_eq!(time(1_440, Some(ahead), Profile::Motorbike, 50.0, 150.0), None);
        assert_eq!(time(2_880, Some(ahead), Profile::Motorbike, 50.0, 150.0), Some(9.092));
    }
    assert_eq!(time(0, None, Profile::Car, 50.0, 250.0), None);
    assert_eq!(time(0, None, Profile::Motorbike, 50.0, 150.0), None);
    assert_eq!(time(500, None, Profile::Emergency, 50.0, 250.0), Some(20.0), "another speed only by the clock");
    assert_eq!(net.travel_time(&at(50.0), &at(250.0), Profile::Car), None);
    assert_eq!(net.travel_time(&at(150.0), &at(250.0), Profile::Car).map(|time| time.0), Some(10.0));
}

#[test]
fn the_next_change_is_where_a_rule_begins_or_ends() {
    let net = row();
    let clocked = Conditions { utc_offset_min: Some(480), ..Conditions::default() };
    let next = |minute| net.next_change(&clocked, moment(minute, 480));
    let full = |minute| Some(moment(minute, 480).plus(Seconds(-31.0)));
    assert_eq!(
        [next(0), next(419), next(420), next(540), next(600)],
        [full(420), full(420), full(480), full(600), full(1_440)]
    );
    assert_eq!(next(2_880), full(420).map(|at| at.plus(Seconds(7.0 * 86_400.0))));
    assert_eq!(net.next_change(&Conditions::default(), moment(0, 0)), None);
}
