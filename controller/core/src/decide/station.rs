//! Bureau and stations that do not hear each other, and what follows when they do again.
//!
//! A station's desk asks for the bureau's records all the time. When the bureau has not heard it for the policy's time, it lets
//! go of those crews of the station that are silent, too: what they were asked and had not answered is offered to others. The
//! station begins to decide only after twice that time, so that there is never a moment in which both do. When it is back,
//! its records are taken in one by one before any rule looks at what they tell.

use crate::controller::{Answer, Controller};
use crate::decide::{Step, levels, tasking};
use crate::effect::UnitOrderKind;
use crate::event::Fact;
use crate::facts::desk::IncidentLinked;
use crate::facts::station::{Origin, StationAlone, StationBack, StationCut};
use crate::ids::{IncidentId, UnitId};
use crate::input::{Actor, Branch, Role, StationSay, StationWord};
use crate::ledger::Counters;
use crate::ledger::incident::Incident;
use crate::ledger::partition::{Kind, Taken, range_of};
use crate::ledger::tasking::{Tasking, TaskingState};
use crate::reason::{BranchNext, BranchTaken, CutOff, DeskSilent, Reason};
use crate::setup::Setup;
use geodata::{Seconds, Timestamp};
use std::collections::BTreeSet;

/// The range a station's numbers are from while it is alone, and its crews: by its place among the stations of the plan.
#[must_use]
pub fn own(setup: &Setup, station: &str) -> Option<(u8, Vec<UnitId>)> {
    let stations: BTreeSet<&str> = setup.plan.ground.iter().map(|unit| unit.station.as_str()).collect();
    let place = stations.iter().position(|one| *one == station)?;
    let range = u8::try_from(place + 1).ok()?;
    let crews = setup.plan.ground.iter().filter(|unit| unit.station == station).map(|unit| UnitId(unit.unit));
    Some((range, crews.collect()))
}

/// The first record of a branch.
#[must_use]
pub fn alone(setup: &Setup, station: &str, silent: Seconds, given: Counters) -> Option<(Fact, Reason)> {
    let (range, units) = own(setup, station)?;
    let fact = Fact::StationAlone(StationAlone { station: station.to_owned(), range, units, given });
    Some((fact, Reason::DeskSilent(DeskSilent { seconds: silent.0.round() })))
}

/// Whether a crew is its station's own now: that is cut off, and the crew is silent as well.
#[must_use]
pub fn is_away(controller: &Controller, unit: UnitId) -> bool {
    let Some(station) = levels::station_of(controller, unit) else { return false };
    if !controller.ledger.partition.cut.contains_key(station) {
        return false;
    }
    let limit = Seconds(controller.setup.policy.levels.cut_s);
    let heard = controller.picture.units.get(unit).map(|face| face.report.at);
    heard.is_none_or(|heard| controller.picture.now.since(heard) >= limit)
}

/// Whether a crew can be tasked from here now.
///
/// # Errors
/// Who tasks it.
pub fn reach(controller: &Controller, unit: UnitId) -> Result<(), Reason> {
    if !controller.ledger.leads(unit) {
        return Err(Reason::BureauDecides {});
    }
    match levels::station_of(controller, unit) {
        Some(station) if is_away(controller, unit) => Err(cut_off(station)),
        _ => Ok(()),
    }
}

/// Whether what has this number is decided about here now.
///
/// # Errors
/// Who decides about it.
pub fn minded(controller: &Controller, number: u32, kind: Kind) -> Result<(), Reason> {
    let partition = &controller.ledger.partition;
    match partition.minds(number, kind) {
        true => Ok(()),
        false => Err(partition.began(number, kind).map_or(Reason::BureauDecides {}, cut_off)),
    }
}

/// What belongs to a station that is cut off is left to it.
///
/// # Errors
/// That it is.
pub fn reached(controller: &Controller, station: &str) -> Result<(), Reason> {
    match controller.ledger.partition.cut.contains_key(station) {
        true => Err(cut_off(station)),
        false => Ok(()),
    }
}

/// The bureau lets go of stations it does not hear.
pub fn silent(controller: &Controller, at: Timestamp) -> Step {
    let mut step = Step::of(controller);
    let limit = Seconds(controller.setup.policy.levels.cut_s);
    if let Some((station, heard)) = followers(controller).find(|(_, heard)| at.since(*heard) >= limit) {
        cut(controller, station, at.since(heard), &mut step);
    }
    step
}

/// The stations that follow us and are not cut off, and when each heard us last; after a restart not before it. Nobody follows a
/// station that is alone.
fn followers(controller: &Controller) -> impl Iterator<Item = (&str, Timestamp)> {
    let (partition, picture) = (&controller.ledger.partition, &controller.picture);
    let ours = partition.followers().filter(|_| partition.alone.is_none());
    let known = ours.filter(|station| !partition.cut.contains_key(*station));
    known.map(|station| (station, picture.stations.get(station).copied().unwrap_or(picture.started)))
}

/// When that may be.
pub fn due(controller: &Controller) -> impl Iterator<Item = Timestamp> {
    let limit = Seconds(controller.setup.policy.levels.cut_s);
    followers(controller).map(move |(_, heard)| heard.plus(limit))
}

fn cut(controller: &Controller, station: &str, silent: Seconds, step: &mut Step) {
    let Some((range, units)) = own(&controller.setup, station) else { return };
    let fact = StationCut { station: station.to_owned(), range, units };
    step.say(Fact::StationCut(fact), Reason::DeskSilent(DeskSilent { seconds: silent.0.round() }));
}

/// What crews that are their station's own now were asked and had not answered is offered to others at once.
pub fn unanswered(controller: &Controller, _: Timestamp) -> Step {
    let mut step = Step::of(controller);
    if controller.ledger.partition.cut.is_empty() {
        return step;
    }
    let waits = |tasking: &Tasking| tasking.state < TaskingState::Acknowledged && is_away(controller, tasking.unit);
    for (id, asked) in controller.ledger.open_taskings().filter(|(_, tasking)| waits(tasking)) {
        let station = levels::station_of(controller, asked.unit).unwrap_or_default();
        step.say(Fact::TaskingTimedOut { tasking: *id }, cut_off(station));
        step.effects.extend(tasking::to_unit(controller, *id, asked, UnitOrderKind::Recall));
    }
    step
}

/// What is said of a station's desk.
pub fn heard(controller: &Controller, word: &StationWord) -> (Step, Answer) {
    let step = Step::of(controller);
    let denied = |why| (Step::of(controller), Answer::Denied(why));
    if controller.ledger.partition.alone.is_some() {
        return denied(Reason::BureauDecides {});
    }
    if own(&controller.setup, &word.station).is_none() {
        return denied(Reason::NoSuch { what: word.station.clone() });
    }
    match &word.say {
        StationSay::Follows { .. } => follows(controller, &word.station, step),
        StationSay::Wrote(branch) => wrote(controller, &word.station, branch, step),
        StationSay::Back { began, last } => back(controller, &word.station, (*began, *last), step),
    }
}

const ACCEPTED: Answer = Answer::Accepted { incident: None };

/// It never went on alone, or what it did is in already. That it follows at all is written down, so that it is missed when it
/// is not heard after a restart.
fn follows(controller: &Controller, station: &str, mut step: Step) -> (Step, Answer) {
    let partition = &controller.ledger.partition;
    if partition.cut.contains_key(station) || partition.back(station).is_none() {
        over(station, 0, &mut step);
    }
    (step, ACCEPTED)
}

fn over(station: &str, records: u32, step: &mut Step) {
    let back = StationBack { station: station.to_owned(), records };
    step.say(Fact::StationBack(back), Reason::BranchTaken(BranchTaken { records }));
}

/// One record of a branch: in order, and each once.
fn wrote(controller: &Controller, station: &str, branch: &Branch, mut step: Step) -> (Step, Answer) {
    let Branch { began, on, entry } = branch;
    let taken = controller.ledger.partition.taken(station);
    let next = match taken {
        Some(taken) if *began < taken.began => return (step, ACCEPTED),
        Some(taken) if *began == taken.began => taken.last.saturating_add(1),
        _ => on.saturating_add(1),
    };
    if entry.seq < next {
        return (step, ACCEPTED);
    }
    if entry.seq > next || *on > controller.ledger.seq {
        return (step, Answer::Denied(Reason::BranchNext(BranchNext { record: next })));
    }
    if !controller.ledger.partition.cut.contains_key(station) {
        cut(controller, station, Seconds(controller.setup.policy.levels.cut_s), &mut step);
    }
    make_room(controller, station, &entry.event.fact, &mut step);
    let origin = Origin { station: station.to_owned(), began: *began, seq: entry.seq, at: entry.at };
    step.branch = Some((entry.event.fact.clone(), entry.event.why.clone(), origin));
    (step, ACCEPTED)
}

/// What the bureau had of a crew or an aircraft that the station then sent elsewhere, is over: the station had it last.
fn make_room(controller: &Controller, station: &str, fact: &Fact, step: &mut Step) {
    let ledger = &controller.ledger;
    if let Fact::TaskingSent { tasking, unit, .. } = fact
        && let Some((id, _)) = ledger.tasking_of(*unit).filter(|(id, _)| *id != tasking)
    {
        step.say(Fact::TaskingRecalled { tasking: *id }, cut_off(station));
    }
    let flown = match fact {
        Fact::SortieOrdered { sortie, order, .. } => Some((sortie, order.vehicle)),
        Fact::SortieAdopted { sortie, vehicle } => Some((sortie, *vehicle)),
        _ => None,
    };
    if let Some((sortie, vehicle)) = flown
        && let Some((id, _)) = ledger.sortie_of(vehicle).filter(|(id, _)| *id != sortie)
    {
        step.say(Fact::SortieEnded { sortie: *id }, cut_off(station));
    }
}

/// All of it is in: calls that reached both are linked, and the station is under the bureau again.
fn back(controller: &Controller, station: &str, (began, last): (Timestamp, u32), mut step: Step) -> (Step, Answer) {
    let taken = controller.ledger.partition.taken(station);
    match taken {
        Some(taken) if taken.began == began && taken.last == last => {}
        Some(taken) if taken.began > began => return (step, ACCEPTED),
        taken => {
            let next = taken.filter(|taken| taken.began == began).map_or(0, |taken| taken.last.saturating_add(1));
            return (step, Answer::Denied(Reason::BranchNext(BranchNext { record: next })));
        }
    }
    let records = taken.map_or(0, Taken::records);
    let Some(apart) = controller.ledger.partition.cut.get(station) else { return (step, ACCEPTED) };
    let theirs = |(id, _): &(&IncidentId, &Incident)| apart.began(id.0, |given| given.incident);
    for (id, incident) in controller.ledger.incidents.iter().rev().filter(theirs) {
        link(controller, station, (*id, incident), &mut step);
    }
    over(station, records, &mut step);
    (step, ACCEPTED)
}

/// Links an incident of the station to those of the bureau that are about the same event by the protocol. Which of them is
/// closed, people say.
fn link(controller: &Controller, station: &str, (id, incident): (IncidentId, &Incident), step: &mut Step) {
    let frame = &controller.setup.atlas.frame;
    let rule = controller.setup.policy.protocol.of(incident.what);
    let version = controller.setup.policy.protocol.version;
    let place = frame.to_local(incident.place);
    for (other, same) in &controller.ledger.incidents {
        let apart = Seconds(same.reported.since(incident.reported).0.abs());
        if range_of(other.0) == range_of(id.0) || same.what != incident.what || apart.0 > rule.merge_s {
            continue;
        }
        let distance = frame.to_local(same.place).distance(place).0;
        if distance <= rule.merge_radius_m && !incident.links.contains(other) {
            let by = Actor { role: Role::Dispatcher, post: format!("desk@{station}") };
            let why = Reason::SameEvent { version, distance_m: distance.round(), seconds: apart.0.round() };
            step.say(Fact::IncidentLinked(IncidentLinked { incident: id, other: *other, by }), why);
        }
    }
}

fn cut_off(station: &str) -> Reason {
    Reason::CutOff(CutOff { station: station.to_owned() })
}
