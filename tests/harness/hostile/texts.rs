//! What people write: plans, airframes, policies, scenarios. What was accepted is then put to use.

use super::told;
use super::world::{Desk, setup};
use controller_core::{Policy, Setup};
use controller_engine::Stimulus;
use flight_plans::{Airframe, Plan, airframe};
use geodata::{Metres, MetresPerSecond, Seconds};
use sim::Scenario;
use sim::lockstep::Lockstep;
use std::sync::Arc;

/// A plan file.
///
/// # Panics
/// When a plan that was accepted is another one after being written and read.
pub fn plan(bytes: &[u8]) -> bool {
    match Plan::parse(bytes) {
        Ok(plan) => {
            assert_eq!(Plan::parse(&plan.to_json()).as_ref(), Ok(&plan));
            work(Setup { plan: Arc::new(plan), ..setup() });
            true
        }
        Err(findings) => {
            assert!(!findings.is_empty(), "refused without a word");
            false
        }
    }
}

/// An airframe file.
///
/// # Panics
/// When an airframe that was accepted draws a charge that is no number.
pub fn airframe(bytes: &[u8]) -> bool {
    let Ok(airframe) = std::str::from_utf8(bytes).map_err(drop).and_then(|text| Airframe::parse(text).map_err(drop))
    else {
        return false;
    };
    for metres in [-100.0, 0.0, 100.0] {
        let (time, charge) = airframe.change_height(Metres(metres));
        assert!(time.0 >= 0.0 && charge >= 0.0, "{airframe:?}");
    }
    assert!(airframe.cruise_draw(Seconds(60.0)).is_finite() && airframe.idle_draw().is_finite(), "{airframe:?}");
    true
}

/// Samples of recorded flight, and the power fitted to them.
///
/// # Panics
/// When a refusal does not say what to do, or what was learned from accepted samples draws a power that is no number.
pub fn samples(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let samples = match airframe::samples(text, Some(100.0)) {
        Ok(samples) => samples,
        Err(faults) => {
            told(&faults);
            return false;
        }
    };
    match airframe::fit(&samples, airframe::Known { mass_kg: 3.0, induced_mps: None }) {
        Ok(fit) => {
            let (airspeed, climb) = (MetresPerSecond(12.0), MetresPerSecond(2.0));
            let watts = fit.model.watts(airframe::Flying { airspeed, climb, payload: 0.5 });
            assert!(watts.is_finite() && watts > 0.0 && fit.residual_w.is_finite(), "{fit:?}");
        }
        Err(faults) => told(&faults),
    }
    true
}

/// A policy file.
pub fn policy(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    match Policy::parse(text) {
        Ok(policy) => {
            work(Setup { policy: Arc::new(policy), ..setup() });
            true
        }
        Err(finding) => {
            assert!(!finding.at.is_empty() && !finding.remedy.is_empty(), "{finding}");
            false
        }
    }
}

/// A scenario file.
pub fn scenario(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    match Scenario::parse("hostile.toml", text) {
        Ok(scenario) => run(&scenario),
        Err(finding) => {
            assert!(finding.at.contains("hostile.toml"), "{finding}");
            false
        }
    }
}

fn run(scenario: &Scenario) -> bool {
    let mut observer = |_: &controller_engine::Record| {};
    let Ok(mut lockstep) = Lockstep::new(setup(), scenario, 1, &mut observer) else { return false };
    for _ in 0..40 {
        if !lockstep.step(&mut observer) {
            break;
        }
    }
    true
}

/// An alarm and the ten seconds after it, on what was accepted.
fn work(setup: Setup) {
    let mut desk = Desk::new(setup);
    desk.populate();
    desk.alarm(0.001);
    for _ in 0..5 {
        desk.wait(Seconds(2.0));
        desk.take(Stimulus::Clock);
    }
    desk.check();
}
