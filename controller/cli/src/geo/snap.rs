//! `skyground geo snap`: where a place meets the road net.

use super::desk::{Answer, Desk};
use super::words::{self, LatLon};
use crate::Done;
use crate::args::geo::Snap as Args;
use geodata::{Finding, Snap};
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
    pub class: Option<&'static str>,
}

#[derive(Serialize)]
struct Snapped {
    place: Met,
    outside_m: f64,
}

impl Met {
    pub fn new(desk: &Desk, at: LatLon, snap: &Snap) -> Self {
        let roads = &desk.atlas.roads;
        Self {
            at,
            road_point: desk.degrees(snap.point),
            off_road_m: words::round(snap.off_road.0, 1),
            road: roads.name(snap).map(str::to_owned),
            class: roads.class(snap).map(geodata::RoadClass::word),
        }
    }

    /// `47.14100,9.52150  12 m off Landstrasse (primary)`.
    pub fn line(&self) -> String {
        let at = words::place(geodata::Wgs84 { lat: self.at.lat, lon: self.at.lon });
        let road = super::plain(self.road.as_deref().unwrap_or("a road without a name"));
        let class = self.class.map(|class| format!(" ({class})")).unwrap_or_default();
        format!("{at}  {} off {road}{class}", words::length(geodata::Metres(self.off_road_m)))
    }
}

/// The nearest point of the roads; a district without roads has none.
pub fn meet(desk: &Desk, text: &str) -> Result<(Snap, Met), Finding> {
    let spot = desk.spot(text)?;
    let snap = desk.atlas.roads.snap(spot.at).ok_or_else(no_roads)?;
    Ok((snap, Met::new(desk, spot.degrees.into(), &snap)))
}

fn no_roads() -> Finding {
    Finding::new("no-roads", "the district", "it has no roads", "Import a larger extract")
}

pub fn run(args: &Args) -> Done {
    let desk = Desk::with_places(&args.common, &args.places)?;
    let spot = desk.spot(&args.place)?;
    let (_, place) = meet(&desk, &args.place)?;
    desk.say("snap", &Snapped { place, outside_m: words::round(desk.outside(spot.at).0, 0) })
}

impl Answer for Snapped {
    fn tell(&self) -> String {
        let mut text = self.place.line() + "\n";
        if self.outside_m > 0.0 {
            text.push_str(&format!("this place lies {} m outside of the district\n", self.outside_m));
        }
        text
    }
}
