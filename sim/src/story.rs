//! How far the run's story has come, as anybody at a screen sees it: which incidents there were, which are over.

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

    /// Closed, and the aircraft home.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.status == "closed" && self.sortie.as_deref().is_none_or(|state| state == "ended")
    }
}

/// The story so far.
#[derive(Clone, Debug, Default)]
pub struct Story {
    incidents: BTreeMap<u32, Chapter>,
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
    }

    /// The incidents so far.
    #[must_use]
    pub fn incidents(&self) -> &BTreeMap<u32, Chapter> {
        &self.incidents
    }

    /// How many incidents are closed.
    #[must_use]
    pub fn closed(&self) -> usize {
        self.incidents.values().filter(|chapter| chapter.status == "closed").count()
    }

    /// Since when at least `expected` incidents have been raised and all of them are over.
    #[must_use]
    pub fn over_since(&self, expected: usize) -> Option<Timestamp> {
        self.over.filter(|_| self.incidents.len() >= expected)
    }
}
