//! What each kind of brought file becomes: the bytes of a layer.

use super::layer::Kind;
use super::{areas, zones};
use crate::args::import::Counting;
use controller_server::folder;
use geodata::area::AreaKind;
use geodata::atlas::{Layer, brought, guarded, posts};
use geodata::hotspot::{self, counts};
use geodata::layers::{self, Format};
use geodata::zone::{self, Form, ZoneKind};
use geodata::{Atlas, Datum, Finding, Local, Metres, terrain};
use std::collections::BTreeSet;
use std::path::PathBuf;

/// The bytes of a new layer.
pub struct Made {
    pub layer: Layer,
    pub bytes: Vec<u8>,
    /// How many things it holds; tiles for terrain.
    pub items: usize,
    pub notes: Vec<Finding>,
}

/// The files somebody brought, read.
pub struct Files {
    pub files: Vec<File>,
}

/// One of them.
pub struct File {
    pub name: String,
    pub bytes: Vec<u8>,
    pub datum: Datum,
    /// How zones are written down in it; `Features` where other things are brought.
    pub form: Form,
    /// As the manifest tells it.
    pub told_datum: String,
}

pub type Faults = Vec<Finding>;

/// What only some kinds of layer are told.
#[derive(Clone, Copy, Default)]
pub struct More<'a> {
    pub counting: Option<&'a Counting>,
    /// What zones ask that do not say so themselves.
    pub kind: Option<ZoneKind>,
    /// Whose areas they are.
    pub area: Option<AreaKind>,
}

impl Files {
    /// Reads all files; every one that cannot be read, or whose datum nobody said, is told.
    pub fn read(paths: &[PathBuf], datum: Option<Datum>, kind: Kind) -> Result<Self, Faults> {
        let (mut files, mut faults) = (Vec::new(), Vec::new());
        for path in paths {
            match folder::read(path).and_then(|bytes| File::new(path.display().to_string(), bytes, datum, kind)) {
                Ok(file) => files.push(file),
                Err(fault) => faults.push(fault),
            }
        }
        if faults.is_empty() { Ok(Self { files }) } else { Err(faults) }
    }

    /// The features of all files together.
    pub fn features(&self) -> Result<layers::Layer, Faults> {
        let (mut all, mut faults) = (layers::Layer::default(), Vec::new());
        for file in &self.files {
            let place = |at: &str| if at.contains(&file.name) { at.to_owned() } else { format!("{}: {at}", file.name) };
            match layers::read(&file.name, &file.bytes, file.datum) {
                Ok(mut layer) => {
                    layer.features.iter_mut().for_each(|feature| feature.at = place(&feature.at));
                    layer.notes.iter_mut().for_each(|note| note.at = place(&note.at));
                    all.features.append(&mut layer.features);
                    all.notes.append(&mut layer.notes);
                }
                Err(found) => faults.extend(found.into_iter().map(|fault| Finding { at: place(&fault.at), ..fault })),
            }
        }
        if faults.is_empty() { Ok(all) } else { Err(faults) }
    }
}

impl File {
    fn new(name: String, bytes: Vec<u8>, said: Option<Datum>, kind: Kind) -> Result<Self, Finding> {
        let form = if kind == Kind::Zones { Form::of(&bytes) } else { Form::Features };
        let datum = match (said, fixed(&name, &bytes, kind, form)) {
            (Some(said), Some(fixed)) if said != fixed => {
                let say = format!("this format is always in {fixed}, not in {said}");
                return Err(Finding::new("datum-other", name, say, format!("Say --datum {fixed} or leave it out")));
            }
            (_, Some(fixed)) => fixed,
            (Some(said), None) => said,
            (None, None) => {
                let say = "nobody said which datum its places are in, and a guessed one may be hundreds of metres off";
                let remedy = "Say --datum wgs84, cgcs2000, gcj02 or bd09; `skyground geo datum` finds out by a trace";
                return Err(Finding::new("datum-missing", name, say, remedy));
            }
        };
        let told_datum = match (kind, said) {
            (Kind::Terrain, None) => "WGS-84".to_owned(),
            _ => datum.to_string(),
        };
        Ok(Self { name, bytes, datum, form, told_datum })
    }
}

/// The datum of formats that have only one: elevation tiles, the aviation's zones, and what receivers record. Anybody
/// may have drawn a GeoJSON, KML or table on a shifted map.
fn fixed(name: &str, bytes: &[u8], kind: Kind, form: Form) -> Option<Datum> {
    let receiver = || kind != Kind::Counts && Format::of(name, bytes) == Ok(Format::Gpx);
    (kind == Kind::Terrain || receiver() || form != Form::Features).then_some(Datum::Wgs84)
}

/// Makes the layer of what was brought, on top of what the district has when `add` says so.
pub fn made(atlas: &Atlas, files: &Files, kind: Kind, add: bool, more: More) -> Result<Made, Faults> {
    let (frame, bounds) = (&atlas.frame, atlas.extent());
    let extent = (&bounds, frame);
    match kind {
        Kind::Posts => {
            let (new, notes) = brought::posts(&files.features()?, extent.0, extent.1)?;
            let all = joined(if add { atlas.posts.clone() } else { vec![] }, new, |post| &post.id)?;
            let bytes = posts::write(&all, frame).map_err(one)?;
            Ok(Made { layer: Layer::Posts, bytes, items: all.len(), notes })
        }
        Kind::Guarded => {
            let (new, notes) = brought::guarded(&files.features()?, extent.0, extent.1)?;
            let all = joined(if add { atlas.guarded.clone() } else { vec![] }, new, |place| &place.id)?;
            let bytes = guarded::write(&all, frame).map_err(one)?;
            Ok(Made { layer: Layer::Guarded, bytes, items: all.len(), notes })
        }
        Kind::Hotspots => {
            let (new, notes) = brought::hotspots(&files.features()?, extent.0, extent.1)?;
            hotspots(atlas, new, notes, add)
        }
        Kind::Counts => {
            let (new, notes) = counted(atlas, files, more.counting)?;
            hotspots(atlas, new, notes, add)
        }
        Kind::Terrain => ground(atlas, files, add),
        Kind::Zones => zones(atlas, files, add, more.kind),
        Kind::Boundaries => areas::made(atlas, files, add, more.area.unwrap_or(AreaKind::Police)),
    }
}

fn hotspots(atlas: &Atlas, new: Vec<hotspot::Hotspot>, notes: Faults, add: bool) -> Result<Made, Faults> {
    let before = if add { atlas.hotspots.iter().cloned().collect() } else { vec![] };
    let all = joined(before, new, |spot| &spot.id)?;
    let bytes = hotspot::file::write(&all, &atlas.frame).map_err(one)?;
    Ok(Made { layer: Layer::Hotspots, bytes, items: all.len(), notes })
}

/// Counts of calls become hotspots; where every event went is told.
fn counted(atlas: &Atlas, files: &Files, how: Option<&Counting>) -> Result<(Vec<hotspot::Hotspot>, Faults), Faults> {
    let Some(how) = how else { return Ok((vec![], vec![])) };
    let source = how.source.as_deref().map(str::parse).transpose().map_err(one)?;
    let (mut all, mut faults) = (Vec::new(), Vec::new());
    for file in &files.files {
        let (frame, utc_offset_min) = (&atlas.frame, how.utc_offset_min);
        let reading = counts::Reading { frame, datum: file.datum, utc_offset_min, source };
        match counts::read(&file.bytes, &reading) {
            Ok(mut rows) => all.append(&mut rows),
            Err(found) => {
                faults.extend(
                    found.into_iter().map(|fault| Finding { at: format!("{}: {}", file.name, fault.at), ..fault }),
                );
            }
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let binning = counts::Binning {
        radius: Metres(how.radius),
        least: how.least,
        half_life_days: (how.half_life_days > 0.0).then_some(how.half_life_days),
        utc_offset_min: how.utc_offset_min,
        ..counts::Binning::default()
    };
    let outcome = counts::into_hotspots(&all, &binning, &atlas.frame, |at| name(atlas, at)).map_err(one)?;
    let say = format!(
        "{} events made {} hotspots, {} lay too far from others, {} seen by patrol itself feed no weight",
        outcome.used,
        outcome.hotspots.len(),
        outcome.scattered,
        outcome.patrol
    );
    let note = Finding::new("counts-used", "the counts", say, "Change --least or --radius for more or fewer hotspots");
    if outcome.hotspots.is_empty() {
        return Err(one(Finding { say: format!("no hotspot comes of them: {}", note.say), ..note }));
    }
    Ok((outcome.hotspots, vec![note]))
}

/// What a hotspot is called, and the kind of the place it is at.
fn name(atlas: &Atlas, at: Local) -> (String, Option<geodata::PlaceKind>) {
    let near = atlas.places.iter().filter(|p| !p.kind.is_settlement() && p.at.distance(at).0 < 150.0);
    let nearest = near.min_by(|a, b| a.at.distance(at).total_cmp(&b.at.distance(at)));
    (atlas.place_name(at), nearest.map(|place| place.kind))
}

fn ground(atlas: &Atlas, files: &Files, add: bool) -> Result<Made, Faults> {
    if add {
        let say = "terrain is made of all its tiles at once";
        return Err(one(Finding::new("terrain-add", "--add", say, "Name all the tiles, without --add")));
    }
    let sources: Vec<(&str, &[u8])> = files.files.iter().map(|f| (f.name.as_str(), f.bytes.as_slice())).collect();
    let (terrain, notes) = terrain::import(&sources, &atlas.frame, &atlas.bounds)?;
    let bytes = terrain::file::write(&terrain).ok_or_else(|| {
        one(Finding::new("terrain-empty", "the tiles", "no ground comes of them", "Bring tiles of this district"))
    })?;
    Ok(Made { layer: Layer::Terrain, bytes, items: files.files.len(), notes })
}

fn zones(atlas: &Atlas, files: &Files, add: bool, kind: Option<ZoneKind>) -> Result<Made, Faults> {
    let (mut new, mut notes, mut faults) = (Vec::new(), Vec::new(), Vec::new());
    for file in &files.files {
        let place = |found: Finding| match found.at.contains(&file.name) {
            true => found,
            false => Finding { at: format!("{}: {}", file.name, found.at), ..found },
        };
        match zones::read(atlas, file, kind) {
            Ok((zones, told)) => {
                new.extend(zones);
                notes.extend(told.into_iter().map(place));
            }
            Err(found) => faults.extend(found.into_iter().map(place)),
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let before = if add { atlas.zones.iter().cloned().collect() } else { vec![] };
    let all = joined(before, new, |zone| &zone.id)?;
    let bytes = zone::file::write(&all, &atlas.frame)?;
    Ok(Made { layer: Layer::Zones, bytes, items: all.len(), notes })
}

/// What is there and what is brought together; ids stay one thing's own.
pub fn joined<T>(before: Vec<T>, new: Vec<T>, id: impl Fn(&T) -> &String) -> Result<Vec<T>, Faults> {
    let known: BTreeSet<&String> = before.iter().map(&id).collect();
    let twice = |thing: &&T| known.contains(id(thing));
    let fault = |thing: &T| {
        let say = format!("the district has {:?} already", id(thing));
        Finding::new("layer-id-twice", "the files", say, "Leave --add out to replace the layer, or give another id")
    };
    let faults: Faults = new.iter().filter(twice).map(fault).collect();
    if faults.is_empty() { Ok(before.into_iter().chain(new).collect()) } else { Err(faults) }
}

pub fn one(fault: Finding) -> Faults {
    vec![fault]
}
