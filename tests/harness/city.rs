//! A day and a night of a city's calls, and who is sent to them: the same calls, the same crews and the same luck whatever rule
//! sends them, so that two rules can be held against each other. The controller is the product's own, driven at the level of
//! inputs and effects; crews drive by road. All figures of the world (how many call, for what, how long it takes) are assumed.

mod calls;
mod crew;
mod day;
mod figures;
mod luck;

pub use calls::{Call, Load, calls};
pub use day::{Arrival, Day, run};
pub use figures::{Compared, Row, compare, percentile, table};
