//! The words of `skyground geo`: questions about one district, asked from a terminal.

use std::path::PathBuf;

/// What may be asked.
#[derive(Debug, clap::Subcommand)]
pub enum Geo {
    /// The nearest hotspots, posts, places, guarded places or units, straight or by road.
    Nearest(Nearest),
    /// How long from one place to another by road, for each kind of unit; or a table from files.
    Eta(Eta),
    /// The fastest way by road: turn by turn, as GeoJSON or as GPX.
    Route(Route),
    /// What is reached by road within 1, 3 and 5 minutes.
    Reach(Reach),
    /// The zones of the air at a place, or those a leg crosses, and when.
    Zones(Zones),
    /// The height of the ground: at a place, along a line, and whether one place sees another.
    Terrain(Terrain),
    /// Where a place meets the road net, and why not nearer.
    Snap(Snap),
    /// Whose area a place lies in: police and civil, and which rule decides.
    Owner(Owner),
    /// Which datum a trace is in: the one under which it lies on the roads.
    Datum(Trace),
    /// What the district is made of: layers, sources, licences; with every fault when it does not open.
    District(Layers),
}

/// What every question has.
#[derive(Debug, clap::Args)]
pub struct Common {
    /// District folder [default: the shipped district]
    #[arg(long)]
    pub district: Option<PathBuf>,
    /// Answer as JSON, one object.
    #[arg(long)]
    pub json: bool,
}

/// How places are read.
#[derive(Debug, clap::Args)]
pub struct Places {
    /// Datum of the places in this command: wgs84, cgcs2000, gcj02, bd09. Answers are WGS-84.
    #[arg(long, default_value = "wgs84")]
    pub datum: String,
}

#[derive(Debug, clap::Args)]
pub struct Nearest {
    /// The place, as LAT,LON in degrees.
    #[arg(value_name = "LAT,LON", allow_hyphen_values = true)]
    pub place: String,
    /// What is looked for.
    #[arg(long, value_enum, default_value = "hotspots")]
    pub of: Kind,
    /// Units to choose from: a file with places (CSV with lat, lon, name, profile; GeoJSON, KML, GPX), instead of --of.
    #[arg(long, value_name = "FILE", conflicts_with = "of")]
    pub units: Option<PathBuf>,
    /// How many.
    #[arg(short, long, default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=1000))]
    pub k: u16,
    /// Nearest by time on the road to the place, not by the straight line.
    #[arg(long)]
    pub road: bool,
    /// Who drives, where a unit does not say itself: car, motorbike, foot, emergency.
    #[arg(long, default_value = "car")]
    pub profile: String,
    /// Nothing farther than this, in metres, straight.
    #[arg(long, value_name = "METRES")]
    pub within: Option<f64>,
    #[command(flatten)]
    pub now: Now,
    #[command(flatten)]
    pub places: Places,
    #[command(flatten)]
    pub common: Common,
}

/// What stands still in a district.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// Hotspots.
    Hotspots,
    /// Stations and docks.
    Posts,
    /// Named places of the map.
    Places,
    /// Guarded places.
    Guarded,
}

#[derive(Debug, clap::Args)]
pub struct Eta {
    /// From here, as LAT,LON in degrees.
    #[arg(value_name = "FROM", allow_hyphen_values = true, required_unless_present = "from")]
    pub a: Option<String>,
    /// To here, as LAT,LON in degrees.
    #[arg(value_name = "TO", allow_hyphen_values = true, required_unless_present = "to")]
    pub b: Option<String>,
    /// A table instead: from every place of this file (CSV, GeoJSON, KML, GPX) ...
    #[arg(long, value_name = "FILE", requires = "to", conflicts_with_all = ["a", "b"])]
    pub from: Option<PathBuf>,
    /// ... to every place of this one.
    #[arg(long, value_name = "FILE", requires = "from")]
    pub to: Option<PathBuf>,
    /// Who drives: car, motorbike, foot, emergency [default: each; for a table: car]
    #[arg(long)]
    pub profile: Option<String>,
    #[command(flatten)]
    pub now: Now,
    #[command(flatten)]
    pub places: Places,
    #[command(flatten)]
    pub common: Common,
}

/// What holds on the roads at the moment asked about.
#[derive(Debug, clap::Args)]
pub struct Now {
    /// The moment, as 2026-05-12T08:30:00+08:00 [default: now]
    #[arg(long, value_name = "TIME")]
    pub at: Option<String>,
    /// Closures and speeds (TOML): `[[closed]]` with at = "LAT,LON"; `[[speed]]` with at and kph or factor.
    #[arg(long, value_name = "FILE")]
    pub conditions: Option<PathBuf>,
    /// Local time is so many minutes ahead of UTC (480 in China), where the conditions do not say it: for what the map
    /// allows at certain hours only.
    #[arg(long, value_name = "MINUTES", allow_hyphen_values = true)]
    pub utc_offset_min: Option<i32>,
}

/// What a question about driving from one place has.
#[derive(Debug, clap::Args)]
pub struct Drive {
    /// Who drives: car, motorbike, foot, emergency.
    #[arg(long, default_value = "car")]
    pub profile: String,
    /// Write what is found as GeoJSON.
    #[arg(long, value_name = "FILE")]
    pub geojson: Option<PathBuf>,
    #[command(flatten)]
    pub now: Now,
    #[command(flatten)]
    pub places: Places,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, clap::Args)]
pub struct Route {
    /// From here, as LAT,LON in degrees.
    #[arg(value_name = "FROM", allow_hyphen_values = true)]
    pub a: String,
    /// To here, as LAT,LON in degrees.
    #[arg(value_name = "TO", allow_hyphen_values = true)]
    pub b: String,
    /// Write the way as GPX.
    #[arg(long, value_name = "FILE")]
    pub gpx: Option<PathBuf>,
    #[command(flatten)]
    pub drive: Drive,
}

#[derive(Debug, clap::Args)]
pub struct Reach {
    /// From here, as LAT,LON in degrees.
    #[arg(value_name = "LAT,LON", allow_hyphen_values = true)]
    pub place: String,
    /// Minutes, each 0.1 to 60.
    #[arg(long, value_delimiter = ',', default_value = "1,3,5")]
    pub minutes: Vec<f64>,
    #[command(flatten)]
    pub drive: Drive,
}

#[derive(Debug, clap::Args)]
pub struct Zones {
    /// The place, as LAT,LON in degrees; a second makes a leg of it; without any, every zone is listed.
    #[arg(value_name = "LAT,LON", allow_hyphen_values = true)]
    pub a: Option<String>,
    /// The end of the leg, as LAT,LON.
    #[arg(value_name = "TO", allow_hyphen_values = true)]
    pub b: Option<String>,
    /// Height above mean sea level in metres, one for each place [default: any height]
    #[arg(long, value_name = "M", value_delimiter = ',', allow_hyphen_values = true)]
    pub amsl: Vec<f64>,
    /// Height above the ground in metres, one for each place.
    #[arg(long, value_name = "M", value_delimiter = ',', allow_hyphen_values = true, conflicts_with = "amsl")]
    pub agl: Vec<f64>,
    /// The moment, as 2026-05-12T08:30:00+08:00; of a leg the start [default: now]
    #[arg(long, value_name = "TIME")]
    pub time: Option<String>,
    /// Speed along the leg in m/s.
    #[arg(long, default_value_t = 12.0)]
    pub speed: f64,
    #[command(flatten)]
    pub places: Places,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, clap::Args)]
pub struct Terrain {
    /// The place, as LAT,LON in degrees; a second makes a line of it.
    #[arg(value_name = "LAT,LON", allow_hyphen_values = true)]
    pub a: String,
    /// The end of the line, as LAT,LON.
    #[arg(value_name = "TO", allow_hyphen_values = true)]
    pub b: Option<String>,
    /// Heights above the ground in metres, one for each place.
    #[arg(long, value_name = "M", value_delimiter = ',', allow_hyphen_values = true)]
    pub agl: Vec<f64>,
    /// Heights above mean sea level in metres, one for each place.
    #[arg(long, value_name = "M", value_delimiter = ',', allow_hyphen_values = true, conflicts_with = "agl")]
    pub amsl: Vec<f64>,
    /// Rows of the profile along a line, 2 to 1000.
    #[arg(long, default_value_t = 11, value_parser = clap::value_parser!(u16).range(2..=1000))]
    pub rows: u16,
    #[command(flatten)]
    pub places: Places,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, clap::Args)]
pub struct Snap {
    /// The place, as LAT,LON in degrees.
    #[arg(value_name = "LAT,LON", allow_hyphen_values = true)]
    pub place: String,
    #[command(flatten)]
    pub places: Places,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, clap::Args)]
pub struct Owner {
    /// The place, as LAT,LON in degrees.
    #[arg(value_name = "LAT,LON", allow_hyphen_values = true)]
    pub place: String,
    #[command(flatten)]
    pub places: Places,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, clap::Args)]
pub struct Trace {
    /// The trace: places in the order driven (GPX, CSV with lat and lon, GeoJSON, KML).
    pub file: PathBuf,
    #[command(flatten)]
    pub common: Common,
}

#[derive(Debug, clap::Args)]
pub struct Layers {
    #[command(flatten)]
    pub common: Common,
}
