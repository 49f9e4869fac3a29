//! What the link tells that must not be forgotten: how orders go, and whether a flying vehicle is heard.

use crate::controller::Controller;
use crate::decide::Step;
use crate::event::Fact;
use crate::ids::{OrderId, VehicleId};
use crate::input::SkyReport;
use crate::order::OrderProgress;
use crate::reason::Reason;
use geodata::Timestamp;

/// The durable part of a report.
pub fn heard(controller: &Controller, at: Timestamp, vehicle: VehicleId, report: &SkyReport) -> Step {
    let mut step = Step::of(controller);
    match report {
        SkyReport::Order(order, progress) => progressed(controller, vehicle, *order, progress, &mut step),
        SkyReport::LinkLost { last } => {
            let flying = controller.picture.fleet.get(vehicle).is_some_and(|face| face.in_air());
            if flying && !controller.ledger.lost.contains_key(&vehicle) {
                step.say(Fact::LinkLost { vehicle }, Reason::LinkLost { seconds: at.since(*last).0.round() });
            }
        }
        _ if controller.ledger.lost.contains_key(&vehicle) => {
            step.say(Fact::LinkBack { vehicle }, Reason::LinkBack {});
        }
        _ => {}
    }
    step
}

fn progressed(controller: &Controller, vehicle: VehicleId, order: OrderId, progress: &OrderProgress, step: &mut Step) {
    let Some(state) = controller.ledger.orders.get(&vehicle).filter(|state| state.order.id == order) else { return };
    if state.progress.as_ref() == Some(progress) || !state.is_open() {
        return;
    }
    let why = match progress {
        OrderProgress::Verified => Reason::OrderVerified {},
        OrderProgress::Accepted => Reason::OrderAccepted {},
        OrderProgress::Done => Reason::OrderDone {},
        OrderProgress::Refused { why } => Reason::OrderRefused { text: why.clone() },
        OrderProgress::Unknown { step } => Reason::OrderUnknown { step: step.clone() },
    };
    step.say(Fact::OrderProgressed { vehicle, order, progress: progress.clone() }, why);
}
