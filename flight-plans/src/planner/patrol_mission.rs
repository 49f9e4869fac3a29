//! The sortie of a patrol: out to the nearest corner of the line, as many laps as the energy allows, and home.

use super::desk::Desk;
use super::draft::Draft;
use super::missions::{Proposal, percent};
use crate::patrol::PatrolLine;
use crate::route::Flight;
use crate::situation::Situation;
use geodata::{Finding, Local, Metres, MetresPerSecond};

/// More laps than this are a new decision.
const MOST_LAPS: usize = 8;
/// Every autopilot we know takes this many items in one mission.
const MOST_ITEMS: usize = 250;

pub(super) fn patrol(s: &Situation<'_>, line: &PatrolLine) -> Result<Proposal, Finding> {
    let desk = Desk::open(s)?;
    desk.wind_allows()?;
    line_flyable(&desk, line)?;
    let lap = lap(&desk, line)?;
    let entry = lap[0];
    let (out, back) = (desk.way(s.from, entry)?, desk.way(entry, desk.dock)?);
    let there = desk.departure().then(desk.flight(&out)?);
    let once = lap_flight(&desk, &lap, line.speed)?;
    let after = desk.flight(&back)?.then(desk.landing());
    let sortie = |laps: usize| (0..laps).fold(there, |sum, _| sum.then(once)).then(after);
    desk.reserve_left(&sortie(1))?;
    let parts: usize = lap.windows(2).map(|leg| desk.follow(leg[0], leg[1]).len()).sum();
    let most = MOST_LAPS.min(MOST_ITEMS / (parts + lap.len() + 1)).max(1);
    let laps = (1..=most).rev().find(|&n| desk.reserve_left(&sortie(n)).is_ok()).unwrap_or(1);
    let whole = sortie(laps);

    let mut draft = Draft::new(&desk);
    draft.depart();
    draft.transit(&out);
    let arrival_item = draft.last_index();
    for _ in 0..laps {
        draft.legs(&lap, line.speed);
    }
    let straight = desk.returns_straight(&out) && desk.returns_straight(&lap) && desk.returns_level(entry);
    if !straight {
        draft.transit(&back);
    }
    draft.finish(if straight { entry } else { desk.dock });
    let path: Vec<Local> = out.iter().chain(&lap[1..]).chain(&back[1..]).copied().collect();
    Ok(Proposal {
        mission: draft.mission,
        path: desk.degrees(&path),
        flight: whole,
        battery_on_arrival: percent(s.battery_percent - there.battery_percent),
        battery_back_home: s.battery_percent - whole.battery_percent,
        arrival_item,
    })
}

fn line_flyable(desk: &Desk<'_>, line: &PatrolLine) -> Result<(), Finding> {
    if let Some(fault) = line.faults().into_iter().next() {
        return Err(fault);
    }
    if desk.aircraft.layer < line.altitude {
        let say = format!("its layer {} is under the line's {}", desk.aircraft.layer.0, line.altitude.0);
        return Err(desk.refusal("layer_below_line", say, "Send an aircraft of a higher layer"));
    }
    Ok(())
}

/// Once round, from the corner soonest reached back to it, round any zone in the way.
fn lap(desk: &Desk<'_>, line: &PatrolLine) -> Result<Vec<Local>, Finding> {
    let corners = line.local(&desk.s.atlas.frame);
    let nearest = (0..corners.len()).min_by(|&a, &b| {
        let far = |i: usize| corners[i].distance(desk.s.from);
        far(a).total_cmp(&far(b))
    });
    let mut round = corners;
    round.rotate_left(nearest.unwrap_or(0));
    let mut lap = vec![round[0]];
    for index in 0..round.len() {
        let way = desk.way(round[index], round[(index + 1) % round.len()])?;
        lap.extend(&way[1..]);
    }
    Ok(lap)
}

/// At the line's speed, or slower where the wind leaves less; drawn at whichever of hover and cruise draws more.
fn lap_flight(desk: &Desk<'_>, lap: &[Local], speed: MetresPerSecond) -> Result<Flight, Finding> {
    let mut whole = Flight { length: Metres::ZERO, ..Flight::default() };
    for leg in lap.windows(2) {
        let cruising = desk.level(leg)?;
        let time = cruising.time.max(cruising.length.at(speed));
        let battery_percent = desk.airframe.cruise_draw(time).max(desk.airframe.hover_draw(time));
        whole = whole.then(Flight { time, battery_percent, ..cruising }).then(desk.slopes(leg));
    }
    Ok(whole)
}
