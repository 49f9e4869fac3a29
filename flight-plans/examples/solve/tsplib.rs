//! TSPLIB 95 (Reinelt): the weights of a travelling salesman file, by coordinates or explicit in any layout.

use crate::text::{Bad, MOST, MOST_SQUARE, ended, limited, number};

/// How weights are found.
pub enum Weights {
    /// From coordinates, by a rule of the format.
    Places(Rule, Vec<(f64, f64, f64)>),
    /// Row by row.
    Matrix(Vec<f64>),
}

/// Rules for coordinates.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    Euclid,
    Ceil,
    Manhattan,
    Maximum,
    Geo,
    Att,
}

/// A file.
pub struct Tsp {
    pub n: usize,
    pub weights: Weights,
    /// Whether every way is the same there and back.
    pub symmetric: bool,
}

impl Tsp {
    /// Weight of the way from one node to another, from 0.
    pub fn between(&self, a: usize, b: usize) -> f64 {
        match &self.weights {
            Weights::Matrix(weights) => weights[a * self.n + b],
            Weights::Places(rule, places) => rule.weigh(places[a], places[b]),
        }
    }
}

impl Rule {
    fn of(name: &str) -> Option<Self> {
        Some(match name {
            "EUC_2D" | "EUC_3D" => Self::Euclid,
            "CEIL_2D" => Self::Ceil,
            "MAN_2D" | "MAN_3D" => Self::Manhattan,
            "MAX_2D" | "MAX_3D" => Self::Maximum,
            "GEO" => Self::Geo,
            "ATT" => Self::Att,
            _ => return None,
        })
    }

    /// As TSPLIB defines it, `nint` and all.
    fn weigh(self, a: (f64, f64, f64), b: (f64, f64, f64)) -> f64 {
        let (x, y, z) = ((a.0 - b.0).abs(), (a.1 - b.1).abs(), (a.2 - b.2).abs());
        let straight = || (x * x + y * y + z * z).sqrt();
        let near = |v: f64| (v + 0.5).floor();
        match self {
            Self::Euclid => near(straight()),
            Self::Ceil => straight().ceil(),
            Self::Manhattan => near(x + y + z),
            Self::Maximum => near(x).max(near(y)).max(near(z)),
            Self::Geo => geo(a, b),
            Self::Att => (straight().powi(2) / 10.0).sqrt().ceil_of_near(),
        }
    }
}

trait CeilOfNear {
    fn ceil_of_near(self) -> f64;
}

impl CeilOfNear for f64 {
    /// The nearest whole number, one more where that is less.
    fn ceil_of_near(self) -> f64 {
        let near = (self + 0.5).floor();
        if near < self { near + 1.0 } else { near }
    }
}

/// Degrees and minutes as `DDD.MM` on a sphere of 6,378.388 km, with TSPLIB's own value of pi.
fn geo(a: (f64, f64, f64), b: (f64, f64, f64)) -> f64 {
    #[allow(clippy::approx_constant)]
    const TSPLIB_PI: f64 = 3.141_592;
    let radians = |v: f64| TSPLIB_PI * (v.trunc() + 5.0 * v.fract() / 3.0) / 180.0;
    let ((lat1, lon1), (lat2, lon2)) = ((radians(a.0), radians(a.1)), (radians(b.0), radians(b.1)));
    let (q1, q2, q3) = ((lon1 - lon2).cos(), (lat1 - lat2).cos(), (lat1 + lat2).cos());
    let cosine = 0.5 * ((1.0 + q1) * q2 - (1.0 - q1) * q3);
    (6378.388 * cosine.clamp(-1.0, 1.0).acos() + 1.0).floor()
}

#[derive(Default)]
struct Head {
    dimension: usize,
    kind: String,
    rule: String,
    layout: String,
}

/// Reads a file.
pub fn read(text: &str) -> Result<Tsp, Bad> {
    let mut head = Head::default();
    let mut section = "";
    let mut places: Vec<Option<(f64, f64, f64)>> = Vec::new();
    let mut weights: Vec<f64> = Vec::new();
    for (at, line) in ended(text).map(|(at, line)| (at, line.trim())) {
        let first = line.split([':', ' ', '\t']).next().unwrap_or("");
        if first.is_empty() {
            continue;
        }
        if first.starts_with(|c: char| c.is_ascii_alphabetic()) && number::<f64>(at, first, "").is_err() {
            section = "";
            let value = line[first.len()..].trim_start_matches([' ', '\t', ':']).trim();
            match first {
                "EOF" => break,
                "DIMENSION" => head.dimension = limited(at, value, "number of nodes", MOST)?,
                "TYPE" => head.kind = value.to_ascii_uppercase(),
                "EDGE_WEIGHT_TYPE" => head.rule = value.to_ascii_uppercase(),
                "EDGE_WEIGHT_FORMAT" => head.layout = value.to_ascii_uppercase(),
                _ if first.ends_with("_SECTION") => section = first,
                _ => {}
            }
            continue;
        }
        match section {
            "NODE_COORD_SECTION" => place(at, line, head.dimension, &mut places)?,
            "EDGE_WEIGHT_SECTION" => {
                for word in line.split_whitespace() {
                    weights.push(number(at, word, "weight")?);
                }
            }
            _ => {}
        }
    }
    finish(&head, places, &weights)
}

fn place(at: usize, line: &str, n: usize, places: &mut Vec<Option<(f64, f64, f64)>>) -> Result<(), Bad> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [node, x, y, ref rest @ ..] = words[..] else {
        return Err(Bad::at(at, format!("`{line}` is no place"), "Write `node x y`"));
    };
    let node: usize = number(at, node, "node")?;
    if node == 0 || node > n {
        return Err(Bad::at(at, format!("node {node} is not from 1 to {n}"), "Mend it or `DIMENSION` above it"));
    }
    places.resize(n, None);
    let z = rest.first().map_or(Ok(0.0), |z| crate::text::coordinate(at, z))?;
    let it = (crate::text::coordinate(at, x)?, crate::text::coordinate(at, y)?, z);
    if places[node - 1].replace(it).is_some() {
        return Err(Bad::at(at, format!("node {node} comes twice"), "Leave one out"));
    }
    Ok(())
}

fn finish(head: &Head, places: Vec<Option<(f64, f64, f64)>>, weights: &[f64]) -> Result<Tsp, Bad> {
    let n = head.dimension;
    if n == 0 {
        return Err(Bad::new("there is no number of nodes", "Write `DIMENSION : NUMBER`"));
    }
    if !matches!(head.kind.split(' ').next(), Some("" | "TSP" | "ATSP")) {
        return Err(Bad::new(format!("type {} is no travelling salesman", head.kind), "Take a file of type TSP"));
    }
    if head.rule == "EXPLICIT" {
        let weights = explicit(&head.layout, n, weights)?;
        let symmetric = (0..n * n).all(|i| (weights[i] - weights[i % n * n + i / n]).abs() < 1e-12);
        return Ok(Tsp { n, weights: Weights::Matrix(weights), symmetric });
    }
    let unknown =
        || Bad::new(format!("weights of type `{}` are not known here", head.rule), "Write EUC_2D or EXPLICIT");
    let rule = Rule::of(&head.rule).ok_or_else(unknown)?;
    let missing =
        |node: usize| Bad::new(format!("node {} of {n} has no place", node + 1), "Add it or mend `DIMENSION`");
    let places: Result<Vec<_>, Bad> =
        (0..n).map(|node| places.get(node).copied().flatten().ok_or_else(|| missing(node))).collect();
    Ok(Tsp { n, weights: Weights::Places(rule, places?), symmetric: true })
}

/// A whole matrix from any layout of TSPLIB.
fn explicit(layout: &str, n: usize, weights: &[f64]) -> Result<Vec<f64>, Bad> {
    let whole = match layout {
        "FULL_MATRIX" => n * n,
        _ if layout.contains("DIAG") => n * (n + 1) / 2,
        _ => n * (n - 1) / 2,
    };
    if n > MOST_SQUARE || whole != weights.len() {
        let say = format!("{} weights follow, {layout} of {n} nodes has {whole}", weights.len());
        return Err(Bad::new(say, "Mend `DIMENSION`, `EDGE_WEIGHT_FORMAT` or the list"));
    }
    let upper = |diagonal: usize| -> Vec<(usize, usize)> {
        (0..n).flat_map(|row| (row + 1 - diagonal..n).map(move |column| (row, column))).collect()
    };
    let lower = |diagonal: usize| -> Vec<(usize, usize)> {
        (0..n).flat_map(|row| (0..row + diagonal).map(move |column| (row, column))).collect()
    };
    let cells = match layout {
        "FULL_MATRIX" => (0..n).flat_map(|row| (0..n).map(move |column| (row, column))).collect(),
        // A triangle by columns is the other triangle by rows.
        "UPPER_ROW" | "LOWER_COL" => upper(0),
        "UPPER_DIAG_ROW" | "LOWER_DIAG_COL" => upper(1),
        "LOWER_ROW" | "UPPER_COL" => lower(0),
        "LOWER_DIAG_ROW" | "UPPER_DIAG_COL" => lower(1),
        _ => {
            let say = format!("`{layout}` is no layout of explicit weights");
            return Err(Bad::new(say, "Write `EDGE_WEIGHT_FORMAT : FULL_MATRIX` or a triangle"));
        }
    };
    if let Some(weight) = weights.iter().find(|w| !(**w >= 0.0 && w.is_finite())) {
        return Err(Bad::new(format!("{weight} is no weight"), "Write weights that are not below zero"));
    }
    let mut matrix = vec![0.0; n * n];
    for ((row, column), weight) in cells.into_iter().zip(weights) {
        matrix[row * n + column] = *weight;
        if layout != "FULL_MATRIX" {
            matrix[column * n + row] = *weight;
        }
    }
    (0..n).for_each(|i| matrix[i * n + i] = 0.0);
    Ok(matrix)
}
