//! What the dispatcher's desk keeps of an incident, as a screen is shown it.

use super::Point;
use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// What the desk keeps of an incident.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct DeskView {
    /// Further calls about it, in order.
    pub reports: Vec<ReportView>,
    /// And so many beyond them, which are counted only.
    pub reports_beyond: u32,
    /// What people wrote down, in order.
    pub notes: Vec<NoteView>,
    /// Other incidents it has to do with.
    pub links: Vec<u32>,
    /// What is still to be done for it, or was.
    pub follow_ups: Vec<FollowUpView>,
    /// The unit of ours that calls for help.
    pub caller: Option<u32>,
    /// When people above were told that nobody takes it; nothing once somebody does.
    #[ts(type = "number | null")]
    pub escalated_ms: Option<i64>,
    /// When each of the six steps was first taken: collected, assessed, warned, tasked, checked, fed back.
    #[ts(type = "Array<number | null>")]
    pub stamps_ms: Vec<Option<i64>>,
}

/// `GET /api/v1/loops`: an incident of which something is missing. The longest idle comes first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct LoopView {
    /// Which.
    pub incident: u32,
    /// The first step that was not taken: `collected`, `assessed`, `warned`, `tasked`, `checked`, `fed_back`; nothing when all
    /// were and something is still to be done.
    pub missing: Option<String>,
    /// Seconds since the last step that was taken.
    pub idle_s: f64,
    /// As in `IncidentView::open_hops`.
    pub hops: Vec<String>,
    /// People above were told that nobody takes it.
    pub is_escalated: bool,
    /// So much of what was to be done is overdue.
    pub overdue: u32,
}

/// A further call about an incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ReportView {
    /// The sender's key.
    pub key: String,
    /// When.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// 1 (highest) to 4.
    pub priority: u8,
    /// Where the caller says it is.
    pub at: Point,
    /// Which door it came through.
    pub source: String,
}

/// Something somebody wrote down.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct NoteView {
    /// When.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// The post that did.
    pub by: String,
    /// What.
    pub text: String,
}

/// Something that is still to be done, or was.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct FollowUpView {
    /// Its number in the incident, from 1.
    pub number: u32,
    /// What.
    pub text: String,
    /// The post that does it.
    pub owner: String,
    /// By when.
    #[ts(type = "number")]
    pub due_ms: i64,
    /// It was told that it is due.
    pub is_due: bool,
    /// When it was done.
    #[ts(type = "number | null")]
    pub done_ms: Option<i64>,
}
