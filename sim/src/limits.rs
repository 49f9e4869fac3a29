//! Every limit of the world's tables and queues.

/// Tasks remembered on devices; beyond that the oldest finished ones are forgotten.
pub const TASKS: usize = 4096;
/// Incidents remembered; beyond that the oldest that are over are forgotten.
pub const INCIDENTS: usize = 4096;
/// Calls whose incident has not shown up; beyond that the oldest are forgotten.
pub const EXPECTED_CALLS: usize = 256;
/// Over sockets: datagrams and changes waiting for the world; more are dropped, as a radio would.
pub const INBOX: usize = 4096;
/// Over sockets: words kept while the controller is away; beyond that the oldest are lost, and counted.
pub const WORDS: usize = 4096;
/// Datagrams under way in one direction of a lossy link; more are lost, and counted.
pub const UNDER_WAY: usize = 65_536;
/// Ways of vehicles' radios (vehicle and ground station) that are lossy; more carry nothing.
pub const WAYS: usize = 4096;
