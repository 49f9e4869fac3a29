//! `skyground flight-plans propose`: the sorties of a shift, one line a sortie, judged, and a reason for everything left
//! out.

use super::shift::{Laid, grouped, lay};
use super::{keep, open, think, wind};
use crate::Done;
use crate::args::planning::Propose;
use crate::geo::Table;
use crate::import::Report;
use flight_plans::Plan;
use flight_plans::formats::{FlightFile, FlightFormat, write_flight};
use flight_plans::planner::duty::demand::{Dosage, Wish};
use flight_plans::schedule::{Operator, Rules};
use geodata::{Atlas, Finding, Seconds, Timestamp};
use serde_json::{Value, json};

pub fn run(args: &Propose) -> Done {
    let mut report = Report::new(args.json);
    let opened = open(args.district.as_ref(), args.plan.as_ref()).and_then(|opened| Ok((opened, wind(args.wind)?)));
    let ((atlas, plan), wind) = match opened {
        Ok(opened) => opened,
        Err(faults) => return report.refused(&faults),
    };
    let from: Timestamp = args.from.parse().map_err(|fault: Finding| Finding { at: "--from".into(), ..fault })?;
    if !(0.1..=24.0).contains(&args.hours) {
        let say = "a shift is of 0.1 to 24 hours";
        return Err(Finding::new("bad_shift", "--hours", say, "Plan a longer time shift by shift"));
    }
    let format = FlightFormat::named(&args.format)?;
    let operator = |n: u32| Operator { id: format!("operator {}", n + 1), most: args.each.clamp(1, 20), shift: None };
    let operators: Vec<Operator> = (0..args.operators.min(100)).map(operator).collect();
    let wish = Wish {
        atlas: &atlas,
        plan: &plan,
        hotspots: atlas.hotspots.iter().collect(),
        wind,
        from,
        length: Seconds(3600.0 * args.hours),
        dosage: Dosage::default(),
        operators: &operators,
        rules: Rules::default(),
    };
    let said = |promise: f64| format!("longest wait {promise:.2} intervals");
    let laid = lay(&wish, args.seed, |plan_it| think(args.rounds, args.seconds, said, plan_it));
    tell(&wish, &laid, &mut report);
    if !args.json {
        print!("{}", table(&plan, from, &laid));
    }
    if !laid.faults.is_empty() {
        return report.refused(&laid.faults);
    }
    if let Some(folder) = &args.flights {
        let faults = write(folder, format, &atlas, &laid, &mut report)?;
        if !faults.is_empty() {
            return report.refused(&faults);
        }
    }
    report.done("proposed")
}

fn tell(wish: &Wish<'_>, laid: &Laid, report: &mut Report) {
    let (model, outcome, from) = (&laid.model, &laid.outcome, wish.from);
    let sorties = &outcome.best.sorties;
    let left_out = || model.refused.iter().chain(&outcome.left_out).chain(&laid.unflown);
    let short = |value: f64| (1e4 * value).round() / 1e4;
    report.fact("sorties", sorties.len());
    report.fact("visits", sorties.iter().map(|sortie| sortie.visits.len()).sum::<usize>());
    report.fact("promise", short(outcome.value));
    report.fact("bound", outcome.bound.map_or(Value::from("none"), |bound| Value::from(short(bound))));
    report.fact("left_out", left_out().count());
    report.fact("seed", outcome.seed);
    report.fact("rounds", outcome.iterations);
    report.fact("judged", laid.flights.flights.len());
    report.fact("put_apart", laid.moved.len());
    report.notes.extend(outcome.findings.iter().cloned());
    report.notes.extend(grouped(&model.rests));
    report.notes.extend(grouped(left_out()));
    for area in &laid.seen {
        let say = if area.never >= 1.0 {
            "nobody sees any of it".to_owned()
        } else {
            let never = if area.never > 0.0 {
                format!("; {:.1} % of it is never seen", 100.0 * area.never)
            } else {
                String::new()
            };
            format!(
                "{:.0} % of it is seen in time, the longest wait is {:.2} intervals{never}",
                100.0 * area.in_time,
                area.longest
            )
        };
        let remedy = if area.in_time >= 1.0 {
            "Nothing is to be done"
        } else {
            "Add aircraft, ask less often, or draw it smaller"
        };
        report.notes.push(Finding::new("note_area_seen", format!("area {}", area.id), say, remedy));
    }
    if report.json {
        let sortie = |s: &flight_plans::planner::duty::Sortie| {
            let visits = s.visits.iter().filter_map(|v| {
                Some(json!({"target": model.duty.targets.get(v.target)?.id, "at": from.plus(v.at).to_string(),
                    "until": from.plus(v.until).to_string()}))
            });
            json!({"vehicle": s.vehicle, "callsign": wish.plan.aircraft(s.vehicle).map(|a| &a.callsign),
                "launch": from.plus(s.launch()).to_string(), "land": from.plus(s.land).to_string(),
                "percent": s.energy.round(), "visits": visits.collect::<Vec<Value>>()})
        };
        report.fact("plan", sorties.iter().map(sortie).collect::<Vec<Value>>());
        let out =
            |(id, why): &(String, Finding)| json!({"id": id, "code": why.code, "say": why.say, "remedy": why.remedy});
        report.fact("reasons", left_out().map(out).collect::<Vec<Value>>());
        let area = |a: &flight_plans::check::AreaSeen| json!({"id": a.id, "longest": short(a.longest), "in_time": short(a.in_time), "never": short(a.never)});
        report.fact("areas", laid.seen.iter().map(area).collect::<Vec<Value>>());
    }
}

/// Every flight as a file of its own.
fn write(
    folder: &std::path::Path,
    format: FlightFormat,
    atlas: &Atlas,
    laid: &Laid,
    report: &mut Report,
) -> Result<Vec<Finding>, Finding> {
    let (mut files, mut faults) = (Vec::new(), Vec::new());
    for flight in &laid.flights.flights {
        let home = atlas.posts.iter().find(|post| post.id == flight.dock);
        let home = home.map(|post| (atlas.frame.to_wgs84(post.at), atlas.terrain.ground(post.at)));
        match write_flight(format, &FlightFile { home, ..FlightFile::of(&flight.mission) }) {
            Ok((bytes, _)) => files.push((format!("{}.{}", flight.id, format.word()), bytes)),
            Err(bad) => faults.extend(bad),
        }
    }
    if !faults.is_empty() {
        return Ok(faults);
    }
    keep(folder, &files, report)?;
    Ok(faults)
}

fn table(plan: &Plan, from: Timestamp, laid: &Laid) -> Table {
    let mut table = Table::new(&["launch", "land", "aircraft", "battery", "visits"]);
    let clock = |moment: Timestamp| moment.to_string().chars().skip(11).take(5).collect::<String>() + "Z";
    for sortie in &laid.outcome.best.sorties {
        let who = plan.aircraft(sortie.vehicle).map_or_else(|| sortie.vehicle.to_string(), |a| a.callsign.clone());
        let ids = sortie.visits.iter().filter_map(|visit| laid.model.duty.targets.get(visit.target));
        let visits: Vec<&str> = ids.map(|target| target.id.as_str()).collect();
        table.row([
            clock(from.plus(sortie.launch())),
            clock(from.plus(sortie.land)),
            who,
            format!("{:.0} %", sortie.energy),
            visits.join(" "),
        ]);
    }
    table
}
