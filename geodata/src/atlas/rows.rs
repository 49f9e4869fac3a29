//! What the small layer files have in common: `{"format": 1, "<things>": [...]}`, read item by item so that every fault
//! of a file is told at once, each with the item it is about.

use crate::finding::Finding;
use crate::frame::{Frame, Local, Wgs84};
use crate::osm::named::round7;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::collections::BTreeSet;

/// The version of the layer files this module reads and writes.
const FORMAT: u64 = 1;
/// No layer file holds more items.
const ITEMS: usize = 200_000;
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
        let rows = self.rows(things, bytes).unwrap_or_default();
        let mut kept = Vec::with_capacity(rows.len());
        for (index, row) in rows.into_iter().enumerate() {
            match serde_json::from_value::<L>(row) {
                Ok(line) => kept.extend(item(&mut self, line)),
                Err(why) => self.fault(&format!("{things}[{index}]"), why.to_string()),
            }
        }
        if self.untold > 0 {
            let say = format!("and {} more faults", self.untold);
            self.faults.push(Finding::new(self.code, self.file, say, "Mend the first ones, then look again"));
        }
        if self.faults.is_empty() { Ok(kept) } else { Err(self.faults) }
    }

    fn rows(&mut self, things: &str, bytes: &[u8]) -> Option<Vec<Value>> {
        let value: Value = match serde_json::from_slice(bytes) {
            Ok(value) => value,
            Err(why) => return self.none(why.to_string()),
        };
        let Value::Object(mut fields) = value else { return self.none("it is not a JSON object".into()) };
        if fields.get("format").and_then(Value::as_u64) != Some(FORMAT) {
            return self.none(format!("its format is not {FORMAT}"));
        }
        let Some(Value::Array(rows)) = fields.remove(things) else { return self.none(format!("it has no {things:?}")) };
        if rows.len() > ITEMS {
            return self.none(format!("it holds {} items, more than {ITEMS}", rows.len()));
        }
        if let Some(key) = fields.keys().find(|key| *key != "format") {
            return self.none(format!("{key:?} is not a field of this file"));
        }
        Some(rows)
    }

    fn none<T>(&mut self, say: String) -> Option<T> {
        self.fault("", say);
        None
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
