//! From the answer to flights that can be sent and judged: every sortie as a mission of its aircraft at its time.

use super::demand::{Demand, Wish};
use super::patrol::{Patrol, Sortie};
use crate::check::HEIGHTS;
use crate::mission::Mission;
use crate::planner::contract::Why;
use crate::planner::deconflict::{self, Moved, deconflict};
use crate::planner::desk::Desk;
use crate::planner::draft::Draft;
use crate::planner::pace::Rounds;
use crate::schedule::{DockRule, LostLink, Schedule, ScheduledFlight, Weather};
use crate::situation::Situation;
use geodata::{Agl, Finding, Metres, Seconds, Timestamp};

/// Waits shorter than this are not written into a mission.
const WAIT: f64 = 1.0;
/// Nearer than this, in metres, it is there.
const HERE: f64 = 0.05;

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

/// A launch is put off by this at most so that flights keep apart, and in these steps.
const PUT_OFF: (Seconds, Seconds) = (Seconds(120.0), Seconds(10.0));

/// The flights kept apart: another layer first, then a launch up to two minutes later. What was changed, and the flights
/// for which there is no place, by id, with the reason.
#[must_use]
pub fn apart(wish: &Wish<'_>, schedule: &Schedule) -> (Schedule, Vec<Moved>, Vec<(String, Finding)>) {
    // Lines and areas lie under the lowest layer of the squadron.
    let lowest = wish.plan.squadron.iter().map(|a| a.layer.0.0).fold(f64::INFINITY, f64::min);
    let step = wish.rules.vertical.0.max(1.0);
    let mut layers: Vec<Agl> = wish.plan.squadron.iter().map(|a| a.layer).collect();
    let mut next = lowest;
    while next <= HEIGHTS.1.0.0 {
        layers.push(Agl(Metres(next)));
        next += step;
    }
    layers.sort_by(|a, b| a.0.0.total_cmp(&b.0.0));
    layers.dedup();
    let asked = deconflict::Wish { atlas: wish.atlas, plan: wish.plan, layers, most_delay: PUT_OFF.0, step: PUT_OFF.1 };
    let kept = deconflict(schedule, &asked, &mut Rounds(u64::MAX));
    let refused = kept.left_out.into_iter().map(|(id, why)| {
        let say = match why {
            Why::Other(say) => say,
            other => format!("{other:?}"),
        };
        (
            id.clone(),
            Finding::new("no_room", format!("flight {id}"), say, "Fly it by hand, or plan fewer aircraft at once"),
        )
    });
    let refused = refused.collect();
    (kept.best.schedule, kept.best.moved, refused)
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
    // What holds after the shift is in nobody's way: all have landed.
    let ahead = demand.ahead.min(wish.length - sortie.launch());
    let (mission, straight) = mission(&Desk::open_for(&situation, ahead)?, demand, sortie)?;
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
fn mission(desk: &Desk<'_>, demand: &Demand, sortie: &Sortie) -> Result<(Mission, bool), Finding> {
    let mut draft = Draft::new(desk);
    draft.depart();
    let (mut at, mut straight) = (desk.dock, true);
    for visit in &sortie.visits {
        let target = &demand.duty.targets[visit.target];
        let way = target.ways[visit.way as usize];
        let enter = demand.ports.get(way.enter as usize).copied().unwrap_or(desk.dock);
        let track = demand.tracks.get(&visit.target);
        // The next piece of an area often begins where the last one ended.
        if track.is_none() || at.distance(enter).0 > HERE {
            let to = desk.way(at, enter)?;
            straight &= desk.returns_straight(&to);
            draft.transit(&to);
        }
        at = enter;
        if let Some(track) = track {
            let path = track.flown(visit.way);
            straight &= desk.returns_straight(&path);
            draft.legs(&path, track.speed);
            at = path.last().copied().unwrap_or(enter);
        } else {
            draft.hold(Seconds(f64::from(way.time)));
        }
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

/// How long it waits over its dock until the landing is its own.
fn waiting(demand: &Demand, sortie: &Sortie) -> f64 {
    let duty = &demand.duty;
    let Some(craft) = duty.fleet.get(sortie.slot.craft) else { return 0.0 };
    let (kind, dock) = (&duty.kinds[craft.kind], duty.docks[craft.dock].port);
    let Some(last) = sortie.visits.last() else { return 0.0 };
    let leave = duty.targets[last.target].ways[last.way as usize].leave;
    let home = f64::from(kind.ways.during(sortie.slot.launch).between(leave, dock).time + kind.land.time);
    (sortie.land.0 - last.until.0 - home).max(0.0)
}
