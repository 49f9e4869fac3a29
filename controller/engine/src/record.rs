//! The record of one event, and the chain that makes any change to the past visible.
//!
//! `hash = SHA-256(len‖prev ‖ seq ‖ at ‖ len‖kind ‖ len‖body)`, every length and number as 8 bytes little-endian, so
//! that no two different records concatenate to the same bytes. The first record's `prev` is all zeros.

use controller_core::{Entry, Event};
use geodata::Timestamp;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// A link of the chain.
pub type Hash = [u8; 32];

/// One row of the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Record {
    /// Its number, from 1, without gaps.
    pub seq: u32,
    /// When.
    pub at: Timestamp,
    /// The event's kind, for example `incident_reported`.
    pub kind: String,
    /// The event as JSON, fields in a fixed order.
    pub body: String,
    /// The hash of the record before.
    pub prev: Hash,
    /// The hash of this one.
    pub hash: Hash,
}

/// The end of a chain.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head {
    /// The last number; 0 for an empty chain.
    pub seq: u32,
    /// The last hash.
    pub hash: Hash,
}

/// Where a chain does not hold, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The first bad record.
    pub seq: u32,
    /// What is wrong with it.
    pub why: String,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "record {}: {}", self.seq, self.why)
    }
}

impl std::error::Error for Broken {}

impl Head {
    /// The record of an entry after this head.
    ///
    /// # Errors
    /// When the event cannot be written as JSON, which only a non-string map key could cause.
    pub fn record(&mut self, entry: &Entry) -> Result<Record, Broken> {
        let body = serde_json::to_string(&entry.event).map_err(|error| broken(entry.seq, &error))?;
        let kind = kind_in(&body).map_or_else(|| entry.event.fact.kind(), str::to_owned);
        let hash = link(&self.hash, entry.seq, entry.at, &kind, &body);
        let record = Record { seq: entry.seq, at: entry.at, kind, body, prev: self.hash, hash };
        *self = Self { seq: entry.seq, hash };
        Ok(record)
    }

    /// Checks that `record` is the next link.
    ///
    /// # Errors
    /// What does not fit.
    pub fn follow(&mut self, record: &Record) -> Result<(), Broken> {
        let bad = |why: &str| Err(Broken { seq: record.seq, why: why.to_owned() });
        if record.seq != self.seq + 1 {
            return bad(&format!("expected number {}", self.seq + 1));
        }
        if record.prev != self.hash {
            return bad("does not follow the record before it");
        }
        if record.hash != link(&record.prev, record.seq, record.at, &record.kind, &record.body) {
            return bad("was changed after it was written");
        }
        *self = Self { seq: record.seq, hash: record.hash };
        Ok(())
    }

    /// The entry of `record`, which is the next link.
    ///
    /// # Errors
    /// What does not fit, or that this build cannot read it.
    pub fn read(&mut self, record: &Record) -> Result<Entry, Broken> {
        self.follow(record)?;
        record.entry()
    }

    /// The end a journal must have for `record` to be the next link.
    #[must_use]
    pub fn before(record: &Record) -> Self {
        Self { seq: record.seq.saturating_sub(1), hash: record.prev }
    }
}

/// Checks a whole chain from its first record.
///
/// # Errors
/// The first record that does not fit.
pub fn verify<'a>(records: impl IntoIterator<Item = &'a Record>) -> Result<Head, Broken> {
    let mut head = Head::default();
    for record in records {
        head.follow(record)?;
    }
    Ok(head)
}

impl Record {
    /// The entry inside.
    ///
    /// # Errors
    /// When the body is no event this build knows.
    pub fn entry(&self) -> Result<Entry, Broken> {
        let event: Event = serde_json::from_str(&self.body).map_err(|error| broken(self.seq, &error))?;
        Ok(Entry { seq: self.seq, at: self.at, event })
    }
}

fn broken(seq: u32, error: &serde_json::Error) -> Broken {
    Broken { seq, why: format!("cannot be read or written as an event: {error}") }
}

/// The kind as an event's JSON begins with it.
fn kind_in(body: &str) -> Option<&str> {
    body.strip_prefix("{\"fact\":{\"kind\":\"")?.split_once('"').map(|(kind, _)| kind)
}

fn link(prev: &Hash, seq: u32, at: Timestamp, kind: &str, body: &str) -> Hash {
    let length = |bytes: &[u8]| (bytes.len() as u64).to_le_bytes();
    let mut digest = Sha256::new();
    digest.update(length(prev));
    digest.update(prev);
    digest.update(u64::from(seq).to_le_bytes());
    digest.update(at.0.to_le_bytes());
    for text in [kind, body] {
        digest.update(length(text.as_bytes()));
        digest.update(text.as_bytes());
    }
    digest.finalize().into()
}

/// A hash in hex.
#[must_use]
pub fn hex(hash: &Hash) -> String {
    hash.iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// 32 bytes from 64 digits.
#[must_use]
pub fn unhex(text: &str) -> Option<Hash> {
    let mut hash = Hash::default();
    if text.len() != 2 * hash.len() || !text.is_ascii() {
        return None;
    }
    for (place, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(text.get(2 * place..2 * place + 2)?, 16).ok()?;
    }
    Some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;
    use controller_core::{Cite, Fact, Reason};

    fn chain(length: u32) -> Vec<Record> {
        let mut head = Head::default();
        (1..=length)
            .map(|seq| {
                let why = Reason::ReportedBy { source: seq.to_string() };
                let event = Event {
                    fact: Fact::ControllerRestarted {},
                    why,
                    setup: Cite::of("district", "plan", "policy"),
                    from: None,
                };
                head.record(&Entry { seq, at: Timestamp(i64::from(seq)), event }).unwrap()
            })
            .collect()
    }

    #[test]
    fn an_untouched_chain_verifies_and_gives_back_its_entries() {
        let records = chain(20);
        assert_eq!(verify(&records).unwrap().seq, 20);
        assert_eq!(records[4].entry().unwrap().event.why, Reason::ReportedBy { source: "5".to_owned() });
        assert_eq!(records[4].kind, "controller_restarted");
        assert_eq!(
            kind_in(&records[4].body),
            Some("controller_restarted"),
            "it is read off the text, not written twice"
        );
    }

    #[test]
    fn every_edit_deletion_and_swap_is_found_where_it_is() {
        for bad in 0..20usize {
            let mut edited = chain(20);
            edited[bad].body = edited[bad].body.replace("restarted", "Restarted");
            assert_eq!(verify(&edited).unwrap_err().seq as usize, bad + 1);
            let mut later = chain(20);
            later[bad].at = Timestamp(99);
            assert_eq!(verify(&later).unwrap_err().seq as usize, bad + 1);
            let mut deleted = chain(20);
            deleted.remove(bad);
            assert_eq!(verify(&deleted).is_err(), bad < 19, "the end alone is guarded by the head's copy elsewhere");
        }
        let mut swapped = chain(20);
        swapped.swap(3, 4);
        assert_eq!(verify(&swapped).unwrap_err().seq, 5);
    }

    #[test]
    fn a_hash_reads_back_and_nothing_else_is_one() {
        let hash: Hash = std::array::from_fn(|index| u8::try_from(index * 7 % 256).unwrap());
        assert_eq!(unhex(&hex(&hash)), Some(hash));
        for bad in ["", "00", &"g".repeat(64), &"é".repeat(32)] {
            assert_eq!(unhex(bad), None, "{bad}");
        }
    }
}
