//! One crew: patrols its beat by itself, leaves it when sent, goes back when released.

use super::drive::Drive;
use crate::seed::Dice;
use geodata::{Heading, Local, Metres, MetresPerSecond, Profile, RoadNet, Seconds, Timestamp};

/// How a crew of each profile patrols. Assumed figures.
struct Habit {
    /// How far from its station the middle of its beat lies at most.
    posting: f64,
    /// How far from there it patrols.
    beat: f64,
    /// Its speed on patrol, as a share of the road net's.
    patrol: [f64; 2],
    /// Its speed when sent somewhere.
    haste: [f64; 2],
    /// Seconds it stands and watches between two drives.
    pause: [f64; 2],
}

const CAR: Habit =
    Habit { posting: 3500.0, beat: 2000.0, patrol: [0.5, 0.8], haste: [1.05, 1.3], pause: [20.0, 150.0] };
const MOTORBIKE: Habit =
    Habit { posting: 2500.0, beat: 1500.0, patrol: [0.5, 0.8], haste: [1.05, 1.25], pause: [20.0, 120.0] };
const FOOT: Habit =
    Habit { posting: 1200.0, beat: 350.0, patrol: [0.65, 0.9], haste: [1.0, 1.4], pause: [30.0, 240.0] };

fn habit(profile: Profile) -> &'static Habit {
    match profile {
        Profile::Car | Profile::Emergency => &CAR,
        Profile::Motorbike => &MOTORBIKE,
        Profile::Foot => &FOOT,
    }
}

/// What a crew does.
#[derive(Clone, Debug)]
pub enum Doing {
    /// Stands on its beat until then.
    Watch(Timestamp),
    /// Drives its beat.
    Patrol(Drive),
    /// Drives where it was sent.
    Hurry(Drive),
    /// Is where it was sent.
    There,
}

/// One ground unit in the world.
#[derive(Clone, Debug)]
pub struct Crew {
    /// Its number in the plan.
    pub unit: u32,
    /// How it moves.
    pub profile: Profile,
    /// Where it is.
    pub place: Local,
    /// Where it moves to, or last moved to.
    pub heading: Heading,
    /// How fast.
    pub speed: MetresPerSecond,
    /// What it does.
    pub doing: Doing,
    beat: Local,
    dice: Dice,
}

impl Crew {
    /// A crew somewhere on its beat; the first drives are spread over the longest pause.
    #[must_use]
    pub fn new(unit: u32, profile: Profile, station: Local, roads: &RoadNet, mut dice: Dice, at: Timestamp) -> Self {
        let habit = habit(profile);
        let beat = on_road(roads, near(&mut dice, station, habit.posting));
        let place = on_road(roads, near(&mut dice, beat, habit.beat));
        let until = at.plus(Seconds(dice.between([0.0, habit.pause[1]])));
        let heading = Heading::degrees(dice.between([0.0, 360.0]));
        Self { unit, profile, place, heading, speed: MetresPerSecond::ZERO, doing: Doing::Watch(until), beat, dice }
    }

    /// Moves up to `at`.
    pub fn step(&mut self, at: Timestamp, roads: &RoadNet) {
        if let Doing::Watch(until) = self.doing
            && until <= at
        {
            self.set_out(at, roads);
        }
        let (Doing::Patrol(drive) | Doing::Hurry(drive)) = &mut self.doing else { return };
        let spot = drive.at(at);
        (self.place, self.heading, self.speed) = (spot.place, spot.heading, spot.speed);
        if spot.ended {
            self.doing = if matches!(self.doing, Doing::Hurry(_)) { Doing::There } else { self.pause(at) };
        }
    }

    /// Goes to a place by road. False when there is no way; then it stays with what it does.
    pub fn send(&mut self, to: Local, at: Timestamp, roads: &RoadNet) -> bool {
        let haste = self.dice.between(habit(self.profile).haste);
        let Some(drive) = self.way(to, haste, at, roads) else { return false };
        self.doing = Doing::Hurry(drive.then_on_foot(to));
        true
    }

    /// Goes on with its patrol after a short rest.
    pub fn release(&mut self, at: Timestamp) {
        if self.has_errand() {
            self.speed = MetresPerSecond::ZERO;
            self.doing = self.pause(at);
        }
    }

    /// Whether it has arrived where it was sent.
    #[must_use]
    pub fn arrived(&self) -> bool {
        matches!(self.doing, Doing::There)
    }

    /// Whether it is on a task.
    #[must_use]
    pub fn has_errand(&self) -> bool {
        matches!(self.doing, Doing::Hurry(_) | Doing::There)
    }

    fn set_out(&mut self, at: Timestamp, roads: &RoadNet) {
        let habit = habit(self.profile);
        let to = near(&mut self.dice, self.beat, habit.beat);
        let pace = self.dice.between(habit.patrol);
        self.doing = match self.way(to, pace, at, roads) {
            Some(drive) => Doing::Patrol(drive),
            None => self.pause(at),
        };
    }

    fn way(&self, to: Local, factor: f64, at: Timestamp, roads: &RoadNet) -> Option<Drive> {
        let on = |place| roads.snap_for(place, self.profile).map(|snapped| snapped.snap);
        let route = roads.route(&on(self.place)?, &on(to)?, self.profile)?;
        Some(Drive::new(route, factor, at))
    }

    fn pause(&mut self, at: Timestamp) -> Doing {
        self.speed = MetresPerSecond::ZERO;
        Doing::Watch(at.plus(Seconds(self.dice.between(habit(self.profile).pause))))
    }
}

/// Somewhere within `radius`, evenly over the disc.
fn near(dice: &mut Dice, middle: Local, radius: f64) -> Local {
    let distance = radius * dice.unit().sqrt();
    middle.moved(Heading::degrees(360.0 * dice.unit()), Metres(distance))
}

fn on_road(roads: &RoadNet, place: Local) -> Local {
    roads.snap(place).map_or(place, |snap| snap.point)
}
