//! One step of an order: what is sent for it, when it is seen done, how long it may take.

use super::{Conversation, plan};
use crate::autopilot::Mode;
use crate::codec::{Message, MissionSetCurrent};
use crate::command;
use crate::config::{LinkConfig, Traffic};
use crate::session::{Known, Told};
use crate::{limits, session};
use controller_core::{FlightMode, OrderKind, Store};
use geodata::{Seconds, Timestamp};

/// The message that says whether a vehicle flies.
const EXTENDED_SYS_STATE: u16 = 245;
/// The message that says whether the estimator knows where it is.
const EKF_STATUS_REPORT: u16 = 193;

/// `MAV_RESULT` values.
pub(super) const ACCEPTED: u8 = 0;
const TEMPORARILY_REJECTED: u8 = 1;
pub(super) const IN_PROGRESS: u8 = 5;

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Wait until telemetry says whether it flies.
    Look,
    /// Send the mission.
    Upload,
    /// Read the mission back and compare.
    ReadBack,
    /// Begin at the first item.
    Rewind,
    /// Wait until its estimator knows where it is. ArduCopter calls itself ready before that.
    Position,
    /// Start the motors.
    Arm,
    /// Leave the ground by a command.
    TakeOff,
    /// Change the mode.
    Mode(Mode),
    /// Stop where it is, of a vehicle that is in its hold mode and on its way.
    Stay,
    /// Fly straight to the order's place.
    GoTo,
    /// Circle the order's place.
    Orbit,
    /// Wait until it is off the ground.
    InAir,
}

impl Step {
    /// The step in words.
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Look => "waiting for telemetry",
            Self::Upload => "mission upload",
            Self::ReadBack => "mission read-back",
            Self::Rewind => "first mission item",
            Self::Position => "position estimate",
            Self::Arm => "arming",
            Self::Mode(Mode::Hold) => "hold mode",
            Self::Mode(Mode::Mission) => "mission mode",
            Self::Mode(Mode::Return) => "return mode",
            Self::Mode(Mode::Land) => "land mode",
            Self::Mode(Mode::Guided) => "guided mode",
            Self::TakeOff => "take-off",
            Self::Stay => "hold",
            Self::GoTo => "go-to",
            Self::Orbit => "orbit",
            Self::InAir => "leaving the ground",
        }
    }

    /// The command whose acknowledgement belongs to the step.
    pub(super) fn command(self) -> Option<u16> {
        match self {
            Self::Arm => Some(command::id::COMPONENT_ARM_DISARM),
            Self::TakeOff => Some(command::id::NAV_TAKEOFF),
            Self::Mode(_) => Some(command::id::DO_SET_MODE),
            Self::GoTo | Self::Stay => Some(command::id::DO_REPOSITION),
            Self::Orbit => Some(command::id::DO_ORBIT),
            Self::Look | Self::Position | Self::Upload | Self::ReadBack | Self::Rewind | Self::InAir => None,
        }
    }

    /// What it tells the vehicle to fly, if anything.
    pub(super) fn tells(self) -> Option<Told> {
        match self {
            Self::Mode(mode) => Some(Told::Mode(mode)),
            Self::Stay => Some(Told::Mode(Mode::Hold)),
            Self::GoTo | Self::Orbit => Some(Told::Place),
            _ => None,
        }
    }

    pub(super) fn is_transfer(self) -> bool {
        matches!(self, Self::Upload | Self::ReadBack)
    }

    /// Whether doing it twice is the same as once. Arming again after an automatic disarm is not.
    pub(super) fn is_repeatable(self) -> bool {
        !matches!(self, Self::Arm | Self::TakeOff | Self::Mode(Mode::Mission))
    }

    /// Whether it may only follow a mission that was read back equal.
    pub(super) fn starts_a_mission(self) -> bool {
        matches!(self, Self::Arm | Self::TakeOff | Self::Mode(Mode::Mission))
    }

    pub(super) fn deadline(self, safety: bool, config: &LinkConfig) -> Seconds {
        match self {
            Self::InAir | Self::Position => limits::TAKEOFF_DEADLINE,
            _ if safety => config.safety_deadline,
            _ => config.step_deadline,
        }
    }

    /// What to send for it; nothing while the vehicle has not told what that depends on.
    pub(super) fn message(self, kind: &OrderKind, known: &Known, tries: u8) -> Option<(Message, Traffic)> {
        let (personality, target) = (known.personality?, known.target());
        let traffic = if kind.is_safe() { Traffic::Safety } else { Traffic::Order };
        let command = match self {
            Self::Look => {
                return Some((command::request_message(EXTENDED_SYS_STATE).to(target, tries), Traffic::Keepalive));
            }
            Self::Position => {
                let ask = command::message_interval(EKF_STATUS_REPORT, Seconds(1.0));
                return Some((ask.to(target, tries), Traffic::Keepalive));
            }
            Self::Rewind => {
                let seq = personality.first_item() + plan::first_item(kind);
                let first = MissionSetCurrent { seq, target_system: target, target_component: 1 };
                return Some((first.into(), traffic));
            }
            Self::Arm => personality.arm(),
            Self::TakeOff => personality.take_off(plan::take_off_height(kind, known)?),
            Self::Mode(mode) => personality.set_mode(mode),
            Self::Stay => personality.stay(),
            Self::GoTo => {
                let OrderKind::GoTo { at, altitude } = *kind else { return None };
                personality.go_to(at, altitude)
            }
            Self::Orbit => {
                let OrderKind::Orbit { at, altitude, radius } = *kind else { return None };
                personality.orbit(at, altitude, radius)
            }
            Self::Upload | Self::ReadBack | Self::InAir => None,
        };
        command.map(|command| (command.to(target, tries), traffic))
    }
}

/// A "no" that repeating does not change.
pub(super) fn is_final_no(result: u8) -> bool {
    is_no(result) && result != TEMPORARILY_REJECTED
}

/// A "no".
pub(super) fn is_no(result: u8) -> bool {
    !matches!(result, ACCEPTED | IN_PROGRESS)
}

/// A "no" in words, with the autopilot's own reason when it gave one.
pub(super) fn no_words(step: Step, result: u8, known: &Known) -> String {
    let word = match result {
        TEMPORARILY_REJECTED => "temporarily rejected",
        2 => "denied",
        3 => "unsupported",
        4 => "failed",
        10 => "refused, because the vehicle listens to another station or to none: take control first",
        _ => "refused",
    };
    let reason = known.last_reason().map(|reason| format!(": {reason}")).unwrap_or_default();
    format!("{} {word} (result {result}){reason}", step.word())
}

impl Conversation {
    /// Whether telemetry younger than the request shows the step done.
    pub(super) fn seen(&self, step: Step, known: &Known, at: Timestamp, config: &LinkConfig) -> bool {
        let status = &known.status;
        let fresh = self.first_sent.is_some_and(|sent| known.heartbeat_at.is_some_and(|heard| heard > sent));
        let shows = |mode| known.shows(mode);
        let parked = !status.armed && status.in_air == Some(false);
        match step {
            Step::Look => {
                session::age(at, known.heartbeat_at.get()).0 < config.link_loss.0
                    && status.in_air.is_some()
                    && known.personality.is_some()
            }
            Step::Position => known.positioned().is_some_and(|(knows, when)| knows && when > self.began),
            Step::Arm => fresh && status.armed,
            Step::Mode(mode @ (Mode::Return | Mode::Land)) => fresh && (shows(mode) || parked) && self.settled(known),
            Step::Mode(mode) => fresh && shows(mode) && self.settled(known),
            Step::Stay => fresh && self.answer == Some(ACCEPTED) && shows(Mode::Hold) && self.settled(known),
            Step::GoTo => fresh && self.answer == Some(ACCEPTED) && status.mode == FlightMode::Hold,
            Step::Orbit => fresh && known.personality.is_some_and(|personality| personality.circles(known.custom_mode)),
            Step::TakeOff => self.answer == Some(ACCEPTED) || (fresh && status.in_air == Some(true)),
            Step::Rewind => self.first_sent.is_some_and(|sent| {
                known.current_item().is_some_and(|(seq, when)| seq == plan::first_item(&self.order.kind) && when > sent)
            }),
            Step::InAir => {
                let flying = matches!(status.mode, FlightMode::Mission | FlightMode::Takeoff);
                status.armed && status.in_air == Some(true) && (flying || shows(Mode::Guided))
            }
            Step::Upload | Step::ReadBack => false,
        }
    }

    /// Whether nothing told earlier can still arrive and change it: the heartbeat that shows the mode is younger.
    fn settled(&self, known: &Known) -> bool {
        self.strays.is_none_or(|until| known.heartbeat_at.is_some_and(|heard| heard > until))
    }

    /// Whether the step would start a mission we have not read back.
    pub(super) fn starts_blind(&self, step: Step, known: &Known) -> bool {
        // What every order asks at every step; the number of a mission is dear.
        step.starts_a_mission() && {
            let meant = plan::hash(&self.order.kind);
            meant.is_none() || meant.as_deref() != known.stored.hash(Store::Mission)
        }
    }
}
