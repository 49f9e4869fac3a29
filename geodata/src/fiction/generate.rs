//! The generator: from a seed and the real map to an invented layer. The same seed gives the same bytes.
//!
//! In this order, each with its own random stream (ChaCha8, stream numbers below), so that more of one thing never
//! moves another: 8 stations at settlements, spread so that each next one is farthest from those before, and a dock on
//! each; 40 guarded places, real ones first; 400 hotspots, two thirds near places and a third anywhere on a road, with
//! weights and hours; 6 no-fly zones 200 to 800 m across, 300 m and more from any dock and clear of guarded places; 4
//! no-record zones over schools and the like. Everything lies inside of the boundary.

use super::siting::Site;
use super::{Fiction, guarded, hotspots, posts, zones};
use crate::finding::Finding;
use crate::frame::{Frame, Local, Wgs84};
use crate::osm::rings;
use crate::place::Place;
use crate::roads::RoadNet;
use crate::units::Amsl;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// What the generator looks at.
pub(crate) struct World<'a> {
    pub frame: &'a Frame,
    pub net: &'a RoadNet,
    pub places: &'a [Place],
    /// Outer rings of the district.
    pub rings: &'a [Vec<Wgs84>],
    pub ground: Amsl,
}

impl World<'_> {
    /// Whether a place is inside of the district.
    pub fn inside(&self, at: Local) -> bool {
        let place = self.frame.to_wgs84(at);
        self.rings.iter().any(|ring| rings::inside(place, ring))
    }

    /// The random stream of one kind of thing.
    pub fn stream(seed: u64, number: u64) -> ChaCha8Rng {
        let mut rng = ChaCha8Rng::seed_from_u64(seed);
        rng.set_stream(number);
        rng
    }

    /// The settlement nearest to a place.
    pub fn settlement(&self, at: Local) -> Option<&Place> {
        let settlements = self.places.iter().filter(|p| p.kind.is_settlement());
        settlements.min_by(|a, b| a.at.distance(at).total_cmp(&b.at.distance(at)))
    }

    /// A road point inside of the district: drawn anew a hundred times, then taken as it comes.
    pub fn road_point(&self, rng: &mut ChaCha8Rng) -> Local {
        let mut point = self.net.random_snap(rng).point;
        for _ in 0..100 {
            if self.inside(point) {
                break;
            }
            point = self.net.random_snap(rng).point;
        }
        point
    }
}

/// The layers of one seed.
///
/// # Errors
/// A zone that the gate refuses: a defect of the generator, or a plane that cannot be.
pub(crate) fn lay(world: &World, seed: u64) -> Result<Fiction, Finding> {
    let posts = posts::lay(world, &mut World::stream(seed, 1));
    let docks: Vec<Site> = posts.iter().map(|post| Site { at: post.at, radius: 0.0 }).collect();
    let guarded = guarded::lay(world, &mut World::stream(seed, 2));
    let hotspots = hotspots::lay(world, &mut World::stream(seed, 3));
    let zones = zones::lay(world, &docks, &guarded, &mut World::stream(seed, 4))?;
    Ok(Fiction { posts, guarded, hotspots, zones })
}
