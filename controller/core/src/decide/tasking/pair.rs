//! Everybody who is wanted at once gets the best answer for all: whom to send, and whom to take from something less urgent.

use super::propose;
use super::send::{Errand, send};
use super::{recall, target, tried};
use crate::controller::Controller;
use crate::decide::air::tenth;
use crate::decide::{Step, assess, serious};
use crate::event::Fact;
use crate::facts::desk::PairedAnew;
use crate::ids::{IncidentId, TaskingId};
use crate::ledger::incident::Incident;
use crate::ledger::tasking::{Tasking, TaskingState};
use crate::pairing::board::LookAgain;
use crate::pairing::{self, Board, Choice, Want};
use crate::reason::Reason;
use geodata::{Seconds, Timestamp, Wgs84};
use std::collections::{BTreeMap, BTreeSet};

/// Where somebody is wanted, and why there, when it is not for the pairing to say.
type Wanted = BTreeMap<IncidentId, (Wgs84, Option<Reason>)>;

/// All incidents that want a unit and have none are looked at together.
pub fn wanted(controller: &Controller, at: Timestamp) -> Step {
    let mut step = Step::of(controller);
    let (mut wants, mut errands) = (Vec::new(), Wanted::new());
    for (id, incident) in controller.ledger.wanting() {
        if controller.ledger.tasking_for(id).is_some() {
            continue;
        }
        let Some(errand) = target(controller, at, id, incident) else { continue };
        let Some(tried) = tried(controller, id) else { continue };
        let place = controller.setup.atlas.frame.to_local(errand.0);
        let seen = incident.track.as_ref().map(|track| pairing::ellipse::round(place, track.accuracy));
        wants.push(Want { incident: id, slot: 0, place, seen, tried });
        errands.insert(id, errand);
    }
    if wants.is_empty() {
        return step;
    }
    follow(controller, pairing::batch(controller, at, &wants), errands, &mut step);
    step
}

/// An incident that became more urgent than when its unit was chosen is looked at anew: the unit of something less urgent may
/// be there sooner, and the two are exchanged. That it was looked at is written last, so that a crash in between forgets nothing.
pub fn raised(controller: &Controller, at: Timestamp) -> Step {
    let mut step = Step::of(controller);
    let is_raised = |id: &IncidentId, incident: &Incident| {
        let before = |tasking: &Tasking, raised| tasking.sent < raised && tasking.state < TaskingState::OnScene;
        let held = controller.ledger.tasking_for(*id);
        incident.raised.zip(held).is_some_and(|(raised, (_, tasking))| before(tasking, raised))
    };
    let open = controller.ledger.open_incidents().filter(|(_, incident)| incident.is_open());
    let raised: BTreeMap<IncidentId, u8> =
        open.filter(|(id, incident)| is_raised(id, incident)).map(|(id, incident)| (*id, incident.priority)).collect();
    if raised.is_empty() || !assess::warm(controller, at) {
        return step;
    }
    let ids: BTreeSet<IncidentId> = raised.keys().copied().collect();
    follow(controller, pairing::anew(controller, at, &ids), Wanted::new(), &mut step);
    for (incident, priority) in raised {
        step.say(Fact::PairedAnew(PairedAnew { incident }), Reason::PriorityNow { priority });
    }
    step
}

/// First everybody is called off, then everybody is sent.
fn follow(controller: &Controller, board: Board, mut errands: Wanted, step: &mut Step) {
    for (tasking, incident) in board.taken {
        take_away(controller, tasking, incident, step);
    }
    for choice in board.choices {
        go(controller, choice, &mut errands, step);
    }
    for look in board.look {
        look_again(controller, look, step);
    }
}

/// A unit is called off for something more urgent, or because another is there so much sooner.
pub(crate) fn take_away(controller: &Controller, id: TaskingId, incident: IncidentId, step: &mut Step) {
    let Some(tasking) = controller.ledger.taskings.get(&id) else { return };
    let why = match tasking.incident == incident {
        true => Reason::Superseded {},
        false => Reason::TakenFor { incident },
    };
    step.say(Fact::UnitPreempted { tasking: id, incident }, why.clone());
    recall(controller, id, why, step);
}

/// Only who sees it can look again.
fn look_again(controller: &Controller, look: LookAgain, step: &mut Step) {
    let track = controller.ledger.incidents.get(&look.incident).and_then(|incident| incident.track.as_ref());
    let Some(track) = track else { return };
    let why = Reason::RoadUnclear { seconds: look.spread.0, accuracy_m: tenth(track.accuracy.0) };
    let LookAgain { incident, units, .. } = look;
    step.say(Fact::LookAgainProposed { incident, vehicle: track.vehicle, units }, why);
}

fn go(controller: &Controller, choice: Choice, errands: &mut Wanted, step: &mut Step) {
    let id = choice.incident;
    let Some(incident) = controller.ledger.incidents.get(&id) else { return };
    let (unit, slot) = (choice.offer.unit, choice.slot);
    // A post another unit was taken from.
    if let Some(place) = controller.ledger.serious_of(id).and_then(|case| case.places.get(&slot)) {
        send(controller, id, incident, serious::errand(controller, slot, place, unit), step);
        return;
    }
    let place = incident.track.as_ref().map_or(incident.place, |track| track.place);
    let (to, why) = errands.remove(&id).unwrap_or((place, None));
    let (eta, post) = (Some(choice.offer.eta), String::new());
    let errand = Errand { unit, slot, to, eta, why: explained(why, choice.offer.why), post };
    match propose::patience(controller, incident) > Seconds::ZERO {
        true => propose::propose(controller, id, incident, errand, step),
        false => send(controller, id, incident, errand, step),
    }
}

/// Why a unit goes, and why this one.
fn explained(cause: Option<Reason>, paired: Reason) -> Reason {
    match (cause, paired) {
        (
            Some(Reason::ProtocolSends { version, .. }),
            Reason::NearestByRoad { eta_s, next_eta_s } | Reason::PairedByRoadTime { eta_s, next_eta_s },
        ) => Reason::ProtocolSends { version, eta_s: Some(eta_s), next_eta_s },
        (Some(cause), _) => cause,
        (None, paired) => paired,
    }
}
