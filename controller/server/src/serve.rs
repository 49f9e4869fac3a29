//! A controller from start to stop: data folder, journal, district, plan, ports; then the loop and the door side by side.

use crate::clock::{Clock, Turns};
use crate::folder::{open_district, open_plan, placed, read};
use crate::held::Held;
use crate::http::{Door, Ground, Hosts, Sessions, Standing, routes};
use crate::journal::{Bookkeeper, JournalFile, Lock, Writer, fold, kept, path_of};
use crate::keys::{self, Keeper};
use crate::limits::WAITING_REQUESTS;
use crate::link_book::LinkBook;
use crate::moving::Moving;
use crate::radio::table::HostPort;
use crate::radio::{LinkSpec, Mirror, Radio, Taken, Tap, taken};
use crate::recorder::{Keep, Recorder};
use crate::remembered::Remembered;
use crate::run::Loop;
use crate::screens::Screens;
use bytes::Bytes;
use controller_core::{Cite, Policy, Setup};
use controller_engine::engine::Apart;
use controller_engine::{Engine, Output};
use controller_link::Batch;
use geodata::Finding;
use std::future::Future;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use tokio::net::TcpListener;
use tokio::sync::{mpsc, watch};

/// What a controller is started with.
#[derive(Clone, Debug)]
pub struct Options {
    /// Where the journal lives.
    pub data: PathBuf,
    /// The district folder.
    pub district: PathBuf,
    /// The duty plan.
    pub plan: PathBuf,
    /// The policy; the shipped one when `None`.
    pub policy: Option<PathBuf>,
    /// Where screens connect.
    pub http: SocketAddr,
    /// The links to aircraft, in order, each with the option that asked for it.
    pub links: Vec<(&'static str, LinkSpec)>,
    /// Who watches what is received, if anybody.
    pub mirror: Option<HostPort>,
    /// How much of what is on the air is recorded.
    pub keep: Keep,
    /// Names under which screens reach it, besides its address.
    pub hosts: Vec<String>,
    /// Whether this is a training world.
    pub training: bool,
    /// A station that goes on alone behind its copy of the bureau's journal.
    pub alone: Option<Apart>,
}

/// Where a started controller can be reached.
#[derive(Clone, Copy, Debug)]
pub struct Ports {
    /// For screens.
    pub http: SocketAddr,
    /// For aircraft: where the first link that listens does; nothing when none does.
    pub mavlink: Option<SocketAddr>,
    /// Records folded at the start.
    pub records: u32,
}

/// Runs a controller until `stop`. `ready` hears where it can be reached as soon as it can.
pub async fn serve(
    options: &Options,
    ready: impl FnOnce(Ports),
    stop: impl Future<Output = ()>,
) -> Result<(), Finding> {
    // What is read before what is written: a wrong path leaves no folder behind.
    let setup = setup(options)?;
    let cite = cite(&setup);
    let seats = controller_api::outward::levels::seats(&setup.atlas, &setup.plan, &setup.policy);
    let ground = Ground::new(setup.atlas.clone(), seats)?;
    std::fs::create_dir_all(&options.data)
        .map_err(|why| crate::journal::fault(&options.data, "cannot make the data folder", &why))?;
    let _lock = Lock::take(&options.data)?;
    // Ports before the journal: a start that fails leaves no record of itself.
    let taken_links: Vec<Taken> =
        options.links.iter().map(|(option, spec)| Taken::open(option, spec)).collect::<Result<_, _>>()?;
    let mirror = options.mirror.as_ref().map(|to| Mirror::open("--mirror", to)).transpose()?.map(Arc::new);
    let listener = TcpListener::bind(options.http).await.map_err(|why| taken(options.http, "http", &why))?;
    let was_there = path_of(&options.data).exists();
    let mut journal = JournalFile::open(&path_of(&options.data))?;
    refuse_emptied(&journal, was_there, &options.data)?;
    let (secrets, kept) = (keys::read(&options.data)?, keys::kept(&options.data)?);
    let (clock, mut engine, mut first, folded, folded_before) = wake(setup, &journal, options)?;
    engine.secure(secrets, &kept);
    let keeper = Keeper::start(&options.data, kept)
        .map_err(|why| crate::journal::fault(&options.data, "cannot start the keeper of signing times", &why))?;
    let durable = if folded == 0 { begin(&mut journal, &mut first, &options.data)? } else { folded };

    let ports = Ports {
        http: listener.local_addr().unwrap_or(options.http),
        mavlink: taken_links.iter().find_map(Taken::address),
        records: folded,
    };
    let recorder = Recorder::start(&options.data, options.keep, clock)?.map(Arc::new);
    let mut taps: Vec<Arc<dyn Tap>> = mirror.iter().map(|mirror| Arc::clone(mirror) as Arc<dyn Tap>).collect();
    taps.extend(recorder.iter().map(|recorder| Arc::clone(recorder) as Arc<dyn Tap>));
    let mut radio = Radio::new(clock, taps);
    for link in taken_links {
        radio.start("--link", link)?;
    }
    let link_book = LinkBook::open(&options.data, &mut radio)
        .map_err(|why| crate::journal::fault(&options.data, "cannot start the keeper of links", &why))?;
    let (requests, asked) = mpsc::channel(WAITING_REQUESTS);
    let (reporting, reports) = mpsc::unbounded_channel();
    let (telemetry, frames) = watch::channel(Bytes::new());
    let (beat, beats) = watch::channel(clock.now().as_millis());
    let writer = Writer::start(journal, &options.data, reporting)
        .map_err(|why| crate::journal::fault(&options.data, "cannot start the journal's writer", &why))?;
    let (tearing, torn) = mpsc::channel(1);
    let bookkeeper = Bookkeeper::start(&path_of(&options.data), folded_before, clock, tearing)
        .map_err(|why| crate::journal::fault(&options.data, "cannot start the journal's bookkeeper", &why))?;
    let door = Door {
        requests,
        sessions: Arc::new(Mutex::new(Sessions::kept_in(options.data.join("sessions.json")))),
        clock,
        hosts: Hosts::new(ports.http, &options.hosts),
        training: options.training,
        telemetry: frames,
        beat: beats,
        screens: Arc::default(),
        basemap: options.district.join("basemap.pmtiles"),
        ground,
        recorder: recorder.clone(),
        journal: path_of(&options.data),
        cite,
    };
    let the_loop = Loop {
        engine,
        clock,
        turns: Turns::default(),
        training: options.training,
        radio,
        mirror,
        link_book,
        came: Batch::default(),
        keeper,
        writer,
        bookkeeper,
        torn,
        is_torn: false,
        reports,
        requests: asked,
        telemetry,
        beat,
        held: Held::new(durable),
        last_record: durable,
        is_failing: false,
        orders_late: 0,
        screens: Screens::default(),
        remembered: Remembered::default(),
        moving: Moving::default(),
    };
    let door = Standing::open(listener, routes(door));
    ready(ports);
    let ended = the_loop.run(first, stop).await;
    door.close().await;
    if let Some(recorder) = recorder {
        recorder.finish();
    }
    ended
}

/// A journal without a record is a start that broke off before its first one - or one that was emptied, when what is laid
/// beside it only after the first record is there.
fn refuse_emptied(journal: &JournalFile, was_there: bool, data: &Path) -> Result<(), Finding> {
    let was_used = || ["ballast", "sessions.json"].iter().any(|name| data.join(name).exists());
    if !was_there || !journal.is_empty()? || !was_used() {
        return Ok(());
    }
    Err(Finding::new(
        "journal_empty",
        path_of(data).display().to_string(),
        "the journal is empty although a controller has run on this folder",
        "Restore the file from its last copy, or start on a fresh data folder",
    ))
}

/// The first records of a fresh journal, durable before anything is laid beside it and before anybody is let in.
fn begin(journal: &mut JournalFile, first: &mut Output, data: &Path) -> Result<u32, Finding> {
    journal
        .append(&first.records)
        .map_err(|why| crate::journal::fault(&path_of(data), "cannot write the first record", &why))?;
    Ok(std::mem::take(&mut first.records).last().map_or(0, |record| record.seq))
}

/// On which district, plan and policy a controller decides, as every record says it.
pub(crate) fn cite(setup: &Setup) -> String {
    let cite = Cite::of(&setup.atlas.hash, &setup.plan.hash(), &setup.policy.hash);
    serde_json::to_string(&cite).unwrap_or_default().trim_matches('"').to_owned()
}

pub(crate) fn setup(options: &Options) -> Result<Setup, Finding> {
    let atlas = open_district(&options.district)?;
    let plan = open_plan(&options.plan)?;
    if plan.district != atlas.hash {
        return Err(Finding::new(
            "other_district",
            options.plan.display().to_string(),
            format!("this plan was laid for another district than {}", options.district.display()),
            "Lay a new plan with `skyground plan lay --district DIR --out FILE`",
        ));
    }
    let policy = policy(options.policy.as_deref())?;
    Ok(Setup { atlas: Arc::new(atlas), plan: Arc::new(plan), policy: Arc::new(policy) })
}

/// The policy in a file, or the one built in.
pub fn policy(path: Option<&Path>) -> Result<Policy, Finding> {
    let Some(path) = path else { return Policy::parse(controller_core::policy::DEFAULT) };
    let text = String::from_utf8_lossy(&read(path)?).into_owned();
    Policy::parse(&text).map_err(|finding| placed(path, finding))
}

/// A fresh engine, or the one the journal tells of; and with how many records it tells it, and how many of them were folded
/// before.
fn wake(setup: Setup, journal: &JournalFile, options: &Options) -> Result<(Clock, Engine, Output, u32, u32), Finding> {
    let before = kept(journal)?;
    let kept = before.head.seq;
    let told = fold(journal, before)?.map_err(|broken| {
        Finding::new(
            "journal_broken",
            path_of(&options.data).display().to_string(),
            format!("the chain of records breaks at {}: {}", broken.seq, broken.why),
            "Keep this file for the inquiry and start on a fresh data folder",
        )
    })?;
    let clock = Clock::start(told.last);
    let folded = told.head.seq;
    let begins = options.alone.as_ref().filter(|_| told.ledger.partition.alone.is_none());
    let (engine, first) = match (told.last, begins) {
        (_, Some(apart)) => Engine::alone(setup, (told.head, told.ledger), apart, clock.now()).map_err(|why| {
            Finding::new("unknown_station", apart.station.clone(), format!("{why:?}"), "Use a station of the plan")
        })?,
        (None, None) => Engine::start(setup, clock.now()),
        (Some(_), None) => Engine::go_on(setup, told.head, told.ledger, clock.now()),
    };
    Ok((clock, engine, first, folded, kept))
}
