//! What the small layer files have in common: `{"format": 1, "<things>": [...]}`, read item by item so that every fault
//! of a file is told at once, each with the item it is about.

use crate::finding::Finding;
use crate::frame::{Frame, Local, Wgs84};
use crate::layers::json;
use crate::osm::named::round7;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeSet;

/// The version of the layer files this module reads and writes.
const FORMAT: u64 = 1;
/// No layer file holds more items.
const ITEMS: usize = 200_000;
/// Largest file in bytes: twice what the most hotspots of a province need.
const BYTES: usize = 200_000_000;
/// No id is longer, in bytes.
const ID: usize = 100;
/// No name is longer, in bytes.
const NAME: usize = 500;
/// So many faults of one file are told; of the rest only the number.
const TOLD: usize = 100;

/// One layer file being read: the plane, and the faults found so far.
pub(crate) struct Reader<'a> {
    file: &'static str,
    code: &'static str,
    frame: &'a Frame,
    ids: BTreeSet<String>,
    faults: Vec<Finding>,
    untold: usize,
}

impl<'a> Reader<'a> {
    pub fn new(file: &'static str, code: &'static str, frame: &'a Frame) -> Self {
        Self { file, code, frame, ids: BTreeSet::new(), faults: Vec::new(), untold: 0 }
    }

    /// The items of the list `things`, each turned by `item`; or every fault.
    pub fn read<L: DeserializeOwned, T>(
        mut self,
        things: &str,
        bytes: &[u8],
        item: impl Fn(&mut Self, L) -> Option<T>,
    ) -> Result<Vec<T>, Vec<Finding>> {
        let mut kept = Vec::new();
        let mut each = |index: usize, row: Value| match serde_json::from_value::<L>(row) {
            _ if index >= ITEMS => {}
            Ok(line) => kept.extend(item(&mut self, line)),
            Err(why) => self.fault(&format!("{things}[{index}]"), why.to_string()),
        };
        let mut count = 0;
        let mut counted = |index: usize, row: Value| {
            count = index + 1;
            each(index, row);
        };
        let whole = if bytes.len() > BYTES {
            Err(format!("it has {} bytes, more than {BYTES}", bytes.len()))
        } else {
            json::items(bytes, things, &mut counted).and_then(|fields| whole(&fields, things, count))
        };
        if let Err(why) = whole {
            // What is wrong with the whole says more than what followed from it in the items.
            (self.faults, self.untold) = (Vec::new(), 0);
            self.fault("", why);
        }
        if self.untold > 0 {
            let say = format!("and {} more faults", self.untold);
            self.faults.push(Finding::new(self.code, self.file, say, "Mend the first ones, then look again"));
        }
        if self.faults.is_empty() { Ok(kept) } else { Err(self.faults) }
    }

    /// Notes a fault of an item; of the file itself when the item is empty.
    pub fn fault(&mut self, item: &str, say: impl Into<String>) {
        if self.faults.len() >= TOLD {
            self.untold += 1;
            return;
        }
        let at = if item.is_empty() { self.file.to_owned() } else { format!("{}, {item}", self.file) };
        self.faults.push(Finding::new(self.code, at, say, "Import this layer again from a mended file"));
    }

    /// A place of an item on the plane.
    pub fn local(&mut self, id: &str, at: Wgs84) -> Option<Local> {
        let place = Wgs84::new(at.lat, at.lon);
        if place.is_none() {
            self.fault(id, "the place lies off the globe");
        }
        place.map(|place| self.frame.to_local(place))
    }

    /// Whether an id can be cited (not empty, not long, not twice) and the names can be shown.
    pub fn named(&mut self, id: &str, names: &[&str]) -> bool {
        let odd = |text: &str| text.chars().any(char::is_control);
        let before = self.faults.len() + self.untold;
        if id.is_empty() || id.len() > ID || odd(id) {
            self.fault(id, format!("the id is empty, longer than {ID} bytes, or holds control characters"));
        } else if !self.ids.insert(id.to_owned()) {
            self.fault(id, "the id is there twice");
        }
        if names.iter().any(|name| name.len() > NAME || odd(name)) {
            self.fault(id, format!("a name is longer than {NAME} bytes or holds control characters"));
        }
        self.faults.len() + self.untold == before
    }
}

/// Whether the fields beside the items are what they have to be.
fn whole(fields: &[(String, Option<Value>)], things: &str, count: usize) -> Result<(), String> {
    let field = |key: &str| fields.iter().find(|field| field.0 == key);
    if field("format").and_then(|field| field.1.as_ref()).and_then(Value::as_u64) != Some(FORMAT) {
        return Err(format!("its format is not {FORMAT}"));
    }
    if field(things).is_none() {
        return Err(format!("it has no {things:?}"));
    }
    if count > ITEMS {
        return Err(format!("it holds {count} items, more than {ITEMS}"));
    }
    match fields.iter().find(|(key, _)| key != "format" && key != things) {
        Some((key, _)) => Err(format!("{:?} is not a field of this file", crate::layers::faults::short(key))),
        None => Ok(()),
    }
}

/// The bytes of a layer file, one field a line.
pub(crate) fn write<L: Serialize>(things: &str, rows: &[L]) -> Result<Vec<u8>, Finding> {
    let rows = serde_json::to_value(rows)
        .map_err(|e| Finding::new("import-json", "the importer", e.to_string(), "Report this as a defect"))?;
    let mut fields = serde_json::Map::new();
    fields.insert("format".into(), FORMAT.into());
    fields.insert(things.into(), rows);
    crate::osm::json(&Value::Object(fields))
}

/// Degrees as files hold them: 1e-7 degree is a centimetre.
pub(crate) fn degrees(frame: &Frame, at: Local) -> Wgs84 {
    let place = frame.to_wgs84(at);
    Wgs84 { lat: round7(place.lat), lon: round7(place.lon) }
}
