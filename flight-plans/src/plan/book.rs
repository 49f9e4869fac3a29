//! The book of plans: which plan was proposed by which duty, who approved it, from when it holds, and what it went back
//! to. Nothing in it is ever changed: every entry is chained to the one before by its hash, and going back is a new entry.
//!
//! A duty is a function and the number of its seat, never a person.

use super::{Plan, moment};
use crate::hex;
use geodata::{Finding, Timestamp};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Entries of one book.
const MOST: usize = 10_000;
/// A book is refused above this size.
const LARGEST: usize = 64 * 1024 * 1024;

/// A function at the command post.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Function {
    /// Decides.
    Commander,
    /// Takes alarms and tasks units.
    Dispatcher,
    /// Flies.
    Operator,
    /// Plans duty.
    Planner,
    /// Trains.
    Trainer,
}

/// Who did something: a function and the number of its seat.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Duty {
    /// The function.
    pub function: Function,
    /// The number of the seat, where there are several.
    pub seat: u16,
}

/// What happened to plans.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "did", rename_all = "snake_case", deny_unknown_fields)]
pub enum Entry {
    /// A plan was put forward; the editions count from 1 in the order they were.
    Proposed {
        /// The plan.
        plan: Box<Plan>,
        /// Who made it.
        author: Duty,
        /// When.
        #[serde(with = "moment")]
        at: Timestamp,
        /// The edition it is the same as, when it goes back to one.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        back_to: Option<u32>,
    },
    /// An edition was approved.
    Approved {
        /// Which.
        edition: u32,
        /// Who approved it.
        approver: Duty,
        /// When.
        #[serde(with = "moment")]
        at: Timestamp,
        /// From when it holds.
        #[serde(with = "moment")]
        effective: Timestamp,
    },
}

/// An entry with its place in the chain.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// What happened.
    pub entry: Entry,
    /// SHA-256, in hex, of the hash before (empty for the first) and the entry as compact JSON.
    pub hash: String,
}

/// All that happened, oldest first.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Book {
    records: Vec<Record>,
}

/// An edition as it stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edition<'b> {
    /// Its number, from 1.
    pub number: u32,
    /// The plan.
    pub plan: &'b Plan,
    /// Who made it.
    pub author: Duty,
    /// When it was put forward.
    pub proposed: Timestamp,
    /// The edition it goes back to.
    pub back_to: Option<u32>,
    /// Who approved it, when, and from when it holds.
    pub approved: Option<(Duty, Timestamp, Timestamp)>,
}

fn refused<T>(code: &'static str, at: impl Into<String>, say: impl Into<String>, remedy: &str) -> Result<T, Finding> {
    Err(Finding::new(code, at, say, remedy))
}

impl Entry {
    fn at(&self) -> Timestamp {
        match self {
            Self::Proposed { at, .. } | Self::Approved { at, .. } => *at,
        }
    }
}

impl Book {
    /// The records, oldest first.
    #[must_use]
    pub fn records(&self) -> &[Record] {
        &self.records
    }

    /// The hash of the last record: it stands for the whole book.
    #[must_use]
    pub fn hash(&self) -> &str {
        self.records.last().map_or("", |record| &record.hash)
    }

    /// Every edition, oldest first.
    #[must_use]
    pub fn editions(&self) -> Vec<Edition<'_>> {
        let mut all: Vec<Edition<'_>> = Vec::new();
        for record in &self.records {
            match &record.entry {
                Entry::Proposed { plan, author, at, back_to } => all.push(Edition {
                    number: u32::try_from(all.len() + 1).unwrap_or(u32::MAX),
                    plan,
                    author: *author,
                    proposed: *at,
                    back_to: *back_to,
                    approved: None,
                }),
                Entry::Approved { edition, approver, at, effective } => {
                    if let Some(one) = all.iter_mut().find(|one| one.number == *edition) {
                        one.approved = Some((*approver, *at, *effective));
                    }
                }
            }
        }
        all
    }

    /// An edition by its number.
    #[must_use]
    pub fn edition(&self, number: u32) -> Option<Edition<'_>> {
        self.editions().into_iter().find(|one| one.number == number)
    }

    /// The edition that holds at a moment: the approved one with the latest effective moment not after it; of two with
    /// the same, the one approved later.
    #[must_use]
    pub fn in_force(&self, at: Timestamp) -> Option<Edition<'_>> {
        let holds = self.editions().into_iter().filter_map(|one| Some((one.approved?, one)));
        let begun = holds.filter(|((_, _, effective), _)| *effective <= at);
        begun.max_by_key(|((_, approved, effective), one)| (*effective, *approved, one.number)).map(|(_, one)| one)
    }

    /// Puts a plan forward; the number of the edition.
    ///
    /// # Errors
    /// `book_plan` when the plan has faults, `book_time` when it is earlier than the last entry, `book_full`.
    pub fn propose(&mut self, plan: Plan, author: Duty, at: Timestamp) -> Result<u32, Finding> {
        self.append(Entry::Proposed { plan: Box::new(plan), author, at, back_to: None })?;
        Ok(u32::try_from(self.editions().len()).unwrap_or(u32::MAX))
    }

    /// Approves an edition, to hold from `effective`.
    ///
    /// # Errors
    /// `book_edition` when there is none or it is approved, `book_right` when the approver is no commander or made it,
    /// `book_time` when the moments do not follow each other.
    pub fn approve(
        &mut self,
        edition: u32,
        approver: Duty,
        at: Timestamp,
        effective: Timestamp,
    ) -> Result<(), Finding> {
        self.append(Entry::Approved { edition, approver, at, effective })
    }

    /// Puts an earlier edition forward again as a new one; the number of the new one. It holds when it is approved.
    ///
    /// # Errors
    /// `book_edition` when there is no such edition; as for [`Book::propose`].
    pub fn roll_back(&mut self, edition: u32, author: Duty, at: Timestamp) -> Result<u32, Finding> {
        let Some(before) = self.edition(edition) else {
            return refused(
                "book_edition",
                format!("edition {edition}"),
                "there is no such edition",
                "Name one that is",
            );
        };
        let plan = Box::new(before.plan.clone());
        self.append(Entry::Proposed { plan, author, at, back_to: Some(edition) })?;
        Ok(u32::try_from(self.editions().len()).unwrap_or(u32::MAX))
    }

    fn append(&mut self, entry: Entry) -> Result<(), Finding> {
        self.allows(&entry)?;
        let hash = chained(self.hash(), &entry);
        self.records.push(Record { entry, hash });
        Ok(())
    }

    fn allows(&self, entry: &Entry) -> Result<(), Finding> {
        if self.records.len() >= MOST {
            return refused("book_full", "the book", format!("it has {MOST} entries"), "Begin a new book");
        }
        if self.records.last().is_some_and(|last| entry.at() < last.entry.at()) {
            let say = "it is earlier than the entry before";
            return refused("book_time", entry.at().to_string(), say, "Set the clock");
        }
        match entry {
            Entry::Proposed { plan, back_to, .. } => {
                if let Some(fault) = plan.faults().into_iter().next() {
                    return refused("book_plan", "the plan", fault.to_string(), "Mend the plan first");
                }
                let same = |number: &u32| self.edition(*number).is_some_and(|one| one.plan == &**plan);
                if back_to.as_ref().is_some_and(|number| !same(number)) {
                    let say = "it is not the edition it says it goes back to";
                    return refused("book_edition", "the plan", say, "Go back to an edition as it was");
                }
                Ok(())
            }
            Entry::Approved { edition, approver, at, effective } => {
                let place = format!("edition {edition}");
                let Some(one) = self.edition(*edition) else {
                    return refused("book_edition", place, "there is no such edition", "Name one that is");
                };
                if one.approved.is_some() {
                    let remedy = "Propose it again to let it hold from another moment";
                    return refused("book_edition", place, "it is approved already", remedy);
                }
                if approver.function != Function::Commander || *approver == one.author {
                    let say = "only a commander approves, and not what the same seat made";
                    return refused("book_right", place, say, "Ask another commander");
                }
                if effective < at {
                    let say = "it would hold from before it was approved";
                    return refused("book_time", place, say, "Let it hold from now or later");
                }
                Ok(())
            }
        }
    }

    /// The file, one record a line: the same bytes for the same book.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let mut text = Vec::new();
        for record in &self.records {
            text.extend(serde_json::to_vec(record).unwrap_or_default());
            text.push(b'\n');
        }
        text
    }

    /// Reads a book; every record is judged as when it was written.
    ///
    /// # Errors
    /// Every line that is no record, breaks the chain, or could not have been written, each with its place.
    pub fn parse(text: &[u8]) -> Result<Book, Vec<Finding>> {
        if text.len() > LARGEST {
            return Err(vec![Finding::new("book_full", "the book", "it is too large", "Begin a new book")]);
        }
        let (mut book, mut faults) = (Book::default(), Vec::new());
        let lines = text.split(|byte| *byte == b'\n').enumerate().filter(|(_, line)| !line.is_empty());
        for (index, line) in lines.take(MOST + 1) {
            let at = format!("line {}", index + 1);
            let record: Record = match serde_json::from_slice(line) {
                Ok(record) => record,
                Err(fault) => {
                    faults.push(Finding::new("book_syntax", at, fault.to_string(), "Bring the whole book"));
                    continue;
                }
            };
            if record.hash != chained(book.hash(), &record.entry) {
                let say = "its hash does not follow from what stands before it";
                let remedy = "Somebody changed the book: bring the copy that was not changed";
                faults.push(Finding::new("book_chain", at.clone(), say, remedy));
            }
            if let Err(fault) = book.allows(&record.entry) {
                faults.push(Finding { at: format!("{at}, {}", fault.at), ..fault });
            }
            book.records.push(record);
        }
        if faults.is_empty() { Ok(book) } else { Err(faults) }
    }
}

fn chained(before: &str, entry: &Entry) -> String {
    let mut digest = Sha256::new();
    digest.update(before.as_bytes());
    digest.update(serde_json::to_vec(entry).unwrap_or_default());
    hex(&digest.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trial::plan;
    use geodata::{Metres, Seconds};
    use proptest::prelude::*;

    const PLANNER: Duty = Duty { function: Function::Planner, seat: 1 };
    const COMMANDER: Duty = Duty { function: Function::Commander, seat: 1 };

    fn at(minutes: f64) -> Timestamp {
        crate::trial::NOON.plus(Seconds(60.0 * minutes))
    }

    fn second() -> Plan {
        Plan { zone_margin: Metres(45.0), ..plan().clone() }
    }

    fn book() -> Book {
        let mut book = Book::default();
        assert_eq!(book.propose(plan().clone(), PLANNER, at(0.0)), Ok(1));
        book.approve(1, COMMANDER, at(1.0), at(10.0)).unwrap();
        assert_eq!(book.propose(second(), PLANNER, at(2.0)), Ok(2));
        book.approve(2, COMMANDER, at(3.0), at(20.0)).unwrap();
        book
    }

    #[test]
    fn the_edition_in_force_is_the_last_that_has_begun_and_going_back_is_a_new_edition() {
        let mut book = book();
        let number = |book: &Book, minutes| book.in_force(at(minutes)).map(|one| one.number);
        assert_eq!([9.0, 10.0, 19.9, 20.0].map(|m| number(&book, m)), [None, Some(1), Some(1), Some(2)]);
        assert_eq!(book.roll_back(1, PLANNER, at(30.0)), Ok(3));
        assert_eq!(number(&book, 40.0), Some(2), "not before it is approved");
        book.approve(3, COMMANDER, at(31.0), at(31.0)).unwrap();
        let now = book.in_force(at(40.0)).unwrap();
        assert_eq!((now.number, now.back_to, now.plan), (3, Some(1), plan()));
    }

    #[test]
    fn who_may_not_and_when_not_is_refused() {
        let mut book = book();
        let code = |result: Result<(), Finding>| result.unwrap_err().code;
        assert_eq!(code(book.approve(9, COMMANDER, at(4.0), at(5.0))), "book_edition");
        assert_eq!(code(book.approve(2, COMMANDER, at(4.0), at(5.0))), "book_edition");
        book.propose(second(), COMMANDER, at(4.0)).unwrap();
        assert_eq!(code(book.approve(3, COMMANDER, at(5.0), at(6.0))), "book_right");
        assert_eq!(code(book.approve(3, PLANNER, at(5.0), at(6.0))), "book_right");
        let other = Duty { seat: 2, ..COMMANDER };
        assert_eq!(code(book.approve(3, other, at(5.0), at(4.5))), "book_time");
        assert_eq!(code(book.approve(3, other, at(1.0), at(6.0))), "book_time");
        let bad = Plan { zone_margin: Metres(0.0), ..plan().clone() };
        assert_eq!(book.propose(bad, PLANNER, at(6.0)).unwrap_err().code, "book_plan");
        assert_eq!(book.roll_back(17, PLANNER, at(6.0)).unwrap_err().code, "book_edition");
    }

    #[test]
    fn a_book_reads_back_and_every_change_of_it_is_found() {
        let book = book();
        let text = book.to_json();
        assert_eq!(Book::parse(&text), Ok(book.clone()));
        let edited = String::from_utf8(text).unwrap().replacen("planner", "trainer", 1);
        let faults = Book::parse(edited.as_bytes()).unwrap_err();
        assert_eq!((faults[0].code, faults[0].at.as_str()), ("book_chain", "line 1"));
        let shorter: Vec<u8> = book.to_json().splitn(2, |b| *b == b'\n').nth(1).unwrap().to_vec();
        assert!(Book::parse(&shorter).unwrap_err().iter().any(|f| f.code == "book_chain"));
    }

    proptest! {
        #[test]
        fn garbage_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = Book::parse(&bytes);
        }
    }
}
