//! Lines that say the same and meet end to end become one: a street drawn as twenty ways gets its name once, along its
//! whole length, and takes less room.
//!
//! Only where exactly two lines of the same fields meet, so that no junction of three has to choose. A line with a
//! direction is never turned round.

use super::features::{Feature, Geometry};
use super::mvt::{Fields, Value};
use crate::frame::Wgs84;
use std::collections::BTreeMap;

/// Joins the lines among some features; everything else and the order of firsts stay as they are.
pub(super) fn merged(features: Vec<Feature>) -> Vec<Feature> {
    let mut groups: BTreeMap<(u8, Fields), Vec<usize>> = BTreeMap::new();
    for (at, feature) in features.iter().enumerate() {
        if let Geometry::Line(_) = feature.geometry {
            groups.entry((feature.layer as u8, feature.fields.clone())).or_default().push(at);
        }
    }
    let mut slots: Vec<Option<Feature>> = features.into_iter().map(Some).collect();
    for ((_, fields), members) in groups.into_iter().filter(|(_, members)| members.len() > 1) {
        let directed = fields.contains(&("oneway", Value::True));
        let mut lines: Vec<(usize, Vec<Wgs84>)> = Vec::with_capacity(members.len());
        let mut pattern = None;
        for at in members {
            if let Some(Feature { geometry: Geometry::Line(line), layer, from_zoom, .. }) =
                slots.get_mut(at).and_then(Option::take)
            {
                pattern = Some((layer, from_zoom));
                lines.push((at, line));
            }
        }
        let Some((layer, from_zoom)) = pattern else { continue };
        for (at, line) in join(lines, directed) {
            if let Some(slot) = slots.get_mut(at) {
                *slot = Some(Feature { layer, from_zoom, geometry: Geometry::Line(line), fields: fields.clone() });
            }
        }
    }
    slots.into_iter().flatten().collect()
}

/// A place as something to look up.
fn key(at: &Wgs84) -> (u64, u64) {
    (at.lat.to_bits(), at.lon.to_bits())
}

/// Chains of lines, each under the number of its first.
fn join(lines: Vec<(usize, Vec<Wgs84>)>, directed: bool) -> Vec<(usize, Vec<Wgs84>)> {
    let mut ends: BTreeMap<(u64, u64), Vec<usize>> = BTreeMap::new();
    for (at, (_, line)) in lines.iter().enumerate() {
        for end in [line.first(), line.last()].into_iter().flatten() {
            ends.entry(key(end)).or_default().push(at);
        }
    }
    let (numbers, mut left): (Vec<usize>, Vec<Option<Vec<Wgs84>>>) =
        lines.into_iter().map(|(number, line)| (number, Some(line))).unzip();
    let mut chains = Vec::new();
    for (at, number) in numbers.into_iter().enumerate() {
        let Some(mut chain) = left.get_mut(at).and_then(Option::take) else { continue };
        extend(&mut chain, &ends, &mut left, directed, false);
        extend(&mut chain, &ends, &mut left, directed, true);
        chains.push((number, chain));
    }
    chains
}

/// Adds lines to the end of a chain, or before its start, as long as just one fits.
fn extend(
    chain: &mut Vec<Wgs84>,
    ends: &BTreeMap<(u64, u64), Vec<usize>>,
    left: &mut [Option<Vec<Wgs84>>],
    directed: bool,
    before: bool,
) {
    loop {
        let Some(tip) = (if before { chain.first() } else { chain.last() }).map(key) else { return };
        let Some([a, b]) = ends.get(&tip).map(Vec::as_slice) else { return };
        let Some(at) = [*a, *b].into_iter().find(|at| left.get(*at).is_some_and(Option::is_some)) else { return };
        let Some(slot) = left.get_mut(at) else { return };
        // The next line must leave from the tip, or, before the start, arrive there.
        let fits = |line: &Vec<Wgs84>| (if before { line.last() } else { line.first() }).map(key) == Some(tip);
        let Some(mut line) = slot.take_if(|line| !directed || fits(line)) else { return };
        if !fits(&line) {
            line.reverse();
        }
        if before {
            line.pop();
            line.append(chain);
            *chain = line;
        } else {
            chain.extend(line.into_iter().skip(1));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(points: &[i32]) -> Vec<Wgs84> {
        points.iter().map(|x| Wgs84 { lat: 47.0, lon: 9.0 + f64::from(*x) / 1e3 }).collect()
    }

    fn joined(lines: &[&[i32]], directed: bool) -> Vec<Vec<Wgs84>> {
        let lines = lines.iter().enumerate().map(|(at, points)| (at, line(points))).collect();
        join(lines, directed).into_iter().map(|chain| chain.1).collect()
    }

    #[test]
    fn pieces_of_a_street_become_one_whichever_way_they_were_drawn() {
        assert_eq!(joined(&[&[2, 3], &[1, 2], &[4, 3]], false), [line(&[1, 2, 3, 4])]);
        assert_eq!(joined(&[&[2, 3], &[1, 2], &[4, 3]], true), [line(&[1, 2, 3]), line(&[4, 3])]);
    }

    #[test]
    fn at_a_junction_of_three_each_stays_itself_and_a_ring_closes_once() {
        assert_eq!(joined(&[&[1, 2], &[2, 3], &[2, 4]], false).len(), 3);
        assert_eq!(joined(&[&[1, 2, 3], &[3, 4, 1]], false), [line(&[1, 2, 3, 4, 1])]);
    }
}
