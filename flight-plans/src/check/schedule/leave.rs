//! Authorisation: a leave to fly is for one mission and for a time.

use super::case::Case;
use geodata::Finding;

pub(super) fn check(case: &Case<'_>) -> Option<Finding> {
    if !case.schedule.rules.authorised {
        return None;
    }
    let (start, end) = (case.flight.takeoff_at, case.track.landed_at(case.flight.takeoff_at));
    let say = match &case.flight.authorisation {
        None => "nobody has allowed it".to_owned(),
        Some(leave) if leave.mission != case.flight.mission.hash() => {
            format!("what {} allowed is another mission", leave.by)
        }
        Some(leave) if start < leave.from || end > leave.until => {
            format!("it flies from {start} to {end}, {} allowed {} to {}", leave.by, leave.from, leave.until)
        }
        Some(_) => return None,
    };
    let at = format!("flight {}", case.flight.id);
    Some(Finding::new("not_authorised", at, say, "Ask for leave for this mission and this time"))
}
