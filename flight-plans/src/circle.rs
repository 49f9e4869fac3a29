//! Response circles in depth: who would be there in time, who may leave, where to stand, whom to move, what is left open.
//!
//! A circle is a guarded place with tiers of responders; a tier is met when each of its needs has enough units of its
//! classes there within the budget. What a unit needs to a place is looked up once per move and kept as one row of
//! milliseconds; which needs it meets is one row of bits. With these "whose departure breaks which circle" is the common
//! part of two rows, and asking it for all units costs next to nothing. [`crate::response`] has the tiers of one place;
//! here are thousands.

pub mod arrivals;
mod bits;
pub mod coverage;
pub mod design;
mod leave;
mod live;
mod model;
mod now;
pub mod owners;
pub mod relocate;
pub mod squadron;
#[cfg(test)]
mod tests;
pub mod times;

pub use live::{Changed, Live, Tally};
pub use model::{Circle, CircleTier, Circles, Classes, Need, TierAt};
pub use now::{CircleNow, InTime, NeedNow, TierNow};
pub use squadron::{Readiness, Squadron};
pub use times::{Moves, Times};

/// A time that is never: who has it cannot get there, or not within any budget that counts.
pub const NEVER: u32 = u32::MAX;
