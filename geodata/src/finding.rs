//! What is wrong with an input: which rule, where, in plain words, and what to do about it.

use std::fmt;

/// One fault of an input, told so that the person who brought the input can mend it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule that was broken, stable for scripts and tests, such as `osm-truncated`.
    pub code: &'static str,
    /// Where: a file, a block, an item of a list.
    pub at: String,
    /// What is wrong, in one sentence without a full stop.
    pub say: String,
    /// What to do, in one sentence without a full stop.
    pub remedy: String,
}

impl Finding {
    /// A finding from its four parts.
    pub fn new(code: &'static str, at: impl Into<String>, say: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { code, at: at.into(), say: say.into(), remedy: remedy.into() }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {} ({}). {}", self.at, self.say, self.code, self.remedy)
    }
}

impl std::error::Error for Finding {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_finding_says_where_what_which_rule_and_what_to_do() {
        let finding = Finding::new("osm-empty", "x.osm.pbf", "no roads inside", "Use a larger extract");
        assert_eq!(finding.to_string(), "x.osm.pbf: no roads inside (osm-empty). Use a larger extract");
    }
}
