//! Names of things by number. Numbers are handed out by the ledger in order, so the same inputs give the same names.

use serde::{Deserialize, Serialize};
use std::fmt;

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u32);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!($prefix, "{}"), self.0)
            }
        }
    };
}

id!(
    /// One aircraft of the squadron, as the plan enrols it.
    VehicleId, "v"
);
id!(
    /// One ground patrol unit (a crew, never a person).
    UnitId, "u"
);
id!(
    /// One incident.
    IncidentId, "i"
);
id!(
    /// One flight of one vehicle, from order to landing.
    SortieId, "s"
);
id!(
    /// One launch approval.
    ApprovalId, "a"
);
id!(
    /// One order to one vehicle.
    OrderId, "o"
);
id!(
    /// One task to one ground unit.
    TaskingId, "t"
);
id!(
    /// One track of something seen from the air.
    TrackId, "k"
);
id!(
    /// One closed stretch of road.
    ClosureId, "c"
);
