//! A list of drafts becomes zones, and every draft is accounted for: taken as it was, repaired with the repair shown,
//! refused with the reason, or left out because it holds no rule for this district. None vanishes silently.

use super::draft::Draft;
use super::gate::{Zone, place};
use super::{limits, repair};
use crate::finding::Finding;
use std::collections::BTreeSet;

/// What became of the drafts of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many were given.
    pub given: usize,
    /// How many were taken as they were.
    pub taken: usize,
    /// How many were taken after a repair; each has a note.
    pub repaired: usize,
    /// How many were refused; each has a finding.
    pub refused: usize,
    /// How many hold no rule or lie elsewhere; each has a note.
    pub left_out: usize,
}

impl Tally {
    /// Whether the parts sum up to what was given.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        self.given == self.taken + self.repaired + self.refused + self.left_out
    }
}

/// The zones of a list, and what must be said of it.
#[derive(Clone, Debug, Default)]
pub struct Intake {
    /// The zones, in the order of the list; a repaired one may have fallen into several.
    pub zones: Vec<Zone>,
    /// What was repaired, left out or widened. A person should see it before the zones are used.
    pub notes: Vec<Finding>,
    /// Why drafts were refused. While there is one, a person must decide.
    pub refused: Vec<Finding>,
    /// The count.
    pub tally: Tally,
    /// Ids of drafts, as they came or were changed.
    given: BTreeSet<String>,
    /// Ids of zones.
    kept: BTreeSet<String>,
    corners: usize,
}

impl Intake {
    /// All drafts of a list.
    #[must_use]
    pub fn of(drafts: impl IntoIterator<Item = Draft>) -> Self {
        let mut intake = Self::default();
        for draft in drafts {
            intake.take("", draft);
        }
        intake
    }

    /// One draft, found at `at` in its file; empty when there is no file.
    pub fn take(&mut self, at: &str, draft: Draft) {
        self.take_noted(at, draft, Vec::new());
    }

    /// [`Intake::take`] of a draft that a reader already had to change, with its notes.
    pub(super) fn take_noted(&mut self, at: &str, mut draft: Draft, mut notes: Vec<Finding>) {
        self.tally.given += 1;
        let named = if at.is_empty() { place(&draft.id) } else { format!("{at}, {}", place(&draft.id)) };
        self.corners += repair::corners(&draft.shape);
        if self.zones.len() >= limits::ZONES || self.corners > limits::ALL_CORNERS {
            let say = format!("the list has over {} zones or {} corners", limits::ZONES, limits::ALL_CORNERS);
            return self.refuse_given(Finding::new("zone-too-many", named, say, "Cut the file to the district"));
        }
        notes.extend(self.own_id(&mut draft, &named));
        self.given.insert(draft.id.clone());
        match repair::admit(draft, &named).and_then(|(zones, mended)| self.keep_all(zones).map(|()| mended)) {
            Ok(mended) => {
                notes.extend(mended);
                let untouched = notes.is_empty();
                self.tally.taken += usize::from(untouched);
                self.tally.repaired += usize::from(!untouched);
                self.notes.extend(notes);
            }
            Err(finding) => self.refuse_given(finding),
        }
    }

    /// Counts something that never became a draft: what its reader could not read.
    pub fn refuse(&mut self, finding: Finding) {
        self.tally.given += 1;
        self.refuse_given(finding);
    }

    /// [`Intake::refuse`] with several reasons.
    pub(super) fn refuse_all(&mut self, findings: Vec<Finding>) {
        self.tally.given += 1;
        self.tally.refused += 1;
        self.refused.extend(findings);
    }

    /// Counts something that holds no rule for this district, with the reason.
    pub fn leave_out(&mut self, note: Finding) {
        self.tally.given += 1;
        self.tally.left_out += 1;
        self.notes.push(note);
    }

    fn keep_all(&mut self, zones: Vec<Zone>) -> Result<(), Finding> {
        zones.into_iter().try_for_each(|zone| self.keep(zone))
    }

    /// Keeps a zone; a piece of a repaired one may need another id.
    fn keep(&mut self, zone: Zone) -> Result<(), Finding> {
        let zone = match self.kept.contains(&zone.id) {
            false => zone,
            true => Zone::checked(Draft { id: self.free_id(&zone.id), ..zone.into_draft() })?,
        };
        self.kept.insert(zone.id.clone());
        self.zones.push(zone);
        Ok(())
    }

    fn free_id(&self, id: &str) -> String {
        let short: String = id.chars().take(limits::ID - 10).collect();
        let mut ids = (2..).map(|n: u32| format!("{short}#{n}"));
        ids.find(|id| !self.given.contains(id) && !self.kept.contains(id)).unwrap_or_default()
    }

    fn refuse_given(&mut self, finding: Finding) {
        self.tally.refused += 1;
        self.refused.push(finding);
    }

    /// Gives a draft whose id is taken another one.
    fn own_id(&mut self, draft: &mut Draft, named: &str) -> Option<Finding> {
        if !self.given.contains(&draft.id) && !self.kept.contains(&draft.id) {
            return None;
        }
        let free = self.free_id(&draft.id);
        let say = format!("another zone has the id {}; this one is now {free}", draft.id);
        draft.id = free;
        Some(Finding::new("zone-repaired-id", named, say, "Give every zone an id of its own"))
    }
}
