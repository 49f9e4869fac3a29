//! Whatever people at screens may say, in any order and at any moment: right, wrong, or about things that are over.

use crate::people::post;
use crate::trace::Seen;
use crate::world::{Event, World};
use controller_core::{
    CloseReason, ClosureId, Command, DeskCommand, DutyCommand, IncidentId, Input, LiveZone, Outcome, Role, TaskingId,
    UnitDuty, UnitId, VehicleId,
};
use geodata::{Local, Metres, Seconds, ZoneKind};

/// One word of one person.
pub fn something(world: &mut World) {
    match world.dice.roll(34) {
        0..=2 => recall(world),
        3..=5 => by_hand(world),
        6..=8 => judge(world),
        9 | 10 => desk(world),
        11 => close(world),
        12..=16 => zone(world),
        17 | 18 => lift(world),
        19 => road(world),
        20..=24 => flight(world),
        25 => drop(world.says(Role::Commander, 1, Command::AllReturn)),
        26 | 27 => seat(world),
        28 => reassess(world),
        29 | 30 => control(world),
        31 | 32 => duty_of_a_crew(world),
        _ => journal(world),
    }
}

fn incident(world: &mut World) -> Option<IncidentId> {
    let controller = world.shell.controller.as_ref()?;
    let open: Vec<IncidentId> = controller.ledger.open_incidents().map(|(id, _)| *id).collect();
    world.dice.one(&open)
}

fn tasking(world: &mut World) -> Option<TaskingId> {
    let controller = world.shell.controller.as_ref()?;
    let open: Vec<TaskingId> = controller.ledger.open_taskings().map(|(id, _)| *id).collect();
    world.dice.one(&open)
}

fn vehicle(world: &mut World) -> VehicleId {
    let flying: Vec<VehicleId> = world.birds.iter().filter(|bird| bird.flies).map(|bird| bird.id).collect();
    world.dice.one(&flying).unwrap_or(VehicleId(1))
}

fn recall(world: &mut World) {
    if let Some(id) = tasking(world) {
        world.says(Role::Dispatcher, 1, Command::Recall(id));
    }
}

fn by_hand(world: &mut World) {
    if let Some(id) = incident(world) {
        let (unit, over) = (UnitId(1 + world.dice.roll(7)), world.dice.chance(0.5));
        world.says(Role::Dispatcher, 1, Command::Task(id, unit, over));
    }
}

fn judge(world: &mut World) {
    if let Some(id) = incident(world) {
        let priority = 1 + world.dice.roll(4) as u8;
        world.says(Role::Dispatcher, 1, Command::Desk(id, DeskCommand::Priority(priority)));
    }
}

fn desk(world: &mut World) {
    let (Some(id), Some(other)) = (incident(world), incident(world)) else { return };
    let merged = world.calls.iter().find(|call| call.key.ends_with("-too")).map(|call| call.key.clone());
    let command = match world.dice.roll(5) {
        0 => DeskCommand::Note("seen from the road".to_owned()),
        1 => DeskCommand::Link(other),
        2 => DeskCommand::Split(merged.unwrap_or_default()),
        3 => DeskCommand::FollowUp { text: "ask".to_owned(), owner: "dispatcher-1".to_owned(), within: Seconds(9.0) },
        _ => DeskCommand::FollowedUp(1),
    };
    world.says(Role::Dispatcher, 1, Command::Desk(id, command));
}

fn close(world: &mut World) {
    if let Some(id) = incident(world) {
        let reason = world.dice.chance(0.5).then_some(CloseReason::Unfounded);
        world.says(Role::Dispatcher, 1, Command::Close(id, Outcome::Unfounded, reason));
    }
}

/// A square over somewhere, often over where an aircraft flies next.
fn zone(world: &mut World) {
    let next = world.birds.iter().filter(|bird| bird.flies).find_map(|bird| Some((bird.at, *bird.before().first()?)));
    let middle = match next {
        Some((at, to)) if world.dice.chance(0.7) => {
            let share = world.dice.between(0.2, 1.0);
            Local { x: at.x + (to.x - at.x) * share, y: at.y + (to.y - at.y) * share }
        }
        _ => world.around(900.0),
    };
    let half = world.dice.between(20.0, 120.0);
    let corner = |(x, y): (f64, f64)| Local { x: middle.x + x * half, y: middle.y + y * half };
    let ring = [(-1.0, -1.0), (1.0, -1.0), (1.0, 1.0), (-1.0, 1.0)].map(|at| world.degrees(corner(at))).to_vec();
    let kind = if world.dice.chance(0.85) { ZoneKind::KeepOut } else { ZoneKind::NoRecord };
    let lasts = world.dice.between(10.0, 200.0);
    let until = world.dice.chance(0.4).then(|| world.now.plus(Seconds(lasts)));
    let drawn = LiveZone { name: "crane".to_owned(), zone: kind, ring, floor: None, ceiling: None, until };
    world.before();
    let role = if world.dice.chance(0.5) { Role::Operator } else { Role::Commander };
    world.says(role, 1, Command::SetZone(drawn));
}

fn lift(world: &mut World) {
    let number = 1 + world.dice.roll(4);
    world.says(Role::Commander, 1, Command::LiftZone(number));
}

fn road(world: &mut World) {
    if world.dice.chance(0.3) {
        let closure = ClosureId(1 + world.dice.roll(3));
        world.says(Role::Dispatcher, 1, Command::OpenRoad(closure));
        return;
    }
    let at = world.around(800.0);
    let (place, lasts) = (world.degrees(at), Seconds(world.dice.between(5.0, 90.0)));
    let lasts = world.dice.chance(0.5).then_some(lasts);
    world.says(Role::Dispatcher, 1, Command::CloseRoad(place, lasts));
}

fn flight(world: &mut World) {
    let id = vehicle(world);
    let at = world.around(600.0);
    let place = world.degrees(at);
    let command = match world.dice.roll(9) {
        0 | 1 => Command::Hold(id),
        2 | 3 => Command::Resume(id),
        4 => Command::Return(id),
        5 if world.dice.chance(0.3) => Command::Land(id),
        6 => Command::Orbit(id, place, Metres(world.dice.between(10.0, 200.0))),
        _ => Command::GoTo(id, place),
    };
    world.says(Role::Operator, 1, command);
}

fn control(world: &mut World) {
    let id = vehicle(world);
    let number = 1 + world.dice.roll(2);
    let command = match world.dice.roll(4) {
        0 | 1 => Command::TakeControl(id),
        2 => Command::HandOver(id),
        _ => Command::ReleaseControl(id),
    };
    world.says(Role::Operator, number, command);
}

fn seat(world: &mut World) {
    let other = post(Role::Commander, 2).post;
    let (number, command) = match world.dice.roll(5) {
        0 => (1, DutyCommand::Hand(other)),
        1 => (2, DutyCommand::Take { relieve: false, deputies: false }),
        2 => (2, DutyCommand::Take { relieve: true, deputies: true }),
        3 => (2, DutyCommand::Leave),
        _ => (1, DutyCommand::Take { relieve: true, deputies: false }),
    };
    world.says(Role::Commander, number, Command::Duty(command));
}

fn reassess(world: &mut World) {
    if let Some(id) = incident(world) {
        world.says(Role::Dispatcher, 1, Command::Reassess(id));
    }
}

fn duty_of_a_crew(world: &mut World) {
    let which = world.dice.roll(crate::ground::CREWS) as usize;
    let duty = [UnitDuty::Available, UnitDuty::Available, UnitDuty::Busy, UnitDuty::OutOfService];
    world.crews[which].duty = world.dice.one(&duty).unwrap_or_default();
}

/// The disk is full for a while.
fn journal(world: &mut World) {
    if world.shell.controller.is_some() && !world.shell.stuck {
        world.shell.stuck = true;
        world.hear(&Input::Journal { writable: false }, None);
        let lasts = world.dice.between(0.5, 15.0);
        world.after(lasts, Event::Unstuck);
    }
}

impl World {
    /// What is before each aircraft that does what it was told last, as the controller knows it too.
    fn before(&mut self) {
        let Some(controller) = &self.shell.controller else { return };
        for bird in self.birds.iter().filter(|bird| bird.flies && bird.mute <= self.now) {
            let told = controller.ledger.orders.get(&bird.id).map(|state| state.order.id);
            let is_known = bird.did.is_some() && bird.did == bird.order && bird.did == told;
            if is_known && bird.heard_in == self.shell.life && self.now.since(bird.told_at) < Seconds(2.9) {
                let way = std::iter::once(bird.told).chain(bird.before()).collect();
                self.trace.seen.push((self.now, Seen::Before(bird.id, way)));
            }
        }
    }
}
