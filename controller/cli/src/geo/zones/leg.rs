//! The zones a straight leg crosses: where and when it comes in and out, and what of it lies outside of all keep-in zones.

use super::kind;
use crate::Done;
use crate::args::geo::Zones as Args;
use crate::geo::Table;
use crate::geo::desk::{Answer, Desk, Spot};
use crate::geo::words::{self, LatLon};
use geodata::zone::{Leg, Part};
use geodata::{Amsl, Finding, Metres, MetresPerSecond, Seconds, Timestamp, Wgs84};
use serde::Serialize;

#[derive(Serialize)]
struct Flown {
    from: LatLon,
    to: LatLon,
    length_m: f64,
    start: String,
    time_s: f64,
    crossings: Vec<Crossed>,
    /// Parts outside of every keep-in zone; empty when the district has none.
    outside_keep_in: Vec<Span>,
}

#[derive(Serialize)]
struct Crossed {
    id: String,
    name: String,
    name_zh: String,
    kind: &'static str,
    #[serde(flatten)]
    span: Span,
}

/// A part of the leg, in seconds from its start.
#[derive(Serialize)]
struct Span {
    enter_s: f64,
    leave_s: f64,
    enter: Point,
    leave: Point,
}

#[derive(Serialize)]
struct Point {
    at: LatLon,
    amsl_m: f64,
    time: String,
}

pub fn run(desk: &Desk, args: &Args, [from, to]: [Spot; 2], heights: &[Amsl], start: Timestamp) -> Done {
    let [from_height, to_height] = heights else {
        let say = "a leg has a height at each end, and none is given";
        let remedy = "Give both in metres, as `--amsl 520,560` or `--agl 60,100`";
        return Err(Finding::new("heights-unclear", "--amsl", say, remedy));
    };
    if !(args.speed.is_finite() && (0.1..=200.0).contains(&args.speed)) {
        let say = format!("{} m/s is no speed of an aircraft", args.speed);
        return Err(Finding::new("out_of_range", "--speed", say, "Give 0.1 to 200 m/s"));
    }
    let (length, climb) = (from.at.distance(to.at), to_height.0 - from_height.0);
    let time = Metres(length.0.hypot(climb.0)).at(MetresPerSecond(args.speed));
    let leg = Leg {
        from: from.at,
        from_height: *from_height,
        to: to.at,
        to_height: *to_height,
        start,
        end: start.plus(time),
    };
    desk.say("zones", &flown(desk, &leg, [from, to], length, time))
}

fn flown(desk: &Desk, leg: &Leg, [from, to]: [Spot; 2], length: Metres, time: Seconds) -> Flown {
    let (zones, terrain) = (&desk.atlas.zones, &desk.atlas.terrain);
    let crossings = zones.crossings(leg, terrain).into_iter().map(|crossing| Crossed {
        id: crossing.zone.id.clone(),
        name: crossing.zone.name.clone(),
        name_zh: crossing.zone.name_zh.clone(),
        kind: kind(crossing.zone.kind),
        span: span(desk, leg, &crossing.part),
    });
    Flown {
        from: from.degrees.into(),
        to: to.degrees.into(),
        length_m: words::round(length.0, 1),
        start: leg.start.to_string(),
        time_s: words::round(time.0, 1),
        crossings: crossings.collect(),
        outside_keep_in: zones.outside_keep_in(leg, terrain).iter().map(|part| span(desk, leg, part)).collect(),
    }
}

fn span(desk: &Desk, leg: &Leg, part: &Part) -> Span {
    let since = |at: Timestamp| words::round(at.since(leg.start).0, 1);
    let point = |moment: &geodata::zone::Moment| Point {
        at: desk.degrees(moment.place),
        amsl_m: words::round(moment.height.0.0, 1),
        time: moment.at.to_string(),
    };
    Span {
        enter_s: since(part.enter.at),
        leave_s: since(part.leave.at),
        enter: point(&part.enter),
        leave: point(&part.leave),
    }
}

impl Answer for Flown {
    fn tell(&self) -> String {
        let (length, time) = (words::length(Metres(self.length_m)), words::span(Seconds(self.time_s)));
        let mut text = format!("{length} in {time} from {}\n", self.start);
        if self.crossings.is_empty() {
            text.push_str("no zone is crossed\n");
        } else {
            let mut table = Table::new(&["id", "kind", ">in after", ">out after", "in at", "out at", "name"]);
            for crossed in &self.crossings {
                let (enter, leave) = ends(&crossed.span);
                table.row([
                    crossed.id.clone(),
                    crossed.kind.to_owned(),
                    format!("{:.1} s", crossed.span.enter_s),
                    format!("{:.1} s", crossed.span.leave_s),
                    enter,
                    leave,
                    words::names(&crossed.name, &crossed.name_zh),
                ]);
            }
            text.push_str(&table.to_string());
        }
        for span in &self.outside_keep_in {
            let (enter, leave) = ends(span);
            text.push_str(&format!("outside of every keep-in zone from {enter} to {leave}\n"));
        }
        text
    }
}

fn ends(span: &Span) -> (String, String) {
    let told = |point: &Point| {
        let place = words::place(Wgs84 { lat: point.at.lat, lon: point.at.lon });
        format!("{place} at {:.0} m", point.amsl_m)
    };
    (told(&span.enter), told(&span.leave))
}
