//! Which steps an order takes, given what telemetry says of the vehicle.

use super::Step;
use crate::autopilot::Personality;
use crate::codec::MissionItemInt;
use crate::limits;
use crate::session::Known;
use controller_core::{FlightMode, OrderKind};
use flight_plans::Mission;
use std::collections::VecDeque;

/// The steps of an order for a vehicle that is in the air, or not.
pub(super) fn plan(kind: &OrderKind, in_air: bool) -> VecDeque<Step> {
    let steps: &[Step] = match kind {
        // A repeat after a restart of ours: it flies already, so only look whether it flies the right thing.
        OrderKind::Launch { .. } if in_air => &[Step::ReadBack],
        OrderKind::Launch { .. } => {
            &[Step::Upload, Step::ReadBack, Step::Arm, Step::Mode(FlightMode::Mission), Step::InAir]
        }
        OrderKind::FlyMission { .. } | OrderKind::FlyHome { .. } => {
            &[Step::Mode(FlightMode::Hold), Step::Upload, Step::ReadBack, Step::Rewind, Step::Mode(FlightMode::Mission)]
        }
        OrderKind::GoTo { .. } => &[Step::GoTo],
        OrderKind::Resume { .. } => &[Step::ReadBack, Step::Rewind, Step::Mode(FlightMode::Mission)],
        OrderKind::Fence { .. } | OrderKind::Rally { .. } => &[Step::Upload, Step::ReadBack],
        OrderKind::Hold => &[Step::Mode(FlightMode::Hold)],
        OrderKind::Return => &[Step::Mode(FlightMode::Return)],
        OrderKind::Land => &[Step::Mode(FlightMode::Land)],
    };
    steps.iter().copied().collect()
}

/// The steps, or why the order cannot be carried out by this vehicle now.
pub(super) fn checked(kind: &OrderKind, known: &Known) -> Result<VecDeque<Step>, String> {
    if let Some(mission) = mission(kind) {
        let count = mission.items.len();
        if count == 0 || count > limits::MISSION_ITEMS {
            return Err(format!("a mission of {count} items; 1 to {} can be sent", limits::MISSION_ITEMS));
        }
    }
    let in_air = known.status.in_air == Some(true);
    if !in_air && matches!(kind, OrderKind::FlyMission { .. } | OrderKind::FlyHome { .. } | OrderKind::GoTo { .. }) {
        return Err(format!("{} is for a vehicle in the air, this one stands on the ground", kind.word()));
    }
    Ok(plan(kind, in_air))
}

/// Why this vehicle cannot be commanded at all, if so.
pub(super) fn not_commandable(known: &Known) -> Option<String> {
    if known.personality == Some(Personality::ArduPilot) {
        return Some("this autopilot (ArduPilot) is only read by this version, not commanded".to_owned());
    }
    (known.target() == 0).then(|| format!("system id {} cannot be addressed: commands reach 1 to 255", known.system_id))
}

/// The mission of an order that has one.
pub(super) fn mission(kind: &OrderKind) -> Option<&Mission> {
    match kind {
        OrderKind::Launch { mission } | OrderKind::FlyMission { mission } | OrderKind::FlyHome { mission } => {
            Some(mission)
        }
        _ => None,
    }
}

/// The mission of an order as wire items, numbered and addressed.
pub(super) fn items(kind: &OrderKind, target: u8) -> Vec<MissionItemInt> {
    let items = mission(kind).map(crate::mission_items).unwrap_or_default();
    items
        .into_iter()
        .map(|item| MissionItemInt {
            current: u8::from(item.seq == 0),
            target_system: target,
            target_component: 1,
            ..item
        })
        .collect()
}
