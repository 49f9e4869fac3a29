//! `skyground`: one binary for the controller, its simulated world, and the tools round them. Every error is one line
//! that says where, what and what to do; exit code 1, or 2 for a wrong command line.

mod args;
mod demo;
mod district;
mod export;
mod geo;
mod import;
mod journal;
mod keys;
mod plan;
mod planning;
mod recorder;
mod serve;
mod sim;
mod stop;
mod train;
mod vehicle;

use args::{Args, Audit, Plan, Task};
use clap::Parser;
use geodata::Finding;
use std::process::ExitCode;

/// What every command ends with.
type Done = Result<ExitCode, Finding>;

fn main() -> ExitCode {
    let args = Args::parse();
    let quiet = tracing_subscriber::EnvFilter::try_from_env("SKYGROUND_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn"));
    tracing_subscriber::fmt().with_env_filter(quiet).with_writer(std::io::stderr).with_target(false).init();
    match run(args.task) {
        Ok(code) => code,
        Err(finding) => {
            eprintln!("error: {finding}");
            ExitCode::FAILURE
        }
    }
}

fn run(task: Task) -> Done {
    match task {
        Task::Serve(serve) => serve::run(&serve),
        Task::Demo(demo) => demo::run(&demo),
        Task::Sim(args::Sim { vehicle: Some(args::SimTask::Vehicle(vehicle)), .. }) => vehicle::run(&vehicle),
        Task::Sim(args::Sim { vehicle: None, world }) => sim::run(&world),
        Task::Train(train) => train::run(&train),
        Task::Import(import) => import::run(&import),
        Task::Export(export) => export::run(&export),
        Task::Geo(geo) => geo::run(&geo),
        Task::Plan(Plan::Lay(lay)) => plan::lay(&lay),
        Task::Plan(Plan::Add(add)) => plan::add(&add),
        Task::Check(check) => plan::check(&check),
        Task::FlightPlans(task) => planning::run(&task),
        Task::Audit(Audit::Verify { place }) => journal::verify(&place),
        Task::Keys(task) => keys::run(&task),
        Task::Recorder(task) => recorder::run(&task),
        Task::Replay { place } => journal::replay(&place),
    }
}
