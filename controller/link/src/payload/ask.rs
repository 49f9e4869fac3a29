//! Questions to the components of a vehicle, one after the other, each a few times and no more: who has a gimbal, who is a
//! camera, and how often they shall tell what we want to know.

use crate::codec::{CameraInformation, CommandAck, GimbalManagerInformation, Payload as _, VideoStreamInformation};
use crate::command::{self, Command, id};
use crate::config::Traffic;
use crate::limits;
use crate::rare::Few;
use crate::session::Outbox;
use crate::sometime::Sometime;
use geodata::{Seconds, Timestamp};
use std::collections::VecDeque;

/// `MAV_RESULT` values that leave the question open: accepted, temporarily rejected, in progress.
const OPEN: [u8; 3] = [0, 1, 5];
/// What a camera shall tell, and how often: whether it records, where it looks; what it follows, if it can.
const CAMERA_RATES: [(u16, Seconds); 2] = [(262, Seconds(1.0)), (271, Seconds(0.5))];
const FOLLOW_RATES: [(u16, Seconds); 2] = [(275, Seconds(1.0)), (276, Seconds(1.0))];
/// What a gimbal's manager shall tell: who controls it; and the device, where it points.
const GIMBAL_STATUS: (u16, Seconds) = (281, Seconds(1.0));
const GIMBAL_ATTITUDE: (u16, Seconds) = (285, Seconds(0.5));
/// Gimbal device ids up to this are no components: the manager speaks for them.
const DEVICES_WITHOUT_MAVLINK: u8 = 6;

/// What is asked.
#[derive(Clone, Copy, Debug, PartialEq)]
enum What {
    /// Who manages a gimbal.
    Gimbal,
    /// What a camera is: the new way, then the old.
    Camera,
    /// Where its streams are, likewise.
    Streams,
    /// To tell a message so often.
    Rate(u16, Seconds),
}

/// One question to one component.
#[derive(Clone, Copy, Debug)]
struct Ask {
    component: u8,
    what: What,
    tries: u8,
    /// How often it was answered "yes", without what was asked for.
    empty: u8,
    /// The new way was refused, or stayed silent so often.
    old_way: bool,
}

/// Takes no room while it is empty.
#[derive(Debug, Default)]
struct Queue(Few<VecDeque<Ask>>);

impl Queue {
    fn iter(&self) -> impl Iterator<Item = &Ask> {
        self.0.iter().flat_map(|all| all.iter())
    }

    fn len(&self) -> usize {
        self.0.as_ref().map_or(0, |all| all.len())
    }

    fn first(&mut self) -> Option<&mut Ask> {
        self.0.as_mut()?.front_mut()
    }

    fn add(&mut self, ask: Ask) {
        self.0.get_or_insert_default().push_back(ask);
    }

    fn drop_first(&mut self) {
        if let Some(all) = &mut self.0 {
            all.pop_front();
        }
    }

    /// Puts this one first, and what was before it last.
    fn begin_with(&mut self, index: usize) {
        self.0.iter_mut().for_each(|all| all.rotate_left(index));
    }

    fn retain(&mut self, keep: impl Fn(&Ask) -> bool) {
        self.0.iter_mut().for_each(|all| all.retain(&keep));
    }

    /// Whether there is nothing in it.
    fn is_done(&mut self) -> bool {
        if self.len() == 0 {
            self.0 = None;
        }
        self.0.is_none()
    }
}

/// The questions still open, in order.
#[derive(Debug, Default)]
pub(super) struct Asks {
    open: Queue,
    due: Sometime,
}

impl Asks {
    /// Asks a component whether it manages a gimbal.
    pub(super) fn gimbal(&mut self, at: Timestamp, component: u8) {
        self.add(at, component, What::Gimbal);
    }

    /// Asks a component what camera it is.
    pub(super) fn camera(&mut self, at: Timestamp, component: u8) {
        self.add(at, component, What::Camera);
    }

    /// A manager has told of its gimbal: nobody else is asked; it shall say who controls it and where it points.
    pub(super) fn gimbal_found(&mut self, at: Timestamp, component: u8, device: u8) {
        self.drop_all(at, |ask| ask.what == What::Gimbal);
        self.add(at, component, What::Rate(GIMBAL_STATUS.0, GIMBAL_STATUS.1));
        let teller = if device > DEVICES_WITHOUT_MAVLINK { device } else { component };
        self.add(at, teller, What::Rate(GIMBAL_ATTITUDE.0, GIMBAL_ATTITUDE.1));
    }

    /// A camera has told what it is.
    pub(super) fn camera_found(&mut self, at: Timestamp, component: u8, streams: bool, follows: bool) {
        self.drop_all(at, |ask| ask.what == What::Camera && ask.component <= component);
        if streams {
            self.add(at, component, What::Streams);
        }
        let more = FOLLOW_RATES.iter().filter(|_| follows);
        for (message, every) in CAMERA_RATES.iter().chain(more) {
            self.add(at, component, What::Rate(*message, *every));
        }
    }

    /// A camera has told where a stream is.
    pub(super) fn streams_told(&mut self, component: u8) {
        self.open.retain(|ask| !(ask.what == What::Streams && ask.component == component));
    }

    fn add(&mut self, at: Timestamp, component: u8, what: What) {
        let known = self.open.iter().any(|ask| ask.component == component && ask.what == what);
        if !known && self.open.len() < limits::PAYLOAD_QUESTIONS {
            self.open.add(Ask { component, what, tries: 0, empty: 0, old_way: false });
            self.due.get_or_insert(at);
        }
    }

    fn drop_all(&mut self, at: Timestamp, which: impl Fn(&Ask) -> bool) {
        self.open.retain(|ask| !which(ask));
        self.goes_on(at);
    }

    /// An answer to the question in flight: a "no" ends it, or turns to the old way; a "yes" ends a rate.
    pub(super) fn answered(&mut self, at: Timestamp, component: u8, ack: &CommandAck) {
        let Some(first) = self.open.first().filter(|ask| ask.component == component && ask.tries > 0) else {
            return;
        };
        if first.number() != ack.command {
            return;
        }
        let rate = matches!(first.what, What::Rate(..)) && ack.result == 0;
        if !rate && OPEN.contains(&ack.result) {
            first.empty += 1;
            return;
        }
        if rate || first.old_way || !first.has_old_way() {
            self.open.drop_first();
        } else {
            (first.old_way, first.tries, first.empty) = (true, 0, 0);
        }
        self.goes_on(at);
    }

    /// Sends the question that is due. While the autopilot is `busy` with the same commands it is not asked.
    pub(super) fn tick(&mut self, at: Timestamp, busy: bool, target: u8, out: &mut Outbox) {
        if self.due.is_none_or(|due| at < due) {
            return;
        }
        if let Some(first) = self.open.first().filter(|ask| ask.is_tired()) {
            if first.old_way || !first.has_old_way() {
                self.open.drop_first();
            } else {
                (first.old_way, first.tries, first.empty) = (true, 0, 0);
            }
        }
        let other = self.open.iter().position(|ask| ask.component != super::AUTOPILOT);
        if busy && let Some(other) = other {
            self.open.begin_with(other);
        }
        self.goes_on(at.plus(limits::RETRY));
        let Some(first) = self.open.first().filter(|ask| !busy || ask.component != super::AUTOPILOT) else {
            return;
        };
        out.send(first.command().to_component(target, first.component, first.tries), Traffic::Keepalive);
        first.tries += 1;
    }

    pub(super) fn wake_at(&self) -> Option<Timestamp> {
        self.due.get()
    }

    /// The next is due, if there is one; when there is none the questions take no room.
    fn goes_on(&mut self, due: Timestamp) {
        self.due = (!self.open.is_done()).then_some(due).into();
    }
}

impl Ask {
    /// Autopilots that speak for a camera are younger than the old way.
    fn has_old_way(self) -> bool {
        self.component != super::AUTOPILOT && matches!(self.what, What::Camera | What::Streams)
    }

    /// Asked often enough: some say yes and then nothing, and what a bad link loses of so many is little.
    fn is_tired(self) -> bool {
        self.tries >= limits::PAYLOAD_TRIES || self.empty >= limits::PAYLOAD_EMPTY
    }

    /// The command's number.
    fn number(self) -> u16 {
        match (self.what, self.old_way) {
            (What::Camera, true) => id::REQUEST_CAMERA_INFORMATION,
            (What::Streams, true) => id::REQUEST_VIDEO_STREAM_INFORMATION,
            (What::Rate(..), _) => id::SET_MESSAGE_INTERVAL,
            _ => id::REQUEST_MESSAGE,
        }
    }

    fn command(self) -> Command {
        match (self.what, self.old_way) {
            (What::Gimbal, _) => asked(GimbalManagerInformation::ID),
            (What::Camera, false) => asked(CameraInformation::ID),
            (What::Camera, true) => command::request_camera_information(),
            (What::Streams, false) => asked(VideoStreamInformation::ID),
            (What::Streams, true) => command::request_video_streams(),
            (What::Rate(message, every), _) => command::message_interval(message, every),
        }
    }
}

/// The message with this number, once.
fn asked(message: u32) -> Command {
    command::request_message(u16::try_from(message).unwrap_or_default())
}
