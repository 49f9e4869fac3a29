//! One data block of a `.osm.pbf`: its strings, its scale, and the elements packed into its groups.
//!
//! Format facts: wiki.openstreetmap.org/wiki/PBF_Format (osmformat.proto).

use super::extract::{Extract, Relation, Tags, Way};
use super::wire::{Value, fields, packed, packed_deltas};
use crate::frame::Wgs84;
use std::rc::Rc;

/// The strings and the scale of one block.
struct Block {
    strings: Vec<Rc<str>>,
    granularity: i64,
    lat_offset: i64,
    lon_offset: i64,
}

impl Block {
    /// Degrees from the block's own units; nothing off the globe.
    fn place(&self, lat: i64, lon: i64) -> Option<Wgs84> {
        let degrees = |offset: i64, value: i64| offset.wrapping_add(self.granularity.wrapping_mul(value)) as f64 * 1e-9;
        Wgs84::new(degrees(self.lat_offset, lat), degrees(self.lon_offset, lon))
    }

    fn string(&self, index: u64) -> Option<Rc<str>> {
        self.strings.get(usize::try_from(index).ok()?).cloned()
    }

    fn tags(&self, keys: &[u64], values: &[u64]) -> Option<Tags> {
        if keys.len() != values.len() {
            return None;
        }
        let pairs = keys.iter().zip(values).map(|(k, v)| Some((self.string(*k)?, self.string(*v)?)));
        pairs.collect::<Option<Vec<_>>>().map(Tags)
    }
}

/// Adds the elements of a block to the extract; nothing at the first byte that makes no sense.
pub(super) fn read(bytes: &[u8], extract: &mut Extract) -> Option<()> {
    let mut block = Block { strings: Vec::new(), granularity: 100, lat_offset: 0, lon_offset: 0 };
    let mut groups = Vec::new();
    fields(bytes, |number, value| {
        match number {
            1 => fields(value.bytes()?, |number, value| {
                if number == 1 {
                    block.strings.push(Rc::from(String::from_utf8_lossy(value.bytes()?).as_ref()));
                }
                Some(())
            })?,
            2 => groups.push(value.bytes()?),
            17 => block.granularity = value.signed()?,
            19 => block.lat_offset = value.signed()?,
            20 => block.lon_offset = value.signed()?,
            _ => {}
        }
        Some(())
    })?;
    groups.into_iter().try_for_each(|group| {
        fields(group, |number, value| match number {
            1 => node(&block, value.bytes()?, extract),
            2 => dense(&block, value.bytes()?, extract),
            3 => way(&block, value.bytes()?, extract),
            4 => relation(&block, value.bytes()?, extract),
            _ => Some(()),
        })
    })
}

fn node(block: &Block, bytes: &[u8], extract: &mut Extract) -> Option<()> {
    let (mut id, mut lat, mut lon, mut keys, mut values) = (0, 0, 0, Vec::new(), Vec::new());
    fields(bytes, |number, value| {
        match number {
            1 => id = value.zigzag()?,
            2 => list(&mut keys, value)?,
            3 => list(&mut values, value)?,
            8 => lat = value.zigzag()?,
            9 => lon = value.zigzag()?,
            _ => {}
        }
        Some(())
    })?;
    extract.add_node(id, block.place(lat, lon)?, block.tags(&keys, &values)?);
    Some(())
}

fn dense(block: &Block, bytes: &[u8], extract: &mut Extract) -> Option<()> {
    let (mut ids, mut lats, mut lons, mut tags) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    fields(bytes, |number, value| {
        match number {
            1 => ids = packed_deltas(value.bytes()?)?,
            8 => lats = packed_deltas(value.bytes()?)?,
            9 => lons = packed_deltas(value.bytes()?)?,
            10 => list(&mut tags, value)?,
            _ => {}
        }
        Some(())
    })?;
    if ids.len() != lats.len() || ids.len() != lons.len() {
        return None;
    }
    let mut tags = tags.into_iter();
    for ((id, lat), lon) in ids.into_iter().zip(lats).zip(lons) {
        let own = dense_tags(block, &mut tags)?;
        extract.add_node(id, block.place(lat, lon)?, own);
    }
    Some(())
}

/// Key, value, key, value, 0 for each node; all zeros may be left out when no node of the group has tags.
fn dense_tags(block: &Block, flat: &mut impl Iterator<Item = u64>) -> Option<Tags> {
    let mut tags = Tags::default();
    while let Some(key) = flat.next().filter(|key| *key != 0) {
        tags.0.push((block.string(key)?, block.string(flat.next()?)?));
    }
    Some(tags)
}

fn way(block: &Block, bytes: &[u8], extract: &mut Extract) -> Option<()> {
    let (mut id, mut nodes, mut keys, mut values) = (0, Vec::new(), Vec::new(), Vec::new());
    let (mut lats, mut lons) = (Vec::new(), Vec::new());
    fields(bytes, |number, value| {
        match number {
            1 => id = value.signed()?,
            2 => list(&mut keys, value)?,
            3 => list(&mut values, value)?,
            8 => nodes = packed_deltas(value.bytes()?)?,
            9 => lats = packed_deltas(value.bytes()?)?,
            10 => lons = packed_deltas(value.bytes()?)?,
            _ => {}
        }
        Some(())
    })?;
    // With the feature LocationsOnWays a way brings the places of its nodes, and the nodes themselves may be left out.
    if !lats.is_empty() && (lats.len() != nodes.len() || lons.len() != nodes.len()) {
        return None;
    }
    for ((node, lat), lon) in nodes.iter().zip(lats).zip(lons) {
        extract.place_node(*node, block.place(lat, lon)?);
    }
    extract.add_way(Way { id, nodes, tags: block.tags(&keys, &values)? });
    Some(())
}

fn relation(block: &Block, bytes: &[u8], extract: &mut Extract) -> Option<()> {
    let (mut keys, mut values, mut roles, mut kinds) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    let mut ids = Vec::new();
    fields(bytes, |number, value| {
        match number {
            2 => list(&mut keys, value)?,
            3 => list(&mut values, value)?,
            8 => list(&mut roles, value)?,
            9 => ids = packed_deltas(value.bytes()?)?,
            10 => list(&mut kinds, value)?,
            _ => {}
        }
        Some(())
    })?;
    if ids.len() != roles.len() || ids.len() != kinds.len() {
        return None;
    }
    let members = |wanted: u64| {
        let own = ids.iter().zip(&roles).zip(&kinds).filter(move |(_, kind)| **kind == wanted);
        own.map(|((id, role), _)| Some((*id, block.string(*role)?))).collect::<Option<Vec<_>>>()
    };
    const NODE: u64 = 0;
    const WAY: u64 = 1;
    let (nodes, ways) = (members(NODE)?, members(WAY)?);
    extract.add_relation(Relation { ways, nodes, tags: block.tags(&keys, &values)? });
    Some(())
}

/// A repeated number, packed or one by one.
fn list(list: &mut Vec<u64>, value: Value) -> Option<()> {
    match value {
        Value::Number(number) => list.push(number),
        Value::Bytes(bytes) => list.extend(packed(bytes)?),
    }
    Some(())
}
