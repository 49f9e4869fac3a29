//! The gimbal under the aircraft, by gimbal protocol v2 with the manager in the autopilot: whoever controls it points it
//! by angles or at a place; left alone it looks ahead and down a little.
//!
//! Angles are radians; pitch is negative downward, yaw is from the nose. From the MAVLink gimbal protocol v2 page.

use super::Vehicle;
use super::dynamics::Vector;
use super::mission_server::Client;
use controller_link::codec::{
    GimbalDeviceAttitudeStatus, GimbalManagerInformation, GimbalManagerSetPitchyaw, GimbalManagerStatus,
};

/// The only gimbal; ids 1 to 6 are gimbals that speak no MAVLink of their own.
pub(super) const DEVICE: u8 = 1;
/// How far it turns: pitch, then yaw.
const PITCH: [f64; 2] = [-std::f64::consts::FRAC_PI_2, 0.5];
const YAW: [f64; 2] = [-std::f64::consts::PI, std::f64::consts::PI];
/// How fast it turns, radians a second.
const RATE: f64 = 1.5;
/// Looking ahead, 15 degrees down.
const NEUTRAL: [f64; 2] = [-0.262, 0.0];

/// `GIMBAL_MANAGER_FLAGS`.
const FLAG_NEUTRAL: u32 = 2;
const FLAGS_LOCKED: u32 = 4 | 8;
const FLAG_YAW_LOCK: u32 = 16;
const YAW_IN_EARTH: u16 = 64;
/// `GIMBAL_MANAGER_CAP_FLAGS`: neutral, pitch axis, follow, lock, yaw axis, follow, lock, infinite yaw no, point at a
/// place, both ways of doing so.
const CAPABILITIES: u32 = 2 | 32 | 64 | 128 | 256 | 512 | 1024 | 65_536 | 131_072;

/// What it looks at.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Aim {
    /// Pitch from the horizon; yaw from the nose, or from north when locked.
    Angles { pitch: f64, yaw: f64, locked: bool },
    /// East, north, up of home.
    Place(Vector),
}

/// The gimbal.
#[derive(Debug)]
pub(super) struct Gimbal {
    aim: Aim,
    /// Pitch from the horizon and yaw from the nose, now.
    pub(super) points: [f64; 2],
    control: Client,
    flags: u32,
}

impl Gimbal {
    pub(super) fn new() -> Self {
        Self { aim: ahead(), points: NEUTRAL, control: (0, 0), flags: FLAGS_LOCKED }
    }

    /// Turns for `dt` seconds toward what it looks at.
    pub(super) fn turn(&mut self, dt: f64, place: Vector, nose: f64) {
        let [pitch, yaw] = match self.aim {
            Aim::Angles { pitch, yaw, locked: false } => [pitch, yaw],
            Aim::Angles { pitch, yaw, locked: true } => [pitch, yaw - nose],
            Aim::Place(there) => {
                let [east, north, up] = [there[0] - place[0], there[1] - place[1], there[2] - place[2]];
                [up.atan2(east.hypot(north)), east.atan2(north) - nose]
            }
        };
        let wanted = [pitch.clamp(PITCH[0], PITCH[1]), half_turn(yaw).clamp(YAW[0], YAW[1])];
        for (now, wanted) in self.points.iter_mut().zip(wanted) {
            *now += (wanted - *now).clamp(-RATE * dt, RATE * dt);
        }
    }

    /// DO_GIMBAL_MANAGER_CONFIGURE: -1 leaves as it is, -2 takes, -3 gives back, 0 is nobody.
    pub(super) fn configure(&mut self, who: Client, system: f64, component: f64) {
        let taken = |given: f64, own: u8, old: u8| match given {
            -1.0 => old,
            -2.0 => own,
            -3.0 if self.control == who => 0,
            -3.0 => old,
            given => small(given),
        };
        self.control = (taken(system, who.0, self.control.0), taken(component, who.1, self.control.1));
        if self.control == (0, 0) {
            self.aim = ahead();
        }
    }

    /// Points it by angles; false for those who do not control it. An angle that is not a number stays.
    pub(super) fn point(&mut self, who: Client, pitch: f64, yaw: f64, flags: u32) -> bool {
        if self.control != who {
            return false;
        }
        let locked = flags & FLAG_YAW_LOCK != 0;
        self.flags = flags;
        self.aim = if flags & FLAG_NEUTRAL != 0 {
            ahead()
        } else {
            let or = |given: f64, old: f64| if given.is_finite() { given } else { old };
            Aim::Angles { pitch: or(pitch, self.points[0]), yaw: or(yaw, self.points[1]), locked }
        };
        true
    }

    /// Looks at a place; nothing looks ahead again. Anybody may (DO_SET_ROI is a command to the vehicle).
    pub(super) fn look_at(&mut self, place: Option<Vector>) {
        self.aim = place.map_or(ahead(), Aim::Place);
    }
}

fn ahead() -> Aim {
    Aim::Angles { pitch: NEUTRAL[0], yaw: NEUTRAL[1], locked: false }
}

fn half_turn(angle: f64) -> f64 {
    (angle + std::f64::consts::PI).rem_euclid(std::f64::consts::TAU) - std::f64::consts::PI
}

fn small(number: f64) -> u8 {
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // saturates
    {
        number.round() as u8
    }
}

#[allow(clippy::cast_possible_truncation)] // float fields of the wire
fn f(value: f64) -> f32 {
    value as f32
}

/// The quaternion (w, x, y, z) of a yaw and a pitch, without roll.
pub(super) fn quaternion(pitch: f64, yaw: f64) -> [f32; 4] {
    let ((sp, cp), (sy, cy)) = ((pitch / 2.0).sin_cos(), (yaw / 2.0).sin_cos());
    [cp * cy, -sp * sy, sp * cy, cp * sy].map(f)
}

impl Vehicle {
    pub(super) fn gimbal_information(&self) -> Option<GimbalManagerInformation> {
        self.gimbal.as_ref()?;
        Some(GimbalManagerInformation {
            time_boot_ms: self.boot_millis(),
            cap_flags: CAPABILITIES,
            pitch_min: f(PITCH[0]),
            pitch_max: f(PITCH[1]),
            yaw_min: f(YAW[0]),
            yaw_max: f(YAW[1]),
            gimbal_device_id: DEVICE,
            ..GimbalManagerInformation::default()
        })
    }

    pub(super) fn gimbal_status(&self) -> Option<GimbalManagerStatus> {
        let gimbal = self.gimbal.as_ref()?;
        Some(GimbalManagerStatus {
            time_boot_ms: self.boot_millis(),
            flags: gimbal.flags,
            gimbal_device_id: DEVICE,
            primary_control_sysid: gimbal.control.0,
            primary_control_compid: gimbal.control.1,
            ..GimbalManagerStatus::default()
        })
    }

    /// Yaw is told from north.
    pub(super) fn gimbal_attitude(&self) -> Option<GimbalDeviceAttitudeStatus> {
        let gimbal = self.gimbal.as_ref()?;
        let nose = self.body.heading.as_degrees().to_radians();
        let [pitch, yaw] = gimbal.points;
        Some(GimbalDeviceAttitudeStatus {
            time_boot_ms: self.boot_millis(),
            q: quaternion(pitch, yaw + nose),
            flags: YAW_IN_EARTH | 4 | 8,
            delta_yaw: f(nose),
            gimbal_device_id: DEVICE,
            ..GimbalDeviceAttitudeStatus::default()
        })
    }

    pub(super) fn heed_pitchyaw(&mut self, client: Client, set: &GimbalManagerSetPitchyaw) {
        if let Some(gimbal) = &mut self.gimbal
            && matches!(set.gimbal_device_id, 0 | DEVICE)
        {
            gimbal.point(client, f64::from(set.pitch), f64::from(set.yaw), set.flags);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ME: Client = (255, 190);

    fn turned(gimbal: &mut Gimbal, place: Vector, nose: f64) -> [f64; 2] {
        (0..200).for_each(|_| gimbal.turn(0.05, place, nose));
        gimbal.points
    }

    fn near(points: [f64; 2], wanted: [f64; 2]) -> bool {
        points.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-6)
    }

    #[test]
    fn a_place_is_looked_at_from_wherever_it_is() {
        let mut gimbal = Gimbal::new();
        gimbal.look_at(Some([100.0, 0.0, 0.0]));
        let east = std::f64::consts::FRAC_PI_2;
        assert!(near(turned(&mut gimbal, [0.0, 0.0, 100.0], 0.0), [-east / 2.0, east]));
        assert!(near(turned(&mut gimbal, [0.0, 0.0, 100.0], east), [-east / 2.0, 0.0]));
        assert!(near(turned(&mut gimbal, [100.0, -0.1, 1000.0], 0.0), [-(10_000.0f64).atan(), 0.0]));
        gimbal.look_at(None);
        assert!(near(turned(&mut gimbal, [0.0; 3], 0.0), NEUTRAL));
    }

    #[test]
    fn only_who_controls_it_points_it_and_locked_yaw_is_from_north() {
        let mut gimbal = Gimbal::new();
        assert!(!gimbal.point(ME, -1.0, 0.5, 0));
        gimbal.configure(ME, -2.0, -2.0);
        assert!(gimbal.point(ME, -1.0, 0.5, 0));
        assert!(near(turned(&mut gimbal, [0.0; 3], 0.3), [-1.0, 0.5]));
        gimbal.point(ME, -1.0, 0.5, FLAG_YAW_LOCK);
        assert!(near(turned(&mut gimbal, [0.0; 3], 0.3), [-1.0, 0.2]));
        gimbal.configure((1, 1), -3.0, -3.0);
        assert_eq!(gimbal.control, ME, "somebody else cannot give it back");
        gimbal.configure(ME, -3.0, -3.0);
        assert!(near(turned(&mut gimbal, [0.0; 3], 0.3), NEUTRAL));
    }

    #[test]
    fn the_quaternion_turns_the_nose_where_the_angles_say() {
        // The first column of the rotation, north, east, down: forward as the camera looks.
        for (pitch, yaw) in [(0.0, 0.0), (-0.7, 1.2), (-1.5, -2.0), (0.3, 3.0f64)] {
            let [w, x, y, z] = quaternion(pitch, yaw).map(f64::from);
            let forward = [1.0 - 2.0 * (y * y + z * z), 2.0 * (x * y + w * z), 2.0 * (x * z - w * y)];
            let wanted = [pitch.cos() * yaw.cos(), pitch.cos() * yaw.sin(), -pitch.sin()];
            assert!(forward.iter().zip(wanted).all(|(a, b)| (a - b).abs() < 1e-6), "{forward:?} {wanted:?}");
        }
    }
}
