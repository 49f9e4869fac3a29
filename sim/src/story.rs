//! How far the run's story has come, as anybody at a screen sees it: which incidents there were, which are over.

use crate::limits;
use controller_api::view::{Change, IncidentView};
use geodata::Timestamp;
use std::collections::BTreeMap;

/// One incident in a line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// As in `IncidentView::status`.
    pub status: String,
    /// As in `SortieView::state`, when an aircraft was sent.
    pub sortie: Option<String>,
}

impl Chapter {
    fn of(incident: &IncidentView) -> Self {
        Self { status: incident.status.clone(), sortie: incident.sortie.as_ref().map(|sortie| sortie.state.clone()) }
    }

    /// Whether it is closed.
    #[must_use]
    pub fn is_closed(&self) -> bool {
        self.status == "closed"
    }

    /// Closed, and the aircraft home.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.is_closed() && self.sortie.as_deref().is_none_or(|state| state == "ended")
    }
}

/// The story so far.
#[derive(Clone, Debug, Default)]
pub struct Story {
    incidents: BTreeMap<u32, Chapter>,
    /// Incidents that were over so long ago that they are forgotten.
    forgotten: usize,
    /// Since when everything is over.
    over: Option<Timestamp>,
}

impl Story {
    /// Something is shown.
    pub fn hear(&mut self, at: Timestamp, change: &Change) {
        let Change::Incident { incident } = change else { return };
        self.incidents.insert(incident.id, Chapter::of(incident));
        let over = self.incidents.values().all(Chapter::is_over);
        self.over = over.then(|| self.over.unwrap_or(at));
        self.forget();
    }

    /// How many incidents there were.
    #[must_use]
    pub fn incidents(&self) -> usize {
        self.incidents.len() + self.forgotten
    }

    /// How many of them are closed.
    #[must_use]
    pub fn closed(&self) -> usize {
        self.incidents.values().filter(|chapter| chapter.is_closed()).count() + self.forgotten
    }

    /// One incident.
    #[must_use]
    pub fn chapter(&self, incident: u32) -> Option<&Chapter> {
        self.incidents.get(&incident)
    }

    /// Since when at least `expected` incidents have been raised and all of them are over.
    #[must_use]
    pub fn over_since(&self, expected: usize) -> Option<Timestamp> {
        self.over.filter(|_| self.incidents() >= expected)
    }

    fn forget(&mut self) {
        while self.incidents.len() > limits::INCIDENTS {
            let Some(oldest) = self.incidents.iter().find(|(_, chapter)| chapter.is_over()).map(|(id, _)| *id) else {
                return;
            };
            self.incidents.remove(&oldest);
            self.forgotten += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::incident;

    fn shown(status: &str, sortie: Option<&str>) -> Change {
        let mut incident = incident(1, "assault", status);
        incident.sortie = sortie.map(|state| controller_api::view::SortieView {
            id: 1,
            vehicle: 1,
            state: state.to_owned(),
            eta_ms: None,
            path: Vec::new(),
        });
        Change::Incident { incident: Box::new(incident) }
    }

    #[test]
    fn a_story_is_over_when_all_is_closed_and_the_aircraft_home_and_not_before_all_calls_came() {
        let mut story = Story::default();
        let at = |second: i64| Timestamp::from_millis(second * 1000);
        assert_eq!(story.over_since(1), None);
        story.hear(at(1), &shown("resolved", Some("returning")));
        story.hear(at(2), &shown("closed", Some("returning")));
        assert_eq!((story.over_since(1), story.closed()), (None, 1));
        story.hear(at(3), &shown("closed", Some("ended")));
        story.hear(at(9), &shown("closed", Some("ended")));
        assert_eq!(story.over_since(1), Some(at(3)));
        assert_eq!(story.over_since(2), None);
    }
}
