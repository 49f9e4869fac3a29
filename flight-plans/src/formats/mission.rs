//! From a flight of a file to a mission of ours and back, and what is wrong with a flight by itself.

use super::{Altitude, FlightFile, MOST_STEPS, Mission, Step};
use crate::fence::FenceArea;
use crate::mission::MissionItem;
use geodata::{Amsl, Finding, Wgs84};

/// Heights farther from zero than this are no heights.
const HIGHEST: f64 = 20_000.0;

impl FlightFile {
    /// A mission of ours: all its heights are above mean sea level.
    #[must_use]
    pub fn of(mission: &Mission) -> Self {
        let step = |item: &MissionItem| match *item {
            MissionItem::Takeoff { at, altitude } => Step::Takeoff { at: Some(at), altitude: Altitude::Amsl(altitude) },
            MissionItem::Waypoint { at, altitude, hold } => {
                Step::Waypoint { at, altitude: Altitude::Amsl(altitude), hold }
            }
            MissionItem::LoiterUnlimited { at, altitude } => Step::Loiter { at, altitude: Altitude::Amsl(altitude) },
            MissionItem::Speed { speed } => Step::Speed { speed },
            MissionItem::Return => Step::Return,
        };
        Self { steps: mission.items.iter().map(step).collect(), ..Self::default() }
    }

    /// The mission, with every height above mean sea level by the ground that `ground` knows.
    ///
    /// # Errors
    /// Every step that cannot be one of ours: a height above a home that is not known, ground that is not known, a landing.
    pub fn mission(&self, ground: impl Fn(Wgs84) -> Option<Amsl>) -> Result<Mission, Vec<Finding>> {
        let mut faults = Vec::new();
        let mut items = Vec::new();
        for (index, step) in self.steps.iter().enumerate() {
            match self.item(step, &ground) {
                Ok(item) => items.push(item),
                Err((code, say, remedy)) => faults.push(Finding::new(code, format!("step {index}"), say, remedy)),
            }
        }
        if faults.is_empty() { Ok(Mission { items }) } else { Err(faults) }
    }

    fn item(
        &self,
        step: &Step,
        ground: &impl Fn(Wgs84) -> Option<Amsl>,
    ) -> Result<MissionItem, (&'static str, &'static str, &'static str)> {
        let amsl = |at: Wgs84, altitude: Altitude| match altitude {
            Altitude::Amsl(amsl) => Ok(amsl),
            Altitude::Agl(agl) => ground(at).map(|g| g.raised(agl)).ok_or((
                "flight_no_ground",
                "its height is above ground that is not known here",
                "Import terrain for this place",
            )),
            Altitude::AboveHome(above) => self.home.map(|(_, home)| Amsl(home.0 + above.0)).ok_or((
                "flight_no_home",
                "its height is above a home that the file does not give",
                "Set the planned home position in the file",
            )),
        };
        Ok(match *step {
            Step::Takeoff { at, altitude } => {
                let nowhere = ("flight_no_home", "it does not say where it takes off", "Set the planned home position");
                let at = at.or(self.home.map(|home| home.0)).ok_or(nowhere)?;
                MissionItem::Takeoff { at, altitude: amsl(at, altitude)? }
            }
            Step::Waypoint { at, altitude, hold } => MissionItem::Waypoint { at, altitude: amsl(at, altitude)?, hold },
            Step::Loiter { at, altitude } => MissionItem::LoiterUnlimited { at, altitude: amsl(at, altitude)? },
            Step::Speed { speed } => MissionItem::Speed { speed },
            Step::Return => MissionItem::Return,
            Step::Land { .. } => {
                let say = "a landing elsewhere than at the dock is not flown";
                return Err(("flight_land", say, "End the flight with a return, or set a rally point there"));
            }
        })
    }

    /// Everything wrong with the flight by itself.
    #[must_use]
    pub fn faults(&self) -> Vec<Finding> {
        let mut faults = Vec::new();
        let place = |at: String, p: Wgs84, faults: &mut Vec<Finding>| {
            if Wgs84::new(p.lat, p.lon).is_none() || p.is_null_island() {
                let say = "its place is no place on Earth, or the 0, 0 that means nothing";
                faults.push(Finding::new("flight_place", at, say, "Correct its latitude and longitude"));
            }
        };
        let height = |at: String, metres: f64, faults: &mut Vec<Finding>| {
            if !(-HIGHEST..=HIGHEST).contains(&metres) {
                faults.push(Finding::new("flight_height", at, "its height is none", "Correct its altitude"));
            }
        };
        if self.steps.is_empty() {
            let say = "it has no step; a fence alone is no flight";
            faults.push(Finding::new(
                "flight_empty",
                "the flight",
                say,
                "Choose a file with a flight in it, or import it as zones",
            ));
        }
        if self.steps.len() > MOST_STEPS {
            let say = format!("{} steps, the limit is {MOST_STEPS}", self.steps.len());
            faults.push(Finding::new("flight_steps", "the flight", say, "Split the flight"));
        }
        for (index, step) in self.steps.iter().enumerate() {
            let at = || format!("step {index}");
            step.at().into_iter().for_each(|p| place(at(), p, &mut faults));
            step.altitude().into_iter().for_each(|a| height(at(), a.metres().0, &mut faults));
            let figure = match step {
                Step::Waypoint { hold, .. } => (0.0..=86_400.0).contains(&hold.0),
                Step::Speed { speed } => (0.1..=100.0).contains(&speed.0),
                _ => true,
            };
            if !figure {
                let say = "its stay lies outside of 0 to 86,400 s, or its speed outside of 0.1 to 100 m/s";
                faults.push(Finding::new("flight_figure", at(), say, "Correct the figure"));
            }
        }
        for (index, spot) in self.rally.iter().enumerate() {
            place(format!("rally point {index}"), spot.at, &mut faults);
            height(format!("rally point {index}"), spot.altitude.metres().0, &mut faults);
        }
        if let Some((home, ground)) = self.home {
            place("home".into(), home, &mut faults);
            height("home".into(), ground.0.0, &mut faults);
        }
        for (index, area) in self.fence.iter().enumerate() {
            let at = || format!("fence area {index}");
            match area {
                FenceArea::StayIn { corners } | FenceArea::KeepOut { corners } => {
                    corners.iter().for_each(|&corner| place(at(), corner, &mut faults));
                    if corners.len() < 3 {
                        faults.push(Finding::new("flight_fence", at(), "fewer than three corners", "Draw it again"));
                    }
                }
                FenceArea::StayInCircle { centre, radius } | FenceArea::KeepOutCircle { centre, radius } => {
                    place(at(), *centre, &mut faults);
                    if !(radius.0 > 0.0 && radius.0 <= 1e6) {
                        faults.push(Finding::new("flight_fence", at(), "its radius is none", "Correct the radius"));
                    }
                }
            }
        }
        faults
    }
}
