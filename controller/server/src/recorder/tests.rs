//! The recorder from the radio's tap to what is taken away.

use super::export::tlog::Tlog;
use super::export::{Wanted, contents, each, to_file};
use super::*;
use crate::scratch::Scratch;
use controller_link::LinkId;
use controller_link::codec::{CommandLong, Header, Heartbeat, Message, encode};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

const NOON: i64 = 1_778_578_800_000_000;

fn peer(link: u16, port: u16) -> Peer {
    Peer { link: LinkId(link), address: SocketAddr::from(([10, 0, 0, 1], port)) }
}

fn frame(system: u32, sequence: u8, message: Message) -> Vec<u8> {
    encode(Header { system, component: 1, sequence }, &message)
}

fn beat(system: u32, sequence: u8) -> Vec<u8> {
    frame(system, sequence, Heartbeat { kind: 2, autopilot: 12, ..Heartbeat::default() }.into())
}

fn start(data: &Path) -> Recorder {
    Recorder::start(data, Keep::default(), Clock::start(None)).unwrap().unwrap()
}

/// System, moment and way of every frame.
fn taken(data: &Path, wanted: Wanted) -> Vec<(u32, i64, Way)> {
    let mut all = Vec::new();
    each(data, wanted, |framed| {
        all.push((framed.frame.header.system, framed.at.0 - NOON, framed.way));
        Ok(())
    })
    .unwrap();
    all
}

/// Two vehicles at one far end, one at another; commands and heartbeats to them.
fn a_flight(data: &Path) {
    let recorder = start(data);
    let (shared, own) = (peer(0, 1), peer(3, 2));
    recorder.heard(Timestamp(NOON), shared, &[beat(1, 0), beat(2, 0)].concat());
    recorder.heard(Timestamp(NOON + 10), own, &beat(70_000, 0));
    recorder.heard(Timestamp(NOON + 5), own, b"noise");
    recorder.sent(Timestamp(NOON + 20), shared, &beat(255, 0));
    let order = CommandLong { command: 20, target_system: 2, ..CommandLong::default() };
    recorder.sent(Timestamp(NOON + 30), shared, &frame(255, 1, order.into()));
    recorder.sent(Timestamp(NOON + 40), own, &beat(255, 0));
    recorder.finish();
    let state = recorder.state();
    assert_eq!((state.datagrams, state.dropped, state.unwritten, state.note.as_str()), (6, 0, 0, ""));
}

#[test]
fn everything_on_the_air_is_there_again_with_its_moment_and_its_way() {
    use Way::{Heard, Sent};
    let scratch = Scratch::new("recorder");
    a_flight(scratch.path());
    let all = [(1, 0, Heard), (2, 0, Heard), (70_000, 10, Heard), (255, 20, Sent), (255, 30, Sent), (255, 40, Sent)];
    assert_eq!(taken(scratch.path(), Wanted::default()), all);
    let of = |system| taken(scratch.path(), Wanted { system: Some(system), ..Wanted::default() });
    assert_eq!(of(1), [all[0], all[3]], "our heartbeat to the far end it shares is its own, the other's order is not");
    assert_eq!(of(2), [all[1], all[3], all[4]]);
    assert_eq!(of(70_000), [all[2], all[5]]);
    assert_eq!(of(9), []);
    let between = Wanted { from: Some(Timestamp(NOON + 10)), until: Some(Timestamp(NOON + 30)), system: None };
    assert_eq!(taken(scratch.path(), between), all[2..4]);
    let listed = contents(scratch.path()).unwrap();
    let [(_, file)] = listed.as_slice() else { panic!("{listed:?}") };
    assert_eq!((file.datagrams, file.frames), (6, 6));
    assert_eq!(file.systems, [1, 2, 70_000].into());
    assert_eq!(file.span, Some((Timestamp(NOON), Timestamp(NOON + 40))));
}

#[test]
fn a_log_is_the_time_of_each_frame_and_the_frame() {
    let scratch = Scratch::new("recorder");
    a_flight(scratch.path());
    let path = scratch.path().join("a.tlog");
    let wanted = Wanted { system: Some(2), ..Wanted::default() };
    assert_eq!(to_file::<Tlog<_>>(scratch.path(), wanted, &path).unwrap().frames, 3);
    let log = std::fs::read(&path).unwrap();
    let first = [&NOON.to_be_bytes()[..], &beat(2, 0), &(NOON + 20).to_be_bytes(), &beat(255, 0)].concat();
    assert_eq!(log[..first.len()], first);
    assert_eq!(std::fs::read_dir(scratch.path()).unwrap().count(), 2, "nothing is left beside it");
}

#[test]
fn a_key_on_its_way_to_an_aircraft_is_never_written() {
    let scratch = Scratch::new("recorder");
    let recorder = start(scratch.path());
    // SETUP_SIGNING (256, checksum seed 71): the frame is sealed here by hand.
    let mut bytes = vec![0xFD, 42, 0, 0, 0, 255, 190, 0, 1, 0];
    bytes.extend_from_slice(&[0x5E; 42]);
    let sum = controller_link::codec::checksum(&bytes[1..], 71);
    bytes.extend_from_slice(&sum.to_le_bytes());
    recorder.sent(Timestamp(NOON), peer(0, 1), &bytes);
    recorder.sent(Timestamp(NOON), peer(0, 1), &beat(255, 0));
    recorder.finish();
    assert_eq!(taken(scratch.path(), Wanted::default()).len(), 1);
}

/// Three segments of one frame each, to be written into the one file that is left.
fn three_segments(data: &Path) -> (PathBuf, Vec<Vec<u8>>) {
    for turn in 0..3 {
        let recorder = start(data);
        recorder.heard(Timestamp(NOON + turn), peer(0, 1), &beat(1, 0));
        recorder.finish();
    }
    let files = shelf::flights(data).unwrap();
    let pieces: Vec<Vec<u8>> = files.iter().map(|flight| std::fs::read(&flight.path).unwrap()).collect();
    files.iter().skip(1).for_each(|flight| std::fs::remove_file(&flight.path).unwrap());
    (files[0].path.clone(), pieces)
}

#[test]
fn a_machine_that_stops_in_the_middle_loses_the_torn_segment_and_says_so() {
    let scratch = Scratch::new("recorder");
    // Cut at every byte of the last segment.
    let (file, pieces) = three_segments(scratch.path());
    let (whole, before) = (pieces.concat(), pieces[0].len() + pieces[1].len());
    for cut in before..=whole.len() {
        std::fs::write(&file, &whole[..cut]).unwrap();
        let expected = if cut == whole.len() { 3 } else { 2 };
        assert_eq!(taken(scratch.path(), Wanted::default()).len(), expected, "cut at {cut}");
        let notes = &contents(scratch.path()).unwrap()[0].1.notes;
        let lost: u64 = notes.iter().map(|note| note.bytes).sum();
        assert_eq!(lost, if expected == 3 { 0 } else { (cut - before) as u64 }, "cut at {cut}: {notes:?}");
    }
}

#[test]
fn a_byte_turned_over_costs_its_own_segment_only() {
    let scratch = Scratch::new("recorder");
    let (file, pieces) = three_segments(scratch.path());
    let start = pieces[0].len();
    for at in start..start + pieces[1].len() {
        let mut whole = pieces.concat();
        whole[at] ^= 0x10;
        std::fs::write(&file, &whole).unwrap();
        let moments: Vec<i64> = taken(scratch.path(), Wanted::default()).iter().map(|(_, at, _)| *at).collect();
        assert_eq!(moments, [0, 2], "byte {at}");
    }
}

#[test]
fn a_recorder_that_is_to_keep_nothing_is_none_and_makes_no_folder() {
    let scratch = Scratch::new("recorder");
    let keep = Keep { megabytes: 0, days: 1 };
    assert!(Recorder::start(scratch.path(), keep, Clock::start(None)).unwrap().is_none());
    assert!(!scratch.path().join(shelf::FOLDER).exists());
    assert!(contents(scratch.path()).unwrap().is_empty());
}
