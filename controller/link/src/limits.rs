//! Every limit of the link, in one place.

use geodata::Seconds;

/// Without a heartbeat for this long a vehicle counts as lost (three of its 1 Hz heartbeats).
pub const LINK_LOSS: Seconds = Seconds(3.0);
/// Time between our own heartbeats to a peer; autopilots expect 1 Hz.
pub const HEARTBEAT: Seconds = Seconds(1.0);
/// Time between two tries of an unanswered message.
pub const RETRY: Seconds = Seconds(0.7);
/// A step not seen done after this long is unknown.
pub const STEP_DEADLINE: Seconds = Seconds(8.0);
/// The same for hold, return and land.
pub const SAFETY_DEADLINE: Seconds = Seconds(20.0);
/// From the start of the mission until the vehicle is off the ground.
pub const TAKEOFF_DEADLINE: Seconds = Seconds(30.0);
/// A mission transfer without progress for this long is given up.
pub const TRANSFER_STALL: Seconds = Seconds(8.0);
/// Time between two tries within a mission transfer; vehicles themselves ask again after 0.25 to 1 s.
pub const TRANSFER_RETRY: Seconds = Seconds(0.35);
/// Mission items under way at once.
pub const UPLOAD_WINDOW: usize = 10;
/// An item asked for again sooner than this is still under way.
pub const UPLOAD_REPEAT: Seconds = Seconds(0.2);
/// A mission transfer that takes longer than this in all is given up.
pub const TRANSFER_DEADLINE: Seconds = Seconds(120.0);
/// How often a mission is sent again when it reads back different or the vehicle gave up.
pub const UPLOADS: u8 = 3;
/// Items in one mission; more is refused.
pub const MISSION_ITEMS: usize = 1000;
/// How many finished orders are remembered, so that a repeat is the same order.
pub const FINISHED_ORDERS: usize = 64;
/// How many of the autopilot's reasons for not being ready are kept.
pub const REASONS: usize = 5;
/// A text of the autopilot is cut after this many characters.
pub const TEXT_CHARACTERS: usize = 200;
/// Ways to one vehicle that are kept.
pub const PATHS: usize = 4;
/// A way silent for longer than this is left for one that speaks (a heartbeat and a half).
pub const PATH_SILENT: Seconds = Seconds(1.5);
/// A way silent for this long is forgotten while another lives.
pub const PATH_FORGOTTEN: Seconds = Seconds(60.0);
/// A way must lose this share less than the present one to be taken instead.
pub const PATH_CHANGE_WORTH: f32 = 0.1;
/// Weight of one frame in the loss of a way: the last 64 frames or so count.
pub const PATH_LOSS_MEMORY: f32 = 1.0 / 64.0;
/// The same frame over another way within this time is a copy.
pub const COPY_WITHIN: Seconds = Seconds(1.0);
/// Frames remembered to tell copies: a second of a talkative vehicle.
pub const COPIES_REMEMBERED: usize = 128;
/// How often one request for a message rate is repeated.
pub const RATE_TRIES: u8 = 4;
