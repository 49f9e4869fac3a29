//! What follows from an offer taken: the schedule of the rest of the shift, and when each lost visit is caught up.

use super::insert::{Incident, Offer, followed};
use super::model::Duty;
use super::patrol::{Outcome, Patrol};
use super::replan::{Change, replan};
use crate::planner::pace::Pace;
use geodata::Seconds;

/// A lost visit and what becomes of it.
#[derive(Clone, Debug, PartialEq)]
pub struct CaughtUp {
    /// Id of the place.
    pub id: String,
    /// When it was planned.
    pub planned: Seconds,
    /// When somebody is there instead; nothing when nobody is any more in this shift.
    pub instead: Option<Seconds>,
}

/// The schedule after an offer was taken.
#[derive(Clone, Debug, PartialEq)]
pub struct Accepted {
    /// The rest of the shift.
    pub outcome: Outcome,
    /// Every visit lost, in the order of the offer.
    pub caught_up: Vec<CaughtUp>,
}

/// Takes an offer: the aircraft goes, most of the schedule stays, and what is lost is caught up where it costs least.
#[must_use]
pub fn accept(
    duty: &Duty,
    patrol: &Patrol,
    incident: Incident,
    offer: &Offer,
    seed: u64,
    pace: &mut dyn Pace,
) -> Accepted {
    let then = followed(duty, patrol, incident, offer);
    let change = Change::at(incident.now);
    let notice = change.notice.0.max(offer.sortie.slot.launch - incident.now.0 + 1.0);
    let outcome = replan(duty, &then, Change { notice: Seconds(notice), ..change }, seed, pace);
    let lost = offer.lost.iter().filter_map(|(target, planned)| {
        let instead = outcome.best.arrivals(*target).into_iter().find(|at| at.0 >= incident.now.0);
        Some(CaughtUp { id: duty.targets.get(*target)?.id.clone(), planned: *planned, instead })
    });
    Accepted { caught_up: lost.collect(), outcome }
}
