//! A point mass in three dimensions that follows a velocity it is asked for, as far as its tilt, its airspeed and the
//! wind allow. Metres east, north and up of the home position.

use super::Airframe;
use geodata::Heading;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Vertical acceleration, m/s².
const VERTICAL_ACCELERATION: f64 = 3.0;
/// How fast the nose turns, degrees a second.
const YAW_RATE: f64 = 60.0;
/// Gusts die away with this time constant, seconds.
const GUST_TIME: f64 = 4.0;
/// Standard deviation of the gusts as a share of the wind speed.
const GUST_SHARE: f64 = 0.15;
/// How much of a gust reaches the frame before the controller answers, 1/s.
const GUST_COUPLING: f64 = 0.25;

/// East, north, up.
pub(super) type Vector = [f64; 3];

/// What the autopilot asks of the body.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Demand {
    /// Velocity over ground, m/s.
    pub(super) velocity: Vector,
    /// Where the nose shall point; nothing keeps it.
    pub(super) heading: Option<Heading>,
}

/// The body in the air.
#[derive(Debug)]
pub(super) struct Body {
    pub(super) place: Vector,
    pub(super) velocity: Vector,
    pub(super) heading: Heading,
    /// Speed through the air, m/s, for the battery and the display.
    pub(super) airspeed: f64,
    gust: [f64; 2],
    random: ChaCha8Rng,
}

impl Body {
    pub(super) fn at(place: Vector, seed: u64) -> Self {
        Self {
            place,
            velocity: [0.0; 3],
            heading: Heading::default(),
            airspeed: 0.0,
            gust: [0.0; 2],
            random: ChaCha8Rng::seed_from_u64(seed),
        }
    }

    /// On the ground nothing moves.
    pub(super) fn rest(&mut self) {
        self.velocity = [0.0; 3];
        self.airspeed = 0.0;
        self.place[2] = self.place[2].max(0.0);
    }

    /// Flies `dt` seconds.
    pub(super) fn fly(&mut self, dt: f64, demand: Demand, wind: (f64, f64), airframe: &Airframe) {
        let gust = self.blow(dt, wind);
        let air = [wind.0 + gust[0], wind.1 + gust[1]];
        let wanted = within_airspeed([demand.velocity[0], demand.velocity[1]], air, airframe.airspeed.0);
        let change = limited([wanted[0] - self.velocity[0], wanted[1] - self.velocity[1]], airframe.acceleration * dt);
        for axis in 0..2 {
            self.velocity[axis] += change[axis] + gust[axis] * GUST_COUPLING * dt;
        }
        let up = demand.velocity[2].clamp(-airframe.descend.0, airframe.climb.0) - self.velocity[2];
        self.velocity[2] += up.clamp(-VERTICAL_ACCELERATION * dt, VERTICAL_ACCELERATION * dt);
        for axis in 0..3 {
            self.place[axis] += self.velocity[axis] * dt;
        }
        self.airspeed = (self.velocity[0] - air[0]).hypot(self.velocity[1] - air[1]);
        if let Some(wanted) = demand.heading {
            self.turn(wanted, dt);
        }
    }

    /// First-order gusts around the mean wind.
    fn blow(&mut self, dt: f64, wind: (f64, f64)) -> [f64; 2] {
        let sigma = GUST_SHARE * wind.0.hypot(wind.1);
        let keep = (-dt / GUST_TIME).exp();
        let kick = sigma * (1.0 - keep * keep).sqrt();
        for gust in &mut self.gust {
            // A uniform number of variance 1 is noise enough for a gust.
            let noise = (self.random.random::<f64>() - 0.5) * 12.0_f64.sqrt();
            *gust = *gust * keep + kick * noise;
        }
        self.gust
    }

    fn turn(&mut self, wanted: Heading, dt: f64) {
        let off = (wanted.as_degrees() - self.heading.as_degrees() + 540.0).rem_euclid(360.0) - 180.0;
        let step = off.clamp(-YAW_RATE * dt, YAW_RATE * dt);
        self.heading = Heading::degrees(self.heading.as_degrees() + step);
    }
}

/// The nearest ground velocity to `wanted` that needs no more than `fastest` through the air.
fn within_airspeed(wanted: [f64; 2], air: [f64; 2], fastest: f64) -> [f64; 2] {
    let through = limited([wanted[0] - air[0], wanted[1] - air[1]], fastest);
    [air[0] + through[0], air[1] + through[1]]
}

/// `vector` no longer than `most`.
pub(super) fn limited(vector: [f64; 2], most: f64) -> [f64; 2] {
    let length = vector[0].hypot(vector[1]);
    if length <= most || length == 0.0 { vector } else { vector.map(|part| part / length * most) }
}

/// The velocity that flies from `here` to `there` at up to `speed` and arrives with `arrival` m/s left.
pub(super) fn toward(here: Vector, there: Vector, speed: f64, arrival: f64, airframe: &Airframe) -> Vector {
    let [east, north] = [there[0] - here[0], there[1] - here[1]];
    let distance = east.hypot(north);
    // Half of the acceleration is kept for wind and corners.
    let braking = (arrival * arrival + airframe.acceleration * distance).sqrt();
    let pace = speed.min(braking).min(distance.max(arrival));
    let [vx, vy] = if distance > 0.0 { [east, north].map(|part| part / distance * pace) } else { [0.0; 2] };
    let up = there[2] - here[2];
    let rate = (VERTICAL_ACCELERATION * up.abs()).sqrt().min(up.abs() * 1.5);
    [vx, vy, up.signum() * rate]
}

#[cfg(test)]
mod tests {
    use super::*;
    use geodata::MetresPerSecond;

    fn fly_to(there: Vector, wind: (f64, f64), seconds: f64) -> Body {
        let airframe = Airframe::default();
        let mut body = Body::at([0.0, 0.0, 50.0], 7);
        for _ in 0..(seconds / 0.05) as usize {
            let velocity = toward(body.place, there, 15.0, 0.0, &airframe);
            body.fly(0.05, Demand { velocity, heading: None }, wind, &airframe);
        }
        body
    }

    #[test]
    fn it_arrives_and_stays_in_wind() {
        for wind in [(0.0, 0.0), (8.0, 0.0), (-6.0, 9.0)] {
            let body = fly_to([300.0, -200.0, 80.0], wind, 60.0);
            let off = (body.place[0] - 300.0).hypot(body.place[1] + 200.0);
            assert!(off < 3.0, "{off} m off in wind {wind:?}");
            assert!((body.place[2] - 80.0).abs() < 0.5);
        }
    }

    #[test]
    fn no_ground_speed_needs_more_than_the_fastest_airspeed() {
        let slow = Airframe { airspeed: MetresPerSecond(10.0), ..Airframe::default() };
        let mut body = Body::at([0.0, 0.0, 50.0], 7);
        for _ in 0..600 {
            body.fly(0.05, Demand { velocity: [15.0, 0.0, 0.0], heading: None }, (-12.0, 0.0), &slow);
        }
        assert!(body.velocity[0] < 0.0, "a head wind faster than the aircraft blows it back");
    }

    #[test]
    fn the_same_seed_is_the_same_gust() {
        let fly = || fly_to([100.0, 100.0, 60.0], (5.0, 5.0), 20.0).place;
        assert_eq!(fly().map(f64::to_bits), fly().map(f64::to_bits));
    }
}
