//! Searches against a raster that knows nothing of rows, cells and lanes: every spot is seen, no leg leaves the area.

use super::*;
use crate::planner::pace::Rounds;
use crate::wind::Wind;
use geodata::{Agl, Local, Metres, MetresPerSecond};
use proptest::prelude::*;
use rand::RngExt;

fn ring(points: &[(f64, f64)]) -> Vec<Local> {
    points.iter().map(|&(x, y)| Local { x, y }).collect()
}

fn searcher(id: u32, at: (f64, f64), wind: Wind) -> Searcher {
    let dock = Local { x: at.0, y: at.1 };
    Searcher {
        id,
        motion: Motion { airspeed: MetresPerSecond(15.0), acceleration: 3.0, wind },
        start: dock,
        end: dock,
        ready: Seconds::ZERO,
        endurance: Seconds(1200.0),
        turn_round: Seconds(1800.0),
        sorties: 1,
    }
}

fn model(ground: Ground, radius: f64, searchers: Vec<Searcher>) -> SweepModel {
    let seen = Footprint { radius: Metres(radius), spacing: Metres(2.0 * radius * 0.85) };
    SweepModel { ground, seen, searchers, within: Seconds(7200.0) }
}

fn box_of(width: f64, height: f64) -> Vec<Local> {
    ring(&[(0.0, 0.0), (width, 0.0), (width, height), (0.0, height)])
}

/// Inside by the angle a ring turns about a place: nothing like the planner's rows.
fn winds(ring: &[Local], at: Local) -> bool {
    let mut turn = 0.0;
    for (i, p) in ring.iter().enumerate() {
        let q = ring[(i + 1) % ring.len()];
        let (a, b) = ((p.y - at.y).atan2(p.x - at.x), (q.y - at.y).atan2(q.x - at.x));
        turn += (b - a + std::f64::consts::PI).rem_euclid(std::f64::consts::TAU) - std::f64::consts::PI;
    }
    turn.abs() > std::f64::consts::PI
}

fn inside(ground: &Ground, at: Local) -> bool {
    winds(&ground.outer, at) && !ground.holes.iter().chain(&ground.keep_outs).any(|ring| winds(ring, at))
}

fn apart(at: Local, a: Local, b: Local) -> f64 {
    (0..=200).map(|i| a.toward(b, f64::from(i) / 200.0).distance(at).0).fold(f64::INFINITY, f64::min)
}

struct Looked {
    legs: Vec<(Local, Local)>,
}

impl Looked {
    fn of(outcome: &SweepOutcome) -> Looked {
        let mut legs = Vec::new();
        for sortie in outcome.best.parts.iter().flat_map(|part| &part.sorties) {
            assert_eq!(sortie.looking.len() + 1, sortie.path.len());
            let looked = sortie.path.windows(2).zip(&sortie.looking).filter(|(_, look)| **look);
            legs.extend(looked.map(|(leg, _)| (leg[0], leg[1])));
        }
        Looked { legs }
    }

    fn sees(&self, at: Local, radius: f64) -> bool {
        let to_leg = |a: Local, b: Local| {
            let (dx, dy) = (b.x - a.x, b.y - a.y);
            let squared = (dx * dx + dy * dy).max(1e-12);
            let t = (((at.x - a.x) * dx + (at.y - a.y) * dy) / squared).clamp(0.0, 1.0);
            a.toward(b, t).distance(at).0
        };
        self.legs.iter().any(|&(a, b)| to_leg(a, b) <= radius + 1e-6)
    }
}

/// Spots of the area on a raster that are not seen, in square metres.
fn raster_unseen(model: &SweepModel, outcome: &SweepOutcome, step: f64) -> (f64, f64) {
    let looked = Looked::of(outcome);
    let xs = model.ground.outer.iter().map(|p| p.x);
    let ys = model.ground.outer.iter().map(|p| p.y);
    let (x0, x1) = (xs.clone().fold(f64::INFINITY, f64::min), xs.fold(f64::NEG_INFINITY, f64::max));
    let (y0, y1) = (ys.clone().fold(f64::INFINITY, f64::min), ys.fold(f64::NEG_INFINITY, f64::max));
    let (mut all, mut unseen) = (0.0, 0.0);
    let mut y = y0 + step / 2.0;
    while y < y1 {
        let mut x = x0 + step / 2.0;
        while x < x1 {
            let at = Local { x, y };
            if inside(&model.ground, at) {
                all += step * step;
                unseen += if looked.sees(at, model.seen.radius.0) { 0.0 } else { step * step };
            }
            x += step;
        }
        y += step;
    }
    (all, unseen)
}

/// No leg with the camera on leaves the area or comes nearer to a border than asked; no other leg meets a hole.
fn holds_its_borders(model: &SweepModel, outcome: &SweepOutcome) {
    for sortie in outcome.best.parts.iter().flat_map(|part| &part.sorties) {
        for (leg, look) in sortie.path.windows(2).zip(&sortie.looking) {
            let solid = model.ground.holes.iter().chain(&model.ground.keep_outs);
            let borders: Vec<&Vec<Local>> =
                if *look { std::iter::once(&model.ground.outer).chain(solid).collect() } else { solid.collect() };
            for i in 0..=20 {
                let at = leg[0].toward(leg[1], f64::from(i) / 20.0);
                assert!(!look || inside(&model.ground, at), "{at:?} is outside");
                for ring in &borders {
                    for (j, p) in ring.iter().enumerate() {
                        let far = apart(at, *p, ring[(j + 1) % ring.len()]);
                        assert!(far >= model.ground.keep.0 - 0.01, "{far} m from a border at {at:?}");
                    }
                }
            }
        }
    }
}

fn told(outcome: &SweepOutcome) -> f64 {
    outcome.left_out.iter().map(|u| u.area_m2).sum()
}

#[test]
fn a_field_with_two_holes_is_seen_whole_and_nothing_else_is_flown() {
    let holes = vec![
        ring(&[(150.0, 150.0), (300.0, 150.0), (300.0, 300.0), (150.0, 300.0)]),
        ring(&[(500.0, 200.0), (700.0, 210.0), (650.0, 350.0)]),
    ];
    let ground = Ground { outer: box_of(800.0, 500.0), holes, keep_outs: vec![], keep: Metres(10.0) };
    let model = model(ground, 30.0, vec![searcher(1, (-100.0, -100.0), Wind { east: 4.0, north: 2.0 })]);
    let outcome = search_area(&model, None, 7, &mut Rounds(300)).unwrap();
    let (all, unseen) = raster_unseen(&model, &outcome, 4.0);
    assert!((all - outcome.best.area_m2).abs() < 0.01 * all);
    assert!(unseen < 1e-9, "{unseen} of {all} m2 unseen, told {}", told(&outcome));
    assert!(outcome.left_out.is_empty(), "{:?}", outcome.left_out);
    holds_its_borders(&model, &outcome);
    assert!(outcome.bound.0 > 0.0 && outcome.best.home.0 >= outcome.bound.0);
    assert!(outcome.best.home.0 < 1.6 * outcome.bound.0 * 2.0, "{} s, bound {}", outcome.best.home, outcome.bound);
}

#[test]
fn four_aircraft_take_at_most_a_tenth_more_than_a_quarter_of_one() {
    let ground = Ground { outer: box_of(2400.0, 1600.0), keep: Metres(5.0), ..Ground::default() };
    let wind = Wind { east: 5.0, north: 3.0 };
    let docks = [(1200.0, 800.0); 4];
    let four: Vec<Searcher> =
        docks.iter().zip(1..).map(|(&at, id)| Searcher { endurance: Seconds(1e5), ..searcher(id, at, wind) }).collect();
    let alone = search_area(&model(ground.clone(), 40.0, four[..1].to_vec()), None, 1, &mut Rounds(100)).unwrap();
    let model = model(ground, 40.0, four);
    let shared = search_area(&model, None, 1, &mut Rounds(100)).unwrap();
    assert!(shared.left_out.is_empty() && shared.best.parts.len() == 4, "{:?}", shared.left_out);
    let ratio = shared.best.home.0 / (alone.best.home.0 / 4.0);
    println!("one {:.0} s, four {:.0} s, ratio {ratio:.3}", alone.best.home.0, shared.best.home.0);
    assert!(ratio <= 1.10, "{ratio}");
    assert!(raster_unseen(&model, &shared, 10.0).1 < 1e-9);
}

#[test]
fn what_the_battery_does_not_reach_is_left_out_with_a_reason_and_more_sorties_take_it() {
    let ground = Ground { outer: box_of(1500.0, 1000.0), keep: Metres(5.0), ..Ground::default() };
    let one = Searcher { endurance: Seconds(500.0), ..searcher(1, (0.0, 0.0), Wind::CALM) };
    let short = search_area(&model(ground.clone(), 30.0, vec![one]), None, 1, &mut Rounds(20)).unwrap();
    assert_eq!(short.left_out[0].why.code, "search_endurance");
    let (all, unseen) = raster_unseen(&model(ground.clone(), 30.0, vec![one]), &short, 10.0);
    assert!((unseen - told(&short)).abs() < 0.02 * all, "{unseen} m2 unseen, {} told", told(&short));
    assert!(short.best.parts[0].sorties[0].time.0 <= 500.0);
    let again = Searcher { sorties: 9, turn_round: Seconds(100.0), ..one };
    let whole = search_area(&model(ground, 30.0, vec![again]), None, 1, &mut Rounds(20)).unwrap();
    assert!(whole.left_out.is_empty() && whole.best.parts[0].sorties.len() > 1);
    assert!(whole.best.parts[0].sorties.iter().all(|s| s.time.0 <= 500.0 + 1e-6));
}

#[test]
fn impossible_wishes_give_reasons_and_no_panic() {
    let ground = Ground { outer: box_of(300.0, 300.0), keep: Metres(5.0), ..Ground::default() };
    let nobody = search_area(&model(ground.clone(), 20.0, vec![]), None, 1, &mut Rounds(5)).unwrap();
    assert_eq!(nobody.left_out[0].why.code, "search_nobody");
    let storm = searcher(1, (0.0, 0.0), Wind { east: 20.0, north: 0.0 });
    let blown = search_area(&model(ground.clone(), 20.0, vec![storm]), None, 1, &mut Rounds(5)).unwrap();
    assert!(told(&blown) > 80_000.0, "{:?}", blown.left_out);
    let covered = Ground { keep_outs: vec![box_of(300.0, 300.0)], ..ground.clone() };
    let faults = search_area(&model(covered, 20.0, vec![]), None, 1, &mut Rounds(5)).unwrap_err();
    assert_eq!(faults[0].code, "search_empty");
    let bad = Ground { outer: ring(&[(0.0, f64::NAN), (1.0, 0.0)]), keep: Metres(-1.0), ..Ground::default() };
    let faults = search_area(&model(bad, 20.0, vec![]), None, 1, &mut Rounds(5)).unwrap_err();
    assert!(faults.len() >= 3, "{faults:?}");
    let narrow = Ground { outer: box_of(300.0, 8.0), keep: Metres(5.0), ..Ground::default() };
    let squeezed =
        search_area(&model(narrow, 20.0, vec![searcher(1, (0.0, 0.0), Wind::CALM)]), None, 1, &mut Rounds(5)).unwrap();
    assert!(!squeezed.left_out.is_empty());
}

#[test]
fn who_stays_at_home_is_told_why() {
    let ground = Ground { outer: box_of(300.0, 200.0), keep: Metres(5.0), ..Ground::default() };
    let far = Searcher { endurance: Seconds(600.0), ..searcher(2, (20_000.0, 0.0), Wind::CALM) };
    let late = Searcher { ready: Seconds(3000.0), ..searcher(3, (0.0, 0.0), Wind::CALM) };
    let model = model(ground, 30.0, vec![searcher(1, (0.0, 0.0), Wind::CALM), far, late]);
    let outcome = search_area(&model, None, 1, &mut Rounds(50)).unwrap();
    assert!(outcome.left_out.is_empty() && outcome.best.home.0 < 600.0, "{outcome:?}");
    let why: Vec<(u32, &str)> = model.spare(&outcome.best).iter().map(|(id, why)| (*id, why.code)).collect();
    assert_eq!(why, [(2, "search_too_far"), (3, "note_spare")]);
}

#[test]
fn a_warm_start_is_never_made_worse_and_the_same_seed_gives_the_same_plan() {
    let holes = vec![ring(&[(200.0, 100.0), (300.0, 120.0), (260.0, 260.0)])];
    let ground = Ground { outer: box_of(600.0, 400.0), holes, keep_outs: vec![], keep: Metres(5.0) };
    let model = model(ground, 20.0, vec![searcher(1, (0.0, 0.0), Wind { east: 3.0, north: 0.0 })]);
    let long = search_area(&model, None, 3, &mut Rounds(600)).unwrap();
    assert_eq!(long, search_area(&model, None, 3, &mut Rounds(600)).unwrap());
    let short = search_area(&model, Some(&long), 4, &mut Rounds(1)).unwrap();
    assert!(short.best.home.0 <= long.best.home.0 + 1e-9);
}

#[test]
fn the_order_of_few_cells_is_the_best_there_is() {
    // Every order and every mode of a small tour, tried one by one.
    let holes = vec![ring(&[(100.0, 80.0), (200.0, 90.0), (150.0, 200.0)])];
    let ground = Ground { outer: box_of(400.0, 300.0), holes, keep_outs: vec![], keep: Metres(5.0) };
    let model = model(ground, 25.0, vec![searcher(1, (-50.0, 0.0), Wind { east: 6.0, north: 1.0 })]);
    let motion = model.searchers[0].motion;
    let ways = |within: bool| Ways::new(&Rc::new(Yard::new(&model.ground, within)), motion);
    let (within, outside) = (ways(true), ways(false));
    let ends = [Some(model.searchers[0].start), Some(model.searchers[0].end)];
    let layout = Layout::lay(&model, &within, &outside, &Cut::new(&model, motion, 0.0, None), ends);
    let mut tour = tour::Tour::new(layout.cells(), &within, &outside, ends);
    let count = layout.cells().len();
    assert!((3..=5).contains(&count), "{count}");
    let mut best = f64::INFINITY;
    let mut orders = vec![vec![]];
    for _ in 0..count {
        orders = orders
            .into_iter()
            .flat_map(|o: Vec<usize>| {
                (0..count).filter(|c| !o.contains(c)).map(|c| [o.clone(), vec![c]].concat()).collect::<Vec<_>>()
            })
            .collect();
    }
    for order in orders {
        let mut choice = vec![0; count];
        loop {
            let stops: Vec<_> = order.iter().copied().zip(choice.iter().copied()).collect();
            best = best.min(tour.seconds(&stops));
            let Some(i) = (0..count).find(|&i| choice[i] + 1 < layout.cells()[order[i]].len()) else { break };
            choice[..i].fill(0);
            choice[i] += 1;
        }
    }
    let start = tour.first();
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    let found = tour.better(start, &mut Rounds(500), &mut rng);
    assert!((found.1 - best).abs() < 1e-6, "{} against {best}", found.1);
}

fn star(rng: &mut ChaCha8Rng, centre: Local, radius: f64, corners: u32) -> Vec<Local> {
    (0..corners)
        .map(|i| {
            let angle = std::f64::consts::TAU * (f64::from(i) + 0.8 * rng.random::<f64>()) / f64::from(corners);
            let far = radius * (0.5 + 0.5 * rng.random::<f64>());
            Local { x: centre.x + far * angle.cos(), y: centre.y + far * angle.sin() }
        })
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]
    #[test]
    fn any_star_with_holes_is_seen_but_for_what_is_told(seed in any::<u64>()) {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        let outer = star(&mut rng, Local::default(), 400.0, 9);
        let holes = (0..3).map(|i| {
            let angle = f64::from(i) * 2.1;
            star(&mut rng, Local { x: 120.0 * angle.cos(), y: 120.0 * angle.sin() }, 45.0, 5)
        }).collect();
        let out = vec![star(&mut rng, Local { x: 250.0, y: 100.0 }, 60.0, 6)];
        let wind = Wind { east: rng.random_range(-6.0..6.0), north: rng.random_range(-6.0..6.0) };
        let ground = Ground { outer, holes, keep_outs: out, keep: Metres(rng.random_range(0.5..8.0)) };
        let who = vec![searcher(1, (-500.0, 0.0), wind), searcher(2, (500.0, 400.0), wind)];
        let model = model(ground, rng.random_range(12.0..40.0), who);
        let outcome = search_area(&model, None, seed, &mut Rounds(30)).unwrap();
        let (all, unseen) = raster_unseen(&model, &outcome, 5.0);
        prop_assert!(unseen <= told(&outcome) * 1.05 + 60.0, "{} of {} m2 unseen, told {:?}", unseen, all, outcome.left_out);
        prop_assert!(told(&outcome) < 0.25 * all, "{:?}", outcome.left_out);
        holds_its_borders(&model, &outcome);
    }
}

#[test]
fn a_camera_gives_the_footprint_of_a_search() {
    let camera = Camera { across_deg: 70.0, along_deg: 55.0, overlap: 0.2 };
    let seen = camera.footprint(Agl(Metres(80.0))).unwrap();
    assert!(seen.spacing.0 < 2.0 * seen.radius.0 && seen.radius.0 > 40.0);
}
