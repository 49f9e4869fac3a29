//! `skyground geo route`: the fastest way by road, road by road; as GeoJSON and GPX for other programs.

use super::Table;
use super::desk::{self, Answer, Desk};
use super::now::Roads;
use super::snap::{Met, meet};
use super::words::{self, LatLon};
use crate::Done;
use crate::args::geo::Route as Args;
use controller_server::folder;
use geodata::layers::{self, Feature, Format, Geometry, Layer, Vertex};
use geodata::{Finding, Heading, Metres, Seconds};
use serde::Serialize;
use std::path::Path;

#[derive(Serialize)]
struct Route {
    profile: &'static str,
    from: Met,
    to: Met,
    /// On the road, and on foot between the places and their roads.
    time_s: f64,
    road_s: f64,
    off_road_s: f64,
    length_m: f64,
    roads: Vec<Stretch>,
    points: Vec<LatLon>,
}

/// A road that is followed.
#[derive(Serialize)]
struct Stretch {
    name: String,
    name_zh: String,
    class: &'static str,
    length_m: f64,
    time_s: f64,
    /// Degrees from north in which it sets out.
    bearing_deg: f64,
}

pub fn run(args: &Args) -> Done {
    let desk = Desk::with_places(&args.drive.common, &args.drive.places)?;
    let profile = desk::profile(&args.drive.profile)?;
    let roads = Roads::new(&desk, &args.drive.now)?;
    let (a, b) = (desk.spot(&args.a)?, desk.spot(&args.b)?);
    let ((from, from_met), (to, to_met)) = (meet(&desk, &a, profile)?, meet(&desk, &b, profile)?);
    let route = roads.travel().route(&from, &to, profile).ok_or_else(|| {
        let say = format!(
            "there is no way for {} from {} to {}",
            profile.word(),
            words::place(a.degrees),
            words::place(b.degrees)
        );
        let remedy = "Ask for another profile, or look at both places with `skyground geo snap`";
        Finding::new("no-way", "the roads", say, remedy)
    })?;
    let off_road = desk::on_foot(&from) + desk::on_foot(&to);
    let stretch = |road: &geodata::roads::Stretch| Stretch {
        name: road.name.name.clone(),
        name_zh: road.name.zh.clone(),
        class: road.class.word(),
        length_m: words::round(road.length.0, 1),
        time_s: words::round(road.time.0, 1),
        bearing_deg: words::round(road.bearing.as_degrees(), 0),
    };
    let answer = Route {
        profile: profile.word(),
        from: from_met,
        to: to_met,
        time_s: words::round((route.time + off_road).0, 1),
        road_s: words::round(route.time.0, 1),
        off_road_s: words::round(off_road.0, 1),
        length_m: words::round(route.length.0, 1),
        roads: route.roads.iter().map(stretch).collect(),
        points: route.points.iter().map(|at| desk.degrees(*at)).collect(),
    };
    let line: Vec<Vertex> = route.points.iter().map(|at| Vertex::flat(desk.atlas.frame.to_wgs84(*at))).collect();
    for (path, format) in [(&args.drive.geojson, Format::GeoJson), (&args.gpx, Format::Gpx)] {
        if let Some(path) = path {
            write(path, format, &answer, Geometry::Line(line.clone()))?;
        }
    }
    desk.say("route", &answer)
}

fn write(path: &Path, format: Format, route: &Route, geometry: Geometry) -> Result<(), Finding> {
    let name = format!("{} {}", route.profile, words::span(Seconds(route.time_s)));
    let properties = [
        ("name".to_owned(), name.into()),
        ("profile".to_owned(), route.profile.into()),
        ("time_s".to_owned(), route.time_s.into()),
        ("length_m".to_owned(), route.length_m.into()),
    ];
    let feature = Feature { id: None, geometry, properties: properties.into(), at: "the route".into() };
    put(path, format, &Layer { features: vec![feature], notes: vec![] })
}

/// Writes a layer; what the format cannot hold is told.
pub fn put(path: &Path, format: Format, layer: &Layer) -> Result<(), Finding> {
    let (bytes, notes) = layers::write(format, layer).map_err(|faults| super::first(path, faults))?;
    folder::write(path, &bytes)?;
    for note in notes {
        eprintln!("note: {}", super::plain(&note.to_string()));
    }
    Ok(())
}

impl Answer for Route {
    fn tell(&self) -> String {
        let mut table = Table::new(&[">#", "toward", ">length", ">time", "road"]);
        for (number, road) in self.roads.iter().enumerate() {
            let name = match road.name.as_str() {
                "" => format!("a {} without a name", road.class),
                name => words::names(name, &road.name_zh),
            };
            let (length, time) = (words::length(Metres(road.length_m)), words::span(Seconds(road.time_s)));
            table.row([
                (number + 1).to_string(),
                words::wind(Heading::degrees(road.bearing_deg)).to_owned(),
                length,
                time,
                name,
            ]);
        }
        let (time, length) = (words::span(Seconds(self.time_s)), words::length(Metres(self.length_m)));
        let by = self.profile;
        format!("from  {}\nto    {}\n\n{table}\n{length} in {time} by {by}\n", self.from.line(), self.to.line())
    }
}
