//! Every parser of the house as a plain function of bytes, for the fuzzer (`tests/fuzz`) and for the bounded run of
//! `tests/hostile`. A function returns when the parser did what it should with these bytes, accepted or refused; it
//! panics when the parser did, or when a promise about what was accepted does not hold.

mod air;
mod book;
mod files;
mod requests;
mod seeds;
mod texts;
mod tiny;
mod world;

pub use air::{conversation, datagrams};
pub use book::journal;
pub use files::{block, district, extract};
pub use requests::request;
pub use texts::{airframe, plan, policy, scenario};

/// One parser.
#[derive(Clone, Copy, Debug)]
pub struct Parser {
    /// What it is called here and in the fuzzer.
    pub name: &'static str,
    /// Takes bytes.
    pub feed: fn(&[u8]),
    /// Good inputs to begin with: real ones of the product.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// How many spoilt inputs the bounded run feeds.
    pub tries: u32,
}

/// All of them.
pub const PARSERS: [Parser; 11] = [
    Parser { name: "datagrams", feed: datagrams, seeds: seeds::datagrams, tries: 20_000 },
    Parser { name: "conversation", feed: conversation, seeds: seeds::conversation, tries: 1_000 },
    Parser { name: "extract", feed: extract, seeds: seeds::extract, tries: 300 },
    Parser { name: "block", feed: block, seeds: seeds::block, tries: 300 },
    Parser { name: "district", feed: district, seeds: seeds::district, tries: 1_000 },
    Parser { name: "plan", feed: plan, seeds: seeds::plan, tries: 1_000 },
    Parser { name: "airframe", feed: airframe, seeds: seeds::airframe, tries: 5_000 },
    Parser { name: "policy", feed: policy, seeds: seeds::policy, tries: 1_000 },
    Parser { name: "scenario", feed: scenario, seeds: seeds::scenario, tries: 1_000 },
    Parser { name: "journal", feed: journal, seeds: seeds::journal, tries: 1_000 },
    Parser { name: "request", feed: request, seeds: seeds::request, tries: 2_000 },
];
