//! How an aircraft follows a ground unit.

use serde::Deserialize;

section!(
    /// Following.
    FollowPolicy {
        /// Metres a unit is from where the aircraft was led last before it is led on.
        moved_m: f64,
        /// Seconds between two orders at least.
        every_s: f64,
        /// Seconds after which a unit not heard of is followed no longer.
        stale_s: f64,
    }
);
