//! What is long over is kept thin: who, where, when and what came of it stay, the story's hops, the proposals and the ways go,
//! so that a controller that runs for months neither grows nor starts slowly. All of it is in the journal. How much is kept
//! whole is counted, not timed, so that every fold of the same journal is the same.

use super::{Entry, Ledger};
use crate::event::Fact;
use crate::ids::{ApprovalId, IncidentId, SortieId, TaskingId};
use flight_plans::Mission;

/// So many of the latest incidents, questions, flights and tasks are kept whole each, whether over or not. Screens show a
/// fifth of it.
pub const WHOLE: u32 = 512;

/// The part of the fold that is about this.
impl Ledger {
    pub(super) fn thin(&mut self, entry: &Entry) {
        let before = |latest: u32| latest.checked_sub(WHOLE).filter(|number| *number > 0);
        match &entry.event.fact {
            Fact::IncidentReported { incident, .. } => before(incident.0).map(|id| self.thin_incident(IncidentId(id))),
            Fact::ReportSplit(split) => before(split.incident.0).map(|id| self.thin_incident(IncidentId(id))),
            // One that was open for long.
            Fact::IncidentClosed { incident, .. } => {
                before(self.counters.incident).filter(|id| incident.0 <= *id).map(|_| self.thin_incident(*incident))
            }
            Fact::ApprovalRequested { approval, .. } => before(approval.0).map(|id| self.thin_approval(ApprovalId(id))),
            Fact::SortieOrdered { sortie, .. } | Fact::SortieAdopted { sortie, .. } => {
                before(sortie.0).map(|id| self.thin_sortie(SortieId(id)))
            }
            Fact::TaskingSent { tasking, .. } => before(tasking.0).map(|id| self.thin_tasking(TaskingId(id))),
            Fact::TaskingProposed(offer) => before(offer.tasking.0).map(|id| self.thin_tasking(TaskingId(id))),
            _ => None,
        };
    }

    fn thin_incident(&mut self, id: IncidentId) {
        if let Some(incident) = self.incidents.get_mut(&id).filter(|incident| incident.closed.is_some()) {
            incident.recommendation = None;
            incident.timeline = Vec::new();
        }
    }

    fn thin_approval(&mut self, id: ApprovalId) {
        let flies = |sortie: &SortieId| self.sorties.get(sortie).is_some_and(|sortie| sortie.approval == Some(id));
        if self.open.approvals.contains(&id) || self.open.sorties.values().any(flies) {
            return;
        }
        if let Some(approval) = self.approvals.get_mut(&id) {
            (approval.offer.mission, approval.offer.path) = (Mission::default(), Vec::new());
        }
    }

    fn thin_sortie(&mut self, id: SortieId) {
        let latest = |vehicle| self.open.latest.get(&vehicle) == Some(&id);
        let is_over = self.sorties.get(&id).is_some_and(|sortie| !sortie.is_open() && !latest(sortie.vehicle));
        if let Some(sortie) = self.sorties.get_mut(&id).filter(|_| is_over) {
            sortie.path = Vec::new();
        }
    }

    fn thin_tasking(&mut self, id: TaskingId) {
        if let Some(tasking) = self.taskings.get_mut(&id).filter(|tasking| !tasking.state.is_open()) {
            tasking.path = Vec::new();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::event::{Event, Recommendation};
    use crate::input::{Actor, AlarmKind, Outcome, Role};
    use crate::reason::Reason;
    use crate::setup::Cite;
    use geodata::{Timestamp, Wgs84};

    fn told(ledger: &mut Ledger, fact: Fact) {
        let seq = ledger.seq + 1;
        let event = Event { fact, why: Reason::Superseded {}, setup: Cite::default(), from: None };
        ledger.apply(&Entry { seq, at: Timestamp(i64::from(seq)), event });
    }

    fn reported(ledger: &mut Ledger, number: u32) {
        let (incident, place) = (IncidentId(number), Wgs84::default());
        let (key, place_name, source) = (number.to_string(), "road".to_owned(), "110".to_owned());
        let what = AlarmKind::Theft;
        told(ledger, Fact::IncidentReported { incident, key, what, priority: 3, place, place_name, source });
        told(ledger, Fact::IncidentAssessed { incident, recommendation: Recommendation::default() });
    }

    fn closed(ledger: &mut Ledger, number: u32) {
        let by = Actor { role: Role::Dispatcher, post: "d".to_owned() };
        let (incident, outcome) = (IncidentId(number), Outcome::GroundHandled);
        told(ledger, Fact::IncidentClosed { incident, outcome, by, reason: None });
    }

    /// Which incidents still have their story, and which their proposal.
    fn whole(ledger: &Ledger) -> Vec<u32> {
        let all = ledger.incidents.iter();
        let told = all.filter(|(_, incident)| incident.recommendation.is_some() && !incident.timeline.is_empty());
        told.map(|(id, _)| id.0).collect()
    }

    #[test]
    fn the_latest_are_kept_whole_and_of_the_older_ones_those_that_are_open() {
        let mut ledger = Ledger::default();
        for number in 1..=WHOLE + 4 {
            reported(&mut ledger, number);
            if number != 2 {
                closed(&mut ledger, number);
            }
        }
        let latest: Vec<u32> = (5..=WHOLE + 4).collect();
        assert_eq!(whole(&ledger), [vec![2], latest.clone()].concat(), "the second is open");
        closed(&mut ledger, 2);
        assert_eq!(whole(&ledger), latest);
        assert_eq!(ledger.incidents.len(), WHOLE as usize + 4, "none is forgotten");
        assert_eq!(ledger.incidents[&IncidentId(1)].outcome, Some(Outcome::GroundHandled));
    }
}
