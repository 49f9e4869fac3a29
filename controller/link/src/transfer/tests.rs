//! Transfers against the two autopilots' mission servers, as their sources have them, over any air.

pub(crate) mod air;
mod bars;
mod cuts;
pub(crate) mod servers;

use crate::codec::{self, MissionItemInt};

/// Items that tell one list from another.
pub(crate) fn list(count: usize, mark: i32) -> Vec<MissionItemInt> {
    let item = |seq: u16| MissionItemInt {
        seq,
        command: 16,
        frame: 5,
        x: 471_000_000 + i32::from(seq) * 1_000,
        y: 95_000_000 + mark,
        z: 520.0,
        autocontinue: 1,
        target_system: 3,
        target_component: 1,
        ..MissionItemInt::default()
    };
    (0..u16::try_from(count).unwrap()).map(item).collect()
}
