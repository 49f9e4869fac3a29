//! The mind of the aircraft: modes, arming, missions, and what it does when the ground or the battery fails.

mod failsafe;
mod mission;

pub(super) use failsafe::Failsafe;
use mission::Runner;

use super::battery::Battery;
use super::dynamics::{Body, Demand, Vector, toward};
use super::{Airframe, params::Params};
use controller_core::FlightMode;
use controller_link::codec::MissionItemInt;
use geodata::{Frame, Heading, Seconds, Timestamp};

/// `MAV_SEVERITY` values of the texts.
pub(super) const CRITICAL: u8 = 2;
pub(super) const INFO: u8 = 6;

/// The estimator needs this long after switch-on.
const ALIGNMENT: Seconds = Seconds(2.0);
/// Arming below this charge is refused, percent.
const ARMING_CHARGE: f64 = 22.0;

/// What the autopilot works with for one step.
pub(super) struct Cockpit<'a> {
    pub(super) at: Timestamp,
    pub(super) body: &'a Body,
    pub(super) battery: &'a Battery,
    pub(super) params: &'a Params,
    pub(super) items: &'a [MissionItemInt],
    pub(super) airframe: &'a Airframe,
    pub(super) frame: &'a Frame,
    /// Height of home above sea level, metres.
    pub(super) ground: f64,
}

/// The autopilot's state.
#[derive(Debug)]
pub(super) struct Autopilot {
    pub(super) mode: FlightMode,
    pub(super) armed: bool,
    pub(super) in_air: bool,
    pub(super) failsafe: Failsafe,
    pub(super) runner: Runner,
    /// Where holding, take-off and landing happen.
    target: Vector,
    /// Height above home a take-off climbs to.
    takeoff_height: Option<f64>,
    /// Return: still climbing to the return height.
    climbing_home: bool,
    booted: Timestamp,
    armed_at: Timestamp,
    landed_at: Option<Timestamp>,
    /// Texts to send: severity and words.
    pub(super) words: Vec<(u8, String)>,
    /// Mission items reached, to report.
    pub(super) reached: Vec<u16>,
}

impl Autopilot {
    pub(super) fn new(at: Timestamp) -> Self {
        Self {
            mode: FlightMode::Hold,
            armed: false,
            in_air: false,
            failsafe: Failsafe::default(),
            runner: Runner::default(),
            target: [0.0; 3],
            takeoff_height: None,
            climbing_home: false,
            booted: at,
            armed_at: at,
            landed_at: None,
            words: Vec::new(),
            reached: Vec::new(),
        }
    }

    /// Already up and flying its mission from item `seq` on.
    pub(super) fn airborne(&mut self, place: Vector, seq: u16) {
        self.armed = true;
        self.in_air = true;
        self.mode = FlightMode::Mission;
        self.target = place;
        self.runner.go_to(seq);
    }

    pub(super) fn say(&mut self, severity: u8, words: impl Into<String>) {
        self.words.push((severity, words.into()));
    }

    /// Whether position is known well enough.
    pub(super) fn aligned(&self, at: Timestamp) -> bool {
        self.in_air || at.since(self.booted).0 >= ALIGNMENT.0
    }

    /// Why the motors must not start, if so.
    pub(super) fn arming_objection(&self, at: Timestamp, battery: &Battery) -> Option<&'static str> {
        if !self.aligned(at) {
            Some("Preflight Fail: no valid position estimate")
        } else if battery.percent() < ARMING_CHARGE {
            Some("Preflight Fail: low battery")
        } else {
            None
        }
    }

    /// Starts the motors, or says why not.
    pub(super) fn arm(&mut self, cockpit: &Cockpit<'_>) -> bool {
        if self.armed {
            return true;
        }
        let mut objection = self.arming_objection(cockpit.at, cockpit.battery);
        if self.mode == FlightMode::Mission && cockpit.items.is_empty() {
            objection = Some("Arming denied: no valid mission");
        }
        if matches!(self.mode, FlightMode::Return | FlightMode::Land) {
            self.mode = FlightMode::Hold;
        }
        if let Some(why) = objection {
            self.say(CRITICAL, why);
            return false;
        }
        self.armed = true;
        self.armed_at = cockpit.at;
        self.landed_at = None;
        self.say(INFO, "Armed by external command");
        true
    }

    /// Stops the motors; refused in the air.
    pub(super) fn disarm(&mut self, why: &str) -> bool {
        if self.in_air {
            return false;
        }
        if self.armed {
            self.armed = false;
            self.say(INFO, format!("Disarmed by {why}"));
            self.mode = FlightMode::Hold;
            self.takeoff_height = None;
            self.failsafe = self.failsafe.landed();
        }
        true
    }

    /// Changes the mode. Mission without a mission is acknowledged and not done, as PX4 does it.
    pub(super) fn set_mode(&mut self, mode: FlightMode, cockpit: &Cockpit<'_>) {
        let mode =
            if mode == FlightMode::Mission && !self.runner.can_start(cockpit.items) { FlightMode::Hold } else { mode };
        if mode != self.mode || mode == FlightMode::Hold {
            self.target = cockpit.body.place;
            self.climbing_home = mode == FlightMode::Return;
            if mode == FlightMode::Takeoff && self.takeoff_height.is_none() {
                self.takeoff_height = Some(cockpit.params.number("MIS_TAKEOFF_ALT"));
            }
        }
        self.mode = mode;
    }

    /// Climbs to `height` above home, once armed; nothing means the parameter's height.
    pub(super) fn take_off(&mut self, height: Option<f64>, cockpit: &Cockpit<'_>) {
        self.takeoff_height = height;
        self.set_mode(FlightMode::Takeoff, cockpit);
    }

    /// Flies to a place and holds there. A coordinate that is not a number stays as it is.
    pub(super) fn reposition(&mut self, place: Vector, cockpit: &Cockpit<'_>) {
        self.set_mode(FlightMode::Hold, cockpit);
        for (axis, wanted) in place.into_iter().enumerate() {
            if wanted.is_finite() {
                self.target[axis] = wanted;
            }
        }
    }

    /// What the body shall do now.
    pub(super) fn fly(&mut self, cockpit: &Cockpit<'_>) -> Demand {
        self.check_failsafe(cockpit);
        self.check_ground(cockpit);
        if !self.armed {
            return Demand::default();
        }
        match self.mode {
            FlightMode::Mission => self.fly_mission(cockpit),
            FlightMode::Takeoff => self.fly_takeoff(cockpit),
            FlightMode::Return => self.fly_home(cockpit),
            FlightMode::Land => self.descend(self.target, cockpit),
            FlightMode::Hold | FlightMode::Manual | FlightMode::Other => {
                if self.in_air {
                    self.to(self.target, cockpit)
                } else {
                    Demand::default()
                }
            }
        }
    }

    /// Leaving and touching the ground, and the automatic disarming that follows.
    fn check_ground(&mut self, cockpit: &Cockpit<'_>) {
        let height = cockpit.body.place[2];
        if !self.in_air && self.armed && height > 0.3 {
            self.in_air = true;
            self.landed_at = None;
            self.say(INFO, "Takeoff detected");
        }
        if self.in_air && height <= 0.0 {
            self.in_air = false;
            self.landed_at = Some(cockpit.at);
            self.say(INFO, "Landing detected");
        }
        if !self.armed || self.in_air {
            return;
        }
        let wants_up = matches!(self.mode, FlightMode::Takeoff | FlightMode::Mission);
        match self.landed_at {
            Some(landed) if cockpit.at.since(landed).0 >= cockpit.params.number("COM_DISARM_LAND") => {
                self.disarm("landing");
            }
            None if !wants_up && cockpit.at.since(self.armed_at).0 >= cockpit.params.number("COM_DISARM_PRFLT") => {
                self.disarm("auto preflight disarming");
            }
            _ => {}
        }
    }

    fn fly_takeoff(&mut self, cockpit: &Cockpit<'_>) -> Demand {
        let height = self.takeoff_height.unwrap_or_else(|| cockpit.params.number("MIS_TAKEOFF_ALT"));
        let up = [self.target[0], self.target[1], height.max(self.target[2])];
        if cockpit.body.place[2] >= up[2] - 0.3 {
            self.mode = FlightMode::Hold;
            self.takeoff_height = None;
            self.target = up;
        }
        self.to(up, cockpit)
    }

    /// Up to the return height, home, then down.
    fn fly_home(&mut self, cockpit: &Cockpit<'_>) -> Demand {
        if !self.in_air {
            return Demand::default();
        }
        let here = cockpit.body.place;
        let away = here[0].hypot(here[1]);
        let height = if away < 5.0 { here[2] } else { here[2].max(cockpit.params.number("RTL_RETURN_ALT")) };
        if self.climbing_home {
            self.climbing_home = here[2] < height - 1.0;
            return self.to([self.target[0], self.target[1], height], cockpit);
        }
        if away > 1.0 && here[2] > 3.0 {
            let descend = if away < 5.0 { here[2] } else { height };
            return self.to([0.0, 0.0, descend], cockpit);
        }
        self.descend([0.0; 3], cockpit)
    }

    /// Straight down over `target`, slowly near the ground.
    fn descend(&self, target: Vector, cockpit: &Cockpit<'_>) -> Demand {
        if !self.in_air {
            return Demand::default();
        }
        let mut demand = self.to([target[0], target[1], cockpit.body.place[2]], cockpit);
        let height = cockpit.body.place[2];
        let rate = (height * 0.5).clamp(cockpit.airframe.touch_down.0, cockpit.airframe.descend.0);
        demand.velocity[2] = -rate;
        demand
    }

    /// To a place at cruise speed, and stop there.
    fn to(&self, place: Vector, cockpit: &Cockpit<'_>) -> Demand {
        let velocity = toward(cockpit.body.place, place, cockpit.airframe.cruise.0, 0.0, cockpit.airframe);
        Demand { velocity, heading: nose(velocity) }
    }
}

/// Nose forward while it really moves.
fn nose(velocity: Vector) -> Option<Heading> {
    (velocity[0].hypot(velocity[1]) > 1.0).then(|| Heading::of(velocity[0], velocity[1]))
}
