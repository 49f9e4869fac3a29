//! Roads under an ellipse against a walk over every road of the net in quarter metres, and against thousands of draws.

use super::*;

/// Every edge, by walking all of them in small steps: length within and likelihood gathered.
fn walked(net: &RoadNet, seen: &Seen, profile: Profile) -> Vec<(u32, f64, f64)> {
    let [east, both, north] = seen.cov;
    let determinant = east * north - both * both;
    let mut found = Vec::new();
    for edge in (0..net.graph.edge_count()).filter(|edge| net.graph.open(*edge, profile)) {
        let length = net.graph.length(edge);
        let (from, to) = (net.graph.point_at(edge, 0.0), net.graph.point_at(edge, 1.0));
        let reach = length + 1000.0;
        if from.distance(seen.at).0 > reach && to.distance(seen.at).0 > reach {
            continue;
        }
        let steps = (length / 0.25).ceil().max(1.0) as u32;
        let (mut within, mut likely) = (0.0, 0.0);
        for step in 0..steps {
            let at = net.graph.point_at(edge, (f64::from(step) + 0.5) / f64::from(steps));
            let (x, y) = (at.x - seen.at.x, at.y - seen.at.y);
            // The inverse of the covariance, by the book.
            let off = x * (north * x - both * y) / determinant + y * (east * y - both * x) / determinant;
            if off <= 2.0 * 10.0_f64.ln() {
                within += length / f64::from(steps);
                likely += (-off / 2.0).exp() * length / f64::from(steps);
            }
        }
        if within > 0.0 {
            found.push((edge, within, likely));
        }
    }
    found
}

fn turned(at: Local, long: f64, short: f64, angle: f64) -> Seen {
    let (sin, cos) = angle.sin_cos();
    let (a, b) = (long * long, short * short);
    Seen { at, cov: [a * cos * cos + b * sin * sin, (a - b) * sin * cos, a * sin * sin + b * cos * cos] }
}

#[test]
fn the_roads_under_an_ellipse_are_those_a_walk_over_all_of_them_finds() {
    let mut rng = ChaCha8Rng::seed_from_u64(31);
    for i in 0..25 {
        let near = NET.random_snap(&mut rng).point;
        let at = Local { x: near.x + rng.random_range(-20.0..20.0), y: near.y + rng.random_range(-20.0..20.0) };
        let short = rng.random_range(4.0..25.0);
        let seen = turned(at, short * rng.random_range(1.0..4.0), short, rng.random_range(0.0..3.0));
        let profile = Profile::ALL[i % 4];
        let (found, slow) = (NET.within_ellipse(&seen, profile), walked(&NET, &seen, profile));
        let all: f64 = slow.iter().map(|one| one.2).sum();
        for (edge, within, likely) in &slow {
            let share = likely / all;
            match found.iter().find(|one| one.snap.edge == *edge) {
                Some(one) => {
                    assert!((one.length.0 - within).abs() < 0.1 * within + short * 0.6, "{one:?} {within}");
                    assert!((one.share - share).abs() < 0.02, "{one:?} {share}");
                }
                None => assert!(*within < short * 0.3 && share < 0.01, "edge {edge} with {within} m is missing"),
            }
        }
        for one in &found {
            assert!(slow.iter().any(|(edge, ..)| *edge == one.snap.edge) || one.length.0 < short * 0.3);
            assert!(seen.deviations_2(one.snap.point).unwrap() <= NINETY_PERCENT + 0.1);
        }
        assert!(found.is_empty() || (found.iter().map(|one| one.share).sum::<f64>() - 1.0).abs() < 1e-9);
        assert!(found.is_sorted_by(|a, b| a.share >= b.share));
    }
}

#[test]
fn nine_tenths_of_all_draws_lie_within() {
    let mut rng = ChaCha8Rng::seed_from_u64(8);
    let seen = turned(Local { x: 100.0, y: -50.0 }, 30.0, 9.0, 0.7);
    let normal = |rng: &mut ChaCha8Rng| {
        (-2.0 * (1.0 - rng.random::<f64>()).ln()).sqrt() * (rng.random::<f64>() * std::f64::consts::TAU).cos()
    };
    let within = (0..20_000).filter(|_| {
        let (along, across) = (30.0 * normal(&mut rng), 9.0 * normal(&mut rng));
        let (sin, cos) = 0.7_f64.sin_cos();
        let at = Local { x: 100.0 + along * cos - across * sin, y: -50.0 + along * sin + across * cos };
        seen.deviations_2(at).unwrap() <= NINETY_PERCENT
    });
    let share = within.count() as f64 / 20_000.0;
    assert!((0.89..0.91).contains(&share), "{share}");
}

#[test]
fn a_covariance_that_is_none_has_no_roads() {
    let at = NET.random_snap(&mut ChaCha8Rng::seed_from_u64(1)).point;
    for cov in [[0.0, 0.0, 0.0], [1.0, 2.0, 1.0], [-1.0, 0.0, 1.0], [f64::NAN, 0.0, 1.0], [1e12, 0.0, 1.0]] {
        assert!(NET.within_ellipse(&Seen { at, cov }, Profile::Car).is_empty(), "{cov:?}");
    }
    let nowhere = Seen { at: Local { x: f64::NAN, y: 0.0 }, cov: [9.0, 0.0, 9.0] };
    assert!(NET.within_ellipse(&nowhere, Profile::Car).is_empty());
}
