//! Heights in two bytes: a base, a unit of decimetres, and one number for "unknown".

/// The raw value of a sample without a height. Above every other, so that nothing known is ever taken for it.
pub(super) const UNKNOWN: u16 = u16::MAX;
/// The greatest raw value of a known height.
const TOP: f64 = 65_534.0;
/// Heights on Earth, in metres above the sea, shores of the Dead Sea and open mines to Mount Everest: anything else in a
/// file is no height.
pub(super) const HEIGHTS: std::ops::RangeInclusive<f64> = -800.0..=9000.0;

/// The samples of a grid, row by row.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Packed {
    /// Metres above the sea of raw zero.
    pub base: f64,
    /// Metres of one raw step: 0.1 unless the district is more than 6.5 km high.
    pub unit: f64,
    pub raw: Vec<u16>,
    /// A bit for each sample that was interpolated; empty when there is none.
    pub marks: Vec<u8>,
    counts: (usize, usize),
}

impl Packed {
    /// Packs heights; what is not finite is unknown.
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // clamped to 0..=65,534
    pub fn new(heights: &[f32], marks: Vec<u8>) -> Self {
        let known = || heights.iter().filter(|h| h.is_finite()).map(|h| f64::from(*h));
        let low = known().fold(f64::INFINITY, f64::min);
        let high = known().fold(f64::NEG_INFINITY, f64::max);
        let base = if low.is_finite() { low.floor() } else { 0.0 };
        let unit = ((high - base) / TOP / 0.1).ceil().max(1.0) * 0.1;
        let pack = |height: &f32| match height.is_finite() {
            true => ((f64::from(*height) - base) / unit).round().clamp(0.0, TOP) as u16,
            false => UNKNOWN,
        };
        Self::of_raw(base, unit, heights.iter().map(pack).collect(), marks)
    }

    pub fn of_raw(base: f64, unit: f64, raw: Vec<u16>, marks: Vec<u8>) -> Self {
        let unknown = raw.iter().filter(|raw| **raw == UNKNOWN).count();
        let filled = marks.iter().map(|byte| byte.count_ones() as usize).sum();
        Self { base, unit, raw, marks, counts: (unknown, filled) }
    }

    pub fn metres(&self, raw: u16) -> f64 {
        self.base + f64::from(raw) * self.unit
    }

    pub fn height(&self, index: usize) -> Option<f64> {
        self.raw.get(index).filter(|raw| **raw != UNKNOWN).map(|raw| self.metres(*raw))
    }

    pub fn is_filled(&self, index: usize) -> bool {
        self.marks.get(index / 8).is_some_and(|byte| byte & (1 << (index % 8)) != 0)
    }

    pub fn unknown(&self) -> usize {
        self.counts.0
    }

    pub fn filled(&self) -> usize {
        self.counts.1
    }

    #[allow(clippy::cast_precision_loss)]
    pub fn share(&self, count: usize) -> f64 {
        count as f64 / self.raw.len().max(1) as f64
    }
}
