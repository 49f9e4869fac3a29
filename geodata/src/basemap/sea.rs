//! The sea: OpenStreetMap draws only its coast, as lines with the land at their left and the water at their right. What
//! lies at the right is closed here along the rim of the map (wiki.openstreetmap.org/wiki/Tag:natural=coastline).
//!
//! Coasts are joined end to start, cut to the map's box, and walked: along a coast to where it leaves the box, clockwise
//! along the rim to where the next coast enters, until the walk is back. A coast that ends inside of the box is led
//! straight to the nearest rim, so that one missing way does not drown a district. Rings of land inside are islands.

use super::shape::{Point, Rect};
use crate::frame::Wgs84;
use crate::osm::extract::Extract;
use crate::osm::rings::{Area, inside};
use std::collections::BTreeMap;

/// The parts of the box between two corners that are sea. A district without a coast has none.
pub(super) fn areas(extract: &Extract, bounds: [Wgs84; 2]) -> Vec<Area> {
    let coasts: Vec<Vec<i64>> =
        extract.ways.iter().filter(|way| way.tags.is("natural", "coastline")).map(|way| way.nodes.clone()).collect();
    let places = |line: Vec<i64>| line.iter().filter_map(|id| extract.node(*id)).map(|p| [p.lon, p.lat]).collect();
    let lines: Vec<Vec<Point>> = joined(coasts).into_iter().map(places).collect();
    let [sw, ne] = bounds;
    flooded(&lines, Rect { min: [sw.lon, sw.lat], max: [ne.lon, ne.lat] })
}

/// Lines of node ids joined end to start, never end to end: the side of the water would be lost.
fn joined(lines: Vec<Vec<i64>>) -> Vec<Vec<i64>> {
    let mut by_start: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    let mut entered: BTreeMap<i64, usize> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        if let (Some(first), Some(last)) = (line.first(), line.last()) {
            by_start.entry(*first).or_default().push(index);
            *entered.entry(*last).or_default() += 1;
        }
    }
    // What nothing leads to comes first, so that no line is begun in its middle; rings come after.
    let begins = |index: &usize| lines[*index].first().is_some_and(|first| !entered.contains_key(first));
    let (heads, rest): (Vec<usize>, Vec<usize>) = (0..lines.len()).partition(begins);
    let mut used = vec![false; lines.len()];
    let mut whole = Vec::new();
    for start in heads.into_iter().chain(rest) {
        if std::mem::replace(&mut used[start], true) {
            continue;
        }
        let mut line = lines[start].clone();
        while line.len() < 2 || line.first() != line.last() {
            let next = line.last().and_then(|last| by_start.get(last));
            let Some(next) = next.and_then(|all| all.iter().copied().find(|index| !used[*index])) else { break };
            used[next] = true;
            line.extend(lines[next].iter().skip(1));
        }
        whole.push(line);
    }
    whole
}

/// What lies at the right of these lines, inside of a box.
fn flooded(lines: &[Vec<Point>], rect: Rect) -> Vec<Area> {
    let (mut parts, mut lakes, mut islands) = (Vec::new(), Vec::new(), Vec::new());
    for line in lines.iter().filter(|line| line.len() > 1) {
        let closed = line.first() == line.last();
        if closed && line.iter().all(|p| rect.holds(*p)) {
            let ring = &line[1..];
            if ring.len() > 2 && doubled(ring) > 0.0 { islands.push(ring.to_vec()) } else { lakes.push(ring.to_vec()) }
        } else {
            let line = if closed { from_outside(line, &rect) } else { led_out(line, &rect) };
            parts
                .extend(rect.clip_line(&line).into_iter().filter(|part| part.len() > 1 && part.first() != part.last()));
        }
    }
    let mut outers = walked(&parts, &rect);
    if outers.is_empty() && lakes.is_empty() && !islands.is_empty() {
        outers.push(corners(&rect).to_vec());
    }
    outers.extend(lakes);
    let mut areas: Vec<Area> = outers
        .into_iter()
        .filter(|ring| ring.len() > 2)
        .map(|ring| Area { outer: degrees(&ring), holes: Vec::new() })
        .collect();
    for island in islands.iter().map(|ring| degrees(ring)) {
        let holder = areas.iter_mut().find(|area| island.first().is_some_and(|p| inside(*p, &area.outer)));
        if let Some(area) = holder {
            area.holes.push(island);
        }
    }
    areas
}

/// A ring that crosses the rim, begun at a point outside, so that no part of it is cut in two.
fn from_outside(ring: &[Point], rect: &Rect) -> Vec<Point> {
    let outside = ring.iter().position(|p| !rect.holds(*p)).unwrap_or(0);
    let open = &ring[1..];
    let mut turned: Vec<Point> =
        open.iter().cycle().skip((outside + open.len() - 1) % open.len()).take(open.len()).copied().collect();
    turned.extend(turned.first().copied());
    turned
}

/// A line whose loose ends inside of the box are led straight over the nearest side of the rim.
fn led_out(line: &[Point], rect: &Rect) -> Vec<Point> {
    let over = |p: &Point| rect.holds(*p).then(|| beyond(*p, rect));
    let before = line.first().and_then(over);
    let after = line.last().and_then(over);
    before.into_iter().chain(line.iter().copied()).chain(after).collect()
}

/// The place just over the rim that is nearest to a point inside.
fn beyond(p: Point, rect: &Rect) -> Point {
    let over = [rect.max[0] - rect.min[0], rect.max[1] - rect.min[1]].map(|side| side.abs() * 1e-3);
    let sides = [
        (p[0] - rect.min[0], [rect.min[0] - over[0], p[1]]),
        (rect.max[0] - p[0], [rect.max[0] + over[0], p[1]]),
        (p[1] - rect.min[1], [p[0], rect.min[1] - over[1]]),
        (rect.max[1] - p[1], [p[0], rect.max[1] + over[1]]),
    ];
    sides.into_iter().min_by(|a, b| a.0.total_cmp(&b.0)).map_or(p, |side| side.1)
}

/// The rings of water between coasts and rim, each walked clockwise with the water at the right.
fn walked(parts: &[Vec<Point>], rect: &Rect) -> Vec<Vec<Point>> {
    let ends: Vec<(f64, f64)> = parts
        .iter()
        .map(|part| (part.first().map_or(0.0, |p| along(*p, rect)), part.last().map_or(0.0, |p| along(*p, rect))))
        .collect();
    let mut used = vec![false; parts.len()];
    let mut rings = Vec::new();
    for first in 0..parts.len() {
        let mut ring: Vec<Point> = Vec::new();
        let mut at = first;
        while !std::mem::replace(&mut used[at], true) {
            ring.extend(&parts[at]);
            let leaves = ends[at].1;
            let ahead = |index: &usize| (ends[*index].0 - leaves).rem_euclid(4.0);
            let open = (0..parts.len()).filter(|index| !used[*index] || *index == first);
            let Some(next) = open.min_by(|a, b| ahead(a).total_cmp(&ahead(b))) else { break };
            ring.extend(corners_between(leaves, ahead(&next), rect));
            at = next;
        }
        if !ring.is_empty() {
            rings.push(ring);
        }
    }
    rings
}

/// How far along the rim a point of it lies, clockwise from the north-western corner, a side being 1 long: `0..4`.
fn along(p: Point, rect: &Rect) -> f64 {
    let share = |axis: usize| (p[axis] - rect.min[axis]) / (rect.max[axis] - rect.min[axis]);
    let (east, north) = (share(0), share(1));
    let sides = [(1.0 - north, east), (1.0 - east, 1.0 + 1.0 - north), (north, 2.0 + 1.0 - east), (east, 3.0 + north)];
    sides.into_iter().min_by(|a, b| a.0.abs().total_cmp(&b.0.abs())).map_or(0.0, |side| side.1.clamp(0.0, 4.0))
}

/// The corners from the north-western one on, clockwise.
fn corners(rect: &Rect) -> [Point; 4] {
    let ([west, south], [east, north]) = (rect.min, rect.max);
    [[west, north], [east, north], [east, south], [west, south]]
}

/// The corners passed on a walk along the rim.
fn corners_between(from: f64, far: f64, rect: &Rect) -> Vec<Point> {
    let passed = (1..=8u8).map(f64::from).filter(|corner| *corner > from && *corner < from + far);
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 1 to 8
    passed.map(|corner| corners(rect)[corner as usize % 4]).collect()
}

/// Twice the area of a ring, above zero when it runs against the clock: land at its left is inside.
fn doubled(ring: &[Point]) -> f64 {
    ring.iter().zip(ring.iter().cycle().skip(1)).map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum()
}

fn degrees(ring: &[Point]) -> Vec<Wgs84> {
    ring.iter().map(|p| Wgs84 { lon: p[0], lat: p[1] }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const BOX: Rect = Rect { min: [0.0, 0.0], max: [10.0, 10.0] };

    fn is_sea(areas: &[Area], x: f64, y: f64) -> bool {
        let at = Wgs84 { lon: x, lat: y };
        areas.iter().any(|area| inside(at, &area.outer) && !area.holes.iter().any(|hole| inside(at, hole)))
    }

    #[test]
    fn water_is_at_the_right_of_a_coast_that_crosses_the_map() {
        let north = flooded(&[vec![[12.0, 5.0], [-2.0, 5.0]]], BOX);
        assert!(is_sea(&north, 5.0, 7.0) && !is_sea(&north, 5.0, 3.0), "westward: the north is sea");
        let south = flooded(&[vec![[-2.0, 5.0], [12.0, 5.0]]], BOX);
        assert!(is_sea(&south, 5.0, 3.0) && !is_sea(&south, 5.0, 7.0));
    }

    #[test]
    fn a_coast_that_ends_inside_is_led_to_the_nearest_rim() {
        let areas = flooded(&[vec![[1.0, 5.0], [9.5, 5.0]]], BOX);
        assert!(is_sea(&areas, 5.0, 1.0) && !is_sea(&areas, 5.0, 9.0));
    }

    #[test]
    fn an_island_alone_lies_in_the_sea_and_an_inner_sea_is_a_lake() {
        let island = vec![[4.0, 4.0], [6.0, 4.0], [6.0, 6.0], [4.0, 6.0], [4.0, 4.0]];
        let areas = flooded(std::slice::from_ref(&island), BOX);
        assert!(is_sea(&areas, 1.0, 1.0) && !is_sea(&areas, 5.0, 5.0));
        let lake: Vec<Point> = island.into_iter().rev().collect();
        let areas = flooded(&[lake], BOX);
        assert!(!is_sea(&areas, 1.0, 1.0) && is_sea(&areas, 5.0, 5.0));
    }

    #[test]
    fn without_a_coast_there_is_no_sea() {
        assert!(flooded(&[], BOX).is_empty());
        assert!(flooded(&[vec![[20.0, 20.0], [30.0, 20.0]]], BOX).is_empty(), "a coast elsewhere says nothing here");
    }

    #[test]
    fn lines_are_joined_in_their_direction_only() {
        assert_eq!(joined(vec![vec![3, 4], vec![1, 2, 3]]), [vec![1, 2, 3, 4]]);
        assert_eq!(joined(vec![vec![1, 2], vec![3, 2]]).len(), 2, "end to end would turn the water over");
        assert_eq!(joined(vec![vec![2, 3, 1], vec![1, 2]]), [vec![2, 3, 1, 2]]);
    }

    /// Islands of any size on a coarse grid, so that none touches another; each is cut into ways at random.
    fn land() -> impl Strategy<Value = Vec<(Vec<Point>, usize)>> {
        let island = (0..6i32, 0..6i32, 3..12usize, 0.3..1.15f64, 1..4usize);
        prop::collection::vec(island, 1..9).prop_map(|all| {
            let mut seen = std::collections::BTreeSet::new();
            let fresh = all.into_iter().filter(|island| seen.insert((island.0, island.1))).collect::<Vec<_>>();
            fresh
                .into_iter()
                .map(|(column, row, corners, radius, cuts)| {
                    let centre = [f64::from(column) * 2.5 - 1.3, f64::from(row) * 2.5 - 1.1];
                    let turn = |k: usize| std::f64::consts::TAU * (k as f64 + 0.13) / corners as f64;
                    (
                        (0..corners)
                            .map(|k| [centre[0] + radius * turn(k).cos(), centre[1] + radius * turn(k).sin()])
                            .collect(),
                        cuts,
                    )
                })
                .collect()
        })
    }

    proptest! {
        #[test]
        fn a_place_is_sea_when_no_land_holds_it(land in land(), spots in prop::collection::vec((0.05..9.95f64, 0.05..9.95f64), 40)) {
            let touches = |ring: &Vec<Point>| {
                let mut closed = ring.clone();
                closed.extend(ring.first());
                !BOX.clip_line(&closed).is_empty()
            };
            // Only what reaches into the box is known of.
            prop_assume!(land.iter().any(|(ring, _)| touches(ring)));
            let mut ids = BTreeMap::new();
            let mut ways = Vec::new();
            for (island, (ring, cuts)) in land.iter().enumerate() {
                let nodes: Vec<i64> = (0..=ring.len()).map(|k| (island * 100 + k % ring.len()) as i64).collect();
                for (node, place) in nodes.iter().zip(ring) { ids.insert(*node, *place); }
                for piece in nodes.windows(2).collect::<Vec<_>>().chunks(ring.len().div_ceil(*cuts)) {
                    ways.push(piece.iter().map(|w| w[0]).chain(piece.last().map(|w| w[1])).collect::<Vec<i64>>());
                }
            }
            ways.reverse();
            let lines: Vec<Vec<Point>> = joined(ways).into_iter().map(|line| line.iter().map(|id| ids[id]).collect()).collect();
            let areas = flooded(&lines, BOX);
            for (x, y) in spots {
                let on_land = land.iter().any(|(ring, _)| inside(Wgs84 { lon: x, lat: y }, &degrees(ring)));
                prop_assert_eq!(is_sea(&areas, x, y), !on_land, "{} {}", x, y);
            }
        }
    }
}
