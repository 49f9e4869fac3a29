//! What may be done in one file only: scaling degrees for the wire, changing durable state, observing, making a permit,
//! reading the planner, translating words, and a queue without a bound.

use crate::source::{code, hits, none, rust_below};

/// A rule: below these folders, these words only in files whose path holds one of these.
struct OnlyIn {
    below: &'static [&'static str],
    words: &'static [&'static str],
    allowed: &'static [&'static str],
    instead: &'static str,
}

fn broken(rule: &OnlyIn) -> Vec<String> {
    let files = rust_below(rule.below);
    assert!(!files.is_empty(), "nothing below {:?}", rule.below);
    files
        .iter()
        .filter(|file| !file.is_test() && !rule.allowed.iter().any(|allowed| file.path.contains(allowed)))
        .flat_map(|file| hits(&file.path, &file.code(), rule.words))
        .collect()
}

fn hold(rule: &OnlyIn) {
    none(&broken(rule), rule.instead);
}

#[test]
fn only_the_links_scale_file_turns_degrees_into_whole_numbers() {
    hold(&OnlyIn {
        below: &["controller/link/", "controller/core/", "controller/engine/", "controller/server/", "sim/src/vehicle"],
        words: &["1e7", "1e-7", "1.0e7", "10_000_000", "10000000"],
        allowed: &["controller/link/src/scale.rs", "controller/link/src/codec/scale.rs"],
        instead: "Use the functions of controller/link's scale.rs.",
    });
}

#[test]
fn only_the_ledgers_own_files_change_durable_state() {
    hold(&OnlyIn {
        below: &["controller/core/src/"],
        words: &["&mut Ledger"],
        allowed: &["controller/core/src/ledger"],
        instead: "Return an event; Ledger::apply is the only change of durable state.",
    });
    hold(&OnlyIn {
        below: &["controller/core/src/", "controller/engine/src/", "controller/api/src/", "controller/server/src/"],
        words: &["ledger.apply("],
        allowed: &["controller/core/src/controller.rs", "controller/core/src/ledger"],
        instead: "Events are applied in Controller::handle only.",
    });
}

#[test]
fn only_the_pictures_own_files_change_what_was_observed() {
    hold(&OnlyIn {
        below: &["controller/core/src/"],
        words: &["&mut Picture", "picture.observe("],
        allowed: &["controller/core/src/picture", "controller/core/src/controller.rs"],
        instead: "Picture::observe is the only change of volatile state.",
    });
}

#[test]
fn only_the_gate_makes_permits_and_approvals() {
    hold(&OnlyIn {
        below: &["controller/", "sim/", "flight-plans/"],
        words: &["Permit {", "Approval {"],
        allowed: &["controller/core/src/safety.rs"],
        instead: "Ask controller/core/src/safety.rs; nothing else may let an aircraft fly.",
    });
}

#[test]
fn the_judge_never_looks_at_the_planner() {
    let judge = rust_below(&["flight-plans/src/check"]);
    assert!(!judge.is_empty());
    let found: Vec<_> = judge
        .iter()
        .filter(|file| !file.is_test())
        .flat_map(|file| hits(&file.path, &file.code(), &["planner"]))
        .collect();
    none(&found, "A judge that shares code with the planner repeats its mistakes.");
}

#[test]
fn one_file_translates_words_out_and_one_in() {
    hold(&OnlyIn {
        below: &["controller/api/src/"],
        words: &["controller_core", "controller_engine", "controller_link"],
        allowed: &["/inward", "/outward"],
        instead: "API words are not domain types: translate in inward or outward.",
    });
}

#[test]
fn every_queue_of_the_shell_has_a_bound_but_the_journals_reports() {
    hold(&OnlyIn {
        below: &["controller/server/src/", "controller/cli/src/"],
        words: &["unbounded", "= channel()"],
        // Bounded by the records in waiting, which limits.rs bounds.
        allowed: &["server/src/journal/writer.rs", "server/src/serve.rs", "server/src/run.rs"],
        instead: "Give the queue a bound and name it in controller/server/src/limits.rs.",
    });
}

#[test]
fn the_scanner_sees_a_permit_made_elsewhere() {
    let bad = code("fn sneak() -> Permit { Permit { order } }");
    assert!(!hits("x.rs", &bad, &["Permit {"]).is_empty());
}
