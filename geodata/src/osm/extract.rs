//! An extract in memory: nodes, ways, relations and their tags, as far as the importer uses them.

use crate::frame::Wgs84;
use std::rc::Rc;

/// The tags of an element, in file order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tags(pub(super) Vec<(Rc<str>, Rc<str>)>);

impl Tags {
    /// Tags in file order.
    pub fn new(pairs: Vec<(Rc<str>, Rc<str>)>) -> Self {
        Self(pairs)
    }

    /// The value of a key.
    pub fn get(&self, key: &str) -> Option<&str> {
        self.0.iter().find(|tag| &*tag.0 == key).map(|tag| &*tag.1)
    }

    /// Whether a key has this value.
    pub fn is(&self, key: &str, value: &str) -> bool {
        self.get(key) == Some(value)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every key with its value, in file order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(key, value)| (&**key, &**value))
    }

    /// Gives a key another value, or adds it.
    pub fn set(&mut self, key: &str, value: &Rc<str>) {
        match self.0.iter_mut().find(|tag| &*tag.0 == key) {
            Some(tag) => tag.1 = Rc::clone(value),
            None => self.0.push((Rc::from(key), Rc::clone(value))),
        }
    }

    /// Forgets what nobody reads, and the room it took.
    fn keep_useful(&mut self) {
        let before = self.0.len();
        self.0.retain(|tag| useful(&tag.0));
        if self.0.len() < before {
            self.0.shrink_to_fit();
        }
    }

    #[cfg(test)]
    pub fn of(pairs: &[(&str, &str)]) -> Self {
        Self(pairs.iter().map(|(k, v)| (Rc::from(*k), Rc::from(*v))).collect())
    }
}

/// A way: a line through nodes.
#[derive(Clone, Debug)]
pub(crate) struct Way {
    pub id: i64,
    pub nodes: Vec<i64>,
    pub tags: Tags,
}

/// A relation, of which only member ways and nodes matter here.
#[derive(Clone, Debug)]
pub(crate) struct Relation {
    /// Ids of member ways with their roles, in order.
    pub ways: Vec<(i64, Rc<str>)>,
    /// Ids of member nodes with their roles, in order.
    pub nodes: Vec<(i64, Rc<str>)>,
    pub tags: Tags,
}

/// A place in whole 1e-7 degrees, which is how exactly OpenStreetMap stores them: latitude, longitude.
type Fixed = [i32; 2];

/// Everything of an extract that the importer uses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Extract {
    /// All nodes, sorted by id.
    nodes: Vec<(i64, Fixed)>,
    /// Nodes that say something about themselves.
    pub tagged: Vec<(Wgs84, Tags)>,
    /// Nodes that stand in the way, sorted by id: those with a `barrier` tag.
    pub barriers: Vec<(i64, Tags)>,
    /// All ways, sorted by id.
    pub ways: Vec<Way>,
    /// Relations that outline something or forbid a turn.
    pub relations: Vec<Relation>,
    /// When the data was taken, seconds of UTC since 1970, where the file says so.
    pub taken: Option<i64>,
}

impl Extract {
    /// Adds a node.
    pub fn add_node(&mut self, id: i64, at: Wgs84, mut tags: Tags) {
        self.place_node(id, at);
        tags.keep_useful();
        if tags.get("barrier").is_some() {
            self.barriers.push((id, tags.clone()));
        }
        if !tags.is_empty() {
            self.tagged.push((at, tags));
        }
    }

    /// Adds a node of which only the place is known.
    pub fn place_node(&mut self, id: i64, at: Wgs84) {
        // A place on the globe fits; a float-to-integer cast saturates.
        self.nodes.push((id, [at.lat, at.lon].map(|degrees| (degrees * 1e7).round() as i32)));
    }

    /// Adds a way, unless it is no line at all.
    pub fn add_way(&mut self, mut way: Way) {
        if way.nodes.len() < 2 {
            return;
        }
        way.tags.keep_useful();
        self.ways.push(way);
    }

    /// Adds a relation, if it is of a kind that is used.
    pub fn add_relation(&mut self, mut relation: Relation) {
        let tags = &relation.tags;
        let kind = tags.get("type").unwrap_or_default();
        let area = kind == "multipolygon" || kind == "boundary" || tags.get("boundary").is_some();
        if area || kind.starts_with("restriction") {
            relation.tags.keep_useful();
            self.relations.push(relation);
        }
    }

    /// Puts all in order after the last element. Where an id comes twice, the later one holds.
    pub fn finish(&mut self) {
        self.nodes.sort_by_key(|node| node.0);
        last_of_each(&mut self.nodes, |node| node.0);
        self.barriers.sort_by_key(|node| node.0);
        last_of_each(&mut self.barriers, |node| node.0);
        self.ways.sort_by_key(|way| way.id);
        last_of_each(&mut self.ways, |way| way.id);
    }

    /// How many nodes.
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// Where a node is; nothing when the cut left it out.
    pub fn node(&self, id: i64) -> Option<Wgs84> {
        let found = self.nodes.binary_search_by_key(&id, |node| node.0).ok()?;
        let [lat, lon] = self.nodes.get(found)?.1.map(|fixed| f64::from(fixed) / 1e7);
        Some(Wgs84 { lat, lon })
    }

    /// A way by id; nothing when the cut left it out.
    pub fn way(&self, id: i64) -> Option<&Way> {
        let found = self.ways.binary_search_by_key(&id, |way| way.id).ok()?;
        self.ways.get(found)
    }

    /// The places along a way that the extract holds.
    pub fn line(&self, way: &Way) -> Vec<Wgs84> {
        way.nodes.iter().filter_map(|id| self.node(*id)).collect()
    }
}

/// Of neighbours with the same id only the last stays.
fn last_of_each<T>(list: &mut Vec<T>, id: impl Fn(&T) -> i64) {
    list.dedup_by(|later, earlier| {
        let same = id(later) == id(earlier);
        if same {
            std::mem::swap(later, earlier);
        }
        same
    });
}

/// Whether anything here may ever look at a key. Half of the text of an extract is about who drew what from which source,
/// and names in tongues that no console shows.
fn useful(key: &str) -> bool {
    const NEVER: [&str; 15] = [
        "created_by",
        "note",
        "fixme",
        "attribution",
        "wikidata",
        "wikipedia",
        "website",
        "url",
        "phone",
        "fax",
        "email",
        "description",
        "image",
        "mapillary",
        "survey:date",
    ];
    const NEVER_BEGINS: [&str; 11] = [
        "source:",
        "note:",
        "tiger:",
        "gnis:",
        "NHD:",
        "KSJ2:",
        "contact:",
        "payment:",
        "wikipedia:",
        "check_date",
        "ref:",
    ];
    if let Some(tongue) = key.strip_prefix("name:") {
        return tongue.starts_with("zh") || tongue == "en";
    }
    key == "source:maxspeed"
        || !(key == "source" || NEVER.contains(&key) || NEVER_BEGINS.iter().any(|head| key.starts_with(head)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_an_element_that_comes_twice_the_later_holds() {
        let at = |lat| Wgs84 { lat, lon: 9.5 };
        let way = |id, nodes: &[i64]| Way { id, nodes: nodes.to_vec(), tags: Tags::default() };
        let mut extract = Extract::default();
        for (id, lat) in [(2, 47.0), (1, 47.1), (2, 47.2), (2, 47.3)] {
            extract.add_node(id, at(lat), Tags::default());
        }
        extract.add_way(way(7, &[1, 1]));
        extract.add_way(way(8, &[1]));
        extract.add_way(way(7, &[1, 2]));
        extract.finish();
        assert_eq!((extract.node_count(), extract.node(2), extract.node(3)), (2, Some(at(47.3)), None));
        assert_eq!(extract.ways.len(), 1);
        assert_eq!(extract.way(7).unwrap().nodes, [1, 2]);
    }

    #[test]
    fn tags_nobody_reads_are_not_kept() {
        let mut tags = Tags::of(&[
            ("name", "x"),
            ("name:zh", "x"),
            ("name:zh-Hans", "x"),
            ("name:en", "x"),
            ("name:de", "x"),
            ("source", "x"),
            ("source:name", "x"),
            ("source:maxspeed", "DE:urban"),
            ("ref", "B 19"),
            ("note:de", "x"),
            ("oneway", "yes"),
        ]);
        tags.keep_useful();
        let keys: Vec<&str> = tags.0.iter().map(|tag| &*tag.0).collect();
        assert_eq!(keys, ["name", "name:zh", "name:zh-Hans", "name:en", "source:maxspeed", "ref", "oneway"]);
    }
}
