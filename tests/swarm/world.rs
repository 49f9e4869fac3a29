//! One seeded world round the controller: what happens next, and what carries messages between everybody.

use crate::agenda::Agenda;
use crate::bird::Bird;
use crate::crew::Crew;
use crate::dice::Dice;
use crate::faults::Faults;
use crate::ground;
use crate::people::Call;
use crate::shell::{Left, Out, Shell};
use crate::trace::{Seen, Trace};
use controller_core::{
    Aboard, Answer, ApprovalId, Doubt, Effect, IncidentId, Input, Order, OrderId, OrderKind, OrderProgress, ReplyKind,
    Setup, SkyReport, Store, TaskingId, TaskingReply, UnitId, UnitOrder, VehicleId,
};
use geodata::{Local, Seconds, Timestamp};
use std::collections::BTreeMap;

pub const START: Timestamp = Timestamp(1_778_572_800_000_000);

/// What can happen.
pub enum Event {
    /// The controller comes back.
    Restart,
    /// It is killed, whatever it does.
    Kill,
    /// A crew's device, or an aircraft, says where it is.
    Crew(usize),
    Bird(usize),
    /// A message arrives at a crew's device.
    Down(UnitOrder),
    /// A crew says something.
    Says(usize, TaskingId, ReplyKind),
    /// What a device sent arrives; by its number, where the device wants to know that it did.
    Up(TaskingReply, Option<u64>),
    /// A device that was told nothing sends again.
    Again(u64),
    /// An order arrives at an aircraft.
    Order(usize, Order),
    /// The link knows how far an order is, if it is the one that sent it.
    Progress(usize, OrderId, OrderProgress, u32),
    /// The link tells something it knows by itself.
    Link(usize, SkyReport, u32),
    /// Somebody calls, or calls again.
    Call(usize),
    /// A commander looks at a question.
    Looks(ApprovalId),
    /// And decides about what was shown: mission and card.
    Decides(ApprovalId, String, String),
    /// A person says something.
    Hand,
    /// The dispatcher closes an incident that has its result.
    Close(IncidentId),
    /// The journal can be written again.
    Unstuck,
    /// Everything works again.
    Heal,
    /// People tidy up.
    Tidy,
}

/// A world under way.
pub struct World {
    pub dice: Dice,
    pub faults: Faults,
    pub setup: Setup,
    pub now: Timestamp,
    pub agenda: Agenda<Event>,
    pub shell: Shell,
    pub trace: Trace,
    pub crews: Vec<Crew>,
    pub birds: Vec<Bird>,
    pub calls: Vec<Call>,
    pub dock: Local,
    /// What devices said and were not told that it arrived.
    outbox: BTreeMap<u64, (usize, TaskingReply)>,
    sent: u64,
    wake: Option<Timestamp>,
    pub healed: Option<Timestamp>,
    pub over: bool,
}

impl World {
    pub fn new(seed: u64) -> Self {
        let mut dice = Dice::of(seed);
        let faults = Faults::of(&mut dice);
        let setup = ground::setup(seed);
        let dock = ground::dock(&setup);
        let trace = Trace { setup: setup.clone(), entries: Vec::new(), seen: Vec::new(), faults: Vec::new() };
        let mut around = |spread: f64| Local {
            x: dock.x + dice.between(-spread, spread),
            y: dock.y + dice.between(-spread, spread),
        };
        let places: Vec<Local> = (0..ground::CREWS).map(|_| around(1500.0)).collect();
        let crew = |(id, at): (u32, &Local)| Crew::new(UnitId(id), *at, START, &faults, &mut dice);
        let crews = (1..).zip(&places).map(crew).collect();
        let layer = |id: u32| setup.plan.aircraft(id).map_or(60.0, |aircraft| aircraft.layer.0.0);
        let bird = |id| Bird::new(VehicleId(id), dock, START, (dice.between(30.0, 130.0).min(97.0), layer(id)));
        let birds = (1..=ground::AIRCRAFT).map(bird).collect();
        Self {
            dice,
            faults,
            shell: Shell::new(setup.clone()),
            setup,
            now: START,
            agenda: Agenda::new(),
            trace,
            crews,
            birds,
            calls: Vec::new(),
            dock,
            outbox: BTreeMap::new(),
            sent: 0,
            wake: None,
            healed: None,
            over: false,
        }
    }

    /// The whole story of a seed.
    pub fn run(mut self) -> Trace {
        self.begin();
        while !self.over {
            let next = [self.agenda.next(), self.wake, self.shell.next().filter(|_| !self.shell.stuck)];
            let Some(next) = next.into_iter().flatten().min() else { break };
            self.now = next.max(self.now);
            if self.shell.next().is_some_and(|due| due <= self.now) && !self.shell.stuck {
                self.commit();
            } else if self.wake.is_some_and(|wake| wake <= self.now) {
                self.hear(&Input::Clock, None);
            } else if let Some(event) = self.agenda.take() {
                self.happens(event);
            }
        }
        self.end();
        self.trace
    }

    fn begin(&mut self) {
        self.restart();
        for crew in 0..self.crews.len() {
            self.after(0.1 * crew as f64, Event::Crew(crew));
        }
        for bird in 0..self.birds.len() {
            self.after(0.2 + 0.3 * bird as f64, Event::Bird(bird));
        }
        self.people_begin();
    }

    pub fn after(&mut self, seconds: f64, event: Event) {
        self.agenda.put(self.now.plus(Seconds(seconds)), event);
    }

    fn happens(&mut self, event: Event) {
        match event {
            Event::Restart => self.restart(),
            Event::Kill => self.kill(),
            Event::Crew(crew) => self.crew_reports(crew),
            Event::Bird(bird) => self.bird_reports(bird),
            Event::Down(order) => self.device(&order),
            Event::Says(crew, tasking, reply) => self.crew_says(crew, tasking, &reply),
            Event::Up(reply, number) => self.reply_arrives(reply, number),
            Event::Again(number) => self.send_again(number),
            Event::Order(bird, order) => self.order_arrives(bird, &order),
            Event::Progress(bird, order, progress, life) => self.progressed(bird, order, progress, life),
            Event::Link(bird, report, life) => {
                if life == self.shell.life {
                    let id = self.birds[bird].id;
                    self.hear(&Input::Sky(id, report), None);
                }
            }
            event => self.people(event),
        }
    }

    /// Gives the controller an input; it may die of what it decided.
    pub fn hear(&mut self, input: &Input, ask: Option<Out>) -> Option<Answer> {
        let durable = self.now.plus(Seconds(self.dice.between(0.0, self.faults.writing)));
        let heard = self.shell.hear(self.now, input, durable, ask)?;
        self.wake = self.shell.controller.as_ref().and_then(|controller| controller.next_deadline());
        if heard.said && self.dice.chance(self.faults.crash) {
            if self.dice.chance(0.5) {
                // Durable, and nothing of it has left.
                let left = self.shell.commit(durable, &mut self.trace);
                let recorded = left.into_iter().filter_map(|left| match left {
                    Left::Recorded(index) => Some((durable.min(self.now), Seen::Recorded(index))),
                    _ => None,
                });
                self.trace.seen.extend(recorded);
            }
            self.kill();
        } else {
            self.commit();
        }
        Some(heard.answer)
    }

    fn kill(&mut self) {
        if self.shell.controller.is_none() || self.healed.is_some() {
            return;
        }
        self.shell.kill(self.now, &mut self.trace);
        self.wake = None;
        let down = self.dice.between(0.1, 12.0);
        self.after(down, Event::Restart);
    }

    fn restart(&mut self) {
        if self.shell.controller.is_none() {
            let durable = self.now.plus(Seconds(self.dice.between(0.0, self.faults.writing)));
            self.shell.start(self.now, durable, &mut self.trace);
            self.wake = Some(self.now.plus(Seconds(1.0)));
            self.commit();
        }
    }

    pub fn commit(&mut self) {
        for left in self.shell.commit(self.now, &mut self.trace) {
            match left {
                Left::Recorded(index) => {
                    self.trace.seen.push((self.now, Seen::Recorded(index)));
                    self.shown(index);
                }
                Left::Effect(Effect::Fly(permit)) => self.send_order(permit.into_order()),
                Left::Effect(Effect::ToUnit(order)) => {
                    self.trace.seen.push((self.now, Seen::Told(order.clone())));
                    self.carry(|| Event::Down(order.clone()));
                }
                Left::Effect(Effect::Turn(_) | Effect::Control(_)) => {}
                Left::Taken(key) => self.taken(key),
                Left::Confirmed(number) => {
                    if !self.dice.chance(self.faults.lost) {
                        self.outbox.remove(&number);
                    }
                }
            }
        }
    }

    /// Between controller and devices: lost, late, twice, out of order.
    fn carry(&mut self, event: impl Fn() -> Event) {
        let times = 1 + u32::from(self.dice.chance(self.faults.doubled));
        for _ in 0..times {
            if !self.dice.chance(self.faults.lost) {
                let late = 0.05 + self.dice.between(0.0, self.faults.delay);
                self.after(late, event());
            }
        }
    }

    fn crew_reports(&mut self, number: usize) {
        self.after(4.0, Event::Crew(number));
        let now = self.now;
        if self.dice.chance(self.faults.mute) {
            self.crews[number].mute = now.plus(Seconds(self.dice.between(5.0, 60.0)));
        }
        let crew = &mut self.crews[number];
        let report = crew.report(now, &self.setup.atlas.frame);
        if crew.mute <= now {
            self.hear(&Input::Ground(report), None);
        }
    }

    fn device(&mut self, order: &UnitOrder) {
        let to = self.setup.atlas.frame.to_local(order.to);
        let Some(number) = self.crews.iter().position(|crew| crew.id == order.unit) else { return };
        let crew = &mut self.crews[number];
        if crew.mute > self.now {
            return;
        }
        let stirred = crew.told(order, to, &self.faults, &mut self.dice);
        let reply = crew.reply(order.tasking, stirred.at_once, &mut self.dice);
        self.carry(|| Event::Up(reply.clone(), None));
        if let Some((seconds, reply)) = stirred.later {
            self.after(seconds, Event::Says(number, order.tasking, reply));
        }
    }

    fn crew_says(&mut self, number: usize, tasking: TaskingId, reply: &ReplyKind) {
        let now = self.now;
        let Some((said, next)) = self.crews[number].says(now, tasking, reply, &mut self.dice) else { return };
        self.sent += 1;
        self.outbox.insert(self.sent, (number, said));
        self.send_again(self.sent);
        if let Some((seconds, next)) = next {
            self.after(seconds, Event::Says(number, tasking, next));
        }
    }

    fn send_again(&mut self, number: u64) {
        let Some((crew, said)) = self.outbox.get(&number).cloned() else { return };
        let held = &self.crews[crew];
        if held.tasks.get(&said.tasking).is_some_and(|task| task.recalled) {
            self.outbox.remove(&number);
            return;
        }
        if held.mute <= self.now {
            self.carry(|| Event::Up(said.clone(), Some(number)));
        }
        let pause = self.dice.between(2.0, 5.0);
        self.after(pause, Event::Again(number));
    }

    fn reply_arrives(&mut self, reply: TaskingReply, number: Option<u64>) {
        let answer = self.hear(&Input::Reply(reply), number.map(Out::Confirmed));
        if let (Some(Answer::Denied(_)), Some(number)) = (answer, number) {
            self.outbox.remove(&number);
        }
    }

    fn bird_reports(&mut self, number: usize) {
        self.after(2.0, Event::Bird(number));
        self.bird_speaks(number);
    }

    fn bird_speaks(&mut self, number: usize) {
        let (now, life) = (self.now, self.shell.life);
        let is_up = self.shell.controller.is_some();
        if self.dice.chance(self.faults.mute) {
            self.birds[number].mute = now.plus(Seconds(self.dice.between(4.0, 40.0)));
        }
        let bird = &mut self.birds[number];
        let reached = bird.moves(now);
        if bird.mute > now {
            if bird.flies && bird.mute.since(now).0 > 20.0 {
                bird.go_home();
            }
            if is_up && bird.heard_in == life && !bird.lost_told {
                bird.lost_told = true;
                let report = SkyReport::LinkLost { last: now.plus(Seconds(-2.0)) };
                let id = bird.id;
                self.hear(&Input::Sky(id, report), None);
            }
            return;
        }
        let is_new = bird.heard_in != life || bird.lost_told;
        if !is_up {
            return;
        }
        (bird.heard_in, bird.lost_told) = (life, false);
        (bird.told, bird.told_at) = (bird.at, now);
        let (id, at, sees) = (bird.id, bird.at, bird.waits());
        let mut said = bird.reports(now, &self.setup.atlas, is_new);
        said.extend(reached.into_iter().map(|seq| SkyReport::MissionReached { seq }));
        for report in said {
            if self.shell.controller.is_none() {
                return;
            }
            if matches!(report, SkyReport::Fix(_)) {
                self.trace.seen.push((now, Seen::Stands(id, at)));
            }
            self.hear(&Input::Sky(id, report), None);
        }
        if sees && self.dice.chance(0.3) {
            self.detects(id, at);
        }
    }

    fn send_order(&mut self, order: Order) {
        self.trace.seen.push((self.now, Seen::Flown(order.clone())));
        let Some(number) = self.birds.iter().position(|bird| bird.id == order.vehicle) else { return };
        let (id, life) = (order.id, self.shell.life);
        self.birds[number].order = Some(id);
        let is_heard = self.birds[number].mute <= self.now;
        if !is_heard || self.dice.chance(self.faults.unheard) {
            // Half of those that are not answered for are done all the same.
            if is_heard && self.dice.chance(0.5) {
                self.uploads(number, &order);
                self.after(0.8, Event::Order(number, order));
            }
            let step = OrderProgress::Unknown { step: "ack".to_owned() };
            return self.after(6.0, Event::Progress(number, id, step, life));
        }
        if self.dice.chance(self.faults.refused) {
            let refused = OrderProgress::Refused { why: "denied".to_owned() };
            return self.after(1.0, Event::Progress(number, id, refused, life));
        }
        let mut soon = self.dice.between(0.2, 2.0);
        if self.uploads(number, &order) {
            self.after(soon, Event::Progress(number, id, OrderProgress::Verified, life));
            soon += self.dice.between(0.2, 2.0);
        }
        self.after(soon, Event::Order(number, order));
        self.after(soon, Event::Progress(number, id, OrderProgress::Accepted, life));
        let done = soon + self.dice.between(0.5, 4.0);
        self.after(done, Event::Progress(number, id, OrderProgress::Done, life));
    }

    /// A mission is sent to who holds; what was reached of the one before says nothing of it.
    fn uploads(&mut self, number: usize, order: &Order) -> bool {
        let has_mission =
            matches!(order.kind, OrderKind::Launch { .. } | OrderKind::FlyMission { .. } | OrderKind::FlyHome { .. });
        if has_mission {
            let sending = SkyReport::Stored(Store::Mission, Aboard::Unknown { why: Doubt::Sending });
            self.birds[number].holds(self.now);
            self.after(0.0, Event::Link(number, sending, self.shell.life));
        }
        has_mission
    }

    /// The link sends one order at a time to an aircraft: one that was overtaken is given up.
    fn order_arrives(&mut self, number: usize, order: &Order) {
        let bird = &mut self.birds[number];
        if bird.order == Some(order.id) && bird.mute <= self.now {
            bird.moves(self.now);
            bird.obeys(order, &self.setup.atlas.frame);
            bird.did = Some(order.id);
        }
    }

    fn progressed(&mut self, number: usize, order: OrderId, progress: OrderProgress, life: u32) {
        let bird = &self.birds[number];
        let (id, is_ours) = (bird.id, life == self.shell.life && bird.order == Some(order));
        let progress = match progress {
            OrderProgress::Done if bird.did != Some(order) || bird.mute > self.now => {
                OrderProgress::Unknown { step: "mode".to_owned() }
            }
            other => other,
        };
        // What is done is seen in what it says.
        if progress == OrderProgress::Done && is_ours {
            self.bird_speaks(number);
        }
        // A link that was restarted knows nothing of what it sent before.
        if is_ours {
            self.hear(&Input::Sky(id, SkyReport::Order(order, progress)), None);
        }
    }

    fn end(&mut self) {
        for crew in &self.crews {
            let held = crew.tasks.iter().filter(|(_, task)| task.is_held());
            self.trace.seen.extend(held.map(|(id, _)| (self.now, Seen::Believes(crew.id, *id))));
        }
        if let Some(controller) = &self.shell.controller {
            let mut fold = controller_core::Ledger::default();
            self.trace.entries.iter().for_each(|entry| fold.apply(entry));
            if fold != controller.ledger {
                self.trace.faults.push("the fold of the records is not what the controller holds".to_owned());
            }
        }
    }
}
