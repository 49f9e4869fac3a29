//! Every limit of the link, in one place.

use geodata::{Metres, MetresPerSecond, Seconds};

/// Without a heartbeat for this long a vehicle counts as lost (three of its 1 Hz heartbeats).
pub const LINK_LOSS: Seconds = Seconds(3.0);
/// Time between our own heartbeats to a peer; autopilots expect 1 Hz.
pub const HEARTBEAT: Seconds = Seconds(1.0);
/// Time between two tries of an unanswered message.
pub const RETRY: Seconds = Seconds(0.7);
/// The same for hold, return and land: at 30 % loss each way and half a second of round trip, one in a thousand is still
/// unanswered after three seconds.
pub const SAFETY_RETRY: Seconds = Seconds(0.3);
/// A step not seen done after this long is unknown.
pub const STEP_DEADLINE: Seconds = Seconds(8.0);
/// The same for hold, return and land.
pub const SAFETY_DEADLINE: Seconds = Seconds(20.0);
/// From the start of the mission until the vehicle is off the ground.
pub const TAKEOFF_DEADLINE: Seconds = Seconds(30.0);
/// A command sent this long ago may still be on its way, and overtaken by a later one: a mode is believed for good only
/// after that.
pub const STRAY: Seconds = Seconds(2.0);
/// A vehicle that says "in progress" is asked again after this long.
pub const IN_PROGRESS_RETRY: Seconds = Seconds(3.0);
/// How long a vehicle may go on saying so.
pub const IN_PROGRESS: Seconds = Seconds(60.0);
/// A mission transfer without progress for this long is given up.
pub const TRANSFER_STALL: Seconds = Seconds(8.0);
/// Before a vehicle's first answer in a transfer its answers are expected within this time.
pub const TRANSFER_GUESS: Seconds = Seconds(0.7);
/// How much longer than an answer takes is waited before something is sent again: PX4 asks again after 0.25 s.
pub const TRANSFER_SILENCE: Seconds = Seconds(0.3);
/// The longest time between two questions of a vehicle that waits for an item: ArduPilot's second.
pub const SLOWEST_QUESTION: Seconds = Seconds(1.0);
/// Bytes a second one transfer may send: what a 57,600 baud telemetry radio carries.
pub const TRANSFER_BYTES_PER_SECOND: f64 = 6_000.0;
/// Bytes one transfer may send at once.
pub const TRANSFER_BURST: f64 = 600.0;
/// Copies of one frame sent in a row, at most.
pub const TRANSFER_COPIES: u8 = 6;
/// So many of all frames may be lost with all their copies.
pub const TRANSFER_MISS: f64 = 0.03;
/// Items sent beyond the one the vehicle is known to wait for.
pub const UPLOAD_WINDOW: usize = 32;
/// How often the last item is sent again to a silent vehicle before it is read what it has.
pub const UPLOAD_PROBES: u8 = 6;
/// Time between the questions for two items where they must come in order, once they overtook each other, at first and at
/// most.
pub const READ_SPACING: Seconds = Seconds(0.01);
/// See [`READ_SPACING`].
pub const READ_SPACING_MOST: Seconds = Seconds(0.16);
/// A plan number may be told this long after it was replaced.
pub const LATE_WORD: Seconds = Seconds(3.0);
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
/// Components beside an autopilot that are asked what they are.
pub const PAYLOAD_COMPONENTS: usize = 8;
/// Open questions to payloads of one vehicle.
pub const PAYLOAD_QUESTIONS: usize = 32;
/// How often one of them is asked: at 30 % loss each way one in fifty thousand is then still unanswered.
pub const PAYLOAD_TRIES: u8 = 16;
/// How often a "yes" without an answer is taken; some autopilots say no more.
pub const PAYLOAD_EMPTY: u8 = 6;
/// Video streams of one camera that are shown.
pub const STREAMS: usize = 8;
/// Bytes of a stream's address.
pub const ADDRESS_BYTES: usize = 160;
/// A direction older than this is not taken for the present one.
pub const ATTITUDE_LASTS: Seconds = Seconds(1.5);
/// While a camera itself says where the thing is that it follows, its place in the picture is not used.
pub const PLACE_GOES_FIRST: Seconds = Seconds(3.0);
/// Time between two sightings of one camera.
pub const SIGHTINGS_APART: Seconds = Seconds(0.9);
/// Time between two exact words of where a camera looks: five a second.
pub const LOOKS_APART: Seconds = Seconds(0.18);
/// So near, in radians (5 degrees), a gimbal is where it was told to point.
pub const ON_AIM: f64 = 0.0873;
/// A camera told to record says so within this time, the way there and back with it.
pub const RECORDING_BEGINS: Seconds = Seconds(1.0);
/// Time between two directions to a gimbal that is pointed at a place from here.
pub const STARE: Seconds = Seconds(0.5);
/// After a contact began a vehicle with a key is asked whether it answers what nobody signed.
pub const PROBE_AFTER: Seconds = Seconds(2.0);
/// How often, how far apart, and after how long again.
pub const PROBE_TRIES: u8 = 3;
/// See [`PROBE_TRIES`].
pub const PROBE_RETRY: Seconds = Seconds(1.0);
/// See [`PROBE_TRIES`].
pub const PROBE_AGAIN: Seconds = Seconds(600.0);
/// Addresses that may speak with one system id and are told apart; further ones are not believed.
pub const SENDERS: usize = 4;
/// Two that take turns within this time are two; a single autopilot that changes does it once.
pub const TURNS_WITHIN: Seconds = Seconds(2.5);
/// Turns that last no longer than this are frames that overtook each other.
pub const TURNS_FOR: Seconds = Seconds(0.6);
/// So often a boot clock, a place or a kind must come back before it is two.
pub const TURNS: u8 = 2;
/// A sender silent for longer may have restarted, and its numbers with it.
pub const STREAM_SILENT: Seconds = Seconds(0.9);
/// Frames of one sender remembered by number: a burst is shuffled by no more, and 256 later the numbers come again.
pub const NUMBERS_HELD: usize = 96;
/// So many numbers must have been given to two different frames before it is two.
pub const NUMBER_CLASHES: u8 = 4;
/// Frames of one vehicle that are noted beside it before it is told of them: what fits into a line of the cache.
pub const QUIETLY_HELD: usize = 14;
/// Two moments of boot so near, in milliseconds, are one: a stalled link delivers late.
pub const BOOT_CLOCK_MILLIS: i64 = 5_000;
/// A position older than the newest by up to this, in milliseconds since boot, was overtaken on its way.
pub const OVERTAKEN_MILLIS: u32 = 1_000;
/// Two places so near are one aircraft's, and farther by what the fastest flies in between.
pub const PLACE_APART: Metres = Metres(100.0);
/// Metres a second.
pub const FASTEST: MetresPerSecond = MetresPerSecond(60.0);
/// Two addresses without a number told are in doubt after this long.
pub const UNEXPLAINED_FOR: Seconds = Seconds(1.0);
/// Heartbeats that come nearer to each other than this are asked about: autopilots send one a second.
pub const BEATS_APART: Seconds = Seconds(0.75);
/// Time between two questions for a board's number that stayed unanswered, and how many are so near.
pub const IDENTITY_RETRY: Seconds = Seconds(0.5);
/// See [`IDENTITY_RETRY`].
pub const IDENTITY_TRIES: u8 = 5;
/// Time between further questions while the enrolled number is waited for.
pub const IDENTITY_SLOW: Seconds = Seconds(3.0);
/// A number told is asked for again after this long.
pub const IDENTITY_AGAIN: Seconds = Seconds(20.0);
/// After so much silence of all addresses a vehicle proves itself anew.
pub const PROOF_LASTS: Seconds = Seconds(30.0);
/// In quarantine nothing is asked until nothing has spoken for the doubt for so long.
pub const DOUBT_LASTS: Seconds = Seconds(10.0);
/// The right number, and no other, must be told for so long before quarantine ends: four questions.
pub const ACQUITTED_FOR: Seconds = Seconds(2.0);
/// A vehicle whose number nobody knows leaves quarantine when nothing has spoken for the doubt for so long.
pub const DOUBT_LASTS_UNNUMBERED: Seconds = Seconds(30.0);
/// What changes within this time of an order of ours is our doing.
pub const OURS_FOR: Seconds = Seconds(10.0);
/// What changes within this time of a reason of the autopilot is its own doing.
pub const EXCUSED_FOR: Seconds = Seconds(3.0);
/// A change of mode waits so long for its reason.
pub const EXCUSE_WAITS: Seconds = Seconds(0.7);
/// The same hand is told again after this long, and so many different ones in that time.
pub const FOREIGN_AGAIN: Seconds = Seconds(10.0);
/// See [`FOREIGN_AGAIN`].
pub const FOREIGN_TOLD: usize = 8;
/// Autopilots that are nobody's remembered as asked.
pub const STRANGERS: usize = 64;
/// Time between two such questions at least.
pub const STRANGERS_APART: Seconds = Seconds(0.2);
/// Senders (link, system, component) that are accounted for one by one: ten thousand aircraft with a camera each.
pub const VOICES: usize = 32_768;
/// A clock since power-on that goes back by more than this (milliseconds) is a restart, not a late frame.
pub const RESTART_BACK_MS: u32 = 5_000;
/// What one vehicle may tell of others in the air: messages a second, and at once.
pub const TRAFFIC_PER_SECOND: f64 = 100.0;
/// See [`TRAFFIC_PER_SECOND`].
pub const TRAFFIC_BURST: f64 = 200.0;
/// Drones whose kind is remembered.
pub const DRONES_KNOWN: usize = 256;
/// Squares of terrain one vehicle is sent: a second, and at once. A frame is 55 bytes: 550 bytes a second.
pub const TERRAIN_PER_SECOND: f64 = 10.0;
/// See [`TERRAIN_PER_SECOND`].
pub const TERRAIN_BURST: f64 = 16.0;
/// A vehicle asked for its control answers within so many tries, a second apart.
pub const CONTROL_TRIES: u8 = 5;
/// A station that may take over does so within this, or asks again.
pub const CONTROL_OPEN: Seconds = Seconds(10.0);
/// The shortest and the longest a station's question for control is shown.
pub const CONTROL_ASKED: [f64; 2] = [3.0, 60.0];
/// A vehicle that has not said for so long who controls it does not say it any more (it should once a second).
pub const CONTROL_SILENT: Seconds = Seconds(10.0);
/// An aircraft a key is carried to is waited for so long.
pub const SETUP_WAITS: Seconds = Seconds(15.0);
/// The key is sent so often, and so far apart: nothing acknowledges it.
pub const SETUP_COPIES: u8 = 3;
/// See [`SETUP_COPIES`].
pub const SETUP_APART: Seconds = Seconds(0.5);
/// Places of one vehicle are handed up no nearer to each other than this; autopilots are asked for five a second.
pub const FIX_APART: Seconds = Seconds(0.1);
/// Time between two questions for parameters, and until one is asked again.
pub const PARAMETER_PACE: Seconds = Seconds(0.1);
/// See [`PARAMETER_PACE`]: longer than the slowest radio takes there and back.
pub const PARAMETER_RETRY: Seconds = Seconds(1.0);
/// A vehicle that has answered none of so many questions is asked more slowly until it answers one: it may not hear us, and the
/// radio is for others, too. At 30 % loss each way one in six thousand is taken for deaf that is not.
pub const PARAMETER_DEAF: u8 = 13;
/// The time between two questions then.
pub const PARAMETER_DEAF_PACE: Seconds = Seconds(1.0);
/// Bytes of a question for a parameter, and of its answer: the larger one.
pub const PARAMETER_BYTES: f64 = 37.0;
/// A parameter asked for so often is taken for one that this version does not have: at 30 % loss each way one answer in a
/// thousand is missed so.
pub const PARAMETER_TRIES: u8 = 10;
/// What must be known is asked for again after so long, then.
pub const PARAMETER_SLOW: Seconds = Seconds(5.0);
/// Parameters older than this are too old for a launch.
pub const SETTINGS_AGE: Seconds = Seconds(600.0);
/// Two positions nearer than this to each other are never a jump: estimators correct themselves by some metres.
pub const PLACE_SLACK: Metres = Metres(10.0);
/// A position is taken for this accurate when the receiver does not say, or says worse.
pub const PLACE_ACCURACY: Metres = Metres(5.0);
/// The hardest manoeuvre of a multirotor, m/s².
pub const PLACE_ACCELERATION: f64 = 8.0;
/// What one can fly in a line.
pub const PLACE_SPEED: MetresPerSecond = MetresPerSecond(30.0);
/// A position in doubt must fit together for so long before it is believed again.
pub const PLACE_SETTLES: Seconds = Seconds(10.0);
/// No more than this of the time since it was last believed counts for how far it can have flown.
pub const PLACE_WAITS: Seconds = Seconds(60.0);
/// Time between two comparisons of clocks, and between two tries at first.
pub const CLOCK_EVERY: Seconds = Seconds(10.0);
/// See [`CLOCK_EVERY`].
pub const CLOCK_RETRY: Seconds = Seconds(2.0);
/// A comparison this old is replaced by any newer one.
pub const CLOCK_LASTS: Seconds = Seconds(60.0);
/// A clock is told of again when it moved by this much.
pub const CLOCK_NEWS: Seconds = Seconds(0.5);
/// What arrives is compared with what was asked for so often.
pub const RATE_LOOK: Seconds = Seconds(15.0);
/// The share of a radio's bytes that telemetry may fill; the rest is for missions, answers and what must be sent again.
pub const RATE_SHARE: f64 = 0.5;
