//! Launch questions: asked once an assessment, lapsed in time, used at once when granted.

use crate::controller::{Answer, Controller};
use crate::decide::{Step, air, assess, duty, gates};
use crate::effect::Effect;
use crate::event::{Fact, FlightAction, FlightOffer, Purpose};
use crate::facts::weather::SortieMinded;
use crate::ids::{ApprovalId, IncidentId, SortieId};
use crate::input::Actor;
use crate::ledger::approval::{Approval, ApprovalState};
use crate::ledger::incident::Status;
use crate::order::{Order, OrderKind};
use crate::reason::{Reason, ReliefFor};
use crate::safety;
use geodata::{Seconds, Timestamp};

/// Questions nobody answered in time lapse, and so do questions that became pointless.
pub fn lapse(controller: &Controller, at: Timestamp) -> Step {
    let mut step = Step::of(controller);
    let over = controller.ledger.waiting().find_map(|(id, approval)| Some((*id, lapses(controller, approval, at)?)));
    if let Some((approval, why)) = over {
        step.say(Fact::ApprovalExpired { approval }, why);
    }
    step
}

fn lapses(controller: &Controller, approval: &Approval, at: Timestamp) -> Option<Reason> {
    if at >= approval.expires {
        return Some(Reason::ApprovalLapsed { seconds: controller.setup.policy.approval.valid_s });
    }
    let incident = controller.ledger.incidents.get(&approval.purpose.incident()?)?;
    (incident.status >= Status::Resolved).then_some(Reason::Superseded {})
}

/// An assessment with an aircraft is put before a human, once; the most urgent incident first.
pub fn ask(controller: &Controller, at: Timestamp) -> Step {
    let mut step = Step::of(controller);
    for (id, incident) in controller.ledger.wanting() {
        let Some((assessed, recommendation)) = &incident.recommendation else { continue };
        let Some(offer) = &recommendation.air else { continue };
        let asked = incident.approval.and_then(|approval| controller.ledger.approvals.get(&approval));
        let fresh = asked.is_none_or(|asked| *assessed > asked.requested);
        if !fresh || !assess::wants_air(controller, id, incident) {
            continue;
        }
        put(controller, at, id, offer, &mut step);
        return step;
    }
    step
}

/// One aircraft is never in two questions: a patrol's gives way, and any to an officer in need; another incident's sends us to
/// look for another aircraft.
fn put(controller: &Controller, at: Timestamp, id: IncidentId, offer: &FlightOffer, step: &mut Step) {
    match controller.ledger.waiting_about(offer.vehicle) {
        Some((_, other)) if other.purpose.incident().is_some_and(|other| !air::comes_before(controller, id, other)) => {
            return assess::assess(controller, at, id, assess::Wanted::ByPerson, step);
        }
        Some((patrol, _)) => step.say(Fact::ApprovalExpired { approval: *patrol }, Reason::Superseded {}),
        None => {}
    }
    let approval = step.next.next_approval();
    let expires = at.plus(Seconds(controller.setup.policy.approval.valid_s));
    let vehicle = air::callsign(&controller.setup.plan, offer.vehicle);
    step.say(
        Fact::ApprovalRequested {
            approval,
            purpose: Purpose::Incident { incident: id },
            offer: offer.clone(),
            expires,
        },
        why(controller, id, vehicle),
    );
}

fn why(controller: &Controller, id: IncidentId, vehicle: String) -> Reason {
    match controller.ledger.leaving(id) {
        Some((_, sortie)) => {
            let leaves = air::callsign(&controller.setup.plan, sortie.vehicle);
            Reason::ReliefFor(ReliefFor { vehicle, leaves })
        }
        None => Reason::ApprovalNeeded { vehicle },
    }
}

/// What the approver was shown.
#[derive(Clone, Copy, Debug)]
pub struct Seen<'a> {
    /// The mission's hash.
    pub mission: &'a str,
    /// The card's.
    pub card: &'a str,
}

/// A human's yes: the grant, the sortie and the order in one breath, so that no crash can part them.
pub fn grant(controller: &Controller, at: Timestamp, id: ApprovalId, seen: Seen<'_>, actor: &Actor) -> (Step, Answer) {
    let step = Step::of(controller);
    let Some(approval) = controller.ledger.approvals.get(&id) else {
        return (step, Answer::Denied(Reason::NoSuch { what: id.to_string() }));
    };
    let usable = duty::may_approve(controller, actor)
        .and_then(|()| still_shown(controller, id, approval, seen))
        .and_then(|()| usable(controller, at, approval));
    if let Err(why) = usable {
        return (step, Answer::Denied(why));
    }
    match launched(controller, at, id, approval, seen, actor) {
        Ok(step) => (step, Answer::Accepted { incident: approval.purpose.incident() }),
        Err(why) => (Step::of(controller), Answer::Denied(why)),
    }
}

/// A yes is to what was shown: that mission, and that card while it still stands.
fn still_shown(controller: &Controller, id: ApprovalId, approval: &Approval, seen: Seen<'_>) -> Result<(), Reason> {
    if approval.offer.mission.hash() != seen.mission {
        return Err(Reason::OtherMission {});
    }
    if approval.state == ApprovalState::Requested && controller.ledger.card_hash(id).as_deref() != Some(seen.card) {
        return Err(Reason::OtherCard {});
    }
    Ok(())
}

/// The world may have moved on since the question was asked: everything is looked at again before the yes counts.
fn usable(controller: &Controller, at: Timestamp, approval: &Approval) -> Result<(), Reason> {
    if approval.state != ApprovalState::Requested {
        return Err(Reason::WrongState { state: format!("{:?}", approval.state).to_lowercase() });
    }
    if at > approval.expires {
        return Err(Reason::ApprovalLapsed { seconds: controller.setup.policy.approval.valid_s });
    }
    if controller.picture.unrecordable {
        return Err(Reason::JournalUnwritable {});
    }
    let situation = air::situation(controller, at, approval.offer.vehicle)?;
    let docked = approval.offer.action == FlightAction::Launch;
    if situation.on_ground != docked {
        let state = if docked { "already in the air" } else { "no longer in the air" };
        return Err(Reason::WrongState { state: state.to_owned() });
    }
    air::judged(&approval.offer.mission, &situation)
}

fn launched(
    controller: &Controller,
    at: Timestamp,
    id: ApprovalId,
    approval: &Approval,
    seen: Seen<'_>,
    actor: &Actor,
) -> Result<Step, Reason> {
    let mut step = Step::of(controller);
    let offer = &approval.offer;
    let expires = at.plus(Seconds(controller.setup.policy.approval.valid_s));
    step.say(
        Fact::ApprovalGranted { approval: id, by: actor.clone(), expires, card: seen.card.to_owned() },
        Reason::ApprovedBy { post: actor.post.clone() },
    );
    if let Some((old, _)) = controller.ledger.sortie_of(offer.vehicle) {
        step.say(Fact::SortieEnded { sortie: *old }, Reason::Superseded {});
    }
    let earlier = controller.ledger.sortie_of(offer.vehicle).and_then(|(_, sortie)| sortie.minder.clone());
    let sortie: SortieId = step.next.next_sortie();
    let mission = offer.mission.clone();
    let (kind, why) = match offer.action {
        FlightAction::Launch => (OrderKind::Launch { mission }, Reason::LaunchOrdered { approval: id }),
        FlightAction::Divert => (OrderKind::FlyMission { mission }, Reason::DivertOrdered { approval: id }),
    };
    let order = Order { id: step.next.next_order(), vehicle: offer.vehicle, kind, expires };
    let yes = safety::Approval::from_grant(id, offer.vehicle, offer.mission.hash(), expires);
    let permit = safety::approved(order.clone(), yes, at, !controller.picture.unrecordable)
        .map_err(|refusal| Reason::Blocked { text: format!("{refusal:?}") })?;
    step.say(Fact::SortieOrdered { sortie, purpose: approval.purpose.clone(), approval: id, order }, why);
    // Who had the aircraft in the air keeps it.
    if let Some(post) = earlier.or_else(|| gates::minder(controller, at, offer.vehicle)) {
        step.say(Fact::SortieMinded(SortieMinded { sortie, post: post.clone() }), Reason::MindedBy { post });
    }
    step.effects.push(Effect::Fly(permit));
    Ok(step)
}
