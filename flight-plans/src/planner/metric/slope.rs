//! How much a leg climbs and sinks over the ground: the parts of the missions' own rule, from one look along the ground.

use crate::planner::follow::{LOOK, SHORTEST, band};
use geodata::{Agl, Local, Metres, Terrain};

/// No leg is halved more often: parts of 40 m of a leg of 40 km.
const MOST_HALVES: u32 = 10;

/// The changes of height of a leg.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Slope {
    pub(super) up: Metres,
    pub(super) down: Metres,
}

impl Slope {
    /// Of the leg flown back.
    pub(super) fn back(self) -> Self {
        Self { up: self.down, down: self.up }
    }
}

/// Climbs and descents of a leg that is halved until each part keeps between the heights flown.
pub(super) fn slope(terrain: &Terrain, layer: Agl, from: Local, to: Local) -> Slope {
    let mut part = from.distance(to).0;
    if terrain.is_flat() || !part.is_finite() {
        return Slope::default();
    }
    let mut halves = 0;
    while part >= 2.0 * SHORTEST && halves < MOST_HALVES {
        (part, halves) = (part / 2.0, halves + 1);
    }
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // 1 to some thousands
    let looks = (part / LOOK.0).ceil().clamp(1.0, 1e4) as u32;
    let steps = looks << halves;
    let share = |i: u32| from.toward(to, f64::from(i) / f64::from(steps));
    let ground: Vec<f64> = (0..=steps).map(|i| terrain.ground(share(i)).0.0).collect();
    let mut slope = Slope::default();
    parts(&ground, halves, (layer.0.0, band(layer)), &mut slope);
    slope
}

/// Adds the change of height over some ground, or of its halves when a straight line does not keep its heights.
fn parts(ground: &[f64], halves: u32, heights: (f64, (f64, f64)), slope: &mut Slope) {
    let (Some(first), Some(last)) = (ground.first(), ground.last()) else { return };
    if halves > 0 && !keeps(ground, heights) {
        let middle = ground.len() / 2;
        parts(&ground[..=middle], halves - 1, heights, slope);
        parts(&ground[middle..], halves - 1, heights, slope);
        return;
    }
    let rise = last - first;
    slope.up = slope.up + Metres(rise.max(0.0));
    slope.down = slope.down + Metres((-rise).max(0.0));
}

/// Whether a straight line in the layer over both ends keeps between two heights above the ground.
fn keeps(ground: &[f64], (layer, (low, high)): (f64, (f64, f64))) -> bool {
    let (first, last) = (ground[0], ground[ground.len() - 1]);
    #[allow(clippy::cast_precision_loss)] // some thousands
    let step = (last - first) / (ground.len() - 1) as f64;
    let mut line = first + layer;
    ground.iter().all(|height| {
        let above = line - height;
        line += step;
        above >= low && above <= high
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::planner::follow::follow;
    use crate::trial::hills::over;
    use rand::{RngExt, SeedableRng};
    use rand_chacha::ChaCha8Rng;

    /// Climbs and descents of the parts that missions are flown in.
    fn by_missions(terrain: &Terrain, layer: Agl, from: Local, to: Local) -> Slope {
        let mut before = terrain.ground(from).0;
        let mut slope = Slope::default();
        for end in follow(terrain, layer, from, to) {
            let rise = terrain.ground(end).0 - before;
            before = terrain.ground(end).0;
            slope.up = slope.up + rise.max(Metres::ZERO);
            slope.down = slope.down + (-rise).max(Metres::ZERO);
        }
        slope
    }

    #[test]
    fn a_leg_climbs_what_the_missions_climb_and_as_much_back() {
        let hills = |at: Local| 600.0 + 90.0 * (at.x / 400.0).sin() + 60.0 * (at.y / 300.0).cos();
        let terrain = over(|at| Some(hills(at))).terrain;
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let mut place = || Local { x: rng.random_range(-4e3..4e3), y: rng.random_range(-4e3..4e3) };
        let (mut ours, mut theirs, mut same) = (0.0, 0.0, 0);
        for _ in 0..200 {
            let (from, to) = (place(), place());
            let one = slope(&terrain, Agl(Metres(60.0)), from, to);
            let other = by_missions(&terrain, Agl(Metres(60.0)), from, to);
            let back = slope(&terrain, Agl(Metres(60.0)), to, from);
            assert!((back.up.0 - one.down.0).abs() < 1e-6 && (back.down.0 - one.up.0).abs() < 1e-6);
            let least = (terrain.ground(to).0.0 - terrain.ground(from).0.0).max(0.0);
            assert!(one.up.0 >= least - 1e-6);
            same += usize::from((one.up.0 - other.up.0).abs() < 0.5);
            (ours, theirs) = (ours + one.up.0, theirs + other.up.0);
        }
        assert!(theirs > 20_000.0, "the hills are none: {theirs}");
        assert!(
            (ours - theirs).abs() < 0.02 * theirs && same >= 150,
            "ours {ours}, missions {theirs}, {same} of 200 the same"
        );
    }
}
