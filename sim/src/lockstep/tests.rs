//! The mission from alarm to feedback, without a socket.

use super::*;
use crate::testing::district;
use controller_core::Policy;

fn setup() -> Setup {
    let (atlas, plan) = district();
    Setup { atlas, plan, policy: Arc::new(Policy::parse(controller_core::policy::DEFAULT).unwrap()) }
}

fn flown(seed: u64) -> (Run, Vec<String>) {
    let (name, text) = crate::SHIPPED[0];
    let scenario = Scenario::parse(name, text).unwrap();
    let mut kinds = Vec::new();
    let run = run(setup(), &scenario, seed, &mut |record| kinds.push(record.kind.clone())).unwrap();
    (run, kinds)
}

fn assert_in_order(strand: &[&str], kinds: &[String]) {
    let mut from = 0;
    for hop in strand {
        let found = kinds[from..].iter().position(|kind| kind == hop);
        from += found.unwrap_or_else(|| panic!("no {hop} after record {from} of {kinds:?}"));
    }
}

#[test]
fn the_market_alarm_goes_from_report_to_closing_with_a_flight_a_sighting_and_a_unit() {
    let (run, kinds) = flown(7);
    assert!(run.closed, "{kinds:?} {:?}", run.refused);
    // Two strands that touch: what the desk does, and what air and ground do. A camera may see before it is overhead.
    let desk = ["incident_reported", "incident_assessed", "approval_requested", "approval_granted", "sortie_ordered"];
    let air = ["sortie_ordered", "sortie_on_scene", "sortie_returning", "sortie_ended"];
    let ground = [
        "sortie_ordered",
        "track_confirmed",
        "tasking_sent",
        "tasking_replied",
        "incident_resolved",
        "incident_closed",
    ];
    for strand in [&desk[..], &air, &ground] {
        assert_in_order(strand, &kinds);
    }
    assert!((240.0..=1500.0).contains(&run.sim_seconds), "{}", run.sim_seconds);
    assert!(run.refused.is_empty(), "{:?}", run.refused);
}

#[test]
fn the_same_seed_is_the_same_run_and_another_seed_another() {
    let (first, _) = flown(7);
    assert_eq!(first, flown(7).0);
    let (other, _) = flown(8);
    assert!(other.closed, "{other:?}");
    assert_ne!(first.hash, other.hash);
}
