//! After a restart: what was under way is sent again. Numbers make a repeat harmless, and every flight passes the
//! gate a second time.

use crate::controller::Controller;
use crate::decide::{Step, assess, guard, tasking};
use crate::effect::{Effect, UnitOrderKind};
use crate::event::Fact;
use crate::ids::OrderId;
use crate::ledger::OrderState;
use crate::ledger::tasking::TaskingState;
use crate::order::{Order, OrderKind, OrderProgress};
use crate::picture::fleet::{Link, VehicleFace};
use crate::reason::Reason;
use crate::safety::{self, Approval, Permit};
use geodata::{Seconds, Timestamp};

/// Tasks whose device has not answered yet are sent again, with the place they lead to now; so are recalls that no crew has
/// confirmed, of closed incidents too.
#[must_use]
pub fn open_taskings(controller: &Controller) -> Vec<Effect> {
    let ledger = &controller.ledger;
    let unanswered =
        ledger.open_taskings().filter(|(_, task)| task.state == TaskingState::Sent || task.is_unseen_move());
    let tasks = unanswered.filter_map(|(id, task)| tasking::to_unit(controller, *id, task, UnitOrderKind::Task));
    let limit = Seconds(controller.setup.policy.tasking.recall_for_s);
    let unseen = ledger.unseen_recalls().filter(|(_, task)| controller.picture.now.since(task.since) <= limit);
    let recalls = unseen.filter_map(|(id, task)| tasking::to_unit(controller, *id, task, UnitOrderKind::Recall));
    recalls.chain(tasks).collect()
}

/// Orders whose fate the crash hid, settled once the vehicle is heard: given again while still valid, else unknown.
pub fn unsure_orders(controller: &Controller, at: Timestamp) -> Step {
    let mut step = Step::of(controller);
    if controller.unsure.is_empty() || !assess::warm(controller, at) {
        return step;
    }
    for state in controller.ledger.orders.values() {
        let id = state.order.id;
        if !controller.unsure.contains(&id) {
            continue;
        }
        if !state.is_open() {
            step.sure.push(id);
            return step;
        }
        if guard::ours(controller, state.order.vehicle).is_err() || !controller.ledger.flies(state.order.vehicle) {
            continue;
        }
        let Some(face) = controller.picture.fleet.get(state.order.vehicle) else { continue };
        if face.link != Link::Up || face.status.is_none() {
            continue;
        }
        settle(controller, at, state, face, id, &mut step);
        return step;
    }
    step
}

fn settle(
    controller: &Controller,
    at: Timestamp,
    state: &OrderState,
    face: &VehicleFace,
    id: OrderId,
    step: &mut Step,
) {
    step.sure.push(id);
    let vehicle = state.order.vehicle;
    if matches!(state.order.kind, OrderKind::Launch { .. }) && face.in_air() {
        step.say(Fact::OrderProgressed { vehicle, order: id, progress: OrderProgress::Done }, Reason::OrderDone {});
        return;
    }
    match again(controller, at, &state.order) {
        Some(permit) => step.effects.push(Effect::Fly(permit)),
        None => {
            let lost = "restart".to_owned();
            let progress = OrderProgress::Unknown { step: lost.clone() };
            step.say(Fact::OrderProgressed { vehicle, order: id, progress }, Reason::OrderUnknown { step: lost });
        }
    }
}

fn again(controller: &Controller, at: Timestamp, order: &Order) -> Option<Permit> {
    let recordable = !controller.picture.unrecordable;
    match &order.kind {
        OrderKind::Launch { mission } | OrderKind::FlyMission { mission } => {
            let (_, sortie) = controller.ledger.sortie_of(order.vehicle)?;
            let id = sortie.approval.filter(|_| sortie.order == Some(order.id))?;
            let granted = controller.ledger.approvals.get(&id)?;
            let yes = Approval::from_grant(id, granted.offer.vehicle, mission.hash(), granted.expires);
            safety::approved(order.clone(), yes, at, recordable).ok()
        }
        _ => safety::without_approval(order.clone(), at, recordable).ok(),
    }
}
