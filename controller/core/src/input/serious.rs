//! What people decide in a serious case.

use crate::ids::UnitId;

/// What is said about a serious case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SeriousCommand {
    /// It is one.
    Declare,
    /// Work out anew who should stand on a ring.
    Propose(u8),
    /// Man a ring as it was worked out.
    Raise {
        /// 1 is the innermost.
        ring: u8,
        /// The number of the proposal that was shown; another one is refused.
        proposal: u32,
        /// The slots of the posts that are meant; none: all.
        slots: Vec<u8>,
    },
    /// Send this unit to a post, by its slot; true: although there is a warning about it.
    Man(u8, UnitId, bool),
    /// Send this unit to the scene, besides those that are there; true: although there is a warning about it.
    Scene(UnitId, bool),
    /// A ring is manned no more.
    Lower(u8),
    /// Call a block of the reserve, by its name. A dispatcher asks, a commander decides.
    CallReserve(String),
    /// A block of the reserve goes home.
    SendHome(String),
    /// It is over: posts, scene and reserve are released.
    StandDown,
}
