//! What hangs under one vehicle: its gimbal, its camera, and what that follows.
//!
//! A gimbal's manager and a camera may be the autopilot itself or components of their own beside it, so their frames come
//! here whoever of the vehicle sends them. Each is asked who it is a few times and then left alone; orders to them have a
//! conversation of their own, beside the one about flying. From the MAVLink gimbal protocol v2 and camera protocol v2.

mod aim;
mod ask;
mod camera;
mod gimbal;
mod streams;
mod task;
mod tracking;

use crate::codec::{
    CameraCaptureStatus, CameraFovStatus, CameraInformation, CameraTrackingGeoStatus, CameraTrackingImageStatus,
    CommandAck, GimbalDeviceAttitudeStatus, GimbalManagerInformation, GimbalManagerStatus, Heartbeat, Message,
    Payload as _, RawFrame, VideoStreamInformation,
};
use crate::command::id;
use crate::config::{LinkConfig, Traffic};
use crate::limits;
use crate::rare::{Few, Rare};
use crate::session::{Finished, Known, Outbox};
use ask::Asks;
use camera::Camera;
use controller_core::{OrderId, OrderProgress, PayloadKind, PayloadOrder, SkyReport};
use geodata::Timestamp;
use gimbal::Gimbal;
use std::collections::BTreeMap;
use task::Task;
use tracking::Tracking;

/// The component id of an autopilot.
const AUTOPILOT: u8 = 1;
/// Components that may be a camera by their number alone.
const CAMERAS: std::ops::RangeInclusive<u8> = 100..=105;
/// `MAV_TYPE_CAMERA`.
const CAMERA_KIND: u8 = 30;

/// Whether a frame may tell something of a payload: what cameras and gimbals say, and answers.
pub(crate) fn concerns(raw: &RawFrame<'_>) -> bool {
    reads(raw.id) || (raw.id == Heartbeat::ID && raw.header.component != AUTOPILOT)
}

/// Whether a message may tell something of a payload, whoever says it.
pub(crate) fn reads(id: u32) -> bool {
    const IDS: [u32; 10] = [
        CommandAck::ID,
        CameraInformation::ID,
        CameraCaptureStatus::ID,
        VideoStreamInformation::ID,
        CameraFovStatus::ID,
        CameraTrackingImageStatus::ID,
        CameraTrackingGeoStatus::ID,
        GimbalManagerInformation::ID,
        GimbalManagerStatus::ID,
        GimbalDeviceAttitudeStatus::ID,
    ];
    IDS.contains(&id)
}

/// Whether a message of ours turns a payload and nothing else: what the aircraft flies does not change because of it.
pub(crate) fn turns(message: &Message) -> bool {
    const COMMANDS: [u16; 6] = [
        id::DO_SET_ROI_LOCATION,
        id::DO_SET_ROI_NONE,
        id::DO_GIMBAL_MANAGER_PITCHYAW,
        id::DO_GIMBAL_MANAGER_CONFIGURE,
        id::VIDEO_START_CAPTURE,
        id::VIDEO_STOP_CAPTURE,
    ];
    match message {
        Message::CommandLong(long) => COMMANDS.contains(&long.command),
        Message::CommandInt(int) => COMMANDS.contains(&int.command),
        Message::GimbalManagerSetPitchyaw(_) => true,
        _ => false,
    }
}

/// The payload of one vehicle.
#[derive(Debug, Default)]
pub(crate) struct Payload {
    /// Its components beside the autopilot, as far as they were heard.
    /// Whether each calls itself a camera.
    components: Few<BTreeMap<u8, bool>>,
    asks: Asks,
    gimbal: Rare<Gimbal>,
    camera: Rare<Camera>,
    /// Of a camera that follows something.
    tracking: Option<Box<Tracking>>,
    /// What the gimbal is doing, and what the camera is.
    tasks: [Option<Box<Task>>; 2],
    finished: Finished,
    /// The gimbal's manager was last told to look at a place.
    on_place: bool,
}

impl Payload {
    /// A new contact with the vehicle: everything is asked anew.
    pub(crate) fn restart(&mut self, at: Timestamp) {
        let components = std::mem::take(&mut self.components);
        self.asks = Asks::default();
        self.tracking = None;
        // What hangs there hangs there still, until it says otherwise; how often it tells may be forgotten.
        if let Some(manager) = self.gimbal.manager {
            self.asks.gimbal_found(at, manager.component, manager.device);
        }
        if let Some(component) = self.camera.component {
            self.asks.camera_found(at, component, self.camera.has_streams(), self.camera.follows());
        }
        self.asks.gimbal(at, self.gimbal.manager.map_or(AUTOPILOT, |manager| manager.component));
        self.asks.camera(at, self.camera.component.unwrap_or(AUTOPILOT));
        for (component, is_camera) in components.into_iter().flat_map(|all| *all) {
            self.met(at, component, is_camera);
        }
    }

    /// Takes a frame of any component of the vehicle that [`concerns`] a payload.
    pub(crate) fn receive(
        &mut self,
        at: Timestamp,
        raw: &RawFrame<'_>,
        known: &Known,
        config: &LinkConfig,
        out: &mut Outbox,
    ) {
        let component = raw.header.component;
        match raw.id {
            CameraInformation::ID => {
                let information = CameraInformation::read(raw.payload);
                let camera = self.camera.make();
                if camera.informed(component, &information) {
                    self.asks.camera_found(at, component, camera.has_streams(), camera.follows());
                }
                camera.tell(out);
                return;
            }
            VideoStreamInformation::ID => {
                self.asks.streams_told(component);
                if let Some(camera) = self.camera.get_mut() {
                    camera.stream(component, &VideoStreamInformation::read(raw.payload));
                    camera.tell(out);
                }
                return;
            }
            _ => {}
        }
        let Some(message) = raw.message() else { return };
        match &message {
            Message::Heartbeat(heartbeat) => self.met(at, component, heartbeat.kind == CAMERA_KIND),
            Message::CommandAck(ack) => self.acknowledged(at, component, ack, config),
            Message::CameraCaptureStatus(status) => {
                self.camera.get_mut().into_iter().for_each(|camera| camera.captures(at, component, status));
            }
            Message::CameraFovStatus(fov) => self.tracking.get_or_insert_default().fov(at, fov),
            Message::CameraTrackingGeoStatus(geo) => {
                out.reports.extend(self.tracking.get_or_insert_default().geo(at, geo))
            }
            Message::CameraTrackingImageStatus(image) => {
                let (lens, attitude) = (self.camera.lens(), self.gimbal.attitude(at));
                out.reports.extend(self.tracking.get_or_insert_default().image(at, image, lens, attitude));
            }
            Message::GimbalManagerInformation(information) => {
                if self.gimbal.make().informed(component, information) {
                    self.asks.gimbal_found(at, component, information.gimbal_device_id);
                }
            }
            Message::GimbalManagerStatus(status) => {
                self.gimbal.get_mut().into_iter().for_each(|gimbal| gimbal.status(at, component, status, config));
            }
            Message::GimbalDeviceAttitudeStatus(attitude) => {
                let lens = self.tracking.as_ref().and_then(|tracking| tracking.lens(at)).or(self.camera.lens());
                if let Some(gimbal) = self.gimbal.get_mut() {
                    gimbal.turned(at, component, attitude);
                    gimbal.look(at, lens, out);
                }
            }
            _ => return,
        }
        if let Some(gimbal) = self.gimbal.get_mut() {
            gimbal.tell(out);
        }
        if let Some(camera) = self.camera.get_mut() {
            camera.tell(out);
        }
        self.work(at, known, config, out);
    }

    /// A component was heard for the first time.
    fn met(&mut self, at: Timestamp, component: u8, is_camera: bool) {
        let components = self.components.get_or_insert_default();
        if components.contains_key(&component) || components.len() >= limits::PAYLOAD_COMPONENTS {
            return;
        }
        components.insert(component, is_camera);
        if !self.gimbal.is_known() {
            self.asks.gimbal(at, component);
        }
        if (is_camera || CAMERAS.contains(&component)) && !self.camera.is_a_component() {
            self.asks.camera(at, component);
        }
    }

    fn acknowledged(&mut self, at: Timestamp, component: u8, ack: &CommandAck, config: &LinkConfig) {
        let ours = ack.target_system == 0
            || (ack.target_system == config.system_id && [0, config.component_id].contains(&ack.target_component));
        if ours {
            self.asks.answered(at, component, ack);
            self.tasks
                .iter_mut()
                .flatten()
                .for_each(|task| task.answered(at, component, ack, &self.gimbal, &self.camera));
        }
    }

    /// Takes an order. A repeat of one already known changes nothing.
    pub(crate) fn order(
        &mut self,
        at: Timestamp,
        order: PayloadOrder,
        known: &Known,
        config: &LinkConfig,
        out: &mut Outbox,
    ) {
        if let Some(progress) = self.finished.of(order.id) {
            return out.report(SkyReport::Payload(order.id, progress.clone()));
        }
        let slot = usize::from(order.kind.is_of_camera());
        if self.tasks[slot].as_ref().is_some_and(|task| task.id() == order.id) {
            return;
        }
        if let Some(old) = self.tasks[slot].take() {
            let step = format!("{}, then {} took its place", old.step_word(), order.id);
            self.finish(old.id(), OrderProgress::Unknown { step }, out);
        }
        let kind = order.kind;
        match Task::new(at, order, &self.gimbal, &self.camera, known, self.on_place) {
            Ok(task) => {
                self.tasks[slot] = Some(Box::new(task));
                if !kind.is_of_camera() && kind != PayloadKind::Take {
                    self.on_place = matches!(kind, PayloadKind::LookAt { .. });
                }
            }
            Err((id, why)) => self.finish(id, OrderProgress::Refused { why }, out),
        }
        self.work(at, known, config, out);
    }

    /// What is due; `busy`: the autopilot is being asked other things with the same commands.
    pub(crate) fn tick(&mut self, at: Timestamp, busy: bool, known: &Known, config: &LinkConfig, out: &mut Outbox) {
        self.asks.tick(at, busy, known.target(), out);
        self.work(at, known, config, out);
    }

    fn work(&mut self, at: Timestamp, known: &Known, config: &LinkConfig, out: &mut Outbox) {
        for slot in 0..self.tasks.len() {
            let Some(task) = &mut self.tasks[slot] else { continue };
            if let Some(end) = task.advance(at, &self.gimbal, &self.camera, known, config, out) {
                let id = task.id();
                if !task.goes_on(&end) {
                    self.tasks[slot] = None;
                }
                self.finish(id, end, out);
            }
        }
    }

    /// In quarantine nothing runs.
    pub(crate) fn drop_orders(&mut self, out: &mut Outbox) {
        for slot in 0..self.tasks.len() {
            if let Some(task) = self.tasks[slot].take().filter(|task| !task.is_standing()) {
                let step = format!("{}, then its identity came in doubt", task.step_word());
                self.finish(task.id(), OrderProgress::Unknown { step }, out);
            }
        }
    }

    /// Says at once that an order will not be carried out.
    pub(crate) fn refuse(&mut self, order: OrderId, why: String, out: &mut Outbox) {
        self.finish(order, OrderProgress::Refused { why }, out);
    }

    fn finish(&mut self, id: OrderId, progress: OrderProgress, out: &mut Outbox) {
        out.report(SkyReport::Payload(id, progress.clone()));
        self.finished.add(id, progress);
    }

    /// When `tick` has something to do.
    pub(crate) fn wake_at(&self) -> Option<Timestamp> {
        let tasks = self.tasks.iter().flatten().map(|task| task.wake_at());
        tasks.chain(self.asks.wake_at()).min()
    }
}

/// The traffic of an order: not to record is safe, and leaves on every way.
fn traffic(is_safe: bool) -> Traffic {
    if is_safe { Traffic::Safety } else { Traffic::Order }
}

#[cfg(test)]
mod tests;
