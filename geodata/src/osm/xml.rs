//! `.osm`, the XML of OpenStreetMap's editors and of Overpass, read as a stream element by element.
//!
//! Format facts: wiki.openstreetmap.org/wiki/OSM_XML and /JOSM_file_format. No document type, no entities but the five of
//! XML itself and numbered characters, UTF-8 only. Deleted elements are passed over; what is new in an editor has a
//! negative id and is like any other. Limits: an element's own text under a mebibyte, depth 8, 5,000 tags or 100,000
//! references in one element, and unpacked no more than 30 times the packed size (real ones unpack to 10 times theirs).

mod fault;
#[cfg(test)]
mod tests;
mod values;

use super::extract::{Extract, Relation, Tags, Way};
use super::report::{Watch, tell};
use super::source::Guard;
use super::strings::Strings;
use crate::finding::Finding;
use crate::frame::Wgs84;
use chrono::DateTime;
use fault::{AGAIN, Fault, fault_of, not_osm, remark, truncated, within};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::io::BufRead;
use std::rc::Rc;
use values::{attribute, attributes, number, place};

const MAX_DEPTH: usize = 8;
const MAX_TAGS: usize = 5_000;
const MAX_REFERENCES: usize = 100_000;
/// Elements between two words about progress.
const STRIDE: u64 = 20_000;

/// Reads a whole document. `size` is that of the file, `done` how much of it a source has taken.
///
/// # Errors
/// One finding with the byte where it was found: not XML, not of OpenStreetMap, cut off, broken, too large.
pub(super) fn read<R: BufRead>(
    source: R,
    size: usize,
    done: impl Fn(&R) -> usize,
    watch: Watch,
) -> Result<Extract, Finding> {
    let mut reader = Reader::from_reader(Guard::new(source, size));
    reader.config_mut().check_comments = false;
    let mut document = Document::default();
    let mut buffer = Vec::new();
    let mut count = 0u64;
    loop {
        let event = reader.read_event_into(&mut buffer).map_err(|error| fault_of(&error));
        let more = event.and_then(|event| document.take(event));
        if !more.map_err(|fault| fault.at(&reader))? {
            break;
        }
        buffer.clear();
        reader.get_mut().element_ends();
        count += 1;
        if count.is_multiple_of(STRIDE) {
            tell(watch, "read", done(reader.get_ref().inner()), size);
        }
    }
    tell(watch, "read", size, size);
    document.extract.finish();
    Ok(document.extract)
}

/// The element being read.
#[derive(Default)]
struct Element {
    kind: Kind,
    id: i64,
    at: Option<Wgs84>,
    deleted: bool,
    tags: Vec<(Rc<str>, Rc<str>)>,
    /// Nodes of a way, or node members of a relation with their roles.
    nodes: Vec<(i64, Rc<str>)>,
    ways: Vec<(i64, Rc<str>)>,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Node,
    Way,
    Relation,
}

#[derive(Default)]
struct Document {
    extract: Extract,
    strings: Strings,
    depth: usize,
    open: Option<Element>,
    /// Inside of Overpass's `remark`.
    remark: bool,
    begun: bool,
}

impl Document {
    /// Takes the next event; whether there is more to come.
    fn take(&mut self, event: Event) -> Result<bool, Fault> {
        match event {
            Event::Start(start) => {
                self.enter(&start)?;
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    return Err(Fault { code: "osm-limit", say: "elements are nested too deep".into(), remedy: AGAIN });
                }
            }
            Event::Empty(start) => {
                self.enter(&start)?;
                self.leave(start.name().as_ref())?;
            }
            Event::End(end) => {
                self.depth = self.depth.saturating_sub(1);
                self.leave(end.name().as_ref())?;
            }
            Event::Text(text) if self.remark => remark(&text)?,
            Event::Decl(declaration) => {
                let foreign =
                    declaration.encoding().and_then(Result::ok).filter(|name| !name.eq_ignore_ascii_case(b"utf-8"));
                if let Some(name) = foreign {
                    return Err(Fault::broken(format!("the text is in {}, not UTF-8", String::from_utf8_lossy(&name))));
                }
            }
            Event::DocType(_) => return Err(not_osm("it has a document type, as web pages have and extracts do not")),
            Event::Eof if !self.begun => return Err(not_osm("it holds no <osm> element")),
            Event::Eof if self.depth > 0 => return Err(truncated()),
            Event::Eof => return Ok(false),
            _ => {}
        }
        Ok(true)
    }

    fn enter(&mut self, start: &BytesStart) -> Result<(), Fault> {
        match (self.depth, start.name().as_ref()) {
            (0, b"osm") => self.root(start),
            (0, b"osmChange") => Err(not_osm("it is a list of changes (.osc), not an extract")),
            (0, name) => Err(not_osm(&format!("it begins with <{}>", String::from_utf8_lossy(name)))),
            (1, b"node") => self.begin(Kind::Node, start),
            (1, b"way") => self.begin(Kind::Way, start),
            (1, b"relation") => self.begin(Kind::Relation, start),
            (1, b"meta") => {
                self.taken(attribute(start, b"osm_base")?.as_deref());
                Ok(())
            }
            (1, b"remark") => {
                self.remark = true;
                Ok(())
            }
            (2, b"tag") => self.tag(start),
            (2, b"nd") => self.node_of_way(start),
            (2, b"member") => self.member(start),
            _ => Ok(()),
        }
    }

    fn root(&mut self, start: &BytesStart) -> Result<(), Fault> {
        if std::mem::replace(&mut self.begun, true) {
            return Err(not_osm("it holds more than one <osm> element"));
        }
        match attribute(start, b"version")?.as_deref() {
            None | Some("0.6") => {}
            Some(version) => {
                let say = format!("it is of version {version:?} of OpenStreetMap's data model; 0.6 is read");
                return Err(Fault { code: "osm-version", say, remedy: "Use an extract made after 2009" });
            }
        }
        self.taken(attribute(start, b"timestamp")?.as_deref());
        Ok(())
    }

    /// When the data was taken, where the text is a moment.
    fn taken(&mut self, text: Option<&str>) {
        let moment = text.and_then(|text| DateTime::parse_from_rfc3339(text).ok());
        self.extract.taken = moment.map(|moment| moment.timestamp()).or(self.extract.taken);
    }

    fn begin(&mut self, kind: Kind, start: &BytesStart) -> Result<(), Fault> {
        let mut element = Element { kind, ..Element::default() };
        let (mut id, mut lat, mut lon) = (None, None, None);
        attributes(start, |key, value| {
            match key {
                b"id" => id = Some(number::<i64>("id", value)?),
                b"lat" => lat = Some(number::<f64>("lat", value)?),
                b"lon" => lon = Some(number::<f64>("lon", value)?),
                b"visible" => element.deleted |= value == "false",
                b"action" => element.deleted |= value == "delete",
                _ => {}
            }
            Ok(())
        })?;
        element.id = id.ok_or_else(|| Fault::broken("an element has no id"))?;
        if kind == Kind::Node {
            element.at = place(lat, lon, element.id)?;
        }
        self.open = Some(element);
        Ok(())
    }

    fn tag(&mut self, start: &BytesStart) -> Result<(), Fault> {
        let (mut key, mut text) = (None, None);
        attributes(start, |name, value| {
            match name {
                b"k" => key = Some(self.strings.get(value)),
                b"v" => text = Some(self.strings.get(value)),
                _ => {}
            }
            Ok(())
        })?;
        let Some(element) = &mut self.open else { return Ok(()) };
        let pair = key.zip(text).ok_or_else(|| Fault::broken("a tag has no key or no value"))?;
        element.tags.push(pair);
        within(element.tags.len(), MAX_TAGS, "tags", element.id)
    }

    fn node_of_way(&mut self, start: &BytesStart) -> Result<(), Fault> {
        let (mut id, mut lat, mut lon) = (None, None, None);
        attributes(start, |key, value| {
            match key {
                b"ref" => id = Some(number::<i64>("ref", value)?),
                b"lat" => lat = Some(number::<f64>("lat", value)?),
                b"lon" => lon = Some(number::<f64>("lon", value)?),
                _ => {}
            }
            Ok(())
        })?;
        let Some(element) = self.open.as_mut().filter(|element| element.kind == Kind::Way) else { return Ok(()) };
        let id = id.ok_or_else(|| Fault::broken(format!("way {} has an <nd> without ref", element.id)))?;
        // Overpass's `out geom` writes the place of each node into the way and may leave the nodes out.
        if let Some(at) = place(lat, lon, id)? {
            self.extract.place_node(id, at);
        }
        element.nodes.push((id, self.strings.get("")));
        within(element.nodes.len(), MAX_REFERENCES, "nodes", element.id)
    }

    fn member(&mut self, start: &BytesStart) -> Result<(), Fault> {
        let (mut kind, mut id, mut role) = (None, None, None);
        attributes(start, |key, value| {
            match key {
                b"type" => kind = Some(self.strings.get(value)),
                b"ref" => id = Some(number::<i64>("ref", value)?),
                b"role" => role = Some(self.strings.get(value)),
                _ => {}
            }
            Ok(())
        })?;
        let Some(element) = self.open.as_mut().filter(|element| element.kind == Kind::Relation) else { return Ok(()) };
        let id = id.ok_or_else(|| Fault::broken(format!("relation {} has a member without ref", element.id)))?;
        let member = (id, role.unwrap_or_else(|| self.strings.get("")));
        match kind.as_deref() {
            Some("node") => element.nodes.push(member),
            Some("way") => element.ways.push(member),
            _ => {}
        }
        within(element.nodes.len() + element.ways.len(), MAX_REFERENCES, "members", element.id)
    }

    /// An element ends: what was read of it goes to the extract.
    fn leave(&mut self, name: &[u8]) -> Result<(), Fault> {
        if name == b"remark" {
            self.remark = false;
        }
        if self.depth != 1 || !matches!(name, b"node" | b"way" | b"relation") {
            return Ok(());
        }
        let Some(element) = self.open.take().filter(|element| !element.deleted) else { return Ok(()) };
        let tags = Tags::new(element.tags);
        match (element.kind, element.at) {
            (Kind::Node, Some(at)) => self.extract.add_node(element.id, at, tags),
            // Editors keep nodes they know by id only.
            (Kind::Node, None) => {}
            (Kind::Way, _) => {
                let nodes = element.nodes.into_iter().map(|node| node.0).collect();
                self.extract.add_way(Way { id: element.id, nodes, tags });
            }
            (Kind::Relation, _) => {
                self.extract.add_relation(Relation { ways: element.ways, nodes: element.nodes, tags });
            }
        }
        Ok(())
    }
}
