//! How a file looks: small, with a head paragraph, finished, and speaking of the product alone.

use crate::source::{Source, files, none};

/// The longest file. Most are a third of it.
const LINES: usize = 500;

fn is_generated(file: &Source) -> bool {
    file.path.contains("package-lock.json") || file.path == "Cargo.lock" || file.path.ends_with(".gen.ts")
}

fn ours(endings: &[&str]) -> Vec<Source> {
    files(endings).into_iter().filter(|file| !is_generated(file)).collect()
}

/// Marks of unfinished work, put together here so that this file does not hold them.
fn unfinished() -> Vec<String> {
    [("TO", "DO"), ("FIX", "ME"), ("X", "XX "), ("todo", "!("), ("unimplemented", "!("), ("#[ig", "nore")]
        .map(|(first, second)| format!("{first}{second}"))
        .to_vec()
}

/// Places of one machine, and hosts of package registries.
fn of_one_machine() -> Vec<String> {
    [
        ("/wo", "rk/"),
        ("/ho", "me/"),
        ("/ro", "ot/"),
        ("/tmp/br", "ief"),
        ("registry.npm", "js"),
        ("npm", "mirror"),
        ("files.python", "hosted"),
    ]
    .map(|(first, second)| format!("{first}{second}"))
    .to_vec()
}

fn lines_with(file: &Source, words: &[String]) -> Vec<String> {
    let is_bad = |line: &&str| words.iter().any(|word| line.contains(word.as_str()));
    file.text.lines().filter(is_bad).map(|line| format!("{}: {}", file.path, line.trim())).collect()
}

#[test]
fn no_file_is_longer_than_a_person_reads_at_one_sitting() {
    let long: Vec<_> = ours(&[".rs", ".ts", ".tsx", ".mjs", ".css", ".py"])
        .into_iter()
        .map(|file| (file.text.lines().count(), file.path))
        .filter(|(lines, _)| *lines > LINES)
        .map(|(lines, path)| format!("{path}: {lines} lines"))
        .collect();
    none(&long, &format!("Split the file: the ceiling is {LINES} lines."));
}

#[test]
fn half_of_the_rust_files_have_at_most_a_hundred_and_fifty_lines() {
    let mut lines: Vec<usize> = ours(&[".rs"]).iter().map(|file| file.text.lines().count()).collect();
    lines.sort_unstable();
    let median = lines[lines.len() / 2];
    assert!(median <= 150, "the median file has {median} lines");
}

#[test]
fn every_rust_file_begins_with_a_paragraph_that_says_what_it_is() {
    let headless: Vec<_> =
        ours(&[".rs"]).into_iter().filter(|file| !file.text.starts_with("//! ")).map(|file| file.path).collect();
    none(&headless, "Begin the file with `//! ` and one or two sentences.");
}

#[test]
fn nothing_is_left_half_done() {
    let kinds = [".rs", ".ts", ".tsx", ".mjs", ".py", ".toml", ".css", ".html", "Makefile"];
    let found: Vec<_> = ours(&kinds).iter().flat_map(|file| lines_with(file, &unfinished())).collect();
    none(&found, "Finish it, or leave it out and say so in ARCHITECTURE.md.");
}

#[test]
fn the_repository_knows_no_machine_and_no_registry() {
    let kinds = [
        ".rs", ".ts", ".tsx", ".mjs", ".py", ".toml", ".md", ".json", ".html", ".css", ".txt", ".npmrc", ".lock",
        "Makefile", ".ci/run", ".scene",
    ];
    let found: Vec<_> = files(&kinds).iter().flat_map(|file| lines_with(file, &of_one_machine())).collect();
    none(&found, "Use a relative path; leave hosts to the machine's own settings.");
}

#[test]
fn the_scanners_see_what_is_half_done_or_of_one_machine() {
    let text = format!("let a = 1; // {}\nopen(\"{}x\")", unfinished()[0], of_one_machine()[0]);
    let file = Source { path: "x.rs".into(), text, in_test_module: false };
    assert_eq!(lines_with(&file, &unfinished()).len(), 1);
    assert_eq!(lines_with(&file, &of_one_machine()).len(), 1);
}
