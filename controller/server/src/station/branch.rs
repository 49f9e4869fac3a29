//! What a station wrote while it was alone, a file each in `DATA/branches`, until the bureau has it: then the file's name says
//! so, and it is kept for the inquiry.

use super::line::{Away, Line};
use crate::journal::fault;
use controller_api::ask::{BranchRecord, StationDesk};
use controller_api::inward::station::BRANCH;
use controller_core::ledger::Counters;
use geodata::{Finding, Timestamp};
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Bytes of records in one request; it may hold twice as much.
const BYTES: usize = 100_000;

/// The folder.
#[derive(Clone, Debug)]
pub struct Branches {
    folder: PathBuf,
}

#[derive(Debug, Serialize, Deserialize)]
struct Branch {
    began_us: i64,
    on: u32,
    records: Vec<BranchRecord>,
    /// The last numbers given in it.
    given: Counters,
}

impl Branches {
    /// Those of a data folder.
    #[must_use]
    pub fn of(data: &Path) -> Self {
        Self { folder: data.join("branches") }
    }

    fn waiting(&self, began: Timestamp) -> PathBuf {
        self.folder.join(format!("{:020}.json", began.0))
    }

    fn handed_over(&self, began: Timestamp) -> PathBuf {
        self.folder.join(format!("{:020}.handed-over.json", began.0))
    }

    /// Whether the branch that began then was put away.
    #[must_use]
    pub fn has(&self, began: Timestamp) -> bool {
        self.waiting(began).exists() || self.handed_over(began).exists()
    }

    /// Puts a branch away, durably.
    ///
    /// # Errors
    /// It cannot be written.
    pub fn keep(&self, began: Timestamp, on: u32, records: &[BranchRecord], given: &Counters) -> Result<(), Finding> {
        let branch = Branch { began_us: began.0, on, records: records.to_vec(), given: *given };
        let path = self.waiting(began);
        let write = || -> std::io::Result<()> {
            std::fs::create_dir_all(&self.folder)?;
            let fresh = path.with_extension("new");
            let mut file = File::create(&fresh)?;
            file.write_all(&serde_json::to_vec(&branch)?)?;
            file.sync_all()?;
            std::fs::rename(&fresh, &path)?;
            File::open(&self.folder)?.sync_all()
        };
        write().map_err(|why| fault(&path, "cannot put the branch away", &why))
    }

    /// The last numbers the station gave in any of them.
    ///
    /// # Errors
    /// One cannot be read.
    pub fn given(&self) -> Result<Counters, Finding> {
        let last = self.files(|_| true)?.pop();
        Ok(last.map(|path| read(&path)).transpose()?.map_or_else(Counters::default, |branch| branch.given))
    }

    /// Hands over what waits, the oldest first.
    ///
    /// # Errors
    /// Inside, why the bureau did not take it; outside, a file that cannot be read or renamed.
    pub fn hand_over(&self, line: &mut Line) -> Result<Result<(), Away>, Finding> {
        for path in self.files(|name| !name.ends_with(".handed-over.json"))? {
            let branch = read(&path)?;
            if let Err(away) = send(line, &branch) {
                return Ok(Err(away));
            }
            let done = self.handed_over(Timestamp(branch.began_us));
            std::fs::rename(&path, &done).map_err(|why| fault(&path, "cannot rename the branch", &why))?;
        }
        Ok(Ok(()))
    }

    /// The files, by when the branches began.
    fn files(&self, wanted: impl Fn(&str) -> bool) -> Result<Vec<PathBuf>, Finding> {
        let unreadable = |why| fault(&self.folder, "cannot read the branches", &why);
        if !self.folder.exists() {
            return Ok(Vec::new());
        }
        let mut files = Vec::new();
        for entry in std::fs::read_dir(&self.folder).map_err(unreadable)? {
            let path = entry.map_err(unreadable)?.path();
            let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
            if name.ends_with(".json") && wanted(name) {
                files.push(path);
            }
        }
        files.sort();
        Ok(files)
    }
}

fn read(path: &Path) -> Result<Branch, Finding> {
    let read = std::fs::read(path).map_err(|why| fault(path, "cannot read the branch", &why))?;
    serde_json::from_slice(&read).map_err(|why| fault(path, "cannot read the branch", &why))
}

fn send(line: &mut Line, branch: &Branch) -> Result<(), Away> {
    let (began_us, on) = (branch.began_us, branch.on);
    for records in portions(&branch.records) {
        line.word(&StationDesk::Wrote { began_us, on, records: records.to_vec() })?;
    }
    let Some(last) = branch.records.last() else { return Ok(()) };
    line.word(&StationDesk::Back { began_us, last: last.seq })
}

/// Runs of records that fit into a request each.
fn portions(records: &[BranchRecord]) -> Vec<&[BranchRecord]> {
    let (mut portions, mut begin, mut bytes) = (Vec::new(), 0, 0);
    for (index, record) in records.iter().enumerate() {
        if index - begin == BRANCH || (index > begin && bytes + record.body.len() > BYTES) {
            portions.extend(records.get(begin..index));
            (begin, bytes) = (index, 0);
        }
        bytes += record.body.len();
    }
    portions.extend(records.get(begin..).filter(|rest| !rest.is_empty()));
    portions
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scratch::Scratch;

    fn records(bodies: &[usize]) -> Vec<BranchRecord> {
        let record = |(seq, bytes): (u32, &usize)| BranchRecord { seq, at_us: 1, body: "x".repeat(*bytes) };
        (1..).zip(bodies).map(record).collect()
    }

    #[test]
    fn portions_are_whole_in_order_and_fit() {
        for bodies in [vec![], vec![10; 450], vec![60_000; 5], vec![150_000, 10, 150_000], vec![99_999, 1, 1]] {
            let all = records(&bodies);
            let portions = portions(&all);
            assert_eq!(portions.concat(), all);
            let bytes = |one: &[BranchRecord]| one.iter().map(|record| record.body.len()).sum::<usize>();
            assert!(portions.iter().all(|one| one.len() <= BRANCH && (one.len() == 1 || bytes(one) <= BYTES)));
        }
    }

    #[test]
    fn a_branch_is_known_once_it_is_put_away_and_the_last_one_says_which_numbers_were_given() {
        let folder = Scratch::new("branches");
        let branches = Branches::of(folder.path());
        assert_eq!(branches.given().unwrap(), Counters::default());
        for (began, incident) in [(7, 3), (1_000, 9)] {
            let given = Counters { incident, ..Counters::default() };
            branches.keep(Timestamp(began), 5, &records(&[4]), &given).unwrap();
        }
        assert!(branches.has(Timestamp(7)) && !branches.has(Timestamp(8)));
        assert_eq!(branches.given().unwrap().incident, 9);
    }
}
