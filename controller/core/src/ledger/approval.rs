//! One launch question and its answer.

use crate::event::{FlightOffer, Purpose};
use geodata::Timestamp;

/// Where a question stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApprovalState {
    /// Waits for a human.
    Requested,
    /// Yes.
    Granted,
    /// No.
    Refused,
    /// Nobody said anything in time.
    Expired,
}

/// One launch question.
#[derive(Clone, Debug, PartialEq)]
pub struct Approval {
    /// What the flight is for.
    pub purpose: Purpose,
    /// What exactly would fly.
    pub offer: FlightOffer,
    /// When it was asked.
    pub requested: Timestamp,
    /// Until when it can be answered, and after a yes: used.
    pub expires: Timestamp,
    /// Where it stands.
    pub state: ApprovalState,
    /// The post that decided.
    pub by: Option<String>,
    /// Whether a sortie used it up.
    pub used: bool,
}
