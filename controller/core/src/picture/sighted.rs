//! What a camera follows, as a detection: a place with an error, and no word of what it is.

use crate::decide::recording::no_record;
use crate::ids::VehicleId;
use crate::input::{Detection, DetectionClass, Fix};
use crate::payload::{Sighted, Sighting};
use crate::setup::Setup;
use crate::sight;
use geodata::{Metres, Seconds};

/// A camera that follows something does not say how sure it is. Assumed.
const CONFIDENCE: f64 = 0.5;
/// A place less sure than this helps nobody.
const WORST: Metres = Metres(200.0);
/// A direction is from where the aircraft is now: at 15 m/s half a second is 8 m.
const FIX_AGE: Seconds = Seconds(0.5);

/// The detection a sighting is. Nothing when its place cannot be told well enough, and, as with all that is seen, nothing
/// that lies in a no-record zone or is seen from one.
pub(super) fn detection(vehicle: VehicleId, sighting: &Sighting, fix: Option<Fix>, setup: &Setup) -> Option<Detection> {
    let atlas = &setup.atlas;
    let (place, accuracy) = match sighting.what {
        Sighted::Place { at, accuracy } => (at, accuracy),
        Sighted::Ray { from, direction } => {
            let fresh = fix.filter(|fix| sighting.at.since(fix.at) <= FIX_AGE).map(|fix| (fix.place, fix.altitude));
            let (from, height) = from.or(fresh)?;
            let spot = sight::ground(&atlas.terrain, atlas.frame.to_local(from), height, direction)?;
            (atlas.frame.to_wgs84(spot.at), spot.accuracy)
        }
    };
    let private = |place| no_record(atlas, sighting.at, atlas.frame.to_local(place)).is_some();
    let vague = !accuracy.0.is_finite() || accuracy > WORST;
    if vague || private(place) || fix.is_some_and(|fix| private(fix.place)) {
        return None;
    }
    Some(Detection {
        key: format!("{vehicle}-follows-{}", sighting.at.0),
        vehicle,
        at: sighting.at,
        class: DetectionClass::Object,
        place,
        accuracy,
        confidence: CONFIDENCE,
    })
}
