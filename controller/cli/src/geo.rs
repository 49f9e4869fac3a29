//! `skyground geo`: every answer about a district from a terminal, as a table for people or as one JSON object.
//!
//! A question opens the district, turns places into metres at its door, asks geodata, and tells. The shapes of the JSON
//! answers are described in `controller/cli/README.md`.

mod desk;
mod eta;
mod layers;
mod nearest;
mod reach;
mod route;
mod snap;
mod table;
mod words;
mod zones;

use crate::Done;
use crate::args::geo::Geo;

pub use table::{Table, plain};

/// Answers one question.
pub fn run(geo: &Geo) -> Done {
    match geo {
        Geo::Nearest(args) => nearest::run(args),
        Geo::Eta(args) => eta::run(args),
        Geo::Route(args) => route::run(args),
        Geo::Reach(args) => reach::run(args),
        Geo::Zones(args) => zones::run(args),
        Geo::Snap(args) => snap::run(args),
        Geo::District(args) => layers::run(args),
        _ => Err(geodata::Finding::new("not_yet", "skyground geo", "this is not answered yet", "Ask another")),
    }
}
