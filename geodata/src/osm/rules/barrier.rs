//! Who gets past a barrier on the way, such as a bollard or a gate.
//!
//! Facts: wiki.openstreetmap.org/wiki/Key:barrier. An access key on the barrier beats its kind. What is closed by a matter
//! of right (a gate that is private) stops a car but no emergency vehicle; what stands in the way (a bollard, a locked gate)
//! stops both. Nothing here stops an officer on foot but a locked gate and a key that says so.

use super::super::extract::Tags;
use super::access::{Grant, first, grant, keys};
use crate::roads::Profile;

/// What a kind of barrier lets through by itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Everybody.
    Open,
    /// Everybody it is opened for.
    Gate,
    /// A motorbike, and people.
    Narrow,
    /// People.
    Solid,
}

fn kind(barrier: &str) -> Kind {
    match barrier {
        "no" | "none" | "entrance" | "border_control" | "cattle_grid" | "bump_gate" | "toll_booth" | "checkpoint"
        | "kerb" | "height_restrictor" | "speed_bump" | "guard_house" | "lane_divider" | "coupure" => Kind::Open,
        "gate" | "lift_gate" | "swing_gate" | "sliding_gate" | "sliding_beam" | "sally_port" | "hampshire_gate"
        | "wicket_gate" | "barrier_board" => Kind::Gate,
        "bollard" | "planter" | "bus_trap" | "sump_buster" => Kind::Narrow,
        _ => Kind::Solid,
    }
}

/// Whether each profile is stopped, in the order of [`Profile::ALL`].
pub(in crate::osm) fn stops(tags: &Tags) -> [bool; 4] {
    let kind = kind(tags.get("barrier").unwrap_or("no"));
    let locked = kind == Kind::Gate && tags.is("locked", "yes");
    Profile::ALL.map(|profile| {
        let invited = tags.get("emergency").filter(|_| profile == Profile::Emergency).map(grant);
        if let Some(invited) = invited {
            return invited == Grant::Closed;
        }
        let said = first(tags, keys(profile).0, None).map(|(_, grant)| grant);
        match (profile, said) {
            // A key for vehicles says nothing about the lock; one for all of them would be left open.
            (_, Some(Grant::Open)) => locked,
            (Profile::Foot, Some(Grant::Private)) => locked,
            (Profile::Emergency, Some(Grant::Private | Grant::Closed)) => {
                locked || !matches!(kind, Kind::Open | Kind::Gate)
            }
            (_, Some(_)) => true,
            (Profile::Foot, None) => locked,
            (Profile::Motorbike, None) => locked || kind == Kind::Solid,
            (Profile::Car | Profile::Emergency, None) => locked || !matches!(kind, Kind::Open | Kind::Gate),
        }
    })
}
