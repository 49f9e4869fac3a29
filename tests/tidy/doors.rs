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

/// The fields of a struct, as its lines.
fn fields_of<'a>(code: &'a str, name: &str) -> Option<Vec<&'a str>> {
    let body = code.split(&format!("pub struct {name} {{")).nth(1)?.split('}').next()?;
    Some(body.lines().map(str::trim).filter(|line| !line.is_empty()).collect())
}

#[test]
fn only_the_gate_can_make_permits_and_approvals() {
    let gate = rust_below(&["controller/core/src/safety.rs"]).pop().expect("the gate");
    for name in ["Permit", "Approval", "PayloadPermit", "MayRecord"] {
        let code = gate.code();
        let fields = fields_of(&code, name).expect("the gate defines it");
        assert!(!fields.is_empty() && fields.iter().all(|field| !field.starts_with("pub")), "{name}: {fields:?}");
    }
    hold(&OnlyIn {
        below: &["controller/", "sim/"],
        words: &["from_grant("],
        allowed: &["controller/core/src/safety.rs", "controller/core/src/ledger", "controller/core/src/decide/"],
        instead: "An approval comes from the ledger's record of a grant only.",
    });
    hold(&OnlyIn {
        below: &["controller/", "sim/"],
        words: &["MayRecord::says("],
        allowed: &["controller/core/src/safety.rs", "controller/core/src/decide/recording.rs"],
        instead: "Whether a camera may record is said by its rule only.",
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
fn the_scanners_see_an_open_field_and_a_word_out_of_place() {
    let bad = code("pub struct Permit {\n    pub order: Order,\n}");
    assert_eq!(fields_of(&bad, "Permit"), Some(vec!["pub order: Order,"]));
    assert_eq!(hits("x.rs", &code("fn f(l: &mut Ledger) {} // &mut Ledger"), &["&mut Ledger"]).len(), 1);
}
