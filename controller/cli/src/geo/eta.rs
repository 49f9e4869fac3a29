//! `skyground geo eta`: how long by road, for each kind of unit.

mod table;

use super::Table;
use super::desk::{self, Answer, Desk, Spot};
use super::now::Roads;
use super::snap::{Met, meet};
use super::words;
use crate::Done;
use crate::args::geo::Eta as Args;
use geodata::{Finding, Metres, Profile, Seconds};
use serde::Serialize;

#[derive(Serialize)]
struct Eta {
    ways: Vec<Way>,
}

/// One kind of unit's way; without a time it cannot get there.
#[derive(Serialize)]
struct Way {
    profile: &'static str,
    /// All of it.
    time_s: Option<f64>,
    road_s: Option<f64>,
    /// Between the places and their roads, on foot.
    off_road_s: f64,
    road_m: Option<f64>,
    from: Met,
    to: Met,
}

pub fn run(args: &Args) -> Done {
    let desk = Desk::with_places(&args.common, &args.places)?;
    let roads = Roads::new(&desk, &args.now)?;
    if let (Some(from), Some(to)) = (&args.from, &args.to) {
        return table::run(&desk, &roads, args, [from, to]);
    }
    let ends = [&args.a, &args.b].map(|text| desk.spot(text.as_deref().unwrap_or_default()));
    let [from, to] = ends;
    let ends = [from?, to?];
    let ways = match &args.profile {
        Some(text) => vec![way(&desk, &roads, &ends, desk::profile(text)?)?],
        None => Profile::ALL.into_iter().filter_map(|profile| way(&desk, &roads, &ends, profile).ok()).collect(),
    };
    desk.say("eta", &Eta { ways })
}

fn way(desk: &Desk, roads: &Roads, [a, b]: &[Spot; 2], profile: Profile) -> Result<Way, Finding> {
    let ((from, from_met), (to, to_met)) = (meet(desk, a, profile)?, meet(desk, b, profile)?);
    let route = roads.travel().route(&from, &to, profile);
    let off_road = desk::on_foot(&from) + desk::on_foot(&to);
    Ok(Way {
        profile: profile.word(),
        time_s: route.as_ref().map(|route| words::round((route.time + off_road).0, 1)),
        road_s: route.as_ref().map(|route| words::round(route.time.0, 1)),
        off_road_s: words::round(off_road.0, 1),
        road_m: route.as_ref().map(|route| words::round(route.length.0, 0)),
        from: from_met,
        to: to_met,
    })
}

impl Answer for Eta {
    fn tell(&self) -> String {
        let mut table = Table::new(&["by", ">time", ">on the road", ">off the road", ">length"]);
        for way in &self.ways {
            let time = |seconds: Option<f64>| seconds.map_or("-".to_owned(), |s| words::span(Seconds(s)));
            let total = way.time_s.map_or("no way".to_owned(), |s| words::span(Seconds(s)));
            let length = way.road_m.map_or("-".to_owned(), |m| words::length(Metres(m)));
            let off_road = words::span(Seconds(way.off_road_s));
            table.row([way.profile.to_owned(), total, time(way.road_s), off_road, length]);
        }
        let ends = self.ways.first().map(|way| format!("from  {}\nto    {}\n\n", way.from.line(), way.to.line()));
        format!("{}{table}", ends.unwrap_or_else(|| "no road is open to anybody\n".to_owned()))
    }
}
