//! One input in, decisions out. The order is the design: observe, decide, apply, and only then let effects go.

use crate::circles::Watch;
use crate::decide::camera_level::Tally;
use crate::decide::{self, Round, Scope, roads, zones};
use crate::effect::Effect;
use crate::event::{Event, Fact};
use crate::facts::station::Origin;
use crate::ids::{IncidentId, OrderId, SortieId, VehicleId};
use crate::input::{Input, StationSay, StationWord};
use crate::ledger::{Counters, Entry, Ledger};
use crate::picture::Picture;
use crate::reason::Reason;
use crate::setup::{Cite, Setup};
use geodata::roads::{Live, Travel};
use geodata::{Atlas, Seconds, Timestamp};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What came of a request.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// Taken.
    Accepted {
        /// The incident it is about, if one.
        incident: Option<IncidentId>,
    },
    /// Asked of every aircraft: the order each was given, or why it was given none.
    Each(Vec<(VehicleId, Result<OrderId, Reason>)>),
    /// Not taken, and why.
    Denied(Reason),
}

/// What one input led to.
#[derive(Debug)]
pub struct Decision {
    /// In order, already applied. Record them before any effect leaves.
    pub entries: Vec<Entry>,
    /// To send.
    pub effects: Vec<Effect>,
    /// For the one who asked.
    pub answer: Answer,
}

/// The state machine.
#[derive(Debug)]
pub struct Controller {
    /// What it stands on.
    pub setup: Setup,
    /// The ground of the district, without the zones that people set meanwhile.
    pub(crate) ground: Arc<Atlas>,
    /// The same, as every record cites it.
    cite: Cite,
    /// The volatile state.
    pub picture: Picture,
    /// The durable state.
    pub ledger: Ledger,
    /// The road net with its closures, as the ledger holds them.
    pub(crate) roads: Live,
    /// When a rule of certain hours next begins or ends to hold on some road.
    pub(crate) roads_change: Option<Timestamp>,
    /// The circles as they stand; made with the first second.
    pub circles: Option<Box<Watch>>,
    /// Where cameras looked on their way, by flight.
    pub(crate) levels: BTreeMap<SortieId, (VehicleId, Tally)>,
    /// Roads were closed or opened since the circles were looked at.
    pub(crate) circles_stale: bool,
    /// Orders that were under way when the journal was folded and may have to be given again.
    pub(crate) unsure: BTreeSet<OrderId>,
    /// Every rule looks at everybody every time: the slow way, which is the right one.
    pub(crate) thorough: bool,
}

/// Rules are applied until nothing follows any more; this many rounds can only mean a rule that undoes itself.
const ROUNDS: usize = 64;

impl Controller {
    /// A controller with an empty journal.
    #[must_use]
    pub fn start(setup: Setup, at: Timestamp) -> (Self, Decision) {
        let hashes = setup.hashes();
        let mut controller = Self::of(setup, hashes.cite(), at, Ledger::default());
        let entries = controller.take(at, vec![(Fact::ControllerStarted {}, hashes.started())]);
        (controller, Decision { entries, effects: Vec::new(), answer: Answer::Accepted { incident: None } })
    }

    /// A controller that goes on where a journal ends: the fold, then the effects of everything still open again.
    #[must_use]
    pub fn resume(setup: Setup, entries: &[Entry], at: Timestamp) -> (Self, Decision) {
        Self::go_on(setup, Ledger::default().and(entries), at)
    }

    /// The same with a journal that is folded already.
    #[must_use]
    pub fn go_on(setup: Setup, ledger: Ledger, at: Timestamp) -> (Self, Decision) {
        let begins = (Fact::ControllerRestarted {}, setup.hashes().restarted(ledger.seq));
        Self::begin(setup, ledger, at, begins)
    }

    /// A station's controller that goes on alone where its copy of the bureau's journal ends, which it has not heard for
    /// so long; `given` are the last numbers it gave when it was alone before.
    ///
    /// # Errors
    /// It is no station of the plan.
    pub fn alone(
        setup: Setup,
        ledger: Ledger,
        station: &str,
        silent: Seconds,
        given: Counters,
        at: Timestamp,
    ) -> Result<(Self, Decision), Reason> {
        let begins = decide::station::alone(&setup, station, silent, given);
        let begins = begins.ok_or_else(|| Reason::NoSuch { what: station.to_owned() })?;
        Ok(Self::begin(setup, ledger, at, begins))
    }

    fn begin(setup: Setup, ledger: Ledger, at: Timestamp, begins: (Fact, Reason)) -> (Self, Decision) {
        let hashes = setup.hashes();
        let mut controller = Self::of(setup, hashes.cite(), at, ledger);
        let entries = controller.take(at, vec![begins]);
        controller.unsure = controller.under_way();
        let effects = decide::resume::open_taskings(&controller);
        (controller, Decision { entries, effects, answer: Answer::Accepted { incident: None } })
    }

    /// The orders to aircraft that are ours to fly whose end is not known.
    fn under_way(&self) -> BTreeSet<OrderId> {
        let orders = self.ledger.orders.iter().filter(|(vehicle, _)| self.ledger.flies(**vehicle));
        let flights = orders.filter(|(_, state)| state.is_open()).map(|(_, state)| state.order.id);
        let books = self.ledger.payloads.iter().filter(|(vehicle, _)| self.ledger.flies(**vehicle));
        let books = books.flat_map(|(_, book)| book.gimbal.iter().chain(&book.camera));
        flights.chain(books.filter(|state| state.is_open()).map(|state| state.order.id)).collect()
    }

    fn of(setup: Setup, cite: Cite, at: Timestamp, ledger: Ledger) -> Self {
        let roads = setup.atlas.roads.live();
        let ground = Arc::clone(&setup.atlas);
        let mut controller = Self {
            setup,
            ground,
            cite,
            picture: Picture::new(at),
            ledger,
            roads,
            roads_change: None,
            circles: None,
            circles_stale: false,
            levels: BTreeMap::new(),
            unsure: BTreeSet::new(),
            thorough: false,
        };
        roads::follow_closures(&mut controller, at);
        if !controller.ledger.zones.is_empty() {
            zones::follow_zones(&mut controller);
        }
        controller
    }

    /// Travel times by road as they are now, closures and all.
    #[must_use]
    pub fn travel(&self) -> Travel<'_> {
        self.setup.atlas.roads.under(&self.roads)
    }

    /// Takes one input in.
    pub fn handle(&mut self, at: Timestamp, input: &Input) -> Decision {
        if self.roads_change.is_some_and(|change| change <= at) {
            roads::follow_closures(self, at);
        }
        self.picture.observe(at, input, &self.setup);
        if self.picture.beat {
            self.look_at_circles(at);
            let mut tallies = std::mem::take(&mut self.levels);
            decide::camera_level::count(self, at, &mut tallies);
            self.levels = tallies;
        }
        let (step, answer) = decide::on_input(self, at, input);
        let mut decision = Decision { entries: Vec::new(), effects: Vec::new(), answer };
        let changed = !step.is_empty();
        self.absorb(at, step, &mut decision);
        // What a station did alone is taken in before anybody decides anything on it.
        let is_branch = matches!(input, Input::Station(StationWord { say: StationSay::Wrote(_), .. }));
        if !is_branch && (changed || decide::stirs(self, at, input)) {
            let scope = Scope::of(self, input, &decision.entries);
            let pairs = decide::tasking::pairs(self, input, &decision.entries);
            self.settle(at, Round { scope, pairs }, &mut decision);
        }
        decision
    }

    /// Once a second the circles follow whoever has moved.
    fn look_at_circles(&mut self, at: Timestamp) {
        let travel = self.setup.atlas.roads.under(&self.roads);
        match &mut self.circles {
            None => self.circles = Watch::new(&self.setup, travel, at).map(Box::new),
            Some(watch) if self.circles_stale => watch.roads_changed(&self.setup, travel),
            Some(_) => {}
        }
        self.circles_stale = false;
        if let Some(watch) = &mut self.circles {
            watch.look(at, &self.picture, &self.ledger, &self.setup, travel);
        }
    }

    /// The same controller that looks at every aircraft whenever anything happens. It decides the same, later: tests hold
    /// the two side by side.
    #[must_use]
    pub fn thoroughly(self) -> Self {
        Self { thorough: true, ..self }
    }

    /// Applies the rules until nothing follows any more.
    fn settle(&mut self, at: Timestamp, mut round: Round, decision: &mut Decision) {
        for _ in 0..ROUNDS {
            let step = decide::follow(self, at, round);
            let (is_settled, known) = (step.is_empty(), decision.entries.len());
            self.absorb(at, step, decision);
            let told = decision.entries.get(known..).unwrap_or_default();
            round.scope = round.scope.and(&self.ledger, told);
            round.pairs |= told.iter().any(|entry| decide::tasking::is_news(&entry.event.fact));
            if is_settled {
                break;
            }
        }
    }

    /// When to be called again with [`Input::Clock`] at the latest, if nothing else happens.
    #[must_use]
    pub fn next_deadline(&self) -> Option<Timestamp> {
        decide::deadline::next(self).into_iter().chain(self.roads_change).min()
    }

    fn absorb(&mut self, at: Timestamp, step: decide::Step, decision: &mut Decision) {
        for order in step.sure {
            self.unsure.remove(&order);
        }
        decision.entries.extend(self.take(at, step.events));
        decision.entries.extend(step.branch.map(|branch| self.take_branch(at, branch)));
        decision.effects.extend(step.effects);
    }

    fn take(&mut self, at: Timestamp, events: Vec<(Fact, Reason)>) -> Vec<Entry> {
        let mut entries = Vec::with_capacity(events.len());
        for (fact, why) in events {
            entries.push(self.write(at, Event { fact, why, setup: self.cite, from: None }));
        }
        entries
    }

    fn take_branch(&mut self, at: Timestamp, (fact, why, origin): (Fact, Reason, Origin)) -> Entry {
        self.write(at, Event { fact, why, setup: self.cite, from: Some(Box::new(origin)) })
    }

    fn write(&mut self, at: Timestamp, event: Event) -> Entry {
        let entry = Entry { seq: self.ledger.seq + 1, at, event };
        self.ledger.apply(&entry);
        if matches!(entry.event.fact, Fact::RoadClosed { .. } | Fact::RoadOpened { .. }) {
            roads::follow_closures(self, at);
        }
        if entry.event.fact.about().zones {
            zones::follow_zones(self);
        }
        entry
    }
}
