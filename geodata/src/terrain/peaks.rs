//! The highest ground of ever larger blocks of a grid, so that a search passes over whole blocks that cannot matter.
//!
//! A square is what lies between four samples; a bilinear surface is never higher there than its highest corner. Blocks of
//! the finest level are 8 x 8 squares, each next level's are twice as wide.

use super::packed::{Packed, UNKNOWN};

/// Squares of a block of the finest level, each way.
const BLOCK: usize = 8;

/// What a block holds.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Block {
    /// The highest known corner; zero when none is known.
    pub top: u16,
    /// Whether any corner is known.
    pub known: bool,
    /// Whether any corner is unknown.
    pub unknown: bool,
}

impl Block {
    fn with(self, other: Self) -> Self {
        Self { top: self.top.max(other.top), known: self.known || other.known, unknown: self.unknown || other.unknown }
    }
}

/// One level of blocks.
#[derive(Clone, Debug)]
struct Level {
    /// Squares of a block, each way.
    size: usize,
    rows: usize,
    columns: usize,
    blocks: Vec<Block>,
}

/// Blocks of all sizes over one grid.
#[derive(Clone, Debug)]
pub(super) struct Peaks {
    /// Finest first; the last is one block.
    levels: Vec<Level>,
}

/// What a search over an area found.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Found {
    /// Raw height and square of the highest.
    pub highest: Option<(u16, usize, usize)>,
    pub unknown: bool,
}

impl Peaks {
    /// Over a grid of at least two rows and two columns of samples.
    pub fn over(packed: &Packed, rows: usize, columns: usize) -> Self {
        let mut levels = vec![finest(packed, rows, columns)];
        while let Some(next) = levels.last().filter(|last| last.blocks.len() > 1).map(coarser) {
            levels.push(next);
        }
        Self { levels }
    }

    /// The highest of all squares between two rows and two columns, both included; may count some squares more.
    pub fn about(&self, rows: (usize, usize), columns: (usize, usize)) -> Block {
        let span = (rows.1 - rows.0).max(columns.1 - columns.0) + 1;
        let level = self.levels.iter().find(|level| level.size >= span).or(self.levels.last());
        let Some(level) = level else { return Block { unknown: true, ..Block::default() } };
        let mut sum = Block::default();
        for row in rows.0 / level.size..=rows.1 / level.size {
            for column in columns.0 / level.size..=columns.1 / level.size {
                sum = sum.with(level.block(row, column));
            }
        }
        sum
    }

    /// The highest known corner in the smallest neighbourhood of a spot that knows any; zero when nothing is known.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a cast to an integer saturates
    pub fn highest_near(&self, row: f64, column: f64) -> u16 {
        let (row, column) = (row.max(0.0) as usize, column.max(0.0) as usize);
        let neighbourhood = |level: &Level| {
            let block = |at: usize, blocks: usize| (at / level.size).min(blocks - 1);
            let (r, c) = (block(row, level.rows), block(column, level.columns));
            let mut sum = Block::default();
            for r in r.saturating_sub(1)..=(r + 1).min(level.rows - 1) {
                for c in c.saturating_sub(1)..=(c + 1).min(level.columns - 1) {
                    sum = sum.with(level.block(r, c));
                }
            }
            sum
        };
        self.levels.iter().map(neighbourhood).find(|sum| sum.known).map_or(0, |sum| sum.top)
    }

    /// The highest square that an ellipse touches; `reach` are its half axes in rows and columns.
    pub fn within_ellipse(&self, packed: &Packed, columns: usize, middle: (f64, f64), reach: (f64, f64)) -> Found {
        let reach = (reach.0.max(1e-9), reach.1.max(1e-9));
        let mut search = Search { peaks: self, packed, columns, middle, reach, found: Found::default() };
        search.descend(self.levels.len() - 1, 0, 0);
        search.found
    }
}

impl Level {
    fn block(&self, row: usize, column: usize) -> Block {
        let inside = row < self.rows && column < self.columns;
        let nothing = Block { unknown: true, ..Block::default() };
        if inside { self.blocks.get(row * self.columns + column).copied().unwrap_or(nothing) } else { nothing }
    }
}

fn finest(packed: &Packed, rows: usize, columns: usize) -> Level {
    let (squares_down, squares_right) = (rows - 1, columns - 1);
    let (down, right) = (squares_down.div_ceil(BLOCK), squares_right.div_ceil(BLOCK));
    let mut blocks = vec![Block::default(); down * right];
    for (index, raw) in packed.raw.iter().enumerate().take(rows * columns) {
        let (row, column) = (index / columns, index % columns);
        let sample = match *raw {
            UNKNOWN => Block { top: 0, known: false, unknown: true },
            top => Block { top, known: true, unknown: false },
        };
        // A sample is a corner of up to four squares, which may lie in up to four blocks.
        let block = |at: usize, squares: usize| (at.saturating_sub(1) / BLOCK, at.min(squares - 1) / BLOCK);
        let ((r0, r1), (c0, c1)) = (block(row, squares_down), block(column, squares_right));
        for (r, c) in [(r0, c0), (r0, c1), (r1, c0), (r1, c1)] {
            blocks[r * right + c] = blocks[r * right + c].with(sample);
        }
    }
    Level { size: BLOCK, rows: down, columns: right, blocks }
}

fn coarser(fine: &Level) -> Level {
    let (rows, columns) = (fine.rows.div_ceil(2), fine.columns.div_ceil(2));
    let mut blocks = vec![Block::default(); rows * columns];
    for (index, block) in fine.blocks.iter().enumerate() {
        let (row, column) = (index / fine.columns / 2, index % fine.columns / 2);
        blocks[row * columns + column] = blocks[row * columns + column].with(*block);
    }
    Level { size: fine.size * 2, rows, columns, blocks }
}

/// The descent from the one block over all to the squares.
struct Search<'a> {
    peaks: &'a Peaks,
    packed: &'a Packed,
    /// Samples of a row.
    columns: usize,
    middle: (f64, f64),
    reach: (f64, f64),
    found: Found,
}

impl Search<'_> {
    fn descend(&mut self, level: usize, row: usize, column: usize) {
        let Some(this) = self.peaks.levels.get(level).filter(|l| row < l.rows && column < l.columns) else { return };
        let (block, size) = (this.block(row, column), this.size);
        if !self.matters(block) || !self.touches(row * size, column * size, size) {
            return;
        }
        if level > 0 {
            for (r, c) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                self.descend(level - 1, row * 2 + r, column * 2 + c);
            }
            return;
        }
        for r in row * size..(row + 1) * size {
            for c in column * size..(column + 1) * size {
                self.square(r, c);
            }
        }
    }

    /// Whether a block may change what was found.
    fn matters(&self, block: Block) -> bool {
        let higher = block.known && self.found.highest.is_none_or(|(top, ..)| block.top > top);
        higher || (block.unknown && !self.found.unknown)
    }

    #[allow(clippy::cast_precision_loss)]
    fn touches(&self, row: usize, column: usize, size: usize) -> bool {
        let away = |first: usize, at: f64| (first as f64 - at).max(at - (first + size) as f64).max(0.0);
        let (down, right) = (away(row, self.middle.0) / self.reach.0, away(column, self.middle.1) / self.reach.1);
        down * down + right * right <= 1.0
    }

    fn square(&mut self, row: usize, column: usize) {
        let rows = self.packed.raw.len() / self.columns;
        if row + 1 >= rows || column + 1 >= self.columns || !self.touches(row, column, 1) {
            return;
        }
        let first = row * self.columns + column;
        for index in [first, first + 1, first + self.columns, first + self.columns + 1] {
            match self.packed.raw.get(index) {
                None | Some(&UNKNOWN) => self.found.unknown = true,
                Some(raw) if self.found.highest.is_none_or(|(top, ..)| *raw > top) => {
                    self.found.highest = Some((*raw, row, column));
                }
                Some(_) => {}
            }
        }
    }
}
