//! Which steps an order takes, given what telemetry says of the vehicle.

use super::Step;
use crate::autopilot::{Mode, Personality};
use crate::codec::MissionItemInt;
use crate::limits;
use crate::session::Known;
use crate::transfer::{self, Server};
use controller_core::{OrderKind, Store};
use flight_plans::{Mission, MissionItem};
use geodata::AboveHome;
use std::collections::VecDeque;

/// The steps of an order for a vehicle that is in the air, or not.
pub(super) fn plan(kind: &OrderKind, in_air: bool, personality: Option<Personality>) -> VecDeque<Step> {
    let takes_off_first = personality.is_some_and(Personality::takes_off_first);
    let circles_by_command = personality.is_some_and(Personality::circles_by_command);
    let steps: &[Step] = match kind {
        // A repeat after a restart of ours: it flies already, so only look whether it flies the right thing.
        OrderKind::Launch { .. } if in_air => &[Step::ReadBack],
        // A take-off by command, then the mission, whose own take-off item it has then done.
        OrderKind::Launch { .. } if takes_off_first => &[
            Step::Upload,
            Step::ReadBack,
            Step::Mode(Mode::Guided),
            Step::Position,
            Step::Arm,
            Step::TakeOff,
            Step::InAir,
            Step::Mode(Mode::Mission),
        ],
        OrderKind::Launch { .. } => &[Step::Upload, Step::ReadBack, Step::Arm, Step::Mode(Mode::Mission), Step::InAir],
        OrderKind::Orbit { .. } if circles_by_command => &[Step::Orbit],
        OrderKind::FlyMission { .. } | OrderKind::FlyHome { .. } | OrderKind::Orbit { .. } => {
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
    let flies_on = matches!(
        kind,
        OrderKind::FlyMission { .. }
            | OrderKind::FlyHome { .. }
            | OrderKind::GoTo { .. }
            | OrderKind::Orbit { .. }
            | OrderKind::Resume { .. }
    );
    if !in_air && flies_on {
        return Err(format!("{} is for a vehicle in the air, this one stands on the ground", kind.word()));
    }
    if in_air && store(kind) != Store::Mission {
        return Err(format!("{} is for a vehicle on the ground: it may be outside of the new one", kind.word()));
    }
    if let OrderKind::Resume { mission, from } = kind
        && usize::from(*from) >= mission.items.len()
    {
        return Err(format!("item {from} of a mission of {}", mission.items.len()));
    }
    Ok(plan(kind, in_air, known.personality))
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
        OrderKind::Launch { mission }
        | OrderKind::FlyMission { mission }
        | OrderKind::FlyHome { mission }
        | OrderKind::Resume { mission, .. } => Some(mission),
        _ => None,
    }
}

/// The height above home of the take-off a mission begins with; nothing without one, or while home is not known.
pub(super) fn take_off_height(kind: &OrderKind, known: &Known) -> Option<AboveHome> {
    let (_, home) = known.status.home()?;
    match mission(kind)?.items.first()? {
        MissionItem::Takeoff { altitude, .. } => Some(altitude.above_home(home)),
        _ => None,
    }
}

/// Which list an order is about.
pub(super) fn store(kind: &OrderKind) -> Store {
    match kind {
        OrderKind::Fence { .. } => Store::Fence,
        OrderKind::Rally { .. } => Store::Rally,
        _ => Store::Mission,
    }
}

/// Whether an order sends its list, and may send it again when it reads back different.
pub(super) fn sends(kind: &OrderKind) -> bool {
    !matches!(kind, OrderKind::Resume { .. })
}

/// The hash of an order's list.
pub(super) fn hash(kind: &OrderKind) -> Option<String> {
    match kind {
        OrderKind::Fence { fence } => Some(fence.hash()),
        OrderKind::Rally { rally } => Some(rally.hash()),
        // A circle is a mission of its own where it is not a command.
        OrderKind::Orbit { at, altitude, radius } => {
            Some(format!("circle {} {} {} {}", at.lat, at.lon, altitude.0.0, radius.0))
        }
        _ => mission(kind).map(Mission::hash),
    }
}

/// The vehicle's own number of an order's list, when it was read back once; 0 when there is none.
pub(super) fn known_id(kind: &OrderKind, known: &Known) -> u32 {
    hash(kind).map_or(0, |hash| known.stored.id_of(store(kind), &hash))
}

/// Our number of the item a mission begins or goes on with.
pub(super) fn first_item(kind: &OrderKind) -> u16 {
    match kind {
        OrderKind::Resume { from, .. } => *from,
        _ => 0,
    }
}

/// The list an order is about, as the vehicle serves it.
pub(super) fn server(kind: &OrderKind, personality: Personality, known: &Known) -> Server {
    Server::new(known.target(), store(kind), personality, known.loss)
}

/// The list of an order as wire items, numbered and addressed.
pub(super) fn items(kind: &OrderKind, personality: Personality, known: &Known) -> Result<Vec<MissionItemInt>, String> {
    let items = match kind {
        OrderKind::Fence { fence } => transfer::fence_items(fence),
        OrderKind::Rally { rally } => {
            transfer::rally_items(rally, personality, known.status.home().map(|(_, height)| height))?
        }
        OrderKind::Orbit { at, altitude, radius } => {
            personality.orbit_items(*at, *altitude, *radius, known.status.home()).unwrap_or_default()
        }
        _ => mission(kind).map(|mission| personality.items(mission, known.status.home())).unwrap_or_default(),
    };
    let addressed = |item: MissionItemInt| MissionItemInt {
        current: u8::from(item.seq == 0 && item.mission_type == 0),
        target_system: known.target(),
        target_component: 1,
        ..item
    };
    Ok(items.into_iter().map(addressed).collect())
}
