//! Zones of the air: where to stay in, where to keep out, where not to record. A zone that cannot be trusted is refused.
//!
//! The gate matters: a self-crossing ring or a NaN makes polygon arithmetic answer "empty" without an error, and a
//! no-fly zone would vanish. So a [`Zone`] is only made by [`Zone::checked`] from a [`Draft`], and a list of drafts
//! goes through [`Intake`], which accounts for every one of them: taken, repaired or refused. Places are local metres,
//! heights above sea level or above the ground ([`Limit`]), times are local hours of a stated offset from UTC
//! ([`Schedule`]). A zone is a closed set: who touches its border is in it.

mod door;
mod draft;
pub mod ed269;
pub mod ed318;
mod eurocae;
mod feature;
pub mod file;
mod form;
mod gate;
mod grow;
mod hours;
mod inside;
mod intake;
mod intervals;
mod leg;
pub mod limits;
mod repair;
pub(crate) mod ring;
mod schedule;
mod set;
#[cfg(test)]
mod tests;
mod words;

pub use door::Door;
pub use draft::{Draft, Limit, Shape, Source, ZoneKind};
pub use feature::{from_layer, to_layer};
pub use form::Form;
pub use gate::Zone;
pub use hours::Hours;
pub use intake::{Intake, Tally};
pub use leg::{Crossing, Leg, Moment, Part};
pub use schedule::{Date, Days, Exception, Period, Schedule, Span};
pub use set::Zones;
