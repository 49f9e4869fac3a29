//! `skyground geo reach`: what is reached by road within some minutes.

use super::Table;
use super::desk::{self, Answer, Desk};
use super::snap::{Met, meet};
use crate::Done;
use crate::args::geo::Reach as Args;
use geodata::{Finding, Seconds};
use serde::Serialize;

#[derive(Serialize)]
struct Reach {
    profile: &'static str,
    from: Met,
    within: Vec<Within>,
}

#[derive(Serialize)]
struct Within {
    minutes: f64,
    junctions: usize,
}

pub fn run(args: &Args) -> Done {
    let desk = Desk::with_places(&args.common, &args.places)?;
    let profile = desk::profile(&args.profile)?;
    let (from, met) = meet(&desk, &args.place)?;
    let minutes = minutes(&args.minutes)?;
    let within = |minutes: f64| Within {
        minutes,
        junctions: desk.atlas.roads.reachable_within(&from, profile, Seconds(minutes * 60.0)).len(),
    };
    let within = minutes.into_iter().map(within).collect();
    desk.say("reach", &Reach { profile: desk::word(profile), from: met, within })
}

/// One to ten spans of time, ascending.
fn minutes(said: &[f64]) -> Result<Vec<f64>, Finding> {
    let fault = |say: String| Finding::new("out_of_range", "--minutes", say, "Give up to ten, as in `--minutes 1,3,5`");
    if said.is_empty() || said.len() > 10 {
        return Err(fault(format!("{} spans of time", said.len())));
    }
    if let Some(odd) = said.iter().find(|m| !(0.1..=60.0).contains(*m)) {
        return Err(fault(format!("{odd} minutes are not between 0.1 and 60")));
    }
    let mut minutes = said.to_vec();
    minutes.sort_by(f64::total_cmp);
    minutes.dedup();
    Ok(minutes)
}

impl Answer for Reach {
    fn tell(&self) -> String {
        let mut table = Table::new(&[">minutes", ">junctions"]);
        for within in &self.within {
            table.row([within.minutes.to_string(), within.junctions.to_string()]);
        }
        format!("by {} from  {}\n\n{table}", self.profile, self.from.line())
    }
}
