//! Heights as an autopilot asks for them: MAVLink's TERRAIN_REQUEST names a south-west corner, a spacing and the blocks it
//! lacks; each block is answered by one TERRAIN_DATA of 4 x 4 heights (<https://mavlink.io/en/services/terrain.html>).

use super::Terrain;
use crate::frame::{Frame, Local, Wgs84};
use crate::units::Metres;

/// Blocks of one request: 8 eastward by 7 northward.
pub const BLOCKS: u8 = 56;
/// Heights along a block's side.
const SIDE: u8 = 4;

/// The 16 heights of one block in whole metres above the sea, the south-west one first, eastward first.
///
/// `corner` and `spacing` are the request's, `block` its bit from 0. Nothing when any of the heights is unknown (an
/// aircraft asks again, and keeps its own rule for that) or the request makes no sense.
#[must_use]
pub fn block_heights(terrain: &Terrain, frame: &Frame, corner: Wgs84, spacing: Metres, block: u8) -> Option<[i16; 16]> {
    let corner = Wgs84::new(corner.lat, corner.lon)?;
    if block >= BLOCKS || !(1.0..=10_000.0).contains(&spacing.0) {
        return None;
    }
    let origin = frame.to_local(corner);
    let first = (f64::from(block % 8 * SIDE), f64::from(block / 8 * SIDE));
    let mut heights = [0; 16];
    for (index, slot) in (0_u8..16).zip(heights.iter_mut()) {
        let (east, north) = (first.0 + f64::from(index % SIDE), first.1 + f64::from(index / SIDE));
        let at = Local { x: origin.x + east * spacing.0, y: origin.y + north * spacing.0 };
        let height = terrain.height(at)?.0.0.round();
        // The range is checked, so the cast is exact.
        #[allow(clippy::cast_possible_truncation)]
        let whole = (-1000.0..=10_000.0).contains(&height).then_some(height as i16)?;
        *slot = whole;
    }
    Some(heights)
}
