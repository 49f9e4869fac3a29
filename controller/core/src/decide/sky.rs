//! What the link tells that must not be forgotten: how orders go, and whether a flying vehicle is heard.

use crate::controller::Controller;
use crate::decide::{Step, guard, payload};
use crate::event::{Fact, Purpose};
use crate::ids::{OrderId, VehicleId};
use crate::input::SkyReport;
use crate::order::OrderProgress;
use crate::reason::Reason;
use flight_plans::Mission;
use geodata::{Local, Timestamp, Wgs84};

/// Two places nearer than this are the same corner: wire integers round to a centimetre.
const SAME_PLACE_M: f64 = 1.0;

/// The durable part of a report.
pub fn heard(controller: &Controller, at: Timestamp, vehicle: VehicleId, report: &SkyReport) -> Step {
    let mut step = Step::of(controller);
    match report {
        SkyReport::Order(order, progress) => progressed(controller, vehicle, *order, progress, &mut step),
        SkyReport::Payload(order, progress) => payload::progressed(controller, vehicle, *order, progress, &mut step),
        // A payload may speak while its autopilot does not.
        SkyReport::Gimbal(_) | SkyReport::Look(_) | SkyReport::Camera(_) | SkyReport::Sighted(_) => {}
        SkyReport::Aboard(mission) => recognised(controller, vehicle, mission, &mut step),
        SkyReport::LinkLost { last } => {
            let flying = controller.picture.fleet.get(vehicle).is_some_and(|face| face.in_air());
            if flying && !controller.ledger.lost.contains_key(&vehicle) {
                step.say(Fact::LinkLost { vehicle }, Reason::LinkLost { seconds: at.since(*last).0.round() });
            }
        }
        SkyReport::Quarantined(_)
        | SkyReport::Cleared
        | SkyReport::SharedControl { .. }
        | SkyReport::Doubted(_)
        | SkyReport::Believed => {
            guard::heard(controller, vehicle, report, &mut step);
        }
        SkyReport::Around(_) => {}
        _ if controller.ledger.lost.contains_key(&vehicle) => {
            step.say(Fact::LinkBack { vehicle }, Reason::LinkBack {});
        }
        _ => guard::heard(controller, vehicle, report, &mut step),
    }
    step
}

/// An aircraft found in the air flies a line of the plan, if all corners of the line are in its mission.
fn recognised(controller: &Controller, vehicle: VehicleId, mission: &Mission, step: &mut Step) {
    let Some((sortie, open)) = controller.ledger.sortie_of(vehicle) else { return };
    if open.purpose != Purpose::Adopted {
        return;
    }
    let frame = &controller.setup.atlas.frame;
    let flown: Vec<Local> = mission.items.iter().filter_map(|item| Some(frame.to_local(item.place()?.0))).collect();
    let passes = |corner: &Wgs84| {
        let corner = frame.to_local(*corner);
        flown.iter().any(|place| place.distance(corner).0 <= SAME_PLACE_M)
    };
    let line = controller.setup.plan.lines.iter().find(|line| line.points.iter().all(passes));
    if let Some(line) = line {
        let why = Reason::MissionAboard { line: line.id.clone() };
        step.say(Fact::SortieRecognised { sortie: *sortie, line: line.id.clone() }, why);
    }
}

fn progressed(controller: &Controller, vehicle: VehicleId, order: OrderId, progress: &OrderProgress, step: &mut Step) {
    let Some(state) = controller.ledger.orders.get(&vehicle).filter(|state| state.order.id == order) else { return };
    if state.progress.as_ref() == Some(progress) || !state.is_open() {
        return;
    }
    step.say(Fact::OrderProgressed { vehicle, order, progress: progress.clone() }, progress.why());
}
