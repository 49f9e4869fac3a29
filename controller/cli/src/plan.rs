//! `skyground plan lay`, `skyground plan add` and `skyground check`: a duty plan from a seed, lines and areas from maps, and
//! every line of a plan before the judge.

use crate::Done;
use crate::args::{Add, Check, Lay};
use controller_server::folder;
use flight_plans::formats::patrols::Patrols;
use flight_plans::{Aircraft, Plan, Situation, Wind, check as judge, lay_plan, patrol};
use geodata::{Atlas, Datum, Finding, Timestamp, layers};
use std::process::ExitCode;

/// Lays a plan for a district and writes it.
pub fn lay(args: &Lay) -> Done {
    let atlas = folder::open_district(&args.district)?;
    let plan = lay_plan(&atlas, args.seed);
    folder::write(&args.out, &plan.to_json())?;
    if plan.squadron.is_empty() {
        let say = "it has no docks and no stations, so the plan has no aircraft, no units and no lines";
        let remedy =
            "Bring them with `skyground import posts`, or invent some: `skyground import osm --fiction-seed 1`";
        eprintln!("note: {}", Finding::new("note_no_docks", args.district.display().to_string(), say, remedy));
    }
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

/// Puts the lines and areas of files into a plan. All faults of all files at once; nothing is written until there is none.
pub fn add(args: &Add) -> Done {
    let datum: Datum = args.datum.parse().map_err(|fault: Finding| Finding { at: "--datum".into(), ..fault })?;
    let mut faults = Vec::new();
    let (mut lines, mut areas, mut replaced) = (0, 0, 0);
    let plan = Plan::parse(&folder::read(&args.plan)?);
    let mut plan = plan.unwrap_or_else(|faults| refuse(&args.plan, &faults));
    for file in &args.files {
        let bytes = folder::read(file)?;
        let placed = |f: Finding| Finding { at: format!("{}: {}", file.display(), f.at), ..f };
        let layer = layers::read(&file.display().to_string(), &bytes, datum);
        match layer.and_then(|layer| Patrols::of(&layer)) {
            Err(bad) => faults.extend(bad.into_iter().map(placed)),
            Ok(brought) => {
                (lines, areas) = (lines + brought.lines.len(), areas + brought.areas.len());
                for line in brought.lines {
                    replaced += put(&mut plan.lines, line, |line| line.id.clone());
                }
                for area in brought.areas {
                    replaced += put(&mut plan.areas, area, |area| area.id.clone());
                }
            }
        }
    }
    if faults.is_empty() {
        faults.extend(plan.faults());
    }
    if !faults.is_empty() {
        faults.iter().for_each(|fault| eprintln!("error: {fault}"));
        return Ok(ExitCode::FAILURE);
    }
    folder::write(&args.out, &plan.to_json())?;
    let out = args.out.display();
    println!("added plan={out} lines={lines} areas={areas} replaced={replaced} hash={}", plan.hash());
    Ok(ExitCode::SUCCESS)
}

/// In the place of the one with the same id, or at the end; how many were replaced.
fn put<T>(list: &mut Vec<T>, one: T, id: impl Fn(&T) -> String) -> usize {
    match list.iter().position(|known| id(known) == id(&one)) {
        Some(at) => {
            list[at] = one;
            1
        }
        None => {
            list.push(one);
            0
        }
    }
}

/// Judges every line flown by every aircraft in still air with a full battery. A line is good when one aircraft can fly
/// it; what keeps the others from it is told as a note.
pub fn check(args: &Check) -> Done {
    let atlas = folder::open_district(&args.district)?;
    let plan = Plan::parse(&folder::read(&args.plan)?).unwrap_or_else(|faults| refuse(&args.plan, &faults));
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
fn refuse(plan: &std::path::Path, faults: &[Finding]) -> Plan {
    for fault in faults {
        eprintln!("error: {}: {fault}", plan.display());
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
