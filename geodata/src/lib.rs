//! What is where: quantities, frames, roads, zones, hotspots, places and the base map of one district.
//!
//! Nothing here reads a clock, a file or a socket: bytes come in, answers come out. Degrees exist only at the doors
//! ([`Wgs84`]); everything inside is in local metres ([`Local`]) of the district's tangent plane ([`Frame`]).

pub mod frame;
pub mod units;

pub use frame::{Frame, Local, Wgs84};
pub use units::{Agl, Amsl, Heading, Metres, MetresPerSecond, Seconds, Timestamp};
