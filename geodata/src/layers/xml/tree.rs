//! A whole XML document as a tree, for small documents whose makers have elements of their own; under the same guard as
//! every XML file, and limited in elements.

use super::write::Out;
use super::{Element, Xml};
use crate::finding::Finding;
use crate::layers::{Limits, encoding};
use quick_xml::events::Event;
use std::borrow::Cow;

/// Elements of one document.
const ELEMENTS: usize = 100_000;

/// An element with everything in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Its name with its prefix, `wpml:height`.
    pub name: String,
    /// Its attributes, names with their prefixes.
    pub attributes: Vec<(String, String)>,
    /// Its text, without blanks at its ends.
    pub text: String,
    /// Its children in order.
    pub children: Vec<Node>,
    /// Where it begins: `line 3`.
    pub at: String,
}

impl Node {
    /// An element with text only.
    #[must_use]
    pub fn leaf(name: &str, text: impl Into<String>) -> Self {
        Self { name: name.to_owned(), text: text.into(), ..Self::default() }
    }

    /// An element with children only.
    #[must_use]
    pub fn branch(name: &str, children: Vec<Node>) -> Self {
        Self { name: name.to_owned(), children, ..Self::default() }
    }

    /// The first child of a name.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&Node> {
        self.children.iter().find(|child| child.name == name)
    }

    /// All children of a name.
    pub fn all<'n>(&'n self, name: &'n str) -> impl Iterator<Item = &'n Node> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The document, indented; what XML cannot hold becomes U+FFFD.
    #[must_use]
    pub fn document(&self) -> Vec<u8> {
        let mut out = Out::new();
        self.write(&mut out);
        out.finish()
    }

    fn write(&self, out: &mut Out) {
        let attributes: Vec<(&str, &str)> = self.attributes.iter().map(|(k, v)| (k.as_str(), v.as_str())).collect();
        if self.children.is_empty() {
            out.leaf(&self.name, &attributes, &self.text);
            return;
        }
        out.open(&self.name, &attributes);
        self.children.iter().for_each(|child| child.write(out));
        out.close();
    }
}

/// Reads a document.
///
/// # Errors
/// The first fault, with line and byte: not UTF-8, no XML, a document type, too deep, too long, too many elements.
pub fn read(name: &str, bytes: &[u8]) -> Result<Node, Finding> {
    let mut xml = Xml::new(encoding::text(name, bytes, Limits::FILE)?);
    let root = xml.root()?;
    let mut left = ELEMENTS;
    let tree = xml.tree(root, &mut left)?;
    // What comes after the root must be well-formed too.
    match xml.child(0)? {
        None => Ok(tree),
        Some(second) => {
            let say = "there is a second document after the first";
            Err(xml.finding("layer-xml", second.at, say, "Export the file again"))
        }
    }
}

impl Xml<'_> {
    fn tree(&mut self, element: Element, left: &mut usize) -> Result<Node, Finding> {
        *left = left.checked_sub(1).ok_or_else(|| {
            let say = format!("there are more than {ELEMENTS} elements");
            self.finding("layer-values", element.at, say, "Split the file")
        })?;
        let prefix = if element.prefix.is_empty() { String::new() } else { format!("{}:", element.prefix) };
        let mut node = Node {
            name: format!("{prefix}{}", element.name),
            attributes: element.attributes.clone(),
            at: self.line(element.at),
            ..Node::default()
        };
        if element.empty {
            return Ok(node);
        }
        let mut text: Cow<'_, str> = Cow::Borrowed("");
        loop {
            let at = self.position();
            match self.event()? {
                Event::Start(start) => {
                    let child = self.begin(&start, at, false)?;
                    node.children.push(self.tree(child, left)?);
                }
                Event::Empty(start) => {
                    let child = self.begin(&start, at, true)?;
                    node.children.push(self.tree(child, left)?);
                }
                Event::Text(piece) => {
                    let piece = piece.xml10_content().map_err(|e| self.broken(at, &e.to_string()))?;
                    self.join(&mut text, piece, at)?;
                }
                Event::CData(piece) => {
                    let piece = piece.xml10_content().map_err(|e| self.broken(at, &e.to_string()))?;
                    self.join(&mut text, piece, at)?;
                }
                Event::GeneralRef(reference) => {
                    let letter = self.character(&reference, at)?;
                    self.join(&mut text, Cow::Owned(letter.to_string()), at)?;
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    node.text = text.trim().to_owned();
                    return Ok(node);
                }
                Event::Eof => return Err(self.cut_off()),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tree_written_and_read_is_the_same_but_for_its_lines() {
        let tree = Node {
            attributes: vec![("xmlns:w".into(), "http://example.org/\"<&".into())],
            ..Node::branch(
                "a",
                vec![Node::leaf("w:b", "1 < 2 & \u{4e2d}"), Node::branch("c", vec![Node::leaf("d", "")])],
            )
        };
        let mut again = read("x", &tree.document()).unwrap();
        fn bare(node: &mut Node) {
            node.at.clear();
            node.children.iter_mut().for_each(bare);
        }
        assert_eq!(again.children[0].at, "line 3");
        bare(&mut again);
        assert_eq!(again, tree);
    }

    #[test]
    fn what_is_no_document_is_refused() {
        for bad in ["<a>", "<a></b>", "<!DOCTYPE a><a/>", "<a/><b/>", "", "<a>&x;</a>"] {
            assert!(read("x", bad.as_bytes()).is_err(), "{bad}");
        }
        assert_eq!(
            read("x", format!("<a>{}</a>", "<b/>".repeat(ELEMENTS)).as_bytes()).unwrap_err().code,
            "layer-values"
        );
        assert!(read("x", "<a>".repeat(100_000).as_bytes()).is_err());
    }
}
