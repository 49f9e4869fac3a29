//! Who may do what, as data. What the table does not name is denied.

use controller_api::ask::Ask;
use controller_core::Role::{self, Commander, Dispatcher, Field, Operator, Viewer};

/// What can be asked for, as far as rights go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Act {
    /// Read the whole picture and follow it.
    See,
    /// Report something.
    Alarm,
    /// Let an aircraft fly, or not.
    Decide,
    /// Take, hand over or leave the seat of the duty commander.
    Duty,
    /// Set a zone of the air.
    SetZone,
    /// Lift one.
    LiftZone,
    /// Report the weather.
    Weather,
    /// Ask for a fresh recommendation.
    Reassess,
    /// Send a unit.
    Task,
    /// Take a tasking back.
    Recall,
    /// Close an incident.
    Close,
    /// Say something about an incident: notes, links, how urgent it is, which call is another's, what is still to be done.
    Desk,
    /// Ask for an aircraft for a station.
    Lend,
    /// Order a vehicle to hold, return, land or go.
    Order,
    /// Close a road to ground units, or open it.
    Roads,
    /// Report where units are.
    Positions,
    /// Answer a tasking.
    Reply,
    /// Report what a camera saw.
    Detections,
    /// Copy the journal for a station, and bring in what it did alone.
    Follow,
    /// Read what the links to aircraft carry.
    SeeLinks,
    /// Open a link to aircraft, or close one.
    Links,
}

/// The table. A row a right.
pub(super) const RIGHTS: &[(Act, &[Role])] = &[
    (Act::See, &[Commander, Dispatcher, Operator, Viewer, Field]),
    (Act::Alarm, &[Commander, Dispatcher, Field]),
    (Act::Decide, &[Commander]),
    (Act::Duty, &[Commander]),
    (Act::SetZone, &[Commander, Operator]),
    (Act::LiftZone, &[Commander]),
    (Act::Weather, &[Commander, Dispatcher, Field]),
    (Act::Reassess, &[Commander, Dispatcher]),
    (Act::Task, &[Commander, Dispatcher]),
    (Act::Recall, &[Commander, Dispatcher]),
    (Act::Close, &[Commander, Dispatcher]),
    (Act::Desk, &[Commander, Dispatcher]),
    (Act::Lend, &[Commander, Dispatcher, Operator]),
    (Act::Order, &[Commander, Operator]),
    (Act::Roads, &[Commander, Dispatcher]),
    (Act::Positions, &[Field]),
    (Act::Reply, &[Field]),
    (Act::Detections, &[Field]),
    (Act::Follow, &[Field]),
    (Act::SeeLinks, &[Commander, Dispatcher, Operator]),
    (Act::Links, &[Commander]),
];

/// Whether `role` may do `act`.
pub(super) fn may(role: Role, act: Act) -> bool {
    RIGHTS.iter().any(|(row, roles)| *row == act && roles.contains(&role))
}

/// Which right an ask needs. A new ask without a right does not compile.
pub(super) fn act_of(ask: &Ask) -> Act {
    match ask {
        Ask::Alarm(_) => Act::Alarm,
        Ask::Decide(..) => Act::Decide,
        Ask::Duty(_) => Act::Duty,
        Ask::SetZone(_) => Act::SetZone,
        Ask::LiftZone(_) => Act::LiftZone,
        Ask::Weather(_) => Act::Weather,
        Ask::Station(_) => Act::Follow,
        Ask::Reassess(_) => Act::Reassess,
        Ask::Task(..) => Act::Task,
        Ask::Recall(_) => Act::Recall,
        Ask::Informed(_) => Act::Task,
        Ask::Lend(..) => Act::Lend,
        Ask::Close(..) => Act::Close,
        Ask::Desk(..) | Ask::Serious(..) => Act::Desk,
        Ask::Order(..) | Ask::AllReturn => Act::Order,
        Ask::CloseRoad(_) | Ask::OpenRoad(_) => Act::Roads,
        Ask::Positions(_) => Act::Positions,
        Ask::Need(..) => Act::Alarm,
        Ask::Reply(..) => Act::Reply,
        Ask::Detections(_) => Act::Detections,
    }
}

/// The posts that may do `act`, in words.
pub(super) fn who_may(act: Act) -> String {
    let words = RIGHTS.iter().filter(|(row, _)| *row == act).flat_map(|(_, roles)| roles.iter()).map(|r| word(*r));
    words.collect::<Vec<_>>().join(", ")
}

/// All roles.
const ROLES: [Role; 5] = [Commander, Dispatcher, Operator, Viewer, Field];

/// A role's word, as in a login.
pub(super) fn word(role: Role) -> &'static str {
    match role {
        Commander => "commander",
        Dispatcher => "dispatcher",
        Operator => "operator",
        Viewer => "viewer",
        Field => "field",
    }
}

/// The role a word names.
pub(super) fn role(named: &str) -> Option<Role> {
    ROLES.into_iter().find(|role| word(*role) == named)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cell_of_the_table_is_as_written_here() {
        let acts = [
            (Act::See, "yyyyy"),
            (Act::Alarm, "yy--y"),
            (Act::Decide, "y----"),
            (Act::Duty, "y----"),
            (Act::SetZone, "y-y--"),
            (Act::LiftZone, "y----"),
            (Act::Weather, "yy--y"),
            (Act::Reassess, "yy---"),
            (Act::Task, "yy---"),
            (Act::Recall, "yy---"),
            (Act::Close, "yy---"),
            (Act::Desk, "yy---"),
            (Act::Lend, "yyy--"),
            (Act::Order, "y-y--"),
            (Act::Roads, "yy---"),
            (Act::Positions, "----y"),
            (Act::Reply, "----y"),
            (Act::Detections, "----y"),
            (Act::Follow, "----y"),
            (Act::SeeLinks, "yyy--"),
            (Act::Links, "y----"),
        ];
        for (act, row) in acts {
            let is: String = ROLES.into_iter().map(|role| if may(role, act) { 'y' } else { '-' }).collect();
            assert_eq!(is, row, "{act:?} for {ROLES:?}");
        }
        assert_eq!(acts.len(), RIGHTS.len());
    }

    #[test]
    fn a_role_is_the_same_after_its_word() {
        for one in ROLES {
            assert_eq!(role(word(one)), Some(one));
        }
        assert_eq!(role("root"), None);
    }
}
