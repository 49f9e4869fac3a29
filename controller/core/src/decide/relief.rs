//! An aircraft over an incident is relieved before its charge ends: the next one is asked for so early that it is there when the
//! first must leave, and the first stays until it is.

use crate::controller::Controller;
use crate::decide::scope::is_turn;
use crate::decide::{Step, air, assess, sortie};
use crate::event::Fact;
use crate::facts::relief::ReliefDue;
use crate::ids::{IncidentId, SortieId, VehicleId};
use crate::ledger::incident::Status;
use crate::ledger::sortie::{Relief, Sortie, SortieState};
use crate::picture::fleet::Link;
use crate::reason::{LeavesIn, Reason, RelievedBy};
use geodata::{Seconds, Timestamp};

/// Who could relieve an aircraft is looked for every so many seconds of each.
const LOOKS_EVERY: i64 = 5;

/// The first aircraft for which it is time to ask for another.
pub fn due(controller: &Controller, at: Timestamp) -> Step {
    let mut step = Step::of(controller);
    if !controller.picture.beat || !assess::warm(controller, at) {
        return step;
    }
    let looked_at = |(id, sortie): (&SortieId, &Sortie)| {
        let incident = over(controller, sortie).filter(|_| is_turn(at, sortie.vehicle, LOOKS_EVERY))?;
        Some((*id, incident, sortie.vehicle, leaves_soon(controller, at, incident, sortie.vehicle)?))
    };
    if let Some((sortie, incident, vehicle, left)) = controller.ledger.open_sorties().find_map(looked_at) {
        let why = Reason::LeavesIn(LeavesIn { seconds: left.0.round() });
        step.say(Fact::ReliefDue(ReliefDue { sortie, vehicle, incident }), why);
    }
    step
}

/// The incident a flight is over and goes on to serve.
fn over(controller: &Controller, sortie: &Sortie) -> Option<IncidentId> {
    let id = sortie.purpose.incident()?;
    let incident = controller.ledger.incidents.get(&id)?;
    let is_wanted = incident.status < Status::Resolved && !incident.air_refused;
    (is_wanted && sortie.serves() && sortie.state == SortieState::OnScene).then_some(id)
}

/// How long it can stay, when that is no longer than the next needs and people take to say yes.
fn leaves_soon(controller: &Controller, at: Timestamp, incident: IncidentId, vehicle: VehicleId) -> Option<Seconds> {
    let policy = &controller.setup.policy.relief;
    let left = leaves_in(controller, at, vehicle).filter(|left| left.0 <= policy.look_s)?;
    let way = || air::best(controller, at, incident).offer.map_or(Seconds::ZERO, |next| next.eta);
    (left.0 <= policy.ahead_s || left.0 <= policy.ahead_s + way().0).then_some(left)
}

/// How long an aircraft in the air can hover where it is before it must be on its way home; nothing when nobody knows.
#[must_use]
pub fn leaves_in(controller: &Controller, at: Timestamp, vehicle: VehicleId) -> Option<Seconds> {
    let now = air::situation(controller, at, vehicle).ok().filter(|now| !now.on_ground)?;
    let floor = now.battery_percent - f64::from(controller.setup.policy.aircraft.return_battery_percent);
    let percent = sortie::over_reserve(&now).map_or(floor, |home| home.min(floor));
    let a_second = controller.setup.plan.airframe_of(vehicle.0)?.hover_draw(Seconds(1.0));
    let left = percent.max(0.0) / a_second;
    left.is_finite().then_some(Seconds(left))
}

/// Another that is wanted over an incident, because who is there must leave.
#[must_use]
pub fn wanted(controller: &Controller, id: IncidentId) -> Option<&Relief> {
    let (_, sortie) = controller.ledger.leaving(id).filter(|(_, sortie)| !assess::gone(controller, sortie))?;
    sortie.relief.as_ref()
}

/// Who must leave its place soon takes nobody else's.
///
/// # Errors
/// In how many seconds it leaves.
pub fn stays(controller: &Controller, at: Timestamp, vehicle: VehicleId) -> Result<(), Reason> {
    let flight = controller.ledger.sortie_of(vehicle).map(|(_, sortie)| sortie);
    if !flight.is_some_and(|sortie| sortie.relief.is_some() && sortie.is_outward()) {
        return Ok(());
    }
    let seconds = leaves_in(controller, at, vehicle).map_or(0.0, |left| left.0.round());
    Err(Reason::LeavesIn(LeavesIn { seconds }))
}

/// Why a flight another was wanted for may go: the other is there, and is heard. It is about two aircraft, so it is looked at
/// once a second.
#[must_use]
pub fn relieved(controller: &Controller, sortie: &Sortie) -> Option<Reason> {
    sortie.relief.as_ref().filter(|_| controller.picture.beat)?;
    let is_heard = |vehicle| controller.picture.fleet.get(vehicle).is_some_and(|face| face.link == Link::Up);
    let is_there = |other: &Sortie| other.serves() && other.state == SortieState::OnScene && is_heard(other.vehicle);
    let mut others = controller.ledger.sorties_for(sortie.purpose.incident()?).map(|(_, other)| other);
    let other = others.find(|other| other.vehicle != sortie.vehicle && is_there(other))?;
    let vehicle = air::callsign(&controller.setup.plan, other.vehicle);
    Some(Reason::RelievedBy(RelievedBy { vehicle }))
}
