//! Missions, fences and rally points aboard: taken and given as PX4 does it. An upload replaces the old plan only when
//! its last item is there, so half a mission never flies.

use controller_link::codec::{
    Message, MissionAck, MissionCount, MissionItemInt, MissionRequestInt, MissionRequestList,
};
use geodata::{Seconds, Timestamp};

/// PX4 asks again for a missing item after this long, and gives up after that.
const ASK_AGAIN: Seconds = Seconds(0.25);
const GIVE_UP: Seconds = Seconds(5.0);
/// Items in one plan.
const MOST: u16 = 2000;
/// Missions, fences, rally points.
const TYPES: u8 = 3;

/// `MAV_MISSION_RESULT` values.
pub(super) const ACCEPTED: u8 = 0;
const ERROR: u8 = 1;
const UNSUPPORTED_FRAME: u8 = 2;
const UNSUPPORTED: u8 = 3;
const NO_SPACE: u8 = 4;
const INVALID_SEQUENCE: u8 = 13;
const CANCELLED: u8 = 15;

/// A client: system and component.
pub(super) type Client = (u8, u8);

/// An upload under way.
#[derive(Debug)]
struct Upload {
    client: Client,
    kind: u8,
    count: u16,
    items: Vec<MissionItemInt>,
    ask_at: Timestamp,
    progress: Timestamp,
}

/// One kind of plan.
#[derive(Clone, Debug, Default)]
struct Plan {
    items: Vec<MissionItemInt>,
    id: u32,
}

/// The plans aboard.
#[derive(Debug, Default)]
pub(super) struct MissionServer {
    plans: [Plan; TYPES as usize],
    upload: Option<Upload>,
    /// Counts changes of the mission, so that the autopilot knows to begin anew.
    pub(super) generation: u32,
}

/// What to send in answer, to the client that asked, and words for everybody.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub(super) messages: Vec<(Client, Message)>,
    pub(super) words: Option<&'static str>,
}

impl MissionServer {
    /// The mission's items.
    pub(super) fn mission(&self) -> &[MissionItemInt] {
        &self.plans[0].items
    }

    /// The ids of mission, fence and rally points; 0 when there is none.
    pub(super) fn ids(&self) -> [u32; 3] {
        [self.plans[0].id, self.plans[1].id, self.plans[2].id]
    }

    /// Puts a mission aboard without a transfer.
    pub(super) fn load(&mut self, items: Vec<MissionItemInt>) {
        self.store(0, items);
    }

    fn store(&mut self, kind: u8, items: Vec<MissionItemInt>) -> u32 {
        let id = if items.is_empty() { 0 } else { identity(&items) };
        if let Some(plan) = self.plans.get_mut(usize::from(kind)) {
            *plan = Plan { items, id };
        }
        if kind == 0 {
            self.generation += 1;
        }
        id
    }

    /// Takes one message of the mission protocol; anything else is ignored.
    pub(super) fn receive(&mut self, at: Timestamp, client: Client, message: &Message) -> Answer {
        let mut answer = Answer::default();
        match message {
            Message::MissionCount(count) => self.count(at, client, count, &mut answer),
            Message::MissionItemInt(item) => self.item(at, client, item, &mut answer),
            Message::MissionRequestList(ask) => self.list(client, ask, &mut answer),
            Message::MissionRequestInt(ask) => self.request(client, ask.seq, ask.mission_type, &mut answer),
            Message::MissionRequest(ask) => self.request(client, ask.seq, ask.mission_type, &mut answer),
            Message::MissionClearAll(clear) => self.clear(client, clear.mission_type, &mut answer),
            Message::MissionAck(ack) if ack.kind == CANCELLED => {
                self.upload.take_if(|upload| upload.client == client);
            }
            _ => {}
        }
        answer
    }

    fn count(&mut self, at: Timestamp, client: Client, count: &MissionCount, answer: &mut Answer) {
        let kind = count.mission_type;
        if self.upload.as_ref().is_some_and(|upload| upload.client != client) {
            return answer.ack(client, kind, ERROR, 0); // busy with another ground station
        }
        if kind >= TYPES || count.count > MOST {
            return answer.ack(client, kind, NO_SPACE, 0);
        }
        if count.count == 0 {
            self.store(kind, Vec::new());
            return answer.ack(client, kind, ACCEPTED, 0);
        }
        // A repeat of the COUNT before the first item came is no new upload.
        self.upload = Some(Upload { client, kind, count: count.count, items: Vec::new(), ask_at: at, progress: at });
        self.tick(at, answer);
    }

    fn item(&mut self, at: Timestamp, client: Client, item: &MissionItemInt, answer: &mut Answer) {
        let Some(upload) =
            self.upload.as_mut().filter(|upload| upload.client == client && upload.kind == item.mission_type)
        else {
            return self.late_item(client, item, answer);
        };
        if usize::from(item.seq) != upload.items.len() {
            return; // a repeat, or too early: the question after the missing one comes by itself
        }
        if let Some(no) = objection(item) {
            self.upload = None;
            return answer.ack(client, item.mission_type, no, 0);
        }
        upload.items.push(*item);
        upload.progress = at;
        upload.ask_at = at;
        if upload.items.len() < usize::from(upload.count) {
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

    fn list(&mut self, client: Client, ask: &MissionRequestList, answer: &mut Answer) {
        let Some(plan) = self.plans.get(usize::from(ask.mission_type)) else {
            return answer.ack(client, ask.mission_type, UNSUPPORTED, 0);
        };
        let count = MissionCount {
            count: u16::try_from(plan.items.len()).unwrap_or(u16::MAX),
            target_system: client.0,
            target_component: client.1,
            mission_type: ask.mission_type,
            opaque_id: plan.id,
        };
        answer.messages.push((client, count.into()));
    }

    fn request(&self, client: Client, seq: u16, kind: u8, answer: &mut Answer) {
        let item = self.plans.get(usize::from(kind)).and_then(|plan| plan.items.get(usize::from(seq)));
        let Some(item) = item else { return answer.ack(client, kind, INVALID_SEQUENCE, 0) };
        let addressed = MissionItemInt { target_system: client.0, target_component: client.1, ..*item };
        answer.messages.push((client, addressed.into()));
    }

    fn clear(&mut self, client: Client, kind: u8, answer: &mut Answer) {
        for each in 0..TYPES {
            if kind == each || kind == u8::MAX {
                self.store(each, Vec::new());
            }
        }
        answer.ack(client, kind, ACCEPTED, 0);
    }

    /// Asks for the missing item when it is time, or gives up.
    pub(super) fn tick(&mut self, at: Timestamp, answer: &mut Answer) {
        let Some(upload) = &mut self.upload else { return };
        if at.since(upload.progress).0 >= GIVE_UP.0 {
            self.upload = None;
            answer.words = Some("Operation timeout");
            return;
        }
        if at < upload.ask_at {
            return;
        }
        upload.ask_at = at.plus(ASK_AGAIN);
        let ask = MissionRequestInt {
            seq: u16::try_from(upload.items.len()).unwrap_or(u16::MAX),
            target_system: upload.client.0,
            target_component: upload.client.1,
            mission_type: upload.kind,
        };
        answer.messages.push((upload.client, ask.into()));
    }

    /// When the next question is due.
    pub(super) fn next(&self) -> Option<Timestamp> {
        self.upload.as_ref().map(|upload| upload.ask_at)
    }
}

impl Answer {
    fn ack(&mut self, client: Client, mission_type: u8, kind: u8, opaque_id: u32) {
        let ack = MissionAck { target_system: client.0, target_component: client.1, kind, mission_type, opaque_id };
        self.messages.push((client, ack.into()));
    }
}

/// Why an item is not taken, if so.
fn objection(item: &MissionItemInt) -> Option<u8> {
    let frame = matches!(item.frame, 0 | 2 | 3 | 5 | 6);
    let command = match item.mission_type {
        0 => matches!(
            item.command,
            16 | 17 | 19..=22 | 93 | 178 | 200 | 201 | 203 | 205 | 206 | 214 | 530..=532 | 1000 | 1001 | 2000 | 2001 | 2500 | 2501
        ),
        1 => matches!(item.command, 5001..=5004),
        _ => item.command == 5100,
    };
    match (frame, command) {
        (false, _) => Some(UNSUPPORTED_FRAME),
        (_, false) => Some(UNSUPPORTED),
        _ => None,
    }
}

/// CRC-32 (the one of zip files) over the items as they lie on the wire, without their target.
fn identity(items: &[MissionItemInt]) -> u32 {
    let mut crc = u32::MAX;
    for item in items {
        let bare = MissionItemInt { target_system: 0, target_component: 0, ..*item };
        for byte in Message::from(bare).payload() {
            crc ^= u32::from(byte);
            for _ in 0..8 {
                crc = if crc & 1 == 0 { crc >> 1 } else { (crc >> 1) ^ 0xEDB8_8320 };
            }
        }
    }
    !crc
}

#[cfg(test)]
mod tests {
    use super::*;

    const ME: Client = (255, 190);

    fn item(seq: u16) -> MissionItemInt {
        MissionItemInt {
            seq,
            command: 16,
            frame: 5,
            x: 471_000_000,
            y: 95_000_000,
            z: 500.0,
            ..MissionItemInt::default()
        }
    }

    fn send(server: &mut MissionServer, at: i64, message: impl Into<Message>) -> Vec<Message> {
        server.receive(Timestamp(at), ME, &message.into()).messages.into_iter().map(|(_, message)| message).collect()
    }

    #[test]
    fn half_an_upload_leaves_the_old_mission_aboard() {
        let mut server = MissionServer::default();
        server.load(vec![item(0)]);
        let old = server.ids();
        send(&mut server, 0, MissionCount { count: 3, ..MissionCount::default() });
        send(&mut server, 1, item(0));
        send(&mut server, 2, item(1));
        let mut answer = Answer::default();
        server.tick(Timestamp(6_000_000), &mut answer);
        assert_eq!(answer.words, Some("Operation timeout"));
        assert_eq!(server.ids(), old);
    }

    #[test]
    fn a_repeat_is_passed_over_and_the_last_one_is_acknowledged_again() {
        let mut server = MissionServer::default();
        send(&mut server, 0, MissionCount { count: 2, ..MissionCount::default() });
        send(&mut server, 1, item(0));
        let again = send(&mut server, 2, item(0));
        assert_eq!(again, []);
        let done = send(&mut server, 3, item(1));
        let repeated = send(&mut server, 4, item(1));
        assert!(matches!(done[..], [Message::MissionAck(ack)] if ack.kind == ACCEPTED && ack.opaque_id != 0));
        assert_eq!(done, repeated);
        assert_eq!(server.mission().len(), 2);
    }

    #[test]
    fn an_item_in_a_frame_we_cannot_fly_is_refused_and_nothing_is_stored() {
        let mut server = MissionServer::default();
        send(&mut server, 0, MissionCount { count: 1, ..MissionCount::default() });
        let no = send(&mut server, 1, MissionItemInt { frame: 10, ..item(0) });
        assert!(matches!(no[..], [Message::MissionAck(ack)] if ack.kind == UNSUPPORTED_FRAME));
        assert!(server.mission().is_empty());
    }

    #[test]
    fn the_identity_is_the_zip_checksum() {
        // CRC-32 of 38 zero bytes, by Python's binascii.crc32.
        assert_eq!(identity(&[MissionItemInt::default()]), CRC_OF_38_ZEROS);
    }

    const CRC_OF_38_ZEROS: u32 = 0x98F9_9BB3;
}
