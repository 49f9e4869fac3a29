//! Who is on stage: aircraft and ground units that repeat their last report every second until told otherwise.

use crate::county::setup;
use controller_core::{
    Fix, FlightMode, Input, Order, OrderId, OrderKind, Settings, Setup, SkyReport, UnitId, UnitReport, VehicleId,
    VehicleStatus,
};
use geodata::{Agl, Atlas, Draft, Heading, Limit, Local, Metres, MetresPerSecond, Timestamp, Wgs84, Zone, ZoneKind};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The same ground with one more zone.
pub fn with_zone(setup: &Setup, kind: ZoneKind, words: &[&str]) -> Result<Setup, String> {
    let value = |key: &str| words.iter().find_map(|word| word.strip_prefix(key)).ok_or(format!("{key} is missing"));
    let at = place(value("at=")?)?;
    let half: f64 = value("half=")?.parse().map_err(|_| "no number")?;
    let ring = [(-half, -half), (half, -half), (half, half), (-half, half)];
    let ring = ring.iter().map(|(x, y)| Local { x: at.x + x, y: at.y + y }).collect();
    let zone = Draft::prism("Z", kind, ring).between(Limit::amsl(-100.0), Limit::amsl(4000.0));
    let mut atlas = Atlas::clone(&setup.atlas);
    let zone = Zone::checked(zone).map_err(|finding| finding.to_string())?;
    atlas.zones.insert(zone).map_err(|finding| finding.to_string())?;
    Ok(Setup { atlas: Arc::new(atlas), ..setup.clone() })
}

/// `dock:N+EAST,NORTH`.
pub fn place(word: &str) -> Result<Local, String> {
    let (vehicle, offset) = word.strip_prefix("dock:").and_then(|rest| rest.split_once('+')).ok_or("no place")?;
    let (east, north) = offset.split_once(',').ok_or("no offset")?;
    let number = |text: &str| text.parse::<f64>().map_err(|error| format!("{text}: {error}"));
    let setup = setup();
    let aircraft = setup.plan.aircraft(vehicle.parse().map_err(|_| "no vehicle")?).ok_or("no such vehicle")?;
    let dock = setup.atlas.posts.iter().find(|post| post.id == aircraft.dock).ok_or("no dock")?;
    Ok(Local { x: dock.at.x + number(east)?, y: dock.at.y + number(north)? })
}

/// The same in degrees.
pub fn degrees(word: &str) -> Result<Wgs84, String> {
    Ok(setup().atlas.frame.to_wgs84(place(word)?))
}

#[derive(Clone)]
pub struct Actor {
    pub at: Local,
    pub height: f64,
    /// Eastwards, m/s.
    pub speed: f64,
    pub status: VehicleStatus,
    pub silent: bool,
    /// What its parameters say; nothing when nobody has read them.
    pub settings: Option<Settings>,
    /// It is not where it says.
    pub misplaced: bool,
    pub last_order: Option<OrderId>,
}

#[derive(Default)]
pub struct Cast {
    pub vehicles: BTreeMap<VehicleId, Actor>,
    pub units: BTreeMap<UnitId, (Local, bool)>,
}

impl Cast {
    /// Remembers the number that `order N ...` lines answer.
    pub fn ordered(&mut self, order: &Order) {
        if let Some(actor) = self.vehicles.get_mut(&order.vehicle) {
            actor.last_order = Some(order.id);
            if matches!(order.kind, OrderKind::Return) {
                actor.status.mode = FlightMode::Return;
            }
        }
    }

    /// What everybody says this second.
    pub fn reports(&self, at: Timestamp) -> Vec<Input> {
        let vehicles = self.vehicles.iter().filter(|(_, actor)| !actor.silent);
        let mut inputs: Vec<Input> = vehicles.flat_map(|(id, actor)| actor.reports(*id, at)).collect();
        inputs.extend(
            self.units.iter().filter(|(_, (_, silent))| !silent).map(|(id, (place, _))| ground(*id, *place, at)),
        );
        inputs
    }
}

/// A unit's report.
pub fn ground(unit: UnitId, place: Local, at: Timestamp) -> Input {
    Input::Ground(UnitReport {
        unit,
        at,
        place: setup().atlas.frame.to_wgs84(place),
        speed: MetresPerSecond(0.0),
        heading: Heading::default(),
        available: true,
        duty: None,
        crew: None,
        seq: None,
    })
}

impl Actor {
    /// An aircraft's report.
    pub fn reports(&self, id: VehicleId, at: Timestamp) -> Vec<Input> {
        let setup = setup();
        let ground = setup.atlas.terrain.ground(self.at);
        let fix = Fix {
            at,
            place: setup.atlas.frame.to_wgs84(self.at),
            altitude: ground.raised(Agl(Metres(self.height))),
            above_home: Metres(self.height),
            speed: MetresPerSecond(self.speed),
            climb: MetresPerSecond(0.0),
            heading: if self.speed > 0.0 { Heading::degrees(90.0) } else { Heading::default() },
        };
        let mut said = vec![SkyReport::Status(self.status.clone())];
        said.extend((!self.misplaced).then_some(SkyReport::Fix(fix)));
        said.extend(self.settings.clone().map(SkyReport::Settings));
        said.into_iter().map(|report| Input::Sky(id, report)).collect()
    }
}
