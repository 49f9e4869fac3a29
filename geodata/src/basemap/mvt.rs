//! Mapbox Vector Tile 2.1, the little of it a base map needs: points, lines, polygons, and text, number or true as tags.
//!
//! Format facts: github.com/mapbox/vector-tile-spec, 2.1. Coordinates are whole units of 1/4096 tile, y downward.

use std::collections::BTreeMap;

/// Units along a tile's side.
pub(super) const EXTENT: i32 = 4096;

/// A tag's value.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Value {
    Text(String),
    Number(u64),
    True,
}

/// A feature's tags, in the order in which they are written.
pub(super) type Fields = Vec<(&'static str, Value)>;

/// A shape in tile units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Point([i32; 2]),
    Lines(Vec<Vec<[i32; 2]>>),
    /// Rings, first point not repeated; each outer ring is followed by its holes.
    Rings(Vec<Ring>),
}

/// A ring of a polygon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Ring {
    pub points: Vec<[i32; 2]>,
    pub hole: bool,
}

/// One layer of a tile under construction.
#[derive(Clone, Debug, Default)]
pub(super) struct Layer {
    features: Vec<u8>,
    keys: Table<&'static str>,
    values: Table<Value>,
}

/// Things numbered in the order of first use.
#[derive(Clone, Debug)]
struct Table<T> {
    index: BTreeMap<T, u32>,
    order: Vec<T>,
}

impl<T> Default for Table<T> {
    fn default() -> Self {
        Self { index: BTreeMap::new(), order: Vec::new() }
    }
}

impl<T: Ord + Clone> Table<T> {
    fn number(&mut self, item: &T) -> u32 {
        if let Some(known) = self.index.get(item) {
            return *known;
        }
        let number = self.order.len() as u32;
        self.index.insert(item.clone(), number);
        self.order.push(item.clone());
        number
    }
}

impl Layer {
    /// Adds a feature.
    pub fn add(&mut self, shape: &Shape, fields: &Fields) {
        let mut tags = Vec::with_capacity(fields.len() * 2);
        for (key, value) in fields {
            tags.push(self.keys.number(key));
            tags.push(self.values.number(value));
        }
        let (kind, geometry) = geometry(shape);
        let mut feature = Vec::new();
        put_packed(&mut feature, 2, &tags);
        put_number(&mut feature, 3, kind);
        put_packed(&mut feature, 4, &geometry);
        put_bytes(&mut self.features, 2, &feature);
    }

    /// Whether nothing was added.
    pub fn is_empty(&self) -> bool {
        self.features.is_empty()
    }

    /// Appends the layer to a tile.
    pub fn write(&self, name: &str, tile: &mut Vec<u8>) {
        let mut layer = Vec::new();
        put_bytes(&mut layer, 1, name.as_bytes());
        layer.extend_from_slice(&self.features);
        for key in &self.keys.order {
            put_bytes(&mut layer, 3, key.as_bytes());
        }
        for value in &self.values.order {
            let mut bytes = Vec::new();
            match value {
                Value::Text(text) => put_bytes(&mut bytes, 1, text.as_bytes()),
                Value::Number(number) => put_number(&mut bytes, 5, *number),
                Value::True => put_number(&mut bytes, 7, 1),
            }
            put_bytes(&mut layer, 4, &bytes);
        }
        put_number(&mut layer, 5, EXTENT as u64);
        put_number(&mut layer, 15, 2);
        put_bytes(tile, 3, &layer);
    }
}

const MOVE_TO: u32 = 1;
const LINE_TO: u32 = 2;
const CLOSE: u32 = 7 | (1 << 3);

/// The kind of a shape and its drawing commands.
fn geometry(shape: &Shape) -> (u64, Vec<u32>) {
    let mut pen = Pen { at: [0, 0], commands: Vec::new() };
    match shape {
        Shape::Point(at) => {
            pen.line(std::slice::from_ref(at));
            (1, pen.commands)
        }
        Shape::Lines(lines) => {
            lines.iter().for_each(|line| pen.line(line));
            (2, pen.commands)
        }
        Shape::Rings(rings) => {
            rings.iter().for_each(|ring| pen.ring(ring));
            (3, pen.commands)
        }
    }
}

struct Pen {
    at: [i32; 2],
    commands: Vec<u32>,
}

impl Pen {
    fn line(&mut self, points: &[[i32; 2]]) {
        let Some((first, rest)) = points.split_first() else { return };
        self.commands.push(MOVE_TO | (1 << 3));
        self.step(*first);
        if !rest.is_empty() {
            self.commands.push(LINE_TO | ((rest.len() as u32) << 3));
            rest.iter().for_each(|point| self.step(*point));
        }
    }

    /// Outer rings turn clockwise on the screen, holes the other way.
    fn ring(&mut self, ring: &Ring) {
        let clockwise = doubled_area(&ring.points) > 0;
        if clockwise == ring.hole {
            let turned: Vec<[i32; 2]> = ring.points.iter().rev().copied().collect();
            self.line(&turned);
        } else {
            self.line(&ring.points);
        }
        self.commands.push(CLOSE);
    }

    fn step(&mut self, to: [i32; 2]) {
        for (to, at) in to.into_iter().zip(self.at) {
            let step = to.wrapping_sub(at);
            self.commands.push(((step << 1) ^ (step >> 31)).cast_unsigned());
        }
        self.at = to;
    }
}

/// Twice the signed area; positive when the ring turns clockwise on a screen with y downward.
pub(super) fn doubled_area(ring: &[[i32; 2]]) -> i64 {
    let ends = ring.iter().zip(ring.iter().cycle().skip(1));
    ends.map(|(a, b)| i64::from(a[0]) * i64::from(b[1]) - i64::from(b[0]) * i64::from(a[1])).sum()
}

fn put_varint(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push((value & 0x7f) as u8 | 0x80);
        value >>= 7;
    }
    out.push(value as u8);
}

fn put_number(out: &mut Vec<u8>, field: u64, value: u64) {
    put_varint(out, field << 3);
    put_varint(out, value);
}

fn put_bytes(out: &mut Vec<u8>, field: u64, bytes: &[u8]) {
    put_varint(out, field << 3 | 2);
    put_varint(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

fn put_packed(out: &mut Vec<u8>, field: u64, numbers: &[u32]) {
    let mut bytes = Vec::new();
    numbers.iter().for_each(|number| put_varint(&mut bytes, u64::from(*number)));
    put_bytes(out, field, &bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_examples_of_the_specification_are_drawn() {
        assert_eq!(geometry(&Shape::Point([25, 17])), (1, vec![9, 50, 34]));
        let line = Shape::Lines(vec![vec![[2, 2], [2, 10], [10, 10]]]);
        assert_eq!(geometry(&line), (2, vec![9, 4, 4, 18, 0, 16, 16, 0]));
        let polygon = Shape::Rings(vec![Ring { points: vec![[3, 6], [8, 12], [20, 34]], hole: false }]);
        assert_eq!(geometry(&polygon), (3, vec![9, 6, 12, 18, 10, 12, 24, 44, 15]));
    }

    #[test]
    fn a_ring_drawn_the_wrong_way_is_turned() {
        let ring = |points: &[[i32; 2]], hole| geometry(&Shape::Rings(vec![Ring { points: points.to_vec(), hole }])).1;
        let (clockwise, other) = ([[0, 0], [9, 0], [9, 9]], [[9, 9], [9, 0], [0, 0]]);
        assert_eq!(ring(&clockwise, false), ring(&other, false));
        assert_eq!(ring(&clockwise, true), ring(&other, true));
    }
}
