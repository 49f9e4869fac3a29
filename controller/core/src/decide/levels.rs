//! Levels of command. The bureau tasks every unit, and the unit's station is informed, not asked. A station tasks its own
//! units, decides about what lies in its own area, and flies the aircraft that are lent to it; launches, serious cases and
//! the air as a whole stay with the bureau. Hold, return and land are everybody's who flies, for safety knows no level.

use crate::controller::{Answer, Controller};
use crate::decide::desk::notes;
use crate::decide::{Step, lease, station};
use crate::event::Fact;
use crate::facts::levels::{AircraftBack, AircraftDenied, AircraftLent, AircraftWanted, StationSaw};
use crate::ids::{IncidentId, TaskingId, UnitId, VehicleId};
use crate::input::{Actor, Command, LevelCommand};
use crate::ledger::partition::{Kind, range_of};
use crate::ledger::tasking::{Tasking, TaskingState};
use crate::reason::{LentTo, NotLent, NotYours, OrderedAbove, Reason};
use geodata::Wgs84;

/// The station a unit belongs to, by the plan.
#[must_use]
pub fn station_of(controller: &Controller, unit: UnitId) -> Option<&str> {
    controller.setup.plan.unit(unit.0).map(|unit| unit.station.as_str())
}

/// The station in whose area a place lies; nothing where nobody answers for it.
#[must_use]
pub fn station_at(controller: &Controller, place: Wgs84) -> Option<&str> {
    let atlas = &controller.setup.atlas;
    atlas.areas.owners(atlas.frame.to_local(place)).police?.owner.as_deref()
}

/// The station that is informed of a task: its unit's, unless it gave the task itself, by a post of its own or while it was alone.
#[must_use]
pub fn informed<'a>(controller: &'a Controller, id: TaskingId, tasking: &Tasking) -> Option<&'a str> {
    if range_of(id.0) > 0 {
        return None;
    }
    let station = station_of(controller, tasking.unit)?;
    let by = match &tasking.why {
        Reason::CommandedBy { post, .. } | Reason::CommandedOver { post, .. } => Some(post),
        _ => None,
    };
    (by.and_then(|post| Actor::station_in(post)) != Some(station)).then_some(station)
}

/// Whether a station may have an aircraft do something there: a lent aircraft serves its station's area alone.
///
/// # Errors
/// The station it is lent to.
pub fn serves(controller: &Controller, vehicle: VehicleId, place: Wgs84) -> Result<(), Reason> {
    match controller.ledger.levels.holder(vehicle) {
        Some(station) if station_at(controller, place) != Some(station) => Err(lent_to(station)),
        Some(station) => station::reached(controller, station),
        None if !controller.ledger.flies(vehicle) => Err(Reason::BureauDecides {}),
        None => Ok(()),
    }
}

/// Whether a post of this level may decide this.
///
/// # Errors
/// Whose it is to decide.
pub fn may(controller: &Controller, actor: &Actor, command: &Command) -> Result<(), Reason> {
    if let Some((number, kind)) = about(command) {
        station::minded(controller, number, kind)?;
    }
    match (&controller.ledger.partition.alone, actor.station()) {
        (Some((alone, _)), Some(station)) if alone == station => as_alone(controller, station, command),
        (Some(_), _) => Err(Reason::BureauDecides {}),
        (None, None) => as_bureau(controller, command),
        (None, Some(station)) => as_station(controller, station, command),
    }
}

/// The number of the incident or the question a command is about. A task is its unit's station's, whatever its number.
fn about(command: &Command) -> Option<(u32, Kind)> {
    match command {
        Command::Approve { id, .. } | Command::Refuse(id) => Some((id.0, |given| given.approval)),
        Command::Reassess(id)
        | Command::Task(id, ..)
        | Command::Close(id, ..)
        | Command::Desk(id, _)
        | Command::Serious(id, _) => Some((id.0, |given| given.incident)),
        _ => None,
    }
}

/// A station that is alone decides about its own as the bureau does about everything; what needs the whole waits.
fn as_alone(controller: &Controller, station: &str, command: &Command) -> Result<(), Reason> {
    if let Some(vehicle) = flown(command) {
        let is_lent = controller.ledger.levels.holder(vehicle) == Some(station);
        return if is_lent { Ok(()) } else { Err(Reason::NotLent(NotLent { station: station.to_owned() })) };
    }
    match command {
        Command::Task(_, unit, _) => own(controller, station, *unit),
        Command::Recall(tasking) => {
            let tasking = controller.ledger.taskings.get(tasking);
            tasking.map_or(Ok(()), |tasking| own(controller, station, tasking.unit))
        }
        Command::Level(LevelCommand::Ask(_)) => Err(Reason::BureauDecides {}),
        Command::Approve { .. }
        | Command::Refuse(_)
        | Command::AllReturn
        | Command::Reassess(_)
        | Command::Close(..)
        | Command::Desk(..) => Ok(()),
        command => as_station(controller, station, command),
    }
}

fn as_bureau(controller: &Controller, command: &Command) -> Result<(), Reason> {
    let holder = flown(command).and_then(|vehicle| controller.ledger.levels.holder(vehicle));
    holder.map_or(Ok(()), |station| Err(lent_to(station)))
}

fn as_station(controller: &Controller, station: &str, command: &Command) -> Result<(), Reason> {
    if let Some(vehicle) = flown(command) {
        let is_lent = controller.ledger.levels.holder(vehicle) == Some(station);
        return if is_lent { Ok(()) } else { Err(Reason::NotLent(NotLent { station: station.to_owned() })) };
    }
    match command {
        Command::Task(incident, unit, _) => may_task(controller, station, *incident, *unit),
        Command::Recall(tasking) => may_recall(controller, station, *tasking),
        Command::Reassess(incident) | Command::Close(incident, ..) | Command::Desk(incident, _) => {
            may_see_to(controller, station, *incident)
        }
        Command::Hold(_)
        | Command::Return(_)
        | Command::Land(_)
        | Command::Payload(..)
        | Command::SetZone(_)
        | Command::CloseRoad(..)
        | Command::OpenRoad(_)
        | Command::Level(_) => Ok(()),
        // Deny is the default here, too: launches, serious cases, the duty, the radios, the squadron as a whole.
        _ => Err(Reason::BureauDecides {}),
    }
}

/// The aircraft a command has fly somewhere, or changes the hands of: what nobody but its holder may do.
fn flown(command: &Command) -> Option<VehicleId> {
    match command {
        Command::TakeControl(vehicle)
        | Command::HandOver(vehicle)
        | Command::KeepControl(vehicle)
        | Command::ReleaseControl(vehicle) => Some(*vehicle),
        command => lease::needs_control(command),
    }
}

/// Own units, and none from a task that was ordered above, nor over the head of another station's unit.
fn may_task(controller: &Controller, station: &str, incident: IncidentId, unit: UnitId) -> Result<(), Reason> {
    own(controller, station, unit)?;
    if let Some((id, tasking)) = controller.ledger.tasking_of(unit)
        && tasking.incident != incident
    {
        not_from_above(controller, *id, tasking)?;
    }
    let first = controller.ledger.tasking_in(incident, crate::ledger::serious::FIRST);
    first.map_or(Ok(()), |(id, tasking)| {
        own(controller, station, tasking.unit)?;
        not_from_above(controller, *id, tasking)
    })
}

fn may_recall(controller: &Controller, station: &str, id: TaskingId) -> Result<(), Reason> {
    // What is not known is refused where it is looked for.
    let Some(tasking) = controller.ledger.taskings.get(&id) else { return Ok(()) };
    own(controller, station, tasking.unit)?;
    not_from_above(controller, id, tasking)
}

/// What lies in its area, or where its units are sent.
fn may_see_to(controller: &Controller, station: &str, id: IncidentId) -> Result<(), Reason> {
    let Some(incident) = controller.ledger.incidents.get(&id) else { return Ok(()) };
    let owner = station_at(controller, incident.place);
    let sent = |(_, tasking): (_, &Tasking)| station_of(controller, tasking.unit) == Some(station);
    if owner == Some(station) || controller.ledger.taskings_for(id).any(sent) {
        return Ok(());
    }
    Err(not_yours(&id, owner))
}

fn own(controller: &Controller, station: &str, unit: UnitId) -> Result<(), Reason> {
    match station_of(controller, unit) {
        Some(owner) if owner != station => Err(not_yours(&unit, Some(owner))),
        _ => Ok(()),
    }
}

fn not_from_above(controller: &Controller, id: TaskingId, tasking: &Tasking) -> Result<(), Reason> {
    match informed(controller, id, tasking).filter(|_| tasking.state != TaskingState::Proposed) {
        Some(_) => Err(Reason::OrderedAbove(OrderedAbove { tasking: id.to_string() })),
        None => Ok(()),
    }
}

fn not_yours(what: &impl ToString, station: Option<&str>) -> Reason {
    Reason::NotYours(NotYours { what: what.to_string(), station: station.unwrap_or_default().to_owned() })
}

fn lent_to(station: &str) -> Reason {
    Reason::LentTo(LentTo { station: station.to_owned() })
}

/// Carries out what a post says between the levels.
pub fn decided(controller: &Controller, say: &LevelCommand, actor: &Actor) -> (Step, Answer) {
    let said = match say {
        LevelCommand::Ask(vehicle) => ask(controller, *vehicle, actor),
        LevelCommand::Deny { vehicle, station, text } => deny(controller, (*vehicle, station), text, actor),
        LevelCommand::Lend(vehicle, station) => lend(controller, *vehicle, station, actor),
        LevelCommand::Back(vehicle) => back(controller, *vehicle, actor),
        LevelCommand::Saw(tasking) => saw(controller, *tasking, actor),
    };
    let mut step = Step::of(controller);
    let (fact, order) = match said {
        Ok(said) => said,
        Err(why) => return (step, Answer::Denied(why)),
    };
    // What was asked about it before is no longer for the bureau to launch.
    if let Fact::AircraftLent(lent) = &fact
        && let Some((approval, _)) = controller.ledger.waiting_about(lent.vehicle)
    {
        step.say(Fact::ApprovalExpired { approval: *approval }, lent_to(&lent.station));
    }
    step.say(fact, Reason::CommandedBy { post: actor.post.clone(), order: order.to_owned() });
    (step, Answer::Accepted { incident: None })
}

type Said = Result<(Fact, &'static str), Reason>;

fn ask(controller: &Controller, vehicle: VehicleId, actor: &Actor) -> Said {
    let station = actor.station().ok_or_else(|| wrong("the bureau's already"))?.to_owned();
    known(controller, vehicle)?;
    let levels = &controller.ledger.levels;
    if levels.holder(vehicle) == Some(&station) {
        return Err(wrong("lent to you already"));
    }
    if levels.wanted.contains_key(&(vehicle, station.clone())) {
        return Err(wrong("asked for already"));
    }
    Ok((Fact::AircraftWanted(AircraftWanted { vehicle, station, by: actor.clone() }), "ask_aircraft"))
}

fn deny(controller: &Controller, (vehicle, station): (VehicleId, &str), text: &str, actor: &Actor) -> Said {
    bureau(actor)?;
    if !controller.ledger.levels.wanted.contains_key(&(vehicle, station.to_owned())) {
        return Err(wrong("nobody asks"));
    }
    let text = notes::text(text)?;
    let (station, by) = (station.to_owned(), actor.clone());
    Ok((Fact::AircraftDenied(AircraftDenied { vehicle, station, by, text }), "deny_aircraft"))
}

fn lend(controller: &Controller, vehicle: VehicleId, station: &str, actor: &Actor) -> Said {
    bureau(actor)?;
    known(controller, vehicle)?;
    if !controller.setup.plan.ground.iter().any(|unit| unit.station == station) {
        return Err(Reason::NoSuch { what: station.to_owned() });
    }
    if let Some(holder) = controller.ledger.levels.holder(vehicle) {
        return Err(lent_to(holder));
    }
    station::reached(controller, station)?;
    // What it flies for now was approved by the bureau: first that ends.
    if let Some((_, sortie)) = controller.ledger.sortie_of(vehicle)
        && let Some(incident) = sortie.purpose.incident()
        && controller
            .ledger
            .incidents
            .get(&incident)
            .is_some_and(|flown| flown.is_open() && station_at(controller, flown.place) != Some(station))
    {
        return Err(Reason::BusyWith { incident });
    }
    let station = station.to_owned();
    Ok((Fact::AircraftLent(AircraftLent { vehicle, station, by: actor.clone() }), "lend_aircraft"))
}

/// The bureau takes it back at any time; the station that has it gives it back.
fn back(controller: &Controller, vehicle: VehicleId, actor: &Actor) -> Said {
    let Some(station) = controller.ledger.levels.holder(vehicle) else { return Err(wrong("not lent")) };
    if actor.station().is_some_and(|own| own != station) {
        return Err(lent_to(station));
    }
    station::reached(controller, station)?;
    let station = station.to_owned();
    Ok((Fact::AircraftBack(AircraftBack { vehicle, station, by: actor.clone() }), "aircraft_back"))
}

fn saw(controller: &Controller, id: TaskingId, actor: &Actor) -> Said {
    let tasking = controller.ledger.taskings.get(&id).ok_or_else(|| Reason::NoSuch { what: id.to_string() })?;
    let told = informed(controller, id, tasking);
    if told.is_none() || told != actor.station() {
        return Err(not_yours(&id, told));
    }
    if tasking.seen_by_station.is_some() {
        return Err(wrong("seen already"));
    }
    Ok((Fact::StationSaw(StationSaw { tasking: id, by: actor.clone() }), "informed"))
}

fn bureau(actor: &Actor) -> Result<(), Reason> {
    if actor.station().is_some() { Err(Reason::BureauDecides {}) } else { Ok(()) }
}

fn known(controller: &Controller, vehicle: VehicleId) -> Result<(), Reason> {
    let known = controller.setup.plan.aircraft(vehicle.0).is_some();
    if known { Ok(()) } else { Err(Reason::NoSuch { what: vehicle.to_string() }) }
}

fn wrong(state: &str) -> Reason {
    Reason::WrongState { state: state.to_owned() }
}
