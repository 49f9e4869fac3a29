//! `skyground train`: world and engine in one thread on a virtual clock, one line an event, a hash at the end. The same
//! seed gives the same hash, byte for byte.

use crate::args::Train;
use crate::{Done, district, sim::scenario};
use controller_core::Setup;
use controller_engine::{Record, hex, line};
use controller_server::journal::{FILE, JournalFile};
use controller_server::{folder, policy};
use flight_plans::{Plan, lay_plan};
use geodata::{Finding, Timestamp};
use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Instant;

/// Flies the scenario; good when every incident of it was closed.
pub fn run(args: &Train) -> Done {
    let scenario = scenario(&args.scenario)?;
    let setup = setup(args)?;
    let mut journal = args.data.as_deref().map(fresh_journal).transpose()?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let mut kept: Vec<Record> = Vec::new();
    let mut start: Option<Timestamp> = None;
    let began = Instant::now();
    let run = sim::lockstep::run(setup, &scenario, args.seed, &mut |record: &Record| {
        let start = *start.get_or_insert(record.at);
        // A reader that stops reading does not stop the drill.
        let _ = writeln!(out, "{}", line::of(record, start));
        if journal.is_some() {
            kept.push(record.clone());
        }
    })?;
    let speed = run.sim_seconds / began.elapsed().as_secs_f64().max(1e-9);
    if let (Some(file), Some(folder)) = (&mut journal, &args.data) {
        file.append(&kept).map_err(|why| {
            Finding::new("data_unusable", folder.display().to_string(), why.to_string(), "Choose another --data")
        })?;
    }
    let _ = writeln!(out, "closed={} speed={speed:.0}x records={} hash={}", run.closed, run.seq, hex(&run.hash));
    let _ = out.flush();
    Ok(if run.closed { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn setup(args: &Train) -> Result<Setup, Finding> {
    let atlas = match &args.district {
        Some(path) => folder::open_district(path)?,
        None => district::open_shipped()?,
    };
    let plan: Plan = match &args.plan {
        Some(path) => folder::open_plan(path)?,
        None => lay_plan(&atlas, district::PLAN_SEED),
    };
    let policy = policy(args.policy.as_deref())?;
    Ok(Setup { atlas: Arc::new(atlas), plan: Arc::new(plan), policy: Arc::new(policy) })
}

/// A journal of its own: a drill is never written behind another one's records.
fn fresh_journal(folder: &Path) -> Result<JournalFile, Finding> {
    std::fs::create_dir_all(folder).map_err(|why| {
        Finding::new("data_unusable", folder.display().to_string(), why.to_string(), "Choose another --data")
    })?;
    let path = folder.join(FILE);
    if path.exists() {
        let say = "there is a journal here already";
        return Err(Finding::new("journal_exists", path.display().to_string(), say, "Name a fresh folder with --data"));
    }
    JournalFile::open(&path)
}
