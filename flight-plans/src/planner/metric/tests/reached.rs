//! What is reached, against a raster that asks the plain graph at the middle of every cell.

use super::oracle::Plain;
use super::worlds::{World, any_wind, block, disc, local, world};
use crate::response;
use crate::wind::Wind;
use geodata::{Local, Metres, Seconds};
use proptest::prelude::*;

const CELL: f64 = 12.0;
/// Cosine and sine of the raster's turn.
const ASKEW: (f64, f64) = (0.96, 0.28);
/// How far the raster's turns stand off their borders at most, metres: a gap that is wider by this is flown through.
const OFF: f64 = 0.11;
const NO_CLIMB: Metres = Metres::ZERO;

/// The area reached by counting cells, and how many cells of one answer the other lacks, but for cells on a border.
fn by_raster(world: &World, from: Local, left: f64, theirs: &super::Reached) -> (f64, usize) {
    let plain = Plain::fine(world, OFF);
    let turns = plain.to_turns(from);
    let far = (world.quad.cruise.0 + world.wind.speed().0) * left;
    let side = (far / CELL).ceil() as i32;
    let (mut cells, mut wrong) = (0usize, 0);
    for (column, row) in (-side..side).flat_map(|c| (-side..side).map(move |r| (c, r))) {
        let (x, y) = (CELL * (f64::from(column) + 0.5), CELL * (f64::from(row) + 0.5));
        // Askew, so that no straight border runs along the cells.
        let at = local(from.x + x * ASKEW.0 - y * ASKEW.1, from.y + x * ASKEW.1 + y * ASKEW.0);
        let reached = plain.reaches(from, &turns, at, left);
        cells += usize::from(reached);
        wrong += usize::from(reached != theirs.contains(at));
    }
    (cells as f64 * CELL * CELL, wrong)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn what_is_reached_is_what_a_raster_finds(world in world(), from in (0.0..1500.0f64, 0.0..1500.0f64), left in 20.0..60.0f64) {
        let from = local(from.0, from.1);
        let metric = world.metric();
        let Ok(reached) = metric.reach(from, NO_CLIMB, false, Seconds(left)) else {
            prop_assert!(metric.blocked_by(from).is_some());
            return Ok(());
        };
        let (area, wrong) = by_raster(&world, from, left, &reached);
        let cells = area / (CELL * CELL);
        // A raster's own error is some cells along the border.
        let rough = 0.01 * cells + 0.5 * cells.sqrt();
        prop_assert!((reached.area_m2() - area).abs() / (CELL * CELL) <= rough, "ours {}, raster {area}", reached.area_m2());
        prop_assert!(wrong as f64 <= rough, "{wrong} of {cells} cells");
    }

    #[test]
    fn without_zones_it_is_the_disc_that_the_wind_has_carried_off(wind in any_wind(), budget in 60.0..300.0f64, docked: bool) {
        let world = World::new(Vec::new(), wind);
        let climb = Metres(60.0);
        let ours = world.metric().reach(Local::default(), climb, docked, Seconds(budget)).unwrap();
        let disc = response::reach(&world.quad, wind, Local::default(), climb, docked, Seconds(budget)).unwrap();
        let patches = ours.patches();
        prop_assert_eq!(patches.len(), 1);
        prop_assert!(patches[0].holes.is_empty());
        if wind.speed().0 < 0.95 * world.quad.cruise.0 {
            let off = patches[0].outer.iter().map(|p| (p.distance(disc.centre).0 - disc.radius.0).abs()).fold(0.0, f64::max);
            prop_assert!(off < 1e-6, "{off}");
            let area = std::f64::consts::PI * disc.radius.0.powi(2);
            prop_assert!((ours.area_m2() - area).abs() < 2e-4 * area);
        }
    }
}

#[test]
fn time_gone_before_cruise_reaches_nothing_and_a_start_in_a_zone_says_which() {
    let world = World::new(vec![block(0.0, 0.0, 100.0, 100.0)], Wind::CALM);
    let reach = |x: f64, budget| world.metric().reach(local(x, 50.0), Metres(60.0), true, Seconds(budget));
    assert!(reach(400.0, 30.0).unwrap().patches().is_empty());
    assert_eq!(reach(50.0, 300.0).unwrap_err().code(), "zone_blocks");
    assert_eq!(reach(f64::NAN, 300.0).unwrap_err().code(), "no_place");
}

#[test]
fn a_zone_in_the_open_is_a_hole_and_its_shadow_is_reached_later() {
    let world = World::new(vec![disc(400.0, 0.0, 100.0)], Wind::CALM);
    let reached = |left| world.metric().reach(Local::default(), NO_CLIMB, false, Seconds(left)).unwrap();
    let late = reached(120.0).patches();
    assert_eq!((late.len(), late[0].holes.len()), (1, 1));
    // Straight behind the disc, 550 m away, the way round takes more than the straight line's 36.7 s.
    let behind = local(550.0, 0.0);
    assert!(!reached(37.0).contains(behind) && reached(42.0).contains(behind));
}
