//! An aircraft as the link would tell of it: it takes orders, flies straight from place to place, and says where it is.

use controller_core::{Fix, FlightMode, Order, OrderId, OrderKind, Settings, SkyReport, VehicleId, VehicleStatus};
use flight_plans::{Mission, MissionItem};
use geodata::{Agl, Atlas, Frame, Heading, Local, Metres, MetresPerSecond, Timestamp};
use std::collections::VecDeque;

/// Metres a second.
const SPEED: f64 = 20.0;

/// One aircraft.
pub struct Bird {
    pub id: VehicleId,
    home: Local,
    pub at: Local,
    height: f64,
    /// Where it flies to, each with its item of the mission.
    way: VecDeque<(Local, Option<u16>)>,
    lands: bool,
    homeward: bool,
    pub flies: bool,
    mode: FlightMode,
    pub battery: f64,
    moved: Timestamp,
    /// Nothing is heard of it until then.
    pub mute: Timestamp,
    /// In which life of the controller it was last heard.
    pub heard_in: u32,
    pub lost_told: bool,
    /// The last order that was sent to it, and the last it did.
    pub order: Option<OrderId>,
    pub did: Option<OrderId>,
    /// Where the controller was last told that it is, and when.
    pub told: Local,
    pub told_at: Timestamp,
    layer: f64,
}

impl Bird {
    pub fn new(id: VehicleId, home: Local, now: Timestamp, (battery, layer): (f64, f64)) -> Self {
        Self {
            id,
            home,
            at: home,
            height: 0.0,
            way: VecDeque::new(),
            lands: false,
            homeward: false,
            flies: false,
            mode: FlightMode::Hold,
            battery,
            moved: now,
            mute: now,
            heard_in: 0,
            lost_told: false,
            order: None,
            did: None,
            told: home,
            told_at: now,
            layer,
        }
    }

    /// What is still before it.
    pub fn before(&self) -> Vec<Local> {
        self.way.iter().map(|(at, _)| *at).collect()
    }

    /// On its way to its dock, or to any place it lands at.
    pub fn is_homeward(&self) -> bool {
        self.flies && self.homeward
    }

    /// Whether it hangs in the air with nothing to do.
    pub fn waits(&self) -> bool {
        self.flies && self.way.is_empty()
    }

    /// It does as it was told; nothing when it cannot.
    pub fn obeys(&mut self, order: &Order, frame: &Frame) {
        // Over a scene it stays until it is told otherwise.
        let part = |mission: &Mission, from: u16| -> Vec<(MissionItem, u16)> {
            let items = mission.items.iter().copied().zip(0u16..).skip(usize::from(from));
            let mut part: Vec<_> = items.collect();
            let stays = part.iter().position(|(item, _)| matches!(item, MissionItem::LoiterUnlimited { .. }));
            part.truncate(stays.map_or(part.len(), |stays| stays + 1));
            part
        };
        let places = |mission: &Mission, from: u16| -> VecDeque<(Local, Option<u16>)> {
            let items = part(mission, from).into_iter();
            items.filter_map(|(item, number)| Some((frame.to_local(item.place()?.0), Some(number)))).collect()
        };
        let ends =
            |mission: &Mission, from| part(mission, from).last().is_some_and(|(last, _)| *last == MissionItem::Return);
        match &order.kind {
            OrderKind::Launch { mission } if !self.flies => {
                (self.flies, self.height) = (true, self.layer);
                self.fly(FlightMode::Mission, places(mission, 0), ends(mission, 0));
            }
            OrderKind::Fence { .. } | OrderKind::Rally { .. } | OrderKind::Launch { .. } => {}
            _ if !self.flies => {}
            OrderKind::FlyMission { mission } | OrderKind::FlyHome { mission } => {
                self.fly(FlightMode::Mission, places(mission, 0), ends(mission, 0));
                self.homeward = order.kind.leads_home();
            }
            OrderKind::Resume { mission, from } => {
                self.fly(FlightMode::Mission, places(mission, *from), ends(mission, *from));
            }
            OrderKind::GoTo { at, .. } | OrderKind::Orbit { at, .. } => {
                self.fly(FlightMode::Hold, VecDeque::from([(frame.to_local(*at), None)]), false);
            }
            OrderKind::Hold => self.fly(FlightMode::Hold, VecDeque::new(), false),
            OrderKind::Return => self.go_home(),
            OrderKind::Land => {
                self.fly(FlightMode::Land, VecDeque::new(), true);
                self.land();
            }
        }
    }

    /// By its own failsafe, or because it was told.
    pub fn go_home(&mut self) {
        self.fly(FlightMode::Return, VecDeque::new(), true);
        self.way.push_back((self.home, None));
    }

    /// It stops while it is sent a mission.
    pub fn holds(&mut self, now: Timestamp) {
        self.moves(now);
        if self.flies {
            self.fly(FlightMode::Hold, VecDeque::new(), false);
        }
    }

    fn fly(&mut self, mode: FlightMode, way: VecDeque<(Local, Option<u16>)>, lands: bool) {
        (self.mode, self.way, self.lands) = (mode, way, lands);
        self.homeward = mode == FlightMode::Return;
    }

    fn land(&mut self) {
        (self.flies, self.height, self.mode, self.lands) = (false, 0.0, FlightMode::Hold, false);
        self.way.clear();
    }

    /// Time passes; the items it reached.
    pub fn moves(&mut self, now: Timestamp) -> Vec<u16> {
        let seconds = now.since(self.moved).0;
        self.moved = now;
        let mut reached = Vec::new();
        if !self.flies {
            self.battery = (self.battery + seconds * 0.05).min(97.0);
            return reached;
        }
        self.battery = (self.battery - seconds * 0.08).max(3.0);
        let mut far = seconds * SPEED;
        while let Some((to, item)) = self.way.front().copied() {
            let apart = self.at.distance(to).0;
            if apart > far {
                let share = far / apart;
                self.at =
                    Local { x: self.at.x + (to.x - self.at.x) * share, y: self.at.y + (to.y - self.at.y) * share };
                return reached;
            }
            far -= apart;
            self.at = to;
            self.way.pop_front();
            reached.extend(item);
        }
        if self.lands && self.at.distance(self.home).0 < 1.0 {
            self.land();
        } else if self.lands {
            self.go_home();
        }
        reached
    }

    /// What it says of itself.
    pub fn reports(&self, now: Timestamp, atlas: &Atlas, is_new: bool) -> Vec<SkyReport> {
        let ground = atlas.terrain.ground(self.at);
        let status = VehicleStatus {
            battery_percent: Some(self.battery as u8),
            armed: self.flies,
            in_air: Some(self.flies),
            mode: self.mode,
            ready: true,
            position_ok: true,
            home: Some((atlas.frame.to_wgs84(self.home), atlas.terrain.ground(self.home))),
            ..VehicleStatus::default()
        };
        let fix = Fix {
            at: now,
            place: atlas.frame.to_wgs84(self.at),
            altitude: ground.raised(Agl(Metres(self.height))),
            above_home: Metres(self.height),
            speed: MetresPerSecond(if self.way.is_empty() { 0.0 } else { SPEED }),
            climb: MetresPerSecond(0.0),
            heading: self
                .way
                .front()
                .map_or(Heading::default(), |(to, _)| Heading::of(to.x - self.at.x, to.y - self.at.y)),
        };
        let mut said = Vec::with_capacity(4);
        if is_new {
            said.push(SkyReport::LinkUp);
        }
        said.extend([SkyReport::Status(status), SkyReport::Fix(fix)]);
        if is_new {
            said.push(SkyReport::Settings(Settings { ours: 255, ..Settings::default() }));
        }
        said
    }
}
