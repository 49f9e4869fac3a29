//! What is where: quantities, frames, roads, zones, hotspots, places and the base map of one district.
//!
//! Nothing here reads a clock, a file or a socket: bytes come in, answers come out. Degrees exist only at the doors
//! ([`Wgs84`]); everything inside is in local metres ([`Local`]) of the district's tangent plane ([`Frame`]).

pub mod area;
pub mod atlas;
mod basemap;
pub mod datum;
mod district;
mod fiction;
pub mod finding;
pub mod frame;
pub mod hotspot;
pub mod index;
pub mod layers;
mod manifest;
pub mod osm;
pub mod place;
pub mod roads;
pub mod shape;
pub mod terrain;
pub mod units;
pub mod zone;

pub use area::{AreaKind, Areas, Owners};
pub use atlas::{Atlas, Files};
pub use datum::{Datum, VerticalDatum};
pub use finding::Finding;
pub use frame::{Frame, Local, Wgs84, geodesic_distance};
pub use hotspot::{Hotspot, Hotspots};
pub use index::Index;
pub use osm::{ImportOptions, ImportReport, Imported, Progress, import_osm, import_osm_with, import_roads};
pub use place::{GuardedPlace, Place, PlaceKind, Post, PostKind, ResponderClass, Tier};
pub use roads::{
    Access, Area, Arrival, Closure, Conditions, Direction, EdgeId, Hourly, Islands, Live, LiveSpeed, Matrix, Pace,
    Passed, PassedBecause, Profile, Reach, RoadClass, RoadNet, Route, Snap, Snapped, Span, Stretch, Travel, UnitAt,
};
pub use shape::Shape;
pub use terrain::Terrain;
pub use units::{AboveHome, Agl, Amsl, Heading, Metres, MetresPerSecond, Seconds, Timestamp};
pub use zone::{Draft, Hours, Leg, Limit, Schedule, Zone, ZoneKind, Zones};
