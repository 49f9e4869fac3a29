//! What is taken out of an answer before it is built again.

use super::route::Flat;
use super::state::{NOBODY, State, count};
use super::style::Style;
use rand::{Rng, RngExt};

/// Neighbours kept of each task.
const NEAR: usize = 200;
/// How often some of a string's middle stays, and how much of it.
const SPLIT: f64 = 0.5;
const KEPT: f64 = 0.01;

/// Every task's neighbours, nearest first.
pub(super) struct Near(Vec<Vec<u32>>);

impl Near {
    pub(super) fn new<const M: usize>(flat: &Flat<'_, M>) -> Self {
        let apart = |a: usize, b: usize| {
            let (a, b) = (&flat.tasks[a], &flat.tasks[b]);
            let mut least = f64::INFINITY;
            for m in 0..M {
                for p in 0..M {
                    least = least
                        .min(flat.model.between(a.leave[m], b.enter[p]) + flat.model.between(b.leave[p], a.enter[m]));
                }
            }
            least
        };
        let lists = (0..flat.tasks.len()).map(|a| {
            let mut others: Vec<(f64, u32)> = (0..flat.tasks.len())
                .filter(|b| *b != a)
                .map(|b| (apart(a, b), u32::try_from(b).unwrap_or(0)))
                .collect();
            others.sort_by(|x, y| x.0.total_cmp(&y.0).then(x.1.cmp(&y.1)));
            others.truncate(NEAR);
            std::iter::once(u32::try_from(a).unwrap_or(0)).chain(others.into_iter().map(|o| o.1)).collect()
        });
        Self(lists.collect())
    }

    /// Way from a task to its nearest neighbour, on average.
    pub(super) fn grain<const M: usize>(&self, flat: &Flat<'_, M>) -> f64 {
        let nearest = self.0.iter().filter_map(|list| {
            let (a, b) = (&flat.tasks[*list.first()? as usize], &flat.tasks[*list.get(1)? as usize]);
            Some(flat.model.between(a.leave[0], b.enter[0]))
        });
        let (sum, n) = nearest.filter(|d| d.is_finite()).fold((0.0, 0), |(s, n), d| (s + d, n + 1));
        if n > 0 { sum / count(n) } else { 1.0 }
    }
}

/// Takes neighbouring strings out; gives the crews touched.
pub(super) fn ruin<const M: usize>(
    state: &mut State<M>,
    flat: &Flat<'_, M>,
    near: &Near,
    rng: &mut impl Rng,
    touched: &mut Vec<usize>,
) {
    touched.clear();
    let flown: usize = flat.tasks.len() - state.absent.len();
    let style = Style::of(flat.model.goal);
    if flown == 0 {
        return;
    }
    if rng.random_bool(style.whole) {
        return whole(state, rng, touched);
    }
    let used = state.routes.iter().filter(|r| !r.stops.is_empty()).count();
    let mean = count(flown) / count(used.max(1));
    let longest = style.longest.min(mean);
    let most = 4.0 * style.taken / (1.0 + longest) - 1.0;
    let crews = rng.random_range(1.0..most.max(1.0) + 1.0).floor();
    let seed = rng.random_range(0..flat.tasks.len());
    for task in &near.0[seed] {
        if count(touched.len()) >= crews {
            break;
        }
        let crew = state.whose[*task as usize];
        if crew == NOBODY || touched.contains(&(crew as usize)) {
            continue;
        }
        let crew = crew as usize;
        let stops = state.routes[crew].stops.len();
        let at = state.routes[crew].stops.iter().position(|s| s.task == *task).unwrap_or(0);
        let length = rng.random_range(1.0..longest.min(count(stops)) + 1.0).floor();
        string(state, crew, at, whole_number(length), rng);
        touched.push(crew);
    }
}

/// A string of `length` stops round the stop `at`; now and then its middle stays.
fn string<const M: usize>(state: &mut State<M>, crew: usize, at: usize, length: usize, rng: &mut impl Rng) {
    let stops = state.routes[crew].stops.len();
    let length = length.clamp(1, stops);
    let mut kept = 0;
    if length > 1 && length < stops && rng.random_bool(SPLIT) {
        kept = 1;
        while length + kept < stops && !rng.random_bool(KEPT) {
            kept += 1;
            if kept >= length {
                break;
            }
        }
    }
    let span = length + kept;
    let first = at.saturating_sub(span - 1)..=at.min(stops - span);
    let from = rng.random_range(first);
    let gap = from + if kept > 0 { rng.random_range(1..=length) } else { span };
    state.cut(crew, |i, _| i < from || i >= from + span || (i >= gap && i < gap + kept));
}

fn whole<const M: usize>(state: &mut State<M>, rng: &mut impl Rng, touched: &mut Vec<usize>) {
    let crew = rng.random_range(0..state.routes.len());
    state.cut(crew, |_, _| false);
    touched.push(crew);
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Between 1 and the longest string.
fn whole_number(value: f64) -> usize {
    value as usize
}
