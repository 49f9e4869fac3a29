//! One camera: what it is, whether it records, where its pictures are.

use super::streams;
use super::{AUTOPILOT, aim};
use crate::codec::{CameraCaptureStatus, CameraInformation, VideoStreamInformation};
use crate::limits;
use crate::rare::Blank;
use crate::session::Outbox;
use controller_core::{CameraState, SkyReport};
use geodata::Timestamp;

/// `CAMERA_CAP_FLAGS`.
const CAPTURES_VIDEO: u32 = 1;
const HAS_STREAMS: u32 = 256;
/// Follows a point, a rectangle, tells where it is.
const FOLLOWS: u32 = 512 | 1024 | 2048;

/// How wide a camera sees, by its lens: tangents of half the angles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Lens {
    pub(super) across: f64,
    pub(super) down: f64,
}

/// What is known of the vehicle's camera. A component of its own goes before what the autopilot says for it; of several
/// the one with the lowest number.
#[derive(Debug, Default)]
pub(super) struct Camera {
    pub(super) component: Option<u8>,
    flags: u32,
    lens: Option<Lens>,
    /// Whether it records, and when it said so.
    captures: Option<(Timestamp, bool)>,
    state: CameraState,
    told: Option<CameraState>,
}

impl Blank for Camera {
    const BLANK: &'static Self = &Self {
        component: None,
        flags: 0,
        lens: None,
        captures: None,
        state: CameraState {
            name: String::new(),
            records: false,
            recording: None,
            room_mib: None,
            streams: Vec::new(),
        },
        told: None,
    };
}

impl Camera {
    /// Whether it is a component of its own.
    pub(super) fn is_a_component(&self) -> bool {
        self.component.is_some_and(|component| component != AUTOPILOT)
    }

    /// Takes what a camera says it is; true when that is news.
    pub(super) fn informed(&mut self, component: u8, told: &CameraInformation) -> bool {
        // Any component goes before the autopilot, a lower number before a higher one.
        let rank = |component: u8| if component == AUTOPILOT { u8::MAX } else { component };
        if self.component.is_some_and(|known| rank(known) < rank(component)) {
            return false;
        }
        let is_new = self.component != Some(component);
        if is_new {
            *self = Self { told: self.told.take(), component: Some(component), ..Self::default() };
        }
        self.flags = told.flags;
        self.lens = lens(told);
        self.state.name = name(told);
        self.state.records = told.flags & CAPTURES_VIDEO != 0;
        is_new
    }

    pub(super) fn has_streams(&self) -> bool {
        self.flags & HAS_STREAMS != 0
    }

    pub(super) fn follows(&self) -> bool {
        self.flags & FOLLOWS != 0
    }

    pub(super) fn records(&self) -> bool {
        self.state.records
    }

    pub(super) fn lens(&self) -> Option<Lens> {
        self.lens
    }

    /// Takes whether it records.
    pub(super) fn captures(&mut self, at: Timestamp, component: u8, status: &CameraCaptureStatus) {
        if self.component != Some(component) {
            return;
        }
        // 1 is recording; what a newer camera calls 2 is not nothing.
        let records = status.video_status != 0;
        self.captures = Some((at, records));
        self.state.recording = Some(records);
        let room = f64::from(status.available_capacity);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // saturates, and a NaN is gone before
        let coarse = (room / 100.0).round() as u32;
        self.state.room_mib = (room.is_finite() && room >= 0.0).then(|| coarse.saturating_mul(100));
    }

    /// Whether it records, by a word younger than `since`.
    pub(super) fn records_since(&self, since: Timestamp) -> Option<bool> {
        self.captures.filter(|(then, _)| *then > since).map(|(_, records)| records)
    }

    /// Takes where a stream is.
    pub(super) fn stream(&mut self, component: u8, told: &VideoStreamInformation) {
        if self.component != Some(component) {
            return;
        }
        let Some(stream) = streams::read(told) else { return };
        let all = &mut self.state.streams;
        all.retain(|known| known.number != stream.number);
        if all.len() < limits::STREAMS {
            all.push(stream);
        }
        all.sort_by_key(|stream| stream.number);
    }

    /// Tells what has changed since it was told.
    pub(super) fn tell(&mut self, out: &mut Outbox) {
        if self.component.is_some() && self.told.as_ref() != Some(&self.state) {
            out.report(SkyReport::Camera(self.state.clone()));
            self.told = Some(self.state.clone());
        }
    }
}

/// Maker and model, printable.
fn name(told: &CameraInformation) -> String {
    let text = |bytes: &[u8]| {
        let end = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
        String::from_utf8_lossy(&bytes[..end]).chars().filter(|c| !c.is_control()).collect::<String>()
    };
    let both = format!("{} {}", text(&told.vendor_name).trim(), text(&told.model_name).trim());
    both.trim().to_owned()
}

/// The angles of view of sensor and focal length; nothing when the camera does not say.
fn lens(told: &CameraInformation) -> Option<Lens> {
    let half = |size: f32| f64::from(size) / (2.0 * f64::from(told.focal_length));
    let (across, down) = (half(told.sensor_size_h), half(told.sensor_size_v));
    let sensible = |tangent: f64| (0.001..=aim::WIDEST).contains(&tangent);
    (sensible(across) && sensible(down)).then_some(Lens { across, down })
}
