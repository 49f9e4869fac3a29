//! Everybody who is wanted and everybody who could go, laid out as one problem and solved at once: units that are free, and,
//! where something more urgent asks, units on their way to something less urgent. What comes out is whom to send where, and
//! from where to take them.

use super::problem::{Candidate, Capabilities, NO_WAY, Prices, Problem, Serving, Slot, Stage};
use super::{age, ellipse, free_units, nearest, placed, road_near, solve, stale, unsettled};
use crate::controller::Controller;
use crate::decide::air::tenth;
use crate::decide::desk::units as desk_units;
use crate::decide::station;
use crate::event::GroundOffer;
use crate::ids::{IncidentId, TaskingId, UnitId};
use crate::input::AlarmKind;
use crate::ledger::incident::Incident;
use crate::ledger::serious::{FIRST, PlaceKind};
use crate::ledger::tasking::{Tasking, TaskingState};
use crate::policy::UnitRule;
use crate::policy::pairing::{PairingRule, Takes};
use crate::reason::Reason;
use geodata::roads::Seen;
use geodata::{Local, Seconds, Timestamp, UnitAt};
use std::collections::BTreeSet;

/// A place at an incident that has nobody.
#[derive(Clone, Debug)]
pub struct Want {
    /// For which incident.
    pub incident: IncidentId,
    /// Which of its places.
    pub slot: u8,
    /// Where.
    pub place: Local,
    /// Where exactly nobody knows: what is there was seen with this error.
    pub seen: Option<Seen>,
    /// Units that are not asked again.
    pub tried: BTreeSet<UnitId>,
}

/// A place seen so roughly that another unit may be the right one.
#[derive(Clone, Debug, PartialEq)]
pub struct LookAgain {
    /// For which incident.
    pub incident: IncidentId,
    /// Who may be, the one that is sent first.
    pub units: Vec<UnitId>,
    /// How much later that one may be than the right one.
    pub spread: Seconds,
}

/// A unit that is to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// For which incident.
    pub incident: IncidentId,
    /// Which of its places.
    pub slot: u8,
    /// Whom, how soon and why.
    pub offer: GroundOffer,
    /// What it must be taken from first, and from which incident.
    pub from: Option<(TaskingId, IncidentId)>,
}

/// What is to be done. First everything is taken back, then everybody is sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Board {
    /// To send.
    pub choices: Vec<Choice>,
    /// Held places whose unit is taken, or relieved by one that is so much sooner there: the tasking, and for what.
    pub taken: Vec<(TaskingId, IncidentId)>,
    /// Where a steeper look may change the answer.
    pub look: Vec<LookAgain>,
}

/// A place in the problem, what is held there, and when each unit would be on each road it may be on.
struct Place<'a> {
    want: Want,
    holds: Option<(TaskingId, &'a Tasking)>,
    times: Vec<(f64, Vec<Option<Seconds>>)>,
}

/// The best answer for all who are wanted at once, under the policy's rule.
#[must_use]
pub fn batch(controller: &Controller, at: Timestamp, wants: &[Want]) -> Board {
    let free = free_units(controller, at);
    match controller.setup.policy.pairing.rule {
        PairingRule::Batch => best(controller, at, wants, &BTreeSet::new(), free),
        PairingRule::NearestIdle => first_come(controller, at, wants, super::strong(controller, free)),
    }
}

/// Whether somebody else should go to incidents that became more urgent than when their units were chosen.
#[must_use]
pub fn anew(controller: &Controller, at: Timestamp, raised: &BTreeSet<IncidentId>) -> Board {
    match controller.setup.policy.pairing.rule {
        PairingRule::Batch => best(controller, at, &[], raised, free_units(controller, at)),
        PairingRule::NearestIdle => Board::default(),
    }
}

/// In the order in which they were reported the nearest idle unit each: what the batch is held against.
fn first_come(controller: &Controller, at: Timestamp, wants: &[Want], mut free: Vec<(UnitId, UnitAt)>) -> Board {
    let mut wants: Vec<&Want> = wants.iter().collect();
    wants.sort_by_key(|want| (want.incident, want.slot));
    let mut board = Board::default();
    for want in wants {
        let needs = needs(controller, controller.ledger.incidents.get(&want.incident));
        let found = super::among(controller, at, (want.place, needs), &free, &want.tried);
        let Some(offer) = found.units.into_iter().next() else { continue };
        free.retain(|(unit, _)| *unit != offer.unit);
        board.choices.push(Choice { incident: want.incident, slot: want.slot, offer, from: None });
    }
    board
}

fn best(
    controller: &Controller,
    at: Timestamp,
    wants: &[Want],
    raised: &BTreeSet<IncidentId>,
    free: Vec<(UnitId, UnitAt)>,
) -> Board {
    let mut places = places(controller, at, wants, raised);
    let is_for_officer = places.iter().any(|place| slot(controller, place.want.incident, place.want.slot).overrides);
    let free = free.into_iter().filter(|(unit, _)| is_for_officer || unsettled(controller, *unit).is_none());
    let held: Vec<(usize, &Tasking)> =
        places.iter().enumerate().filter_map(|(number, place)| Some((number, place.holds?.1))).collect();
    let mut units: Vec<(UnitId, UnitAt, Option<Serving>)> = free.map(|(unit, at)| (unit, at, None)).collect();
    for (slot, tasking) in held {
        let face = controller.picture.units.get(tasking.unit);
        if let Some(place) = face.and_then(|face| placed(controller, at, tasking.unit, face)) {
            units.push((tasking.unit, place, Some(Serving { slot, stage: stage(tasking) })));
        }
    }
    // Where nobody could be sent no road is searched: it would be asked again and again.
    if raised.is_empty() && !units.iter().any(|(unit, ..)| may_go(controller, at, wants, *unit)) {
        return Board::default();
    }
    units.sort_by_key(|(unit, ..)| *unit);
    let mut problem = laid_out(controller, at, &mut places, &units);
    for slot in &mut problem.slots {
        slot.swaps = raised.contains(&slot.incident);
    }
    let paired = solve::solve(&problem);
    told(controller, &places, &problem, &paired.unit_of)
}

/// Whether somebody wants a unit that was not asked in vain, and its position is not too old for it.
fn may_go(controller: &Controller, at: Timestamp, wants: &[Want], unit: UnitId) -> bool {
    let limit = Seconds(controller.setup.policy.tasking.never_auto_s);
    wants.iter().any(|want| !want.tried.contains(&unit)) && age(controller, at, unit).is_some_and(|age| age <= limit)
}

/// The wanted places, and behind them the held ones one of them, or one that was raised, may take from.
fn places<'a>(
    controller: &'a Controller,
    at: Timestamp,
    wants: &[Want],
    raised: &BTreeSet<IncidentId>,
) -> Vec<Place<'a>> {
    let urgency = |id: IncidentId| slot(controller, id, 0);
    let wanted = wants.iter().map(|want| want.incident).chain(raised.iter().copied());
    let wanted: Vec<Slot> = wanted.map(urgency).collect();
    let most = wanted.iter().map(Slot::rank).min();
    let overrides = wanted.iter().any(|slot| slot.overrides);
    let mut places: Vec<Place<'_>> =
        wants.iter().map(|want| Place { want: want.clone(), holds: None, times: Vec::new() }).collect();
    for (id, tasking) in controller.ledger.open_taskings() {
        // Whoever is called to a scene or to muster was called by name.
        if !is_exchangeable(controller, tasking) {
            continue;
        }
        let held = slot(controller, tasking.incident, tasking.slot);
        let is_open = controller.ledger.incidents.get(&tasking.incident).is_some_and(|incident| incident.is_open());
        let is_within = tasking.state != TaskingState::OnScene && most.is_some_and(|most| most < held.rank());
        // Somebody whose position is not known cannot be reckoned with, and keeps what it has.
        let face = controller.picture.units.get(tasking.unit);
        let is_known = face.is_some_and(|face| placed(controller, at, tasking.unit, face).is_some());
        let is_raised =
            raised.contains(&tasking.incident) && tasking.is_first() && tasking.state != TaskingState::OnScene;
        // A crew that calls for help itself is left where it is.
        let is_free = controller.ledger.need_of(tasking.unit).is_none();
        let is_fit = is_known && is_free && station::reach(controller, tasking.unit).is_ok();
        if is_open && (is_within || is_raised || overrides) && is_fit {
            let want = Want {
                incident: tasking.incident,
                slot: tasking.slot,
                place: controller.setup.atlas.frame.to_local(tasking.to),
                seen: None,
                tried: tried(controller, tasking),
            };
            places.push(Place { want, holds: Some((*id, tasking)), times: Vec::new() });
        }
    }
    places
}

/// Whether another unit may stand in for the one of a task: an incident's first, or one at a post of a ring.
fn is_exchangeable(controller: &Controller, tasking: &Tasking) -> bool {
    let place = controller.ledger.place_of(tasking);
    tasking.is_first() || place.is_some_and(|place| matches!(place.kind, PlaceKind::Ring(_)) && place.wanted.is_some())
}

/// Units that were asked for the place of a task.
fn tried(controller: &Controller, tasking: &Tasking) -> BTreeSet<UnitId> {
    let all = controller.ledger.taskings_for(tasking.incident);
    all.filter(|(_, other)| other.slot == tasking.slot).map(|(_, other)| other.unit).collect()
}

pub(super) fn slot(controller: &Controller, id: IncidentId, slot: u8) -> Slot {
    let incident = controller.ledger.incidents.get(&id);
    let policy = &controller.setup.policy.units;
    Slot {
        incident: id,
        slot,
        priority: incident.map_or(4, |incident| incident.priority),
        needs: needs(controller, incident.filter(|_| slot == FIRST)),
        min_crew: if policy.short == UnitRule::Assign { 0 } else { policy.crew },
        // Until a person judges that it is less urgent.
        overrides: slot == FIRST
            && incident.is_some_and(|incident| incident.what == AlarmKind::OfficerInNeed && incident.priority == 1),
        takes: true,
        swaps: false,
    }
}

/// Who may take by the policy.
fn settle_takes(controller: &Controller, problem: &mut Problem) {
    for at in 0..problem.slots.len() {
        let Some(priority) = problem.slots.get(at).map(|slot| slot.priority.clamp(1, 4)) else { continue };
        let takes = match controller.setup.policy.pairing.takes[usize::from(priority) - 1] {
            Takes::Sooner => true,
            Takes::Nobody => !problem.has_free(at),
            Takes::Never => false,
        };
        problem.slots[at].takes = takes;
    }
}

/// What a unit must be able to do by the protocol.
pub(super) fn needs(controller: &Controller, incident: Option<&Incident>) -> Capabilities {
    let needed = incident.map(|incident| &controller.setup.policy.protocol.of(incident.what).needs);
    needed.map_or(Capabilities::default(), |words| desk_units::bits(controller, words))
}

pub(crate) fn stage(tasking: &Tasking) -> Stage {
    match tasking.state {
        TaskingState::Proposed | TaskingState::Sent | TaskingState::Received => Stage::Asked,
        TaskingState::Acknowledged | TaskingState::EnRoute => Stage::Firm,
        _ => Stage::OnScene,
    }
}

fn laid_out(
    controller: &Controller,
    at: Timestamp,
    places: &mut [Place<'_>],
    units: &[(UnitId, UnitAt, Option<Serving>)],
) -> Problem {
    let policy = &controller.setup.policy;
    let whole = |seconds: u32| seconds.saturating_mul(1000);
    let prices = Prices {
        weight: policy.pairing.weight,
        band_ms: whole(policy.pairing.band_s),
        taken_ms: policy.pairing.taken_s.map(whole),
        swap_ms: whole(policy.pairing.swap_s),
        never_ms: stale::ms(Seconds(policy.tasking.never_auto_s)),
    };
    let strength = policy.units.crew;
    let mut candidates: Vec<Candidate> = units
        .iter()
        .map(|(unit, _, serves)| Candidate {
            unit: *unit,
            capabilities: desk_units::can(controller, *unit),
            breaks: u8::try_from(desk_units::breaks(controller, *unit).len()).unwrap_or(u8::MAX),
            crew: desk_units::crew(controller, *unit).unwrap_or(strength),
            age_ms: age(controller, at, *unit).map_or(u32::MAX, stale::ms),
            serves: *serves,
            eta_ms: vec![NO_WAY; places.len()],
        })
        .collect();
    let bound: Vec<bool> =
        units.iter().map(|(unit, _, serves)| serves.is_none() && unsettled(controller, *unit).is_some()).collect();
    let placed: Vec<UnitAt> = units.iter().enumerate().map(|(index, (_, at, _))| UnitAt { index, ..*at }).collect();
    let search = Seconds(policy.tasking.search_s);
    for (number, place) in places.iter_mut().enumerate() {
        place.times = times(controller, &place.want, &placed);
        let is_for_officer = slot(controller, place.want.incident, place.want.slot).overrides;
        for (unit, candidate) in candidates.iter_mut().enumerate() {
            let is_kept = candidate.serves.is_some_and(|serving| serving.slot == number);
            let is_bound = !is_for_officer && bound.get(unit).copied().unwrap_or_default();
            let is_tried = (place.want.tried.contains(&candidate.unit) || is_bound) && !is_kept;
            let on_each: Vec<(f64, Option<Seconds>)> =
                place.times.iter().map(|(share, row)| (*share, row.get(unit).copied().flatten())).collect();
            if let Some(time) = ellipse::expected(&on_each, search).filter(|_| !is_tried) {
                let age = Seconds(f64::from(candidate.age_ms) / 1000.0);
                candidate.eta_ms[number] = stale::ms(stale::latest(time, age));
            } else if is_kept {
                // Whom no road leads there any more still goes, as far as anybody knows.
                candidate.eta_ms[number] = 0;
            }
        }
    }
    let slots = places.iter().map(|place| slot(controller, place.want.incident, place.want.slot)).collect();
    let mut problem = Problem { slots, units: candidates, prices };
    settle_takes(controller, &mut problem);
    problem
}

/// When each unit would be there, on each road the place may be on, by how likely that road is.
fn times(controller: &Controller, want: &Want, units: &[UnitAt]) -> Vec<(f64, Vec<Option<Seconds>>)> {
    let travel = controller.travel();
    let spots = want.seen.as_ref().map_or_else(Vec::new, |seen| ellipse::spots(controller, seen));
    if spots.is_empty() {
        let to = road_near(controller, want.place).ok();
        return to.map(|to| (1.0, travel.units_to(units, &to))).into_iter().collect();
    }
    spots.iter().map(|spot| (spot.share, travel.units_to(units, &spot.snap))).collect()
}

/// The answer in words of the ledger.
fn told(controller: &Controller, places: &[Place<'_>], problem: &Problem, unit_of: &[Option<usize>]) -> Board {
    let mut board = Board::default();
    for (number, place) in places.iter().enumerate() {
        let now = unit_of.get(number).copied().flatten().and_then(|unit| problem.units.get(unit));
        let before = place.holds.map(|(_, tasking)| tasking.unit);
        let Some(goes) = now.filter(|goes| Some(goes.unit) != before) else { continue };
        let from = goes.serves.and_then(|serving| places.get(serving.slot)).and_then(|from| {
            let (tasking, held) = from.holds?;
            Some((tasking, held.incident))
        });
        if let Some((tasking, _)) = from {
            board.taken.push((tasking, place.want.incident));
        }
        let sent = unit_of.get(number).copied().flatten().unwrap_or_default();
        let limit = Seconds(controller.setup.policy.pairing.look_again_s);
        let able = |row: &[Option<Seconds>]| -> Vec<Option<Seconds>> {
            let who = problem.units.iter().zip(row);
            who.map(|(unit, time)| time.filter(|_| problem.may(unit, number))).collect()
        };
        let rows: Vec<(f64, Vec<Option<Seconds>>)> =
            place.times.iter().map(|(share, row)| (*share, able(row))).collect();
        let unclear = ellipse::unclear(&rows, sent, limit);
        board.look.extend(unclear.map(|(units, spread)| LookAgain {
            incident: place.want.incident,
            units: units.iter().filter_map(|unit| Some(problem.units.get(*unit)?.unit)).collect(),
            spread: Seconds(tenth(spread.0)),
        }));
        board.choices.push(Choice {
            incident: place.want.incident,
            slot: place.want.slot,
            offer: GroundOffer {
                from: from.map(|(_, incident)| incident).filter(|other| *other != place.want.incident),
                ..offer(controller, problem, goes, number)
            },
            from,
        });
    }
    // Who is relieved and goes nowhere else is told so, too.
    for (place, unit) in places.iter().zip(unit_of) {
        let Some((tasking, held)) = place.holds else { continue };
        let keeps = unit.and_then(|unit| problem.units.get(unit)).is_none_or(|unit| unit.unit == held.unit);
        if !keeps && board.taken.iter().all(|(taken, _)| *taken != tasking) {
            board.taken.push((tasking, held.incident));
        }
    }
    board
}

fn offer(controller: &Controller, problem: &Problem, goes: &Candidate, number: usize) -> GroundOffer {
    let seconds = |ms: u32| tenth(f64::from(ms) / 1000.0);
    let latest = goes.eta_ms.get(number).copied().unwrap_or(NO_WAY);
    let eta = seconds(latest.saturating_sub(goes.age_ms));
    let others = problem.units.iter().filter(|unit| unit.unit != goes.unit && unit.serves.is_none());
    let next = others.filter_map(|unit| unit.eta_ms.get(number).filter(|ms| **ms != NO_WAY)).min();
    GroundOffer {
        unit: goes.unit,
        eta: Seconds(eta),
        latest: Seconds(seconds(latest)),
        age: Seconds(seconds(goes.age_ms)),
        crew: desk_units::crew(controller, goes.unit),
        can: nearest::able(controller, goes.unit),
        from: None,
        breaks: desk_units::breaks(controller, goes.unit),
        why: Reason::PairedByRoadTime { eta_s: eta, next_eta_s: next.map(|ms| seconds(*ms)) },
    }
}
