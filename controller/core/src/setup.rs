//! What the controller stands on, and how every record says so.

use crate::policy::Policy;
use crate::reason::{self, Reason};
use flight_plans::Plan;
use geodata::Atlas;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use sha2::{Digest, Sha256};
use std::sync::Arc;

/// The ground, the plan and the limits: immutable and hashed. The hashes stand in the records of a start and a restart; every
/// record cites them together by a [`Cite`].
#[derive(Clone, Debug)]
pub struct Setup {
    /// The ground.
    pub atlas: Arc<Atlas>,
    /// The plan.
    pub plan: Arc<Plan>,
    /// The limits.
    pub policy: Arc<Policy>,
}

impl Setup {
    /// The hashes, and what they come to.
    pub(crate) fn hashes(&self) -> Hashes {
        Hashes { district: self.atlas.hash.clone(), plan: self.plan.hash(), policy: self.policy.hash.clone() }
    }
}

/// The hashes of district, plan and policy, in hex.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Hashes {
    district: String,
    plan: String,
    policy: String,
}

impl Hashes {
    pub(crate) fn cite(&self) -> Cite {
        Cite::of(&self.district, &self.plan, &self.policy)
    }

    pub(crate) fn started(self) -> Reason {
        let Self { district, plan, policy } = self;
        Reason::Started(reason::Started { district, plan, policy })
    }

    pub(crate) fn restarted(self, records: u32) -> Reason {
        let Self { district, plan, policy } = self;
        Reason::Restarted(reason::Restarted { records, district, plan, policy })
    }
}

/// On which district, plan and policy something was decided: the first eight bytes of the SHA-256 of their three hashes in
/// hex, each with a line feed behind it. Written as 16 digits; records of builds that did not cite have none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cite(Option<[u8; 8]>);

impl Cite {
    /// Of these three.
    #[must_use]
    pub fn of(district: &str, plan: &str, policy: &str) -> Self {
        let digest = Sha256::digest(format!("{district}\n{plan}\n{policy}\n"));
        Self(digest.first_chunk().copied())
    }

    /// Whether nothing is cited.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.0.is_none()
    }
}

impl Serialize for Cite {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let number = self.0.map_or(0, u64::from_be_bytes);
        serializer.collect_str(&format_args!("{number:016x}"))
    }
}

impl<'de> Deserialize<'de> for Cite {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let is_hex = text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u64::from_str_radix(&text, 16).ok().filter(|_| is_hex);
        let number = number.ok_or_else(|| de::Error::custom("a citation is 16 digits in hex"))?;
        Ok(Self(Some(number.to_be_bytes())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_citation_is_the_beginning_of_a_plain_hash_and_reads_back() {
        // printf 'a\nb\nc\n' | sha256sum
        let cite = Cite::of("a", "b", "c");
        let text = serde_json::to_string(&cite).unwrap();
        assert_eq!(text, "\"880553fca8fcea94\"");
        assert_eq!(serde_json::from_str::<Cite>(&text).unwrap(), cite);
        assert_ne!(Cite::of("a", "b", "d"), cite);
        for bad in ["\"\"", "\"880553fca8fcea9\"", "\"+80553fca8fcea94\"", "7"] {
            assert!(serde_json::from_str::<Cite>(bad).is_err(), "{bad}");
        }
    }
}
