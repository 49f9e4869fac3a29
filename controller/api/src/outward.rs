//! The one file tree that turns domain things into words for screens.

pub mod areas;
mod around;
mod circles;
mod desk;
mod district;
mod duty;
mod incident;
pub mod levels;
mod payload;
mod roads;
mod serious;
mod station;
mod vehicle;
mod weather;

use crate::telemetry::{self, Mover};
use crate::view::{ApprovalView, Change, HealthView, Point, Snapshot, UnitMessage, UnitView, Why};
use controller_core::decide::desk::units;
use controller_core::ledger::approval::{Approval, ApprovalState};
use controller_core::ledger::incident::Incident;
use controller_core::ledger::partition;
use controller_core::ledger::tasking::TaskingState;
use controller_core::picture::fleet::Link;
use controller_core::{
    ApprovalId, FlightAction, IncidentId, Ledger, Reason, UnitDuty, UnitId, UnitOrder, UnitOrderKind, VehicleId,
};
use controller_engine::{Engine, Output};
use flight_plans::Wind;
use geodata::{Heading, MetresPerSecond, Profile, Timestamp, Wgs84};
use serde_json::Value;

/// At most so many incidents in a snapshot: all open ones, then the latest closed.
pub const INCIDENTS_SHOWN: usize = 100;

/// Everything a screen needs to start. `seq` is the number of the last delta sent.
#[must_use]
pub fn snapshot(engine: &Engine, at: Timestamp, seq: u32, training: bool) -> Snapshot {
    let controller = engine.controller();
    let ledger = &controller.ledger;
    let open = ledger.incidents.iter().rev().filter(|(_, incident)| incident.closed.is_none());
    // Each range of numbers is in order of time; which closed ones are the latest of all, their times say.
    let is_closed = |(_, incident): &(&IncidentId, &Incident)| incident.closed.is_some();
    let latest = |range| ledger.incidents.range(range).rev().filter(is_closed).take(INCIDENTS_SHOWN);
    let stations = IncidentId(partition::STATIONS);
    let mut closed: Vec<_> = latest(IncidentId(0)..stations).chain(latest(stations..IncidentId(u32::MAX))).collect();
    closed.sort_by_key(|(id, incident)| (std::cmp::Reverse(incident.reported), std::cmp::Reverse(**id)));
    let plan = &controller.setup.plan;
    Snapshot {
        seq,
        server_time_ms: at.as_millis(),
        training,
        district: district::view(&controller.setup, at),
        vehicles: plan
            .squadron
            .iter()
            .filter_map(|aircraft| vehicle::view(engine, VehicleId(aircraft.vehicle)))
            .collect(),
        units: plan.ground.iter().filter_map(|unit| unit_view(engine, UnitId(unit.unit))).collect(),
        incidents: open
            .chain(closed)
            .take(INCIDENTS_SHOWN)
            .map(|(id, incident)| incident::view(engine, *id, incident))
            .collect(),
        approvals: ledger.waiting().map(|(id, approval)| approval_view(ledger, *id, approval)).collect(),
        duty: duty::view(ledger),
        closures: roads::closures(engine),
        circles: circles::all(engine),
        traffic: around::traffic(engine),
        loops: desk::loops(engine),
        weather: weather::view(engine),
        stations: station::view(ledger),
        health: health(engine),
    }
}

/// What an output changed, as whole objects.
#[must_use]
pub fn changes(engine: &Engine, output: &Output) -> Vec<Change> {
    let ledger = &engine.controller().ledger;
    let touched = &output.touched;
    let mut changes = Vec::new();
    for id in &touched.incidents {
        if let Some(incident) = ledger.incidents.get(id) {
            changes.push(Change::Incident { incident: Box::new(incident::view(engine, *id, incident)) });
        }
    }
    for id in &touched.approvals {
        if let Some(approval) = ledger.approvals.get(id) {
            changes.push(Change::Approval { approval: approval_view(ledger, *id, approval) });
        }
    }
    changes.extend(
        touched
            .vehicles
            .iter()
            .filter_map(|id| vehicle::view(engine, *id))
            .map(|vehicle| Change::Vehicle { vehicle: Box::new(vehicle) }),
    );
    changes.extend(touched.units.iter().filter_map(|id| unit_view(engine, *id)).map(|unit| Change::Unit { unit }));
    if touched.duty {
        changes.push(Change::Duty { duty: duty::view(ledger) });
    }
    if touched.zones {
        let controller = engine.controller();
        changes.push(Change::Zones { zones: district::zones(&controller.setup, controller.picture.now) });
    }
    if touched.roads {
        changes.push(Change::Closures { closures: roads::closures(engine) });
    }
    if !touched.circles.is_empty() {
        let circles = touched.circles.iter().filter_map(|place| circles::view(engine, *place)).collect();
        changes.push(Change::Circles { circles });
    }
    if touched.traffic {
        changes.push(Change::Traffic { traffic: around::traffic(engine) });
    }
    if touched.weather {
        changes.push(Change::Weather { weather: weather::view(engine) });
    }
    if touched.levels {
        changes.push(Change::Stations { stations: station::view(ledger) });
    }
    if touched.health {
        changes.push(Change::Health { health: health(engine) });
    }
    changes.extend(output.to_units.iter().map(|order| Change::ToUnit { message: unit_message(order) }));
    changes
}

/// Everything that moves, for one telemetry frame.
#[must_use]
pub fn movers(engine: &Engine, at: Timestamp) -> Vec<Mover> {
    let picture = &engine.controller().picture;
    let vehicles = picture.fleet.iter().filter_map(|(id, face)| vehicle::mover(*id, face, at));
    let ground = &engine.controller().setup.atlas;
    let units = picture.units.iter().map(|(id, face)| Mover {
        id: id.0 | telemetry::GROUND,
        lat: face.report.place.lat,
        lon: face.report.place.lon,
        altitude: ground.terrain.ground(ground.frame.to_local(face.report.place)).0.0,
        heading: face.report.heading.as_degrees(),
        speed: face.report.speed.0,
        age: at.since(face.report.at).0 * 1e3,
        battery: u8::MAX,
        ..Mover::default()
    });
    vehicles.chain(units).collect()
}

/// A reason as a code and values.
#[must_use]
pub fn why(reason: &Reason) -> Why {
    let Ok(Value::Object(fields)) = serde_json::to_value(reason) else {
        return Why { code: String::new(), values: std::collections::BTreeMap::new() };
    };
    let code = fields.get("code").and_then(Value::as_str).unwrap_or_default().to_owned();
    let values = fields.iter().filter(|(key, value)| *key != "code" && !value.is_null());
    Why { code, values: values.map(|(key, value)| (key.clone(), text(value))).collect() }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

/// A place.
#[must_use]
pub fn point(place: Wgs84) -> Point {
    Point { lat: place.lat, lon: place.lon }
}

/// A serde name of a unit-like value: `snake_case`.
pub(crate) fn word<T: serde::Serialize>(value: &T) -> String {
    serde_json::to_value(value).ok().and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
}

pub(crate) fn action(action: FlightAction) -> String {
    word(&action)
}

pub(crate) fn approval_view(ledger: &Ledger, id: ApprovalId, approval: &Approval) -> ApprovalView {
    use controller_core::Purpose;
    let (purpose, line) = match &approval.purpose {
        Purpose::Incident { .. } => ("incident", None),
        Purpose::Patrol { line } => ("patrol", Some(line.clone())),
        Purpose::Adopted => ("adopted", None),
    };
    ApprovalView {
        id: id.0,
        state: match approval.state {
            ApprovalState::Requested => "requested",
            ApprovalState::Granted => "granted",
            ApprovalState::Refused => "refused",
            ApprovalState::Expired => "expired",
        }
        .to_owned(),
        purpose: purpose.to_owned(),
        incident: approval.purpose.incident().map(|incident| incident.0),
        line,
        vehicle: approval.offer.vehicle.0,
        relieves: approval.relieves.map(|vehicle| vehicle.0),
        action: action(approval.offer.action),
        mission_hash: approval.offer.mission.hash(),
        card_hash: match approval.state {
            ApprovalState::Requested => ledger.card_hash(id).unwrap_or_default(),
            _ => approval.card.clone().unwrap_or_default(),
        },
        requested_ms: approval.requested.as_millis(),
        expires_ms: approval.expires.as_millis(),
        by: approval.by.clone(),
    }
}

fn unit_view(engine: &Engine, id: UnitId) -> Option<UnitView> {
    let controller = engine.controller();
    let planned = controller.setup.plan.unit(id.0)?;
    let tasking = controller.ledger.tasking_of(id).map(|(_, tasking)| tasking);
    let state = match tasking.map(|tasking| tasking.state) {
        Some(TaskingState::Sent | TaskingState::Received) => "dispatched",
        Some(TaskingState::Acknowledged | TaskingState::EnRoute) => "en_route",
        Some(TaskingState::OnScene) => "on_scene",
        _ => match controller.picture.units.get(id).map(|_| units::duty(controller, id)) {
            Some(UnitDuty::Available) => "available",
            Some(UnitDuty::Busy) => "busy",
            Some(UnitDuty::OutOfService) | None => "out_of_service",
        },
    };
    Some(UnitView {
        id: id.0,
        callsign: planned.callsign.clone(),
        callsign_zh: planned.callsign_zh.clone(),
        kind: match planned.profile {
            Profile::Car => "car",
            Profile::Motorbike => "motorbike",
            Profile::Foot => "foot",
            Profile::Emergency => "emergency",
        }
        .to_owned(),
        state: state.to_owned(),
        incident: tasking.map(|tasking| tasking.incident.0),
    })
}

fn unit_message(order: &UnitOrder) -> UnitMessage {
    UnitMessage {
        unit: order.unit.0,
        tasking: order.tasking.0,
        incident: order.incident.0,
        kind: match order.kind {
            UnitOrderKind::Task => "task",
            UnitOrderKind::Remind => "remind",
            UnitOrderKind::Recall => "recall",
        }
        .to_owned(),
        incident_kind: word(&order.what),
        priority: order.priority,
        to: point(order.to),
        epoch: order.epoch,
        post: order.post.clone(),
    }
}

fn health(engine: &Engine) -> HealthView {
    let controller = engine.controller();
    let counters = engine.counters();
    let policy = &controller.setup.policy.wind;
    let reported = controller
        .picture
        .fleet
        .iter()
        .filter(|(_, face)| face.link == Link::Up && face.in_air())
        .find_map(|(_, face)| face.status.as_ref()?.wind.map(|(east, north)| Wind { east, north }));
    let wind =
        reported.unwrap_or_else(|| Wind::from(Heading::degrees(policy.from_deg), MetresPerSecond(policy.speed_mps)));
    let small = |count: u64| u32::try_from(count).unwrap_or(u32::MAX);
    HealthView {
        journal_writable: !controller.picture.unrecordable,
        records: controller.ledger.seq,
        frames: small(counters.frames),
        frames_lost: small(counters.sequence_gaps),
        frames_bad: small(counters.bad_crc.saturating_add(counters.garbage_bytes)),
        wind_from_deg: wind.from_heading().as_degrees().round(),
        wind_mps: (wind.speed().0 * 10.0).round() / 10.0,
    }
}
