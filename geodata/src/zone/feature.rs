//! Zones of neutral features (GeoJSON, KML, KMZ, CSV) and back. The properties, all as text or as what they are:
//!
//! | property | says |
//! |---|---|
//! | `kind` | `keep_in` 作业区, `keep_out` 禁飞区, `no_record` 不录像区 |
//! | `id`, `name`, `name_zh` (`name:zh`) | what it is called |
//! | `floor_m`, `floor_ref` | lowest height in metres above `amsl` or `agl`; from the ground when not given |
//! | `ceiling_m`, `ceiling_ref` | highest height; without end when not given |
//! | `radius_m` | of a point: the zone is round |
//! | `hours`, `days` | `08:00-12:00,14:00-18:00`; `mon-fri`, `sat,sun`; needs `utc_offset` |
//! | `utc_offset` | `+08:00`: the clock of hours and dates |
//! | `from`, `until` | first and last day, `2026-05-01`, or moments `2026-05-01T08:00:00Z` |
//! | `except` | days on which nothing starts, `2026-05-01,2026-10-01` |
//! | `schedule` | the whole schedule as `zones.json` writes it, instead of the five above |
//! | `authority`, `reason` | who says so, and why |
//!
//! A KML polygon that is extruded to the ground has its height as ceiling, above sea or ground as `altitudeMode` says.
//! Heights of corners that are not extruded leave open what is below and above them, and are refused.

mod times;

use super::door::Door;
use super::draft::{Draft, Limit, Shape, Source, ZoneKind};
use super::gate::Zone;
use super::intake::Intake;
use crate::finding::Finding;
use crate::frame::{Frame, Local};
use crate::layers::faults::short;
use crate::layers::{Area, Feature, Geometry, Height, Layer, Value, Vertex};
use crate::units::Metres;
use std::collections::BTreeMap;

/// The zones of a layer's features; all faults at once in [`Intake::refused`].
#[must_use]
pub fn from_layer(layer: &Layer, door: &Door<'_>) -> Intake {
    let mut intake = Intake::default();
    intake.notes.clone_from(&layer.notes);
    for feature in &layer.features {
        let mut reader = Reader { feature, door, faults: Vec::new(), notes: Vec::new() };
        match reader.drafts() {
            Some(drafts) if reader.faults.is_empty() => {
                for draft in drafts {
                    door.take(&mut intake, &feature.at, draft, reader.notes.clone());
                }
            }
            _ => intake.refuse_all(reader.faults),
        }
    }
    intake
}

/// Zones as features, for any format that holds properties; [`from_layer`] gives them back. Round zones are points.
#[must_use]
pub fn to_layer<'a>(zones: impl IntoIterator<Item = &'a Zone>, frame: &Frame) -> Layer {
    Layer { features: zones.into_iter().map(|zone| feature(zone, frame)).collect(), notes: Vec::new() }
}

struct Reader<'a> {
    feature: &'a Feature,
    door: &'a Door<'a>,
    faults: Vec<Finding>,
    notes: Vec<Finding>,
}

impl Reader<'_> {
    fn fault(&mut self, code: &'static str, say: impl Into<String>, remedy: &str) {
        self.faults.push(Finding::new(code, &self.feature.at, say, remedy));
    }

    fn text(&self, key: &str) -> String {
        self.feature.text(key).map(|text| text.trim().to_owned()).unwrap_or_default()
    }

    fn number(&mut self, key: &str) -> Option<f64> {
        match self.feature.number(key) {
            Ok(number) => number,
            Err(fault) => {
                self.faults.push(fault);
                None
            }
        }
    }

    fn drafts(&mut self) -> Option<Vec<Draft>> {
        let kind = self.kind();
        let schedule = self.schedule();
        let generous = kind != Some(ZoneKind::KeepIn);
        let (floor, ceiling) = (self.limit("floor_m", "floor_ref"), self.limit("ceiling_m", "ceiling_ref"));
        let ceiling =
            ceiling.and_then(|given| if given == Limit::Open { self.drawn(generous, floor) } else { Some(given) });
        let parts = self.feature.geometry.parts();
        let shapes: Vec<_> = parts.iter().map(|part| self.shape(part)).collect();
        let shapes: Vec<Shape> = shapes.into_iter().collect::<Option<_>>()?;
        let id = self.id();
        let name = Some(self.text("name")).filter(|name| !name.is_empty()).unwrap_or_else(|| id.clone());
        let name_zh =
            Some(self.text("name_zh")).filter(|name| !name.is_empty()).unwrap_or_else(|| self.text("name:zh"));
        let source =
            Source { authority: self.text("authority"), reason: self.text("reason"), file: self.door.file.to_owned() };
        let (kind, schedule, floor, ceiling) = (kind?, schedule?, floor?, ceiling?);
        let count = shapes.len();
        let draft = |(i, shape): (usize, Shape)| Draft {
            name: name.clone(),
            name_zh: name_zh.clone(),
            schedule: schedule.clone(),
            source: source.clone(),
            ..Draft::new(if count > 1 { format!("{id}/{}", i + 1) } else { id.clone() }, kind, shape)
                .between(floor, ceiling)
        };
        Some(shapes.into_iter().enumerate().map(draft).collect())
    }

    /// The id, the name, or the place in the file.
    fn id(&mut self) -> String {
        let given = [self.text("id"), self.feature.id.clone().unwrap_or_default(), self.text("name")];
        if let Some(id) = given.into_iter().find(|id| !id.trim().is_empty()) {
            return id.chars().take(super::limits::ID - 10).collect();
        }
        let say = "it has neither id nor name and is called by its place in the file";
        self.notes.push(Finding::new("zone-repaired-id", &self.feature.at, say, "Give every zone an id"));
        self.feature.at.clone()
    }

    fn kind(&mut self) -> Option<ZoneKind> {
        let word = self.text("kind");
        match word.to_lowercase().as_str() {
            "keep_in" | "keep-in" | "作业区" => Some(ZoneKind::KeepIn),
            "keep_out" | "keep-out" | "no_fly" | "禁飞区" => Some(ZoneKind::KeepOut),
            "no_record" | "no-record" | "不录像区" => Some(ZoneKind::NoRecord),
            "" if self.door.kind.is_some() => self.door.kind,
            _ => {
                let say = format!("its kind is {:?}, which is none", short(&word));
                self.fault("zone-kind", say, "Give the property kind as keep_in, keep_out or no_record");
                None
            }
        }
    }

    fn limit(&mut self, metres: &str, reference: &str) -> Option<Limit> {
        let before = self.faults.len();
        let number = self.number(metres);
        if self.faults.len() > before {
            return None;
        }
        let Some(number) = number else { return Some(Limit::Open) };
        match self.text(reference).to_lowercase().as_str() {
            "amsl" | "msl" => Some(Limit::amsl(number)),
            "agl" if number <= 0.0 && metres == "floor_m" => Some(Limit::Open),
            "agl" => Some(Limit::agl(number)),
            other => {
                let say = format!("{metres} is measured from {:?}", short(other));
                self.fault("zone-limit-reference", say, &format!("Give {reference} as amsl or agl"));
                None
            }
        }
    }

    /// The ceiling that the corners draw.
    fn drawn(&mut self, generous: bool, floor: Option<Limit>) -> Option<Limit> {
        let mut heights: Vec<Height> = Vec::new();
        for part in self.feature.geometry.parts() {
            if let Geometry::Area(area) = part {
                heights.extend(area.outer.iter().filter_map(|v| v.height));
            }
        }
        // Many tools write a height of nothing for every corner.
        let zero = heights.iter().all(|h| h.metres().0 == 0.0);
        if zero || floor.is_some_and(|floor| floor != Limit::Open) {
            return Some(Limit::Open);
        }
        let extruded = matches!(self.feature.truth("extrude"), Ok(Some(true)));
        let amsl: Vec<f64> =
            heights.iter().filter_map(|h| if let Height::Amsl(a) = h { Some(a.0.0) } else { None }).collect();
        let agl: Vec<f64> =
            heights.iter().filter_map(|h| if let Height::Agl(a) = h { Some(a.0.0) } else { None }).collect();
        let of = |list: &[f64]| {
            let ends = (
                list.iter().copied().fold(f64::INFINITY, f64::min),
                list.iter().copied().fold(f64::NEG_INFINITY, f64::max),
            );
            if generous { ends.1 } else { ends.0 }
        };
        match (extruded, amsl.len() == heights.len(), agl.len() == heights.len()) {
            (true, true, _) => Some(Limit::amsl(of(&amsl))),
            (true, _, true) => Some(Limit::agl(of(&agl))),
            _ => {
                let say = "its corners have heights, and it is not clear what is above and below them";
                self.fault(
                    "zone-height-ambiguous",
                    say,
                    "Extrude it to the ground, or give floor_m and ceiling_m with their references",
                );
                None
            }
        }
    }

    fn shape(&mut self, geometry: &Geometry) -> Option<Shape> {
        match geometry {
            Geometry::Area(area) => {
                let outer = self.ring(&area.outer)?;
                let holes = area.holes.iter().map(|hole| self.ring(hole)).collect::<Option<_>>()?;
                Some(Shape::Prism { outer, holes })
            }
            Geometry::Point(vertex) => {
                let radius = self.number("radius_m");
                let Some(radius) = radius else {
                    self.fault("zone-radius", "a point is no zone without a radius", "Give radius_m, or draw an area");
                    return None;
                };
                let centre = self.ring(std::slice::from_ref(vertex))?.into_iter().next()?;
                Some(Shape::Cylinder { centre, radius: Metres(radius) })
            }
            Geometry::Line(_) | Geometry::Many(_) => {
                self.fault("zone-geometry", "a line is no zone", "Draw an area");
                None
            }
        }
    }

    fn ring(&mut self, ring: &[Vertex]) -> Option<Vec<Local>> {
        let places: Vec<_> = ring.iter().map(|v| v.at).collect();
        if self.door.swapped(&places) {
            let say = "it lies in the district only with longitude and latitude exchanged";
            self.fault("zone-swapped", say, "Exchange longitude and latitude in the file");
            return None;
        }
        Some(places.into_iter().map(|p| self.door.frame.to_local(p)).collect())
    }
}

fn feature(zone: &Zone, frame: &Frame) -> Feature {
    let vertex = |p: &Local| Vertex::flat(frame.to_wgs84(*p));
    let ring = |ring: &Vec<Local>| ring.iter().map(vertex).collect::<Vec<_>>();
    let mut properties: BTreeMap<String, Value> = BTreeMap::new();
    let mut put = |key: &str, value: Value| drop(properties.insert(key.to_owned(), value));
    let geometry = match &zone.shape {
        Shape::Prism { outer, holes } => {
            Geometry::Area(Area { outer: ring(outer), holes: holes.iter().map(ring).collect() })
        }
        Shape::Cylinder { centre, radius } => {
            put("radius_m", radius.0.into());
            Geometry::Point(vertex(centre))
        }
    };
    put("id", zone.id.clone().into());
    put("name", zone.name.clone().into());
    let kind = match zone.kind {
        ZoneKind::KeepIn => "keep_in",
        ZoneKind::KeepOut => "keep_out",
        ZoneKind::NoRecord => "no_record",
    };
    put("kind", kind.into());
    for (key, text) in
        [("name_zh", &zone.name_zh), ("authority", &zone.source.authority), ("reason", &zone.source.reason)]
    {
        if !text.is_empty() {
            put(key, text.clone().into());
        }
    }
    for (metres, reference, limit) in [("floor_m", "floor_ref", zone.floor), ("ceiling_m", "ceiling_ref", zone.ceiling)]
    {
        let (number, word) = match limit {
            Limit::Open => continue,
            Limit::Amsl(height) => (height.0.0, "amsl"),
            Limit::Agl(height) => (height.0.0, "agl"),
        };
        put(metres, number.into());
        put(reference, word.into());
    }
    if !zone.schedule.always() {
        // A schedule holds texts and numbers only, which always become JSON.
        put("schedule", serde_json::to_string(&zone.schedule).unwrap_or_default().into());
    }
    Feature { id: Some(zone.id.clone()), geometry, properties, at: format!("zone {}", zone.id) }
}
