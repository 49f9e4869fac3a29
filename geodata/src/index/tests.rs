//! The index against a walk over everything: ten thousand questions of each kind, with edits in between.

// Exact numbers are meant exactly.
#![allow(clippy::float_cmp)]

use super::*;
use crate::frame::Local;
use crate::shape::tests::slow;
use crate::shape::{Bounds, Parts, to_piece};
use crate::units::Metres;
use geo::Intersects;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

const SIDE: f64 = 5_000.0;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Hotspot,
    PatrolLine,
    Zone,
}

/// The slow twin: a list of what is there.
type Plain = Vec<(Id, Shape, (Kind, u32))>;

fn place(rng: &mut ChaCha8Rng) -> Local {
    // Whole metres on a small field, so that distances are equal and shapes touch often enough to matter.
    Local { x: rng.random_range(0.0..SIDE).round(), y: rng.random_range(0.0..SIDE).round() }
}

fn walk(rng: &mut ChaCha8Rng, corners: usize, step: f64) -> Vec<Local> {
    let mut at = place(rng);
    let mut next = || {
        at = Local { x: at.x + rng.random_range(-step..step), y: at.y + rng.random_range(-step..step) };
        at
    };
    (0..corners).map(|_| next()).collect()
}

fn round_area(rng: &mut ChaCha8Rng) -> Shape {
    let (middle, size, corners) = (place(rng), rng.random_range(20.0..300.0), rng.random_range(3..60));
    let ring = |share: f64| -> Vec<Local> {
        let corner = |i: usize| {
            let (sin, cos) = (i as f64 / corners as f64 * std::f64::consts::TAU).sin_cos();
            Local { x: middle.x + cos * size * share, y: middle.y + sin * size * share }
        };
        (0..corners).map(corner).collect()
    };
    Shape::area(ring(1.0), if rng.random_bool(0.5) { vec![ring(0.4)] } else { vec![] }).unwrap()
}

fn object(number: u32, rng: &mut ChaCha8Rng) -> (Shape, (Kind, u32)) {
    let corners = rng.random_range(2..60);
    match rng.random_range(0..4) {
        0 | 1 => (Shape::point(place(rng)).unwrap(), (Kind::Hotspot, number)),
        2 => (Shape::line(walk(rng, corners, 80.0)).unwrap(), (Kind::PatrolLine, number)),
        _ => (round_area(rng), (Kind::Zone, number)),
    }
}

fn edit(index: &mut Index<(Kind, u32)>, plain: &mut Plain, number: u32, rng: &mut ChaCha8Rng) {
    let (shape, item) = object(number, rng);
    match rng.random_range(0..3) {
        0 => {
            let id = index.insert(shape.clone(), item);
            plain.push((id, shape, item));
        }
        1 => {
            let gone = plain.remove(rng.random_range(0..plain.len()));
            assert_eq!(index.remove(gone.0), Some((gone.1, gone.2)));
            assert!(index.remove(gone.0).is_none() && index.get(gone.0).is_none());
            assert_eq!(index.replace(gone.0, shape, item).unwrap_err().code, "index-not-there");
        }
        _ => {
            let which = rng.random_range(0..plain.len());
            let old = &mut plain[which];
            assert_eq!(index.replace(old.0, shape.clone(), item).unwrap(), (old.1.clone(), old.2));
            (old.1, old.2) = (shape, item);
        }
    }
    assert_eq!(index.len(), plain.len());
}

/// The square of the distance by the plainest code: every piece of every ring, and geo's own word on what is inside.
fn far(shape: &Shape, at: Local) -> f64 {
    let polygon = slow(shape);
    let (open, rings) = match shape.parts() {
        Parts::Point(p) => (true, vec![vec![p, p]]),
        Parts::Line(line) => (true, vec![line.to_vec()]),
        Parts::Area { outer, holes } => (false, [vec![outer], holes].concat().iter().map(|r| r.to_vec()).collect()),
    };
    if !open && polygon.intersects(&geo::Point::new(at.x, at.y)) {
        return 0.0;
    }
    let mut best = f64::INFINITY;
    for ring in rings {
        let ends = ring.iter().skip(1).chain(ring.first().filter(|_| !open));
        best = ring.iter().zip(ends).fold(best, |best, (&a, &b)| best.min(to_piece(at, a, b)));
    }
    best
}

fn by_walking(plain: &Plain, at: Local, wanted: impl Fn(&(Kind, u32)) -> bool) -> Vec<(f64, Id)> {
    let mut all: Vec<(f64, Id)> =
        plain.iter().filter(|one| wanted(&one.2)).map(|one| (far(&one.1, at), one.0)).collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    all
}

fn ids<T>(found: &[Found<'_, T>]) -> Vec<Id> {
    found.iter().map(|one| one.id).collect()
}

fn sorted(mut ids: Vec<Id>) -> Vec<Id> {
    ids.sort_unstable();
    ids
}

fn window(rng: &mut ChaCha8Rng) -> Shape {
    let (a, size) = (place(rng), rng.random_range(0.0..600.0));
    Shape::rectangle(a, Local { x: a.x + size, y: a.y + size / 2.0 }).unwrap()
}

#[test]
fn ten_thousand_questions_of_each_kind_with_edits_in_between_are_answered_as_by_walking_over_everything() {
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let start: Vec<_> = (0..1_500).map(|number| object(number, &mut rng)).collect();
    let mut index = Index::build(start.iter().cloned());
    let mut plain: Plain = index.iter().map(|(id, shape, item)| (id, shape.clone(), *item)).collect();
    assert!(plain.iter().map(|one| &one.1).eq(start.iter().map(|one| &one.0)), "ids are in the order of the list");
    for number in 0..10_000u32 {
        if number % 4 == 0 {
            edit(&mut index, &mut plain, 1_500 + number, &mut rng);
        }
        let at = place(&mut rng);
        let kind = [None, Some(Kind::Hotspot), Some(Kind::PatrolLine), Some(Kind::Zone)][rng.random_range(0..4)];
        let wanted = |item: &(Kind, u32)| kind.is_none_or(|kind| item.0 == kind);
        let slow = by_walking(&plain, at, wanted);

        let k = rng.random_range(0..25);
        let nearest = index.nearest(at, k, wanted);
        assert_eq!(ids(&nearest), slow.iter().take(k).map(|one| one.1).collect::<Vec<_>>(), "question {number}");
        assert!(nearest.iter().zip(&slow).all(|(fast, slow)| fast.distance == Metres(slow.0.sqrt())));

        let radius: f64 = rng.random_range(0.0..400.0f64).round();
        let near = slow.iter().take_while(|one| one.0 <= radius * radius).map(|one| one.1).collect::<Vec<_>>();
        let ordered = index.within_nearest_first(at, Metres(radius), wanted);
        assert_eq!(ids(&ordered), near, "question {number}");
        assert!(ordered.iter().zip(&slow).all(|(fast, slow)| fast.distance == Metres(slow.0.sqrt())));
        let unordered: Vec<Id> = index.within(at, Metres(radius), wanted).map(Held::id).collect();
        let again = |index: &Index<_>| index.within(at, Metres(radius), wanted).map(Held::id).collect::<Vec<Id>>();
        assert!(number % 100 != 0 || unordered == again(&index.clone()), "the same tree, the same order");
        assert_eq!(sorted(unordered), sorted(near), "question {number}");

        let probe = if number % 2 == 0 { window(&mut rng) } else { object(0, &mut rng).0 };
        let crossed = plain.iter().filter(|one| wanted(&one.2) && one.1.crosses(&probe));
        let mut crossed: Vec<Id> = crossed.map(|one| one.0).collect();
        crossed.sort_unstable();
        assert_eq!(ids(&index.crossing(&probe, wanted)), crossed, "question {number}");
    }
}

#[test]
fn objects_at_one_place_come_in_the_order_of_their_ids_and_ids_are_never_given_twice() {
    let spot = || Shape::point(Local { x: 1.0, y: 2.0 }).unwrap();
    let mut index = Index::build((0..40).map(|number| (spot(), number)));
    let nth = |index: &Index<i32>, n: usize| index.iter().nth(n).unwrap().0;
    let first = nth(&index, 3);
    index.remove(first);
    let again = index.insert(spot(), 40);
    assert!(again > nth(&index, 38) && index.get(first).is_none());
    let items: Vec<i32> = index.nearest(Local::default(), 40, |_| true).iter().map(|one| *one.item()).collect();
    assert!(items.is_sorted() && items.len() == 40, "{items:?}");
}

#[test]
fn an_empty_index_and_places_that_are_not_numbers_are_answered_with_nothing() {
    let empty: Index<u8> = Index::new();
    assert!(empty.nearest(Local::default(), 3, |_| true).is_empty() && empty.is_empty());
    let within = |index: &Index<u8>, at, radius| {
        let ordered = index.within_nearest_first(at, Metres(radius), |_| true).len();
        assert_eq!(index.within(at, Metres(radius), |_| true).count(), ordered);
        ordered
    };
    assert_eq!(within(&empty, Local::default(), f64::INFINITY), 0);
    let one = Index::build([(Shape::point(Local::default()).unwrap(), 1u8)]);
    let nowhere = Local { x: f64::NAN, y: 0.0 };
    assert!(one.nearest(nowhere, 3, |_| true).is_empty());
    assert_eq!(within(&one, nowhere, 1.0), 0);
    assert_eq!(within(&one, Local::default(), f64::NAN), 0);
    assert_eq!(within(&one, Local::default(), -1.0), 0);
    assert_eq!(within(&one, Local { x: 3e6, y: 0.0 }, f64::INFINITY), 1);
}

#[test]
fn a_leaf_of_the_tree_hides_in_the_room_that_a_branch_takes_anyway() {
    assert!(size_of::<Leaf>() <= 48, "{}", size_of::<Leaf>());
    assert!(size_of::<rstar::RTreeNode<Leaf>>() <= size_of::<rstar::RTreeNode<[f64; 2]>>() + 8);
    assert_eq!(Bounds::of(Local::default()).distance_2(Local { x: 3.0, y: 4.0 }), 25.0);
}
