//! A morning of a city's calls under the product's rule and under the nearest idle crew.

use controller_core::policy::pairing::PairingRule;
use harness::city::{Load, compare, percentile, run};

const HOURS: f64 = 4.0;

#[test]
fn the_same_day_comes_to_the_same_and_both_rules_have_the_same_calls() {
    let day = |rule| run(1, Load(0.5), HOURS, rule);
    let (ours, again, nearest) = (day(PairingRule::Batch), day(PairingRule::Batch), day(PairingRule::NearestIdle));
    assert_eq!(ours, again);
    assert!(ours.arrivals.len() > 50, "{} calls", ours.arrivals.len());
    let urgency = |day: &harness::city::Day| day.arrivals.iter().map(|one| one.priority).collect::<Vec<_>>();
    assert_eq!(urgency(&ours), urgency(&nearest));
    assert!(ours.arrivals.iter().chain(&nearest.arrivals).all(|one| one.after.is_some()), "nobody came");
}

#[test]
fn in_a_busy_morning_the_products_rule_is_sooner_than_the_nearest_idle_crew_and_turns_few_round() {
    let compared = compare(Load(0.7), HOURS, &[1, 2]);
    assert!(compared.ours.p90 < 0.95 * compared.nearest.p90, "{compared:?}");
    assert!(compared.ours.taken_away <= 0.06, "{compared:?}");
    assert!(compared.nearest.taken_away <= 0.0, "{compared:?}");
}

#[test]
fn the_ninth_tenth_is_the_nearest_rank() {
    let ten = (1..=10).map(f64::from).collect::<Vec<_>>();
    let found = |all: &[f64], share| percentile(all.to_vec(), share).to_string();
    assert_eq!([found(&ten, 0.9), found(&ten, 0.5), found(&[7.0], 0.9), found(&[], 0.9)], ["9", "5", "7", "0"]);
}
