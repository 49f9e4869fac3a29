//! Who of our posts holds a vehicle. Each change of hands has a number, the epoch, that only grows: an order that was meant
//! under an earlier one is refused, however late it comes.
//!
//! One post holds a vehicle or none does. A vehicle nobody holds may be ordered by any post with the right to. Hold, return
//! and land are for every such post at any time, whoever holds it.

use crate::ids::VehicleId;
use crate::input::Actor;
use geodata::Timestamp;
use serde::{Deserialize, Serialize};

/// One vehicle's lease.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lease {
    /// How often it changed hands; 0 when it never did.
    pub epoch: u32,
    /// Who holds it, and since when.
    pub holder: Option<(Actor, Timestamp)>,
    /// Who asks for it, and when it becomes theirs unless the holder says otherwise.
    pub asked: Option<(Actor, Timestamp)>,
}

impl Lease {
    /// Whether this post holds it.
    #[must_use]
    pub fn is_held_by(&self, actor: &Actor) -> bool {
        self.holder.as_ref().is_some_and(|(holder, _)| holder.post == actor.post)
    }
}

/// What a vehicle with MAVLink's operator control says of who controls it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OperatorControl {
    /// The ground station's system id; nothing when none is in control.
    pub by: Option<u32>,
    /// It is us.
    pub ours: bool,
    /// Whoever asks is given control.
    pub takeover: bool,
    /// A station that asks us for control, while it waits.
    pub asked_by: Option<u32>,
    /// The vehicle did not give us what we asked for last.
    pub refused: bool,
}

/// What is asked of such a vehicle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ControlAsk {
    /// That it listens to us.
    Request,
    /// That it listens to the next who asks: for ten seconds.
    Allow,
    /// That it no longer listens to us alone.
    Release,
}

/// One such question for one vehicle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ControlOrder {
    /// Whom.
    pub vehicle: VehicleId,
    /// What.
    pub ask: ControlAsk,
}
