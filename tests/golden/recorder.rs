//! What the recorder gives away, read by programs nobody here wrote: mavlogdump and the MCAP package.

use crate::frames::golden;
use crate::tlogs::{recordings, records};
use controller_link::Peer;
use controller_server::clock::Clock;
use controller_server::radio::Tap as _;
use controller_server::recorder::export::mcap::Mcap;
use controller_server::recorder::export::tlog::Tlog;
use controller_server::recorder::export::{Wanted, to_file};
use controller_server::recorder::{Keep, Recorder};
use geodata::Timestamp;
use harness::Scratch;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;

const NOON: i64 = 1_790_000_000_000_000;

/// A moment and a frame.
type Spoken = (i64, Vec<u8>);

fn peer(port: u16) -> Peer {
    SocketAddr::from(([10, 0, 0, 1], port)).into()
}

/// Records frames, every fifth as sent by us.
fn record(data: &Path, spoken: &[Spoken]) {
    let recorder = Recorder::start(data, Keep::default(), Clock::start(None)).unwrap().unwrap();
    for (number, (at, bytes)) in spoken.iter().enumerate() {
        match number % 5 {
            4 => recorder.sent(Timestamp(*at), peer(2), bytes),
            _ => recorder.heard(Timestamp(*at), peer(1), bytes),
        }
    }
    recorder.finish();
    let state = recorder.state();
    assert_eq!((state.datagrams, state.dropped, state.unwritten), (spoken.len() as u64, 0, 0));
}

/// The frames as a log holds them.
fn log(spoken: &[Spoken]) -> Vec<u8> {
    spoken.iter().flat_map(|(at, bytes)| [&at.to_be_bytes()[..], bytes].concat()).collect()
}

/// The time mavlogdump gives back: it keeps times as seconds in a double and cuts what is left of a microsecond.
#[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation)]
fn dumped(at: i64) -> i64 {
    ((at as f64 * 1.0e-6) * 1.0e6) as i64
}

/// Every message of the codec once, at moments a double holds.
fn every_message() -> Vec<Spoken> {
    let moments = (0..).map(|step| NOON + 1_237 * step).filter(|at| dumped(*at) == *at);
    moments.zip(golden().into_iter().filter(|one| one.version == "v2")).map(|(at, one)| (at, one.bytes)).collect()
}

fn exported(data: &Path) -> (PathBuf, Vec<u8>) {
    let path = data.join("flight.tlog");
    to_file::<Tlog<_>>(data, Wanted::default(), &path).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    (path, bytes)
}

/// The log after mavlogdump has read and written it; nothing where it is not installed.
fn through_mavlogdump(log: &Path) -> Option<Vec<u8>> {
    let python = harness::python();
    let tool = python.as_ref().map(|python| python.with_file_name("mavlogdump.py")).filter(|tool| tool.exists());
    let (Some(python), Some(tool)) = (python, tool) else {
        println!("skipped: no mavlogdump; run `make setup`");
        return None;
    };
    let out = log.with_extension("dumped");
    let words = ["--quiet", "--dialect", "all", "--output"].map(std::ffi::OsStr::new);
    let run = Command::new(python).arg(tool).args(words).args([out.as_os_str(), log.as_os_str()]).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    Some(std::fs::read(out).unwrap())
}

#[test]
fn a_log_of_every_message_goes_through_mavlogdump_byte_for_byte() {
    let scratch = Scratch::new("tlog");
    let spoken = every_message();
    record(scratch.path(), &spoken);
    let (path, ours) = exported(scratch.path());
    assert_eq!(ours, log(&spoken));
    let Some(theirs) = through_mavlogdump(&path) else { return };
    println!("{} frames, {} bytes", spoken.len(), ours.len());
    assert!(theirs == ours, "mavlogdump wrote {} bytes, we wrote {}", theirs.len(), ours.len());
}

#[test]
fn a_recorded_flight_is_given_away_as_it_came_and_goes_through_mavlogdump() {
    for flight in recordings() {
        let scratch = Scratch::new("tlog");
        let bytes = std::fs::read(&flight).unwrap();
        let spoken: Vec<Spoken> = records(&bytes).into_iter().map(|(at, frame)| (at, frame.to_vec())).collect();
        // Frames of other dialects are on the air, but no good frames to us: nothing can check them.
        let is_ours = |bytes: &[u8]| controller_link::codec::scan(bytes).all(|item| item.is_ok());
        let known: Vec<Spoken> = spoken.iter().filter(|(_, bytes)| is_ours(bytes)).cloned().collect();
        record(scratch.path(), &spoken);
        let (path, ours) = exported(scratch.path());
        println!("{}: {} frames, {} known", flight.display(), spoken.len(), known.len());
        assert!(known.len() * 10 > spoken.len() * 9);
        assert!(ours == log(&in_order(known.clone())), "{}", flight.display());
        let Some(theirs) = through_mavlogdump(&path) else { continue };
        let cut: Vec<Spoken> = in_order(known).into_iter().map(|(at, bytes)| (dumped(at), bytes)).collect();
        assert!(theirs == log(&cut), "{}: mavlogdump wrote something else", flight.display());
    }
}

/// The recorder tells no frame to have come before the one before it.
fn in_order(mut spoken: Vec<Spoken>) -> Vec<Spoken> {
    spoken.sort_by_key(|(at, _)| *at);
    spoken
}

#[test]
fn an_mcap_file_is_whole_to_the_formats_own_reader() {
    let Some(python) = harness::python() else {
        return println!("skipped: no Python environment; run `make setup`");
    };
    let scratch = Scratch::new("mcap");
    // More than one chunk.
    let spoken: Vec<Spoken> = (0..400).flat_map(|round| shifted(round, every_message())).collect();
    record(scratch.path(), &spoken);
    let path = scratch.path().join("flight.mcap");
    let told = to_file::<Mcap<_>>(scratch.path(), Wanted::default(), &path).unwrap();
    assert_eq!(told.frames, spoken.len() as u64);
    let script = harness::root().join("tests/golden/read_mcap.py");
    let run = Command::new(python).arg(script).arg(&path).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    let said: serde_json::Value = serde_json::from_slice(&run.stdout).unwrap();
    let frames: Vec<Spoken> = said["frames"].as_array().unwrap().iter().map(frame_of).collect();
    assert_eq!(frames.len(), spoken.len());
    assert!(frames == spoken, "the frames differ");
    println!("{} {}", said["kinds"], said["topics"]);
    assert!(said["chunks"].as_u64() > Some(2), "{}", said["chunks"]);
    assert_eq!(said["kinds"]["ChunkIndex"], said["chunks"]);
    let fix = &said["first"]["foxglove.LocationFix"];
    assert!((fix["latitude"].as_f64().unwrap() + 33.765_432_1).abs() < 1e-9, "{fix}");
    assert!((fix["longitude"].as_f64().unwrap() - 151.208_765_4).abs() < 1e-9, "{fix}");
    assert_eq!(said["first"]["foxglove.Log"]["line"], 0);
}

fn shifted(round: i64, spoken: Vec<Spoken>) -> Vec<Spoken> {
    spoken.into_iter().map(|(at, bytes)| (at + round * 10_000_000, bytes)).collect()
}

fn frame_of(pair: &serde_json::Value) -> Spoken {
    let hex = pair[1].as_str().unwrap();
    let bytes = (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect();
    (pair[0].as_i64().unwrap() / 1_000, bytes)
}
