//! Gaps and overlaps of areas of one kind and level. Slivers are nobody's fault: outlines drawn twice never match to the
//! metre.

use super::measure;
use super::{Area, AreaKind, Areas};
use crate::finding::Finding;
use crate::frame::Local;
use geo::{Area as _, BooleanOps, Centroid, Euclidean, InteriorPoint, Length, MultiPolygon, Polygon};
use std::collections::BTreeMap;

/// A piece smaller than this, in square metres, is not told.
const SMALLEST: f64 = 10_000.0;
/// A piece narrower than this on the average, in metres, is a sliver and not told.
const NARROWEST: f64 = 15.0;
/// At most so many findings of one sort; the last one says how many there are.
const MOST: usize = 50;

pub(super) fn check(areas: &Areas, district: &[Vec<Local>]) -> Vec<Finding> {
    let mut findings = capped(overlaps(areas), "area-overlap");
    findings.extend(capped(gaps(areas, district), "area-gap"));
    findings
}

fn overlaps(areas: &Areas) -> Vec<Finding> {
    let mut list = Vec::new();
    for (a, b) in areas.pairs(|a, b| a.kind == b.kind && a.level == b.level) {
        let Some((a, b)) = areas.all().get(a).zip(areas.all().get(b)) else { continue };
        let both = measure::common(&measure::polygons(a), &measure::polygons(b));
        if let Some(size) = told(&both).iter().map(|piece| piece.unsigned_area()).reduce(|a, b| a + b) {
            let mut names = [called(a), called(b)];
            names.sort();
            let at = names.join(" and ");
            let say = format!("the {} areas share {}", a.kind.word(), kilometres(size));
            list.push(Finding::new("area-overlap", at, say, "Draw their common border once, for both"));
        }
    }
    list
}

fn gaps(areas: &Areas, district: &[Vec<Local>]) -> Vec<Finding> {
    let outline = measure::outlines(district);
    let mut groups: BTreeMap<(AreaKind, u8), Vec<&Area>> = BTreeMap::new();
    for area in areas.all() {
        groups.entry((area.kind, area.level)).or_default().push(area);
    }
    let mut list = Vec::new();
    for ((kind, level), group) in groups {
        let owned = measure::union(group.into_iter().map(measure::polygons));
        for piece in told(&outline.difference(&owned)) {
            let place = piece.interior_point().or_else(|| piece.centroid()).map(|p| (p.x(), p.y())).unwrap_or_default();
            let at =
                format!("{} areas of level {level}, {:.0} m east and {:.0} m north", kind.word(), place.0, place.1);
            let say = format!("nobody owns {}", kilometres(piece.unsigned_area()));
            list.push(Finding::new("area-gap", at, say, "Draw the neighbours out to it, or add an area"));
        }
    }
    list
}

/// The pieces worth a word. The width of a long piece is about twice its area by its girth.
fn told(pieces: &MultiPolygon) -> Vec<&Polygon> {
    let wide = |piece: &&Polygon| {
        let size = piece.unsigned_area();
        size >= SMALLEST && 2.0 * size >= NARROWEST * Euclidean.length(piece.exterior())
    };
    pieces.iter().filter(wide).collect()
}

fn capped(mut list: Vec<Finding>, code: &'static str) -> Vec<Finding> {
    let count = list.len();
    if count > MOST {
        list.truncate(MOST);
        list.push(Finding::new(code, "the areas", format!("{} more like these", count - MOST), "Mend these first"));
    }
    list
}

fn called(area: &Area) -> String {
    if area.name == area.id { area.id.clone() } else { format!("{} ({})", area.id, area.name) }
}

fn kilometres(square_metres: f64) -> String {
    format!("{:.2} km²", square_metres / 1e6)
}
