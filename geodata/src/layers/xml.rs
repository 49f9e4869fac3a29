//! XML under guard, read in one pass by asking for the next child: no document tree, so the memory is the file's.
//!
//! A document type is refused (it brings entities: "billion laughs", files of others), only the five entities of XML
//! itself and character references are known, depth, attributes and lengths are limited, the encoding must be UTF-8.
//! What is not well-formed ends the reading with its line and column.

pub mod tree;
pub(super) mod write;

use super::Limits;
use super::faults::short;
use super::gather::fits;
use crate::finding::Finding;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;
use std::cell::Cell;

/// Longest text that has to be pieced together, such as coordinates with comments between; a single piece may be long.
const PIECED: usize = 16_000_000;

/// A document and how far it is read.
pub(super) struct Xml<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    depth: usize,
    /// A byte and its line.
    counted: Cell<(usize, usize)>,
}

/// An element that has begun.
#[derive(Clone, Debug)]
pub(super) struct Element {
    /// Its name without prefix.
    pub name: String,
    /// Its prefix, empty without one.
    pub prefix: String,
    /// Its attributes, names with their prefixes.
    pub attributes: Vec<(String, String)>,
    /// Where it begins, in bytes.
    pub at: usize,
    /// How deep it lies, the root at 1.
    depth: usize,
    /// Whether it is `<x/>`.
    empty: bool,
}

impl Element {
    /// An attribute by name.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|attribute| attribute.0 == name).map(|attribute| attribute.1.as_str())
    }
}

impl<'a> Xml<'a> {
    pub fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        reader.config_mut().check_end_names = true;
        Self { text, reader, depth: 0, counted: Cell::new((0, 1)) }
    }

    /// `line 3` of a byte. Counted from the place asked for last, so that many questions cost no more than the file.
    pub fn line(&self, at: usize) -> String {
        let (mut from, mut line) = self.counted.get();
        let at = at.min(self.text.len());
        let breaks = |part: &[u8]| part.iter().filter(|byte| **byte == b'\n').count();
        let bytes = self.text.as_bytes();
        if at >= from {
            line += breaks(&bytes[from..at])
        } else {
            line -= breaks(&bytes[at..from])
        }
        from = at;
        self.counted.set((from, line));
        format!("line {line}")
    }

    /// A finding at a byte of the document.
    pub fn finding(&self, code: &'static str, at: usize, say: impl Into<String>, remedy: &str) -> Finding {
        Finding::new(code, format!("{} byte {at}", self.line(at)), say, remedy)
    }

    /// The first element.
    pub fn root(&mut self) -> Result<Element, Finding> {
        match self.child(0)? {
            Some(root) => Ok(root),
            None => Err(self.finding("layer-xml", 0, "there is no element in it", "Export the file again")),
        }
    }

    /// The next child of an element, nothing at its end. Text between children is passed over. A child must be read
    /// to its end, by [`Xml::text`], [`Xml::skip`] or this, before the next is asked for.
    pub fn next_child(&mut self, parent: &Element) -> Result<Option<Element>, Finding> {
        if parent.empty {
            return Ok(None);
        }
        self.child(parent.depth)
    }

    fn child(&mut self, depth: usize) -> Result<Option<Element>, Finding> {
        loop {
            let at = self.position();
            match self.event()? {
                Event::Start(start) => return self.begin(&start, at, false).map(Some),
                Event::Empty(start) => return self.begin(&start, at, true).map(Some),
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    if self.depth < depth {
                        return Ok(None);
                    }
                }
                Event::Eof if depth == 0 => return Ok(None),
                Event::Eof => return Err(self.cut_off()),
                Event::GeneralRef(reference) => {
                    self.character(&reference, at)?;
                }
                _ => {}
            }
        }
    }

    /// The text of an element without its children's; reads the element to its end.
    pub fn text(&mut self, element: &Element) -> Result<Cow<'a, str>, Finding> {
        let mut whole: Cow<'a, str> = Cow::Borrowed("");
        if element.empty {
            return Ok(whole);
        }
        loop {
            let at = self.position();
            match self.event()? {
                Event::Text(text) => {
                    let piece = text.xml10_content().map_err(|e| self.broken(at, &e.to_string()))?;
                    self.join(&mut whole, piece, at)?;
                }
                Event::CData(text) => {
                    let piece = text.xml10_content().map_err(|e| self.broken(at, &e.to_string()))?;
                    self.join(&mut whole, piece, at)?;
                }
                Event::GeneralRef(reference) => {
                    let letter = self.character(&reference, at)?;
                    self.join(&mut whole, Cow::Owned(letter.to_string()), at)?;
                }
                Event::Start(start) => {
                    let child = self.begin(&start, at, false)?;
                    self.skip(&child)?;
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Ok(whole);
                }
                Event::Eof => return Err(self.cut_off()),
                _ => {}
            }
        }
    }

    /// The text of an element that is a name, a description, a number: limited, owned.
    pub fn short_text(&mut self, element: &Element) -> Result<String, Finding> {
        let text = self.text(element)?;
        if fits(&text) {
            return Ok(text.into_owned());
        }
        let say = format!("the text of {} is longer than {} characters", short(&element.name), Limits::TEXT);
        Err(self.finding("layer-text", element.at, say, "Shorten it"))
    }

    /// Passes over an element.
    pub fn skip(&mut self, element: &Element) -> Result<(), Finding> {
        if element.empty {
            return Ok(());
        }
        while self.depth >= element.depth {
            let at = self.position();
            match self.event()? {
                Event::Start(start) => {
                    self.begin(&start, at, false)?;
                }
                Event::End(_) => self.depth = self.depth.saturating_sub(1),
                Event::Eof => return Err(self.cut_off()),
                _ => {}
            }
        }
        Ok(())
    }

    fn join(&self, whole: &mut Cow<'a, str>, piece: Cow<'a, str>, at: usize) -> Result<(), Finding> {
        if whole.is_empty() {
            *whole = piece;
        } else if whole.len() + piece.len() <= PIECED {
            whole.to_mut().push_str(&piece);
        } else {
            return Err(self.finding("layer-text", at, "a text of many pieces is too long", "Export the file again"));
        }
        Ok(())
    }

    fn begin(&mut self, start: &BytesStart, at: usize, empty: bool) -> Result<Element, Finding> {
        let depth = self.depth + 1;
        if depth > Limits::DEPTH {
            let say = format!("elements lie more than {} deep", Limits::DEPTH);
            return Err(self.finding("layer-depth", at, say, "Flatten the folders of the file"));
        }
        self.depth = if empty { self.depth } else { depth };
        let whole = String::from_utf8_lossy(start.name().as_ref()).into_owned();
        let (prefix, name) = whole.split_once(':').unwrap_or(("", &whole));
        let attributes = self.attributes(start, at)?;
        Ok(Element { name: name.to_owned(), prefix: prefix.to_owned(), attributes, at, depth, empty })
    }

    fn attributes(&self, start: &BytesStart, at: usize) -> Result<Vec<(String, String)>, Finding> {
        let mut list: Vec<(String, String)> = Vec::new();
        // The check of the library for equal names is quadratic: ours comes after the limit.
        for attribute in start.attributes().with_checks(false) {
            if list.len() >= Limits::PROPERTIES {
                let say = format!("an element has more than {} attributes", Limits::PROPERTIES);
                return Err(self.finding("layer-properties", at, say, "Export the file again"));
            }
            let attribute = attribute.map_err(|e| self.broken(at, &e.to_string()))?;
            let value =
                attribute.normalized_value(XmlVersion::Explicit1_0).map_err(|e| self.broken(at, &e.to_string()))?;
            let name = String::from_utf8_lossy(attribute.key.as_ref()).into_owned();
            if !fits(&name) || !fits(&value) {
                return Err(self.finding("layer-text", at, "an attribute is too long", "Shorten it"));
            }
            if list.iter().any(|other| other.0 == name) {
                let say = format!("the attribute {} stands twice", short(&name));
                return Err(self.finding("layer-same-key", at, say, "Remove one of the two"));
            }
            list.push((name, value.into_owned()));
        }
        Ok(list)
    }

    fn character(&self, reference: &quick_xml::events::BytesRef, at: usize) -> Result<char, Finding> {
        let letter = reference.resolve_char_ref().map_err(|e| self.broken(at, &e.to_string()))?;
        if let Some(letter) = letter {
            let legal = matches!(letter, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
            return if legal { Ok(letter) } else { Err(self.broken(at, "a character XML does not allow")) };
        }
        match &**reference {
            b"lt" => Ok('<'),
            b"gt" => Ok('>'),
            b"amp" => Ok('&'),
            b"apos" => Ok('\''),
            b"quot" => Ok('"'),
            other => {
                let say =
                    format!("the entity &{}; is not one of XML's own five", short(&String::from_utf8_lossy(other)));
                Err(self.finding("layer-xml-entity", at, say, "Write the character itself"))
            }
        }
    }

    /// The next event; what no layer file needs is refused here.
    fn event(&mut self) -> Result<Event<'a>, Finding> {
        let at = self.position();
        match self.reader.read_event() {
            Ok(Event::DocType(_)) => {
                let say = "the file has a document type, which can pull in other files and blow up small ones";
                Err(self.finding("layer-xml-dtd", at, say, "Remove the <!DOCTYPE ...> part"))
            }
            Ok(Event::Decl(declaration)) => {
                let encoding = declaration.encoding().and_then(Result::ok).map(|e| e.to_ascii_lowercase());
                match encoding.as_deref() {
                    None | Some(b"utf-8" | b"utf8" | b"us-ascii" | b"ascii") => Ok(Event::Decl(declaration)),
                    Some(other) => {
                        let say = format!("it says its encoding is {}", short(&String::from_utf8_lossy(other)));
                        Err(self.finding("layer-not-utf8", at, say, "Save it as UTF-8, and say so in its first line"))
                    }
                }
            }
            Ok(event) => Ok(event),
            Err(error) => {
                let at = usize::try_from(self.reader.error_position()).unwrap_or(at);
                Err(self.broken(at, &error.to_string()))
            }
        }
    }

    fn position(&self) -> usize {
        usize::try_from(self.reader.buffer_position()).unwrap_or(usize::MAX)
    }

    fn broken(&self, at: usize, say: &str) -> Finding {
        let say = format!("this is not well-formed XML: {}", long(say));
        self.finding("layer-xml", at, say, "Export the file again, or mend this place in a text editor")
    }

    fn cut_off(&self) -> Finding {
        let at = self.text.len();
        self.finding("layer-xml-cut-off", at, "the file ends before its elements do", "Get the whole file again")
    }
}

/// What the library says, kept to one line of decent length: it may quote the file.
fn long(say: &str) -> String {
    say.chars().take(120).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

#[cfg(test)]
mod tests;
