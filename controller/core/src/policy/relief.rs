//! When the aircraft over an incident is relieved by another.

use serde::Deserialize;

section!(
    /// Relief over an incident.
    ReliefPolicy {
        /// Seconds before it must be on its way at which the next aircraft is asked for; the way of the next comes on top.
        ahead_s: f64,
        /// Seconds before an aircraft must leave from which the next is looked for: no way here is longer.
        look_s: f64,
    }
);
