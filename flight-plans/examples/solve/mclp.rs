//! Maximal covering as published with INFORMSJoC/2024.0611: a first line, then `x y demand` for each place, which is customer
//! and site (SJC, PCB, ZDS), or `latitude longitude population` (Maximo); or `sites customers`, then `F id x y ..` and
//! `C id x y demand` (BDS). Radius and number of sites come with `-r` and `-p`.

use crate::Solved;
use crate::args::Job;
use crate::clock::pace;
use crate::text::{Bad, amount, coordinate, count, lines};
use flight_plans::planner::contract::Planner;
use flight_plans::planner::siting::Cover;

/// Metres; degrees become metres on a plane that touches the mean latitude, as in the values the instances come with.
const EARTH: f64 = 6_371_000.0;

#[derive(Default)]
struct Field {
    sites: Vec<(f64, f64)>,
    customers: Vec<(f64, f64)>,
    demand: Vec<f64>,
}

fn read(text: &str, radius: f64) -> Result<Field, Bad> {
    let mut field = Field::default();
    let mut split = false;
    for (nth, (at, line)) in lines(text).enumerate() {
        let words: Vec<&str> = line.split([' ', '\t', ',', ';']).filter(|w| !w.is_empty()).collect();
        let wrong =
            || Bad::at(at, format!("`{line}` is no place"), "Write `x y demand`, `F id x y` or `C id x y demand`");
        match words[..] {
            ["F" | "f", _, x, y, ..] => {
                split = true;
                field.sites.push((coordinate(at, x)?, coordinate(at, y)?));
            }
            ["C" | "c", _, x, y, demand, ..] => {
                split = true;
                field.customers.push((coordinate(at, x)?, coordinate(at, y)?));
                field.demand.push(amount(at, demand, "demand")?);
            }
            // The first line: counts, perhaps with `p S`.
            _ if nth == 0 && (words.len() != 3 || is_count(&words, text)) => {}
            [x, y, demand] if !split => {
                let place = (coordinate(at, x)?, coordinate(at, y)?);
                field.sites.push(place);
                field.customers.push(place);
                field.demand.push(amount(at, demand, "demand")?);
            }
            _ => return Err(wrong()),
        }
    }
    if field.sites.is_empty() || field.customers.is_empty() {
        return Err(Bad::new("there are no sites or no customers", "Give at least one of each"));
    }
    if !split && field.on_earth(radius) {
        field.flatten();
    }
    Ok(field)
}

/// Whether the first line announces as many places as follow.
fn is_count(words: &[&str], text: &str) -> bool {
    let n = lines(text).count() - 1;
    words.first().and_then(|w| w.parse::<usize>().ok()) == Some(n)
}

fn apart(a: (f64, f64), b: (f64, f64)) -> f64 {
    (a.0 - b.0).hypot(a.1 - b.1)
}

impl Field {
    /// Degrees, when they can be and a radius in their unit would reach beyond all of them ten times.
    fn on_earth(&self, radius: f64) -> bool {
        let span = |of: fn(&(f64, f64)) -> f64| {
            let low = self.customers.iter().map(of).fold(f64::INFINITY, f64::min);
            self.customers.iter().map(of).fold(f64::NEG_INFINITY, f64::max) - low
        };
        let range = self.customers.iter().all(|c| c.0.abs() <= 90.0 && c.1.abs() <= 180.0);
        range && radius > 10.0 * span(|c| c.0).hypot(span(|c| c.1))
    }

    fn flatten(&mut self) {
        let mean = self.customers.iter().map(|c| c.0).sum::<f64>() / count(self.customers.len());
        let narrow = mean.to_radians().cos();
        for place in self.sites.iter_mut().chain(&mut self.customers) {
            *place = (EARTH * place.0.to_radians(), EARTH * narrow * place.1.to_radians());
        }
    }

    /// The customers that each site reaches, ascending.
    fn reach(&self, radius: f64) -> Vec<Vec<u32>> {
        let cells = Cells::new(&self.sites, radius);
        // Squares are quick; where they are too near to each other to tell, the distance decides.
        let (surely, never) = (radius * radius * (1.0 - 1e-9), radius * radius * (1.0 + 1e-9));
        let mut pairs: Vec<(u32, u32)> = Vec::with_capacity(64 * self.customers.len());
        for (customer, at) in (0..).zip(&self.customers) {
            cells.around(*at, |site, place| {
                let square = (place.0 - at.0).powi(2) + (place.1 - at.1).powi(2);
                if square <= surely || (square <= never && apart(place, *at) <= radius) {
                    pairs.push((site, customer));
                }
            });
        }
        let mut many = vec![0; self.sites.len()];
        for (site, _) in &pairs {
            many[*site as usize] += 1;
        }
        let mut reach: Vec<Vec<u32>> = many.into_iter().map(Vec::with_capacity).collect();
        for (site, customer) in pairs {
            reach[site as usize].push(customer);
        }
        reach
    }

    /// Demand within the radius of a chosen site, by looking at every pair.
    fn judge(&self, chosen: &[u32], radius: f64) -> f64 {
        let reached = |c: &&(f64, f64)| chosen.iter().any(|s| apart(self.sites[*s as usize], **c) <= radius);
        self.customers.iter().zip(&self.demand).filter(|(c, _)| reached(c)).map(|(_, d)| d).sum()
    }
}

/// Places in squares as wide as the radius, so that whoever is within it stands in one of nine.
struct Cells {
    side: f64,
    /// Places by row and column of their square, and which they are.
    places: Vec<(i64, i64, u32, (f64, f64))>,
}

impl Cells {
    fn new(places: &[(f64, f64)], radius: f64) -> Self {
        let mut cells = Self { side: radius.max(1e-9), places: Vec::new() };
        let squared = |(at, place): (u32, &(f64, f64))| {
            let (row, column) = cells.square(*place);
            (row, column, at, *place)
        };
        let mut squared: Vec<_> = (0..).zip(places).map(squared).collect();
        squared.sort_unstable_by_key(|(row, column, at, _)| (*row, *column, *at));
        cells.places = squared;
        cells
    }

    #[allow(clippy::cast_possible_truncation)] // Of coordinates that are finite; saturates.
    fn square(&self, place: (f64, f64)) -> (i64, i64) {
        ((place.0 / self.side).floor() as i64, (place.1 / self.side).floor() as i64)
    }

    fn around(&self, place: (f64, f64), mut tell: impl FnMut(u32, (f64, f64))) {
        let (row, column) = self.square(place);
        for row in row.saturating_sub(1)..=row.saturating_add(1) {
            let from = self.places.partition_point(|p| (p.0, p.1) < (row, column.saturating_sub(1)));
            let near = self.places[from..].iter().take_while(|p| p.0 == row && p.1 <= column.saturating_add(1));
            for (_, _, at, place) in near {
                tell(*at, *place);
            }
        }
    }
}

/// Sites so that the demand within the radius is the most.
pub fn solve(job: &Job, text: &str) -> Result<Solved, Bad> {
    let missing = |what| Bad::new(format!("{what} is not given"), "Give `-r RADIUS` and `-p SITES`");
    let radius = job.r.ok_or_else(|| missing("the radius"))?;
    let choose = job.p.ok_or_else(|| missing("the number of sites"))?;
    let field = read(text, radius)?;
    let model = Cover::new(&field.demand, &field.reach(radius), choose).map_err(|f| Bad::core(&f))?;
    let read = crate::clock::seconds();
    let outcome = model.plan(None, job.seed, &mut pace(job)).map_err(|f| Bad::core(&f))?;
    let mut once = outcome.best.clone();
    once.dedup();
    let feasible = once.len() == outcome.best.len() && once.len() == choose.min(field.sites.len());
    let sites: Vec<String> = outcome.best.iter().map(u32::to_string).collect();
    let all: f64 = field.demand.iter().sum();
    let value = field.judge(&outcome.best, radius);
    let notes = vec![
        format!("sites {} (from 0, in the order of the file)", sites.join(" ")),
        format!(
            "{} sites, {} customers, {:.2} % of the demand",
            field.sites.len(),
            count(field.customers.len()),
            100.0 * value / all
        ),
        format!("read in {read:.3} s, rounds {}", outcome.rounds),
    ];
    Ok(Solved { value, bound: outcome.bound, feasible, notes })
}
