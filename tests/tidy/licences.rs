//! What ships is named with its licence in THIRD_PARTY.md, and every licence is one that `deny.toml` allows.
//! `BLESS=1 cargo test -p house-tests --test tidy` writes the crates' table anew.

use crate::source::{none, root};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::Command;

/// What the product is shipped for; crates of other systems are neither fetched nor shipped.
const SYSTEM: &str = "x86_64-unknown-linux-gnu";
const BINARY: &str = "skyground";
const HEAD: &str = "| crate | licence |\n|---|---|\n";

/// What cargo knows of all crates; nothing where they were not all fetched.
fn metadata() -> Option<Value> {
    let mut cargo = Command::new(std::env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()));
    cargo.current_dir(root()).args([
        "metadata",
        "--format-version=1",
        "--locked",
        "--offline",
        "--filter-platform",
        SYSTEM,
    ]);
    let output = cargo.output().expect("cargo runs, it runs this test");
    if !output.status.success() {
        println!("skipped: cargo metadata says: {}", String::from_utf8_lossy(&output.stderr));
        return None;
    }
    Some(serde_json::from_slice(&output.stdout).expect("cargo writes JSON"))
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap_or_default()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().map_or(&[], Vec::as_slice)
}

/// Names and licences of the foreign crates inside of the binary.
fn shipped(metadata: &Value) -> BTreeMap<String, String> {
    let nodes: BTreeMap<&str, &Value> =
        list(&metadata["resolve"], "nodes").iter().map(|node| (text(node, "id"), node)).collect();
    let packages = list(metadata, "packages");
    let start = packages.iter().find(|one| text(one, "name") == BINARY).map(|one| text(one, "id"));
    let (mut seen, mut open) = (BTreeSet::new(), Vec::from_iter(start));
    while let Some(id) = open.pop() {
        if seen.insert(id) {
            let needs = |dep: &&Value| list(dep, "dep_kinds").iter().any(|kind| kind["kind"].is_null());
            open.extend(list(nodes[id], "deps").iter().filter(needs).map(|dep| text(dep, "pkg")));
        }
    }
    let foreign = packages.iter().filter(|one| seen.contains(text(one, "id")) && !one["source"].is_null());
    foreign.map(|one| (text(one, "name").to_owned(), licence(one))).collect()
}

/// The licence in one spelling: older crates write a stroke for "or".
fn licence(package: &Value) -> String {
    text(package, "license").replace('/', " OR ")
}

fn allowed() -> Vec<String> {
    let deny: toml::Table = fs::read_to_string(root().join("deny.toml")).expect("it is there").parse().expect("TOML");
    let allow = deny["licenses"]["allow"].as_array().expect("a list");
    allow.iter().filter_map(|name| name.as_str().map(str::to_owned)).collect()
}

/// Whether each part of "A OR B", "(A OR B) AND C" has a choice that is allowed.
fn is_allowed(expression: &str, allowed: &[String]) -> bool {
    let choice = |one: &str| allowed.iter().any(|name| name == one.trim().trim_matches(['(', ')']));
    !expression.is_empty() && expression.split(" AND ").all(|part| part.split(" OR ").any(choice))
}

fn table(shipped: &BTreeMap<String, String>) -> String {
    let rows = shipped.iter().map(|(name, licence)| format!("| {name} | {licence} |\n"));
    HEAD.to_owned() + &rows.collect::<String>()
}

#[test]
fn every_crate_has_a_licence_we_allow() {
    let Some(metadata) = metadata() else { return };
    let allowed = allowed();
    let foreign = list(&metadata, "packages").iter().filter(|one| !one["source"].is_null());
    let bad = foreign.filter(|one| !is_allowed(&licence(one), &allowed));
    let bad: Vec<_> = bad.map(|one| format!("{}: {:?}", text(one, "name"), licence(one))).collect();
    none(&bad, "Use another crate, or allow its licence in deny.toml after reading it.");
}

#[test]
fn every_crate_in_the_binary_is_named_with_its_licence() {
    let Some(metadata) = metadata() else { return };
    let path = root().join("THIRD_PARTY.md");
    let notice = fs::read_to_string(&path).expect("the notice is there");
    let (before, _) = notice.split_once(HEAD).expect("the table is there");
    let wanted = before.to_owned() + &table(&shipped(&metadata));
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, &wanted).expect("the notice can be written");
        return;
    }
    assert_eq!(notice, wanted, "run `BLESS=1 cargo test -p house-tests --test tidy` and look at what changed");
}

#[test]
fn every_package_in_the_page_is_named_with_its_licence() {
    let lock = fs::read_to_string(root().join("web/package-lock.json")).expect("the page's packages");
    let lock: Value = serde_json::from_str(&lock).expect("JSON");
    let notice = fs::read_to_string(root().join("THIRD_PARTY.md")).expect("the notice is there");
    let packages = lock["packages"].as_object().expect("an object");
    let ships = |path: &str, one: &Value| !path.is_empty() && one["dev"].is_null() && one["optional"].is_null();
    let missing: Vec<String> = packages
        .iter()
        .filter(|(path, one)| ships(path, one))
        .map(|(path, one)| format!("| {} | {} |", path.trim_start_matches("node_modules/"), text(one, "license")))
        .filter(|row| !notice.contains(row.as_str()))
        .collect();
    none(&missing, "Add the row to the page's table in THIRD_PARTY.md.");
}

#[test]
fn a_licence_is_read_with_its_choices_and_its_parts() {
    let allowed = ["MIT".to_owned(), "Unicode-3.0".to_owned()];
    for good in ["MIT", "MIT OR GPL-3.0", "(MIT OR Apache-2.0) AND Unicode-3.0"] {
        assert!(is_allowed(good, &allowed), "{good}");
    }
    for bad in ["", "GPL-3.0", "MIT AND GPL-3.0", "Unlicensed OR GPL-3.0"] {
        assert!(!is_allowed(bad, &allowed), "{bad}");
    }
}
