//! From the answer to flights that can be sent and judged: every sortie as a mission of its aircraft at its time.

use super::demand::{Demand, Wish};
use super::patrol::{Patrol, Sortie};
use crate::mission::Mission;
use crate::planner::desk::Desk;
use crate::planner::draft::Draft;
use crate::schedule::{DockRule, LostLink, Schedule, ScheduledFlight, Weather};
use crate::situation::Situation;
use geodata::{Finding, Local, Seconds, Timestamp};

/// Waits shorter than this are not written into a mission.
const WAIT: f64 = 1.0;

/// The flights of a schedule, and those that could not be written as a mission, by id, with the reason.
#[must_use]
pub fn flights(wish: &Wish<'_>, demand: &Demand, patrol: &Patrol) -> (Schedule, Vec<(String, Finding)>) {
    let mut schedule = Schedule {
        operators: wish.operators.to_vec(),
        docks: demand
            .duty
            .docks
            .iter()
            .map(|d| DockRule { dock: d.id.clone(), slot: None, closed: Vec::new() })
            .collect(),
        weather: vec![Weather { from: wish.from, wind: wish.wind }],
        rules: wish.rules,
        ..Schedule::default()
    };
    let mut refused = Vec::new();
    for sortie in &patrol.sorties {
        let launch = wish.from.plus(sortie.launch());
        let id = format!("{}-{}", sortie.vehicle, launch.as_millis() / 1_000);
        match flight(wish, demand, sortie, launch, &id) {
            Ok(flight) => schedule.flights.push(flight),
            Err(why) => refused.push((id, why)),
        }
    }
    (schedule, refused)
}

fn flight(
    wish: &Wish<'_>,
    demand: &Demand,
    sortie: &Sortie,
    launch: Timestamp,
    id: &str,
) -> Result<ScheduledFlight, Finding> {
    let gone = || Finding::new("not_enrolled", format!("flight {id}"), "it is not of this plan", "Plan it again");
    let aircraft = wish.plan.aircraft(sortie.vehicle).ok_or_else(gone)?;
    let frame = wish.plan.airframe_of(sortie.vehicle).ok_or_else(gone)?;
    let from = wish.atlas.posts.iter().find(|p| p.id == aircraft.dock).ok_or_else(gone)?.at;
    let situation = Situation {
        atlas: wish.atlas,
        plan: wish.plan,
        vehicle: sortie.vehicle,
        wind: wish.wind,
        battery_percent: 100.0,
        from,
        from_altitude: wish.atlas.terrain.ground(from),
        on_ground: true,
        at: launch,
    };
    let (mission, straight) = mission(&Desk::open(&situation)?, wish, demand, sortie)?;
    let mut flight =
        ScheduledFlight::new(id, sortie.vehicle, aircraft.dock.clone(), launch.plus(frame.spin_up), mission);
    flight.layer = aircraft.layer;
    if !straight {
        // A straight return would cross a zone somewhere: it comes home by its mission, round the zones.
        flight.contingency.lost_link = LostLink::Continue;
    }
    flight.operator = demand.duty.watchers.get(sortie.slot.watcher).map(|w| w.id.clone());
    flight.serves = sortie.visits.iter().map(|v| demand.duty.targets[v.target].id.clone()).collect();
    Ok(flight)
}

/// The mission, and whether a straight return from anywhere on it keeps off every zone; where not, it ends with a way home.
fn mission(desk: &Desk<'_>, wish: &Wish<'_>, demand: &Demand, sortie: &Sortie) -> Result<(Mission, bool), Finding> {
    let mut draft = Draft::new(desk);
    draft.depart();
    let (mut at, mut straight) = (desk.dock, true);
    for visit in &sortie.visits {
        let target = &demand.duty.targets[visit.target];
        let way = target.ways[visit.way as usize];
        let enter = demand.ports.get(way.enter as usize).copied().unwrap_or(desk.dock);
        let to = desk.way(at, enter)?;
        straight &= desk.returns_straight(&to);
        draft.transit(&to);
        if let Some(line) = wish.plan.line(&target.id) {
            let lap = lap(&line.local(&wish.atlas.frame), enter);
            straight &= desk.returns_straight(&lap);
            draft.legs(&lap, line.speed);
        } else {
            draft.hold(Seconds(f64::from(way.time)));
        }
        at = enter;
    }
    let wait = waiting(demand, sortie);
    straight &= desk.returns_level(at);
    if straight && wait < WAIT {
        draft.finish(at);
    } else {
        draft.transit(&desk.way(at, desk.dock)?);
        if wait >= WAIT {
            draft.hold(Seconds(wait));
        }
        draft.finish(desk.dock);
    }
    Ok((draft.mission, straight))
}

/// Once round, from the corner at which it is entered back to it.
fn lap(corners: &[Local], enter: Local) -> Vec<Local> {
    let far = |i: &usize| corners[*i].distance(enter).0;
    let first = (0..corners.len()).min_by(|a, b| far(a).total_cmp(&far(b))).unwrap_or(0);
    (0..=corners.len()).map(|i| corners[(first + i) % corners.len()]).collect()
}

/// How long it waits over its dock until the landing is its own.
fn waiting(demand: &Demand, sortie: &Sortie) -> f64 {
    let duty = &demand.duty;
    let Some(craft) = duty.fleet.get(sortie.slot.craft) else { return 0.0 };
    let (kind, dock) = (&duty.kinds[craft.kind], duty.docks[craft.dock].port);
    let Some(last) = sortie.visits.last() else { return 0.0 };
    let leave = duty.targets[last.target].ways[last.way as usize].leave;
    let home = f64::from(kind.ways.between(leave, dock).time + kind.land.time);
    (sortie.land.0 - last.until.0 - home).max(0.0)
}
