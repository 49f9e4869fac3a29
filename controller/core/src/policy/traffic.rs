//! When somebody in the air comes too near one of ours: others, of whom little is known, and our own.

use serde::Deserialize;

section!(
    /// Others in the air.
    TrafficPolicy {
        /// Seconds ahead within which a meeting is told.
        look_ahead_s: f64,
        /// Metres apart, horizontally, below which it is one.
        apart_m: f64,
        /// Metres above or below, besides the doubt about the other's height.
        above_m: f64,
        /// Seconds without a word after which the other is no longer shown.
        forget_s: f64,
        /// Two of our own.
        own: OwnPolicy,
    }
);
section!(
    /// Two of our own in the air: their heights are known, and layers keep them apart where all is well.
    OwnPolicy {
        /// Seconds ahead within which a meeting is told.
        look_ahead_s: f64,
        /// Metres apart, horizontally, below which it is one.
        apart_m: f64,
        /// Metres above or below.
        above_m: f64,
    }
);
