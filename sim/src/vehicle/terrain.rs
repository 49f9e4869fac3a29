//! ArduPilot asks its ground station for the heights of the ground below, block by block, until it has them.
//!
//! A block is 7 by 8 squares of 4 by 4 heights; blocks overlap by one square. From `AP_Terrain.h` (layout, not code).

use controller_link::codec::{TerrainData, TerrainRequest};
use controller_link::scale;
use geodata::{Frame, Local, Seconds, Timestamp, Wgs84};

/// Metres between two heights (TERRAIN_SPACING as delivered).
const SPACING: u16 = 100;
/// Squares of a block, north and east, without the overlapping ones.
const SQUARES: [f64; 2] = [6.0, 7.0];
/// All 56 squares missing.
const ALL: u64 = (1 << 56) - 1;
/// A question is repeated after this.
const AGAIN: Seconds = Seconds(2.0);

/// What it knows of the ground below.
#[derive(Debug, Default)]
pub(super) struct Terrain {
    /// The block below: its south-west corner (1e-7 degree) and the squares missing.
    block: Option<((i32, i32), u64)>,
    ask_at: Timestamp,
    /// The height given first for this block, metres above sea level; for tests and reports.
    pub(super) given: Option<i16>,
}

impl Terrain {
    /// The question that is due at `place`.
    pub(super) fn ask(&mut self, at: Timestamp, place: Wgs84) -> Option<TerrainRequest> {
        let corner = corner(place);
        if self.block.is_none_or(|(known, _)| known != corner) {
            *self = Self { block: Some((corner, ALL)), ask_at: at, given: None };
        }
        let (_, mask) = self.block.filter(|(_, mask)| *mask != 0)?;
        if at < self.ask_at {
            return None;
        }
        self.ask_at = at.plus(AGAIN);
        Some(TerrainRequest { mask, lat: corner.0, lon: corner.1, grid_spacing: SPACING })
    }

    /// Takes a square that belongs to the block below.
    pub(super) fn take(&mut self, data: &TerrainData) {
        let Some((corner, mask)) = &mut self.block else { return };
        let fits = *corner == (data.lat, data.lon) && data.grid_spacing == SPACING && data.gridbit < 56;
        if fits {
            *mask &= !(1 << data.gridbit);
            self.given = self.given.or(Some(data.data[0]));
        }
    }

    /// Squares it has, and those it waits for.
    #[cfg(test)]
    pub(super) fn counts(&self) -> (u32, u32) {
        self.block.map_or((0, 0), |(_, mask)| (56 - mask.count_ones(), mask.count_ones()))
    }
}

/// The south-west corner of the block a place lies in; blocks are counted from the corner of the whole degree.
fn corner(place: Wgs84) -> (i32, i32) {
    let origin = Wgs84 { lat: place.lat.floor(), lon: place.lon.floor() };
    let frame = Frame::at(origin);
    let off = frame.to_local(place);
    let step = SQUARES.map(|squares| squares * 4.0 * f64::from(SPACING));
    let south_west = Local { x: (off.x / step[1]).floor() * step[1], y: (off.y / step[0]).floor() * step[0] };
    scale::to_deg_e7(frame.to_wgs84(south_west))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HERE: Wgs84 = Wgs84 { lat: 47.141, lon: 9.5215 };

    #[test]
    fn it_asks_until_every_square_is_there_and_then_for_the_next_block() {
        let mut terrain = Terrain::default();
        let first = terrain.ask(Timestamp(0), HERE).unwrap();
        assert_eq!(first.mask, ALL);
        assert_eq!(terrain.ask(Timestamp(1_000_000), HERE), None, "not so soon");
        let square =
            |gridbit| TerrainData { lat: first.lat, lon: first.lon, grid_spacing: 100, gridbit, data: [461; 16] };
        (0..55).for_each(|bit| terrain.take(&square(bit)));
        terrain.take(&TerrainData { lat: first.lat + 1, ..square(55) });
        terrain.take(&TerrainData { grid_spacing: 30, ..square(55) });
        terrain.take(&square(200));
        assert_eq!((terrain.counts(), terrain.given), ((55, 1), Some(461)));
        assert_eq!(terrain.ask(Timestamp(2_000_000), HERE).map(|ask| ask.mask), Some(1 << 55));
        terrain.take(&square(55));
        assert_eq!(terrain.ask(Timestamp(9_000_000), HERE), None);
        let next = terrain.ask(Timestamp(9_000_000), Wgs84 { lat: HERE.lat + 0.03, ..HERE }).unwrap();
        assert!(next.lat > first.lat && next.mask == ALL);
    }

    #[test]
    fn the_corner_lies_south_west_within_a_block() {
        let (lat, lon) = corner(HERE);
        let off = Frame::at(scale::from_deg_e7(lat, lon).unwrap()).to_local(HERE);
        assert!((-1.0..2401.0).contains(&off.y) && (-1.0..2801.0).contains(&off.x), "{off:?}");
    }
}
