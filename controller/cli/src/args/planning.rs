//! The command line of `skyground flight-plans`: who should fly where, asked from a terminal.

use clap::Subcommand;
use std::path::PathBuf;

#[derive(Debug, Subcommand)]
pub enum FlightPlans {
    /// Judge a duty plan, or a flight of another program, with every fault at once.
    Check(CheckFile),
    /// How the 1-3-5 circles stand with every unit at home; exit code 1 when a tier fails.
    Circles(Circles),
    /// What of the district air and ground reach in a time.
    Coverage(Coverage),
    /// Propose the sorties of a shift: who visits which hotspots, lines and areas when, from which dock.
    Propose(Propose),
    /// Search an area with several aircraft: who sees which part of it, and when all are home.
    Search(Box<Search>),
    /// Take a plan away: as a picture, as a page, its lines and areas as a map, or a line of it as a flight.
    Export(ExportPlan),
}

#[derive(Debug, clap::Args)]
pub struct CheckFile {
    /// A duty plan, or a flight: .plan, .waypoints, KML, KMZ, GPX, GeoJSON, WPML.
    pub file: PathBuf,
    /// District folder [default: the shipped district]
    #[arg(long)]
    pub district: Option<PathBuf>,
    /// The duty plan a flight belongs to [default: the shipped one]
    #[arg(long)]
    pub plan: Option<PathBuf>,
    /// The aircraft that is to fly it, by its number in the plan.
    #[arg(long, default_value_t = 1)]
    pub vehicle: u32,
    /// Height above ground for places to which the file gives none, in metres.
    #[arg(long, value_name = "M")]
    pub height_agl: Option<f64>,
    #[command(flatten)]
    pub wind: WindSaid,
    /// One JSON object.
    #[arg(long)]
    pub json: bool,
}

/// The wind, as a weather report has it.
#[derive(Clone, Copy, Debug, clap::Args)]
pub struct WindSaid {
    /// Where the wind comes from, degrees from north.
    #[arg(long, default_value_t = 0.0, value_name = "DEG")]
    pub wind_from: f64,
    /// How strong it is, m/s.
    #[arg(long, default_value_t = 0.0, value_name = "MPS")]
    pub wind_speed: f64,
}

#[derive(Debug, clap::Args)]
pub struct Search {
    /// The area: a file with one polygon, holes and all, in GeoJSON, KML, KMZ or CSV (WGS-84).
    pub area: PathBuf,
    /// District folder [default: the shipped district]
    #[arg(long)]
    pub district: Option<PathBuf>,
    /// Duty plan [default: the shipped one]
    #[arg(long)]
    pub plan: Option<PathBuf>,
    /// Who flies, by numbers in the plan: 1,2,3 [default: every aircraft]
    #[arg(long, value_delimiter = ',')]
    pub vehicles: Vec<u32>,
    /// Opening angle of the camera across the lane, degrees.
    #[arg(long, default_value_t = 66.0, value_name = "DEG")]
    pub camera_across: f64,
    /// Opening angle of the camera along the lane, degrees.
    #[arg(long, default_value_t = 52.0, value_name = "DEG")]
    pub camera_along: f64,
    /// Share of a lane's picture that the next lane shows again.
    #[arg(long, default_value_t = 0.2)]
    pub overlap: f64,
    /// Metres to keep from the borders of the area
    #[arg(long, default_value_t = 10.0, value_name = "M")]
    pub keep: f64,
    #[command(flatten)]
    pub wind: WindSaid,
    /// Everybody must be home by then, minutes from now.
    #[arg(long, default_value_t = 180.0, value_name = "MIN")]
    pub within: f64,
    /// Most sorties of one aircraft.
    #[arg(long, default_value_t = 6)]
    pub sorties: u32,
    /// Seconds to think.
    #[arg(long, default_value_t = 1.0)]
    pub seconds: f64,
    /// Chance of the planner: the same seed and rounds give the same plan.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Rounds to think instead of seconds.
    #[arg(long)]
    pub rounds: Option<u64>,
    /// Write a picture (.svg) or a page (.html); may be given more than once.
    #[arg(long, value_name = "FILE")]
    pub picture: Vec<PathBuf>,
    /// Write every sortie as a flight into this folder.
    #[arg(long, value_name = "DIR")]
    pub flights: Option<PathBuf>,
    /// The format of the flights: plan, waypoints, kml, kmz, gpx, geojson, wpml.
    #[arg(long, default_value = "plan")]
    pub format: String,
    /// Language of pictures.
    #[arg(long, default_value = "zh", value_parser = ["zh", "en"])]
    pub lang: String,
    /// One JSON object.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub struct Circles {
    /// District folder [default: the shipped district]
    #[arg(long)]
    pub district: Option<PathBuf>,
    /// Duty plan [default: the shipped one]
    #[arg(long)]
    pub plan: Option<PathBuf>,
    #[command(flatten)]
    pub wind: WindSaid,
    /// One JSON object.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub struct Coverage {
    /// District folder [default: the shipped district]
    #[arg(long)]
    pub district: Option<PathBuf>,
    /// Duty plan [default: the shipped one]
    #[arg(long)]
    pub plan: Option<PathBuf>,
    /// The time, from the alarm.
    #[arg(long, default_value_t = 5.0)]
    pub minutes: f64,
    #[command(flatten)]
    pub wind: WindSaid,
    /// One JSON object.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub struct Propose {
    /// When the shift begins (RFC 3339).
    #[arg(long, value_name = "TIME")]
    pub from: String,
    /// How long it is.
    #[arg(long, default_value_t = 8.0)]
    pub hours: f64,
    /// District folder [default: the shipped district]
    #[arg(long)]
    pub district: Option<PathBuf>,
    /// Duty plan [default: the shipped one]
    #[arg(long)]
    pub plan: Option<PathBuf>,
    /// How many operators are on duty.
    #[arg(long, default_value_t = 2)]
    pub operators: u32,
    /// Most aircraft in the air at once under one operator.
    #[arg(long, default_value_t = 4)]
    pub each: u32,
    #[command(flatten)]
    pub wind: WindSaid,
    /// Seconds to think.
    #[arg(long, default_value_t = 2.0)]
    pub seconds: f64,
    /// Chance of the planner: the same seed and rounds give the same plan.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
    /// Rounds to think instead of seconds.
    #[arg(long)]
    pub rounds: Option<u64>,
    /// Write every sortie as a flight into this folder.
    #[arg(long, value_name = "DIR")]
    pub flights: Option<PathBuf>,
    /// The format of the flights: plan, waypoints, kml, kmz, gpx, geojson, wpml.
    #[arg(long, default_value = "plan")]
    pub format: String,
    /// One JSON object.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, clap::Args)]
pub struct ExportPlan {
    /// The file to write: .svg, .html; .geojson, .kml, .kmz, .csv for all lines and areas; with --line a flight: .plan,
    /// .waypoints, .kml, .kmz, .gpx, .geojson, .wpml.
    pub out: PathBuf,
    /// District folder [default: the shipped district]
    #[arg(long)]
    pub district: Option<PathBuf>,
    /// Duty plan [default: the shipped one]
    #[arg(long)]
    pub plan: Option<PathBuf>,
    /// The id of a patrol line: its sortie is written as a flight.
    #[arg(long)]
    pub line: Option<String>,
    /// The aircraft that flies it, by its number in the plan.
    #[arg(long, default_value_t = 1)]
    pub vehicle: u32,
    #[command(flatten)]
    pub wind: WindSaid,
    /// The format of a flight [default: by the name of the file]
    #[arg(long)]
    pub format: Option<String>,
    /// Language of pictures.
    #[arg(long, default_value = "zh", value_parser = ["zh", "en"])]
    pub lang: String,
    /// One JSON object.
    #[arg(long)]
    pub json: bool,
}
