//! What the dispatcher's desk says about an incident.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// `POST /api/v1/incidents/{id}/split`: a merged call becomes an incident of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct SplitReport {
    /// As in `ReportView::key`.
    pub key: String,
}

/// `POST /api/v1/incidents/{id}/notes`: written down for good.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct AddNote {
    /// At most 500 characters; control characters are taken out.
    pub text: String,
}

/// `POST /api/v1/incidents/{id}/links`: the two have to do with each other.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct LinkIncident {
    /// The other incident.
    pub incident: u32,
}

/// `POST /api/v1/incidents/{id}/priority`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct ChangePriority {
    /// 1 (highest) to 4.
    pub priority: u8,
}

/// `POST /api/v1/incidents/{id}/followups`: something is still to be done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct OpenFollowUp {
    /// What; at most 500 characters, control characters are taken out.
    pub text: String,
    /// The post that does it, never a person: 1 to 32 letters, digits, `-` and `_`.
    pub owner: String,
    /// Within so many minutes, 1 to 43200; then it is told that it is due.
    pub minutes: u32,
}

/// `POST /api/v1/incidents/{id}/followups/done`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(deny_unknown_fields)]
pub struct TickFollowUp {
    /// As in `FollowUpView::number`.
    pub number: u32,
}

/// One of these.
#[derive(Clone, Debug, PartialEq)]
pub enum DeskAsk {
    /// `split`
    Split(SplitReport),
    /// `notes`
    Note(AddNote),
    /// `links`
    Link(LinkIncident),
    /// `priority`
    Priority(ChangePriority),
    /// `followups`
    FollowUp(OpenFollowUp),
    /// `followups/done`
    FollowedUp(TickFollowUp),
    /// `check`: somebody looked what became of it.
    Check,
}

impl DeskAsk {
    /// The end of its path, and its body.
    #[must_use]
    pub fn posted(&self) -> (&'static str, Vec<u8>) {
        match self {
            Self::Split(body) => ("split", json(body)),
            Self::Note(body) => ("notes", json(body)),
            Self::Link(body) => ("links", json(body)),
            Self::Priority(body) => ("priority", json(body)),
            Self::FollowUp(body) => ("followups", json(body)),
            Self::FollowedUp(body) => ("followups/done", json(body)),
            Self::Check => ("check", Vec::new()),
        }
    }
}

fn json(body: &impl Serialize) -> Vec<u8> {
    // Plain structs of words and numbers can always be written.
    serde_json::to_vec(body).unwrap_or_default()
}
