//! `skyground plan lay` and `skyground check`: a duty plan from a seed, and every line of a plan before the judge.

use crate::Done;
use crate::args::{Check, Lay};
use controller_server::folder;
use flight_plans::{Aircraft, Plan, Situation, Wind, check as judge, lay_plan, patrol};
use geodata::{Atlas, Finding, Timestamp};
use std::process::ExitCode;

/// Lays a plan for a district and writes it.
pub fn lay(args: &Lay) -> Done {
    let atlas = folder::open_district(&args.district)?;
    let plan = lay_plan(&atlas, args.seed);
    folder::write(&args.out, &plan.to_json())?;
    println!(
        "laid plan={} lines={} aircraft={} units={} hash={}",
        args.out.display(),
        plan.lines.len(),
        plan.squadron.len(),
        plan.ground.len(),
        plan.hash()
    );
    Ok(ExitCode::SUCCESS)
}

/// Judges every line flown by every aircraft in still air with a full battery. A line is good when one aircraft can fly
/// it; what keeps the others from it is told as a note.
pub fn check(args: &Check) -> Done {
    let atlas = folder::open_district(&args.district)?;
    let plan = Plan::parse(&folder::read(&args.plan)?).unwrap_or_else(|faults| refuse(args, &faults));
    if plan.district != atlas.hash {
        let place = args.plan.display().to_string();
        let say = "this plan was laid for another district";
        return Err(Finding::new("other_district", place, say, "Lay it again with `skyground plan lay`"));
    }
    let mut bad = 0usize;
    for line in &plan.lines {
        let faults: Vec<(&Aircraft, Vec<Finding>)> =
            plan.squadron.iter().map(|aircraft| (aircraft, faults(&atlas, &plan, aircraft, &line.id))).collect();
        let able = faults.iter().filter(|(_, found)| found.is_empty()).count();
        println!("line={} able={able}/{}", line.id, plan.squadron.len());
        for (aircraft, found) in &faults {
            for finding in found {
                println!("  vehicle={} {finding}", aircraft.callsign);
            }
        }
        bad += usize::from(able == 0);
    }
    println!("checked lines={} bad={bad}", plan.lines.len());
    Ok(if bad == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// All faults at once, then the end: there is no plan to go on with.
fn refuse(args: &Check, faults: &[Finding]) -> Plan {
    for fault in faults {
        eprintln!("error: {}: {fault}", args.plan.display());
    }
    std::process::exit(1)
}

fn faults(atlas: &Atlas, plan: &Plan, aircraft: &Aircraft, line: &str) -> Vec<Finding> {
    let unknown = |what: &str, id: &str| {
        vec![Finding::new("unknown_id", id, format!("there is no such {what}"), "Correct the id in the plan")]
    };
    let Some(dock) = atlas.posts.iter().find(|post| post.id == aircraft.dock) else {
        return unknown("dock", &aircraft.dock);
    };
    let Some(line) = plan.line(line) else { return unknown("line", line) };
    let situation = Situation {
        atlas,
        plan,
        vehicle: aircraft.vehicle,
        wind: Wind::CALM,
        battery_percent: 100.0,
        from: dock.at,
        from_altitude: atlas.terrain.ground(dock.at),
        on_ground: true,
        at: Timestamp::from_millis(0),
    };
    match patrol(&situation, line) {
        Ok(proposal) => judge(&proposal.mission, &situation).into_iter().filter(flight_plans::check::blocks).collect(),
        Err(finding) => vec![finding],
    }
}
