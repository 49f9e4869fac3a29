//! `skyground export`: a layer of a district as a file other programs read.

use crate::args::import::{Export, Taken};
use crate::import::Report;
use crate::{Done, district};
use controller_server::folder;
use geodata::area::AreaKind;
use geodata::layers::{self, Area, Feature, Format, Geometry, Layer, Value, Vertex};
use geodata::roads::{EdgeId, RoadNet};
use geodata::shape::Parts;
use geodata::{Atlas, Finding, Local, Shape, zone};
use std::collections::BTreeMap;

/// Writes one layer.
pub fn run(args: &Export) -> Done {
    let name = args.out.display().to_string();
    let format = Format::named(args.format.as_deref().unwrap_or(&name)).map_err(|fault| {
        let at = if args.format.is_some() { "--format" } else { "--out" };
        Finding { at: at.to_owned(), remedy: "Say --format geojson, kml, kmz, gpx or csv".into(), ..fault }
    })?;
    let atlas = match &args.district {
        Some(path) => folder::open_district(path)?,
        None => district::open_shipped()?,
    };
    let layer = features(&atlas, args.layer);
    let mut report = Report::new(false);
    report.notes = lost(&atlas, args.layer);
    match layers::write(format, &layer) {
        Err(faults) => report.refused(&faults),
        Ok((bytes, notes)) => {
            folder::write(&args.out, &bytes)?;
            report.notes.extend(notes);
            report.fact("file", name);
            report.fact("features", layer.features.len());
            report.done("exported")
        }
    }
}

/// What no property tells.
fn lost(atlas: &Atlas, taken: Taken) -> Vec<Finding> {
    let shaded = |h: &&geodata::Hotspot| {
        !h.rhythm.special.is_empty() || h.rhythm.week.is_some() || h.decay.is_some() || h.evidence.is_some()
    };
    let count = atlas.hotspots.iter().filter(shaded).count();
    if taken != Taken::Hotspots || count == 0 {
        return vec![];
    }
    let say = format!("{count} hotspots have hours, special days, decay or counts, which are not written");
    vec![Finding::new("export-rhythm", "hotspots", say, "Keep the district folder: it holds all of them")]
}

fn features(atlas: &Atlas, taken: Taken) -> Layer {
    let door = Door { atlas };
    let features = match taken {
        Taken::Zones => zone::to_layer(atlas.zones.iter(), &atlas.frame).features,
        Taken::Roads => door.roads(),
        Taken::Posts => atlas.posts.iter().map(|p| door.post(p)).collect(),
        Taken::Guarded => atlas.guarded.iter().map(|g| door.guarded(g)).collect(),
        Taken::Hotspots => atlas.hotspots.iter().map(|h| door.hotspot(h)).collect(),
        Taken::Places => atlas.places.iter().map(|p| door.place(p)).collect(),
        Taken::PoliceAreas => door.areas(AreaKind::Police).collect(),
        Taken::CivilAreas => door.areas(AreaKind::Civil).collect(),
        Taken::Boundaries => {
            let outline = atlas.boundary.iter().map(|ring| door.outline(ring));
            door.areas(AreaKind::Police).chain(door.areas(AreaKind::Civil)).chain(outline).collect()
        }
    };
    Layer { features, notes: vec![] }
}

/// From metres to the degrees of files.
struct Door<'a> {
    atlas: &'a Atlas,
}

impl Door<'_> {
    fn vertex(&self, at: Local) -> Vertex {
        Vertex::flat(self.atlas.frame.to_wgs84(at))
    }

    fn line(&self, line: &[Local]) -> Vec<Vertex> {
        line.iter().map(|at| self.vertex(*at)).collect()
    }

    fn feature(&self, id: &str, geometry: Geometry, properties: &[(&str, Value)]) -> Feature {
        let kept = properties.iter().filter(|(_, value)| value.as_str() != Some(""));
        let properties: BTreeMap<String, Value> = kept.map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
        let at = if id.is_empty() { self.atlas.name.clone() } else { id.to_owned() };
        Feature { id: (!id.is_empty()).then(|| id.to_owned()), geometry, properties, at }
    }

    fn point(&self, at: Local) -> Geometry {
        Geometry::Point(self.vertex(at))
    }

    fn post(&self, p: &geodata::Post) -> Feature {
        let kind = if p.kind == geodata::PostKind::Station { "station" } else { "dock" };
        let named = [("name", p.name.as_str().into()), ("name_zh", p.name_zh.as_str().into()), ("kind", kind.into())];
        self.feature(&p.id, self.point(p.at), &named)
    }

    fn guarded(&self, g: &geodata::GuardedPlace) -> Feature {
        let tier = |tier: &geodata::Tier| {
            let words: Vec<String> = tier.responders.iter().map(|class| word(*class)).collect();
            Value::from(words.join(" "))
        };
        let properties = [
            ("name", Value::from(g.name.as_str())),
            ("name_zh", g.name_zh.as_str().into()),
            ("grade", g.grade.into()),
            ("tier_1", tier(&g.tiers[0])),
            ("tier_3", tier(&g.tiers[1])),
            ("tier_5", tier(&g.tiers[2])),
        ];
        self.feature(&g.id, self.point(g.at), &properties)
    }

    fn hotspot(&self, h: &geodata::Hotspot) -> Feature {
        let properties = [("name", Value::from(h.name.as_str())), ("weight", h.weight.into())];
        self.feature(&h.id, self.shape(&h.shape), &properties)
    }

    /// Every edge of the net as a line.
    fn roads(&self) -> Vec<Feature> {
        let net: &RoadNet = &self.atlas.roads;
        let edges = (0..u32::try_from(net.edges()).unwrap_or(u32::MAX)).map(EdgeId);
        let feature = |edge: EdgeId| {
            let line = net.line(edge);
            let names = net.names_of(edge);
            let text = |of: fn(&geodata::roads::data::RoadName) -> &String| {
                Value::from(names.map(of).cloned().unwrap_or_default())
            };
            let properties = [("name", text(|n| &n.name)), ("name_zh", text(|n| &n.zh)), ("name_en", text(|n| &n.en))];
            let id = format!("edge-{}", edge.0);
            (line.len() > 1).then(|| self.feature(&id, Geometry::Line(self.line(&line)), &properties))
        };
        edges.filter_map(feature).collect()
    }

    fn shape(&self, shape: &Shape) -> Geometry {
        match shape.parts() {
            Parts::Point(at) => self.point(at),
            Parts::Line(line) => Geometry::Line(self.line(line)),
            Parts::Area { outer, holes } => {
                let holes = holes.into_iter().map(|hole| self.line(hole)).collect();
                Geometry::Area(Area { outer: self.line(outer), holes })
            }
        }
    }

    fn place(&self, p: &geodata::Place) -> Feature {
        let properties = [
            ("name", Value::from(p.name.as_str())),
            ("name_zh", p.name_zh.as_deref().unwrap_or_default().into()),
            ("name_en", p.name_en.as_deref().unwrap_or_default().into()),
            ("kind", p.kind.word().into()),
        ];
        self.feature("", self.point(p.at), &properties)
    }

    fn areas(&self, kind: AreaKind) -> impl Iterator<Item = Feature> {
        self.atlas.areas.all().iter().filter(move |area| area.kind == kind).map(|area| self.area(area))
    }

    fn area(&self, area: &geodata::area::Area) -> Feature {
        let part = |(outer, holes): (&[Local], Vec<&[Local]>)| {
            let holes = holes.into_iter().map(|hole| self.line(hole)).collect();
            Geometry::Area(Area { outer: self.line(outer), holes })
        };
        let mut parts: Vec<Geometry> = area.rings().map(part).collect();
        let geometry = if parts.len() == 1 { parts.swap_remove(0) } else { Geometry::Many(parts) };
        let properties = [
            ("name", Value::from(area.name.as_str())),
            ("name_zh", area.name_zh.as_deref().unwrap_or_default().into()),
            ("name_en", area.name_en.as_deref().unwrap_or_default().into()),
            ("kind", area.kind.word().into()),
            ("owner", area.owner.as_deref().unwrap_or_default().into()),
            ("level", area.level.into()),
        ];
        self.feature(&area.id, geometry, &properties)
    }

    fn outline(&self, ring: &[Local]) -> Feature {
        let geometry = Geometry::Area(Area { outer: self.line(ring), holes: vec![] });
        self.feature("", geometry, &[("name", self.atlas.name.as_str().into())])
    }
}

/// A class of responders as files name it.
fn word(class: geodata::ResponderClass) -> String {
    let value = serde_json::to_value(class).unwrap_or_default();
    value.as_str().unwrap_or_default().to_owned()
}
