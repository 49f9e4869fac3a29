//! Whether a leg keeps off every border, asked a million times in one plan: the borders by the squares of a grid, so that
//! a leg is held only against those it comes near. `Ground::clear` says the same slowly, and the tests hold the two
//! against each other.

use super::ground::{Ground, edges};
use geodata::Local;

/// Squares to a side of the grid, at most.
const MOST: f64 = 96.0;
/// Squares reach this much farther than they do, so that rounding loses no border.
const SLACK: f64 = 1e-6;

/// The borders of a ground, and which side of them may be flown.
pub(super) struct Borders {
    /// The outline, where it is a border.
    outer: Option<Vec<Local>>,
    /// Where nobody may fly.
    solid: Vec<Vec<Local>>,
    sides: Vec<(Local, Local)>,
    /// Legs keep this far off, metres.
    apart: f64,
    low: Local,
    size: (f64, f64),
    count: (usize, usize),
    /// Where the sides of a square begin in `near`, row by row.
    first: Vec<u32>,
    near: Vec<u32>,
    /// Of a square without a side near it: whether it may be flown.
    open: Vec<bool>,
}

impl Borders {
    /// The borders of a ground; `within`: the outline is one of them.
    pub(super) fn of(ground: &Ground, within: bool) -> Self {
        let solid: Vec<Vec<Local>> = ground.holes.iter().chain(&ground.keep_outs).cloned().collect();
        let outer = within.then(|| ground.outer.clone());
        let sides: Vec<_> = outer.iter().chain(&solid).flat_map(|ring| edges(ring)).collect();
        let apart = (ground.keep.0 - 1e-3).max(0.0);
        let fold = |of: fn(&Local) -> f64, start: f64, pick: fn(f64, f64) -> f64| {
            sides.iter().map(|side| of(&side.0)).fold(start, pick)
        };
        let far = apart + 1.0;
        let (west, east) = (fold(|p| p.x, f64::INFINITY, f64::min), fold(|p| p.x, f64::NEG_INFINITY, f64::max));
        let (south, north) = (fold(|p| p.y, f64::INFINITY, f64::min), fold(|p| p.y, f64::NEG_INFINITY, f64::max));
        let low = Local { x: west - far, y: south - far };
        let (width, height) = ((east - west).max(0.0) + 2.0 * far, (north - south).max(0.0) + 2.0 * far);
        let about = (3.0 * sides.len() as f64).sqrt().clamp(4.0, MOST);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 4 to 96
        let count = (about.ceil() as usize, about.ceil() as usize);
        let size = (width / count.0 as f64, height / count.1 as f64);
        let mut all = Self {
            outer,
            solid,
            sides,
            apart,
            low,
            size,
            count,
            first: Vec::new(),
            near: Vec::new(),
            open: Vec::new(),
        };
        all.lay();
        all
    }

    /// Puts every side into the squares it is near to.
    fn lay(&mut self) {
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        for (index, &(p, q)) in (0_u32..).zip(&self.sides) {
            self.squares(p, q, self.apart + SLACK, |square| {
                pairs.push((square, index));
                true
            });
        }
        pairs.sort_unstable();
        self.first = vec![0; self.count.0 * self.count.1 + 1];
        for (square, _) in &pairs {
            self.first[*square as usize + 1] += 1;
        }
        for i in 1..self.first.len() {
            self.first[i] += self.first[i - 1];
        }
        self.near = pairs.into_iter().map(|pair| pair.1).collect();
        let square = |row: usize, column: usize| {
            let middle = |low: f64, size: f64, i: usize| low + size * (i as f64 + 0.5);
            let at = Local { x: middle(self.low.x, self.size.0, column), y: middle(self.low.y, self.size.1, row) };
            let index = row * self.count.0 + column;
            self.first[index] == self.first[index + 1] && self.right_side(at)
        };
        let rows = 0..self.count.1;
        self.open = rows
            .flat_map(|row| (0..self.count.0).map(move |column| (row, column)))
            .map(|(r, c)| square(r, c))
            .collect();
    }

    fn right_side(&self, at: Local) -> bool {
        self.outer.as_ref().is_none_or(|ring| holds(ring, at)) && !self.solid.iter().any(|ring| holds(ring, at))
    }

    /// The squares within `far` of a leg, until `each` says false; whether it never did.
    fn squares(&self, a: Local, b: Local, far: f64, mut each: impl FnMut(u32) -> bool) -> bool {
        let (low, high) = if a.y <= b.y { (a, b) } else { (b, a) };
        let Some((from, to)) = span(low.y - far - self.low.y, high.y + far - self.low.y, self.size.1, self.count.1)
        else {
            return true;
        };
        let steep = if high.y - low.y > 1e-9 { Some((high.x - low.x) / (high.y - low.y)) } else { None };
        for row in from..=to {
            // The part of the leg in reach of this row.
            let bottom = (self.low.y + row as f64 * self.size.1 - far).clamp(low.y, high.y);
            let top = (self.low.y + (row + 1) as f64 * self.size.1 + far).clamp(low.y, high.y);
            let (u, v) = match steep {
                Some(slope) => (low.x + slope * (bottom - low.y), low.x + slope * (top - low.y)),
                None => (low.x, high.x),
            };
            let (west, east) = (u.min(v) - far - SLACK - self.low.x, u.max(v) + far + SLACK - self.low.x);
            let Some((west, east)) = span(west, east, self.size.0, self.count.0) else { continue };
            for column in west..=east {
                #[allow(clippy::cast_possible_truncation)] // at most 96 x 96
                if !each((row * self.count.0 + column) as u32) {
                    return false;
                }
            }
        }
        true
    }

    /// Whether a straight leg may be flown: on the right side of every border, and far enough off.
    pub(super) fn clear(&self, a: Local, b: Local) -> bool {
        if !(a.x.is_finite() && a.y.is_finite() && b.x.is_finite() && b.y.is_finite()) {
            return false;
        }
        // A leg that meets no border is on one side all along: one empty square tells which.
        let mut known = false;
        let off = |square: u32| {
            let (from, to) = (self.first[square as usize], self.first[square as usize + 1]);
            if from == to {
                known = true;
                return self.open[square as usize];
            }
            self.near[from as usize..to as usize].iter().all(|&side| {
                let (p, q) = self.sides[side as usize];
                is_off(a, b, p, q, self.apart)
            })
        };
        self.squares(a, b, SLACK, off) && (known || self.right_side(a))
    }
}

/// The squares a stretch of a row lies in; nothing when it lies beside the grid.
fn span(low: f64, high: f64, size: f64, count: usize) -> Option<(usize, usize)> {
    let most = count as f64;
    if high < 0.0 || low > most * size {
        return None;
    }
    let (low, high) = ((low / size).floor().max(0.0), (high / size).floor().min(most - 1.0));
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // within 0 to 95
    (low <= high).then_some((low as usize, high as usize))
}

/// Inside of a ring, even-odd.
fn holds(ring: &[Local], at: Local) -> bool {
    let mut inside = false;
    for (p, q) in edges(ring) {
        if (p.y > at.y) != (q.y > at.y) && at.x > p.x + (q.x - p.x) * (at.y - p.y) / (q.y - p.y) {
            inside = !inside;
        }
    }
    inside
}

fn is_off(a: Local, b: Local, p: Local, q: Local, apart: f64) -> bool {
    if a.x.max(b.x) + apart < p.x.min(q.x)
        || p.x.max(q.x) + apart < a.x.min(b.x)
        || a.y.max(b.y) + apart < p.y.min(q.y)
        || p.y.max(q.y) + apart < a.y.min(b.y)
    {
        return true;
    }
    let (ap, aq, pa, pb) = (side(a, b, p), side(a, b, q), side(p, q, a), side(p, q, b));
    let least = apart * apart;
    !(ap * aq < 0.0 && pa * pb < 0.0)
        && squared(a, p, q) >= least
        && squared(b, p, q) >= least
        && squared(p, a, b) >= least
        && squared(q, a, b) >= least
}

fn side(a: Local, b: Local, p: Local) -> f64 {
    (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x)
}

/// The square of the distance of a place from a segment.
fn squared(at: Local, p: Local, q: Local) -> f64 {
    let (dx, dy) = (q.x - p.x, q.y - p.y);
    let length = dx * dx + dy * dy;
    let t = if length > 0.0 { (((at.x - p.x) * dx + (at.y - p.y) * dy) / length).clamp(0.0, 1.0) } else { 0.0 };
    let (x, y) = (at.x - p.x - t * dx, at.y - p.y - t * dy);
    x * x + y * y
}

#[cfg(test)]
mod tests {
    use super::*;
    use geodata::Metres;
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    #[test]
    fn the_grid_says_what_holding_a_leg_against_every_border_says() {
        let mut rng = ChaCha8Rng::seed_from_u64(11);
        let (mut clear, mut met) = (0, 0);
        for _ in 0..60 {
            let mut ring = |x: f64, y: f64, far: f64| -> Vec<Local> {
                let corner = |i: u32| {
                    let (sin, cos) = (f64::from(i) * 0.785).sin_cos();
                    let out = far * rng.random_range(0.4..1.0);
                    Local { x: x + out * cos, y: y + out * sin }
                };
                (0..8).map(corner).collect()
            };
            let holes = (0..4).map(|i| ring(-150.0 + 100.0 * f64::from(i), 40.0 * f64::from(i % 2), 40.0)).collect();
            let ground = Ground {
                outer: ring(0.0, 0.0, 400.0),
                holes,
                keep_outs: vec![ring(300.0, 0.0, 60.0)],
                keep: Metres(rng.random_range(0.1..20.0)),
            };
            let (within, outside) = (Borders::of(&ground, true), Borders::of(&ground, false));
            for _ in 0..400 {
                let place = |rng: &mut ChaCha8Rng| Local {
                    x: rng.random_range(-450.0..450.0),
                    y: rng.random_range(-450.0..450.0),
                };
                let a = place(&mut rng);
                let b = place(&mut rng);
                let b = if rng.random_range(0..2) == 0 { b } else { a.toward(b, 0.1) };
                assert_eq!(within.clear(a, b), ground.clear(a, b), "{a:?} {b:?}");
                assert_eq!(outside.clear(a, b), ground.clear_outside(a, b), "{a:?} {b:?}");
                *(if within.clear(a, b) { &mut clear } else { &mut met }) += 1;
            }
            let nowhere = Local { x: f64::NAN, y: 0.0 };
            assert!(!within.clear(nowhere, Local::default()) && !outside.clear(Local::default(), nowhere));
        }
        assert!(clear > 1_000 && met > 1_000, "{clear} clear, {met} met");
    }
}
