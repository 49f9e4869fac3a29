//! ArduPilot's part: items are written where they belong as they come, home first; only a fence is held until it is
//! whole. From `MissionItemProtocol.cpp` and its kinds (behaviour, not code), and the recorded flights.

use super::items::{ardupilot_objection, as_stored};
use super::{ACCEPTED, Answer, Client, DENIED, ERROR, INVALID_SEQUENCE, MissionServer, Upload};
use crate::vehicle::autopilot::{DEBUG, INFO};
use controller_link::codec::{Message, MissionCount, MissionItemInt, MissionRequest};
use geodata::Timestamp;

const MISSION: u8 = 0;
const FENCE: u8 = 1;

/// The question for the item waited for, the old way.
pub(super) fn question(upload: &Upload) -> Message {
    MissionRequest {
        seq: upload.next,
        target_system: upload.client.0,
        target_component: upload.client.1,
        mission_type: upload.kind,
    }
    .into()
}

impl MissionServer {
    pub(super) fn load_after_home(&mut self, items: Vec<MissionItemInt>) {
        let after = items.into_iter().zip(1..).map(|(item, seq)| as_stored(&MissionItemInt { seq, ..item }));
        self.plans[0].items = std::iter::once(self.home).chain(after).collect();
    }

    /// A new upload cuts what is aboard to its length at once, and leaves the rest until it is overwritten.
    pub(super) fn make_room(&mut self, count: &MissionCount, answer: &mut Answer) {
        let length = usize::from(count.count).max(usize::from(count.mission_type == MISSION));
        if let Some(plan) = self.plans.get_mut(usize::from(count.mission_type))
            && count.mission_type != FENCE
        {
            plan.items.truncate(length);
            answer.total = total(count.mission_type, plan.items.len());
        }
    }

    pub(super) fn ardupilot_item(&mut self, at: Timestamp, client: Client, item: &MissionItemInt, answer: &mut Answer) {
        let kind = item.mission_type;
        let Some(upload) = self.upload.as_mut().filter(|upload| upload.kind == kind) else {
            return answer.ack(client, kind, ERROR, 0); // not receiving, also when it is the last one again
        };
        if upload.client != client {
            return answer.ack(client, kind, DENIED, 0);
        }
        if item.seq != upload.next {
            return answer.ack(client, kind, INVALID_SEQUENCE, 0);
        }
        if let Some(no) = ardupilot_objection(item) {
            self.upload = None;
            return answer.ack(client, kind, no, 0);
        }
        upload.next += 1;
        upload.progress = at;
        upload.ask_at = at;
        if kind == FENCE {
            upload.items.push(as_stored(item));
        } else {
            self.put(item, answer);
        }
        if self.upload.as_ref().is_some_and(|upload| upload.next < upload.count) {
            return self.tick(at, answer);
        }
        let Some(done) = self.upload.take() else { return };
        self.complete(client, done.kind, done.items, answer);
    }

    /// Writes one item over what was there.
    fn put(&mut self, item: &MissionItemInt, answer: &mut Answer) {
        let home = self.home;
        let Some(plan) = self.plans.get_mut(usize::from(item.mission_type)) else { return };
        let stored = if (item.mission_type, item.seq) == (MISSION, 0) { home } else { as_stored(item) };
        match plan.items.get_mut(usize::from(item.seq)) {
            Some(old) => *old = stored,
            None => plan.items.push(stored),
        }
        answer.total = total(item.mission_type, plan.items.len());
    }

    /// The whole plan of a kind is another; a mission keeps its home.
    pub(super) fn write(&mut self, kind: u8, items: Vec<MissionItemInt>, answer: &mut Answer) {
        let home = self.home;
        let Some(plan) = self.plans.get_mut(usize::from(kind)) else { return };
        plan.items = items;
        if kind == MISSION && plan.items.is_empty() {
            plan.items.push(home);
        }
        answer.total = total(kind, plan.items.len());
    }

    pub(super) fn complete(&mut self, client: Client, kind: u8, fence: Vec<MissionItemInt>, answer: &mut Answer) {
        if kind == FENCE {
            self.write(kind, fence, answer);
        }
        answer.ack(client, kind, ACCEPTED, 0);
        answer.words = match kind {
            MISSION => Some((INFO, "Flight plan received")),
            FENCE => Some((DEBUG, "Fence Indexed OK")),
            _ => None,
        };
    }
}

/// The parameter that counts a kind of plan.
#[allow(clippy::cast_precision_loss)] // some hundred items
fn total(kind: u8, length: usize) -> Option<(&'static str, f64)> {
    let name = match kind {
        MISSION => "MIS_TOTAL",
        FENCE => "FENCE_TOTAL",
        _ => "RALLY_TOTAL",
    };
    Some((name, length as f64))
}
