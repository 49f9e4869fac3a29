//! `skyground geo reach`: the ground that is reached by road within some minutes.

use super::Table;
use super::desk::{self, Answer, Desk};
use super::now::Roads;
use super::route::put;
use super::snap::{Met, meet};
use super::words::{self, LatLon};
use crate::Done;
use crate::args::geo::Reach as Args;
use geodata::layers::{Area, Feature, Format, Geometry, Layer, Vertex};
use geodata::{Finding, Local, Seconds, roads};
use serde::Serialize;

#[derive(Serialize)]
struct Reach {
    profile: &'static str,
    from: Met,
    within: Vec<Within>,
}

#[derive(Serialize)]
struct Within {
    minutes: f64,
    area_km2: f64,
    /// Outlines, each with its holes; first points not repeated.
    areas: Vec<Outline>,
}

#[derive(Serialize)]
struct Outline {
    outer: Vec<LatLon>,
    holes: Vec<Vec<LatLon>>,
}

pub fn run(args: &Args) -> Done {
    let desk = Desk::with_places(&args.drive.common, &args.drive.places)?;
    let profile = desk::profile(&args.drive.profile)?;
    let net = Roads::new(&desk, &args.drive.now)?;
    let (from, met) = meet(&desk, &desk.spot(&args.place)?, profile)?;
    let minutes = minutes(&args.minutes)?;
    let budgets: Vec<Seconds> = minutes.iter().map(|minutes| Seconds(minutes * 60.0)).collect();
    let reaches = net.travel().reach(&from, profile, &budgets);
    if let Some(path) = &args.drive.geojson {
        put(path, Format::GeoJson, &layer(&desk, profile.word(), &minutes, &reaches))?;
    }
    let within = minutes.iter().zip(&reaches).map(|(minutes, reach)| within(&desk, *minutes, reach)).collect();
    desk.say("reach", &Reach { profile: profile.word(), from: met, within })
}

fn within(desk: &Desk, minutes: f64, reach: &roads::Reach) -> Within {
    let ring = |ring: &Vec<Local>| ring.iter().map(|at| desk.degrees(*at)).collect::<Vec<_>>();
    let outline =
        |area: &roads::Area| Outline { outer: ring(&area.outer), holes: area.holes.iter().map(ring).collect() };
    Within {
        minutes,
        area_km2: words::round(reach.square_metres() / 1e6, 3),
        areas: reach.areas.iter().map(outline).collect(),
    }
}

/// One feature for each span of time.
fn layer(desk: &Desk, profile: &str, minutes: &[f64], reaches: &[roads::Reach]) -> Layer {
    let ring = |ring: &Vec<Local>| ring.iter().map(|at| Vertex::flat(desk.atlas.frame.to_wgs84(*at))).collect();
    let area = |area: &roads::Area| {
        Geometry::Area(Area { outer: ring(&area.outer), holes: area.holes.iter().map(ring).collect() })
    };
    let feature = |(minutes, reach): (&f64, &roads::Reach)| Feature {
        id: None,
        geometry: Geometry::Many(reach.areas.iter().map(area).collect()),
        properties: [
            ("name".to_owned(), format!("{minutes} min {profile}").into()),
            ("minutes".to_owned(), (*minutes).into()),
            ("profile".to_owned(), profile.into()),
        ]
        .into(),
        at: format!("{minutes} minutes"),
    };
    let reached = minutes.iter().zip(reaches).filter(|(_, reach)| !reach.areas.is_empty());
    Layer { features: reached.map(feature).collect(), notes: vec![] }
}

/// One to ten spans of time, ascending.
fn minutes(said: &[f64]) -> Result<Vec<f64>, Finding> {
    let fault = |say: String| Finding::new("out_of_range", "--minutes", say, "Give up to ten, as in `--minutes 1,3,5`");
    if said.is_empty() || said.len() > 10 {
        return Err(fault(format!("{} spans of time", said.len())));
    }
    if let Some(odd) = said.iter().find(|m| !(0.1..=60.0).contains(*m)) {
        return Err(fault(format!("{odd} minutes are not between 0.1 and 60")));
    }
    let mut minutes = said.to_vec();
    minutes.sort_by(f64::total_cmp);
    minutes.dedup();
    Ok(minutes)
}

impl Answer for Reach {
    fn tell(&self) -> String {
        let mut table = Table::new(&[">minutes", ">area"]);
        for within in &self.within {
            table.row([within.minutes.to_string(), format!("{:.3} km2", within.area_km2)]);
        }
        format!("by {} from  {}\n\n{table}", self.profile, self.from.line())
    }
}
