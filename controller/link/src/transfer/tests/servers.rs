//! The mission servers of PX4 (`mavlink_mission.cpp`) and ArduPilot (`MissionItemProtocol.cpp`), restated from what they
//! do: which states they have, what they answer in each, how long they wait.

use super::codec::{Message, MissionAck, MissionCount, MissionItemInt, MissionRequest, MissionRequestInt};
use geodata::Timestamp;

const ACCEPTED: u8 = 0;
const ERROR: u8 = 1;
const INVALID_SEQUENCE: u8 = 13;
const DENIED: u8 = 14;
const CANCELLED: u8 = 15;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Policy {
    Px4,
    ArduPilot,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Idle,
    Taking { kind: usize, count: usize },
    Giving { kind: usize },
}

/// One vehicle's lists and the conversation about them.
#[derive(Clone, Debug)]
pub(crate) struct Shelf {
    pub(crate) policy: Policy,
    pub(crate) lists: [Vec<MissionItemInt>; 3],
    state: State,
    /// PX4's other half of its memory: what came so far.
    staged: Vec<MissionItemInt>,
    /// The next item to take or to give.
    seq: usize,
    last_sent: Timestamp,
    last_heard: Timestamp,
    /// Stores another place than it was sent.
    pub(crate) garbles: bool,
    /// Texts PX4 shows its pilots as critical.
    pub(crate) complaints: usize,
}

impl Shelf {
    pub(crate) fn new(policy: Policy) -> Self {
        Self {
            policy,
            lists: Default::default(),
            state: State::Idle,
            staged: Vec::new(),
            seq: 0,
            last_sent: Timestamp(0),
            last_heard: Timestamp(0),
            garbles: false,
            complaints: 0,
        }
    }

    /// What it flies is kept, what it talked about is not.
    pub(crate) fn reboot(&mut self) {
        self.state = State::Idle;
        self.staged.clear();
        self.seq = 0;
    }

    /// Whether an upload is under way, and the item it waits for.
    pub(crate) fn waits_for(&self) -> Option<usize> {
        matches!(self.state, State::Taking { .. }).then_some(self.seq)
    }

    /// PX4's number of a list: anything that tells lists apart.
    pub(crate) fn id(&self, kind: usize) -> u32 {
        if self.policy == Policy::ArduPilot || self.lists[kind].is_empty() {
            return 0;
        }
        self.lists[kind].iter().fold(2_166_136_261, |id, item| {
            let words = [item.x, item.y, i32::from(item.command), item.z.to_bits().cast_signed()];
            words.iter().fold(id, |id: u32, word| (id ^ word.cast_unsigned()).wrapping_mul(16_777_619))
        })
    }

    fn ask(&mut self, at: Timestamp, kind: usize) -> Message {
        self.last_sent = at;
        let (seq, mission_type) = (short(self.seq), byte(kind));
        match self.policy {
            Policy::Px4 => MissionRequestInt { seq, target_system: 255, target_component: 190, mission_type }.into(),
            Policy::ArduPilot => MissionRequest { seq, target_system: 255, target_component: 190, mission_type }.into(),
        }
    }

    fn ack(&self, kind: usize, result: u8) -> Message {
        let mission_type = byte(kind);
        let opaque_id = if result == ACCEPTED { self.id(kind) } else { 0 };
        MissionAck { target_system: 255, target_component: 190, kind: result, mission_type, opaque_id }.into()
    }

    fn complain(&mut self, kind: usize) -> Vec<Message> {
        self.complaints += usize::from(self.policy == Policy::Px4);
        vec![self.ack(kind, ERROR)]
    }

    pub(crate) fn tick(&mut self, at: Timestamp) -> Vec<Message> {
        let (again, gives_up) = match self.policy {
            Policy::Px4 => (0.25, 5.0),
            Policy::ArduPilot => (1.0, 8.0),
        };
        let quiet = at.since(self.last_heard).0 > gives_up;
        match self.state {
            State::Idle => Vec::new(),
            State::Taking { kind, .. } if self.policy == Policy::ArduPilot && quiet => {
                self.state = State::Idle;
                vec![self.ack(kind, CANCELLED)]
            }
            State::Taking { kind, .. } if at.since(self.last_sent).0 > again => {
                // PX4 looks at its patience only when it is not just asking.
                if quiet {
                    self.state = State::Idle;
                    return Vec::new();
                }
                vec![self.ask(at, kind)]
            }
            _ if self.policy == Policy::Px4 && quiet => {
                self.complaints += 1;
                self.state = State::Idle;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    pub(crate) fn receive(&mut self, at: Timestamp, message: &Message) -> Vec<Message> {
        match message {
            Message::MissionCount(count) => self.count(at, count),
            Message::MissionItemInt(item) => self.item(at, item),
            Message::MissionRequestList(list) => self.list(at, usize::from(list.mission_type)),
            Message::MissionRequestInt(ask) => self.request(at, usize::from(ask.mission_type), usize::from(ask.seq)),
            Message::MissionAck(ack) => {
                if matches!(self.state, State::Giving { .. }) || ack.kind == CANCELLED && self.policy == Policy::Px4 {
                    self.state = State::Idle;
                }
                Vec::new()
            }
            _ => Vec::new(),
        }
    }

    fn count(&mut self, at: Timestamp, count: &MissionCount) -> Vec<Message> {
        let (kind, count) = (usize::from(count.mission_type), usize::from(count.count));
        self.last_heard = at;
        if self.policy == Policy::Px4 && self.state != State::Idle {
            if matches!(self.state, State::Taking { .. }) && self.seq == 0 {
                return vec![self.ask(at, kind)];
            }
            return self.complain(kind);
        }
        if self.policy == Policy::ArduPilot {
            self.lists[kind].truncate(count);
        }
        if count == 0 {
            self.lists[kind].clear();
            self.state = State::Idle;
            return vec![self.ack(kind, ACCEPTED)];
        }
        self.state = State::Taking { kind, count };
        self.staged.clear();
        self.seq = 0;
        vec![self.ask(at, kind)]
    }

    fn item(&mut self, at: Timestamp, item: &MissionItemInt) -> Vec<Message> {
        let (seq, kind) = (usize::from(item.seq), usize::from(item.mission_type));
        let State::Taking { kind: taken, count } = self.state else { return self.item_while_idle(seq, kind) };
        if kind != taken {
            return vec![self.ack(kind, ERROR)];
        }
        if self.policy == Policy::Px4 {
            self.last_heard = at;
        }
        if seq != self.seq {
            return if self.policy == Policy::Px4 { Vec::new() } else { vec![self.ack(kind, INVALID_SEQUENCE)] };
        }
        self.last_heard = at;
        self.seq += 1;
        let spoilt = MissionItemInt { x: item.x + i32::from(self.garbles), ..*item };
        if self.policy == Policy::Px4 {
            self.staged.push(spoilt);
        } else if seq < self.lists[kind].len() {
            self.lists[kind][seq] = spoilt;
        } else {
            self.lists[kind].push(spoilt);
        }
        if self.seq < count {
            return vec![self.ask(at, kind)];
        }
        if self.policy == Policy::Px4 {
            self.lists[kind] = std::mem::take(&mut self.staged);
        }
        self.state = State::Idle;
        vec![self.ack(kind, ACCEPTED)]
    }

    fn item_while_idle(&mut self, seq: usize, kind: usize) -> Vec<Message> {
        if self.policy == Policy::Px4 && self.state == State::Idle && self.seq == seq + 1 {
            return vec![self.ack(kind, ACCEPTED)];
        }
        self.complain(kind)
    }

    fn list(&mut self, at: Timestamp, kind: usize) -> Vec<Message> {
        let count = short(self.lists[kind].len());
        let mission_type = byte(kind);
        if let State::Taking { kind: taken, .. } = self.state {
            if self.policy == Policy::ArduPilot {
                return vec![self.ack(kind, DENIED)];
            }
            // It takes the number of items so far for that of the items aboard.
            if self.seq != self.lists[taken].len() {
                return Vec::new();
            }
        }
        if self.policy == Policy::Px4 {
            self.last_heard = at;
            self.state = State::Giving { kind };
            self.seq = 0;
        }
        let opaque_id = self.id(kind);
        vec![MissionCount { count, target_system: 255, target_component: 190, mission_type, opaque_id }.into()]
    }

    fn request(&mut self, at: Timestamp, kind: usize, seq: usize) -> Vec<Message> {
        if self.policy == Policy::ArduPilot {
            let taking = matches!(self.state, State::Taking { .. });
            return match self.lists[kind].get(seq) {
                _ if taking => vec![self.ack(kind, DENIED)],
                Some(item) => vec![MissionItemInt { target_system: 255, target_component: 190, ..*item }.into()],
                None => vec![self.ack(kind, INVALID_SEQUENCE)],
            };
        }
        let State::Giving { kind: given } = self.state else {
            self.complaints += usize::from(self.state != State::Idle);
            return Vec::new();
        };
        if kind != given {
            return Vec::new();
        }
        self.last_heard = at;
        if seq == self.seq && seq < self.lists[kind].len() {
            self.seq += 1;
        } else if seq + 1 != self.seq {
            self.state = State::Idle;
            return self.complain(kind);
        }
        vec![MissionItemInt { target_system: 255, target_component: 190, ..self.lists[kind][seq] }.into()]
    }
}

fn byte(number: usize) -> u8 {
    u8::try_from(number).unwrap_or(u8::MAX)
}

fn short(number: usize) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

#[test]
fn a_server_that_waits_asks_again_and_then_gives_up() {
    for (policy, again, over) in [(Policy::Px4, 0.3, 5.5), (Policy::ArduPilot, 1.1, 8.5)] {
        let mut shelf = Shelf::new(policy);
        let start = Timestamp(1_000_000);
        let count = MissionCount { count: 2, ..MissionCount::default() };
        assert_eq!(shelf.receive(start, &count.into()).len(), 1);
        assert!(shelf.tick(start.plus(geodata::Seconds(0.2))).is_empty());
        assert_eq!(shelf.tick(start.plus(geodata::Seconds(again))).len(), 1);
        shelf.tick(start.plus(geodata::Seconds(over)));
        assert_eq!(shelf.waits_for(), None);
    }
}
