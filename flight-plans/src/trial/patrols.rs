//! The laid plan and the patrols on it.

use super::{atlas, docked, plan};
use crate::check::{blocks, check};
use crate::{MissionItem, Plan, Situation, Wind, lay_plan, patrol};
use geodata::{Agl, Heading, Metres, MetresPerSecond, Profile, ZoneKind};

#[test]
fn the_same_seed_lays_the_same_plan_and_another_seed_another() {
    assert_eq!(lay_plan(atlas(), 1).hash(), plan().hash());
    assert_ne!(lay_plan(atlas(), 2).hash(), plan().hash());
}

#[test]
fn a_laid_plan_has_no_fault_fits_its_district_and_says_it_is_fictional() {
    for seed in 0..20 {
        let plan = lay_plan(atlas(), seed);
        assert_eq!(plan.faults(), [], "seed {seed}");
        assert_eq!(plan.misfits(atlas()), []);
        assert!(plan.name.starts_with("Fictional"));
        assert_eq!((plan.squadron.len(), plan.ground.len(), plan.lines.len()), (5, 310, 12), "seed {seed}");
    }
}

#[test]
fn a_laid_plan_has_the_crews_it_promises_at_every_station() {
    let count = |p| plan().ground.iter().filter(|u| u.profile == p).count();
    assert_eq!((count(Profile::Car), count(Profile::Motorbike), count(Profile::Foot)), (150, 60, 100));
    let misfit = Plan { district: "another".into(), ..plan().clone() };
    assert_eq!(misfit.misfits(atlas())[0].code, "plan_district");
}

#[test]
fn every_line_is_a_loop_of_four_to_nine_kilometres_clear_of_every_zone() {
    for line in &plan().lines {
        let length = line.length(&atlas().frame);
        assert!((4000.0..=9000.0).contains(&length.0), "{} is {length}", line.name);
        let corners = line.local(&atlas().frame);
        for (a, b) in corners.iter().zip(corners.iter().cycle().skip(1)) {
            let near = |z: &geodata::Zone| crate::check::clearance(&z.shape, *a, *b);
            assert!(atlas().zones.iter().all(|z| z.kind != ZoneKind::KeepOut || near(z) >= 49.9), "{}", line.name);
        }
    }
}

#[test]
fn every_aircraft_can_patrol_lines_in_calm_air_and_in_wind_and_the_judge_agrees() {
    let mut flown = 0;
    for line in &plan().lines {
        for vehicle in 1..=5 {
            for wind in [Wind::CALM, Wind::from(Heading::degrees(200.0), MetresPerSecond(9.0))] {
                let s = Situation { wind, ..docked(vehicle) };
                match patrol(&s, line) {
                    Ok(proposal) => {
                        let findings = check(&proposal.mission, &s);
                        assert!(!findings.iter().any(blocks), "{} {vehicle} {findings:?}", line.name);
                        assert!(matches!(proposal.mission.items.first(), Some(MissionItem::Takeoff { .. })));
                        assert_eq!(proposal.mission.items.last(), Some(&MissionItem::Return));
                        assert!(proposal.battery_back_home >= 25.0);
                        flown += 1;
                    }
                    Err(refusal) => assert!(["reserve_short", "no_way"].contains(&refusal.code), "{refusal}"),
                }
            }
        }
    }
    // Most pairs are too far apart: a line lies near one dock of a long valley.
    println!("{flown} of 120 patrols flown");
    assert!(flown >= 24, "{flown}");
}

#[test]
fn each_line_is_flown_at_least_once_round_by_the_aircraft_it_was_laid_for() {
    for (line, vehicle) in plan().lines.iter().zip((1..=5).cycle()) {
        let proposal = patrol(&docked(vehicle), line).unwrap();
        println!("{}: {:.0} min, {} items", line.name, proposal.flight.time.0 / 60.0, proposal.mission.items.len());
        assert!(proposal.flight.length >= line.length(&atlas().frame));
    }
}

#[test]
fn a_line_is_not_flown_under_its_own_height() {
    let line = crate::PatrolLine { altitude: Agl(Metres(95.0)), ..plan().lines[0].clone() };
    assert_eq!(patrol(&docked(1), &line).unwrap_err().code, "layer_below_line");
}
