//! Against a raster: every cell asks every unit and every area as if nothing else existed.

use super::*;
use geodata::area::{Area as Owned, Rule};
use geodata::{AreaKind, Shape};
use proptest::prelude::*;
use rand::{RngExt, SeedableRng};

/// Metres of a cell, and cells on a side of the district.
const CELL: f64 = 8.0;
const SIDE: usize = 250;

fn at(x: f64, y: f64) -> Local {
    Local { x, y }
}

fn box_of(x: (f64, f64), y: (f64, f64)) -> Vec<Local> {
    vec![at(x.0, y.0), at(x.1, y.0), at(x.1, y.1), at(x.0, y.1)]
}

fn area(id: &str, kind: AreaKind, ring: Vec<Local>) -> Owned {
    let parts = vec![Shape::area(ring, vec![]).unwrap()];
    Owned { id: id.into(), name: id.into(), name_zh: None, name_en: None, owner: None, kind, level: 8, parts }
}

/// Two stations side by side, three civil areas side by side, bent borders, and a strip that belongs to no civil area.
fn areas(police: f64, civil: [f64; 2], bend: f64) -> Areas {
    let end = CELL * SIDE as f64;
    let left = vec![at(0.0, 0.0), at(police, 0.0), at(police + bend, end / 2.0), at(police, end), at(0.0, end)];
    let right = vec![at(police, 0.0), at(end, 0.0), at(end, end), at(police, end), at(police + bend, end / 2.0)];
    Areas::new(vec![
        area("P-left", AreaKind::Police, left),
        area("P-right", AreaKind::Police, right),
        area("C-1", AreaKind::Civil, box_of((0.0, civil[0]), (0.0, end))),
        area("C-2", AreaKind::Civil, box_of((civil[0], civil[1]), (0.0, end))),
        area("C-3", AreaKind::Civil, box_of((civil[1], end), (300.0, end))),
    ])
}

/// A disc, or a frame of streets round a block.
fn watch() -> impl Strategy<Value = Watch> {
    let end = CELL * SIDE as f64;
    let disc = (0.0..end, 0.0..end, 100.0..600.0f64).prop_map(|(x, y, radius)| {
        let reach = crate::response::Reach { centre: at(x, y), radius: geodata::Metres(radius) };
        Watch::disc("air", Some(reach))
    });
    let streets = (0.0..end, 0.0..end, 250.0..700.0f64, 60.0..110.0f64).prop_map(|(x, y, side, width)| {
        let mut hole = box_of((x + width, x + side - width), (y + width, y + side - width));
        hole.reverse();
        let ground = vec![Area { outer: box_of((x, x + side), (y, y + side)), holes: vec![hole] }];
        Watch { id: "ground".into(), domain: Domain::Ground, ground }
    });
    prop_oneof![disc, streets]
}

/// Whether a place lies in rings, by how often a line to the right crosses them.
fn holds(ground: &[Area], p: Local) -> bool {
    ground.iter().any(|area| {
        let rings = std::iter::once(&area.outer).chain(&area.holes);
        let crossed = |ring: &Vec<Local>| {
            let legs = ring.iter().zip(ring.iter().cycle().skip(1));
            legs.filter(|(a, b)| (a.y > p.y) != (b.y > p.y) && p.x < a.x + (b.x - a.x) * (p.y - a.y) / (b.y - a.y))
                .count()
        };
        rings.map(crossed).sum::<usize>() % 2 == 1
    })
}

/// A place in each cell, not always its middle: borders that run along the raster would all be taken for the same side.
fn cells() -> impl Iterator<Item = Local> {
    let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(3);
    (0..SIDE * SIDE).map(move |n| {
        let mut within = |n: usize| CELL * (n as f64 + rng.random::<f64>());
        at(within(n % SIDE), within(n / SIDE))
    })
}

fn near(told: f64, right: f64, whole: f64) -> bool {
    (told - right).abs() <= 0.01 * right + 1e-3 * whole
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn gaps_and_overlaps_are_those_of_a_raster(
        watches in prop::collection::vec(watch(), 0..9),
        police in 700.0..1300.0f64, first in 300.0..900.0f64, second in 1100.0..1700.0f64, bend in -250.0..250.0f64,
    ) {
        let end = CELL * SIDE as f64;
        let areas = areas(police, [first, second], bend);
        let coverage = Coverage::of(&[box_of((0.0, end), (0.0, end))], &watches).unwrap();
        let report = coverage.report(&areas);
        let cell = CELL * CELL;
        let mut right = Shares { area: end * end, ..Shares::default() };
        let (mut wrong_gap, mut wrong_overlap, mut mismatch) = (0, 0, 0.0);
        let mut of_areas = vec![Shares::default(); areas.all().len()];
        let (gap, overlap) = (coverage.gap(), coverage.overlap());
        for place in cells() {
            let reach = |domain| watches.iter().filter(|w| w.domain == domain && holds(&w.ground, place)).count();
            let (air, ground) = (reach(Domain::Air), reach(Domain::Ground));
            let add = |to: &mut Shares| {
                let one = |is: bool| if is { cell } else { 0.0 };
                to.covered += one(air + ground > 0);
                to.gap += one(air + ground == 0);
                to.overlap += one(air + ground > 1);
                to.air_only += one(air > 0 && ground == 0);
                to.ground_only += one(ground > 0 && air == 0);
                to.both += one(air > 0 && ground > 0);
            };
            add(&mut right);
            for (row, _) in of_areas.iter_mut().zip(areas.all()).filter(|(_, area)| area.covers(place)) {
                row.area += cell;
                add(row);
            }
            wrong_gap += usize::from(holds(&gap, place) != (air + ground == 0));
            wrong_overlap += usize::from(holds(&overlap, place) != (air + ground > 1));
            mismatch += if areas.owners(place).rule == Rule::PoliceDecides { cell } else { 0.0 };
        }
        // Not only as large as, but the same ground.
        prop_assert!(wrong_gap < SIDE * SIDE / 100 && wrong_overlap < SIDE * SIDE / 100, "{wrong_gap} {wrong_overlap}");
        let same = |told: &Shares, right: &Shares, whole: f64| {
            let pairs = [
                (told.area, right.area), (told.covered, right.covered), (told.gap, right.gap), (told.overlap, right.overlap),
                (told.air_only, right.air_only), (told.ground_only, right.ground_only), (told.both, right.both),
            ];
            pairs.into_iter().all(|(told, right)| near(told, right, whole))
        };
        prop_assert!(same(&report.district, &right, end * end), "{:?} for {right:?}", report.district);
        for (row, right) in report.areas.iter().zip(&of_areas) {
            prop_assert!(same(&row.shares, right, end * end), "{row:?} for {right:?}");
        }
        let strips: f64 = report.mismatch_strips().map(|parcel| parcel.shares.area).sum();
        prop_assert!(near(strips, mismatch, end * end), "{strips} for {mismatch}");
        // Parcels are the district, and gaps are its gap.
        let sum = |of: fn(&Shares) -> f64| report.parcels.iter().map(|parcel| of(&parcel.shares)).sum::<f64>();
        prop_assert!((sum(|s| s.area) - end * end).abs() < 20.0);
        prop_assert!((sum(|s| s.covered) - report.district.covered).abs() < 20.0);
        let gaps: f64 = report.gaps.iter().map(|gap| gap.square_metres).sum();
        prop_assert!((gaps - report.district.gap).abs() < 60.0, "{gaps} for {}", report.district.gap);
        for gap in &report.gaps {
            let owners = areas.owners(gap.at);
            prop_assert_eq!(gap.rule, owners.rule);
            prop_assert_eq!(gap.civil.as_ref(), owners.civil.map(|area| &area.id));
            prop_assert!(!coverage.is_covered(gap.at));
        }
    }
}

#[test]
fn slivers_between_touching_borders_do_not_say_whose_a_parcel_is() {
    let end = CELL * SIDE as f64;
    let coverage = Coverage::of(&[box_of((0.0, end), (0.0, end))], &[]).unwrap();
    let civil = [851.137_654_995_320_1, 1_693.163_195_126_395_7];
    let strips: f64 = coverage.report(&areas(700.0, civil, 0.0)).mismatch_strips().map(|p| p.shares.area).sum();
    assert!((strips - (civil[0] - 700.0) * end).abs() < 1.0, "{strips}");
}

#[test]
fn a_parcel_of_the_mismatch_strip_names_both_owners_and_who_acts() {
    let end = CELL * SIDE as f64;
    let coverage = Coverage::of(&[box_of((0.0, end), (0.0, end))], &[]).unwrap();
    let report = coverage.report(&areas(1000.0, [900.0, 1500.0], 0.0));
    let strip: Vec<_> =
        report.mismatch_strips().map(|p| (p.police.as_deref(), p.civil.as_deref(), p.shares.area)).collect();
    // The middle civil area, 900 to 1500, lies mostly under the right station: its first 100 m lie under the left one.
    assert_eq!(strip.len(), 1);
    assert_eq!((strip[0].0, strip[0].1), (Some("P-left"), Some("C-2")));
    assert!((strip[0].2 - 100.0 * end).abs() < 1.0);
    let lone: Vec<_> =
        report.parcels.iter().filter(|p| p.rule == Rule::OnlyPolice).map(|p| p.police.as_deref()).collect();
    assert_eq!(lone, [Some("P-right")]);
    assert!((report.district.gap - end * end).abs() < 1.0 && report.district.covered == 0.0);
}

#[test]
fn what_is_no_ring_is_told_and_nothing_panics() {
    let bad = vec![
        Watch { id: "a".into(), domain: Domain::Air, ground: vec![Area { outer: vec![at(0.0, 0.0)], holes: vec![] }] },
        Watch {
            id: "b".into(),
            domain: Domain::Air,
            ground: vec![Area { outer: vec![at(f64::NAN, 0.0); 3], holes: vec![] }],
        },
    ];
    let codes: Vec<&str> =
        Coverage::of(&[vec![at(1.0, 1.0)]], &bad).unwrap_err().iter().map(|fault| fault.code).collect();
    assert_eq!(codes, ["coverage-ring", "coverage-ring", "coverage-place"]);
    let nothing = Coverage::of(&[], &[Watch::disc("c", None)]).unwrap();
    assert_eq!(nothing.shares(), Shares::default());
    let report = nothing.report(&Areas::default());
    assert!(report.parcels.is_empty() && report.gaps.is_empty() && report.areas.is_empty());
    let knot = vec![at(0.0, 0.0), at(10.0, 10.0), at(10.0, 0.0), at(0.0, 10.0)];
    let twisted = Watch { id: "d".into(), domain: Domain::Ground, ground: vec![Area { outer: knot, holes: vec![] }] };
    let coverage = Coverage::of(&[box_of((0.0, 10.0), (0.0, 10.0))], &[twisted]).unwrap();
    assert!((coverage.shares().covered - 50.0).abs() < 0.1);
}
