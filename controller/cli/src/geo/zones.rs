//! `skyground geo zones`: every zone; the zones at a place, a height and a moment; the zones a leg crosses, and when.

mod leg;

use super::Table;
use super::desk::{Answer, Desk, Spot};
use super::words::{self, LatLon};
use crate::Done;
use crate::args::geo::Zones as Args;
use geodata::zone::ZoneKind;
use geodata::{Agl, Amsl, Finding, Metres, Timestamp, Zone};
use serde::Serialize;

#[derive(Serialize)]
struct Here {
    /// Null when all zones are listed.
    place: Option<LatLon>,
    /// Null for any height.
    amsl_m: Option<f64>,
    time: String,
    zones: Vec<Told>,
    /// How many zones the district has.
    among: usize,
}

/// A zone as answers tell it.
#[derive(Serialize)]
pub struct Told {
    id: String,
    name: String,
    name_zh: String,
    /// `keep_in`, `keep_out`, `no_record`.
    kind: &'static str,
    floor: String,
    ceiling: String,
    schedule: String,
    /// Whether it holds at the moment asked about.
    active: bool,
    authority: String,
}

impl Told {
    pub fn new(zone: &Zone, at: Timestamp) -> Self {
        Self {
            id: zone.id.clone(),
            name: zone.name.clone(),
            name_zh: zone.name_zh.clone(),
            kind: kind(zone.kind),
            floor: zone.floor.to_string(),
            ceiling: zone.ceiling.to_string(),
            schedule: zone.schedule.to_string(),
            active: zone.active(at),
            authority: zone.source.authority.clone(),
        }
    }
}

pub fn kind(kind: ZoneKind) -> &'static str {
    match kind {
        ZoneKind::KeepIn => "keep_in",
        ZoneKind::KeepOut => "keep_out",
        ZoneKind::NoRecord => "no_record",
    }
}

/// What was asked: places, heights, the moment.
struct Question {
    spots: Vec<Spot>,
    heights: Vec<Amsl>,
    at: Timestamp,
}

pub fn run(args: &Args) -> Done {
    let desk = Desk::with_places(&args.common, &args.places)?;
    let question = question(&desk, args)?;
    match question.spots[..] {
        [from, to] => leg::run(&desk, args, [from, to], &question.heights, question.at),
        _ => desk.say("zones", &here(&desk, &question)),
    }
}

fn question(desk: &Desk, args: &Args) -> Result<Question, Finding> {
    let spots: Vec<Spot> = args.a.iter().chain(&args.b).map(|text| desk.spot(text)).collect::<Result<_, _>>()?;
    let (option, given) = if args.agl.is_empty() { ("--amsl", &args.amsl) } else { ("--agl", &args.agl) };
    words::heights(option, given, spots.len())?;
    let height = |(metres, spot): (&f64, &Spot)| match args.agl.is_empty() {
        true => Amsl(Metres(*metres)),
        false => desk.atlas.terrain.ground(spot.at).raised(Agl(Metres(*metres))),
    };
    let at = words::moment(args.time.as_deref(), "--time")?;
    Ok(Question { heights: given.iter().zip(&spots).map(height).collect(), spots, at })
}

fn here(desk: &Desk, question: &Question) -> Here {
    let (atlas, at) = (&desk.atlas, question.at);
    let zones: Vec<&Zone> = match (question.spots.first(), question.heights.first()) {
        (Some(spot), Some(height)) => atlas.zones.at(spot.at, *height, at, &atlas.terrain),
        (Some(spot), None) => atlas.zones.over(spot.at),
        (None, _) => atlas.zones.iter().collect(),
    };
    Here {
        place: question.spots.first().map(|spot| spot.degrees.into()),
        amsl_m: question.heights.first().map(|height| words::round(height.0.0, 1)),
        time: at.to_string(),
        zones: zones.into_iter().map(|zone| Told::new(zone, at)).collect(),
        among: atlas.zones.len(),
    }
}

impl Answer for Here {
    fn tell(&self) -> String {
        if self.zones.is_empty() {
            return format!("no zone there, of {}\n", self.among);
        }
        let mut table = Table::new(&["id", "kind", "floor", "ceiling", "hours", "now", "name"]);
        for zone in &self.zones {
            table.row([
                zone.id.clone(),
                zone.kind.to_owned(),
                zone.floor.clone(),
                zone.ceiling.clone(),
                zone.schedule.clone(),
                if zone.active { "holds" } else { "off" }.to_owned(),
                words::names(&zone.name, &zone.name_zh),
            ]);
        }
        format!("{table}\nat {}\n", self.time)
    }
}
