//! One stimulus in; records, datagrams and messages out. The caller makes the records durable before anything else
//! of the same output leaves, and keeps outputs in order.

use crate::record::{Broken, Head, Record};
use controller_core::controller::{Controller, Decision};
use controller_core::ledger::Counters as Numbers;
use controller_core::ledger::incident::Incident;
use controller_core::picture::fleet::{Link, VehicleFace};
use controller_core::{
    Answer, ApprovalId, Effect, Entry, IncidentId, Input, Ledger, Reason, Setup, SkyReport, UnitId, UnitOrder,
    VehicleId,
};
use controller_link::air::Air;
use controller_link::signing::{Horizons, Key};
use controller_link::{Batch, Counters, Datagram, Enrolled, LinkConfig, LinkId, Peer, Squadron};
use geodata::{Seconds, Timestamp};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// What can happen to the engine.
#[derive(Clone, Debug)]
pub enum Stimulus {
    /// Bytes from a radio.
    Datagram {
        /// Over which link, from whom.
        from: Peer,
        /// The bytes.
        bytes: Vec<u8>,
    },
    /// A request, already translated.
    Input(Input),
    /// Time has passed.
    Clock,
}

/// Which objects a screen should be sent again.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// Incidents.
    pub incidents: BTreeSet<IncidentId>,
    /// Approvals.
    pub approvals: BTreeSet<ApprovalId>,
    /// Vehicles.
    pub vehicles: BTreeSet<VehicleId>,
    /// Ground units.
    pub units: BTreeSet<UnitId>,
    /// Who is duty commander.
    pub duty: bool,
    /// Which stations are on their own.
    pub levels: bool,
    /// The zones of the air.
    pub zones: bool,
    /// The closed roads.
    pub roads: bool,
    /// Circles, by the number of the guarded place.
    pub circles: BTreeSet<usize>,
    /// Others in the air.
    pub traffic: bool,
    /// The weather.
    pub weather: bool,
    /// Journal and links.
    pub health: bool,
}

impl Touched {
    fn merge(&mut self, other: Touched) {
        self.incidents.extend(other.incidents);
        self.approvals.extend(other.approvals);
        self.vehicles.extend(other.vehicles);
        self.units.extend(other.units);
        self.circles.extend(other.circles);
        self.duty |= other.duty;
        self.levels |= other.levels;
        self.zones |= other.zones;
        self.roads |= other.roads;
        self.traffic |= other.traffic;
        self.weather |= other.weather;
        self.health |= other.health;
    }
}

/// What one stimulus led to.
#[derive(Debug, Default)]
pub struct Output {
    /// To make durable first.
    pub records: Vec<Record>,
    /// Then to send to vehicles.
    pub datagrams: Vec<Datagram>,
    /// And to ground units' devices.
    pub to_units: Vec<UnitOrder>,
    /// And to show.
    pub touched: Touched,
    /// For the one who asked.
    pub answer: Option<Answer>,
}

/// A station that goes on alone.
#[derive(Clone, Debug)]
pub struct Apart {
    /// The id of its post.
    pub station: String,
    /// How long it has not heard the bureau.
    pub silent: Seconds,
    /// The last numbers it gave when it was alone before.
    pub given: Numbers,
}

/// The controller and its link.
#[derive(Debug)]
pub struct Engine {
    controller: Controller,
    squadron: Squadron,
    head: Head,
    /// The edition of the others in the air that was shown last.
    around: u64,
}

impl Engine {
    /// Begins with an empty journal.
    #[must_use]
    pub fn start(setup: Setup, at: Timestamp) -> (Self, Output) {
        Self::of(Controller::start(setup, at), Head::default(), at)
    }

    /// Goes on where a journal ends.
    ///
    /// # Errors
    /// The first record that does not fit the chain or that this build cannot read.
    pub fn resume(setup: Setup, records: &[Record], at: Timestamp) -> Result<(Self, Output), Broken> {
        let mut head = Head::default();
        let entries = records.iter().map(|record| head.read(record)).collect::<Result<Vec<Entry>, Broken>>()?;
        Ok(Self::go_on(setup, head, Ledger::default().and(&entries), at))
    }

    /// The same with a journal that was checked and folded already, and the end of its chain.
    #[must_use]
    pub fn go_on(setup: Setup, head: Head, ledger: Ledger, at: Timestamp) -> (Self, Output) {
        Self::of(Controller::go_on(setup, ledger, at), head, at)
    }

    /// A station's engine that goes on alone where its copy of the bureau's journal ends; see [`Controller::alone`].
    ///
    /// # Errors
    /// It is no station of the plan.
    pub fn alone(
        setup: Setup,
        (head, ledger): (Head, Ledger),
        apart: &Apart,
        at: Timestamp,
    ) -> Result<(Self, Output), Reason> {
        let begun = Controller::alone(setup, ledger, &apart.station, apart.silent, apart.given, at)?;
        Ok(Self::of(begun, head, at))
    }

    fn of((controller, decision): (Controller, Decision), head: Head, at: Timestamp) -> (Self, Output) {
        let squadron = squadron(&controller);
        let mut engine = Self { controller, squadron, head, around: 0 };
        let mut output = Output::default();
        engine.carry_out(at, decision, &mut output);
        (engine, output)
    }

    /// Takes one stimulus in.
    pub fn receive(&mut self, at: Timestamp, stimulus: Stimulus) -> Output {
        let mut output = Output::default();
        match stimulus {
            Stimulus::Datagram { from, bytes } => self.squadron.receive(at, from, &bytes),
            Stimulus::Input(input) => {
                let answer = self.handle(at, &input, &mut output);
                output.answer = Some(answer);
            }
            Stimulus::Clock => {
                self.squadron.tick(at);
                self.handle(at, &Input::Clock, &mut output);
            }
        }
        self.drain(at, &mut output);
        output
    }

    /// Takes what the radios brought, each datagram at its own moment of receipt, as if each were a
    /// [`Stimulus::Datagram`]; what is decided because of it is decided at `at`.
    pub fn hear(&mut self, at: Timestamp, batch: &Batch) -> Output {
        let mut output = Output::default();
        for (heard, from, bytes) in batch.iter() {
            self.squadron.receive(heard.min(at), from, bytes);
            self.drain(at, &mut output);
        }
        output
    }

    /// Gives vehicles their signing keys; see [`Squadron::secure`].
    pub fn secure(&mut self, keys: BTreeMap<VehicleId, Key>, kept: &Horizons) {
        self.squadron.secure(keys, kept);
    }

    /// The horizons of signing to make durable now; see [`Squadron::horizons`].
    pub fn horizons(&mut self, at: Timestamp, kept: &Horizons) -> Option<Horizons> {
        self.squadron.horizons(at, kept)
    }

    /// These horizons are durable, or none can be; see [`Squadron::keep`].
    pub fn keep(&mut self, horizons: Option<&Horizons>) {
        self.squadron.keep(horizons);
    }

    /// When to be called with [`Stimulus::Clock`] at the latest.
    #[must_use]
    pub fn wake_at(&self) -> Option<Timestamp> {
        [self.squadron.wake_at(), self.controller.next_deadline()].into_iter().flatten().min()
    }

    /// The decisions' state, to read.
    #[must_use]
    pub fn controller(&self) -> &Controller {
        &self.controller
    }

    /// Everyone heard on the air, and the account of each link.
    #[must_use]
    pub fn air(&self) -> &Air {
        self.squadron.air()
    }

    /// A link carries so many bytes a second; see [`Squadron::limit`].
    pub fn limit(&mut self, link: LinkId, bytes_per_second: f64) {
        self.squadron.limit(link, bytes_per_second);
    }

    /// A link is gone for good: its account with it.
    pub fn forget(&mut self, link: LinkId) {
        self.squadron.forget(link);
    }

    /// The link's counters.
    #[must_use]
    pub fn counters(&self) -> Counters {
        self.squadron.counters()
    }

    /// The end of the chain.
    #[must_use]
    pub fn head(&self) -> Head {
        self.head
    }

    fn drain(&mut self, at: Timestamp, output: &mut Output) {
        // A report can cause an order, and an order reports at once: until nothing comes any more.
        loop {
            let drained = self.squadron.drain();
            output.datagrams.extend(drained.datagrams);
            if drained.reports.is_empty() {
                return;
            }
            for (vehicle, report) in drained.reports {
                self.heard(at, vehicle, report, output);
            }
        }
    }

    fn heard(&mut self, at: Timestamp, vehicle: VehicleId, report: SkyReport, output: &mut Output) {
        if self.shows(vehicle, &report) {
            self.handle(at, &Input::Sky(vehicle, report), output);
            return;
        }
        let before = self.look(vehicle);
        self.handle(at, &Input::Sky(vehicle, report), output);
        if before != self.look(vehicle) {
            output.touched.vehicles.insert(vehicle);
        }
    }

    /// Whether a screen shows this already in words: where it is, and how it was a moment ago.
    fn shows(&self, vehicle: VehicleId, report: &SkyReport) -> bool {
        let Some(face) = self.controller.picture.fleet.get(vehicle).filter(|face| face.link == Link::Up) else {
            return false;
        };
        match report {
            SkyReport::Fix(_) | SkyReport::Look(_) => true,
            SkyReport::Status(status) => face.status.as_ref() == Some(status),
            _ => false,
        }
    }

    /// What of a vehicle a screen shows in words; its place goes by telemetry.
    fn look(&self, vehicle: VehicleId) -> Option<VehicleFace> {
        let face = self.controller.picture.fleet.get(vehicle)?;
        Some(VehicleFace { last: None, fix: None, looks: VecDeque::new(), ..face.clone() })
    }

    fn handle(&mut self, at: Timestamp, input: &Input, output: &mut Output) -> Answer {
        if matches!(input, Input::Journal { .. }) {
            output.touched.health = true;
        }
        output.touched.weather |= matches!(input, Input::Weather(_));
        let decision = self.controller.handle(at, input);
        self.show_around(output);
        if self.controller.picture.beat {
            output.touched.circles.extend(self.controller.circles.iter().flat_map(|watch| watch.changed()));
        }
        self.carry_out(at, decision, output)
    }

    /// Others in the air are shown once a second.
    fn show_around(&mut self, output: &mut Output) {
        let picture = &self.controller.picture;
        if picture.beat && picture.around.edition != self.around {
            self.around = picture.around.edition;
            output.touched.traffic = true;
        }
    }

    fn carry_out(&mut self, at: Timestamp, decision: Decision, output: &mut Output) -> Answer {
        for entry in &decision.entries {
            output.touched.merge(self.touched_by(entry));
            // An event of ours always serialises; a build where it does not must not go on silently.
            match self.head.record(entry) {
                Ok(record) => output.records.push(record),
                Err(broken) => {
                    output.answer = Some(Answer::Denied(controller_core::Reason::Blocked { text: broken.why }))
                }
            }
        }
        for effect in decision.effects {
            match effect {
                Effect::Fly(permit) => self.squadron.order(at, permit),
                Effect::Control(order) => self.squadron.control(at, order),
                Effect::Turn(permit) => self.squadron.turn(at, permit),
                Effect::ToUnit(order) => output.to_units.push(order),
            }
        }
        decision.answer
    }

    fn touched_by(&self, entry: &Entry) -> Touched {
        let (ledger, about) = (&self.controller.ledger, entry.event.fact.about());
        let mut touched = Touched {
            health: true,
            duty: about.duty,
            levels: about.levels,
            zones: about.zones,
            roads: about.roads,
            traffic: about.traffic,
            ..Touched::default()
        };
        touched.incidents.extend(about.incident.into_iter().chain(about.other));
        touched.units.extend(about.unit);
        // The card of a question shows the incident, too.
        let asked = about.incident.and_then(|incident| ledger.waiting_for(incident));
        touched.approvals.extend(asked.map(|(id, _)| *id));
        if let Some(approval) = about.approval {
            self.touch_approval(approval, &mut touched);
        }
        if let Some(sortie) = about.sortie.and_then(|id| ledger.sorties.get(&id)) {
            touched.vehicles.insert(sortie.vehicle);
            touched.incidents.extend(sortie.purpose.incident());
        }
        if let Some(vehicle) = about.vehicle {
            self.touch_vehicle(vehicle, &mut touched);
        }
        if let Some(tasking) = about.tasking.and_then(|id| ledger.taskings.get(&id)) {
            touched.units.insert(tasking.unit);
            touched.incidents.insert(tasking.incident);
        }
        touched
    }

    fn touch_approval(&self, id: ApprovalId, touched: &mut Touched) {
        touched.approvals.insert(id);
        if let Some(approval) = self.controller.ledger.approvals.get(&id) {
            touched.incidents.extend(approval.purpose.incident());
        }
    }

    fn touch_vehicle(&self, vehicle: VehicleId, touched: &mut Touched) {
        touched.vehicles.insert(vehicle);
        if let Some((_, sortie)) = self.controller.ledger.sortie_of(vehicle) {
            touched.incidents.extend(sortie.purpose.incident());
        }
    }

    /// One incident, to read.
    #[must_use]
    pub fn incident(&self, id: IncidentId) -> Option<&Incident> {
        self.controller.ledger.incidents.get(&id)
    }
}

/// The link to the plan's vehicles: each with the number of its board, by the plan or as learnt, and doubts from before.
fn squadron(controller: &Controller) -> Squadron {
    let plan = &controller.setup.plan;
    let guard = &controller.ledger.guard;
    let enrolled = |aircraft: &flight_plans::plan::Aircraft| Enrolled {
        vehicle: VehicleId(aircraft.vehicle),
        system_id: aircraft.system_id,
    };
    let board = |aircraft: &flight_plans::plan::Aircraft| {
        let vehicle = VehicleId(aircraft.vehicle);
        Some((vehicle, aircraft.uid.or_else(|| guard.learnt.get(&vehicle).copied())?))
    };
    let mut squadron = Squadron::new(LinkConfig {
        roster: plan.squadron.iter().map(enrolled).collect(),
        boards: plan.squadron.iter().filter_map(board).collect(),
        in_doubt: guard.doubted.keys().copied().collect(),
        misplaced: guard.misplaced.keys().copied().collect(),
        settings_age: Seconds(controller.setup.policy.readiness.settings_age_s),
        learn: controller.setup.policy.identity.learn,
        ..LinkConfig::default()
    });
    squadron.stand_on(&controller.setup.atlas);
    squadron
}
