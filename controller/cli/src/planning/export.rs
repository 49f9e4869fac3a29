//! `skyground flight-plans export`: a plan as a picture or a page, its lines and areas as a map, or the sortie of one line
//! as a flight.

use super::{docked, draw, is_drawn, open, wind};
use crate::Done;
use crate::args::planning::ExportPlan;
use crate::import::Report;
use controller_server::folder;
use flight_plans::formats::patrols::Patrols;
use flight_plans::formats::{FlightFile, FlightFormat, write_flight};
use flight_plans::picture::Scene;
use flight_plans::{Plan, patrol};
use geodata::{Finding, layers};

/// All lines and areas as a file for maps, which `skyground plan add` reads again.
fn map(args: &ExportPlan, plan: &Plan, name: &str, mut report: Report) -> Done {
    let Ok(format) = layers::Format::named(args.format.as_deref().unwrap_or(name)) else {
        let say =
            "a plan is a picture (.svg), a page (.html) or a map of its lines and areas (.geojson, .kml, .kmz, .csv)";
        let remedy = "Give the file one of these ends, or name a line with --line for a flight";
        return Err(Finding::new("no_line", name, say, remedy));
    };
    let patrols = Patrols { lines: plan.lines.clone(), areas: plan.areas.clone() };
    match layers::write(format, &patrols.layer()) {
        Err(faults) => report.refused(&faults),
        Ok((bytes, notes)) => {
            folder::write(&args.out, &bytes)?;
            report.notes.extend(notes);
            report.fact("file", name);
            report.fact("lines", plan.lines.len());
            report.fact("areas", plan.areas.len());
            report.done("exported")
        }
    }
}

pub fn run(args: &ExportPlan) -> Done {
    let mut report = Report::new(args.json);
    let opened = open(args.district.as_ref(), args.plan.as_ref()).and_then(|opened| Ok((opened, wind(args.wind)?)));
    let ((atlas, plan), wind) = match opened {
        Ok(opened) => opened,
        Err(faults) => return report.refused(&faults),
    };
    let name = args.out.display().to_string();
    if is_drawn(&args.out) && args.line.is_none() {
        draw(&Scene::of_plan(&atlas, &plan), &args.out, &args.lang)?;
        report.fact("file", name);
        report.fact("lines", plan.lines.len());
        report.fact("areas", plan.areas.len());
        report.fact("hash", plan.hash());
        return report.done("exported");
    }
    let Some(id) = &args.line else {
        return map(args, &plan, &name, report);
    };
    let Some(line) = plan.line(id) else {
        let known: Vec<&str> = plan.lines.iter().map(|line| line.id.as_str()).collect();
        let remedy = format!("Name one of {}", known.join(", "));
        return Err(Finding::new("unknown_id", id.clone(), "the plan has no such line", remedy));
    };
    let format = FlightFormat::named(args.format.as_deref().unwrap_or(&name))?;
    let situation = docked(&atlas, &plan, args.vehicle, wind)?;
    let proposal = patrol(&situation, line)?;
    let (faults, notes): (Vec<Finding>, Vec<Finding>) =
        flight_plans::check(&proposal.mission, &situation).into_iter().partition(flight_plans::check::blocks);
    if !faults.is_empty() {
        return report.refused(&faults);
    }
    report.notes.extend(notes);
    let home = (atlas.frame.to_wgs84(situation.from), situation.from_altitude);
    let file = FlightFile { home: Some(home), ..FlightFile::of(&proposal.mission) };
    match write_flight(format, &file) {
        Err(faults) => report.refused(&faults),
        Ok((bytes, notes)) => {
            folder::write(&args.out, &bytes)?;
            report.notes.extend(notes);
            report.fact("file", name);
            report.fact("steps", file.steps.len());
            report.fact("seconds", proposal.flight.time.0.round());
            report.fact("mission", proposal.mission.hash());
            report.done("exported")
        }
    }
}
