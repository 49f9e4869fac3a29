//! Which ground units reach a place first by road, and why not the one that looks nearest.

use super::problem::Capabilities;
use super::{board, callsign, stale, tie};
use crate::controller::Controller;
use crate::decide::air::tenth;
use crate::decide::desk::units;
use crate::decide::station;
use crate::event::{GroundOffer, PassedOver};
use crate::facts::circles::Tier;
use crate::ids::{IncidentId, UnitId};
use crate::ledger::tasking::Tasking;
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
    /// Seconds charged for taking it from something less urgent.
    charge: Seconds,
    from: Option<IncidentId>,
    breaks: Vec<Tier>,
}

/// The best free units for `place`, at most the policy's number of options.
#[must_use]
pub fn nearest(controller: &Controller, at: Timestamp, place: Local) -> Pairing {
    let free = strong(controller, free_units(controller, at));
    among(controller, at, (place, Capabilities::default()), &free, &BTreeSet::new())
}

/// The best units for an incident: of the free ones those that can do what it needs, and, at the price of the policy, those
/// that may be taken for it from something less urgent. For an officer in need no crew is too small.
#[must_use]
pub fn for_incident(controller: &Controller, at: Timestamp, id: IncidentId, place: Local) -> Pairing {
    let slot = board::slot(controller, id, 0);
    let mut units = free_units(controller, at);
    for (_, tasking) in controller.ledger.open_taskings() {
        if may_be_taken(controller, id, tasking)
            && let Some(face) = controller.picture.units.get(tasking.unit)
            && let Some(place) = placed(controller, at, tasking.unit, face)
        {
            units.push((tasking.unit, place));
        }
    }
    if !slot.overrides {
        units = strong(controller, units);
    }
    units.sort_by_key(|(unit, _)| *unit);
    units.iter_mut().enumerate().for_each(|(index, (_, unit))| unit.index = index);
    among(controller, at, (place, slot.needs), &units, &BTreeSet::new())
}

/// Whether a unit may be taken from its task for an incident.
#[must_use]
pub fn may_be_taken(controller: &Controller, id: IncidentId, tasking: &Tasking) -> bool {
    let (slot, served) = (board::slot(controller, id, 0), board::slot(controller, tasking.incident, tasking.slot));
    let is_caller = controller.ledger.need_of(tasking.unit).is_some();
    let is_held = is_caller || station::reach(controller, tasking.unit).is_err();
    tasking.incident != id && !is_held && slot.may_take(&served, board::stage(tasking))
}

/// Without crews that are too few, or not known to have let go of their last task.
#[must_use]
pub fn strong(controller: &Controller, units: Vec<(UnitId, UnitAt)>) -> Vec<(UnitId, UnitAt)> {
    let fit = |unit: &UnitId| units::short(controller, *unit).is_none() && unsettled(controller, *unit).is_none();
    units.into_iter().filter(|(unit, _)| fit(unit)).collect()
}

/// How long a unit has not confirmed that its last task was taken back, while that may still come. It may still be driving
/// there: nothing but an officer in need makes the rules send it elsewhere before it says so, or time is up.
#[must_use]
pub fn unsettled(controller: &Controller, unit: UnitId) -> Option<Seconds> {
    let limit = Seconds(controller.setup.policy.tasking.recall_unseen_s);
    let mine = controller.ledger.unseen_recalls_of(unit);
    let ages = mine.map(|(_, tasking)| controller.picture.now.since(tasking.since));
    ages.filter(|age| *age < limit).min_by(|a, b| a.0.total_cmp(&b.0))
}

/// The same among given units, for a place that needs something; `tried` are not asked again.
#[must_use]
pub fn among(
    controller: &Controller,
    at: Timestamp,
    (place, needs): (Local, Capabilities),
    free: &[(UnitId, UnitAt)],
    tried: &BTreeSet<UnitId>,
) -> Pairing {
    let to = match road_near(controller, place) {
        Ok(to) => to,
        Err(why) => {
            return Pairing { units: Vec::new(), passed_over: vec![PassedOver { who: String::new(), why }] };
        }
    };
    let fits = |unit: &UnitId| !tried.contains(unit) && units::can(controller, *unit).cover(needs);
    let untried: Vec<(UnitId, UnitAt)> = free.iter().filter(|(unit, _)| fits(unit)).copied().collect();
    let timed = timed(controller, at, &to, &untried);
    let options = controller.setup.policy.tasking.options;
    let offers = timed.iter().enumerate().take(options).map(|(rank, one)| GroundOffer {
        unit: one.unit,
        eta: one.time,
        latest: one.latest,
        age: one.age,
        crew: units::crew(controller, one.unit),
        can: able(controller, one.unit),
        from: one.from,
        breaks: one.breaks.clone(),
        why: Reason::NearestByRoad { eta_s: one.time.0, next_eta_s: timed.get(rank + 1).map(|next| next.time.0) },
    });
    Pairing { units: offers.collect(), passed_over: looks_nearer(controller, at, (place, needs), &timed, tried) }
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
            let (time, latest) = (Seconds(tenth(time.0)), Seconds(tenth(latest.0)));
            let served = controller.ledger.tasking_of(*unit).map(|(_, tasking)| tasking);
            let charge = served.map_or(0, |tasking| policy.pairing.taken_s[board::stage(tasking) as usize]);
            let (from, charge) = (served.map(|tasking| tasking.incident), Seconds(f64::from(charge)));
            let breaks = units::breaks(controller, *unit);
            Some(Timed { unit: *unit, time, latest, age, charge, from, breaks })
        })
        .collect();
    let band = policy.pairing.band_s.max(1).saturating_mul(1000);
    timed.sort_by_key(|one| {
        let crew = units::crew(controller, one.unit).unwrap_or(policy.units.crew);
        let breaks = u8::try_from(one.breaks.len()).unwrap_or(u8::MAX);
        (stale::ms(one.latest + one.charge) / band, tie::rank(stale::ms(one.age), crew, breaks), one.unit)
    });
    timed
}

/// What a crew can do besides, by the plan.
pub(super) fn able(controller: &Controller, unit: UnitId) -> Vec<String> {
    controller.setup.plan.unit(unit.0).map_or_else(Vec::new, |unit| unit.can.clone())
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
    (place, needs): (Local, Capabilities),
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
        _ if !units::can(controller, *unit).cover(needs) => Some(Reason::CannotDo {}),
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
    if let Some(incident) = controller.ledger.need_of(unit) {
        return Some(Reason::BusyWith { incident });
    }
    if !units::may_go(controller, unit) {
        return Some(Reason::NotReady { text: "it is not available by its own word".to_owned() });
    }
    if let Some(why) = units::short(controller, unit) {
        return Some(why);
    }
    if let Some(age) = unsettled(controller, unit) {
        return Some(Reason::RecallUnseen { seconds: age.0.round() });
    }
    Some(Reason::NoRoadNear { metres: snap.off_road.0.round() })
}

/// Units that can be asked: in the plan, heard not too long ago, on a road, available, without a task and not in need
/// themselves, however few they are.
#[must_use]
pub fn free_units(controller: &Controller, at: Timestamp) -> Vec<(UnitId, UnitAt)> {
    let tasked = controller.ledger.open_taskings().map(|(_, tasking)| tasking.unit);
    let busy: BTreeSet<UnitId> = tasked.chain(controller.ledger.callers()).collect();
    let mut free = Vec::new();
    for (unit, face) in controller.picture.units.iter() {
        if busy.contains(unit) || !units::may_go(controller, *unit) {
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
