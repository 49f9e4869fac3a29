//! XML out: indented elements, escaped text, and nothing XML 1.0 cannot hold.

use crate::layers::out::Notes;
use std::fmt::Write;

/// A document being written.
pub(in crate::layers) struct Out {
    text: String,
    open: Vec<String>,
}

impl Out {
    pub fn new() -> Self {
        Self { text: String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"), open: Vec::new() }
    }

    /// Opens an element; attribute values are escaped.
    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes, ">\n");
        self.open.push(name.to_owned());
    }

    /// Closes the element opened last.
    pub fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            self.indent();
            let _ = writeln!(self.text, "</{name}>");
        }
    }

    /// An element with text only.
    pub fn leaf(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.tag(name, attributes, ">");
        escape(&mut self.text, text, false);
        let _ = writeln!(self.text, "</{name}>");
    }

    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.tag(name, attributes, "/>\n");
    }

    pub fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.close();
        }
        self.text.into_bytes()
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)], end: &str) {
        self.indent();
        let _ = write!(self.text, "<{name}");
        for (key, value) in attributes {
            let _ = write!(self.text, " {key}=\"");
            escape(&mut self.text, value, true);
            self.text.push('"');
        }
        self.text.push_str(end);
    }

    fn indent(&mut self) {
        self.text.extend(std::iter::repeat_n(' ', self.open.len()));
    }
}

/// What a reader must not take for markup or normalise away becomes a reference; what XML cannot hold becomes U+FFFD.
fn escape(out: &mut String, text: &str, attribute: bool) {
    for letter in text.chars() {
        match letter {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '"' if attribute => out.push_str("&quot;"),
            '\r' => out.push_str("&#13;"),
            '\n' | '\t' if attribute => {
                let _ = write!(out, "&#{};", u32::from(letter));
            }
            _ if legal(letter) => out.push(letter),
            _ => out.push('\u{fffd}'),
        }
    }
}

/// Whether XML 1.0 can hold a character (section 2.2).
fn legal(letter: char) -> bool {
    matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)
}

/// Tells when a text holds what XML cannot.
pub(in crate::layers) fn tell_illegal(notes: &mut Notes, at: &str, texts: &[&str]) {
    if texts.iter().any(|text| !text.chars().all(legal)) {
        let say = "a text holds control characters, which XML cannot; they are replaced".to_owned();
        notes.tell("export-control-characters", "", at, say, "Remove them from the name or description");
    }
}
