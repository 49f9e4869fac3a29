//! Facts of the seat of the duty commander.

use crate::input::Actor;
use geodata::Timestamp;
use serde::{Deserialize, Serialize};

/// A post is duty commander from now on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DutyTaken {
    /// Who.
    pub by: Actor,
    /// Then the watch is over by itself.
    pub until: Timestamp,
    /// Whether other commanders' posts may decide in its name.
    pub deputies: bool,
}

/// The duty commander offers the seat to another post; until that takes it, it stays where it is.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DutyHanded {
    /// Who.
    pub by: Actor,
    /// To which post.
    pub to: String,
}

/// Nobody is duty commander any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DutyLeft {
    /// The post that was.
    pub post: String,
}
