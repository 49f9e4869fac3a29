//! Directions: from quaternions of the wire to angles and rays, and from two places to the angles between them. North,
//! east and down; quaternions are w, x, y, z and turn from the body (forward, right, down) into that frame.

use geodata::{Amsl, Frame, Wgs84};

/// Tangent of the widest half angle of view that is believed: 160 degrees in all.
pub(super) const WIDEST: f64 = 5.7;

/// Up from the horizon and right of north, in radians.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Angles {
    pub(super) pitch: f64,
    pub(super) yaw: f64,
}

/// A quaternion of length 1, or nothing when that on the wire is none.
pub(super) fn unit(q: [f32; 4]) -> Option<[f64; 4]> {
    let q = q.map(f64::from);
    let length = q.iter().map(|part| part * part).sum::<f64>().sqrt();
    // A NaN is in no range.
    (0.9..=1.1).contains(&length).then(|| q.map(|part| part / length))
}

/// Where a quaternion takes a vector.
pub(super) fn rotated([w, x, y, z]: [f64; 4], [a, b, c]: [f64; 3]) -> [f64; 3] {
    [
        (1.0 - 2.0 * (y * y + z * z)) * a + 2.0 * (x * y - w * z) * b + 2.0 * (x * z + w * y) * c,
        2.0 * (x * y + w * z) * a + (1.0 - 2.0 * (x * x + z * z)) * b + 2.0 * (y * z - w * x) * c,
        2.0 * (x * z - w * y) * a + 2.0 * (y * z + w * x) * b + (1.0 - 2.0 * (x * x + y * y)) * c,
    ]
}

/// The same quaternion turned right about the vertical by an angle.
pub(super) fn yawed([w, x, y, z]: [f64; 4], by: f64) -> [f64; 4] {
    let (s, c) = (by / 2.0).sin_cos();
    [c * w - s * z, c * x - s * y, c * y + s * x, c * z + s * w]
}

/// Where forward is.
pub(super) fn angles(q: [f64; 4]) -> Angles {
    let [north, east, down] = rotated(q, [1.0, 0.0, 0.0]);
    Angles { pitch: (-down).atan2(north.hypot(east)), yaw: east.atan2(north) }
}

/// From one place and height to another.
pub(super) fn between(from: (Wgs84, Amsl), to: (Wgs84, Amsl)) -> Angles {
    let there = Frame::at(from.0).to_local(to.0);
    let up = (to.1.0 - from.1.0).0;
    Angles { pitch: up.atan2(there.x.hypot(there.y)), yaw: there.x.atan2(there.y) }
}

/// The angle between two directions, in radians.
pub(super) fn apart(a: Angles, b: Angles) -> f64 {
    let vector = |angles: Angles| {
        let ((sp, cp), (sy, cy)) = (angles.pitch.sin_cos(), angles.yaw.sin_cos());
        [cp * cy, cp * sy, -sp]
    };
    let dot: f64 = vector(a).iter().zip(vector(b)).map(|(a, b)| a * b).sum();
    dot.clamp(-1.0, 1.0).acos()
}

/// Whole degrees in steps of five, so that a screen is not told of every tremor.
pub(super) fn coarse(angle: f64) -> Option<i16> {
    #[allow(clippy::cast_possible_truncation)] // some hundreds
    angle.is_finite().then(|| (angle.to_degrees() / 5.0).round() as i16 * 5)
}

#[cfg(test)]
mod tests {
    use super::*;
    use geodata::Metres;
    use proptest::prelude::*;

    /// Hamilton's product: the definition.
    fn product([a, b, c, d]: [f64; 4], [e, f, g, h]: [f64; 4]) -> [f64; 4] {
        [
            a * e - b * f - c * g - d * h,
            a * f + b * e + c * h - d * g,
            a * g - b * h + c * e + d * f,
            a * h + b * g - c * f + d * e,
        ]
    }

    /// `q v q*`.
    fn slowly(q: [f64; 4], [x, y, z]: [f64; 3]) -> [f64; 3] {
        let [w, i, j, k] = q;
        let [_, x, y, z] = product(product(q, [0.0, x, y, z]), [w, -i, -j, -k]);
        [x, y, z]
    }

    fn close(a: &[f64], b: &[f64]) -> bool {
        a.iter().zip(b).all(|(a, b)| (a - b).abs() < 1e-9)
    }

    /// First pitched, then turned right.
    fn attitude(pitch: f64, yaw: f64) -> [f64; 4] {
        let ((sp, cp), (sy, cy)) = ((pitch / 2.0).sin_cos(), (yaw / 2.0).sin_cos());
        product([cy, 0.0, 0.0, sy], [cp, 0.0, sp, 0.0])
    }

    proptest! {
        #[test]
        fn rotations_are_those_of_the_definition(
            q in prop::array::uniform4(-1.0..1.0f64), v in prop::array::uniform3(-1.0..1.0f64), by in -4.0..4.0f64,
        ) {
            let length = q.iter().map(|part| part * part).sum::<f64>().sqrt();
            prop_assume!(length > 0.1);
            let q = q.map(|part| part / length);
            prop_assert!(close(&rotated(q, v), &slowly(q, v)));
            let turn = [(by / 2.0).cos(), 0.0, 0.0, (by / 2.0).sin()];
            prop_assert!(close(&yawed(q, by), &product(turn, q)));
        }
    }

    #[test]
    fn angles_go_up_and_to_the_right_and_come_back_from_a_quaternion() {
        for (pitch, yaw) in [(0.0, 0.0), (-0.7, 1.2), (-1.5, -2.0), (0.3, 3.0f64)] {
            let back = angles(attitude(pitch, yaw));
            assert!(close(&[back.pitch, back.yaw], &[pitch, yaw]), "{back:?}");
        }
        let here = (Wgs84 { lat: 47.0, lon: 9.0 }, Amsl(Metres(500.0)));
        let there = (Wgs84 { lat: 47.0, lon: 9.01 }, Amsl(Metres(500.0 - 760.6)));
        let look = between(here, there);
        assert!(
            (look.yaw - std::f64::consts::FRAC_PI_2).abs() < 1e-3
                && (look.pitch + std::f64::consts::FRAC_PI_4).abs() < 2e-3,
            "{look:?}"
        );
        assert!(apart(look, Angles { yaw: look.yaw + 0.1, ..look }) < 0.1);
        assert_eq!((coarse(0.0436), coarse(f64::NAN)), (Some(0), None));
    }

    #[test]
    fn what_is_no_rotation_is_none() {
        for q in [[0.0; 4], [f32::NAN, 0.0, 0.0, 0.0], [2.0, 0.0, 0.0, 0.0], [f32::INFINITY; 4]] {
            assert_eq!(unit(q), None);
        }
        assert!(unit([0.99, 0.01, 0.0, 0.0]).is_some());
    }
}
