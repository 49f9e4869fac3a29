//! Both ways to choose sites behind the contract of all planners.

use super::{Cover, Median};
use crate::planner::contract::{Fault, Outcome, Planner, Sense, Why};
use crate::planner::pace::Pace;

impl Planner for Cover {
    /// Sites chosen, ascending.
    type Plan = Vec<u32>;

    fn sense(&self) -> Sense {
        Sense::Most
    }

    /// Left out are the customers nobody reaches.
    fn plan(&self, warm: Option<&Self::Plan>, seed: u64, pace: &mut dyn Pace) -> Result<Outcome<Self::Plan>, Fault> {
        let answer = self.improve(warm.map(Vec::as_slice), seed, pace);
        Ok(Outcome {
            left_out: self.not_covered(&answer.sites),
            value: answer.value,
            bound: Some(answer.bound),
            best: answer.sites,
            seed,
            rounds: answer.rounds,
        })
    }
}

impl Cover {
    fn not_covered(&self, chosen: &[u32]) -> Vec<(u32, Why)> {
        let mut reached = vec![false; self.weight.len()];
        for class in chosen.iter().filter_map(|site| self.reach.get(*site)).flatten() {
            reached[*class as usize] = true;
        }
        let why = |class: &Option<u32>| match class {
            None => Some(Why::BeyondAll),
            Some(class) if !reached[*class as usize] => Some(Why::NotReached),
            Some(_) => None,
        };
        let numbered = (0..).zip(&self.class_of);
        numbered.filter_map(|(customer, class)| Some((customer, why(class)?))).collect()
    }
}

impl Planner for Median {
    /// Sites chosen, ascending.
    type Plan = Vec<u32>;

    fn sense(&self) -> Sense {
        Sense::Least
    }

    /// Nobody is left out: every customer has a nearest site.
    fn plan(&self, warm: Option<&Self::Plan>, seed: u64, pace: &mut dyn Pace) -> Result<Outcome<Self::Plan>, Fault> {
        let answer = self.improve(warm.map(Vec::as_slice), seed, pace);
        let (value, bound, rounds) = (answer.value, Some(answer.bound), answer.rounds);
        Ok(Outcome { best: answer.sites, value, bound, seed, rounds, left_out: Vec::new() })
    }
}
