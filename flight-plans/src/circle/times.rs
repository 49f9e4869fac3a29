//! How long units need to places: by air in the wind, by road, or by whatever the caller looks up.
//!
//! Rows are filled in milliseconds, rounded up, and only as far as they count: what comes later than the last tier of a
//! place that takes the class may be left at [`NEVER`]. Most pairs of a county are ruled out by a bound and never looked up.

mod air;
mod road;

pub use air::{AirUnit, ByAir};
pub use road::{ByRoad, RoadGoals};

use super::NEVER;
use super::model::Circles;
use geodata::{Local, ResponderClass, Seconds};

/// Where arrival times come from.
pub trait Times {
    /// Writes for each place when the unit of this number and class would be there; `row` has one entry a place, all
    /// [`NEVER`] so far.
    fn fill(&self, unit: usize, class: ResponderClass, of: &Circles, row: &mut [u32]);
}

/// A look-up by numbers of unit and place; nothing for what cannot be done.
impl<F: Fn(usize, usize) -> Option<Seconds>> Times for F {
    fn fill(&self, unit: usize, class: ResponderClass, of: &Circles, row: &mut [u32]) {
        for (place, into) in row.iter_mut().enumerate() {
            if of.last_moment(class, place).is_some() {
                *into = self(unit, place).map_or(NEVER, millis);
            }
        }
    }
}

/// A unit: in the air or on the ground.
#[derive(Clone, Copy, Debug)]
pub enum Moves<'a> {
    /// By air, straight.
    Air(AirUnit<'a>),
    /// By road, from here.
    Road {
        /// Where it is.
        at: Local,
        /// How it moves.
        profile: geodata::Profile,
        /// From the alarm until it moves.
        turnout: Seconds,
    },
}

/// All units of a district at this moment.
#[derive(Clone, Copy, Debug)]
pub struct Now<'a> {
    /// By the number of the unit.
    pub units: &'a [Moves<'a>],
    /// What flies.
    pub air: ByAir,
    /// What drives and walks.
    pub road: ByRoad<'a>,
}

impl Times for Now<'_> {
    fn fill(&self, unit: usize, class: ResponderClass, of: &Circles, row: &mut [u32]) {
        match self.units.get(unit) {
            Some(Moves::Air(aircraft)) => self.air.row(aircraft, class, of, row),
            Some(Moves::Road { at, profile, turnout }) => self.road.row(*at, *profile, *turnout, class, of, row),
            None => {}
        }
    }
}

/// Whole milliseconds, rounded up; [`NEVER`] for what is no span of time.
#[must_use]
pub fn millis(time: Seconds) -> u32 {
    let ms = (time.0 * 1000.0 - 1e-6).ceil();
    if ms >= 0.0 && ms < f64::from(NEVER) {
        ms as u32
    } else if ms < 0.0 && ms > -1.0 {
        0
    } else {
        NEVER
    }
}
