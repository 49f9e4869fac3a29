//! One aircraft in a screen's words.

use super::{around, levels, payload, why, word};
use crate::telemetry::{self, Mover};
use crate::view::{OrderView, ShortfallView, StoredView, VehicleView, WatchView};
use controller_core::decide::readiness::shortfalls;
use controller_core::ledger::OrderState;
use controller_core::ledger::sortie::{Sortie, SortieState};
use controller_core::picture::fleet::{Link, VehicleFace};
use controller_core::{Aboard, FlightMode, OrderId, OrderProgress, Purpose, Reason, Store, VehicleId};
use controller_engine::Engine;
use geodata::Timestamp;

/// Its slow facts.
pub fn view(engine: &Engine, id: VehicleId) -> Option<VehicleView> {
    let controller = engine.controller();
    let aircraft = controller.setup.plan.aircraft(id.0)?;
    let unseen = VehicleFace::default();
    let face = controller.picture.fleet.get(id).unwrap_or(&unseen);
    let sortie = controller.ledger.sortie_of(id).map(|(_, sortie)| sortie);
    let status = face.status.as_ref();
    let guard = &controller.ledger.guard;
    let doubt = guard.doubted.get(&id);
    Some(VehicleView {
        id: id.0,
        callsign: aircraft.callsign.clone(),
        callsign_zh: aircraft.callsign_zh.clone(),
        airframe: aircraft.airframe.clone(),
        state: if doubt.is_some() { "quarantined" } else { state(face) }.to_owned(),
        doubt: doubt.map(|(since, doubt)| watch(*since, &doubt.why())),
        shared: guard
            .shared
            .get(&id)
            .map(|shared| watch(shared.since, &Reason::SharedControl { other: shared.other, act: shared.act })),
        control: around::control(engine, id, face),
        leaves: sortie
            .filter(|sortie| sortie.is_outward())
            .and_then(|sortie| sortie.relief.as_ref())
            .map(|relief| watch(relief.since, &relief.why)),
        follows: controller.ledger.follows.get(&id).map(|follow| follow.unit.0),
        lent_to: controller.ledger.levels.holder(id).map(str::to_owned),
        stations_ask: levels::asking(controller, id),
        near: near(engine, id),
        obeys_unsigned: face.obeys_unsigned,
        because: because(face),
        mode: status.map_or_else(|| "other".to_owned(), |status| word(&status.mode)),
        battery_percent: status.and_then(|status| status.battery_percent),
        task: task(sortie).to_owned(),
        line: sortie.and_then(|sortie| match &sortie.purpose {
            Purpose::Patrol { line } => Some(line.clone()),
            _ => None,
        }),
        incident: sortie.and_then(|sortie| sortie.purpose.incident()).map(|incident| incident.0),
        dock: aircraft.dock.clone(),
        order: controller.ledger.orders.get(&id).map(order),
        payload: payload::view(face, controller.ledger.payload_of(id)),
        readiness: readiness(engine, id, face),
        stored: face.stored.iter().map(|(store, aboard)| stored(*store, aboard)).collect(),
        last_seen_ms: face.last.map(Timestamp::as_millis),
    })
}

/// Others in the air who come too near it.
fn near(engine: &Engine, id: VehicleId) -> Vec<WatchView> {
    let near = engine.controller().ledger.near.iter().filter(|((vehicle, _), _)| *vehicle == id);
    near.map(|(_, (since, why))| watch(*since, why)).collect()
}

/// What keeps it on the ground, and what is only to be known.
fn readiness(engine: &Engine, id: VehicleId, face: &VehicleFace) -> Vec<ShortfallView> {
    if face.link == Link::NeverSeen {
        return Vec::new();
    }
    let controller = engine.controller();
    let all = shortfalls(controller, controller.picture.now, id, face);
    all.into_iter().map(|shortfall| ShortfallView { blocks: shortfall.blocks, why: why(&shortfall.why) }).collect()
}

fn watch(since: Timestamp, reason: &Reason) -> WatchView {
    WatchView { since_ms: since.as_millis(), why: why(reason) }
}

fn stored(store: Store, aboard: &Aboard) -> StoredView {
    let (state, items, doubt) = match aboard {
        Aboard::Verified { items, .. } => ("verified", Some(*items), None),
        Aboard::Unknown { why } => ("unknown", None, Some(word(why))),
    };
    StoredView { list: word(&store), state: state.to_owned(), items, doubt }
}

fn state(face: &VehicleFace) -> &'static str {
    let Some(status) = face.status.as_ref() else {
        return if face.link == Link::NeverSeen { "never_seen" } else { "not_ready" };
    };
    match face.link {
        Link::NeverSeen => "never_seen",
        Link::Lost => "lost",
        Link::Up if status.in_air == Some(true) => match status.mode {
            FlightMode::Land => "landing",
            _ => "flying",
        },
        Link::Up if status.armed => "armed",
        Link::Up if status.ready => "ready",
        Link::Up => "not_ready",
    }
}

fn because(face: &VehicleFace) -> Vec<String> {
    let reasons = face.status.iter().flat_map(|status| status.not_ready_because.iter().cloned());
    reasons.chain(face.complaint.iter().map(|(_, text)| text.clone())).collect()
}

fn task(sortie: Option<&Sortie>) -> &'static str {
    match sortie {
        None => "none",
        Some(sortie) if sortie.state == SortieState::Returning => "returning",
        Some(sortie) => match sortie.purpose {
            Purpose::Incident { .. } => "incident",
            Purpose::Patrol { .. } => "patrol",
            Purpose::Adopted => "adopted",
        },
    }
}

fn order(state: &OrderState) -> OrderView {
    order_view(state.order.id, state.order.kind.word(), state.given, state.progress.as_ref())
}

/// How an order of any kind goes.
pub(super) fn order_view(id: OrderId, kind: &str, given: Timestamp, progress: Option<&OrderProgress>) -> OrderView {
    let (word, because) = match progress {
        None => ("sent", None),
        Some(OrderProgress::Verified) => ("verified", None),
        Some(OrderProgress::Accepted) => ("accepted", None),
        Some(OrderProgress::Done) => ("done", None),
        Some(OrderProgress::Refused { why }) => ("refused", Some(why.clone())),
        Some(OrderProgress::Unknown { step }) => ("unknown", Some(step.clone())),
    };
    OrderView { id: id.0, kind: kind.to_owned(), state: word.to_owned(), at_ms: given.as_millis(), because }
}

/// Its place.
pub fn mover(id: VehicleId, face: &VehicleFace, at: Timestamp) -> Option<Mover> {
    let fix = face.fix?;
    let status = face.status.clone().unwrap_or_default();
    let flag = |on: bool, flag: u32| if on { flag } else { 0 };
    Some(Mover {
        id: id.0,
        lat: fix.place.lat,
        lon: fix.place.lon,
        altitude: fix.altitude.0.0,
        heading: fix.heading.as_degrees(),
        speed: fix.speed.0,
        climb: fix.climb.0,
        age: at.since(fix.at).0 * 1e3,
        flags: flag(status.armed, telemetry::ARMED)
            | flag(status.in_air == Some(true), telemetry::IN_AIR)
            | flag(face.link == Link::Lost, telemetry::LOST),
        battery: status.battery_percent.unwrap_or(u8::MAX),
        mode: match status.mode {
            FlightMode::Hold => 0,
            FlightMode::Takeoff => 1,
            FlightMode::Mission => 2,
            FlightMode::Return => 3,
            FlightMode::Land => 4,
            FlightMode::Manual => 5,
            FlightMode::Other => 6,
        },
    })
}
