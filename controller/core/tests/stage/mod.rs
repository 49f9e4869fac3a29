//! Reads a scene line by line and holds the controller to it.

mod cast;
mod desk;
mod duty;
mod gates;
mod levels;
mod payload;
mod serious;
mod verbs;
mod zones;

use cast::Cast;
use controller_core::line;
use controller_core::{ApprovalId, Controller, Decision, Effect, Entry, Fact, Input, Order, PayloadOrder, Setup};
use geodata::{Seconds, Timestamp, ZoneKind};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Where every scene's clock starts: a Tuesday morning.
pub const START: Timestamp = Timestamp(1_778_572_800_000_000);

/// One scene under way.
pub struct Stage {
    pub controller: Controller,
    /// The same, that looks at everybody every time.
    pub twin: Controller,
    pub setup: Setup,
    pub now: Timestamp,
    pub cast: Cast,
    /// Every entry so far, for restarts and `none`.
    pub entries: Vec<Entry>,
    /// Events not yet matched by an `expect`.
    pub unread: VecDeque<String>,
    /// Orders that left and are not yet matched by a `sends`.
    pub orders: VecDeque<Order>,
    /// Orders to payloads that left and are not yet matched by a `turns`.
    pub turns: VecDeque<PayloadOrder>,
    /// Messages to units not yet matched by a `tells`.
    pub told: VecDeque<String>,
    /// Those that were, which may be repeated.
    pub heard: BTreeSet<String>,
    pub denied: Option<String>,
    /// The cards as they were when each question was put.
    pub cards: BTreeMap<ApprovalId, String>,
}

/// Plays a whole scene.
pub fn play(text: &str) -> Result<(), String> {
    let setup = crate::county::setup();
    let (controller, decision) = Controller::start(setup.clone(), START);
    let twin = Controller::start(setup.clone(), START).0.thoroughly();
    let mut stage = Stage {
        controller,
        twin,
        setup,
        now: START,
        cast: Cast::default(),
        entries: Vec::new(),
        unread: VecDeque::new(),
        orders: VecDeque::new(),
        turns: VecDeque::new(),
        told: VecDeque::new(),
        heard: BTreeSet::new(),
        denied: None,
        cards: BTreeMap::new(),
    };
    stage.absorb(decision);
    duty::begin(&mut stage);
    for (number, line) in text.lines().enumerate() {
        let line = line.split('#').next().unwrap_or_default().trim();
        if !line.is_empty() {
            stage.step(line).map_err(|fault| format!("line {}: `{line}`: {fault}", number + 1))?;
        }
    }
    Ok(())
}

impl Stage {
    fn step(&mut self, line: &str) -> Result<(), String> {
        let words: Vec<&str> = line.split_whitespace().collect();
        let (verb, rest) = words.split_first().ok_or("empty")?;
        match *verb {
            "at" => self.run_until(START.plus(Seconds(number(rest.first())?))),
            "expect" => self.expect(rest),
            "none" => self.none(rest),
            "sends" => self.sends(rest),
            "sends_nothing" => match self.orders.front() {
                None => Ok(()),
                Some(order) => Err(format!("{} left for {}", order.kind.word(), order.vehicle)),
            },
            "turns" => self.turned(rest),
            "tells" => self.tells(rest),
            "tells_nothing" => self.tells_nothing(),
            "told" => self.told_times(rest),
            "denied" => self.was_denied(rest),
            "count" => self.count(rest),
            "holds" => desk::holds(self, rest),
            "offers" => desk::offers(self, rest),
            "crash" => self.crash(rest),
            "plans" => {
                self.setup = desk::planned(&self.setup, rest)?;
                self.anew();
                Ok(())
            }
            "lays" => {
                self.setup = serious::laid(&self.setup, rest)?;
                self.anew();
                Ok(())
            }
            "serious" => serious::say(self, rest),
            "stands" => serious::stands(self, rest),
            "duty" => duty::say(self, rest),
            "aircraft" | "station" => levels::say(self, rest),
            "set_zone" => zones::set(self, rest),
            "lift_zone" => zones::lift(self, rest),
            "roster" => gates::roster(self, rest),
            "frame" => gates::frame(self, rest),
            "weather" => gates::weather(self, rest),
            "lacks" => gates::lacks(self, rest),
            "no_fly" => self.zone(ZoneKind::KeepOut, rest),
            "no_record" => self.zone(ZoneKind::NoRecord, rest),
            _ => verbs::act(self, verb, rest),
        }
    }

    /// Moves the clock, with everybody's reports each second and the controller woken when it asked to be.
    fn run_until(&mut self, until: Timestamp) -> Result<(), String> {
        if until < self.now {
            return Err("time goes backwards".to_owned());
        }
        while self.now < until {
            let second = self.now.plus(Seconds(1.0));
            let wake = self.controller.next_deadline().unwrap_or(second);
            let next = second.min(until).min(wake.max(Timestamp(self.now.0 + 1)));
            let beat = next.as_millis() / 1000 != self.now.as_millis() / 1000;
            self.now = next;
            self.feed(&Input::Clock);
            if beat {
                for input in self.cast.reports(self.now) {
                    self.feed(&input);
                }
            }
        }
        Ok(())
    }

    pub fn feed(&mut self, input: &Input) {
        let decision = self.controller.handle(self.now, input);
        let slowly = self.twin.handle(self.now, input);
        assert_eq!(decision.entries, slowly.entries, "looking at everybody decides otherwise about {input:?}");
        if let controller_core::Answer::Denied(why) = &decision.answer {
            self.denied = Some(why.code());
        }
        self.absorb(decision);
    }

    fn absorb(&mut self, decision: Decision) {
        let again = decision.entries.windows(3).find(|run| run.iter().all(|one| one.event.fact == run[0].event.fact));
        assert!(again.is_none(), "a rule does not see what it has done: {again:?}");
        for entry in decision.entries {
            if let Fact::ApprovalRequested { approval, .. } = &entry.event.fact {
                let card = self.controller.ledger.card_hash(*approval);
                self.cards.insert(*approval, card.unwrap_or_default());
            }
            let written = serde_json::to_value(&entry.event.fact).unwrap_or_default();
            assert_eq!(Some(entry.event.fact.kind().as_str()), written["kind"].as_str());
            self.unread.push_back(line::of(&entry, START));
            self.entries.push(entry);
        }
        for effect in decision.effects {
            match effect {
                Effect::Fly(permit) => {
                    let order = permit.into_order();
                    self.cast.ordered(&order);
                    self.orders.push_back(order);
                }
                Effect::Control(order) => {
                    self.told
                        .push_back(format!("control vehicle={} ask={:?}", order.vehicle, order.ask).to_lowercase());
                }
                Effect::Turn(permit) => self.turns.push_back(permit.into_order()),
                Effect::ToUnit(order) => {
                    let post = order.post.replace(' ', "_");
                    let (kind, epoch) = (order.kind, order.epoch);
                    let told = format!("{kind:?} unit={} tasking={} epoch={epoch}", order.unit, order.tasking);
                    self.told.push_back(format!("{told} post={post}").to_lowercase());
                }
            }
        }
    }

    fn expect(&mut self, words: &[&str]) -> Result<(), String> {
        let mut seen = Vec::new();
        while let Some(line) = self.unread.pop_front() {
            if matches(&line, words) {
                return Ok(());
            }
            seen.push(line);
        }
        Err(format!("did not happen; instead:\n  {}", seen.join("\n  ")))
    }

    fn none(&self, words: &[&str]) -> Result<(), String> {
        let lines = self.entries.iter().map(|entry| line::of(entry, START));
        match lines.into_iter().find(|line| matches(line, words)) {
            Some(line) => Err(format!("happened: {line}")),
            None => Ok(()),
        }
    }

    /// `count NUMBER KIND key=value ...`: so many such events have happened so far.
    fn count(&self, words: &[&str]) -> Result<(), String> {
        let (count, words) = words.split_first().ok_or("a count is missing")?;
        let found = self.entries.iter().filter(|entry| matches(&line::of(entry, START), words)).count();
        if found.to_string() == *count { Ok(()) } else { Err(format!("{found} times")) }
    }

    fn sends(&mut self, words: &[&str]) -> Result<(), String> {
        let order = self.orders.pop_front().ok_or("nothing left")?;
        let line = format!("{} vehicle={} order={}", order.kind.word(), order.vehicle, order.id);
        if words.iter().all(|word| line.split(' ').any(|part| part == *word)) {
            return Ok(());
        }
        Err(format!("instead: {line}"))
    }

    fn tells(&mut self, words: &[&str]) -> Result<(), String> {
        while let Some(told) = self.told.pop_front() {
            if words.iter().all(|word| told.split(' ').any(|part| part == *word)) {
                self.heard.insert(told);
                return Ok(());
            }
            // What a device has not confirmed is told again in between.
            if !self.heard.contains(&told) {
                return Err(format!("instead: {told}"));
            }
        }
        Err("nothing was told".to_owned())
    }

    /// `tells_nothing`: nobody was told anything since the last `tells`.
    fn tells_nothing(&mut self) -> Result<(), String> {
        self.told.pop_front().map_or(Ok(()), |told| Err(format!("told: {told}")))
    }

    /// `told COUNT word ...`: so many messages wait that have these words; they are taken away, with what came before.
    fn told_times(&mut self, words: &[&str]) -> Result<(), String> {
        let (count, words) = words.split_first().ok_or("a count is missing")?;
        let of = |told: &String| words.iter().all(|word| told.split(' ').any(|part| part == *word));
        let found = self.told.drain(..).filter(of).count();
        if found.to_string() == *count { Ok(()) } else { Err(format!("{found} times")) }
    }

    fn was_denied(&mut self, words: &[&str]) -> Result<(), String> {
        let denied = self.denied.take().ok_or("was accepted")?;
        if words.first().is_none_or(|word| *word == denied) { Ok(()) } else { Err(format!("denied with {denied}")) }
    }

    /// `no_fly at=PLACE half=METRES`, `no_record ...`: a square zone; the scene starts over with it.
    fn zone(&mut self, kind: ZoneKind, words: &[&str]) -> Result<(), String> {
        let setup = cast::with_zone(&self.setup, kind, words)?;
        self.over(setup);
        Ok(())
    }

    /// The scene starts over on another ground.
    fn over(&mut self, setup: Setup) {
        self.setup = setup;
        self.anew();
    }

    /// The scene starts over.
    fn anew(&mut self) {
        let (controller, decision) = Controller::start(self.setup.clone(), START);
        let twin = Controller::start(self.setup.clone(), START).0.thoroughly();
        self.controller = controller;
        self.twin = twin;
        self.entries.clear();
        self.unread.clear();
        self.absorb(decision);
        duty::begin(self);
    }

    /// The process dies and comes back at once: the picture is gone, the journal is not.
    /// `crash`; `crash before=KIND`: the last record of this kind and all after it did not become durable.
    fn crash(&mut self, words: &[&str]) -> Result<(), String> {
        if let Some(kind) = words.first().and_then(|word| word.strip_prefix("before=")) {
            let last = self.entries.iter().rposition(|entry| entry.event.fact.kind() == kind);
            self.entries.truncate(last.ok_or("no such record")?);
            self.unread.clear();
        }
        self.orders.clear();
        self.turns.clear();
        self.told.clear();
        let (controller, decision) = Controller::resume(self.setup.clone(), &self.entries, self.now);
        let twin = Controller::resume(self.setup.clone(), &self.entries, self.now).0.thoroughly();
        self.controller = controller;
        self.twin = twin;
        self.absorb(decision);
        Ok(())
    }
}

/// Kind first, then every `key=value` somewhere in the line.
fn matches(line: &str, words: &[&str]) -> bool {
    let mut parts = line.split(' ').skip(1);
    let kind = parts.next();
    let rest: Vec<&str> = parts.collect();
    words.first().is_none_or(|word| Some(*word) == kind)
        && words.iter().skip(1).all(|word| rest.iter().any(|part| part == word))
}

/// A number of a scene.
pub fn number(word: Option<&&str>) -> Result<f64, String> {
    word.ok_or("a number is missing")?.parse().map_err(|error| format!("{error}"))
}
