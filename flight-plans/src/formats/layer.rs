//! Flights as features of KML, KMZ, GPX and GeoJSON: a point a step with what it means in its properties, the way as a
//! line to look at. A file of somebody else is taken when it can only mean one thing: one line, or points in order.

use super::{Altitude, FlightFile, MOST_STEPS, RallySpot, Step};
use crate::fence::FenceArea;
use geodata::layers::{self, Area, Feature, Format, Geometry, Height, Layer, Value, Vertex};
use geodata::{Datum, Finding, Metres, MetresPerSecond, Seconds, Wgs84};
use std::collections::BTreeMap;

/// What a feature of ours is: `takeoff`, `waypoint`, `loiter`, `speed`, `land`, `return`, `home`, `rally`, `way`,
/// `stay_in`, `keep_out`, `stay_in_circle`, `keep_out_circle`.
const ROLE: &str = "flight";
/// The order of steps.
const ORDER: &str = "step";

struct Reader {
    height: Option<Altitude>,
    file: FlightFile,
    steps: Vec<(f64, Step)>,
    fence: Vec<(f64, FenceArea)>,
    faults: Vec<Finding>,
}

pub(super) fn read(
    name: &str,
    bytes: &[u8],
    height: Option<Altitude>,
) -> Result<(FlightFile, Vec<Finding>), Vec<Finding>> {
    let layer = layers::read(name, bytes, Datum::Wgs84)?;
    let mut reader =
        Reader { height, file: FlightFile::default(), steps: Vec::new(), fence: Vec::new(), faults: Vec::new() };
    if layer.features.iter().any(|feature| feature.properties.contains_key(ROLE)) {
        layer.features.iter().for_each(|feature| reader.ours(feature));
    } else {
        reader.theirs(&layer);
    }
    if !reader.faults.is_empty() {
        return Err(reader.faults);
    }
    reader.steps.sort_by(|a, b| a.0.total_cmp(&b.0));
    reader.fence.sort_by(|a, b| a.0.total_cmp(&b.0));
    reader.file.fence = reader.fence.into_iter().map(|area| area.1).collect();
    reader.file.steps = reader.steps.into_iter().map(|step| step.1).collect();
    Ok((reader.file, layer.notes))
}

impl Reader {
    fn fault(&mut self, code: &'static str, at: &str, say: impl Into<String>, remedy: &str) {
        if self.faults.len() <= super::MOST_FINDINGS {
            self.faults.push(Finding::new(code, at, say, remedy));
        }
    }

    fn number(&mut self, feature: &Feature, key: &str) -> Option<f64> {
        match feature.number(key) {
            Ok(Some(number)) => Some(number),
            Ok(None) => {
                self.fault("flight_syntax", &feature.at, format!("it has no {key}"), "Export the flight again");
                None
            }
            Err(finding) => {
                self.faults.push(finding);
                None
            }
        }
    }

    /// The height in the properties, else that of the geometry, else the one given for all.
    fn altitude(&mut self, feature: &Feature, vertex: &Vertex) -> Option<Altitude> {
        if let Some(word) = feature.text("altitude_of") {
            let metres = Metres(self.number(feature, "altitude_m")?);
            let altitude = Altitude::named(&word, metres);
            if altitude.is_none() {
                let say = format!("altitude_of is {:?}", layers::faults::short(&word));
                self.fault("flight_frame", &feature.at, say, "Say amsl, agl or above_home");
            }
            return altitude;
        }
        match vertex.height {
            Some(Height::Amsl(amsl)) => Some(Altitude::Amsl(amsl)),
            Some(Height::Agl(agl)) => Some(Altitude::Agl(agl)),
            Some(Height::Ellipsoid(_)) => {
                let say = "its height is above the ellipsoid, tens of metres off the height above sea level";
                self.fault("flight_frame", &feature.at, say, "Give altitude_m and altitude_of, or use KML");
                None
            }
            None if self.height.is_some() => self.height,
            None => {
                self.fault("flight_no_height", &feature.at, "it has no height", "Give one height for the whole way");
                None
            }
        }
    }

    fn ours(&mut self, feature: &Feature) {
        let Some(role) = feature.text(ROLE) else {
            let say = "there is something in the file that is no part of the flight";
            self.fault("flight_unknown", &feature.at, say, "Take it out of the file");
            return;
        };
        match (role.as_str(), &feature.geometry) {
            ("way", _) => {}
            ("stay_in" | "keep_out", geometry) => match outline(geometry) {
                Some(mut corners) => {
                    if feature.truth("reversed") == Ok(Some(true)) {
                        corners[1..].reverse();
                    }
                    let stays = role == "stay_in";
                    let area = if stays { FenceArea::StayIn { corners } } else { FenceArea::KeepOut { corners } };
                    self.fence.push((area_order(feature), area));
                }
                None => self.fault("flight_fence", &feature.at, "it has no outline", "Draw it as one area"),
            },
            (role, Geometry::Point(vertex)) => self.point(feature, role, vertex),
            _ => self.fault("flight_syntax", &feature.at, "it is no point", "Export the flight again"),
        }
    }

    fn point(&mut self, feature: &Feature, role: &str, vertex: &Vertex) {
        let at = vertex.at;
        let placed = (feature.truth("no_place") != Ok(Some(true))).then_some(at);
        match role {
            "home" => {
                if let Some(Altitude::Amsl(amsl)) = self.altitude(feature, vertex) {
                    self.file.home = Some((at, amsl));
                } else {
                    self.fault("flight_home", &feature.at, "its height is not above sea level", "Set it again");
                }
            }
            "rally" => {
                if let Some(altitude) = self.altitude(feature, vertex) {
                    self.file.rally.push(RallySpot { at, altitude });
                }
            }
            "stay_in_circle" | "keep_out_circle" => {
                if let Some(radius) = self.number(feature, "radius_m").map(Metres) {
                    let stays = role == "stay_in_circle";
                    let centre = at;
                    let area = if stays {
                        FenceArea::StayInCircle { centre, radius }
                    } else {
                        FenceArea::KeepOutCircle { centre, radius }
                    };
                    self.fence.push((area_order(feature), area));
                }
            }
            _ => {
                if let Some(step) = self.step(feature, role, vertex, placed)
                    && let Some(order) = self.number(feature, ORDER)
                {
                    self.steps.push((order, step));
                }
            }
        }
    }

    fn step(&mut self, feature: &Feature, role: &str, vertex: &Vertex, placed: Option<Wgs84>) -> Option<Step> {
        Some(match role {
            "return" => Step::Return,
            "speed" => Step::Speed { speed: MetresPerSecond(self.number(feature, "speed_mps")?) },
            "takeoff" => Step::Takeoff { at: placed, altitude: self.altitude(feature, vertex)? },
            "land" => Step::Land { at: placed, altitude: self.altitude(feature, vertex)? },
            "loiter" => Step::Loiter { at: vertex.at, altitude: self.altitude(feature, vertex)? },
            "waypoint" => {
                let hold = Seconds(self.number(feature, "hold_s")?);
                Step::Waypoint { at: vertex.at, altitude: self.altitude(feature, vertex)?, hold }
            }
            other => {
                let say = format!("{ROLE} is {:?}", layers::faults::short(other));
                self.fault("flight_unknown", &feature.at, say, "Take it out of the file, or correct the word");
                return None;
            }
        })
    }

    /// One line, or points in order; anything else could mean several things.
    fn theirs(&mut self, layer: &Layer) {
        let shapes: Vec<(&Feature, &Geometry)> =
            layer.features.iter().flat_map(|f| f.geometry.parts().iter().map(move |part| (f, part))).collect();
        let lines = shapes.iter().filter(|(_, shape)| matches!(shape, Geometry::Line(_))).count();
        let points = shapes.iter().filter(|(_, shape)| matches!(shape, Geometry::Point(_))).count();
        if let Some((feature, _)) = shapes.iter().find(|(_, shape)| matches!(shape, Geometry::Area(_))) {
            let say = "an area is no way to fly";
            self.fault("flight_area", &feature.at, say, "Search it with `flight-plans search`, or take it out");
        }
        if lines > 1 || (lines == 1 && points > 0) || (lines == 0 && points == 0) {
            let say = format!("{lines} lines and {points} points: which of them is the flight cannot be told");
            self.fault("flight_which", "the file", say, "Leave one line, or only points in flying order");
        }
        let vertices: usize = shapes.iter().map(|(_, shape)| shape.vertices()).sum();
        if vertices > MOST_STEPS {
            let say = format!("{vertices} places, the limit is {MOST_STEPS}");
            self.fault("flight_steps", "the file", say, "Simplify the line: a recorded track is no flight");
        }
        if !self.faults.is_empty() {
            return;
        }
        for (feature, shape) in shapes {
            let way: &[Vertex] = match shape {
                Geometry::Line(line) => line,
                Geometry::Point(vertex) => std::slice::from_ref(vertex),
                _ => &[],
            };
            for vertex in way {
                if let Some(altitude) = self.altitude(feature, vertex) {
                    let order = self.steps.len();
                    let step = Step::Waypoint { at: vertex.at, altitude, hold: Seconds::ZERO };
                    #[allow(clippy::cast_precision_loss)] // At most MOST_STEPS.
                    self.steps.push((order as f64, step));
                }
            }
        }
    }
}

/// The place of an area in its fence; formats that list points before areas change the order.
fn area_order(feature: &Feature) -> f64 {
    feature.number(ORDER).ok().flatten().unwrap_or(0.0)
}

/// The corners of an area, or of a closed line as GPX gives areas back.
fn outline(geometry: &Geometry) -> Option<Vec<Wgs84>> {
    let mut ring: Vec<Wgs84> = match geometry {
        Geometry::Area(area) if area.holes.is_empty() => area.outer.iter().map(|v| v.at).collect(),
        Geometry::Line(line) => line.iter().map(|v| v.at).collect(),
        _ => return None,
    };
    if ring.len() > 1 && ring.first() == ring.last() {
        ring.pop();
    }
    (ring.len() >= 3).then_some(ring)
}

pub(super) fn write(format: Format, file: &FlightFile) -> Result<(Vec<u8>, Vec<Finding>), Vec<Finding>> {
    let mut writer = Writer { format, features: Vec::new() };
    if let Some((at, amsl)) = file.home {
        writer.point("home", at, Some(Altitude::Amsl(amsl)), &[]);
    }
    let first = file.steps.iter().find_map(Step::at).or(file.home.map(|home| home.0));
    let Some(mut here) = first.or(if file.steps.is_empty() { Some(Wgs84::default()) } else { None }) else {
        let say = "no step and no home has a place, so there is nothing to draw";
        let remedy = "Export it as plan or waypoints";
        return Err(vec![Finding::new("export-no-place", "the flight", say, remedy)]);
    };
    for (index, step) in file.steps.iter().enumerate() {
        here = step.at().unwrap_or(here);
        writer.step(index, step, here);
    }
    let mut way: Vec<Vertex> = file.steps.iter().filter_map(|s| writer.vertex(s.at()?, s.altitude())).collect();
    way.dedup_by(|a, b| a.at == b.at);
    if way.len() > 1 {
        let properties = [(ROLE, Value::from("way")), ("gpx", Value::from("route")), ("name", Value::from("way"))];
        writer.feature(Geometry::Line(way), &properties);
    }
    for spot in &file.rally {
        writer.point("rally", spot.at, Some(spot.altitude), &[]);
    }
    file.fence.iter().enumerate().for_each(|(index, area)| writer.fence(index, area));
    let layer = Layer { features: writer.features, notes: Vec::new() };
    let (bytes, notes) = layers::write(format, &layer)?;
    // That points come before lines changes nothing, and the outlines of a fence are told by their role.
    let told = |finding: &Finding| !matches!(finding.code, "export-order" | "export-area-as-line");
    Ok((bytes, notes.into_iter().filter(told).collect()))
}

struct Writer {
    format: Format,
    features: Vec<Feature>,
}

impl Writer {
    /// A vertex with its height, where the format has that reference of its own.
    fn vertex(&self, at: Wgs84, altitude: Option<Altitude>) -> Option<Vertex> {
        let kml = matches!(self.format, Format::Kml | Format::Kmz);
        let height = match altitude {
            Some(Altitude::Amsl(amsl)) if kml || self.format == Format::Gpx => Some(Height::Amsl(amsl)),
            Some(Altitude::Agl(agl)) if kml => Some(Height::Agl(agl)),
            _ => None,
        };
        Some(Vertex { at, height, time: None })
    }

    fn feature(&mut self, geometry: Geometry, properties: &[(&str, Value)]) {
        let properties: BTreeMap<String, Value> =
            properties.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect();
        let at = format!("features[{}]", self.features.len());
        self.features.push(Feature { id: None, geometry, properties, at });
    }

    fn point(&mut self, role: &str, at: Wgs84, altitude: Option<Altitude>, more: &[(&str, Value)]) {
        let mut properties = vec![(ROLE, Value::from(role))];
        if let Some(altitude) = altitude {
            properties.push(("altitude_m", Value::from(altitude.metres().0)));
            properties.push(("altitude_of", Value::from(altitude.word())));
        }
        properties.extend(more.iter().map(|(key, value)| (*key, value.clone())));
        let vertex = self.vertex(at, altitude).unwrap_or_else(|| Vertex::flat(at));
        self.feature(Geometry::Point(vertex), &properties);
    }

    fn step(&mut self, index: usize, step: &Step, here: Wgs84) {
        let (role, extra) = match step {
            Step::Takeoff { .. } => ("takeoff", None),
            Step::Waypoint { hold, .. } => ("waypoint", Some(("hold_s", Value::from(hold.0)))),
            Step::Loiter { .. } => ("loiter", None),
            Step::Speed { speed } => ("speed", Some(("speed_mps", Value::from(speed.0)))),
            Step::Land { .. } => ("land", None),
            Step::Return => ("return", None),
        };
        let mut more = vec![(ORDER, Value::from(index)), ("name", Value::from(format!("{} {role}", index + 1)))];
        more.extend(extra);
        if step.at().is_none() {
            more.push(("no_place", Value::from(true)));
        }
        self.point(role, here, step.altitude(), &more);
    }

    fn fence(&mut self, index: usize, area: &FenceArea) {
        let order = (ORDER, Value::from(index));
        let ring = |corners: &[Wgs84]| {
            let outer = corners.iter().map(|&at| Vertex::flat(at)).collect();
            Geometry::Area(Area { outer, holes: Vec::new() })
        };
        // Writers turn outlines counter-clockwise; whether this one was not is kept.
        let reversed = |corners: &[Wgs84]| ("reversed", Value::from(doubled_area(corners) <= 0.0));
        match area {
            FenceArea::StayIn { corners } => {
                self.feature(ring(corners), &[(ROLE, Value::from("stay_in")), reversed(corners), order]);
            }
            FenceArea::KeepOut { corners } => {
                self.feature(ring(corners), &[(ROLE, Value::from("keep_out")), reversed(corners), order]);
            }
            FenceArea::StayInCircle { centre, radius } => {
                self.point("stay_in_circle", *centre, None, &[("radius_m", Value::from(radius.0)), order]);
            }
            FenceArea::KeepOutCircle { centre, radius } => {
                self.point("keep_out_circle", *centre, None, &[("radius_m", Value::from(radius.0)), order]);
            }
        }
    }
}

/// Twice the signed area in square degrees, positive counter-clockwise, reckoned from the first corner.
fn doubled_area(ring: &[Wgs84]) -> f64 {
    let Some(first) = ring.first() else { return 0.0 };
    let from = |at: &Wgs84| (at.lon - first.lon, at.lat - first.lat);
    ring.windows(2).map(|pair| (from(&pair[0]), from(&pair[1]))).map(|((a, b), (c, d))| a * d - c * b).sum()
}
