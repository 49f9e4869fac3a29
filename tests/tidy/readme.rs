//! The door of the house: two commands, and the attribution the map's data asks for.

use crate::source::root;
use std::fs;

fn readme() -> String {
    fs::read_to_string(root().join("README.md")).expect("the house has a door")
}

/// The lines of the first code block after the heading "Quick start".
fn quick_start(text: &str) -> Vec<&str> {
    let after = text.split("## Quick start").nth(1).unwrap_or_default();
    let block = after.split("```").nth(1).unwrap_or_default();
    block.lines().skip(1).map(str::trim).filter(|line| !line.is_empty()).collect()
}

fn command(line: &str) -> &str {
    line.split('#').next().unwrap_or_default().trim()
}

#[test]
fn the_quick_start_is_exactly_two_commands() {
    let text = readme();
    let commands: Vec<_> = quick_start(&text).into_iter().map(command).collect();
    assert_eq!(commands, ["make demo", "make test"]);
}

#[test]
fn the_readme_names_whose_map_it_is() {
    let text = readme();
    for word in ["OpenStreetMap contributors", "ODbL"] {
        assert!(text.contains(word), "README.md must name {word}");
    }
}

#[test]
fn the_architecture_lists_all_fifteen_invariants() {
    let text = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("the house has a plan");
    let section = text.split("## Invariants").nth(1).and_then(|rest| rest.split("\n## ").next()).unwrap_or_default();
    for number in 1..=15 {
        assert!(section.contains(&format!("\n{number}. ")), "invariant {number} is missing");
    }
}

#[test]
fn a_third_command_would_be_seen() {
    let text = "## Quick start\n```sh\nmake demo  # a page\nmake more\nmake test\n```\n";
    assert_eq!(quick_start(text).len(), 3);
}

/// Names a shell script looks for with `command -v` and also gives to a function of its own, which is what it would find.
fn found_in_itself(script: &str) -> Vec<&str> {
    let is_function = |name: &str| script.lines().any(|line| line.starts_with(&format!("{name}()")));
    let asked = script.split("command -v ").skip(1).filter_map(|rest| rest.split_whitespace().next());
    asked.filter(|name| is_function(name)).collect()
}

#[test]
fn what_a_machine_lacks_is_not_taken_for_there_because_a_function_has_its_name() {
    let script = fs::read_to_string(root().join(".ci/need")).expect("the machine is made ready by it");
    assert_eq!(found_in_itself(&script), Vec::<&str>::new());
    assert_eq!(found_in_itself("cc() { command -v cc || install gcc; }\nx() { command -v yes; }\n"), ["cc"]);
}
