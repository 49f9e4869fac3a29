//! `skyground flight-plans check`: a duty plan line by line, or one flight before the judge.

use super::shift::{grouped, lay};
use super::{docked, open, wind};
use crate::Done;
use crate::args::planning::CheckFile;
use crate::geo::Table;
use crate::import::Report;
use controller_server::folder;
use flight_plans::check::blocks;
use flight_plans::formats::{Altitude, read_flight};
use flight_plans::planner::duty::demand::{Dosage, Wish};
use flight_plans::planner::pace::Rounds;
use flight_plans::schedule::{Operator, Rules};
use flight_plans::{Plan, Wind, check as judge, patrol};
use geodata::{Agl, Atlas, Finding, Metres, Seconds, Timestamp};
use serde_json::Value;
use std::process::ExitCode;

pub fn run(args: &CheckFile) -> Done {
    let mut report = Report::new(args.json);
    let bytes = folder::read(&args.file)?;
    let is_plan = serde_json::from_slice::<Value>(&bytes).is_ok_and(|value| value.get("squadron").is_some());
    let plan = if is_plan { Some(&args.file) } else { args.plan.as_ref() };
    let opened = open(args.district.as_ref(), plan).and_then(|opened| Ok((opened, wind(args.wind)?)));
    let ((atlas, plan), wind) = match opened {
        Ok(opened) => opened,
        Err(faults) => return report.refused(&faults),
    };
    let faults = if is_plan {
        report.fact("lines", plan.lines.len());
        report.fact("areas", plan.areas.len());
        report.fact("aircraft", plan.squadron.len());
        report.fact("hash", plan.hash());
        let mut faults = lines(&atlas, &plan, wind, &mut report);
        faults.extend(areas(&atlas, &plan, wind, &mut report));
        faults
    } else {
        flight(args, &bytes, &atlas, &plan, wind, &mut report)
    };
    report.fact("faults", faults.len());
    if faults.is_empty() {
        return report.done("checked");
    }
    report.refused(&faults).map(|_| ExitCode::FAILURE)
}

/// A line is good when one aircraft can fly it; what keeps the others from it is in the table, and a note for programs.
fn lines(atlas: &Atlas, plan: &Plan, wind: Wind, report: &mut Report) -> Vec<Finding> {
    let mut bad = Vec::new();
    let mut table = Table::new(&["line", "once round", "flown by", "not by"]);
    for line in &plan.lines {
        let (mut by, mut not) = (Vec::new(), Vec::new());
        let mut found = Vec::new();
        let mut able = 0;
        for aircraft in &plan.squadron {
            let faults = match docked(atlas, plan, aircraft.vehicle, wind).and_then(|s| Ok((patrol(&s, line)?, s))) {
                Ok((proposal, situation)) => judge(&proposal.mission, &situation).into_iter().filter(blocks).collect(),
                Err(finding) => vec![finding],
            };
            able += usize::from(faults.is_empty());
            match faults.first() {
                None => by.push(aircraft.callsign.clone()),
                Some(why) => not.push(format!("{} ({})", aircraft.callsign, why.code)),
            }
            let own = |at: &str| if at == aircraft.callsign { String::new() } else { format!(": {at}") };
            let placed =
                |f: Finding| Finding { at: format!("line {}, {}{}", line.id, aircraft.callsign, own(&f.at)), ..f };
            found.extend(faults.into_iter().map(placed));
        }
        let round = format!("{:.1} km", line.length(&atlas.frame).0 / 1_000.0);
        table.row([line.id.clone(), round, by.join(", "), not.join(", ")]);
        if able == 0 {
            bad.extend(found);
        } else if report.json {
            report.notes.extend(found);
        }
    }
    if !report.json && !plan.lines.is_empty() {
        print!("{table}");
    }
    if plan.squadron.is_empty() {
        let say = "there is no aircraft in it, so nobody can fly anything";
        report.notes.push(Finding::new(
            "note_nobody",
            "the plan",
            say,
            "Add aircraft, or lay it where there are docks",
        ));
    }
    bad
}

/// An area is good when flights that the judge lets pass see some of it; what of it nobody sees is a note.
fn areas(atlas: &Atlas, plan: &Plan, wind: Wind, report: &mut Report) -> Vec<Finding> {
    let mut bad = Vec::new();
    let operators = [Operator { id: "operator 1".into(), most: 20, shift: None }];
    for area in &plan.areas {
        let alone = Plan { lines: Vec::new(), areas: vec![area.clone()], ..plan.clone() };
        let longest = area.revisit.iter().map(|band| band.every.0).fold(7_200.0, f64::max);
        let wish = Wish {
            atlas,
            plan: &alone,
            hotspots: Vec::new(),
            wind,
            from: Timestamp::from_millis(0),
            length: Seconds(longest.min(86_400.0)),
            dosage: Dosage::default(),
            operators: &operators,
            rules: Rules::default(),
        };
        let laid = lay(&wish, 1, |plan_it| plan_it(&mut Rounds(64)));
        let at = |f: &Finding| Finding { at: format!("area {}: {}", area.id, f.at), ..f.clone() };
        bad.extend(laid.faults.iter().map(at));
        let why: Vec<Finding> = grouped(laid.model.refused.iter().chain(&laid.unflown)).iter().map(at).collect();
        let list = if laid.flights.flights.is_empty() { &mut bad } else { &mut report.notes };
        list.extend(why);
    }
    bad
}

/// A flight of a file, as this aircraft would fly it from its dock.
fn flight(args: &CheckFile, bytes: &[u8], atlas: &Atlas, plan: &Plan, wind: Wind, report: &mut Report) -> Vec<Finding> {
    let name = args.file.display().to_string();
    let height = args.height_agl.map(|metres| Altitude::Agl(Agl(Metres(metres))));
    let (file, notes) = match read_flight(&name, bytes, height) {
        Ok(read) => read,
        Err(faults) => return faults,
    };
    report.notes.extend(notes);
    report.fact("steps", file.steps.len());
    let ground = |at| Some(atlas.terrain.ground(atlas.frame.to_local(at)));
    let mission = match file.mission(ground) {
        Ok(mission) => mission,
        Err(faults) => return faults,
    };
    report.fact("hash", mission.hash());
    match docked(atlas, plan, args.vehicle, wind) {
        Err(finding) => vec![finding],
        Ok(situation) => {
            let (faults, notes) = judge(&mission, &situation).into_iter().partition(blocks);
            report.notes.extend::<Vec<Finding>>(notes);
            faults
        }
    }
}
