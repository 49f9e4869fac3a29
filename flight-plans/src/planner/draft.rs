//! Writing a mission item by item: take-off or change of height, legs with their ground speeds, hover, way home.

use super::desk::Desk;
use crate::mission::{Mission, MissionItem};
use geodata::{Local, MetresPerSecond, Seconds};

/// A mission being written.
pub(super) struct Draft<'d, 'a> {
    desk: &'d Desk<'a>,
    pub(super) mission: Mission,
    speed: Option<f64>,
}

impl<'d, 'a> Draft<'d, 'a> {
    pub(super) fn new(desk: &'d Desk<'a>) -> Self {
        Self { desk, mission: Mission::default(), speed: None }
    }

    /// Off the ground, or to its own layer when in flight and off it.
    pub(super) fn depart(&mut self) {
        let from = self.desk.s.from;
        let (at, altitude) = (self.desk.s.atlas.frame.to_wgs84(from), self.desk.layer_over(from));
        if self.desk.s.on_ground {
            self.mission.items.push(MissionItem::Takeoff { at, altitude });
        } else if self.desk.off_layer() {
            self.waypoint(from);
        }
    }

    /// Along a way at cruise airspeed; its first point is where the aircraft already is.
    pub(super) fn transit(&mut self, way: &[Local]) {
        self.legs(way, MetresPerSecond(f64::INFINITY));
    }

    /// Along a way, at most at `limit` over ground.
    pub(super) fn legs(&mut self, way: &[Local], limit: MetresPerSecond) {
        for leg in way.windows(2) {
            self.speed(self.cruise_over(leg[0], leg[1]).min(limit));
            for end in self.desk.follow(leg[0], leg[1]) {
                self.waypoint(end);
            }
        }
    }

    /// Turns the last waypoint into a hover until told otherwise.
    pub(super) fn stay(&mut self) {
        if let Some(MissionItem::Waypoint { at, altitude, .. }) = self.mission.items.last().copied() {
            self.mission.items.pop();
            self.mission.items.push(MissionItem::LoiterUnlimited { at, altitude });
        }
    }

    /// Stays at the last waypoint.
    pub(super) fn hold(&mut self, time: Seconds) {
        if let Some(MissionItem::Waypoint { hold, .. }) = self.mission.items.last_mut() {
            *hold = time;
        }
    }

    /// Ends with the aircraft's own return, straight from `last`, at cruise again.
    pub(super) fn finish(&mut self, last: Local) {
        if last.distance(self.desk.dock).0 > 1.0 {
            self.speed(self.cruise_over(last, self.desk.dock));
        }
        self.mission.items.push(MissionItem::Return);
    }

    pub(super) fn last_index(&self) -> u16 {
        u16::try_from(self.mission.items.len().saturating_sub(1)).unwrap_or(u16::MAX)
    }

    /// The ground speed of a leg at cruise airspeed.
    fn cruise_over(&self, from: Local, to: Local) -> MetresPerSecond {
        let airspeed = self.desk.airframe.cruise;
        self.desk.s.wind.ground_speed(airspeed, from.bearing(to)).unwrap_or(airspeed)
    }

    fn waypoint(&mut self, to: Local) {
        let (at, altitude) = (self.desk.s.atlas.frame.to_wgs84(to), self.desk.layer_over(to));
        self.mission.items.push(MissionItem::Waypoint { at, altitude, hold: Seconds::ZERO });
    }

    /// Whole centimetres a second; written only when it changes.
    fn speed(&mut self, speed: MetresPerSecond) {
        let speed = (speed.0 * 100.0).round() / 100.0;
        if self.speed.is_none_or(|last| (last - speed).abs() > 0.005) {
            self.mission.items.push(MissionItem::Speed { speed: MetresPerSecond(speed) });
            self.speed = Some(speed);
        }
    }
}
