//! `skyground flight-plans search`: an area, the aircraft of a plan, the wind; who flies which part, judged before it is
//! written.

use super::{docked, draw, keep, open, think, wind};
use crate::Done;
use crate::args::planning::Search;
use crate::import::Report;
use controller_server::folder;
use flight_plans::formats::{FlightFile, FlightFormat, write_flight};
use flight_plans::picture::Scene;
use flight_plans::planner::pace::Pace;
use flight_plans::planner::sweep::{
    Camera, Ground, Motion, Searcher, SweepModel, SweepOutcome, SweepSortie, search_area,
};
use flight_plans::{Mission, MissionItem, Plan, Wind};
use geodata::layers::{self, Geometry, Vertex};
use geodata::{Atlas, Datum, Finding, Local, Metres, Seconds, ZoneKind};

/// How an aircraft speeds up and slows down at corners, m/s²: what copters of this size are set to.
const ACCELERATION: f64 = 3.0;
/// Of the time a full battery allows, kept for drift and waiting.
const SPARE: f64 = 0.95;

pub fn run(args: &Search) -> Done {
    let mut report = Report::new(args.json);
    let opened = open(args.district.as_ref(), args.plan.as_ref()).and_then(|opened| Ok((opened, wind(args.wind)?)));
    let ((atlas, plan), wind) = match opened {
        Ok(opened) => opened,
        Err(faults) => return report.refused(&faults),
    };
    let format = FlightFormat::named(&args.format)?;
    let model = match model(args, &atlas, &plan, wind, &mut report) {
        Ok(model) => model,
        Err(faults) => return report.refused(&faults),
    };
    let said = |home: f64| format!("search, home after {home:.0} s");
    let plan_it = |pace: &mut dyn Pace| search_area(&model, None, args.seed, pace);
    let outcome = match think(args.rounds, args.seconds, said, plan_it) {
        Ok(outcome) => outcome,
        Err(faults) => return report.refused(&faults),
    };
    tell(&plan, &model, &outcome, &mut report);
    let faults = fly(args, format, &atlas, &plan, wind, &outcome, &mut report)?;
    if !faults.is_empty() {
        return report.refused(&faults);
    }
    for picture in &args.picture {
        draw(&Scene::of_search(&atlas, &plan, &model, &outcome), picture, &args.lang)?;
    }
    report.done("searched")
}

/// Everything of the model from the files and the command line, with all faults at once.
fn model(
    args: &Search,
    atlas: &Atlas,
    plan: &Plan,
    wind: Wind,
    report: &mut Report,
) -> Result<SweepModel, Vec<Finding>> {
    let (outer, holes) = area(args, atlas)?;
    let mut faults = Vec::new();
    let named: Vec<u32> = if args.vehicles.is_empty() {
        plan.squadron.iter().map(|a| a.vehicle).collect()
    } else {
        args.vehicles.clone()
    };
    let mut searchers = Vec::new();
    let mut lowest = f64::INFINITY;
    for vehicle in named {
        match searcher(args, atlas, plan, vehicle, wind) {
            Ok(one) if wind.speed().0 > 0.0 && too_strong(plan, vehicle, wind) => {
                let say = "the wind is over its limit; it stays on its dock";
                report.notes.push(Finding::new("wind", format!("vehicle {}", one.id), say, "Wait for less wind"));
            }
            Ok(one) => {
                lowest = lowest.min(plan.aircraft(vehicle).map_or(f64::INFINITY, |a| a.layer.0.0));
                searchers.push(one);
            }
            Err(finding) => faults.push(finding),
        }
    }
    let camera = Camera { across_deg: args.camera_across, along_deg: args.camera_along, overlap: args.overlap };
    let height = if lowest.is_finite() { lowest } else { plan.scene_altitude.0.0 };
    let seen = camera.footprint(geodata::Agl(Metres(height)));
    let solid = atlas.zones.iter().filter(|zone| zone.kind == ZoneKind::KeepOut);
    let keep = Metres(args.keep);
    let mut keep_outs = Vec::new();
    for zone in solid {
        // Borders of the area are kept by `--keep`, zones by the plan's margin and ten metres.
        let margin = Metres((plan.zone_margin.0 + 10.0 - keep.0).max(0.0));
        match zone.grown(margin) {
            Ok(grown) => keep_outs.extend(grown.rings().into_iter().take(1)),
            Err(finding) => faults.push(finding),
        }
    }
    let docks: Vec<Local> = searchers.iter().map(|one| one.start).collect();
    keep_outs.retain(|ring| near(ring, &outer, &docks));
    match seen {
        Err(bad) => faults.extend(bad),
        Ok(seen) if faults.is_empty() => {
            let within = Seconds(60.0 * args.within);
            return Ok(SweepModel { ground: Ground { outer, holes, keep_outs, keep }, seen, searchers, within });
        }
        Ok(_) => {}
    }
    Err(faults)
}

fn too_strong(plan: &Plan, vehicle: u32, wind: Wind) -> bool {
    plan.airframe_of(vehicle).is_some_and(|airframe| wind.speed() > airframe.max_wind)
}

/// Whether a ring reaches into the box round the area and the docks, half a kilometre about it: others are on nobody's way.
fn near(ring: &[Local], outer: &[Local], docks: &[Local]) -> bool {
    let ends = |all: &mut dyn Iterator<Item = f64>| {
        all.fold((f64::INFINITY, f64::NEG_INFINITY), |range, v| (range.0.min(v), range.1.max(v)))
    };
    let here = || outer.iter().chain(docks);
    let (x, y) = (ends(&mut here().map(|p| p.x)), ends(&mut here().map(|p| p.y)));
    let (u, v) = (ends(&mut ring.iter().map(|p| p.x)), ends(&mut ring.iter().map(|p| p.y)));
    u.1 > x.0 - 500.0 && u.0 < x.1 + 500.0 && v.1 > y.0 - 500.0 && v.0 < y.1 + 500.0
}

/// An outline and the holes in it.
type Outline = (Vec<Local>, Vec<Vec<Local>>);

/// The one polygon of a file.
fn area(args: &Search, atlas: &Atlas) -> Result<Outline, Vec<Finding>> {
    let name = args.area.display().to_string();
    let bytes = folder::read(&args.area).map_err(|finding| vec![finding])?;
    let layer = layers::read(&name, &bytes, Datum::Wgs84)?;
    let parts: Vec<&Geometry> = layer.features.iter().flat_map(|feature| feature.geometry.parts()).collect();
    let local = |ring: &[Vertex]| ring.iter().map(|v| atlas.frame.to_local(v.at)).collect::<Vec<Local>>();
    match parts.as_slice() {
        [Geometry::Area(area)] => Ok((local(&area.outer), area.holes.iter().map(|hole| local(hole)).collect())),
        other => {
            let say = format!("it holds {} shapes; a search is one area", other.len());
            Err(vec![Finding::new("search_area", name, say, "Leave one polygon in the file")])
        }
    }
}

fn searcher(args: &Search, atlas: &Atlas, plan: &Plan, vehicle: u32, wind: Wind) -> Result<Searcher, Finding> {
    let situation = docked(atlas, plan, vehicle, wind)?;
    let (Some(aircraft), Some(airframe)) = (plan.aircraft(vehicle), plan.airframe_of(vehicle)) else {
        let say = "its airframe is not in the plan";
        return Err(Finding::new("not_enrolled", format!("vehicle {vehicle}"), say, "Name one of the plan"));
    };
    let (up, climb) = airframe.change_height(aircraft.layer.0);
    let (down, descent) = airframe.change_height(-aircraft.layer.0);
    let percent = 100.0 - airframe.reserve_percent - climb - descent - airframe.idle_draw();
    let shorter = airframe.cruise_endurance.min(airframe.hover_endurance);
    Ok(Searcher {
        id: vehicle,
        motion: Motion { airspeed: airframe.cruise, acceleration: ACCELERATION, wind },
        start: situation.from,
        end: situation.from,
        ready: airframe.spin_up + up,
        endurance: Seconds((percent / 100.0 * shorter.0 * SPARE).max(1.0)),
        turn_round: down + airframe.turn_round + airframe.spin_up + up,
        sorties: args.sorties.clamp(1, 50),
    })
}

fn tell(plan: &Plan, model: &SweepModel, outcome: &SweepOutcome, report: &mut Report) {
    let best = &outcome.best;
    report.fact("area_m2", best.area_m2.round());
    report.fact("home_s", best.home.0.round());
    report.fact("bound_s", outcome.bound.0.round());
    report.fact("lanes_deg", best.lanes.as_degrees().round());
    report.fact("sorties", best.parts.iter().map(|part| part.sorties.len()).sum::<usize>());
    report.fact("unseen_m2", (outcome.left_out.iter().map(|u| u.area_m2).sum::<f64>() + 0.0).round());
    report.fact("seed", outcome.seed);
    report.fact("rounds", outcome.iterations);
    for left in &outcome.left_out {
        let say = format!("{:.0} m² are not seen: {}", left.area_m2, left.why.say);
        report.notes.push(Finding { say, ..left.why.clone() });
    }
    for (id, why) in model.spare(best) {
        let at = plan.aircraft(id).map_or_else(|| why.at.clone(), |aircraft| aircraft.callsign.clone());
        report.notes.push(Finding { at, ..why });
    }
}

/// Every sortie as a mission before the judge, and into the folder when one is named.
fn fly(
    args: &Search,
    format: FlightFormat,
    atlas: &Atlas,
    plan: &Plan,
    wind: Wind,
    outcome: &SweepOutcome,
    report: &mut Report,
) -> Result<Vec<Finding>, Finding> {
    let mut faults = Vec::new();
    let mut files = Vec::new();
    for part in &outcome.best.parts {
        let situation = docked(atlas, plan, part.searcher, wind)?;
        for (number, sortie) in part.sorties.iter().enumerate() {
            let mission = mission(atlas, plan, part.searcher, sortie);
            let at = format!("vehicle {}, sortie {}", part.searcher, number + 1);
            for finding in flight_plans::check(&mission, &situation) {
                let placed = Finding { at: format!("{at}: {}", finding.at), ..finding };
                let list = if flight_plans::check::blocks(&placed) { &mut faults } else { &mut report.notes };
                list.push(placed);
            }
            let home = (atlas.frame.to_wgs84(situation.from), situation.from_altitude);
            let file = FlightFile { home: Some(home), ..FlightFile::of(&mission) };
            match write_flight(format, &file) {
                Ok((bytes, notes)) => {
                    report.notes.extend(notes);
                    files.push((format!("{}-{}.{}", part.searcher, number + 1, format.word()), bytes));
                }
                Err(bad) => faults.extend(bad),
            }
        }
    }
    if let Some(folder) = args.flights.as_ref().filter(|_| faults.is_empty()) {
        keep(folder, &files, report)?;
    }
    Ok(faults)
}

/// Up, along the path in its own layer over the ground, and home by the vehicle's own return.
fn mission(atlas: &Atlas, plan: &Plan, vehicle: u32, sortie: &SweepSortie) -> Mission {
    let Some(aircraft) = plan.aircraft(vehicle) else { return Mission::default() };
    let placed = |p: Local| (atlas.frame.to_wgs84(p), atlas.terrain.ground(p).raised(aircraft.layer));
    let mut items = Vec::new();
    if let Some(&start) = sortie.path.first() {
        let (at, altitude) = placed(start);
        items.push(MissionItem::Takeoff { at, altitude });
    }
    // The last corner is the dock: the return goes there.
    let inner = sortie.path.len().saturating_sub(1);
    for &corner in sortie.path.iter().take(inner).skip(1) {
        let (at, altitude) = placed(corner);
        items.push(MissionItem::Waypoint { at, altitude, hold: Seconds::ZERO });
    }
    items.push(MissionItem::Return);
    Mission { items }
}
