//! What one vehicle told us, turned into the words all autopilots share.

use super::Outbox;
use super::shown::Shown;
use super::stored::Stored;
use super::telling::Handed;
use crate::autopilot::{Mode, Personality};
use crate::codec::{GlobalPositionInt, GpsRawInt, Heartbeat, HomePosition, Message, Statustext, SysStatus, WindCov};
use crate::readiness::place::{self, Place, Verdict};
use crate::scale::DegE7;
use crate::sometime::Sometime;
use crate::{limits, scale};
use controller_core::{Fix, SkyReport};
use geodata::{Amsl, Heading, MetresPerSecond, Timestamp, Wgs84};

const ARMED: u8 = 0x80;
const SENSOR_GPS: u32 = 0x20;
const SENSOR_PREARM: u32 = 0x1000_0000;
const LANDED_ON_GROUND: u8 = 1;
const LANDED_UNDEFINED: u8 = 0;
const FIX_3D: u8 = 3;
/// Over ground; slower than this the nose tells the heading, not the motion.
const MOVING: f64 = 0.8;
/// How the autopilots begin the texts that say why they will not arm.
const REASON_STARTS: [&str; 5] = ["preflight fail", "prearm", "arming denied", "arm:", "takeoff denied"];

/// What we know of one vehicle.
#[derive(Debug)]
pub(crate) struct Known {
    pub(crate) system_id: u32,
    pub(crate) personality: Option<Personality>,
    pub(crate) status: Shown,
    /// The mode as the heartbeat numbers it; our words are coarser.
    pub(crate) custom_mode: u32,
    /// Over ground, as last said.
    pub(crate) speed: MetresPerSecond,
    /// Where it is, as last said, and where its nose points.
    place: Option<(DegE7, i32)>,
    /// Hundredths of a degree, as the wire has it.
    nose: u16,
    /// Whether ArduPilot's estimator says it knows where it is, and when it said so; nothing until it has said.
    positioned: bool,
    positioned_at: Sometime,
    pub(crate) heartbeat_at: Sometime,
    pub(crate) heard_at: Timestamp,
    /// Which lists it holds, as far as that is sure.
    pub(crate) stored: Stored,
    /// The share of its frames that do not arrive on the way we send by, 0 to 1.
    pub(crate) loss: f64,
    /// The item it says it flies, and when it said so.
    item: u16,
    item_at: Sometime,
    /// Whether we ever asked for a mode: an answer to that may still be on its way.
    pub(crate) mode_asked: bool,
    /// The last command that changes what it flies, and when it was last sent.
    pub(crate) told: Option<Telling>,
    /// Whether we know where to send.
    pub(crate) reachable: bool,
    pub(crate) handed: Handed,
    /// How often it was switched on since it was first heard, as far as its clock shows.
    pub(crate) boots: u32,
    fix_type: Option<u8>,
    gps_healthy: bool,
    has_fix: bool,
    boot_millis: u32,
    /// Whether it can be where it says it is.
    pub(crate) placing: Place,
}

/// A command that changes what an aircraft flies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// A mode.
    Mode(Mode),
    /// A place.
    Place,
}

/// The last such command.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Telling {
    /// What.
    pub(crate) what: Told,
    /// When it was last sent.
    pub(crate) at: Timestamp,
    /// It was sent once and is seen done: no copy of ours can still be under way.
    pub(crate) arrived: bool,
}

impl Known {
    pub(crate) fn new(system_id: u32) -> Self {
        Self {
            system_id,
            personality: None,
            status: Shown::default(),
            custom_mode: 0,
            speed: MetresPerSecond::ZERO,
            place: None,
            nose: u16::MAX,
            positioned: false,
            positioned_at: Sometime::NEVER,
            heartbeat_at: Sometime::NEVER,
            heard_at: Timestamp::default(),
            stored: Stored::default(),
            loss: 0.0,
            item: 0,
            item_at: Sometime::NEVER,
            mode_asked: false,
            told: None,
            reachable: false,
            handed: Handed::default(),
            boots: 0,
            fix_type: None,
            gps_healthy: false,
            has_fix: false,
            boot_millis: 0,
            placing: Place::default(),
        }
    }

    /// The vehicle's id as a target; wide ids cannot be addressed by the standard's 8-bit fields and are never sent to.
    pub(crate) fn target(&self) -> u8 {
        u8::try_from(self.system_id).unwrap_or(0)
    }

    /// Where it is, as last said.
    pub(crate) fn place(&self) -> Option<(Wgs84, Amsl)> {
        self.place.map(|(place, millimetres)| (place.place(), Amsl(scale::from_mm(millimetres))))
    }

    /// Where its nose points, as last said.
    pub(crate) fn nose(&self) -> Option<Heading> {
        scale::from_centidegrees(self.nose)
    }

    /// Whether ArduPilot's estimator says it knows where it is, and when it said so; nothing until it has said.
    pub(crate) fn positioned(&self) -> Option<(bool, Timestamp)> {
        self.positioned_at.get().map(|at| (self.positioned, at))
    }

    /// The item it says it flies, and when it said so.
    pub(crate) fn current_item(&self) -> Option<(u16, Timestamp)> {
        self.item_at.get().map(|at| (self.item, at))
    }

    /// Whether its last heartbeat shows this mode.
    pub(crate) fn shows(&self, mode: Mode) -> bool {
        self.personality.is_some_and(|personality| personality.shows(mode, self.custom_mode))
    }

    /// Whether it is in its hold mode already and yet on its way somewhere, so that asking for the mode changes nothing.
    pub(crate) fn drifts_in_hold(&self) -> bool {
        let by_place = self.personality.is_some_and(|personality| personality.stay().is_some());
        by_place && self.shows(Mode::Hold) && self.status.in_air == Some(true) && self.speed.0 > MOVING
    }

    /// Our number of an item the autopilot names; nothing for home.
    fn item_index(&self, seq: u16) -> Option<u16> {
        self.personality.map_or(Some(seq), |personality| personality.item_index(seq))
    }

    /// The last reason the autopilot gave, for a refusal.
    pub(crate) fn last_reason(&self) -> Option<&str> {
        self.status.last_reason()
    }

    pub(crate) fn heartbeat(&mut self, at: Timestamp, heartbeat: &Heartbeat) {
        self.heartbeat_at = at.into();
        self.personality = Personality::of(heartbeat).or(self.personality);
        self.status.armed = heartbeat.base_mode & ARMED != 0;
        self.custom_mode = heartbeat.custom_mode;
        if let Some(personality) = self.personality {
            self.status.mode = personality.mode(heartbeat.custom_mode);
        }
    }

    /// Takes one message and reports what it changes.
    pub(crate) fn observe(&mut self, at: Timestamp, message: &Message, out: &mut Outbox) {
        self.heard_at = at;
        if let Message::GlobalPositionInt(position) = message {
            return self.position(at, position, out);
        }
        let before = self.status.clone();
        match message {
            Message::MissionItemReached(reached) => {
                if let Some(seq) = self.item_index(reached.seq) {
                    out.report(SkyReport::MissionReached { seq });
                }
                return;
            }
            Message::Statustext(text) => self.text(text, out),
            Message::SysStatus(status) => self.sys_status(status),
            Message::GpsRawInt(gps) => self.gps(gps),
            Message::HomePosition(home) => self.home(home),
            Message::WindCov(wind) => self.wind(wind),
            Message::BatteryStatus(battery) if battery.id == 0 => {
                self.status.battery_percent =
                    u8::try_from(battery.battery_remaining).ok().map(|percent| percent.min(100));
            }
            Message::ExtendedSysState(state) if state.landed_state != LANDED_UNDEFINED => {
                self.status.in_air = Some(state.landed_state != LANDED_ON_GROUND);
            }
            Message::MissionCurrent(current) => {
                let item = self.item_index(current.seq);
                (self.item, self.item_at) = (item.unwrap_or(0), item.map(|_| at).into());
                return self.stored.observe(at, current, out);
            }
            Message::EkfStatusReport(ekf) => {
                let estimator = place::ardupilot_estimator(ekf);
                (self.positioned, self.positioned_at) = (estimator.knows_place, at.into());
                self.status.estimator = Some(estimator);
            }
            Message::EstimatorStatus(estimator) => {
                self.status.estimator = Some(place::px4_estimator(estimator));
            }
            Message::Heartbeat(_) => {}
            _ => return,
        }
        self.handed.status(matches!(message, Message::Heartbeat(_)), before, &self.status, out);
    }

    fn position(&mut self, at: Timestamp, position: &GlobalPositionInt, out: &mut Outbox) {
        if position.time_boot_ms.saturating_add(5_000) < self.boot_millis {
            self.stored.restarted(out);
            self.boots = self.boots.wrapping_add(1);
            self.placing.restart();
        } else if position.time_boot_ms < self.boot_millis {
            return; // overtaken on the way, or come by the slower of two
        }
        self.boot_millis = position.time_boot_ms;
        let place = scale::from_deg_e7(position.lat, position.lon).filter(|place| !place.is_null_island());
        self.has_fix = place.is_some();
        let Some(place) = place else { return self.judge_position() };
        let north = scale::from_cm_per_second(position.vx).0;
        let east = scale::from_cm_per_second(position.vy).0;
        let told = place::Told { millis: position.time_boot_ms, place, velocity: (east, north) };
        let believed = self.believe(told, out);
        self.judge_position();
        if !believed {
            return;
        }
        let speed = north.hypot(east);
        self.speed = MetresPerSecond(speed);
        let nose = scale::from_centidegrees(position.hdg);
        self.place = Some((place.into(), position.alt));
        self.nose = position.hdg;
        let heading = if speed > MOVING { Heading::of(east, north) } else { nose.unwrap_or_default() };
        let fix = Fix {
            at,
            place,
            altitude: Amsl(scale::from_mm(position.alt)),
            above_home: scale::from_mm(position.relative_alt),
            speed: MetresPerSecond(speed),
            climb: -scale::from_cm_per_second(position.vz),
            heading,
        };
        self.handed.fix(at, fix, out);
    }

    /// Whether it can be there; tells when that changes.
    fn believe(&mut self, told: place::Told, out: &mut Outbox) -> bool {
        let glitching = self.status.estimator.is_some_and(|estimator| estimator.glitching);
        match self.placing.judge(told, self.status.accuracy(), glitching) {
            Verdict::Good => true,
            Verdict::Again => {
                out.report(SkyReport::Believed);
                true
            }
            Verdict::Bad(news) => {
                out.reports.extend(news.map(SkyReport::Doubted));
                false
            }
        }
    }

    fn sys_status(&mut self, status: &SysStatus) {
        let healthy = status.onboard_control_sensors_health;
        self.gps_healthy = healthy & SENSOR_GPS != 0;
        if let Ok(percent) = u8::try_from(status.battery_remaining) {
            self.status.battery_percent = Some(percent.min(100));
        }
        self.judge_position();
        self.status.ready = healthy & SENSOR_PREARM != 0 && self.status.position_ok;
        if self.status.ready {
            self.status.forget_reasons();
        }
    }

    fn gps(&mut self, gps: &GpsRawInt) {
        self.fix_type = Some(gps.fix_type);
        self.status.set_satellites(place::satellites(gps));
        self.judge_position();
    }

    fn judge_position(&mut self) {
        let receiver = self.fix_type.is_none_or(|fix| fix >= FIX_3D);
        self.status.position_ok = self.has_fix && self.gps_healthy && receiver && !self.placing.is_doubted();
    }

    fn home(&mut self, home: &HomePosition) {
        self.status.set_home(home.latitude, home.longitude, home.altitude);
    }

    fn wind(&mut self, wind: &WindCov) {
        self.status.set_wind(wind.wind_y, wind.wind_x);
    }

    fn text(&mut self, text: &Statustext, out: &mut Outbox) {
        let words: String =
            text.text.to_text().chars().filter(|c| !c.is_control()).take(limits::TEXT_CHARACTERS).collect();
        let lower = words.to_lowercase();
        if REASON_STARTS.iter().any(|start| lower.starts_with(start)) {
            self.status.add_reason(&words);
        }
        out.report(SkyReport::Text { severity: text.severity, text: words });
    }
}
