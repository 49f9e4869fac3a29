//! An extract in memory: nodes, ways, relations and their tags, as far as the importer uses them.

use crate::frame::Wgs84;
use std::rc::Rc;

/// The tags of an element, in file order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tags(pub(super) Vec<(Rc<str>, Rc<str>)>);

impl Tags {
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

/// A relation, of which only the member ways matter here.
#[derive(Clone, Debug)]
pub(crate) struct Relation {
    /// Ids of member ways with their roles.
    pub ways: Vec<(i64, Rc<str>)>,
    pub tags: Tags,
}

/// Everything of an extract that the importer uses.
#[derive(Clone, Debug, Default)]
pub(crate) struct Extract {
    /// All nodes, sorted by id.
    pub nodes: Vec<(i64, Wgs84)>,
    /// Nodes that say something about themselves.
    pub tagged: Vec<(Wgs84, Tags)>,
    /// All ways, sorted by id.
    pub ways: Vec<Way>,
    pub relations: Vec<Relation>,
    /// When the data was taken, seconds of UTC since 1970, where the file says so.
    pub taken: Option<i64>,
}

impl Extract {
    /// Where a node is; nothing when the cut left it out.
    pub fn node(&self, id: i64) -> Option<Wgs84> {
        let found = self.nodes.binary_search_by_key(&id, |node| node.0).ok()?;
        self.nodes.get(found).map(|node| node.1)
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
