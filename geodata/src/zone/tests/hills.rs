//! Limits above ground over real hills: nothing that samples find in a zone to keep out of is missed, and nothing that
//! samples find outside of a keep-in zone is called inside; the doubt stays narrow.

use super::*;
use crate::terrain::Terrain;
use crate::terrain::tests::{hills, place};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

fn random(rng: &mut ChaCha8Rng, kind: ZoneKind) -> Zone {
    let floor = if rng.random_bool(0.5) { Limit::agl(rng.random_range(0.0..100.0)) } else { Limit::Open };
    let ceiling = if rng.random_bool(0.8) { Limit::agl(rng.random_range(110.0..300.0)) } else { Limit::amsl(1700.0) };
    let shape = Shape::Cylinder { centre: place(rng, 800.0), radius: Metres(rng.random_range(100.0..900.0)) };
    Zone::checked(Draft::new("H", kind, shape).between(floor, ceiling)).unwrap()
}

fn leg(rng: &mut ChaCha8Rng) -> Leg {
    let mut height = || Amsl(Metres(rng.random_range(1450.0..1900.0)));
    let (from_height, to_height) = (height(), height());
    Leg {
        from: place(rng, 1000.0),
        to: place(rng, 1000.0),
        from_height,
        to_height,
        start: at(0, 9, 0),
        end: at(0, 9, 2),
    }
}

#[test]
fn limits_above_ground_follow_the_hills_and_err_to_the_safe_side() {
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    let (mut inside, mut doubtful, mut all) = (0u64, 0u64, 0u64);
    for round in 0..200 {
        let terrain = hills(&mut rng, 25, 25, if round % 4 == 0 { 0.01 } else { 0.0 });
        for _ in 0..10 {
            let leg = leg(&mut rng);
            for kind in [ZoneKind::KeepOut, ZoneKind::KeepIn] {
                let zone = random(&mut rng, kind);
                let parts = zone.parts(&leg, &terrain);
                for i in 0..=500 {
                    let u = f64::from(i) / 500.0;
                    let now = leg.moment(u);
                    let ours =
                        parts.iter().any(|part| (part.enter.fraction - 1e-9..=part.leave.fraction + 1e-9).contains(&u));
                    let truth = truth(&zone, &now, &terrain);
                    all += 1;
                    match (kind, truth) {
                        (ZoneKind::KeepOut, Some(true) | None) => assert!(ours, "{zone:?} {leg:?} {u}"),
                        (ZoneKind::KeepIn, Some(false) | None) => assert!(!ours, "{zone:?} {leg:?} {u}"),
                        (_, Some(truth)) => doubtful += u64::from(truth != ours),
                        (_, None) => {}
                    }
                    inside += u64::from(truth == Some(true));
                }
            }
        }
    }
    assert!(inside > all / 20, "{inside} of {all} inside");
    assert!(doubtful < all / 50, "{doubtful} of {all} in doubt");
}

/// Nothing when the ground is unknown and the place is within the outline.
fn truth(zone: &Zone, now: &Moment, terrain: &Terrain) -> Option<bool> {
    let Shape::Cylinder { centre, radius } = &zone.shape else { return Some(false) };
    if now.place.distance(*centre).0 > radius.0 - 1e-6 {
        return Some(false);
    }
    let beyond = |limit: Limit, over: bool| matches!(limit, Limit::Amsl(h) if (now.height > h) == over);
    if beyond(zone.floor, false) || beyond(zone.ceiling, true) {
        return Some(false);
    }
    let over_ground = [zone.floor, zone.ceiling].iter().any(|limit| matches!(limit, Limit::Agl(_)));
    let ground = if over_ground { terrain.height(now.place)? } else { Amsl::default() };
    let above = zone.floor.over(ground).is_none_or(|h| now.height >= h);
    let below = zone.ceiling.over(ground).is_none_or(|h| now.height <= h);
    Some(above && below)
}
