//! QGroundControl's `.plan`: one JSON object with mission, fence and rally points (its developer guide, "Plan File
//! Format", versions 1 and 2). Surveys, scans and landing patterns are refused: they are drawings that program makes a
//! flight of, and another program would make another one.

use super::items::Row;
use super::{Altitude, FlightFile, MOST_STEPS, RallySpot};
use crate::fence::FenceArea;
use geodata::{AboveHome, Amsl, Finding, Metres, Wgs84};
use serde_json::{Value, json};

/// Keys of the whole file that we know; others may change what is meant.
const KEYS: [&str; 6] = ["fileType", "geoFence", "groundStation", "mission", "rallyPoints", "version"];

struct Reader {
    file: FlightFile,
    notes: Vec<Finding>,
    faults: Vec<Finding>,
}

pub(super) fn read(bytes: &[u8]) -> Result<(FlightFile, Vec<Finding>), Vec<Finding>> {
    let value: Value = serde_json::from_slice(bytes).map_err(|fault| {
        let at = format!("line {} column {}", fault.line(), fault.column());
        vec![Finding::new("flight_syntax", at, fault.to_string(), "Export the plan again")]
    })?;
    let mut reader = Reader { file: FlightFile::default(), notes: Vec::new(), faults: Vec::new() };
    reader.whole(&value);
    if reader.faults.is_empty() { Ok((reader.file, reader.notes)) } else { Err(reader.faults) }
}

impl Reader {
    fn fault(&mut self, code: &'static str, at: impl Into<String>, say: impl Into<String>, remedy: &str) {
        if self.faults.len() <= super::MOST_FINDINGS {
            self.faults.push(Finding::new(code, at, say, remedy));
        }
    }

    fn whole(&mut self, value: &Value) {
        let Some(fields) = value.as_object().filter(|fields| fields.get("fileType") == Some(&json!("Plan"))) else {
            self.fault("flight_syntax", "the file", "its fileType is not \"Plan\"", "Save it as a plan file");
            return;
        };
        if fields.get("version") != Some(&json!(1)) {
            self.fault("flight_version", "version", "only version 1 is known", "Save it with a current QGroundControl");
        }
        for key in fields.keys().filter(|key| !KEYS.contains(&key.as_str())) {
            let say = format!("unknown key \"{}\"", geodata::layers::faults::short(key));
            self.fault("flight_unknown", "the file", say, "Remove the key");
        }
        match fields.get("mission") {
            Some(mission) => self.mission(mission),
            None => self.fault("flight_syntax", "the file", "there is no mission", "Save the plan again"),
        }
        fields.get("geoFence").into_iter().for_each(|fence| self.fence(fence));
        fields.get("rallyPoints").into_iter().for_each(|rally| self.rally(rally));
    }

    fn mission(&mut self, mission: &Value) {
        match mission.get("plannedHomePosition").and_then(Value::as_array).map(Vec::as_slice) {
            None => {}
            Some([lat, lon, height]) => {
                let home = lat.as_f64().zip(lon.as_f64()).zip(height.as_f64());
                self.file.home = home.map(|((lat, lon), m)| (Wgs84 { lat, lon }, Amsl(Metres(m))));
                if home.is_none() {
                    let at = "mission.plannedHomePosition";
                    self.fault("flight_home", at, "it is not three numbers", "Set the home position again");
                }
            }
            Some(_) => {
                let say = "it is not latitude, longitude, altitude";
                self.fault("flight_home", "mission.plannedHomePosition", say, "Set the home position again");
            }
        }
        let Some(items) = mission.get("items").and_then(Value::as_array) else {
            self.fault("flight_syntax", "mission", "it has no list of items", "Save the plan again");
            return;
        };
        if items.len() > MOST_STEPS {
            let say = format!("{} items, the limit is {MOST_STEPS}", items.len());
            self.fault("flight_steps", "mission.items", say, "Split the flight");
            return;
        }
        for (index, item) in items.iter().enumerate() {
            let at = format!("mission.items[{index}]");
            match row(item) {
                Err((code, say, remedy)) => self.fault(code, at, say, remedy),
                Ok(row) => match row.step(&at, &mut self.notes) {
                    Ok(step) => self.file.steps.push(step),
                    Err(finding) => self.faults.push(finding),
                },
            }
        }
    }

    fn fence(&mut self, fence: &Value) {
        for (index, polygon) in list(fence, "polygons").iter().enumerate() {
            let at = format!("geoFence.polygons[{index}]");
            let corners: Option<Vec<Wgs84>> = list(polygon, "polygon").iter().map(place).collect();
            let stays = polygon.get("inclusion").and_then(Value::as_bool);
            match (corners, stays) {
                (Some(corners), Some(true)) => self.file.fence.push(FenceArea::StayIn { corners }),
                (Some(corners), Some(false)) => self.file.fence.push(FenceArea::KeepOut { corners }),
                _ => self.fault("flight_fence", at, "no corners, or it does not say in or out", "Draw the fence again"),
            }
        }
        for (index, item) in list(fence, "circles").iter().enumerate() {
            let at = format!("geoFence.circles[{index}]");
            let circle = item.get("circle");
            let centre = circle.and_then(|c| c.get("center")).and_then(place);
            let radius = circle.and_then(|c| c.get("radius")).and_then(Value::as_f64).map(Metres);
            let stays = item.get("inclusion").and_then(Value::as_bool);
            match (centre, radius, stays) {
                (Some(centre), Some(radius), Some(true)) => {
                    self.file.fence.push(FenceArea::StayInCircle { centre, radius });
                }
                (Some(centre), Some(radius), Some(false)) => {
                    self.file.fence.push(FenceArea::KeepOutCircle { centre, radius });
                }
                _ => self.fault("flight_fence", at, "no circle, or it does not say in or out", "Draw the fence again"),
            }
        }
        if fence.get("breachReturn").is_some() {
            let say = "a place to go to on leaving the fence is not kept; the vehicle's own rule holds";
            self.fault("flight_unknown", "geoFence.breachReturn", say, "Remove the breach return point");
        }
    }

    fn rally(&mut self, rally: &Value) {
        for (index, point) in list(rally, "points").iter().enumerate() {
            let height = point.get(2).and_then(Value::as_f64);
            match place(point).zip(height) {
                Some((at, m)) => {
                    let altitude = Altitude::AboveHome(AboveHome(Metres(m)));
                    self.file.rally.push(RallySpot { at, altitude });
                }
                None => {
                    let at = format!("rallyPoints.points[{index}]");
                    self.fault("flight_rally", at, "it is not latitude, longitude, altitude", "Set the point again");
                }
            }
        }
    }
}

fn list<'v>(value: &'v Value, key: &str) -> &'v [Value] {
    value.get(key).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn place(value: &Value) -> Option<Wgs84> {
    Some(Wgs84 { lat: value.get(0)?.as_f64()?, lon: value.get(1)?.as_f64()? })
}

fn row(item: &Value) -> Result<Row, (&'static str, String, &'static str)> {
    let kind = item.get("type").and_then(Value::as_str).unwrap_or_default();
    if kind != "SimpleItem" {
        let complex = item.get("complexItemType").and_then(Value::as_str).unwrap_or(kind);
        let say = format!("a {:?} is a drawing, no flight", geodata::layers::faults::short(complex));
        return Err(("flight_item", say, "Plan it here with `flight-plans search`, or save it as single waypoints"));
    }
    let shape = |say: &str| ("flight_syntax", say.to_owned(), "Save the plan again");
    let number = |key: &str| item.get(key).and_then(Value::as_u64);
    let command = number("command").and_then(|n| u16::try_from(n).ok()).ok_or_else(|| shape("it has no command"))?;
    let frame = number("frame").and_then(|n| u8::try_from(n).ok()).ok_or_else(|| shape("it has no frame"))?;
    let list = list(item, "params");
    if list.len() != 7 {
        return Err(shape("it has not seven parameters"));
    }
    let mut params = [None; 7];
    for (param, value) in params.iter_mut().zip(list) {
        *param = match value {
            Value::Null => None,
            value => Some(value.as_f64().ok_or_else(|| shape("a parameter is not a number"))?),
        };
    }
    let auto_continue = item.get("autoContinue").and_then(Value::as_bool).unwrap_or(true);
    Ok(Row { command, frame, params, auto_continue })
}

pub(super) fn write(file: &FlightFile) -> Result<(Vec<u8>, Vec<Finding>), Vec<Finding>> {
    let mut faults = Vec::new();
    let mut notes = Vec::new();
    let mut rally = Vec::new();
    for (index, spot) in file.rally.iter().enumerate() {
        let at = format!("rally point {index}");
        match (spot.altitude, file.home) {
            (Altitude::AboveHome(above), _) => rally.push(json!([spot.at.lat, spot.at.lon, above.0.0])),
            (Altitude::Amsl(amsl), Some((_, home))) => {
                rally.push(json!([spot.at.lat, spot.at.lon, amsl.above_home(home).0.0]));
                let say = "this format has rally points above home only; its height was turned into one";
                notes.push(Finding::new("export-rally-height", at, say, "Check the height after loading"));
            }
            _ => {
                let say = "this format has rally points above home only, and its home or ground is not known";
                faults.push(Finding::new("export-rally-height", at, say, "Give its height above home, or set a home"));
            }
        }
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    let corners = |corners: &[Wgs84]| corners.iter().map(|at| json!([at.lat, at.lon])).collect::<Vec<Value>>();
    let (mut polygons, mut circles) = (Vec::new(), Vec::new());
    for area in &file.fence {
        let polygon =
            |inclusion, ring: &[Wgs84]| json!({"inclusion": inclusion, "polygon": corners(ring), "version": 1});
        let circle = |inclusion, centre: &Wgs84, radius: Metres| {
            let circle = json!({"center": [centre.lat, centre.lon], "radius": radius.0});
            json!({"circle": circle, "inclusion": inclusion, "version": 1})
        };
        match area {
            FenceArea::StayIn { corners } => polygons.push(polygon(true, corners)),
            FenceArea::KeepOut { corners } => polygons.push(polygon(false, corners)),
            FenceArea::StayInCircle { centre, radius } => circles.push(circle(true, centre, *radius)),
            FenceArea::KeepOutCircle { centre, radius } => circles.push(circle(false, centre, *radius)),
        }
    }
    if file.fence.windows(2).any(|pair| is_circle(&pair[0]) && !is_circle(&pair[1])) {
        let say = "this format lists outlines before circles; the order of the fence changes";
        notes.push(Finding::new("export-order", "the fence", say, "Nothing: the order means nothing"));
    }
    let mut mission = json!({
        "cruiseSpeed": 15, "firmwareType": 12, "globalPlanAltitudeMode": 0, "hoverSpeed": 5,
        "items": file.steps.iter().enumerate().map(item).collect::<Vec<Value>>(), "vehicleType": 2, "version": 2,
    });
    if let (Some((at, ground)), Some(fields)) = (file.home, mission.as_object_mut()) {
        fields.insert("plannedHomePosition".into(), json!([at.lat, at.lon, ground.0.0]));
    }
    let whole = json!({
        "fileType": "Plan", "groundStation": "QGroundControl", "version": 1, "mission": mission,
        "geoFence": {"circles": circles, "polygons": polygons, "version": 2},
        "rallyPoints": {"points": rally, "version": 2},
    });
    let mut text = serde_json::to_vec_pretty(&whole).unwrap_or_default();
    text.push(b'\n');
    Ok((text, notes))
}

fn is_circle(area: &FenceArea) -> bool {
    matches!(area, FenceArea::StayInCircle { .. } | FenceArea::KeepOutCircle { .. })
}

fn item((index, step): (usize, &super::Step)) -> Value {
    let row = Row::of(step);
    json!({
        "autoContinue": true, "command": row.command, "doJumpId": index + 1, "frame": row.frame,
        "params": row.params, "type": "SimpleItem",
    })
}
