//! The pilots' posts of a plan: what each may fly and until when, never who sits there. A plan without a roster leaves the
//! crews to the one who approves.

use super::moment;
use geodata::{Finding, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// No pilot minds more aircraft than this at once, whatever the file says.
pub const MOST_AIRCRAFT: u32 = 4;
/// A roster holds so many posts at most.
const MOST_PILOTS: usize = 1_000;

/// The posts and what a launch needs of them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roster {
    /// The least licence for a launch.
    pub licence: Licence,
    /// So many fit pilots have to be on duty for anything to be launched.
    pub crew_minimum: u32,
    /// So many aircraft one pilot minds at most, 1 to [`MOST_AIRCRAFT`].
    pub most_aircraft: u32,
    /// The posts.
    pub pilots: Vec<Pilot>,
}

/// One post. A number stands for it; whose it is, is kept elsewhere.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Pilot {
    /// Letters, a dash and a number, `pilot-03`.
    pub post: String,
    /// What it may fly.
    pub licence: Licence,
    /// Until when the recurrent training holds.
    #[serde(with = "moment")]
    pub current_until: Timestamp,
    /// When its duty begins.
    #[serde(with = "moment")]
    pub duty_from: Timestamp,
    /// When its duty ends.
    #[serde(with = "moment")]
    pub duty_until: Timestamp,
    /// The airframes it is rated for; empty for all.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub airframes: Vec<String>,
}

/// Classes of licences; a later one may all that an earlier one may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Licence {
    /// Within sight.
    WithinSight,
    /// Beyond sight.
    BeyondSight,
    /// Teaches the others.
    Instructor,
}

impl Roster {
    pub(super) fn faults(&self) -> Vec<Finding> {
        let mut faults = Vec::new();
        let mut fault = |at: String, say: String, remedy| faults.push(Finding::new("plan_roster", at, say, remedy));
        if !(1..=MOST_AIRCRAFT).contains(&self.most_aircraft) {
            let say = format!("most_aircraft {} lies outside of 1 to {MOST_AIRCRAFT}", self.most_aircraft);
            fault("plan.roster".to_owned(), say, "One pilot minds at most four aircraft");
        }
        if self.pilots.len() > MOST_PILOTS {
            fault(
                "plan.roster".to_owned(),
                format!("more than {MOST_PILOTS} posts"),
                "List the posts of this plan only",
            );
        }
        let mut seen = BTreeSet::new();
        for pilot in &self.pilots {
            let at = || format!("pilot {}", pilot.post);
            if !is_post(&pilot.post) {
                fault(at(), "not the number of a post".to_owned(), "Write letters, a dash and a number: pilot-03");
            }
            if !seen.insert(&pilot.post) {
                fault(at(), "used twice".to_owned(), "Give each post its own number");
            }
            if pilot.duty_until <= pilot.duty_from {
                fault(at(), "the duty ends before it begins".to_owned(), "Correct duty_from or duty_until");
            }
        }
        faults
    }
}

/// Letters, a dash, a number: nothing a name would pass as.
fn is_post(post: &str) -> bool {
    let parts = post.split_once('-');
    parts.is_some_and(|(word, number)| {
        (1..=16).contains(&word.len())
            && (1..=8).contains(&number.len())
            && word.bytes().all(|byte| byte.is_ascii_lowercase())
            && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}
