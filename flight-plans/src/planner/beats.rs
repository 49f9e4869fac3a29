//! Beats: places shared out among patrols so that the longest time between two visits of any place is least.
//!
//! Patrols that share a round follow each other at equal distances; a round of length `l` with `k` patrols on it visits each
//! of its places every `l / k` (the cyclic strategy of Chevaleyre, 2004). One round for all is where it begins; then the
//! round is cut into neighbouring parts, each closed to a round with patrols of its own, wherever that is shorter.

#[cfg(test)]
mod tests;

use super::contract::{Fault, Outcome, Planner, Sense, Why};
use super::pace::{Pace, Progress, Rounds, over};
use super::tour::Tour;

/// Entries of the matrix.
const MOST_WAYS: usize = 25_000_000;
/// Places up to which every cut of the round is looked at.
const MOST_CUTS: usize = 400;
/// Part of the allowance for the one round; the rest is for its parts.
const FIRST: f64 = 0.8;
/// Kicks for the round of a part.
const PART_ROUNDS: u64 = 256;

/// A problem: the ways between places, the same there and back, and how many patrols there are.
#[derive(Clone, Debug, PartialEq)]
pub struct Beats {
    places: usize,
    way: Vec<f64>,
    patrols: usize,
}

/// One round and how many patrols share it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beat {
    /// Its places in order; from the last back to the first.
    pub order: Vec<u32>,
    /// Patrols on it, at equal distances.
    pub patrols: u32,
}

impl Beats {
    /// `way[a * places + b]` is the shortest way from `a` to `b`.
    ///
    /// # Errors
    /// A matrix of another size, too large or lopsided, or an entry that is no finite length.
    pub fn new(places: usize, way: Vec<f64>, patrols: usize) -> Result<Self, Fault> {
        if places.saturating_mul(places) > MOST_WAYS || way.len() != places * places {
            return Err(Fault(format!("{} ways are not {places} squared, or too many", way.len())));
        }
        let lopsided = |at: usize| (way[at] - way[at % places * places + at / places]).abs() > 1e-9 * (1.0 + way[at]);
        if let Some(at) = (0..way.len()).find(|at| !(way[*at] >= 0.0 && way[*at].is_finite()) || lopsided(*at)) {
            return Err(Fault(format!(
                "the way from place {} to {} is no length, or another one than back",
                at / places,
                at % places
            )));
        }
        Ok(Self { places, way, patrols })
    }

    fn between(&self, a: u32, b: u32) -> f64 {
        self.way[a as usize * self.places + b as usize]
    }

    fn round(&self, order: &[u32]) -> f64 {
        let last = order.last().copied().into_iter();
        last.chain(order.iter().copied()).zip(order).map(|(a, b)| self.between(a, *b)).sum()
    }

    /// Longest time between two visits, in the unit of the ways; infinite when a place has no patrol.
    #[must_use]
    pub fn idleness(&self, beats: &[Beat]) -> f64 {
        beats.iter().map(|b| self.round(&b.order) / f64::from(b.patrols)).fold(0.0, f64::max)
    }

    /// A shorter round through the same places, where there is one.
    fn shorten(&self, order: &[u32], seed: u64, pace: &mut dyn Pace) -> Vec<u32> {
        let place = |i: u32| order[i as usize];
        let Ok(tour) = Tour::new(order.len(), |a, b| self.between(place(a), place(b)), None) else {
            return order.to_vec();
        };
        let warm: Vec<u32> = (0..u32::try_from(order.len()).unwrap_or(0)).collect();
        tour.improve(Some(&warm), seed, pace).order.into_iter().map(place).collect()
    }

    /// The round cut into neighbouring parts with patrols of their own so that the worst is least: by halving on the time
    /// between visits, and for each time the fewest patrols over all cuts.
    fn cut(&self, order: &[u32]) -> Vec<Beat> {
        let patrols = u32::try_from(self.patrols).unwrap_or(u32::MAX);
        let whole = vec![Beat { order: order.to_vec(), patrols }];
        let n = order.len();
        if !(2..=MOST_CUTS).contains(&n) || self.patrols < 2 {
            return whole;
        }
        let (mut low, mut high, mut best) = (0.0, self.idleness(&whole), whole);
        for _ in 0..24 {
            let most = 0.5 * (low + high);
            let fewest = (0..n).step_by(n.div_ceil(40)).filter_map(|start| self.cover(order, start, most));
            match fewest.min_by_key(|beats| beats.iter().map(|b| b.patrols).sum::<u32>()) {
                Some(beats) if beats.iter().map(|b| b.patrols).sum::<u32>() <= patrols => {
                    high = self.idleness(&beats).min(most);
                    best = beats;
                }
                _ => low = most,
            }
        }
        best
    }

    /// The parts of a round from one place on that need the fewest patrols to be visited every `most`.
    fn cover(&self, order: &[u32], start: usize, most: f64) -> Option<Vec<Beat>> {
        let n = order.len();
        let at = |i: usize| order[(start + i) % n];
        let mut need = vec![(u64::MAX, 0, 0_u32); n + 1];
        need[0] = (0, 0, 0);
        for from in 0..n {
            let before = need[from].0;
            let mut path = 0.0;
            for (to, slot) in need.iter_mut().enumerate().skip(from + 1) {
                if to > from + 1 {
                    path += self.between(at(to - 2), at(to - 1));
                }
                let patrols = patrols_for(path + self.between(at(to - 1), at(from)), most)?;
                let sum = before.saturating_add(u64::from(patrols));
                if sum < slot.0 {
                    *slot = (sum, from, patrols);
                }
            }
        }
        let mut beats = Vec::new();
        let mut to = n;
        while to > 0 {
            let (_, from, patrols) = need[to];
            beats.push(Beat { order: (from..to).map(at).collect(), patrols });
            to = from;
        }
        beats.reverse();
        Some(beats)
    }

    /// Patrols to spare go where the time between visits is longest.
    fn spend(&self, beats: &mut [Beat]) {
        let used: usize = beats.iter().map(|b| b.patrols as usize).sum();
        for _ in used..self.patrols {
            let worst = beats.iter_mut().max_by(|a, b| {
                let idle = |beat: &Beat| self.round(&beat.order) / f64::from(beat.patrols);
                idle(a).total_cmp(&idle(b))
            });
            if let Some(beat) = worst {
                beat.patrols += 1;
            }
        }
    }

    /// No plan is better than this. Within the longest time between two visits the patrols' ways touch every place, and they
    /// hang together in as many pieces as there are patrols at most: they are no shorter than the shortest trees that do.
    fn bound(&self) -> f64 {
        let mut joined = vec![false; self.places];
        let mut nearest = vec![f64::INFINITY; self.places];
        let mut edges = Vec::with_capacity(self.places);
        let mut next = Some(0);
        while let Some(at) = next {
            joined[at] = true;
            for other in (0..self.places).filter(|other| !joined[*other]) {
                nearest[other] = nearest[other].min(self.way[at * self.places + other]);
            }
            let rest = (0..self.places).filter(|other| !joined[*other]);
            next = rest.min_by(|a, b| nearest[*a].total_cmp(&nearest[*b]));
            edges.extend(next.map(|other| nearest[other]));
        }
        edges.sort_unstable_by(f64::total_cmp);
        let kept = self.places.saturating_sub(self.patrols);
        let sum: f64 = edges.iter().take(kept).sum();
        sum / f64::from(u32::try_from(self.patrols.max(1)).unwrap_or(u32::MAX))
    }

    fn is_plan(&self, beats: &[Beat]) -> bool {
        let mut seen = vec![false; self.places];
        let mut first = |c: &u32| seen.get_mut(*c as usize).is_some_and(|s| !std::mem::replace(s, true));
        beats.iter().all(|b| b.patrols > 0 && b.order.iter().all(&mut first))
            && seen.iter().all(|s| *s)
            && beats.iter().map(|b| b.patrols as usize).sum::<usize>() <= self.patrols
    }
}

/// Patrols that a round needs to be visited every `most`; none when that is no time.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Clamped.
fn patrols_for(round: f64, most: f64) -> Option<u32> {
    if round <= 0.0 {
        return Some(1);
    }
    (most > 0.0).then(|| (round / most - 1e-9).ceil().clamp(1.0, 1e6) as u32)
}

impl Planner for Beats {
    type Plan = Vec<Beat>;

    fn sense(&self) -> Sense {
        Sense::Least
    }

    fn plan(&self, warm: Option<&Self::Plan>, seed: u64, pace: &mut dyn Pace) -> Result<Outcome<Self::Plan>, Fault> {
        let all: Vec<u32> = (0..u32::try_from(self.places).unwrap_or(0)).collect();
        if self.patrols == 0 || self.places == 0 {
            let left_out = all.into_iter().map(|place| (place, Why::Nobody)).collect();
            return Ok(Outcome { best: Vec::new(), value: 0.0, bound: None, seed, rounds: 0, left_out });
        }
        let mut rounds = 0;
        let mut partly = |progress: &Progress| {
            rounds = progress.rounds;
            pace.spent(progress) / FIRST
        };
        let tour = Tour::new(self.places, |a, b| self.between(a, b), None)?.improve(None, seed, &mut partly);
        let patrols = u32::try_from(self.patrols).unwrap_or(u32::MAX);
        let mut best = vec![Beat { order: tour.order.clone(), patrols }];
        let mut parts = self.cut(&tour.order);
        for at in 0..parts.len() {
            let spent = pace.spent(&Progress { rounds, value: self.idleness(&best), bound: None });
            if over(spent) {
                break;
            }
            if parts[at].order.len() > 4 && parts.len() > 1 {
                parts[at].order = self.shorten(&parts[at].order, seed, &mut Rounds(PART_ROUNDS));
            }
        }
        self.spend(&mut parts);
        if self.idleness(&parts) < self.idleness(&best) {
            best = parts;
        }
        if let Some(warm) = warm.filter(|w| self.is_plan(w) && self.idleness(w) <= self.idleness(&best)) {
            best.clone_from(warm);
        }
        let bound = Some(self.bound());
        Ok(Outcome { value: self.idleness(&best), best, bound, seed, rounds, left_out: Vec::new() })
    }
}
