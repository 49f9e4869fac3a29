//! A rested aircraft is proposed for the patrol line that waited longest. A human launches it.

use crate::controller::Controller;
use crate::decide::{Step, air, assess};
use crate::event::{Fact, FlightAction, FlightOffer, Purpose};
use crate::ids::VehicleId;
use crate::reason::Reason;
use flight_plans::PatrolLine;
use flight_plans::planner::missions::patrol;
use geodata::{Seconds, Timestamp};

/// Proposes one patrol, at the first input of a second.
pub fn propose(controller: &Controller, at: Timestamp) -> Step {
    let mut step = Step::of(controller);
    if !controller.picture.beat || !assess::warm(controller, at) || controller.picture.unrecordable {
        return step;
    }
    for aircraft in &controller.setup.plan.squadron {
        let vehicle = VehicleId(aircraft.vehicle);
        // What is lent flies for its station.
        let is_ours = controller.ledger.levels.holder(vehicle).is_none() && controller.ledger.flies(vehicle);
        if !is_ours || !rested(controller, at, vehicle) {
            continue;
        }
        let Some((line, offer)) = next_line(controller, at, vehicle) else { continue };
        let approval = step.next.next_approval();
        let expires = at.plus(Seconds(controller.setup.policy.approval.valid_s));
        let purpose = Purpose::Patrol { line: line.clone() };
        step.say(Fact::ApprovalRequested { approval, purpose, offer, expires }, Reason::PatrolDue { line });
        return step;
    }
    step
}

/// On the ground, charged, without a flight or an open question, and not refused lately.
fn rested(controller: &Controller, at: Timestamp, vehicle: VehicleId) -> bool {
    let policy = &controller.setup.policy.patrol;
    let ledger = &controller.ledger;
    let Some(face) = controller.picture.fleet.get(vehicle) else { return false };
    let charged = face
        .status
        .as_ref()
        .and_then(|status| status.battery_percent)
        .is_some_and(|percent| percent >= policy.battery_percent);
    let asked = ledger.waiting_about(vehicle).is_some();
    let within = |last: Option<&Timestamp>, pause_s: f64| last.is_some_and(|last| at.since(*last) < Seconds(pause_s));
    let refused = within(ledger.patrol.last_refused.get(&vehicle), policy.after_refusal_s);
    let lapsed = within(ledger.patrol.last_lapsed.get(&vehicle), policy.after_lapse_s);
    let landed_lately = ledger
        .latest_sortie_of(vehicle)
        .is_some_and(|sortie| sortie.is_open() || at.since(sortie.since) < Seconds(policy.pause_s));
    face.landed() && charged && !asked && !refused && !lapsed && !landed_lately
}

/// The line that waited longest, is flown by nobody else, and can be flown now.
fn next_line(controller: &Controller, at: Timestamp, vehicle: VehicleId) -> Option<(String, FlightOffer)> {
    let situation = air::situation(controller, at, vehicle).ok().filter(|situation| situation.on_ground)?;
    let answered = air::when_answered(controller, vehicle, situation);
    let last = &controller.ledger.patrol.last_flown;
    let mut lines: Vec<&PatrolLine> =
        controller.setup.plan.lines.iter().filter(|line| !taken(controller, &line.id)).collect();
    lines.sort_by(|a, b| last.get(&a.id).cmp(&last.get(&b.id)).then(a.id.cmp(&b.id)));
    lines.into_iter().find_map(|line| {
        let proposal = patrol(&situation, line).ok()?;
        air::judged(&proposal.mission, &answered).ok()?;
        let offer = FlightOffer {
            vehicle,
            action: FlightAction::Launch,
            eta: Seconds(air::tenth(proposal.flight.time.0)),
            distance: proposal.flight.length,
            battery_on_arrival: proposal.battery_on_arrival,
            battery_after_return: Some(air::percent(proposal.battery_back_home)),
            mission: proposal.mission,
            path: proposal.path,
            why: Reason::PatrolDue { line: line.id.clone() },
        };
        Some((line.id.clone(), offer))
    })
}

fn taken(controller: &Controller, line: &str) -> bool {
    let on = |purpose: &Purpose| matches!(purpose, Purpose::Patrol { line: other } if other == line);
    controller.ledger.open_sorties().any(|(_, sortie)| on(&sortie.purpose))
        || controller.ledger.waiting().any(|(_, approval)| on(&approval.purpose))
}
