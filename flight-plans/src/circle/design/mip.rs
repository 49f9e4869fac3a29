//! The questions as mixed-integer programs, neutral to who solves them: as text in the LP format that CPLEX began and every
//! solver reads, or handed to one by the feature `prove`.

use super::backup::Standard;
use super::rows::Rows;
use super::{NEVER, Sites};
use std::fmt::Write as _;

/// Terms on one line of the text; readers limit the length of lines.
const ON_A_LINE: usize = 8;

/// One unknown.
#[derive(Clone, Debug, PartialEq)]
pub struct Column {
    /// As in the text: letters, digits and underscores.
    pub name: String,
    /// What one of it adds to the objective.
    pub worth: f64,
    /// From 0 up to this.
    pub most: f64,
    /// Whether it is a whole number.
    pub whole: bool,
}

/// One condition: the sum of `terms` (factor and column) is at least `least` and at most `most`.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// As in the text.
    pub name: String,
    /// Factor and number of column.
    pub terms: Vec<(f64, usize)>,
    /// Endless where there is none.
    pub least: f64,
    /// Endless where there is none.
    pub most: f64,
}

/// A program.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Mip {
    /// Whether the objective is to be large.
    pub maximise: bool,
    /// The unknowns.
    pub columns: Vec<Column>,
    /// The conditions.
    pub conditions: Vec<Condition>,
}

impl Mip {
    fn column(&mut self, name: String, worth: f64, most: f64, whole: bool) -> usize {
        self.columns.push(Column { name, worth, most, whole });
        self.columns.len() - 1
    }

    fn condition(&mut self, name: String, terms: Vec<(f64, usize)>, least: f64, most: f64) {
        self.conditions.push(Condition { name, terms, least, most });
    }

    fn sites(&mut self, count: usize, worth: f64, most: f64) {
        (0..count).for_each(|site| {
            self.column(format!("x{site}"), worth, most, true);
        });
    }

    /// Maximal covering: `choose` of the sites (the first columns), as much weight as possible.
    #[must_use]
    pub fn most_covered(rows: &Rows, choose: usize) -> Self {
        let mut mip = Self { maximise: true, ..Self::default() };
        mip.sites(rows.reach.len(), 0.0, 1.0);
        let all = (0..rows.reach.len()).map(|site| (1.0, site)).collect();
        mip.condition("choose".into(), all, f64::NEG_INFINITY, choose as f64);
        for (class, (weight, sites)) in rows.weight.iter().zip(&rows.sites_of).enumerate() {
            // Between 0 and 1 is enough: with whole sites it comes out whole.
            let covered = mip.column(format!("y{class}"), *weight, 1.0, false);
            let mut terms: Vec<(f64, usize)> = sites.iter().map(|site| (1.0, *site as usize)).collect();
            terms.push((-1.0, covered));
            mip.condition(format!("reach{class}"), terms, 0.0, f64::INFINITY);
        }
        mip
    }

    /// Set covering: the fewest sites that reach every row.
    #[must_use]
    pub fn all_covered(rows: &Rows) -> Self {
        let mut mip = Self::default();
        mip.sites(rows.reach.len(), 1.0, 1.0);
        for (class, sites) in rows.sites_of.iter().enumerate() {
            let terms = sites.iter().map(|site| (1.0, *site as usize)).collect();
            mip.condition(format!("reach{class}"), terms, 1.0, f64::INFINITY);
        }
        mip
    }

    /// The p-median: exactly `choose` of the sites, weight x seconds least; where there is no way it takes `instead` seconds.
    #[must_use]
    pub fn shortest(sites: &Sites, choose: usize, instead: f64) -> Self {
        let mut mip = Self::default();
        mip.sites(sites.sites(), 0.0, 1.0);
        let all = (0..sites.sites()).map(|site| (1.0, site)).collect();
        mip.condition("choose".into(), all, choose as f64, choose as f64);
        for (place, weight) in sites.weights().iter().enumerate() {
            let mut served = Vec::with_capacity(sites.sites());
            for site in 0..sites.sites() {
                let ms = sites.row(site)[place];
                let way = if ms == NEVER { instead } else { (f64::from(ms) / 1000.0).min(instead) };
                let by = mip.column(format!("z{place}_{site}"), weight * way, 1.0, false);
                mip.condition(format!("open{place}_{site}"), vec![(1.0, site), (-1.0, by)], 0.0, f64::INFINITY);
                served.push((1.0, by));
            }
            mip.condition(format!("serve{place}"), served, 1.0, 1.0);
        }
        mip
    }

    /// The double standard: exactly `units` units, weight reached near by two. No answer where the standard cannot be kept.
    #[must_use]
    pub fn backed_up(sites: &Sites, standard: &Standard) -> Self {
        let mut mip = Self { maximise: true, ..Self::default() };
        mip.sites(sites.sites(), 0.0, standard.at_one as f64);
        let all = (0..sites.sites()).map(|site| (1.0, site)).collect();
        let units = standard.units.min(sites.sites() * standard.at_one) as f64;
        mip.condition("units".into(), all, units, units);
        let turned = |reach: Vec<Vec<u32>>| {
            let mut of = vec![Vec::new(); sites.places()];
            for (site, places) in reach.iter().enumerate() {
                places.iter().for_each(|place| of[*place as usize].push((1.0, site)));
            }
            of
        };
        let (near, far) = (turned(sites.reach(standard.near)), turned(sites.reach(standard.far)));
        let mut share = Vec::new();
        for (place, (mut near, far)) in near.into_iter().zip(far).enumerate() {
            if !far.is_empty() && sites.weights()[place] > 0.0 {
                mip.condition(format!("far{place}"), far, 1.0, f64::INFINITY);
            }
            let weight = sites.weights()[place];
            let once = mip.column(format!("once{place}"), 0.0, 1.0, true);
            let twice = mip.column(format!("twice{place}"), weight, 1.0, true);
            near.extend([(-1.0, once), (-1.0, twice)]);
            mip.condition(format!("near{place}"), near, 0.0, f64::INFINITY);
            mip.condition(format!("order{place}"), vec![(1.0, once), (-1.0, twice)], 0.0, f64::INFINITY);
            share.push((weight, once));
        }
        let wanted = standard.share.clamp(0.0, 1.0) * sites.weights().iter().sum::<f64>();
        mip.condition("share".into(), share, wanted * (1.0 - 1e-9), f64::INFINITY);
        mip
    }

    /// What these values are worth; nothing when they break a condition, a limit or are not whole where they must be.
    #[must_use]
    pub fn value(&self, values: &[f64]) -> Option<f64> {
        const NEAR: f64 = 1e-6;
        let fits = |(column, value): (&Column, &f64)| {
            (-NEAR..=column.most + NEAR).contains(value) && (!column.whole || (value - value.round()).abs() < NEAR)
        };
        let sum = |terms: &[(f64, usize)]| terms.iter().map(|(factor, at)| factor * values[*at]).sum::<f64>();
        let holds = |condition: &Condition| {
            let sum = sum(&condition.terms);
            sum >= condition.least - NEAR && sum <= condition.most + NEAR
        };
        let good = values.len() == self.columns.len()
            && self.columns.iter().zip(values).all(fits)
            && self.conditions.iter().all(holds);
        good.then(|| self.columns.iter().zip(values).map(|(column, value)| column.worth * value).sum())
    }

    /// The program as text in the LP format.
    #[must_use]
    pub fn to_lp(&self) -> String {
        let mut text = String::from(if self.maximise { "Maximize\n obj:" } else { "Minimize\n obj:" });
        let worth: Vec<(f64, usize)> =
            self.columns.iter().map(|column| column.worth).zip(0..).filter(|(w, _)| *w != 0.0).collect();
        self.sum(&worth, &mut text);
        text.push_str("\nSubject To\n");
        for condition in &self.conditions {
            let _ = match (condition.least.is_finite(), condition.most.is_finite()) {
                (true, true) if condition.most <= condition.least => {
                    self.row(condition, "", "=", condition.least, &mut text)
                }
                (true, true) => self
                    .row(condition, "_least", ">=", condition.least, &mut text)
                    .and_then(|()| self.row(condition, "_most", "<=", condition.most, &mut text)),
                (true, false) => self.row(condition, "", ">=", condition.least, &mut text),
                (false, true) => self.row(condition, "", "<=", condition.most, &mut text),
                (false, false) => Ok(()),
            };
        }
        text.push_str("Bounds\n");
        for column in &self.columns {
            let _ = writeln!(text, " 0 <= {} <= {}", column.name, column.most);
        }
        text.push_str("General\n");
        for column in self.columns.iter().filter(|column| column.whole) {
            let _ = writeln!(text, " {}", column.name);
        }
        text.push_str("End\n");
        text
    }

    fn row(&self, condition: &Condition, end: &str, sign: &str, side: f64, text: &mut String) -> std::fmt::Result {
        let _ = write!(text, " {}{end}:", condition.name);
        self.sum(&condition.terms, text);
        writeln!(text, " {sign} {side}")
    }

    fn sum(&self, terms: &[(f64, usize)], text: &mut String) {
        if terms.is_empty() {
            // A sum of nothing is no expression: nought times the first unknown is.
            let _ = write!(text, " 0 {}", self.columns.first().map_or("x0", |column| &column.name));
        }
        for (at, (factor, column)) in terms.iter().enumerate() {
            if at > 0 && at % ON_A_LINE == 0 {
                text.push_str("\n  ");
            }
            let sign = if *factor < 0.0 { '-' } else { '+' };
            let _ = write!(text, " {sign} {} {}", factor.abs(), self.columns[*column].name);
        }
    }
}
