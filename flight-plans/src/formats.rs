//! Flights in and out: what other ground stations and maps read and write of a mission, its fence and its rally points.
//!
//! A [`FlightFile`] keeps every height in the frame it was given in; nothing is turned from one frame into another unless
//! somebody who knows the ground asks for a [`Mission`]. What a file holds that we would not fly as it is meant is
//! refused with its place, never dropped; what a format cannot hold is told by its writer.

mod items;
mod layer;
mod mission;
pub mod patrols;
mod qgc;
#[cfg(test)]
mod tests;
mod waypoints;
mod wpml;

use crate::fence::FenceArea;
use crate::mission::Mission;
use geodata::{AboveHome, Agl, Amsl, Finding, Metres, MetresPerSecond, Seconds, Wgs84};

/// A file above this size is no flight.
const LARGEST: usize = 4_000_000;
/// Steps of one flight: more than any autopilot takes.
const MOST_STEPS: usize = 2_000;
/// Findings told singly.
const MOST_FINDINGS: usize = 100;

/// A height with what it is measured from.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Altitude {
    /// Above mean sea level.
    Amsl(Amsl),
    /// Above the ground straight below.
    Agl(Agl),
    /// Above where the aircraft took off.
    AboveHome(AboveHome),
}

/// One step of a flight, as files have it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Step {
    /// Climb; without a place, over where it stands.
    Takeoff {
        /// Where, if the file says.
        at: Option<Wgs84>,
        /// The height to climb to.
        altitude: Altitude,
    },
    /// Fly to a place and stay for `hold`.
    Waypoint {
        /// The place.
        at: Wgs84,
        /// The height there.
        altitude: Altitude,
        /// How long to stay; zero flies through.
        hold: Seconds,
    },
    /// Fly to a place and stay until told otherwise.
    Loiter {
        /// The place.
        at: Wgs84,
        /// The height there.
        altitude: Altitude,
    },
    /// Fly what follows at this speed over ground.
    Speed {
        /// Ground speed asked for.
        speed: MetresPerSecond,
    },
    /// Land; without a place, below where it is.
    Land {
        /// Where, if the file says.
        at: Option<Wgs84>,
        /// The height of the ground there as the file has it.
        altitude: Altitude,
    },
    /// Go home by the vehicle's own return procedure.
    Return,
}

/// A place to come down other than home, as files have it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RallySpot {
    /// The place.
    pub at: Wgs84,
    /// The height to arrive there at.
    pub altitude: Altitude,
}

/// What one file says about one flight.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FlightFile {
    /// Where it is planned to take off, if the file says.
    pub home: Option<(Wgs84, Amsl)>,
    /// The steps in order.
    pub steps: Vec<Step>,
    /// The fence; its outlines without the first corner repeated.
    pub fence: Vec<FenceArea>,
    /// The rally points.
    pub rally: Vec<RallySpot>,
}

/// A file format of flights.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FlightFormat {
    /// QGroundControl's `.plan`: mission, fence, rally points.
    QgcPlan,
    /// `QGC WPL 110`, the table of Mission Planner and MAVProxy: mission only.
    Waypoints,
    /// KML 2.2.
    Kml,
    /// KML packed.
    Kmz,
    /// GPX 1.1.
    Gpx,
    /// GeoJSON (RFC 7946).
    GeoJson,
    /// A KMZ with `wpmz/template.kml`, as DJI Pilot 2 and FlightHub take: mission only.
    Wpml,
}

impl FlightFormat {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::QgcPlan, Self::Waypoints, Self::Kml, Self::Kmz, Self::Gpx, Self::GeoJson, Self::Wpml];

    /// The word for it on a command line.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::QgcPlan => "plan",
            Self::Waypoints => "waypoints",
            Self::Kml => "kml",
            Self::Kmz => "kmz",
            Self::Gpx => "gpx",
            Self::GeoJson => "geojson",
            Self::Wpml => "wpml",
        }
    }

    /// The format of a word or of the end of a file's name.
    ///
    /// # Errors
    /// `flight_format` when there is no such format.
    pub fn named(name: &str) -> Result<Self, Finding> {
        let end = name.rsplit('.').next().unwrap_or(name).to_ascii_lowercase();
        let end = if end == "json" { "geojson".to_owned() } else { end };
        Self::ALL.into_iter().find(|format| format.word() == end).ok_or_else(|| {
            let remedy = "Use one of plan, waypoints, kml, kmz, gpx, geojson, wpml";
            Finding::new("flight_format", geodata::layers::faults::short(name), "no such format of flights", remedy)
        })
    }

    /// The format of a file: by its content, by its name where that does not tell.
    ///
    /// # Errors
    /// `flight_format`.
    pub fn of(name: &str, bytes: &[u8]) -> Result<Self, Finding> {
        if bytes.starts_with(b"PK") {
            let is_wpml = bytes.windows(5).any(|part| part == b"wpmz/");
            return Ok(if is_wpml { Self::Wpml } else { Self::Kmz });
        }
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(4096)]);
        let head = head.trim_start_matches('\u{feff}').trim_start();
        if head.starts_with("QGC WPL") {
            return Ok(Self::Waypoints);
        }
        if head.starts_with('{') {
            let is_plan = head.contains("\"fileType\"") || name.to_ascii_lowercase().ends_with(".plan");
            return Ok(if is_plan { Self::QgcPlan } else { Self::GeoJson });
        }
        if head.contains("<kml") {
            return Ok(Self::Kml);
        }
        if head.contains("<gpx") {
            return Ok(Self::Gpx);
        }
        Self::named(name)
    }
}

/// Reads a flight; `height` is for places to which the file gives none. Beside it come notes: what was passed over
/// because it changes nothing that is flown.
///
/// # Errors
/// All faults of the file, each with its place and remedy.
pub fn read_flight(
    name: &str,
    bytes: &[u8],
    height: Option<Altitude>,
) -> Result<(FlightFile, Vec<Finding>), Vec<Finding>> {
    if bytes.len() > LARGEST {
        let say = format!("it has {} bytes, more than the {LARGEST} a flight may have", bytes.len());
        return Err(vec![Finding::new("flight_too_large", name, say, "Take the part that is the flight")]);
    }
    let read = match FlightFormat::of(name, bytes).map_err(|finding| vec![finding])? {
        FlightFormat::QgcPlan => qgc::read(bytes),
        FlightFormat::Waypoints => waypoints::read(bytes),
        FlightFormat::Wpml => wpml::read(name, bytes),
        FlightFormat::Kml | FlightFormat::Kmz | FlightFormat::Gpx | FlightFormat::GeoJson => {
            layer::read(name, bytes, height)
        }
    };
    let (file, notes) = read.map_err(capped)?;
    let faults = file.faults();
    if faults.is_empty() { Ok((file, capped(notes))) } else { Err(capped(faults)) }
}

/// Writes a flight; the same flight gives the same bytes. The notes say what the format could not hold.
///
/// # Errors
/// What no reader could take back as it is meant.
pub fn write_flight(format: FlightFormat, file: &FlightFile) -> Result<(Vec<u8>, Vec<Finding>), Vec<Finding>> {
    let faults = file.faults();
    if !faults.is_empty() {
        return Err(capped(faults));
    }
    match format {
        FlightFormat::QgcPlan => qgc::write(file),
        FlightFormat::Waypoints => Ok(waypoints::write(file)),
        FlightFormat::Wpml => wpml::write(file),
        FlightFormat::Kml => layer::write(geodata::layers::Format::Kml, file),
        FlightFormat::Kmz => layer::write(geodata::layers::Format::Kmz, file),
        FlightFormat::Gpx => layer::write(geodata::layers::Format::Gpx, file),
        FlightFormat::GeoJson => layer::write(geodata::layers::Format::GeoJson, file),
    }
}

fn capped(mut findings: Vec<Finding>) -> Vec<Finding> {
    if findings.len() > MOST_FINDINGS {
        let say = format!("and {} more", findings.len() - MOST_FINDINGS);
        findings.truncate(MOST_FINDINGS);
        findings.push(Finding::new("flight_more", "the file", say, "Mend these first, then try again"));
    }
    findings
}

impl Altitude {
    /// The bare number, in metres above its reference.
    #[must_use]
    pub fn metres(self) -> Metres {
        match self {
            Self::Amsl(Amsl(m)) | Self::Agl(Agl(m)) | Self::AboveHome(AboveHome(m)) => m,
        }
    }

    /// The word for its reference in files of ours: `amsl`, `agl`, `above_home`.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Amsl(_) => "amsl",
            Self::Agl(_) => "agl",
            Self::AboveHome(_) => "above_home",
        }
    }

    /// A height from the word for its reference.
    #[must_use]
    pub fn named(word: &str, metres: Metres) -> Option<Self> {
        Some(match word {
            "amsl" => Self::Amsl(Amsl(metres)),
            "agl" => Self::Agl(Agl(metres)),
            "above_home" => Self::AboveHome(AboveHome(metres)),
            _ => return None,
        })
    }
}

impl Step {
    /// The place of the step, if it has one.
    #[must_use]
    pub fn at(&self) -> Option<Wgs84> {
        match *self {
            Self::Waypoint { at, .. } | Self::Loiter { at, .. } => Some(at),
            Self::Takeoff { at, .. } | Self::Land { at, .. } => at,
            Self::Speed { .. } | Self::Return => None,
        }
    }

    /// The height of the step, if it has one.
    #[must_use]
    pub fn altitude(&self) -> Option<Altitude> {
        match *self {
            Self::Takeoff { altitude, .. }
            | Self::Waypoint { altitude, .. }
            | Self::Loiter { altitude, .. }
            | Self::Land { altitude, .. } => Some(altitude),
            Self::Speed { .. } | Self::Return => None,
        }
    }
}
