//! Patrol lines and areas of neutral features (GeoJSON, KML, KMZ, CSV) and back. The properties:
//!
//! | property | says |
//! |---|---|
//! | `kind` | `line` 巡逻线路 or `area` 巡逻区域; left out, a polygon is an area and a line is a line |
//! | `id`, `name`, `name_zh` (`name:zh`) | what it is called |
//! | `altitude_agl_m` | the lowest height over ground, 60 when not given |
//! | `speed_mps` | over ground, 10 when not given |
//! | `seen_m` | of an area: what is nearer than this to the track is seen; of the height when not given |
//! | `every_min` | minutes in which it is to be seen again, at all hours |
//! | `revisit` | bands instead: `06:00-22:00 120; 22:00-06:00 30`, or the list of the plan file as JSON |
//! | `utc_offset` | `+08:00`: the clock of the bands |
//!
//! A line whose last place is its first is the same loop without it.

use crate::patrol::area::SEEN_OF_HEIGHT;
use crate::patrol::{PatrolArea, PatrolLine, Revisit};
use geodata::layers::faults::short;
use geodata::layers::{Area, Feature, Geometry, Layer, Value, Vertex};
use geodata::{Agl, Finding, Hours, Metres, MetresPerSecond, Schedule, Seconds, Wgs84, geodesic_distance};
use std::collections::BTreeMap;

/// When the file does not say.
const HEIGHT: f64 = 60.0;
const SPEED: f64 = 10.0;
/// A loop is closed by a place this near to its first, metres.
const CLOSED: f64 = 0.05;
const HOURS: &str = "Say it as 06:00-22:00 120; 22:00-06:00 30: hours and minutes";

/// The lines and areas of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Patrols {
    /// The lines.
    pub lines: Vec<PatrolLine>,
    /// The areas.
    pub areas: Vec<PatrolArea>,
}

impl Patrols {
    /// What a layer holds.
    ///
    /// # Errors
    /// Every fault at once, each with its place in the file; nothing is left out in silence.
    pub fn of(layer: &Layer) -> Result<Self, Vec<Finding>> {
        let mut patrols = Self::default();
        let mut faults = Vec::new();
        for (number, feature) in layer.features.iter().enumerate() {
            let mut reader = Reader { feature, number, faults: Vec::new() };
            reader.read(&mut patrols);
            faults.extend(reader.faults);
        }
        if patrols == Self::default() && faults.is_empty() {
            let say = "there is neither a line nor an area in it";
            faults.push(Finding::new("patrols_none", "the file", say, "Draw lines or polygons"));
        }
        if faults.is_empty() { Ok(patrols) } else { Err(faults) }
    }

    /// The same as features, for any format that holds properties; [`Patrols::of`] gives them back.
    #[must_use]
    pub fn layer(&self) -> Layer {
        let line = |line: &PatrolLine| {
            let mut vertices = ring(&line.points);
            vertices.extend(vertices.first().copied());
            let names = [&line.id, &line.name, &line.name_zh];
            feature("line", names, Geometry::Line(vertices), (line.altitude, line.speed), &line.revisit)
        };
        let area = |area: &PatrolArea| {
            let shape = Area { outer: ring(&area.outer), holes: area.holes.iter().map(|hole| ring(hole)).collect() };
            let names = [&area.id, &area.name, &area.name_zh];
            let mut made = feature("area", names, Geometry::Area(shape), (area.altitude, area.speed), &area.revisit);
            made.properties.insert("seen_m".into(), area.seen.0.into());
            made
        };
        Layer { features: self.lines.iter().map(line).chain(self.areas.iter().map(area)).collect(), notes: Vec::new() }
    }
}

fn ring(places: &[Wgs84]) -> Vec<Vertex> {
    places.iter().map(|&at| Vertex::flat(at)).collect()
}

fn feature(
    kind: &str,
    [id, name, name_zh]: [&String; 3],
    geometry: Geometry,
    (altitude, speed): (Agl, MetresPerSecond),
    revisit: &[Revisit],
) -> Feature {
    let mut properties: BTreeMap<String, Value> = BTreeMap::new();
    let mut put = |key: &str, value: Value| drop(properties.insert(key.to_owned(), value));
    put("kind", kind.into());
    put("id", id.clone().into());
    put("name", name.clone().into());
    put("name_zh", name_zh.clone().into());
    put("altitude_agl_m", altitude.0.0.into());
    put("speed_mps", speed.0.into());
    match revisit {
        [] => {}
        [one] if one.hours.always() => put("every_min", (one.every.0 / 60.0).into()),
        // Intervals and hours are texts and numbers, which always become JSON.
        bands => put("revisit", serde_json::to_string(bands).unwrap_or_default().into()),
    }
    Feature { id: Some(id.clone()), geometry, properties, at: format!("{kind} {id}") }
}

struct Reader<'a> {
    feature: &'a Feature,
    number: usize,
    faults: Vec<Finding>,
}

impl Reader<'_> {
    fn fault(&mut self, code: &'static str, say: impl Into<String>, remedy: &str) {
        self.faults.push(Finding::new(code, &self.feature.at, say, remedy));
    }

    fn text(&self, key: &str) -> String {
        self.feature.text(key).map(|text| text.trim().to_owned()).unwrap_or_default()
    }

    fn number(&mut self, key: &str, usual: f64) -> f64 {
        match self.feature.number(key) {
            Ok(number) => number.unwrap_or(usual),
            Err(fault) => {
                self.faults.push(fault);
                usual
            }
        }
    }

    fn read(&mut self, patrols: &mut Patrols) {
        let feature = self.feature;
        let [shape] = feature.geometry.parts() else {
            let say = "it is of several shapes";
            return self.fault("patrols_shapes", say, "Make each a line or an area of its own");
        };
        let kind = self.text("kind").to_lowercase();
        let id = [self.text("id"), feature.id.clone().unwrap_or_default(), self.text("name")];
        let id = id.into_iter().find(|id| !id.trim().is_empty());
        let id = id.unwrap_or_else(|| format!("P{}", self.number + 1));
        let id = id.trim().chars().take(60).collect::<String>().trim().to_owned();
        let name = Some(self.text("name")).filter(|name| !name.is_empty()).unwrap_or_else(|| id.clone());
        let zh = [self.text("name_zh"), self.text("name:zh")].into_iter().find(|name| !name.is_empty());
        let name_zh = zh.unwrap_or_else(|| name.clone());
        let altitude = self.number("altitude_agl_m", HEIGHT);
        let speed = MetresPerSecond(self.number("speed_mps", SPEED));
        let revisit = self.revisit();
        let places = |ring: &[Vertex]| {
            let mut places: Vec<Wgs84> = ring.iter().map(|v| v.at).collect();
            let closed = places.first().zip(places.last()).is_some_and(|(a, b)| geodesic_distance(*a, *b).0 < CLOSED);
            if closed && places.len() > 1 {
                places.pop();
            }
            places
        };
        let altitude = Agl(Metres(altitude));
        match (kind.as_str(), shape) {
            ("" | "area" | "巡逻区域", Geometry::Area(area)) => {
                let seen = Metres(self.number("seen_m", (SEEN_OF_HEIGHT * altitude.0.0).round()));
                let holes = area.holes.iter().map(|hole| places(hole)).collect();
                let outer = places(&area.outer);
                let area = PatrolArea { id, name, name_zh, outer, holes, altitude, speed, seen, revisit };
                self.take(area.faults());
                patrols.areas.push(area);
            }
            ("line" | "巡逻线路", Geometry::Area(area)) if area.holes.is_empty() => {
                let points = places(&area.outer);
                self.line(patrols, PatrolLine { id, name, name_zh, points, altitude, speed, revisit });
            }
            ("" | "line" | "巡逻线路", Geometry::Line(line)) => {
                let points = places(line);
                self.line(patrols, PatrolLine { id, name, name_zh, points, altitude, speed, revisit });
            }
            ("" | "line" | "area" | "巡逻线路" | "巡逻区域", _) => {
                self.fault(
                    "patrols_shape",
                    "its shape is none of its kind",
                    "Draw a line as a line and an area as a polygon",
                );
            }
            _ => {
                let say = format!("its kind is {:?}", short(&kind));
                self.fault("patrols_kind", say, "Give the property kind as line or area, or leave it out");
            }
        }
    }

    fn line(&mut self, patrols: &mut Patrols, line: PatrolLine) {
        self.take(line.faults());
        patrols.lines.push(line);
    }

    /// Faults of the thing itself, with its place in the file.
    fn take(&mut self, faults: Vec<Finding>) {
        let at = &self.feature.at;
        self.faults.extend(faults.into_iter().map(|f| Finding { at: format!("{at}, {}", f.at), ..f }));
    }

    fn revisit(&mut self) -> Vec<Revisit> {
        // GeoJSON holds a list as it is, KML and CSV as text.
        let listed = self.feature.properties.get("revisit").filter(|value| value.is_array()).cloned();
        let text = self.text("revisit");
        if let Some(value) = listed.or_else(|| serde_json::from_str::<Value>(&text).ok().filter(Value::is_array)) {
            return serde_json::from_value(value).unwrap_or_else(|fault| {
                let say = format!("revisit is no list of bands: {}", short(&fault.to_string()));
                self.fault("patrols_revisit", say, "Take it from a plan file, or say hours and minutes");
                Vec::new()
            });
        }
        if text.is_empty() {
            let minutes = self.number("every_min", 0.0);
            let band = Revisit { every: Seconds(60.0 * minutes), hours: Schedule::default() };
            return if self.text("every_min").is_empty() { Vec::new() } else { vec![band] };
        }
        let offset = self.offset();
        let mut bands = Vec::new();
        for part in text.split(';').map(str::trim).filter(|part| !part.is_empty()) {
            match band(part, offset) {
                Some(band) => bands.push(band),
                None => self.fault("patrols_revisit", format!("{:?} is no time band", short(part)), HOURS),
            }
        }
        bands
    }

    fn offset(&mut self) -> i16 {
        let text = self.text("utc_offset");
        if text.is_empty() {
            return 0;
        }
        let (sign, rest) = match text.split_at_checked(1) {
            Some(("+", rest)) => (1, rest),
            Some(("-", rest)) => (-1, rest),
            _ => (1, text.as_str()),
        };
        match minute(rest).filter(|m| *m <= 840).and_then(|m| i16::try_from(m).ok()) {
            Some(minutes) => sign * minutes,
            None => {
                self.fault("patrols_offset", format!("utc_offset is {:?}", short(&text)), "Say it as +08:00");
                0
            }
        }
    }
}

/// `06:00-22:00 120`.
fn band(text: &str, utc_offset_min: i16) -> Option<Revisit> {
    let (hours, minutes) = text.rsplit_once(' ')?;
    let (from, to) = hours.split_once('-')?;
    let hours = Hours { from_minute: minute(from)?, to_minute: minute(to)? };
    let every = Seconds(60.0 * minutes.trim().parse::<f64>().ok()?);
    let daily = if hours.fits() { Schedule::daily(hours) } else { return None };
    Some(Revisit { every, hours: Schedule { utc_offset_min, ..daily } })
}

fn minute(text: &str) -> Option<u16> {
    let (hours, minutes) = text.trim().split_once(':')?;
    let (hours, minutes) = (hours.parse::<u16>().ok()?, minutes.parse::<u16>().ok()?);
    (hours <= 24 && minutes < 60).then_some(hours * 60 + minutes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patrol::area::tests::rectangle;
    use crate::trial::{atlas, docked, plan};
    use geodata::Datum;
    use geodata::layers::{self, Format};
    use proptest::prelude::*;

    fn some() -> Patrols {
        let at = docked(1).from;
        let mut areas = ["A1", "A2"].map(|id| rectangle(id, &atlas().frame, at, [500.0, 300.0]));
        areas[0].holes.push(rectangle("", &atlas().frame, at, [60.0, 40.0]).outer);
        areas[0].revisit = vec![Revisit { every: Seconds(1_800.0), hours: Schedule::default() }];
        areas[1].revisit = vec![band("06:00-22:00 120", 480).unwrap(), band("22:00-06:00 30", 480).unwrap()];
        Patrols { lines: plan().lines[..3].to_vec(), areas: areas.to_vec() }
    }

    #[test]
    fn lines_and_areas_come_back_from_every_format_to_the_tenth_of_a_microdegree() {
        let patrols = some();
        for format in [Format::GeoJson, Format::Kml, Format::Kmz] {
            let bytes = layers::write(format, &patrols.layer()).unwrap().0;
            let name = format!("patrols.{}", format!("{format:?}").to_lowercase());
            let back = Patrols::of(&layers::read(&name, &bytes, Datum::Wgs84).unwrap()).unwrap();
            let near = |a: &[Wgs84], b: &[Wgs84]| {
                a.len() == b.len()
                    && a.iter().zip(b).all(|(a, b)| (a.lat - b.lat).abs() <= 1e-7 && (a.lon - b.lon).abs() <= 1e-7)
            };
            assert_eq!((back.lines.len(), back.areas.len()), (3, 2), "{format:?}");
            for (a, b) in patrols.lines.iter().zip(&back.lines) {
                assert!(near(&a.points, &b.points), "{format:?}: {:?}, not {:?}", b.points, a.points);
                assert_eq!(&PatrolLine { points: a.points.clone(), ..b.clone() }, a);
            }
            for (a, b) in patrols.areas.iter().zip(&back.areas) {
                // Writers may turn outlines.
                let turned = |ring: &[Wgs84]| {
                    let mut all: Vec<(i64, i64)> =
                        ring.iter().map(|p| ((p.lat * 1e7).round() as i64, (p.lon * 1e7).round() as i64)).collect();
                    all.sort_unstable();
                    all
                };
                assert_eq!((turned(&a.outer), a.holes.len()), (turned(&b.outer), b.holes.len()));
                assert_eq!(
                    &PatrolArea { outer: a.outer.clone(), holes: a.holes.clone(), ..b.clone() },
                    a,
                    "{format:?}"
                );
            }
        }
    }

    #[test]
    fn what_a_map_drew_without_properties_becomes_an_area_and_a_line_of_usual_figures() {
        let text = r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"name":"Park","revisit":"06:00-22:00 120; 22:00-06:00 30","utc_offset":"+08:00"},
             "geometry":{"type":"Polygon","coordinates":[[[9.5,47.1],[9.51,47.1],[9.51,47.11],[9.5,47.1]]]}},
            {"type":"Feature","properties":{"every_min":45},
             "geometry":{"type":"LineString","coordinates":[[9.5,47.1],[9.51,47.1],[9.51,47.11]]}}]}"#;
        let patrols = Patrols::of(&layers::read("a.geojson", text.as_bytes(), Datum::Wgs84).unwrap()).unwrap();
        let (area, line) = (&patrols.areas[0], &patrols.lines[0]);
        assert_eq!((area.id.as_str(), area.seen, area.outer.len(), area.revisit.len()), ("Park", Metres(29.0), 3, 2));
        assert_eq!((area.revisit[1].hours.utc_offset_min, area.revisit[1].every), (480, Seconds(1_800.0)));
        assert_eq!((line.id.as_str(), line.points.len(), line.revisit[0].every), ("P2", 3, Seconds(2_700.0)));
    }

    #[test]
    fn every_fault_of_a_file_is_told_with_its_place() {
        let text = r#"{"type":"FeatureCollection","features":[
            {"type":"Feature","properties":{"kind":"square"},"geometry":{"type":"LineString","coordinates":[[9.5,47.1],[9.51,47.1]]}},
            {"type":"Feature","properties":{"kind":"area","speed_mps":"fast"},"geometry":{"type":"Point","coordinates":[9.5,47.1]}},
            {"type":"Feature","properties":{"revisit":"at night"},"geometry":{"type":"LineString","coordinates":[[9.5,47.1],[9.51,47.1]]}}]}"#;
        let faults = Patrols::of(&layers::read("a.geojson", text.as_bytes(), Datum::Wgs84).unwrap()).unwrap_err();
        let codes: Vec<&str> = faults.iter().map(|f| f.code).collect();
        assert_eq!(codes, ["patrols_kind", "layer-not-a-number", "patrols_shape", "patrols_revisit", "line_corners"]);
        assert!(faults[4].at.starts_with("features[2]"), "{}", faults[4].at);
        assert_eq!(Patrols::of(&Layer::default()).unwrap_err()[0].code, "patrols_none");
    }

    proptest! {
        #[test]
        fn garbage_never_panics(text in "\\PC{0,40}", hours in "[0-9:; -]{0,30}", offset in "\\PC{0,8}") {
            let mut layer = some().layer();
            for feature in &mut layer.features {
                feature.properties.insert("kind".into(), text.clone().into());
                feature.properties.insert("revisit".into(), hours.clone().into());
                feature.properties.insert("utc_offset".into(), offset.clone().into());
            }
            let _ = Patrols::of(&layer);
            layer.features.iter_mut().for_each(|f| drop(f.properties.remove("kind")));
            let _ = Patrols::of(&layer);
        }
    }
}
