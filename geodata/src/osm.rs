//! From an OpenStreetMap extract to a district folder: `skyground import osm`.
//!
//! One pass over the `.osm.pbf` (own reader: no input may panic), then each layer by itself. The same extract
//! and options give the same bytes. An extract without roads is refused; one without an administrative outline gets the
//! box round its roads as boundary.

mod block;
pub(crate) mod boundary;
mod civil;
mod conditional;
pub(crate) mod extract;
mod hours;
pub(crate) mod named;
mod names;
mod pbf;
mod read;
mod report;
pub(crate) mod rings;
mod rules;
mod source;
mod strings;
#[cfg(test)]
mod testing;
#[cfg(test)]
mod tests;
mod turns;
mod ways;
mod wire;
mod xml;

use crate::area::{self, AreaKind};
use crate::atlas::{Files, Provenance, Source};
use crate::basemap;
use crate::district::{self, Head};
use crate::fiction;
use crate::finding::Finding;
use crate::frame::{Frame, Local, Wgs84};
use crate::manifest::{BASEMAP, BOUNDARY, DATUM, ORDER, PLACES, ROADS};
use crate::place::Place;
use crate::roads::data::RoadData;
use crate::roads::{RoadNet, codec};
use crate::units::{Amsl, Metres, Timestamp};
use extract::Extract;
use report::tell;

pub use report::{ImportReport, Progress, Reasons, Watch};

/// Who must be named wherever data of OpenStreetMap is shown (openstreetmap.org/copyright).
pub const OSM_ATTRIBUTION: &str = "© OpenStreetMap contributors, ODbL 1.0";

/// How far a district reaches from its middle: beyond, its tangent plane is off by hundreds of metres.
const REACH: Metres = Metres(150_000.0);

/// From so many junctions on a district gets an order of its roads, computed within a second for every fifteen thousand
/// junctions. Plain search over a county's answers in a millisecond; where hundreds of places want somebody at once, that is
/// what everybody waits for, and the order answers thirty times as fast.
const ORDERED_FROM: usize = 1_000;

/// What the extract does not say.
#[derive(Clone, Debug, PartialEq)]
pub struct ImportOptions {
    /// Name of the district.
    pub name: String,
    /// Its Chinese name.
    pub name_zh: String,
    /// With a seed, a fictional layer is laid: hotspots, guarded places, posts, zones.
    pub fiction_seed: Option<u64>,
    /// Height of the flat ground.
    pub ground: Amsl,
    /// Who must be named wherever the map is shown.
    pub attribution: String,
    /// The name of the extract's file, without folders.
    pub source: String,
}

impl Default for ImportOptions {
    fn default() -> Self {
        Self {
            name: String::from("District"),
            name_zh: String::from("辖区"),
            fiction_seed: None,
            ground: Amsl::default(),
            attribution: OSM_ATTRIBUTION.to_owned(),
            source: String::from("extract"),
        }
    }
}

/// A district made of an extract, and what there is to say about it.
#[derive(Clone, Debug)]
pub struct Imported {
    /// The files of the district folder.
    pub files: Files,
    /// What was found, used and left aside.
    pub report: ImportReport,
}

/// Turns an extract into the files of a district folder.
///
/// # Errors
/// One finding: the extract is of no format that is read, cut off, broken, or holds no roads.
pub fn import_osm(extract: &[u8], options: &ImportOptions) -> Result<Files, Finding> {
    import_osm_with(extract, options, &mut |_| ()).map(|imported| imported.files)
}

/// As [`import_osm`], telling how far it is, with the report.
///
/// # Errors
/// As [`import_osm`].
pub fn import_osm_with(extract: &[u8], options: &ImportOptions, watch: Watch) -> Result<Imported, Finding> {
    let osm = read::read(extract, watch)?;
    tell(watch, "roads", 0, 1);
    let (frame, roads, mut report) = road_net(&osm)?;
    tell(watch, "roads", 1, 1);
    let outline = boundary::outline(&osm, frame.origin());
    let bounds = bounds(&frame, &roads, outline.as_deref());
    let rings = outline.unwrap_or_else(|| vec![boundary::boxed(bounds[0], bounds[1])]);
    tell(watch, "places", 0, 1);
    let places = named::named(&osm);
    let (civil, open) = civil::areas(&osm, &frame);
    tell(watch, "base map", 0, 1);
    let mut files = Files::from([
        (ROADS.to_owned(), codec::encode(&roads)),
        (PLACES.to_owned(), json(&places)?),
        (BOUNDARY.to_owned(), boundary::write(&rings, &options.name, &options.attribution)),
        (BASEMAP.to_owned(), basemap::write(&osm, &rings, bounds, options)?),
    ]);
    if !civil.is_empty() {
        files.insert(area::file::name(AreaKind::Civil).to_owned(), area::file::write(&civil, AreaKind::Civil, &frame)?);
    }
    tell(watch, "base map", 1, 1);
    let from = Provenance { sources: vec![Source::new(&options.source, DATUM, extract)], ..Provenance::default() };
    let net = RoadNet::new(&roads);
    if net.junctions() >= ORDERED_FROM {
        tell(watch, "order of the roads", 0, 1);
        files.insert(ORDER.to_owned(), net.order());
        tell(watch, "order of the roads", 1, 1);
    }
    let mut district = district::Making::new(files, &from);
    if let Some(seed) = options.fiction_seed {
        let places: Vec<Place> = places.iter().map(|n| local_place(n, &frame)).collect();
        let world = fiction::World { frame: &frame, net: &net, places: &places, rings: &rings, ground: options.ground };
        district.invent(&world, seed)?;
    }
    report.open_areas = open;
    let mut counts = report.counts();
    counts.extend([
        ("civil_areas".to_owned(), civil.len() as u64),
        ("road_arcs".to_owned(), net.arcs() as u64),
        ("places".to_owned(), places.len() as u64),
    ]);
    let taken = osm.taken.map(|s| Timestamp::from_millis(s.saturating_mul(1000)).to_string());
    let files = district.finish(Head { origin: frame.origin(), bounds, taken, counts }, options)?;
    Ok(Imported { files, report })
}

/// Only the plane and the road net of an extract, islands marked: the way from bytes to a routable graph.
///
/// # Errors
/// As [`import_osm`].
pub fn import_roads(extract: &[u8]) -> Result<(Frame, RoadData), Finding> {
    road_net(&read::read(extract, &mut |_| ())?).map(|(frame, roads, _)| (frame, roads))
}

fn road_net(osm: &Extract) -> Result<(Frame, RoadData, ImportReport), Finding> {
    let none = |say: &str| Finding::new("osm-no-roads", "the extract", say, "Use an extract of a region with roads");
    let mut report = ImportReport {
        nodes: osm.node_count() as u64,
        ways: osm.ways.len() as u64,
        relations: osm.relations.len() as u64,
        ..ImportReport::default()
    };
    let roads = ways::roads(osm, &mut report);
    let middle = middle(&ways::places(osm, &roads));
    let frame = Frame::at(middle.ok_or_else(|| none("it holds no roads that cars drive"))?);
    let mut net = ways::net(osm, &roads, &frame, &mut report);
    net.data.turns = turns::turns(osm, &net, &mut report);
    let data;
    (data, report.islands) = net.data.settled();
    report.count_net(&data);
    if data.edges.is_empty() {
        return Err(none("its roads do not connect"));
    }
    Ok((frame, data, report))
}

/// The median of all road points, rounded to 1e-4 degree: a stray node far away does not move it. Not near a pole,
/// where a tangent plane in degrees has no east.
fn middle(places: &[Wgs84]) -> Option<Wgs84> {
    let median = |axis: fn(&Wgs84) -> f64| {
        let mut values: Vec<f64> = places.iter().map(axis).collect();
        values.sort_by(f64::total_cmp);
        values.get(values.len() / 2).map(|v| (v * 1e4).round() / 1e4)
    };
    let place = Wgs84::new(median(|p| p.lat)?, median(|p| p.lon)?)?;
    (place.lat.abs() < 89.0).then_some(place)
}

/// The corners of the outline, else of the roads; held within [`REACH`].
fn bounds(frame: &Frame, roads: &RoadData, outline: Option<&[Vec<Wgs84>]>) -> [Wgs84; 2] {
    let corners: Vec<Local> = match outline {
        Some(rings) => rings.iter().flatten().map(|p| frame.to_local(*p)).collect(),
        None => roads.nodes.iter().map(|&cm| crate::roads::data::local(cm)).collect(),
    };
    let (mut sw, mut ne) = (Local::default(), Local::default());
    for p in corners {
        sw = Local { x: sw.x.min(p.x).max(-REACH.0), y: sw.y.min(p.y).max(-REACH.0) };
        ne = Local { x: ne.x.max(p.x).min(REACH.0), y: ne.y.max(p.y).min(REACH.0) };
    }
    [sw, ne].map(|corner| {
        let p = frame.to_wgs84(corner);
        Wgs84 { lat: named::round7(p.lat), lon: named::round7(p.lon) }
    })
}

fn local_place(n: &named::Named, frame: &Frame) -> Place {
    let (name, name_zh, name_en) = (n.name.clone(), n.name_zh.clone(), n.name_en.clone());
    Place { name, name_zh, name_en, kind: n.kind, at: frame.to_local(n.at) }
}

/// Readable JSON, one field a line, with a final line end.
pub(crate) fn json(value: &impl serde::Serialize) -> Result<Vec<u8>, Finding> {
    let mut bytes = serde_json::to_vec_pretty(value)
        .map_err(|e| Finding::new("import-json", "the importer", e.to_string(), "Report this as a defect"))?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// The extract itself, for tests of other layers.
#[cfg(test)]
pub(crate) fn read_extract(bytes: &[u8]) -> Result<Extract, Finding> {
    read::read(bytes, &mut |_| ())
}
