//! Flying the mission aboard, item by item.

use super::{Autopilot, Cockpit, Demand, INFO, Orbit, nose};
use crate::vehicle::dynamics::{Vector, toward};
use crate::vehicle::firmware::Firmware;
use crate::vehicle::mode::Mode;
use controller_link::codec::MissionItemInt;
use controller_link::scale;
use geodata::Timestamp;

/// A height counts as reached within this many metres.
const HEIGHT_OFF: f64 = 1.5;

/// `MAV_CMD` numbers of mission items.
mod command {
    pub(super) const WAYPOINT: u16 = 16;
    pub(super) const LOITER_UNLIMITED: u16 = 17;
    pub(super) const LOITER_TURNS: u16 = 18;
    pub(super) const LOITER_TIME: u16 = 19;
    pub(super) const RETURN: u16 = 20;
    pub(super) const LAND: u16 = 21;
    pub(super) const TAKEOFF: u16 = 22;
    pub(super) const DELAY: u16 = 93;
    pub(super) const CHANGE_SPEED: u16 = 178;
}

/// Where in the mission it is.
#[derive(Debug, Default)]
pub(crate) struct Runner {
    /// The item it flies to.
    pub(crate) current: u16,
    /// Speed of the legs, when an item set one.
    speed: Option<f64>,
    /// When the current item's place was reached.
    arrived: Option<Timestamp>,
    /// The circles of the current item.
    orbit: Option<Orbit>,
    /// ArduPilot: the current item is RTL and has begun.
    returning: bool,
    /// ArduPilot: the item named last.
    announced: Option<u16>,
    /// The last item is done.
    pub(crate) finished: bool,
    /// The first item that is flown: ArduPilot's item 0 is home.
    first: u16,
    generation: u32,
}

impl Runner {
    pub(super) fn of(firmware: Firmware) -> Self {
        let first = u16::from(firmware == Firmware::ArduPilot);
        Self { current: 0, first, ..Self::default() }
    }

    /// PX4: the first item again when the mission aboard is another one.
    pub(crate) fn notice(&mut self, generation: u32) {
        if generation != self.generation {
            self.generation = generation;
            self.go_to(0);
        }
    }

    /// Flies to item `seq` next.
    pub(crate) fn go_to(&mut self, seq: u16) {
        *self = Self { current: seq, generation: self.generation, first: self.first, ..Self::default() };
    }

    /// ArduPilot: the next AUTO begins with the first item.
    pub(super) fn restart(&mut self) {
        self.go_to(0);
    }

    /// ArduPilot: on with the item it was at, from its beginning, as far as the mission aboard has such an item; a
    /// mission that was over begins anew.
    pub(super) fn resume(&mut self, items: &[MissionItemInt]) {
        let over = self.finished || usize::from(self.current) >= items.len();
        self.go_to(if over { self.first } else { self.current.max(self.first) });
    }

    pub(super) fn can_start(&self, items: &[MissionItemInt]) -> bool {
        usize::from(self.current) < items.len()
    }

    /// True once: the current item's return begins.
    pub(super) fn begin_return(&mut self) -> bool {
        !std::mem::replace(&mut self.returning, true)
    }

    fn forward(&mut self) {
        self.go_to_keeping_speed(self.current + 1);
    }

    fn go_to_keeping_speed(&mut self, seq: u16) {
        let speed = self.speed;
        self.go_to(seq);
        self.speed = speed;
    }
}

impl Autopilot {
    pub(super) fn fly_mission(&mut self, cockpit: &Cockpit<'_>) -> Demand {
        // Items without a place pass at once; a mission has fewer of them than items.
        for _ in 0..=cockpit.items.len() {
            self.announce(cockpit);
            let Some(item) = cockpit.items.get(usize::from(self.runner.current)) else {
                return self.end_mission(cockpit);
            };
            match item.command {
                command::TAKEOFF | command::WAYPOINT | command::LOITER_UNLIMITED | command::LOITER_TIME => {
                    return self.fly_to_item(item, cockpit);
                }
                command::LAND => return self.fly_to_landing(item, cockpit),
                command::DELAY if self.stay(f64::from(item.param1), cockpit) => {
                    return self.to(self.target, cockpit);
                }
                command::LOITER_TURNS => return self.fly_turns(item, cockpit),
                command::RETURN if self.firmware == Firmware::ArduPilot => return self.fly_home_in_auto(cockpit),
                command::RETURN => {
                    self.pass();
                    self.set_mode(Mode::Return, cockpit);
                    return self.fly_home(cockpit);
                }
                command::CHANGE_SPEED if item.param2 > 0.0 => self.runner.speed = Some(f64::from(item.param2)),
                _ => {}
            }
            self.pass_over();
        }
        self.to(self.target, cockpit)
    }

    /// ArduPilot names the item it begins.
    fn announce(&mut self, cockpit: &Cockpit<'_>) {
        let current = self.runner.current;
        if self.firmware != Firmware::ArduPilot || self.runner.announced == Some(current) {
            return;
        }
        self.runner.announced = Some(current);
        if let Some(item) = cockpit.items.get(usize::from(current)) {
            self.say(INFO, format!("Mission: {current} {}", word(item.command)));
        }
    }

    /// The current item is done.
    fn pass(&mut self) {
        self.report_reached();
        self.runner.forward();
    }

    fn report_reached(&mut self) {
        let seq = self.runner.current;
        self.reached.push(seq);
        if self.firmware == Firmware::ArduPilot {
            self.say(INFO, format!("Reached command #{seq}"));
        }
    }

    /// An item that only sets something; ArduPilot does not report it.
    fn pass_over(&mut self) {
        if self.firmware == Firmware::Px4 {
            self.reached.push(self.runner.current);
        }
        self.runner.forward();
    }

    /// After the last item it stays there: PX4 in its hold mode, ArduPilot in AUTO.
    fn end_mission(&mut self, cockpit: &Cockpit<'_>) -> Demand {
        if !self.runner.finished {
            self.runner.finished = true;
            self.target = cockpit.body.place;
        }
        if self.firmware == Firmware::ArduPilot {
            return if self.in_air { self.to(self.target, cockpit) } else { Demand::default() };
        }
        self.runner.current = self.runner.current.saturating_sub(1);
        self.say(INFO, "Mission finished, loitering");
        self.mode = Mode::Hold;
        Demand::default()
    }

    /// ArduPilot's LOITER_TURNS: so many times round the place at the radius, clockwise when it is positive.
    fn fly_turns(&mut self, item: &MissionItemInt, cockpit: &Cockpit<'_>) -> Demand {
        let centre = place(item, cockpit, self.target);
        let radius = f64::from(item.param3);
        let speed = self.runner.speed.unwrap_or(cockpit.airframe.cruise.0);
        let usable =
            if radius.abs() >= 1.0 { radius } else { cockpit.params.number("CIRCLE_RADIUS").max(100.0) / 100.0 };
        let fresh = Orbit { centre, radius: usable.abs(), speed, clockwise: usable > 0.0, flown: 0.0 };
        let mut orbit = self.runner.orbit.unwrap_or(fresh);
        let demand = orbit.follow(crate::vehicle::STEP.0, cockpit);
        self.target = [centre[0], centre[1], cockpit.body.place[2]];
        self.runner.orbit = Some(orbit);
        if orbit.flown >= f64::from(item.param1) * std::f64::consts::TAU {
            self.pass();
        }
        demand
    }

    /// Waits `seconds` from arrival on; false once it is over.
    fn stay(&mut self, seconds: f64, cockpit: &Cockpit<'_>) -> bool {
        let arrived = *self.runner.arrived.get_or_insert(cockpit.at);
        cockpit.at.since(arrived).0 < seconds
    }

    fn fly_to_item(&mut self, item: &MissionItemInt, cockpit: &Cockpit<'_>) -> Demand {
        let there = place(item, cockpit, self.target);
        if !self.in_air && item.command != command::TAKEOFF {
            // A first waypoint from the ground: straight up first.
            let height = cockpit.params.number("MIS_TAKEOFF_ALT").max(1.0);
            return self.to([cockpit.body.place[0], cockpit.body.place[1], height], cockpit);
        }
        self.target = there;
        let here = cockpit.body.place;
        let away = (there[0] - here[0]).hypot(there[1] - here[1]);
        let off = (there[2] - here[2]).abs();
        let climbing_out = item.command == command::TAKEOFF;
        let near = climbing_out || away <= cockpit.airframe.acceptance.0;
        if (near && off <= HEIGHT_OFF) || self.runner.arrived.is_some() {
            let seconds = match item.command {
                command::LOITER_UNLIMITED => f64::INFINITY,
                command::TAKEOFF => 0.0,
                _ => f64::from(item.param1),
            };
            if self.runner.arrived.is_none() && seconds.is_infinite() {
                self.report_reached();
            }
            if !self.stay(seconds, cockpit) {
                self.pass();
            }
        }
        self.leg(there, cockpit)
    }

    /// One leg: at the mission's speed, slower into a corner or a stop, as [`toward`] brakes.
    fn leg(&self, there: Vector, cockpit: &Cockpit<'_>) -> Demand {
        let speed = self.runner.speed.unwrap_or(cockpit.airframe.cruise.0);
        let through = self.corner_speed(there, cockpit).min(speed);
        let velocity = toward(cockpit.body.place, there, speed, through, cockpit.airframe);
        Demand { velocity, heading: nose(velocity) }
    }

    /// How fast the current item may be passed: straight on at full speed, a turn back not at all.
    fn corner_speed(&self, there: Vector, cockpit: &Cockpit<'_>) -> f64 {
        let current = usize::from(self.runner.current);
        let stops = |item: &MissionItemInt| item.command != command::WAYPOINT || item.param1 > 0.0;
        if cockpit.items.get(current).is_none_or(stops) {
            return 0.0;
        }
        let Some(next) = cockpit.items.get(current + 1).filter(|item| item.command == command::WAYPOINT) else {
            return 0.0;
        };
        let next = place(next, cockpit, there);
        let here = cockpit.body.place;
        let (ax, ay) = (there[0] - here[0], there[1] - here[1]);
        let (bx, by) = (next[0] - there[0], next[1] - there[1]);
        let lengths = ax.hypot(ay) * bx.hypot(by);
        let cosine = if lengths > 0.0 { (ax * bx + ay * by) / lengths } else { 1.0 };
        // Braking distance of the leg after must hold too.
        let room = (cockpit.airframe.acceptance.0 * cockpit.airframe.acceleration).sqrt();
        if cosine > 0.98 { cockpit.airframe.cruise.0 } else { room * (1.0 + cosine.max(-1.0)).max(0.2) }
    }

    fn fly_to_landing(&mut self, item: &MissionItemInt, cockpit: &Cockpit<'_>) -> Demand {
        let there = place(item, cockpit, self.target);
        let here = cockpit.body.place;
        if (there[0] - here[0]).hypot(there[1] - here[1]) > 1.0 && self.runner.arrived.is_none() {
            return self.to([there[0], there[1], here[2]], cockpit);
        }
        self.runner.arrived.get_or_insert(cockpit.at);
        if !self.in_air {
            self.pass();
            return Demand::default();
        }
        self.descend(there, cockpit)
    }
}

/// ArduPilot's short word for an item.
fn word(command: u16) -> &'static str {
    match command {
        command::WAYPOINT => "WP",
        command::TAKEOFF => "Takeoff",
        command::RETURN => "RTL",
        command::LAND => "Land",
        command::LOITER_UNLIMITED => "LoitUnlim",
        command::LOITER_TURNS => "LoitTurns",
        command::LOITER_TIME => "LoitTime",
        command::DELAY => "Delay",
        command::CHANGE_SPEED => "ChangeSpeed",
        _ => "Cmd",
    }
}

/// The item's place; what it leaves open is that of `before`.
fn place(item: &MissionItemInt, cockpit: &Cockpit<'_>, before: Vector) -> Vector {
    let given = (item.x != 0 || item.y != 0).then(|| scale::from_deg_e7(item.x, item.y)).flatten();
    let [east, north] = given.map_or([before[0], before[1]], |place| {
        let local = cockpit.frame.to_local(place);
        [local.x, local.y]
    });
    // 10 and 11 are over the terrain, which is flat here.
    let relative = matches!(item.frame, 3 | 6 | 10 | 11);
    let height = f64::from(item.z) - if relative { 0.0 } else { cockpit.ground };
    [east, north, if height.is_finite() { height } else { before[2] }]
}
