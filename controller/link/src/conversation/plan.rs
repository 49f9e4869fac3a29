//! Which steps an order takes, given what telemetry says of the vehicle.

use super::Step;
use crate::autopilot::{Mode, Personality};
use crate::codec::MissionItemInt;
use crate::limits;
use crate::session::Known;
use controller_core::OrderKind;
use flight_plans::{Mission, MissionItem};
use geodata::AboveHome;
use std::collections::VecDeque;

/// The steps of an order for a vehicle that is in the air, or not.
pub(super) fn plan(kind: &OrderKind, in_air: bool, takes_off_first: bool) -> VecDeque<Step> {
    let steps: &[Step] = match kind {
        // A repeat after a restart of ours: it flies already, so only look whether it flies the right thing.
        OrderKind::Launch { .. } if in_air => &[Step::ReadBack],
        // A take-off by command, then the mission, whose own take-off item it has then done.
        OrderKind::Launch { .. } if takes_off_first => &[
            Step::Upload,
            Step::ReadBack,
            Step::Mode(Mode::Guided),
            Step::Arm,
            Step::TakeOff,
            Step::InAir,
            Step::Mode(Mode::Mission),
        ],
        OrderKind::Launch { .. } => &[Step::Upload, Step::ReadBack, Step::Arm, Step::Mode(Mode::Mission), Step::InAir],
        OrderKind::FlyMission { .. } | OrderKind::FlyHome { .. } => {
            &[Step::Mode(Mode::Hold), Step::Upload, Step::ReadBack, Step::Rewind, Step::Mode(Mode::Mission)]
        }
        OrderKind::GoTo { .. } => &[Step::GoTo],
        OrderKind::Resume { .. } => &[Step::ReadBack, Step::Rewind, Step::Mode(Mode::Mission)],
        OrderKind::Fence { .. } | OrderKind::Rally { .. } => &[Step::Upload, Step::ReadBack],
        OrderKind::Hold => &[Step::Mode(Mode::Hold)],
        OrderKind::Return => &[Step::Mode(Mode::Return)],
        OrderKind::Land => &[Step::Mode(Mode::Land)],
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
    let first = known.personality.is_some_and(Personality::takes_off_first);
    Ok(plan(kind, in_air, first))
}

/// Why this vehicle cannot be commanded at all, if so.
pub(super) fn not_commandable(known: &Known) -> Option<String> {
    if let Some(why) = known.personality.and_then(Personality::only_read) {
        return Some(why);
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

/// The height above home of the take-off a mission begins with; nothing without one, or while home is not known.
pub(super) fn take_off_height(kind: &OrderKind, known: &Known) -> Option<AboveHome> {
    let (_, home) = known.status.home?;
    match mission(kind)?.items.first()? {
        MissionItem::Takeoff { altitude, .. } => Some(altitude.above_home(home)),
        _ => None,
    }
}

/// The mission of an order as wire items, numbered and addressed.
pub(super) fn items(kind: &OrderKind, personality: Personality, known: &Known) -> Vec<MissionItemInt> {
    let target = known.target();
    let items = mission(kind).map(|mission| personality.items(mission, known.status.home)).unwrap_or_default();
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
