//! When an incident needs a (fresh) recommendation, and what it says.

use crate::controller::Controller;
use crate::decide::{Step, air, relief};
use crate::event::{Fact, PassedOver, Recommendation};
use crate::ids::IncidentId;
use crate::ledger::approval::ApprovalState;
use crate::ledger::incident::{Incident, Status};
use crate::ledger::sortie::{Sortie, SortieState};
use crate::ledger::tasking::TaskingState;
use crate::pairing;
use crate::protocol::Dispatch;
use crate::reason::Reason;
use geodata::{Seconds, Timestamp};

/// So many aircraft are looked at a second for incidents that nobody could fly for: where there are many of both, by turns.
const LOOKS: usize = 800;

/// The first incident that needs an assessment gets one.
pub fn due(controller: &Controller, at: Timestamp) -> Step {
    let mut step = Step::of(controller);
    if !warm(controller, at) {
        return step;
    }
    for (id, incident) in controller.ledger.wanting() {
        if due_at(controller, id, incident).is_none_or(|moment| at < moment) {
            continue;
        }
        match &incident.recommendation {
            // Still nobody who could fly is no news: it is looked at every second and recorded once.
            Some((_, last)) if last.air.is_none() => look_again(controller, at, id, &mut step),
            _ => assess(controller, at, id, wanted(controller, id), &mut step),
        }
        if !step.is_empty() {
            break;
        }
    }
    step
}

fn look_again(controller: &Controller, at: Timestamp, id: IncidentId, step: &mut Step) {
    if controller.picture.beat && is_turn(controller, at, id) && air::any(controller, at, id) {
        assess(controller, at, id, wanted(controller, id), step);
    }
}

/// Whether it is an incident's turn to be looked at again.
fn is_turn(controller: &Controller, at: Timestamp, id: IncidentId) -> bool {
    let together = (LOOKS / controller.setup.plan.squadron.len().max(1)).max(1);
    let turns = controller.ledger.open_count().div_ceil(together).max(1);
    let second = u64::try_from(at.as_millis().div_euclid(1000)).unwrap_or_default();
    (second + u64::from(id.0)) % turns as u64 == 0
}

/// Who relieves an aircraft is looked for whatever the protocol says: somebody wanted the first.
fn wanted(controller: &Controller, id: IncidentId) -> Wanted {
    relief::wanted(controller, id).map_or(Wanted::ByProtocol, |_| Wanted::ByRelief)
}

/// Who wants an assessment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// The rules.
    ByProtocol,
    /// An aircraft that must leave.
    ByRelief,
    /// A person, who wants an aircraft looked for whatever the protocol says.
    ByPerson,
}

fn on_ground_alone(controller: &Controller, incident: &Incident) -> bool {
    controller.setup.policy.protocol.of(incident.what).dispatch(incident.priority) == Dispatch::Ground
}

/// Works out a recommendation now.
pub fn assess(controller: &Controller, at: Timestamp, id: IncidentId, who: Wanted, step: &mut Step) {
    let Some(incident) = controller.ledger.incidents.get(&id) else { return };
    // Ground alone by the protocol, until a person asks for an aircraft.
    let version = controller.setup.policy.protocol.version;
    let air::Found { offer: air, mut passed_over, beyond } = match who {
        Wanted::ByProtocol if on_ground_alone(controller, incident) => {
            let why = Reason::ProtocolGround { version };
            air::Found { passed_over: vec![PassedOver { who: String::new(), why }], ..air::Found::default() }
        }
        _ => air::best(controller, at, id),
    };
    let place = controller.setup.atlas.frame.to_local(incident.place);
    let ground = pairing::for_incident(controller, at, id, place);
    passed_over.extend(ground.passed_over);
    let nobody = || match passed_over.first() {
        Some(PassedOver { why: why @ Reason::ProtocolGround { .. }, .. }) => why.clone(),
        _ => Reason::NoAircraftAble {},
    };
    let why = air.as_ref().map_or_else(nobody, |offer| offer.why.clone());
    let recommendation = Recommendation { air, ground: ground.units, passed_over, beyond };
    step.say(Fact::IncidentAssessed { incident: id, recommendation }, why);
}

/// Whether the picture has had time to fill after a start.
#[must_use]
pub fn warm(controller: &Controller, at: Timestamp) -> bool {
    at >= warm_at(controller)
}

/// When the picture is deemed full.
#[must_use]
pub fn warm_at(controller: &Controller) -> Timestamp {
    controller.picture.started.plus(Seconds(controller.setup.policy.assess.warm_up_s))
}

/// When an open incident wants its next assessment; nothing when it does not.
#[must_use]
pub fn due_at(controller: &Controller, id: IncidentId, incident: &Incident) -> Option<Timestamp> {
    let policy = &controller.setup.policy;
    let Some((assessed, recommendation)) = &incident.recommendation else { return Some(incident.reported) };
    if !wants_air(controller, id, incident) || incident.unanswered >= policy.approval.renewals {
        return None;
    }
    if recommendation.air.is_none() {
        if on_ground_alone(controller, incident) && wanted(controller, id) == Wanted::ByProtocol {
            return None;
        }
        return Some(assessed.plus(Seconds(policy.assess.again_after_s)));
    }
    let approval = controller.ledger.approvals.get(&incident.approval?)?;
    if approval.state == ApprovalState::Granted
        && let Some(relief) = relief::wanted(controller, id).filter(|relief| !relief.looked)
    {
        return Some(relief.since);
    }
    let over = match approval.state {
        ApprovalState::Requested | ApprovalState::Refused => return None,
        ApprovalState::Expired => approval.decided.unwrap_or(approval.expires),
        ApprovalState::Granted => last_flight_ended(controller, id)?,
    };
    // An assessment newer than the last question still waits to be asked about.
    (*assessed <= over.max(approval.requested)).then(|| over.plus(Seconds(policy.approval.renew_after_s)))
}

/// When the last flight for an incident stopped serving it.
fn last_flight_ended(controller: &Controller, id: IncidentId) -> Option<Timestamp> {
    let (_, last) = controller.ledger.sorties_for(id).next_back()?;
    if matches!(last.state, SortieState::Ended | SortieState::Returning) {
        return Some(last.since);
    }
    gone(controller, last).then(|| controller.ledger.lost.get(&last.vehicle).copied()).flatten()
}

/// Whether the vehicle of a flight is lost for so long that nothing can be expected of it.
#[must_use]
pub fn gone(controller: &Controller, sortie: &Sortie) -> bool {
    let limit = Seconds(controller.setup.policy.aircraft.lost_after_s);
    controller.ledger.is_gone(sortie.vehicle, controller.picture.now, limit)
}

/// Whether an aircraft over the place would still help.
#[must_use]
pub fn wants_air(controller: &Controller, id: IncidentId, incident: &Incident) -> bool {
    let flies = |(_, sortie): (_, &Sortie)| sortie.serves() && !gone(controller, sortie);
    let served = controller.ledger.sorties_for(id).any(flies);
    let handled = controller
        .ledger
        .first_for(id)
        .any(|(_, tasking)| matches!(tasking.state, TaskingState::OnScene | TaskingState::Done));
    incident.status < Status::Resolved
        && !incident.air_refused
        && !served
        && (!handled || relief::wanted(controller, id).is_some())
}
