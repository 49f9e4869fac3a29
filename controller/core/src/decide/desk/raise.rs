//! What nobody takes is brought before people above: after so many offers in a row that were declined or not answered, and again
//! after as many more; and when nobody could be sent for some time. Once a crew says yes it is over.

use crate::controller::Controller;
use crate::decide::{Step, tasking};
use crate::event::Fact;
use crate::facts::desk::IncidentEscalated;
use crate::ids::IncidentId;
use crate::ledger::incident::Incident;
use crate::ledger::tasking::{Tasking, TaskingState};
use crate::reason::Reason;
use geodata::{Seconds, Timestamp};

/// Everything that is to be told now.
pub fn due(controller: &Controller, at: Timestamp) -> Step {
    let mut step = Step::of(controller);
    let policy = &controller.setup.policy.escalate;
    for (id, incident) in controller.ledger.wanting() {
        let offers = refused(controller, id);
        let why = if is_refused(controller, incident, offers) {
            Reason::OffersRefused { offers }
        } else if let Some(since) = nobody(controller, at, id, incident) {
            Reason::NobodyToSend { seconds: at.since(since).0.round() }
        } else {
            continue;
        };
        step.say(Fact::IncidentEscalated(IncidentEscalated { incident: id, to: policy.to, offers }), why);
    }
    step
}

/// Offers in a row that nobody took, up to the last that somebody did; a unit taken away for something else counts for nothing.
fn refused(controller: &Controller, id: IncidentId) -> u32 {
    let offers = controller.ledger.first_for(id).rev().map(|(_, tasking)| tasking);
    let is_asked = |tasking: &Tasking| tasking.state < TaskingState::Acknowledged;
    let offers = offers.filter(|tasking| !tasking.preempted && !is_asked(tasking));
    let row = offers.take_while(|tasking| matches!(tasking.state, TaskingState::Declined | TaskingState::TimedOut));
    u32::try_from(row.count()).unwrap_or(u32::MAX)
}

fn is_refused(controller: &Controller, incident: &Incident, offers: u32) -> bool {
    let every = u32::try_from(controller.setup.policy.escalate.offers).unwrap_or(u32::MAX).max(1);
    let told = incident.escalated.map_or(0, |told| told.offers);
    offers >= every && offers / every > told / every
}

/// Since when a unit is wanted and nobody could be sent, when that is too long and was not told. Where a person took the last
/// task back, people know.
fn nobody(controller: &Controller, at: Timestamp, id: IncidentId, incident: &Incident) -> Option<Timestamp> {
    if !controller.picture.beat || incident.escalated.is_some() || controller.ledger.tasking_for(id).is_some() {
        return None;
    }
    let last = controller.ledger.first_for(id).next_back().map(|(_, tasking)| tasking.since);
    let since = last.map_or(incident.reported, |last| last.max(incident.reported)).max(controller.picture.started);
    let is_long = at.since(since) >= Seconds(controller.setup.policy.escalate.nobody_s);
    (is_long && tasking::is_wanted(controller, at, id, incident)).then_some(since)
}
