//! A flight follows what is seen of it: in the air, over the place, on the way home, down.

use crate::controller::Controller;
use crate::decide::scope::is_turn;
use crate::decide::{Scope, Step, aboard, air, guard, relief};
use crate::effect::Effect;
use crate::event::{Fact, Purpose};
use crate::ids::{OrderId, SortieId, VehicleId};
use crate::input::FlightMode;
use crate::ledger::OrderState;
use crate::ledger::incident::Status;
use crate::ledger::sortie::{Sortie, SortieState};
use crate::order::{Order, OrderKind, OrderProgress};
use crate::picture::fleet::{Link, VehicleFace};
use crate::reason::Reason;
use crate::safety::{self, Permit, Refusal};
use flight_plans::{Homeward, Mission, Situation};
use geodata::{Seconds, Timestamp};

/// A vehicle stays on the ground for so long before its flight counts as over.
const DOWN_FOR: Seconds = Seconds(3.0);
/// A launch of unknown fate is given up after so long without a sign of flight.
const UNKNOWN_FOR: Seconds = Seconds(30.0);
/// An ordered flight that still stands on the ground after so long is none; the longest upload is well within.
const LAUNCH_WITHIN: Seconds = Seconds(180.0);
/// A return that does not show in the mode is ordered again after so long.
const RETURN_AGAIN: Seconds = Seconds(15.0);
/// A fence or a list of rally points may take so long to go over a bad link.
const STORED_WITHIN: Seconds = Seconds(60.0);
/// The way home is worked out every so many seconds of each aircraft: hovering draws a fifth of a percent meanwhile.
const HOME_EVERY: i64 = 4;

/// The first flight whose state no longer fits what is seen.
pub fn progress(controller: &Controller, at: Timestamp, scope: Scope) -> Step {
    let mut step = Step::of(controller);
    let change = scope.faces(controller).find_map(|(vehicle, face)| changed(controller, at, vehicle, face));
    if let Some((fact, why)) = change {
        step.say(fact, why);
    }
    step
}

/// Whether what is seen of one vehicle lets [`progress`] or [`bring_home`] speak of it.
pub fn stirs(controller: &Controller, at: Timestamp, vehicle: VehicleId) -> bool {
    let Some(face) = controller.picture.fleet.get(vehicle) else { return false };
    changed(controller, at, vehicle, face).is_some() || wanted_home(controller, at, vehicle, face).is_some()
}

fn changed(controller: &Controller, at: Timestamp, vehicle: VehicleId, face: &VehicleFace) -> Option<(Fact, Reason)> {
    match controller.ledger.sortie_of(vehicle) {
        Some((id, sortie)) => moved(controller, at, *id, sortie, face),
        None if face.in_air() && face.link == Link::Up => {
            let mut next = controller.ledger.counters;
            let sortie = next.next_sortie();
            Some((Fact::SortieAdopted { sortie, vehicle }, Reason::InFlightAtFirstContact {}))
        }
        None => None,
    }
}

fn moved(
    controller: &Controller,
    at: Timestamp,
    id: SortieId,
    sortie: &Sortie,
    face: &VehicleFace,
) -> Option<(Fact, Reason)> {
    match sortie.state {
        SortieState::Ordered => started(controller, at, id, sortie, face),
        _ if face.landed() && at.since(sortie.since) > DOWN_FOR => {
            Some((Fact::SortieEnded { sortie: id }, Reason::MissionEnded {}))
        }
        SortieState::EnRoute | SortieState::OnScene if goes_home(face) => {
            Some((Fact::SortieReturning { sortie: id }, Reason::MissionEnded {}))
        }
        SortieState::EnRoute => arrived(controller, id, sortie, face),
        SortieState::OnScene | SortieState::Returning | SortieState::Ended => None,
    }
}

fn goes_home(face: &VehicleFace) -> bool {
    face.in_air() && face.status.as_ref().is_some_and(|status| status.mode == FlightMode::Return)
}

/// An ordered flight begins when the vehicle is in the air and took the order, or ends when it will not fly.
fn started(
    controller: &Controller,
    at: Timestamp,
    id: SortieId,
    sortie: &Sortie,
    face: &VehicleFace,
) -> Option<(Fact, Reason)> {
    let state = controller.ledger.orders.get(&sortie.vehicle)?;
    if Some(state.order.id) != sortie.order {
        return overruled(at, id, state, face);
    }
    let launch = matches!(state.order.kind, OrderKind::Launch { .. });
    match &state.progress {
        Some(OrderProgress::Done) if face.in_air() => Some((Fact::SortieAirborne { sortie: id }, Reason::OrderDone {})),
        // Told again after a crash, it says no because it flies already.
        Some(OrderProgress::Refused { .. }) if launch && face.in_air() => {
            Some((Fact::SortieAirborne { sortie: id }, Reason::OrderDone {}))
        }
        Some(OrderProgress::Refused { why }) => {
            Some((Fact::SortieEnded { sortie: id }, Reason::OrderRefused { text: why.clone() }))
        }
        Some(OrderProgress::Unknown { step }) => {
            if launch && face.in_air() {
                return Some((Fact::SortieAirborne { sortie: id }, Reason::OrderDone {}));
            }
            let given_up = !launch || at.since(state.moved) > UNKNOWN_FOR;
            given_up.then(|| (Fact::SortieEnded { sortie: id }, Reason::OrderUnknown { step: step.clone() }))
        }
        _ if face.landed() && at.since(sortie.since) > LAUNCH_WITHIN => {
            Some((Fact::SortieEnded { sortie: id }, Reason::OrderUnknown { step: "airborne".to_owned() }))
        }
        _ => None,
    }
}

/// A hold, return or landing took the place of the order that should have begun the flight.
fn overruled(at: Timestamp, id: SortieId, state: &OrderState, face: &VehicleFace) -> Option<(Fact, Reason)> {
    if face.in_air() {
        let homeward = state.order.kind.leads_home();
        let fact = if homeward { Fact::SortieReturning { sortie: id } } else { Fact::SortieAirborne { sortie: id } };
        return Some((fact, Reason::Superseded {}));
    }
    let down = face.landed() && at.since(state.given) > DOWN_FOR;
    down.then_some((Fact::SortieEnded { sortie: id }, Reason::Superseded {}))
}

fn arrived(controller: &Controller, id: SortieId, sortie: &Sortie, face: &VehicleFace) -> Option<(Fact, Reason)> {
    sortie.purpose.incident()?;
    let frame = &controller.setup.atlas.frame;
    let end = frame.to_local(*sortie.path.last()?);
    let distance = frame.to_local(face.fix?.place).distance(end);
    (distance.0 <= controller.setup.policy.aircraft.arrival_radius_m)
        .then(|| (Fact::SortieOnScene { sortie: id }, Reason::ArrivedOverScene { distance_m: distance.0.round() }))
}

/// Flights that have no reason to go on, or not enough charge to, are sent home.
pub fn bring_home(controller: &Controller, at: Timestamp, scope: Scope) -> Step {
    let mut step = Step::of(controller);
    for (vehicle, face) in scope.faces(controller) {
        let Some((again, why)) = wanted_home(controller, at, vehicle, face) else { continue };
        let kind = match again {
            true => OrderKind::Return,
            false => home(controller, at, vehicle, &mut ways_home(controller, at)),
        };
        if give(controller, at, vehicle, kind, why, &mut step).is_ok() {
            return step;
        }
    }
    step
}

/// Why a flight is to go home, and whether it was told so before.
fn wanted_home(
    controller: &Controller,
    at: Timestamp,
    vehicle: VehicleId,
    face: &VehicleFace,
) -> Option<(bool, Reason)> {
    let (_, sortie) = controller.ledger.sortie_of(vehicle)?;
    if face.link != Link::Up || !face.in_air() || guard::ours(controller, vehicle).is_err() {
        return None;
    }
    let why = homeward(controller, at, vehicle, sortie, face)?;
    Some((sortie.state == SortieState::Returning, why))
}

fn homeward(
    controller: &Controller,
    at: Timestamp,
    vehicle: VehicleId,
    sortie: &Sortie,
    face: &VehicleFace,
) -> Option<Reason> {
    let status = face.status.as_ref()?;
    let going = matches!(status.mode, FlightMode::Return | FlightMode::Land);
    if sortie.state == SortieState::Returning {
        return return_again(controller, at, vehicle, sortie, going || status.mode == FlightMode::Manual);
    }
    if going {
        return None;
    }
    if let Some(percent) = status.battery_percent.filter(|percent| spent(controller, at, vehicle, *percent)) {
        return Some(Reason::BatteryLow { percent });
    }
    if !matches!(sortie.state, SortieState::EnRoute | SortieState::OnScene) {
        return None;
    }
    if let Some(why) = relief::relieved(controller, sortie) {
        return Some(why);
    }
    let Purpose::Incident { incident } = &sortie.purpose else { return None };
    let over = controller.ledger.incidents.get(incident).is_none_or(|incident| incident.status >= Status::Resolved);
    over.then_some(Reason::TaskFinished {})
}

/// Whether the charge is at the floor, or the way home in this wind would take it below the airframe's reserve.
fn spent(controller: &Controller, at: Timestamp, vehicle: VehicleId, percent: u8) -> bool {
    if percent <= controller.setup.policy.aircraft.return_battery_percent {
        return true;
    }
    if !controller.picture.beat || !is_turn(at, vehicle, HOME_EVERY) {
        return false;
    }
    let now = air::situation(controller, at, vehicle);
    now.is_ok_and(|now| over_reserve(&now).is_some_and(|percent| percent < 0.0))
}

/// Percent of the battery above its airframe's reserve after the way home in this wind; nothing where there is no way.
pub fn over_reserve(now: &Situation<'_>) -> Option<f64> {
    let reserve = now.plan.airframe_of(now.vehicle).map_or(0.0, |airframe| airframe.reserve_percent);
    flight_plans::home(now).ok().map(|way| way.battery_back_home - reserve)
}

/// A return of ours that got lost is ordered again; a hold or landing a person asked for since is left alone.
fn return_again(
    controller: &Controller,
    at: Timestamp,
    vehicle: VehicleId,
    sortie: &Sortie,
    obeyed: bool,
) -> Option<Reason> {
    let state = controller.ledger.orders.get(&vehicle)?;
    let ours = matches!(state.order.kind, OrderKind::Return | OrderKind::FlyHome { .. });
    let lost = matches!(state.progress, Some(OrderProgress::Unknown { .. } | OrderProgress::Refused { .. }));
    let waited = at.since(state.given) > RETURN_AGAIN && at.since(sortie.since) > RETURN_AGAIN;
    (ours && lost && waited && !obeyed).then_some(Reason::TaskFinished {})
}

/// The way home: the autopilot's own return, which flies straight, or round the zones that would cross. `ways` are those of
/// this moment, the same for all who are called home by it.
pub fn home(controller: &Controller, at: Timestamp, vehicle: VehicleId, ways: &mut Homeward<'_>) -> OrderKind {
    // A mission that cannot be recorded would not leave.
    let recordable = !controller.picture.unrecordable;
    let situation = air::situation(controller, at, vehicle).ok().filter(|_| recordable);
    match situation.and_then(|situation| ways.round(&situation)) {
        Some(mission) => OrderKind::FlyHome { mission },
        None => OrderKind::Return,
    }
}

/// The ways home at this moment.
pub fn ways_home(controller: &Controller, at: Timestamp) -> Homeward<'_> {
    Homeward::new(&controller.setup.atlas, &controller.setup.plan, at)
}

/// Gives an order that needs no approval, and tells its number.
///
/// # Errors
/// The gate's word.
pub fn give(
    controller: &Controller,
    at: Timestamp,
    vehicle: VehicleId,
    kind: OrderKind,
    why: Reason,
    step: &mut Step,
) -> Result<OrderId, Reason> {
    guard::certain(controller, vehicle)?;
    let homeward = kind.leads_home();
    let stores = matches!(kind, OrderKind::Fence { .. } | OrderKind::Rally { .. });
    let valid = if stores { STORED_WITHIN } else { Seconds(controller.setup.policy.aircraft.order_valid_s) };
    let id = step.next.next_order();
    let order = Order { id, vehicle, kind, expires: at.plus(valid) };
    let permit = permitted(controller, at, order.clone()).map_err(|refusal| match refusal {
        Refusal::NotRecordable => Reason::JournalUnwritable {},
        other => Reason::Blocked { text: format!("{other:?}") },
    })?;
    step.say(Fact::OrderGiven { order }, why.clone());
    if let Some((sortie, open)) = controller.ledger.sortie_of(vehicle)
        && homeward
        && matches!(open.state, SortieState::EnRoute | SortieState::OnScene)
    {
        step.say(Fact::SortieReturning { sortie: *sortie }, why);
    }
    step.effects.push(Effect::Fly(permit));
    Ok(id)
}

/// Going on with a mission needs that it is the one a human approved for this flight; the rest needs no approval.
fn permitted(controller: &Controller, at: Timestamp, order: Order) -> Result<Permit, Refusal> {
    let recordable = !controller.picture.unrecordable;
    if !matches!(order.kind, OrderKind::Resume { .. }) {
        return safety::without_approval(order, at, recordable);
    }
    let flight = controller.ledger.sortie_of(order.vehicle).map(|(_, sortie)| sortie);
    let approved = flight.and_then(|sortie| aboard::approved(controller, sortie)).map(Mission::hash);
    safety::resumed(order, &approved.ok_or(Refusal::NeedsApproval)?, at, recordable)
}
