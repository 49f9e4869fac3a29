//! Distance and crossing against the slow answers of geo's own algorithms, and what no shape may be made of.

use super::*;
use geo::{Distance, Euclidean, Geometry, Intersects, LineString, Point, Polygon};
use proptest::prelude::*;

pub(crate) fn at(x: f64, y: f64) -> Local {
    Local { x, y }
}

/// The same shape as geo knows it.
pub(crate) fn slow(shape: &Shape) -> Geometry<f64> {
    let ring = |corners: &[Local]| LineString::from(corners.iter().map(|p| (p.x, p.y)).collect::<Vec<_>>());
    match shape.parts() {
        Parts::Point(p) => Geometry::Point(Point::new(p.x, p.y)),
        Parts::Line(line) => Geometry::LineString(ring(line)),
        Parts::Area { outer, holes } => {
            Geometry::Polygon(Polygon::new(ring(outer), holes.into_iter().map(ring).collect()))
        }
    }
}

/// Corners at even angles, each at its own radius: never crosses itself.
fn star(middle: (i32, i32), radii: &[i32]) -> Vec<Local> {
    let step = std::f64::consts::TAU / radii.len() as f64;
    let corner = |(i, r): (usize, &i32)| {
        let (sin, cos) = (i as f64 * step).sin_cos();
        at((f64::from(middle.0) + f64::from(*r) * cos).round(), (f64::from(middle.1) + f64::from(*r) * sin).round())
    };
    radii.iter().enumerate().map(corner).collect()
}

fn place() -> impl Strategy<Value = (i32, i32)> {
    (-30..30i32, -30..30i32)
}

/// Shapes on whole metres, so that they touch each other often. Stars that rounding spoils are drawn anew.
pub(crate) fn shape() -> impl Strategy<Value = Shape> {
    let point = place().prop_map(|(x, y)| Shape::point(at(x.into(), y.into())).unwrap());
    let line = prop::collection::vec(place(), 2..40)
        .prop_map(|line| Shape::line(line.into_iter().map(|(x, y)| at(x.into(), y.into())).collect()).unwrap());
    let area = (place(), prop::collection::vec(8..20i32, 3..50), prop::collection::vec(2..5i32, 3..6), any::<bool>())
        .prop_filter_map("a star spoilt by rounding", |(middle, radii, hole, holed)| {
            let holes = if holed { vec![star(middle, &hole)] } else { vec![] };
            let area = Shape::area(star(middle, &radii), holes).ok()?;
            geo::Validation::is_valid(&slow(&area)).then_some(area)
        });
    prop_oneof![point, line, area]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    #[test]
    fn distance_is_what_geo_measures(shape in shape(), x in -60..60i32, y in -60..60i32) {
        let here = at(f64::from(x) / 2.0, f64::from(y) / 2.0);
        let slow = Euclidean.distance(&slow(&shape), &Geometry::Point(Point::new(here.x, here.y)));
        let ours = shape.distance(here).0;
        prop_assert!((ours - slow).abs() <= 1e-9, "{ours} and {slow}");
        prop_assert!(shape.bounds().distance_2(here) * path::SLACK <= shape.distance_2(here));
        prop_assert_eq!(shape.covers(here), super::tests::slow(&shape).intersects(&Point::new(here.x, here.y)));
    }

    #[test]
    fn shapes_cross_where_geo_says_they_intersect(a in shape(), b in shape()) {
        prop_assert_eq!(a.crosses(&b), slow(&a).intersects(&slow(&b)));
        prop_assert_eq!(b.crosses(&a), a.crosses(&b));
        prop_assert!(a.crosses(&a));
    }

    #[test]
    fn the_anchor_lies_on_the_shape(a in shape()) {
        prop_assert!(a.distance(a.anchor()).0 < 1e-6, "{:?}", a.anchor());
    }

    #[test]
    fn no_number_makes_a_shape_panic(
        points in prop::collection::vec((any::<f64>(), any::<f64>()), 0..6),
        small in prop::collection::vec((-1e7..1e7f64, -1e7..1e7f64), 3..6),
    ) {
        let given: Vec<Local> = points.into_iter().map(|(x, y)| at(x, y)).collect();
        let small: Vec<Local> = small.into_iter().map(|(x, y)| at(x, y)).collect();
        let mut made = vec![Shape::line(small.clone()).unwrap(), Shape::area(small.clone(), vec![]).unwrap()];
        made.extend(Shape::line(given.clone()));
        made.extend(Shape::area(given.clone(), vec![small]));
        for shape in made {
            let here = given.first().copied().unwrap_or_default();
            prop_assert!(shape.distance(here).0 >= 0.0);
            prop_assert!(shape.anchor().x.is_finite());
        }
    }
}

#[test]
fn what_cannot_be_trusted_is_refused_with_its_code() {
    let code = |made: Result<Shape, Finding>| made.unwrap_err().code;
    let square = |from: f64, to: f64| vec![at(from, from), at(to, from), at(to, to), at(from, to)];
    assert_eq!(code(Shape::point(at(f64::NAN, 0.0))), "shape-not-finite");
    assert_eq!(code(Shape::point(at(0.0, 1e9))), "shape-off-the-globe");
    assert_eq!(code(Shape::line(vec![at(0.0, 0.0)])), "shape-too-few-corners");
    assert_eq!(code(Shape::area(vec![at(0.0, 0.0), at(1.0, 0.0), at(0.0, 0.0)], vec![])), "shape-too-few-corners");
    assert_eq!(code(Shape::line(vec![at(0.0, 0.0); MOST_CORNERS + 1])), "shape-too-many-corners");
    assert_eq!(code(Shape::area(square(0.0, 10.0), vec![square(5.0, 15.0)])), "shape-hole-outside");
    assert!(Shape::area(square(0.0, 10.0), vec![square(2.0, 4.0)]).is_ok());
}

#[test]
fn an_outline_that_crosses_itself_keeps_both_lobes() {
    let bow_tie = Shape::area(vec![at(0.0, 0.0), at(10.0, 10.0), at(10.0, 0.0), at(0.0, 10.0)], vec![]).unwrap();
    assert!(bow_tie.covers(at(1.0, 5.0)) && bow_tie.covers(at(9.0, 5.0)), "both lobes");
    assert!(!bow_tie.covers(at(5.0, 1.0)) && !bow_tie.covers(at(5.0, 9.0)), "not what lies between them");
}

#[test]
fn the_anchor_of_a_horseshoe_is_on_the_horseshoe() {
    let corners =
        [(0.0, 0.0), (30.0, 0.0), (30.0, 30.0), (20.0, 30.0), (20.0, 5.0), (10.0, 5.0), (10.0, 30.0), (0.0, 30.0)];
    let horseshoe = Shape::area(corners.map(|(x, y)| at(x, y)).to_vec(), vec![]).unwrap();
    assert!(horseshoe.covers(horseshoe.anchor()), "{:?}", horseshoe.anchor());
    assert_eq!(Shape::line(vec![at(0.0, 0.0), at(10.0, 0.0), at(10.0, 30.0)]).unwrap().anchor(), at(10.0, 10.0));
}
