//! `skyground geo snap`: where a place meets the road net, for each kind of unit, and which nearer road was passed over.

use super::desk::{Answer, Desk, Spot};
use super::words::{self, LatLon};
use crate::Done;
use crate::args::geo::Snap as Args;
use geodata::roads::PassedBecause;
use geodata::{Finding, Metres, Profile, Snap, Wgs84};
use serde::Serialize;

/// A place on the road net, as answers tell it.
#[derive(Clone, Debug, Serialize)]
pub struct Met {
    /// The place asked about.
    pub at: LatLon,
    /// The nearest point of a road.
    pub road_point: LatLon,
    pub off_road_m: f64,
    pub road: Option<String>,
    pub road_zh: Option<String>,
    pub class: Option<&'static str>,
    /// A nearer road that was passed over.
    pub passed: Option<PassedOver>,
}

/// A road nearer than the one taken: `island` (not connected with the rest) or `closed` (to this profile).
#[derive(Clone, Debug, Serialize)]
pub struct PassedOver {
    pub why: &'static str,
    pub off_road_m: f64,
    pub road: Option<String>,
}

#[derive(Serialize)]
struct Snapped {
    outside_m: f64,
    profiles: Vec<For>,
}

#[derive(Serialize)]
struct For {
    profile: &'static str,
    /// Null when no road is open to it.
    met: Option<Met>,
}

impl Met {
    pub fn new(desk: &Desk, at: LatLon, snap: &Snap) -> Self {
        let roads = &desk.atlas.roads;
        let names = roads.names_of(snap.edge());
        Self {
            at,
            road_point: desk.degrees(snap.point),
            off_road_m: words::round(snap.off_road.0, 1),
            road: roads.name(snap).map(str::to_owned),
            road_zh: names.map(|names| names.zh.clone()).filter(|zh| !zh.is_empty()),
            class: roads.class(snap).map(geodata::RoadClass::word),
            passed: None,
        }
    }

    /// `47.14100,9.52150  12 m off Landstrasse (primary)`.
    pub fn line(&self) -> String {
        format!("{}  {}", words::place(Wgs84 { lat: self.at.lat, lon: self.at.lon }), self.road())
    }

    /// `12 m off Landstrasse (primary)`.
    fn road(&self) -> String {
        let zh = self.road_zh.as_deref().unwrap_or_default();
        let road = words::names(self.road.as_deref().unwrap_or("a road without a name"), zh);
        let class = self.class.map(|class| format!(" ({class})")).unwrap_or_default();
        let passed = self.passed.as_ref().map(|passed| {
            let why = if passed.why == "island" { "not connected with the rest" } else { "closed to it" };
            let road = passed.road.as_deref().unwrap_or("a road without a name");
            format!("; nearer, at {}, is {road}, {why}", words::length(Metres(passed.off_road_m)))
        });
        super::plain(&format!(
            "{} off {road}{class}{}",
            words::length(Metres(self.off_road_m)),
            passed.unwrap_or_default()
        ))
    }
}

/// Where a place meets the roads of a profile.
pub fn meet(desk: &Desk, spot: &Spot, profile: Profile) -> Result<(Snap, Met), Finding> {
    let roads = &desk.atlas.roads;
    let snapped = roads.snap_for(spot.at, profile).ok_or_else(|| {
        let say = format!("no road of this district is open to {}", profile.word());
        Finding::new("no-roads", "the district", say, "Ask for another profile, or import a larger extract")
    })?;
    let passed = snapped.passed.map(|passed| PassedOver {
        why: if passed.why == PassedBecause::Island { "island" } else { "closed" },
        off_road_m: words::round(passed.snap.off_road.0, 1),
        road: roads.name(&passed.snap).map(str::to_owned),
    });
    let met = Met { passed, ..Met::new(desk, spot.degrees.into(), &snapped.snap) };
    Ok((snapped.snap, met))
}

pub fn run(args: &Args) -> Done {
    let desk = Desk::with_places(&args.common, &args.places)?;
    let spot = desk.spot(&args.place)?;
    let one =
        |profile: Profile| For { profile: profile.word(), met: meet(&desk, &spot, profile).ok().map(|met| met.1) };
    let profiles = Profile::ALL.into_iter().map(one).collect();
    desk.say("snap", &Snapped { outside_m: words::round(desk.outside(spot.at).0, 0), profiles })
}

impl Answer for Snapped {
    fn tell(&self) -> String {
        let mut table = super::Table::new(&["by", "place on the road", "road"]);
        for one in &self.profiles {
            let place = one.met.as_ref().map(|met| Wgs84 { lat: met.road_point.lat, lon: met.road_point.lon });
            let road = one.met.as_ref().map_or("no road is open to it".to_owned(), Met::road);
            table.row([one.profile.to_owned(), place.map(words::place).unwrap_or_default(), road]);
        }
        let mut text = table.to_string();
        if self.outside_m > 0.0 {
            text.push_str(&format!("this place lies {} m outside of the district\n", self.outside_m));
        }
        text
    }
}
