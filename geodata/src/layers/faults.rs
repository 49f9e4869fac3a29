//! All faults of a file at once: a person mends a file in one go, not fault by fault. Capped, so that a hostile file
//! cannot fill the memory with complaints.

use super::Limits;
use crate::finding::Finding;

/// Faults and notes found so far; both are capped at [`Limits::FINDINGS`], what is beyond is counted.
#[derive(Clone, Debug, Default)]
pub struct Faults {
    faults: Capped,
    notes: Capped,
}

#[derive(Clone, Debug, Default)]
struct Capped {
    list: Vec<Finding>,
    beyond: usize,
}

impl Capped {
    fn push(&mut self, finding: Finding) {
        if self.list.len() < Limits::FINDINGS { self.list.push(finding) } else { self.beyond += 1 }
    }

    fn close(mut self) -> Vec<Finding> {
        if self.beyond > 0 {
            let say = format!("and {} more of the kind", self.beyond);
            self.list.push(Finding::new("layer-more", "the file", say, "Mend these first, then try again"));
        }
        self.list
    }
}

impl Faults {
    /// A fault: the file will be refused.
    pub fn fault(&mut self, finding: Finding) {
        self.faults.push(finding);
    }

    /// A note: the file is taken, and a person is told.
    pub fn note(&mut self, finding: Finding) {
        self.notes.push(finding);
    }

    /// How many faults there are by now.
    #[must_use]
    pub fn count(&self) -> usize {
        self.faults.list.len() + self.faults.beyond
    }

    /// The value of a result; its error becomes a fault.
    pub fn keep<T>(&mut self, result: Result<T, Finding>) -> Option<T> {
        result.map_err(|finding| self.fault(finding)).ok()
    }

    /// The notes, when nothing is wrong.
    ///
    /// # Errors
    /// All faults, when there are any.
    pub fn close(self) -> Result<Vec<Finding>, Vec<Finding>> {
        if self.count() == 0 { Ok(self.notes.close()) } else { Err(self.faults.close()) }
    }
}

/// A piece of the file short enough to be shown: at most 40 characters, none of them a control character.
#[must_use]
pub fn short(text: &str) -> String {
    let mut shown: String = text.chars().take(40).map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect();
    if text.chars().nth(40).is_some() {
        shown.push('…');
    }
    shown
}
