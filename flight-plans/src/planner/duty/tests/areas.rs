//! Patrol areas in a shift: every place of them is seen as often as asked, by the judge's raster over the flights as they
//! would be flown, or the reason is told with the square metres.

use super::super::demand::{Demand, Dosage, Wish, demand};
use super::super::flights::{apart, flights};
use super::super::{Outcome, plan as plan_duty};
use super::simulator::holds;
use crate::check::{AreaSeen, Span, World, areas, schedule};
use crate::patrol::area::tests::rectangle;
use crate::planner::pace::Rounds;
use crate::schedule::{Operator, Rules, Schedule};
use crate::trial::{NOON, atlas, docked, plan as enrolled};
use crate::{PatrolArea, Plan, Revisit, Wind};
use geodata::{Heading, Hours, Local, Metres, Seconds, ZoneKind};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

fn operators() -> Vec<Operator> {
    (0..3).map(|i| Operator { id: format!("W{i}"), most: 4, shift: None }).collect()
}

fn wish<'a>(plan: &'a Plan, operators: &'a [Operator], wind: Wind, hours: f64) -> Wish<'a> {
    Wish {
        atlas: atlas(),
        plan,
        hotspots: Vec::new(),
        wind,
        from: NOON,
        length: Seconds(3_600.0 * hours),
        dosage: Dosage::default(),
        operators,
        rules: Rules::default(),
    }
}

fn only(areas: Vec<PatrolArea>) -> Plan {
    Plan { lines: Vec::new(), areas, ..enrolled().clone() }
}

fn every(minutes: f64) -> Vec<Revisit> {
    vec![Revisit { every: Seconds(60.0 * minutes), hours: geodata::Schedule::default() }]
}

/// A rectangle some hundred metres from the first dock.
fn beside(bearing: f64, off: f64, size: [f64; 2]) -> PatrolArea {
    rectangle("A1", &atlas().frame, docked(1).from.moved(Heading::degrees(bearing), Metres(off)), size)
}

fn planned(wish: &Wish<'_>, rounds: u64) -> (Demand, Outcome, Schedule, Vec<AreaSeen>) {
    let asked = demand(wish);
    let outcome = plan_duty(&asked.duty, None, 1, &mut Rounds(rounds));
    assert_eq!(holds(&asked.duty, &outcome), Ok(()));
    let (flown, refused) = flights(wish, &asked, &outcome.best);
    assert_eq!(refused, vec![]);
    let (flown, _, refused) = apart(wish, &flown);
    assert_eq!(refused, vec![]);
    judged(wish, &flown);
    let seen = seen(wish, &flown);
    (asked, outcome, flown, seen)
}

fn judged(wish: &Wish<'_>, flown: &Schedule) {
    let world = World { atlas: wish.atlas, plan: wish.plan };
    let found: Vec<String> =
        schedule(flown, &world).into_iter().filter(|f| !f.code.starts_with("note_")).map(|f| f.to_string()).collect();
    assert_eq!(found, Vec::<String>::new());
}

fn seen(wish: &Wish<'_>, flown: &Schedule) -> Vec<AreaSeen> {
    let span = Span { from: wish.from, length: wish.length, every: wish.dosage.line_every };
    areas(flown, &World { atlas: wish.atlas, plan: wish.plan }, &span)
}

#[test]
fn every_place_of_an_area_with_a_hole_is_seen_within_its_interval() {
    let operators = operators();
    for (bearing, wind) in [(60.0, Wind::CALM), (200.0, Wind { east: 3.0, north: -2.0 })] {
        let mut area = beside(bearing, 900.0, [700.0, 500.0]);
        let middle = docked(1).from.moved(Heading::degrees(bearing), Metres(900.0));
        area.holes.push(rectangle("", &atlas().frame, middle, [200.0, 150.0]).outer);
        area.revisit = every(70.0);
        let plan = only(vec![area]);
        let wish = wish(&plan, &operators, wind, 4.0);
        let (asked, outcome, _, seen) = planned(&wish, 400);
        println!("{} pieces, promise {:.3}, {seen:?} {:?}", asked.duty.targets.len(), outcome.value, asked.refused);
        assert_eq!((asked.refused.as_slice(), outcome.left_out.as_slice()), (&[][..], &[][..]));
        assert!(outcome.value <= 1.0, "{}", outcome.value);
        assert!(seen[0].longest <= 1.0 && seen[0].never == 0.0, "{seen:?}");
    }
}

#[test]
fn day_and_night_are_seen_by_intervals_of_their_own() {
    let operators = operators();
    let mut area = beside(60.0, 700.0, [400.0, 400.0]);
    // The shift begins at 10:00 UTC: an hour without, then every 40 minutes, then every 80.
    let band = |from: u16, to: u16, minutes: f64| Revisit {
        every: Seconds(60.0 * minutes),
        hours: geodata::Schedule::daily(Hours { from_minute: from * 60, to_minute: to * 60 }),
    };
    area.revisit = vec![band(11, 13, 40.0), band(13, 16, 80.0)];
    let plan = only(vec![area]);
    let wish = wish(&plan, &operators, Wind::CALM, 6.0);
    let (asked, outcome, flown, seen) = planned(&wish, 400);
    assert!(outcome.value <= 1.0 && seen[0].longest <= 1.0 && seen[0].never == 0.0, "{} {seen:?}", outcome.value);
    let early = NOON.plus(Seconds(3_000.0));
    assert!(flown.flights.iter().all(|f| f.takeoff_at > early), "nobody leaves for ground that nobody asks for");
    assert!(asked.duty.targets.iter().all(|t| t.bands.len() == 2));
}

#[test]
fn another_seed_flies_another_order_at_the_stated_cost_and_still_passes() {
    let operators = operators();
    let mut area = beside(60.0, 900.0, [700.0, 500.0]);
    area.revisit = every(90.0);
    let plan = only(vec![area]);
    let wish = wish(&plan, &operators, Wind::CALM, 4.0);
    let (asked, outcome, _, _) = planned(&wish, 200);
    let now = super::super::Change { now: Seconds::ZERO, notice: Seconds::ZERO, keep: 0.0 };
    let mut orders = std::collections::BTreeSet::new();
    for seed in 0..6 {
        let varied = super::super::order::vary(&asked.duty, &outcome.best, now, 0.05, seed);
        assert!(varied.cost <= 0.05 + 1e-9 && varied.bits > 8.0, "{} {}", varied.cost, varied.bits);
        let (flown, refused) = flights(&wish, &asked, &varied.outcome.best);
        assert_eq!(refused, vec![]);
        let (flown, _, refused) = apart(&wish, &flown);
        assert_eq!(refused, vec![]);
        judged(&wish, &flown);
        assert!(seen(&wish, &flown)[0].longest <= varied.outcome.value.max(1.0));
        let first: Vec<_> =
            varied.outcome.best.sorties.iter().flat_map(|s| &s.visits).map(|v| (v.target, v.way)).collect();
        orders.insert(first);
    }
    assert!(orders.len() > 3, "{} different orders", orders.len());
}

#[test]
fn ground_in_a_zone_out_of_reach_or_under_no_layer_is_left_out_by_name_never_in_silence() {
    let operators = operators();
    let zone =
        atlas().zones.iter().find(|z| z.kind == ZoneKind::KeepOut && z.schedule.always() && z.area_m2() > 40_000.0);
    let zone = zone.unwrap();
    let ring = zone.rings().remove(0);
    let n = ring.len() as f64;
    let middle = ring.iter().fold(Local::default(), |m, p| Local { x: m.x + p.x / n, y: m.y + p.y / n });
    let far = Local { x: docked(1).from.x + 60_000.0, y: docked(1).from.y };
    let name = |id: &str, area: PatrolArea| PatrolArea { id: id.into(), ..area };
    let frame = &atlas().frame;
    let plan = only(vec![
        name("in", rectangle("", frame, middle, [60.0, 60.0])),
        name("far", rectangle("", frame, far, [300.0, 300.0])),
        name(
            "high",
            PatrolArea {
                altitude: geodata::Agl(Metres(119.0)),
                ..rectangle("", frame, docked(1).from, [300.0, 300.0])
            },
        ),
        name("bad", PatrolArea { outer: Vec::new(), ..rectangle("", frame, docked(1).from, [300.0, 300.0]) }),
    ]);
    let asked = demand(&wish(&plan, &operators, Wind::CALM, 2.0));
    let told: Vec<(&str, &str)> = asked.refused.iter().map(|(id, why)| (id.as_str(), why.code)).collect();
    assert_eq!(
        told,
        [("in", "zone_blocks"), ("far", "endurance_short"), ("high", "layer_below_area"), ("bad", "area_corners")]
    );
    assert!(asked.refused[0].1.say.contains(&zone.name), "{}", asked.refused[0].1);
    assert!(asked.duty.targets.is_empty());
    let storm = wish(&plan, &operators, Wind { east: 30.0, north: 0.0 }, 2.0);
    assert!(demand(&storm).refused.iter().any(|r| r.1.code == "wind"));
}

#[test]
fn of_random_areas_over_zones_all_is_seen_but_the_square_metres_that_are_told() {
    let operators = operators();
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    let (mut whole, mut cut) = (0, 0);
    for number in 0..12 {
        let dock = docked(rng.random_range(1..=5)).from;
        let mut middle =
            dock.moved(Heading::degrees(rng.random_range(0.0..360.0)), Metres(rng.random_range(200.0..1_800.0)));
        if number % 2 == 1 {
            // Every other one about a corner of the zone that is nearest to the dock.
            let zones = atlas().zones.iter().filter(|z| z.kind == ZoneKind::KeepOut && z.schedule.always());
            let corners = zones.flat_map(|z| z.rings()).flatten();
            middle = corners.min_by(|a, b| a.distance(dock).0.total_cmp(&b.distance(dock).0)).unwrap();
        }
        let size = [rng.random_range(150.0..600.0), rng.random_range(150.0..600.0)];
        let mut area = rectangle("A1", &atlas().frame, middle, size);
        area.revisit = every(120.0);
        let plan = only(vec![area.clone()]);
        let wish = wish(&plan, &operators, Wind::CALM, 2.0);
        let (asked, outcome, _, seen) = planned(&wish, 100);
        let told: f64 = asked.refused.iter().filter_map(|r| r.1.say.split(" m²").next()?.parse::<f64>().ok()).sum();
        let all = area.square_metres(&atlas().frame);
        println!("area {number}: {} pieces, {:?}, {seen:?}", asked.duty.targets.len(), asked.refused);
        if asked.duty.targets.is_empty() {
            assert!(!asked.refused.is_empty());
            continue;
        }
        assert_eq!(outcome.left_out, vec![]);
        // The raster counts a square by its middle.
        assert!(seen[0].never * all <= told + 0.02 * all, "area {number}: {} never, {told} told", seen[0].never * all);
        assert!(seen[0].longest <= outcome.value.max(1.0), "area {number}: {seen:?}, promise {}", outcome.value);
        if told > 0.0 { cut += 1 } else { whole += 1 }
    }
    assert!(whole >= 4 && cut >= 1, "{whole} whole, {cut} cut");
}
