//! The judge's own plane geometry: how near a straight leg comes to a ring, exactly, and whether a place is inside.

use geodata::Local;
use geodata::zone::Shape;

/// The least distance from any point of the leg to the shape; zero when it enters. NaN stays NaN.
pub(crate) fn clearance(shape: &Shape, a: Local, b: Local) -> f64 {
    match shape {
        Shape::Cylinder { centre, radius } => {
            let off = apart(a, b, *centre, *centre) - radius.0;
            // `f64::max` would drop a NaN.
            if off < 0.0 { 0.0 } else { off }
        }
        Shape::Prism { outer, .. } if winding(outer, a) == 0 => to_ring(outer, a, b),
        Shape::Prism { outer, holes } => match holes.iter().find(|hole| winding(hole, a) != 0) {
            // It begins in a hole: the way out of the hole is the way into the shape.
            Some(hole) => to_ring(hole, a, b).min(to_ring(outer, a, b)),
            None => 0.0,
        },
    }
}

/// Whether the leg lies in the shape all along, its border not touched.
pub(super) fn within(shape: &Shape, a: Local, b: Local) -> bool {
    match shape {
        Shape::Cylinder { centre, radius } => a.distance(*centre) < *radius && b.distance(*centre) < *radius,
        Shape::Prism { outer, holes } => {
            let clear = |ring: &[Local]| to_ring(ring, a, b) >= TOUCHING;
            let out_of = |hole: &Vec<Local>| winding(hole, a) == 0 && clear(hole);
            winding(outer, a) != 0 && clear(outer) && holes.iter().all(out_of)
        }
    }
}

/// Whether a triangle has a corner of the shape inside it, or the middle of it when it is round: then its area meets the
/// shape even where none of its edges does.
pub(super) fn turns_about(shape: &Shape, triangle: [Local; 3]) -> bool {
    let corner = match shape {
        Shape::Cylinder { centre, .. } => Some(centre),
        Shape::Prism { outer, .. } => outer.first(),
    };
    corner.is_some_and(|&corner| winding(&triangle, corner) != 0)
}

/// Nearer than this is touching, in metres.
const TOUCHING: f64 = 1e-6;

/// The least distance from any point of the leg to the line of the ring. NaN stays NaN.
fn to_ring(ring: &[Local], a: Local, b: Local) -> f64 {
    let mut least = f64::INFINITY;
    for (i, &q) in ring.iter().enumerate() {
        let p = ring[(i + ring.len() - 1) % ring.len()];
        let apart = apart(a, b, p, q);
        if apart.is_nan() {
            return apart;
        }
        least = least.min(apart);
    }
    least
}

/// How often the ring turns about the place; not zero means inside.
fn winding(ring: &[Local], at: Local) -> i32 {
    let mut turns = 0;
    for (i, &q) in ring.iter().enumerate() {
        let p = ring[(i + ring.len() - 1) % ring.len()];
        let left = (q.x - p.x) * (at.y - p.y) - (at.x - p.x) * (q.y - p.y);
        if p.y <= at.y && q.y > at.y && left > 0.0 {
            turns += 1;
        } else if p.y > at.y && q.y <= at.y && left < 0.0 {
            turns -= 1;
        }
    }
    turns
}

/// The least distance of two segments by clamping the closest points of their lines.
fn apart(a: Local, b: Local, p: Local, q: Local) -> f64 {
    let (ux, uy, vx, vy) = (b.x - a.x, b.y - a.y, q.x - p.x, q.y - p.y);
    let (wx, wy) = (a.x - p.x, a.y - p.y);
    let (uu, uv, vv) = (ux * ux + uy * uy, ux * vx + uy * vy, vx * vx + vy * vy);
    let (uw, vw) = (ux * wx + uy * wy, vx * wx + vy * wy);
    let across = uu * vv - uv * uv;
    let gap = |s: f64, t: f64| (wx + s * ux - t * vx).hypot(wy + s * uy - t * vy);
    let on_u = |t: f64| if uu > 0.0 { ((uv * t - uw) / uu).clamp(0.0, 1.0) } else { 0.0 };
    let on_v = |s: f64| if vv > 0.0 { ((uv * s + vw) / vv).clamp(0.0, 1.0) } else { 0.0 };
    let ends = [gap(0.0, on_v(0.0)), gap(1.0, on_v(1.0)), gap(on_u(0.0), 0.0), gap(on_u(1.0), 1.0)];
    if ends.iter().any(|d| d.is_nan()) {
        return f64::NAN;
    }
    let least = ends.into_iter().fold(f64::INFINITY, f64::min);
    if across <= 0.0 {
        return least;
    }
    let (s, t) = ((uv * vw - vv * uw) / across, (uu * vw - uv * uw) / across);
    // Nearly parallel segments give wild `s` and `t`: the gap between the points they name is still a true distance.
    if (0.0..=1.0).contains(&s) && (0.0..=1.0).contains(&t) { least.min(gap(s, t)) } else { least }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn p(x: f64, y: f64) -> Local {
        Local { x, y }
    }

    proptest! {
        #[test]
        fn the_exact_distance_is_never_more_than_a_sampled_one_and_hardly_less(
            n in prop::collection::vec(-50.0..50.0f64, 8),
        ) {
            let (a, b, q, r) = (p(n[0], n[1]), p(n[2], n[3]), p(n[4], n[5]), p(n[6], n[7]));
            let exact = apart(a, b, q, r);
            let mut sampled = f64::INFINITY;
            for i in 0..=200 {
                for j in 0..=200 {
                    let (s, t) = (f64::from(i) / 200.0, f64::from(j) / 200.0);
                    sampled = sampled.min(a.toward(b, s).distance(q.toward(r, t)).0);
                }
            }
            prop_assert!(exact <= sampled + 1e-9);
            prop_assert!(exact >= sampled - 1.5, "{exact} {sampled}");
        }
    }

    #[test]
    fn nearly_parallel_legs_are_as_far_apart_as_they_look() {
        let (a, b) = (p(67.55061820335271, 87.75497433707388), p(169.5247983879941, 94.31308209418142));
        let (q, r) = (p(165.16682553123923, 114.08415213687348), p(69.61531649559396, 107.93909569733786));
        assert!((apart(a, b, q, r) - 20.01).abs() < 1e-6);
    }

    #[test]
    fn a_hole_is_free_air_and_a_cylinder_is_round() {
        let square = |half: f64| vec![p(-half, -half), p(half, -half), p(half, half), p(-half, half)];
        let frame = Shape::Prism { outer: square(100.0), holes: vec![square(50.0)] };
        assert!((clearance(&frame, p(0.0, 0.0), p(10.0, 0.0)) - 40.0).abs() < 1e-9);
        assert!(
            clearance(&frame, p(0.0, 0.0), p(60.0, 0.0)) < 1e-9 && clearance(&frame, p(70.0, 0.0), p(80.0, 0.0)) < 1e-9
        );
        assert!(within(&frame, p(70.0, 0.0), p(80.0, 0.0)) && !within(&frame, p(70.0, 0.0), p(-70.0, 0.0)));
        let round = Shape::Cylinder { centre: p(0.0, 0.0), radius: geodata::Metres(100.0) };
        assert!((clearance(&round, p(-200.0, 130.0), p(200.0, 130.0)) - 30.0).abs() < 1e-9);
        assert!(clearance(&round, p(-200.0, 99.0), p(200.0, 99.0)) < 1e-9);
        assert!(within(&round, p(-50.0, 0.0), p(50.0, 0.0)) && !within(&round, p(-50.0, 0.0), p(100.0, 0.0)));
        assert!(clearance(&round, p(f64::NAN, 0.0), p(1.0, 0.0)).is_nan());
    }

    #[test]
    fn a_sliver_between_two_samples_is_still_hit() {
        let outer = vec![p(1003.0, -500.0), p(1008.0, -500.0), p(1008.0, 500.0), p(1003.0, 500.0)];
        let sliver = Shape::Prism { outer, holes: Vec::new() };
        assert!(clearance(&sliver, p(0.0, 0.0), p(4000.0, 0.0)) < 1e-9);
        assert!((clearance(&sliver, p(0.0, 0.0), p(973.0, 0.0)) - 30.0).abs() < 1e-9);
        assert!(clearance(&sliver, p(1004.0, 0.0), p(1005.0, 0.0)) < 1e-9, "wholly inside");
        assert!(clearance(&sliver, p(f64::NAN, 0.0), p(1.0, 0.0)).is_nan());
    }
}
