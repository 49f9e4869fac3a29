//! How fast thousands of response circles are audited: 5,000 places with three tiers against 200 units, half of them in
//! the air.
//!
//! `one_moves` and `all` compute the arrivals of aircraft in the wind and look those of ground units up in a table, as
//! after one search by road; `one_drives` does that search, on the roads of the demonstration district.

use criterion::{Criterion, criterion_group, criterion_main};
use flight_plans::circle::relocate::{Standby, Standbys, Terms, relocate};
use flight_plans::circle::times::{AirUnit, ByAir, ByRoad, Moves, Now, RoadGoals, Times};
use flight_plans::circle::{Circle, Circles, Classes, Live};
use flight_plans::{Airframe, Wind};
use geodata::{GuardedPlace, Local, Metres, Profile, ResponderClass, RoadNet, Seconds, Travel, import_roads};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::hint::black_box;
use std::sync::Arc;

const EXTRACT: &[u8] = include_bytes!("../../geodata/districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf");
const PLACES: usize = 5000;
const UNITS: usize = 200;
const POSTS: usize = 60;

fn net() -> Option<RoadNet> {
    let net = RoadNet::new(&import_roads(EXTRACT).ok()?.1);
    let order = net.order();
    net.with_order(&order).ok()
}

fn circles(at: &[Local]) -> Option<Arc<Circles>> {
    let circle = |(number, at): (usize, &Local)| {
        let grade = u8::try_from(number % 3).unwrap_or(0) + 1;
        let tiers = GuardedPlace::usual_tiers(grade);
        let (name, name_zh) = (String::new(), String::new());
        Circle::of(&GuardedPlace { id: format!("P{number}"), name, name_zh, grade, at: *at, tiers })
    };
    Circles::new(at.iter().enumerate().map(circle).collect()).ok().map(Arc::new)
}

/// Aircraft by the wind, all others from a table.
struct Looked<'a> {
    now: Now<'a>,
    table: Vec<Vec<u32>>,
}

impl Times for Looked<'_> {
    fn fill(&self, unit: usize, class: ResponderClass, of: &Circles, row: &mut [u32]) {
        match self.now.units.get(unit) {
            Some(Moves::Road { .. }) => row.copy_from_slice(&self.table[unit]),
            _ => self.now.fill(unit, class, of, row),
        }
    }
}

fn unit(number: usize, at: Local, airframe: &Airframe) -> (ResponderClass, Moves<'_>) {
    let road = |profile| Moves::Road { at, profile, turnout: Seconds(10.0) };
    let aircraft =
        AirUnit { airframe, at, climb: Metres(60.0), on_ground: number.is_multiple_of(4), held: Seconds(10.0) };
    match number % 8 {
        0..4 => (ResponderClass::Air, Moves::Air(aircraft)),
        4 | 5 => (ResponderClass::Car, road(Profile::Emergency)),
        6 => (ResponderClass::Motorbike, road(Profile::Motorbike)),
        _ => (ResponderClass::Foot, road(Profile::Foot)),
    }
}

fn benches(c: &mut Criterion) {
    let Some(net) = net() else { return };
    let mut rng = ChaCha8Rng::seed_from_u64(6);
    let mut spots = |count: usize| (0..count).map(|_| net.random_snap(&mut rng).point).collect::<Vec<Local>>();
    let (places, from, to, posts) = (spots(PLACES), spots(UNITS), spots(UNITS), spots(POSTS));
    let Some(circles) = circles(&places) else { return };
    let Some(airframe) = Airframe::shipped().into_iter().next() else { return };
    let travel = net.undisturbed();
    let goals = RoadGoals::new(&net, travel, &circles);
    let (classes, here): (Vec<_>, Vec<_>) = from.iter().enumerate().map(|(n, at)| unit(n, *at, &airframe)).unzip();
    let there: Vec<Moves> = to.iter().enumerate().map(|(n, at)| unit(n, *at, &airframe).1).collect();
    let looked = |units| looked(units, &net, travel, &goals, &circles, &classes);
    let both = [looked(here.as_slice()), looked(there.as_slice())];
    let mut live = Live::with(Arc::clone(&circles), &classes, &both[0]);
    println!("{:?}, {} may leave", live.tally(), live.who_may_leave().len());

    c.bench_function("circles/all", |b| b.iter(|| live.set_all(black_box(&both[0]))));
    let mut turn = 0_usize;
    c.bench_function("circles/one_moves", |b| {
        b.iter(|| {
            turn += 1;
            black_box(live.moved(turn % UNITS, &both[turn / UNITS % 2]))
        });
    });
    c.bench_function("circles/one_drives", |b| {
        b.iter(|| {
            turn += 1;
            black_box(live.moved(turn * 8 % UNITS + 4, &both[turn / UNITS % 2].now))
        });
    });
    c.bench_function("circles/who_may_leave", |b| b.iter(|| black_box(live.who_may_leave())));
    let list = (0..POSTS).map(|at| {
        let classes = [ResponderClass::Car, ResponderClass::Motorbike, ResponderClass::Foot, ResponderClass::Air];
        Standby { id: format!("S{at}"), classes: Classes::of(&classes[..3 + at % 2]) }
    });
    let at_posts = |post: usize, place: usize| Some(Seconds(posts[post].distance(places[place]).0 / 9.0));
    let standbys = Standbys::new(list.collect(), &circles, &at_posts);
    let way = |unit: usize, post: usize| Some(Seconds(from[unit].distance(posts[post]).0 / 10.0));
    c.bench_function("circles/relocate", |b| {
        b.iter(|| black_box(relocate(&live, &standbys, way, &Terms::default())));
    });
}

fn looked<'a>(
    units: &'a [Moves<'a>],
    net: &'a RoadNet,
    travel: Travel<'a>,
    goals: &'a RoadGoals,
    circles: &Circles,
    classes: &[ResponderClass],
) -> Looked<'a> {
    let air = ByAir { wind: Wind { east: 4.0, north: -3.0 } };
    let now = Now { units, air, road: ByRoad { net, travel, goals } };
    let row = |(unit, class): (usize, &ResponderClass)| {
        let mut row = vec![flight_plans::circle::NEVER; circles.all().len()];
        now.fill(unit, *class, circles, &mut row);
        row
    };
    let table = classes.iter().enumerate().map(row).collect();
    Looked { now, table }
}

criterion_group!(circle_benches, benches);
criterion_main!(circle_benches);
