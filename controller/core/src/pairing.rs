//! Which ground units reach a place first by road, and why not the one that looks nearest.

pub mod problem;
pub mod solve;
#[cfg(test)]
mod tests;
mod tie;

use crate::controller::Controller;
use crate::decide::air::tenth;
use crate::event::{GroundOffer, PassedOver};
use crate::ids::UnitId;
use crate::reason::Reason;
use geodata::{Local, Seconds, Snap, Timestamp, UnitAt};
use std::collections::BTreeSet;

/// The answer to "who is nearest by road".
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pairing {
    /// Fastest first.
    pub units: Vec<GroundOffer>,
    /// Who was passed over, and why.
    pub passed_over: Vec<PassedOver>,
}

/// The fastest free units to `place`, at most the policy's number of options.
#[must_use]
pub fn nearest(controller: &Controller, at: Timestamp, place: Local) -> Pairing {
    among(controller, place, &free_units(controller, at), &BTreeSet::new())
}

/// The same among given units; `tried` are not asked again.
#[must_use]
pub fn among(controller: &Controller, place: Local, free: &[(UnitId, UnitAt)], tried: &BTreeSet<UnitId>) -> Pairing {
    let limit = controller.setup.policy.tasking.snap_limit_m;
    let roads = &controller.setup.atlas.roads;
    let Some(to) = roads.snap(place).filter(|snap| snap.off_road.0 <= limit) else {
        let metres = roads.snap(place).map_or(f64::NAN, |snap| snap.off_road.0.round());
        let nobody = PassedOver { who: String::new(), why: Reason::NoRoadNear { metres } };
        return Pairing { units: Vec::new(), passed_over: vec![nobody] };
    };
    let untried = free.iter().filter(|(unit, _)| !tried.contains(unit)).enumerate();
    let untried: Vec<(UnitId, UnitAt)> = untried.map(|(index, (unit, at))| (*unit, UnitAt { index, ..*at })).collect();
    ranked(controller, &to, place, &untried)
}

fn ranked(controller: &Controller, to: &Snap, place: Local, free: &[(UnitId, UnitAt)]) -> Pairing {
    let policy = &controller.setup.policy.tasking;
    let units: Vec<UnitAt> = free.iter().map(|(_, unit)| *unit).collect();
    let arrivals = controller.travel().nearest_units(to, &units, policy.options + 1, Seconds(policy.search_s));
    let times: Vec<(UnitId, Seconds)> = arrivals
        .iter()
        .filter_map(|arrival| Some((free.get(arrival.index)?.0, Seconds(tenth(arrival.time.0)))))
        .collect();
    let offers = times.iter().enumerate().take(policy.options).map(|(rank, (unit, eta))| GroundOffer {
        unit: *unit,
        eta: *eta,
        why: Reason::NearestByRoad { eta_s: eta.0, next_eta_s: times.get(rank + 1).map(|(_, next)| next.0) },
    });
    Pairing { units: offers.collect(), passed_over: looks_nearer(controller, place, free, &times) }
}

/// The unit that is nearest in a straight line, when it is not the fastest by road.
fn looks_nearer(
    controller: &Controller,
    place: Local,
    free: &[(UnitId, UnitAt)],
    times: &[(UnitId, Seconds)],
) -> Vec<PassedOver> {
    let Some((first, best)) = times.first() else { return Vec::new() };
    let straight = |unit: &UnitAt| unit.snap.point.distance(place);
    let nearest = free.iter().min_by(|(_, a), (_, b)| straight(a).total_cmp(&straight(b)));
    let Some((unit, at)) = nearest.filter(|(unit, _)| unit != first) else { return Vec::new() };
    let time = times.iter().find(|(other, _)| other == unit).map(|(_, time)| *time).or_else(|| {
        let to = controller.setup.atlas.roads.snap(place)?;
        controller.travel().travel_time(&at.snap, &to, at.profile)
    });
    let Some(time) = time else { return Vec::new() };
    let slower = (time - *best).0.round();
    if slower < 1.0 {
        return Vec::new();
    }
    vec![PassedOver { who: callsign(controller, *unit), why: Reason::SlowerBy { seconds: slower } }]
}

/// The English callsign of a unit.
#[must_use]
pub fn callsign(controller: &Controller, unit: UnitId) -> String {
    controller.setup.plan.unit(unit.0).map_or_else(|| unit.to_string(), |unit| unit.callsign.clone())
}

/// Units that can be asked: in the plan, heard lately, on a road, available, without a task.
#[must_use]
pub fn free_units(controller: &Controller, at: Timestamp) -> Vec<(UnitId, UnitAt)> {
    let limit = Seconds(controller.setup.policy.tasking.position_stale_s);
    let busy: BTreeSet<UnitId> = controller.ledger.open_taskings().map(|(_, tasking)| tasking.unit).collect();
    let mut free = Vec::new();
    for (unit, face) in controller.picture.units.iter() {
        let fresh = at.since(face.report.at) <= limit;
        if !fresh || !face.report.available || busy.contains(unit) {
            continue;
        }
        let (Some(planned), Some(snap)) = (controller.setup.plan.unit(unit.0), face.snap) else { continue };
        free.push((*unit, UnitAt { index: free.len(), snap, profile: planned.profile }));
    }
    free
}
