//! One gimbal: who manages it, who controls it, where it points.

use super::aim::{self, Angles};
use super::camera::Lens;
use crate::codec::{GimbalDeviceAttitudeStatus, GimbalManagerInformation, GimbalManagerStatus};
use crate::config::LinkConfig;
use crate::limits;
use crate::rare::Blank;
use crate::session::Outbox;
use controller_core::{GimbalControl, GimbalState, Look, SkyReport};
use geodata::Timestamp;

/// `GIMBAL_MANAGER_CAP_FLAGS_CAN_POINT_LOCATION_GLOBAL`.
const FINDS_PLACES: u32 = 131_072;
/// `GIMBAL_MANAGER_FLAGS` and `GIMBAL_DEVICE_FLAGS` have these in common.
const YAW_LOCK: u32 = 16;
const YAW_IN_VEHICLE: u16 = 32;
const YAW_IN_EARTH: u16 = 64;

/// Who speaks for a gimbal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Manager {
    /// The component.
    pub(super) component: u8,
    /// The gimbal's number at it.
    pub(super) device: u8,
    finds_places: bool,
}

/// What is known of the vehicle's gimbal; of several the one told of first.
#[derive(Debug, Default)]
pub(super) struct Gimbal {
    pub(super) manager: Option<Manager>,
    control: GimbalControl,
    flags: u32,
    status_at: Option<Timestamp>,
    /// Where it points, over the ground.
    attitude: Option<(Timestamp, [f64; 4])>,
    told: Option<GimbalState>,
    /// When it was last told exactly where it points.
    looked: Option<Timestamp>,
}

impl Blank for Gimbal {
    const BLANK: &'static Self = &Self {
        manager: None,
        control: GimbalControl::Unknown,
        flags: 0,
        status_at: None,
        attitude: None,
        told: None,
        looked: None,
    };
}

impl Gimbal {
    pub(super) fn is_known(&self) -> bool {
        self.manager.is_some()
    }

    /// Takes a manager's word of its gimbal; true when it is the first.
    pub(super) fn informed(&mut self, component: u8, information: &GimbalManagerInformation) -> bool {
        let is_new = self.manager.is_none();
        let manager = Manager {
            component,
            device: information.gimbal_device_id,
            finds_places: information.cap_flags & FINDS_PLACES != 0,
        };
        if self.manager.is_none_or(|known| (known.component, known.device) == (component, manager.device)) {
            self.manager = Some(manager);
        }
        is_new
    }

    /// Takes a manager's word of who controls it.
    pub(super) fn status(&mut self, at: Timestamp, component: u8, status: &GimbalManagerStatus, config: &LinkConfig) {
        let ours = |manager: Manager| (manager.component, manager.device) == (component, status.gimbal_device_id);
        if !self.manager.is_some_and(ours) {
            return;
        }
        self.control = match (status.primary_control_sysid, status.primary_control_compid) {
            (0, _) => GimbalControl::Free,
            (system, part) if (system, part) == (config.system_id, config.component_id) => GimbalControl::Ours,
            (system, _) => GimbalControl::Other(system),
        };
        (self.flags, self.status_at) = (status.flags, Some(at));
    }

    /// Takes a device's word of where it points: the manager's own, or of the component that is the device.
    pub(super) fn turned(&mut self, at: Timestamp, component: u8, told: &GimbalDeviceAttitudeStatus) {
        let Some(manager) = self.manager else { return };
        let device = if told.gimbal_device_id == 0 { component } else { told.gimbal_device_id };
        if device != manager.device && component != manager.component {
            return;
        }
        if let Some(q) = aim::unit(told.q).and_then(|q| over_ground(q, told)) {
            self.attitude = Some((at, q));
        }
    }

    /// Where it points over the ground, if it said so lately.
    pub(super) fn attitude(&self, at: Timestamp) -> Option<[f64; 4]> {
        self.attitude.filter(|(then, _)| at.since(*then).0 <= limits::ATTITUDE_LASTS.0).map(|(_, q)| q)
    }

    /// Where it points, by a word younger than `since`.
    pub(super) fn points_since(&self, since: Timestamp) -> Option<Angles> {
        self.attitude.filter(|(then, _)| *then > since).map(|(_, q)| aim::angles(q))
    }

    /// Where it pointed last.
    pub(super) fn points(&self) -> Option<Angles> {
        self.attitude.map(|(_, q)| aim::angles(q))
    }

    /// Who controls it, by a word younger than `since`.
    pub(super) fn control_since(&self, since: Timestamp) -> Option<GimbalControl> {
        self.status_at.filter(|then| *then > since).map(|_| self.control)
    }

    /// Whether its yaw keeps to the ground, by a word younger than `since`.
    pub(super) fn locked_since(&self, since: Timestamp) -> Option<bool> {
        self.status_at.filter(|then| *then > since).map(|_| self.flags & YAW_LOCK != 0)
    }

    pub(super) fn control(&self) -> GimbalControl {
        self.control
    }

    /// Whether its manager ever says who controls it.
    pub(super) fn tells_control(&self) -> bool {
        self.status_at.is_some()
    }

    pub(super) fn finds_places(&self) -> bool {
        self.manager.is_some_and(|manager| manager.finds_places)
    }

    /// Tells exactly where it points, as soon as it has said so and not more often than anybody reckons with.
    pub(super) fn look(&mut self, at: Timestamp, lens: Option<Lens>, out: &mut Outbox) {
        let soon = self.looked.is_some_and(|then| at.since(then).0 < limits::LOOKS_APART.0);
        let Some((_, attitude)) = self.attitude.filter(|(then, _)| *then == at && !soon) else { return };
        self.looked = Some(at);
        let fov = lens.map(|lens| [2.0 * lens.across.atan(), 2.0 * lens.down.atan()]);
        out.report(SkyReport::Look(Look { at, attitude, fov }));
    }

    /// Tells what has changed since it was told.
    pub(super) fn tell(&mut self, out: &mut Outbox) {
        let Some(manager) = self.manager else { return };
        let points = self.points();
        let now = GimbalState {
            control: self.control,
            finds_places: manager.finds_places,
            pitch_deg: points.and_then(|angles| aim::coarse(angles.pitch)),
            yaw_deg: points.and_then(|angles| aim::coarse(angles.yaw.rem_euclid(std::f64::consts::TAU))),
            is_locked: self.flags & YAW_LOCK != 0,
        };
        if self.told.as_ref() != Some(&now) {
            out.report(SkyReport::Gimbal(now.clone()));
            self.told = Some(now);
        }
    }
}

/// The attitude over the ground. Without a flag for the frame a locked yaw is over the ground and any other from the nose,
/// as the gimbal protocol has it.
fn over_ground(q: [f64; 4], told: &GimbalDeviceAttitudeStatus) -> Option<[f64; 4]> {
    let earth =
        told.flags & YAW_IN_EARTH != 0 || (told.flags & YAW_IN_VEHICLE == 0 && u32::from(told.flags) & YAW_LOCK != 0);
    if earth {
        return Some(q);
    }
    let nose = f64::from(told.delta_yaw);
    nose.is_finite().then(|| aim::yawed(q, nose))
}
