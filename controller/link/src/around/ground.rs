//! The ground below, for aircraft that ask for it: TERRAIN_REQUEST is answered square by square from the district's terrain,
//! TERRAIN_CHECK with what is known of one place (mavlink.io, "Terrain Protocol").
//!
//! A district without elevation data answers nobody: one flat height for a whole district is a guess good enough to plan
//! above and not good enough to fly by. Squares with a hole are left out; the aircraft keeps its own rule for those.

use super::bucket::Bucket;
use crate::codec::{Message, TerrainCheck, TerrainData, TerrainReport, TerrainRequest};
use crate::limits;
use crate::scale;
use geodata::terrain::{Terrain, block_heights};
use geodata::{Frame, Metres, Timestamp};
use std::collections::BTreeMap;

/// Squares of one request.
const SQUARES: u8 = 56;

/// What aircraft are told of the ground.
#[derive(Debug, Default)]
pub(crate) struct Ground {
    below: Option<(Terrain, Frame)>,
    budgets: BTreeMap<u32, Bucket>,
}

impl Ground {
    /// Over the terrain of a district. A flat one is none.
    pub(crate) fn of(terrain: &Terrain, frame: Frame) -> Self {
        let below = Some(terrain).filter(|terrain| !terrain.is_flat());
        Self { below: below.map(|terrain| (terrain.clone(), frame)), budgets: BTreeMap::new() }
    }

    /// The answers to a question of an enrolled vehicle: at most so many squares a second, the rest when it asks again.
    pub(crate) fn answers(&mut self, at: Timestamp, system: u32, question: &Message) -> Vec<Message> {
        let Some((terrain, frame)) = &self.below else { return Vec::new() };
        if !matches!(question, Message::TerrainRequest(_) | Message::TerrainCheck(_)) {
            return Vec::new();
        }
        let budget = self.budgets.entry(system).or_insert_with(|| Bucket::full(at, limits::TERRAIN_BURST));
        // Asking costs, too: a question can be about nothing but holes.
        let mut may = || budget.take(at, limits::TERRAIN_PER_SECOND, limits::TERRAIN_BURST);
        match question {
            Message::TerrainRequest(request) if may() => {
                squares(terrain, frame, request).take_while(|_| may()).map(Into::into).collect()
            }
            Message::TerrainCheck(check) if may() => {
                report(terrain, frame, check).map(Into::into).into_iter().collect()
            }
            _ => Vec::new(),
        }
    }
}

/// The squares asked for whose heights are all known.
fn squares<'a>(
    terrain: &'a Terrain,
    frame: &'a Frame,
    request: &'a TerrainRequest,
) -> impl Iterator<Item = TerrainData> + 'a {
    let corner = scale::from_deg_e7(request.lat, request.lon);
    let spacing = Metres(f64::from(request.grid_spacing));
    let (lat, lon, grid_spacing) = (request.lat, request.lon, request.grid_spacing);
    let wanted = (0..SQUARES).filter(|bit| request.mask >> bit & 1 == 1);
    wanted.filter_map(move |gridbit| {
        let data = block_heights(terrain, frame, corner?, spacing, gridbit)?;
        Some(TerrainData { lat, lon, grid_spacing, data, gridbit })
    })
}

/// What is known of one place; a spacing of 0 says that nothing is.
fn report(terrain: &Terrain, frame: &Frame, check: &TerrainCheck) -> Option<TerrainReport> {
    let place = scale::from_deg_e7(check.lat, check.lon)?;
    let height = terrain.height(frame.to_local(place));
    let spacing = match terrain {
        Terrain::Grid(grid) => scale::to_whole_metres(grid.spacing().0.max(grid.spacing().1)),
        Terrain::Flat(_) => 0,
    };
    let known = TerrainReport { lat: check.lat, lon: check.lon, ..TerrainReport::default() };
    Some(match height {
        Some(height) => TerrainReport { terrain_height: scale::to_float_metres(height), spacing, ..known },
        None => known,
    })
}
