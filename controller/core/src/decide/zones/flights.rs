//! Live flights against one zone: what is left of each mission and its straight return, from where the aircraft is.

use super::{Flight, alone};
use crate::controller::Controller;
use crate::decide::{Step, aboard, air, places, sortie};
use crate::event::Fact;
use crate::facts::zones::SortieBlocked;
use crate::ids::SortieId;
use crate::ledger::sortie::{Sortie, SortieState};
use crate::order::OrderKind;
use crate::reason::Reason;
use flight_plans::check::check;
use flight_plans::{Homeward, Mission, MissionItem, Situation};
use geodata::{Atlas, Metres, Timestamp, Wgs84, Zone};

/// Each flight that a zone is in the way of is named with the leg, and holds; one on its way home is led round instead,
/// because who holds there runs out of charge.
pub(super) fn stop(
    controller: &Controller,
    at: Timestamp,
    (number, zone): (u32, &Zone),
    ground: &Atlas,
    step: &mut Step,
) {
    let Some(only) = alone(ground, zone) else { return };
    let mut ways = Homeward::new(ground, &controller.setup.plan, at);
    for (id, sortie) in controller.ledger.open_sorties() {
        let Some(leg) = judged(controller, at, sortie, zone, &only) else { continue };
        let round = air::situation(controller, at, sortie.vehicle).ok().and_then(|now| ways.round(&now));
        let way_home: Vec<Wgs84> = round
            .iter()
            .flat_map(|mission| mission.items.iter().filter_map(MissionItem::place))
            .map(|(at, _)| at)
            .collect();
        say_blocked(*id, number, leg, way_home, step);
        let kind = match (sortie.state, round) {
            (SortieState::Returning, Some(mission)) => OrderKind::FlyHome { mission },
            _ => OrderKind::Hold,
        };
        held(controller, at, (id, sortie), kind, (number, zone), step);
    }
}

/// The leg of a flight that a zone is in the way of.
pub(super) fn in_the_way(controller: &Controller, at: Timestamp, sortie: &Sortie, zone: &Zone) -> Option<String> {
    judged(controller, at, sortie, zone, &alone(&controller.setup.atlas, zone)?)
}

pub(super) fn say_blocked(sortie: SortieId, number: u32, leg: String, way_home: Vec<Wgs84>, step: &mut Step) {
    let why = Reason::ZoneInTheWay { zone: format!("live-{number}"), leg: leg.clone() };
    step.say(Fact::SortieBlocked(SortieBlocked { sortie, number, leg, way_home }), why);
}

/// Whoever holds already, or is flown by hand, or is not heard, is told nothing: the record and the screens say why.
fn held(
    controller: &Controller,
    at: Timestamp,
    (_, sortie): Flight<'_>,
    kind: OrderKind,
    (number, zone): (u32, &Zone),
    step: &mut Step,
) {
    let now = controller.ledger.orders.get(&sortie.vehicle).map(|state| &state.order.kind);
    if matches!((&kind, now), (OrderKind::Hold, Some(OrderKind::Hold | OrderKind::Land))) {
        return;
    }
    let why = Reason::ZoneInTheWay { zone: format!("live-{number}"), leg: zone.name.clone() };
    // A refusal of the gate leaves the flight as it is; that it is blocked stands in the record.
    let _ = sortie::give(controller, at, sortie.vehicle, kind, why, step);
}

fn judged(controller: &Controller, at: Timestamp, sortie: &Sortie, zone: &Zone, only: &Atlas) -> Option<String> {
    let Ok(situation) = situation(controller, at, sortie) else {
        // Nobody knows where it is: by the way it was shown on the map.
        let frame = &only.frame;
        let near = |pair: &[Wgs84]| {
            let [a, b] = pair else { return false };
            zone.clearance(frame.to_local(*a), frame.to_local(*b)) < controller.setup.plan.zone_margin
        };
        return sortie.path.windows(2).position(near).map(|leg| format!("leg {}", leg + 1));
    };
    let situation = Situation { atlas: only, ..situation };
    left(controller, sortie).into_iter().find_map(|mission| {
        let findings = check(&mission, &situation);
        let blocks = |code: &str| matches!(code, "zone_blocks" | "return_crosses_zone");
        findings.into_iter().find(|finding| blocks(finding.code)).map(|finding| finding.at)
    })
}

/// Where it is; on the ground too, whatever else forbids a launch now: it was approved.
fn situation<'a>(controller: &'a Controller, at: Timestamp, sortie: &Sortie) -> Result<Situation<'a>, Reason> {
    air::situation(controller, at, sortie.vehicle)
}

/// What may still be flown: the rest of the mission or the place ordered last, and the straight way home.
fn left(controller: &Controller, sortie: &Sortie) -> Vec<Mission> {
    let to = |at: Wgs84, altitude| Mission { items: vec![MissionItem::LoiterUnlimited { at, altitude }] };
    // To where it is, from which it goes straight home: that way is judged with every mission.
    let straight = || {
        let fix = controller.picture.fleet.get(sortie.vehicle).and_then(|face| face.fix)?;
        Some(to(fix.place, fix.altitude))
    };
    let round = |at: Wgs84, radius: Metres| {
        let frame = &controller.setup.atlas.frame;
        let middle = frame.to_local(at);
        let corners = places::corners(middle, radius, middle);
        corners.into_iter().map(|corner| frame.to_wgs84(corner)).collect::<Vec<_>>().into_iter()
    };
    let face = controller.picture.fleet.get(sortie.vehicle);
    let rest = |mission: &Mission| {
        let in_air = face.is_some_and(|face| face.in_air());
        let reached = face.and_then(|face| face.reached);
        let from = if in_air { aboard::breakpoint(mission, reached)? } else { 0 };
        Some(Mission { items: mission.items.iter().skip(usize::from(from)).copied().collect() })
    };
    // Of whom it is not known what it flies, it is what was approved for it last, or what that should have replaced.
    let flown = || -> Vec<Mission> {
        let latest = || controller.ledger.sorties.values().rev().filter(|one| one.vehicle == sortie.vehicle);
        let missions: Vec<&Mission> = match aboard::approved(controller, sortie) {
            Some(mission) => vec![mission],
            None => latest().filter_map(|one| aboard::approved(controller, one)).take(2).collect(),
        };
        missions.into_iter().filter_map(rest).collect()
    };
    let now = controller.ledger.orders.get(&sortie.vehicle).map(|state| &state.order.kind);
    match now {
        Some(OrderKind::GoTo { at, altitude }) => vec![to(*at, *altitude)],
        Some(OrderKind::Orbit { at, altitude, radius }) => round(*at, *radius).map(|at| to(at, *altitude)).collect(),
        Some(OrderKind::FlyHome { mission }) => vec![mission.clone()],
        Some(OrderKind::Return) => straight().into_iter().collect(),
        Some(OrderKind::Land) => Vec::new(),
        _ if sortie.state == SortieState::Returning => straight().into_iter().collect(),
        _ => flown(),
    }
}
