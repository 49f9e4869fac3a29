//! `skyground geo terrain`: how high the ground is at a place; along a line the profile, the least height above ground
//! of a leg between two heights, and whether its ends see each other.

use super::Table;
use super::desk::{Answer, Desk, Spot};
use super::words::{self, LatLon};
use crate::Done;
use crate::args::geo::Terrain as Args;
use geodata::terrain::{Bending, Sight};
use geodata::{Agl, Amsl, Finding, Local, Metres, Wgs84};
use serde::Serialize;

#[derive(Serialize)]
struct Terrain {
    /// What must be known about these heights.
    note: Option<String>,
    vertical_datum: String,
    places: Vec<Place>,
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<Line>,
}

/// A place; heights are null where the ground is unknown.
#[derive(Serialize)]
struct Place {
    at: LatLon,
    ground_amsl_m: Option<f64>,
    /// Whether the ground was interpolated over a small hole in the data.
    filled: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    amsl_m: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    agl_m: Option<f64>,
}

#[derive(Serialize)]
struct Line {
    length_m: f64,
    highest: Extreme,
    profile: Vec<Row>,
    /// With heights given: where the leg comes nearest to the ground, below zero when it goes through it.
    #[serde(skip_serializing_if = "Option::is_none")]
    least_agl: Option<Extreme>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sight: Option<View>,
}

#[derive(Serialize)]
struct Extreme {
    metres: Option<f64>,
    at: LatLon,
    /// Whether ground is unknown somewhere along the line.
    unknown_ground: bool,
}

#[derive(Serialize)]
struct Row {
    along_m: f64,
    ground_amsl_m: Option<f64>,
}

/// `clear`, `blocked` or `unknown`; by how many metres, and where.
#[derive(Serialize)]
struct View {
    sight: &'static str,
    by_m: Option<f64>,
    at: Option<LatLon>,
}

pub fn run(args: &Args) -> Done {
    let desk = Desk::with_places(&args.common, &args.places)?;
    let spots: Vec<Spot> =
        std::iter::once(&args.a).chain(&args.b).map(|text| desk.spot(text)).collect::<Result<_, _>>()?;
    let heights = heights(&desk, args, &spots)?;
    let terrain = &desk.atlas.terrain;
    let places = spots.iter().zip(&heights).map(|(spot, height)| place(&desk, spot, *height)).collect();
    let line = match (&spots[..], &heights[..]) {
        ([a, b], [h, i]) => Some(line(&desk, (a.at, b.at), h.zip(*i), args.rows)),
        _ => None,
    };
    let answer = Terrain {
        note: terrain.note().map(str::to_owned),
        vertical_datum: terrain.vertical_datum().name().to_owned(),
        places,
        line,
    };
    desk.say("terrain", &answer)
}

/// The height above the sea at each place, where one is given.
fn heights(desk: &Desk, args: &Args, spots: &[Spot]) -> Result<Vec<Option<Amsl>>, Finding> {
    let (option, given) = if args.agl.is_empty() { ("--amsl", &args.amsl) } else { ("--agl", &args.agl) };
    words::heights(option, given, spots.len())?;
    let amsl = |index: usize, spot: &Spot| match (args.agl.get(index), args.amsl.get(index)) {
        (Some(agl), _) => desk.atlas.terrain.amsl(spot.at, Agl(Metres(*agl))),
        (None, Some(amsl)) => Some(Amsl(Metres(*amsl))),
        (None, None) => None,
    };
    Ok(spots.iter().enumerate().map(|(index, spot)| amsl(index, spot)).collect())
}

fn place(desk: &Desk, spot: &Spot, height: Option<Amsl>) -> Place {
    let known = desk.atlas.terrain.known(spot.at);
    let above = height.and_then(|height| desk.atlas.terrain.agl(spot.at, height));
    Place {
        at: spot.degrees.into(),
        ground_amsl_m: known.map(|known| metres(known.amsl.0)),
        filled: known.is_some_and(|known| known.filled),
        amsl_m: height.map(|height| metres(height.0)),
        agl_m: above.map(|above| metres(above.0)),
    }
}

fn line(desk: &Desk, (a, b): (Local, Local), heights: Option<(Amsl, Amsl)>, rows: u16) -> Line {
    let terrain = &desk.atlas.terrain;
    let length = a.distance(b);
    let highest = terrain.max_along(a, b);
    let step = Metres(length.0 / f64::from(rows - 1));
    let row = |(along, ground): (Metres, Option<Amsl>)| Row {
        along_m: metres(along),
        ground_amsl_m: ground.map(|ground| metres(ground.0)),
    };
    let least = heights.map(|(h, i)| terrain.least_clearance((a, h), (b, i)));
    Line {
        length_m: metres(length),
        highest: extreme(desk, highest.value.map(|v| v.0), highest.at, highest.unknown),
        profile: terrain.profile(a, b, step).into_iter().map(row).collect(),
        least_agl: least.map(|least| extreme(desk, least.value.map(|v| v.0), least.at, least.unknown)),
        sight: heights.map(|(h, i)| view(desk, terrain.line_of_sight((a, h), (b, i), Bending::Light))),
    }
}

fn extreme(desk: &Desk, value: Option<Metres>, at: Local, unknown_ground: bool) -> Extreme {
    Extreme { metres: value.map(metres), at: desk.degrees(at), unknown_ground }
}

fn view(desk: &Desk, sight: Sight) -> View {
    match sight {
        Sight::Clear { by, at } => View { sight: "clear", by_m: Some(metres(by)), at: Some(desk.degrees(at)) },
        Sight::Blocked { by, at } => View { sight: "blocked", by_m: Some(metres(by)), at: Some(desk.degrees(at)) },
        Sight::Unknown => View { sight: "unknown", by_m: None, at: None },
    }
}

fn metres(value: Metres) -> f64 {
    words::round(value.0, 1)
}

impl Answer for Terrain {
    fn tell(&self) -> String {
        let mut table = Table::new(&["place", ">ground", ">height", ">above ground", ""]);
        let told = |value: Option<f64>, unknown: &str| value.map_or(unknown.to_owned(), |m| format!("{m:.1} m"));
        for place in &self.places {
            let at = words::place(Wgs84 { lat: place.at.lat, lon: place.at.lon });
            let filled = if place.filled { "interpolated over a hole in the data" } else { "" };
            let (ground, height) = (told(place.ground_amsl_m, "unknown"), told(place.amsl_m, "-"));
            table.row([at, ground, height, told(place.agl_m, "-"), filled.to_owned()]);
        }
        let mut text = table.to_string();
        text.push_str(&self.line.as_ref().map(line_text).unwrap_or_default());
        text.push_str(&format!("\nheights from {}\n", self.vertical_datum));
        text.push_str(&self.note.as_ref().map(|note| format!("{note}\n")).unwrap_or_default());
        text
    }
}

fn line_text(line: &Line) -> String {
    let mut table = Table::new(&[">along", ">ground"]);
    for row in &line.profile {
        let ground = row.ground_amsl_m.map_or("unknown".to_owned(), |m| format!("{m:.1} m"));
        table.row([words::length(Metres(row.along_m)), ground]);
    }
    let mut text = format!("\n{table}\n");
    let at = |at: &LatLon| words::place(Wgs84 { lat: at.lat, lon: at.lon });
    let mut tell = |what: &str, extreme: &Extreme| {
        let doubt = if extreme.unknown_ground { "; some ground is unknown" } else { "" };
        let metres = extreme.metres.map_or("unknown".to_owned(), |m| format!("{m:.1} m"));
        text.push_str(&format!("{what} {metres} at {}{doubt}\n", at(&extreme.at)));
    };
    tell("highest ground", &line.highest);
    if let Some(least) = &line.least_agl {
        tell("least height above ground", least);
    }
    match line.sight.as_ref().map(|view| (view.sight, view.by_m, view.at)) {
        Some(("clear", Some(by), Some(place))) => {
            text.push_str(&format!("the ends see each other, {by:.1} m over the ground at {}\n", at(&place)));
        }
        Some(("blocked", Some(by), Some(place))) => {
            text.push_str(&format!("the ground stands {by:.1} m in the view at {}\n", at(&place)));
        }
        Some(_) => text.push_str("whether the ends see each other is unknown\n"),
        None => {}
    }
    text
}
