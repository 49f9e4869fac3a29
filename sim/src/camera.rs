//! The cameras under the aircraft: once a second, each tells what it sees near below it, with an honest error.
//!
//! A detection is a class, a place, a time and a confidence. Nothing is told from inside a no-record zone, and nothing
//! that lies in one.

#[cfg(test)]
mod tests;

use crate::ground::rounded;
use crate::seed::Dice;
use crate::target::Targets;
use controller_api::ask::ReportDetection;
use controller_api::view::Point;
use geodata::{Agl, Atlas, Local, Metres, Timestamp, ZoneKind};

/// Farther than this, measured on the ground, nothing is told apart.
const SIGHT: Metres = Metres(200.0);
/// Lower than this, the picture shows too little.
const LOWEST: Metres = Metres(20.0);
/// Share of the looks that find what is there. Assumed, as are the next three.
const HIT_SHARE: f64 = 0.85;
const CONFIDENCE: [f64; 2] = [0.6, 0.95];
/// Radius of the 68 % circle in metres.
const ACCURACY: [f64; 2] = [3.0, 8.0];
/// From the picture to the word, in milliseconds.
const DELAY_MS: [f64; 2] = [150.0, 450.0];
/// In two dimensions 68 % lie within 1.51 deviations of one axis: sqrt(-2 ln 0.32).
const RADIUS_OVER_DEVIATION: f64 = 1.51;

/// Where one camera is.
#[derive(Clone, Copy, Debug)]
pub struct Eye {
    /// Whose camera.
    pub vehicle: u32,
    /// Straight below it.
    pub place: Local,
    /// Its true height.
    pub height: Agl,
}

/// All cameras of the squadron.
#[derive(Clone, Debug)]
pub struct Cameras {
    dice: Dice,
    told: u64,
}

impl Cameras {
    /// Cameras that have told nothing yet.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { dice: Dice::of(seed, "camera", 0), told: 0 }
    }

    /// One look through every eye; each detection's key ends `prefix`.
    pub fn look(
        &mut self,
        at: Timestamp,
        eyes: &[Eye],
        targets: &Targets,
        atlas: &Atlas,
        prefix: &str,
    ) -> Vec<ReportDetection> {
        let mut seen = Vec::new();
        for eye in eyes.iter().filter(|eye| eye.height.0.0 > LOWEST.0 && !private(atlas, at, eye.place)) {
            // A picture is of one moment, and told at once. Between the two bounds above, so neither negative nor large.
            let age_ms = self.dice.between(DELAY_MS) as u32;
            for target in targets.iter() {
                let place = target.place(at);
                if eye.place.distance(place).0 <= SIGHT.0 && !private(atlas, at, place) && self.dice.chance(HIT_SHARE) {
                    let key = format!("{prefix}-d{}", self.told);
                    self.told += 1;
                    seen.push(self.tell(key, eye.vehicle, target.class.word(), place, age_ms, atlas));
                }
            }
        }
        seen
    }

    fn tell(
        &mut self,
        key: String,
        vehicle: u32,
        class: &str,
        place: Local,
        age_ms: u32,
        atlas: &Atlas,
    ) -> ReportDetection {
        let accuracy = self.dice.between(ACCURACY);
        let deviation = accuracy / RADIUS_OVER_DEVIATION;
        let seen = Local { x: place.x + deviation * self.dice.normal(), y: place.y + deviation * self.dice.normal() };
        let at = atlas.frame.to_wgs84(seen);
        ReportDetection {
            key,
            vehicle,
            class: class.to_owned(),
            at: Some(Point { lat: rounded(at.lat, 1e7), lon: rounded(at.lon, 1e7) }),
            accuracy_m: Some(rounded(accuracy, 1e2)),
            pixel: None,
            confidence: rounded(self.dice.between(CONFIDENCE), 1e3),
            age_ms,
        }
    }
}

fn private(atlas: &Atlas, at: Timestamp, place: Local) -> bool {
    atlas.zones.iter().any(|zone| zone.kind == ZoneKind::NoRecord && zone.active(at) && zone.contains(place))
}
