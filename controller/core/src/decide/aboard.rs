//! What a person asks about the lists a vehicle stores: to go on with its mission, to put the fence and the rally points
//! of the district aboard.

use crate::aboard::Store;
use crate::controller::Controller;
use crate::decide::air;
use crate::ids::VehicleId;
use crate::ledger::sortie::{Sortie, SortieState};
use crate::order::OrderKind;
use crate::reason::Reason;
use flight_plans::{Fence, Mission, MissionItem, Rally};
use geodata::Timestamp;

/// The order that takes an interrupted flight up again: the mission a human approved for it, from the item after the last
/// one reached. What is left of it is judged anew, from where the vehicle is.
///
/// # Errors
/// Why not: no flight of ours, on its way home, over, or the judge's word.
pub fn resume(controller: &Controller, at: Timestamp, vehicle: VehicleId) -> Result<OrderKind, Reason> {
    let state = |state: &str| Reason::WrongState { state: state.to_owned() };
    let (_, sortie) = controller.ledger.sortie_of(vehicle).ok_or_else(|| state("without a flight"))?;
    let mission = approved(controller, sortie).ok_or_else(|| state("a flight nobody here approved"))?;
    if !matches!(sortie.state, SortieState::EnRoute | SortieState::OnScene) {
        return Err(state("on its way home, or not yet in the air"));
    }
    let situation = air::situation(controller, at, vehicle)?;
    if situation.on_ground {
        return Err(state("on the ground"));
    }
    let reached = controller.picture.fleet.get(vehicle).and_then(|face| face.reached);
    let from = breakpoint(mission, reached).ok_or_else(|| state("at the end of its mission"))?;
    let left = Mission { items: mission.items.iter().skip(usize::from(from)).copied().collect() };
    air::judged(&left, &situation)?;
    Ok(OrderKind::Resume { mission: mission.clone(), from })
}

/// The mission a human approved for a flight.
pub fn approved<'a>(controller: &'a Controller, sortie: &Sortie) -> Option<&'a Mission> {
    let approval = controller.ledger.approvals.get(&sortie.approval?)?;
    Some(&approval.offer.mission)
}

/// The item to go on with: the one after the last reached, and never the take-off.
pub(super) fn breakpoint(mission: &Mission, reached: Option<u16>) -> Option<u16> {
    let next = reached.map_or(0, |reached| usize::from(reached) + 1);
    let flown = |item: &MissionItem| !matches!(item, MissionItem::Takeoff { .. });
    let from = mission.items.iter().enumerate().skip(next).find(|(_, item)| flown(item))?.0;
    u16::try_from(from).ok()
}

/// The order that puts the district's zones or docks aboard.
///
/// # Errors
/// Why not: no such vehicle, in the air, standing where the fence would not let it be.
pub fn store(controller: &Controller, at: Timestamp, vehicle: VehicleId, store: Store) -> Result<OrderKind, Reason> {
    let situation = air::situation(controller, at, vehicle)?;
    if !situation.on_ground {
        return Err(Reason::WrongState { state: "in the air".to_owned() });
    }
    match store {
        Store::Fence => {
            Fence::of(&situation).map(|fence| OrderKind::Fence { fence }).map_err(|finding| air::blocked(&finding))
        }
        Store::Rally => Ok(OrderKind::Rally { rally: Rally::of(&situation) }),
        Store::Mission => Err(Reason::NotAllowed { role: "a mission is put aboard by its launch".to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use geodata::{Amsl, Seconds, Wgs84};

    #[test]
    fn a_mission_goes_on_after_the_last_item_reached_and_not_with_its_take_off() {
        let (at, altitude) = (Wgs84::default(), Amsl::default());
        let waypoint = MissionItem::Waypoint { at, altitude, hold: Seconds(0.0) };
        let mission = Mission { items: vec![MissionItem::Takeoff { at, altitude }, waypoint, waypoint] };
        let from = [None, Some(0), Some(1), Some(2), Some(u16::MAX)].map(|reached| breakpoint(&mission, reached));
        assert_eq!(from, [Some(1), Some(1), Some(2), None, None]);
    }
}
