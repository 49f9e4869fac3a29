//! A shift from a wish to flights that passed the judge: planned, written as missions, kept apart, judged, and looked at
//! from above to see how often each area is seen.

use flight_plans::check::{AreaSeen, Span, World, areas, blocks, schedule as judge};
use flight_plans::planner::deconflict::Moved;
use flight_plans::planner::duty::demand::{Demand, Wish, demand};
use flight_plans::planner::duty::flights::{apart, flights};
use flight_plans::planner::duty::{Outcome, plan as plan_duty};
use flight_plans::planner::pace::Pace;
use flight_plans::schedule::Schedule;
use geodata::Finding;
use std::collections::BTreeMap;

/// Ids told singly of what shares one reason.
const TOLD: usize = 8;

/// A shift as planned.
pub struct Laid {
    pub model: Demand,
    pub outcome: Outcome,
    /// The flights, kept apart.
    pub flights: Schedule,
    /// Which of them were changed for that.
    pub moved: Vec<Moved>,
    /// Sorties that became no flight, by id.
    pub unflown: Vec<(String, Finding)>,
    /// What the judge forbids.
    pub faults: Vec<Finding>,
    /// How the areas are seen.
    pub seen: Vec<AreaSeen>,
}

/// Plans a shift; `think` lets the planner think.
pub fn lay(wish: &Wish<'_>, seed: u64, think: impl FnOnce(&dyn Fn(&mut dyn Pace) -> Outcome) -> Outcome) -> Laid {
    let model = demand(wish);
    let outcome = think(&|pace: &mut dyn Pace| plan_duty(&model.duty, None, seed, pace));
    let (written, mut unflown) = flights(wish, &model, &outcome.best);
    let (flights, moved, no_room) = apart(wish, &written);
    unflown.extend(no_room);
    let world = World { atlas: wish.atlas, plan: wish.plan };
    let faults = judge(&flights, &world).into_iter().filter(blocks).collect();
    let span = Span { from: wish.from, length: wish.length, every: wish.dosage.line_every };
    let seen = areas(&flights, &world, &span);
    Laid { model, outcome, flights, moved, unflown, faults, seen }
}

/// What shares a reason in one finding, the commonest reason first: `201 places: none of its hours ...: HS-1, HS-2 ...`.
pub fn grouped<'a>(all: impl IntoIterator<Item = &'a (String, Finding)>) -> Vec<Finding> {
    let mut groups: BTreeMap<(&str, &str), (Vec<&str>, &Finding)> = BTreeMap::new();
    for (id, why) in all {
        groups.entry((why.code, why.say.as_str())).or_insert_with(|| (Vec::new(), why)).0.push(id);
    }
    let mut groups: Vec<_> = groups.into_values().collect();
    groups.sort_by(|a, b| b.0.len().cmp(&a.0.len()).then(a.1.code.cmp(b.1.code)));
    let told = |(ids, why): (Vec<&str>, &Finding)| {
        if let [one] = ids[..] {
            return Finding { at: one.to_owned(), ..why.clone() };
        }
        let more = if ids.len() > TOLD { format!(" and {} more", ids.len() - TOLD) } else { String::new() };
        let some = ids.iter().take(TOLD).copied().collect::<Vec<_>>().join(", ");
        Finding { at: format!("{} of them, {some}{more}", ids.len()), ..why.clone() }
    };
    groups.into_iter().map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shares_a_reason_is_one_line_and_counts_everything() {
        let why = |code, say: &str| Finding::new(code, "somewhere", say, "Do something");
        let mut all: Vec<(String, Finding)> =
            (0..20).map(|i| (format!("H{i}"), why("not_asked", "no hours"))).collect();
        all.push(("L1".into(), why("zone_blocks", "a zone")));
        let told = grouped(&all);
        assert_eq!(told.len(), 2);
        assert!(told[0].at.starts_with("20 of them, H0, H1") && told[0].at.ends_with("and 12 more"), "{}", told[0].at);
        assert_eq!(told[1].at, "L1");
    }
}
