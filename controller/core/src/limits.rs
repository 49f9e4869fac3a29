//! How much is kept of one incident, and told of one aircraft: every limit of the desk, with its reason. A limit that is reached is said, never silent.

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
/// Rings of a serious case: city centre, ways in and out, towns, neighbouring counties.
pub const RINGS: usize = 4;
/// The widest ring in metres: beyond, it is another county's.
pub const RING_M: f64 = 50_000.0;
/// Posts of all rings of one serious case. With the scene and the reserve they fit the 255 slots of an incident.
pub const RING_POSTS: usize = 120;
/// Seats of all circles of one serious case.
pub const SEATS: usize = 60;
/// Others in the air one of ours is told of at a time, the most urgent first: more nobody can look out for.
pub const NEAR: usize = 10;
