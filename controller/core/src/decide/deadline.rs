//! When the controller must be called again, if nothing else happens.

use crate::controller::Controller;
use crate::decide::tasking::{gives_up, propose, reminds};
use crate::decide::{assess, station};
use crate::ledger::sortie::SortieState;
use crate::ledger::tasking::TaskingState;
use geodata::{Seconds, Timestamp};

/// The controller looks around at least this often: patrols fall due, tracks age.
const LOOK_AROUND: Seconds = Seconds(1.0);

/// The earliest moment at which a rule may have something to say.
#[must_use]
pub fn next(controller: &Controller) -> Option<Timestamp> {
    let now = controller.picture.now;
    let look_around = Timestamp::from_millis(now.plus(LOOK_AROUND).as_millis().div_euclid(1000) * 1000);
    approvals(controller)
        .chain(taskings(controller))
        .chain(propose::open(controller).map(|(_, tasking)| propose::until(controller, tasking)))
        .chain(incidents(controller))
        .chain(station::due(controller))
        .chain(watches(controller))
        .chain(controller.ledger.closures.values().filter_map(|closure| closure.until))
        .chain(controller.ledger.leases.values().filter_map(|lease| Some(lease.asked.as_ref()?.1)))
        .chain(controller.ledger.zones.values().filter_map(|zone| zone.until))
        .chain(controller.ledger.duty.iter().map(|duty| duty.until))
        .chain(controller.ledger.follow_ups().next().map(|(due, ..)| *due))
        .chain([look_around, assess::warm_at(controller)])
        .filter(|moment| *moment > now)
        .min()
}

fn approvals(controller: &Controller) -> impl Iterator<Item = Timestamp> {
    controller.ledger.waiting().map(|(_, approval)| approval.expires)
}

fn taskings(controller: &Controller) -> impl Iterator<Item = Timestamp> {
    controller
        .ledger
        .open_taskings()
        .filter(|(_, tasking)| matches!(tasking.state, TaskingState::Sent | TaskingState::Received))
        .flat_map(|(_, tasking)| [reminds(controller, tasking), gives_up(controller, tasking)])
}

fn incidents(controller: &Controller) -> impl Iterator<Item = Timestamp> {
    controller
        .ledger
        .open_incidents()
        .filter(|(_, incident)| incident.is_open())
        .filter_map(|(id, incident)| assess::due_at(controller, *id, incident))
}

fn watches(controller: &Controller) -> impl Iterator<Item = Timestamp> {
    let limit = Seconds(controller.setup.policy.aircraft.nothing_seen_s);
    controller
        .ledger
        .open_sorties()
        .filter(|(_, sortie)| sortie.state == SortieState::OnScene)
        .map(move |(_, sortie)| sortie.since.plus(limit))
}
