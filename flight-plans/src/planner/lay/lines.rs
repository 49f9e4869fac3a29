//! Patrol lines along roads: a loop through a few hotspots near a dock, drawn until it is long enough, not too long, and
//! clear of every keep-out zone whatever the hour.

use crate::patrol::{CORNERS, PatrolLine, loop_length};
use crate::planner::obstacle::{Obstacle, all_clear};
use geodata::{Agl, Atlas, Hotspot, Local, Metres, MetresPerSecond, Profile, ZoneKind};
use rand::Rng;
use rand::RngExt;
use std::collections::BTreeSet;

const LINES: usize = 12;
/// Lines lie within this of their dock.
const NEAR_DOCK: Metres = Metres(2500.0);
/// Shortest and longest loop.
const LENGTH: (Metres, Metres) = (Metres(4000.0), Metres(9000.0));
/// A line passes this many hotspots.
const STOPS: std::ops::RangeInclusive<usize> = 4..=6;
/// Bends of a road smaller than this are flown straight.
const BEND: Metres = Metres(40.0);
/// More than the margin asked for, so that an aircraft's own slack fits too.
const EXTRA: Metres = Metres(20.0);
const TRIES: usize = 400;
const SPEED: MetresPerSecond = MetresPerSecond(10.0);
const HEIGHT: Agl = Agl(Metres(60.0));

pub(super) fn lines(atlas: &Atlas, docks: &[Local], margin: Metres, rng: &mut impl Rng) -> Vec<PatrolLine> {
    let zones = atlas.zones.iter().filter(|z| z.kind == ZoneKind::KeepOut);
    let obstacles: Vec<Obstacle<'_>> = zones.map(|z| Obstacle::new(z, margin + EXTRA)).collect();
    let mut lines = Vec::with_capacity(LINES);
    let mut spent: BTreeSet<String> = BTreeSet::new();
    for (number, &dock) in (1..=LINES).zip(docks.iter().cycle()) {
        let all = atlas.hotspots.within(dock, NEAR_DOCK);
        // Lines of one dock pass different hotspots while there are enough of them.
        let fresh: Vec<&Hotspot> = all.iter().copied().filter(|h| !spent.contains(&h.id)).collect();
        let pools = [(&fresh, TRIES), (&all, TRIES)];
        let drawn = pools.iter().find_map(|(pool, tries)| (0..*tries).find_map(|_| draw(atlas, pool, &obstacles, rng)));
        if let Some((stops, corners)) = drawn {
            spent.extend(stops);
            lines.push(line(atlas, number, &corners));
        }
    }
    lines
}

fn line(atlas: &Atlas, number: usize, corners: &[Local]) -> PatrolLine {
    let (name, name_zh) = place_near(atlas, middle(corners));
    PatrolLine {
        id: format!("L{number:02}"),
        name: format!("Line {number:02} {name} (fictional)"),
        name_zh: format!("{number:02}号线 {name_zh}（虚构）"),
        points: corners.iter().map(|&p| atlas.frame.to_wgs84(p)).collect(),
        altitude: HEIGHT,
        speed: SPEED,
        revisit: Vec::new(),
    }
}

/// The settlement nearest to a place, in English and Chinese where the map has it.
fn place_near(atlas: &Atlas, at: Local) -> (String, String) {
    let settlements = atlas.places.iter().filter(|p| p.kind.is_settlement());
    let nearest = settlements.min_by(|a, b| a.at.distance(at).total_cmp(&b.at.distance(at)));
    let both = |p: &geodata::Place| (p.name.clone(), p.name_zh.clone().unwrap_or_else(|| p.name.clone()));
    nearest.map_or_else(|| (atlas.name.clone(), atlas.name_zh.clone()), both)
}

fn middle(corners: &[Local]) -> Local {
    #[allow(clippy::cast_precision_loss)] // a few corners
    let share = 1.0 / corners.len().max(1) as f64;
    corners.iter().fold(Local::default(), |m, p| Local { x: m.x + p.x * share, y: m.y + p.y * share })
}

/// One try: hotspots drawn by weight, ordered about their middle, joined by road, straightened. The ids and the corners.
fn draw(
    atlas: &Atlas,
    pool: &[&Hotspot],
    obstacles: &[Obstacle<'_>],
    rng: &mut impl Rng,
) -> Option<(Vec<String>, Vec<Local>)> {
    let picked = pick(pool.to_vec(), rng.random_range(STOPS), rng);
    let mut stops: Vec<Local> = picked.iter().map(|h| h.at()).collect();
    let centre = middle(&stops);
    stops.sort_by(|a, b| (a.y - centre.y).atan2(a.x - centre.x).total_cmp(&(b.y - centre.y).atan2(b.x - centre.x)));
    let corners = by_road(atlas, &stops)?;
    let length = loop_length(&corners);
    let fits = CORNERS.contains(&corners.len()) && length >= LENGTH.0 && length <= LENGTH.1;
    let mut legs = corners.iter().zip(corners.iter().cycle().skip(1));
    let clear = fits && legs.all(|(a, b)| all_clear(obstacles, *a, *b));
    clear.then(|| (picked.iter().map(|h| h.id.clone()).collect(), corners))
}

/// `count` different hotspots, heavier ones more often.
fn pick<'a>(mut from: Vec<&'a Hotspot>, count: usize, rng: &mut impl Rng) -> Vec<&'a Hotspot> {
    let mut picked = Vec::with_capacity(count);
    while picked.len() < count && !from.is_empty() {
        let total: f64 = from.iter().map(|h| h.weight).sum();
        let mut left = rng.random::<f64>() * total;
        let drawn = from.iter().position(|h| {
            left -= h.weight;
            left <= 0.0
        });
        picked.push(from.remove(drawn.unwrap_or(from.len() - 1)));
    }
    picked
}

/// The closed loop along the roads, without the small bends; nothing when a road is missing.
fn by_road(atlas: &Atlas, stops: &[Local]) -> Option<Vec<Local>> {
    let snaps: Option<Vec<_>> = stops.iter().map(|&at| atlas.roads.snap(at)).collect();
    let snaps = snaps?;
    let mut corners = Vec::new();
    for (from, to) in snaps.iter().zip(snaps.iter().cycle().skip(1)) {
        let route = atlas.roads.route(from, to, Profile::Car)?;
        let kept = straighten(&route.points, BEND);
        corners.extend_from_slice(&kept[..kept.len().saturating_sub(1)]);
    }
    corners.dedup_by(|a, b| a.distance(*b).0 < 1.0);
    Some(corners)
}

/// Douglas and Peucker: keeps a bend only where leaving it out would be wrong by more than `tolerance`.
fn straighten(points: &[Local], tolerance: Metres) -> Vec<Local> {
    let [first, .., last] = points else { return points.to_vec() };
    let off = |p: &Local| off_line(*first, *last, *p);
    let inner = 1..points.len() - 1;
    let worst = inner.max_by(|&a, &b| off(&points[a]).total_cmp(&off(&points[b])));
    match worst.filter(|&i| off(&points[i]) > tolerance.0) {
        Some(split) => {
            let mut kept = straighten(&points[..=split], tolerance);
            kept.pop();
            kept.extend(straighten(&points[split..], tolerance));
            kept
        }
        None => vec![*first, *last],
    }
}

/// How far `p` is from the segment `a`-`b`.
fn off_line(a: Local, b: Local, p: Local) -> f64 {
    let (dx, dy) = (b.x - a.x, b.y - a.y);
    let squared = dx * dx + dy * dy;
    let t = if squared > 0.0 { (((p.x - a.x) * dx + (p.y - a.y) * dy) / squared).clamp(0.0, 1.0) } else { 0.0 };
    a.toward(b, t).distance(p).0
}
