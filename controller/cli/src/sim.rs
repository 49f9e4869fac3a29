//! `skyground sim`: the simulated world against a running controller, over UDP and HTTP, on the real clock.

use crate::args::World;
use crate::{Done, stop};
use controller_server::folder;
use geodata::Finding;
use sim::Scenario;
use sim::wire::{WireOptions, run as run_wire};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

/// Runs the world until it ends or is asked to.
pub fn run(args: &World) -> Done {
    let scenario = scenario(&args.scenario)?;
    let atlas = folder::open_district(&args.district)?;
    let plan = folder::open_plan(&args.plan)?;
    let report = args.say.then(|| Box::new(|line: &str| println!("{line}")) as Box<dyn FnMut(&str) + Send>);
    let options = WireOptions {
        controller_http: args.http.clone(),
        mavlink_to: args.mavlink,
        scenario,
        seed: args.seed,
        stop: stop::flag(args.until_input_ends)?,
        report,
    };
    let told = run_wire(options, Arc::new(atlas), Arc::new(plan))?;
    if args.say {
        println!("{told:?}");
    }
    Ok(ExitCode::SUCCESS)
}

/// A scenario file, or a shipped one by its name.
pub fn scenario(named: &str) -> Result<Scenario, Finding> {
    let path = Path::new(named);
    if !path.exists()
        && let Some((name, text)) = sim::SHIPPED.iter().find(|(name, _)| *name == named)
    {
        return Scenario::parse(name, text);
    }
    let text = String::from_utf8_lossy(&folder::read(path)?).into_owned();
    Scenario::parse(named, &text)
}
