//! An XML file being read into a layer: the guard's findings become faults that end the reading.

use super::encoding;
use super::gather::{Gather, Stop};
use super::xml::{Element, Xml};
use crate::datum::Datum;
use crate::finding::Finding;
use crate::layers::Layer;
use std::borrow::Cow;

pub(super) struct Doc<'a, 'g> {
    xml: Xml<'a>,
    pub gather: &'g mut Gather,
}

/// Reads `bytes` as XML with `body`, which is given the root element.
pub(super) fn read(
    name: &str,
    bytes: &[u8],
    limit: usize,
    datum: Datum,
    body: impl FnOnce(Doc, Element) -> Result<(), Stop>,
) -> Result<Layer, Vec<Finding>> {
    let mut gather = Gather::new(name, datum);
    let end = match encoding::text(name, bytes, limit) {
        Err(finding) => {
            gather.faults.fault(finding);
            Err(Stop)
        }
        Ok(text) => {
            let mut doc = Doc { xml: Xml::new(text), gather: &mut gather };
            match doc.xml.root() {
                Ok(root) => body(doc, root),
                Err(finding) => doc.kept(Err(finding)),
            }
        }
    };
    gather.finish(end)
}

impl<'a> Doc<'a, '_> {
    /// As [`Xml::next_child`].
    pub fn next_child(&mut self, parent: &Element) -> Result<Option<Element>, Stop> {
        let child = self.xml.next_child(parent);
        self.kept(child)
    }

    /// As [`Xml::text`].
    pub fn text(&mut self, element: &Element) -> Result<Cow<'a, str>, Stop> {
        let text = self.xml.text(element);
        self.kept(text)
    }

    /// As [`Xml::short_text`].
    pub fn short_text(&mut self, element: &Element) -> Result<String, Stop> {
        let text = self.xml.short_text(element);
        self.kept(text)
    }

    /// As [`Xml::skip`].
    pub fn skip(&mut self, element: &Element) -> Result<(), Stop> {
        let done = self.xml.skip(element);
        self.kept(done)
    }

    /// Where an element begins.
    pub fn line(&self, element: &Element) -> String {
        self.xml.line(element.at)
    }

    /// A fault at an element.
    pub fn fault(&mut self, code: &'static str, element: &Element, say: impl Into<String>, remedy: &str) {
        let finding = self.xml.finding(code, element.at, say, remedy);
        self.gather.faults.fault(finding);
    }

    /// A note at an element.
    pub fn note(&mut self, code: &'static str, element: &Element, say: impl Into<String>, remedy: &str) {
        let finding = self.xml.finding(code, element.at, say, remedy);
        self.gather.faults.note(finding);
    }

    fn kept<T>(&mut self, result: Result<T, Finding>) -> Result<T, Stop> {
        result.map_err(|finding| {
            self.gather.faults.fault(finding);
            Stop
        })
    }
}
