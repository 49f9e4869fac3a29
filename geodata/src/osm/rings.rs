//! Closing rings: OpenStreetMap stores a large outline as many ways, to be joined end to end by shared nodes.

use super::extract::{Extract, Relation, Tags, Way};
use crate::frame::Wgs84;
use std::collections::BTreeMap;

/// An area: one outer ring and the holes in it, first point not repeated.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Area {
    pub outer: Vec<Wgs84>,
    pub holes: Vec<Vec<Wgs84>>,
}

/// Joins lines of node ids end to end. Gives the closed rings, and how many lines found no partner.
fn join(lines: Vec<Vec<i64>>) -> (Vec<Vec<i64>>, usize) {
    let mut by_end: BTreeMap<i64, Vec<usize>> = BTreeMap::new();
    for (index, line) in lines.iter().enumerate() {
        for end in [line.first(), line.last()].into_iter().flatten() {
            by_end.entry(*end).or_default().push(index);
        }
    }
    let mut used = vec![false; lines.len()];
    let (mut rings, mut open) = (Vec::new(), 0);
    for start in 0..lines.len() {
        if std::mem::replace(&mut used[start], true) {
            continue;
        }
        let mut ring = lines[start].clone();
        while ring.first() != ring.last() {
            let Some(next) = next_line(&ring, &lines, &by_end, &used) else { break };
            used[next] = true;
            extend(&mut ring, &lines[next]);
        }
        if ring.len() > 3 && ring.first() == ring.last() {
            ring.pop();
            rings.push(ring);
        } else {
            open += 1;
        }
    }
    (rings, open)
}

fn next_line(ring: &[i64], lines: &[Vec<i64>], by_end: &BTreeMap<i64, Vec<usize>>, used: &[bool]) -> Option<usize> {
    let candidates = by_end.get(ring.last()?)?;
    candidates.iter().copied().find(|line| !used[*line] && lines[*line].len() > 1)
}

fn extend(ring: &mut Vec<i64>, line: &[i64]) {
    if ring.last() == line.first() {
        ring.extend(line.iter().skip(1));
    } else {
        ring.extend(line.iter().rev().skip(1));
    }
}

/// The outer and inner rings of a relation's member ways, and whether every outer way was there and closed.
pub(crate) fn of_relation(extract: &Extract, relation: &Relation) -> (Vec<Area>, bool) {
    let (mut outer, mut inner, mut missing) = (Vec::new(), Vec::new(), false);
    for (id, role) in &relation.ways {
        match (extract.way(*id), &**role) {
            (Some(way), "inner") => inner.push(way.nodes.clone()),
            (Some(way), "" | "outer") => outer.push(way.nodes.clone()),
            (None, "" | "outer") => missing = true,
            _ => {}
        }
    }
    let (outer, open) = join(outer);
    let (inner, _) = join(inner);
    let holes: Vec<Vec<Wgs84>> = inner.iter().map(|ring| places(extract, ring)).collect();
    let outer: Vec<Vec<Wgs84>> = outer.iter().map(|ring| places(extract, ring)).filter(|ring| ring.len() > 2).collect();
    let whole = !outer.is_empty() && open == 0 && !missing;
    (distribute(outer, holes), whole)
}

/// The area a closed way encloses.
pub(crate) fn of_way(extract: &Extract, way: &Way) -> Option<Area> {
    let closed = way.nodes.len() > 3 && way.nodes.first() == way.nodes.last();
    let outer = places(extract, way.nodes.get(1..).filter(|_| closed)?);
    (outer.len() > 2).then_some(Area { outer, holes: vec![] })
}

/// Whether a closed way with these tags means its inside, not its line.
pub(crate) fn is_area(tags: &Tags) -> bool {
    let area_keys = ["landuse", "natural", "leisure", "building", "amenity", "waterway", "water"];
    !tags.is("area", "no") && (tags.is("area", "yes") || area_keys.iter().any(|key| tags.get(key).is_some()))
}

fn places(extract: &Extract, ring: &[i64]) -> Vec<Wgs84> {
    ring.iter().filter_map(|id| extract.node(*id)).collect()
}

/// Gives each hole to the first outer ring that holds its first point.
fn distribute(outer: Vec<Vec<Wgs84>>, holes: Vec<Vec<Wgs84>>) -> Vec<Area> {
    let mut areas: Vec<Area> = outer.into_iter().map(|outer| Area { outer, holes: vec![] }).collect();
    for hole in holes.into_iter().filter(|hole| hole.len() > 2) {
        if let Some(area) = areas.iter_mut().find(|area| hole.first().is_some_and(|p| inside(*p, &area.outer))) {
            area.holes.push(hole);
        }
    }
    areas
}

/// Whether a place lies inside of a ring: an odd number of its edges cross the parallel to the east of it.
pub(crate) fn inside(at: Wgs84, ring: &[Wgs84]) -> bool {
    let ends = ring.iter().zip(ring.iter().cycle().skip(1));
    let crossed = ends.filter(|(a, b)| {
        (a.lat > at.lat) != (b.lat > at.lat) && at.lon < a.lon + (at.lat - a.lat) / (b.lat - a.lat) * (b.lon - a.lon)
    });
    crossed.count() % 2 == 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_drawn_in_any_direction_and_order_close_to_one_ring() {
        let (rings, open) = join(vec![vec![1, 2, 3], vec![5, 4, 3], vec![1, 6, 5]]);
        assert_eq!(rings, [[1, 2, 3, 4, 5, 6]]);
        assert_eq!(open, 0);
    }

    #[test]
    fn a_ring_with_a_gap_is_no_ring() {
        let (rings, open) = join(vec![vec![1, 2, 3], vec![3, 4], vec![7, 8, 9, 7], vec![]]);
        assert_eq!(rings, [[7, 8, 9]]);
        assert_eq!(open, 2);
    }

    #[test]
    fn inside_is_inside() {
        let at = |lat, lon| Wgs84 { lat, lon };
        let square = [at(0.0, 0.0), at(0.0, 1.0), at(1.0, 1.0), at(1.0, 0.0)];
        assert!(inside(at(0.5, 0.5), &square));
        assert!(!inside(at(0.5, 1.5), &square) && !inside(at(-0.5, 0.5), &square));
    }
}
