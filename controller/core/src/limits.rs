//! How much is kept of one incident: every limit of the desk, with its reason. A limit that is reached is said, never silent.

/// Further calls of one incident kept one by one. A crowd with telephones does not make an incident clearer: those beyond are
/// counted, and how urgent they make it counts.
pub const REPORTS: u32 = 200;
/// Characters of a text.
pub const TEXT: u32 = 500;
/// Notes of one incident.
pub const NOTES: u32 = 500;
/// Incidents one incident has to do with.
pub const LINKS: u32 = 100;
/// What is still to be done for one incident, or was.
pub const FOLLOW_UPS: u32 = 100;
