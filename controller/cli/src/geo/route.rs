//! `skyground geo route`: the fastest way by road.

use super::desk::{self, Answer, Desk};
use super::snap::{Met, meet};
use super::words::{self, LatLon};
use crate::Done;
use crate::args::geo::Route as Args;
use geodata::{Finding, Metres, Seconds};
use serde::Serialize;

#[derive(Serialize)]
struct Route {
    profile: &'static str,
    from: Met,
    to: Met,
    time_s: f64,
    length_m: f64,
    points: Vec<LatLon>,
}

pub fn run(args: &Args) -> Done {
    let desk = Desk::with_places(&args.common, &args.places)?;
    let profile = desk::profile(&args.profile)?;
    let ((from, from_met), (to, to_met)) = (meet(&desk, &args.a)?, meet(&desk, &args.b)?);
    let route = desk.atlas.roads.route(&from, &to, profile).ok_or_else(|| {
        let say = format!("there is no way for {} from {} to {}", desk::word(profile), args.a, args.b);
        Finding::new(
            "no-way",
            "the roads",
            say,
            "Ask for another profile, or look at both places with `skyground geo snap`",
        )
    })?;
    let answer = Route {
        profile: desk::word(profile),
        from: from_met,
        to: to_met,
        time_s: words::round(route.time.0, 1),
        length_m: words::round(route.length.0, 1),
        points: route.points.iter().map(|at| desk.degrees(*at)).collect(),
    };
    desk.say("route", &answer)
}

impl Answer for Route {
    fn tell(&self) -> String {
        let (time, length) = (words::span(Seconds(self.time_s)), words::length(Metres(self.length_m)));
        let by = self.profile;
        format!("from  {}\nto    {}\n{length} in {time} by {by}\n", self.from.line(), self.to.line())
    }
}
