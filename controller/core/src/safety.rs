//! The gate before every flight order. Only this file can make a [`Permit`], and the link takes nothing else, so an
//! unchecked flight does not compile; a take-off permit consumes an [`Approval`], so "forgot to ask" does not either.

use crate::ids::{ApprovalId, VehicleId};
use crate::order::{Order, OrderKind};
use crate::payload::{PayloadKind, PayloadOrder};
use flight_plans::{Mission, MissionItem};
use geodata::Timestamp;

/// An order that passed the gate. There is no other way to make one than the functions of this file.
#[derive(Debug, PartialEq)]
pub struct Permit {
    order: Order,
}

impl Permit {
    /// The order inside, to read.
    #[must_use]
    pub fn order(&self) -> &Order {
        &self.order
    }

    /// The order inside, to carry out.
    #[must_use]
    pub fn into_order(self) -> Order {
        self.order
    }
}

/// A human's yes to one flight of one vehicle with one mission. Not `Clone`: used once, then gone.
#[derive(Debug)]
pub struct Approval {
    id: ApprovalId,
    vehicle: VehicleId,
    mission_hash: String,
    expires: Timestamp,
}

impl Approval {
    /// Only the ledger's record of a grant becomes an approval.
    pub(crate) fn from_grant(id: ApprovalId, vehicle: VehicleId, mission_hash: String, expires: Timestamp) -> Self {
        Self { id, vehicle, mission_hash, expires }
    }

    /// Which approval.
    #[must_use]
    pub fn id(&self) -> ApprovalId {
        self.id
    }
}

/// Why the gate stayed shut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The approval names another vehicle.
    OtherVehicle,
    /// The approval names another mission.
    OtherMission,
    /// The approval, or the order, is too old.
    Expired,
    /// This kind of order needs an approval.
    NeedsApproval,
    /// Nothing can be recorded, so nothing new may start.
    NotRecordable,
    /// The camera's rule did not say yes to recording, here and now.
    MayNotRecord,
}

/// A flight that a human approved: a launch, or a mission for a vehicle in the air.
///
/// # Errors
/// When the approval does not fit vehicle, mission or time, or the journal cannot be written.
pub fn approved(order: Order, approval: Approval, at: Timestamp, recordable: bool) -> Result<Permit, Refusal> {
    let (OrderKind::Launch { mission } | OrderKind::FlyMission { mission }) = &order.kind else {
        return Err(Refusal::OtherMission);
    };
    if approval.vehicle != order.vehicle {
        return Err(Refusal::OtherVehicle);
    }
    if approval.mission_hash != mission.hash() {
        return Err(Refusal::OtherMission);
    }
    if at > approval.expires || at > order.expires {
        return Err(Refusal::Expired);
    }
    if !recordable {
        return Err(Refusal::NotRecordable);
    }
    Ok(Permit { order })
}

/// A flight that a human approved, and that somebody interrupted, goes on with its own mission.
///
/// # Errors
/// When the order is another, names another mission than the flight's (`approved` is its hash), or is too old, or the
/// journal cannot be written.
pub fn resumed(order: Order, approved: &str, at: Timestamp, recordable: bool) -> Result<Permit, Refusal> {
    let OrderKind::Resume { mission, .. } = &order.kind else { return Err(Refusal::NeedsApproval) };
    if mission.hash() != approved {
        return Err(Refusal::OtherMission);
    }
    if at > order.expires {
        return Err(Refusal::Expired);
    }
    if !recordable {
        return Err(Refusal::NotRecordable);
    }
    Ok(Permit { order })
}

/// An order to a payload that passed the gate.
#[derive(Debug, PartialEq)]
pub struct PayloadPermit {
    order: PayloadOrder,
}

impl PayloadPermit {
    /// The order inside, to carry out.
    #[must_use]
    pub fn into_order(self) -> PayloadOrder {
        self.order
    }
}

/// The camera's rule said yes: this vehicle may record, now. Only [`crate::decide::recording`] says so.
#[derive(Debug)]
pub struct MayRecord {
    vehicle: VehicleId,
    at: Timestamp,
}

impl MayRecord {
    /// The rule's yes.
    pub(crate) fn says(vehicle: VehicleId, at: Timestamp) -> Self {
        Self { vehicle, at }
    }
}

/// An order to a payload: to record only with the rule's yes of this very moment, to stop recording always.
///
/// # Errors
/// When the order is too old, would record without that yes, or cannot be recorded itself.
pub fn payload(
    order: PayloadOrder,
    yes: Option<MayRecord>,
    at: Timestamp,
    recordable: bool,
) -> Result<PayloadPermit, Refusal> {
    let said = yes.is_some_and(|yes| yes.vehicle == order.vehicle && yes.at == at);
    if order.kind == (PayloadKind::Record { on: true }) && !said {
        return Err(Refusal::MayNotRecord);
    }
    if at > order.expires {
        return Err(Refusal::Expired);
    }
    if !recordable && !order.kind.is_safe() {
        return Err(Refusal::NotRecordable);
    }
    Ok(PayloadPermit { order })
}

/// Whether a mission does nothing but bring a flying vehicle home.
fn only_leads_home(mission: &Mission) -> bool {
    let passes = |item: &MissionItem| matches!(item, MissionItem::Waypoint { .. } | MissionItem::Speed { .. });
    match mission.items.split_last() {
        Some((MissionItem::Return, way)) => way.iter().all(passes),
        _ => false,
    }
}

/// An order that needs no approval: hold, return and land always, a way home and a go-to for a vehicle in the air.
///
/// # Errors
/// When the order would start a flight, is too old, or is not safe while the journal cannot be written.
pub fn without_approval(order: Order, at: Timestamp, recordable: bool) -> Result<Permit, Refusal> {
    match &order.kind {
        OrderKind::Launch { .. } | OrderKind::FlyMission { .. } | OrderKind::Resume { .. } => {
            return Err(Refusal::NeedsApproval);
        }
        OrderKind::FlyHome { mission } if !only_leads_home(mission) => return Err(Refusal::NeedsApproval),
        _ => {}
    }
    if at > order.expires {
        return Err(Refusal::Expired);
    }
    if !recordable && !order.kind.is_safe() {
        return Err(Refusal::NotRecordable);
    }
    Ok(Permit { order })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::OrderId;
    use geodata::Seconds;

    const NOW: Timestamp = Timestamp(1_000_000);

    fn order(kind: OrderKind) -> Order {
        Order { id: OrderId(1), vehicle: VehicleId(3), kind, expires: NOW.plus(Seconds(10.0)) }
    }

    fn launch() -> Order {
        order(OrderKind::Launch { mission: Mission { items: vec![MissionItem::Return] } })
    }

    fn approval(vehicle: u32, mission: &Mission, seconds: f64) -> Approval {
        Approval::from_grant(ApprovalId(1), VehicleId(vehicle), mission.hash(), NOW.plus(Seconds(seconds)))
    }

    #[test]
    fn a_launch_without_an_approval_is_refused() {
        assert_eq!(without_approval(launch(), NOW, true), Err(Refusal::NeedsApproval));
    }

    #[test]
    fn an_approval_opens_only_its_own_vehicle_mission_and_minute() {
        let mission = Mission { items: vec![MissionItem::Return] };
        assert!(approved(launch(), approval(3, &mission, 60.0), NOW, true).is_ok());
        assert_eq!(approved(launch(), approval(4, &mission, 60.0), NOW, true), Err(Refusal::OtherVehicle));
        assert_eq!(approved(launch(), approval(3, &Mission::default(), 60.0), NOW, true), Err(Refusal::OtherMission));
        assert_eq!(approved(launch(), approval(3, &mission, -1.0), NOW, true), Err(Refusal::Expired));
        assert_eq!(approved(launch(), approval(3, &mission, 60.0), NOW, false), Err(Refusal::NotRecordable));
    }

    #[test]
    fn only_the_mission_of_the_flight_goes_on_and_not_without_a_record() {
        let mission = Mission { items: vec![MissionItem::Return] };
        let resume = || order(OrderKind::Resume { mission: mission.clone(), from: 0 });
        assert!(resumed(resume(), &mission.hash(), NOW, true).is_ok());
        assert_eq!(without_approval(resume(), NOW, true), Err(Refusal::NeedsApproval));
        assert_eq!(resumed(resume(), &Mission::default().hash(), NOW, true), Err(Refusal::OtherMission));
        assert_eq!(resumed(resume(), &mission.hash(), NOW.plus(Seconds(60.0)), true), Err(Refusal::Expired));
        assert_eq!(resumed(resume(), &mission.hash(), NOW, false), Err(Refusal::NotRecordable));
        assert_eq!(resumed(launch(), &mission.hash(), NOW, true), Err(Refusal::NeedsApproval));
    }

    #[test]
    fn a_way_home_that_stays_somewhere_is_no_way_home() {
        let stay = MissionItem::LoiterUnlimited { at: geodata::Wgs84::default(), altitude: geodata::Amsl::default() };
        let home = |items: Vec<MissionItem>| order(OrderKind::FlyHome { mission: Mission { items } });
        assert!(without_approval(home(vec![MissionItem::Return]), NOW, true).is_ok());
        assert_eq!(without_approval(home(vec![stay, MissionItem::Return]), NOW, true), Err(Refusal::NeedsApproval));
        assert_eq!(without_approval(home(vec![]), NOW, true), Err(Refusal::NeedsApproval));
    }

    #[test]
    fn a_camera_records_only_with_the_rules_yes_of_this_moment_and_stops_always() {
        let order =
            |kind| PayloadOrder { id: OrderId(1), vehicle: VehicleId(3), kind, expires: NOW.plus(Seconds(1.0)) };
        let on = || order(PayloadKind::Record { on: true });
        let yes = |vehicle, at| Some(MayRecord::says(VehicleId(vehicle), at));
        assert!(payload(on(), yes(3, NOW), NOW, true).is_ok());
        assert_eq!(payload(on(), None, NOW, true), Err(Refusal::MayNotRecord));
        assert_eq!(payload(on(), yes(4, NOW), NOW, true), Err(Refusal::MayNotRecord));
        let earlier = NOW.plus(Seconds(-1.0));
        assert_eq!(payload(on(), yes(3, earlier), NOW, true), Err(Refusal::MayNotRecord));
        assert_eq!(payload(on(), yes(3, NOW), NOW, false), Err(Refusal::NotRecordable));
        assert!(payload(order(PayloadKind::Record { on: false }), None, NOW, false).is_ok());
        assert_eq!(payload(order(PayloadKind::Level), None, NOW, false), Err(Refusal::NotRecordable));
        assert_eq!(payload(order(PayloadKind::Level), None, NOW.plus(Seconds(2.0)), true), Err(Refusal::Expired));
    }

    #[test]
    fn hold_return_and_land_pass_while_nothing_can_be_recorded() {
        for kind in [OrderKind::Hold, OrderKind::Return, OrderKind::Land] {
            assert!(without_approval(order(kind), NOW, false).is_ok());
        }
        let go_to = OrderKind::GoTo { at: geodata::Wgs84::default(), altitude: geodata::Amsl::default() };
        assert_eq!(without_approval(order(go_to), NOW, false), Err(Refusal::NotRecordable));
    }
}
