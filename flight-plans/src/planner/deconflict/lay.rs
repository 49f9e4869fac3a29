//! How a flight would go in time, as this planner reckons it: knots for the test of pairs, what is left in the battery,
//! and the straight ways home.

use super::pairs::Knot;
use crate::airframe::Airframe;
use crate::mission::MissionItem;
use crate::plan::Plan;
use crate::route::{Flight, leg};
use crate::schedule::{Schedule, ScheduledFlight};
use crate::wind::Wind;
use geodata::{Amsl, Atlas, Local, Metres, MetresPerSecond, Seconds, Timestamp};

/// A return takes no longer than this, in seconds; a wind that comes within it is reckoned with.
pub(super) const RETURN: f64 = 600.0;

/// What flights are laid out in.
#[derive(Clone, Copy)]
pub(super) struct Field<'a> {
    pub(super) atlas: &'a Atlas,
    pub(super) plan: &'a Plan,
    pub(super) schedule: &'a Schedule,
    /// The zero of all clocks.
    pub(super) zero: Timestamp,
}

/// A flight in time.
#[derive(Clone, Debug, Default)]
pub(super) struct Course {
    pub(super) knots: Vec<Knot>,
    /// The ends of its legs, the first of them where it starts.
    pub(super) places: Vec<Local>,
    /// The least left after a straight return from any end of a leg, and after the whole flight, percent.
    pub(super) least_left: f64,
    pub(super) home: Local,
}

impl Course {
    /// When it starts and when it has landed.
    pub(super) fn span(&self, zero: Timestamp) -> [Timestamp; 2] {
        let at = |knot: Option<&Knot>| zero.plus(Seconds(knot.map_or(0.0, |knot| knot[0])));
        [at(self.knots.first()), at(self.knots.last())]
    }
}

/// Where a flight is while it is laid out.
struct Pen<'a> {
    field: Field<'a>,
    airframe: &'a Airframe,
    winds: Vec<Wind>,
    course: Course,
    time: f64,
    at: Local,
    height: f64,
    left: f64,
}

impl Field<'_> {
    /// The wind at a moment, and all winds until another.
    fn winds(&self, from: Timestamp, until: Timestamp) -> Vec<Wind> {
        let mut winds: Vec<Wind> = Vec::new();
        for weather in &self.schedule.weather {
            if weather.from <= from {
                winds.clear();
            }
            if weather.from <= until || winds.is_empty() {
                winds.push(weather.wind);
            }
        }
        if winds.is_empty() { vec![Wind::CALM] } else { winds }
    }
}

/// Lays a flight out; says why where it cannot be.
pub(super) fn lay(flight: &ScheduledFlight, field: Field<'_>) -> Result<Course, String> {
    let airframe = field.plan.airframe_of(flight.vehicle).ok_or("the plan does not know its aircraft")?;
    let dock = field.atlas.posts.iter().find(|post| post.id == flight.dock);
    let home = dock.ok_or_else(|| format!("the district has no dock {}", flight.dock))?.at;
    let ground = field.atlas.terrain.ground(home).0.0;
    let (at, height) =
        flight.airborne.map_or((home, ground), |air| (field.atlas.frame.to_local(air.at), air.altitude.0.0));
    let left = flight.battery_percent;
    // What it may meet until it has landed on any battery at all.
    let longest = airframe.hover_endurance.max(airframe.cruise_endurance) + Seconds(RETURN);
    let winds = field.winds(flight.takeoff_at, flight.takeoff_at.plus(longest));
    let course = Course { home, least_left: f64::INFINITY, ..Course::default() };
    let time = flight.takeoff_at.since(field.zero).0;
    let mut pen = Pen { field, airframe, winds, course, time, at, height, left };
    pen.mark();
    if flight.airborne.is_none() {
        pen.left -= airframe.idle_draw();
    }
    let mut asked = None;
    for item in &flight.mission.items {
        match *item {
            MissionItem::Speed { speed } => asked = Some(speed),
            MissionItem::Takeoff { at, altitude } => pen.go(at_local(field, at), altitude, asked)?,
            MissionItem::Waypoint { at, altitude, hold } => {
                pen.go(at_local(field, at), altitude, asked)?;
                pen.home(flight)?;
                pen.hover(hold);
            }
            MissionItem::LoiterUnlimited { at, altitude } => {
                pen.go(at_local(field, at), altitude, asked)?;
                pen.hover(flight.stay);
            }
            MissionItem::Return => {}
        }
        pen.home(flight)?;
    }
    // A return that is ordered after a hover is flown at its own speed, one of the mission at the mission's.
    let ordered = !matches!(flight.mission.items.last(), Some(MissionItem::Return));
    pen.land(flight, if ordered { None } else { asked })?;
    Ok(pen.course)
}

fn at_local(field: Field<'_>, at: geodata::Wgs84) -> Local {
    field.atlas.frame.to_local(at)
}

impl Pen<'_> {
    fn mark(&mut self) {
        self.course.knots.push([self.time, self.at.x, self.at.y, self.height]);
        self.course.places.push(self.at);
    }

    /// Straight to a place and height, as fast as asked where the wind lets it.
    fn go(&mut self, to: Local, altitude: Amsl, asked: Option<MetresPerSecond>) -> Result<(), String> {
        let climb = Metres(altitude.0.0 - self.height);
        let (upright, by_height) = self.airframe.change_height(climb);
        let now = self.field.zero.plus(Seconds(self.time));
        let wind = self.field.winds(now, now).first().copied().unwrap_or_default();
        let along = |wind: Wind| -> Result<Flight, String> {
            let cruising = leg(self.airframe, wind, self.at, to).ok_or("it makes no way against the wind")?;
            let time = asked.map_or(cruising.time, |speed| cruising.time.max(cruising.length.at(speed)));
            let slow = time.0 * 0.95 > cruising.time.0;
            let hover = if slow { self.airframe.hover_draw(time) } else { 0.0 };
            Ok(Flight { time, battery_percent: self.airframe.cruise_draw(time).max(hover), ..cruising })
        };
        let lasts = along(wind)?.time.max(upright);
        if !lasts.0.is_finite() {
            return Err("a leg takes for ever at the speed it asks for".into());
        }
        let mut dearest = 0.0f64;
        for &wind in &self.winds {
            dearest = dearest.max(along(wind)?.battery_percent);
        }
        (self.at, self.height) = (to, altitude.0.0);
        self.time += lasts.0;
        self.left -= dearest + by_height;
        self.mark();
        Ok(())
    }

    fn hover(&mut self, time: Seconds) {
        if time.0 > 0.0 {
            self.time += time.0;
            self.left -= self.airframe.hover_draw(time);
            self.mark();
        }
    }

    /// The height a return from here flies at, above sea level. Home is its own destination, so the autopilots that count
    /// from home and those that count from the destination mean the same.
    fn return_height(&self, flight: &ScheduledFlight) -> f64 {
        let ground = self.field.atlas.terrain.ground(self.course.home).0.0;
        flight.contingency.return_height.map_or(self.height, |up| self.height.max(ground + up.0))
    }

    /// Reckons with a straight return to the dock from here.
    fn home(&mut self, flight: &ScheduledFlight) -> Result<(), String> {
        let (home, top) = (self.course.home, self.return_height(flight));
        let ground = self.field.atlas.terrain.ground(home).0.0;
        let up = self.airframe.change_height(Metres(top - self.height)).1;
        let down = self.airframe.change_height(Metres(ground - top)).1;
        let mut dearest = 0.0f64;
        for &wind in &self.winds {
            let back = leg(self.airframe, wind, self.at, home).ok_or("a return makes no way against the wind")?;
            dearest = dearest.max(back.battery_percent);
        }
        self.course.least_left = self.course.least_left.min(self.left - up - dearest - down);
        Ok(())
    }

    /// The planned return and the landing.
    fn land(&mut self, flight: &ScheduledFlight, asked: Option<MetresPerSecond>) -> Result<(), String> {
        let (home, top) = (self.course.home, self.return_height(flight));
        let ground = self.field.atlas.terrain.ground(home).0.0;
        for (to, height) in [(self.at, top), (home, top), (home, ground)] {
            if to != self.at || (height - self.height).abs() > 0.0 {
                self.go(to, Amsl(Metres(height)), asked)?;
            }
        }
        self.course.least_left = self.course.least_left.min(self.left);
        Ok(())
    }
}
