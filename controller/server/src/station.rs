//! A station's desk. While it hears the bureau it keeps a copy of its journal and sends everybody there. When it has not heard
//! it for twice the policy's time it is a controller of its own, on a branch behind the copy, for its own crews and the
//! aircraft lent to it; and when the bureau is back, it stops, hands the branch over, and follows again. The core says what
//! belongs to whom (`controller_core::decide::station`).

mod branch;
mod copy;
mod desk;
mod line;

use crate::clock::Clock;
use crate::http::{Hosts, Standing};
use crate::journal::{Bookkeeper, Lock, fault, path_of};
use crate::limits::{STATION_HEARD, STATION_POLL};
use crate::radio::taken;
use crate::serve::{Options, Ports, cite, serve, setup};
use branch::Branches;
use controller_api::ask::{Problem, StationDesk};
use controller_core::Setup;
use controller_engine::engine::Apart;
use copy::Copy;
use desk::Desk;
use geodata::{Finding, Seconds};
pub use line::Bureau;
use line::{Away, Line};
use std::future::Future;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;
use tokio::net::TcpListener;

/// Which station this is, and where its bureau.
#[derive(Clone, Debug)]
pub struct Station {
    /// The id of its post.
    pub id: String,
    /// Its bureau.
    pub bureau: Bureau,
}

/// How a stretch of following ended.
enum Followed {
    /// Nothing was heard of the bureau for so long.
    Silent(Duration),
    /// We were asked to stop.
    Stopped,
}

/// What a station's desk is made of.
struct House {
    options: Options,
    station: Station,
    branches: Branches,
    clock: Clock,
    /// How long nothing may be heard of the bureau.
    silent: Duration,
    cite: String,
    copied: Arc<AtomicU32>,
}

/// Runs a station's desk until `stop`. `ready` hears where it can be reached as soon as it can.
///
/// # Errors
/// What is wrong with its files, or why the bureau will not have it.
pub async fn follow(
    options: &Options,
    station: &Station,
    ready: impl FnOnce(Ports),
    stop: impl Future<Output = ()>,
) -> Result<(), Finding> {
    let setup = setup(options)?;
    known(&setup, &station.id)?;
    let mut house = House {
        options: options.clone(),
        station: station.clone(),
        branches: Branches::of(&options.data),
        clock: Clock::start(None),
        silent: Duration::from_secs_f64(2.0 * setup.policy.levels.cut_s.max(1.0)),
        cite: cite(&setup),
        copied: Arc::default(),
    };
    std::fs::create_dir_all(&options.data).map_err(|why| fault(&options.data, "cannot make the data folder", &why))?;
    let mut line = Line::new(station.bureau.clone(), &station.id)
        .map_err(|why| fault(&options.data, "no random bytes for keys", &why))?;
    let mut stop = pin!(stop);
    let mut ready = Some(ready);
    loop {
        let silent = match house.resting()? {
            true => {
                let (back, followed) = house.follow(line, &mut ready, stop.as_mut()).await?;
                line = back;
                match followed {
                    Followed::Stopped => return Ok(()),
                    Followed::Silent(silent) => silent,
                }
            }
            // A branch goes on after a crash.
            false => house.silent,
        };
        match house.alone(line, silent, &mut ready, stop.as_mut()).await? {
            Some(back) => line = back,
            None => return Ok(()),
        }
    }
}

/// Only a station with crews has anything to decide.
fn known(setup: &Setup, id: &str) -> Result<(), Finding> {
    if controller_core::decide::station::own(setup, id).is_some() {
        return Ok(());
    }
    let say = format!("no station with crews in the plan has the id `{id}`");
    Err(Finding::new("unknown_station", "--station", say, "Use the id of a unit's station in the plan"))
}

impl House {
    /// Whether no branch is under way; one that was put away already is ended here.
    fn resting(&self) -> Result<bool, Finding> {
        let _lock = Lock::take(&self.options.data)?;
        let (mut copy, ledger) = Copy::open(&self.options.data)?;
        let Some((_, apart)) = &ledger.partition.alone else { return Ok(true) };
        if !self.branches.has(apart.since) {
            return Ok(false);
        }
        copy.put_away(&ledger, &self.branches)?;
        Ok(true)
    }

    /// Follows the bureau until it is silent for too long.
    async fn follow(
        &mut self,
        mut line: Line,
        ready: &mut Option<impl FnOnce(Ports)>,
        mut stop: Pin<&mut impl Future<Output = ()>>,
    ) -> Result<(Line, Followed), Finding> {
        let lock = Lock::take(&self.options.data)?;
        let listener = self.listen().await?;
        let (copy, _) = Copy::open(&self.options.data)?;
        self.copied.store(copy.head().seq, Ordering::Relaxed);
        if let Some(ready) = ready.take() {
            ready(Ports { http: self.options.http, mavlink: None, records: copy.head().seq });
        }
        let desk = Desk { bureau: self.station.bureau.clone(), copied: Arc::clone(&self.copied) };
        let routes = desk::routes(desk, Hosts::new(self.options.http, &self.options.hosts));
        let door = Standing::open(listener, routes);
        let (going, gone) = sync_channel(1);
        let follower = Follower::of(self);
        let (tearing, _torn) = tokio::sync::mpsc::channel(1);
        let bookkeeper = Bookkeeper::start(&path_of(&self.options.data), copy.kept(), self.clock, tearing)
            .map_err(|why| fault(&self.options.data, "cannot start the journal's bookkeeper", &why))?;
        let mut follower = tokio::task::spawn_blocking(move || {
            let ended = follower.run(&mut line, copy, &bookkeeper, &gone);
            (line, ended)
        });
        let ended = tokio::select! {
            ended = &mut follower => ended,
            () = &mut stop => {
                drop::<SyncSender<()>>(going);
                follower.await
            }
        };
        door.close().await;
        drop(lock);
        let (line, ended) = ended.map_err(|why| fault(&self.options.data, "the follower broke off", &why))?;
        Ok((line, ended?))
    }

    /// A controller of its own until the bureau is heard again; then the branch is put away. Nothing when asked to stop.
    async fn alone(
        &mut self,
        mut line: Line,
        silent: Duration,
        ready: &mut Option<impl FnOnce(Ports)>,
        mut stop: Pin<&mut impl Future<Output = ()>>,
    ) -> Result<Option<Line>, Finding> {
        tracing::warn!("the bureau is silent: station {} goes on alone", self.station.id);
        let given = self.branches.given()?;
        let apart = Apart { station: self.station.id.clone(), silent: Seconds(silent.as_secs_f64()), given };
        let options = Options { alone: Some(apart), ..self.options.clone() };
        let (going, gone) = sync_channel(1);
        let mut probe = tokio::task::spawn_blocking(move || {
            heard_again(&mut line, &gone);
            line
        });
        let mut back = None;
        let until = async {
            tokio::select! {
                line = &mut probe => back = line.ok(),
                () = &mut stop => {}
            }
        };
        serve(&options, |ports| ready.take().into_iter().for_each(|ready| ready(ports)), until).await?;
        drop::<SyncSender<()>>(going);
        let Some(line) = back else { return Ok(None) };
        let _lock = Lock::take(&self.options.data)?;
        let (mut copy, ledger) = Copy::open(&self.options.data)?;
        copy.put_away(&ledger, &self.branches)?;
        tracing::warn!("the bureau is heard again: station {} follows", self.station.id);
        Ok(Some(line))
    }

    /// The port stays the one it was at first.
    async fn listen(&mut self) -> Result<TcpListener, Finding> {
        let listener =
            TcpListener::bind(self.options.http).await.map_err(|why| taken(self.options.http, "http", &why))?;
        self.options.http = listener.local_addr().unwrap_or(self.options.http);
        Ok(listener)
    }
}

/// Waits until the bureau answered some times in a row, or nobody wants to know any more.
fn heard_again(line: &mut Line, gone: &Receiver<()>) {
    let mut times = 0;
    while times < STATION_HEARD {
        if !matches!(gone.recv_timeout(STATION_POLL), Err(RecvTimeoutError::Timeout)) {
            return;
        }
        times = if line.is_there() { times + 1 } else { 0 };
    }
}

/// The thread that keeps the copy.
struct Follower {
    branches: Branches,
    clock: Clock,
    silent: Duration,
    cite: String,
    copied: Arc<AtomicU32>,
    /// When the bureau gave the last answer we heard.
    answered_us: Option<i64>,
}

impl Follower {
    fn of(house: &House) -> Self {
        Self {
            branches: house.branches.clone(),
            clock: house.clock,
            silent: house.silent,
            cite: house.cite.clone(),
            copied: Arc::clone(&house.copied),
            answered_us: None,
        }
    }

    fn run(
        mut self,
        line: &mut Line,
        mut copy: Copy,
        bookkeeper: &Bookkeeper,
        gone: &Receiver<()>,
    ) -> Result<Followed, Finding> {
        let mut heard = self.clock.instant();
        loop {
            match self.turn(line, &mut copy)? {
                Ok(()) => {
                    heard = self.clock.instant();
                    bookkeeper.durable(copy.head().seq);
                }
                Err(Away::Refused(problem)) if is_final(&problem) => return Err(refused(&problem)),
                Err(Away::Refused(problem)) => tracing::warn!("the bureau does not answer: {}", problem.say),
                Err(Away::Silent) => {}
            }
            let silent = self.clock.instant().duration_since(heard);
            if silent >= self.silent {
                return Ok(Followed::Silent(silent));
            }
            if !matches!(gone.recv_timeout(STATION_POLL), Err(RecvTimeoutError::Timeout)) {
                return Ok(Followed::Stopped);
            }
        }
    }

    /// What was done alone first; then that we follow; then what is new.
    fn turn(&mut self, line: &mut Line, copy: &mut Copy) -> Result<Result<(), Away>, Finding> {
        if let Err(away) = self.branches.hand_over(line)? {
            return Ok(Err(away));
        }
        if let Some(answered_us) = self.answered_us
            && let Err(away) = line.word(&StationDesk::Follows { answered_us })
        {
            return Ok(Err(away));
        }
        loop {
            let page = match line.page(copy.head()) {
                Ok(page) => page,
                Err(away) => return Ok(Err(away)),
            };
            if page.cite != self.cite {
                return Err(other_setup());
            }
            copy.add(&page)?;
            self.copied.store(copy.head().seq, Ordering::Relaxed);
            self.answered_us = Some(page.answered_us);
            if copy.head().seq >= page.last {
                return Ok(Ok(()));
            }
        }
    }
}

/// What waiting does not mend.
fn is_final(problem: &Problem) -> bool {
    matches!(
        problem.code.as_str(),
        "other_journal" | "unknown_station" | "not_allowed" | "not_a_station" | "other_host"
    )
}

fn refused(problem: &Problem) -> Finding {
    Finding::new(
        "bureau_refused",
        problem.at.clone(),
        format!("the bureau says: {}", problem.say),
        problem.remedy.clone(),
    )
}

fn other_setup() -> Finding {
    let say = "the bureau decides on another district, plan or policy than this station has";
    Finding::new("other_setup", "--district, --plan, --policy", say, "Give the station the bureau's own files")
}
