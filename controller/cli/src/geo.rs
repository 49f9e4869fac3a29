//! `skyground geo`: every answer about a district from a terminal, as a table for people or as one JSON object.
//!
//! A question opens the district, turns places into metres at its door, asks geodata, and tells. The shapes of the JSON
//! answers are described in `controller/cli/README.md`.

mod desk;
mod eta;
mod file;
mod layers;
mod nearest;
mod now;
mod owner;
mod reach;
mod route;
mod snap;
mod table;
mod terrain;
mod trace;
mod words;
mod zones;

use crate::Done;
use crate::args::geo::Geo;

pub use desk::json;
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
        Geo::Terrain(args) => terrain::run(args),
        Geo::Datum(args) => trace::run(args),
        Geo::District(args) => layers::run(args),
        Geo::Owner(args) => owner::run(args),
    }
}

/// The first of a file's faults, with their number: a question is no import, `skyground import` tells all.
fn first(path: &std::path::Path, faults: Vec<geodata::Finding>) -> geodata::Finding {
    let more = faults.len().saturating_sub(1);
    let none = || geodata::Finding::new("unreadable", "the file", "it cannot be read", "Check the file");
    let first = faults.into_iter().next().unwrap_or_else(none);
    let say = if more > 0 { format!("{} (and {more} more)", first.say) } else { first.say };
    let name = path.display().to_string();
    let at = if first.at.contains(&name) { first.at } else { format!("{name}: {}", first.at) };
    geodata::Finding { say, at, ..first }
}
