//! Where to stand: sites chosen so that most is covered, or so that the way to the nearest is shortest.
//!
//! Both by exchange of one site for another, always the best exchange, with what each exchange would bring kept up to date
//! (Resende and Werneck, Networks 2007), and a shake when no exchange helps. `cover` also proves its answer where it can.

mod classes;
mod cover;
mod dual;
mod median;
mod planner;
mod rough;
#[cfg(test)]
mod tests;

pub use cover::{Cover, Covered};
pub use median::{Median, Sited};
