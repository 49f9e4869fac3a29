//! The people of a world: who calls, the commander who decides about flights, the dispatcher and the pilots, who say whatever
//! they like; and in the end people who tidy up, in a world in which everything works again.

use crate::hands;
use crate::shell::Out;
use crate::trace::Seen;
use crate::world::{Event, START, World};
use controller_core::ledger::incident::Status;
use controller_core::{
    Actor, Alarm, AlarmKind, Answer, ApprovalId, CloseReason, Command, Controller, Cov2, Detection, DetectionClass,
    DutyCommand, Fact, IncidentId, Input, Need, Outcome, Purpose, Reason, Role, UnitId, VehicleId,
};
use geodata::{Local, Metres, Seconds, Wgs84};

/// So long everything goes wrong that can.
const TROUBLE: f64 = 110.0;
/// After so long in a world that works again everything is over.
const QUIET: f64 = 420.0;

/// Somebody who calls until the call is taken in.
pub struct Call {
    pub key: String,
    input: Input,
    pub over: bool,
}

pub fn post(role: Role, number: u32) -> Actor {
    Actor { role, post: format!("{role:?}-{number}").to_lowercase() }
}

impl World {
    pub fn people_begin(&mut self) {
        self.says(Role::Commander, 1, Command::Duty(DutyCommand::Take { relieve: false, deputies: false }));
        for number in 0..self.faults.calls {
            self.somebody_calls(number);
        }
        if self.faults.crash > 0.0 {
            let at = self.dice.between(3.0, TROUBLE);
            self.after(at, Event::Kill);
        }
        let first = self.dice.between(1.0, self.faults.hands);
        self.after(first, Event::Hand);
        self.after(TROUBLE, Event::Heal);
    }

    pub fn around(&mut self, spread: f64) -> Local {
        Local {
            x: self.dock.x + self.dice.between(-spread, spread),
            y: self.dock.y + self.dice.between(-spread, spread),
        }
    }

    pub fn degrees(&self, at: Local) -> Wgs84 {
        self.setup.atlas.frame.to_wgs84(at)
    }

    fn somebody_calls(&mut self, number: u32) {
        const KINDS: [AlarmKind; 7] = [
            AlarmKind::Assault,
            AlarmKind::Theft,
            AlarmKind::TrafficAccident,
            AlarmKind::MissingPerson,
            AlarmKind::Fire,
            AlarmKind::Disturbance,
            AlarmKind::Crowd,
        ];
        let at = self.around(1000.0);
        let (key, place) = (format!("call-{number}"), self.degrees(at));
        let input = if self.dice.chance(0.08) {
            let unit = UnitId(1 + self.dice.roll(crate::ground::CREWS));
            Input::Need(Need { unit, key: key.clone(), place: Some(place) })
        } else {
            let kind = self.dice.one(&KINDS).unwrap_or(AlarmKind::Theft);
            let priority = 1 + self.dice.roll(4) as u8;
            Input::Alarm(Alarm { key: key.clone(), kind, priority, place, source: "110".to_owned() })
        };
        let when = self.dice.between(2.0, TROUBLE * 0.8);
        self.after(when, Event::Call(self.calls.len()));
        // Now and then two people call about one thing.
        if self.dice.chance(0.2)
            && let Input::Alarm(first) = &input
        {
            let key = format!("{key}-too");
            let input = Input::Alarm(Alarm { key: key.clone(), ..first.clone() });
            let later = when + self.dice.between(0.5, 40.0);
            self.after(later, Event::Call(self.calls.len() + 1));
            self.calls.push(Call { key: first.key.clone(), input: Input::Alarm(first.clone()), over: false });
            self.calls.push(Call { key, input, over: false });
            return;
        }
        self.calls.push(Call { key, input, over: false });
    }

    pub fn people(&mut self, event: Event) {
        match event {
            Event::Call(number) => self.calls_in(number),
            Event::Looks(id) => self.looks(id),
            Event::Decides(id, mission, card) => self.decides(id, mission, card),
            Event::Hand => self.hand(),
            Event::Close(id) => self.closes(id),
            Event::Unstuck => self.unstuck(),
            Event::Heal => self.heal(),
            Event::Tidy => self.tidy(),
            _ => {}
        }
    }

    fn calls_in(&mut self, number: usize) {
        let call = &self.calls[number];
        if call.over && !self.dice.chance(0.1) {
            return;
        }
        let (key, input) = (call.key.clone(), call.input.clone());
        if let Some(Answer::Denied(_)) = self.hear(&input, Some(Out::Taken(key))) {
            self.calls[number].over = true;
        }
        let again = self.dice.between(2.0, 6.0);
        self.after(again, Event::Call(number));
    }

    pub fn taken(&mut self, key: String) {
        if let Some(call) = self.calls.iter_mut().find(|call| call.key == key) {
            call.over = true;
        }
        self.trace.seen.push((self.now, Seen::Taken(key)));
    }

    /// What is durable is on the screens.
    pub fn shown(&mut self, index: usize) {
        match &self.trace.entries[index].event.fact {
            Fact::ApprovalRequested { approval, .. } => {
                let (id, soon) = (*approval, self.dice.between(0.5, 25.0));
                if self.dice.chance(0.85) {
                    self.after(soon, Event::Looks(id));
                }
            }
            Fact::IncidentResolved { incident, .. } => {
                let (id, soon) = (*incident, self.dice.between(1.0, 15.0));
                self.after(soon, Event::Close(id));
            }
            _ => {}
        }
    }

    fn looks(&mut self, id: ApprovalId) {
        let Some(controller) = &self.shell.controller else { return };
        let Some(question) = controller.ledger.approvals.get(&id) else { return };
        let (mission, card) = (question.offer.mission.hash(), controller.ledger.card_hash(id).unwrap_or_default());
        let is_patrol = matches!(question.purpose, Purpose::Patrol { .. });
        if self.dice.chance(if is_patrol { 0.5 } else { 0.15 }) {
            self.says(Role::Commander, 1, Command::Refuse(id));
            return;
        }
        let soon = self.dice.between(0.1, 3.0);
        self.after(soon, Event::Decides(id, mission, card));
    }

    fn decides(&mut self, id: ApprovalId, mission: String, card: String) {
        let Some(controller) = &self.shell.controller else { return };
        let Some(question) = controller.ledger.approvals.get(&id) else { return };
        let vehicle = question.offer.vehicle;
        // Whoever sits there says yes; now and then somebody who does not.
        let sits = controller.ledger.duty.as_ref().map(|duty| duty.post.clone());
        let by = match sits {
            Some(post) if !self.dice.chance(0.05) => Actor { role: Role::Commander, post },
            _ => post(Role::Commander, 3),
        };
        self.trace.seen.push((self.now, Seen::Yes(id, vehicle, mission.clone())));
        let said = Input::Command(by, Command::Approve { id, mission, card });
        if let Some(Answer::Denied(Reason::OtherCard {})) = self.hear(&said, None) {
            self.after(1.0, Event::Looks(id));
        }
    }

    pub fn says(&mut self, role: Role, number: u32, command: Command) -> Option<Answer> {
        self.hear(&Input::Command(post(role, number), command), None)
    }

    pub fn detects(&mut self, vehicle: VehicleId, at: Local) {
        for number in 0..3 {
            let off = |dice: &mut crate::dice::Dice| dice.between(-25.0, 25.0);
            let place = Local { x: at.x + off(&mut self.dice), y: at.y + off(&mut self.dice) };
            let detection = Detection {
                key: format!("{vehicle}-{}-{number}", self.now.0),
                vehicle,
                at: self.now,
                class: DetectionClass::Person,
                place: self.degrees(place),
                error: Cov2::of_radius(Metres(8.0)),
                confidence: 0.8,
            };
            self.hear(&Input::Detection(detection), None);
        }
    }

    fn hand(&mut self) {
        if self.healed.is_some() {
            return;
        }
        let next = self.dice.between(0.3, 2.0 * self.faults.hands);
        self.after(next, Event::Hand);
        hands::something(self);
    }

    fn closes(&mut self, id: IncidentId) {
        let close = |reason| Command::Close(id, Outcome::GroundHandled, reason);
        if let Some(Answer::Denied(Reason::HopOpen { .. })) = self.says(Role::Dispatcher, 1, close(None)) {
            self.says(Role::Dispatcher, 1, close(Some(CloseReason::Other)));
        }
    }

    pub fn unstuck(&mut self) {
        if std::mem::take(&mut self.shell.stuck) {
            self.hear(&Input::Journal { writable: true }, None);
        }
    }

    fn heal(&mut self) {
        self.healed = Some(self.now);
        self.faults = self.faults.healed();
        self.unstuck();
        let now = self.now;
        self.crews.iter_mut().for_each(|crew| crew.mute = now);
        self.birds.iter_mut().for_each(|bird| bird.mute = now);
        self.after(13.0, Event::Tidy);
    }

    fn tidy(&mut self) {
        self.after(3.0, Event::Tidy);
        let healed = self.now.since(self.healed.unwrap_or(START));
        let Some(controller) = &self.shell.controller else { return };
        let loose = loose(controller);
        if loose.is_empty() && self.birds.iter().all(|bird| !bird.flies) && self.calls.iter().all(|call| call.over) {
            self.over = true;
            return;
        }
        if healed > Seconds(QUIET) {
            let flying = self.birds.iter().filter(|bird| bird.flies).map(|bird| format!("{} flies", bird.id));
            let loose: Vec<String> = loose.into_iter().chain(flying).collect();
            self.trace.faults.push(format!("not quiet after {healed}: {}", loose.join(", ")));
            self.over = true;
            return;
        }
        self.tidies(healed);
    }

    fn tidies(&mut self, healed: Seconds) {
        let Some(controller) = &self.shell.controller else { return };
        let ledger = &controller.ledger;
        let zones: Vec<u32> = ledger.zones.keys().copied().collect();
        let sits = ledger.duty.as_ref().is_some_and(|duty| duty.post == "commander-1");
        let questions: Vec<ApprovalId> = ledger.waiting().map(|(id, _)| *id).collect();
        // What crews will still report is waited for; what nobody goes to any more is closed by hand.
        let is_idle = |id: IncidentId| ledger.taskings_for(id).all(|(_, tasking)| !tasking.state.is_open());
        let open = ledger.open_incidents().filter(|(id, incident)| {
            let result = incident.status == Status::Resolved;
            result || healed > Seconds(150.0) || (healed > Seconds(60.0) && is_idle(**id))
        });
        let open: Vec<IncidentId> = open.map(|(id, _)| *id).collect();
        let idle: Vec<VehicleId> = self.birds.iter().filter(|bird| bird.flies).map(|bird| bird.id).collect();
        if !sits {
            self.says(Role::Commander, 1, Command::Duty(DutyCommand::Take { relieve: true, deputies: false }));
        }
        zones.into_iter().for_each(|zone| drop(self.says(Role::Commander, 1, Command::LiftZone(zone))));
        questions.into_iter().for_each(|id| drop(self.says(Role::Commander, 1, Command::Refuse(id))));
        open.into_iter().for_each(|id| self.closes(id));
        if healed > Seconds(30.0) {
            idle.into_iter().for_each(|vehicle| self.return_one(vehicle));
        }
    }

    /// Not one that goes home already.
    fn return_one(&mut self, vehicle: VehicleId) {
        if self.birds.iter().any(|bird| bird.id == vehicle && !bird.is_homeward()) {
            self.says(Role::Commander, 1, Command::Return(vehicle));
        }
    }
}

/// What is not over.
fn loose(controller: &Controller) -> Vec<String> {
    let ledger = &controller.ledger;
    let incidents = ledger.open_incidents().map(|(id, _)| id.to_string());
    let tasks = ledger.open_taskings().map(|(id, _)| id.to_string());
    let unseen = ledger.unseen_recalls().map(|(id, _)| format!("the recall of {id}"));
    let flights = ledger.open_sorties().map(|(id, _)| id.to_string());
    incidents.chain(tasks).chain(unseen).chain(flights).collect()
}
