//! Which ground units reach a place first by road, and why not the one that looks nearest.

use super::problem::Candidate;
use super::{callsign, stale};
use crate::controller::Controller;
use crate::decide::air::tenth;
use crate::event::{GroundOffer, PassedOver};
use crate::ids::UnitId;
use crate::picture::units::UnitFace;
use crate::reason::Reason;
use geodata::{Local, Seconds, Snap, Timestamp, UnitAt};
use std::collections::BTreeSet;

/// The answer to "who is nearest by road".
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pairing {
    /// Best first, by the tie rule of `tie.rs`.
    pub units: Vec<GroundOffer>,
    /// Who was passed over, and why.
    pub passed_over: Vec<PassedOver>,
}

/// A unit and when it would be there.
struct Timed {
    unit: UnitId,
    time: Seconds,
    latest: Seconds,
    age: Seconds,
}

/// The best free units for `place`, at most the policy's number of options.
#[must_use]
pub fn nearest(controller: &Controller, at: Timestamp, place: Local) -> Pairing {
    among(controller, at, place, &free_units(controller, at), &BTreeSet::new())
}

/// The same among given units; `tried` are not asked again.
#[must_use]
pub fn among(
    controller: &Controller,
    at: Timestamp,
    place: Local,
    free: &[(UnitId, UnitAt)],
    tried: &BTreeSet<UnitId>,
) -> Pairing {
    let to = match road_near(controller, place) {
        Ok(to) => to,
        Err(why) => {
            return Pairing { units: Vec::new(), passed_over: vec![PassedOver { who: String::new(), why }] };
        }
    };
    let untried: Vec<(UnitId, UnitAt)> = free.iter().filter(|(unit, _)| !tried.contains(unit)).copied().collect();
    let timed = timed(controller, at, &to, &untried);
    let options = controller.setup.policy.tasking.options;
    let offers = timed.iter().enumerate().take(options).map(|(rank, one)| GroundOffer {
        unit: one.unit,
        eta: one.time,
        latest: one.latest,
        age: one.age,
        why: Reason::NearestByRoad { eta_s: one.time.0, next_eta_s: timed.get(rank + 1).map(|next| next.time.0) },
    });
    Pairing { units: offers.collect(), passed_over: looks_nearer(controller, at, place, &timed, tried) }
}

/// The road a ground unit comes to a place by.
///
/// # Errors
/// None near enough.
pub fn road_near(controller: &Controller, place: Local) -> Result<Snap, Reason> {
    let snap = controller.setup.atlas.roads.snap(place);
    let limit = controller.setup.policy.tasking.snap_limit_m;
    match snap {
        Some(snap) if snap.off_road.0 <= limit => Ok(snap),
        _ => Err(Reason::NoRoadNear { metres: snap.map_or(f64::NAN, |snap| snap.off_road.0.round()) }),
    }
}

/// All that come to it within the policy's search, by the tie rule.
fn timed(controller: &Controller, at: Timestamp, to: &Snap, free: &[(UnitId, UnitAt)]) -> Vec<Timed> {
    let policy = &controller.setup.policy;
    let units: Vec<UnitAt> = free.iter().map(|(_, unit)| *unit).collect();
    let times = controller.travel().units_to(&units, to);
    let mut timed: Vec<Timed> = free
        .iter()
        .zip(times)
        .filter_map(|((unit, _), time)| {
            let time = time.filter(|time| time.0 <= policy.tasking.search_s)?;
            let age = age(controller, at, *unit)?;
            let latest = stale::latest(time, age);
            Some(Timed { unit: *unit, time: Seconds(tenth(time.0)), latest: Seconds(tenth(latest.0)), age })
        })
        .collect();
    let band = policy.pairing.band_s.max(1).saturating_mul(1000);
    timed.sort_by_key(|one| (stale::ms(one.latest) / band, Candidate::age_step(stale::ms(one.age)), one.unit));
    timed
}

/// How old a unit's position is; nothing when it was never heard.
#[must_use]
pub fn age(controller: &Controller, at: Timestamp, unit: UnitId) -> Option<Seconds> {
    let heard = controller.picture.units.get(unit)?.report.at;
    Some(Seconds(tenth(at.since(heard).0.max(0.0))))
}

/// The unit that is nearest in a straight line of all that were ever heard, when it is not the first.
fn looks_nearer(
    controller: &Controller,
    at: Timestamp,
    place: Local,
    timed: &[Timed],
    tried: &BTreeSet<UnitId>,
) -> Vec<PassedOver> {
    let frame = &controller.setup.atlas.frame;
    let straight = |face: &UnitFace| frame.to_local(face.report.place).distance(place);
    let heard = controller.picture.units.iter().filter(|(unit, _)| controller.setup.plan.unit(unit.0).is_some());
    let nearest = heard.min_by(|(_, a), (_, b)| straight(a).total_cmp(&straight(b)));
    let Some((unit, face)) = nearest.filter(|(unit, _)| timed.first().is_none_or(|first| first.unit != **unit)) else {
        return Vec::new();
    };
    let why = match (timed.iter().find(|one| one.unit == *unit), timed.first()) {
        (Some(one), Some(first)) => slower(controller, one, first),
        _ => not_free(controller, at, *unit, face, tried),
    };
    why.map(|why| PassedOver { who: callsign(controller, *unit), why }).into_iter().collect()
}

/// Why a free unit is not the first: it is later by road, or its position is old.
fn slower(controller: &Controller, one: &Timed, first: &Timed) -> Option<Reason> {
    let by_road = (one.time - first.time).0.round();
    if by_road >= 1.0 {
        return Some(Reason::SlowerBy { seconds: by_road });
    }
    let is_old = one.age.0 > controller.setup.policy.pairing.band_s.into();
    is_old.then_some(Reason::PositionStale { seconds: one.age.0 })
}

/// Why a unit is not asked at all.
fn not_free(
    controller: &Controller,
    at: Timestamp,
    unit: UnitId,
    face: &UnitFace,
    tried: &BTreeSet<UnitId>,
) -> Option<Reason> {
    if let Some((_, tasking)) = controller.ledger.tasking_of(unit) {
        return Some(Reason::BusyWith { incident: tasking.incident });
    }
    if tried.contains(&unit) {
        return None;
    }
    let seconds = age(controller, at, unit)?.0;
    if seconds > controller.setup.policy.tasking.never_auto_s {
        return Some(Reason::PositionStale { seconds });
    }
    let Some(snap) = face.snap else { return Some(Reason::NoPosition {}) };
    if !face.report.available {
        return Some(Reason::NotReady { text: "it is not available by its own word".to_owned() });
    }
    Some(Reason::NoRoadNear { metres: snap.off_road.0.round() })
}

/// Units that can be asked: in the plan, heard not too long ago, on a road, available, without a task.
#[must_use]
pub fn free_units(controller: &Controller, at: Timestamp) -> Vec<(UnitId, UnitAt)> {
    let busy: BTreeSet<UnitId> = controller.ledger.open_taskings().map(|(_, tasking)| tasking.unit).collect();
    let mut free = Vec::new();
    for (unit, face) in controller.picture.units.iter() {
        if !face.report.available || busy.contains(unit) {
            continue;
        }
        if let Some(place) = placed(controller, at, *unit, face) {
            free.push((*unit, UnitAt { index: free.len(), ..place }));
        }
    }
    free
}

/// Where a unit is, if that is known well enough to reckon with.
#[must_use]
pub fn placed(controller: &Controller, at: Timestamp, unit: UnitId, face: &UnitFace) -> Option<UnitAt> {
    let limit = Seconds(controller.setup.policy.tasking.never_auto_s);
    let planned = controller.setup.plan.unit(unit.0)?;
    let snap = face.snap.filter(|_| at.since(face.report.at) <= limit)?;
    Some(UnitAt { index: 0, snap, profile: planned.profile })
}
