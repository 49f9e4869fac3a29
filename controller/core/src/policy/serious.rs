//! What a serious case is laid out as: rings of posts, circles of seats, blocks of the reserve.

use crate::limits;
use serde::Deserialize;

section!(
    /// A serious case.
    SeriousPolicy {
        /// The rings of posts, inner first.
        rings: Vec<RingPolicy>,
        /// Metres below which two crossings are one.
        apart_m: f64,
        /// The rings, from the innermost, that may take units from less urgent incidents.
        take_rings: u8,
        /// Seconds until a post nobody could man is looked at again.
        again_s: f64,
        /// The circles of seats round the scene, inner first.
        circles: Vec<CirclePolicy>,
        /// Seconds until a unit of the reserve that has not acknowledged is called again.
        muster_remind_s: f64,
        /// Seconds until it is given up.
        muster_timeout_s: f64,
        /// The blocks of the reserve.
        reserve: Vec<ReservePolicy>,
    }
);
section!(
    /// One ring.
    RingPolicy {
        /// Metres from the scene, straight.
        radius_m: f64,
        /// Posts at most: the largest roads have one first.
        posts: u8,
    }
);
section!(
    /// One circle.
    CirclePolicy {
        /// Its name.
        name: String,
        /// Metres from the scene.
        radius_m: f64,
        /// Seconds after which it should be full.
        fill_s: f64,
        /// Its seats.
        seats: Vec<SeatPolicy>,
    }
);
section!(
    /// Seats of one kind.
    SeatPolicy {
        /// For what.
        role: String,
        /// How many.
        count: u8,
        /// What a crew must be able to do, in the policy's words.
        #[serde(default)]
        needs: Vec<String>,
    }
);
section!(
    /// One block of the reserve.
    ReservePolicy {
        /// Its name.
        name: String,
        /// The id of the post of the district where it musters.
        muster: String,
        /// Its units, by their numbers in the plan.
        units: Vec<u32>,
    }
);

impl SeriousPolicy {
    /// The first thing that cannot be meant: its key and what is wrong with it.
    #[must_use]
    pub fn fault(&self) -> Option<(&'static str, &'static str)> {
        let rising = |radii: &[f64]| {
            radii.windows(2).all(|pair| matches!(pair, [a, b] if a < b)) && radii.iter().all(|radius| *radius > 0.0)
        };
        let rings: Vec<f64> = self.rings.iter().map(|ring| ring.radius_m).collect();
        let circles: Vec<f64> = self.circles.iter().map(|circle| circle.radius_m).collect();
        let mut names: Vec<&str> = self.reserve.iter().map(|block| block.name.as_str()).collect();
        let mut units: Vec<u32> = self.reserve.iter().flat_map(|block| block.units.iter().copied()).collect();
        let (blocks, members) = (names.len(), units.len());
        names.sort_unstable();
        names.dedup();
        units.sort_unstable();
        units.dedup();
        let seats =
            self.circles.iter().flat_map(|circle| &circle.seats).map(|seat| usize::from(seat.count)).sum::<usize>();
        let posts = self.rings.iter().map(|ring| usize::from(ring.posts)).sum::<usize>();
        if self.rings.len() > limits::RINGS || !rising(&rings) || rings.iter().any(|radius| *radius > limits::RING_M) {
            Some(("serious.rings", "at most four rings, each wider than the last, up to 50 km"))
        } else if posts > limits::RING_POSTS {
            Some(("serious.rings", "more than 120 posts in all"))
        } else if !rising(&circles) || seats > limits::SEATS {
            Some(("serious.circles", "each wider than the last, at most 60 seats in all"))
        } else if names.len() < blocks || units.len() < members || names.iter().any(|name| name.is_empty()) {
            Some(("serious.reserve", "a block without a name, or a name or unit that stands there twice"))
        } else {
            None
        }
    }
}
