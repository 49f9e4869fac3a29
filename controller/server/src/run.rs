//! The loop: datagrams, requests and the clock go into the engine; its records go to the journal; everything else it
//! says is held until the records that cover it are durable, and leaves in the order it was decided.

use crate::account::accounts;
use crate::asker::{Asker, is_safe, unwritable};
use crate::clock::{Clock, Turns};
use crate::held::Held;
use crate::journal::{Bookkeeper, Report, Torn, Writer};
use crate::keys::Keeper;
use crate::limits::{BEAT_EVERY, HELD_OUTPUTS, TELEMETRY_EVERY};
use crate::link_book::LinkBook;
use crate::moving::Moving;
use crate::outgoing::Outgoing;
use crate::radio::{Mirror, Radio};
use crate::remembered::{Answer, Print, Remembered};
use crate::request::{Health, LinksState, Request};
use crate::screens::Screens;
use bytes::Bytes;
use controller_api::ask::Ask;
use controller_api::view::Snapshot;
use controller_api::{inward, outward};
use controller_core::{Actor, Answer as Said, Command, Input};
use controller_engine::{Engine, Output, Stimulus};
use controller_link::Batch;
use geodata::Finding;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot, watch};
use tokio::time::{MissedTickBehavior, interval, sleep};

/// Everything the loop owns. Nothing else touches the engine.
pub(crate) struct Loop {
    pub engine: Engine,
    pub clock: Clock,
    pub turns: Turns,
    pub training: bool,
    pub radio: Radio,
    pub mirror: Option<Arc<Mirror>>,
    pub link_book: LinkBook,
    /// What the radios brought, one turn's worth.
    pub came: Batch,
    pub keeper: Keeper,
    pub writer: Writer,
    /// Keeps the folded journal near its end.
    pub bookkeeper: Bookkeeper,
    pub torn: mpsc::Receiver<Torn>,
    /// The journal's past is not what it was: nothing is begun any more.
    pub is_torn: bool,
    pub reports: mpsc::UnboundedReceiver<Report>,
    pub requests: mpsc::Receiver<Request>,
    pub telemetry: watch::Sender<Bytes>,
    pub beat: watch::Sender<i64>,
    pub held: Held<Outgoing>,
    pub last_record: u32,
    pub is_failing: bool,
    /// Orders dropped because they were no longer good when they could leave.
    pub orders_late: u32,
    pub screens: Screens,
    pub remembered: Remembered,
    pub moving: Moving,
}

impl Loop {
    /// Runs until `stop`, or until the journal has failed for so long that nothing more can be held.
    pub(crate) async fn run(mut self, first: Output, stop: impl Future<Output = ()>) -> Result<(), Finding> {
        let mut stop = pin!(stop);
        let mut frames = interval(TELEMETRY_EVERY);
        frames.set_missed_tick_behavior(MissedTickBehavior::Skip);
        let mut beats = interval(BEAT_EVERY);
        beats.set_missed_tick_behavior(MissedTickBehavior::Skip);
        self.share_radios();
        self.absorb(first);
        loop {
            let wake = self.wake_in();
            tokio::select! {
                () = &mut stop => return Ok(()),
                Some(report) = self.reports.recv() => self.on_report(report),
                Some(Torn(why)) = self.torn.recv() => self.on_torn(&why),
                Some(request) = self.requests.recv() => self.on_request(request),
                () = self.radio.brought() => self.on_datagrams(),
                () = sleep(wake) => self.on_clock(),
                _ = frames.tick() => self.show_moving(),
                Some(kept) = self.keeper.word() => self.engine.keep(kept.as_ref()),
                _ = beats.tick() => self.on_beat(),
            }
            if self.held.count() > HELD_OUTPUTS {
                return Err(Finding::new(
                    "journal_lost",
                    "journal",
                    format!("nothing could be recorded for {HELD_OUTPUTS} decisions"),
                    "Repair the data folder's disk and start again; the aircraft fly their own failsafe",
                ));
            }
        }
    }

    /// Once a second: screens hear that we live, and signing times that are about to pass what is durable are handed over.
    fn on_beat(&mut self) {
        let now = self.clock.now();
        self.beat.send_replace(now.as_millis());
        if let Some(horizons) = self.engine.horizons(now, self.keeper.kept()) {
            self.keeper.keep(horizons);
        }
    }

    fn wake_in(&self) -> Duration {
        self.turns.wait(self.clock, self.engine.wake_at(), self.radio.is_awaited())
    }

    /// What came before the clock is heard first: after a stall no aircraft counts as lost whose word lies here already.
    fn on_clock(&mut self) {
        self.on_datagrams();
        self.turns.take(self.clock.now());
        self.feed(Stimulus::Clock);
    }

    fn on_datagrams(&mut self) {
        self.radio.take(&mut self.came);
        let output = self.engine.hear(self.clock.now(), &self.came);
        self.absorb(output);
    }

    fn on_request(&mut self, request: Request) {
        match request {
            Request::Do { actor, key, ask, print, answer } => self.on_ask(&actor, key, &ask, print, answer),
            Request::Snapshot(answer) => self.on_snapshot(answer),
            Request::Listen { role, answer } => {
                let _ = answer.send(self.screens.listen(role));
            }
            Request::Links(answer) => {
                let mirror = self.mirror.as_ref().map(|mirror| mirror.state());
                let (links, vehicles) = accounts(&self.engine, &self.radio);
                let _ = answer.send(LinksState { links, vehicles, mirror });
            }
            Request::AddLink { post, taken, answer } => {
                let spec = taken.spec().clone();
                let added = self.radio.start("spec", taken);
                if let Ok(link) = &added {
                    self.record_link(post, format!("{link} {spec}"), true);
                    self.link_book.opened(*link, spec);
                    self.share_radios();
                }
                let _ = answer.send(added);
            }
            Request::RemoveLink { post, link, answer } => {
                let closed = self.radio.remove(link);
                if let Some(spec) = &closed {
                    self.record_link(post, format!("{link} {spec}"), false);
                    self.link_book.closed(link, spec);
                    self.engine.forget(link);
                }
                let _ = answer.send(closed.is_some());
            }
            Request::Health(answer) => {
                let _ = answer.send(self.health());
            }
        }
    }

    /// What a radio carries is shared by all who talk over it.
    fn share_radios(&mut self) {
        for (link, bytes_per_second) in self.radio.limits() {
            self.engine.limit(link, bytes_per_second);
        }
    }

    /// Which ways lead to the aircraft, and who changed them, is part of the record.
    fn record_link(&mut self, by: Actor, radio: String, is_open: bool) {
        self.feed(Stimulus::Input(Input::Command(by, Command::Radio(radio, is_open))));
    }

    fn on_ask(&mut self, actor: &Actor, key: String, ask: &Ask, print: Print, answer: Answer) {
        let remembered = (!key.is_empty()).then(|| (actor.post.clone(), key.clone()));
        let is_known = remembered.as_ref().is_some_and(|key| self.remembered.knows(key));
        if self.is_failing && !is_known && !is_safe(ask) {
            // Not remembered: the same key may be sent again when the journal is back.
            let _ = answer.send(Err(unwritable()));
            return;
        }
        let answer = match &remembered {
            Some(known) => self.remembered.admit(known, print, answer),
            None => Some(answer),
        };
        let Some(to) = answer else { return };
        let asker = Asker::of(ask, remembered, to);
        let inputs = inward::translate(self.clock.now(), actor, &key, ask, &self.engine.controller().setup.plan);
        let before = self.last_record;
        let answer = match inputs {
            Ok(inputs) => {
                let said = self.feed_all(inputs);
                asker.answered(said.as_ref(), if self.last_record > before { self.last_record } else { 0 })
            }
            Err(problem) => asker.hears(Err(problem)),
        };
        // After the outputs it is the answer to: it waits for the same records.
        self.put_out(Outgoing { answer: Some(answer), ..Outgoing::default() });
    }

    fn on_snapshot(&mut self, answer: oneshot::Sender<Box<Snapshot>>) {
        let snapshot = outward::snapshot(&self.engine, self.clock.now(), self.screens.numbered(), self.training);
        self.put_out(Outgoing { snapshot: Some((answer, Box::new(snapshot))), ..Outgoing::default() });
    }

    fn on_report(&mut self, report: Report) {
        match report {
            Report::Durable(seq) => {
                self.held.commit(seq);
                self.bookkeeper.durable(seq);
                self.release();
            }
            Report::Failing(why) => {
                tracing::error!("the journal cannot be written: {why}");
                self.is_failing = true;
                self.release_safe();
                self.feed(Stimulus::Input(Input::Journal { writable: false }));
            }
            Report::Back if self.is_torn => {}
            Report::Back => {
                tracing::warn!("the journal can be written again");
                self.is_failing = false;
                self.feed(Stimulus::Input(Input::Journal { writable: true }));
            }
        }
    }

    /// A start that reads the whole journal would have refused it. In flight there is no way back: what goes on is brought home,
    /// and nothing is begun.
    fn on_torn(&mut self, why: &str) {
        tracing::error!("the journal was changed after it was written: {why}. Keep the file for the inquiry");
        (self.is_torn, self.is_failing) = (true, true);
        self.feed(Stimulus::Input(Input::Journal { writable: false }));
    }

    fn health(&self) -> Health {
        Health {
            ok: !self.is_failing,
            records: self.held.durable(),
            journal_writable: !self.is_failing,
            held: self.held.count(),
            screens: self.screens.count(),
            datagrams_unsent: self.radio.unsent(),
            training: self.training,
        }
    }

    fn show_moving(&mut self) {
        if self.telemetry.receiver_count() == 0 {
            return;
        }
        let now = self.clock.now();
        if let Some(frame) = self.moving.frame(now, outward::movers(&self.engine, now)) {
            self.telemetry.send_replace(frame);
        }
    }

    /// The inputs of one request; the first refusal among the answers, or the last answer.
    fn feed_all(&mut self, inputs: Vec<Input>) -> Option<Said> {
        let mut answer = None;
        for input in inputs {
            let said = self.feed(Stimulus::Input(input));
            if !matches!(answer, Some(Said::Denied(_))) {
                answer = said.or(answer);
            }
        }
        answer
    }

    /// One step of the engine; what it says goes to the journal and into the line.
    fn feed(&mut self, stimulus: Stimulus) -> Option<Said> {
        let output = self.engine.receive(self.clock.now(), stimulus);
        self.absorb(output)
    }

    fn absorb(&mut self, mut output: Output) -> Option<Said> {
        let now = self.clock.now();
        // First of all: while the disk works, the rest is made ready.
        let records = std::mem::take(&mut output.records);
        if let Some(last) = records.last() {
            self.last_record = last.seq;
            if !self.writer.write(records) {
                tracing::error!("the journal's writer is gone");
            }
        }
        let changes = outward::changes(&self.engine, &output);
        let deltas: Vec<_> = changes.into_iter().map(|change| self.screens.number(now, change)).collect();
        if !(output.datagrams.is_empty() && deltas.is_empty()) {
            self.put_out(Outgoing { datagrams: output.datagrams, deltas, ..Outgoing::default() });
        }
        output.answer
    }
}
