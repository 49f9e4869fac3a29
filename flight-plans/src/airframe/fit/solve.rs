//! Weighted least squares with coefficients that may not be negative, and weights that let go of outliers.

/// Coefficients of the model.
pub(super) const PARTS: usize = 5;
/// A residual this many scales large has no weight (Tukey's biweight, 95 % efficient on clean normal data).
const TUKEY: f64 = 4.685;
/// The middle absolute deviation of normal data times this is its standard deviation.
const NORMAL: f64 = 1.4826;
/// Rounds of weighing.
const ROUNDS: usize = 30;

/// Samples as numbers, and which coefficients are looked for.
pub(super) struct Problem {
    rows: Vec<[f64; PARTS]>,
    values: Vec<f64>,
    parts: [bool; PARTS],
}

/// What was found.
#[derive(Clone, Debug)]
pub(super) struct Solution {
    pub(super) coefficients: [f64; PARTS],
    /// Standard errors of the coefficients.
    pub(super) errors: [f64; PARTS],
    /// Root mean square of the residuals that were used.
    pub(super) residual: f64,
    /// The robust loss: what tries are compared by.
    pub(super) loss: f64,
    /// Samples with any weight.
    pub(super) used: usize,
}

type Square = [[f64; PARTS]; PARTS];

impl Problem {
    pub(super) fn new(rows: Vec<[f64; PARTS]>, values: Vec<f64>, parts: [bool; PARTS]) -> Self {
        Self { rows, values, parts }
    }

    /// First by absolute values, which no minority of outliers can carry off, then by the biweight from there.
    pub(super) fn solve(&self) -> Option<Solution> {
        let mut weights = vec![1.0; self.rows.len()];
        let mut found = self.weighted(&weights)?;
        for round in 0..ROUNDS {
            let residuals = self.residuals(&found.0);
            let scale = self.scale(&residuals);
            for (weight, residual) in weights.iter_mut().zip(&residuals) {
                let share = residual.abs() / scale;
                *weight = if round < ROUNDS / 2 { 1.0 / share.max(0.1) } else { biweight(share / TUKEY) };
            }
            found = self.weighted(&weights)?;
        }
        self.told(found, &weights)
    }

    fn told(&self, (coefficients, inverse): ([f64; PARTS], Square), weights: &[f64]) -> Option<Solution> {
        let residuals = self.residuals(&coefficients);
        let scale = self.scale(&residuals);
        let kept: Vec<f64> = residuals.iter().zip(weights).filter(|(_, w)| **w > 0.0).map(|(r, _)| *r).collect();
        if kept.is_empty() || !coefficients.iter().all(|c| c.is_finite()) {
            return None;
        }
        #[allow(clippy::cast_precision_loss)] // far fewer than 2^52
        let residual = (kept.iter().map(|r| r * r).sum::<f64>() / kept.len() as f64).sqrt();
        let mut errors = [0.0; PARTS];
        for (part, error) in errors.iter_mut().enumerate() {
            *error = residual * inverse[part][part].max(0.0).sqrt();
        }
        let loss = residuals.iter().map(|r| (r.abs() / scale).min(TUKEY).powi(2)).sum::<f64>() * scale * scale;
        Some(Solution { coefficients, errors, residual, loss, used: kept.len() })
    }

    fn residuals(&self, coefficients: &[f64; PARTS]) -> Vec<f64> {
        let model = |row: &[f64; PARTS]| row.iter().zip(coefficients).map(|(f, c)| f * c).sum::<f64>();
        self.rows.iter().zip(&self.values).map(|(row, value)| value - model(row)).collect()
    }

    /// The spread of the residuals, by their middle; never so small that rounding would count as an outlier.
    fn scale(&self, residuals: &[f64]) -> f64 {
        let typical = middle(self.values.iter().map(|v| v.abs()).collect());
        (NORMAL * middle(residuals.iter().map(|r| r.abs()).collect())).max(1e-4 * typical).max(1e-9)
    }

    /// Least squares with these weights; what comes out negative is held at zero, the worst first.
    fn weighted(&self, weights: &[f64]) -> Option<([f64; PARTS], Square)> {
        let (mut normal, mut right) = ([[0.0; PARTS]; PARTS], [0.0; PARTS]);
        for ((row, value), weight) in self.rows.iter().zip(&self.values).zip(weights) {
            for i in 0..PARTS {
                right[i] += weight * row[i] * value;
                for j in 0..PARTS {
                    normal[i][j] += weight * row[i] * row[j];
                }
            }
        }
        let mut parts = self.parts;
        loop {
            let (found, inverse) = solve(&normal, &right, parts)?;
            let worst = (0..PARTS)
                .filter(|&i| found[i] < 0.0)
                .min_by(|&a, &b| share(a, &found, &normal).total_cmp(&share(b, &found, &normal)));
            match worst {
                Some(part) => parts[part] = false,
                None => return Some((found, inverse)),
            }
        }
    }
}

/// How much a coefficient explains, in the values' unit.
fn share(part: usize, found: &[f64; PARTS], normal: &Square) -> f64 {
    found[part] * normal[part][part].sqrt()
}

/// Tukey's weight of a residual, given in parts of where it ends.
fn biweight(share: f64) -> f64 {
    if share < 1.0 { (1.0 - share * share).powi(2) } else { 0.0 }
}

fn middle(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}

/// Gauss-Jordan with the largest pivot, on the parts looked for, scaled to ones on the diagonal. Nothing when the parts
/// cannot be told apart.
fn solve(normal: &Square, right: &[f64; PARTS], parts: [bool; PARTS]) -> Option<([f64; PARTS], Square)> {
    let some: Vec<usize> = (0..PARTS).filter(|&i| parts[i]).collect();
    let count = some.len();
    let size: Vec<f64> = some.iter().map(|&i| normal[i][i].sqrt()).collect();
    if !size.iter().all(|s| *s > 0.0) {
        return None;
    }
    // The matrix, the right-hand side, and the unit matrix that becomes the inverse.
    let mut table: Vec<Vec<f64>> = (0..count)
        .map(|i| {
            let scaled = (0..count).map(|j| normal[some[i]][some[j]] / (size[i] * size[j]));
            let unit = (0..count).map(|j| if i == j { 1.0 } else { 0.0 });
            scaled.chain([right[some[i]] / size[i]]).chain(unit).collect()
        })
        .collect();
    for column in 0..count {
        let pivot = (column..count).max_by(|&a, &b| table[a][column].abs().total_cmp(&table[b][column].abs()))?;
        table.swap(column, pivot);
        let head = table[column][column];
        if head.abs() < 1e-12 {
            return None;
        }
        table[column].iter_mut().for_each(|cell| *cell /= head);
        let base = table[column].clone();
        for row in (0..count).filter(|&row| row != column) {
            let factor = table[row][column];
            table[row].iter_mut().zip(&base).for_each(|(cell, base)| *cell -= factor * base);
        }
    }
    let (mut found, mut inverse) = ([0.0; PARTS], [[0.0; PARTS]; PARTS]);
    for (i, &part) in some.iter().enumerate() {
        found[part] = table[i][count] / size[i];
        for (j, &other) in some.iter().enumerate() {
            inverse[part][other] = table[i][count + 1 + j] / (size[i] * size[j]);
        }
    }
    Some((found, inverse))
}
