//! What holds on the roads at the moment asked about: a file of closures and speeds, worded by places, as people know
//! them (TOML; `controller/cli/README.md` shows one).

use super::desk::Desk;
use super::words;
use crate::args::geo::Now;
use controller_server::folder;
use geodata::roads::{Closure, Conditions, Direction, EdgeId, Hourly, Live, LiveSpeed, Pace, Span, Travel};
use geodata::{Finding, Heading, Metres, Profile, Timestamp};
use serde::Deserialize;
use std::path::Path;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    /// Local time is so many minutes ahead of UTC.
    utc_offset_min: Option<i32>,
    #[serde(default)]
    closed: Vec<Row>,
    #[serde(default)]
    speed: Vec<Row>,
    #[serde(default)]
    hours: Vec<Hourly>,
}

/// A closed road, or one with a speed.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    /// `LAT,LON`: the road nearest to it is meant.
    at: String,
    /// Every road of this name within `within_m` of the place, instead.
    road: Option<String>,
    /// 500 m when absent.
    within_m: Option<f64>,
    /// Only traffic toward this heading, in degrees.
    heading: Option<f64>,
    from: Option<String>,
    until: Option<String>,
    #[serde(default)]
    profiles: Vec<Profile>,
    kph: Option<f64>,
    factor: Option<f64>,
}

/// The roads as they are at a moment.
pub struct Roads<'a> {
    desk: &'a Desk,
    live: Option<Live>,
}

impl<'a> Roads<'a> {
    /// Reads the conditions of a question. All faults of their file are told, the first as the error.
    pub fn new(desk: &'a Desk, now: &Now) -> Result<Self, Finding> {
        let at = words::moment(now.at.as_deref(), "--at")?;
        let (roads, command) = (&desk.atlas.roads, Path::new("the command"));
        let (path, mut conditions) = match &now.conditions {
            Some(path) => (path.as_path(), conditions(desk, path).map_err(|faults| told(path, faults))?),
            None if now.utc_offset_min.is_none() => return Ok(Self { desk, live: None }),
            None => (command, Conditions::default()),
        };
        conditions.utc_offset_min = conditions.utc_offset_min.or(now.utc_offset_min);
        let mut live = roads.live();
        roads.set(&mut live, &conditions, at).map_err(|faults| told(path, faults))?;
        Ok(Self { desk, live: Some(live) })
    }

    /// Whoever travels on them.
    pub fn travel(&self) -> Travel<'_> {
        match &self.live {
            Some(live) => self.desk.atlas.roads.under(live),
            None => self.desk.atlas.roads.undisturbed(),
        }
    }
}

/// Every fault on a line of its own but the first, which is the error.
fn told(path: &Path, faults: Vec<Finding>) -> Finding {
    for fault in faults.iter().skip(1) {
        eprintln!("error: {}: {}", path.display(), super::plain(&fault.to_string()));
    }
    super::first(path, faults.into_iter().take(1).collect())
}

fn conditions(desk: &Desk, path: &Path) -> Result<Conditions, Vec<Finding>> {
    let broken = |say: String| {
        let remedy = "Write it as the README of the command shows";
        vec![Finding::new("conditions-unclear", "the file", super::plain(&say), remedy)]
    };
    let bytes = folder::read(path).map_err(|fault| vec![fault])?;
    let text = String::from_utf8(bytes).map_err(|why| broken(why.to_string()))?;
    let file: File = toml::from_str(&text).map_err(|why| broken(why.to_string()))?;
    let mut faults = Vec::new();
    let mut conditions = Conditions { utc_offset_min: file.utc_offset_min, hours: file.hours, ..Conditions::default() };
    for (index, row) in file.closed.iter().enumerate() {
        match meant(desk, row, &format!("closed {}", index + 1)) {
            Err(fault) => faults.push(fault),
            Ok((edges, span)) => conditions.closures.extend(edges.into_iter().map(|(edge, direction)| Closure {
                edge,
                direction,
                span,
                profiles: row.profiles.clone(),
            })),
        }
    }
    for (index, row) in file.speed.iter().enumerate() {
        let at = format!("speed {}", index + 1);
        match meant(desk, row, &at).and_then(|meant| Ok((meant, pace(row, &at)?))) {
            Err(fault) => faults.push(fault),
            Ok(((edges, span), speed)) => {
                conditions.speeds.extend(edges.into_iter().map(|(edge, direction)| LiveSpeed {
                    edge,
                    direction,
                    speed,
                    span,
                    profiles: row.profiles.clone(),
                }));
            }
        }
    }
    if faults.is_empty() { Ok(conditions) } else { Err(faults) }
}

fn pace(row: &Row, at: &str) -> Result<Pace, Finding> {
    match (row.kph, row.factor) {
        (Some(kph), None) => Ok(Pace::Kph(kph)),
        (None, Some(factor)) => Ok(Pace::Factor(factor)),
        _ => Err(Finding::new("conditions-speed", at, "it has no speed, or two", "Give kph or factor")),
    }
}

/// The edges a row means, each with its direction, and when.
fn meant(desk: &Desk, row: &Row, at: &str) -> Result<(Vec<(EdgeId, Direction)>, Span), Finding> {
    let placed = |fault: Finding| Finding { at: format!("{at}, {}", fault.at), ..fault };
    let moment = |text: &Option<String>| text.as_deref().map(str::parse::<Timestamp>).transpose().map_err(placed);
    let span = Span { from: moment(&row.from)?, until: moment(&row.until)? };
    let spot = desk.spot(&row.at).map_err(placed)?;
    let roads = &desk.atlas.roads;
    let edges = match &row.road {
        Some(name) => roads.edges_named(name, spot.at, Metres(row.within_m.unwrap_or(500.0))),
        None => roads.snap(spot.at).map(|snap| snap.edge()).into_iter().collect(),
    };
    if edges.is_empty() {
        let say = "no road is meant by it";
        return Err(Finding::new(
            "conditions-no-road",
            at,
            say,
            "Give a place on the road, and its name as the map has it",
        ));
    }
    let direction = |edge: EdgeId| match row.heading {
        Some(heading) => roads.direction_toward(edge, Heading::degrees(heading)),
        None => Direction::Both,
    };
    Ok((edges.into_iter().map(|edge| (edge, direction(edge))).collect(), span))
}
