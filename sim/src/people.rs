//! The people at the desks: a commander who grants launches after a moment's thought, and a dispatcher who closes what
//! is resolved. Each only if the scenario says so; else a human at a screen does it.

#[cfg(test)]
mod tests;

use crate::agenda::Agenda;
use crate::scenario::{CommanderSettings, DispatcherSettings};
use crate::seed::Dice;
use controller_api::ask::{Ask, CloseIncident, Decide, Duty, TaskUnit};
use controller_api::view::{ApprovalView, DutyView, IncidentView};
use geodata::{Seconds, Timestamp};
use std::collections::BTreeMap;

/// People are not clocks: a delay is this share of the scenario's.
const SWAY: [f64; 2] = [0.7, 1.3];

/// The duty commander.
#[derive(Clone, Debug)]
pub struct Commander {
    settings: CommanderSettings,
    seed: u64,
    /// Approvals under consideration, with the hashes of mission and card as shown.
    waiting: BTreeMap<u32, (String, String)>,
    due: Agenda<u32>,
    /// When to sit down in the duty commander's empty seat, unless it is shown that somebody has.
    sits_down: Option<Timestamp>,
}

/// How long a seat is empty before the commander takes it: what is shown of it first is heard by then.
const EMPTY: Seconds = Seconds(1.0);
/// After this long it is said again, when the seat is still empty.
const STILL_EMPTY: Seconds = Seconds(30.0);

impl Commander {
    /// Nothing on the desk yet.
    #[must_use]
    pub fn new(settings: CommanderSettings, seed: u64, start: Timestamp) -> Self {
        let mut one = Self { settings, seed, waiting: BTreeMap::new(), due: Agenda::default(), sits_down: None };
        one.seat(start, &DutyView::default());
        one
    }

    /// Who is duty commander is shown. A commander who decides nothing leaves the seat to a human.
    pub fn seat(&mut self, at: Timestamp, duty: &DutyView) {
        let decides = [self.settings.approve_patrol_after, self.settings.approve_incident_after];
        let sits = duty.post.is_none() && decides.iter().any(Option::is_some);
        self.sits_down = sits.then(|| at.plus(EMPTY));
    }

    /// An approval is shown.
    pub fn hear(&mut self, at: Timestamp, approval: &ApprovalView) {
        if approval.state != "requested" {
            self.waiting.remove(&approval.id);
            return;
        }
        let after = match approval.purpose.as_str() {
            "patrol" => self.settings.approve_patrol_after,
            _ => self.settings.approve_incident_after,
        };
        let Some(after) = after else { return };
        let shown = (approval.mission_hash.clone(), approval.card_hash.clone());
        if self.waiting.insert(approval.id, shown).is_none() {
            let sway = Dice::of(self.seed, "commander", u64::from(approval.id)).between(SWAY);
            self.due.add(at.plus(Seconds(after * sway)), approval.id);
        }
    }

    /// What the commander decides up to `now`, with the end of each key.
    pub fn step(&mut self, now: Timestamp) -> Vec<(String, Ask)> {
        let mut said = Vec::new();
        if let Some(at) = self.sits_down.filter(|at| *at <= now) {
            said.push((format!("duty-{}", at.as_millis()), Ask::Duty(self.sitting_down())));
            self.sits_down = Some(now.plus(STILL_EMPTY));
        }
        while let Some((_, id)) = self.due.take_due(now) {
            if let Some((mission_hash, card_hash)) = self.waiting.remove(&id) {
                // Another card of the same question is another thing to say.
                let card = card_hash.get(..8).unwrap_or_default();
                let key = format!("a{id}-grant-{card}");
                said.push((key, Ask::Decide(id, Decide { grant: true, mission_hash, card_hash })));
            }
        }
        said
    }

    /// When the next decision falls.
    #[must_use]
    pub fn next_wake(&self) -> Option<Timestamp> {
        self.due.first().into_iter().chain(self.sits_down).min()
    }

    /// What the scenario leaves to a human, a human may decide beside this commander.
    fn sitting_down(&self) -> Duty {
        let settings = &self.settings;
        let deputies = settings.approve_patrol_after.is_none() || settings.approve_incident_after.is_none();
        Duty { act: "take".to_owned(), to: None, relieve: false, deputies }
    }
}

/// What a dispatcher means to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Intent {
    Task,
    Close,
}

/// The dispatcher.
#[derive(Clone, Debug)]
pub struct Dispatcher {
    settings: DispatcherSettings,
    seed: u64,
    /// Open incidents as last shown.
    open: BTreeMap<u32, IncidentView>,
    /// What is meant for which incident, so that it is meant once.
    meant: BTreeMap<(u32, Intent), ()>,
    due: Agenda<(u32, Intent)>,
    tasked: u64,
}

impl Dispatcher {
    /// Nothing on the desk yet.
    #[must_use]
    pub fn new(settings: DispatcherSettings, seed: u64) -> Self {
        Self { settings, seed, open: BTreeMap::new(), meant: BTreeMap::new(), due: Agenda::default(), tasked: 0 }
    }

    /// An incident is shown.
    pub fn hear(&mut self, at: Timestamp, incident: &IncidentView) {
        if incident.status == "closed" {
            self.open.remove(&incident.id);
            return;
        }
        self.open.insert(incident.id, incident.clone());
        if incident.status == "resolved" {
            self.mean(at, incident.id, Intent::Close, self.settings.close_after);
        } else if needs_unit(incident) {
            self.mean(at, incident.id, Intent::Task, self.settings.task_after);
        }
    }

    /// What the dispatcher does up to `now`, with the end of each key.
    pub fn step(&mut self, now: Timestamp) -> Vec<(String, Ask)> {
        let mut said = Vec::new();
        while let Some((_, (id, intent))) = self.due.take_due(now) {
            self.meant.remove(&(id, intent));
            said.extend(self.act(id, intent));
        }
        said
    }

    /// When the dispatcher next does something.
    #[must_use]
    pub fn next_wake(&self) -> Option<Timestamp> {
        self.due.first()
    }

    fn mean(&mut self, at: Timestamp, id: u32, intent: Intent, after: Option<f64>) {
        let Some(after) = after else { return };
        if self.meant.insert((id, intent), ()).is_none() {
            let sway = Dice::of(self.seed, "dispatcher", u64::from(id)).between(SWAY);
            self.due.add(at.plus(Seconds(after * sway)), (id, intent));
        }
    }

    fn act(&mut self, id: u32, intent: Intent) -> Option<(String, Ask)> {
        let incident = self.open.get(&id)?;
        match intent {
            Intent::Close if incident.status == "resolved" => {
                let outcome = incident.outcome.clone().unwrap_or_else(|| "ground_handled".to_owned());
                Some((format!("i{id}-close"), Ask::Close(id, CloseIncident { outcome, reason: None })))
            }
            Intent::Task if needs_unit(incident) => {
                let unit = first_proposed(incident)?;
                self.tasked += 1;
                Some((format!("i{id}-task{}", self.tasked), Ask::Task(id, TaskUnit { unit, over: false })))
            }
            _ => None,
        }
    }
}

/// Whether an incident has no unit on it although one is proposed.
fn needs_unit(incident: &IncidentView) -> bool {
    let over = ["done", "declined", "timed_out", "recalled"];
    incident.status != "resolved"
        && incident.taskings.iter().all(|tasking| over.contains(&tasking.state.as_str()))
        && first_proposed(incident).is_some()
}

/// The fastest proposed unit that has not been asked yet.
fn first_proposed(incident: &IncidentView) -> Option<u32> {
    let asked = |unit: u32| incident.taskings.iter().any(|tasking| tasking.unit == unit);
    let options = &incident.recommendation.as_ref()?.ground;
    options.iter().map(|option| option.unit).find(|unit| !asked(*unit))
}
