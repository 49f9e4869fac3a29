//! Every limit of the shell, in one place: queues, bodies, tables, waits. A limit that is met is told, never silent.

use controller_core::Role;
use geodata::Seconds;
use std::time::Duration;

/// Records taken into one transaction of the journal.
pub const GROUP_COMMIT: usize = 4_096;
/// Outputs that may wait for the journal. Beyond it the shell stops: the aircraft fly their own failsafe.
pub const HELD_OUTPUTS: usize = 200_000;
/// How long the journal waits before it tries again to write.
pub const JOURNAL_RETRY: Duration = Duration::from_secs(1);
/// So many records later the journal is folded again beside itself; of a long one a thirty-second part.
pub const FOLDED_EVERY: u32 = 2_000;
/// So long after a start the part of the chain is read that the start did not need.
pub const CHAIN_READ_AFTER: Duration = Duration::from_secs(10);
/// The ballast file that is given up when the disk is full, so that the journal can go on.
pub const BALLAST_BYTES: u64 = 8 * 1024 * 1024;
/// Requests that may wait for the loop.
pub const WAITING_REQUESTS: usize = 512;
/// How long a request waits for its record to be durable before it is answered with 503.
pub const REQUEST_WAIT: Duration = Duration::from_secs(10);
/// How long a health request waits for the loop.
pub const HEALTH_WAIT: Duration = Duration::from_secs(2);
/// The largest request body.
pub const BODY_BYTES: usize = 256 * 1024;
/// How long a request's body may take to come.
pub const BODY_WAIT: Duration = Duration::from_secs(10);
/// The longest `Idempotency-Key`.
pub const KEY_BYTES: usize = 128;
/// Answers remembered by their `Idempotency-Key`.
pub const REMEMBERED_ANSWERS: usize = 4_096;
/// Sessions of one role at one time; together they bound all sessions.
#[must_use]
pub const fn seats(role: Role) -> usize {
    match role {
        Role::Commander | Role::Operator => 64,
        Role::Dispatcher => 256,
        Role::Viewer | Role::Field => 512,
    }
}
/// A seat used within this time is in use and given to nobody else.
pub const SEAT_SPARED: Duration = Duration::from_secs(60);
/// How often the sessions' last use is kept on disk.
pub const SESSIONS_KEPT_EVERY: Duration = Duration::from_secs(5 * 60);
/// A session ends this long after its login: a shift.
pub const SESSION_LIFE: Duration = Duration::from_secs(12 * 3600);
/// A session nobody used for this long ends.
pub const SESSION_IDLE: Duration = Duration::from_secs(30 * 60);
/// Open screens at one time.
pub const SCREENS: usize = 256;
/// Events that may wait for one screen. A screen that falls behind further is closed and takes a fresh snapshot.
pub const SCREEN_EVENTS: usize = 2_048;
/// A screen that takes nothing for this long is closed.
pub const SCREEN_STALL: Duration = Duration::from_secs(10);
/// The largest message a screen may send; it has nothing to say there.
pub const SCREEN_MESSAGE_BYTES: usize = 4 * 1024;
/// How often moving things are sent to screens.
pub const TELEMETRY_EVERY: Duration = Duration::from_millis(200);
/// Every so many telemetry frames hold everything, moved or not.
pub const TELEMETRY_FULL_EVERY: u64 = 5;
/// How often the loop shows that it is alive.
pub const BEAT_EVERY: Duration = Duration::from_secs(1);
/// The largest datagram.
pub const DATAGRAM_BYTES: usize = 2_048;
/// What is asked of the kernel for a radio's receive buffer. A small datagram is charged some 830 bytes of it, so that
/// 50,000 a second find room for a stall of 400 ms.
pub const RADIO_BUFFER_BYTES: usize = 16 * 1024 * 1024;
/// Links at one time.
pub const LINKS: usize = 32;
/// Datagrams taken by one system call.
pub const RECEIVED_AT_ONCE: usize = 128;
/// System calls in a row before what they brought is handed on: more than a full receive buffer.
pub const TURNS_AT_ONCE: usize = 512;
/// Above this many datagrams a second a radio is emptied in turns.
pub const PACED_ABOVE: f64 = 5_000.0;
/// The time between two turns: as long as nobody waits, a thread that wakes half as often costs less.
pub const PACE: Duration = Duration::from_millis(16);
/// How often the kernel is asked for what it threw away, while much comes.
pub const DROPS_TOLD_EVERY: Duration = Duration::from_millis(400);
/// Over how long it is measured how much comes.
pub const PACE_WINDOW: Duration = Duration::from_millis(50);
/// How long state of a vehicle may be gathered on a busy link; a screen shows it five times a second.
pub const SOON: Duration = Duration::from_millis(40);
/// How long telemetry may be gathered that nobody waits for.
pub const WHENEVER: Duration = Duration::from_millis(200);
/// How long the engine waits for the clock after it had it, unless somebody waits for an answer: a thousand vehicles are due
/// one by one, and to wake is what costs.
pub const CLOCK_APART: Seconds = Seconds(0.02);
/// How long after an order the radios wake for every datagram: its answer may be among them.
pub const ANSWER_AWAITED: Seconds = Seconds(0.2);
/// Datagrams, and bytes, that may wait for the loop: 1,000 vehicles for a second and more.
pub const INBOX_DATAGRAMS: usize = 65_536;
/// See [`INBOX_DATAGRAMS`].
pub const INBOX_BYTES: usize = 16 * 1024 * 1024;
/// Far ends connected to one TCP port.
pub const STREAM_PEERS: usize = 64;
/// Bytes that may wait for one stream to take them: less than a second of a slow radio.
pub const STREAM_PENDING_BYTES: usize = 4 * 1024;
/// A connection without a word for this long is given up.
pub const STREAM_SILENCE: Duration = Duration::from_secs(30);
/// How long one try to connect may take.
pub const CONNECT_WAIT: Duration = Duration::from_secs(3);
/// The pause before a broken line is opened again, the first time.
pub const REDIAL_FIRST: Duration = Duration::from_millis(250);
/// The longest pause.
pub const REDIAL_LONGEST: Duration = Duration::from_secs(8);
/// How often a far end that must be spoken to first is greeted.
pub const GREET_EVERY: Duration = Duration::from_secs(1);

/// A door that is closed waits so long for answers under way.
pub const DOOR_CLOSES: Duration = Duration::from_secs(1);
/// A station asks the bureau for news so often.
pub const STATION_POLL: Duration = Duration::from_secs(1);
/// How long it waits for an answer.
pub const STATION_WAIT: Duration = Duration::from_secs(3);
/// The bureau is back when it answered so many times in a row.
pub const STATION_HEARD: u32 = 3;
/// Longest answer of the bureau to a station.
pub const STATION_ANSWER_BYTES: u64 = 16 * 1024 * 1024;
/// Records in one page of the journal for a station.
pub const PAGE_RECORDS: usize = 1_000;
/// Bytes of records after which a page ends.
pub const PAGE_BYTES: usize = 2 * 1024 * 1024;
/// Words of the thread that keeps signing times, waiting to be heard; one job is under way at a time.
pub const SIGNING_WORDS: usize = 4;

/// Bytes that may wait for the recorder: 50,000 messages a second for three seconds of a disk that stands still.
pub const RECORDER_BYTES: usize = 8 * 1024 * 1024;
/// Datagrams that may wait for it.
pub const RECORDER_DATAGRAMS: usize = 160_000;
/// How often it writes: what a crash of the program loses at most.
pub const RECORDER_EVERY: Duration = Duration::from_millis(100);
/// A segment is closed when it holds so many bytes, before they are packed.
pub const SEGMENT_BYTES: usize = 256 * 1024;
/// No segment of ours unpacks to more; a file that claims so is damaged.
pub const SEGMENT_LONGEST: usize = SEGMENT_BYTES + 64 * 1024;
/// A file of recordings is closed at so many bytes, or at a sixteenth of what may be kept.
pub const FLIGHT_FILE_BYTES: u64 = 64 * 1024 * 1024;
/// So much of the disk is left to the journal: below it the recorder gives up its oldest files, then stops.
pub const DISK_SPARED_BYTES: u64 = 256 * 1024 * 1024;
/// Peers of which it is remembered who speaks there; above, all is learnt anew.
pub const WHEREABOUTS: usize = 8_192;
/// Systems remembered at one peer.
pub const SYSTEMS_AT_A_PEER: usize = 255;
