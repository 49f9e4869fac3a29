//! Missions, fences and rally points aboard: taken and given as each autopilot does it.
//!
//! PX4 replaces the old plan only when the last item is there, so half a mission never flies. ArduPilot writes each item
//! where it belongs as it comes, so a cut upload leaves a mix; its item 0 is home and cannot be written.

mod ardupilot;
mod items;
mod px4;
#[cfg(test)]
mod tests;

use super::firmware::Firmware;
use controller_link::codec::{Message, MissionAck, MissionCount, MissionItemInt, MissionRequestList};
use geodata::{Seconds, Timestamp};

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
const INVALID_PARAM1: u8 = 6;
const INVALID_SEQUENCE: u8 = 13;
const DENIED: u8 = 14;
const CANCELLED: u8 = 15;

/// A client: system and component.
pub(super) type Client = (u8, u8);

/// An upload under way.
#[derive(Debug)]
struct Upload {
    client: Client,
    kind: u8,
    count: u16,
    /// The item waited for.
    next: u16,
    /// What came, where it is not written at once.
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
#[derive(Debug)]
pub(super) struct MissionServer {
    firmware: Firmware,
    /// ArduPilot's item 0.
    home: MissionItemInt,
    plans: [Plan; TYPES as usize],
    upload: Option<Upload>,
    /// Counts changes of the mission, so that PX4 knows to begin anew.
    pub(super) generation: u32,
}

/// What to send in answer, to the client that asked, and to everybody.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub(super) messages: Vec<(Client, Message)>,
    /// Severity and words.
    pub(super) words: Option<(u8, &'static str)>,
    /// A parameter that counts what is aboard.
    pub(super) total: Option<(&'static str, f64)>,
}

impl MissionServer {
    /// With nothing aboard; home is where ArduPilot's missions begin.
    pub(super) fn new(firmware: Firmware, home: MissionItemInt) -> Self {
        let mut server = Self {
            firmware,
            home,
            plans: [Plan::default(), Plan::default(), Plan::default()],
            upload: None,
            generation: 0,
        };
        if firmware == Firmware::ArduPilot {
            server.plans[0].items = vec![home];
        }
        server
    }

    /// The mission's items, ArduPilot's home among them.
    pub(super) fn mission(&self) -> &[MissionItemInt] {
        &self.plans[0].items
    }

    /// The ids of mission, fence and rally points; 0 when there is none, and always for ArduPilot.
    pub(super) fn ids(&self) -> [u32; 3] {
        [self.plans[0].id, self.plans[1].id, self.plans[2].id]
    }

    /// Puts a mission aboard without a transfer. ArduPilot's gets home before it.
    pub(super) fn load(&mut self, items: Vec<MissionItemInt>) {
        match self.firmware {
            Firmware::Px4 => {
                self.store(0, items);
            }
            Firmware::ArduPilot => self.load_after_home(items),
        }
    }

    /// Takes one message of the mission protocol; anything else is ignored. `in_auto`: the mission is being flown.
    pub(super) fn receive(&mut self, at: Timestamp, client: Client, message: &Message, in_auto: bool) -> Answer {
        let mut answer = Answer::default();
        match message {
            Message::MissionCount(count) => self.count(at, client, count, &mut answer),
            Message::MissionItemInt(item) => match self.firmware {
                Firmware::Px4 => self.px4_item(at, client, item, &mut answer),
                Firmware::ArduPilot => self.ardupilot_item(at, client, item, &mut answer),
            },
            Message::MissionRequestList(ask) => self.list(client, ask, &mut answer),
            Message::MissionRequestInt(ask) => self.request(client, ask.seq, ask.mission_type, &mut answer),
            Message::MissionRequest(ask) => self.request(client, ask.seq, ask.mission_type, &mut answer),
            Message::MissionClearAll(clear) => self.clear(client, clear.mission_type, in_auto, &mut answer),
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
            // Busy with another ground station.
            let no = if self.firmware == Firmware::Px4 { ERROR } else { DENIED };
            return answer.ack(client, kind, no, 0);
        }
        if kind >= TYPES || count.count > MOST {
            return answer.ack(client, kind, NO_SPACE, 0);
        }
        if self.firmware == Firmware::ArduPilot {
            self.make_room(count, answer);
        }
        if count.count == 0 {
            return self.empty(client, kind, answer);
        }
        // A repeat of the COUNT before the first item came is no new upload.
        let (kind, count, items) = (kind, count.count, Vec::new());
        self.upload = Some(Upload { client, kind, count, next: 0, items, ask_at: at, progress: at });
        self.tick(at, answer);
    }

    fn empty(&mut self, client: Client, kind: u8, answer: &mut Answer) {
        match self.firmware {
            Firmware::Px4 => {
                self.store(kind, Vec::new());
                answer.ack(client, kind, ACCEPTED, 0);
            }
            Firmware::ArduPilot => self.complete(client, kind, Vec::new(), answer),
        }
    }

    fn list(&mut self, client: Client, ask: &MissionRequestList, answer: &mut Answer) {
        if self.firmware == Firmware::ArduPilot && self.upload.is_some() {
            return answer.ack(client, ask.mission_type, DENIED, 0);
        }
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

    fn clear(&mut self, client: Client, kind: u8, in_auto: bool, answer: &mut Answer) {
        let kinds = (0..TYPES).filter(|each| kind == *each || kind == u8::MAX);
        match self.firmware {
            Firmware::Px4 => kinds.for_each(|each| {
                self.store(each, Vec::new());
            }),
            Firmware::ArduPilot if in_auto && (kind == 0 || kind == u8::MAX) => {
                return answer.ack(client, kind, ERROR, 0);
            }
            Firmware::ArduPilot => {
                for each in kinds {
                    self.write(each, Vec::new(), answer);
                }
            }
        }
        answer.ack(client, kind, ACCEPTED, 0);
    }

    /// Asks for the missing item when it is time, or gives up.
    pub(super) fn tick(&mut self, at: Timestamp, answer: &mut Answer) {
        let (again, give_up) = self.firmware.upload_patience();
        let Some(upload) = &mut self.upload else { return };
        if at.since(upload.progress).0 >= give_up {
            return self.give_up(answer);
        }
        if at < upload.ask_at {
            return;
        }
        upload.ask_at = at.plus(Seconds(again));
        let ask = match self.firmware {
            Firmware::Px4 => px4::question(upload),
            Firmware::ArduPilot => ardupilot::question(upload),
        };
        answer.messages.push((upload.client, ask));
    }

    fn give_up(&mut self, answer: &mut Answer) {
        let Some(upload) = self.upload.take() else { return };
        match self.firmware {
            Firmware::Px4 => answer.words = Some((super::autopilot::CRITICAL, "Mission sync timeout")),
            Firmware::ArduPilot => {
                answer.ack(upload.client, upload.kind, CANCELLED, 0);
                answer.words = Some((super::autopilot::NOTICE, "Mission upload timeout"));
            }
        }
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
