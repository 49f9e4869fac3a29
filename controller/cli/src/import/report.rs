//! What an import says at its end: notes and faults on standard error, one line a finding; what was made on standard
//! output; all of it as one JSON object when asked.

use crate::Done;
use geodata::Finding;
use serde::Serialize;
use serde_json::{Map, Value};
use std::process::ExitCode;

/// One import's end.
pub struct Report {
    pub json: bool,
    /// What was repaired, left out, or looks odd.
    pub notes: Vec<Finding>,
    /// What is told of the result, in order: `key=value`.
    pub facts: Vec<(&'static str, Value)>,
}

#[derive(Serialize)]
struct Told<'a> {
    code: &'a str,
    at: &'a str,
    say: &'a str,
    remedy: &'a str,
}

impl Report {
    pub fn new(json: bool) -> Self {
        Self { json, notes: Vec::new(), facts: Vec::new() }
    }

    pub fn fact(&mut self, key: &'static str, value: impl Into<Value>) {
        self.facts.push((key, value.into()));
    }

    /// It was done: `word key=value ...`.
    pub fn done(&self, word: &str) -> Done {
        if self.json {
            return self.print(true, &[], ExitCode::SUCCESS);
        }
        for note in &self.notes {
            eprintln!("note: {}", line(note));
        }
        let facts = self
            .facts
            .iter()
            .map(|(key, value)| format!(" {key}={}", value.as_str().map_or_else(|| value.to_string(), blankless)));
        println!("{word}{}", facts.collect::<String>());
        Ok(ExitCode::SUCCESS)
    }

    /// It was refused, for all these reasons; nothing was written.
    pub fn refused(&self, faults: &[Finding]) -> Done {
        if self.json {
            return self.print(false, faults, ExitCode::FAILURE);
        }
        for fault in faults {
            eprintln!("error: {}", line(fault));
        }
        Ok(ExitCode::FAILURE)
    }

    fn print(&self, ok: bool, faults: &[Finding], code: ExitCode) -> Done {
        let list = |findings: &[Finding]| serde_json::to_value(findings.iter().map(told).collect::<Vec<_>>());
        let mut object = Map::new();
        object.insert("ok".into(), ok.into());
        object.extend(self.facts.iter().map(|(key, value)| ((*key).to_owned(), value.clone())));
        object.insert("faults".into(), list(faults).unwrap_or_default());
        object.insert("notes".into(), list(&self.notes).unwrap_or_default());
        print!("{}", crate::geo::json(&object)?);
        Ok(code)
    }
}

fn told(finding: &Finding) -> Told<'_> {
    Told { code: finding.code, at: &finding.at, say: &finding.say, remedy: &finding.remedy }
}

/// One line, whatever the file held.
fn line(finding: &Finding) -> String {
    crate::geo::plain(&finding.to_string())
}

/// Values of the line grammar hold no blanks.
fn blankless(text: &str) -> String {
    text.chars().map(|c| if c.is_whitespace() || c.is_control() { '_' } else { c }).collect()
}
