//! Cutting features into tiles: for each zoom project, thin out, clip, round.

use super::features::{Feature, Geometry, LAYERS};
use super::mvt::{EXTENT, Layer, Ring, Shape, doubled_area};
use super::shape::{Point, Rect, project, simplify};
use crate::frame::Wgs84;
use std::collections::BTreeMap;

/// The widest and the closest zoom of the base map; closer ones are drawn from the closest.
pub(super) const ZOOMS: std::ops::RangeInclusive<u8> = 8..=14;

/// Units around a tile that belong to it too, so that lines and outlines do not end at its rim.
const MARGIN: f64 = 128.0;

/// A tile's zoom, column and row.
pub(super) type TileId = (u8, u32, u32);

/// All tiles of the box between two corners, as layers.
pub(super) fn cut(features: &[Feature], bounds: [Wgs84; 2]) -> BTreeMap<TileId, Vec<Layer>> {
    let mut tiles = BTreeMap::new();
    for zoom in ZOOMS {
        let sheet = Sheet::new(zoom, bounds);
        for feature in features.iter().filter(|f| f.from_zoom <= zoom) {
            sheet.place(feature, &mut tiles);
        }
    }
    tiles
}

/// One zoom: the world in tile units, of which the tiles between two corners are wanted.
struct Sheet {
    zoom: u8,
    scale: f64,
    /// Columns and rows wanted, ends included.
    wanted: [(u32, u32); 2],
}

impl Sheet {
    fn new(zoom: u8, bounds: [Wgs84; 2]) -> Self {
        let scale = f64::from(EXTENT) * f64::from(1u32 << zoom);
        let (sw, ne) = (project(bounds[0]), project(bounds[1]));
        let last = (1u32 << zoom) - 1;
        let column = |unit: f64| ((unit * f64::from(1u32 << zoom)).floor().max(0.0) as u32).min(last);
        Self { zoom, scale, wanted: [(column(sw[0]), column(ne[0])), (column(ne[1]), column(sw[1]))] }
    }

    /// Units that a thinned line may be off: an eighth of a pixel at the closest zoom, which is drawn up to sixteen times as large, half a pixel before.
    fn tolerance(&self) -> f64 {
        if self.zoom == *ZOOMS.end() { 1.0 } else { 5.0 }
    }

    /// Square units under which an area is left out: some pixels.
    fn smallest(&self) -> f64 {
        if self.zoom == *ZOOMS.end() { 40.0 } else { 400.0 }
    }

    fn units(&self, places: &[Wgs84]) -> Vec<Point> {
        places.iter().map(|p| project(*p).map(|v| v * self.scale)).collect()
    }

    fn place(&self, feature: &Feature, tiles: &mut BTreeMap<TileId, Vec<Layer>>) {
        let shape = match &feature.geometry {
            Geometry::Point(at) => Flat::Point(project(*at).map(|v| v * self.scale)),
            Geometry::Line(line) => Flat::Line(simplify(&self.units(line), self.tolerance())),
            Geometry::Area(area) => {
                let outer = self.ring(&area.outer);
                if area_of(&outer) < self.smallest() {
                    return;
                }
                let holes = area.holes.iter().map(|hole| self.ring(hole));
                Flat::Area(outer, holes.filter(|hole| area_of(hole) >= self.smallest()).collect())
            }
        };
        let Some([columns, rows]) = self.range(shape.outline()) else { return };
        for x in columns.0..=columns.1 {
            for y in rows.0..=rows.1 {
                if let Some(shape) = shape.in_tile(x, y) {
                    let layers = tiles.entry((self.zoom, x, y)).or_insert_with(|| vec![Layer::default(); LAYERS.len()]);
                    if let Some(layer) = layers.get_mut(feature.layer as usize) {
                        layer.add(&shape, &feature.fields);
                    }
                }
            }
        }
    }

    /// A ring thinned as a line from its first point back to it.
    fn ring(&self, ring: &[Wgs84]) -> Vec<Point> {
        let mut closed = self.units(ring);
        closed.extend(closed.first().copied());
        let mut thin = simplify(&closed, self.tolerance());
        thin.pop();
        thin
    }

    /// The wanted columns and rows that a shape touches, margin included.
    fn range(&self, outline: &[Point]) -> Option<[(u32, u32); 2]> {
        let around = Rect::around(outline)?;
        let axis = |axis: usize| {
            let tile = |units: f64| (units / f64::from(EXTENT)).floor().clamp(0.0, f64::from(u32::MAX)) as u32;
            let (low, high) = (tile(around.min[axis] - MARGIN), tile(around.max[axis] + MARGIN));
            let range = (low.max(self.wanted[axis].0), high.min(self.wanted[axis].1));
            (range.0 <= range.1).then_some(range)
        };
        Some([axis(0)?, axis(1)?])
    }
}

/// A shape in the units of one zoom.
enum Flat {
    Point(Point),
    Line(Vec<Point>),
    Area(Vec<Point>, Vec<Vec<Point>>),
}

impl Flat {
    fn outline(&self) -> &[Point] {
        match self {
            Self::Point(at) => std::slice::from_ref(at),
            Self::Line(line) | Self::Area(line, _) => line,
        }
    }

    /// What of the shape is seen in a tile; nothing when none is.
    fn in_tile(&self, x: u32, y: u32) -> Option<Shape> {
        let corner = [f64::from(x) * f64::from(EXTENT), f64::from(y) * f64::from(EXTENT)];
        let side = f64::from(EXTENT) + MARGIN;
        let rect = Rect { min: corner.map(|c| c - MARGIN), max: corner.map(|c| c + side) };
        match self {
            Self::Point(at) => {
                // A label belongs to one tile only; the map moves it across rims by itself.
                let inside = (0..2).all(|a| at[a] >= corner[a] && at[a] < corner[a] + f64::from(EXTENT));
                inside.then(|| Shape::Point(round(*at, corner)))
            }
            Self::Line(line) => {
                let parts = rect.clip_line(line).into_iter().map(|part| rounded(&part, corner));
                let parts: Vec<_> = parts.filter(|part| part.len() > 1).collect();
                (!parts.is_empty()).then_some(Shape::Lines(parts))
            }
            Self::Area(outer, holes) => {
                let outer = ring(&rect, outer, corner, false)?;
                let holes = holes.iter().filter_map(|hole| ring(&rect, hole, corner, true));
                Some(Shape::Rings(std::iter::once(outer).chain(holes).collect()))
            }
        }
    }
}

fn ring(rect: &Rect, points: &[Point], corner: Point, hole: bool) -> Option<Ring> {
    let mut points = rounded(&rect.clip_ring(points), corner);
    if points.len() > 1 && points.first() == points.last() {
        points.pop();
    }
    (points.len() > 2 && doubled_area(&points) != 0).then_some(Ring { points, hole })
}

fn round(at: Point, corner: Point) -> [i32; 2] {
    [(at[0] - corner[0]).round() as i32, (at[1] - corner[1]).round() as i32]
}

/// Whole units from the tile's corner, without repeated points.
fn rounded(line: &[Point], corner: Point) -> Vec<[i32; 2]> {
    let mut whole: Vec<[i32; 2]> = line.iter().map(|p| round(*p, corner)).collect();
    whole.dedup();
    whole
}

fn area_of(ring: &[Point]) -> f64 {
    let ends = ring.iter().zip(ring.iter().cycle().skip(1));
    (ends.map(|(a, b)| a[0] * b[1] - b[0] * a[1]).sum::<f64>() / 2.0).abs()
}
