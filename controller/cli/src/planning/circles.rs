//! `skyground flight-plans circles` and `coverage`: how the 1-3-5 circles of a plan stand with every unit at home, who may
//! not leave, and what of the district air and ground reach in a time.

use super::{open, wind};
use crate::Done;
use crate::args::planning::{Circles, Coverage};
use crate::geo::Table;
use crate::import::Report;
use flight_plans::circle::coverage::{Coverage as Reached, Shares};
use flight_plans::circle::{Live, Readiness, Squadron};
use flight_plans::response::TierState;
use geodata::{Finding, GuardedPlace, Local, Seconds};
use serde_json::{Value, json};
use std::process::ExitCode;

/// The audit; exit code 1 when a tier fails.
pub fn circles(args: &Circles) -> Done {
    let mut report = Report::new(args.json);
    let opened = open(args.district.as_ref(), args.plan.as_ref()).and_then(|opened| Ok((opened, wind(args.wind)?)));
    let ((atlas, plan), wind) = match opened {
        Ok(opened) => opened,
        Err(faults) => return report.refused(&faults),
    };
    let squadron = match Squadron::at_home(&atlas, &plan, wind, Readiness::default()) {
        Ok(squadron) => squadron,
        Err(faults) => return report.refused(&faults),
    };
    let live = squadron.audit();
    let tally = live.tally();
    report.fact("places", atlas.guarded.len());
    report.fact("met", tally.met);
    report.fact("at_risk", tally.at_risk);
    report.fact("failed", tally.failed);
    let free = live.who_may_leave();
    report.fact("may_leave", free.len());
    report.fact("units", squadron.names().len());
    let rows: Vec<Row> =
        atlas.guarded.iter().enumerate().filter_map(|(i, place)| row(&live, &squadron, place, i)).collect();
    if args.json {
        report.fact("circles", rows.iter().map(|row| row.json.clone()).collect::<Vec<Value>>());
    } else {
        let mut table = Table::new(&["place", "grade", "1 min", "3 min", "5 min", "carried by"]);
        rows.into_iter().for_each(|row| table.row(row.cells));
        print!("{table}");
    }
    report.done("audited").map(|_| if tally.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

struct Row {
    cells: [String; 6],
    json: Value,
}

fn row(live: &Live, squadron: &Squadron<'_>, place: &GuardedPlace, index: usize) -> Option<Row> {
    let now = live.now(index)?;
    let name = |unit: &usize| squadron.names().get(*unit).cloned().unwrap_or_default();
    let word = |state: TierState| match state {
        TierState::Met => "met",
        TierState::AtRisk => "at risk",
        TierState::Failed => "failed",
    };
    let mut carried: Vec<String> = now.tiers.iter().flat_map(|tier| &tier.carried_by).map(name).collect();
    carried.sort();
    carried.dedup();
    let tier = |i: usize| now.tiers.get(i).map_or_else(String::new, |tier| word(tier.state).to_owned());
    let tiers: Vec<Value> = now
        .tiers
        .iter()
        .map(|tier| {
            let first = tier.needs.iter().flat_map(|need| &need.in_time).min_by(|a, b| a.time.total_cmp(&b.time));
            json!({"seconds": tier.budget.0, "state": word(tier.state),
                "first": first.map(|who| json!({"who": name(&who.unit), "seconds": who.time.0.round()})),
                "carried_by": tier.carried_by.iter().map(name).collect::<Vec<String>>()})
        })
        .collect();
    let json = json!({"id": place.id, "name": place.name, "grade": place.grade, "tiers": tiers});
    let cells = [place.name.clone(), place.grade.to_string(), tier(0), tier(1), tier(2), carried.join(", ")];
    Some(Row { cells, json })
}

/// What of the district is reached in a time.
pub fn coverage(args: &Coverage) -> Done {
    let mut report = Report::new(args.json);
    let opened = open(args.district.as_ref(), args.plan.as_ref()).and_then(|opened| Ok((opened, wind(args.wind)?)));
    let ((atlas, plan), wind) = match opened {
        Ok(opened) => opened,
        Err(faults) => return report.refused(&faults),
    };
    if !(0.1..=60.0).contains(&args.minutes) {
        let say = "the time is of 0.1 to 60 minutes";
        return Err(Finding::new("bad_minutes", "--minutes", say, "Ask for 1, 3 or 5"));
    }
    let rings: Vec<Vec<Local>> = atlas.boundary.clone();
    if rings.is_empty() {
        let say = "the district has no outline, so there is nothing to take a share of";
        return Err(Finding::new("no_boundary", "the district", say, "Import the district again with its boundary"));
    }
    let squadron = match Squadron::at_home(&atlas, &plan, wind, Readiness::default()) {
        Ok(squadron) => squadron,
        Err(faults) => return report.refused(&faults),
    };
    let reached = match Reached::of(&rings, &squadron.watches(Seconds(60.0 * args.minutes))) {
        Ok(reached) => reached,
        Err(faults) => return report.refused(&faults),
    };
    let said = reached.report(&atlas.areas);
    tell(&said.district, args.minutes, &mut report);
    if !args.json {
        print!("{}", shares(&said.district));
    }
    report.fact("gaps", said.gaps.len());
    report.fact("mismatch_strips", said.mismatch_strips().count());
    report.done("covered")
}

fn shares(shares: &Shares) -> Table {
    let mut table = Table::new(&["reached", ">share", ">km2"]);
    let rows = [
        ("by air alone", shares.air_only),
        ("from the ground alone", shares.ground_only),
        ("by both", shares.both),
        ("by nobody", shares.gap),
    ];
    for (who, part) in rows {
        let share = format!("{:.1} %", 100.0 * part / shares.area.max(1.0));
        table.row([who.to_owned(), share, format!("{:.1}", part / 1e6)]);
    }
    table
}

fn tell(shares: &Shares, minutes: f64, report: &mut Report) {
    let percent = |part: f64| (1000.0 * part / shares.area.max(1.0)).round() / 10.0;
    report.fact("minutes", minutes);
    report.fact("km2", (shares.area / 1e5).round() / 10.0);
    report.fact("covered_percent", percent(shares.covered));
    report.fact("gap_percent", percent(shares.gap));
    report.fact("twice_percent", percent(shares.overlap));
    report.fact("air_only_percent", percent(shares.air_only));
    report.fact("ground_only_percent", percent(shares.ground_only));
    report.fact("air_and_ground_percent", percent(shares.both));
}
