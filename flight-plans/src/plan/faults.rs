//! What a plan of the right shape can still get wrong: by itself, and against the district it is used on.

use super::{Aircraft, GroundUnit, Plan};
use crate::check::HEIGHTS;
use geodata::{Agl, Atlas, Finding, PostKind};
use std::collections::BTreeSet;
use std::fmt::Display;

/// What a crew can do is at most so many words of so many letters.
const MOST_WORDS: usize = 32;

fn crew_fault(unit: &GroundUnit) -> Option<Finding> {
    let is_word = |word: &String| {
        (1..=MOST_WORDS).contains(&word.len()) && word.chars().all(|c| c.is_ascii_lowercase() || c == '_')
    };
    let is_right = unit.crew != Some(0) && unit.can.len() <= MOST_WORDS && unit.can.iter().all(is_word);
    (!is_right).then(|| {
        let say = format!("a crew of {:?} that can {:?}", unit.crew, unit.can);
        let remedy = "A crew is 1 or more; what it can do are at most 32 words of small letters and _";
        Finding::new("plan_crew", format!("ground unit {}", unit.callsign), say, remedy)
    })
}

impl Plan {
    /// Every fault of the plan by itself.
    #[must_use]
    pub fn faults(&self) -> Vec<Finding> {
        let mut faults = self.squadron_faults();
        let units = || self.ground.iter();
        faults.extend(repeated("ground unit number", units().map(|u| u.unit)));
        faults.extend(repeated(
            "callsign",
            units().map(|u| &u.callsign).chain(self.squadron.iter().map(|a| &a.callsign)),
        ));
        faults.extend(self.ground.iter().filter_map(crew_fault));
        let lines = self.lines.iter().map(|l| &l.id);
        faults.extend(repeated("line or area id", lines.chain(self.areas.iter().map(|a| &a.id))));
        faults.extend(repeated("airframe", self.airframes.iter().map(|a| &a.name)));
        faults.extend(self.lines.iter().flat_map(|l| l.faults()));
        faults.extend(self.areas.iter().flat_map(|a| a.faults()));
        faults.extend(self.airframes.iter().flat_map(|a| a.faults()));
        faults.extend(self.roster.iter().flat_map(|r| r.faults()));
        faults.extend(height("plan.scene_altitude_agl_m", self.scene_altitude));
        faults.extend(height("plan.transit_altitude_agl_m", self.transit_altitude));
        if !(5.0..=500.0).contains(&self.zone_margin.0) {
            let say = format!("{} m lies outside of 5 to 500", self.zone_margin.0);
            faults.push(Finding::new("plan_zone_margin", "plan.zone_margin_m", say, "Use 5 to 500 m; 30 m is usual"));
        }
        faults
    }

    fn squadron_faults(&self) -> Vec<Finding> {
        let all = || self.squadron.iter();
        let mut faults = repeated("vehicle number", all().map(|a| a.vehicle));
        faults.extend(repeated("MAVLink system id", all().map(|a| a.system_id)));
        faults.extend(repeated("autopilot uid", all().filter_map(|a| a.uid)));
        faults.extend(repeated("dock", all().map(|a| &a.dock)));
        #[allow(clippy::cast_possible_truncation)] // layers are whole decimetres between 30 and 120 m when valid
        faults.extend(repeated("layer (in decimetres)", all().map(|a| (a.layer.0.0 * 10.0).round() as i64)));
        faults.extend(all().flat_map(|a| self.aircraft_faults(a)));
        faults
    }

    fn aircraft_faults(&self, aircraft: &Aircraft) -> Vec<Finding> {
        let at = format!("aircraft {}", aircraft.callsign);
        let mut faults: Vec<Finding> = height(&at, aircraft.layer).into_iter().collect();
        let lowest = self.scene_altitude.0.max(self.transit_altitude.0);
        if aircraft.layer.0 < lowest {
            let say = format!("layer {} is under the lowest height of the plan, {lowest}", aircraft.layer.0);
            faults.push(Finding::new("plan_layer_low", at.clone(), say, "Raise the layer or lower the plan's heights"));
        }
        if !(1..=250).contains(&aircraft.system_id) {
            let say = format!("system id {} lies outside of 1 to 250", aircraft.system_id);
            faults.push(Finding::new("plan_system_id", at.clone(), say, "Use the id set in the autopilot"));
        }
        if self.airframe_of(aircraft.vehicle).is_none() {
            let say = format!("no airframe \"{}\" in the plan", aircraft.airframe);
            faults.push(Finding::new("plan_airframe", at, say, "Add the airframe or correct the name"));
        }
        faults
    }

    /// Every reason why the plan does not fit a district: another district, or posts it does not have.
    #[must_use]
    pub fn misfits(&self, atlas: &Atlas) -> Vec<Finding> {
        let has = |id: &str, kind| atlas.posts.iter().any(|p| p.id == id && p.kind == kind);
        let remedy = "Lay the plan for this district";
        let mut faults = Vec::new();
        if self.district != atlas.hash {
            faults.push(Finding::new("plan_district", "plan.district", "made for another district or version", remedy));
        }
        for aircraft in self.squadron.iter().filter(|a| !has(&a.dock, PostKind::Dock)) {
            let say = format!("the district has no dock \"{}\"", aircraft.dock);
            faults.push(Finding::new("plan_dock", format!("aircraft {}", aircraft.callsign), say, remedy));
        }
        for unit in self.ground.iter().filter(|u| !has(&u.station, PostKind::Station)) {
            let say = format!("the district has no station \"{}\"", unit.station);
            faults.push(Finding::new("plan_station", format!("unit {}", unit.callsign), say, remedy));
        }
        faults
    }
}

fn height(at: &str, height: Agl) -> Option<Finding> {
    let (low, high) = HEIGHTS;
    let fits = height >= low && height <= high;
    let say = || format!("{} above ground lies outside of {} to {}", height.0, low.0, high.0);
    (!fits).then(|| Finding::new("plan_height", at, say(), "Use a height within the limits"))
}

fn repeated<T: Ord + Display>(what: &str, all: impl Iterator<Item = T>) -> Vec<Finding> {
    let mut seen = BTreeSet::new();
    let mut twice = BTreeSet::new();
    for one in all {
        let name = one.to_string();
        if !seen.insert(one) {
            twice.insert(name);
        }
    }
    let fault =
        |name| Finding::new("plan_repeated", "plan", format!("the {what} {name} is used twice"), "Give each its own");
    twice.into_iter().map(fault).collect()
}
