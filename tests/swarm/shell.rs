//! The controller with its journal: what it decides is durable after a while, only then does anything leave, and whoever kills
//! it takes along what was not durable yet.

use crate::held::Held;
use crate::trace::{Seen, Trace};
use controller_core::{Answer, Controller, Decision, Effect, Entry, Input, Setup};
use geodata::Timestamp;
use std::collections::VecDeque;

/// Something that waits for its record.
#[derive(Debug)]
pub enum Out {
    Effect(Effect),
    /// The answer to a call.
    Taken(String),
    /// The answer to what a device said.
    Confirmed(u64),
}

/// What left, for the world to carry.
#[derive(Debug)]
pub enum Left {
    Effect(Effect),
    Confirmed(u64),
    /// The call of this key is taken in.
    Taken(String),
    /// An entry became durable.
    Recorded(usize),
}

struct Batch {
    durable: Timestamp,
    entries: Vec<Entry>,
}

/// The process.
pub struct Shell {
    setup: Setup,
    pub controller: Option<Controller>,
    waiting: VecDeque<Batch>,
    held: Held<Out>,
    /// How often it was started.
    pub life: u32,
    /// Refused by the journal: nothing new becomes durable.
    pub stuck: bool,
}

impl Shell {
    pub fn new(setup: Setup) -> Self {
        let held = Held::new(0);
        Self { setup, controller: None, waiting: VecDeque::new(), held, life: 0, stuck: false }
    }

    /// Starts it, with the journal there is.
    pub fn start(&mut self, at: Timestamp, durable: Timestamp, trace: &mut Trace) {
        let (controller, decision) = match trace.entries.is_empty() {
            true => Controller::start(self.setup.clone(), at),
            false => Controller::resume(self.setup.clone(), &trace.entries, at),
        };
        self.held = Held::new(u32::try_from(trace.entries.len()).unwrap_or(u32::MAX));
        self.controller = Some(controller);
        self.life += 1;
        if self.life > 1 {
            trace.seen.push((at, Seen::Back));
        }
        self.put(decision, durable, None);
    }

    /// It is gone, and all that was not durable.
    pub fn kill(&mut self, at: Timestamp, trace: &mut Trace) {
        self.controller = None;
        self.waiting.clear();
        self.held = Held::new(0);
        trace.seen.push((at, Seen::Died));
    }

    /// Takes an input in; its records are durable from `durable` on. Nothing is heard while it is down.
    pub fn hear(&mut self, at: Timestamp, input: &Input, durable: Timestamp, ask: Option<Out>) -> Option<Heard> {
        let decision = self.controller.as_mut()?.handle(at, input);
        let heard = Heard { answer: decision.answer.clone(), said: !decision.entries.is_empty() };
        let ask = ask.filter(|_| !matches!(heard.answer, Answer::Denied(_)));
        self.put(decision, durable, ask);
        Some(heard)
    }

    fn put(&mut self, decision: Decision, durable: Timestamp, ask: Option<Out>) {
        let Decision { entries, effects, .. } = decision;
        let covered = self.controller.as_ref().map_or(0, |controller| controller.ledger.seq);
        for out in effects.into_iter().map(Out::Effect).chain(ask) {
            self.held.push(covered, out);
        }
        if !entries.is_empty() {
            let durable = self.waiting.back().map_or(durable, |last| last.durable.max(durable));
            self.waiting.push_back(Batch { durable, entries });
        }
    }

    /// When something becomes durable next.
    pub fn next(&self) -> Option<Timestamp> {
        self.waiting.front().map(|batch| batch.durable)
    }

    /// Everything that is durable by now, decision by decision, and what may leave after each.
    pub fn commit(&mut self, at: Timestamp, trace: &mut Trace) -> Vec<Left> {
        let mut left = Vec::new();
        self.release(&mut left);
        while !self.stuck && self.waiting.front().is_some_and(|batch| batch.durable <= at) {
            let Some(batch) = self.waiting.pop_front() else { break };
            for entry in batch.entries {
                self.held.commit(entry.seq);
                left.push(Left::Recorded(trace.entries.len()));
                trace.entries.push(entry);
            }
            self.release(&mut left);
        }
        left
    }

    fn release(&mut self, left: &mut Vec<Left>) {
        while let Some(out) = self.held.next_free() {
            left.push(match out {
                Out::Effect(effect) => Left::Effect(effect),
                Out::Taken(key) => Left::Taken(key),
                Out::Confirmed(number) => Left::Confirmed(number),
            });
        }
    }
}

/// What became of an input.
pub struct Heard {
    pub answer: Answer,
    /// Something was decided.
    pub said: bool,
}
