//! The mind of the aircraft: modes, arming, missions, and what it does when the ground or the battery fails.
//!
//! Here is what both autopilots do alike; `px4` and `ardupilot` hold what each does in its own way.

mod ardupilot;
mod failsafe;
mod mission;
mod orbit;
mod px4;

pub(super) use failsafe::Failsafe;
use mission::Runner;
pub(super) use orbit::Orbit;

use super::battery::Battery;
use super::dynamics::{Body, Demand, Vector, toward};
use super::firmware::Firmware;
use super::mode::Mode;
use super::{Airframe, params::Params};
use controller_link::codec::MissionItemInt;
use geodata::{Frame, Heading, Timestamp};

/// `MAV_SEVERITY` values of the texts.
pub(super) const CRITICAL: u8 = 2;
pub(super) const NOTICE: u8 = 5;
pub(super) const INFO: u8 = 6;
pub(super) const DEBUG: u8 = 7;

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
    pub(super) firmware: Firmware,
    pub(super) mode: Mode,
    pub(super) armed: bool,
    pub(super) in_air: bool,
    pub(super) failsafe: Failsafe,
    pub(super) runner: Runner,
    /// The circle flown in [`Mode::Orbit`].
    pub(super) orbit: Option<Orbit>,
    /// Where holding, take-off and landing happen.
    target: Vector,
    /// Height above home a take-off climbs to.
    takeoff_height: Option<f64>,
    /// Return: still climbing to the return height.
    climbing_home: bool,
    /// ArduPilot: it may leave the ground by itself.
    auto_armed: bool,
    /// ArduPilot: DO_PAUSE_CONTINUE holds it here.
    paused: Option<Vector>,
    booted: Timestamp,
    armed_at: Timestamp,
    landed_at: Option<Timestamp>,
    /// Texts to send: severity and words.
    pub(super) words: Vec<(u8, String)>,
    /// Mission items reached, to report.
    pub(super) reached: Vec<u16>,
}

impl Autopilot {
    pub(super) fn new(firmware: Firmware, at: Timestamp) -> Self {
        let mode = match firmware {
            Firmware::Px4 => Mode::Hold,
            Firmware::ArduPilot => Mode::Stabilize,
        };
        Self {
            firmware,
            mode,
            armed: false,
            in_air: false,
            failsafe: Failsafe::default(),
            runner: Runner::of(firmware),
            orbit: None,
            target: [0.0; 3],
            takeoff_height: None,
            climbing_home: false,
            auto_armed: false,
            paused: None,
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
        self.auto_armed = true;
        self.in_air = true;
        self.mode = Mode::Mission;
        self.target = place;
        self.runner.go_to(seq);
    }

    pub(super) fn say(&mut self, severity: u8, words: impl Into<String>) {
        self.words.push((severity, words.into()));
    }

    /// Whether position is known well enough to fly by.
    pub(super) fn aligned(&self, at: Timestamp) -> bool {
        let needs = match self.firmware {
            Firmware::Px4 => px4::ALIGNMENT,
            Firmware::ArduPilot => ardupilot::USING_GPS,
        };
        self.in_air || at.since(self.booted).0 >= needs.0
    }

    /// Whether `SYS_STATUS` says that it can be armed. ArduPilot says so before it knows where it is.
    pub(super) fn says_armable(&self, at: Timestamp, battery: &Battery) -> bool {
        match self.firmware {
            Firmware::Px4 => self.px4_objection(at, battery).is_none(),
            Firmware::ArduPilot => self.says_prearm_good(at, battery),
        }
    }

    /// Starts the motors, or says why not.
    pub(super) fn arm(&mut self, cockpit: &Cockpit<'_>) -> bool {
        if self.armed {
            return true;
        }
        let objection = match self.firmware {
            Firmware::Px4 => self.px4_arming(cockpit),
            Firmware::ArduPilot => self.ardupilot_objection(cockpit).map(|why| format!("Arm: {why}")),
        };
        if let Some(why) = objection {
            self.say(CRITICAL, why);
            return false;
        }
        self.armed = true;
        self.armed_at = cockpit.at;
        self.landed_at = None;
        match self.firmware {
            Firmware::Px4 => self.say(INFO, "Armed by external command"),
            Firmware::ArduPilot => self.say(INFO, "Arming motors"),
        }
        true
    }

    /// Stops the motors; refused in the air.
    pub(super) fn disarm(&mut self, why: &str) -> bool {
        if self.in_air {
            return false;
        }
        if self.armed {
            self.armed = false;
            self.takeoff_height = None;
            self.failsafe = self.failsafe.landed();
            match self.firmware {
                Firmware::Px4 => self.px4_disarmed(why),
                Firmware::ArduPilot => self.ardupilot_disarmed(),
            }
        }
        true
    }

    /// Takes up a mode, whatever was before.
    fn take_up(&mut self, mode: Mode, cockpit: &Cockpit<'_>) {
        if mode != self.mode || matches!(mode, Mode::Hold | Mode::Brake | Mode::Guided) {
            self.target = cockpit.body.place;
            self.climbing_home = matches!(mode, Mode::Return | Mode::SmartReturn);
        }
        self.paused = None;
        self.mode = mode;
    }

    /// Whether a take-off in GUIDED is under way.
    pub(super) fn is_taking_off(&self) -> bool {
        self.mode == Mode::Guided && self.takeoff_height.is_some()
    }

    /// A coordinate that is not a number stays as it is.
    fn aim(&mut self, place: Vector) {
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
        if !self.armed || (!self.in_air && self.waits_on_the_ground()) {
            return Demand::default();
        }
        if let Some(here) = self.paused {
            return self.to(here, cockpit);
        }
        match self.mode {
            Mode::Mission => self.fly_mission(cockpit),
            Mode::Return | Mode::SmartReturn => self.fly_home(cockpit),
            Mode::Land => self.descend(self.target, cockpit),
            Mode::Orbit if self.in_air => self.fly_orbit(cockpit),
            Mode::Takeoff => self.fly_takeoff(cockpit),
            Mode::Guided if self.takeoff_height.is_some() => self.fly_takeoff(cockpit),
            // Without a transmitter the throttle stick is down.
            Mode::Stabilize if self.firmware == Firmware::ArduPilot => self.descend(cockpit.body.place, cockpit),
            _ if self.in_air => self.to(self.target, cockpit),
            _ => Demand::default(),
        }
    }

    fn waits_on_the_ground(&self) -> bool {
        self.firmware == Firmware::ArduPilot && !self.auto_armed
    }

    /// Leaving and touching the ground, and the automatic disarming that follows.
    fn check_ground(&mut self, cockpit: &Cockpit<'_>) {
        let height = cockpit.body.place[2];
        if !self.in_air && self.armed && height > 0.3 {
            self.in_air = true;
            self.landed_at = None;
            self.say_px4("Takeoff detected");
        }
        if self.in_air && height <= 0.0 {
            self.in_air = false;
            self.landed_at = Some(cockpit.at);
            self.say_px4("Landing detected");
        }
        if !self.armed || self.in_air {
            return;
        }
        match self.firmware {
            Firmware::Px4 => self.px4_idle(cockpit),
            Firmware::ArduPilot => self.ardupilot_idle(cockpit),
        }
    }

    fn fly_takeoff(&mut self, cockpit: &Cockpit<'_>) -> Demand {
        let height = self.takeoff_height.unwrap_or_else(|| cockpit.params.number("MIS_TAKEOFF_ALT"));
        let up = [self.target[0], self.target[1], height.max(self.target[2])];
        if cockpit.body.place[2] >= up[2] - 0.3 {
            if self.mode == Mode::Takeoff {
                self.mode = Mode::Hold;
            }
            self.takeoff_height = None;
            self.target = up;
        }
        self.to(up, cockpit)
    }

    /// How high it comes home, metres above home.
    fn return_height(&self, cockpit: &Cockpit<'_>) -> f64 {
        match self.firmware {
            Firmware::Px4 => cockpit.params.number("RTL_RETURN_ALT"),
            Firmware::ArduPilot => cockpit.params.number("RTL_ALT") / 100.0,
        }
    }

    /// Up to the return height, home, then down.
    fn fly_home(&mut self, cockpit: &Cockpit<'_>) -> Demand {
        if !self.in_air {
            return Demand::default();
        }
        let here = cockpit.body.place;
        let away = here[0].hypot(here[1]);
        let height = if away < 5.0 { here[2] } else { here[2].max(self.return_height(cockpit)) };
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
