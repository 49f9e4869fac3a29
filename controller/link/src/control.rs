//! Who controls a vehicle by its own word: MAVLink's operator control protocol (development.xml: CONTROL_STATUS and
//! MAV_CMD_REQUEST_OPERATOR_CONTROL; a work in progress there, so it is used only with vehicles that speak it).
//!
//! The vehicle's system manager says once a second which ground station it listens to. We ask it to listen to us, to let
//! another have it for ten seconds, or to let go; and hear when another station asks for what is ours.

use crate::codec::{CommandAck, CommandLong, Payload as _, RawFrame};
use crate::command;
use crate::config::{LinkConfig, Traffic};
use crate::limits;
use crate::session::Outbox;
use controller_core::{ControlAsk, OperatorControl, SkyReport};
use geodata::{Seconds, Timestamp};

/// The number of CONTROL_STATUS.
const STATUS: u32 = 512;
/// GCS_CONTROL_STATUS_FLAGS.
const MANAGER: u8 = 1;
const TAKEOVER: u8 = 2;
/// MAV_RESULT_ACCEPTED and MAV_RESULT_IN_PROGRESS.
const ACCEPTED: u8 = 0;
const IN_PROGRESS: u8 = 5;

/// Whether a message may be about control.
pub(crate) fn concerns(id: u32) -> bool {
    matches!(id, STATUS | CommandLong::ID | CommandAck::ID)
}

/// Whether a vehicle nothing is known of may begin to speak of control with it.
pub(crate) fn begins(id: u32) -> bool {
    id == STATUS
}

/// What is asked for, and how often it was.
#[derive(Clone, Copy, Debug)]
struct Asking {
    ask: ControlAsk,
    tries: u8,
    due: Timestamp,
}

/// What is known of one vehicle's control.
#[derive(Debug, Default)]
pub(crate) struct Control {
    /// The component that manages it, and when it last said so.
    manager: Option<(u8, Timestamp)>,
    told: Option<OperatorControl>,
    asking: Option<Asking>,
    /// Until when the station that asks waits.
    asked_until: Option<Timestamp>,
    /// When we take back what nobody took.
    open_until: Option<Timestamp>,
}

impl Control {
    /// Takes a frame of any component of the vehicle.
    pub(crate) fn hear(&mut self, at: Timestamp, raw: &RawFrame<'_>, config: &LinkConfig, out: &mut Outbox) {
        match raw.id {
            STATUS => self.status(at, raw, config, out),
            CommandAck::ID => self.acknowledged(at, raw, config, out),
            CommandLong::ID => self.asked(at, raw, config, out),
            _ => {}
        }
    }

    /// Wire order: flags, the main station, ten others. What a part of the vehicle says of itself alone is not the vehicle's.
    fn status(&mut self, at: Timestamp, raw: &RawFrame<'_>, config: &LinkConfig, out: &mut Outbox) {
        let mut fields = [0; 12];
        let used = raw.payload.len().min(fields.len());
        fields[..used].copy_from_slice(&raw.payload[..used]);
        let [flags, main, others @ ..] = fields;
        if flags & MANAGER == 0 {
            return;
        }
        self.manager = Some((raw.header.component, at));
        let ours = main == config.system_id || others.contains(&config.system_id);
        let done = self.asking.is_some_and(|asking| match asking.ask {
            ControlAsk::Request => main == config.system_id && flags & TAKEOVER == 0,
            ControlAsk::Allow => flags & TAKEOVER != 0 || !ours,
            ControlAsk::Release => !ours,
        });
        if done {
            self.asking = None;
        }
        if !ours {
            (self.asked_until, self.open_until) = (None, None);
        }
        let before = self.told;
        let now = OperatorControl {
            by: (main != 0).then_some(u32::from(main)),
            ours,
            takeover: flags & TAKEOVER != 0,
            asked_by: before.and_then(|told| told.asked_by).filter(|_| ours),
            refused: before.is_some_and(|told| told.refused) && !done && !ours,
        };
        self.tell(now, out);
    }

    fn tell(&mut self, now: OperatorControl, out: &mut Outbox) {
        if self.told.replace(now) != Some(now) {
            out.report(SkyReport::Operator(now));
        }
    }

    fn acknowledged(&mut self, at: Timestamp, raw: &RawFrame<'_>, config: &LinkConfig, out: &mut Outbox) {
        let ack = CommandAck::read(raw.payload);
        let ours = ack.target_system == 0 || ack.target_system == config.system_id;
        if ack.command != command::id::REQUEST_OPERATOR_CONTROL || !ours || !self.is_manager(raw) {
            return;
        }
        match (&mut self.asking, ack.result) {
            // Whether it is so, the status says.
            (Some(asking), ACCEPTED | IN_PROGRESS) => asking.due = at.plus(limits::IN_PROGRESS_RETRY),
            (Some(_), _) => {
                self.asking = None;
                if let Some(told) = self.told {
                    self.tell(OperatorControl { refused: true, ..told }, out);
                }
            }
            (None, _) => {}
        }
    }

    /// Another station asks for what is ours: the vehicle hands the question on, and is told that it got here.
    fn asked(&mut self, at: Timestamp, raw: &RawFrame<'_>, config: &LinkConfig, out: &mut Outbox) {
        let ask = CommandLong::read(raw.payload);
        let to_us = ask.target_system == config.system_id;
        if ask.command != command::id::REQUEST_OPERATOR_CONTROL || !to_us || !self.is_manager(raw) {
            return;
        }
        let Some(told) = self.told.filter(|told| told.ours) else { return };
        let Ok(target_system) = u8::try_from(raw.header.system) else { return };
        let ack = CommandAck {
            command: ask.command,
            result: ACCEPTED,
            target_system,
            target_component: raw.header.component,
            ..CommandAck::default()
        };
        out.send(ack, Traffic::Keepalive);
        let [least, most] = limits::CONTROL_ASKED;
        self.asked_until = Some(at.plus(Seconds(f64::from(ask.param3).clamp(least, most))));
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a system id in a float field, saturates
        let by = f64::from(ask.param4).round() as u32;
        self.tell(OperatorControl { asked_by: Some(by), ..told }, out);
    }

    fn is_manager(&self, raw: &RawFrame<'_>) -> bool {
        self.manager.is_some_and(|(component, _)| component == raw.header.component)
    }

    /// Asks the vehicle. A vehicle that never spoke of control is not asked.
    pub(crate) fn order(&mut self, at: Timestamp, ask: ControlAsk) {
        if self.manager.is_some() {
            self.asking = Some(Asking { ask, tries: 0, due: at });
            self.open_until = (ask == ControlAsk::Allow).then(|| at.plus(limits::CONTROL_OPEN));
        }
    }

    /// What is due.
    pub(crate) fn tick(&mut self, at: Timestamp, target: u8, config: &LinkConfig, out: &mut Outbox) {
        if self.manager.is_some_and(|(_, then)| at.since(then) >= limits::CONTROL_SILENT) {
            return *self = Self::default();
        }
        if self.asked_until.is_some_and(|until| at >= until) {
            self.asked_until = None;
            if let Some(told) = self.told {
                self.tell(OperatorControl { asked_by: None, ..told }, out);
            }
        }
        if self.open_until.is_some_and(|until| at >= until) {
            self.order(at, ControlAsk::Request);
        }
        let (Some((component, _)), Some(asking)) = (self.manager, &mut self.asking) else { return };
        if at < asking.due {
            return;
        }
        if asking.tries >= limits::CONTROL_TRIES {
            self.asking = None;
            return;
        }
        let ask = command::operator_control(asking.ask, config.system_id);
        out.send(ask.to_component(target, component, asking.tries), Traffic::Order);
        asking.tries += 1;
        asking.due = at.plus(limits::HEARTBEAT);
    }

    pub(crate) fn wake_at(&self) -> Option<Timestamp> {
        let silent = self.manager.map(|(_, then)| then.plus(limits::CONTROL_SILENT));
        [self.asking.map(|asking| asking.due), self.asked_until, self.open_until, silent].into_iter().flatten().min()
    }

    /// Whether somebody else is in control, for those who watch for other hands.
    pub(crate) fn held_by_another(&self) -> Option<u32> {
        self.told.filter(|told| !told.ours).and_then(|told| told.by)
    }
}

#[cfg(test)]
mod tests;
