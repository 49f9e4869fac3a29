//! One side: a controller, what it wrote, and what it sent to crews.

use crate::county::setup;
use controller_core::input::Branch;
use controller_core::ledger::Counters;
use controller_core::{Answer, Controller, Decision, Effect, Entry, Input, Ledger, StationSay, StationWord, UnitOrder};
use geodata::{Seconds, Timestamp};

/// A controller and its journal.
pub struct Side {
    pub controller: Controller,
    /// What it wrote itself.
    pub entries: Vec<Entry>,
    /// Messages to devices that are under way.
    pub down: Vec<UnitOrder>,
}

/// How long either side waits before it lets go.
pub fn silent_for(controller: &Controller) -> Seconds {
    Seconds(controller.setup.policy.levels.cut_s)
}

impl Side {
    /// The bureau.
    pub fn start(at: Timestamp) -> Self {
        Self::of(Controller::start(setup(), at))
    }

    /// A station that goes on alone where its copy ends.
    pub fn alone(mirror: &[Entry], station: &str, given: Counters, at: Timestamp) -> Self {
        let ledger = Ledger::default().and(mirror);
        let silent = Seconds(2.0 * setup().policy.levels.cut_s);
        Self::of(Controller::alone(setup(), ledger, station, silent, given, at).expect("a station of the plan"))
    }

    fn of((controller, decision): (Controller, Decision)) -> Self {
        let mut side = Self { controller, entries: Vec::new(), down: Vec::new() };
        side.absorb(decision);
        side
    }

    /// Killed and back: what stands before its own records, and those.
    pub fn crash(&mut self, before: &[Entry], at: Timestamp) {
        let ledger = Ledger::default().and(before).and(&self.entries);
        let (controller, decision) = Controller::go_on(setup(), ledger, at);
        self.controller = controller;
        self.down.clear();
        self.absorb(decision);
    }

    pub fn answer(&mut self, at: Timestamp, input: &Input) -> Answer {
        let decision = self.controller.handle(at, input);
        let answer = decision.answer.clone();
        self.absorb(decision);
        answer
    }

    fn absorb(&mut self, decision: Decision) {
        self.entries.extend(decision.entries);
        self.down.extend(decision.effects.into_iter().filter_map(|effect| match effect {
            Effect::ToUnit(order) => Some(order),
            _ => None,
        }));
    }

    /// What a station that was alone says when it is back.
    pub fn words(&self, name: &str) -> Vec<StationWord> {
        let (first, last) = (&self.entries[0], &self.entries[self.entries.len() - 1]);
        let (began, on) = (first.at, first.seq - 1);
        let wrote = |entry: &Entry| StationSay::Wrote(Box::new(Branch { began, on, entry: entry.clone() }));
        let back = StationSay::Back { began, last: last.seq };
        let all = self.entries.iter().map(wrote).chain([back]);
        all.map(|say| StationWord { station: name.to_owned(), say }).collect()
    }
}
