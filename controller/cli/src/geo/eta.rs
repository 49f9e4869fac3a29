//! `skyground geo eta`: how long by road, for each kind of unit.

use super::Table;
use super::desk::{self, Answer, Desk};
use super::snap::{Met, meet};
use super::words;
use crate::Done;
use crate::args::geo::Eta as Args;
use geodata::{Metres, Profile, Seconds, Snap};
use serde::Serialize;

#[derive(Serialize)]
struct Eta {
    from: Met,
    to: Met,
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
}

pub fn run(args: &Args) -> Done {
    let (Some(a), Some(b)) = (&args.a, &args.b) else { return Ok(std::process::ExitCode::FAILURE) };
    let desk = Desk::with_places(&args.common, &args.places)?;
    let ((from, from_met), (to, to_met)) = (meet(&desk, a)?, meet(&desk, b)?);
    let profiles = match &args.profile {
        Some(text) => vec![desk::profile(text)?],
        None => Profile::ALL.to_vec(),
    };
    let ways = profiles.into_iter().map(|profile| way(&desk, &from, &to, profile)).collect();
    desk.say("eta", &Eta { from: from_met, to: to_met, ways })
}

fn way(desk: &Desk, from: &Snap, to: &Snap, profile: Profile) -> Way {
    let route = desk.atlas.roads.route(from, to, profile);
    let off_road = desk::on_foot(from) + desk::on_foot(to);
    Way {
        profile: desk::word(profile),
        time_s: route.as_ref().map(|route| words::round((route.time + off_road).0, 1)),
        road_s: route.as_ref().map(|route| words::round(route.time.0, 1)),
        off_road_s: words::round(off_road.0, 1),
        road_m: route.as_ref().map(|route| words::round(route.length.0, 0)),
    }
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
        format!("from  {}\nto    {}\n\n{table}", self.from.line(), self.to.line())
    }
}
