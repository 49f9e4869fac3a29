//! The district asked and changed from a terminal, by the real binary: every answer as a table and as JSON, every import
//! whole or not at all.

// A test says what is wrong by panicking.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod areas;
mod exports;
mod imports;
mod questions;
mod ways;

use harness::controller::run;
use serde_json::Value;
use std::process::Output;

/// The capital.
pub const VADUZ: &str = "47.1410,9.5215";
/// The village to the north of it.
pub const SCHAAN: &str = "47.1650,9.5095";

/// Asks about the shipped district, and reads the JSON of the answer.
pub fn ask(words: &[&str]) -> Value {
    let output = run(&[&["geo"], words, &["--json"]].concat());
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("an answer is JSON")
}

/// What a command says on standard output when it ends well.
pub fn told(words: &[&str]) -> String {
    let output = run(words);
    assert!(output.status.success(), "{words:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("an answer is text")
}

/// The lines of a refusal.
pub fn refused(output: &Output) -> Vec<String> {
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.lines().all(|line| line.starts_with("error: ")), "{said}");
    said.lines().map(str::to_owned).collect()
}

/// The only line of a refusal.
pub fn error(words: &[&str]) -> String {
    let lines = refused(&run(words));
    assert_eq!(lines.len(), 1, "{lines:?}");
    lines.into_iter().next().unwrap_or_default()
}
