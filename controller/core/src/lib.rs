//! What is happening, and what now: the decisions, as a pure state machine.
//!
//! No clock, no I/O, no randomness: `Controller::handle(at, input)` returns what was decided (events, durable once
//! recorded) and what must go out (effects).

pub mod ids;
pub mod input;
pub mod order;
pub mod safety;

pub use ids::{ApprovalId, IncidentId, OrderId, SortieId, TaskingId, TrackId, UnitId, VehicleId};
pub use input::{
    Actor, Alarm, AlarmKind, Command, Detection, DetectionClass, Fix, FlightMode, Input, Outcome, ReplyKind, Role,
    SkyReport, TaskingReply, UnitReport, VehicleStatus,
};
pub use order::{Order, OrderKind, OrderProgress};
pub use safety::{Approval, Permit, Refusal};
