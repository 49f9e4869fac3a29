//! Who stands in which circle round the scene: a unit that arrives has the innermost seat it can fill, and leaves it free
//! when it goes.

use super::standing;
use crate::controller::Controller;
use crate::decide::Step;
use crate::decide::desk::{Said, units};
use crate::decide::tasking::{self, Goal, epoch_after};
use crate::effect::{Effect, UnitOrder, UnitOrderKind};
use crate::event::Fact;
use crate::facts::serious::{CircleShort, SceneCalled, SeatLeft, SeatTaken, SeatWanting};
use crate::ids::{IncidentId, TaskingId, UnitId};
use crate::input::Actor;
use crate::ledger::serious::{PlaceKind, Serious};
use crate::ledger::tasking::{Tasking, TaskingState};
use crate::reason::{CircleLate, Reason, SeatGiven};
use geodata::Timestamp;
use std::cmp::Reverse;

/// A person calls a unit to the scene.
pub(super) fn call(controller: &Controller, id: IncidentId, (unit, over): (UnitId, bool), actor: &Actor) -> Said {
    let (incident, case) = standing(controller, id)?;
    let is_there = controller.ledger.tasking_of(unit).is_some_and(|(_, held)| is_at_scene(controller, id, held));
    if is_there {
        return Ok((Step::of(controller), id));
    }
    let is_idle = |slot: u8| controller.ledger.tasking_in(id, slot).is_none();
    let mut scene = case.places.iter().filter(|(_, place)| place.kind == PlaceKind::Scene).map(|(slot, _)| *slot);
    let slot = scene.find(|slot| is_idle(*slot)).or_else(|| case.next_slot());
    let slot = slot.ok_or(Reason::TooMany { most: u32::from(u8::MAX) })?;
    let goal = Goal { slot, to: incident.place, post: String::new() };
    let mut step = tasking::by_hand_to(controller, id, (unit, over), goal, actor)?;
    let called = SceneCalled { incident: id, slot, unit, by: actor.clone() };
    let why = Reason::CommandedBy { post: actor.post.clone(), order: "scene".to_owned() };
    step.events.insert(0, (Fact::SceneCalled(called), why));
    Ok((step, id))
}

/// Whether a task leads to the scene and not to a post.
fn is_at_scene(controller: &Controller, id: IncidentId, tasking: &Tasking) -> bool {
    let place = controller.ledger.place_of(tasking);
    tasking.incident == id && (tasking.is_first() || place.is_some_and(|place| place.kind == PlaceKind::Scene))
}

/// Seats follow who comes and goes, one at a time.
pub(super) fn given(controller: &Controller, at: Timestamp) -> Step {
    let mut step = Step::of(controller);
    for (id, case) in controller.ledger.standing() {
        left(controller, id, case, &mut step);
        if step.is_empty() {
            arrived(controller, id, case, &mut step);
        }
        if step.is_empty() {
            late(at, id, case, &mut step);
        }
        if !step.is_empty() {
            return step;
        }
    }
    step
}

fn index(number: usize) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

fn left(controller: &Controller, id: IncidentId, case: &Serious, step: &mut Step) {
    let stays = |task: TaskingId| {
        controller.ledger.taskings.get(&task).is_some_and(|tasking| tasking.state == TaskingState::OnScene)
    };
    for (circle, book) in case.circles.iter().enumerate() {
        for (seat, held) in book.held.iter().enumerate() {
            if let Some((unit, _)) = held.filter(|(_, task)| !stays(*task)) {
                let left = SeatLeft { incident: id, circle: index(circle), seat: index(seat), unit };
                step.say(Fact::SeatLeft(left), Reason::UnitLeft {});
            }
        }
    }
}

/// Who arrived first is seated first.
fn arrived(controller: &Controller, id: IncidentId, case: &Serious, step: &mut Step) {
    let there = controller.ledger.taskings_for(id).filter(|(task, tasking)| {
        tasking.state == TaskingState::OnScene && is_at_scene(controller, id, tasking) && case.seat_of(**task).is_none()
    });
    let mut there: Vec<(&TaskingId, &Tasking)> = there.collect();
    there.sort_by_key(|(task, tasking)| (tasking.since, **task));
    for (task, tasking) in there {
        if let Some((circle, seat)) = free_seat(controller, case, tasking.unit) {
            seated(controller, id, case, (circle, seat), (*task, tasking), step);
            return;
        }
        if !case.wanting.contains(task) {
            let wanting = SeatWanting { incident: id, unit: tasking.unit, tasking: *task };
            step.say(Fact::SeatWanting(wanting), Reason::NoSeatFree {});
            return;
        }
    }
}

/// The innermost circle first; of its seats the one that needs most of what the crew can do.
fn free_seat(controller: &Controller, case: &Serious, unit: UnitId) -> Option<(usize, usize)> {
    let can = units::can(controller, unit);
    case.circles.iter().enumerate().find_map(|(circle, book)| {
        let seats = book.laid.seats.iter().zip(&book.held).enumerate();
        let fits = seats.filter(|(_, (seat, held))| held.is_none() && can.cover(units::bits(controller, &seat.needs)));
        let best = fits.min_by_key(|(number, (seat, _))| (Reverse(seat.needs.len()), *number));
        best.map(|(seat, _)| (circle, seat))
    })
}

fn seated(
    controller: &Controller,
    id: IncidentId,
    case: &Serious,
    (circle, seat): (usize, usize),
    (task, tasking): (TaskingId, &Tasking),
    step: &mut Step,
) {
    let Some(book) = case.circles.get(circle) else { return };
    let epoch = epoch_after(controller, id, tasking.slot);
    if let Some(Effect::ToUnit(order)) = tasking::to_unit(controller, task, tasking, UnitOrderKind::Task) {
        step.effects.push(Effect::ToUnit(UnitOrder { epoch, post: book.name(seat), ..order }));
    }
    let role = book.laid.seats.get(seat).map(|seat| seat.role.clone()).unwrap_or_default();
    let (circle, seat, unit) = (index(circle), index(seat), tasking.unit);
    let taken = SeatTaken { incident: id, circle, seat, unit, tasking: task, epoch };
    step.say(Fact::SeatTaken(taken), Reason::SeatGiven(SeatGiven { circle: book.laid.name.clone(), role }));
}

fn late(at: Timestamp, id: IncidentId, case: &Serious, step: &mut Step) {
    let is_late = |fill| at >= case.declared.plus(fill);
    let short = case.circles.iter().enumerate().filter(|(_, book)| !book.is_told && book.free() > 0);
    for (circle, book) in short.filter(|(_, book)| is_late(book.laid.fill)) {
        let short = CircleShort { incident: id, circle: index(circle), free: index(book.free()) };
        let why = CircleLate { circle: book.laid.name.clone(), seconds: book.laid.fill.0 };
        step.say(Fact::CircleShort(short), Reason::CircleLate(why));
    }
}
