//! How much faster than real time the lockstep runs: flies a shipped scenario and prints its events and the speed.
//!
//! `cargo run --release -p sim --example lockstep_speed -- SCENARIO SEED [quiet]`

use controller_core::{Policy, Setup, policy};
use controller_engine::line;
use geodata::{Amsl, Atlas, ImportOptions, Metres, import_osm};
use sim::Scenario;
use std::error::Error;
use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let name = arguments.next().unwrap_or_else(|| "market-alarm.toml".to_owned());
    let seed = arguments.next().map_or(Ok(7), |seed| seed.parse())?;
    let quiet = arguments.next().is_some();
    let text = sim::SHIPPED.iter().find(|(file, _)| *file == name).ok_or("no shipped scenario of that name")?.1;
    let scenario = Scenario::parse(&name, text)?;
    let setup = setup()?;
    let began = Instant::now();
    let run = sim::lockstep::run(setup, &scenario, seed, &mut |record| {
        if !quiet {
            println!("{}", line::of(record, scenario.start));
        }
    })?;
    let speed = run.sim_seconds / began.elapsed().as_secs_f64();
    println!("{run:?}");
    println!("{:.0} s in {:.2} s: {speed:.0} times real time", run.sim_seconds, began.elapsed().as_secs_f64());
    Ok(())
}

/// The demo district, its plan and the shipped policy.
fn setup() -> Result<Setup, Box<dyn Error>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../geodata/districts/liechtenstein");
    let mut extracts = std::fs::read_dir(folder)?.filter_map(Result::ok).map(|entry| entry.path());
    let extract = extracts.find(|path| path.extension().is_some_and(|end| end == "pbf")).ok_or("no extract")?;
    let options = ImportOptions { ground: Amsl(Metres(460.0)), fiction_seed: Some(1), ..ImportOptions::default() };
    let atlas =
        Atlas::open(&import_osm(&std::fs::read(extract)?, &options)?).map_err(|faults| format!("{faults:?}"))?;
    let plan = flight_plans::lay_plan(&atlas, 1);
    Ok(Setup { atlas: Arc::new(atlas), plan: Arc::new(plan), policy: Arc::new(Policy::parse(policy::DEFAULT)?) })
}
