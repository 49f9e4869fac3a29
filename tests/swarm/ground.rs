//! What the light worlds stand on: the shipped roads, three aircraft of one dock and six crews round it. Made once and shared.

use controller_core::Setup;
use flight_plans::Plan;
use geodata::{Areas, Atlas, Hotspots, Local, Zones};
use std::sync::{Arc, OnceLock};

pub const AIRCRAFT: u32 = 3;
pub const CREWS: u32 = 6;

/// The ground of a seed: every fourth has patrol lines, too.
pub fn setup(seed: u64) -> Setup {
    static SETUPS: OnceLock<[Setup; 2]> = OnceLock::new();
    let [plain, lines] = SETUPS.get_or_init(|| [made(0), made(2)]);
    if seed.is_multiple_of(4) { lines.clone() } else { plain.clone() }
}

/// Where the aircraft stand.
pub fn dock(setup: &Setup) -> Local {
    let id = &setup.plan.squadron[0].dock;
    setup.atlas.posts.iter().find(|post| post.id == *id).expect("a dock").at
}

fn made(lines: usize) -> Setup {
    let whole = harness::county::setup();
    let mut atlas = Atlas::clone(&whole.atlas);
    atlas.guarded.clear();
    atlas.places.truncate(40);
    let mut plan = Plan::clone(&whole.plan);
    let dock = plan.squadron[0].dock.clone();
    plan.squadron.truncate(AIRCRAFT as usize);
    plan.squadron.iter_mut().for_each(|aircraft| aircraft.dock = dock.clone());
    plan.ground.truncate(CREWS as usize);
    let at = atlas.posts.iter().find(|post| post.id == dock).expect("a dock").at;
    // What is far from here is looked at by nobody, and costs time: the ground is copied with every zone that is set.
    let near = atlas.zones.iter().filter(|zone| zone.distance(at).0 < 3_000.0).cloned().collect();
    atlas.zones = Zones::new(near).expect("they were a set before");
    atlas.hotspots = Hotspots::default();
    atlas.areas = Areas::default();
    let frame = atlas.frame;
    let away = |line: &flight_plans::PatrolLine| {
        line.points.first().map_or(f64::MAX, |point| frame.to_local(*point).distance(at).0)
    };
    plan.lines.sort_by(|a, b| away(a).total_cmp(&away(b)));
    plan.lines.truncate(lines);
    Setup { atlas: Arc::new(atlas), plan: Arc::new(plan), policy: whole.policy }
}
