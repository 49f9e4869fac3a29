//! Fences and rally points of the fictional squadron against its zones, asked point by point.

use super::{atlas, docked, plan};
use crate::{Fence, FenceArea, Rally, Situation};
use geodata::{Atlas, Local, Metres, Zone, ZoneKind, Zones, zone::Draft};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// Whether a place lies in an outline, by counting the edges that a ray to the east crosses.
fn in_outline(outline: &[Local], at: Local) -> bool {
    let edges = outline.iter().zip(outline.iter().cycle().skip(1));
    let crossed =
        edges.filter(|(a, b)| (a.y > at.y) != (b.y > at.y) && at.x < a.x + (at.y - a.y) / (b.y - a.y) * (b.x - a.x));
    crossed.count() % 2 == 1
}

/// Whether the fence lets an aircraft be at a place: the slow way, one area after the other.
fn allows(fence: &Fence, atlas: &Atlas, at: Local) -> bool {
    let outline = |corners: &[geodata::Wgs84]| corners.iter().map(|c| atlas.frame.to_local(*c)).collect::<Vec<_>>();
    fence.areas.iter().all(|area| match area {
        FenceArea::StayIn { corners } => in_outline(&outline(corners), at),
        FenceArea::KeepOut { corners } => !in_outline(&outline(corners), at),
        FenceArea::StayInCircle { centre, radius } => atlas.frame.to_local(*centre).distance(at) <= *radius,
        FenceArea::KeepOutCircle { centre, radius } => atlas.frame.to_local(*centre).distance(at) > *radius,
    })
}

fn with(drafts: Vec<Draft>) -> Atlas {
    let zones = drafts.into_iter().map(|draft| Zone::checked(draft).unwrap()).collect();
    Atlas { zones: Zones::new(zones).unwrap(), ..atlas().clone() }
}

fn square(middle: Local, half: f64) -> Vec<Local> {
    [(-half, -half), (half, -half), (half, half), (-half, half)]
        .map(|(x, y)| Local { x: middle.x + x, y: middle.y + y })
        .to_vec()
}

#[test]
fn the_fence_lets_pass_what_the_zones_let_pass() {
    let dock = docked(1).from;
    let away = |x, y| Local { x: dock.x + x, y: dock.y + y };
    let mut field = Draft::prism("field", ZoneKind::KeepIn, square(dock, 2_000.0));
    if let geodata::zone::Shape::Prism { holes, .. } = &mut field.shape {
        holes.push(square(away(700.0, 700.0), 100.0));
    }
    let atlas = with(vec![
        field,
        Draft::prism("school", ZoneKind::KeepOut, square(away(-800.0, 0.0), 200.0)),
        Draft::cylinder("stack", ZoneKind::KeepOut, away(0.0, -900.0), Metres(150.0)),
        Draft::prism("high", ZoneKind::KeepOut, square(away(0.0, 500.0), 100.0))
            .between(geodata::Limit::agl(300.0), geodata::Limit::Open),
        Draft::prism("quiet", ZoneKind::NoRecord, square(away(300.0, 0.0), 100.0)),
    ]);
    let s = Situation { atlas: &atlas, ..docked(1) };
    let fence = Fence::of(&s).unwrap();
    assert_eq!(fence.corners(), 4 + 4 + 4 + 1);
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    let (mut inside, mut outside) = (0, 0);
    for _ in 0..4_000 {
        let at = away(rng.random_range(-2_500.0..2_500.0), rng.random_range(-2_500.0..2_500.0));
        let flown_under = ["high", "quiet"];
        let zones = || atlas.zones.iter().filter(|zone| !flown_under.contains(&zone.id.as_str()));
        // The border itself belongs to the zone and to either side of a fence.
        if zones().any(|zone| zone.border_distance(at).0 < 0.1) {
            continue;
        }
        let meant = zones().all(|zone| zone.contains(at) == (zone.kind == ZoneKind::KeepIn));
        assert_eq!(allows(&fence, &atlas, at), meant, "{at:?}");
        if meant { inside += 1 } else { outside += 1 }
    }
    assert!(inside > 500 && outside > 500, "{inside} {outside}");
}

#[test]
fn a_fence_its_aircraft_could_not_arm_in_is_refused_and_two_working_areas_are_left_to_the_judge() {
    let dock = docked(1).from;
    let over = with(vec![Draft::prism("school", ZoneKind::KeepOut, square(dock, 200.0))]);
    assert_eq!(Fence::of(&Situation { atlas: &over, ..docked(1) }).unwrap_err().code, "fence-over-dock");
    let beside = Local { x: dock.x + 500.0, y: dock.y };
    let far = with(vec![Draft::prism("field", ZoneKind::KeepIn, square(beside, 100.0))]);
    assert_eq!(Fence::of(&Situation { atlas: &far, ..docked(1) }).unwrap_err().code, "fence-over-dock");
    let two = with(vec![
        Draft::prism("field", ZoneKind::KeepIn, square(dock, 300.0)),
        Draft::prism("meadow", ZoneKind::KeepIn, square(beside, 300.0)),
    ]);
    assert_eq!(Fence::of(&Situation { atlas: &two, ..docked(1) }).unwrap(), Fence::default());
    let round: Vec<Local> = (0..300)
        .map(|n| f64::from(n) * std::f64::consts::TAU / 300.0)
        .map(|turn| Local { x: beside.x + 200.0 * turn.cos(), y: beside.y + 200.0 * turn.sin() })
        .collect();
    let many = with(vec![Draft::prism("round", ZoneKind::KeepOut, round)]);
    assert_eq!(Fence::of(&Situation { atlas: &many, ..docked(1) }).unwrap_err().code, "fence-too-many-corners");
}

#[test]
fn every_dock_is_a_rally_point_once_at_the_layer_of_who_asks() {
    let rally = Rally::of(&docked(2));
    let mut docks: Vec<&str> = plan().squadron.iter().map(|aircraft| aircraft.dock.as_str()).collect();
    docks.sort_unstable();
    docks.dedup();
    assert_eq!(rally.points.len(), docks.len());
    let layer = plan().aircraft(2).unwrap().layer;
    for point in &rally.points {
        let at = atlas().frame.to_local(point.at);
        assert!(atlas().posts.iter().any(|post| docks.contains(&post.id.as_str()) && post.at.distance(at).0 < 0.1));
        assert_eq!(point.altitude, atlas().terrain.ground(at).raised(layer));
    }
    assert_ne!(rally.hash(), Rally::of(&docked(1)).hash(), "another layer is another list");
}

#[test]
fn a_fence_moved_by_one_wire_unit_has_another_hash() {
    let fence = |lat| Fence {
        areas: vec![FenceArea::KeepOutCircle { centre: geodata::Wgs84 { lat, lon: 9.5 }, radius: Metres(50.0) }],
    };
    assert_eq!(fence(47.1).hash(), fence(47.1 + 1e-9).hash());
    assert_ne!(fence(47.1).hash(), fence(47.1 + 1e-7).hash());
}
