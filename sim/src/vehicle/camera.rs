//! The camera on the gimbal: component 100 of the aircraft, by camera protocol v2, with the old questions answered too. It
//! records, has two streams, says where it looks, and may follow the thing nearest to the middle of its picture: a place
//! in the picture, or on the ground. It knows nothing of what that is.

use super::Vehicle;
use super::gimbal::quaternion;
use super::mission_server::Client;
use controller_link::codec::{
    self, CameraCaptureStatus, CameraFovStatus, CameraInformation, CameraTrackingGeoStatus, CameraTrackingImageStatus,
    CommandAck, CommandLong, Heartbeat, LongMessage, Message, Text, VideoStreamInformation,
};
use controller_link::scale;
use geodata::{Amsl, Metres, Seconds, Timestamp, Wgs84};
use std::collections::BTreeMap;

/// `MAV_COMP_ID_CAMERA`.
pub(super) const COMPONENT: u8 = 100;
/// `MAV_TYPE_CAMERA`, `MAV_AUTOPILOT_INVALID`, `MAV_STATE_ACTIVE`.
const KIND: [u8; 3] = [30, 8, 4];
/// Millimetres: focal length, sensor across and down. It sees 60 by 35 degrees.
const FOCAL: f32 = 10.0;
const SENSOR: [f32; 2] = [11.547, 6.306];
/// The same angles, in degrees.
const VIEW: [f64; 2] = [60.0, 35.0];
/// `CAMERA_CAP_FLAGS`: video, streams; follows a point; tells where on the ground.
const FLAGS: u32 = 1 | 256;
const FLAG_POINT: u32 = 512;
const FLAG_GEO: u32 = 2048;
/// Room for pictures in MiB, and what a second of recording takes.
const ROOM: f64 = 60_000.0;
const PER_SECOND: f64 = 1.5;
/// Farther away nothing is followed.
const SIGHT: f64 = 400.0;
/// The error of its own laser and compass, in metres.
const GEO_ERROR: f32 = 6.0;
/// Nothing is told more often, in seconds.
const FASTEST: f64 = 0.1;
/// `MAV_RESULT`.
const ACCEPTED: u8 = 0;
const DENIED: u8 = 2;
const UNSUPPORTED: u8 = 3;

/// What a camera does with what it sees.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Follows {
    /// Nothing.
    #[default]
    Nothing,
    /// It follows in its picture (`CAMERA_TRACKING_IMAGE_STATUS`).
    Picture,
    /// It also knows where on the ground that is (`CAMERA_TRACKING_GEO_STATUS`).
    Place,
}

/// The camera.
#[derive(Debug, Default)]
pub(super) struct Camera {
    follows: Follows,
    recording: Option<Timestamp>,
    used: f64,
    /// What there is to see.
    things: Vec<(Wgs84, Amsl)>,
    /// By message: how often, and when next.
    rates: BTreeMap<u32, (Seconds, Timestamp)>,
}

impl Camera {
    pub(super) fn new(follows: Follows, at: Timestamp) -> Self {
        let rates = BTreeMap::from([(0, (Seconds(1.0), at))]);
        Self { follows, rates, ..Self::default() }
    }

    fn due(&mut self, at: Timestamp) -> Vec<u32> {
        let mut ids = Vec::new();
        for (id, (every, next)) in &mut self.rates {
            if at >= *next {
                ids.push(*id);
                *next = next.plus(*every).max(at.plus(Seconds(FASTEST / 2.0)));
            }
        }
        ids
    }

    pub(super) fn next(&self) -> Option<Timestamp> {
        self.rates.values().map(|(_, next)| *next).min()
    }

    fn set_rate(&mut self, at: Timestamp, id: u32, micros: f64) -> u8 {
        if !matches!(id, 262 | 271 | 275 | 276) {
            return DENIED;
        }
        if micros > 0.0 {
            self.rates.insert(id, (Seconds((micros / 1e6).max(FASTEST)), at));
        } else {
            self.rates.remove(&id);
        }
        ACCEPTED
    }

    fn record(&mut self, at: Timestamp, on: bool) -> u8 {
        if on {
            self.recording.get_or_insert(at);
        } else if let Some(since) = self.recording.take() {
            self.used += at.since(since).0 * PER_SECOND;
        }
        ACCEPTED
    }
}

#[allow(clippy::cast_possible_truncation)] // float fields of the wire
fn f(value: f64) -> f32 {
    value as f32
}

fn bytes(text: &str) -> [u8; 32] {
    Text::<32>::from(text).0
}

impl Vehicle {
    /// What there is to see from now on: places on the ground. Cameras that follow pick among them.
    pub fn show(&mut self, things: Vec<(Wgs84, Amsl)>) {
        if let Some(camera) = &mut self.camera {
            camera.things = things;
        }
    }

    /// Whether its camera records.
    #[must_use]
    pub fn records(&self) -> bool {
        self.camera.as_ref().is_some_and(|camera| camera.recording.is_some())
    }

    /// Sends what the camera has to say now.
    pub(super) fn camera_speaks(&mut self) {
        let ids = self.camera.as_mut().map(|camera| camera.due(self.now)).unwrap_or_default();
        for message in ids.into_iter().filter_map(|id| self.camera_message(id)).collect::<Vec<_>>() {
            let bytes = self.peers.seal(self.now, COMPONENT, &message);
            for to in self.peers.everybody(self.now) {
                self.out.push((to, bytes.clone()));
            }
        }
    }

    /// A command to the camera.
    pub(super) fn camera_command(&mut self, client: Client, long: &CommandLong) {
        let (now, number) = (self.now, long.command);
        let Some(camera) = &mut self.camera else { return };
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // a message number; saturates
        let wanted = long.param1 as u32;
        let result = match number {
            511 => camera.set_rate(now, wanted, f64::from(long.param2)),
            512 if matches!(wanted, 259 | 262 | 269 | 271) => ACCEPTED,
            512 => DENIED,
            521 | 527 | 2504 => ACCEPTED,
            2500 => camera.record(now, true),
            2501 => camera.record(now, false),
            _ => UNSUPPORTED,
        };
        let (target_system, target_component) = client;
        let ack = CommandAck { command: number, result, target_system, target_component, ..CommandAck::default() };
        self.answer_as_camera(client, &ack.into());
        match (number, wanted, result) {
            (512, 259, _) | (521, ..) => {
                let information = self.camera_information();
                self.long_answer(client, &information.into());
            }
            (512, 269, _) | (2504, ..) => {
                for stream in self.camera_streams() {
                    self.long_answer(client, &stream.into());
                }
            }
            (512, id, ACCEPTED) => self.camera_answer(client, id),
            (527 | 2500 | 2501, ..) => self.camera_answer(client, 262),
            _ => {}
        }
    }

    fn camera_answer(&mut self, client: Client, id: u32) {
        if let Some(message) = self.camera_message(id) {
            self.answer_as_camera(client, &message);
        }
    }

    fn answer_as_camera(&mut self, client: Client, message: &Message) {
        let bytes = self.peers.seal(self.now, COMPONENT, message);
        self.out.push((self.peers.address(client), bytes));
    }

    fn long_answer(&mut self, client: Client, message: &LongMessage) {
        let bytes = self.peers.seal_with(self.now, COMPONENT, |header| codec::encode_long(header, message));
        self.out.push((self.peers.address(client), bytes));
    }

    fn camera_message(&self, id: u32) -> Option<Message> {
        let camera = self.camera.as_ref()?;
        let [kind, autopilot, system_status] = KIND;
        Some(match id {
            0 => Heartbeat { kind, autopilot, system_status, mavlink_version: 3, ..Heartbeat::default() }.into(),
            262 => self.capture_status(camera).into(),
            271 => self.fov().into(),
            275 if camera.follows != Follows::Nothing => self.in_picture().into(),
            276 if camera.follows == Follows::Place => self.on_ground().into(),
            _ => return None,
        })
    }

    fn camera_information(&self) -> CameraInformation {
        let follows = self.camera.as_ref().map(|camera| camera.follows).unwrap_or_default();
        let more = match follows {
            Follows::Nothing => 0,
            Follows::Picture => FLAG_POINT,
            Follows::Place => FLAG_POINT | FLAG_GEO,
        };
        CameraInformation {
            time_boot_ms: self.boot_millis(),
            focal_length: FOCAL,
            sensor_size_h: SENSOR[0],
            sensor_size_v: SENSOR[1],
            flags: FLAGS | more,
            resolution_h: 1920,
            resolution_v: 1080,
            vendor_name: bytes("Simulated"),
            model_name: bytes("60x35"),
            gimbal_device_id: super::gimbal::DEVICE,
            ..CameraInformation::default()
        }
    }

    fn camera_streams(&self) -> [VideoStreamInformation; 2] {
        let stream = |stream_id: u8, name: &str, flags: u16| VideoStreamInformation {
            framerate: 25.0,
            bitrate: 4_000_000,
            flags,
            resolution_h: 1920,
            resolution_v: 1080,
            hfov: 60,
            stream_id,
            count: 2,
            name: Text::from(name),
            uri: Text::from(format!("rtsp://camera-{}.example:8554/{name}", self.config.system_id).as_str()),
            encoding: 1,
            ..VideoStreamInformation::default()
        };
        [stream(1, "visible", 1), stream(2, "thermal", 1 | 2)]
    }

    fn capture_status(&self, camera: &Camera) -> CameraCaptureStatus {
        let lasted = camera.recording.map_or(0.0, |since| self.now.since(since).0);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // milliseconds of a flight
        let recording_time_ms = (lasted * 1e3) as u32;
        CameraCaptureStatus {
            time_boot_ms: self.boot_millis(),
            recording_time_ms,
            available_capacity: f((ROOM - camera.used - lasted * PER_SECOND).max(0.0)),
            video_status: u8::from(camera.recording.is_some()),
            ..CameraCaptureStatus::default()
        }
    }

    /// Pitch from the horizon and yaw from north.
    fn looks(&self) -> [f64; 2] {
        let [pitch, yaw] = self.gimbal.as_ref().map(|gimbal| gimbal.points).unwrap_or_default();
        [pitch, yaw + self.body.heading.as_degrees().to_radians()]
    }

    fn fov(&self) -> CameraFovStatus {
        let (lat_camera, lon_camera) = scale::to_deg_e7(self.place());
        let [pitch, yaw] = self.looks();
        let unknown = i32::MAX;
        CameraFovStatus {
            time_boot_ms: self.boot_millis(),
            lat_camera,
            lon_camera,
            alt_camera: scale::to_mm(self.config.ground.0 + Metres(self.body.place[2])),
            lat_image: unknown,
            lon_image: unknown,
            alt_image: unknown,
            q: quaternion(pitch, yaw),
            hfov: f(VIEW[0]),
            vfov: f(VIEW[1]),
            ..CameraFovStatus::default()
        }
    }

    /// Where a thing is in the picture, 0 to 1 from the left and the top; nothing when it is outside or too far.
    fn seen_at(&self, (place, height): (Wgs84, Amsl)) -> Option<[f64; 2]> {
        let there = self.frame.to_local(place);
        let [east, north] = [there.x - self.body.place[0], there.y - self.body.place[1]];
        let down = self.body.place[2] - (height.0 - self.config.ground.0).0;
        if east.hypot(north).hypot(down) > SIGHT {
            return None;
        }
        // Into the frame of the camera: forward, right, down. Turned left by the yaw, then down by the pitch.
        let [pitch, yaw] = self.looks();
        let (ahead, right) = (north * yaw.cos() + east * yaw.sin(), east * yaw.cos() - north * yaw.sin());
        let (forward, below) = (ahead * pitch.cos() - down * pitch.sin(), down * pitch.cos() + ahead * pitch.sin());
        let half = VIEW.map(|degrees| (degrees / 2.0).to_radians().tan());
        let at = [0.5 + right / forward / half[0] / 2.0, 0.5 + below / forward / half[1] / 2.0];
        (forward > 0.0 && at.iter().all(|part| (0.0..=1.0).contains(part))).then_some(at)
    }

    /// The thing nearest to the middle of the picture, and where in it.
    fn followed(&self) -> Option<((Wgs84, Amsl), [f64; 2])> {
        let camera = self.camera.as_ref().filter(|_| self.pilot.in_air)?;
        let off = |[x, y]: [f64; 2]| (x - 0.5).hypot(y - 0.5);
        let seen = camera.things.iter().filter_map(|thing| Some((*thing, self.seen_at(*thing)?)));
        seen.min_by(|(_, a), (_, b)| off(*a).total_cmp(&off(*b)))
    }

    fn in_picture(&self) -> CameraTrackingImageStatus {
        let nowhere = f32::NAN;
        let [point_x, point_y] = self.followed().map_or([nowhere; 2], |(_, at)| at.map(f));
        CameraTrackingImageStatus {
            point_x,
            point_y,
            radius: 0.02,
            rec_top_x: nowhere,
            rec_top_y: nowhere,
            rec_bottom_x: nowhere,
            rec_bottom_y: nowhere,
            tracking_status: u8::from(point_x.is_finite()),
            tracking_mode: u8::from(point_x.is_finite()),
            target_data: 4, // in this status
            ..CameraTrackingImageStatus::default()
        }
    }

    fn on_ground(&self) -> CameraTrackingGeoStatus {
        let (lat, lon, alt, tracking_status) = match self.followed() {
            Some(((place, height), _)) => {
                let (lat, lon) = scale::to_deg_e7(place);
                (lat, lon, scale::to_float_metres(height), 1)
            }
            None => (i32::MAX, i32::MAX, f32::NAN, 0),
        };
        let nan = f32::NAN;
        CameraTrackingGeoStatus {
            lat,
            lon,
            alt,
            h_acc: GEO_ERROR,
            v_acc: GEO_ERROR,
            vel_n: nan,
            vel_e: nan,
            vel_d: nan,
            vel_acc: nan,
            dist: nan,
            hdg: nan,
            hdg_acc: nan,
            tracking_status,
            ..CameraTrackingGeoStatus::default()
        }
    }
}
