//! How long it takes to judge a schedule of 30 flights anew and after one edit, and to hold 100 aircraft against each
//! other for 20 minutes.

use criterion::{Criterion, criterion_group, criterion_main};
use flight_plans::check::{Judge, World, schedule};
use flight_plans::planner::deconflict::pairs::{Knot, Spacing, Way, all_pairs};
use flight_plans::planner::deconflict::{Wish, deconflict};
use flight_plans::planner::pace::Rounds;
use flight_plans::{Aircraft, Plan, Schedule, ScheduledFlight, Situation, Wind, lay_plan, to_scene};
use geodata::{Agl, Amsl, Atlas, Heading, ImportOptions, Metres, Seconds, Timestamp, import_osm};
use std::hint::black_box;

const EXTRACT: &[u8] = include_bytes!("../../geodata/districts/liechtenstein/liechtenstein-2013-08-03.osm.pbf");
const NOON: Timestamp = Timestamp::from_millis(1_778_580_000_000);
const LAYERS: [f64; 4] = [60.0, 75.0, 90.0, 105.0];

fn district() -> Option<Atlas> {
    let ground = Amsl(Metres(460.0));
    let options = ImportOptions { fiction_seed: Some(1), ground, ..ImportOptions::default() };
    Atlas::open(&import_osm(EXTRACT, &options).ok()?).ok()
}

/// Thirty aircraft on the docks of the district.
fn squadron(atlas: &Atlas) -> Plan {
    let plan = lay_plan(atlas, 1);
    let own = plan.squadron.clone();
    let aircraft = |number: u32| {
        let model = own[number as usize % own.len()].clone();
        let layer = Agl(Metres(LAYERS[number as usize / own.len() % LAYERS.len()]));
        Aircraft { vehicle: number + 1, system_id: number + 1, callsign: format!("Eagle {number}"), layer, ..model }
    };
    Plan { squadron: (0..30).map(aircraft).collect(), ..plan }
}

fn flights(atlas: &Atlas, plan: &Plan) -> Schedule {
    let flight = |aircraft: &Aircraft| {
        let home = atlas.posts.iter().find(|post| post.id == aircraft.dock)?.at;
        let at = NOON.plus(Seconds(40.0 * f64::from(aircraft.vehicle)));
        let (from_altitude, wind) = (atlas.terrain.ground(home), Wind { east: 3.0, north: 2.0 });
        let (vehicle, battery_percent, on_ground) = (aircraft.vehicle, 100.0, true);
        let s = Situation { atlas, plan, vehicle, wind, battery_percent, from: home, from_altitude, on_ground, at };
        let headings = (0..36).map(|i| Heading::degrees(f64::from(i * 7 + aircraft.vehicle * 31)));
        let mut scenes = headings.map(|h| atlas.frame.to_wgs84(home.moved(h, Metres(2500.0))));
        let proposal = scenes.find_map(|scene| to_scene(&s, scene).ok())?;
        let mut flight = ScheduledFlight::new(format!("F{vehicle}"), vehicle, &aircraft.dock, at, proposal.mission);
        (flight.layer, flight.stay) = (aircraft.layer, Seconds(300.0));
        Some(flight)
    };
    Schedule { flights: plan.squadron.iter().filter_map(flight).collect(), ..Schedule::default() }
}

fn judged(c: &mut Criterion) {
    let Some(atlas) = district() else { return };
    let plan = squadron(&atlas);
    let whole = flights(&atlas, &plan);
    let world = World { atlas: &atlas, plan: &plan };
    println!("{} flights, {} findings", whole.flights.len(), schedule(&whole, &world).len());
    c.bench_function("judge/whole_30_flights", |b| b.iter(|| black_box(schedule(&whole, &world))));
    let mut judge = Judge::new(world);
    judge.judge(&whole);
    let mut edited = whole.clone();
    let mut turn = 0;
    c.bench_function("judge/edit", |b| {
        b.iter(|| {
            turn += 1;
            let index = turn % edited.flights.len();
            if let Some(flight) = edited.flights.get_mut(index) {
                flight.takeoff_at = flight.takeoff_at.plus(Seconds(1.0));
            }
            black_box(judge.judge(&edited))
        });
    });
    let layers = LAYERS.map(|metres| Agl(Metres(metres))).to_vec();
    let wish = Wish { atlas: &atlas, plan: &plan, layers, most_delay: Seconds(3600.0), step: Seconds(15.0) };
    c.bench_function("deconflict/30_flights", |b| {
        b.iter(|| black_box(deconflict(&whole, &wish, &mut Rounds(1000))));
    });
}

/// Aircraft that turn every 20 seconds for 20 minutes in 6 km by 6 km, with a knot every second.
fn swarm(aircraft: u32) -> Vec<Way> {
    let mut state = 7u64;
    let mut random = move || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        f64::from((state >> 33) as u32) / f64::from(1u32 << 31)
    };
    let mut way = |number: u32| {
        let (mut x, mut y) = (6000.0 * random(), 6000.0 * random());
        let up = LAYERS[number as usize % LAYERS.len()];
        let mut heading = 0.0f64;
        let knots: Vec<Knot> = (0..=1200u32)
            .map(|second| {
                if second % 20 == 0 {
                    heading = std::f64::consts::TAU * random();
                }
                (x, y) = ((x + 15.0 * heading.cos()).clamp(0.0, 6000.0), (y + 15.0 * heading.sin()).clamp(0.0, 6000.0));
                [f64::from(second), x, y, up + 3.0 * random()]
            })
            .collect();
        Way::new(knots)
    };
    (0..aircraft).map(&mut way).collect()
}

fn pairs(c: &mut Criterion) {
    let ways = swarm(100);
    let room = Spacing { level: 30.0, up: 15.0 };
    println!("{} of 4950 pairs meet", all_pairs(&ways, room).len());
    c.bench_function("deconflict/all_pairs_100x20min", |b| b.iter(|| black_box(all_pairs(&ways, room))));
}

criterion_group!(benches, judged, pairs);
criterion_main!(benches);
