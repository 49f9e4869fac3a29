//! The decisions. Reads the controller, never writes it: what changes comes back as events.
//!
//! Two kinds of rule. [`on_input`] answers one input. [`follow`] looks at the state alone and says what should follow
//! from it, one step at a time, until nothing does; so a rule holds after a crash exactly as it held before.

pub mod aboard;
pub mod air;
pub mod alarm;
pub mod approval;
pub mod assess;
pub mod camera_level;
pub mod circles;
pub mod command;
pub mod deadline;
pub mod desk;
pub mod detection;
pub mod duty;
pub mod follow;
pub mod gates;
pub mod guard;
pub mod lease;
pub mod levels;
pub mod patrol;
pub mod payload;
pub mod places;
pub mod readiness;
pub mod recording;
pub mod relief;
pub mod resume;
pub mod roads;
pub mod scope;
pub mod seen;
pub mod serious;
pub mod sky;
pub mod sortie;
pub mod station;
pub mod tasking;
pub mod traffic;
pub mod zones;

use crate::controller::{Answer, Controller};
use crate::effect::Effect;
use crate::event::Fact;
use crate::facts::station::Origin;
use crate::ids::OrderId;
use crate::input::{Input, SkyReport};
use crate::ledger::Counters;
use crate::reason::Reason;
use geodata::Timestamp;
pub use scope::Scope;

/// What one rule decided.
#[derive(Debug)]
pub struct Step {
    /// To apply and record.
    pub events: Vec<(Fact, Reason)>,
    /// To send afterwards.
    pub effects: Vec<Effect>,
    /// Orders that were unsure after a restart and are settled now.
    pub sure: Vec<OrderId>,
    /// A record of a station's branch, to record after them.
    pub branch: Option<(Fact, Reason, Origin)>,
    /// Numbers for new things.
    pub next: Counters,
}

impl Step {
    /// An empty step whose numbers follow the ledger's.
    #[must_use]
    pub fn of(controller: &Controller) -> Self {
        Self {
            events: Vec::new(),
            effects: Vec::new(),
            sure: Vec::new(),
            branch: None,
            next: controller.ledger.counters,
        }
    }

    /// Adds an event.
    pub fn say(&mut self, fact: Fact, why: Reason) {
        self.events.push((fact, why));
    }

    /// Whether nothing was decided.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.events.is_empty() && self.effects.is_empty() && self.sure.is_empty() && self.branch.is_none()
    }
}

/// What one input leads to directly, and the answer for the one who asked.
#[must_use]
pub fn on_input(controller: &Controller, at: Timestamp, input: &Input) -> (Step, Answer) {
    let (mut step, answer) = heard(controller, at, input);
    step.effects.extend(tasking::again::due(controller));
    (step, answer)
}

fn heard(controller: &Controller, at: Timestamp, input: &Input) -> (Step, Answer) {
    let accepted = Answer::Accepted { incident: None };
    match input {
        Input::Alarm(alarm) => alarm::taken_in(controller, at, alarm),
        Input::Command(actor, command) => command::decided(controller, at, actor, command),
        Input::Reply(reply) => tasking::replied(controller, reply),
        Input::Weather(report) => (gates::heard(controller, at, report), accepted),
        // What flies for the other side is seen, and no more.
        Input::Sky(vehicle, _) if !controller.ledger.flies(*vehicle) => (Step::of(controller), accepted),
        Input::Sky(vehicle, report) => (sky::heard(controller, at, *vehicle, report), accepted),
        Input::Station(word) => station::heard(controller, word),
        Input::Need(need) => desk::need::called(controller, at, need),
        Input::Ground(report) => (desk::units::said(controller, report.unit), accepted),
        Input::Detection(_) | Input::Pixel(_) | Input::Clock | Input::Journal { .. } => {
            (Step::of(controller), accepted)
        }
    }
}

/// Whether rules must be looked at because of this input, of which nothing was decided directly. Where units and aircraft are
/// comes by the thousand a second: between two seconds a unit's place starts nothing by itself, and an aircraft's place and
/// state can only move its own flight and its own camera. A rule that looks at either must be heard here. What time alone
/// brings about comes with its deadline.
#[must_use]
pub fn stirs(controller: &Controller, at: Timestamp, input: &Input) -> bool {
    match input {
        _ if controller.picture.beat || !controller.unsure.is_empty() => true,
        Input::Ground(_) | Input::Sky(_, SkyReport::Around(_) | SkyReport::Look(_)) => false,
        // A repeat, or one of a flood, says nothing new.
        Input::Detection(_) | Input::Pixel(_) => controller.picture.is_news,
        Input::Sky(vehicle, SkyReport::Fix(_) | SkyReport::Status(_)) => {
            sortie::stirs(controller, at, *vehicle) || recording::stirs(controller, *vehicle)
        }
        _ => true,
    }
}

/// What one round of rules looks at.
#[derive(Clone, Copy, Debug)]
pub struct Round {
    /// Whose aircraft.
    pub scope: Scope,
    /// Whether somebody who waits for a crew may have one now ([`tasking::pairs`]).
    pub pairs: bool,
}

/// The first rule that has something to say. An empty step means that all is settled. The rules that go over the squadron
/// look at those in its scope.
#[must_use]
pub fn follow(controller: &Controller, at: Timestamp, round: Round) -> Step {
    const RULES: [fn(&Controller, Timestamp, Round) -> Step; 28] = [
        |controller, at, round| recording::watch(controller, at, round.scope),
        |controller, at, _| resume::unsure_orders(controller, at),
        |controller, at, _| lease::lapse(controller, at),
        |controller, at, _| roads::lapse(controller, at),
        |controller, at, _| zones::lapse(controller, at),
        |controller, at, _| duty::lapse(controller, at),
        |controller, at, _| approval::lapse(controller, at),
        |controller, at, round| sortie::progress(controller, at, round.scope),
        |controller, at, round| detection::confirm(controller, at, round.scope),
        |controller, at, _| seen::told(controller, at),
        |controller, at, _| circles::settled(controller, at),
        |controller, at, _| desk::follow_up::due(controller, at),
        |controller, at, _| station::silent(controller, at),
        |controller, at, _| station::unanswered(controller, at),
        |controller, at, _| tasking::deadlines(controller, at),
        |controller, at, _| tasking::raised(controller, at),
        |controller, at, round| if round.pairs { tasking::wanted(controller, at) } else { Step::of(controller) },
        |controller, at, _| desk::raise::due(controller, at),
        // Calls have their units before posts do.
        |controller, at, _| serious::follow(controller, at),
        |controller, at, round| sortie::bring_home(controller, at, round.scope),
        |controller, at, _| relief::due(controller, at),
        |controller, at, _| follow::lead(controller, at),
        |controller, at, _| assess::due(controller, at),
        |controller, at, _| approval::ask(controller, at),
        |controller, at, _| traffic::watch(controller, at),
        |controller, at, _| patrol::propose(controller, at),
        |controller, at, round| payload::tidy(controller, at, round.scope),
        |controller, at, round| camera_level::en_route(controller, at, round.scope),
    ];
    RULES
        .iter()
        .map(|rule| rule(controller, at, round))
        .find(|step| !step.is_empty())
        .unwrap_or_else(|| Step::of(controller))
}
