//! Every parser of the house as a plain function of bytes, for the fuzzer (`tests/fuzz`) and for the bounded run of
//! `tests/hostile`. A function tells whether the bytes were accepted; it panics when the parser did, or when a
//! promise about what was accepted does not hold.

mod air;
mod book;
mod counts;
mod elevation;
mod files;
mod flights;
mod frames;
mod layers;
mod links;
mod obedient;
mod patrols;
mod recordings;
mod requests;
mod seeds;
mod texts;
mod tiny;
mod transfer;
pub mod world;

pub use air::{conversation, datagrams};
pub use book::journal;
pub use counts::counts;
pub use elevation::{geotiff, ground, hgt};
pub use files::{block, conditions, district, extract, order, osmxml, zones};
pub use flights::{flight, package, planbook};
pub use frames::{frames, heard};
pub use layers::{geojson, gpx, kml, kmz, table};
pub use links::link;
pub use patrols::patrols;
pub use recordings::recording;
pub use requests::request;
pub use texts::{airframe, plan, policy, samples, scenario};
pub use transfer::transfer;

/// One parser.
#[derive(Clone, Copy, Debug)]
pub struct Parser {
    /// What it is called here and in the fuzzer.
    pub name: &'static str,
    /// Takes bytes; whether they were accepted.
    pub feed: fn(&[u8]) -> bool,
    /// Good inputs to begin with: real ones of the product.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// How many spoilt inputs the bounded run feeds.
    pub tries: u32,
}

/// All of them.
pub const PARSERS: [Parser; 33] = [
    Parser { name: "datagrams", feed: datagrams, seeds: seeds::datagrams, tries: 100_000 },
    Parser { name: "frames", feed: frames, seeds: frames::seeds, tries: 20_000 },
    Parser { name: "link", feed: link, seeds: links::seeds, tries: 50_000 },
    Parser { name: "recording", feed: recording, seeds: recordings::seeds, tries: 10_000 },
    Parser { name: "conversation", feed: conversation, seeds: seeds::conversation, tries: 3_000 },
    Parser { name: "transfer", feed: transfer, seeds: transfer::seeds, tries: 2_000 },
    Parser { name: "extract", feed: extract, seeds: seeds::extract, tries: 2_000 },
    Parser { name: "block", feed: block, seeds: seeds::block, tries: 2_000 },
    Parser { name: "osmxml", feed: osmxml, seeds: seeds::osmxml, tries: 2_000 },
    Parser { name: "district", feed: district, seeds: seeds::district, tries: 10_000 },
    Parser { name: "order", feed: order, seeds: seeds::order, tries: 3_000 },
    Parser { name: "conditions", feed: conditions, seeds: seeds::conditions, tries: 10_000 },
    Parser { name: "plan", feed: plan, seeds: seeds::plan, tries: 3_000 },
    Parser { name: "airframe", feed: airframe, seeds: seeds::airframe, tries: 30_000 },
    Parser { name: "samples", feed: samples, seeds: seeds::samples, tries: 2_000 },
    Parser { name: "policy", feed: policy, seeds: seeds::policy, tries: 5_000 },
    Parser { name: "scenario", feed: scenario, seeds: seeds::scenario, tries: 3_000 },
    Parser { name: "journal", feed: journal, seeds: seeds::journal, tries: 5_000 },
    Parser { name: "request", feed: request, seeds: seeds::request, tries: 8_000 },
    Parser { name: "counts", feed: counts, seeds: seeds::counts, tries: 20_000 },
    Parser { name: "hgt", feed: hgt, seeds: elevation::hgt_seeds, tries: 300 },
    Parser { name: "geotiff", feed: geotiff, seeds: elevation::geotiff_seeds, tries: 5_000 },
    Parser { name: "ground", feed: ground, seeds: elevation::ground_seeds, tries: 5_000 },
    Parser { name: "geojson", feed: geojson, seeds: layers::geojson_seeds, tries: 20_000 },
    Parser { name: "kml", feed: kml, seeds: layers::kml_seeds, tries: 20_000 },
    Parser { name: "kmz", feed: kmz, seeds: layers::kmz_seeds, tries: 20_000 },
    Parser { name: "gpx", feed: gpx, seeds: layers::gpx_seeds, tries: 20_000 },
    Parser { name: "table", feed: table, seeds: layers::table_seeds, tries: 20_000 },
    Parser { name: "zones", feed: zones, seeds: seeds::zones, tries: 10_000 },
    Parser { name: "flight", feed: flight, seeds: flights::flight_seeds, tries: 10_000 },
    Parser { name: "planbook", feed: planbook, seeds: flights::planbook_seeds, tries: 1_000 },
    Parser { name: "package", feed: package, seeds: flights::package_seeds, tries: 2_000 },
    Parser { name: "patrols", feed: patrols, seeds: patrols::seeds, tries: 10_000 },
];

/// Holds a refusal to its form: at least one fault, each with its place and its remedy.
fn told(faults: &[geodata::Finding]) {
    assert!(!faults.is_empty() && faults.iter().all(|f| !f.at.is_empty() && !f.remedy.is_empty()), "{faults:?}");
}
