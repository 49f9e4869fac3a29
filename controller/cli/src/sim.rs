//! `skyground sim`: the simulated world against a running controller, over UDP and HTTP, on the real clock.

use crate::args::World;
use crate::{Done, stop};
use controller_server::folder;
use geodata::Finding;
use sim::Scenario;
use sim::wire::{WireOptions, run as run_wire};
use std::net::{TcpStream, ToSocketAddrs};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

/// How long the controller may take to be found there.
const LOOK: Duration = Duration::from_secs(1);

/// Runs the world until it ends or is asked to.
pub fn run(args: &World) -> Done {
    let scenario = scenario(&args.scenario)?;
    let atlas = folder::open_district(&args.district)?;
    let plan = folder::open_plan(&args.plan)?;
    say_when_absent(&args.http);
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

/// The world waits for its controller as long as it takes; whoever started it is told once that it does.
fn say_when_absent(http: &str) {
    let address = http.trim_start_matches("http://").trim_end_matches('/');
    let found = address.to_socket_addrs().ok().and_then(|mut all| all.next());
    if found.is_none_or(|at| TcpStream::connect_timeout(&at, LOOK).is_err()) {
        eprintln!("waiting for the controller at {http} ...");
    }
}

/// A scenario file, or a shipped one by its name.
pub fn scenario(named: &str) -> Result<Scenario, Finding> {
    let path = Path::new(named);
    if !path.exists()
        && let Some((name, text)) = sim::SHIPPED.iter().find(|(name, _)| *name == named)
    {
        return Scenario::parse(name, text);
    }
    if !path.exists() {
        let names: Vec<&str> = sim::SHIPPED.iter().map(|(name, _)| *name).collect();
        let remedy = format!("Name a file, or one that is shipped: {}", names.join(", "));
        return Err(Finding::new("no_scenario", named, "there is no such scenario", remedy));
    }
    let text = String::from_utf8_lossy(&folder::read(path)?).into_owned();
    Scenario::parse(named, &text)
}
