//! The sortie search behind the contract of all planners, and why a task is left out.

use super::model::{Fault, Goal, Model, Task};
use super::search::{Leg, improve};
use crate::planner::contract::{Outcome, Planner, Sense, Why};
use crate::planner::pace::Pace;

impl Planner for Model {
    /// For each crew its tasks in order.
    type Plan = Vec<Vec<Leg>>;

    fn sense(&self) -> Sense {
        if self.goal == Goal::Prize { Sense::Most } else { Sense::Least }
    }

    fn plan(&self, warm: Option<&Self::Plan>, seed: u64, pace: &mut dyn Pace) -> Result<Outcome<Self::Plan>, Fault> {
        let warm: Option<Vec<Vec<u32>>> =
            warm.map(|plan| plan.iter().map(|sortie| sortie.iter().map(|leg| leg.task).collect()).collect());
        let answer = improve(self, warm.as_deref(), seed, pace)?;
        let left_out = answer.left_out.iter().map(|task| (*task, self.why(&self.tasks[*task as usize]))).collect();
        Ok(Outcome {
            bound: self.bound(),
            value: answer.value,
            best: answer.sorties,
            seed,
            rounds: answer.rounds,
            left_out,
        })
    }
}

impl Model {
    /// All prizes that somebody could fetch: a bound of what can be fetched together.
    fn bound(&self) -> Option<f64> {
        (self.goal == Goal::Prize).then(|| {
            let could = |task: &&Task| matches!(self.why(task), Why::WorthLess);
            self.tasks.iter().filter(could).map(|t| t.prize).sum()
        })
    }

    /// Why a task is not served: because it cannot be, or because something else is.
    fn why(&self, task: &Task) -> Why {
        if self.crews.is_empty() {
            return Why::Nobody;
        }
        let mut nearest = Why::NoWay;
        let mut over = f64::INFINITY;
        let mut most = None::<f64>;
        for crew in &self.crews {
            let way = |m: &super::Mode| self.between(crew.start, m.enter) + m.cost + self.between(m.leave, crew.end);
            let takes = task.modes.iter().map(way).fold(f64::INFINITY, f64::min);
            if takes - crew.limit > crew.limit * 1e-9 && takes.is_finite() {
                if takes - crew.limit < over {
                    over = takes - crew.limit;
                    nearest = Why::TooLong { takes, most: crew.limit };
                }
            } else if takes.is_finite() {
                most = Some(most.unwrap_or(0.0).max(crew.capacity));
            }
        }
        match most {
            None => nearest,
            Some(most) if task.load > most * (1.0 + 1e-9) => Why::TooHeavy { load: task.load, most },
            Some(_) if self.goal != Goal::Prize => Why::NoRoom,
            Some(_) if task.prize > 0.0 => Why::WorthLess,
            Some(_) => Why::Worthless,
        }
    }
}
