//! A pinhole camera is the oracle: what it sees at a pixel lies in the direction that is told for that pixel.

use super::*;
use proptest::prelude::*;

const AT: Timestamp = Timestamp(5_000_000);

fn fov(pitch: f64, yaw: f64, hfov: f32, vfov: f32) -> CameraFovStatus {
    let ((sp, cp), (sy, cy)) = ((pitch / 2.0).sin_cos(), (yaw / 2.0).sin_cos());
    let q = [cp * cy, -sp * sy, sp * cy, cp * sy].map(|part| part as f32);
    let unknown = i32::MAX;
    CameraFovStatus {
        lat_camera: unknown,
        lon_camera: unknown,
        alt_camera: unknown,
        q,
        hfov,
        vfov,
        ..CameraFovStatus::default()
    }
}

fn at_pixel(x: f32, y: f32) -> CameraTrackingImageStatus {
    let (tracking_status, tracking_mode) = (ACTIVE, POINT);
    CameraTrackingImageStatus {
        point_x: x,
        point_y: y,
        tracking_status,
        tracking_mode,
        ..CameraTrackingImageStatus::default()
    }
}

fn ray(report: Option<SkyReport>) -> Option<[f64; 3]> {
    match report? {
        SkyReport::Sighted(Sighting { what: Sighted::Ray { direction, .. }, .. }) => Some(direction),
        _ => None,
    }
}

/// Where a camera that looks so (level first, then down, no roll) has a direction in its picture: by the three angles, not
/// by quaternions.
fn pinhole(pitch: f64, yaw: f64, [north, east, down]: [f64; 3], tangents: [f64; 2]) -> Option<[f64; 2]> {
    let (ahead, right) = (north * yaw.cos() + east * yaw.sin(), east * yaw.cos() - north * yaw.sin());
    let (forward, below) = (ahead * pitch.cos() - down * pitch.sin(), down * pitch.cos() + ahead * pitch.sin());
    let at = [0.5 + right / forward / tangents[0] / 2.0, 0.5 + below / forward / tangents[1] / 2.0];
    (forward > 0.01 && at.iter().all(|part| (0.0..=1.0).contains(part))).then_some(at)
}

proptest! {
    #[test]
    fn the_direction_of_a_pixel_is_that_of_what_is_seen_there(
        pitch in -1.55..0.2f64, yaw in -3.1..3.1f64, hfov in 10.0..110.0f32, vfov in 10.0..80.0f32,
        thing in prop::array::uniform3(-1.0..1.0f64),
    ) {
        let tangents = [hfov, vfov].map(|degrees| (f64::from(degrees) / 2.0).to_radians().tan());
        let Some([x, y]) = pinhole(pitch, yaw, thing, tangents) else { return Ok(()) };
        let mut tracking = Tracking::default();
        tracking.fov(AT, &fov(pitch, yaw, hfov, vfov));
        let told = ray(tracking.image(AT, &at_pixel(x as f32, y as f32), None, None)).unwrap();
        let length = thing.iter().map(|part| part * part).sum::<f64>().sqrt();
        let off: f64 = told.iter().zip(thing).map(|(a, b)| (a - b / length).abs()).sum();
        prop_assert!(off < 1e-5, "{told:?} {thing:?}");
    }

    #[test]
    fn whatever_a_camera_says_a_direction_has_length_one_and_a_place_an_error(
        image in prop::array::uniform7(any::<f32>()), status: u8, mode: u8, q in prop::array::uniform4(any::<f32>()),
        view in prop::array::uniform2(any::<f32>()), lat: i32, lon: i32, h_acc: f32,
    ) {
        let mut tracking = Tracking::default();
        tracking.fov(AT, &CameraFovStatus { q, hfov: view[0], vfov: view[1], lat_camera: lat, ..CameraFovStatus::default() });
        let [point_x, point_y, radius, rec_top_x, rec_top_y, rec_bottom_x, rec_bottom_y] = image;
        let image = CameraTrackingImageStatus {
            point_x, point_y, radius, rec_top_x, rec_top_y, rec_bottom_x, rec_bottom_y,
            tracking_status: status, tracking_mode: mode, ..CameraTrackingImageStatus::default()
        };
        if let Some(direction) = ray(tracking.image(AT, &image, None, None)) {
            prop_assert!((direction.iter().map(|part| part * part).sum::<f64>() - 1.0).abs() < 1e-9);
        }
        let geo = CameraTrackingGeoStatus { lat, lon, h_acc, tracking_status: status, ..CameraTrackingGeoStatus::default() };
        if let Some(SkyReport::Sighted(Sighting { what: Sighted::Place { accuracy, .. }, .. })) = Tracking::default().geo(AT, &geo) {
            prop_assert!(accuracy.0 >= 1.0 && accuracy.0.is_finite());
        }
    }
}

#[test]
fn the_cameras_own_word_of_the_place_goes_before_its_picture_and_neither_comes_more_than_once_a_second() {
    let mut tracking = Tracking::default();
    let at = |tenths: i64| Timestamp(AT.0 + tenths * 100_000);
    let geo = CameraTrackingGeoStatus {
        lat: 471_000_000,
        lon: 95_000_000,
        h_acc: 6.0,
        tracking_status: ACTIVE,
        ..CameraTrackingGeoStatus::default()
    };
    tracking.fov(at(0), &fov(-0.5, 0.0, 60.0, 35.0));
    assert!(tracking.geo(at(0), &geo).is_some());
    assert!(tracking.geo(at(5), &geo).is_none(), "within the second");
    assert!(tracking.image(at(10), &at_pixel(0.5, 0.5), None, None).is_none(), "it has told the place");
    assert!(tracking.geo(at(10), &geo).is_some());
    for (bad, why) in [
        (CameraTrackingGeoStatus { tracking_status: 0, ..geo }, "idle"),
        (CameraTrackingGeoStatus { tracking_status: ACTIVE | FAILED, ..geo }, "failed"),
        (CameraTrackingGeoStatus { tracking_status: ACTIVE | COASTING, ..geo }, "lost for the moment"),
        (CameraTrackingGeoStatus { h_acc: f32::NAN, ..geo }, "no error told"),
        (CameraTrackingGeoStatus { lat: i32::MAX, ..geo }, "unknown"),
        (CameraTrackingGeoStatus { lat: 0, lon: 0, ..geo }, "no fix"),
    ] {
        assert!(Tracking::default().geo(at(0), &bad).is_none(), "{why}");
    }
}

#[test]
fn an_old_view_is_not_the_present_one_and_the_gimbal_and_the_lens_stand_in() {
    let mut tracking = Tracking::default();
    tracking.fov(AT, &fov(-0.5, 0.0, 60.0, 35.0));
    let later = AT.plus(geodata::Seconds(5.0));
    assert!(tracking.image(later, &at_pixel(0.5, 0.5), None, None).is_none());
    let lens = Some(Lens { across: 0.577, down: 0.315 });
    let down =
        ray(tracking.image(later, &at_pixel(0.5, 0.5), lens, Some([0.5_f64.sqrt(), 0.0, -(0.5_f64.sqrt()), 0.0])));
    assert!(
        down.is_some_and(|[north, east, down]| north.abs() < 1e-9 && east.abs() < 1e-9 && (down - 1.0).abs() < 1e-9)
    );
}
