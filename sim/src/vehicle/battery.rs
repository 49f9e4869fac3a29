//! Charge: hovering empties it in the airframe's endurance, speed and climbing faster, the dock fills it.

use super::Airframe;

/// Cells in series, and their voltage full and empty.
const CELLS: f64 = 12.0;
const FULL: f64 = 4.2;
const EMPTY: f64 = 3.5;

/// The battery.
#[derive(Debug)]
pub(super) struct Battery {
    /// 0 to 1.
    charge: f64,
    /// Power drawn now, where hovering is 1.
    power: f64,
}

impl Battery {
    pub(super) fn new(percent: f64) -> Self {
        Self { charge: (percent / 100.0).clamp(0.0, 1.0), power: 0.0 }
    }

    /// Charge, 0 to 100.
    pub(super) fn percent(&self) -> f64 {
        self.charge * 100.0
    }

    pub(super) fn is_empty(&self) -> bool {
        self.charge <= 0.0
    }

    /// Draws for `dt` seconds of flight.
    pub(super) fn fly(&mut self, dt: f64, airspeed: f64, climb: f64, airframe: &Airframe) {
        self.power = power(airspeed, climb);
        self.charge = (self.charge - dt * self.power / airframe.endurance.0).max(0.0);
    }

    /// Motors off, on the dock or beside it.
    pub(super) fn stand(&mut self, dt: f64, docked: bool, airframe: &Airframe) {
        self.power = 0.0;
        if docked {
            self.charge = (self.charge + dt / airframe.turnround.0).min(1.0);
        }
    }

    /// Volts.
    pub(super) fn volts(&self) -> f64 {
        CELLS * (EMPTY + (FULL - EMPTY) * self.charge) - 0.8 * self.power
    }

    /// Amperes; hovering draws 30.
    pub(super) fn amperes(&self) -> f64 {
        30.0 * self.power
    }
}

/// Power as a share of hovering: a little less at moderate speed (translational lift), more with drag and climbing.
fn power(airspeed: f64, climb: f64) -> f64 {
    let lift = 1.0 - 0.1 * (airspeed / 9.0).min(1.0);
    let drag = (airspeed / 20.0).powi(3) * 0.7;
    let vertical = if climb > 0.0 { 0.12 * climb } else { 0.03 * climb };
    (lift + drag + vertical).max(0.5)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hovering_lasts_the_endurance_and_the_dock_fills_in_the_turnround() {
        let airframe = Airframe::default();
        let mut battery = Battery::new(100.0);
        for _ in 0..airframe.endurance.0 as usize {
            assert!(!battery.is_empty());
            battery.fly(1.0, 0.0, 0.0, &airframe);
        }
        assert!(battery.percent() < 0.1);
        for _ in 0..=airframe.turnround.0 as usize {
            battery.stand(1.0, true, &airframe);
        }
        assert!(battery.percent() > 99.9);
    }

    #[test]
    fn climbing_and_racing_cost_more_than_cruising() {
        assert!(power(10.0, 0.0) < power(0.0, 0.0));
        assert!(power(20.0, 0.0) > power(10.0, 0.0));
        assert!(power(10.0, 5.0) > power(10.0, 0.0));
    }
}
