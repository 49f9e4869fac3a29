//! What a vehicle holds in its own memory, and whether we know it: nothing is started that was not read back equal.

use serde::{Deserialize, Serialize};

/// The lists of items a vehicle stores (`MAV_MISSION_TYPE` 0, 1, 2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Store {
    /// What it flies.
    Mission,
    /// What it keeps to by itself.
    Fence,
    /// Where it may come down other than home.
    Rally,
}

/// What is known of one such list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "aboard", rename_all = "snake_case")]
pub enum Aboard {
    /// Not known, so nothing that relies on it may start.
    Unknown {
        /// Since what.
        why: Doubt,
    },
    /// Read back, item by item, equal to what was sent.
    Verified {
        /// The hash of what was sent.
        hash: String,
        /// Items aboard, as the vehicle counts them.
        items: u16,
    },
}

/// Why it is not known what a vehicle holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// Something is being sent to it, or was and did not come to its end.
    Sending,
    /// What was read back is not what was sent.
    Different,
    /// The vehicle shows another plan number than the one read back: somebody else changed it.
    Changed,
    /// The vehicle restarted.
    Restarted,
}
