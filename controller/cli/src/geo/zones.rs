//! `skyground geo zones`: the zones of the air at a place.

use super::Table;
use super::desk::{Answer, Desk};
use crate::Done;
use crate::args::geo::Zones as Args;
use serde::Serialize;

#[derive(Serialize)]
struct Zones {
    zones: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    id: String,
    name: String,
}

pub fn run(args: &Args) -> Done {
    let desk = Desk::with_places(&args.common, &args.places)?;
    let spot = args.at.first().map(|text| desk.spot(text)).transpose()?;
    let here = desk.atlas.zones.iter().filter(|zone| spot.is_none_or(|spot| zone.contains(spot.at)));
    let zones = here.map(|zone| Line { id: zone.id.clone(), name: zone.name.clone() }).collect();
    desk.say("zones", &Zones { zones })
}

impl Answer for Zones {
    fn tell(&self) -> String {
        let mut table = Table::new(&["id", "name"]);
        for zone in &self.zones {
            table.row([zone.id.clone(), zone.name.clone()]);
        }
        table.to_string()
    }
}
