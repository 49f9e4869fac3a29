//! One order to a payload being carried out: a few steps, each sent until it is seen done, as with orders about flying.
//!
//! An acknowledgement is a promise, the gimbal's attitude and the camera's status are the fact. What nobody can see is
//! told as accepted and ends unknown. A manager that cannot stay on a place is pointed at it from here, twice a second,
//! for as long as that order is the gimbal's last.

use super::aim::{self, Angles};
use super::camera::Camera;
use super::gimbal::{Gimbal, Manager};
use super::traffic;
use crate::codec::{CameraCaptureStatus, CommandAck, Message, Payload as _};
use crate::command::{self, Command, id};
use crate::config::{LinkConfig, Traffic};
use crate::limits;
use crate::session::{Known, Outbox};
use controller_core::{GimbalControl, OrderId, OrderProgress, PayloadKind, PayloadOrder, SkyReport};
use geodata::{Amsl, Timestamp, Wgs84};
use std::collections::VecDeque;

/// `MAV_RESULT` values.
const ACCEPTED: u8 = 0;
const TEMPORARILY_REJECTED: u8 = 1;
const UNSUPPORTED: u8 = 3;
const IN_PROGRESS: u8 = 5;
/// `GIMBAL_MANAGER_FLAGS`: roll and pitch keep to the horizon; yaw keeps to the ground.
const LEVELLED: u16 = 4 | 8;
const YAW_LOCK: u16 = 16;

/// One step.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Do {
    /// Take control of the gimbal.
    Take,
    /// Look at a place by the manager's own doing.
    Place(Wgs84, Amsl),
    /// Look at a place by ours.
    Stare(Wgs84, Amsl),
    /// Look at no place any more.
    NoPlace,
    /// Point by angles: from the horizon; from the nose, or from north when locked.
    Point { pitch: f64, yaw: f64, locked: bool },
    /// Give control back.
    GiveBack,
    /// Record, or stop.
    Record(bool),
}

/// One running order.
#[derive(Debug)]
pub(super) struct Task {
    order: PayloadOrder,
    steps: VecDeque<Do>,
    began: Timestamp,
    due: Timestamp,
    first_sent: Option<Timestamp>,
    last_sent: Timestamp,
    tries: u8,
    answer: Option<u8>,
    accepted: bool,
    /// Done as ordered, and kept up.
    stands: bool,
}

impl Task {
    /// The steps of an order to what is under the vehicle; or its number and why there are none.
    pub(super) fn new(
        at: Timestamp,
        order: PayloadOrder,
        gimbal: &Gimbal,
        camera: &Camera,
        known: &Known,
        on_place: bool,
    ) -> Result<Self, (OrderId, String)> {
        let steps = steps(&order.kind, gimbal, camera, known, on_place).map_err(|why| (order.id, why))?;
        Ok(Self {
            order,
            steps,
            began: at,
            due: at,
            first_sent: None,
            last_sent: at,
            tries: 0,
            answer: None,
            accepted: false,
            stands: false,
        })
    }

    pub(super) fn id(&self) -> OrderId {
        self.order.id
    }

    /// Whether it is done and only kept up.
    pub(super) fn is_standing(&self) -> bool {
        self.stands
    }

    /// Whether it must go on after its end was told.
    pub(super) fn goes_on(&mut self, end: &OrderProgress) -> bool {
        self.stands = *end == OrderProgress::Done && matches!(self.steps.front(), Some(Do::Stare(..)));
        self.stands
    }

    /// The current step in words.
    pub(super) fn step_word(&self) -> &'static str {
        self.steps.front().map_or("done", |step| step.word())
    }

    pub(super) fn wake_at(&self) -> Timestamp {
        self.due
    }

    /// An answer counts when it is to the command in flight, of the component that was asked.
    pub(super) fn answered(
        &mut self,
        at: Timestamp,
        component: u8,
        ack: &CommandAck,
        gimbal: &Gimbal,
        camera: &Camera,
    ) {
        let Some(step) = self.steps.front() else { return };
        let asked = step.component(gimbal, camera) == Some(component) && step.number() == Some(ack.command);
        if self.first_sent.is_none() || !asked {
            return;
        }
        self.answer = Some(ack.result);
        self.due = match ack.result {
            // It may still not happen: ask again later if nothing shows it.
            ACCEPTED | IN_PROGRESS => at.plus(limits::RETRY * 2.0),
            _ => self.due,
        };
    }

    /// Goes on as far as it can now.
    pub(super) fn advance(
        &mut self,
        at: Timestamp,
        gimbal: &Gimbal,
        camera: &Camera,
        known: &Known,
        config: &LinkConfig,
        out: &mut Outbox,
    ) -> Option<OrderProgress> {
        // Each turn ends a step or returns; there are at most three, and one may be replaced.
        loop {
            let Some(step) = self.steps.front().copied() else { return Some(OrderProgress::Done) };
            if self.stands {
                self.keep_up(at, step, gimbal, known, out);
                return None;
            }
            if self.seen(step, gimbal, camera, known) {
                if matches!(step, Do::Stare(..)) {
                    return Some(OrderProgress::Done);
                }
                self.next(at);
                continue;
            }
            if let Some(result) = self.answer.filter(|result| is_final_no(*result)) {
                let Some(other) = instead(step, result) else {
                    return Some(refused(format!("{} refused (result {result})", step.word())));
                };
                self.steps.pop_front();
                self.steps.extend(other);
                self.reset(at);
                continue;
            }
            return self.wait(at, step, gimbal, camera, known, config, out);
        }
    }

    /// The step is not seen done: send it, or give up.
    #[allow(clippy::too_many_arguments)] // what is known of the vehicle, in its three parts
    fn wait(
        &mut self,
        at: Timestamp,
        step: Do,
        gimbal: &Gimbal,
        camera: &Camera,
        known: &Known,
        config: &LinkConfig,
        out: &mut Outbox,
    ) -> Option<OrderProgress> {
        if self.answer == Some(ACCEPTED) && self.steps.len() == 1 && !self.accepted {
            self.accepted = true;
            out.report(SkyReport::Payload(self.order.id, OrderProgress::Accepted));
        }
        let late = at > self.order.expires && !self.order.kind.is_safe();
        if self.first_sent.is_none() && late {
            return Some(refused("expired before it could be sent".to_owned()));
        }
        // A gimbal that turns and a camera that begins to record take their time: as long as a return may take.
        if at.since(self.began).0 >= config.safety_deadline.0 {
            return Some(match self.first_sent {
                None => refused("no link: nothing was sent".to_owned()),
                Some(_) => OrderProgress::Unknown { step: step.word().to_owned() },
            });
        }
        if at >= self.due {
            self.due = at.plus(config.retry);
            if known.reachable && !late {
                self.send(at, step, gimbal, camera, known, out);
            }
        }
        None
    }

    fn send(&mut self, at: Timestamp, step: Do, gimbal: &Gimbal, camera: &Camera, known: &Known, out: &mut Outbox) {
        let Some(component) = step.component(gimbal, camera) else { return };
        let traffic = traffic(self.order.kind.is_safe());
        // A second start may be a second file: not before the camera says, later than the first can have been under way,
        // that it did nothing.
        let did_nothing = camera.records_since(self.last_sent.plus(limits::RECORDING_BEGINS)) == Some(false);
        let again = step != Do::Record(true) || self.first_sent.is_none() || did_nothing;
        if let (true, Some(message)) = (again, step.message(gimbal, known, self.tries, component)) {
            let expires = (traffic == Traffic::Order).then_some(self.order.expires);
            out.send_until(message, traffic, expires);
            self.first_sent.get_or_insert(at);
            self.last_sent = at;
            self.tries = self.tries.saturating_add(1);
        }
        if matches!(step, Do::Record(_)) {
            let status = u16::try_from(CameraCaptureStatus::ID).unwrap_or_default();
            out.send(command::request_message(status).to_component(known.target(), component, 0), Traffic::Keepalive);
        }
    }

    /// Points anew at the place as the aircraft moves.
    fn keep_up(&mut self, at: Timestamp, step: Do, gimbal: &Gimbal, known: &Known, out: &mut Outbox) {
        if at < self.due {
            return;
        }
        self.due = at.plus(limits::STARE);
        let mine = gimbal.control() != GimbalControl::Free && !matches!(gimbal.control(), GimbalControl::Other(_));
        let message = gimbal.manager.and_then(|manager| step.message(gimbal, known, 0, manager.component));
        if let Some(message) = message.filter(|_| known.reachable && mine) {
            out.send_until(message, Traffic::Order, Some(at.plus(limits::STARE)));
        }
    }

    /// Whether the payload's own word, younger than the request, shows the step done.
    fn seen(&self, step: Do, gimbal: &Gimbal, camera: &Camera, known: &Known) -> bool {
        let Some(sent) = self.first_sent else {
            return step == Do::Take && gimbal.control() == GimbalControl::Ours;
        };
        let accepted = self.answer == Some(ACCEPTED);
        let near =
            |wanted: Angles| gimbal.points_since(sent).is_some_and(|now| aim::apart(now, wanted) <= limits::ON_AIM);
        match step {
            Do::Take => {
                gimbal.control_since(sent) == Some(GimbalControl::Ours) || (accepted && !gimbal.tells_control())
            }
            Do::GiveBack => {
                gimbal.control_since(sent).is_some_and(|control| control != GimbalControl::Ours)
                    || (accepted && !gimbal.tells_control())
            }
            Do::NoPlace => self.answer.is_some_and(|result| result != IN_PROGRESS),
            Do::Place(at, altitude) => accepted && toward(known, (at, altitude)).is_some_and(near),
            Do::Stare(at, altitude) => toward(known, (at, altitude)).is_some_and(near),
            Do::Point { pitch, locked, .. } => {
                let level = gimbal.points_since(sent).is_some_and(|now| (now.pitch - pitch).abs() <= limits::ON_AIM);
                accepted && level && gimbal.locked_since(sent).is_none_or(|is| is == locked)
            }
            Do::Record(on) => camera.records_since(sent) == Some(on),
        }
    }

    fn next(&mut self, at: Timestamp) {
        self.steps.pop_front();
        self.reset(at);
    }

    fn reset(&mut self, at: Timestamp) {
        (self.began, self.due, self.last_sent) = (at, at, at);
        (self.first_sent, self.answer, self.tries) = (None, None, 0);
    }
}

/// What an order is done by.
fn steps(
    kind: &PayloadKind,
    gimbal: &Gimbal,
    camera: &Camera,
    known: &Known,
    on_place: bool,
) -> Result<VecDeque<Do>, String> {
    if known.target() == 0 {
        return Err("its system id cannot be addressed".to_owned());
    }
    if let PayloadKind::Record { on } = kind {
        let able = camera.component.is_some() && (camera.records() || !on);
        return if able {
            Ok(VecDeque::from([Do::Record(*on)]))
        } else {
            Err("it has no camera that records".to_owned())
        };
    }
    if gimbal.manager.is_none() {
        return Err("no gimbal was heard of".to_owned());
    }
    if let (GimbalControl::Other(system), false) = (gimbal.control(), *kind == PayloadKind::Take) {
        return Err(format!("system {system} controls the gimbal"));
    }
    let now = || gimbal.points().ok_or_else(|| "the gimbal does not say where it points".to_owned());
    let nose = || known.nose().map(|nose| nose.as_radians()).ok_or_else(|| "its heading is not known".to_owned());
    // Angles take the place of a place by themselves; an aircraft whose nose was turned there is told that it is over.
    let left = || on_place.then_some(Do::NoPlace);
    Ok(match *kind {
        PayloadKind::LookAt { at, altitude } if gimbal.finds_places() => {
            VecDeque::from([Do::Take, Do::Place(at, altitude)])
        }
        PayloadKind::LookAt { at, altitude } => VecDeque::from([Do::Take, Do::Stare(at, altitude)]),
        PayloadKind::Level => {
            let level = Do::Point { pitch: 0.0, yaw: 0.0, locked: false };
            [Do::Take].into_iter().chain(left()).chain([level]).collect()
        }
        PayloadKind::Lock => {
            let Angles { pitch, yaw } = now()?;
            VecDeque::from([Do::Take, Do::Point { pitch, yaw, locked: true }])
        }
        PayloadKind::Follow => {
            let (Angles { pitch, yaw }, nose) = (now()?, nose()?);
            VecDeque::from([Do::Take, Do::Point { pitch, yaw: yaw - nose, locked: false }])
        }
        PayloadKind::Take => VecDeque::from([Do::Take]),
        PayloadKind::Release | PayloadKind::Record { .. } => left().into_iter().chain([Do::GiveBack]).collect(),
    })
}

/// What is done in place of a step that was refused: a manager without control goes on without it, one that does not find
/// places is pointed at them.
fn instead(step: Do, result: u8) -> Option<Option<Do>> {
    match step {
        Do::Take | Do::GiveBack if result == UNSUPPORTED => Some(None),
        Do::Place(at, altitude) => Some(Some(Do::Stare(at, altitude))),
        _ => None,
    }
}

/// Where a place lies from the vehicle.
fn toward(known: &Known, place: (Wgs84, Amsl)) -> Option<Angles> {
    known.place().map(|from| aim::between(from, place))
}

fn is_final_no(result: u8) -> bool {
    !matches!(result, ACCEPTED | TEMPORARILY_REJECTED | IN_PROGRESS)
}

fn refused(why: String) -> OrderProgress {
    OrderProgress::Refused { why }
}

impl Do {
    fn word(self) -> &'static str {
        match self {
            Self::Take => "taking the gimbal",
            Self::Place(..) | Self::Stare(..) => "looking at the place",
            Self::NoPlace => "leaving the place",
            Self::Point { .. } => "pointing",
            Self::GiveBack => "giving the gimbal back",
            Self::Record(true) => "recording",
            Self::Record(false) => "end of recording",
        }
    }

    /// The command whose acknowledgement belongs to it.
    fn number(self) -> Option<u16> {
        match self {
            Self::Take | Self::GiveBack => Some(id::DO_GIMBAL_MANAGER_CONFIGURE),
            Self::Place(..) => Some(id::DO_SET_ROI_LOCATION),
            Self::NoPlace => Some(id::DO_SET_ROI_NONE),
            Self::Point { .. } => Some(id::DO_GIMBAL_MANAGER_PITCHYAW),
            Self::Record(true) => Some(id::VIDEO_START_CAPTURE),
            Self::Record(false) => Some(id::VIDEO_STOP_CAPTURE),
            Self::Stare(..) => None,
        }
    }

    /// Whom it is asked of.
    fn component(self, gimbal: &Gimbal, camera: &Camera) -> Option<u8> {
        match self {
            Self::Record(_) => camera.component,
            _ => gimbal.manager.map(|manager| manager.component),
        }
    }

    fn message(self, gimbal: &Gimbal, known: &Known, tries: u8, component: u8) -> Option<Message> {
        let device = gimbal.manager.map_or(0, |Manager { device, .. }| device);
        let command: Command = match self {
            Self::Take => command::gimbal_take(device),
            Self::GiveBack => command::gimbal_give_back(device),
            Self::Place(at, altitude) => command::look_at(at, altitude, device),
            Self::NoPlace => command::look_nowhere(device),
            Self::Point { pitch, yaw, locked } => command::gimbal_point(pitch, yaw, flags(locked), device),
            Self::Record(on) => command::video(on),
            Self::Stare(at, altitude) => {
                let Angles { pitch, yaw } = toward(known, (at, altitude))?;
                return Some(command::gimbal_stare(pitch, yaw, flags(true), known.target(), component, device));
            }
        };
        Some(command.to_component(known.target(), component, tries))
    }
}

fn flags(locked: bool) -> u16 {
    LEVELLED | if locked { YAW_LOCK } else { 0 }
}
