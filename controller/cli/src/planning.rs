//! `skyground flight-plans`: plans judged, searches planned, plans taken away. All faults at once on standard error, what
//! was made on standard output, exit code 1 when something is wrong; a bar only where somebody looks.

mod check;
mod circles;
mod export;
mod propose;
mod search;
mod shift;

use crate::args::planning::{FlightPlans, WindSaid};
use crate::import::Report;
use crate::{Done, district};
use controller_server::folder;
use flight_plans::picture::{Language, Scene};
use flight_plans::planner::pace::{Pace, Progress, Rounds};
use flight_plans::{Plan, Situation, Wind, lay_plan};
use geodata::{Atlas, Finding, Heading, MetresPerSecond, Timestamp};
use indicatif::{ProgressBar, ProgressStyle};
use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Does one of them.
pub fn run(task: &FlightPlans) -> Done {
    match task {
        FlightPlans::Check(args) => check::run(args),
        FlightPlans::Circles(args) => circles::circles(args),
        FlightPlans::Coverage(args) => circles::coverage(args),
        FlightPlans::Propose(args) => propose::run(args),
        FlightPlans::Search(args) => search::run(args),
        FlightPlans::Export(args) => export::run(args),
    }
}

/// Puts flights, by their file names, into a folder, which is made when it is not there.
fn keep(folder: &Path, files: &[(String, Vec<u8>)], report: &mut Report) -> Result<(), Finding> {
    std::fs::create_dir_all(folder).map_err(|error| {
        let remedy = "Choose a folder that can be written";
        Finding::new("cannot_write", folder.display().to_string(), error.to_string(), remedy)
    })?;
    for (name, bytes) in files {
        folder::write(&folder.join(name), bytes)?;
    }
    report.fact("flights", files.len());
    Ok(())
}

/// The district and the plan said, or the shipped ones.
fn open(district: Option<&PathBuf>, plan: Option<&PathBuf>) -> Result<(Atlas, Plan), Vec<Finding>> {
    let one = |finding| vec![finding];
    let atlas = match district {
        Some(path) => folder::open_district(path).map_err(one)?,
        None => district::open_shipped().map_err(one)?,
    };
    let plan = match plan {
        Some(path) => {
            let bytes = folder::read(path).map_err(one)?;
            let placed = |faults: Vec<Finding>| faults.into_iter().map(|f| folder::placed(path, f)).collect::<Vec<_>>();
            let plan = Plan::parse(&bytes).map_err(placed)?;
            let misfits = plan.misfits(&atlas);
            if !misfits.is_empty() {
                return Err(placed(misfits));
            }
            plan
        }
        None => lay_plan(&atlas, district::PLAN_SEED),
    };
    Ok((atlas, plan))
}

fn wind(said: WindSaid) -> Result<Wind, Vec<Finding>> {
    if !said.wind_from.is_finite() || !(0.0..=60.0).contains(&said.wind_speed) {
        let say = "the wind is no direction, or not of 0 to 60 m/s";
        return Err(vec![Finding::new(
            "bad_wind",
            "--wind-from, --wind-speed",
            say,
            "Say it as a weather report has it",
        )]);
    }
    Ok(Wind::from(Heading::degrees(said.wind_from), MetresPerSecond(said.wind_speed)))
}

/// An aircraft on its dock with a full battery.
fn docked<'a>(atlas: &'a Atlas, plan: &'a Plan, vehicle: u32, wind: Wind) -> Result<Situation<'a>, Finding> {
    let dock = plan.aircraft(vehicle).and_then(|a| atlas.posts.iter().find(|post| post.id == a.dock));
    let Some(dock) = dock else {
        let say = "the plan has no such aircraft, or the district has no dock for it";
        return Err(Finding::new("not_enrolled", format!("vehicle {vehicle}"), say, "Name one of the plan"));
    };
    Ok(Situation {
        atlas,
        plan,
        vehicle,
        wind,
        battery_percent: 100.0,
        from: dock.at,
        from_altitude: atlas.terrain.ground(dock.at),
        on_ground: true,
        at: Timestamp::from_millis(0),
    })
}

/// Writes a scene by the end of a file's name.
fn draw(scene: &Scene, out: &Path, lang: &str) -> Result<(), Finding> {
    let language = if lang == "en" { Language::En } else { Language::Zh };
    let end = out.extension().map(|end| end.to_string_lossy().to_ascii_lowercase());
    let text = match end.as_deref() {
        Some("svg") => scene.svg(language),
        Some("html" | "htm") => scene.page(language),
        _ => {
            let say = "a picture ends in .svg, a page in .html";
            return Err(Finding::new("bad_picture", out.display().to_string(), say, "Give the file one of these ends"));
        }
    };
    folder::write(out, text.as_bytes())
}

/// Whether a file is drawn rather than flown.
fn is_drawn(out: &Path) -> bool {
    out.extension()
        .is_some_and(|end| ["svg", "html", "htm"].contains(&end.to_string_lossy().to_ascii_lowercase().as_str()))
}

/// Lets a planner think for rounds or seconds, with a bar where somebody looks; `said` makes a word of its best value.
fn think<T>(
    rounds: Option<u64>,
    seconds: f64,
    said: impl Fn(f64) -> String,
    plan: impl FnOnce(&mut dyn Pace) -> T,
) -> T {
    if let Some(rounds) = rounds {
        return plan(&mut Rounds(rounds));
    }
    let began = Instant::now();
    let most = if seconds.is_finite() { seconds.clamp(0.01, 3600.0) } else { 1.0 };
    let bar = std::io::stderr().is_terminal().then(|| {
        let bar = ProgressBar::new(1000);
        if let Ok(style) = ProgressStyle::with_template("{msg:32} [{bar:40}] {percent:>3} %  {elapsed}") {
            bar.set_style(style.progress_chars("=> "));
        }
        bar
    });
    let mut pace = |progress: &Progress| {
        let spent = began.elapsed().as_secs_f64() / most;
        if let Some(bar) = &bar {
            bar.set_message(if progress.value.is_finite() { said(progress.value) } else { String::new() });
            bar.set_position((spent.min(1.0) * 1000.0) as u64);
        }
        spent
    };
    let made = plan(&mut pace);
    if let Some(bar) = bar {
        bar.finish_and_clear();
    }
    made
}
