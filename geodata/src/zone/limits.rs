//! How large zones may be, in one place: hostile and mistaken files meet these before any work is done on them.

use crate::units::Metres;

/// Most zones of one district.
pub const ZONES: usize = 20_000;
/// Most corners of one zone, holes included.
pub const CORNERS: usize = 10_000;
/// Most corners of all zones of one list.
pub const ALL_CORNERS: usize = 200_000;
/// Most holes of one zone.
pub const HOLES: usize = 200;
/// Most pieces a repaired outline may fall into; more is no slip of the pen.
pub const PIECES: usize = 16;
/// Widest zone. The tangent plane bends beyond this.
pub const WIDTH: Metres = Metres(300_000.0);
/// Farthest corner from the district's origin.
pub const FAR: Metres = Metres(300_000.0);
/// Smallest area in square metres: less is a slip, not a zone.
pub const LEAST_AREA: f64 = 1.0;
/// Corners nearer than this to the one before are the same corner.
pub const SAME: Metres = Metres(0.001);
/// Heights in metres that something in the air can have, above sea level or above ground.
pub const HEIGHTS: [f64; 2] = [-1_000.0, 100_000.0];
/// Most characters of an id, and of a name.
pub const ID: usize = 100;
/// Most characters of a name or another text.
pub const TEXT: usize = 2_000;
/// Most periods, spans of a period, and exceptions of one schedule.
pub const SCHEDULE: usize = 500;
/// Largest zone file in bytes.
pub const FILE: usize = 20 << 20;
/// Most findings told of one file; the rest is counted.
pub const FINDINGS: usize = 500;
