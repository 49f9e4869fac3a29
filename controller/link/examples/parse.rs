//! Our side, and rust-mavlink's, of the frames part of `make peers`: `parse corpus FILE` writes what a squadron says in ten
//! seconds; `parse ours FILE ROUNDS` and `parse rust-mavlink FILE ROUNDS` read it so many times and tell how many messages of
//! each number there were, and how many were lost by their sequence numbers. They measure nothing: the driver reads the
//! processor time.

#[allow(missing_docs, clippy::expect_used, clippy::cast_possible_truncation)]
#[path = "../benches/corpus/mod.rs"]
mod corpus;

use controller_link::LinkId;
use controller_link::air::Air;
use controller_link::codec::scan;
use geodata::Timestamp;
use mavlink::Message as _;
use mavlink::dialects::common::MavMessage;
use std::hint::black_box;

/// Message numbers in the corpus are below this.
const IDS: usize = 512;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["corpus", path] => std::fs::write(path, corpus::corpus().0)?,
        ["ours", path, rounds] => tell(ours(&std::fs::read(path)?, rounds.parse()?)),
        ["rust-mavlink", path, rounds] => tell(theirs(&std::fs::read(path)?, rounds.parse()?)),
        _ => return Err("parse corpus FILE | ours FILE ROUNDS | rust-mavlink FILE ROUNDS".into()),
    }
    Ok(())
}

/// Scan, checksum, account, state; each round a new table.
fn ours(bytes: &[u8], rounds: u32) -> ([u64; IDS], Option<u64>) {
    let (mut counts, mut lost) = ([0; IDS], 0);
    for _ in 0..rounds {
        let mut air = Air::default();
        for frame in scan(bytes).flatten() {
            black_box(air.hear(Timestamp::default(), LinkId(0), &frame));
            if let Some(count) = counts.get_mut(frame.id as usize) {
                *count += 1;
            }
        }
        lost += air.totals(LinkId(0)).missing;
    }
    (counts, Some(lost))
}

/// The reader's decoded messages; it keeps no account of what was lost.
fn theirs(bytes: &[u8], rounds: u32) -> ([u64; IDS], Option<u64>) {
    let mut counts = [0; IDS];
    for _ in 0..rounds {
        let mut reader = mavlink::MavlinkReader::new(bytes);
        while let Ok(message) = reader.read_any_message::<MavMessage>() {
            if let Some(count) = counts.get_mut(black_box(&message).1.message_id() as usize) {
                *count += 1;
            }
        }
    }
    (counts, None)
}

fn tell((counts, lost): ([u64; IDS], Option<u64>)) {
    if let Some(lost) = lost {
        println!("lost {lost}");
    }
    for (id, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        println!("{id} {count}");
    }
}
