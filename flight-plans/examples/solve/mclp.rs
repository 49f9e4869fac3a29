//! Maximal covering as published with INFORMSJoC/2024.0611: a first line, then `x y demand` for each place, which is customer
//! and site (SJC, PCB, ZDS), or `latitude longitude population` (Maximo); or `sites customers`, then `F id x y ..` and
//! `C id x y demand` (BDS). Radius and number of sites come with `-r` and `-p`.

use crate::Solved;
use crate::args::Job;
use crate::clock::pace;
use crate::text::{Bad, amount, coordinate, count, lines};
use flight_plans::planner::contract::Planner;
use flight_plans::planner::siting::Cover;

/// Part of the square of a distance that may be rounding.
const SLACK: f64 = 1e-9;
/// Pairs of a site and a customer it reaches.
const MOST_PAIRS: usize = 50_000_000;
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

    /// The customers that each site reaches.
    fn reach(&self, radius: f64) -> Result<Vec<Vec<u32>>, Bad> {
        let strips = Strips::new(&self.customers, radius);
        let (mut found, mut pairs) = (vec![0; self.customers.len() + 1], 0);
        let reached = |site: &(f64, f64)| {
            let many = strips.within(*site, radius, &mut found);
            pairs += many;
            if pairs > MOST_PAIRS {
                let say = format!("more than {MOST_PAIRS} pairs of a site and a customer are within {radius}");
                return Err(Bad::new(say, "Give a smaller radius or fewer places"));
            }
            Ok(found[..many].to_vec())
        };
        self.sites.iter().map(reached).collect()
    }

    /// Demand within the radius of a chosen site, by looking at every pair.
    fn judge(&self, chosen: &[u32], radius: f64) -> f64 {
        let sites: Vec<(f64, f64)> = chosen.iter().map(|s| self.sites[*s as usize]).collect();
        let reached = |c: &(f64, f64)| sites.iter().any(|s| within(*s, *c, radius));
        self.customers.iter().zip(&self.demand).filter(|(c, _)| reached(c)).map(|(_, d)| d).sum()
    }
}

/// Squares are quick; where they are too near to each other to tell, the distance decides.
fn within(a: (f64, f64), b: (f64, f64), radius: f64) -> bool {
    let (square, limit) = ((a.0 - b.0).powi(2) + (a.1 - b.1).powi(2), radius * radius);
    square <= limit * (1.0 + SLACK) && (square <= limit * (1.0 - SLACK) || apart(a, b) <= radius)
}

/// Places in strips a part of the radius wide, along each by the other coordinate: what is within the radius of a place is
/// little less than what lies in some strips between two ends.
struct Strips {
    low: f64,
    wide: f64,
    /// Where each strip begins among the places.
    start: Vec<usize>,
    places: Vec<(f64, f64)>,
    which: Vec<u32>,
}

impl Strips {
    fn new(places: &[(f64, f64)], radius: f64) -> Self {
        let low = places.iter().map(|p| p.0).fold(f64::INFINITY, f64::min);
        let high = places.iter().map(|p| p.0).fold(f64::NEG_INFINITY, f64::max);
        // A quarter of the radius, and no more strips than places.
        let wide = (radius / 4.0).max((high - low) / count(places.len())).max(f64::MIN_POSITIVE);
        let mut strips = Self { low, wide, start: Vec::new(), places: Vec::new(), which: Vec::new() };
        let last = strips.strip(high);
        let mut sorted: Vec<(usize, f64, u32)> =
            (0..).zip(places).map(|(at, place)| (strips.strip(place.0).min(last), place.1, at)).collect();
        sorted.sort_unstable_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.2.cmp(&b.2)));
        strips.start = vec![0; last + 2];
        for (strip, _, at) in sorted {
            strips.start[strip + 1] += 1;
            strips.places.push(places[at as usize]);
            strips.which.push(at);
        }
        for strip in 1..strips.start.len() {
            strips.start[strip] += strips.start[strip - 1];
        }
        strips
    }

    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Of finite numbers; saturates.
    fn strip(&self, x: f64) -> usize {
        ((x - self.low) / self.wide).floor() as usize
    }

    /// Who stands within the radius of a place: how many, the first of `found`, which is longer than all places.
    fn within(&self, place: (f64, f64), radius: f64, found: &mut [u32]) -> usize {
        // Written whether within or not, and kept only if: quicker than a branch.
        let mut many = 0;
        let limit = radius * radius;
        let (surely, perhaps) = (limit * (1.0 - SLACK), limit * (1.0 + SLACK));
        let reach = radius * (1.0 + SLACK);
        let last = self.start.len() - 2;
        for strip in self.strip(place.0 - reach)..=self.strip(place.0 + reach).min(last) {
            let (from, to) = (self.start[strip], self.start[strip + 1]);
            let strip = &self.places[from..to];
            let begin = strip.partition_point(|p| p.1 < place.1 - reach);
            for (other, which) in strip[begin..].iter().zip(&self.which[from + begin..]) {
                if other.1 > place.1 + reach {
                    break;
                }
                let square = (other.0 - place.0).powi(2) + (other.1 - place.1).powi(2);
                found[many] = *which;
                many += usize::from(square <= surely);
                if square > surely && square <= perhaps && apart(*other, place) <= radius {
                    many += 1;
                }
            }
        }
        many
    }
}

/// Sites so that the demand within the radius is the most.
pub fn solve(job: &Job, text: &str) -> Result<Solved, Bad> {
    let missing = |what| Bad::new(format!("{what} is not given"), "Give `-r RADIUS` and `-p SITES`");
    let radius = job.r.ok_or_else(|| missing("the radius"))?;
    let choose = job.p.ok_or_else(|| missing("the number of sites"))?;
    let field = read(text, radius)?;
    let model = Cover::new(&field.demand, &field.reach(radius)?, choose).map_err(|f| Bad::core(&f))?;
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
