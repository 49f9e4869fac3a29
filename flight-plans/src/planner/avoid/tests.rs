//! Ways round zones against an oracle that knows no geometry but distance: Dijkstra on a fine grid with 32 directions.

use super::*;
use crate::check::clearance;
use geodata::{Draft, ZoneKind};
use proptest::prelude::*;
use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

const CRUISE: MetresPerSecond = MetresPerSecond(15.0);
const MARGIN: Metres = Metres(20.0);

fn zone(ring: Vec<Local>) -> Zone {
    Zone::checked(Draft::prism("Z", ZoneKind::KeepOut, ring)).unwrap()
}

fn rectangle(x: f64, y: f64, wide: f64, high: f64) -> Zone {
    zone([(x, y), (x + wide, y), (x + wide, y + high), (x, y + high)].map(|(x, y)| Local { x, y }).to_vec())
}

/// A star with `radii.len()` corners about a centre: any shape, hollow ones too.
fn star(x: f64, y: f64, radii: &[f64]) -> Zone {
    let step = 360.0 / radii.len() as f64;
    let corner = |(i, r): (usize, &f64)| Local { x, y }.moved(geodata::Heading::degrees(step * i as f64), Metres(*r));
    zone(radii.iter().enumerate().map(corner).collect())
}

fn clear(zones: &[&Zone], a: Local, b: Local, margin: f64) -> bool {
    zones.iter().all(|z| clearance(&z.shape, a, b) >= margin)
}

fn total(path: &[Local], wind: Wind) -> f64 {
    path.windows(2).map(|leg| seconds(CRUISE, wind, leg[0], leg[1]).unwrap()).sum()
}

const STEP: f64 = 10.0;
const SIDE: i32 = 50;

fn at(cell: (i32, i32)) -> Local {
    Local { x: STEP * f64::from(cell.0), y: STEP * f64::from(cell.1) }
}

fn coprime(a: i32, b: i32) -> bool {
    if b == 0 { a.abs() == 1 } else { coprime(b, a % b) }
}

/// The time of the best way over the grid points of a 500 m square.
fn by_grid(from: (i32, i32), to: (i32, i32), zones: &[&Zone], wind: Wind) -> Option<f64> {
    let steps: Vec<(i32, i32)> =
        (-3..=3).flat_map(|x| (-3..=3).map(move |y| (x, y))).filter(|&(x, y)| coprime(x, y)).collect();
    let mut best = BTreeMap::from([(from, 0u64)]);
    let mut open = BinaryHeap::from([Reverse((0u64, from))]);
    while let Some(Reverse((time, cell))) = open.pop() {
        if cell == to {
            return Some(time as f64 / 1e6);
        }
        if best.get(&cell).is_some_and(|b| *b < time) {
            continue;
        }
        for step in &steps {
            let next = (cell.0 + step.0, cell.1 + step.1);
            if !(0..=SIDE).contains(&next.0)
                || !(0..=SIDE).contains(&next.1)
                || !clear(zones, at(cell), at(next), MARGIN.0)
            {
                continue;
            }
            let Some(edge) = seconds(CRUISE, wind, at(cell), at(next)) else { continue };
            let then = time + (edge * 1e6) as u64;
            if best.get(&next).is_none_or(|b| then < *b) {
                best.insert(next, then);
                open.push(Reverse((then, next)));
            }
        }
    }
    None
}

fn stars() -> impl Strategy<Value = Vec<Zone>> {
    let one = (100.0..400.0f64, 100.0..400.0f64, prop::collection::vec(10.0..90.0f64, 3..9));
    prop::collection::vec(one.prop_map(|(x, y, radii)| star(x, y, &radii)), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn a_way_keeps_its_distance_and_is_as_good_as_a_fine_grid(
        zones in stars(), from in (0..=50i32, 0..=50i32), to in (0..=50i32, 0..=50i32), east in -8.0..8.0f64, north in -8.0..8.0f64,
    ) {
        let (zones, wind): (Vec<&Zone>, _) = (zones.iter().collect(), Wind { east, north });
        let grid = by_grid(from, to, &zones, wind);
        let (from, to) = (at(from), at(to));
        let ours = path_around(from, to, &zones, MARGIN, CRUISE, wind);
        let Some(path) = ours else {
            let ends = clear(&zones, from, from, MARGIN.0) && clear(&zones, to, to, MARGIN.0);
            prop_assert!(grid.is_none() || !ends, "the grid finds a way of {grid:?} s");
            return Ok(());
        };
        prop_assert_eq!((path[0], path[path.len() - 1]), (from, to));
        for leg in path.windows(2) {
            prop_assert!(clear(&zones, leg[0], leg[1], MARGIN.0 - 1e-6), "{leg:?}");
        }
        let time = total(&path, wind);
        prop_assert!(time >= seconds(CRUISE, wind, from, to).unwrap() - 1e-9);
        if let Some(grid) = grid {
            prop_assert!(time <= grid * 1.005 + 0.01, "ours {time} s, grid {grid} s");
        }
    }
}

#[test]
fn a_clear_way_is_one_straight_leg_and_a_wall_is_rounded_on_the_side_the_wind_favours() {
    let wall = rectangle(190.0, 150.0, 20.0, 200.0);
    let (from, to) = (Local { x: 50.0, y: 250.0 }, Local { x: 350.0, y: 250.0 });
    let way = |wind| path_around(from, to, &[&wall], MARGIN, CRUISE, wind).unwrap();
    assert_eq!(path_around(from, to, &[], MARGIN, CRUISE, Wind::CALM).unwrap(), [from, to]);
    let calm = way(Wind::CALM);
    assert!(calm.len() > 2 && total(&calm, Wind::CALM) > 20.0);
    let east = wind_pays(&wall);
    assert!(east.0 <= east.1, "flown by its own wind's time, never by calm-air length: {east:?}");
}

/// The time in a cross wind of the way found for that wind, and of the way found for calm air.
fn wind_pays(wall: &Zone) -> (f64, f64) {
    let (from, to) = (Local { x: 50.0, y: 240.0 }, Local { x: 350.0, y: 320.0 });
    let wind = Wind { east: 0.0, north: -9.0 };
    let way = |w| path_around(from, to, &[wall], MARGIN, CRUISE, w).unwrap();
    (total(&way(wind), wind), total(&way(Wind::CALM), wind))
}

#[test]
fn no_way_leads_into_a_zone_or_out_of_a_ring_of_zones() {
    let block = rectangle(100.0, 100.0, 100.0, 100.0);
    let (inside, outside) = (Local { x: 150.0, y: 150.0 }, Local { x: 400.0, y: 400.0 });
    let way = |from, to, zones: &[&Zone]| path_around(from, to, zones, MARGIN, CRUISE, Wind::CALM);
    assert!(way(outside, inside, &[&block]).is_none() && way(inside, outside, &[&block]).is_none());
    let near = Local { x: 219.0, y: 150.0 };
    assert!(way(outside, near, &[&block]).is_none(), "within the margin");
    let pen = [
        rectangle(0.0, 0.0, 300.0, 10.0),
        rectangle(0.0, 290.0, 300.0, 10.0),
        rectangle(0.0, 0.0, 10.0, 300.0),
        rectangle(290.0, 0.0, 10.0, 300.0),
    ];
    let pen: Vec<&Zone> = pen.iter().collect();
    assert!(way(inside, outside, &pen).is_none());
    assert!(way(inside, Local { x: 200.0, y: 200.0 }, &pen).is_some());
    assert!(way(Local { x: f64::NAN, y: 0.0 }, outside, &[]).is_none());
}

#[test]
fn a_hollow_zone_is_flown_into_when_the_place_lies_in_its_bay() {
    let bay = [
        (0.0, 0.0),
        (300.0, 0.0),
        (300.0, 300.0),
        (200.0, 300.0),
        (200.0, 100.0),
        (100.0, 100.0),
        (100.0, 300.0),
        (0.0, 300.0),
    ];
    let bay = zone(bay.map(|(x, y)| Local { x, y }).to_vec());
    let (from, to) = (Local { x: 150.0, y: -100.0 }, Local { x: 150.0, y: 150.0 });
    let path = path_around(from, to, &[&bay], MARGIN, CRUISE, Wind::CALM).unwrap();
    assert!(path.windows(2).all(|leg| clear(&[&bay], leg[0], leg[1], MARGIN.0 - 1e-6)));
}
