//! Where a thing is and where it goes: a Kalman filter of place and speed in local metres.
//!
//! State `(x, y, vx, vy)`; the measurement is a place with its covariance, which is updated in Joseph's form and so stays
//! symmetric and positive. A place older than the state is one of the state carried back, with the noise of that way
//! besides.

use crate::sight::Cov2;
use geodata::{Local, Timestamp};
use nalgebra::{Matrix2, Matrix2x4, Matrix4, Vector2, Vector4};

/// How things are thought to move.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Motion {
    /// On and on, with an acceleration of this deviation in m/s², held over a step (Bar-Shalom, Li and Kirubarajan,
    /// Estimation with Applications to Tracking and Navigation, 2001, 6.3.2). For what is seen all the time.
    Free(f64),
    /// With a speed of this deviation in m/s that is forgotten within so many seconds (Ornstein and Uhlenbeck; Gardiner,
    /// Handbook of Stochastic Methods, 2004, 3.8.4): unseen, it comes to rest near where it was.
    Calm(f64, f64),
}

/// A filter under way.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Filter {
    at: Timestamp,
    mean: Vector4<f64>,
    covariance: Matrix4<f64>,
    motion: Motion,
}

impl Filter {
    /// Standing at a place, with a speed unknown by so much each way.
    pub(crate) fn begin(at: Timestamp, place: Local, error: Cov2, speed: f64, motion: Motion) -> Self {
        let mut covariance = Matrix4::from_diagonal(&Vector4::new(0.0, 0.0, speed * speed, speed * speed));
        covariance.fixed_view_mut::<2, 2>(0, 0).copy_from(&error.matrix());
        Self { at, mean: Vector4::new(place.x, place.y, 0.0, 0.0), covariance, motion }
    }

    /// Where it is.
    pub(crate) fn place(&self) -> Local {
        Local { x: self.mean[0], y: self.mean[1] }
    }

    /// How far off that may be.
    pub(crate) fn error(&self) -> Cov2 {
        cov2(&self.covariance.fixed_view::<2, 2>(0, 0).into_owned())
    }

    /// Where it is at a moment, earlier or later, and how far off that may be.
    pub(crate) fn expected(&self, at: Timestamp) -> (Local, Cov2) {
        let seconds = at.since(self.at).0;
        let look = self.motion.look(seconds);
        let place = look * self.mean;
        let spread = look * self.covariance * look.transpose() + Matrix2::identity() * self.motion.unrest(seconds)[0];
        (Local { x: place[0], y: place[1] }, cov2(&spread))
    }

    /// Takes a place in. One from before the state counts for the state as it must have been then.
    pub(crate) fn update(&mut self, at: Timestamp, place: Local, error: Cov2) {
        let seconds = at.since(self.at).0;
        if seconds > 0.0 {
            self.carry(seconds);
            self.at = at;
        }
        let back = seconds.min(0.0);
        let look = self.motion.look(back);
        let noise = error.matrix() + Matrix2::identity() * self.motion.unrest(back)[0];
        let innovation = Vector2::new(place.x, place.y) - look * self.mean;
        let spread = look * self.covariance * look.transpose() + noise;
        let Some(inverse) = spread.try_inverse() else { return };
        let gain = self.covariance * look.transpose() * inverse;
        self.mean += gain * innovation;
        let rest = Matrix4::identity() - gain * look;
        self.covariance = rest * self.covariance * rest.transpose() + gain * noise * gain.transpose();
    }

    /// The squared distance of a whole state from this one in deviations: the consistency of the filter.
    #[cfg(test)]
    pub(crate) fn squared_error(&self, truth: [f64; 4]) -> f64 {
        let off = Vector4::from(truth) - self.mean;
        self.covariance.try_inverse().map_or(f64::INFINITY, |inverse| (off.transpose() * inverse * off)[0])
    }

    fn carry(&mut self, seconds: f64) {
        let (kept, reach) = self.motion.kept(seconds);
        let mut step = Matrix4::identity();
        (step[(0, 2)], step[(1, 3)]) = (reach, reach);
        (step[(2, 2)], step[(3, 3)]) = (kept, kept);
        let [place, both, speed] = self.motion.unrest(seconds);
        let noise = Matrix4::new(
            place, 0.0, both, 0.0, //
            0.0, place, 0.0, both, //
            both, 0.0, speed, 0.0, //
            0.0, both, 0.0, speed,
        );
        self.mean = step * self.mean;
        self.covariance = step * self.covariance * step.transpose() + noise;
    }
}

impl Motion {
    /// What is left of a speed after so many seconds, and how far it has gone by then for each m/s; backwards likewise.
    fn kept(self, seconds: f64) -> (f64, f64) {
        match self {
            Self::Free(_) => (1.0, seconds),
            Self::Calm(_, memory) => {
                let kept = (-seconds.abs() / memory).exp();
                (kept, (memory * (1.0 - kept)).copysign(seconds))
            }
        }
    }

    /// The mean squares that come to the place, to place and speed together, and to the speed.
    fn unrest(self, seconds: f64) -> [f64; 3] {
        let t = seconds.abs();
        match self {
            Self::Free(a) => [t.powi(4) / 4.0, t.powi(3) / 2.0, t.powi(2)].map(|part| part * a * a),
            Self::Calm(v, memory) => {
                let kept = (-t / memory).exp();
                let place = memory * memory * (2.0 * t / memory - 3.0 + 4.0 * kept - kept * kept);
                [place.max(0.0), memory * (1.0 - kept).powi(2), 1.0 - kept * kept].map(|part| part * v * v)
            }
        }
    }

    /// The place of a state carried on by so many seconds.
    fn look(self, seconds: f64) -> Matrix2x4<f64> {
        let (_, reach) = self.kept(seconds);
        Matrix2x4::new(1.0, 0.0, reach, 0.0, 0.0, 1.0, 0.0, reach)
    }
}

fn cov2(matrix: &Matrix2<f64>) -> Cov2 {
    Cov2 { xx: matrix[(0, 0)], xy: f64::midpoint(matrix[(0, 1)], matrix[(1, 0)]), yy: matrix[(1, 1)] }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A step of a minute is the same as sixty of a second: of both motions, place and speed.
    #[test]
    fn a_long_step_is_many_short_ones() {
        let begin = |motion| {
            Filter::begin(Timestamp(0), Local { x: 3.0, y: 4.0 }, Cov2 { xx: 9.0, xy: 2.0, yy: 4.0 }, 2.0, motion)
        };
        let mut long = begin(Motion::Calm(3.0, 10.0));
        long.mean[2] = 5.0;
        let mut short = long.clone();
        long.carry(60.0);
        (0..60).for_each(|_| short.carry(1.0));
        assert!((long.mean - short.mean).norm() < 1e-9, "{} {}", long.mean, short.mean);
        assert!((long.covariance - short.covariance).norm() < 1e-6, "{} {}", long.covariance, short.covariance);
        assert!((long.mean[0] - 3.0 - 50.0).abs() < 0.2, "it comes to rest");
    }
}
