//! From a pixel of a camera's picture to the ray through it: what a detector that knows only its picture has seen.
//!
//! The camera is a pinhole without distortion: a detector that knows its lens undoes it. An attitude is a quaternion
//! (w, x, y, z) that turns the camera's forward, right, down into north, east, down.

use geodata::Timestamp;

/// Halves of the widest view that is believed: 160 degrees in all.
const WIDEST: f64 = 80.0;

/// Where a camera looks and how wide, at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Look {
    /// When, by our clock.
    pub at: Timestamp,
    /// Its attitude, of length 1.
    pub attitude: [f64; 4],
    /// Its width and height of view in radians, where the camera has told them.
    pub fov: Option<[f64; 2]>,
}

/// The direction (north, east, down, of length 1) through a place of the picture, 0 to 1 from its left and from its top.
/// Nothing outside of the picture, or when the view is none.
#[must_use]
pub fn through(attitude: [f64; 4], fov: [f64; 2], [u, v]: [f64; 2]) -> Option<[f64; 3]> {
    let inside = |part: f64| (0.0..=1.0).contains(&part);
    let half = |angle: f64| (angle > 0.0 && angle / 2.0 <= WIDEST.to_radians()).then(|| (angle / 2.0).tan());
    if !(inside(u) && inside(v)) {
        return None;
    }
    let (across, down) = (half(fov[0])?, half(fov[1])?);
    let pixel = [1.0, (2.0 * u - 1.0) * across, (2.0 * v - 1.0) * down];
    super::ray::unit(rotated(attitude, pixel))
}

/// The attitude of a camera that looks so far up from the horizon and right of north, upright; in radians.
#[must_use]
pub fn upright(pitch: f64, yaw: f64) -> [f64; 4] {
    let ((sp, cp), (sy, cy)) = ((pitch / 2.0).sin_cos(), (yaw / 2.0).sin_cos());
    [cy * cp, -sy * sp, cy * sp, sy * cp]
}

/// How far up from the horizon a camera looks, in radians.
#[must_use]
pub fn pitch(attitude: [f64; 4]) -> f64 {
    let [north, east, down] = rotated(attitude, [1.0, 0.0, 0.0]);
    (-down).atan2(north.hypot(east))
}

/// Where a quaternion takes a vector.
fn rotated([w, x, y, z]: [f64; 4], [a, b, c]: [f64; 3]) -> [f64; 3] {
    [
        (1.0 - 2.0 * (y * y + z * z)) * a + 2.0 * (x * y - w * z) * b + 2.0 * (x * z + w * y) * c,
        2.0 * (x * y + w * z) * a + (1.0 - 2.0 * (x * x + z * z)) * b + 2.0 * (y * z - w * x) * c,
        2.0 * (x * z - w * y) * a + 2.0 * (y * z + w * x) * b + (1.0 - 2.0 * (x * x + y * y)) * c,
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const VIEW: [f64; 2] = [1.2, 0.8];

    proptest! {
        /// The oracle builds the ray from angles: pitch, then yaw, of the pixel's own direction.
        #[test]
        fn a_pixels_ray_is_the_one_of_plain_trigonometry(
            pitch in -1.5..0.5f64, yaw in -3.0..3.0f64, u in 0.0..1.0f64, v in 0.0..1.0f64,
        ) {
            let ray = through(upright(pitch, yaw), VIEW, [u, v]).unwrap();
            let (right, down) = ((2.0 * u - 1.0) * (VIEW[0] / 2.0).tan(), (2.0 * v - 1.0) * (VIEW[1] / 2.0).tan());
            let forward = pitch.cos() + down * pitch.sin();
            let wanted = [
                forward * yaw.cos() - right * yaw.sin(),
                forward * yaw.sin() + right * yaw.cos(),
                down * pitch.cos() - pitch.sin(),
            ];
            let length = (1.0 + right * right + down * down).sqrt();
            for axis in 0..3 {
                prop_assert!((ray[axis] - wanted[axis] / length).abs() < 1e-9, "{ray:?} {wanted:?}");
            }
        }

        #[test]
        fn garbage_never_panics(
            q in prop::array::uniform4(prop_oneof![-2.0..2.0f64, Just(f64::NAN), Just(f64::INFINITY)]),
            fov in prop::array::uniform2(prop_oneof![-1.0..4.0f64, Just(f64::NAN)]),
            at in prop::array::uniform2(prop_oneof![-1.0..2.0f64, Just(f64::NAN)]),
        ) {
            if let Some(ray) = through(q, fov, at) {
                prop_assert!((ray.iter().map(|part| part * part).sum::<f64>() - 1.0).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn outside_of_the_picture_there_is_nothing() {
        assert_eq!(through(upright(-0.5, 0.0), VIEW, [1.01, 0.5]), None);
        assert_eq!(through(upright(-0.5, 0.0), [0.0, 0.8], [0.5, 0.5]), None);
        assert_eq!(through(upright(-0.5, 0.0), [3.0, 0.8], [0.5, 0.5]), None);
    }
}
