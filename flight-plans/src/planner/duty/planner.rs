//! The duty behind the one contract of all planners.

use super::model::Duty;
use super::patrol::Patrol;
use super::roll::plan;
use crate::planner::contract::{Fault, Outcome, Planner, Sense, Why};
use crate::planner::pace::Pace;

impl Planner for Duty {
    type Plan = Patrol;

    fn sense(&self) -> Sense {
        Sense::Least
    }

    fn plan(&self, warm: Option<&Patrol>, seed: u64, pace: &mut dyn Pace) -> Result<Outcome<Patrol>, Fault> {
        let faults = self.faults();
        if !faults.is_empty() {
            return Err(Fault(faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")));
        }
        let outcome = plan(self, warm, seed, pace);
        let index = |id: &str| self.targets.iter().position(|t| t.id == id).and_then(|at| u32::try_from(at).ok());
        let left_out = outcome.left_out.iter().filter_map(|(id, why)| Some((index(id)?, Why::Other(why.to_string()))));
        Ok(Outcome {
            left_out: left_out.collect(),
            best: outcome.best,
            value: outcome.value,
            bound: outcome.bound,
            seed: outcome.seed,
            rounds: outcome.iterations,
        })
    }
}
