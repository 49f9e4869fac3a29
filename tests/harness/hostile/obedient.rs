//! An aircraft that does everything right, so that a hostile word can fall at any point of a good conversation: it takes
//! missions, tells them back, and accepts every command.

use controller_link::codec::{
    AutopilotVersion, CommandAck, ExtendedSysState, Heartbeat, Message, MissionAck, MissionCount, MissionItemInt,
    MissionRequestInt, ParamRequestRead, ParamValue, decode,
};

/// Who asks: our own address on the air.
const US: (u8, u8) = (255, 190);

/// MAV_MODE_FLAG_SAFETY_ARMED, and MAV_CMD_COMPONENT_ARM_DISARM.
const ARMED: u8 = 128;
const ARM: u16 = 400;
/// MAV_CMD_REQUEST_MESSAGE; what is asked for is who it is.
const REQUEST_MESSAGE: u16 = 512;
/// The number of its board.
const BOARD: u64 = 0x5EED_0001;

/// `MAV_PARAM_TYPE_REAL32`.
const REAL: u8 = 9;
/// Its settings, as a policy wants them: it returns when nobody is heard or the battery is low.
const SETTINGS: [(&str, f32); 7] = [
    ("NAV_DLL_ACT", 2.0),
    ("COM_DL_LOSS_T", 10.0),
    ("COM_LOW_BAT_ACT", 3.0),
    ("BAT_CRIT_THR", 0.1),
    ("RTL_RETURN_ALT", 60.0),
    ("GF_ACTION", 3.0),
    ("COM_DISARM_PRFLT", 10.0),
];

/// What it has been told and not yet answered.
#[derive(Debug, Default)]
pub struct Obedient {
    mission: Vec<MissionItemInt>,
    expected: u16,
    armed: bool,
    answers: Vec<Message>,
}

impl Obedient {
    /// Hears frames; the answers wait.
    pub fn hear(&mut self, sent: &[Vec<u8>]) {
        for message in sent.iter().flat_map(|bytes| decode(bytes)).flatten().filter_map(|frame| frame.message) {
            let answer = self.answer(&message);
            self.answers.extend(answer);
        }
        // What waits has a limit: a fuzzer may never ask for it.
        self.answers.truncate(64);
    }

    /// What it has to say by now: who it is and where it stands, then its answers.
    pub fn speak(&mut self) -> Vec<Message> {
        let base_mode = if self.armed { ARMED } else { 0 };
        let heartbeat = Heartbeat { kind: 2, autopilot: 12, base_mode, system_status: 3, ..Heartbeat::default() };
        let state = ExtendedSysState { landed_state: 1, ..ExtendedSysState::default() };
        let mut words = vec![heartbeat.into(), state.into()];
        words.append(&mut self.answers);
        words
    }

    fn answer(&mut self, message: &Message) -> Option<Message> {
        let (target_system, target_component) = US;
        let ask = |seq| MissionRequestInt { seq, target_system, target_component, mission_type: 0 }.into();
        match message {
            Message::MissionCount(told) => {
                self.mission.clear();
                self.expected = told.count;
                Some(ask(0))
            }
            Message::MissionItemInt(item) => {
                self.take(item);
                let have = u16::try_from(self.mission.len()).unwrap_or(u16::MAX);
                let done = MissionAck { target_system, target_component, ..MissionAck::default() };
                Some(if have < self.expected { ask(have) } else { done.into() })
            }
            Message::MissionRequestList(_) => {
                let count = u16::try_from(self.mission.len()).unwrap_or(u16::MAX);
                Some(MissionCount { count, target_system, target_component, ..MissionCount::default() }.into())
            }
            Message::MissionRequestInt(asked) => {
                let item = self.mission.get(usize::from(asked.seq))?;
                Some(MissionItemInt { target_system, target_component, ..*item }.into())
            }
            Message::CommandLong(sent) => {
                self.armed |= sent.command == ARM;
                if sent.command == REQUEST_MESSAGE {
                    self.answers.push(AutopilotVersion { uid: BOARD, ..AutopilotVersion::default() }.into());
                }
                let ack =
                    CommandAck { command: sent.command, target_system, target_component, ..CommandAck::default() };
                Some(ack.into())
            }
            Message::ParamRequestRead(asked) => setting(asked),
            _ => None,
        }
    }

    /// Items come in order; one that is there already is a repeat.
    fn take(&mut self, item: &MissionItemInt) {
        if usize::from(item.seq) == self.mission.len() {
            self.mission.push(*item);
        }
    }
}

fn setting(asked: &ParamRequestRead) -> Option<Message> {
    let name = asked.param_id.to_text();
    let (_, param_value) = SETTINGS.into_iter().find(|(known, _)| *known == name)?;
    let told = ParamValue { param_value, param_type: REAL, param_id: asked.param_id, ..ParamValue::default() };
    Some(told.into())
}
