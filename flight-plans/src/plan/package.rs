//! A security event as one file: the area, the lines and areas flown over it, the rings round its guarded places, the crews, the
//! zones, the times. Hashed, so that two posts can tell by one line of hex that they hold the same.

use super::{Aircraft, GroundUnit, Plan, moment};
use crate::hex;
use crate::patrol::{PatrolArea, PatrolLine};
use geodata::{Agl, Atlas, Finding, Frame, Local, Metres, Shape, Tier, Timestamp, Wgs84, Zone, zone};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;

/// The only version of the file this build reads and writes.
pub const PACKAGE_VERSION: u32 = 1;
/// A package is refused above this size.
const LARGEST: usize = 16 * 1024 * 1024;
const REMEDY: &str = "Correct the package at this place, or export it again";

/// The ground of an event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventArea {
    /// The outline, three corners or more, the first not repeated.
    pub outer: Vec<Wgs84>,
    /// What is no part of it.
    pub holes: Vec<Vec<Wgs84>>,
}

/// A guarded place with its tiers of responders.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Ring {
    /// The id of the guarded place.
    pub place: String,
    /// English or local name.
    pub name: String,
    /// Chinese name.
    pub name_zh: String,
    /// Where it is.
    pub at: Wgs84,
    /// 1 is guarded most closely, 3 least.
    pub grade: u8,
    /// The tiers of 1, 3 and 5 minutes.
    pub tiers: Vec<Tier>,
}

/// A span of the event.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Phase {
    /// What it is: "entry", "event", "exit".
    pub name: String,
    /// In Chinese.
    pub name_zh: String,
    /// From then.
    #[serde(with = "moment")]
    pub from: Timestamp,
    /// Until then.
    #[serde(with = "moment")]
    pub until: Timestamp,
}

/// Everything a post must know of an event.
#[derive(Clone, Debug, PartialEq)]
pub struct EventPackage {
    /// English or local name.
    pub name: String,
    /// Chinese name.
    pub name_zh: String,
    /// The hash of the plan it was taken from.
    pub plan: String,
    /// The hash of the district it was taken from.
    pub district: String,
    /// The ground.
    pub area: EventArea,
    /// The lines flown.
    pub lines: Vec<PatrolLine>,
    /// The areas seen again and again.
    pub areas: Vec<PatrolArea>,
    /// The rings.
    pub rings: Vec<Ring>,
    /// The aircraft.
    pub aircraft: Vec<Aircraft>,
    /// The ground units: crews, never persons.
    pub units: Vec<GroundUnit>,
    /// The zones, as `zones.json` has them.
    pub zones: Value,
    /// The times, earliest first.
    pub times: Vec<Phase>,
    /// The lowest true height over a scene.
    pub scene_altitude: Agl,
    /// How far legs keep off keep-out zones.
    pub zone_margin: Metres,
}

impl EventPackage {
    /// What of a district and its plan belongs to an area: lines with a corner in it, patrol areas that reach into it, guarded places in it, zones that
    /// touch it, ground units whose station lies in it, and every aircraft.
    ///
    /// # Errors
    /// Every fault of the area and the times.
    pub fn of(
        atlas: &Atlas,
        plan: &Plan,
        [name, name_zh]: [&str; 2],
        area: EventArea,
        times: Vec<Phase>,
    ) -> Result<Self, Vec<Finding>> {
        let local = |ring: &[Wgs84]| ring.iter().map(|&at| atlas.frame.to_local(at)).collect::<Vec<Local>>();
        let holes = area.holes.iter().map(|hole| local(hole)).collect();
        let shape = Shape::area(local(&area.outer), holes)
            .map_err(|fault| vec![Finding { at: "package.area".into(), ..fault }])?;
        let inside = |at: Local| shape.covers(at);
        let touches = |zone: &&Zone| {
            let corners = || zone.rings().into_iter().flatten();
            corners().any(inside) || local(&area.outer).iter().any(|&corner| zone.contains(corner))
        };
        let zones: Vec<&Zone> = atlas.zones.iter().filter(touches).collect();
        let zones = zone::file::write(zones, &atlas.frame)?;
        let station = |unit: &&GroundUnit| atlas.posts.iter().any(|post| post.id == unit.station && inside(post.at));
        let ring = |g: &geodata::GuardedPlace| Ring {
            place: g.id.clone(),
            name: g.name.clone(),
            name_zh: g.name_zh.clone(),
            at: atlas.frame.to_wgs84(g.at),
            grade: g.grade,
            tiers: g.tiers.to_vec(),
        };
        let patrolled = |a: &&PatrolArea| {
            let (outer, holes) = a.local(&atlas.frame);
            let own = Shape::area(outer.clone(), holes);
            let seen = |at: Local| own.as_ref().is_ok_and(|own| own.covers(at));
            outer.into_iter().any(inside) || local(&area.outer).into_iter().any(seen)
        };
        let package = EventPackage {
            areas: plan.areas.iter().filter(patrolled).cloned().collect(),
            name: name.to_owned(),
            name_zh: name_zh.to_owned(),
            plan: plan.hash(),
            district: atlas.hash.clone(),
            lines: plan.lines.iter().filter(|l| l.local(&atlas.frame).into_iter().any(inside)).cloned().collect(),
            rings: atlas.guarded.iter().filter(|g| inside(g.at)).map(ring).collect(),
            aircraft: plan.squadron.clone(),
            units: plan.ground.iter().filter(station).cloned().collect(),
            zones: serde_json::from_slice(&zones).unwrap_or_default(),
            times,
            area,
            scene_altitude: plan.scene_altitude,
            zone_margin: plan.zone_margin,
        };
        let faults = package.faults(&atlas.frame);
        if faults.is_empty() { Ok(package) } else { Err(faults) }
    }

    /// Everything wrong with the package by itself.
    #[must_use]
    pub fn faults(&self, frame: &Frame) -> Vec<Finding> {
        let mut faults = Vec::new();
        let mut fault = |code, at: String, say: &str, remedy: &str| faults.push(Finding::new(code, at, say, remedy));
        let sound = |ring: &[Wgs84]| ring.len() >= 3 && ring.iter().all(|p| Wgs84::new(p.lat, p.lon).is_some());
        if !sound(&self.area.outer) {
            fault("package_area", "package.area.outer".into(), "it is no outline of places on Earth", "Draw it again");
        }
        for index in (0..self.area.holes.len()).filter(|&i| !sound(&self.area.holes[i])) {
            let say = "it is no outline of places on Earth";
            fault("package_area", format!("package.area.holes[{index}]"), say, "Draw it again");
        }
        for (index, ring) in self.rings.iter().enumerate() {
            let minutes: Vec<u8> = ring.tiers.iter().map(|tier| tier.minutes).collect();
            if Wgs84::new(ring.at.lat, ring.at.lon).is_none() || minutes != [1, 3, 5] {
                let say = "its place is none on Earth, or its tiers are not of 1, 3 and 5 minutes";
                fault("package_ring", format!("package.rings[{index}]"), say, "Take it from the district again");
            }
        }
        if self.times.is_empty() {
            fault("package_times", "package.times".into(), "there is no time", "Say from when until when it is");
        }
        for (index, phase) in self.times.iter().enumerate() {
            let early = index > 0 && phase.from < self.times[index - 1].from;
            if phase.until <= phase.from || early {
                let say = "it ends before it begins, or begins before the one ahead of it";
                fault("package_times", format!("package.times[{index}]"), say, "Correct the times");
            }
        }
        let mut seen = BTreeSet::new();
        let ids = self.lines.iter().map(|l| l.id.as_str()).chain(self.areas.iter().map(|a| a.id.as_str()));
        let ids = ids.chain(self.rings.iter().map(|r| r.place.as_str()));
        for id in ids.filter(|id| !seen.insert(*id)) {
            fault("package_repeated", "package".into(), &format!("the id {id:?} stands twice"), "Give each its own");
        }
        faults.extend(self.lines.iter().flat_map(PatrolLine::faults));
        faults.extend(self.areas.iter().flat_map(PatrolArea::faults));
        let zones = serde_json::to_vec(&self.zones).unwrap_or_default();
        if let Err(bad) = zone::file::read(&zones, frame) {
            faults.extend(bad.into_iter().map(|f| Finding { at: format!("package.zones, {}", f.at), ..f }));
        }
        faults
    }

    fn fields(&self) -> Map<String, Value> {
        let json = |value: Result<Value, serde_json::Error>| value.unwrap_or_default();
        let mut fields = Map::new();
        fields.insert("version".into(), PACKAGE_VERSION.into());
        fields.insert("name".into(), self.name.clone().into());
        fields.insert("name_zh".into(), self.name_zh.clone().into());
        fields.insert("plan".into(), self.plan.clone().into());
        fields.insert("district".into(), self.district.clone().into());
        fields.insert("area".into(), json(serde_json::to_value(&self.area)));
        fields.insert("lines".into(), json(serde_json::to_value(&self.lines)));
        if !self.areas.is_empty() {
            fields.insert("areas".into(), json(serde_json::to_value(&self.areas)));
        }
        fields.insert("rings".into(), json(serde_json::to_value(&self.rings)));
        fields.insert("aircraft".into(), json(serde_json::to_value(&self.aircraft)));
        fields.insert("units".into(), json(serde_json::to_value(&self.units)));
        fields.insert("zones".into(), self.zones.clone());
        fields.insert("times".into(), json(serde_json::to_value(&self.times)));
        fields.insert("scene_altitude_agl_m".into(), json(serde_json::to_value(self.scene_altitude)));
        fields.insert("zone_margin_m".into(), json(serde_json::to_value(self.zone_margin)));
        fields
    }

    /// SHA-256, in hex, of everything but itself, as compact JSON with its keys in alphabetical order.
    #[must_use]
    pub fn hash(&self) -> String {
        sum(&self.fields())
    }

    /// The file; its last fields say what it holds and its hash.
    #[must_use]
    pub fn to_json(&self) -> Vec<u8> {
        let mut fields = self.fields();
        fields.insert("hash".into(), self.hash().into());
        let mut text = serde_json::to_vec_pretty(&Value::Object(fields)).unwrap_or_default();
        text.push(b'\n');
        text
    }

    /// Reads a package; `frame` is only asked whether its zones are zones.
    ///
    /// # Errors
    /// Every fault at once: shape, then meaning; `package_hash` when it was changed since it was written.
    pub fn parse(text: &[u8], frame: &Frame) -> Result<Self, Vec<Finding>> {
        let one = |code, say: String, remedy: &str| vec![Finding::new(code, "package", say, remedy)];
        if text.len() > LARGEST {
            return Err(one("package_too_large", format!("{} bytes, the limit is {LARGEST}", text.len()), "Split it"));
        }
        let value: Value = serde_json::from_slice(text)
            .map_err(|fault| one("package_syntax", fault.to_string(), "Bring a whole JSON file"))?;
        let Value::Object(mut fields) = value else {
            return Err(one("package_shape", "no JSON object".into(), REMEDY));
        };
        let mut reader = Reader { faults: Vec::new() };
        let said: Option<String> = reader.take(&mut fields, "hash");
        let is = sum(&fields);
        if said.as_ref().is_some_and(|said| *said != is) {
            let remedy = "Somebody changed it: bring the file as it was exported";
            reader.faults.push(Finding::new(
                "package_hash",
                "package.hash",
                "it is not the hash of what it holds",
                remedy,
            ));
        }
        let package = reader.package(&mut fields);
        let Some(package) = package.filter(|_| reader.faults.is_empty()) else { return Err(reader.faults) };
        let faults = package.faults(frame);
        if faults.is_empty() { Ok(package) } else { Err(faults) }
    }
}

fn sum(fields: &Map<String, Value>) -> String {
    hex(&Sha256::digest(serde_json::to_vec(fields).unwrap_or_default()))
}

struct Reader {
    faults: Vec<Finding>,
}

impl Reader {
    fn take<T: DeserializeOwned>(&mut self, fields: &mut Map<String, Value>, key: &str) -> Option<T> {
        let at = format!("package.{key}");
        let Some(value) = fields.remove(key) else {
            self.faults.push(Finding::new("package_missing", at, "it is missing", "Add the key"));
            return None;
        };
        match serde_json::from_value(value) {
            Ok(read) => Some(read),
            Err(fault) => {
                self.faults.push(Finding::new("package_shape", at, fault.to_string(), REMEDY));
                None
            }
        }
    }

    fn package(&mut self, fields: &mut Map<String, Value>) -> Option<EventPackage> {
        let version: Option<u32> = self.take(fields, "version");
        if version.is_some_and(|version| version != PACKAGE_VERSION) {
            let say = format!("this build reads version {PACKAGE_VERSION}");
            self.faults.push(Finding::new("package_version", "package.version", say, "Export the package again"));
        }
        let (name, name_zh) = (self.take(fields, "name"), self.take(fields, "name_zh"));
        let (plan, district) = (self.take(fields, "plan"), self.take(fields, "district"));
        let (area, lines) = (self.take(fields, "area"), self.take(fields, "lines"));
        // Packages of earlier builds, and those without, have no such key.
        let areas = if fields.contains_key("areas") { self.take(fields, "areas") } else { Some(Vec::new()) };
        let (rings, aircraft) = (self.take(fields, "rings"), self.take(fields, "aircraft"));
        let (units, zones) = (self.take(fields, "units"), self.take(fields, "zones"));
        let (times, scene) = (self.take(fields, "times"), self.take(fields, "scene_altitude_agl_m"));
        let margin = self.take(fields, "zone_margin_m");
        for key in fields.keys() {
            let say = format!("unknown key \"{}\"", geodata::layers::faults::short(key));
            self.faults.push(Finding::new("package_unknown", "package", say, "Remove the key"));
        }
        Some(EventPackage {
            name: name?,
            name_zh: name_zh?,
            plan: plan?,
            district: district?,
            area: area?,
            lines: lines?,
            areas: areas?,
            rings: rings?,
            aircraft: aircraft?,
            units: units?,
            zones: zones?,
            times: times?,
            scene_altitude: scene?,
            zone_margin: margin?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::patrol::area::tests::rectangle;
    use crate::trial::{NOON, atlas, plan};
    use geodata::{Heading, Seconds};
    use proptest::prelude::*;
    use serde_json::json;

    fn event() -> EventPackage {
        let middle = atlas().frame.to_local(plan().lines[0].points[0]);
        let corner =
            |i: u32| atlas().frame.to_wgs84(middle.moved(Heading::degrees(60.0 * f64::from(i)), Metres(2500.0)));
        let area = EventArea { outer: (0..6).map(corner).collect(), holes: Vec::new() };
        let phase = |name: &str, name_zh: &str, a: f64, b: f64| Phase {
            name: name.into(),
            name_zh: name_zh.into(),
            from: NOON.plus(Seconds(3600.0 * a)),
            until: NOON.plus(Seconds(3600.0 * b)),
        };
        let times = vec![phase("entry", "入场", 0.0, 1.5), phase("event", "活动", 1.0, 4.0)];
        // One area under the event, one that covers all of it, one far away.
        let areas = [("A1", 0.0, 400.0), ("A2", 0.0, 9000.0), ("A3", 8000.0, 300.0)];
        let areas = areas.map(|(id, off, size)| {
            rectangle(id, &atlas().frame, Local { x: middle.x + off, y: middle.y }, [size, size])
        });
        let plan = Plan { areas: areas.to_vec(), ..plan().clone() };
        EventPackage::of(atlas(), &plan, ["County fair", "县集市"], area, times).unwrap()
    }

    #[test]
    fn an_event_holds_what_lies_in_its_area_and_reads_back_the_same() {
        let event = event();
        assert!(event.lines.iter().any(|line| line.id == plan().lines[0].id));
        assert!(!event.rings.is_empty() && !event.aircraft.is_empty() && !event.units.is_empty());
        assert!(event.units.len() < plan().ground.len());
        assert_eq!(event.areas.iter().map(|a| a.id.as_str()).collect::<Vec<_>>(), ["A1", "A2"]);
        let text = event.to_json();
        let again = EventPackage::parse(&text, &atlas().frame).unwrap();
        assert_eq!(again, event);
        assert_eq!((again.to_json(), again.hash()), (text, event.hash()));
    }

    #[test]
    fn every_change_breaks_the_hash_and_all_faults_are_told_at_once() {
        let text = String::from_utf8(event().to_json()).unwrap();
        let edited = text.replace("County fair", "County show");
        assert_eq!(EventPackage::parse(edited.as_bytes(), &atlas().frame).unwrap_err()[0].code, "package_hash");
        let mut value: Value = serde_json::from_str(&text).unwrap();
        value["colour"] = json!(1);
        value["times"] = json!("noon");
        value["units"][0]["profile"] = json!("submarine");
        value.as_object_mut().unwrap().remove("area");
        let faults = EventPackage::parse(value.to_string().as_bytes(), &atlas().frame).unwrap_err();
        let codes: BTreeSet<&str> = faults.iter().map(|f| f.code).collect();
        for code in ["package_unknown", "package_shape", "package_missing", "package_hash"] {
            assert!(codes.contains(code), "{code} not in {codes:?}");
        }
        assert_eq!(faults.iter().filter(|f| f.code == "package_shape").count(), 2);
    }

    #[test]
    fn times_that_run_backwards_and_an_area_of_two_corners_are_refused() {
        let mut bad = event();
        bad.times.reverse();
        bad.times[1].until = bad.times[1].from;
        bad.area.holes.push(vec![bad.area.outer[0]]);
        let codes: Vec<&str> = bad.faults(&atlas().frame).iter().map(|f| f.code).collect();
        assert_eq!(codes, ["package_area", "package_times"]);
    }

    proptest! {
        #[test]
        fn garbage_never_panics(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = EventPackage::parse(&bytes, &atlas().frame);
        }
    }
}
