//! What a camera follows, as a detection: a place with an error, and no word of what it is. And what a detector has seen in
//! a picture, as a place on the ground.

use crate::decide::recording::no_record;
use crate::ids::VehicleId;
use crate::input::{Detection, DetectionClass, Fix, PixelDetection};
use crate::payload::{Sighted, Sighting};
use crate::picture::fleet::VehicleFace;
use crate::setup::Setup;
use crate::sight::{Cov2, Sensors, ellipse, ground, view};
use geodata::{Amsl, Metres, Seconds, Timestamp, Wgs84};

/// A camera that follows something does not say how sure it is. Assumed.
const CONFIDENCE: f64 = 0.5;
/// A place less sure than this helps nobody.
const WORST: Metres = Metres(200.0);
/// What was seen a moment ago was seen from where the aircraft was then, by its place now and its speed.
const PIXEL_FIX_AGE: Seconds = Seconds(2.0);
/// A direction is from where the aircraft is now: at 15 m/s half a second is 8 m.
const FIX_AGE: Seconds = Seconds(0.5);

/// The detection a sighting is. Nothing when its place cannot be told well enough, and, as with all that is seen, nothing
/// that lies in a no-record zone or is seen from one.
pub(super) fn detection(vehicle: VehicleId, sighting: &Sighting, fix: Option<Fix>, setup: &Setup) -> Option<Detection> {
    let atlas = &setup.atlas;
    let (place, error) = match sighting.what {
        Sighted::Place { at, accuracy } => (at, Cov2::of_radius(accuracy)),
        Sighted::Ray { from, direction } => {
            let fresh = fix.filter(|fix| sighting.at.since(fix.at) <= FIX_AGE).map(|fix| (fix.place, fix.altitude));
            let (from, height) = from.or(fresh)?;
            let spot = ground(&atlas.terrain, atlas.frame.to_local(from), height, direction, &Sensors::COMMON)?;
            (atlas.frame.to_wgs84(spot.at), spot.error)
        }
    };
    if is_vague(error) || fix.is_some_and(|fix| is_private(setup, sighting.at, fix.place)) {
        return None;
    }
    Some(Detection {
        key: format!("{vehicle}-follows-{}", sighting.at.0),
        vehicle,
        at: sighting.at,
        class: DetectionClass::Object,
        place,
        error,
        confidence: CONFIDENCE,
    })
}

/// What a detector saw in a picture, on the ground. Nothing when it is not known well enough where the aircraft was and
/// where its camera looked, or how wide; and nothing that is seen from a no-record zone.
pub(super) fn through_pixel(pixel: &PixelDetection, face: &VehicleFace, setup: &Setup) -> Option<Detection> {
    let atlas = &setup.atlas;
    let fix = face.fix.filter(|fix| apart(fix.at, pixel.at) <= PIXEL_FIX_AGE)?;
    let look = face.look_at(pixel.at)?;
    let direction = view::through(look.attitude, look.fov?, pixel.pixel)?;
    // Where it was when it saw it, if it flew as it does.
    let (gone, height) = (Metres(fix.speed.0 * pixel.at.since(fix.at).0), pixel.at.since(fix.at).0 * fix.climb.0);
    let from = atlas.frame.to_local(fix.place).moved(fix.heading, gone);
    let height = Amsl(Metres(fix.altitude.0.0 + height));
    let spot = ground(&atlas.terrain, from, height, direction, &Sensors::COMMON)?;
    if is_vague(spot.error) || is_private(setup, pixel.at, atlas.frame.to_wgs84(from)) {
        return None;
    }
    Some(Detection {
        key: pixel.key.clone(),
        vehicle: pixel.vehicle,
        at: pixel.at,
        class: pixel.class,
        place: atlas.frame.to_wgs84(spot.at),
        error: spot.error,
        confidence: pixel.confidence,
    })
}

fn apart(one: Timestamp, other: Timestamp) -> Seconds {
    Seconds(one.since(other).0.abs())
}

fn is_vague(error: Cov2) -> bool {
    !error.is_sound() || error.radius(ellipse::TOLD) > WORST
}

fn is_private(setup: &Setup, at: Timestamp, place: Wgs84) -> bool {
    no_record(&setup.atlas, at, setup.atlas.frame.to_local(place)).is_some()
}
