//! `skyground flight-plans propose`: the sorties of a shift, one line a sortie, and a reason for everything left out.

use super::{open, think, wind};
use crate::Done;
use crate::args::planning::Propose;
use crate::geo::Table;
use crate::import::Report;
use flight_plans::planner::duty::demand::{Demand, Dosage, Wish, demand};
use flight_plans::planner::duty::{Outcome, plan as plan_duty};
use flight_plans::planner::pace::Pace;
use flight_plans::schedule::{Operator, Rules};
use flight_plans::{Plan, Wind};
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
    let model = modelled(args, &atlas, &plan, wind, from);
    let said = |promise: f64| format!("shift, longest wait {promise:.2}");
    let outcome =
        think(args.rounds, args.seconds, said, |pace: &mut dyn Pace| plan_duty(&model.duty, None, args.seed, pace));
    tell(&plan, from, &model, &outcome, &mut report);
    if !args.json {
        print!("{}", table(&plan, from, &model, &outcome));
    }
    report.done("proposed")
}

fn modelled(args: &Propose, atlas: &Atlas, plan: &Plan, wind: Wind, from: Timestamp) -> Demand {
    let operator = |n: u32| Operator { id: format!("operator {}", n + 1), most: args.each.clamp(1, 20), shift: None };
    let operators: Vec<Operator> = (0..args.operators.min(100)).map(operator).collect();
    demand(&Wish {
        atlas,
        plan,
        hotspots: atlas.hotspots.iter().collect(),
        wind,
        from,
        length: Seconds(3600.0 * args.hours),
        dosage: Dosage::default(),
        operators: &operators,
        rules: Rules::default(),
    })
}

fn tell(plan: &Plan, from: Timestamp, model: &Demand, outcome: &Outcome, report: &mut Report) {
    let sorties = &outcome.best.sorties;
    report.fact("sorties", sorties.len());
    report.fact("visits", sorties.iter().map(|sortie| sortie.visits.len()).sum::<usize>());
    report.fact("promise", (1e4 * outcome.value).round() / 1e4);
    report.fact("bound", outcome.bound.map_or(Value::from("none"), |bound| Value::from((1e4 * bound).round() / 1e4)));
    report.fact("left_out", outcome.left_out.len() + model.refused.len());
    report.fact("seed", outcome.seed);
    report.fact("rounds", outcome.iterations);
    report.notes.extend(outcome.findings.iter().cloned());
    for (id, why) in model.refused.iter().chain(&outcome.left_out) {
        report.notes.push(Finding { at: format!("{id}: {}", why.at), ..why.clone() });
    }
    if report.json {
        let sortie = |s: &flight_plans::planner::duty::Sortie| {
            let visits = s.visits.iter().filter_map(|v| {
                Some(json!({"target": model.duty.targets.get(v.target)?.id, "at": from.plus(v.at).to_string(),
                    "until": from.plus(v.until).to_string()}))
            });
            json!({"vehicle": s.vehicle, "callsign": plan.aircraft(s.vehicle).map(|a| &a.callsign),
                "launch": from.plus(s.launch()).to_string(), "land": from.plus(s.land).to_string(),
                "percent": s.energy.round(), "visits": visits.collect::<Vec<Value>>()})
        };
        report.fact("plan", sorties.iter().map(sortie).collect::<Vec<Value>>());
    }
}

fn table(plan: &Plan, from: Timestamp, model: &Demand, outcome: &Outcome) -> Table {
    let mut table = Table::new(&["launch", "land", "aircraft", "battery", "visits"]);
    let clock = |moment: Timestamp| moment.to_string().chars().skip(11).take(5).collect::<String>() + "Z";
    for sortie in &outcome.best.sorties {
        let who = plan.aircraft(sortie.vehicle).map_or_else(|| sortie.vehicle.to_string(), |a| a.callsign.clone());
        let ids = sortie.visits.iter().filter_map(|visit| model.duty.targets.get(visit.target));
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
