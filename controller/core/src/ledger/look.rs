//! Questions to the ledger. None of them walks through what is over; those that go over everything leave out what is decided about
//! elsewhere now, while bureau and station do not hear each other.

use super::Ledger;
use super::approval::Approval;
use super::incident::Incident;
use super::sortie::Sortie;
use super::tasking::Tasking;
use crate::ids::{ApprovalId, IncidentId, SortieId, TaskingId, UnitId, VehicleId};
use crate::input::AlarmKind;
use geodata::{Seconds, Timestamp};

impl Ledger {
    /// The open sortie of a vehicle.
    #[must_use]
    pub fn sortie_of(&self, vehicle: VehicleId) -> Option<(&SortieId, &Sortie)> {
        self.sorties.get_key_value(self.open.sorties.get(&vehicle)?)
    }

    /// The last sortie of a vehicle, open or not.
    #[must_use]
    pub fn latest_sortie_of(&self, vehicle: VehicleId) -> Option<&Sortie> {
        self.sorties.get(self.open.latest.get(&vehicle)?)
    }

    /// All flights for an incident, in order.
    pub fn sorties_for(&self, incident: IncidentId) -> impl DoubleEndedIterator<Item = (&SortieId, &Sortie)> {
        let ids = self.incidents.get(&incident).map(|incident| incident.sorties.as_slice()).unwrap_or_default();
        ids.iter().filter_map(|id| self.sorties.get_key_value(id))
    }

    /// The open sortie for an incident.
    #[must_use]
    pub fn sortie_for(&self, incident: IncidentId) -> Option<(&SortieId, &Sortie)> {
        self.sorties_for(incident).rev().find(|(_, sortie)| sortie.is_open())
    }

    /// The flight for an incident that must leave it soon and has not.
    #[must_use]
    pub fn leaving(&self, incident: IncidentId) -> Option<(&SortieId, &Sortie)> {
        self.sorties_for(incident).rev().find(|(_, sortie)| sortie.relief.is_some() && sortie.is_outward())
    }

    /// All flights that go on, by vehicle.
    pub fn open_sorties(&self) -> impl Iterator<Item = (&SortieId, &Sortie)> {
        let flown = self.open.sorties.iter().filter(|(vehicle, _)| self.flies(**vehicle));
        flown.filter_map(|(_, id)| self.sorties.get_key_value(id))
    }

    /// The open tasking of a unit.
    #[must_use]
    pub fn tasking_of(&self, unit: UnitId) -> Option<(&TaskingId, &Tasking)> {
        self.taskings.get_key_value(self.open.taskings.get(&unit)?)
    }

    /// All tasks that go on, by unit.
    pub fn open_taskings(&self) -> impl Iterator<Item = (&TaskingId, &Tasking)> {
        let led = self.open.taskings.iter().filter(|(unit, id)| self.follows_task(**id, **unit));
        led.filter_map(|(_, id)| self.taskings.get_key_value(id))
    }

    /// All tasks for an incident, in order.
    pub fn taskings_for(&self, incident: IncidentId) -> impl DoubleEndedIterator<Item = (&TaskingId, &Tasking)> {
        let ids = self.incidents.get(&incident).map(|incident| incident.taskings.as_slice()).unwrap_or_default();
        ids.iter().filter_map(|id| self.taskings.get_key_value(id))
    }

    /// The open tasking for an incident: of its first unit.
    #[must_use]
    pub fn tasking_for(&self, incident: IncidentId) -> Option<(&TaskingId, &Tasking)> {
        self.first_for(incident).rev().find(|(_, tasking)| tasking.state.is_open())
    }

    /// The tasks of an incident's first unit, in order: none of a serious case's posts.
    pub fn first_for(&self, incident: IncidentId) -> impl DoubleEndedIterator<Item = (&TaskingId, &Tasking)> {
        self.taskings_for(incident).filter(|(_, tasking)| tasking.is_first())
    }

    /// The open tasking of one slot of an incident.
    #[must_use]
    pub fn tasking_in(&self, incident: IncidentId, slot: u8) -> Option<(&TaskingId, &Tasking)> {
        self.taskings_for(incident).rev().find(|(_, tasking)| tasking.slot == slot && tasking.state.is_open())
    }

    /// Withdrawn tasks whose crews have not confirmed it, of whatever incident.
    pub fn unseen_recalls(&self) -> impl Iterator<Item = (&TaskingId, &Tasking)> {
        let led = self.open.unseen.iter().filter(|(unit, id)| self.follows_task(*id, *unit));
        led.filter_map(|(_, id)| self.taskings.get_key_value(id))
    }

    /// Those of them people were not told of.
    pub fn uncalled_recalls(&self) -> impl Iterator<Item = (&TaskingId, &Tasking)> {
        let all = self.open.uncalled.iter().filter_map(|id| self.taskings.get_key_value(id));
        all.filter(|(id, tasking)| self.follows_task(**id, tasking.unit))
    }

    /// Those of one crew.
    pub fn unseen_recalls_of(&self, unit: UnitId) -> impl Iterator<Item = (&TaskingId, &Tasking)> {
        let mine = self.open.unseen.range((unit, TaskingId(0))..=(unit, TaskingId(u32::MAX)));
        mine.filter_map(|(_, id)| self.taskings.get_key_value(id))
    }

    /// The incident of a crew that calls for help.
    #[must_use]
    pub fn need_of(&self, unit: UnitId) -> Option<IncidentId> {
        let calls = |id: &&IncidentId| {
            self.incidents.get(id).is_some_and(|incident| incident.caller == Some(unit) && incident.is_open())
        };
        self.open.calling.iter().find(calls).copied()
    }

    /// The crews of ours that call for help, whoever decides about it.
    pub fn callers(&self) -> impl Iterator<Item = UnitId> {
        let calls = self.open.calling.iter().filter_map(|id| self.incidents.get(id));
        calls.filter(|incident| incident.is_open()).filter_map(|incident| incident.caller)
    }

    /// The incidents that are not closed.
    pub fn open_incidents(&self) -> impl Iterator<Item = (&IncidentId, &Incident)> {
        let minded = self.open.incidents.iter().filter(|id| self.minds(**id));
        minded.filter_map(|id| self.incidents.get_key_value(id))
    }

    /// How many they are.
    #[must_use]
    pub fn open_count(&self) -> usize {
        self.open.incidents.len()
    }

    /// The incidents that still want something, the most urgent first, of equals an officer in need, then the older first.
    #[must_use]
    pub fn wanting(&self) -> Vec<(IncidentId, &Incident)> {
        let mut wanting: Vec<_> = self
            .open_incidents()
            .filter(|(_, incident)| incident.is_open())
            .map(|(id, incident)| (*id, incident))
            .collect();
        wanting.sort_by_key(|(id, incident)| (incident.priority, incident.what != AlarmKind::OfficerInNeed, *id));
        wanting
    }

    /// Whether a vehicle in flight has not been heard for longer than `limit`.
    #[must_use]
    pub fn is_gone(&self, vehicle: VehicleId, at: Timestamp, limit: Seconds) -> bool {
        self.lost.get(&vehicle).is_some_and(|since| at.since(*since) >= limit)
    }

    /// The waiting approval of an incident.
    #[must_use]
    pub fn waiting_for(&self, incident: IncidentId) -> Option<(&ApprovalId, &Approval)> {
        self.waiting().find(|(_, approval)| approval.purpose.incident() == Some(incident))
    }

    /// The waiting approval of a vehicle.
    #[must_use]
    pub fn waiting_about(&self, vehicle: VehicleId) -> Option<(&ApprovalId, &Approval)> {
        self.waiting().find(|(_, approval)| approval.offer.vehicle == vehicle)
    }

    /// All approvals that wait for a human, newest first.
    pub fn waiting(&self) -> impl Iterator<Item = (&ApprovalId, &Approval)> {
        let minded = self.open.approvals.iter().rev().filter(|id| self.asks(**id));
        minded.filter_map(|id| self.approvals.get_key_value(id))
    }
}
