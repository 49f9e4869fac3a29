//! Other hands on our aircraft: another ground station, or a pilot with sticks.
//!
//! Seen in three ways. Frames of others that aim at a vehicle of ours and pass our links. Answers of a vehicle to somebody
//! else (COMMAND_ACK, MISSION_ACK and MISSION_REQUEST name whom they answer). And what changed without us: motors that
//! started, a mode the autopilot does not change to by itself, a plan with another number. A change within some seconds of
//! an order of ours is ours; a change the autopilot gives a reason for (a failsafe's text) is its own.
//!
//! Questions change nothing and are no hand. A frame aimed at a vehicle with a key counts only when it bears that key: the
//! vehicle would refuse it otherwise.

use crate::codec::{Message, RawFrame};
use crate::limits;
use crate::rare::Few;
use crate::sometime::Sometime;
use controller_core::{FlightMode, ForeignAct, SkyReport};
use geodata::Timestamp;

/// Commands that only ask: `MAV_CMD` GET_HOME_POSITION, SET_MESSAGE_INTERVAL, REQUEST_MESSAGE, and the REQUEST_ family.
const QUESTIONS: [std::ops::RangeInclusive<u16>; 3] = [410..=410, 511..=512, 519..=528];
/// Messages that steer, by number, and where the target system lies in their payload (wire order of common.xml):
/// MANUAL_CONTROL, RC_CHANNELS_OVERRIDE, SET_ATTITUDE_TARGET, SET_POSITION_TARGET_LOCAL_NED and _GLOBAL_INT.
const STEERING: [(u32, usize); 5] = [(69, 10), (70, 16), (82, 36), (84, 50), (86, 50)];
/// `MAV_RESULT` values of a command that was taken.
const TAKEN: [u8; 2] = [0, 5];
/// How autopilots begin or mark texts that explain a change of mode of their own.
const REASONS: [&str; 8] = ["failsafe", "rtl", "return", "battery", "geofence", "fence", "lost", "land"];

/// At whom a frame of somebody else aims, and to do what; nothing for what changes nothing.
pub(crate) fn aimed(raw: &RawFrame<'_>) -> Option<(u8, ForeignAct)> {
    if let Some((_, place)) = STEERING.iter().find(|(id, _)| *id == raw.id) {
        return Some((raw.payload.get(*place).copied().unwrap_or(0), ForeignAct::Steering));
    }
    let asks = |command: u16| QUESTIONS.iter().any(|range| range.contains(&command));
    match raw.message()? {
        Message::CommandLong(m) if !asks(m.command) => Some((m.target_system, ForeignAct::Command)),
        Message::CommandInt(m) if !asks(m.command) => Some((m.target_system, ForeignAct::Command)),
        Message::SetMode(m) => Some((m.target_system, ForeignAct::Mode)),
        Message::ParamSet(m) => Some((m.target_system, ForeignAct::Parameter)),
        Message::MissionCount(m) => Some((m.target_system, ForeignAct::Mission)),
        Message::MissionItem(m) => Some((m.target_system, ForeignAct::Mission)),
        Message::MissionItemInt(m) => Some((m.target_system, ForeignAct::Mission)),
        Message::MissionSetCurrent(m) => Some((m.target_system, ForeignAct::Mission)),
        Message::MissionClearAll(m) => Some((m.target_system, ForeignAct::Mission)),
        _ => None,
    }
}

/// To whom else than `us` a vehicle answers, and what it was told to do.
fn answered(message: &Message, us: u8) -> Option<(u32, ForeignAct)> {
    let asks = |command: u16| QUESTIONS.iter().any(|range| range.contains(&command));
    let (to, act) = match message {
        Message::CommandAck(m) if TAKEN.contains(&m.result) && !asks(m.command) => {
            (m.target_system, ForeignAct::Command)
        }
        Message::MissionAck(m) if m.kind == 0 => (m.target_system, ForeignAct::Mission),
        Message::MissionRequestInt(m) => (m.target_system, ForeignAct::Mission),
        Message::MissionRequest(m) => (m.target_system, ForeignAct::Mission),
        _ => return None,
    };
    (to != 0 && to != us).then_some((u32::from(to), act))
}

/// By whom, if that is known, what, and when.
type Touch = (Option<u32>, ForeignAct, Timestamp);

/// What is watched of one vehicle.
#[derive(Debug, Default)]
pub(crate) struct Hands {
    mode: Option<FlightMode>,
    armed: Option<bool>,
    plan: u32,
    /// Changes until then may be our doing.
    ours_until: Timestamp,
    /// Changes until then the autopilot has given a reason for.
    excused_until: Timestamp,
    /// A change of mode that waits for its reason.
    open: Sometime,
    /// What was told lately, so that a busy other station is told once in a while.
    told: Few<Vec<Touch>>,
}

impl Hands {
    /// An order of ours left.
    pub(crate) fn ours(&mut self, at: Timestamp) {
        self.ours_until = at.plus(limits::OURS_FOR);
    }

    /// Somebody else aimed at the vehicle.
    pub(crate) fn touched(&mut self, at: Timestamp, by: Option<u32>, act: ForeignAct, out: &mut Vec<SkyReport>) {
        let told = self.told.get_or_insert_default();
        told.retain(|(.., then)| at.since(*then).0 < limits::FOREIGN_AGAIN.0);
        let known = told.iter().any(|(who, what, _)| (*who, *what) == (by, act));
        if known || told.len() >= limits::FOREIGN_TOLD {
            return;
        }
        told.push((by, act, at));
        out.push(SkyReport::SharedControl { by, act });
    }

    /// Takes a message of the vehicle itself, before anything is sorted out by whom it answers.
    pub(crate) fn answers(&mut self, at: Timestamp, message: &Message, us: u8, out: &mut Vec<SkyReport>) {
        if let Some((by, act)) = answered(message, us) {
            self.touched(at, Some(by), act, out);
        }
        match message {
            Message::Statustext(text) => {
                let lower = text.text.to_text().to_lowercase();
                if REASONS.iter().any(|reason| lower.contains(reason)) {
                    self.excused_until = at.plus(limits::EXCUSED_FOR);
                    self.open = Sometime::NEVER;
                }
            }
            Message::MissionCurrent(current) => self.plan(at, current.mission_id, out),
            _ => {}
        }
    }

    fn plan(&mut self, at: Timestamp, number: u32, out: &mut Vec<SkyReport>) {
        let changed = self.plan != 0 && number != 0 && number != self.plan;
        self.plan = if number == 0 { self.plan } else { number };
        if changed && at > self.ours_until {
            self.touched(at, None, ForeignAct::Mission, out);
        }
    }

    /// What a heartbeat shows now.
    pub(crate) fn shows(&mut self, at: Timestamp, mode: FlightMode, armed: bool, out: &mut Vec<SkyReport>) {
        let before = self.mode.replace(mode);
        let was_armed = self.armed.replace(armed);
        if at <= self.ours_until {
            return self.open = Sometime::NEVER;
        }
        if was_armed == Some(false) && armed {
            self.touched(at, None, ForeignAct::Arming, out);
        }
        let strange = armed && before.is_some_and(|before| before != mode && !by_itself(before, mode));
        if strange && at > self.excused_until {
            self.open.get_or_insert(at.plus(limits::EXCUSE_WAITS));
        }
    }

    /// A change of mode nobody gave a reason for in time is somebody's.
    pub(crate) fn tick(&mut self, at: Timestamp, out: &mut Vec<SkyReport>) {
        if self.open.is_some_and(|due| at >= due) {
            self.open = Sometime::NEVER;
            self.touched(at, None, ForeignAct::Mode, out);
        }
    }

    /// The vehicle is new, or was gone: what it does now is what it does.
    pub(crate) fn restart(&mut self) {
        (self.mode, self.armed, self.plan, self.open) = (None, None, 0, Sometime::NEVER);
    }

    pub(crate) fn wake_at(&self) -> Option<Timestamp> {
        self.open.get()
    }
}

/// Whether an autopilot changes like this without being told: a take-off or a mission that ends, a return that lands.
fn by_itself(before: FlightMode, now: FlightMode) -> bool {
    use FlightMode::{Hold, Land, Mission, Return, Takeoff};
    matches!(
        (before, now),
        (Takeoff, Hold | Mission) | (Mission, Hold | Return | Land) | (Return, Land | Hold) | (Land, Hold)
    )
}

#[cfg(test)]
mod tests;
