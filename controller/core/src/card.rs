//! What the one who approves has before them, as one number: the card. It is whatever the ledger says of the question now,
//! so that a yes to a card that has changed meanwhile can be told from a yes to the present one.

use crate::event::{FlightOffer, Purpose, Recommendation};
use crate::ids::{ApprovalId, VehicleId};
use crate::input::AlarmKind;
use crate::ledger::Ledger;
use geodata::{Timestamp, Wgs84};
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// One question with everything that is shown about it.
#[derive(Debug, Serialize)]
struct Card<'a> {
    approval: ApprovalId,
    purpose: &'a Purpose,
    offer: &'a FlightOffer,
    asked: Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    relieves: Option<VehicleId>,
    incident: Option<Occasion<'a>>,
}

/// The incident the flight is for.
#[derive(Debug, Serialize)]
struct Occasion<'a> {
    what: AlarmKind,
    priority: u8,
    place: Wgs84,
    place_name: &'a str,
    recommendation: Option<&'a Recommendation>,
}

impl Ledger {
    /// SHA-256 in hex of a question's card as JSON; nothing for a question that was never put.
    #[must_use]
    pub fn card_hash(&self, id: ApprovalId) -> Option<String> {
        let approval = self.approvals.get(&id)?;
        let incident = approval.purpose.incident().and_then(|incident| self.incidents.get(&incident));
        let card = Card {
            approval: id,
            purpose: &approval.purpose,
            offer: &approval.offer,
            asked: approval.requested,
            relieves: approval.relieves,
            incident: incident.map(|incident| Occasion {
                what: incident.what,
                priority: incident.priority,
                place: incident.place,
                place_name: &incident.place_name,
                recommendation: incident.recommendation.as_ref().map(|(_, recommendation)| recommendation),
            }),
        };
        let text = serde_json::to_vec(&card).ok()?;
        let mut hash = String::with_capacity(64);
        for byte in Sha256::digest(text) {
            let _ = write!(hash, "{byte:02x}");
        }
        Some(hash)
    }
}
