//! Every event says why. The compiler holds it; this test only names the rule, and fails to compile when it is broken.

use controller_core::{Event, Reason};

/// Not an `Option`: an event without a reason cannot be built.
fn why(event: &Event) -> &Reason {
    &event.why
}

#[test]
fn every_event_has_a_reason() {
    let reason_of: fn(&Event) -> &Reason = why;
    let _ = reason_of;
}

/// The variants of an enumeration in a source file, in `snake_case` as serde writes them.
fn variants(source: &str, name: &str) -> Vec<String> {
    let body = source.split(&format!("pub enum {name} {{")).nth(1).unwrap_or_default();
    let body = body.split("\n}").next().unwrap_or_default();
    let variant = |line: &str| {
        let word = line.strip_prefix("    ")?.split([' ', '{', ',', '(']).next()?;
        word.starts_with(char::is_uppercase).then(|| snake(word))
    };
    body.lines().filter_map(variant).collect()
}

fn snake(word: &str) -> String {
    let mut out = String::new();
    for c in word.chars() {
        if c.is_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.extend(c.to_lowercase());
    }
    out
}

/// The names for which a dictionary of the page has no sentence.
fn unsaid(names: &[String], dictionary: &str) -> Vec<String> {
    names.iter().filter(|name| !dictionary.contains(&format!("\n  {name}: "))).cloned().collect()
}

fn read(path: &str) -> String {
    std::fs::read_to_string(harness::root().join(path)).unwrap()
}

#[test]
fn the_page_has_words_for_every_reason_and_every_kind_of_event_in_both_languages() {
    let reasons = variants(&read("controller/core/src/reason.rs"), "Reason");
    let kinds = variants(&read("controller/core/src/event.rs"), "Fact");
    assert!(reasons.len() > 40 && kinds.len() > 20, "the scanner lost its way: {reasons:?} {kinds:?}");
    for language in ["en", "zh"] {
        let dictionary = read(&format!("web/src/i18n/why_{language}.ts"));
        let missing = unsaid(&[reasons.clone(), kinds.clone()].concat(), &dictionary);
        assert!(missing.is_empty(), "web/src/i18n/why_{language}.ts has no words for {missing:?}");
    }
}

#[test]
fn a_reason_without_words_is_noticed() {
    let names = variants("pub enum Reason {\n    Started { district: String },\n    LinkUp {},\n}\n", "Reason");
    assert_eq!(names, ["started", "link_up"]);
    assert_eq!(unsaid(&names, "{\n  started: 'x',\n}"), ["link_up"]);
}
