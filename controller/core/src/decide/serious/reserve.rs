//! The reserve, called in blocks: a dispatcher asks, a commander calls. Each unit is sent an ordinary task to the muster
//! place; when it is there it is free for a post, and when the block is sent home it is out of service again.

use super::{recordable, standing};
use crate::controller::Controller;
use crate::decide::Step;
use crate::decide::desk::Said;
use crate::decide::tasking::{self, Errand, send};
use crate::event::Fact;
use crate::facts::serious::{ReserveAsked, ReserveCalled, ReserveSentHome, UnitMustered};
use crate::ids::{IncidentId, UnitId};
use crate::input::{Actor, Role};
use crate::ledger::serious::{PlaceKind, Serious};
use crate::ledger::tasking::TaskingState;
use crate::policy::serious::ReservePolicy;
use crate::reason::Reason;
use geodata::Timestamp;

/// Asks for a block, or calls it: everybody of it who is neither there nor on a task. Called again, those who did not answer.
pub(super) fn call(controller: &Controller, id: IncidentId, name: &str, actor: &Actor) -> Said {
    recordable(controller)?;
    let (_, case) = standing(controller, id)?;
    let block = controller.setup.policy.serious.reserve.iter().find(|block| block.name == name);
    let block = block.ok_or_else(|| Reason::NoSuch { what: format!("block {name}") })?;
    if actor.role == Role::Commander {
        return called(controller, id, case, block, actor);
    }
    let mut step = Step::of(controller);
    let is_asked = case.reserve.get(name).is_some_and(|book| book.asked.is_some() && book.home.is_none());
    if !is_asked {
        let asked = ReserveAsked { incident: id, block: name.to_owned(), by: actor.clone() };
        step.say(Fact::ReserveAsked(asked), Reason::ReserveAskedBy { post: actor.post.clone() });
    }
    Ok((step, id))
}

fn called(controller: &Controller, id: IncidentId, case: &Serious, block: &ReservePolicy, actor: &Actor) -> Said {
    let incident = controller.ledger.incidents.get(&id).ok_or(Reason::NoSuch { what: id.to_string() })?;
    let atlas = &controller.setup.atlas;
    let muster = atlas.posts.iter().find(|post| post.id == block.muster);
    let muster = muster.ok_or_else(|| Reason::NoSuch { what: format!("muster place {}", block.muster) })?;
    let planned = block.units.iter().filter(|unit| controller.setup.plan.unit(**unit).is_some());
    let members: Vec<UnitId> = planned.map(|unit| UnitId(*unit)).collect();
    let is_there = |unit: &UnitId| {
        let book = case.reserve.get(&block.name).filter(|book| book.home.is_none());
        book.is_some_and(|book| book.members.get(unit).copied().flatten().is_some())
    };
    let away = members.iter().filter(|unit| !is_there(unit) && controller.ledger.tasking_of(**unit).is_none());
    let away: Vec<UnitId> = away.copied().collect();
    if away.is_empty() {
        return Err(Reason::WrongState { state: "called".to_owned() });
    }
    let first = case.next_slot().unwrap_or(u8::MAX);
    let slots = first..=u8::MAX;
    if case.next_slot().is_none() || slots.clone().count() < away.len() {
        return Err(Reason::TooMany { most: u32::from(u8::MAX) });
    }
    let (to, place) = (atlas.frame.to_wgs84(muster.at), format!("{} {}", block.name, muster.name));
    let each: Vec<(u8, UnitId)> = slots.zip(away).collect();
    let mut step = Step::of(controller);
    let fact = ReserveCalled {
        incident: id,
        block: block.name.clone(),
        to,
        place: place.clone(),
        members,
        called: each.clone(),
        by: actor.clone(),
    };
    step.say(Fact::ReserveCalled(fact), Reason::ReserveCalledBy { post: actor.post.clone() });
    for (slot, unit) in each {
        let eta = tasking::road_time(controller, unit, muster.at);
        let why = Reason::MustersAt { place: place.clone() };
        send(controller, id, incident, Errand { unit, slot, to, eta, why, post: place.clone() }, &mut step);
    }
    Ok((step, id))
}

/// Whoever arrived at the muster place is free for a post.
pub(super) fn mustered(controller: &Controller, _: Timestamp) -> Step {
    let mut step = Step::of(controller);
    for (task, tasking) in controller.ledger.open_taskings() {
        let place = controller.ledger.place_of(tasking).filter(|_| tasking.state == TaskingState::OnScene);
        let Some(PlaceKind::Muster(block)) = place.map(|place| &place.kind) else { continue };
        let (incident, unit) = (tasking.incident, tasking.unit);
        let fact = UnitMustered { incident, block: block.clone(), unit, tasking: *task };
        let place = place.map(|place| place.name.clone()).unwrap_or_default();
        step.say(Fact::UnitMustered(fact), Reason::MustersAt { place });
    }
    step
}

/// A block goes home: its units are called back; posts they stood at are manned by others.
pub(super) fn send_home(controller: &Controller, id: IncidentId, name: &str, actor: &Actor) -> Said {
    let (_, case) = standing(controller, id)?;
    let book = case.reserve.get(name).filter(|book| book.called.is_some() && book.home.is_none());
    let book = book.ok_or_else(|| Reason::WrongState { state: "not_called".to_owned() })?;
    let mut step = Step::of(controller);
    let why = Reason::SentHomeBy { post: actor.post.clone() };
    for unit in book.members.keys() {
        let held = controller.ledger.tasking_of(*unit).filter(|(_, tasking)| tasking.incident == id);
        let Some((task, tasking)) = held else { continue };
        let kind = controller.ledger.place_of(tasking).map(|place| &place.kind);
        match kind {
            Some(PlaceKind::Ring(_)) => tasking::take_away(controller, *task, id, &mut step),
            _ => tasking::recall(controller, *task, why.clone(), &mut step),
        }
    }
    let home = ReserveSentHome { incident: id, block: name.to_owned() };
    step.say(Fact::ReserveSentHome(home), why);
    Ok((step, id))
}
