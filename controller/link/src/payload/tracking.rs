//! What a camera follows: its own word of the place, or a direction through the picture. Never who or what it is.

use super::aim;
use super::camera::Lens;
use crate::codec::{CameraFovStatus, CameraTrackingGeoStatus, CameraTrackingImageStatus};
use crate::{limits, scale};
use controller_core::{Sighted, Sighting, SkyReport};
use geodata::{Amsl, Metres, Timestamp, Wgs84};

/// `CAMERA_TRACKING_STATUS_FLAGS`: it follows; it failed; it has lost it for the moment.
const ACTIVE: u8 = 1;
const FAILED: u8 = 2;
const COASTING: u8 = 8;
/// `CAMERA_TRACKING_MODE`.
const POINT: u8 = 1;
const RECTANGLE: u8 = 2;
/// "Unknown" in a place of the wire.
const UNKNOWN: [i32; 2] = [i32::MAX, i32::MIN];

/// Where a camera is and looks, by its own word.
#[derive(Clone, Copy, Debug)]
struct View {
    at: Timestamp,
    from: Option<(Wgs84, Amsl)>,
    q: Option<[f64; 4]>,
    lens: Option<Lens>,
}

/// What was told of the thing that is followed.
#[derive(Debug, Default)]
pub(super) struct Tracking {
    view: Option<Box<View>>,
    /// When something was last handed up, and when that was a place.
    told: Option<Timestamp>,
    placed: Option<Timestamp>,
}

impl Tracking {
    /// Takes where the camera looks and how wide.
    pub(super) fn fov(&mut self, at: Timestamp, fov: &CameraFovStatus) {
        let known = !UNKNOWN.contains(&fov.lat_camera) && !UNKNOWN.contains(&fov.alt_camera);
        let place = scale::from_deg_e7(fov.lat_camera, fov.lon_camera).filter(|place| !place.is_null_island());
        let from = place.filter(|_| known).map(|place| (place, Amsl(scale::from_mm(fov.alt_camera))));
        let half = |degrees: f32| {
            let tangent = (f64::from(degrees) / 2.0).to_radians().tan();
            ((0.1..170.0).contains(&degrees) && tangent <= aim::WIDEST).then_some(tangent)
        };
        let lens = half(fov.hfov).zip(half(fov.vfov)).map(|(across, down)| Lens { across, down });
        self.view = Some(Box::new(View { at, from, q: aim::unit(fov.q), lens }));
    }

    /// How wide the camera sees now, by its own word.
    pub(super) fn lens(&self, at: Timestamp) -> Option<Lens> {
        let view = self.view.as_deref().filter(|view| at.since(view.at).0 <= limits::ATTITUDE_LASTS.0);
        view.and_then(|view| view.lens)
    }

    /// Takes the camera's own word of the place.
    pub(super) fn geo(&mut self, at: Timestamp, geo: &CameraTrackingGeoStatus) -> Option<SkyReport> {
        let known = follows(geo.tracking_status) && !UNKNOWN.contains(&geo.lat) && !UNKNOWN.contains(&geo.lon);
        let place = scale::from_deg_e7(geo.lat, geo.lon).filter(|place| known && !place.is_null_island())?;
        let accuracy = f64::from(geo.h_acc);
        if !(accuracy.is_finite() && accuracy > 0.0) {
            return None; // without its error a place is no use
        }
        self.placed = Some(at);
        self.hand_up(at, Sighted::Place { at: place, accuracy: Metres(accuracy.max(1.0)) })
    }

    /// Takes where in its picture it is. What the camera itself has put on the ground goes before.
    pub(super) fn image(
        &mut self,
        at: Timestamp,
        image: &CameraTrackingImageStatus,
        lens: Option<Lens>,
        attitude: Option<[f64; 4]>,
    ) -> Option<SkyReport> {
        let fresh = |then: Timestamp| at.since(then).0 <= limits::ATTITUDE_LASTS.0;
        if !follows(image.tracking_status)
            || self.placed.is_some_and(|then| at.since(then).0 < limits::PLACE_GOES_FIRST.0)
        {
            return None;
        }
        let view = self.view.as_deref().filter(|view| fresh(view.at));
        let lens = view.and_then(|view| view.lens).or(lens)?;
        let q = view.and_then(|view| view.q).or(attitude)?;
        let (x, y) = middle(image)?;
        // Forward, right and down of the camera, through the pixel.
        let through = [1.0, (2.0 * x - 1.0) * lens.across, (2.0 * y - 1.0) * lens.down];
        let length = through.iter().map(|part| part * part).sum::<f64>().sqrt();
        let direction = aim::rotated(q, through.map(|part| part / length));
        self.hand_up(at, Sighted::Ray { from: view.and_then(|view| view.from), direction })
    }

    /// Once a second at most: a camera that tells more often has not seen more.
    fn hand_up(&mut self, at: Timestamp, what: Sighted) -> Option<SkyReport> {
        if self.told.is_some_and(|then| at.since(then).0 < limits::SIGHTINGS_APART.0) {
            return None;
        }
        self.told = Some(at);
        Some(SkyReport::Sighted(Sighting { at, what }))
    }
}

/// Whether it follows something it sees.
fn follows(status: u8) -> bool {
    status & ACTIVE != 0 && status & (FAILED | COASTING) == 0
}

/// The middle of what is followed, 0 to 1 from the left and from the top.
fn middle(image: &CameraTrackingImageStatus) -> Option<(f64, f64)> {
    let (x, y) = match image.tracking_mode {
        POINT => (image.point_x, image.point_y),
        RECTANGLE => {
            (f32::midpoint(image.rec_top_x, image.rec_bottom_x), f32::midpoint(image.rec_top_y, image.rec_bottom_y))
        }
        _ => return None,
    };
    let inside = |part: f32| (0.0..=1.0).contains(&part);
    (inside(x) && inside(y)).then(|| (f64::from(x), f64::from(y)))
}

#[cfg(test)]
mod tests;
