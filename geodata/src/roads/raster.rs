//! A strip of ground along lines, as polygons: the distance to the lines on a grid of points, cut at one height.
//!
//! Each line is stamped into the grid as its distance where that is less; the outline is followed between inside and
//! outside points and set between them by linear interpolation (marching squares, Maple 2003), the inside on its left.
//! Distances are held in bytes: 80 to a cell, so the outline is exact to a hundredth of a cell where it is straight.

use crate::frame::Local;

/// The half width of the strip in cells.
const HALF: f32 = 2.0;

/// How far lines are stamped: one cell more, so that both sides of the outline are known.
const STAMPED: f32 = HALF + 1.0;

/// Bytes to a cell of distance.
const STEPS: f32 = 80.0;

/// Up to this byte a point is inside.
const INSIDE: u8 = (HALF * STEPS) as u8;

/// Far from every line.
const FAR: u8 = u8::MAX;

/// Cells left free round the lines.
const MARGIN: f64 = 6.0;

/// No more points than this; wider nets get larger cells.
const MOST_POINTS: f64 = 1.0e6;

/// The grid, used again and again; all far between uses.
#[derive(Clone, Debug, Default)]
pub(super) struct Raster {
    cells: Vec<u8>,
    width: usize,
    height: usize,
    corner: Local,
    cell: f64,
    /// The lowest and one past the highest row and column stamped.
    rows: (usize, usize),
    columns: (usize, usize),
    /// For each row, the points just west of an inside one that no ring has passed yet; one bit each.
    starts: Vec<u64>,
}

impl Raster {
    /// Makes room for a box with at least so wide a strip round what is in it; gives the half width of the strip.
    pub fn open(&mut self, low: Local, high: Local, half_width: f64) -> f64 {
        let mut cell = half_width / f64::from(HALF);
        let (width, height) = (high.x - low.x, high.y - low.y);
        while (width / cell + 2.0 * MARGIN) * (height / cell + 2.0 * MARGIN) > MOST_POINTS {
            cell *= 1.25;
        }
        // At most a million points, checked above.
        self.width = (width / cell + 2.0 * MARGIN) as usize + 1;
        self.height = (height / cell + 2.0 * MARGIN) as usize + 1;
        self.corner = Local { x: low.x - MARGIN * cell, y: low.y - MARGIN * cell };
        self.cell = cell;
        if self.cells.len() < self.width * self.height {
            self.cells.resize(self.width * self.height, FAR);
        }
        (self.rows, self.columns) = ((self.height, 0), (self.width, 0));
        cell * f64::from(HALF)
    }

    /// Back to all far.
    pub fn close(&mut self) {
        for row in self.rows.0..self.rows.1 {
            self.cells[row * self.width + self.columns.0..row * self.width + self.columns.1].fill(FAR);
        }
    }

    /// Stamps a straight line.
    pub fn stamp(&mut self, a: Local, b: Local) {
        let cells =
            |at: Local| (((at.x - self.corner.x) / self.cell) as f32, ((at.y - self.corner.y) / self.cell) as f32);
        let (a, b) = (cells(a), cells(b));
        let (low, high) = if a.1 <= b.1 { (a, b) } else { (b, a) };
        let rows = whole(low.1 - STAMPED, self.height)..whole(high.1 + STAMPED, self.height) + 1;
        let (dx, dy) = (high.0 - low.0, high.1 - low.1);
        let per_length_2 = 1.0 / (dx * dx + dy * dy).max(1e-12);
        self.rows = (self.rows.0.min(rows.start), self.rows.1.max(rows.end));
        for row in rows {
            let y = row as f32;
            let at = |y: f32| if dy > 1e-6 { low.0 + dx * ((y - low.1) / dy).clamp(0.0, 1.0) } else { f32::NAN };
            let (p, q) = (at(y - STAMPED), at(y + STAMPED));
            let (west, east) = if dy > 1e-6 { (p.min(q), p.max(q)) } else { (a.0.min(b.0), a.0.max(b.0)) };
            let columns = whole(west - STAMPED, self.width)..whole(east + STAMPED, self.width) + 1;
            self.columns = (self.columns.0.min(columns.start), self.columns.1.max(columns.end));
            let cells = &mut self.cells[row * self.width + columns.start..row * self.width + columns.end];
            let ey = y - low.1;
            for (cell, column) in cells.iter_mut().zip(columns.start as u32..) {
                let ex = column as f32 - low.0;
                let t = ((ex * dx + ey * dy) * per_length_2).clamp(0.0, 1.0);
                let (fx, fy) = (ex - t * dx, ey - t * dy);
                // A float-to-integer cast saturates at what is far.
                let byte = ((fx * fx + fy * fy).sqrt() * STEPS) as u8;
                *cell = (*cell).min(byte);
            }
        }
    }

    fn inside(&self, (x, y): (usize, usize)) -> bool {
        self.cells[y * self.width + x] <= INSIDE
    }

    /// The outlines of what has been stamped so far: outer rings turn left, holes turn right. Not closed by repetition.
    pub fn rings(&mut self) -> Vec<Vec<Local>> {
        let words = self.width.div_ceil(64) + 1;
        self.find_starts(words);
        let mut rings = Vec::new();
        for row in self.rows.0..self.rows.1 {
            for word in self.columns.0 / 64..self.columns.1.div_ceil(64) {
                while self.starts[row * words + word] != 0 {
                    let column = word * 64 + self.starts[row * words + word].trailing_zeros() as usize;
                    rings.push(self.follow((column, row), words));
                }
            }
        }
        rings
    }

    /// Every ring passes a place with the outside in the west and the inside in the east.
    fn find_starts(&mut self, words: usize) {
        self.starts.clear();
        self.starts.resize(words * self.height, 0);
        for row in self.rows.0..self.rows.1 {
            let cells = &self.cells[row * self.width..(row + 1) * self.width];
            // The inside bit of the point before; the margin is outside.
            let mut before = 0u64;
            for word in self.columns.0 / 64..self.columns.1.div_ceil(64) {
                let end = (word * 64 + 64).min(self.width);
                let cells = &cells[word * 64..end];
                // Most stretches lie outside altogether, and telling that is quick.
                let nearest = cells.iter().fold(FAR, |nearest, cell| nearest.min(*cell));
                let bits = cells.iter().enumerate();
                let inside = if nearest > INSIDE {
                    0
                } else {
                    bits.fold(0u64, |bits, (i, cell)| bits | u64::from(*cell <= INSIDE) << i)
                };
                let begins = inside & !(inside << 1 | before);
                before = inside >> 63;
                // The start is noted at the outside point, one to the west.
                self.starts[row * words + word] |= begins >> 1;
                if begins & 1 == 1 && word > 0 {
                    self.starts[row * words + word - 1] |= 1 << 63;
                }
            }
        }
    }

    /// Follows one outline southward from a start until it closes.
    fn follow(&mut self, start: (usize, usize), words: usize) -> Vec<Local> {
        let mut ring = Vec::new();
        let (mut outside, mut inside, mut way) = (start, (start.0 + 1, start.1), (0i32, -1i32));
        loop {
            if inside.0 == outside.0 + 1 {
                self.starts[outside.1 * words + outside.0 / 64] &= !(1 << (outside.0 % 64));
            }
            ring.push(self.between(inside, outside));
            let (left, right) = (moved(inside, way), moved(outside, way));
            if !self.inside(left) {
                (outside, way) = (left, (-way.1, way.0));
            } else if self.inside(right) {
                (inside, way) = (right, (way.1, -way.0));
            } else {
                (inside, outside) = (left, right);
            }
            if outside == start && inside == (start.0 + 1, start.1) {
                return ring;
            }
        }
    }

    fn between(&self, inside: (usize, usize), outside: (usize, usize)) -> Local {
        let byte = |(x, y): (usize, usize)| f64::from(self.cells[y * self.width + x]);
        let (near, far) = (byte(inside), byte(outside));
        let t = (f64::from(INSIDE) + 0.5 - near) / (far - near);
        let place = |(x, y): (usize, usize)| Local {
            x: self.corner.x + x as f64 * self.cell,
            y: self.corner.y + y as f64 * self.cell,
        };
        place(inside).toward(place(outside), t)
    }
}

/// The margin keeps every step on the grid.
fn moved((x, y): (usize, usize), (dx, dy): (i32, i32)) -> (usize, usize) {
    (x.wrapping_add_signed(dx as isize), y.wrapping_add_signed(dy as isize))
}

/// A place in cells as an index of a row or column.
fn whole(place: f32, count: usize) -> usize {
    // A float-to-integer cast saturates at zero.
    (place as usize).min(count.saturating_sub(2))
}
