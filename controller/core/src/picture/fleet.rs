//! The aircraft as last heard.

use crate::aboard::{Aboard, Doubt, Store};
use crate::ids::VehicleId;
use crate::input::{Fix, SkyReport, VehicleStatus};
use crate::lease::OperatorControl;
use crate::payload::{CameraState, GimbalState};
use crate::readiness::{PositionDoubt, Settings};
use crate::sight::view::Look;
use geodata::{Seconds, Timestamp};
use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

/// How well a vehicle is heard.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Link {
    /// Not since the controller started.
    #[default]
    NeverSeen,
    /// Now.
    Up,
    /// Not any more.
    Lost,
}

/// One aircraft as last heard.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct VehicleFace {
    /// How well it is heard.
    pub link: Link,
    /// When it was last heard.
    pub last: Option<Timestamp>,
    /// Where it was.
    pub fix: Option<Fix>,
    /// How it was; `None` until it has said so.
    pub status: Option<VehicleStatus>,
    /// Whether it answered what nobody had signed; `None` when it has no key or was not asked yet.
    pub obeys_unsigned: Option<bool>,
    /// Who controls it by its own word; nothing when it does not say.
    pub operator: Option<OperatorControl>,
    /// The last thing it complained of, and when.
    pub complaint: Option<(Timestamp, String)>,
    /// What is known of the lists it stores; of what is missing nothing was ever known.
    pub stored: BTreeMap<Store, Aboard>,
    /// The last item of its mission it said it reached, counted as in [`flight_plans::Mission`].
    pub reached: Option<u16>,
    /// Its gimbal, if it has told of one.
    pub gimbal: Option<GimbalState>,
    /// Where its camera looked in the last few seconds, youngest last.
    pub looks: VecDeque<Look>,
    /// Its camera, if it has told of one.
    pub camera: Option<Arc<CameraState>>,
    /// What its parameters say, and when that was told; nothing before they were read in this contact.
    pub settings: Option<(Timestamp, Arc<Settings>)>,
    /// Why its position is not believed; `fix` is the last one that was.
    pub doubted: Option<PositionDoubt>,
    /// How far its clock is ahead of ours.
    pub skew: Option<Seconds>,
}

impl VehicleFace {
    /// Off the ground, by its own word.
    #[must_use]
    pub fn in_air(&self) -> bool {
        self.status.as_ref().is_some_and(|status| status.in_air == Some(true))
    }

    /// On the ground with its motors off, by its own word.
    #[must_use]
    pub fn landed(&self) -> bool {
        self.status.as_ref().is_some_and(|status| status.in_air == Some(false) && !status.armed)
    }

    /// Whoever comes into contact may have been restarted, or set up anew: what it was to do is read again.
    fn begin_contact(&mut self) {
        self.settings = None;
    }

    /// Where its camera looked at a moment: the word nearest in time, at most half a second from it.
    #[must_use]
    pub fn look_at(&self, at: Timestamp) -> Option<&Look> {
        let apart = |look: &&Look| (look.at.0 - at.0).abs();
        self.looks.iter().min_by_key(apart).filter(|look| apart(look) <= LOOK_AGE_US)
    }

    fn looked(&mut self, look: &Look) {
        if self.looks.len() >= LOOKS {
            self.looks.pop_front();
        }
        self.looks.push_back(*look);
    }

    /// Its place, when not older than `limit`.
    #[must_use]
    pub fn fresh_fix(&self, now: Timestamp, limit: Seconds) -> Option<Fix> {
        self.fix.filter(|fix| now.since(fix.at) <= limit && !fix.place.is_null_island())
    }
}

/// All aircraft as last heard.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fleet {
    faces: BTreeMap<VehicleId, VehicleFace>,
}

/// So many words of where a camera looked are kept: three seconds of five a second.
const LOOKS: usize = 16;
/// A direction is of the moment it was told, give or take half a second, in microseconds.
const LOOK_AGE_US: i64 = 500_000;

/// MAVLink severities up to this (error and worse) are kept as complaints.
const COMPLAINT: u8 = 4;

impl Fleet {
    /// One aircraft.
    #[must_use]
    pub fn get(&self, vehicle: VehicleId) -> Option<&VehicleFace> {
        self.faces.get(&vehicle)
    }

    /// Whether its position is not believed.
    #[must_use]
    pub fn is_misplaced(&self, vehicle: VehicleId) -> bool {
        self.faces.get(&vehicle).is_some_and(|face| face.doubted.is_some())
    }

    /// All that were ever heard.
    pub fn iter(&self) -> impl Iterator<Item = (&VehicleId, &VehicleFace)> {
        self.faces.iter()
    }

    pub(super) fn observe(&mut self, at: Timestamp, vehicle: VehicleId, report: &SkyReport) {
        let face = self.faces.entry(vehicle).or_default();
        match report {
            SkyReport::LinkLost { last } => {
                face.link = Link::Lost;
                face.last = Some(*last);
                if let Some(camera) = &mut face.camera {
                    Arc::make_mut(camera).recording = None;
                }
                return;
            }
            // A payload may speak while its autopilot does not.
            SkyReport::Gimbal(gimbal) => return face.gimbal = Some(gimbal.clone()),
            SkyReport::Look(look) => return face.looked(look),
            SkyReport::Camera(camera) => return face.camera = Some(Arc::new(camera.clone())),
            SkyReport::Payload(..) | SkyReport::Sighted(_) => return,
            SkyReport::Fix(fix) => face.fix = Some(*fix),
            SkyReport::Status(status) => face.status = Some(status.clone()),
            SkyReport::Text { severity, text } if *severity <= COMPLAINT => face.complaint = Some((at, text.clone())),
            SkyReport::MissionReached { seq } => face.reached = Some(*seq),
            SkyReport::Stored(store, aboard) => {
                // Another mission, from its first item.
                if *store == Store::Mission && *aboard == (Aboard::Unknown { why: Doubt::Sending }) {
                    face.reached = None;
                }
                face.stored.insert(*store, aboard.clone());
            }
            SkyReport::LinkUp => face.begin_contact(),
            SkyReport::Settings(settings) => face.settings = Some((at, Arc::new(settings.clone()))),
            SkyReport::Doubted(doubt) => face.doubted = Some(*doubt),
            SkyReport::Believed => face.doubted = None,
            SkyReport::Skew(ahead) => face.skew = Some(*ahead),
            SkyReport::AskedUnsigned { answered } => face.obeys_unsigned = Some(*answered),
            SkyReport::Operator(control) => face.operator = Some(*control),
            // What is said of it by others, of others, or of its identity, is no sign of life.
            SkyReport::Quarantined(_) | SkyReport::Cleared => {
                // Another may have told it.
                face.settings = None;
                return;
            }
            SkyReport::SharedControl { .. } | SkyReport::Around(_) => return,
            SkyReport::Identified { .. } | SkyReport::Order(..) | SkyReport::Aboard(_) | SkyReport::Text { .. } => {}
        }
        face.link = Link::Up;
        face.last = Some(at);
    }
}
