//! PX4's part: everything or nothing, with an id over what is aboard.

use super::items::{identity, px4_objection};
use super::{ACCEPTED, Answer, Client, ERROR, MissionServer, Plan, Upload};
use controller_link::codec::{Message, MissionItemInt, MissionRequestInt};
use geodata::Timestamp;

/// The question for the item waited for.
pub(super) fn question(upload: &Upload) -> Message {
    MissionRequestInt {
        seq: upload.next,
        target_system: upload.client.0,
        target_component: upload.client.1,
        mission_type: upload.kind,
    }
    .into()
}

impl MissionServer {
    pub(super) fn store(&mut self, kind: u8, items: Vec<MissionItemInt>) -> u32 {
        let id = if items.is_empty() { 0 } else { identity(&items) };
        if let Some(plan) = self.plans.get_mut(usize::from(kind)) {
            *plan = Plan { items, id };
        }
        if kind == 0 {
            self.generation += 1;
        }
        id
    }

    pub(super) fn px4_item(&mut self, at: Timestamp, client: Client, item: &MissionItemInt, answer: &mut Answer) {
        let Some(upload) =
            self.upload.as_mut().filter(|upload| upload.client == client && upload.kind == item.mission_type)
        else {
            return self.late_item(client, item, answer);
        };
        if item.seq != upload.next {
            return; // a repeat, or too early: the question after the missing one comes by itself
        }
        if let Some(no) = px4_objection(item) {
            self.upload = None;
            return answer.ack(client, item.mission_type, no, 0);
        }
        upload.items.push(*item);
        upload.next += 1;
        upload.progress = at;
        upload.ask_at = at;
        if upload.next < upload.count {
            return self.tick(at, answer);
        }
        let Some(done) = self.upload.take() else { return };
        let id = self.store(done.kind, done.items);
        answer.ack(client, done.kind, ACCEPTED, id);
    }

    /// An item while idle: a repeat of the last one is acknowledged again, another is an error.
    fn late_item(&self, client: Client, item: &MissionItemInt, answer: &mut Answer) {
        let Some(plan) = self.plans.get(usize::from(item.mission_type)) else { return };
        if usize::from(item.seq) + 1 == plan.items.len() {
            answer.ack(client, item.mission_type, ACCEPTED, plan.id);
        } else {
            answer.ack(client, item.mission_type, ERROR, 0);
        }
    }
}
