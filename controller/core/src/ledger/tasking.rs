//! One task to one ground unit.

use crate::event::Fact;
use crate::facts::tasking::{TaskingMoved, TaskingProposed};
use crate::ids::TaskingId;
use crate::ids::{IncidentId, UnitId};
use crate::input::{Outcome, ReplyKind};
use crate::ledger::incident::Status;
use crate::ledger::serious::FIRST;
use crate::ledger::{Entry, Ledger};
use crate::reason::Reason;
use geodata::{Seconds, Timestamp, Wgs84};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A recall no crew confirmed is held so long; by then the crew's shift is over.
const A_DAY: Seconds = Seconds(86_400.0);

/// Where a task stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum TaskingState {
    /// Put before a dispatcher; the unit knows nothing of it.
    Proposed,
    /// Sent to the device.
    Sent,
    /// The device has it.
    Received,
    /// The crew accepted.
    Acknowledged,
    /// On the way.
    EnRoute,
    /// Arrived.
    OnScene,
    /// Finished.
    Done,
    /// The crew cannot.
    Declined,
    /// Nobody acknowledged.
    TimedOut,
    /// Taken back.
    Recalled,
}

impl TaskingState {
    /// The state an answer leads to.
    #[must_use]
    pub fn after(reply: &ReplyKind) -> Self {
        match reply {
            ReplyKind::Received => Self::Received,
            ReplyKind::Acknowledged => Self::Acknowledged,
            ReplyKind::Declined => Self::Declined,
            ReplyKind::EnRoute => Self::EnRoute,
            ReplyKind::OnScene => Self::OnScene,
            ReplyKind::Done { .. } => Self::Done,
            ReplyKind::RecallSeen => Self::Recalled,
        }
    }

    /// Whether something is still to come.
    #[must_use]
    pub fn is_open(self) -> bool {
        self < Self::Done
    }

    /// Whether it was taken back, by a person or by the clock.
    #[must_use]
    pub fn is_withdrawn(self) -> bool {
        matches!(self, Self::TimedOut | Self::Recalled)
    }

    /// Whether the crew said yes and is not done.
    #[must_use]
    pub fn is_accepted(self) -> bool {
        matches!(self, Self::Acknowledged | Self::EnRoute | Self::OnScene)
    }

    /// Whether an answer moves the task on. Repeats and answers out of order do not.
    #[must_use]
    pub fn accepts(self, reply: &ReplyKind) -> bool {
        let next = Self::after(reply);
        if self == Self::Proposed {
            return false;
        }
        match next {
            Self::Declined => self < Self::Acknowledged,
            // A recall is confirmed, not brought about, by a crew.
            Self::Recalled => false,
            _ => self.is_open() && next > self,
        }
    }
}

/// One task to one ground unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Tasking {
    /// For which incident.
    pub incident: IncidentId,
    /// Who.
    pub unit: UnitId,
    /// Where to.
    pub to: Wgs84,
    /// When it was sent.
    pub sent: Timestamp,
    /// By road.
    pub eta: Seconds,
    /// The way by road.
    pub path: Vec<Wgs84>,
    /// Where it stands.
    pub state: TaskingState,
    /// Since when.
    pub since: Timestamp,
    /// Whether it was sent a second time.
    pub reminded: bool,
    /// Why this unit.
    pub why: Reason,
    /// It was taken back so that the unit, or a sooner one, could be sent elsewhere; not by a person.
    pub preempted: bool,
    /// Which slot of the incident it fills.
    pub slot: u8,
    /// Which offer of that slot it is.
    pub epoch: u32,
    /// The latest offer an answer of the crew named.
    pub seen: u32,
    /// When its destination, or how urgent it is, last changed.
    pub moved: Option<Timestamp>,
    /// What came of it.
    pub outcome: Option<Outcome>,
    /// The crew confirmed that it was taken back.
    pub recall_seen: bool,
    /// People were told that the crew does not confirm it.
    pub escalated: bool,
    /// When a post of the unit's station, which was informed of it, knew of it, and which.
    pub seen_by_station: Option<(Timestamp, String)>,
}

impl Tasking {
    /// Whether it is of the unit every incident has, and not of a serious case's posts.
    #[must_use]
    pub fn is_first(&self) -> bool {
        self.slot == FIRST
    }

    /// Whether it leads elsewhere, or is more or less urgent, since, and no answer says that the crew knows.
    #[must_use]
    pub fn is_unseen_move(&self) -> bool {
        self.moved.is_some() && self.seen < self.epoch
    }
}

/// The part of the fold that is about this.
impl Ledger {
    pub(super) fn change_tasking(&mut self, entry: &Entry) {
        match &entry.event.fact {
            Fact::TaskingSent { tasking, incident, unit, to, eta, path, slot, epoch } => {
                let (eta, path) = (*eta, path.clone());
                let (incident, unit, to, slot, epoch) = (*incident, *unit, *to, *slot, *epoch);
                let offer = TaskingProposed { tasking: *tasking, incident, unit, to, eta, path, slot, epoch };
                self.offer(offer, TaskingState::Sent, entry);
                if let Some(incident) = self.incidents.get_mut(&incident) {
                    incident.raise(Status::Assigned);
                }
            }
            Fact::TaskingProposed(offer) => self.offer(offer.clone(), TaskingState::Proposed, entry),
            Fact::TaskingReminded { tasking } => {
                if let Some(tasking) = self.taskings.get_mut(tasking) {
                    tasking.reminded = true;
                }
            }
            Fact::UnitPreempted { tasking, .. } => {
                if let Some(tasking) = self.taskings.get_mut(tasking) {
                    tasking.preempted = true;
                }
            }
            Fact::TaskingReplied { tasking, reply, epoch, .. } => self.reply(*tasking, reply, *epoch, entry.at),
            Fact::TaskingTimedOut { tasking } => self.withdraw(*tasking, TaskingState::TimedOut, entry.at),
            Fact::TaskingRecalled { tasking } => self.withdraw(*tasking, TaskingState::Recalled, entry.at),
            Fact::RecallSeen(seen) => {
                self.confirmed(seen.tasking);
                if let Some(tasking) = self.taskings.get_mut(&seen.tasking) {
                    tasking.recall_seen = true;
                }
            }
            Fact::TaskingEscalated(late) => {
                if let Some(tasking) = self.taskings.get_mut(&late.tasking) {
                    tasking.escalated = true;
                    self.open.uncalled.remove(&late.tasking);
                }
            }
            Fact::TaskingMoved(moved) => self.lead_elsewhere(moved, entry.at),
            Fact::TaskingRevised(revised) => self.say_anew(revised.tasking, revised.epoch, entry.at),
            _ => {}
        }
    }

    /// A unit has the slot; a task that was proposed before keeps its number.
    fn offer(&mut self, offer: TaskingProposed, state: TaskingState, entry: &Entry) {
        let TaskingProposed { tasking: id, incident, unit, to, eta, path, slot, epoch } = offer;
        let slots = self.incidents.get_mut(&incident).map(|incident| &mut incident.slots);
        let epoch = slots.map_or(epoch, |slots| offered(slots, slot, epoch));
        let is_known = self.taskings.contains_key(&id);
        self.taskings.insert(
            id,
            Tasking {
                incident,
                unit,
                to,
                sent: entry.at,
                eta,
                path,
                state,
                since: entry.at,
                reminded: false,
                why: entry.event.why.clone(),
                preempted: false,
                slot,
                epoch,
                seen: 0,
                moved: None,
                outcome: None,
                recall_seen: false,
                escalated: false,
                seen_by_station: None,
            },
        );
        self.open.taskings.insert(unit, id);
        if let Some(incident) = self.incidents.get_mut(&incident).filter(|_| !is_known) {
            incident.taskings.push(id);
        }
    }

    fn reply(&mut self, id: TaskingId, reply: &ReplyKind, epoch: Option<u32>, at: Timestamp) {
        let state = TaskingState::after(reply);
        let Some(tasking) = self.taskings.get_mut(&id) else { return };
        tasking.seen = tasking.seen.max(epoch.unwrap_or(0).min(tasking.epoch));
        if !tasking.state.accepts(reply) {
            return;
        }
        if let ReplyKind::Done { outcome } = reply {
            tasking.outcome = Some(*outcome);
        }
        let (incident, is_first) = (tasking.incident, tasking.is_first());
        self.move_tasking(id, state, at);
        if !is_first {
            return;
        }
        if state.is_accepted()
            && let Some(incident) = self.incidents.get_mut(&incident)
        {
            incident.escalated = None;
        }
        if state == TaskingState::OnScene
            && let Some(incident) = self.incidents.get_mut(&incident)
        {
            incident.raise(Status::OnScene);
        }
    }

    fn withdraw(&mut self, id: TaskingId, state: TaskingState, at: Timestamp) {
        // What its crew never heard of it need not confirm.
        let was_told = self.taskings.get(&id).is_none_or(|tasking| tasking.state != TaskingState::Proposed);
        self.move_tasking(id, state, at);
        if let Some(tasking) = self.taskings.get(&id).filter(|_| was_told) {
            self.open.unseen.insert((tasking.unit, id));
            if !tasking.escalated {
                self.open.uncalled.insert(id);
            }
            self.open.withdrawn.insert((at, id));
        }
        self.forget_old_recalls(at);
    }

    /// Nobody needs to hear of a recall any more.
    fn confirmed(&mut self, id: TaskingId) {
        self.open.uncalled.remove(&id);
        if let Some(tasking) = self.taskings.get(&id) {
            self.open.unseen.remove(&(tasking.unit, id));
        }
    }

    /// A recall nobody confirms is forgotten a day after the task last changed.
    fn forget_old_recalls(&mut self, at: Timestamp) {
        while let Some((since, old)) = self.open.withdrawn.first().copied()
            && at.since(since) >= A_DAY
        {
            self.open.withdrawn.pop_first();
            match self.taskings.get(&old).filter(|tasking| tasking.since > since) {
                Some(tasking) => drop(self.open.withdrawn.insert((tasking.since, old))),
                None => self.confirmed(old),
            }
        }
    }

    fn lead_elsewhere(&mut self, moved: &TaskingMoved, at: Timestamp) {
        let Some(tasking) = self.taskings.get_mut(&moved.tasking) else { return };
        tasking.to = moved.to;
        // Arrival is counted from the moment it was sent.
        tasking.eta = at.since(tasking.sent) + moved.eta;
        tasking.path = moved.path.clone();
        self.say_anew(moved.tasking, moved.epoch, at);
    }

    /// What a task says has changed: under a new epoch, told until an answer names it.
    pub(super) fn say_anew(&mut self, id: TaskingId, epoch: u32, at: Timestamp) {
        let Some(tasking) = self.taskings.get_mut(&id) else { return };
        tasking.moved = Some(at);
        tasking.epoch = epoch;
        let (incident, slot) = (tasking.incident, tasking.slot);
        if let Some(incident) = self.incidents.get_mut(&incident) {
            offered(&mut incident.slots, slot, epoch);
        }
    }

    pub(super) fn move_tasking(&mut self, id: TaskingId, state: TaskingState, at: Timestamp) {
        let Some(tasking) = self.taskings.get_mut(&id) else { return };
        tasking.state = state;
        tasking.since = at;
        if !state.is_open() && self.open.taskings.get(&tasking.unit) == Some(&id) {
            self.open.taskings.remove(&tasking.unit);
        }
    }
}

/// The epoch of an offer of a slot, which is the slot's from now on. Journals that did not count yet are counted here.
fn offered(slots: &mut BTreeMap<u8, u32>, slot: u8, epoch: u32) -> u32 {
    let held = slots.entry(slot).or_default();
    *held = epoch.max(held.saturating_add(1));
    *held
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::Event;
    use crate::facts::tasking::RecallSeen;
    use crate::setup::Cite;

    fn told(ledger: &mut Ledger, at: Timestamp, fact: Fact) {
        let event = Event { fact, why: Reason::Superseded {}, setup: Cite::default(), from: None };
        ledger.apply(&Entry { seq: ledger.seq + 1, at, event });
    }

    fn sent(tasking: u32) -> Fact {
        let (tasking, unit) = (TaskingId(tasking), UnitId(tasking));
        let (incident, to, eta) = (IncidentId(1), Wgs84::default(), Seconds(60.0));
        Fact::TaskingSent { tasking, incident, unit, to, eta, path: Vec::new(), slot: FIRST, epoch: 1 }
    }

    #[test]
    fn a_recall_nobody_confirms_is_held_for_a_day_and_one_made_anew_for_a_day_from_then() {
        let mut ledger = Ledger::default();
        let hours = |hours: f64| Timestamp(0).plus(Seconds(hours * 3600.0));
        (1..=4).for_each(|number| told(&mut ledger, hours(0.0), sent(number)));
        let off = |number| Fact::TaskingTimedOut { tasking: TaskingId(number) };
        (1..=3).for_each(|number| told(&mut ledger, hours(1.0), off(number)));
        let seen = RecallSeen { tasking: TaskingId(1), unit: UnitId(1) };
        told(&mut ledger, hours(2.0), Fact::RecallSeen(seen));
        told(&mut ledger, hours(3.0), Fact::TaskingRecalled { tasking: TaskingId(3) });
        let unseen = |ledger: &Ledger| ledger.unseen_recalls().map(|(id, _)| id.0).collect::<Vec<_>>();
        assert_eq!(unseen(&ledger), [2, 3]);
        told(&mut ledger, hours(25.5), off(4));
        assert_eq!(unseen(&ledger), [3, 4]);
    }
}
