//! Circling round a place: PX4's orbit, ArduPilot's CIRCLE mode and LOITER_TURNS item.

use super::{Autopilot, Cockpit, Demand};
use crate::vehicle::dynamics::Vector;
use geodata::Heading;

/// How strongly it comes back to its circle, 1/s.
const RETURN_GAIN: f64 = 0.5;

/// A circle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(in crate::vehicle) struct Orbit {
    /// Its centre, at the height flown.
    pub(in crate::vehicle) centre: Vector,
    /// Metres, more than 0.
    pub(in crate::vehicle) radius: f64,
    /// Metres a second along it, more than 0.
    pub(in crate::vehicle) speed: f64,
    pub(in crate::vehicle) clockwise: bool,
    /// Radians flown along it so far.
    pub(in crate::vehicle) flown: f64,
}

impl Orbit {
    /// ArduPilot's CIRCLE: its centre lies CIRCLE_RADIUS (cm) ahead, CIRCLE_RATE degrees a second.
    pub(super) fn ahead(cockpit: &Cockpit<'_>) -> Self {
        let radius = (cockpit.params.number("CIRCLE_RADIUS") / 100.0).clamp(1.0, 2000.0);
        let rate = cockpit.params.number("CIRCLE_RATE").clamp(-90.0, 90.0);
        let (sine, cosine) = cockpit.body.heading.as_degrees().to_radians().sin_cos();
        let [east, north, up] = cockpit.body.place;
        let centre = [east + radius * sine, north + radius * cosine, up];
        let speed = (rate.to_radians().abs() * radius).clamp(0.1, cockpit.airframe.cruise.0);
        Self { centre, radius, speed, clockwise: rate >= 0.0, flown: 0.0 }
    }

    /// The velocity that follows it, nose to the centre; counts what was flown in `seconds`.
    pub(super) fn follow(&mut self, seconds: f64, cockpit: &Cockpit<'_>) -> Demand {
        let here = cockpit.body.place;
        let (east, north) = (here[0] - self.centre[0], here[1] - self.centre[1]);
        let away = east.hypot(north);
        let outward = if away > 0.1 { [east / away, north / away] } else { [0.0, 1.0] };
        let along = if self.clockwise { [outward[1], -outward[0]] } else { [-outward[1], outward[0]] };
        let off = self.radius - away;
        let inward = (off * RETURN_GAIN).clamp(-cockpit.airframe.cruise.0, cockpit.airframe.cruise.0);
        // Far from its circle it flies there first; a speed the tilt cannot bend round is not flown.
        let fastest = (cockpit.airframe.acceleration * 0.7 * self.radius).sqrt();
        let near = (off.abs() / self.radius).min(1.0);
        let pace = self.speed.min(fastest) * (1.0 - near);
        let up = (self.centre[2] - here[2]).clamp(-1.0, 1.0) * 1.5;
        if off.abs() < self.radius * 0.2 {
            self.flown += pace * seconds / self.radius;
        }
        let velocity = [along[0] * pace + outward[0] * inward, along[1] * pace + outward[1] * inward, up];
        Demand { velocity, heading: Some(Heading::of(-outward[0], -outward[1])) }
    }
}

impl Autopilot {
    pub(super) fn fly_orbit(&mut self, cockpit: &Cockpit<'_>) -> Demand {
        let Some(mut orbit) = self.orbit else { return self.to(self.target, cockpit) };
        let demand = orbit.follow(crate::vehicle::STEP.0, cockpit);
        self.orbit = Some(orbit);
        demand
    }
}
