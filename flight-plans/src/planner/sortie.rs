//! Who flies what in which order: sorties over places and lines, by ruin and recreate.
//!
//! A task is a place (one way to serve it) or a line (two: from either end). A crew is one sortie: where it starts and
//! ends, how long it may last and how much it may carry. Travel is any matrix, wind makes it asymmetric. Three goals share
//! the search: most prize, least cost, shortest longest sortie.
//!
//! Method: large neighbourhood search with annealed acceptance; strings of neighbouring tasks are taken out as in slack
//! induction by string removals (Christiaens and Vanden Berghe, Transportation Science 2020); directions of lines are chosen
//! inside each evaluation by a two-state recursion (Vidal, Operations Research 2017).

mod model;
mod overfull;
mod planner;
mod polish;
mod recreate;
mod route;
mod ruin;
mod search;
mod state;
mod style;
#[cfg(test)]
mod tests;

pub use model::{Crew, Fault, Goal, Mode, Model, Task};
pub use search::{Answer, Leg, improve};
