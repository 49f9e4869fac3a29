//! `skyground sim`: the simulated world against a running controller, over UDP and HTTP, on the real clock.

use crate::args::{Radio, World};
use crate::{Done, stop};
use controller_server::folder;
use geodata::Finding;
use sim::Scenario;
use sim::lossy::LossyConfig;
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
    let mut scenario = scenario(&args.scenario)?;
    scenario.radio = radio(&args.radio, scenario.radio)?;
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

/// How bad the radios are: what the command line says over what is usual.
pub fn radio(args: &Radio, usual: Option<LossyConfig>) -> Result<Option<LossyConfig>, Finding> {
    let given = [args.loss, args.burst, args.rtt_ms, args.jitter_ms, args.duplicate, args.reorder, args.corrupt];
    if given.iter().all(Option::is_none) {
        return Ok(usual);
    }
    let usual = usual.unwrap_or_default();
    let radio = LossyConfig {
        loss: args.loss.unwrap_or(usual.loss),
        burst: args.burst.unwrap_or(usual.burst),
        rtt_ms: args.rtt_ms.unwrap_or(usual.rtt_ms),
        jitter_ms: args.jitter_ms.unwrap_or(usual.jitter_ms),
        duplicate: args.duplicate.unwrap_or(usual.duplicate),
        reorder: args.reorder.unwrap_or(usual.reorder),
        corrupt: args.corrupt.unwrap_or(usual.corrupt),
        cut: usual.cut,
    };
    match radio.fault() {
        Some((key, say)) => {
            let option = format!("--{}", key.replace('_', "-"));
            Err(Finding::new("out_of_range", option, say, "Choose a value in the range"))
        }
        None => Ok(Some(radio)),
    }
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
