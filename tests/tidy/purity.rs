//! The pure crates touch no disk, no socket, no clock, no thread, no ambient randomness, and choose nothing by the order
//! of a hash map.

use crate::source::{code, hits, none, rust_below};

const PURE: [&str; 6] = [
    "geodata/src/",
    "flight-plans/src/",
    "controller/core/src/",
    "controller/link/src/",
    "controller/engine/src/",
    "controller/api/src/",
];

const IMPURE: [&str; 25] = [
    "UdpSocket",
    "TcpStream",
    "TcpListener",
    "std::fs",
    "fs::read",
    "fs::write",
    "File::open",
    "File::create",
    "std::env",
    "std::process",
    "time::Instant",
    "Instant::now",
    "SystemTime::now",
    "UNIX_EPOCH",
    "Utc::now",
    "Local::now",
    "std::thread",
    "thread::spawn",
    "thread_rng",
    "rand::rng",
    "rand::random",
    "from_os_rng",
    "HashMap",
    "HashSet",
    "println!",
];

#[test]
fn the_pure_crates_touch_nothing_of_the_world() {
    let files = rust_below(&PURE);
    assert!(files.len() > 30, "the scanner must see the crates");
    let found: Vec<_> =
        files.iter().filter(|file| !file.is_test()).flat_map(|file| hits(&file.path, &file.code(), &IMPURE)).collect();
    none(&found, "Take it as an argument instead: bytes, a Timestamp, a seeded generator, a BTreeMap.");
}

#[test]
fn only_one_file_of_the_shell_reads_the_clock() {
    let found: Vec<_> = rust_below(&["controller/server/"])
        .iter()
        .filter(|file| !file.is_test() && file.path != "controller/server/src/clock.rs")
        .flat_map(|file| hits(&file.path, &file.code(), &["SystemTime::now", "Instant::now"]))
        .collect();
    none(&found, "Ask controller/server/src/clock.rs.");
}

#[test]
fn the_scanner_sees_a_clock_in_a_rule_and_not_in_its_test() {
    let bad = "use std::time::SystemTime;\nfn rule() { let now = SystemTime::now(); }\n";
    assert_eq!(hits("x.rs", &code(bad), &IMPURE).len(), 1);
    let good = "//! Reads no SystemTime.\n#[cfg(test)]\nmod tests {\n use std::fs;\n}\n";
    assert!(hits("x.rs", &code(good), &IMPURE).is_empty());
}
