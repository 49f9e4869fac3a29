//! A serious case: posts where roads cross the rings round a place, seats in the circles round the scene, the reserve. Who
//! stands where is worked out and proposed; a person lets each ring be manned, and from then on every post is an ordinary
//! task, which is acknowledged, lapses, is called back and follows its unit's answers as any other.

mod lay;
mod man;
mod reserve;
mod seats;

pub(crate) use man::errand;

use crate::controller::{Answer, Controller};
use crate::decide::desk::Said;
use crate::decide::{Step, tasking};
use crate::event::Fact;
use crate::facts::serious::{ReserveSentHome, SeriousOver};
use crate::ids::IncidentId;
use crate::input::{Actor, SeriousCommand};
use crate::ledger::incident::Incident;
use crate::ledger::serious::Serious;
use crate::reason::Reason;
use geodata::Timestamp;

/// Carries out what a person says about a serious case.
pub fn decided(
    controller: &Controller,
    at: Timestamp,
    id: IncidentId,
    say: &SeriousCommand,
    actor: &Actor,
) -> (Step, Answer) {
    let said = match say {
        SeriousCommand::Declare => lay::declare(controller, id, actor),
        SeriousCommand::Propose(ring) => man::propose(controller, at, id, *ring),
        SeriousCommand::Raise { ring, proposal, slots } => {
            man::raise(controller, at, id, (*ring, *proposal), slots, actor)
        }
        SeriousCommand::Man(slot, unit, over) => man::by_hand(controller, id, *slot, (*unit, *over), actor),
        SeriousCommand::Scene(unit, over) => seats::call(controller, id, (*unit, *over), actor),
        SeriousCommand::Lower(ring) => man::lower(controller, id, *ring, actor),
        SeriousCommand::CallReserve(block) => reserve::call(controller, id, block, actor),
        SeriousCommand::SendHome(block) => reserve::send_home(controller, id, block, actor),
        SeriousCommand::StandDown => stand_down(controller, id, actor),
    };
    match said {
        Ok((step, incident)) => (step, Answer::Accepted { incident: Some(incident) }),
        Err(why) => (Step::of(controller), Answer::Denied(why)),
    }
}

/// What follows by itself in the cases that are not over.
#[must_use]
pub fn follow(controller: &Controller, at: Timestamp) -> Step {
    const RULES: [fn(&Controller, Timestamp) -> Step; 5] =
        [ended, reserve::mustered, seats::given, man::worked_out, man::refilled];
    if controller.ledger.standing().next().is_none() || controller.picture.unrecordable {
        return Step::of(controller);
    }
    RULES.iter().map(|rule| rule(controller, at)).find(|step| !step.is_empty()).unwrap_or_else(|| Step::of(controller))
}

/// A serious case and its incident, while it is not over.
fn standing(controller: &Controller, id: IncidentId) -> Result<(&Incident, &Serious), Reason> {
    let incident = controller.ledger.incidents.get(&id).ok_or(Reason::NoSuch { what: id.to_string() })?;
    let case = controller.ledger.serious_of(id).ok_or(Reason::WrongState { state: "not_serious".to_owned() })?;
    Ok((incident, case))
}

/// Nothing new is ordered that cannot be recorded.
fn recordable(controller: &Controller) -> Result<(), Reason> {
    if controller.picture.unrecordable { Err(Reason::JournalUnwritable {}) } else { Ok(()) }
}

/// Everybody but the incident's first unit is released, and the reserve goes home.
fn stand_down(controller: &Controller, id: IncidentId, actor: &Actor) -> Said {
    standing(controller, id)?;
    let mut step = Step::of(controller);
    release(controller, id, &Reason::StoodDownBy { post: actor.post.clone() }, &mut step);
    Ok((step, id))
}

/// With its incident a serious case is over, too.
fn ended(controller: &Controller, _: Timestamp) -> Step {
    let mut step = Step::of(controller);
    let is_open = |id: &IncidentId| controller.ledger.incidents.get(id).is_some_and(Incident::is_open);
    for (id, _) in controller.ledger.standing().filter(|(id, _)| !is_open(id)) {
        release(controller, id, &Reason::IncidentOver {}, &mut step);
    }
    step
}

fn release(controller: &Controller, id: IncidentId, why: &Reason, step: &mut Step) {
    let open = controller.ledger.taskings_for(id).filter(|(_, tasking)| tasking.state.is_open());
    for (task, _) in open.filter(|(_, tasking)| !tasking.is_first()) {
        tasking::recall(controller, *task, why.clone(), step);
    }
    let blocks = controller.ledger.serious_of(id).into_iter().flat_map(|case| &case.reserve);
    for (block, _) in blocks.filter(|(_, book)| book.called.is_some() && book.home.is_none()) {
        let home = ReserveSentHome { incident: id, block: block.clone() };
        step.say(Fact::ReserveSentHome(home), why.clone());
    }
    step.say(Fact::SeriousOver(SeriousOver { incident: id }), why.clone());
}
