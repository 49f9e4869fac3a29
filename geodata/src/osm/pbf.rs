//! `.osm.pbf` read whole: the file's blobs, their blocks, and the nodes, ways and relations inside.
//!
//! Format facts: wiki.openstreetmap.org/wiki/PBF_Format (fileformat.proto, osmformat.proto). Limits are those of the
//! format: a blob header under 64 KiB, a blob under 32 MiB unpacked. History files are refused.

use super::wire::{Value, fields, packed, packed_deltas};
use crate::finding::Finding;
use crate::frame::Wgs84;
use std::io::Read;
use std::rc::Rc;

const MAX_HEADER: usize = 64 * 1024;
const MAX_BLOB: u64 = 32 * 1024 * 1024;

/// The tags of an element, in file order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tags(Vec<(Rc<str>, Rc<str>)>);

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

/// Reads a whole extract.
///
/// # Errors
/// One finding: not a PBF file, cut off, or broken at a block.
pub(crate) fn read(bytes: &[u8]) -> Result<Extract, Finding> {
    if bytes.is_empty() {
        return Err(Finding::new("osm-empty", "the extract", "the file is empty", "Download it again"));
    }
    let mut extract = Extract::default();
    let mut rest = bytes;
    let mut count = 0;
    while !rest.is_empty() {
        let at = Place { block: count, offset: bytes.len() - rest.len(), size: bytes.len() };
        let (kind, blob) = next_blob(&mut rest, &at)?;
        if count == 0 && kind != b"OSMHeader" {
            return Err(not_pbf());
        }
        match kind {
            b"OSMHeader" => header(&unpack(blob, &at)?, &mut extract, &at)?,
            b"OSMData" => {
                block(&unpack(blob, &at)?, &mut extract).ok_or_else(|| at.corrupt("the block makes no sense"))?
            }
            // The format says: ignore what you do not know.
            _ => {}
        }
        count += 1;
    }
    extract.nodes.sort_by_key(|node| node.0);
    extract.ways.sort_by_key(|way| way.id);
    Ok(extract)
}

/// Where in the file we are, for findings.
struct Place {
    block: usize,
    offset: usize,
    size: usize,
}

impl Place {
    fn at(&self) -> String {
        format!("the extract, block {} at byte {} of {}", self.block, self.offset, self.size)
    }

    fn corrupt(&self, say: &str) -> Finding {
        Finding::new("osm-corrupt", self.at(), say, "Download the extract again and compare its checksum")
    }

    fn truncated(&self) -> Finding {
        let say = "the file ends in the middle of a block";
        Finding::new("osm-truncated", self.at(), say, "Download the extract again; the download was cut off")
    }
}

fn not_pbf() -> Finding {
    let remedy = "Use an extract in PBF format; convert others with `osmium cat IN -o OUT.osm.pbf`";
    Finding::new("osm-not-pbf", "the extract", "this is not an .osm.pbf file", remedy)
}

/// The kind and the raw bytes of the next blob.
fn next_blob<'a>(rest: &mut &'a [u8], at: &Place) -> Result<(&'a [u8], &'a [u8]), Finding> {
    let foreign = |finding: Finding| if at.block == 0 { not_pbf() } else { finding };
    let (length, tail) = rest.split_first_chunk::<4>().ok_or_else(|| foreign(at.truncated()))?;
    let length = u32::from_be_bytes(*length) as usize;
    if length == 0 || length > MAX_HEADER {
        return Err(foreign(at.corrupt("a block header has an impossible length")));
    }
    let (header, tail) = tail.split_at_checked(length).ok_or_else(|| at.truncated())?;
    let (mut kind, mut size) = (&b""[..], None);
    let read = fields(header, |number, value| {
        match number {
            1 => kind = value.bytes()?,
            3 => size = value.number(),
            _ => {}
        }
        Some(())
    });
    let size = read.and(size).and_then(|size| usize::try_from(size).ok());
    let size = size.ok_or_else(|| foreign(at.corrupt("a block header makes no sense")))?;
    let (blob, tail) = tail.split_at_checked(size).ok_or_else(|| at.truncated())?;
    *rest = tail;
    Ok((kind, blob))
}

/// The content of a blob, unpacked.
fn unpack(blob: &[u8], at: &Place) -> Result<Vec<u8>, Finding> {
    let (mut raw, mut zlib, mut other) = (None, None, false);
    let read = fields(blob, |number, value| {
        match number {
            1 => raw = Some(value.bytes()?),
            3 => zlib = Some(value.bytes()?),
            4..=7 => other = true,
            _ => {}
        }
        Some(())
    });
    read.ok_or_else(|| at.corrupt("the block's wrapping makes no sense"))?;
    match (raw, zlib) {
        (Some(raw), _) => Ok(raw.to_vec()),
        (None, Some(zlib)) => inflate(zlib, at),
        (None, None) if other => {
            let remedy = "Convert it with `osmium cat IN -o OUT.osm.pbf`, which packs with zlib";
            Err(Finding::new("osm-packing", at.at(), "the block is packed by a method other than zlib", remedy))
        }
        (None, None) => Err(at.corrupt("the block is empty")),
    }
}

fn inflate(zlib: &[u8], at: &Place) -> Result<Vec<u8>, Finding> {
    let mut out = Vec::new();
    let read = flate2::read::ZlibDecoder::new(zlib).take(MAX_BLOB + 1).read_to_end(&mut out);
    if read.is_err() {
        return Err(at.corrupt("the block does not unpack"));
    }
    if out.len() as u64 > MAX_BLOB {
        return Err(at.corrupt("the block unpacks to more than 32 MiB"));
    }
    Ok(out)
}

fn header(bytes: &[u8], extract: &mut Extract, at: &Place) -> Result<(), Finding> {
    let mut foreign = None;
    let read = fields(bytes, |number, value| {
        match number {
            4 => {
                let feature = value.bytes()?;
                if feature != b"OsmSchema-V0.6" && feature != b"DenseNodes" {
                    foreign = Some(String::from_utf8_lossy(feature).into_owned());
                }
            }
            32 => extract.taken = value.signed(),
            _ => {}
        }
        Some(())
    });
    read.ok_or_else(|| at.corrupt("the file header makes no sense"))?;
    match foreign {
        Some(feature) => {
            let say = format!("the file requires the feature {feature:?}, which is not supported");
            Err(Finding::new("osm-feature", at.at(), say, "Use a plain extract, without history"))
        }
        None => Ok(()),
    }
}

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

fn block(bytes: &[u8], extract: &mut Extract) -> Option<()> {
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

fn push_node(extract: &mut Extract, id: i64, at: Wgs84, tags: Tags) {
    extract.nodes.push((id, at));
    if !tags.is_empty() {
        extract.tagged.push((at, tags));
    }
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
    push_node(extract, id, block.place(lat, lon)?, block.tags(&keys, &values)?);
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
        push_node(extract, id, block.place(lat, lon)?, own);
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
    fields(bytes, |number, value| {
        match number {
            1 => id = value.signed()?,
            2 => list(&mut keys, value)?,
            3 => list(&mut values, value)?,
            8 => nodes = packed_deltas(value.bytes()?)?,
            _ => {}
        }
        Some(())
    })?;
    extract.ways.push(Way { id, nodes, tags: block.tags(&keys, &values)? });
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
    const WAY: u64 = 1;
    let members = ids.into_iter().zip(roles).zip(kinds).filter(|(_, kind)| *kind == WAY);
    let ways = members.map(|((id, role), _)| Some((id, block.string(role)?))).collect::<Option<Vec<_>>>()?;
    extract.relations.push(Relation { ways, tags: block.tags(&keys, &values)? });
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

/// The unpacked content of every data block, for tests that spoil it.
#[cfg(test)]
pub(super) fn contents(mut rest: &[u8]) -> Vec<Vec<u8>> {
    let at = Place { block: 0, offset: 0, size: rest.len() };
    let mut all = Vec::new();
    while let Ok((kind, bytes)) = next_blob(&mut rest, &at) {
        if kind == b"OSMData" {
            all.push(unpack(bytes, &at).unwrap());
        }
    }
    all
}
