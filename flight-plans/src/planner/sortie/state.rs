//! A whole answer as the search holds it: every crew's sortie, and who is left out.

use super::model::Goal;
use super::route::{Flat, Route, Stop};

/// No crew.
pub(super) const NOBODY: u32 = u32::MAX;

#[derive(Clone, Default)]
pub(super) struct State<const M: usize> {
    pub routes: Vec<Route<M>>,
    /// Crew of each task.
    pub whose: Vec<u32>,
    /// Tasks nobody serves, and where each stands in that list.
    pub absent: Vec<u32>,
    place: Vec<u32>,
    /// Less is better.
    pub score: f64,
}

/// What all sorties together weigh beside the longest, when the longest is to be short.
const SHARED: f64 = 0.2;

/// What the parts of an answer weigh against each other.
#[derive(Clone, Copy)]
pub(super) struct Weights {
    /// What a task left out costs, when all are wanted.
    pub missing: f64,
    /// What a unit of travel costs.
    pub travel: f64,
}

impl Weights {
    pub(super) fn of<const M: usize>(flat: &Flat<'_, M>) -> Self {
        let longest = flat.model.travel.iter().copied().filter(|t| t.is_finite()).fold(0.0, f64::max);
        let service: f64 = flat.tasks.iter().map(|t| t.cost.iter().copied().fold(0.0, f64::max)).sum();
        let missing = (4.0 * longest + service).max(1.0);
        let limits: f64 = flat.model.crews.iter().map(|c| c.limit).filter(|l| l.is_finite()).sum();
        let prizes = flat.tasks.iter().map(|t| t.prize).filter(|p| *p > 0.0).fold(f64::INFINITY, f64::min);
        let travel = match flat.model.goal {
            Goal::Cost => 1.0,
            // Work moves between sorties as long as what is saved anywhere counts for something everywhere.
            Goal::Longest => SHARED / count(flat.model.crews.len().max(1)),
            Goal::Prize if limits > 0.0 && prizes.is_finite() => 0.5 * prizes / limits,
            Goal::Prize => 0.0,
        };
        Self { missing, travel }
    }
}

impl<const M: usize> State<M> {
    pub(super) fn empty(flat: &Flat<'_, M>) -> Self {
        let count = u32::try_from(flat.tasks.len()).unwrap_or(0);
        let mut state = Self {
            routes: vec![Route::default(); flat.model.crews.len()],
            whose: vec![NOBODY; flat.tasks.len()],
            absent: (0..count).collect(),
            place: (0..count).collect(),
            score: f64::INFINITY,
        };
        for (route, crew) in state.routes.iter_mut().zip(&flat.model.crews) {
            route.refresh(flat, crew, 0);
        }
        state
    }

    pub(super) fn leave_out(&mut self, task: u32) {
        self.whose[task as usize] = NOBODY;
        self.place[task as usize] = u32::try_from(self.absent.len()).unwrap_or(0);
        self.absent.push(task);
    }

    pub(super) fn take(&mut self, task: u32, crew: u32) {
        let at = self.place[task as usize] as usize;
        self.absent.swap_remove(at);
        if let Some(moved) = self.absent.get(at) {
            self.place[*moved as usize] = u32::try_from(at).unwrap_or(0);
        }
        self.whose[task as usize] = crew;
    }

    /// Takes the stops `from..to` of a sortie out.
    pub(super) fn cut(&mut self, crew: usize, keep: impl Fn(usize, &Stop<M>) -> bool) {
        let mut stops = std::mem::take(&mut self.routes[crew].stops);
        let mut at = 0;
        stops.retain(|stop| {
            let stays = keep(at, stop);
            at += 1;
            if !stays {
                self.leave_out(stop.task);
            }
            stays
        });
        self.routes[crew].stops = stops;
    }

    pub(super) fn weigh(&mut self, flat: &Flat<'_, M>, weights: &Weights) {
        let cost: f64 = self.routes.iter().map(|r| r.cost).sum();
        self.score = match flat.model.goal {
            Goal::Prize => {
                let lost: f64 = self.absent.iter().map(|t| flat.tasks[*t as usize].prize).sum();
                lost + weights.travel * cost
            }
            Goal::Cost => cost + weights.missing * count(self.absent.len()),
            Goal::Longest => {
                let longest = self.routes.iter().map(|r| r.cost).fold(0.0, f64::max);
                longest + weights.travel * cost + weights.missing * count(self.absent.len())
            }
        };
    }

    /// Becomes another answer; only sorties with another stamp are copied.
    pub(super) fn copy_from(&mut self, other: &Self) {
        for (mine, theirs) in self.routes.iter_mut().zip(&other.routes) {
            if mine.stamp != theirs.stamp {
                mine.copy_from(theirs);
            }
        }
        self.whose.clone_from(&other.whose);
        self.absent.clone_from(&other.absent);
        self.place.clone_from(&other.place);
        self.score = other.score;
    }
}

#[allow(clippy::cast_precision_loss)] // Counts of tasks are small.
pub(super) fn count(n: usize) -> f64 {
    n as f64
}
