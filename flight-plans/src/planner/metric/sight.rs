//! What is seen from one place: for each direction, which walls may stand in it and how near they begin.
//!
//! A wall is seen under the angle of the circle about it. Directions are sorted by a stand-in for the angle that needs
//! no trigonometry, into buckets that hold one bit a wall.

use super::walls::Walls;
use geodata::Local;

/// Directions told apart. A multiple of 4.
const BUCKETS: usize = 256;

/// The walls about one place.
#[derive(Clone, Debug, Default)]
pub(super) struct Sight {
    from: Local,
    words: usize,
    table: Vec<u64>,
    /// The square of the distance at which each wall's circle begins; nothing inside of it.
    near: Vec<f64>,
}

impl Sight {
    /// Looks about from a place that is clear of all walls.
    pub(super) fn look(&mut self, walls: &Walls, from: Local) {
        self.from = from;
        self.words = walls.len().div_ceil(64);
        self.table.clear();
        self.table.resize(BUCKETS * self.words, 0);
        self.near.clear();
        for wall in 0..walls.len() {
            let (middle, radius) = walls.circle(wall);
            let (x, y) = (middle.x - from.x, middle.y - from.y);
            let squared = x * x + y * y;
            let far = squared.sqrt();
            if squared <= radius * radius {
                self.near.push(0.0);
                self.mark(wall, 0, BUCKETS - 1);
                continue;
            }
            self.near.push((far - radius) * (far - radius));
            let (sin, cos) = (radius / far, (1.0 - radius * radius / squared).max(0.0).sqrt());
            let first = bucket(x * cos + y * sin, y * cos - x * sin);
            let last = bucket(x * cos - y * sin, y * cos + x * sin);
            self.mark(wall, first, last);
        }
    }

    /// Marks a wall in the buckets from one to another, counter-clockwise.
    fn mark(&mut self, wall: usize, first: usize, last: usize) {
        let count = (last + BUCKETS - first) % BUCKETS;
        for step in 0..=count {
            let bucket = (first + step) % BUCKETS;
            self.table[bucket * self.words + wall / 64] |= 1 << (wall % 64);
        }
    }

    /// The walls that may stand in a direction.
    fn toward(&self, x: f64, y: f64) -> impl Iterator<Item = usize> + '_ {
        let first = bucket(x, y) * self.words;
        let words = self.table[first..first + self.words].iter().enumerate();
        words.flat_map(|(word, bits)| Bits(*bits).map(move |bit| word * 64 + bit))
    }

    /// Whether the straight leg to a place that is clear keeps its distance all along.
    pub(super) fn clear(&self, walls: &Walls, to: Local) -> bool {
        let (x, y) = (to.x - self.from.x, to.y - self.from.y);
        let squared = x * x + y * y;
        self.toward(x, y).all(|wall| self.near[wall] >= squared || walls.clear(wall, self.from, to))
    }

    /// How far a straight leg goes along a unit vector before it comes too near to a wall, at most `farthest`.
    pub(super) fn range(&self, walls: &Walls, unit: [f64; 2], farthest: f64) -> f64 {
        let near = self.toward(unit[0], unit[1]).filter(|&wall| self.near[wall] < farthest * farthest);
        walls.first_hit(self.from, unit, farthest, near)
    }
}

/// The bits that are set.
struct Bits(u64);

impl Iterator for Bits {
    type Item = usize;

    fn next(&mut self) -> Option<usize> {
        let bit = self.0.trailing_zeros() as usize;
        self.0 &= self.0.wrapping_sub(1);
        (bit < 64).then_some(bit)
    }
}

/// The bucket of a direction, counter-clockwise from the east; the part of a diamond's edge stands in for the angle.
fn bucket(x: f64, y: f64) -> usize {
    let part = x / (x.abs() + y.abs());
    let turn = if y >= 0.0 { 1.0 - part } else { 3.0 + part };
    // A NaN becomes 0: only for the place itself, which is clear.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 0 to 4
    let bucket = (turn * (BUCKETS / 4) as f64) as usize;
    bucket.min(BUCKETS - 1)
}
