//! Reading a plan file: every fault at once, each with its place in the file.

use super::{Plan, VERSION};
use geodata::Finding;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// A plan file is refused above this size.
const LARGEST: usize = 16 * 1024 * 1024;
const REMEDY: &str = "Correct the plan file at this place";

impl Plan {
    /// Reads a plan file.
    ///
    /// # Errors
    /// Every fault of the file at once: shape first; when the shape is right, the meaning.
    pub fn parse(json: &[u8]) -> Result<Plan, Vec<Finding>> {
        if json.len() > LARGEST {
            let say = format!("{} bytes, the limit is {LARGEST}", json.len());
            return Err(vec![Finding::new("plan_too_large", "plan", say, "Split the plan")]);
        }
        let value: Value = serde_json::from_slice(json).map_err(|fault| vec![syntax(&fault)])?;
        let Value::Object(fields) = value else {
            return Err(vec![Finding::new("plan_shape", "plan", "not a JSON object", REMEDY)]);
        };
        let plan = Reader { fields, faults: Vec::new() }.read()?;
        let faults = plan.faults();
        if faults.is_empty() { Ok(plan) } else { Err(faults) }
    }
}

fn syntax(fault: &serde_json::Error) -> Finding {
    let at = format!("plan, line {} column {}", fault.line(), fault.column());
    Finding::new("plan_syntax", at, fault.to_string(), "Bring a whole JSON file")
}

/// Takes the fields out one by one, so that one fault does not hide the next.
struct Reader {
    fields: Map<String, Value>,
    faults: Vec<Finding>,
}

impl Reader {
    fn read(mut self) -> Result<Plan, Vec<Finding>> {
        let version = self.one::<u32>("version").filter(|v| self.version_known(*v));
        let (name, district) = (self.one("name"), self.one("district"));
        let (squadron, ground) = (self.list("squadron"), self.list("ground"));
        let (lines, airframes) = (self.list("lines"), self.list("airframes"));
        // Plans of earlier builds have none.
        let areas = if self.fields.contains_key("areas") { self.list("areas") } else { Some(Vec::new()) };
        let (scene, transit) = (self.one("scene_altitude_agl_m"), self.one("transit_altitude_agl_m"));
        let margin = self.one("zone_margin_m");
        let roster = if self.fields.contains_key("roster") { self.one("roster").map(Some) } else { Some(None) };
        for key in self.fields.keys() {
            let say = format!("unknown key \"{key}\"");
            self.faults.push(Finding::new("plan_unknown_key", "plan", say, "Remove the key or correct its spelling"));
        }
        let whole = || {
            Some(Plan {
                version: version?,
                name: name?,
                district: district?,
                squadron: squadron?,
                ground: ground?,
                lines: lines?,
                areas: areas?,
                scene_altitude: scene?,
                transit_altitude: transit?,
                zone_margin: margin?,
                airframes: airframes?,
                roster: roster?,
            })
        };
        if self.faults.is_empty() { whole().ok_or(self.faults) } else { Err(self.faults) }
    }

    fn version_known(&mut self, version: u32) -> bool {
        let known = version == VERSION;
        if !known {
            let say = format!("version {version}, this build reads {VERSION}");
            self.faults.push(Finding::new("plan_version", "plan.version", say, "Lay or export the plan again"));
        }
        known
    }

    fn one<T: DeserializeOwned>(&mut self, key: &str) -> Option<T> {
        let value = self.take(key)?;
        self.read_at(format!("plan.{key}"), value)
    }

    fn list<T: DeserializeOwned>(&mut self, key: &str) -> Option<Vec<T>> {
        let Value::Array(values) = self.take(key)? else {
            self.faults.push(Finding::new("plan_shape", format!("plan.{key}"), "not a list", REMEDY));
            return None;
        };
        let (all, mut read) = (values.len(), Vec::with_capacity(values.len()));
        for (index, value) in values.into_iter().enumerate() {
            read.extend(self.read_at(format!("plan.{key}[{index}]"), value));
        }
        (read.len() == all).then_some(read)
    }

    fn take(&mut self, key: &str) -> Option<Value> {
        let value = self.fields.remove(key);
        if value.is_none() {
            self.faults.push(Finding::new("plan_missing_key", "plan", format!("no key \"{key}\""), "Add the key"));
        }
        value
    }

    fn read_at<T: DeserializeOwned>(&mut self, at: String, value: Value) -> Option<T> {
        match serde_json::from_value(value) {
            Ok(read) => Some(read),
            Err(fault) => {
                self.faults.push(Finding::new("plan_shape", at, fault.to_string(), REMEDY));
                None
            }
        }
    }
}
