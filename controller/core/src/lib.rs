//! What is happening, and what now: the decisions, as a pure state machine.
//!
//! No clock, no I/O, no randomness: [`Controller::handle`] takes a moment and an input and returns what was decided
//! (entries, durable once recorded) and what must go out (effects).

pub mod aboard;
mod card;
pub mod circles;
pub mod controller;
pub mod decide;
#[cfg(test)]
mod dice;
pub mod effect;
pub mod event;
pub mod facts;
pub mod guard;
pub mod ids;
pub mod input;
pub mod lease;
pub mod ledger;
pub mod limits;
pub mod line;
pub mod merge;
pub mod offer;
pub mod order;
pub mod pairing;
pub mod payload;
pub mod picture;
pub mod policy;
pub mod protocol;
pub mod readiness;
pub mod reason;
pub mod safety;
pub mod serious;
mod setup;
pub mod sight;
pub mod traffic;

pub use aboard::{Aboard, Doubt, Store};
pub use controller::{Answer, Controller, Decision};
pub use effect::{Effect, UnitOrder, UnitOrderKind};
pub use event::{Event, Fact, FlightAction, FlightOffer, Purpose};
pub use facts::weather::WeatherReport;
pub use facts::zones::LiveZone;
pub use guard::{ForeignAct, IdentityDoubt};
pub use ids::{ApprovalId, ClosureId, IncidentId, OrderId, SortieId, TaskingId, TrackId, UnitId, VehicleId};
pub use input::{
    Actor, Alarm, AlarmKind, Branch, CloseReason, Command, DeskCommand, Detection, DetectionClass, DutyCommand, Fix,
    FlightMode, Input, LevelCommand, Need, Outcome, PixelDetection, ReplyKind, Role, SeriousCommand, SkyReport,
    StationSay, StationWord, TaskingReply, UnitDuty, UnitReport, VehicleStatus,
};
pub use lease::{ControlAsk, ControlOrder, Lease, OperatorControl};
pub use ledger::{Entry, Ledger};
pub use order::{ORBIT_RADIUS, Order, OrderKind, OrderProgress};
pub use payload::{
    CameraState, GimbalControl, GimbalState, PayloadAsk, PayloadKind, PayloadOrder, Sighted, Sighting, VideoStream,
};
pub use policy::Policy;
pub use readiness::{Estimator, Failsafe, Means, Navigation, PositionDoubt, Setting, Settings};
pub use reason::{PilotFault, Reason};
pub use safety::{Approval, PayloadPermit, Permit, Refusal};
pub use setup::{Cite, Setup};
pub use sight::view::Look;
pub use sight::{Cov2, Ellipse};
pub use traffic::{HeightAbove, Traffic, TrafficId, TrafficKind};
